//! Servers of the Google Reader API that are found at an address, and what is said of those that are not.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use newsprint::ingest::Cancel;
use newsprint::messages::account_errors::sync_error;
use newsprint::model::{AccountKind, SourceSettings};
use newsprint::sync::connect::find_server;
use newsprint::sync::error::SyncError;
use newsprint::sync::secrets::Secrets;

use crate::library_commands::Desk;
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::wire::ServedSync;
use crate::sync_transport::MockTransport;

/// Looks for a server at an address, and returns that of its API.
fn find(
    quirks: ServerQuirks,
    text: &str,
    (user, password): (&str, &str),
) -> Result<String, SyncError> {
    let (transport, _) = MockTransport::with_items(quirks, 1);
    find_by(&transport, text, (user, password))
}

fn find_by(
    transport: &MockTransport,
    text: &str,
    (user, password): (&str, &str),
) -> Result<String, SyncError> {
    let password = Some(password.to_owned());
    let secrets = Secrets::in_memory(&SourceSettings::default(), password, &Cancel::new());
    find_server(AccountKind::GoogleReader, text, user, transport, &secrets).map(|found| found.url)
}

const READER: (&str, &str) = ("reader", "correct horse");

/// Returns FreshRSS in a folder.
fn freshrss_in(folder: &str) -> ServerQuirks {
    let mut quirks = ServerQuirks::freshrss();
    quirks.greader.base = format!("{folder}/api/greader.php");
    quirks
}

#[test]
fn freshrss_is_found_by_the_address_of_any_of_its_pages() {
    for page in [
        "",
        "/",
        "/i/",
        "/i/index.php?c=auth",
        "/api",
        "/api/",
        "/api/fever.php",
    ] {
        for folder in ["", "/rss"] {
            let text = format!("https://fresh.example{folder}{page}");
            let found = find(freshrss_in(folder), &text, READER).unwrap();
            assert_eq!(
                found,
                format!("https://fresh.example{folder}/api/greader.php")
            );
        }
    }
    // The whole folder of the program is public.
    for text in [
        "https://fresh.example/FreshRSS",
        "https://fresh.example/FreshRSS/p/i/",
    ] {
        let found = find(freshrss_in("/FreshRSS/p"), text, READER).unwrap();
        assert_eq!(found, "https://fresh.example/FreshRSS/p/api/greader.php");
    }
}

#[test]
fn a_refusal_elsewhere_does_not_end_the_search_for_the_api() {
    for status in [401, 403] {
        let mut quirks = ServerQuirks::freshrss();
        quirks.status_elsewhere = status;
        let found = find(quirks.clone(), "https://fresh.example", READER).unwrap();
        assert_eq!(found, "https://fresh.example/api/greader.php");
        // Where nothing else answers, it is the error.
        quirks.greader.base = "/nowhere".to_owned();
        let error = find(quirks, "https://fresh.example", READER);
        assert!(matches!(error, Err(SyncError::WrongPassword)), "{error:?}");
    }
}

#[test]
fn a_wrong_password_and_a_name_that_no_user_can_have_are_said() {
    for (user, password) in [
        ("reader", "wrong"),
        ("zo\u{eb} the reader", "correct horse"),
    ] {
        for quirks in [ServerQuirks::freshrss(), ServerQuirks::miniflux()] {
            let error = find(quirks, "https://server.example", (user, password));
            assert!(matches!(error, Err(SyncError::WrongPassword)), "{error:?}");
        }
    }
}

/// Returns the words for the error of a search.
fn words(quirks: ServerQuirks) -> String {
    let error = find(quirks, "https://fresh.example", READER).unwrap_err();
    sync_error(&error, AccountKind::GoogleReader, None)
}

#[test]
fn a_web_server_that_keeps_the_credentials_or_the_path_is_named_as_the_cause() {
    let mut quirks = ServerQuirks::freshrss();
    quirks.greader.loses_authorization = true;
    let text = words(quirks.clone());
    assert!(
        text.contains("does not pass on the header Authorization"),
        "{text}"
    );
    assert!(text.contains("/api/"), "{text}");
    quirks.greader.loses_authorization = false;
    quirks.greader.loses_path = true;
    let text = words(quirks);
    assert!(text.contains("PATH_INFO"), "{text}");
}

#[test]
fn an_api_that_is_switched_off_is_said_though_a_firewall_answers_elsewhere() {
    let mut quirks = ServerQuirks::freshrss();
    quirks.status_elsewhere = 403;
    quirks.greader.is_off = true;
    let error = find(quirks, "https://fresh.example", READER);
    assert!(matches!(error, Err(SyncError::ApiOff)), "{error:?}");
}

#[test]
fn a_token_that_is_no_longer_valid_with_a_wrong_password_is_no_fault_of_the_web_server() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::freshrss(), 1);
    find_by(&transport, "https://fresh.example", READER).unwrap();
    transport.server_mut().state.expire_login();
    let error = find_by(
        &transport,
        "https://fresh.example",
        ("reader", "old password"),
    );
    assert!(matches!(error, Err(SyncError::WrongPassword)), "{error:?}");
}

#[test]
fn a_user_name_that_no_header_can_have_is_said_to_be_the_cause() {
    let (transport, _) = MockTransport::with_items(ServerQuirks::miniflux(), 1);
    transport.server_mut().state.user = "zo\u{eb}".to_owned();
    let error = find_by(&transport, "https://flux.example", ("zo\u{eb}", READER.1)).unwrap_err();
    let text = sync_error(&error, AccountKind::GoogleReader, None);
    assert!(text.contains("user name has letters"), "{text}");
}

#[test]
fn a_password_in_any_script_signs_in() {
    let (user, password) = (READER.0, "\u{5bc6}\u{7801} & m\u{f8}re");
    let mut server = SyncServer::new(ServerQuirks::miniflux());
    server.state.password = password.to_owned();
    let server = ServedSync::start(server);
    let desk = Desk::new();
    let file = desk.write("password", &format!("{password}\n"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let url = server.url("");
    let mut words = vec!["account", "add", "greader", &url, "--user", user];
    words.extend(["--password-file", "password"]);
    desk.good(&words);
    desk.good(&["sync", "1"]);
}
