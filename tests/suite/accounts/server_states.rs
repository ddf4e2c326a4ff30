//! What `newsprint account add` and `doctor` say of servers that are old, switched off or under maintenance.

use super::commands::{PASSWORD, add, served};
use crate::library_commands::Desk;
use crate::sync_servers::quirks::{ServerQuirks, UnknownRoute};

/// Returns the error of an account that can't be added.
fn error_of(kind: &str, quirks: ServerQuirks) -> String {
    let server = served(quirks);
    let desk = Desk::new();
    let left = add(&desk, kind, &server.url(""), Some("reader"), PASSWORD);
    assert_eq!(left.status, 1, "{left:?}");
    assert!(desk.json(&["account", "--json"]).is_empty());
    left.only_error().to_owned()
}

/// Returns what `doctor` says of the only account.
fn doctor(desk: &Desk) -> String {
    let left = desk.run(&["doctor", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&left.output).unwrap();
    let checks = report["checks"].as_array().unwrap();
    let found = checks.iter().find(|check| check["area"] == "accounts");
    found.unwrap()["value"].as_str().unwrap().to_owned()
}

#[test]
fn a_miniflux_that_is_too_old_is_said_with_the_version_that_is_needed() {
    let error = error_of("miniflux", ServerQuirks::oldest_miniflux());
    assert!(error.contains("needs Miniflux 2.0.49 or newer"), "{error}");
    let server = served(ServerQuirks::older_miniflux());
    let desk = Desk::new();
    add(&desk, "miniflux", &server.url(""), Some("reader"), PASSWORD);
    server.server().quirks = ServerQuirks::oldest_miniflux();
    let said = doctor(&desk);
    assert!(said.contains("needs Miniflux 2.0.49 or newer"), "{said}");
}

#[test]
fn a_miniflux_under_maintenance_is_no_wrong_address() {
    let mut quirks = ServerQuirks::miniflux();
    quirks.miniflux.maintenance = true;
    let error = error_of("miniflux", quirks);
    assert!(error.contains("maintenance"), "{error}");
    assert!(!error.contains("no Miniflux here"), "{error}");
}

#[test]
fn a_miniflux_without_its_api_is_said_to_have_it_switched_off() {
    for base in ["", "/flux"] {
        let mut quirks = ServerQuirks::miniflux();
        quirks.miniflux.is_off = true;
        quirks.miniflux.base = base.to_owned();
        let server = served(quirks);
        let desk = Desk::new();
        let left = add(
            &desk,
            "miniflux",
            &server.url(base),
            Some("reader"),
            PASSWORD,
        );
        let error = left.only_error();
        assert!(error.contains("the API is switched off"), "{error}");
        assert!(error.contains("DISABLE_API"), "{error}");
    }
}

#[test]
fn a_nextcloud_that_does_not_trust_the_address_says_who_changes_that() {
    let mut quirks = ServerQuirks::nextcloud();
    quirks.nextcloud.untrusted_domain = true;
    let error = error_of("nextcloud", quirks);
    assert!(error.contains("trusted_domains"), "{error}");
    assert!(!error.contains("no Nextcloud News here"), "{error}");
}

#[test]
fn an_older_nextcloud_that_redirects_unknown_paths_is_added() {
    let mut quirks = ServerQuirks::older_nextcloud();
    quirks.nextcloud.unknown_route = UnknownRoute::PageUnlessJson;
    let server = served(quirks);
    let desk = Desk::new();
    // The address of a page, as a browser shows it.
    let page = server.url("/index.php/apps/dashboard/");
    let left = add(&desk, "nextcloud", &page, Some("reader"), PASSWORD);
    assert_eq!(left.status, 0, "{left:?}");
    desk.good(&["sync"]);
    assert_eq!(desk.json(&["list", "--json"]).len(), 2);
    // One header, with one media type.
    let server = server.server();
    let accepted = server.requests.iter().map(|request| {
        let headers = request.headers.iter();
        let found = headers.filter(|(name, _)| name == "accept");
        found.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    });
    for accepted in accepted {
        assert_eq!(accepted, ["application/json"]);
    }
}

#[test]
fn a_nextcloud_without_the_cron_of_the_system_is_not_said_to_fetch_nothing() {
    let mut quirks = ServerQuirks::nextcloud();
    quirks.nextcloud.cron_is_broken = true;
    let server = served(quirks);
    let desk = Desk::new();
    add(
        &desk,
        "nextcloud",
        &server.url(""),
        Some("reader"),
        PASSWORD,
    );
    let left = desk.run(&["doctor"]);
    assert!(left.output.contains("cron"), "{left:?}");
    assert!(!left.output.contains("does not fetch"), "{left:?}");
}
