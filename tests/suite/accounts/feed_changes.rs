//! Changes of the feeds of an account by commands: the next sync sends them to the server, and what is undone is sent, too.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::library_commands::{Desk, Left};
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::state::ServerState;
use crate::sync_servers::wire::ServedSync;
use crate::web::WebServer;

/// Address of the feed that is changed.
const QUAY: &str = "https://quay.example/feed";
/// Number of its unread items: so many that a server with none of them could be one that is being repaired.
const UNREAD: usize = 24;

/// Account of a library on a server, with two feeds.
struct Subscribed {
    desk: Desk,
    server: ServedSync,
    kind: &'static str,
}

/// Title of a feed on the server and the folder that it is in.
type FeedThere = Option<(String, Option<String>)>;

impl Subscribed {
    /// Adds an account and syncs it.
    fn new(kind: &'static str, quirks: ServerQuirks) -> Self {
        let mut server = SyncServer::new(quirks);
        let state = &mut server.state;
        let tide = state.subscribe("https://tide.example/feed", "Tidewater Post", Some("News"));
        state.add_item(tide, "Harbour bridge reopens");
        let quay = state.subscribe(QUAY, "Quay Notes", Some("Coast"));
        for number in 1..=UNREAD {
            state.add_item(quay, &format!("Low water {number}"));
        }
        let starred = state.add_item(quay, "A short history of ink");
        state.mark_read(starred, true);
        state.star(starred, true);
        let server = ServedSync::start(server);
        let desk = Desk::new();
        let file = desk.write("password", "correct horse\n");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let url = server.url("");
        let mut words = vec!["account", "add", kind, &url, "--user", "reader"];
        words.extend(["--password-file", "password"]);
        desk.good(&words);
        let all = Self { desk, server, kind };
        assert!(all.sync().contains("2 feeds added"), "{kind}");
        all
    }

    fn sync(&self) -> String {
        self.desk.good(&["sync"])
    }

    /// Undoes the last change here and sends that.
    fn undo_and_sync(&self) {
        self.desk.good(&["undo"]);
        self.sync();
    }

    fn state<T>(&self, read: impl FnOnce(&mut ServerState) -> T) -> T {
        read(&mut self.server.server().state)
    }

    fn feed_there(&self, url: &str) -> FeedThere {
        self.state(|state| {
            let feed = state.feeds.get(&state.feed_at(url)?)?;
            let folder = feed.folder.and_then(|id| state.folders.get(&id));
            Some((feed.title.clone(), folder.map(|folder| folder.name.clone())))
        })
    }

    /// Title and categories of the source with this address here.
    fn feed_here(&self, url: &str) -> Option<(String, Vec<String>)> {
        let sources = self.desk.json(&["sources", "--json"]);
        let source = sources.iter().find(|source| source["url"] == url)?;
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let categories = source["categories"].as_array().unwrap().iter();
        Some((text(&source["title"]), categories.map(text).collect()))
    }

    /// Number of the feed that is changed, as the argument of a command.
    fn quay(&self) -> String {
        let sources = self.desk.json(&["sources", "--json"]);
        let quay = sources.iter().find(|source| source["url"] == QUAY);
        quay.unwrap()["id"].to_string()
    }

    fn unread_here(&self) -> usize {
        let rows = self.desk.json(&["list", "--json"]);
        rows.iter().filter(|row| row["read"] == false).count()
    }
}

/// Accounts of the three APIs that change subscriptions.
fn each() -> impl Iterator<Item = Subscribed> {
    [
        ("greader", ServerQuirks::freshrss()),
        ("miniflux", ServerQuirks::miniflux()),
        ("nextcloud", ServerQuirks::plain()),
    ]
    .into_iter()
    .map(|(kind, quirks)| Subscribed::new(kind, quirks))
}

fn there(title: &str, folder: &str) -> FeedThere {
    Some((title.to_owned(), Some(folder.to_owned())))
}

#[test]
fn a_feed_that_is_renamed_here_has_its_new_title_on_the_server_after_a_sync() {
    for all in each() {
        let kind = all.kind;
        all.desk
            .good(&["sources", "rename", &all.quay(), "Notes & Tides"]);
        assert_eq!(
            all.feed_there(QUAY),
            there("Quay Notes", "Coast"),
            "{kind}: not before the sync"
        );
        all.sync();
        assert_eq!(
            all.feed_there(QUAY),
            there("Notes & Tides", "Coast"),
            "{kind}"
        );
        // The server lists it by that title, and nothing is to send any more.
        let writes = all.server.server().writes();
        all.sync();
        assert_eq!(all.server.server().writes(), writes, "{kind}");
        assert_eq!(all.feed_here(QUAY).unwrap().0, "Notes & Tides", "{kind}");
    }
}

