//! Growth of the database with the text in it: bytes of the database for each byte of text.
//!
//! Bytes of text: the plain text of every stored document in UTF-8, as it is shown: the title and the text of each block,
//! without markup and addresses. The text of a feed and the text of a page count once each, and so does a text that both have.
//! Bytes of the database: its pages in use after everything is extracted and indexed, the log is checkpointed and the library is
//! closed, less those of a new library. Free pages, which the next texts take, are listed apart.
//!
//! Cases: entries with whole texts; entries with teasers, and beside them the texts of their pages; articles of three
//! lengths, in English and in all languages of the fixtures. Of teasers two figures are given: of everything, and of what the pages
//! add (the issue's).
//!
//! `cargo bench --bench growth -- [--smoke] [--corpus DIR]... [ARTICLES]`: a corpus is a folder of pages (`*.html`), whose texts are
//! measured instead.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    dead_code
)]

mod arguments;
mod data;
mod figures;
mod sentences;
#[path = "growth/served_feeds.rs"]
mod served_feeds;
#[path = "growth/texts.rs"]
mod texts;

use std::collections::BTreeMap;
use std::path::Path;

use arguments::{Arguments, check};
use newsprint::extract::{Hints, extract};
use newsprint::fetch::{Client, ClientOptions};
use newsprint::ingest::{Cancel, RefreshOptions, extract_pending, refresh_sources};
use newsprint::library::{Library, NewPageText, OpenMode};
use newsprint::model::{ArticleId, Document};
use served_feeds::{ServedFeeds, ServedText};
use texts::{Language, article_page, article_text, corpus_texts};

/// Bytes that a fetched page adds to the database for a byte of its text.
const BUDGET: f64 = 1.2;
/// Entries of a feed.
const ENTRIES_PER_FEED: usize = 25;
/// Names of the parts of the database, and the beginnings of the names of their tables and indexes.
const PARTS: [(&str, &[&str]); 6] = [
    (
        "texts",
        &["document", "page_document", "earlier_text", "body_part"],
    ),
    ("entries' contents", &["entry_content"]),
    ("words", &["search_text"]),
    (
        "prefixes",
        &["search_prefix", "search_head", "search_ngram"],
    ),
    ("samples", &["story_sample"]),
    ("articles", &[""]),
];

/// Sizes in bytes.
#[derive(Clone, Default)]
struct Sizes {
    text: usize,
    parts: [u64; PARTS.len()],
    free: u64,
}

impl Sizes {
    fn database(&self) -> u64 {
        self.parts.iter().sum()
    }

    /// Returns what was added to these sizes.
    fn grown(&self, later: &Self) -> Self {
        let mut parts = later.parts;
        for (part, before) in parts.iter_mut().zip(self.parts) {
            *part = part.saturating_sub(before);
        }
        Self {
            text: later.text - self.text,
            parts,
            free: later.free,
        }
    }

    /// Prints the sizes. With `has_budget`, a sum over the budget is marked.
    fn print(&self, name: &str, has_budget: bool) {
        let of_text = |bytes: u64| bytes as f64 / self.text as f64;
        print!(
            "{name:<44}{:>8.2}{:>8.2}",
            self.text as f64 / 1e6,
            of_text(self.database())
        );
        for part in self.parts {
            print!("{:>12.3}", of_text(part));
        }
        println!(
            "{:>8.2}{}",
            of_text(self.free),
            if has_budget && of_text(self.database()) > BUDGET {
                "  over"
            } else {
                ""
            }
        );
    }
}

fn main() {
    let arguments = Arguments::read();
    arguments.check_parts(&[]);
    let articles = arguments.size().unwrap_or(arguments.choose(2_000, 10));
    println!("{}", figures::machine());
    println!(
        "bytes of the database (pages in use) for each byte of text as it is shown; budget {BUDGET} for fetched pages"
    );
    print!("{:<44}{:>8}{:>8}", "", "text MB", "all");
    for (name, _) in PARTS {
        print!("{name:>18}");
    }
    println!("{:>8}", "free");
    if !arguments.corpora().is_empty() {
        let texts = corpus_texts(arguments.corpora());
        measure("pages of the corpus", &texts);
        return;
    }
    for language in [Language::English, Language::All] {
        for words in arguments.choose(vec![300, 800, 4_000], vec![300]) {
            // Long ones are fewer, so that the cases are of similar size.
            let count = (articles * 800 / words.max(800)).max(ENTRIES_PER_FEED);
            let texts: Vec<ServedText> = (0..count)
                .map(|number| article_text(language, words, number as u64 + 1))
                .collect();
            measure(&format!("{words} words, {}", language.name()), &texts);
        }
    }
}

