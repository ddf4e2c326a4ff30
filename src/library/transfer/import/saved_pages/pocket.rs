//! Pages of Pocket's CSV export: the columns `title`, `url`, `time_added`, `tags` (separated by `|`) and `status`, in any
//! order.

use serde_json::json;

use crate::extract::{Format, Hints, charset};
use crate::library::transfer::import::saved_pages::page::SavedPage;
use crate::model::ItemPosition;
use crate::text::CsvReader;

/// Returns true if the first row of a text names the columns of Pocket's export.
pub(in crate::library) fn is_pocket(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let Some((_, row)) = CsvReader::new(first, ',').next() else {
        return false;
    };
    let has = |name: &str| column(&row, name).is_some();
    has("url") && has("title") && (has("time_added") || has("status"))
}

/// Passes each page of a file to `add`, which returns false to stop.
pub(super) fn for_each_page(
    bytes: &[u8],
    add: &mut impl FnMut(ItemPosition, &str, Option<SavedPage>) -> bool,
) {
    let text = charset::decode_text(bytes, Format::PlainText, &Hints::default());
    let mut rows = CsvReader::new(&text, ',');
    let Some((_, names)) = rows.next() else {
        return;
    };
    let columns = ["url", "title", "time_added", "tags", "status"];
    let [url, title, time, tags, status] = columns.map(|name| column(&names, name));
    for (line, row) in rows {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", |cell| cell.trim());
        let seconds: Option<i64> = cell(time).parse().ok();
        let page = SavedPage {
            url: cell(url).to_owned(),
            title: cell(title).to_owned(),
            added: seconds.map(|seconds| json!(seconds)),
            is_archived: matches!(cell(status), "archive" | "read" | "1"),
            tags: cell(tags)
                .split('|')
                .map(str::trim)
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect(),
            ..SavedPage::default()
        };
        // A row without the column of the address is damaged.
        let is_complete = url.is_some_and(|at| at < row.len());
        if !add(
            ItemPosition::Line(line),
            &row.join(","),
            is_complete.then_some(page),
        ) {
            return;
        }
    }
}

/// Returns the index of a column.
fn column(names: &[String], name: &str) -> Option<usize> {
    names
        .iter()
        .position(|known| known.trim().eq_ignore_ascii_case(name))
}
