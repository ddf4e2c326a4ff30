//! Commands on feeds of accounts: what only their server can do is refused, with the reason.

use newsprint::library::{Library, ListedFeed, OpenMode};
use newsprint::model::{AccountId, AccountKind, SourceId, SourceSettings};

use crate::library_commands::Desk;
use crate::web::WebServer;

/// A library with one account and one feed of it.
fn desk() -> (Desk, AccountId, SourceId) {
    let desk = Desk::new();
    let mut library = Library::open(&desk.data(), OpenMode::Create).unwrap();
    let settings = SourceSettings::default();
    let url = "http://127.0.0.1:1/api/greader.php";
    let account = library
        .add_account(AccountKind::GoogleReader, url, "ada", &settings)
        .unwrap();
    let feed = ListedFeed {
        id: "feed/1".to_owned(),
        title: "Quillon Review".to_owned(),
        url: Some("https://quillon.example/feed".to_owned()),
        ..ListedFeed::default()
    };
    let source = library.add_remote_feed(account, &feed, &[], false).unwrap();
    (desk, account, source)
}

#[test]
fn a_feed_of_an_account_is_not_paused_alone_and_the_error_names_the_command_for_all() {
    let (desk, _, source) = desk();
    let left = desk.run(&["sources", "pause", &source.to_string()]);
    assert_eq!((left.status, left.output.as_str()), (1, ""));
    let error = left.only_error();
    assert!(
        error.contains("newsprint account pause 1 pauses all its feeds"),
        "{error}"
    );
    assert_eq!(desk.json(&["sources", "--json"])[0]["paused"], false);
}

#[test]
fn settings_of_requests_are_refused_for_a_feed_of_an_account_and_the_others_taken() {
    let (desk, _, source) = desk();
    let source = source.to_string();
    for setting in [
        "interval=2h",
        "headers=X-Ink: blue",
        "user=ada",
        "password-command=pass show ink",
        "password-file=",
        "exec=printf x",
        "url=https://other.example/feed",
    ] {
        let left = desk.run(&["sources", "set", &source, setting]);
        let key = setting.split('=').next().unwrap();
        assert_eq!(left.status, 1, "{setting}: {left:?}");
        let error = left.only_error();
        assert!(
            error.contains(key) && error.contains("the server of account 1 fetches it"),
            "{setting}: {error}"
        );
    }
    for setting in [
        "full-text=always",
        "show-text=page",
        "keep=30",
        "images=true",
        "hidden=true",
        "max-size=20MB",
    ] {
        assert_eq!(
            desk.run(&["sources", "set", &source, setting]).status,
            0,
            "{setting}"
        );
    }
}

#[test]
fn pausing_an_account_by_a_command_is_undone_by_a_command() {
    let (desk, _, _) = desk();
    let paused = || desk.json(&["account", "--json"])[0]["paused"].clone();
    let said = desk.good(&["account", "pause", "1"]);
    assert_eq!(said, "Paused ada at 127.0.0.1:1\n");
    assert_eq!(desk.good(&["account", "pause", "1"]), "Nothing to change\n");
    assert_eq!(paused(), true);
    let said = desk.good(&["undo"]);
    assert!(said.contains("pause ada at 127.0.0.1:1"), "{said}");
    assert_eq!(paused(), false);
    desk.good(&["redo"]);
    assert_eq!(paused(), true);
    // An export has neither the change nor the name of the account.
    let export = desk.run(&["export", "--format", "json"]).output;
    assert!(export.contains("\"changes\""), "{export}");
    assert!(
        !export.contains("127.0.0.1") && !export.contains("account-paused"),
        "{export}"
    );
}

const FEED: &str = "<rss version=\"2.0\"><channel><title>Quay Notes</title><item><guid>1</guid><title>Low water</title></item></channel></rss>";

