//! Export of articles as Markdown files: `LibraryReader::export_markdown`. The metadata is in the front matter;
//! bookmarked places follow the text.

use std::io;

use rusqlite::Connection;

use crate::library::articles::documents;
use crate::library::query::listing;
use crate::library::state::{bookmarks_of, json};
use crate::library::transfer::export::{ExportError, ExportOmission, ExportReport};
use crate::library::{LibraryError, LibraryReader};
use crate::model::{ArticleId, ArticleRow, Block, Bookmark, Document, Heading, Inline};
use crate::text::writers::markdown;

/// Comment before the bookmarked places, so that an import does not read them as a part of the article.
pub(in crate::library) const PLACES_HEADING: &str = "<!-- newsprint: places -->";

/// Prefix of the time when a place was bookmarked.
pub(in crate::library) const CREATED_PREFIX: &str = "Bookmarked: ";

/// Limit of the title in a file name, in bytes.
const MAX_TITLE_BYTES: usize = 60;

/// Passes a Markdown file for every bookmarked article, or for every article if `all` is set, to `write_file`: its name
/// and its text. The name depends only on the id and the title of the article.
pub(in crate::library) fn export_markdown(
    library: &LibraryReader,
    all: bool,
    mut write_file: impl FnMut(&str, &str) -> io::Result<()>,
    mut progress: impl FnMut(usize, usize),
) -> Result<ExportReport, ExportError> {
    let reading = library.connection().unchecked_transaction()?;
    let connection: &Connection = &reading;
    let mut exported = ExportReport::default();
    let condition = if all { "" } else { " AND bookmarked = 1" };
    let sql = format!("SELECT id FROM article WHERE in_library = 1{condition} ORDER BY id");
    let mut statement = connection.prepare(&sql)?;
    let ids: Vec<ArticleId> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut without_text = 0;
    for (done, id) in ids.iter().enumerate() {
        let Some(article) = listing::rows_of_ids(connection, &[*id])?.pop() else {
            continue;
        };
        let document = match documents::load_shown_document(connection, *id) {
            Ok(document) => document,
            Err(LibraryError::Damaged(_)) => {
                exported.damaged_texts.push(article.title.clone());
                None
            }
            Err(error) => return Err(error.into()),
        };
        without_text += usize::from(document.is_none());
        let bookmarks = bookmarks_of(connection, &[*id])?.remove(id);
        let text = article_file(&article, document.as_ref(), &bookmarks.unwrap_or_default())?;
        write_file(&file_name(&article), &text)?;
        exported.articles += 1;
        progress(done + 1, ids.len());
    }
    exported.omissions = find_omissions(connection, all)?;
    if without_text > 0 {
        exported.omissions.push(ExportOmission::Texts(without_text));
    }
    Ok(exported)
}

