//! Sessions, each one run of a program, and their names: the time of the start in microseconds, `-`, and the process id.

use crate::model::ChangeOrigin;

/// Session of the changes that rules make.
pub(in crate::library) const RULES_SESSION: &str = "rules";

/// Returns a name that is unique to this run of the program.
pub fn session_name() -> String {
    let moment = chrono::Utc::now().timestamp_micros();
    format!("{moment}-{}", std::process::id())
}

/// Returns true if the program of a session has certainly ended: no process has its id.
pub fn has_session_ended(name: &str) -> bool {
    let Some(pid) = process_of(name).and_then(rustix::process::Pid::from_raw) else {
        return false;
    };
    rustix::process::test_kill_process(pid) == Err(rustix::io::Errno::SRCH)
}

/// Returns the origin of a change that another session made at a time, in seconds since 1970.
pub(in crate::library) fn origin_of_change(other: &str, time: i64, own: &str) -> ChangeOrigin {
    if other == RULES_SESSION {
        return ChangeOrigin::Rule;
    }
    let is_newer = start_of(own).is_some_and(|start| time > start);
    // An id that this process has belongs to no other running program.
    let has_ended = process_of(other) == process_of(own) || has_session_ended(other);
    match is_newer || !has_ended {
        true => ChangeOrigin::AnotherWindow,
        false => ChangeOrigin::EarlierSession { time },
    }
}

/// Returns the time at which a session began, in seconds since 1970.
fn start_of(name: &str) -> Option<i64> {
    let (moment, _) = name.split_once('-')?;
    Some(moment.parse::<i64>().ok()? / 1_000_000)
}

/// Returns the process id of a session.
fn process_of(name: &str) -> Option<i32> {
    name.rsplit_once('-')?.1.parse().ok()
}
