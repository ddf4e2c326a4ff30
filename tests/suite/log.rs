//! The log that `--log` and `NEWSPRINT_LOG` write: times, jobs and errors, and no credentials.

use std::path::Path;
use std::process::{Command, Output};

use newsprint::text::redact;

use crate::pty::Program;

/// The program in a folder of its own, with `a.md` in it.
fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    std::fs::write(folder.join("a.md"), "# Ink\n\nGalls.\n").unwrap();
    Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .env("TZ", "UTC")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn lines(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("trace.log")).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn the_log_of_a_command_has_times_and_is_appended() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["--log", "trace.log", "add", "a.md"], &[]);
    assert!(output.status.success(), "{output:?}");
    let first = lines(folder.path());
    for line in &first {
        let time = line.split(' ').next().unwrap();
        chrono::DateTime::parse_from_rfc3339(time).unwrap();
    }
    let says = |words: &str| first.iter().any(|line| line.contains(words));
    assert!(
        says("command=\"add\"") && says("migrated the library") && says("ends status=0"),
        "{first:#?}"
    );
    // The position of the option does not matter, nor whether the option or the variable is used.
    run(folder.path(), &["list", "--log", "trace.log"], &[]);
    run(folder.path(), &["list"], &[("NEWSPRINT_LOG", "trace.log")]);
    let all = lines(folder.path());
    assert_eq!(all[..first.len()], first);
    let lists = all.iter().filter(|line| line.contains("command=\"list\""));
    assert_eq!(lists.count(), 2, "{all:#?}");
    use std::os::unix::fs::PermissionsExt;
    let about = std::fs::metadata(folder.path().join("trace.log")).unwrap();
    assert_eq!(about.permissions().mode() & 0o777, 0o600);
}

#[test]
fn jobs_are_logged() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("trace.log");
    let mut pty = Program::new(env!("CARGO_BIN_EXE_newsprint"), &["a.md"])
        .file("a.md", "# Ink\n\nGalls.\n")
        .env("NEWSPRINT_LOG", log.to_str().unwrap())
        .spawn();
    pty.wait_for_text("Galls");
    pty.send("Q");
    pty.wait_for_exit();
    let all = lines(folder.path());
    let ended = |job: &str| {
        let mut lines = all.iter();
        lines.any(|line| line.contains(" ended ") && line.contains(job) && line.contains(" ms="))
    };
    assert!(
        ended("job=\"scan\"") && ended("job=\"load-document\""),
        "{all:#?}"
    );
}

#[test]
fn errors_are_logged_without_credentials() {
    let folder = tempfile::tempdir().unwrap();
    let address = "https://ida:hunter2@example.org/feed?id=7&api_key=s3cret";
    let output = run(folder.path(), &["--log", "trace.log", "show", address], &[]);
    assert!(!output.status.success());
    let all = lines(folder.path()).join("\n");
    assert!(
        all.contains("WARN") && all.contains("example.org") && all.contains("id=7"),
        "{all}"
    );
    assert!(!all.contains("hunter2") && !all.contains("s3cret"), "{all}");
}

#[test]
fn an_unwritable_log_is_reported_and_the_program_runs() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["missing/trace.log", "."] {
        let output = run(folder.path(), &["--log", path, "extract", "a.md"], &[]);
        assert!(output.status.success(), "{output:?}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            told.starts_with(&format!("newsprint: can't write the log: {path}: ")),
            "{told}"
        );
        assert!(String::from_utf8_lossy(&output.stdout).contains("Galls"));
    }
}

#[test]
fn no_log_is_written_unless_requested() {
    let folder = tempfile::tempdir().unwrap();
    run(
        folder.path(),
        &["extract", "a.md"],
        &[("NEWSPRINT_LOG", "")],
    );
    let names = std::fs::read_dir(folder.path()).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["a.md"]);
}

#[test]
fn credentials_are_redacted_and_the_rest_stays() {
    for (text, redacted) in [
        ("plain words: 10 of 12", "plain words: 10 of 12"),
        (
            "https://example.org/a?page=2#top",
            "https://example.org/a?page=2#top",
        ),
        ("get http://u@h/", "get http://[redacted]@h/"),
        (
            "https://a:b@c@h.example:80/p, then",
            "https://[redacted]@h.example:80/p, then",
        ),
        ("mail a@b.example", "mail a@b.example"),
        (
            "/p?X-Amz-Signature=ab12&n=1",
            "/p?X-Amz-Signature=[redacted]&n=1",
        ),
        (
            "/p?access_token=ab;x=1 end",
            "/p?access_token=[redacted];x=1 end",
        ),
        ("Email=i&Passwd=p%20w", "Email=i&Passwd=[redacted]"),
        (
            "Authorization: Basic aWRhOmh1bnRlcjI=",
            "Authorization: [redacted]",
        ),
        ("sent cookie: a=b; c=d", "sent cookie: [redacted]"),
        (
            r#"{"user":"i","password":"p w"}"#,
            r#"{"user":"i","password":"[redacted]"}"#,
        ),
    ] {
        assert_eq!(redact(text), redacted);
    }
}
