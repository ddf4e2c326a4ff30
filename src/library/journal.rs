//! The journal: every change of state as what there was and what there is, so that it can be taken back and done again, also
//! tomorrow, also by another program.

mod batches;
pub(in crate::library) mod changes;

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::library::query::search::saved;
use crate::library::state::{json, list};
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, BookmarkId, ChangeId, SourceId};

/// One thing that a change sets: of `kind`, named by `target`, to JSON; `None` is that it is not there.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::library) struct Item {
    /// What is set.
    pub(in crate::library) kind: Kind,
    /// Which one.
    pub(in crate::library) target: i64,
    /// To what.
    pub(in crate::library) after: Option<String>,
}

/// What a change can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum Kind {
    /// Whether an article was read: `true`, `false`.
    Read,
    /// The articles of a list that were not read are now; the target is nothing.
    ManyRead,
    /// Whether an article is in the library: [`Kept`].
    Kept,
    /// A bookmark: [`Marked`].
    Bookmark,
    /// A saved search: [`Search`].
    Search,
    /// A source: when it was taken away, or null.
    Source,
}

/// Whether an article is in the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::library) struct Kept {
    /// Whether it is.
    pub(in crate::library) kept: bool,
    /// When it was deleted.
    pub(in crate::library) deleted: Option<i64>,
}

/// A bookmark as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::library) struct Marked {
    pub(in crate::library) article: ArticleId,
    pub(in crate::library) anchor: Option<String>,
    pub(in crate::library) section: Option<String>,
    pub(in crate::library) quote: Option<String>,
    pub(in crate::library) note: Option<String>,
    pub(in crate::library) created: i64,
    /// In the order of the alphabet.
    pub(in crate::library) tags: Vec<String>,
}

/// A saved search as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::library) struct Search {
    pub(in crate::library) name: String,
    pub(in crate::library) query: String,
    pub(in crate::library) created: i64,
}

/// What undo or redo came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undone {
    /// There is nothing to take back, or to do again.
    Nothing,
    /// The newest change is an earlier session's: its number and its name. Nothing was done.
    Named(ChangeId, String),
    /// It was done: the change's name, and the articles that are concerned.
    Done(String, Vec<ArticleId>),
    /// What it is about was changed since: its name. It is passed over, the next one comes before it.
    Passed(String),
}

/// How many changes can be taken back.
const MOST_CHANGES: i64 = 10_000;

impl Kind {
    const ALL: [(Kind, &'static str); 6] = [
        (Kind::Read, "read"),
        (Kind::ManyRead, "many-read"),
        (Kind::Kept, "kept"),
        (Kind::Bookmark, "bookmark"),
        (Kind::Search, "search"),
        (Kind::Source, "source"),
    ];

    fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, name)| name)
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(kind, _)| *kind)
    }
}

impl Library {
    /// Takes back the newest change that was not. One of another session only where `named` is its number.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn undo(&mut self, named: Option<ChangeId>) -> Result<Undone, LibraryError> {
        let (session, now) = (self.session().to_owned(), self.now());
        let turned = self.write(Durability::Full, |transaction| {
            let newest =
                "SELECT id, session, label FROM change WHERE state = 0 ORDER BY id DESC LIMIT 1";
            let Some((id, by, label)) = one(transaction, newest)? else {
                return Ok(Turned::of(Undone::Nothing));
            };
            if by != session && named != Some(id) {
                return Ok(Turned::of(Undone::Named(id, label)));
            }
            turn(transaction, now, id, label, false)
        })?;
        self.follow(turned)
    }

    /// Does again what was taken back last. A new change ends that.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn redo(&mut self) -> Result<Undone, LibraryError> {
        let now = self.now();
        let turned = self.write(Durability::Full, |transaction| {
            let last = "SELECT id, session, label FROM change WHERE state = 1 ORDER BY id LIMIT 1";
            match one(transaction, last)? {
                Some((id, _, label)) => turn(transaction, now, id, label, true),
                None => Ok(Turned::of(Undone::Nothing)),
            }
        })?;
        self.follow(turned)
    }
}

