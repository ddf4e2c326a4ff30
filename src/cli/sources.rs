//! `newsprint sources`: where stories come from, and how that goes.

use std::io::Write;

use anyhow::Result;
use serde_json::{Value, json};

use super::arguments::SourcesArguments;
use super::list::unreadable;
use super::output::{json_line, put};
use super::row::time;
use super::setup::Setup;
use super::shelf;
use super::table::Table;
use crate::library::SourceRow;

/// Runs the command.
///
/// # Errors
/// The library can't be read, or the output takes no more.
pub fn run(arguments: &SourcesArguments, setup: &Setup, output: &mut impl Write) -> Result<()> {
    let Some(library) = shelf::to_read(setup)? else {
        return Ok(());
    };
    let table = Table::new(setup);
    for source in library.source_rows().map_err(unreadable)? {
        if arguments.json {
            json_line(output, &source_json(&source))?;
            continue;
        }
        let start = format!("{:>5} {:<6}", source.id, source.kind);
        let mut count = format!("{} of {} unread", source.unread, source.articles);
        if source.paused {
            count.push_str(", paused");
        }
        put(output, &table.line(&start, &source.title, &count))?;
        if let Some(error) = &source.error {
            put(output, &table.line("            ", error, ""))?;
        }
    }
    Ok(())
}

/// The object of a source, as scripts get it.
pub(super) fn source_json(source: &SourceRow) -> Value {
    let path = source.path.as_ref();
    json!({
        "id": source.id, "kind": source.kind, "title": source.title, "url": source.url,
        "path": path.map(|path| path.to_string_lossy()),
        // Sources have no tags yet.
        "tags": [],
        "paused": source.paused, "articles": source.articles, "unread": source.unread,
        "last_success": time(source.last_success), "next_fetch": time(source.next_fetch),
        "failing_since": time(source.failing_since), "error": source.error,
    })
}
