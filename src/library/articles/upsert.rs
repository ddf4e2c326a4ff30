//! Articles on their way into the library, each once: [`Incoming`], and by what an article is known again.

use std::path::{Path, PathBuf};

use rusqlite::{Transaction, params};

use crate::library::articles::documents;
use crate::library::articles::documents::Serialized;
use crate::library::articles::identity::{
    There, elsewhere, find, key, keys_of, learn, link_key, path_key, recognise, would_lose,
};
use crate::library::articles::incoming::{
    Arrival, Incoming, path_from, path_value, title_key, title_of,
};
use crate::library::calendar::noon_of;
use crate::library::{LibraryError, LibraryReader};
use crate::model::{ArticleId, Document, Published};

/// The row of the article in a file, canonical, or of a seed article.
pub(in crate::library) fn known_file(
    library: &LibraryReader,
    path: &Path,
) -> Result<Option<ArticleId>, LibraryError> {
    Ok(find(library.connection(), &path_key(path))?)
}

/// The row of a seed article.
pub(in crate::library) fn known_seed(
    library: &LibraryReader,
    name: &str,
) -> Result<Option<ArticleId>, LibraryError> {
    Ok(find(library.connection(), &key("seed", name.as_bytes()))?)
}

/// The row of the article with this link.
pub(in crate::library) fn known_link(
    library: &LibraryReader,
    url: &str,
) -> Result<Option<ArticleId>, LibraryError> {
    match link_key(url) {
        Some(key) => Ok(find(library.connection(), &key)?),
        None => Ok(None),
    }
}

/// The row of the article that is in this file and says this: by what it says if another file had it before, and none if the
/// file had another article before.
pub(in crate::library) fn known_article(
    library: &LibraryReader,
    path: Option<&Path>,
    seed: Option<&str>,
    document: &Document,
    words: usize,
) -> Result<Option<ArticleId>, LibraryError> {
    let article = Incoming {
        path: path.map(Path::to_owned),
        seed: seed.map(str::to_owned),
        document: Some(document),
        words,
        ..Incoming::default()
    };
    recognise(
        library.connection(),
        &article,
        &keys_of(&article),
        &There::Ask,
    )
}

/// Takes one article in.
pub(in crate::library) fn take_in(
    transaction: &Transaction<'_>,
    article: &Incoming<'_>,
    there: &There,
    now: i64,
) -> Result<Arrival, LibraryError> {
    let text = article.document.map(Serialized::new).transpose()?;
    take_in_text(transaction, article, text.as_ref(), there, now)
}

/// Takes one article in, whose document is serialized already.
pub(in crate::library) fn take_in_text(
    transaction: &Transaction<'_>,
    article: &Incoming<'_>,
    text: Option<&Serialized>,
    there: &There,
    now: i64,
) -> Result<Arrival, LibraryError> {
    let keys = keys_of(article);
    let known = recognise(transaction, article, &keys, there)?;
    let arrival = match known {
        None => Arrival::New(insert(transaction, article, text, now)?),
        Some(id) => update(transaction, article, text, id, there, now)?,
    };
    if let Some(path) = &article.path {
        // A file may hold another article now; the one before has none.
        let before = find(transaction, &path_key(path))?.filter(|id| *id != arrival.id());
        transaction
            .prepare_cached(
                "UPDATE article SET missing = ?3 WHERE id = ?1 AND path = ?2 AND missing IS NULL",
            )?
            .execute(params![before, path_value(Some(path)), now])?;
    }
    learn(transaction, arrival.id(), &keys)?;
    Ok(arrival)
}

fn insert(
    transaction: &Transaction<'_>,
    article: &Incoming<'_>,
    text: Option<&Serialized>,
    now: i64,
) -> Result<ArticleId, LibraryError> {
    let title = title_of(article);
    let metadata = article
        .document
        .map(|document| document.metadata.clone())
        .unwrap_or_default();
    transaction
        .prepare_cached(
            "INSERT INTO article (source, in_library, title, title_key, standfirst, byline, publisher, published, url, path, fingerprint, seed,
                added, updated, date, words)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14, ?15)",
        )?
        .execute(params![
            article.source,
            article.keep,
            title,
            title_key(&title),
            metadata.standfirst,
            metadata.byline,
            metadata.publisher,
            metadata.published.map(|published| published.to_string()),
            metadata.url,
            path_value(article.path.as_deref()),
            article.fingerprint,
            article.seed,
            now,
            moment(metadata.published, now),
            article.words as i64,
        ])?;
    let id = ArticleId(transaction.last_insert_rowid());
    if let Some(text) = text.filter(|_| article.keep) {
        documents::write(transaction, id, text)?;
    }
    Ok(id)
}