/// Makes a change: sets its items, and writes what there was and is into the journal. Gives the articles that are concerned; none
/// where everything was so already.
pub(in crate::library) fn make(
    transaction: &Transaction<'_>,
    session: &str,
    now: i64,
    label: &str,
    items: &[Item],
) -> Result<Vec<ArticleId>, LibraryError> {
    transaction.execute(
        "INSERT INTO change (session, at, label) VALUES (?1, ?2, ?3)",
        params![session, now, label],
    )?;
    let change = transaction.last_insert_rowid();
    let mut concerned = BTreeSet::new();
    let mut number = 0i64;
    for item in items {
        let before = current(transaction, item.kind, item.target)?;
        if before == item.after {
            continue;
        }
        set(
            transaction,
            now,
            item.kind,
            item.target,
            before.as_deref(),
            item.after.as_deref(),
            &mut concerned,
        )?;
        transaction
            .prepare_cached("INSERT INTO change_item (change, number, kind, target, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![change, number, item.kind.name(), item.target, before, item.after])?;
        number += 1;
    }
    if number == 0 {
        transaction.execute("DELETE FROM change WHERE id = ?1", [change])?;
        return Ok(Vec::new());
    }
    // What was taken back before can no longer be done again.
    transaction.execute("UPDATE change SET state = 2 WHERE state = 1", [])?;
    transaction.execute("DELETE FROM change WHERE id <= ?1", [change - MOST_CHANGES])?;
    settle(transaction, concerned)
}

/// What a change that was taken back or done again came to, and what follows in writes of its own.
#[derive(Debug)]
struct Turned {
    undone: Undone,
    /// The number of the change.
    change: ChangeId,
    /// The articles that are to be marked as read or as unread.
    many: Option<(Vec<ArticleId>, bool)>,
    /// The sources that were taken away or have come back.
    sources: Vec<SourceId>,
}

impl Turned {
    fn of(undone: Undone) -> Self {
        Self {
            undone,
            change: ChangeId(0),
            many: None,
            sources: Vec::new(),
        }
    }
}

/// Takes a change back, or does it again.
fn turn(
    transaction: &Transaction<'_>,
    now: i64,
    change: ChangeId,
    label: String,
    again: bool,
) -> Result<Turned, LibraryError> {
    let mut items = items(transaction, change)?;
    if !again {
        items.reverse();
    }
    let mut concerned = BTreeSet::new();
    let mut done = 0;
    let mut many = None;
    let mut sources = Vec::new();
    for (kind, target, before, after) in items {
        let (from, to) = if again {
            (before, after)
        } else {
            (after, before)
        };
        if kind == Kind::ManyRead {
            many = Some((parsed(from.as_deref().or(to.as_deref()))?, to.is_some()));
            done += 1;
            continue;
        }
        if current(transaction, kind, target)? != from
            || (kind == Kind::Kept && is_needed(transaction, ArticleId(target), to.as_deref())?)
        {
            continue;
        }
        if kind == Kind::Source {
            sources.push(SourceId(target));
        }
        match set(
            transaction,
            now,
            kind,
            target,
            from.as_deref(),
            to.as_deref(),
            &mut concerned,
        ) {
            Ok(()) => done += 1,
            // What it belongs to is no longer there.
            Err(LibraryError::Missing(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let state = match (done, again) {
        (0, _) => 2,
        (_, true) => 0,
        (_, false) => 1,
    };
    transaction.execute(
        "UPDATE change SET state = ?2 WHERE id = ?1",
        params![change, state],
    )?;
    let concerned = settle(transaction, concerned)?;
    let undone = if done == 0 {
        Undone::Passed(label)
    } else {
        Undone::Done(label, concerned)
    };
    Ok(Turned {
        undone,
        change,
        many,
        sources,
    })
}

/// Whether a story that would be out of the library is held there: by a bookmark, or, where it is not the user who deletes it, by a
/// source that has brought it since.
fn is_needed(
    transaction: &Transaction<'_>,
    article: ArticleId,
    to: Option<&str>,
) -> Result<bool, LibraryError> {
    let to: Kept = parsed(to)?;
    if to.kept {
        return Ok(false);
    }
    let needed = transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM bookmark WHERE article = ?1) OR (?2 AND (
                EXISTS (SELECT 1 FROM article WHERE id = ?1 AND source IS NOT NULL)
                OR EXISTS (SELECT 1 FROM entry WHERE article = ?1)))",
        )?
        .query_row(params![article, to.deleted.is_none()], |row| row.get(0))?;
    Ok(needed)
}

/// What depends on what was set is brought up to date.
fn settle(
    transaction: &Transaction<'_>,
    concerned: BTreeSet<ArticleId>,
) -> Result<Vec<ArticleId>, LibraryError> {
    let concerned: Vec<ArticleId> = concerned.into_iter().collect();
    for part in concerned.chunks(5_000) {
        transaction.execute_batch(&format!(
            "UPDATE article SET bookmarked = EXISTS (SELECT 1 FROM bookmark WHERE article = article.id)
             WHERE id IN ({}) AND bookmarked <> EXISTS (SELECT 1 FROM bookmark WHERE article = article.id)",
            list(part)
        ))?;
    }
    saved::settle(transaction, &concerned)?;
    Ok(concerned)
}

/// What there is now.
fn current(
    connection: &Connection,
    kind: Kind,
    target: i64,
) -> Result<Option<String>, LibraryError> {
    match kind {
        Kind::Read => {
            let read: Option<bool> = connection
                .prepare_cached("SELECT read FROM article WHERE id = ?1")?
                .query_row([target], |row| row.get(0))
                .optional()?;
            Ok(read.map(|read| read.to_string()))
        }
        Kind::ManyRead => Ok(None),
        Kind::Kept => {
            let kept = connection
                .prepare_cached("SELECT in_library, deleted FROM article WHERE id = ?1")?
                .query_row([target], |row| {
                    Ok(Kept {
                        kept: row.get(0)?,
                        deleted: row.get(1)?,
                    })
                })
                .optional()?;
            kept.map(|kept| json(&kept)).transpose()
        }
        Kind::Bookmark => marked(connection, BookmarkId(target))?
            .map(|marked| json(&marked))
            .transpose(),
        Kind::Search => {
            let search = connection
                .prepare_cached("SELECT name, query, created FROM saved_search WHERE id = ?1")?
                .query_row([target], |row| {
                    Ok(Search {
                        name: row.get(0)?,
                        query: row.get(1)?,
                        created: row.get(2)?,
                    })
                })
                .optional()?;
            search.map(|search| json(&search)).transpose()
        }
        Kind::Source => {
            let removed: Option<Option<i64>> = connection
                .prepare_cached("SELECT removed FROM source WHERE id = ?1")?
                .query_row([target], |row| row.get(0))
                .optional()?;
            removed.map(|removed| json(&removed)).transpose()
        }
    }
}

/// A bookmark with its tags.
pub(in crate::library) fn marked(
    connection: &Connection,
    bookmark: BookmarkId,
) -> Result<Option<Marked>, LibraryError> {
    let marked = connection
        .prepare_cached(
            "SELECT article, anchor, section, quote, note, created FROM bookmark WHERE id = ?1",
        )?
        .query_row([bookmark], |row| {
            Ok(Marked {
                article: row.get(0)?,
                anchor: row.get(1)?,
                section: row.get(2)?,
                quote: row.get(3)?,
                note: row.get(4)?,
                created: row.get(5)?,
                tags: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut marked) = marked else {
        return Ok(None);
    };
    let mut statement = connection
        .prepare_cached("SELECT tag FROM bookmark_tag WHERE bookmark = ?1 ORDER BY tag")?;
    marked.tags = statement
        .query_map([bookmark], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(marked))
}

/// Sets it. `before` is what there is.
fn set(
    transaction: &Transaction<'_>,
    now: i64,
    kind: Kind,
    target: i64,
    before: Option<&str>,
    after: Option<&str>,
    concerned: &mut BTreeSet<ArticleId>,
) -> Result<(), LibraryError> {
    match kind {
        Kind::Read => {
            transaction
                .prepare_cached("UPDATE article SET read = ?2, read_at = ?3 WHERE id = ?1")?
                .execute(params![
                    target,
                    after == Some("true"),
                    (after == Some("true")).then_some(now)
                ])?;
            concerned.insert(ArticleId(target));
        }
        // They are marked once this stands in the journal.
        Kind::ManyRead => {}
        Kind::Kept => {
            let kept: Kept = parsed(after)?;
            transaction
                .prepare_cached("UPDATE article SET in_library = ?2, deleted = ?3 WHERE id = ?1")?
                .execute(params![target, kept.kept, kept.deleted])?;
            concerned.insert(ArticleId(target));
        }
        Kind::Bookmark => {
            for text in [before, after].into_iter().flatten() {
                concerned.insert(parsed::<Marked>(Some(text))?.article);
            }
            set_bookmark(transaction, target, before.is_some(), after)?;
        }
        Kind::Source => {
            transaction
                .prepare_cached("UPDATE source SET removed = ?2 WHERE id = ?1")?
                .execute(params![target, parsed::<Option<i64>>(after)?])?;
        }
        Kind::Search => match (before, after) {
            (_, None) => {
                transaction.execute("DELETE FROM saved_search WHERE id = ?1", [target])?;
            }
            (_, Some(after)) => {
                let search: Search = parsed(Some(after))?;
                let taken: bool = transaction.query_row(
                    "SELECT EXISTS (SELECT 1 FROM saved_search WHERE name = ?1 AND id <> ?2)",
                    params![search.name, target],
                    |row| row.get(0),
                )?;
                if taken {
                    return Err(LibraryError::Missing(format!(
                        "another search is called {}",
                        search.name
                    )));
                }
                transaction.execute(
                    "INSERT INTO saved_search (id, name, query, created) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (id) DO UPDATE SET name = ?2, query = ?3, day = NULL",
                    params![target, search.name, search.query, search.created],
                )?;
            }
        },
    }
    Ok(())
}

fn set_bookmark(
    transaction: &Transaction<'_>,
    id: i64,
    is_there: bool,
    after: Option<&str>,
) -> Result<(), LibraryError> {
    let Some(after) = after else {
        transaction
            .prepare_cached("DELETE FROM bookmark WHERE id = ?1")?
            .execute([id])?;
        return Ok(());
    };
    let marked: Marked = parsed(Some(after))?;
    let article: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1)")?
        .query_row([marked.article], |row| row.get(0))?;
    let taken: bool = marked.anchor.is_none()
        && transaction
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM bookmark WHERE article = ?1 AND anchor IS NULL AND id <> ?2)")?
            .query_row(params![marked.article, id], |row| row.get(0))?;
    if !article || taken {
        return Err(LibraryError::Missing("the story of a bookmark".to_owned()));
    }
    if is_there {
        transaction
            .prepare_cached("UPDATE bookmark SET note = ?2 WHERE id = ?1")?
            .execute(params![id, marked.note])?;
        transaction
            .prepare_cached("DELETE FROM bookmark_tag WHERE bookmark = ?1")?
            .execute([id])?;
    } else {
        transaction
            .prepare_cached(
                "INSERT INTO bookmark (id, article, anchor, section, quote, note, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![id, marked.article, marked.anchor, marked.section, marked.quote, marked.note, marked.created])?;
    }
    for tag in &marked.tags {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO bookmark_tag (bookmark, tag) VALUES (?1, ?2)")?
            .execute(params![id, tag])?;
    }
    Ok(())
}

/// A kind, a target, what there was, what there is.
type Stored = (Kind, i64, Option<String>, Option<String>);

fn items(transaction: &Transaction<'_>, change: ChangeId) -> Result<Vec<Stored>, LibraryError> {
    let mut statement = transaction.prepare_cached(
        "SELECT kind, target, before, after FROM change_item WHERE change = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([change])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(kind) = Kind::from_name(&row.get::<_, String>(0)?) {
            items.push((kind, row.get(1)?, row.get(2)?, row.get(3)?));
        }
    }
    Ok(items)
}

fn one(
    transaction: &Transaction<'_>,
    sql: &str,
) -> Result<Option<(ChangeId, String, String)>, LibraryError> {
    Ok(transaction
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?)
}

fn parsed<T: serde::de::DeserializeOwned>(text: Option<&str>) -> Result<T, LibraryError> {
    serde_json::from_str(text.unwrap_or("null"))
        .map_err(|error| LibraryError::Other(format!("the journal: {error}")))
}