#[test]
fn a_change_that_is_undone_before_the_sync_changes_nothing_on_the_server() {
    for all in each() {
        let kind = all.kind;
        let quay = all.quay();
        let before = all.state(|state| (state.feeds.clone(), state.folders.clone()));
        for words in [
            &["sources", "rename", &quay, "Notes & Tides"][..],
            &["sources", "category", &quay, "News"],
            &["sources", "rm", &quay],
        ] {
            all.desk.good(words);
            all.undo_and_sync();
            let now = all.state(|state| (state.feeds.clone(), state.folders.clone()));
            assert_eq!(now, before, "{kind}: {words:?}");
        }
        let (title, categories) = all.feed_here(QUAY).unwrap();
        assert_eq!(
            (title.as_str(), categories),
            ("Quay Notes", vec!["Coast".to_owned()]),
            "{kind}"
        );
        assert_eq!(all.unread_here(), UNREAD + 1, "{kind}");
    }
}

#[test]
fn a_rename_that_was_sent_is_undone_here_and_on_the_server() {
    for all in each() {
        let kind = all.kind;
        all.desk
            .good(&["sources", "rename", &all.quay(), "Notes & Tides"]);
        all.sync();
        all.desk.good(&["undo"]);
        assert_eq!(all.feed_here(QUAY).unwrap().0, "Quay Notes", "{kind}");
        all.sync();
        assert_eq!(all.feed_there(QUAY), there("Quay Notes", "Coast"), "{kind}");
        all.desk.good(&["redo"]);
        all.sync();
        assert_eq!(
            all.feed_there(QUAY),
            there("Notes & Tides", "Coast"),
            "{kind}"
        );
    }
}

#[test]
fn a_category_is_a_folder_on_the_server_also_a_new_one_and_undo_moves_the_feed_back() {
    for all in each() {
        let kind = all.kind;
        for category in ["News", "Ports"] {
            all.desk
                .good(&["sources", "category", &all.quay(), category]);
            all.sync();
            assert_eq!(
                all.feed_there(QUAY),
                there("Quay Notes", category),
                "{kind}"
            );
            assert_eq!(all.feed_here(QUAY).unwrap().1, [category], "{kind}");
            all.undo_and_sync();
            assert_eq!(
                all.feed_there(QUAY),
                there("Quay Notes", "Coast"),
                "{kind}: back from {category}"
            );
            assert_eq!(all.feed_here(QUAY).unwrap().1, ["Coast"], "{kind}");
        }
        assert_eq!(
            all.feed_there("https://tide.example/feed"),
            there("Tidewater Post", "News"),
            "{kind}: the other feed stays where it is"
        );
    }
}

#[test]
fn a_change_that_the_server_cannot_hold_is_said_to_stay_here() {
    // A feed of Miniflux is in one category; no feed of an account is in two folders.
    for (all, categories) in each().flat_map(|all| match all.kind {
        "miniflux" => vec![(all, &[][..])],
        _ => vec![(all, &["Coast", "News"][..])],
    }) {
        let quay = all.quay();
        let mut words = vec!["sources", "category", &quay];
        words.extend(categories);
        let Left { status, errors, .. } = all.desk.run(&words);
        let kind = all.kind;
        assert_eq!((status, errors.len()), (0, 1), "{kind}: {errors:?}");
        assert!(
            errors[0].contains("not sent: reader at "),
            "{kind}: {errors:?}"
        );
    }
}

