//! `newsprint show`: stories of the library, or of files, as text, Markdown or JSON.

use std::io::Write;

use anyhow::Result;

use super::arguments::ShowArguments;
use super::error::Diagnostics;
use super::extract::OutputFormat;
use super::json;
use super::setup::Setup;
use super::{shelf, story};
use crate::text::clean;
use crate::text::writers::{document_markdown, document_text};

/// Runs the command.
///
/// # Errors
/// The library can't be opened, or the output takes no more.
pub fn run(
    arguments: &ShowArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let library = shelf::to_read(setup)?;
    let store = shelf::store();
    let format = arguments.format.unwrap_or(OutputFormat::Text);
    let mut diagnostics = Diagnostics::default();
    let mut first = true;
    for target in &arguments.stories {
        let story = match story::find(target, library.as_ref(), &store) {
            Ok(story) => story,
            Err(why) => {
                diagnostics.fail(why);
                continue;
            }
        };
        let document = story.text();
        if !first && format != OutputFormat::Json {
            writeln!(output, "\n\u{c}")?;
        }
        first = false;
        match format {
            OutputFormat::Json => {
                let object = json::article_with_text(&story.article, &document);
                json::write_line(output, &object)?;
            }
            OutputFormat::Markdown => output.write_all(document_markdown(&document).as_bytes())?,
            OutputFormat::Text => output.write_all(document_text(&document).as_bytes())?,
        }
        if story.document.is_none() {
            let title = clean::line(&story.article.title);
            diagnostics.fail(format!(
                "no text yet: {title}: only its title and address are known"
            ));
        }
    }
    Ok(diagnostics)
}
