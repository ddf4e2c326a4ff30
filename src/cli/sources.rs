//! `newsprint sources`: lists the sources with their state.

use std::io::Write;

use super::arguments::SourcesArguments;
use super::json;
use super::list::library_error;
use super::open_library;
use super::output::print_line;
use super::setup::Setup;
use super::table::Table;
use anyhow::Result;

/// Runs the command.
///
/// # Errors
/// The library can't be read, or the output can't be written.
pub fn run_sources(
    arguments: &SourcesArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<()> {
    let Some(library) = open_library::open_if_exists(setup)? else {
        return Ok(());
    };
    let table = Table::new(setup);
    for source in library.sources().map_err(library_error)? {
        if arguments.json {
            json::print_json(output, &json::source_json(&source))?;
            continue;
        }
        let start = format!("{:>5} {:<6}", source.id, source.kind.name());
        let mut count = format!("{} of {} unread", source.unread_count, source.article_count);
        if source.is_paused {
            count.push_str(", paused");
        }
        print_line(
            output,
            &table.row_with_whole_end(&start, &source.title, &count),
        )?;
        if let Some(error) = &source.error {
            print_line(output, &table.row("            ", &error.to_string(), ""))?;
        }
    }
    Ok(())
}