/// Measures both cases with these texts.
fn measure(name: &str, texts: &[ServedText]) {
    let folder = fill(texts);
    let (empty, full) = (empty_sizes(), sizes(folder.path()));
    empty.grown(&full).print(&format!("{name}: entries"), false);

    let teasers: Vec<ServedText> = texts.iter().map(ServedText::teaser).collect();
    let folder = fill(&teasers);
    let before = sizes(folder.path());
    store_pages(folder.path(), texts);
    let after = sizes(folder.path());
    before.grown(&after).print(&format!("{name}: pages"), true);
    empty
        .grown(&after)
        .print(&format!("{name}: teasers and pages"), false);
}

fn empty_sizes() -> Sizes {
    let folder = tempfile::tempdir().unwrap();
    drop(Library::open(folder.path(), OpenMode::Create).unwrap());
    sizes(folder.path())
}

/// Makes a library of feeds with these entries, extracted and indexed.
fn fill(texts: &[ServedText]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
    let server = ServedFeeds::start(texts, ENTRIES_PER_FEED);
    let sources: Vec<_> = server
        .urls()
        .iter()
        .map(|url| library.add_feed(url, url).unwrap().0.id)
        .collect();
    let client = Client::new(ClientOptions {
        uses_environment: false,
        ..ClientOptions::default()
    });
    refresh_sources(
        &mut library,
        &client,
        &sources,
        &RefreshOptions::default(),
        &Cancel::new(),
        &mut |_| {},
    )
    .unwrap();
    while extract_pending(&mut library).unwrap() {}
    while library.index_some().unwrap().has_more {}
    drop(library);
    folder
}

/// Stores the texts of the pages of all articles, in the order of their ids in turns of the feeds, as they come.
fn store_pages(folder: &Path, texts: &[ServedText]) {
    let mut library = Library::open(folder, OpenMode::Existing).unwrap();
    let ids = article_ids(folder);
    let mut stored = 0;
    for turn in 0..ENTRIES_PER_FEED {
        for number in (turn..texts.len()).step_by(ENTRIES_PER_FEED) {
            let Some(id) = ids.get(&format!("http://page.example/{number}")) else {
                continue;
            };
            let html = article_page(&texts[number]);
            let document = extract(html.as_bytes(), &Hints::default())
                .unwrap()
                .document;
            let page = NewPageText {
                words: document.words(),
                document: &document,
                url: "",
                problem: None,
            };
            stored += usize::from(library.store_page_text(*id, &page).unwrap());
            if stored.is_multiple_of(10) {
                library.index_some().unwrap();
            }
        }
    }
    check(stored * 10 >= texts.len() * 9, || {
        format!("{stored} of {} pages were stored", texts.len())
    });
    while library.index_some().unwrap().has_more {}
}

fn article_ids(folder: &Path) -> BTreeMap<String, ArticleId> {
    let connection = rusqlite::Connection::open(Library::library_file(folder)).unwrap();
    let mut statement = connection
        .prepare("SELECT url, id FROM article WHERE url IS NOT NULL")
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, ArticleId(row.get(1)?))))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

/// Returns the sizes of a library that is closed.
fn sizes(folder: &Path) -> Sizes {
    let mut sizes = Sizes {
        text: text_bytes(folder),
        ..Sizes::default()
    };
    let connection = rusqlite::Connection::open(Library::library_file(folder)).unwrap();
    let (busy, log): (i64, i64) = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    check(busy == 0 && log == 0, || "the log is in use".to_owned());
    let mut statement = connection
        .prepare(
            "SELECT ifnull((SELECT tbl_name FROM sqlite_schema s WHERE s.name = d.name), d.name), sum(pgsize) FROM dbstat d GROUP BY 1",
        )
        .unwrap();
    let tables = statement
        .query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        })
        .unwrap();
    for table in tables {
        let (name, bytes) = table.unwrap();
        let at = PARTS
            .iter()
            .position(|(_, starts)| starts.iter().any(|start| name.starts_with(start)));
        sizes.parts[at.unwrap()] += bytes as u64;
    }
    let free: i64 = connection
        .query_row(
            "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size",
            [],
            |row| row.get(0),
        )
        .unwrap();
    sizes.free = free as u64;
    sizes
}

/// Returns the bytes of all stored texts.
fn text_bytes(folder: &Path) -> usize {
    let library = Library::open(folder, OpenMode::Existing).unwrap();
    let ids = article_ids(folder);
    let of_document = |document: &Document| {
        let title = document.metadata.title.as_ref().map_or(0, String::len);
        let blocks = document.blocks.iter().map(|block| block.text().len());
        title + blocks.sum::<usize>()
    };
    ids.into_values()
        .map(|id| {
            let feed = library.feed_document(id).unwrap();
            let mut bytes = feed.as_ref().map_or(0, of_document);
            if library.article_texts(id).unwrap().has_page {
                let (shown, _) = library.document(id).unwrap().unwrap();
                bytes += of_document(&shown);
            }
            bytes
        })
        .sum()
}
