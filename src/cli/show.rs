//! `newsprint show`: prints articles of the library, of files or of pages as text, Markdown, JSON, or their source.

use std::io::{self, Write};

use anyhow::{Result, bail};

use super::arguments::{ShowArguments, ShowFormat, ShownText};
use super::article::{self, NamedArticle};
use super::error::Diagnostics;
use super::json;
use super::open_library;
use super::setup::Setup;
use super::waiting_entries::extract_waiting_entries;
use crate::comparison::{ChangeMarks, compare};
use crate::ingest::DocumentLoader;
use crate::library::LibraryReader;
use crate::model::{Document, TextKind};
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
    if arguments.format == Some(ShowFormat::Changes) {
        extract_waiting_entries(setup);
    }
    let library = open_library::open_if_exists(setup)?;
    let loader = DocumentLoader::with_tour();
    let format = arguments.format.unwrap_or(ShowFormat::Text);
    let mut diagnostics = Diagnostics::default();
    let mut first = true;
    for target in &arguments.articles {
        let printed = match format {
            ShowFormat::Source => {
                article::find_source_text(target, library.as_ref(), &loader).map(|found| {
                    if let Some(url) = found.fetched {
                        diagnostics.warn(format!("source fetched anew: {url}: it is not stored"));
                    }
                    found.text.into_bytes()
                })
            }
            ShowFormat::Changes => article::find_article(target, library.as_ref(), &loader)
                .and_then(|found| changes_text(&found, library.as_ref())),
            ShowFormat::Text | ShowFormat::Markdown | ShowFormat::Json => {
                article::find_article(target, library.as_ref(), &loader).and_then(|mut found| {
                    if let Some(text) = arguments.text {
                        choose_text(&mut found, text, library.as_ref())?;
                    }
                    if found.document.is_none() {
                        let title = clean::clean_line(&found.article.title);
                        diagnostics.fail(format!(
                            "no text: {title}: only its title and URL are stored"
                        ));
                    }
                    let document = found.corrected_text(library.as_ref())?;
                    Ok(article_bytes(&found, &document, format)?)
                })
            }
        };
        match printed {
            Ok(text) => {
                if !first && format != ShowFormat::Json {
                    writeln!(output, "\n\u{c}")?;
                }
                first = false;
                output.write_all(&text)?;
            }
            Err(error) => diagnostics.fail(error.to_string()),
        }
    }
    Ok(diagnostics)
}

/// Replaces the text of an article by that of its feed or its page. A text that is the only one counts as that of the feed.
fn choose_text(
    found: &mut NamedArticle,
    text: ShownText,
    library: Option<&LibraryReader>,
) -> Result<()> {
    let kind = match text {
        ShownText::Feed => TextKind::Feed,
        ShownText::Page => TextKind::Page,
    };
    let id = found.article.id;
    let library = library.filter(|_| id.is_in_library());
    let (shown, document) = match (found.article.shown_text, library) {
        (Some(shown), Some(library)) => (shown, library.extracted_text(id, kind)?),
        _ => (TextKind::Feed, None),
    };
    if kind == shown {
        return Ok(());
    }
    let title = clean::clean_line(&found.article.title);
    let Some(document) = document else {
        match kind {
            TextKind::Page => bail!(
                "no text of the page: {title}: in newsprint, x fetches it; newsprint sources set ID full-text=always fetches all of a feed"
            ),
            TextKind::Feed => {
                bail!("no text of the feed: {title}: --text page prints that of the page")
            }
        }
    };
    found.article.shown_text = Some(kind);
    found.article.word_count = Some(document.words());
    found.document = Some(document);
    Ok(())
}

/// Returns an article as it is printed in a format.
fn article_bytes(
    found: &NamedArticle,
    document: &Document,
    format: ShowFormat,
) -> io::Result<Vec<u8>> {
    Ok(match format {
        ShowFormat::Json => {
            let object = json::article_with_text_json(&found.article, document);
            let mut line = Vec::new();
            json::print_json(&mut line, &object)?;
            line
        }
        ShowFormat::Markdown => document_markdown(document).into_bytes(),
        ShowFormat::Text | ShowFormat::Source | ShowFormat::Changes => {
            document_text(document).into_bytes()
        }
    })
}

/// Returns the text of an article with what was deleted and inserted since the text that was seen last.
fn changes_text(found: &NamedArticle, library: Option<&LibraryReader>) -> Result<Vec<u8>> {
    let id = found.article.id;
    let library = library.filter(|_| id.is_in_library());
    let texts = match library {
        Some(library) => library.earlier_text(id)?.zip(library.document(id)?),
        None => None,
    };
    let title = clean::clean_line(&found.article.title);
    let Some((earlier, (document, _))) = texts else {
        bail!("no earlier text: {title}: nothing has changed since it was stored");
    };
    let compared = compare(&earlier.document, &document, ChangeMarks::Signs);
    Ok(document_text(&compared.document).into_bytes())
}