#[test]
fn a_command_adds_a_feed_to_an_account_and_the_next_sync_sends_it() {
    let web = WebServer::start();
    web.serve("/feed", &[("Content-Type", "application/rss+xml")], FEED);
    web.serve(
        "/",
        &[("Content-Type", "text/html")],
        "<html><head><title>Quay</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed\"></head><body><p>The quay.</p></body></html>",
    );
    web.serve(
        "/plain",
        &[("Content-Type", "text/html")],
        "<html><body><p>A page without a feed, about the quay at low water.</p></body></html>",
    );
    let (desk, _, _) = desk();
    let url = web.url("/feed");
    // The address of its page is enough, and the second time it is there.
    let said = desk.good(&["add", "--account", "1", &web.url("/")]);
    assert!(
        said.contains("Subscribed to Quay Notes (source 2) on ada at 127.0.0.1:1")
            && said.contains("newsprint sync sends it"),
        "{said}"
    );
    let said = desk.good(&["add", "--account", "1", &url]);
    assert!(said.contains("Already subscribed to Quay Notes"), "{said}");
    let sources = desk.json(&["sources", "--json"]);
    assert_eq!(sources[1]["kind"], "account");
    assert_eq!(sources[1]["url"], url);

    let left = desk.run(&["add", "--account", "1", &web.url("/plain")]);
    assert_eq!(left.status, 1);
    assert!(
        left.only_error().contains("this page links to no feed"),
        "{left:?}"
    );
    let left = desk.run(&["add", "--account", "1", "."]);
    assert_eq!(left.status, 1);
    assert!(
        left.only_error().contains("an account has only feeds"),
        "{left:?}"
    );
    let left = desk.run(&["add", "--account", "7", &url]);
    assert_eq!(left.status, 1);
    assert!(left.only_error().contains("no such account: 7"), "{left:?}");
    // Added here, too: the account is named.
    let said = desk.good(&["add", &url]);
    assert!(
        said.contains("ada at 127.0.0.1:1 has this feed, too"),
        "{said}"
    );
}

#[test]
fn an_account_whose_api_changes_no_subscriptions_refuses_a_feed_and_says_where_to_add_it() {
    let web = WebServer::start();
    web.serve("/feed", &[("Content-Type", "application/rss+xml")], FEED);
    let desk = Desk::new();
    let mut library = Library::open(&desk.data(), OpenMode::Create).unwrap();
    let settings = SourceSettings::default();
    let url = "http://127.0.0.1:1/api/fever.php";
    let account = library
        .add_account(AccountKind::Fever, url, "ada", &settings)
        .unwrap();
    let feed = ListedFeed {
        id: "1".to_owned(),
        title: "Quillon Review".to_owned(),
        ..ListedFeed::default()
    };
    let source = library.add_remote_feed(account, &feed, &[], false).unwrap();
    drop(library);
    let left = desk.run(&["add", "--account", "1", &web.url("/feed")]);
    assert_eq!(left.status, 1);
    assert!(
        left.only_error().contains("add it on the server"),
        "{left:?}"
    );
    assert_eq!(desk.json(&["sources", "--json"]).len(), 1);
    // A change that stays here says so.
    let source = source.to_string();
    for words in [
        &["sources", "rename", &source, "Quill"][..],
        &["sources", "tag", &source, "+Ink"],
        &["sources", "category", &source, "Ink/Paper"],
        &["sources", "rename-category", "Ink", "Print"],
        &["sources", "rm-category", "Print/Paper"],
        &["sources", "rm", &source],
    ] {
        let left = desk.run(words);
        assert_eq!(left.status, 0, "{left:?}");
        assert!(
            left.only_error()
                .contains("not sent: ada at 127.0.0.1:1: the Fever API can't change subscriptions"),
            "{left:?}"
        );
    }
}

#[test]
fn an_export_of_subscriptions_has_the_folders_of_all_accounts_and_one_of_everything_names_what_it_lacks()
 {
    let (desk, _, source) = desk();
    let mut library = desk.library();
    let settings = SourceSettings::default();
    let url = "http://127.0.0.1:2/api/greader.php";
    let second = library
        .add_account(AccountKind::GoogleReader, url, "ada", &settings)
        .unwrap();
    let feed = ListedFeed {
        id: "feed/9".to_owned(),
        title: "Quillon Review".to_owned(),
        url: Some("https://quillon.example/feed".to_owned()),
        ..ListedFeed::default()
    };
    let other = library.add_remote_feed(second, &feed, &[], false).unwrap();
    for (source, category) in [(source, "Ink"), (other, "Books/Old")] {
        library
            .set_source_categories(source, &[category.to_owned()])
            .unwrap();
    }
    drop(library);
    let written = desk.run(&["export", "--format", "opml"]).output;
    let there = Desk::new();
    std::fs::write(there.path("in.opml"), &written).unwrap();
    there.good(&["import", "in.opml"]);
    let sources = there.json(&["sources", "--json"]);
    assert_eq!(sources.len(), 1, "{written}");
    assert_eq!(sources[0]["url"], "https://quillon.example/feed");
    let mut categories: Vec<&str> = sources[0]["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|path| path.as_str().unwrap())
        .collect();
    categories.sort_unstable();
    assert_eq!(categories, ["Books/Old", "Ink"]);
    let left = desk.run(&["export", "--format", "json"]);
    assert!(
        left.only_error().contains(
            "not exported: 2 accounts on servers; after the import, newsprint account add"
        ),
        "{left:?}"
    );
}
