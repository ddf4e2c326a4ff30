//! Sentences about refreshes: the summary, and why a source was skipped.

use chrono::{Local, TimeZone};

use crate::ingest::SkipReason;
use crate::model::RefreshSummary;

/// Words the sum of a refresh, without a full stop.
pub fn summary_text(summary: &RefreshSummary) -> String {
    if summary.is_offline {
        return "no network: nothing fetched".to_owned();
    }
    let mut parts = vec![match (summary.new, summary.sources_with_new) {
        (0, _) => "nothing new".to_owned(),
        (new, 1) => format!("{new} new in 1 source"),
        (new, sources) => format!("{new} new in {sources} sources"),
    }];
    for (count, word) in [
        (summary.updated, "updated"),
        (summary.failed, "failed"),
        (summary.skipped, "skipped"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    parts.join(", ")
}

/// Words the reason why a source was not fetched, without a full stop.
pub fn skip_text(reason: SkipReason) -> String {
    match reason {
        SkipReason::Paused => "paused".to_owned(),
        SkipReason::HostWaits(until) => {
            format!("its server asked to wait until {}", clock_text(until))
        }
        SkipReason::NotDue => "not due yet".to_owned(),
        SkipReason::AnotherProgram => "another newsprint is fetching it".to_owned(),
        SkipReason::NoFeed => "not a feed; newsprint add scans a folder again".to_owned(),
    }
}

/// Returns a time as day and clock in the local time zone: only the clock today.
pub fn clock_text(seconds: i64) -> String {
    let Some(time) = Local.timestamp_opt(seconds, 0).single() else {
        return "later".to_owned();
    };
    let format = match time.date_naive() == Local::now().date_naive() {
        true => "%H:%M",
        false => "%-d %b %H:%M",
    };
    time.format(format).to_string()
}