fn update(
    transaction: &Transaction<'_>,
    article: &Incoming<'_>,
    text: Option<&Serialized>,
    id: ArticleId,
    there: &There,
    now: i64,
) -> Result<Arrival, LibraryError> {
    let (kept, deleted, added, path): (bool, bool, i64, Option<PathBuf>) = transaction
        .prepare_cached(
            "SELECT in_library, deleted IS NOT NULL, added, path FROM article WHERE id = ?1",
        )?
        .query_row([id], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                path_from(row.get_ref(3)?),
            ))
        })?;
    if deleted && article.source.is_some() {
        return Ok(Arrival::Deleted(id));
    }
    // Of two files with the same article the one that is there already is read.
    let copy = elsewhere(transaction, article, id, there)?;
    if let Some(path) = article.path.as_ref().filter(|_| !copy) {
        transaction
            // Whoever does not know the fingerprint takes away none.
            .prepare_cached(
                "UPDATE article SET path = ?2, fingerprint = iif(path IS ?2, ifnull(?3, fingerprint), ?3), missing = NULL
                 WHERE id = ?1 AND (path IS NOT ?2 OR fingerprint IS NOT ifnull(?3, fingerprint) OR missing IS NOT NULL)",
            )?
            .execute(params![id, path_value(Some(path)), article.fingerprint])?;
    }
    // Its file is gone: the source that has it now is where it comes from.
    let moved = !copy && path.is_some() && path != article.path;
    if let Some(source) = article.source {
        transaction
            .prepare_cached("UPDATE article SET source = ?2 WHERE id = ?1 AND (source IS NULL OR (
                    source <> ?2 AND ?3) OR (source <> ?2 AND EXISTS (SELECT 1 FROM source WHERE id = article.source AND removed IS NOT NULL)))")?
            .execute(params![id, source, moved])?;
    }
    let mut arrival = Arrival::Known(id);
    if article.keep && !kept {
        transaction
            .prepare_cached("UPDATE article SET in_library = 1, deleted = NULL, added = ?2, updated = ?2 WHERE id = ?1")?
            .execute(params![id, now])?;
        arrival = Arrival::New(id);
    }
    let Some(document) = article.document else {
        return Ok(arrival);
    };
    let stored = (article.keep || kept)
        && !(copy && kept)
        && match text {
            // What is stored says the same: nothing is unpacked to see what would be lost.
            Some(text) if documents::stored_hash(transaction, id)? == Some(text.hash) => false,
            Some(text) if !would_lose(transaction, id, document)? => {
                documents::write(transaction, id, text)?;
                true
            }
            _ => false,
        };
    if stored || arrival == Arrival::New(id) || !kept {
        describe(transaction, id, article, document, added)?;
    }
    if stored && arrival == Arrival::Known(id) {
        transaction
            .prepare_cached("UPDATE article SET updated = ?2 WHERE id = ?1")?
            .execute(params![id, now])?;
        arrival = Arrival::Changed(id);
    }
    Ok(arrival)
}

/// Has the row say what the document does.
pub(in crate::library) fn describe(
    transaction: &Transaction<'_>,
    id: ArticleId,
    article: &Incoming<'_>,
    document: &Document,
    added: i64,
) -> Result<(), LibraryError> {
    let title = title_of(article);
    let metadata = &document.metadata;
    transaction
        .prepare_cached(
            "UPDATE article SET title = ?2, title_key = ?3, standfirst = ?4, byline = ?5, publisher = ?6, published = ?7,
                url = ifnull(?8, url), date = ?9, words = ?10 WHERE id = ?1",
        )?
        .execute(params![
            id,
            title,
            title_key(&title),
            metadata.standfirst,
            metadata.byline,
            metadata.publisher,
            metadata.published.map(|published| published.to_string()),
            metadata.url,
            moment(metadata.published, added),
            article.words as i64,
        ])?;
    Ok(())
}

/// Where an article stands by date, in seconds: when it was published, though never after it came; else when it came. A day alone
/// stands at its noon where the user is, which is in that day also nearly everywhere else.
pub(in crate::library) fn moment(published: Option<Published>, added: i64) -> i64 {
    let at = match published {
        Some(Published::DateTime(moment)) => moment.timestamp(),
        Some(Published::Day(day)) => noon_of(day),
        None => return added,
    };
    if at > added.saturating_add(86_400) {
        added
    } else {
        at
    }
}
