//! `newsprint bookmarks`: lists, adds, removes and tags bookmarks.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, anyhow};
use serde_json::Value;

use super::arguments::{AddBookmarkArguments, BookmarksArguments, BookmarksCommand};
use super::article;
use super::error::Diagnostics;
use super::json;
use super::list::{each_page, listing_of};
use super::open_library::{self, library_error};
use super::output::print_line;
use super::paths::display_path;
use super::setup::Setup;
use super::table::{Table, format_day_of_time};
use crate::ingest::DocumentLoader;
use crate::library::{Durability, Library, LibraryError, LibraryReader, NewArticle, SavedChange};
use crate::messages;
use crate::model::{ArticleId, ArticleRow, Bookmark, BookmarkId, View};

/// Number of articles in a page that is read from the library.
const PAGE_ROWS: usize = 500;

/// Runs the command.
///
/// # Errors
/// The library can't be opened, or the output can't be written; a [`super::UsageError`] for wrong tags.
pub fn run_bookmarks(
    arguments: &BookmarksArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    match &arguments.command {
        None => list_bookmarks(arguments.json, setup, output)?,
        Some(BookmarksCommand::Add(wanted)) => {
            let mut library = open_library::open_to_write(setup)?;
            let loader = DocumentLoader::with_tour();
            for target in &wanted.articles {
                match add_bookmark(target, wanted, &mut library, &loader) {
                    Ok((id, changed)) => {
                        let what = change_text(&changed, "Already bookmarked");
                        print_changed_bookmark(id, &what, arguments.json, &library, output)?;
                    }
                    Err(error) => diagnostics.fail(error.to_string()),
                }
            }
            open_library::after_change(setup, library, &mut diagnostics);
        }
        Some(BookmarksCommand::Rm { bookmarks }) => {
            let mut library = open_library::open_to_write(setup)?;
            for id in bookmarks {
                // A removed bookmark can't be read, so its JSON is made before.
                let before = listed_bookmark_json(&library, *id)?;
                match library.remove_bookmark(*id) {
                    Ok(changed) if arguments.json => {
                        drop(changed);
                        json::print_json(output, &before.unwrap_or(Value::Null))?;
                    }
                    Ok(changed) => print_line(output, &change_text(&changed, "Already removed"))?,
                    Err(error) => diagnostics.fail(unchanged_error(*id, error)),
                }
            }
            open_library::after_change(setup, library, &mut diagnostics);
        }
        Some(BookmarksCommand::Tag { bookmark, changes }) => {
            let (given, taken, as_json) = super::arguments::tag_changes(changes)?;
            let mut library = open_library::open_to_write(setup)?;
            match library.retag_bookmark(*bookmark, &given, &taken) {
                Ok(changed) => {
                    let what = change_text(&changed, "Tags unchanged");
                    let as_json = arguments.json || as_json;
                    print_changed_bookmark(*bookmark, &what, as_json, &library, output)?;
                }
                Err(error) => diagnostics.fail(unchanged_error(*bookmark, error)),
            }
            open_library::after_change(setup, library, &mut diagnostics);
        }
    }
    Ok(diagnostics)
}

/// Prints every bookmark in the order of the screen: under its article, in the order of the text.
fn list_bookmarks(as_json: bool, setup: &Setup, output: &mut impl Write) -> Result<()> {
    let Some(library) = open_library::open_if_exists(setup)? else {
        return Ok(());
    };
    let table = Table::new(setup);
    let listing = listing_of(View::Bookmarks, setup.config.settings.sort);
    each_page(&library, listing, PAGE_ROWS, |articles| {
        for article in articles {
            for bookmark in library.bookmarks(article.id).map_err(library_error)? {
                if as_json {
                    json::print_json(output, &json::bookmark_json(&bookmark, article))?;
                } else {
                    print_bookmarks(table, &bookmark, article, output)?;
                }
            }
        }
        Ok(true)
    })
}

