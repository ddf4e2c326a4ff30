//! `newsprint sync` and `newsprint doctor` of accounts whose settings are wrong, or whose server is not there: the exit status, and
//! one line of error for each with what to do.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use newsprint::library::{Library, OpenMode};
use newsprint::model::{AccountKind, SourceSettings};
use serde_json::Value;

use crate::library_commands::Desk;
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::wire::ServedSync;
use crate::web::{Answer, WebServer};

/// Settings with the password in what a program prints.
fn command(words: &[&str]) -> SourceSettings {
    let words = words.iter().map(|&word| word.to_owned()).collect();
    SourceSettings {
        password_command: Some(words),
        ..SourceSettings::default()
    }
}

fn desk(kind: AccountKind, url: &str, settings: &SourceSettings) -> Desk {
    let desk = Desk::new();
    let mut library = Library::open(&desk.data(), OpenMode::Create).unwrap();
    library.add_account(kind, url, "ada", settings).unwrap();
    drop(library);
    desk
}

/// Returns the checks of accounts by `doctor`, which has found a problem.
fn broken_checks(desk: &Desk) -> Vec<Value> {
    let left = desk.run(&["doctor", "--json"]);
    assert_eq!(left.status, 1, "{left:?}");
    let report: Value = serde_json::from_str(&left.output).unwrap();
    let checks = report["checks"].as_array().unwrap().iter();
    checks
        .filter(|check| check["area"] == "accounts" && check["state"] == "broken")
        .cloned()
        .collect()
}

/// Checks that each command says the same error once, and its exit status.
fn assert_said(desk: &Desk, parts: &[&str]) {
    let assert_parts = |text: &str| {
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
    };
    for (words, status) in [
        // Nobody has named the account.
        (&["sync"][..], 0),
        (&["sync", "--strict"], 1),
        (&["sync", "1"], 1),
        (&["fetch"], 0),
    ] {
        let left = desk.run(words);
        assert_eq!(left.status, status, "{words:?}: {left:?}");
        let error = left.only_error();
        assert!(
            error.starts_with("newsprint: not synced: ada at "),
            "{error}"
        );
        assert_parts(error);
    }
    let left = desk.run(&["sync", "1", "--json"]);
    assert_eq!(left.status, 1, "{left:?}");
    let synced: Value = serde_json::from_str(&left.output).unwrap();
    assert_eq!(synced["account"], 1);
    assert_parts(synced["error"].as_str().unwrap());

    let checks = broken_checks(desk);
    assert_eq!(checks.len(), 1, "{checks:?}");
    assert_parts(checks[0]["value"].as_str().unwrap());
    let left = desk.run(&["doctor"]);
    assert_eq!(left.status, 1);
    assert!(left.output.contains("1 problem found"), "{left:?}");
    assert!(desk.good(&["account"]).contains("failing since"));
}

#[test]
fn a_server_that_does_not_answer_is_said_once_by_each_command() {
    for kind in AccountKind::ALL {
        let desk = desk(
            kind,
            "http://127.0.0.1:1",
            &command(&["/bin/echo", "inkwell"]),
        );
        assert_said(&desk, &["can't connect to the server"]);
    }
}

#[test]
fn a_server_that_does_not_answer_may_have_another_address() {
    for kind in AccountKind::ALL {
        for url in ["http://127.0.0.1:1", "http://nowhere.invalid"] {
            let desk = desk(kind, url, &command(&["/bin/echo", "inkwell"]));
            assert_said(&desk, &["newsprint account set 1"]);
        }
    }
}

#[test]
fn the_page_of_another_site_is_no_server_and_the_right_address_is_asked_for() {
    let web = WebServer::start();
    web.on_other(|_| {
        let page = "<!DOCTYPE html><html><head><title>Welcome</title></head><body><p>Another site.</p></body></html>";
        Answer::new(200, &[("Content-Type", "text/html")], page)
    });
    for kind in AccountKind::ALL {
        let desk = desk(kind, &web.url(""), &command(&["/bin/echo", "inkwell"]));
        let left = desk.run(&["sync", "1"]);
        assert_eq!(left.status, 1, "{kind:?}: {left:?}");
        let error = left.only_error();
        assert!(
            error.contains("open the server's address in a browser"),
            "{kind:?}: {error}"
        );
        let checks = broken_checks(&desk);
        assert_eq!(checks.len(), 1, "{kind:?}: {checks:?}");
        assert!(
            desk.json(&["sources", "--json"]).is_empty(),
            "{kind:?}: nothing of the page is stored"
        );
    }
}

#[test]
fn a_password_command_that_fails_is_named_with_its_status() {
    for kind in AccountKind::ALL {
        let url = "http://127.0.0.1:1";
        let failing = desk(kind, url, &command(&["/bin/sh", "-c", "exit 3"]));
        assert_said(&failing, &["password-command", "/bin/sh", "exit status: 3"]);
        let missing = desk(kind, url, &command(&["/nowhere/pass", "ink"]));
        assert_said(&missing, &["password-command", "can't run /nowhere/pass"]);
        let silent = desk(kind, url, &command(&["/bin/true"]));
        assert_said(&silent, &["password-command", "no password"]);
    }
}

#[test]
fn what_a_password_command_prints_is_not_shown_and_the_error_says_how_to_see_it() {
    let words = ["/bin/sh", "-c", "echo 'gpg: decryption failed' >&2; exit 2"];
    let desk = desk(
        AccountKind::Miniflux,
        "http://127.0.0.1:1",
        &command(&words),
    );
    assert_said(&desk, &["run it in a shell to see why"]);
    // It may print the password.
    let left = desk.run(&["sync", "1"]);
    assert!(!left.only_error().contains("gpg"), "{left:?}");
}

#[test]
fn a_failing_account_does_not_stop_the_others() {
    let server = ServedSync::start(SyncServer::new(ServerQuirks::freshrss()));
    let desk = desk(
        AccountKind::Miniflux,
        "http://127.0.0.1:1",
        &command(&["/bin/echo", "inkwell"]),
    );
    let file = desk.write("password", "correct horse\n");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let url = server.url("");
    let mut words = vec!["account", "add", "greader", &url, "--user", "reader"];
    words.extend(["--password-file", "password"]);
    desk.good(&words);
    let left = desk.run(&["sync"]);
    assert_eq!(left.status, 0, "{left:?}");
    assert!(left.only_error().contains("127.0.0.1:1: "), "{left:?}");
    assert!(left.output.contains(": nothing new"), "{left:?}");
    let left = desk.run(&["sync", "1", "2"]);
    assert_eq!((left.status, left.errors.len()), (1, 1), "{left:?}");
    assert!(left.output.contains(": nothing new"), "{left:?}");
}

#[test]
fn an_api_that_is_switched_off_later_is_said_to_be_off_and_asked_again_at_once() {
    let server = ServedSync::start(SyncServer::new(ServerQuirks::freshrss()));
    let desk = Desk::new();
    let file = desk.write("password", "correct horse\n");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let url = server.url("");
    let mut words = vec!["account", "add", "greader", &url, "--user", "reader"];
    words.extend(["--password-file", "password"]);
    desk.good(&words);
    desk.good(&["sync"]);
    server.server().quirks.greader.is_off = true;
    let left = desk.run(&["sync", "1"]);
    assert_eq!(left.status, 1, "{left:?}");
    let error = left.only_error();
    assert!(error.contains("the API is switched off"), "{error}");
    server.server().quirks.greader.is_off = false;
    desk.good(&["sync", "1"]);
}
