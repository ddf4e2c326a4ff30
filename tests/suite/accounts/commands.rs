//! `newsprint account` and `newsprint sync`, by the real program against servers on a loopback socket.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::json;

use crate::library_commands::{Desk, Left};
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::wire::ServedSync;

/// Password of the servers.
pub const PASSWORD: &str = "correct horse";

/// Server with a feed of two items.
pub fn served(quirks: ServerQuirks) -> ServedSync {
    let mut server = SyncServer::new(quirks);
    let feed = server
        .state
        .subscribe("https://tide.example/feed", "Tidewater Post", Some("News"));
    server.state.add_item(feed, "Harbour bridge reopens");
    server.state.add_item(feed, "A short history of ink");
    ServedSync::start(server)
}

fn password_file(desk: &Desk, text: &str) -> PathBuf {
    let path = desk.write("password", text);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    path
}

/// Adds an account with the password on standard input.
pub fn add(desk: &Desk, kind: &str, url: &str, user: Option<&str>, password: &str) -> Left {
    let mut words = vec!["account", "add", kind, url];
    words.extend(user.iter().flat_map(|user| ["--user", user]));
    with_input(desk, &words, password)
}

/// Runs a command with a line on standard input.
fn with_input(desk: &Desk, words: &[&str], line: &str) -> Left {
    let mut child = desk.command(words).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(format!("{line}\n").as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Left {
        status: output.status.code().unwrap(),
        output: text(output.stdout),
        errors: text(output.stderr).lines().map(str::to_owned).collect(),
    }
}

#[test]
fn freshrss_is_added_by_its_address_and_synced() {
    let server = served(ServerQuirks::freshrss());
    let desk = Desk::new();
    let file = password_file(&desk, "correct horse\n");
    // The address of its web page; the API is below it.
    let url = server.url("/i/");
    let added = desk.good(&[
        "account",
        "add",
        "greader",
        &url,
        "--user",
        "reader",
        "--password-file",
        file.to_str().unwrap(),
    ]);
    assert!(
        added.starts_with("Added account 1: reader at 127.0.0.1:"),
        "{added}"
    );
    let listed = &desk.json(&["account", "list", "--json"])[0];
    assert_eq!(listed["url"], server.url("/api/greader.php"));
    assert_eq!(
        (
            &listed["kind"],
            &listed["user"],
            &listed["feeds"],
            &listed["last_success"]
        ),
        (&json!("greader"), &json!("reader"), &json!(0), &json!(null))
    );

    let synced = desk.good(&["sync"]);
    assert!(synced.contains(": 2 new, "), "{synced}");
    let rows = desk.json(&["list", "--json"]);
    assert_eq!(rows.len(), 2);
    let source = &desk.json(&["sources", "--json"])[0];
    assert_eq!(
        (&source["kind"], &source["title"], &source["tags"]),
        (
            &json!("account"),
            &json!("Tidewater Post"),
            &json!(["News"])
        )
    );
    assert_eq!(source["url"], "https://tide.example/feed");
    let listed = &desk.json(&["account", "--json"])[0];
    assert_eq!(
        (&listed["feeds"], &listed["error"]),
        (&json!(1), &json!(null))
    );
    assert!(listed["last_success"].is_string());

    // A mark goes to the server with the next sync.
    let id = rows[0]["id"].to_string();
    desk.good(&["mark", "read", &id]);
    assert_eq!(desk.json(&["account", "--json"])[0]["waiting_marks"], 1);
    let synced = &desk.json(&["sync", "1", "--json"])[0];
    assert_eq!(
        (&synced["status"], &synced["marks_sent"], &synced["error"]),
        (&json!("synced"), &json!(1), &json!(null))
    );
    assert_eq!(server.server().state.unread().len(), 1);
}

#[test]
fn each_kind_of_server_is_added_by_the_address_of_its_page_or_its_api() {
    for (kind, quirks, paths) in [
        (
            "greader",
            ServerQuirks::freshrss(),
            ["", "/api/greader.php"],
        ),
        ("greader", ServerQuirks::miniflux(), ["/", "/reader/api/0"]),
        ("miniflux", ServerQuirks::miniflux(), ["", "/v1/"]),
        (
            "nextcloud",
            ServerQuirks::plain(),
            ["/", "/index.php/apps/news/api/v1-3/"],
        ),
    ] {
        for path in paths {
            let server = served(quirks.clone());
            let desk = Desk::new();
            let left = add(&desk, kind, &server.url(path), Some("reader"), PASSWORD);
            assert_eq!(
                (left.status, left.errors.len()),
                (0, 0),
                "{kind} {path}: {left:?}"
            );
            let synced = desk.good(&["sync"]);
            assert!(synced.contains(": 2 new"), "{kind} {path}: {synced}");
        }
    }
}

#[test]
fn what_is_wrong_is_said_with_what_to_do_and_nothing_is_stored() {
    let mut quirks = ServerQuirks::freshrss();
    quirks.miniflux.base = "/elsewhere".to_owned();
    let server = served(quirks);
    let desk = Desk::new();
    let failed = |left: Left, parts: &[&str]| {
        assert_eq!(left.status, 1, "{left:?}");
        let error = left.only_error();
        for part in parts {
            assert!(error.contains(part), "{part}: {error}");
        }
        assert!(!error.contains("inkwell"), "{error}");
        assert!(desk.json(&["account", "--json"]).is_empty());
    };
    let root = server.url("");
    failed(
        add(&desk, "greader", &root, Some("reader"), "inkwell-7"),
        &["wrong user name or password", "API password"],
    );
    failed(
        add(&desk, "miniflux", &root, Some("reader"), "inkwell-7"),
        &["no Miniflux here", "give the address"],
    );
    failed(
        add(
            &desk,
            "greader",
            "http://127.0.0.1:1",
            Some("reader"),
            "inkwell-7",
        ),
        &["can't connect"],
    );
    failed(
        add(&desk, "greader", &root, Some("reader"), ""),
        &["no password"],
    );
    server.server().quirks.greader.is_off = true;
    failed(
        add(&desk, "greader", &root, Some("reader"), "inkwell-7"),
        &["the API is switched off", "API access"],
    );
    assert!(!desk.data().join("tokens.json").exists());

    let usage = |words: &[&str]| {
        let left = desk.run(words);
        assert_eq!(left.status, 2, "{left:?}");
        assert!(!left.errors.join(" ").contains("inkwell"), "{left:?}");
    };
    usage(&["account", "add", "rss", &root]);
    usage(&["account", "add", "greader", &root]);
    usage(&[
        "account",
        "add",
        "greader",
        &root,
        "--user",
        "a",
        "--password-file",
        "/nowhere",
    ]);
    usage(&[
        "account",
        "add",
        "greader",
        &root,
        "--password",
        "inkwell-7",
    ]);
    usage(&["account", "add", "fever", &root, "--user", "a", "--force"]);
    let left = desk.run(&[
        "account",
        "add",
        "greader",
        "https://ada:inkwell-7@rss.example",
        "--user",
        "ada",
    ]);
    assert!(!left.errors.join(" ").contains("inkwell"), "{left:?}");
}

#[test]
fn no_secret_is_anywhere_but_in_the_file_of_tokens() {
    let server = served(ServerQuirks::miniflux());
    let desk = Desk::new();
    let left = add(&desk, "miniflux", &server.url(""), Some("reader"), PASSWORD);
    assert_eq!(left.status, 0, "{left:?}");
    let left = add(&desk, "greader", &server.url(""), Some("reader"), PASSWORD);
    assert_eq!(
        left.status, 1,
        "the same user at the same address: {left:?}"
    );
    let log = desk.path("log");
    desk.good(&["sync", "--log", log.to_str().unwrap()]);
    server.server().fail_next(ServerFault::ServerError);
    desk.run(&["sync", "--log", log.to_str().unwrap()]);
    let left = desk.run(&["export", "--format", "json", "--out", "all.json"]);
    assert_eq!(left.output, "2 articles written to all.json\n", "{left:?}");
    let left = desk.run(&["export", "--format", "opml", "--out", "feeds.opml"]);
    assert_eq!(left.output, "1 feed written to feeds.opml\n");
    let opml = fs::read_to_string(desk.path("feeds.opml")).unwrap();
    assert!(opml.contains("https://tide.example/feed"), "{opml}");
    let tokens = desk.data().join("tokens.json");
    assert_eq!(
        fs::metadata(&tokens).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(fs::read_to_string(&tokens).unwrap().contains(PASSWORD));
    let secrets = [PASSWORD.as_bytes(), b"cmVhZGVyOmNvcnJlY3QgaG9yc2U"];
    let mut folders = vec![desk.path("")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path == tokens {
                continue;
            }
            count += 1;
            let bytes = fs::read(&path).unwrap();
            for secret in secrets {
                let found = bytes.windows(secret.len()).any(|window| window == secret);
                assert!(!found, "{}", path.display());
            }
        }
    }
    assert!(
        count >= 4,
        "the library, a backup, the log, the exports: {count}"
    );
}

#[test]
fn an_account_is_paused_resumed_and_removed() {
    let server = served(ServerQuirks::freshrss());
    let desk = Desk::new();
    add(&desk, "greader", &server.url(""), Some("reader"), PASSWORD);
    desk.good(&["sync"]);
    let paused = desk.good(&["account", "pause", "1"]);
    assert!(paused.starts_with("Paused reader at "), "{paused}");
    let left = desk.run(&["sync"]);
    assert_eq!(left.status, 0);
    assert!(
        left.only_error().contains("all accounts are paused"),
        "{left:?}"
    );
    let left = desk.run(&["sync", "1"]);
    assert_eq!(left.status, 1);
    assert!(
        left.only_error().contains("newsprint account resume 1"),
        "{left:?}"
    );
    assert!(desk.good(&["account"]).contains("paused"));
    desk.good(&["account", "resume", "1"]);

    let id = desk.json(&["list", "--json"])[0]["id"].to_string();
    desk.good(&["bookmarks", "add", &id]);
    let left = desk.run(&["account", "rm", "1"]);
    assert_eq!(left.status, 1);
    let error = left.only_error();
    assert!(
        error.contains("not sent yet: 1 mark: newsprint sync 1 sends them")
            && error.contains("--force"),
        "{error}"
    );
    // A sync of a paused account is refused.
    desk.good(&["account", "pause", "1"]);
    let left = desk.run(&["account", "rm", "1"]);
    let error = left.only_error();
    assert!(
        error.contains("newsprint account resume 1, then newsprint sync 1"),
        "{error}"
    );
    let removed = desk.good(&["account", "rm", "1", "--force"]);
    assert!(removed.contains("1 feed; the articles stay"), "{removed}");
    assert!(desk.json(&["account", "--json"]).is_empty());
    assert!(desk.json(&["sources", "--json"]).is_empty());
    assert_eq!(desk.json(&["list", "--json"]).len(), 2);
    assert_eq!(desk.json(&["bookmarks", "--json"]).len(), 1);
    let tokens = fs::read_to_string(desk.data().join("tokens.json")).unwrap();
    assert!(!tokens.contains("token"), "{tokens}");
    let left = desk.run(&["account", "rm", "1"]);
    assert_eq!(
        (left.status, left.only_error().contains("no such account")),
        (1, true)
    );
}

#[test]
fn a_failed_sync_says_why_and_the_password_can_be_set_anew() {
    let server = served(ServerQuirks::freshrss());
    let desk = Desk::new();
    add(&desk, "greader", &server.url(""), Some("reader"), PASSWORD);
    desk.good(&["sync"]);
    server.server().state.expire_login();
    server.server().state.password = "battery staple".to_owned();
    let left = desk.run(&["sync"]);
    // Nobody has named it.
    assert_eq!(left.status, 0, "{left:?}");
    assert!(
        left.only_error()
            .contains("newsprint account set 1 password"),
        "{left:?}"
    );
    assert_eq!(desk.run(&["sync", "1"]).status, 1);
    let account = &desk.json(&["account", "--json"])[0];
    assert!(account["failing_since"].is_string() && account["next_sync"].is_string());
    assert!(account["error"].as_str().unwrap().contains("password"));
    assert!(desk.good(&["account"]).contains("failing since"));

    let left = with_input(&desk, &["account", "set", "1", "password"], "wrong");
    assert_eq!(left.status, 1);
    let left = with_input(
        &desk,
        &["account", "set", "1", "password"],
        "battery staple",
    );
    assert_eq!((left.status, left.errors.len()), (0, 0), "{left:?}");
    desk.good(&["sync", "1"]);
    let account = &desk.json(&["account", "--json"])[0];
    assert_eq!(
        (&account["error"], &account["failing_since"]),
        (&json!(null), &json!(null))
    );

    let file = password_file(&desk, "battery staple");
    let setting = format!("password-file={}", file.display());
    desk.good(&["account", "set", "1", &setting]);
    let shown = desk.good(&["account", "set", "1"]);
    assert!(
        shown.contains("password-file = ") && shown.contains("url = "),
        "{shown}"
    );
    server.server().state.expire_login();
    desk.good(&["sync", "1"]);
}

#[test]
fn a_server_that_asks_to_wait_is_asked_nothing_meanwhile() {
    let server = served(ServerQuirks::freshrss());
    let desk = Desk::new();
    add(&desk, "greader", &server.url(""), Some("reader"), PASSWORD);
    server
        .server()
        .fail_next(ServerFault::TooManyRequests(Some(3600)));
    let left = desk.run(&["sync", "1"]);
    assert!(
        left.only_error().contains("asked to wait for 60 minutes"),
        "{left:?}"
    );
    let before = server.server().requests.len();
    assert_eq!(desk.run(&["sync", "1"]).status, 1);
    assert_eq!(desk.json(&["sync", "--due", "--json"]).len(), 0);
    assert_eq!(server.server().requests.len(), before);
}

#[test]
fn fetch_syncs_accounts_too_and_the_account_of_a_named_source() {
    let server = served(ServerQuirks::freshrss());
    let desk = Desk::new();
    add(&desk, "greader", &server.url(""), Some("reader"), PASSWORD);
    let fetched = desk.json(&["fetch", "--due", "--json"]);
    assert_eq!(
        (
            &fetched[0]["account"],
            &fetched[0]["status"],
            &fetched[0]["new"]
        ),
        (&json!(1), &json!("synced"), &json!(2))
    );
    assert!(
        desk.json(&["fetch", "--due", "--json"]).is_empty(),
        "not due yet"
    );
    assert_eq!(desk.json(&["fetch", "Tidewater Post", "--json"]).len(), 1);
    assert_eq!(desk.json(&["fetch", "--json"])[0]["status"], "synced");

    // Its feeds have its state.
    let source = || desk.json(&["sources", "--json"])[0].clone();
    assert!(source()["last_success"].is_string() && source()["next_fetch"].is_string());
    server
        .server()
        .fail_next(ServerFault::TooManyRequests(None));
    assert_eq!(desk.run(&["fetch", "1"]).status, 1);
    assert!(source()["failing_since"].is_string());
    assert_eq!(source()["error"], "the server asked to wait for 60 min");
    assert!(
        desk.good(&["sources"]).contains("synced "),
        "{}",
        desk.good(&["sources"])
    );
}

#[test]
fn doctor_checks_the_servers_of_accounts() {
    let server = served(ServerQuirks::freshrss());
    let desk = Desk::new();
    add(&desk, "greader", &server.url(""), Some("reader"), PASSWORD);
    let accounts = || -> Vec<serde_json::Value> {
        let left = desk.run(&["doctor", "--json"]);
        let report: serde_json::Value = serde_json::from_str(&left.output).unwrap();
        let checks = report["checks"].as_array().unwrap().clone();
        checks
            .into_iter()
            .filter(|check| check["area"] == "accounts")
            .collect()
    };
    let found = accounts();
    assert_eq!(found[0]["state"], "ok", "{}", found[0]["value"]);
    assert!(
        found[0]["value"]
            .as_str()
            .unwrap()
            .starts_with("reader at 127.0.0.1:")
    );
    // The clock of the server stands still in the past.
    let clock = found
        .iter()
        .find(|check| check["value"].as_str().unwrap().contains("its clock is"));
    assert_eq!(clock.unwrap()["state"], "note");

    // A new token shows that the password and the API are right.
    let file = password_file(&desk, PASSWORD);
    let setting = format!("password-file={}", file.display());
    desk.good(&["account", "set", "1", &setting]);
    assert_eq!(accounts()[0]["state"], "ok");
    server.server().quirks.greader.is_off = true;
    let found = accounts();
    assert_eq!(found[0]["state"], "broken");
    assert!(
        found[0]["value"].as_str().unwrap().contains("switched off"),
        "{found:?}"
    );
    assert_eq!(desk.run(&["doctor"]).status, 1);
    desk.good(&["account", "pause", "1"]);
    assert_eq!(accounts()[0]["state"], "note");
}

#[test]
fn the_commands_of_the_readme_add_and_sync_each_server() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let mut count = 0;
    for line in readme.lines() {
        let Some(words) = line.strip_prefix("    newsprint account add ") else {
            continue;
        };
        count += 1;
        let words: Vec<&str> = words.split_whitespace().collect();
        let [kind, address, "--user", "ada"] = words[..] else {
            panic!("{line}");
        };
        let quirks = match (kind, address.split('.').next()) {
            ("greader" | "fever", Some("rss")) => ServerQuirks::freshrss(),
            ("miniflux", _) => ServerQuirks::miniflux(),
            _ => ServerQuirks::plain(),
        };
        let server = served(quirks);
        let desk = Desk::new();
        let path = address.find('/').map_or("", |at| &address[at..]);
        let left = add(&desk, kind, &server.url(path), Some("reader"), PASSWORD);
        assert_eq!((left.status, left.errors.len()), (0, 0), "{line}: {left:?}");
        let synced = desk.good(&["sync"]);
        assert!(synced.contains(": 2 new"), "{line}: {synced}");
    }
    assert_eq!(count, 5);
}
