//! Passwords and tokens of accounts: where they come from, where they are stored, and who may read them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use newsprint::ingest::Cancel;
use newsprint::model::{Account, AccountId, AccountKind, SourceSettings};
use newsprint::sync::error::SyncError;
use newsprint::sync::secrets::{Secrets, remove_secrets};

fn account(id: i64, url: &str) -> Account {
    Account {
        id: AccountId(id),
        kind: AccountKind::GoogleReader,
        url: url.to_owned(),
        user: "ada".to_owned(),
        settings: SourceSettings::default(),
        is_paused: false,
        cursor: "{}".to_owned(),
        feeds: 0,
        waiting_marks: 0,
        waiting_changes: 0,
        next_sync: None,
        not_before: None,
        last_success: None,
        failing_since: None,
        failures: 0,
        error: None,
    }
}

fn of(account: &Account, folder: &Path) -> Secrets {
    Secrets::of_account(account, folder, &Cancel::new())
}

#[test]
fn a_token_is_stored_for_one_account_and_one_server() {
    let folder = tempfile::tempdir().unwrap();
    let first = account(1, "https://news.example/api/greader.php");
    let second = account(2, "https://news.example/other");
    assert_eq!(of(&first, folder.path()).token(), None);
    of(&first, folder.path()).set_token("quill-1").unwrap();
    of(&second, folder.path()).set_token("quill-2").unwrap();
    assert_eq!(of(&first, folder.path()).token().unwrap(), "quill-1");
    assert_eq!(of(&second, folder.path()).token().unwrap(), "quill-2");

    // The path may change, the server and the user may not.
    let same = account(1, "https://news.example/");
    assert_eq!(of(&same, folder.path()).token().unwrap(), "quill-1");
    let mut other_user = same.clone();
    other_user.user = "bob".to_owned();
    for other in [
        account(1, "https://elsewhere.example/api/greader.php"),
        account(1, "http://news.example/api/greader.php"),
        account(1, "https://news.example:8443/"),
        account(3, "https://news.example/"),
        other_user,
    ] {
        assert_eq!(of(&other, folder.path()).token(), None, "{}", other.url);
    }

    of(&first, folder.path()).forget_token().unwrap();
    assert_eq!(of(&first, folder.path()).token(), None);
    remove_secrets(folder.path(), AccountId(2)).unwrap();
    let left = fs::read_to_string(folder.path().join("tokens.json")).unwrap();
    assert!(!left.contains("quill"), "{left}");
}

#[test]
fn the_file_is_for_the_user_alone() {
    let folder = tempfile::tempdir().unwrap();
    let account = account(1, "https://news.example/");
    let path = folder.path().join("tokens.json");
    of(&account, folder.path()).set_token("quill-1").unwrap();
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    of(&account, folder.path()).set_token("quill-2").unwrap();
    assert_eq!(mode(), 0o600);
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let secrets = of(&account, folder.path());
    assert_eq!(secrets.token(), None);
    let error = secrets.set_token("quill-3").unwrap_err().to_string();
    assert_eq!(
        error,
        format!("{}: others can read it: chmod 600", path.display())
    );
    assert!(fs::read_to_string(&path).unwrap().contains("quill-2"));

    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&path, "quill-4").unwrap();
    let error = of(&account, folder.path()).password().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("quill"), "{error}");
    assert!(error.to_string().contains("remove the file"), "{error}");
}

#[test]
fn the_program_runs_when_the_password_is_needed_and_once() {
    let folder = tempfile::tempdir().unwrap();
    let runs = folder.path().join("runs");
    let mut account = account(1, "https://news.example/");
    let program = serde_json::json!([
        "sh",
        "-c",
        format!("echo run >> {}; echo inkwell-7", runs.display())
    ]);
    account
        .settings
        .set("password-command", &program.to_string())
        .unwrap();
    let secrets = of(&account, folder.path());
    assert_eq!(secrets.token(), None);
    secrets.set_token("quill-1").unwrap();
    assert_eq!(secrets.token().unwrap(), "quill-1");
    assert!(!runs.exists());
    assert_eq!(secrets.password().unwrap(), "inkwell-7");
    assert_eq!(secrets.clone().password().unwrap(), "inkwell-7");
    assert_eq!(fs::read_to_string(&runs).unwrap(), "run\n");
    assert!(!format!("{secrets:?}").contains("inkwell"));
    // It is stored nowhere.
    secrets.save(&account, folder.path(), true).unwrap();
    let stored = fs::read_to_string(folder.path().join("tokens.json")).unwrap();
    assert!(!stored.contains("inkwell"), "{stored}");
}

#[test]
fn a_password_that_was_asked_for_is_stored_where_the_server_gives_no_token() {
    let folder = tempfile::tempdir().unwrap();
    let account = account(1, "https://news.example/");
    let cancel = Cancel::new();
    let asked = || {
        let password = Some("inkwell-7".to_owned());
        Secrets::in_memory(&SourceSettings::default(), password, &cancel)
    };
    let secrets = asked();
    secrets.set_token("quill-1").unwrap();
    assert!(!folder.path().join("tokens.json").exists());
    secrets.save(&account, folder.path(), false).unwrap();
    let stored = of(&account, folder.path());
    assert_eq!(stored.token().unwrap(), "quill-1");
    assert!(matches!(
        stored.password().unwrap_err(),
        SyncError::NoPassword
    ));

    asked().save(&account, folder.path(), true).unwrap();
    let stored = of(&account, folder.path());
    assert_eq!(stored.password().unwrap(), "inkwell-7");
    assert_eq!(stored.token(), None);
}
