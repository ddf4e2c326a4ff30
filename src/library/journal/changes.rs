//! What the user changes: read, bookmarks, notes, tags, deleting, saved searches. Each change is one transaction, one line of the
//! journal, and a sentence that says what was done.

mod plan;
mod retag;

use rusqlite::OptionalExtension;

use plan::Plan;

use crate::library::journal::{Item, Kept, Kind, Marked, Search};
use crate::library::query::listing;
use crate::library::state::json;
use crate::library::{Durability, Library, LibraryError, journal};
use crate::model::{
    Anchor, ArticleId, BookmarkId, Document, Listing, RowKey, SavedSearchId, SourceId,
};

/// What a change came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// What was done, as a sentence without a full stop; empty where it was so already.
    pub said: String,
    /// The articles that are concerned.
    pub articles: Vec<ArticleId>,
}

/// A bookmark to be made of a place in a story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewPlace {
    /// Where.
    pub anchor: Anchor,
    /// The heading above it.
    pub section: Option<String>,
    /// The sentence at it.
    pub quote: Option<String>,
    /// What the user wrote of it.
    pub note: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// The most characters of a title in a sentence.
const TITLE: usize = 50;

impl Library {
    /// Marks a story as read if it is not, as unread if it is.
    ///
    /// # Errors
    /// The story is not there, or the database takes nothing.
    pub fn toggle_read(&mut self, article: ArticleId) -> Result<Changed, LibraryError> {
        self.change(|change| {
            let read: bool = change.ask("SELECT read FROM article WHERE id = ?1", article)?;
            change.item(Kind::Read, article.0, Some((!read).to_string()));
            let how = if read { "unread" } else { "read" };
            Ok(format!("marked {} as {how}", change.title(article)?))
        })
    }

