//! Refreshing feeds from a server on loopback: what is stored, what is asked for again and when, and what an article is known by.

mod fetching;
mod hostile;
mod identity;
mod kill;
mod pages;
mod schedule;
mod stored_contents;
mod unchecked;

use std::time::Duration;

use newsprint::fetch::{Client, ClientOptions};
use newsprint::ingest::{
    Cancel, RefreshEvent, RefreshMode, RefreshOptions, SourceResult, extract_pending,
    refresh_sources,
};
use newsprint::library::{Library, OpenMode};
use newsprint::model::{FetchState, RefreshSummary, SourceId};

use super::web::{Answer, WebServer};

/// Noon of a Saturday.
const NOW: i64 = 1_795_867_200;
const MINUTE: i64 = 60;
const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

/// Library with feeds of a server, at a time that the test sets.
struct Desk {
    folder: tempfile::TempDir,
    library: Library,
    client: Client,
    server: WebServer,
    now: i64,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
        library.set_now(NOW);
        Self {
            folder,
            library,
            client: client(),
            server: WebServer::start(),
            now: NOW,
        }
    }

    /// Adds a feed of the server.
    fn add(&mut self, path: &str) -> SourceId {
        let (source, _) = self.library.add_feed(&self.server.url(path), path).unwrap();
        source.id
    }

    /// Lets time pass.
    fn wait(&mut self, seconds: i64) {
        self.now += seconds;
        self.library.set_now(self.now);
    }

    fn fetch_all(
        &mut self,
        ids: &[SourceId],
        mode: RefreshMode,
    ) -> (Vec<SourceResult>, RefreshSummary) {
        let mut results = Vec::new();
        let options = RefreshOptions {
            mode,
            ..RefreshOptions::default()
        };
        let summary = refresh_sources(
            &mut self.library,
            &self.client,
            ids,
            &options,
            &Cancel::new(),
            &mut |event| {
                if let RefreshEvent::Finished { result, .. } = event {
                    results.push(result.clone());
                }
            },
        );
        (results, summary.unwrap())
    }

    /// Fetches a source because the user asks for it.
    fn fetch(&mut self, id: SourceId) -> SourceResult {
        self.fetch_all(&[id], RefreshMode::Asked).0.pop().unwrap()
    }

    /// Fetches a source if it is due.
    fn fetch_due(&mut self, id: SourceId) -> SourceResult {
        self.fetch_all(&[id], RefreshMode::Due).0.pop().unwrap()
    }

    fn state(&self, id: SourceId) -> FetchState {
        self.library.fetch_state(id).unwrap().unwrap()
    }

    /// Extracts all documents.
    fn extract(&mut self) {
        while extract_pending(&mut self.library).unwrap() {}
    }

    /// Returns a value from the database.
    fn query<T: rusqlite::types::FromSql>(&self, sql: &str) -> T {
        let file = Library::library_file(self.folder.path());
        let connection = rusqlite::Connection::open(file).unwrap();
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Returns the titles of all articles, in the order of the list.
    fn titles(&self) -> Vec<String> {
        let file = Library::library_file(self.folder.path());
        let connection = rusqlite::Connection::open(file).unwrap();
        let mut statement = connection
            .prepare("SELECT title FROM article WHERE in_library = 1 ORDER BY neg_date, id")
            .unwrap();
        let titles = statement.query_map([], |row| row.get(0)).unwrap();
        titles.map(Result::unwrap).collect()
    }

    fn mark_all_read(&self) {
        let file = Library::library_file(self.folder.path());
        let connection = rusqlite::Connection::open(file).unwrap();
        connection
            .execute("UPDATE article SET read = 1", [])
            .unwrap();
    }

    fn unread(&self) -> i64 {
        self.query("SELECT count(*) FROM article WHERE in_library = 1 AND read = 0")
    }
}

fn client() -> Client {
    Client::new(ClientOptions {
        connect: Duration::from_secs(5),
        first_byte: Duration::from_millis(700),
        whole: Duration::from_millis(1500),
        uses_environment: false,
    })
}

/// Item of an RSS feed.
#[derive(Clone, Copy, Default)]
struct Item<'a> {
    guid: &'a str,
    title: &'a str,
    link: &'a str,
    date: &'a str,
    text: &'a str,
}

/// Writes an RSS feed.
fn rss(items: &[Item<'_>]) -> String {
    let mut feed = "<rss version=\"2.0\"><channel><title>Tide &amp; Quay</title><link>http://quay.example/</link>".to_owned();
    for item in items {
        feed.push_str("<item>");
        for (name, value) in [
            ("guid isPermaLink=\"false\"", item.guid),
            ("title", item.title),
            ("link", item.link),
            ("pubDate", item.date),
            ("description", item.text),
        ] {
            if !value.is_empty() {
                let end = name.split(' ').next().unwrap();
                feed.push_str(&format!("<{name}>{value}</{end}>"));
            }
        }
        feed.push_str("</item>");
    }
    feed.push_str("</channel></rss>");
    feed
}

fn item<'a>(guid: &'a str, title: &'a str) -> Item<'a> {
    Item {
        guid,
        title,
        ..Item::default()
    }
}
