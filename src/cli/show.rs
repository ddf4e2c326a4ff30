//! `newsprint show`: prints articles of the library or of files as text, Markdown or JSON.

use std::io::Write;

use anyhow::Result;

use super::arguments::ShowArguments;
use super::error::Diagnostics;
use super::extract::OutputFormat;
use super::json;
use super::setup::Setup;
use super::{article, open_library};
use crate::ingest::DocumentLoader;
use crate::text::clean;
use crate::text::writers::{document_markdown, document_text};

/// Runs the command.
///
/// # Errors
/// The library can't be opened, or the output can't be written.
pub fn run_show(
    arguments: &ShowArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let library = open_library::open_if_exists(setup)?;
    let loader = DocumentLoader::with_tour();
    let format = arguments.format.unwrap_or(OutputFormat::Text);
    let mut diagnostics = Diagnostics::default();
    let mut first = true;
    for target in &arguments.articles {
        let found = match article::find_article(target, library.as_ref(), &loader) {
            Ok(found) => found,
            Err(error) => {
                diagnostics.fail(error.to_string());
                continue;
            }
        };
        let document = found.text();
        if !first && format != OutputFormat::Json {
            writeln!(output, "\n\u{c}")?;
        }
        first = false;
        match format {
            OutputFormat::Json => {
                let object = json::article_with_text_json(&found.article, &document);
                json::print_json(output, &object)?;
            }
            OutputFormat::Markdown => output.write_all(document_markdown(&document).as_bytes())?,
            OutputFormat::Text => output.write_all(document_text(&document).as_bytes())?,
        }
        if found.document.is_none() {
            let title = clean::clean_line(&found.article.title);
            diagnostics.fail(format!(
                "no text: {title}: only its title and URL are stored"
            ));
        }
    }
    Ok(diagnostics)
}