#[test]
fn a_feed_that_is_removed_here_is_unsubscribed_there_and_undo_subscribes_to_it_again() {
    for all in each() {
        let kind = all.kind;
        let removed = all.desk.good(&["sources", "rm", &all.quay()]);
        assert!(
            removed.contains(&format!("its {} articles stay", UNREAD + 1))
                && removed.contains("the next sync unsubscribes from it on reader at"),
            "{kind}: {removed}"
        );
        assert!(
            all.feed_there(QUAY).is_some(),
            "{kind}: not before the sync"
        );
        all.sync();
        assert_eq!(all.feed_there(QUAY), None, "{kind}");
        assert_eq!(all.state(|state| state.feeds.len()), 1, "{kind}");
        assert_eq!(all.feed_here(QUAY), None, "{kind}");
        assert_eq!(
            all.desk.json(&["list", "--json"]).len(),
            UNREAD + 2,
            "{kind}: articles stay"
        );
        all.undo_and_sync();
        assert_eq!(all.feed_there(QUAY), there("Quay Notes", "Coast"), "{kind}");
        let (title, categories) = all.feed_here(QUAY).unwrap();
        assert_eq!(
            (title.as_str(), categories),
            ("Quay Notes", vec!["Coast".to_owned()]),
            "{kind}"
        );
        assert_eq!(all.desk.json(&["bookmarks", "--json"]).len(), 1, "{kind}");
        // Its articles come again, under other ids.
        let before = all.desk.json(&["list", "--json"]).len();
        all.state(|state| {
            let feed = state.feed_at(QUAY).unwrap();
            state.advance(60);
            state.add_item(feed, "High water")
        });
        all.sync();
        assert_eq!(
            all.desk.json(&["list", "--json"]).len(),
            before + 1,
            "{kind}"
        );
    }
}

#[test]
fn articles_of_a_feed_whose_removal_is_undone_stay_unread() {
    for all in each() {
        let kind = all.kind;
        assert_eq!(all.unread_here(), UNREAD + 1, "{kind}");
        all.desk.good(&["sources", "rm", &all.quay()]);
        all.sync();
        assert_eq!(all.unread_here(), UNREAD + 1, "{kind}");
        // The server has not fetched it yet.
        all.undo_and_sync();
        assert_eq!(all.unread_here(), UNREAD + 1, "{kind}: at once");
        all.state(|state| {
            let feed = state.feed_at(QUAY).unwrap();
            state.advance(60);
            state.add_item(feed, "High water")
        });
        all.sync();
        assert_eq!(all.unread_here(), UNREAD + 2, "{kind}: after a fetch");
    }
}

const FEED: &str = "<rss version=\"2.0\"><channel><title>Kelp Weekly</title><item><guid>1</guid><title>Spring tide</title></item></channel></rss>";

#[test]
fn a_feed_that_is_added_to_an_account_is_subscribed_to_there_and_its_articles_come() {
    let web = WebServer::start();
    web.serve("/feed", &[("Content-Type", "application/rss+xml")], FEED);
    let url = web.url("/feed");
    for all in each() {
        let kind = all.kind;
        let before = all.desk.json(&["list", "--json"]).len();
        all.desk.good(&["add", "--account", "1", &url]);
        assert_eq!(all.feed_there(&url), None, "{kind}: not before the sync");
        let sources = all.desk.good(&["sources"]);
        assert!(
            sources.contains("not sent to reader at"),
            "{kind}: {sources}"
        );
        all.sync();
        let sources = all.desk.good(&["sources"]);
        assert!(!sources.contains("not sent to"), "{kind}: {sources}");
        assert!(all.feed_there(&url).is_some(), "{kind}");
        // The server fetches it.
        let item = all.state(|state| {
            let feed = state.feed_at(&url).unwrap();
            state.rename_feed(feed, "Kelp Weekly");
            state.advance(60);
            state.add_item(feed, "Spring tide")
        });
        let synced = all.sync();
        assert!(synced.contains(": 1 new"), "{kind}: {synced}");
        let rows = all.desk.json(&["list", "--json"]);
        assert_eq!(rows.len(), before + 1, "{kind}");
        let row = rows.iter().find(|row| row["title"] == "Spring tide");
        assert_eq!(row.unwrap()["source"]["title"], "Kelp Weekly", "{kind}");
        assert_eq!(all.feed_here(&url).unwrap().0, "Kelp Weekly", "{kind}");

        // A mark of its article goes there, and undo of the mark and of the feed, too.
        let id = row.unwrap()["id"].to_string();
        all.desk.good(&["mark", "read", &id]);
        all.sync();
        assert!(all.state(|state| state.items[&item].read), "{kind}");
        all.undo_and_sync();
        assert!(!all.state(|state| state.items[&item].read), "{kind}");
        all.undo_and_sync();
        assert_eq!(all.feed_there(&url), None, "{kind}");
        assert_eq!(all.state(|state| state.feeds.len()), 2, "{kind}");
    }
}

