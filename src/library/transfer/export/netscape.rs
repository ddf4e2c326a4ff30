//! Export of bookmarks as a Netscape bookmark file, which browsers import: `LibraryReader::export_netscape`.

use std::io::Write;

use rusqlite::Connection;

use crate::library::LibraryReader;
use crate::library::query::listing;
use crate::library::state::bookmarks_of;
use crate::library::transfer::export::{ExportError, ExportOmission, ExportReport};
use crate::model::ArticleId;

const FILE_HEADER: &str = "<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
";

/// Writes a Netscape bookmark file: a link for every bookmarked article that has one, the oldest bookmark first.
pub(in crate::library) fn export_netscape(
    library: &LibraryReader,
    output: &mut impl Write,
    mut progress: impl FnMut(usize, usize),
) -> Result<ExportReport, ExportError> {
    let reading = library.connection().unchecked_transaction()?;
    let connection: &Connection = &reading;
    let mut exported = ExportReport::default();
    let mut statement = connection
        .prepare("SELECT article FROM bookmark GROUP BY article ORDER BY min(created), article")?;
    let ids: Vec<ArticleId> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    output.write_all(FILE_HEADER.as_bytes())?;
    let (mut without_link, mut places) = (0, 0);
    for (done, id) in ids.iter().enumerate() {
        let Some(article) = listing::rows_of_ids(connection, &[*id])?.pop() else {
            continue;
        };
        let bookmarks = bookmarks_of(connection, &[*id])?.remove(id);
        let bookmarks = bookmarks.unwrap_or_default();
        let Some(url) = &article.url else {
            without_link += 1;
            continue;
        };
        places += bookmarks
            .iter()
            .filter(|bookmark| bookmark.anchor.is_some())
            .count();
        let created = bookmarks.iter().map(|bookmark| bookmark.created).min();
        write!(
            output,
            "    <DT><A HREF=\"{}\" ADD_DATE=\"{}\"",
            escape_html(url),
            created.unwrap_or_default()
        )?;
        if !article.state.tags.is_empty() {
            // A comma separates tags, so a tag can't contain one.
            let tags: Vec<String> = article
                .state
                .tags
                .iter()
                .map(|tag| escape_html(&tag.replace(',', " ")))
                .collect();
            write!(output, " TAGS=\"{}\"", tags.join(","))?;
        }
        writeln!(output, ">{}</A>", escape_html(&article.title))?;
        let of_article = bookmarks.iter().find(|bookmark| bookmark.anchor.is_none());
        if let Some(note) = of_article.and_then(|bookmark| bookmark.note.as_ref()) {
            writeln!(output, "    <DD>{}", escape_html(note))?;
        }
        exported.articles += 1;
        progress(done + 1, ids.len());
    }
    writeln!(output, "</DL><p>")?;
    output.flush()?;
    if without_link > 0 {
        let omission = ExportOmission::WithoutLink(without_link);
        exported.omissions.push(omission);
    }
    if places > 0 {
        exported.omissions.push(ExportOmission::Places(places));
    }
    exported.omissions.push(ExportOmission::AllButBookmarks);
    Ok(exported)
}

/// Escapes text for HTML content and attribute values.
pub(super) fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
