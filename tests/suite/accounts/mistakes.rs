//! What `newsprint account` says of mistakes: the value, the allowed ones, the next command.

use newsprint::library::{Library, OpenMode};
use newsprint::messages::account_errors::sync_error;
use newsprint::model::{AccountKind, SourceSettings};
use newsprint::sync::error::SyncError;

use crate::library_commands::Desk;

/// Returns the error of a command that fails.
fn error_of(desk: &Desk, words: &[&str]) -> String {
    let left = desk.run(words);
    assert_ne!(left.status, 0, "{left:?}");
    left.errors.join("\n")
}

#[test]
fn an_unknown_kind_is_named_with_the_known_ones() {
    let error = error_of(
        &Desk::new(),
        &["account", "add", "freshrss", "https://rss.example"],
    );
    assert!(
        error.contains("KIND must be one of greader, miniflux, nextcloud, fever, not freshrss"),
        "{error}"
    );
}

#[test]
fn a_setting_that_does_not_exist_is_named_without_its_value() {
    let desk = Desk::new();
    let mut library = Library::open(&desk.data(), OpenMode::Create).unwrap();
    let settings = SourceSettings::default();
    let url = "http://127.0.0.1:1/api/greader.php";
    library
        .add_account(AccountKind::GoogleReader, url, "ada", &settings)
        .unwrap();
    drop(library);
    let error = error_of(&desk, &["account", "set", "1", "pasword=inkwell-7"]);
    assert!(
        error.contains("no such setting: pasword: use password"),
        "{error}"
    );
    assert!(!error.contains("inkwell"), "{error}");
    let error = error_of(&desk, &["account", "set", "1", "inkwell-7"]);
    assert!(error.contains("a setting has no ="), "{error}");
    assert!(!error.contains("inkwell"), "{error}");
}

#[test]
fn a_library_without_accounts_says_how_one_is_added() {
    let desk = Desk::new();
    for words in [&["account"][..], &["account", "list"]] {
        let left = desk.run(words);
        assert_eq!((left.status, left.output.as_str()), (0, ""));
        assert!(
            left.only_error().contains("newsprint account add adds one"),
            "{left:?}"
        );
    }
    assert!(desk.json(&["account", "--json"]).is_empty());
}

#[test]
fn the_status_of_another_server_is_said_with_what_to_do() {
    let error = SyncError::Status { status: 501 };
    for kind in AccountKind::ALL {
        let text = sync_error(&error, kind, None);
        assert!(
            text.contains("501") && text.contains("give the address"),
            "{text}"
        );
        let text = sync_error(&error, kind, Some("3"));
        assert!(
            text.contains("newsprint account set 3 url=ADDRESS"),
            "{text}"
        );
    }
}
