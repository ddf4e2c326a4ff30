//! Each SQL statement is compiled once: a second pass over the same work finds all of them in the cache.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use newsprint::library::{FoundFile, Library};
use newsprint::model::{ArticleId, Listing, Order, PageFrom, PageRequest, View};

use super::{furnish, open, source};
use crate::library::article;

/// Runs `work` with increasing numbers, and asserts that only the first runs compile statements.
fn compiles_once(library: &mut Library, what: &str, work: &mut dyn FnMut(&mut Library, usize)) {
    let compiled = library.count_compiled().unwrap();
    for round in 0..2 {
        work(library, round);
    }
    let before = compiled.load(Ordering::SeqCst);
    assert!(before > 0, "{what}: compiling is seen");
    for round in 2..5 {
        work(library, round);
    }
    assert_eq!(compiled.load(Ordering::SeqCst) - before, 0, "{what}");
}

#[test]
fn changed_files_are_imported_without_compiling_statements() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let notes = source(folder.path(), "folder", "Notes");
    compiles_once(&mut library, "changed files", &mut |library, round| {
        let documents: Vec<_> = (0..40)
            .map(|number| {
                article(&format!(
                    "# Note {number}\n\n{}\n",
                    format!("Version {round} of it. ").repeat(30)
                ))
            })
            .collect();
        let files: Vec<FoundFile<'_>> = documents
            .iter()
            .enumerate()
            .map(|(number, document)| FoundFile {
                key: format!("{number}.md").into_bytes(),
                path: PathBuf::from(format!("/notes/{number}.md")),
                fingerprint: Some(format!("{round}")),
                name: format!("{number}.md"),
                article: Ok((document, document.words())),
                previous_path: None,
            })
            .collect();
        library.upsert_files(notes, &files).unwrap();
        library
            .mark_files_missing(notes, &[b"7.md".to_vec()])
            .unwrap();
        while library.index_some().unwrap().has_more {}
    });
}

#[test]
fn changes_and_pages_compile_each_statement_once() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 40);
    let mut library = open(folder.path());
    compiles_once(&mut library, "changes", &mut |library, round| {
        let id = ArticleId(10 + round as i64);
        let other = |n: i64| ArticleId(id.0 + n);
        library.toggle_read(id).unwrap();
        library.set_read(&[id, other(5), other(6)], true).unwrap();
        library.toggle_bookmark(id, None).unwrap();
        library
            .add_bookmark(id, None, Some("why"), &["ink".to_owned()])
            .unwrap();
        library
            .tag_article(id, None, &[format!("t{round}")])
            .unwrap();
        library.delete_article(other(20)).unwrap();
        library.undo(None).unwrap();
        library.redo().unwrap();
        library.save_position(id, None, 0.5).unwrap();
    });
    compiles_once(&mut library, "pages", &mut |library, round| {
        for order in [Order::Date, Order::OldestFirst, Order::Title] {
            let listing = Listing {
                view: View::All,
                order,
                ..Listing::default()
            };
            let page = library
                .page(&PageRequest {
                    request_id: round as u64,
                    listing: listing.clone(),
                    from: PageFrom::First,
                    row_limit: 10 + round,
                    pinned: Vec::new(),
                })
                .unwrap();
            let ids: Vec<_> = page.rows.iter().map(|row| row.id).take(3 + round).collect();
            library.states(&ids).unwrap();
            library.bookmarks(ids[0]).unwrap();
        }
        library.counts().unwrap();
        library.views().unwrap();
    });
}