#[test]
fn a_feed_that_the_server_cannot_fetch_is_named_and_sent_again_when_the_user_asks() {
    let web = WebServer::start();
    web.serve("/feed", &[("Content-Type", "application/rss+xml")], FEED);
    let url = web.url("/feed");
    for all in each() {
        let kind = all.kind;
        all.state(|state| state.unreachable.insert(url.clone()));
        all.desk.good(&["add", "--account", "1", &url]);
        let warned = |words: &[&str]| {
            let left = all.desk.run(words);
            assert_eq!(left.status, 0, "{kind}: {left:?}");
            left.errors.join(" ")
        };
        let warning = warned(&["sync"]);
        assert!(
            warning.contains("not subscribed: Kelp Weekly: the server answered 500"),
            "{kind}: {warning}"
        );
        let sources = all.desk.good(&["sources"]);
        assert!(
            sources.contains("the server did not subscribe to it (500)"),
            "{kind}: {sources}"
        );
        // Removed, it is nothing that the server would unsubscribe from.
        let id = sources
            .lines()
            .find(|line| line.contains("Kelp Weekly"))
            .unwrap();
        let id = id.split_whitespace().next().unwrap().to_owned();
        let removed = all.desk.good(&["sources", "rm", &id]);
        assert!(!removed.contains("unsubscribes"), "{kind}: {removed}");
        all.desk.good(&["undo"]);
        // A job that syncs what is due waits an hour.
        assert_eq!(warned(&["sync", "--due"]), "", "{kind}");
        all.state(|state| state.unreachable.clear());
        assert_eq!(warned(&["sync"]), "", "{kind}");
        assert!(all.feed_there(&url).is_some(), "{kind}");
        let sources = all.desk.good(&["sources"]);
        assert!(!sources.contains("did not subscribe"), "{kind}: {sources}");
    }
}

#[test]
fn an_account_with_changes_of_feeds_to_send_is_not_removed_without_force() {
    let web = WebServer::start();
    web.serve("/feed", &[("Content-Type", "application/rss+xml")], FEED);
    for all in each() {
        let kind = all.kind;
        all.desk.good(&["add", "--account", "1", &web.url("/feed")]);
        let left = all.desk.run(&["account", "rm", "1"]);
        assert_eq!(left.status, 1, "{kind}: {left:?}");
        let error = left.only_error();
        assert!(
            error.contains("newsprint sync 1") && error.contains("--force"),
            "{kind}: {error}"
        );
    }
    // Categories are sent as well.
    for all in each() {
        let kind = all.kind;
        assert_eq!(
            all.desk.json(&["account", "--json"])[0]["waiting_changes"],
            0,
            "{kind}"
        );
        all.desk
            .good(&["sources", "category", &all.quay(), "Harbour"]);
        assert_eq!(
            all.desk.json(&["account", "--json"])[0]["waiting_changes"],
            1,
            "{kind}"
        );
        let left = all.desk.run(&["account", "rm", "1"]);
        assert!(
            left.only_error().contains("newsprint sync 1"),
            "{kind}: {left:?}"
        );
        all.sync();
        assert_eq!(
            all.desk.json(&["account", "--json"])[0]["waiting_changes"],
            0,
            "{kind}"
        );
    }
}

#[test]
fn an_account_that_is_added_after_an_import_takes_its_feeds_over() {
    for all in each() {
        let kind = all.kind;
        let words = ["export", "--format", "json", "--out", "all.json"];
        assert_eq!(all.desk.run(&words).status, 0, "{kind}");
        let other = Desk::new();
        fs::copy(all.desk.path("all.json"), other.path("all.json")).unwrap();
        let file = other.write("password", "correct horse\n");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        other.good(&["import", "all.json"]);
        let url = all.server.url("");
        let mut words = vec!["account", "add", kind, &url, "--user", "reader"];
        words.extend(["--password-file", "password"]);
        other.good(&words);
        other.good(&["sync"]);
        let sources = other.json(&["sources", "--json"]);
        assert_eq!(sources.len(), 2, "{kind}: {sources:?}");
        assert!(
            sources.iter().all(|source| source["url"].is_string()),
            "{kind}: {sources:?}"
        );
        assert_eq!(
            other.json(&["list", "--json"]).len(),
            UNREAD + 2,
            "{kind}: no article is there twice"
        );
    }
}
