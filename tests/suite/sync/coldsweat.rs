//! Two newsprints and the real coldsweat, where it is installed.

use newsprint::fetch::{Client as HttpClient, ClientOptions};
use newsprint::ingest::Cancel;
use newsprint::library::{Library, OpenMode};
use newsprint::model::{AccountId, AccountKind, ArticleId, SourceSettings};
use newsprint::sync::connect::{ServerAddress, connect};
use newsprint::sync::run::{SyncReport, SyncRun, sync_account};
use newsprint::sync::secrets::Secrets;
use newsprint::sync::transport::HttpTransport;

use crate::coldsweat::{Coldsweat, PASSWORD, USER};
use crate::web::WebServer;

/// Number of entries of the feed: more than one page of the API.
const ENTRIES: usize = 60;

/// Returns a feed of articles about ink.
fn feed() -> String {
    let mut items = String::new();
    for number in 0..ENTRIES {
        items.push_str(&format!(
            "<item><title>Ink {number}</title><link>https://ink.example/{number}</link><guid>ink-{number}</guid>\
             <pubDate>Mon, 02 Feb 2026 09:{:02}:00 GMT</pubDate><description>Bottle {number} of the shelf.</description></item>",
            number % 60
        ));
    }
    format!(
        "<rss version=\"2.0\"><channel><title>Ink</title><link>https://ink.example/</link><description>Ink</description>{items}</channel></rss>"
    )
}

/// Library with an account on the server.
struct Machine {
    _folder: tempfile::TempDir,
    library: Library,
    account: AccountId,
    secrets: Secrets,
    http: HttpClient,
}

impl Machine {
    fn new(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
        let settings = SourceSettings::default();
        let account = library
            .add_account(AccountKind::Fever, url, USER, &settings)
            .unwrap();
        Self {
            _folder: folder,
            library,
            account,
            secrets: Secrets::in_memory(&settings, Some(PASSWORD.to_owned()), &Cancel::new()),
            http: HttpClient::new(ClientOptions::default()),
        }
    }

    fn sync(&mut self) -> SyncReport {
        let account = self.library.account(self.account).unwrap().unwrap();
        let transport = HttpTransport {
            client: &self.http,
            allow_private: true,
        };
        let address = ServerAddress {
            kind: account.kind,
            url: &account.url,
            user: &account.user,
            state: &account.cursor,
        };
        let mut server = connect(address, &transport, &self.secrets).unwrap();
        sync_account(
            &mut self.library,
            &mut *server,
            &account,
            SyncRun {
                holder: "test",
                cancel: &Cancel::new(),
                progress: &mut |_| {},
            },
        )
        .unwrap()
    }

    /// Returns the article with a title: each title is a single word with a number.
    fn article(&self, title: &str) -> ArticleId {
        let found = self.library.search(title, 200, &|| false).unwrap();
        let hit = found.hits.iter().find(|hit| hit.article.title == title);
        hit.unwrap_or_else(|| panic!("{title} is missing"))
            .article
            .id
    }

    fn index(&mut self) {
        while newsprint::ingest::extract_pending(&mut self.library).unwrap() {}
        while self.library.index_some().unwrap().has_more {}
    }
}

#[test]
fn two_libraries_agree_through_coldsweat() {
    let web = WebServer::start();
    web.serve("/ink", &[], feed());
    let address = web.url("/ink");
    let feeds = [(address.as_str(), "Ink", "Craft")];
    let Some(server) = Coldsweat::start(&feeds) else {
        return;
    };
    let url = server.url();
    let url = url.trim_end_matches('/');
    let (mut one, mut other) = (Machine::new(url), Machine::new(url));
    assert_eq!(one.sync().articles.new, ENTRIES);
    assert_eq!(other.sync().articles.new, ENTRIES);
    one.index();
    other.index();
    let (read, starred) = (one.article("Ink 7"), one.article("Ink 9"));
    one.library.toggle_read(read).unwrap();
    one.library.toggle_bookmark(starred, None).unwrap();
    assert_eq!(one.sync().pushed.sent, 2);
    assert_eq!(other.sync().changed, 2);
    let (read, starred) = (other.article("Ink 7"), other.article("Ink 9"));
    let states = other.library.states(&[read, starred]).unwrap();
    let of = |id| {
        states
            .iter()
            .find(|(other, _)| *other == id)
            .unwrap()
            .1
            .clone()
    };
    assert!(of(read).is_read && !of(read).is_bookmarked);
    assert!(of(starred).is_bookmarked && !of(starred).is_read);
    other.library.toggle_bookmark(starred, None).unwrap();
    other.sync();
    one.sync();
    let starred = one.article("Ink 9");
    let states = one.library.states(&[starred]).unwrap();
    assert!(!states[0].1.is_bookmarked);
}