    /// Marks stories as read, or as unread.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn set_read(
        &mut self,
        articles: &[ArticleId],
        read: bool,
    ) -> Result<Changed, LibraryError> {
        self.change(|change| {
            for article in articles {
                change.item(Kind::Read, article.0, Some(read.to_string()));
            }
            let how = if read { "read" } else { "unread" };
            match articles {
                [one] => Ok(format!("marked {} as {how}", change.title(*one)?)),
                many => Ok(format!("marked {} stories as {how}", many.len())),
            }
        })
    }

    /// Marks the unread stories of a group as read: those that stand under one head with this row.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn read_group(&mut self, listing: &Listing, key: &RowKey) -> Result<Changed, LibraryError> {
        // Looking for them takes longer than a write may.
        let articles = listing::unread_in_group(self.connection(), listing, key)?;
        let mut changed = self.change(|change| {
            let said = match articles.as_slice() {
                [] => return Ok(String::new()),
                [one] => format!("marked {} as read", change.title(*one)?),
                many => format!("marked {} stories as read", many.len()),
            };
            change.item(Kind::ManyRead, 0, Some(json(&articles)?));
            Ok(said)
        })?;
        self.mark_many(&articles, true)?;
        changed.articles = articles;
        Ok(changed)
    }

    /// Bookmarks a story; if it is, takes the bookmark away with those of its places. `text` is kept with it if none is yet.
    ///
    /// # Errors
    /// The story is not there, there is no text to keep, or the database takes nothing.
    pub fn toggle_bookmark(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
    ) -> Result<Changed, LibraryError> {
        let bookmarked: bool = self
            .connection()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM bookmark WHERE article = ?1)")?
            .query_row([article], |row| row.get(0))?;
        if !bookmarked {
            return self.bookmark(article, text, None, &[]);
        }
        self.change(|change| {
            let mut statement = change
                .transaction
                .prepare_cached("SELECT id FROM bookmark WHERE article = ?1")?;
            let bookmarks: Vec<BookmarkId> = statement
                .query_map([article], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let places = match bookmarks.len() {
                0 | 1 => String::new(),
                2 => " and that of a place in it".to_owned(),
                n => format!(" and those of {} places in it", n - 1),
            };
            for bookmark in bookmarks {
                change.item(Kind::Bookmark, bookmark.0, None);
            }
            Ok(format!(
                "took away the bookmark of {}{places}",
                change.title(article)?
            ))
        })
    }

    /// Bookmarks a story, with a note and tags. One that is bookmarked gets them too.
    ///
    /// # Errors
    /// As [`Library::toggle_bookmark`].
    pub fn bookmark(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
        note: Option<&str>,
        tags: &[String],
    ) -> Result<Changed, LibraryError> {
        let now = self.now();
        self.change(|change| {
            change.keep(article, text)?;
            let mut marked = Marked {
                article,
                anchor: None,
                section: None,
                quote: None,
                note: None,
                created: now,
                tags: Vec::new(),
            };
            let (id, known) = change.bookmark_of_story(article)?;
            if let Some(known) = known {
                marked = known;
            }
            marked.tags.extend(tags.iter().cloned());
            tidy(&mut marked.tags);
            let before = marked.note.clone();
            // No note is no wish to be rid of the one that is there.
            marked.note = note.and_then(tidy_note).or(marked.note);
            let replaced = before.is_some() && before != marked.note;
            change.item(Kind::Bookmark, id.0, Some(json(&marked)?));
            let title = change.title(article)?;
            Ok(match replaced {
                true => format!("bookmarked {title}, and replaced its note"),
                false => format!("bookmarked {title}"),
            })
        })
    }

    /// Bookmarks a place in a story.
    ///
    /// # Errors
    /// As [`Library::toggle_bookmark`].
    pub fn bookmark_place(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
        place: &NewPlace,
    ) -> Result<Changed, LibraryError> {
        let now = self.now();
        self.change(|change| {
            change.keep(article, text)?;
            let mut marked = Marked {
                article,
                anchor: Some(json(&place.anchor)?),
                section: place.section.as_deref().and_then(tidy_line),
                quote: place.quote.as_deref().and_then(tidy_line),
                note: place.note.as_deref().and_then(tidy_note),
                created: now,
                tags: place.tags.clone(),
            };
            tidy(&mut marked.tags);
            let id = change.next_bookmark()?;
            change.item(Kind::Bookmark, id.0, Some(json(&marked)?));
            let title = change.title(article)?;
            Ok(match &marked.section {
                Some(section) => {
                    format!("bookmarked a place in “{}” of {title}", shortened(section))
                }
                None => format!("bookmarked a place in {title}"),
            })
        })
    }

    /// Gives a story exactly these tags; one that is not bookmarked is now, unless there are none.
    ///
    /// # Errors
    /// As [`Library::toggle_bookmark`].
    pub fn tag_story(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
        tags: &[String],
    ) -> Result<Changed, LibraryError> {
        let now = self.now();
        self.change(|change| {
            let (id, known) = change.bookmark_of_story(article)?;
            if known.is_none() && tags.is_empty() {
                return Ok(String::new());
            }
            change.keep(article, text)?;
            let mut marked = known.unwrap_or(Marked {
                article,
                anchor: None,
                section: None,
                quote: None,
                note: None,
                created: now,
                tags: Vec::new(),
            });
            marked.tags = tags.to_vec();
            tidy(&mut marked.tags);
            change.item(Kind::Bookmark, id.0, Some(json(&marked)?));
            let title = change.title(article)?;
            Ok(match marked.tags.is_empty() {
                true => format!("took the tags off {title}"),
                false => format!("tagged {title} as {}", marked.tags.join(", ")),
            })
        })
    }

    /// Gives a bookmark another note, and exactly these tags.
    ///
    /// # Errors
    /// The bookmark is not there, or the database takes nothing.
    pub fn edit_bookmark(
        &mut self,
        bookmark: BookmarkId,
        note: Option<&str>,
        tags: &[String],
    ) -> Result<Changed, LibraryError> {
        self.change(|change| {
            let Some(mut marked) = change.marked(bookmark)? else {
                return Err(no_bookmark(bookmark));
            };
            marked.note = note.and_then(tidy_note);
            marked.tags = tags.to_vec();
            tidy(&mut marked.tags);
            change.item(Kind::Bookmark, bookmark.0, Some(json(&marked)?));
            Ok(format!(
                "changed a bookmark of {}",
                change.title(marked.article)?
            ))
        })
    }

    /// Takes a bookmark away.
    ///
    /// # Errors
    /// The bookmark is not there, or the database takes nothing.
    pub fn remove_bookmark(&mut self, bookmark: BookmarkId) -> Result<Changed, LibraryError> {
        self.change(|change| {
            let Some(marked) = change.marked(bookmark)? else {
                return Err(no_bookmark(bookmark));
            };
            change.item(Kind::Bookmark, bookmark.0, None);
            let title = change.title(marked.article)?;
            Ok(match marked.anchor {
                Some(_) => format!("took away the bookmark of a place in {title}"),
                None => format!("took away the bookmark of {title}"),
            })
        })
    }

    /// Takes a story out of the library, with its bookmarks. Its text stays, so that it can come back.
    ///
    /// # Errors
    /// The story is not there, or the database takes nothing.
    pub fn delete(&mut self, article: ArticleId) -> Result<Changed, LibraryError> {
        let now = self.now();
        self.change(|change| {
            let kept: bool = change.ask("SELECT in_library FROM article WHERE id = ?1", article)?;
            if !kept {
                return Ok(String::new());
            }
            let mut statement = change
                .transaction
                .prepare_cached("SELECT id FROM bookmark WHERE article = ?1")?;
            let bookmarks: Vec<BookmarkId> = statement
                .query_map([article], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for bookmark in bookmarks {
                change.item(Kind::Bookmark, bookmark.0, None);
            }
            let deleted = Kept {
                kept: false,
                deleted: Some(now),
            };
            change.item(Kind::Kept, article.0, Some(json(&deleted)?));
            Ok(format!("deleted {}", change.title(article)?))
        })
    }

    /// Makes a view of a search: its number. One of that name gets the new query, one of that query the new name.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn save_search(
        &mut self,
        name: &str,
        query: &str,
    ) -> Result<(SavedSearchId, Changed), LibraryError> {
        let now = self.now();
        let name = &*crate::text::clean::line(name);
        let mut number = SavedSearchId(0);
        let changed = self.change(|change| {
            let known: Option<SavedSearchId> = change
                .transaction
                .query_row(
                    "SELECT id FROM saved_search WHERE name = ?1",
                    [name],
                    |row| row.get(0),
                )
                .optional()?;
            let same: Option<(SavedSearchId, String)> = change
                .transaction
                .query_row(
                    "SELECT id, name FROM saved_search WHERE trim(query) = trim(?1) ORDER BY id LIMIT 1",
                    [query],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            let renamed = same.filter(|_| known.is_none());
            let known = known.or(renamed.as_ref().map(|(id, _)| *id));
            let created = match known {
                Some(id) => change.ask("SELECT created FROM saved_search WHERE id = ?1", id)?,
                None => now,
            };
            number = match known {
                Some(id) => id,
                None => SavedSearchId(change.next("saved_search")?),
            };
            let search = Search {
                name: name.to_owned(),
                query: query.to_owned(),
                created,
            };
            change.item(Kind::Search, number.0, Some(json(&search)?));
            Ok(match renamed {
                Some((_, before)) => format!(
                    "the search “{}” is now called “{}”",
                    shortened(&before),
                    shortened(name)
                ),
                None => format!("saved the search “{}”", shortened(name)),
            })
        })?;
        self.refresh_soon();
        Ok((number, changed))
    }

    /// Takes a saved search away.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn remove_search(&mut self, search: SavedSearchId) -> Result<Changed, LibraryError> {
        self.empty_search(search)?;
        self.change(|change| {
            let name: String = change.ask("SELECT name FROM saved_search WHERE id = ?1", search)?;
            change.item(Kind::Search, search.0, None);
            Ok(format!("took away the saved search “{}”", shortened(&name)))
        })
    }

    /// Takes a source away. Its stories stay.
    ///
    /// # Errors
    /// There is no such source, or the database takes nothing.
    pub fn remove_source(&mut self, source: SourceId) -> Result<Changed, LibraryError> {
        let now = self.now();
        let changed = self.change(|change| {
            let found: Option<(String, i64)> = change
                .transaction
                .query_row(
                    "SELECT title, articles FROM source WHERE id = ?1 AND removed IS NULL",
                    [source],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            let Some((title, articles)) = found else {
                return Err(LibraryError::Missing(format!(
                    "no source has the number {source}"
                )));
            };
            change.item(Kind::Source, source.0, Some(json(&Some(now))?));
            let stay = match articles {
                0 => String::new(),
                1 => ": its story stays".to_owned(),
                n => format!(": its {n} stories stay"),
            };
            Ok(format!(
                "took away the source “{}”{stay}",
                shortened(&title)
            ))
        })?;
        self.settle_source(source)?;
        Ok(changed)
    }

    /// One transaction: `plan` says what is to be set, and gives the sentence for it.
    fn change(
        &mut self,
        plan: impl FnOnce(&mut Plan<'_>) -> Result<String, LibraryError>,
    ) -> Result<Changed, LibraryError> {
        let (session, now) = (self.session().to_owned(), self.now());
        self.write(Durability::Full, |transaction| {
            let mut change = Plan {
                transaction,
                items: Vec::new(),
                bookmarks: 0,
            };
            let said = plan(&mut change)?;
            let items = change.items;
            if items.is_empty() {
                return Ok(Changed::default());
            }
            let articles = journal::make(transaction, &session, now, &said, &items)?;
            let seen =
                |item: &Item| matches!(item.kind, Kind::Search | Kind::Source | Kind::ManyRead);
            let said = if articles.is_empty() && !items.iter().any(seen) {
                String::new()
            } else {
                sentence(&said)
            };
            Ok(Changed { said, articles })
        })
    }
}

/// A note as it is kept, on whatever way it comes: clean, without white space around it; none where nothing is left.
pub(in crate::library) fn tidy_note(note: &str) -> Option<String> {
    let note = crate::text::clean::text(note);
    let note = note.trim();
    (!note.is_empty()).then(|| note.to_owned())
}

/// The heading of a place and the sentence at it are one line each.
fn tidy_line(text: &str) -> Option<String> {
    let line = crate::text::clean::line(text);
    (!line.is_empty()).then(|| line.into_owned())
}

/// Tags without blanks around them and `#` before them, each once, in the order of the alphabet.
pub(in crate::library) fn tidy(tags: &mut Vec<String>) {
    let clean =
        |tag: &String| crate::text::clean::line(tag.trim().trim_start_matches('#')).into_owned();
    *tags = tags
        .iter()
        .map(clean)
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
}

fn no_bookmark(bookmark: BookmarkId) -> LibraryError {
    LibraryError::Missing(format!("no bookmark has the number {bookmark}"))
}

/// A text, not too long for a sentence.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(TITLE) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}

/// With a capital at its start.
fn sentence(said: &str) -> String {
    let mut letters = said.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