/// Prints a bookmark for people: a line, and a second line with its note.
fn print_bookmarks(
    table: Table,
    bookmark: &Bookmark,
    article: &ArticleRow,
    output: &mut impl Write,
) -> Result<()> {
    let place = bookmark.anchor.is_some();
    let sign = if place {
        table.section_mark()
    } else {
        table.bookmark_mark()
    };
    let start = format!(
        "{:>5} {sign} {}",
        bookmark.id,
        format_day_of_time(bookmark.created)
    );
    let mut parts = vec![&article.title];
    if place {
        // At a heading, the quote is the heading itself; the first heading may be the title.
        parts.extend([&bookmark.section, &bookmark.quote].into_iter().flatten());
        parts.dedup();
    }
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).collect();
    let text = parts.join(": ");
    let tags: Vec<String> = bookmark.tags.iter().map(|tag| format!("#{tag}")).collect();
    print_line(output, &table.row(&start, &text, &tags.join(" ")))?;
    if let Some(note) = &bookmark.note {
        print_line(output, &table.row(&" ".repeat(start.len()), note, ""))?;
    }
    Ok(())
}

/// Bookmarks an article, and stores it in the library first if necessary. Returns the id of the bookmark, and the
/// change.
fn add_bookmark(
    target: &Path,
    wanted: &AddBookmarkArguments,
    library: &mut Library,
    loader: &DocumentLoader,
) -> Result<(BookmarkId, SavedChange)> {
    let found = article::find_article(target, Some(library), loader)?;
    let not_saved = |error: LibraryError| anyhow!("not saved: {}: {error}", display_path(target));
    let document = found.document.as_ref();
    let article = match &found.path {
        None if found.article.id != ArticleId::NONE => found.article.id,
        // A file gets its row as if it had been opened. Its stored text is part of the bookmark, and is removed when
        // that is undone.
        // So does a page that was fetched.
        path => {
            let incoming = NewArticle {
                path: path.clone(),
                name: found.article.title.clone(),
                document,
                words: document.map_or(0, crate::model::Document::words),
                ..NewArticle::default()
            };
            let arrived = library
                .upsert_articles(&[incoming], Durability::Full)
                .map_err(not_saved)?;
            arrived
                .first()
                .map_or(found.article.id, |arrival| arrival.id())
        }
    };
    let changed = library
        .add_bookmark(article, document, wanted.note.as_deref(), &wanted.tags)
        .map_err(not_saved)?;
    let bookmarks = library.bookmarks(article).map_err(not_saved)?;
    let of_article = bookmarks.iter().find(|bookmark| bookmark.anchor.is_none());
    Ok((
        of_article.map_or(BookmarkId(0), |bookmark| bookmark.id),
        changed,
    ))
}

/// Prints the result of a change, or the bookmark as JSON.
fn print_changed_bookmark(
    id: BookmarkId,
    what: &str,
    as_json: bool,
    library: &LibraryReader,
    output: &mut impl Write,
) -> Result<()> {
    if as_json {
        json::print_json(
            output,
            &listed_bookmark_json(library, id)?.unwrap_or(Value::Null),
        )?;
    } else {
        print_line(output, &format!("{what} (bookmark {id})"))?;
    }
    Ok(())
}

/// Returns a bookmark as JSON; `None` if it does not exist.
fn listed_bookmark_json(library: &LibraryReader, id: BookmarkId) -> Result<Option<Value>> {
    let Some((article, bookmark)) = library.bookmark_by_id(id).map_err(library_error)? else {
        return Ok(None);
    };
    let article = library.article(article).map_err(library_error)?;
    Ok(article.map(|article| json::bookmark_json(&bookmark, &article)))
}

/// Returns the text of a change, or `already` if nothing changed.
fn change_text(changed: &SavedChange, already: &str) -> String {
    let made = |kind| messages::changes::made_text(kind, None);
    changed
        .kind
        .as_ref()
        .map_or_else(|| already.to_owned(), made)
}

fn unchanged_error(id: BookmarkId, error: LibraryError) -> String {
    match error {
        LibraryError::Missing(_) => {
            format!("no such bookmark: {id}: newsprint bookmarks shows the ids")
        }
        error => format!("not saved: bookmark {id}: {error}"),
    }
}
