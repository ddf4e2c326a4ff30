//! Durability of the library: damaged files, other programs that write, power failures, full disks.

mod backups;
mod batches;
mod child;
mod damage;
mod doctor;
mod expiry;
mod kill;
mod migrations;
mod opening;
mod recovery;
mod released;
mod several_programs;
mod statements;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use newsprint::library::{Durability, Library, NewArticle, OpenMode};
use newsprint::model::{
    AccountKind, Anchor, ArticleId, Correction, PageProblem, ReadingPosition, SourceId,
    SourceSettings,
};

use super::corrected_articles::{insertion, removal};
use super::library::article;

/// Returns every file in a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// Opens the database as another tool would.
fn raw(folder: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(folder.join("library.db")).unwrap()
}

fn open(folder: &Path) -> Library {
    Library::open(folder, OpenMode::Create).unwrap()
}

/// Adds an article: of a feed, of a folder, or without a source.
fn take(library: &mut Library, source: Option<SourceId>, number: usize) -> ArticleId {
    take_with_end(library, source, number, "")
}

/// Adds an article as [`take`] does, with another paragraph at its end.
fn take_with_end(
    library: &mut Library,
    source: Option<SourceId>,
    number: usize,
    end: &str,
) -> ArticleId {
    let words = format!("Number {number} says what it has to say. ").repeat(20);
    let document = article(&format!(
        "---\ntitle: Article {number}\nurl: https://example.org/{number}\n---\n\n{words}\n\n## Later\n\nThe end of {number}.\n\n{end}\n"
    ));
    let incoming = NewArticle {
        source,
        in_library: true,
        document: Some(&document),
        words: document.words(),
        ..NewArticle::default()
    };
    library
        .upsert_articles(&[incoming], Durability::Normal)
        .unwrap()[0]
        .id()
}

/// Adds a source.
fn source(folder: &Path, kind: &str, title: &str) -> SourceId {
    let raw = raw(folder);
    raw.execute(
        "INSERT INTO source (kind, title, url, added) VALUES (?1, ?2, 'https://example.org/' || ?2, 1)",
        [kind, title],
    )
    .unwrap();
    SourceId(raw.last_insert_rowid())
}

/// Corrections of the article that was left in the middle.
fn corrections() -> [Correction; 2] {
    [
        removal("The end of 3."),
        insertion("A caption that was left out.", Some("Later")),
    ]
}

/// Fills a library with some of everything; returns the ids of a bookmarked article, a read one, one that was left in
/// the middle, and a deleted one.
fn furnish(folder: &Path, articles: usize) -> [ArticleId; 4] {
    let mut library = open(folder);
    let feed = source(folder, "feed", "Post");
    let ids: Vec<ArticleId> = (1..=articles)
        .map(|number| take(&mut library, Some(feed), number))
        .collect();
    let [marked, read, left, deleted] = [ids[0], ids[1], ids[2], ids[3]];
    let tags = ["craft".to_owned(), "ink".to_owned()];
    library
        .add_bookmark(marked, None, Some("a note"), &tags)
        .unwrap();
    let anchor = Anchor::at(&library.document(marked).unwrap().unwrap().0, 2, 0);
    let place = newsprint::library::NewPlace {
        anchor: anchor.clone(),
        section: Some("Later".to_owned()),
        quote: Some("The end.".to_owned()),
        note: Some("here".to_owned()),
        tags: vec!["end".to_owned()],
    };
    library.bookmark_place(marked, None, &place).unwrap();
    let (document, _) = library.document(marked).unwrap().unwrap();
    let page = newsprint::library::NewPageText {
        document: &document,
        words: document.words(),
        url: "https://post.example/1",
        problem: Some(PageProblem::Paywall),
    };
    assert!(library.store_page_text(marked, &page).unwrap());
    take_with_end(&mut library, Some(feed), 1, "It was added later.");
    library.set_read(&[read], true).unwrap();
    library
        .save_position(
            left,
            Some(&ReadingPosition {
                anchor,
                lines_above: 2,
            }),
            0.5,
        )
        .unwrap();
    for correction in corrections() {
        library.correct_article(left, &correction, true).unwrap();
    }
    library.delete_article(deleted).unwrap();
    library.save_search("Inks", "ink").unwrap();
    [marked, read, left, deleted]
}

/// Adds an account with a feed, a folder and an article, whose mark waits to be sent.
fn add_account(folder: &Path) {
    let mut library = open(folder);
    let settings = SourceSettings::default();
    let url = "https://server.example/fever";
    let account = library
        .add_account(AccountKind::Fever, url, "ida", &settings)
        .unwrap();
    let feed = newsprint::library::ListedFeed {
        id: "3".to_owned(),
        title: "Rail".to_owned(),
        ..newsprint::library::ListedFeed::default()
    };
    let category = library
        .store_remote_folder(account, "5", "Travel", None)
        .unwrap();
    library
        .add_remote_feed(account, &feed, &[category], false)
        .unwrap();
    let sql = format!(
        "INSERT INTO remote_item (account, remote_id, article, starred)
             SELECT {account}, '7', min(article), 0 FROM bookmark;
         UPDATE article SET read = 1 WHERE id IN (SELECT article FROM remote_item);"
    );
    raw(folder).execute_batch(&sql).unwrap();
}

/// Asserts that everything exists that `furnish` made and that can't be fetched again.
fn is_furnished(library: &Library, [marked, read, left, _]: [ArticleId; 4]) {
    let texts = library.article_texts(marked).unwrap();
    assert_eq!(texts.problem, Some(PageProblem::Paywall));
    let bookmarks = library.bookmarks(marked).unwrap();
    let seen: Vec<(Option<&str>, Vec<&str>)> = bookmarks
        .iter()
        .map(|bookmark| {
            let tags = bookmark.tags.iter().map(String::as_str).collect();
            (bookmark.note.as_deref(), tags)
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Some("a note"), vec!["craft", "ink"]),
            (Some("here"), vec!["end"])
        ]
    );
    assert!(library.document(marked).unwrap().is_some());
    let earlier = library.earlier_text(marked).unwrap().unwrap().document;
    assert_eq!(earlier.blocks.last().unwrap().text(), "The end of 1.");
    assert!(library.states(&[read]).unwrap()[0].1.is_read);
    assert_eq!(
        library.reading_position(left).unwrap().unwrap().lines_above,
        2
    );
    assert_eq!(library.states(&[left]).unwrap()[0].1.progress, 0.5);
    assert_eq!(library.corrections(left).unwrap(), corrections());
    let views = library.views().unwrap();
    for name in ["Post", "Inks", "#craft", "#end"] {
        assert!(views.iter().any(|view| view.name == name), "{name}");
    }
}

/// Asserts that SQLite finds no error.
fn is_sound(folder: &Path) {
    let raw = raw(folder);
    let found: String = raw
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(found, "ok");
    let mut statement = raw.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(!statement.exists([]).unwrap());
}