/// Query that counts rows, and the omission that they are.
type CountedOmission = (&'static str, fn(usize) -> ExportOmission);

/// Counts the data of the library that Markdown files can't contain.
fn find_omissions(connection: &Connection, all: bool) -> Result<Vec<ExportOmission>, LibraryError> {
    let count = |sql: &str| -> Result<usize, LibraryError> {
        let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    };
    let mut omissions = Vec::new();
    let others = count("SELECT count(*) FROM article WHERE in_library = 1 AND bookmarked = 0")?;
    if !all && others > 0 {
        omissions.push(ExportOmission::NotBookmarked(others));
    }
    let counted: [CountedOmission; 5] = [
        (
            "SELECT count(*) FROM article WHERE opened IS NOT NULL",
            ExportOmission::ReadingPositions,
        ),
        (
            "SELECT count(*) FROM article WHERE in_library = 1 AND read = 1",
            ExportOmission::ReadMarks,
        ),
        ("SELECT count(*) FROM source", ExportOmission::Sources),
        (
            "SELECT count(*) FROM saved_search",
            ExportOmission::SavedSearches,
        ),
        ("SELECT count(*) FROM change", ExportOmission::Changes),
    ];
    for (sql, omission) in counted {
        let found = count(sql)?;
        if found > 0 {
            omissions.push(omission(found));
        }
    }
    Ok(omissions)
}

/// Formats the file of an article.
fn article_file(
    article: &ArticleRow,
    document: Option<&Document>,
    bookmarks: &[Bookmark],
) -> Result<String, LibraryError> {
    let mut out = String::from("---\n");
    let mut add_field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{name}: {value}\n"));
        }
    };
    // A JSON string is also a YAML string.
    let quoted = |text: &Option<String>| text.as_ref().map(json).transpose();
    add_field("title", Some(json(&article.title)?));
    add_field("standfirst", quoted(&article.standfirst)?);
    add_field("byline", quoted(&article.byline)?);
    add_field("publisher", quoted(&article.publisher)?);
    add_field(
        "published",
        article.published.map(|published| published.to_string()),
    );
    add_field("url", quoted(&article.url)?);
    let lang = document.and_then(|document| document.metadata.lang.clone());
    add_field("lang", quoted(&lang)?);
    if let Some(bookmark) = bookmarks.iter().find(|bookmark| bookmark.anchor.is_none()) {
        if !bookmark.tags.is_empty() {
            add_field(
                "tags",
                Some(json(&bookmark.tags)?.replace("\",\"", "\", \"")),
            );
        }
        add_field("note", quoted(&bookmark.note)?);
        add_field("bookmarked", format_time(bookmark.created));
    }
    out.push_str("newsprint: 1\n---\n\n");
    let text = |text: &str| vec![Inline::Text(text.to_owned())];
    let title = Block::Heading(Heading {
        level: 1,
        content: text(&article.title),
    });
    out.push_str(&markdown(&[title]));
    if let Some(document) = document {
        out.push('\n');
        out.push_str(&markdown(&document.blocks));
    }
    let mut blocks = Vec::new();
    for place in bookmarks
        .iter()
        .filter(|bookmark| bookmark.anchor.is_some())
    {
        if !blocks.is_empty() {
            blocks.push(Block::ThematicBreak);
        }
        if let Some(section) = &place.section {
            blocks.push(Block::Heading(Heading {
                level: 3,
                content: text(section),
            }));
        }
        if let Some(quote) = &place.quote {
            blocks.push(Block::BlockQuote(vec![Block::Paragraph(text(quote))]));
        }
        for line in place.note.iter().flat_map(|note| note.lines()) {
            blocks.push(Block::Paragraph(text(line)));
        }
        if let Some(made) = format_time(place.created) {
            let made = format!("{CREATED_PREFIX}{made}");
            blocks.push(Block::Paragraph(text(&made)));
        }
        if !place.tags.is_empty() {
            let tags = format!("Tags: {}", place.tags.join(", "));
            blocks.push(Block::Paragraph(text(&tags)));
        }
    }
    if !blocks.is_empty() {
        out.push_str(&format!("\n{PLACES_HEADING}\n\n## Bookmarked places\n\n"));
        out.push_str(&markdown(&blocks));
    }
    Ok(out)
}

/// Formats a time in seconds since 1970 as RFC 3339; `None` if it is out of range.
fn format_time(seconds: i64) -> Option<String> {
    let moment = chrono::DateTime::from_timestamp(seconds, 0)?;
    Some(moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}

/// Returns the file name of an article: letters and digits of its title, and its id, which makes the name unique on
/// every file system.
fn file_name(article: &ArticleRow) -> String {
    let mut name = String::new();
    for c in article.title.chars().flat_map(char::to_lowercase) {
        let c = if c.is_alphanumeric() { c } else { '-' };
        if c == '-' && (name.is_empty() || name.ends_with('-')) {
            continue;
        }
        if name.len() + c.len_utf8() > MAX_TITLE_BYTES {
            break;
        }
        name.push(c);
    }
    let name = name.trim_end_matches('-');
    let name = if name.is_empty() { "article" } else { name };
    format!("{name}-{}.md", article.id)
}
