//! Reading of rows of the list from the database.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row};

use crate::library::LibraryError;
use crate::library::articles::documents::SHOWN_PAGE;
use crate::library::articles::new_article::path_from;
use crate::library::db::columns;
use crate::library::state::{json, tags_of};
use crate::model::{
    ArticleId, ArticleRow, ArticleState, ArticleStory, Group, KeyValue, LibraryTimes, Origin,
    Published, RowKey, SourceId, TextKind,
};

/// Columns of a row of the list. The article has the alias `a`, its source `s`.
pub(in crate::library) const COLUMNS: &str = "a.id, a.source, a.in_library, a.title, a.standfirst, a.byline, a.publisher, a.published, a.url, a.path, \
     a.added, a.updated, a.date, a.words, a.read, a.bookmarked, a.progress, a.opened, ifnull(s.user_title, s.title), a.changed, \
     a.story, (SELECT count(*) - 1 FROM article o INDEXED BY article_by_story WHERE o.story = a.story AND o.story IS NOT NULL), \
     a.muted = 1";

/// Returns the rows of these articles, in this order.
pub(in crate::library) fn rows_of_ids(
    connection: &Connection,
    ids: &[ArticleId],
) -> Result<Vec<ArticleRow>, LibraryError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM article a LEFT JOIN source s ON s.id = a.source WHERE a.id IN (SELECT value FROM json_each(?1))"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map([json(&ids)?], row_from)?;
    let mut found: HashMap<ArticleId, ArticleRow> = found
        .map(|row| row.map(|row| (row.id, row)))
        .collect::<Result<_, _>>()?;
    let mut rows: Vec<ArticleRow> = ids.iter().filter_map(|id| found.remove(id)).collect();
    add_sources_tags_and_texts(connection, &mut rows)?;
    Ok(rows)
}

/// Sets the sources of the rows, the tags of the bookmarked ones, and which text of those with two is shown.
pub(in crate::library) fn add_sources_tags_and_texts(
    connection: &Connection,
    rows: &mut [ArticleRow],
) -> Result<(), LibraryError> {
    let bookmarked: Vec<ArticleId> = rows
        .iter()
        .filter(|row| row.state.is_bookmarked)
        .map(|row| row.id)
        .collect();
    let mut tags = match bookmarked.is_empty() {
        true => HashMap::new(),
        false => tags_of(connection, &bookmarked)?,
    };
    let mut sources = connection.prepare_cached(
        "SELECT s.id, ifnull(s.user_title, s.title) FROM member m JOIN source s ON s.id = m.source
         WHERE m.article = ?1 ORDER BY m.is_first DESC, s.id",
    )?;
    let mut texts = connection.prepare_cached(&format!(
        "SELECT {SHOWN_PAGE} FROM page_document WHERE article = ?1"
    ))?;
    for row in rows {
        let shown_page: Option<bool> = texts.query_row([row.id], |row| row.get(0)).optional()?;
        row.shown_text = shown_page.map(|is_page| match is_page {
            true => TextKind::Page,
            false => TextKind::Feed,
        });
        row.state.tags = tags.remove(&row.id).unwrap_or_default();
        let found = sources.query_map([row.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        row.sources = found.collect::<Result<_, _>>()?;
    }
    Ok(())
}

/// Returns the rows of these articles, without tags.
pub(in crate::library) fn rows_without_tags(
    connection: &Connection,
    ids: &[ArticleId],
) -> Result<Vec<ArticleRow>, LibraryError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM article a LEFT JOIN source s ON s.id = a.source WHERE a.id = ?1"
    ))?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(statement.query_row([id], row_from).optional()?);
    }
    Ok(rows)
}

/// Reads a row from [`COLUMNS`]. It has no group; its key has the date as value and the time of opening as group, until
/// the listing sets them.
pub(in crate::library) fn row_from(row: &Row<'_>) -> Result<ArticleRow, rusqlite::Error> {
    let id: ArticleId = row.get(0)?;
    let in_library = columns::read_flag(row, 2)?;
    let path = path_from(row.get_ref(9)?);
    let origin = match &path {
        // A file that was only opened has no stored text.
        Some(path) if !in_library => Origin::File(path.clone()),
        _ => Origin::Stored(id),
    };
    let mut article = ArticleRow::new(
        id,
        Group::Named(String::new()),
        origin,
        columns::read_text(row, 3)?.unwrap_or_else(|| "untitled".to_owned()),
    );
    article.path = path;
    article.key = Some(RowKey {
        source_or_0: columns::read_number(row, 17)?.unwrap_or_default(),
        value: KeyValue::Number(columns::read_number(row, 12)?.unwrap_or_default()),
        id,
    });
    article.standfirst = columns::read_text(row, 4)?;
    article.byline = columns::read_text(row, 5)?;
    article.publisher = columns::read_text(row, 6)?;
    let published = columns::read_text(row, 7)?;
    article.published = published.and_then(|text| Published::parse(&text));
    article.url = columns::read_text(row, 8)?;
    let number =
        |index| Ok::<_, rusqlite::Error>(columns::read_number(row, index)?.unwrap_or_default());
    article.word_count = usize::try_from(number(13)?).ok();
    article.library_times = Some(LibraryTimes {
        added: number(10)?,
        updated: number(11)?,
    });
    let others = number(21)?;
    let source = columns::read_number(row, 1)?.map(SourceId);
    let title = columns::read_text(row, 18)?;
    article.source = source.zip(title);
    article.story = columns::read_number(row, 20)?.map(|story| ArticleStory {
        id: ArticleId(story),
        others: usize::try_from(others).unwrap_or_default(),
    });
    article.is_muted = columns::read_flag(row, 22)?;
    article.state = ArticleState {
        is_read: columns::read_flag(row, 14)?,
        is_bookmarked: columns::read_flag(row, 15)?,
        tags: Vec::new(),
        progress: columns::read_fraction(row, 16)?,
        changed: columns::read_number(row, 19)?,
        is_unsaved: false,
        is_deleted: false,
    };
    Ok(article)
}
