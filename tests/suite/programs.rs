//! Programs that print a password or a feed: output, limits, cancellation.

use std::time::{Duration, Instant};

use newsprint::ingest::{
    Cancel, PasswordError, PrivateFileError, ProgramError, ProgramLimits, load_password,
    run_program,
};
use newsprint::model::SourceSettings;

const LIMITS: ProgramLimits = ProgramLimits {
    bytes: 1_000_000,
    duration: Duration::from_secs(60),
};

fn run(argv: &[&str], limits: ProgramLimits) -> Result<Vec<u8>, ProgramError> {
    let argv: Vec<String> = argv.iter().map(|word| (*word).to_owned()).collect();
    run_program(&argv, limits, &Cancel::new())
}

#[test]
fn a_program_runs_by_argv_without_input_or_a_shell() {
    let output = run(&["echo", "$HOME; a  b", "*"], LIMITS).unwrap();
    assert_eq!(output, b"$HOME; a  b *\n");
    // It has no input to wait for.
    assert_eq!(run(&["cat"], LIMITS).unwrap(), b"");
}

#[test]
fn a_failure_names_the_program_and_not_its_output() {
    let error = run(
        &["sh", "-c", "echo hunter2; echo hunter2 >&2; exit 3"],
        LIMITS,
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "sh failed (exit status: 3): run it in a shell to see why"
    );
    let error = run(&["/nowhere/feed"], LIMITS).unwrap_err();
    assert!(
        error.to_string().starts_with("can't run /nowhere/feed: "),
        "{error}"
    );
    assert!(matches!(run(&[], LIMITS), Err(ProgramError::Empty)));
}

#[test]
fn output_and_duration_are_limited() {
    let limits = ProgramLimits {
        bytes: 1_000,
        ..LIMITS
    };
    let error = run(&["sh", "-c", "while :; do echo more; done"], limits).unwrap_err();
    assert_eq!(error.to_string(), "sh printed more than 1000 bytes");
    let limits = ProgramLimits {
        duration: Duration::from_millis(50),
        ..LIMITS
    };
    // Also what it has started, and what has closed its output.
    for script in ["sleep 100 & sleep 100", "exec >&-; sleep 100"] {
        let began = Instant::now();
        let error = run(&["sh", "-c", script], limits).unwrap_err();
        assert!(matches!(error, ProgramError::TimedOut { .. }), "{error}");
        assert!(began.elapsed() < Duration::from_secs(20));
    }
}

#[test]
fn a_cancelled_program_is_killed() {
    let cancel = Cancel::new();
    let folder = tempfile::tempdir().unwrap();
    let started = folder.path().join("started");
    let script = format!(
        "echo $$ > {0}.part; mv {0}.part {0}; sleep 100",
        started.display()
    );
    let other = cancel.clone();
    let running = std::thread::spawn(move || {
        run_program(&["sh".to_owned(), "-c".to_owned(), script], LIMITS, &other)
    });
    while !started.exists() {
        std::thread::yield_now();
    }
    cancel.cancel();
    assert!(matches!(
        running.join().unwrap(),
        Err(ProgramError::Cancelled(_))
    ));
    let id = std::fs::read_to_string(&started).unwrap();
    assert!(!std::path::Path::new(&format!("/proc/{}", id.trim())).exists());
}

#[test]
fn a_password_is_the_first_line() {
    let mut settings = SourceSettings::default();
    let password = |settings: &SourceSettings| load_password(settings, &Cancel::new());
    assert_eq!(password(&settings).unwrap(), None);
    settings
        .set(
            "password-command",
            r#"["printf", "pass word\\r\\nuser: ada"]"#,
        )
        .unwrap();
    assert_eq!(password(&settings).unwrap().as_deref(), Some("pass word"));
    settings.set("password-command", "true").unwrap();
    let error = password(&settings).unwrap_err();
    assert!(matches!(error, PasswordError::NoPassword(_)));
    settings.set("password-command", "false").unwrap();
    let error = password(&settings).unwrap_err();
    assert_eq!(
        error.to_string(),
        "password-command: false failed (exit status: 1): run it in a shell to see why"
    );
    settings.set("password-file", "/dev/null").unwrap();
    assert!(matches!(
        password(&settings),
        Err(PasswordError::File(PrivateFileError::NotAFile(_)))
    ));
}
