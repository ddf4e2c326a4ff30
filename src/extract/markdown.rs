//! Extraction of an article from Markdown: [`extract_markdown`].
//!
//! 1. [`front_matter`] reads the metadata in YAML or TOML at the start of the file.
//! 2. [`source`] rewrites callouts and formulas in CommonMark.
//! 3. [`builder`] converts the events of the CommonMark parser to blocks, [`raw_html`] the HTML between them.
//! 4. [`title`] finds the title, and headings that are bold paragraphs.
//! 5. A standfirst, a byline or a date under the title becomes metadata.

mod badges;
mod builder;
mod explain;
mod front_matter;
mod leading_facts;
mod parser_limits;
mod raw_html;
mod source;
mod title;

use super::Hints;
use super::trace::Trace;
use crate::model::{Block, Document, Inline, Metadata, plain_text};
use crate::text::clean;
use leading_facts::parse_leading_facts;

/// Largest number of characters of a standfirst.
const MAX_STANDFIRST_CHARS: usize = 400;

/// Extracts the article from the Markdown in `text`: CommonMark with the extensions of GitHub, footnotes, front matter
/// and embedded HTML.
///
/// Relative links are resolved against the URL in the front matter, else against the URL in `hints`. The text of math
/// and of unknown extensions stays; nothing fails.
///
/// # Examples
///
/// ```
/// use newsprint::extract::{Hints, markdown::extract_markdown};
///
/// let article = extract_markdown("# Ferry\n\nBy Ana Holm, 2026-02-02\n\nAll cheered.\n", &Hints::default());
/// assert_eq!(article.metadata.title.as_deref(), Some("Ferry"));
/// assert_eq!(article.metadata.byline.as_deref(), Some("Ana Holm"));
/// assert_eq!(article.blocks.len(), 1);
/// assert_eq!(article.blocks[0].text(), "All cheered.");
/// ```
pub fn extract_markdown(text: &str, hints: &Hints<'_>) -> Document {
    extract_traced(text, hints, &mut Trace::counting())
}

/// As [`extract_markdown`], and adds what is left out to `trace`.
pub(super) fn extract_traced(text: &str, hints: &Hints<'_>, trace: &mut Trace) -> Document {
    // Before the parser sees the text: it would take a bracket or a backslash of an escape sequence for Markdown.
    let text = clean::clean_code(text);
    let (mut metadata, body) = front_matter::take_front_matter(&text);
    let base = metadata.url.as_deref().or(hints.url);
    let base = base.and_then(|url| url::Url::parse(url).ok());
    let (parsed, rest) = parser_limits::split_long_text(body);
    let mut blocks =
        builder::build_blocks(&source::rewrite_extensions(parsed), base.as_ref(), trace);
    if !rest.trim().is_empty() {
        blocks.push(Block::Paragraph(vec![Inline::Text(rest.to_owned())]));
    }
    let titled = title::take_title_heading(&mut metadata, &mut blocks, trace);
    if titled {
        take_leading_facts(&mut metadata, &mut blocks);
    }
    title::promote_bold_paragraphs(&mut blocks);
    if trace.is_explaining() {
        explain::trace_source(&text, body, &metadata, &blocks, trace);
    }
    Document {
        metadata,
        blocks,
        ..Document::default()
    }
}

/// Moves a standfirst and a line of metadata from the first blocks to `metadata`, in either order.
fn take_leading_facts(metadata: &mut Metadata, blocks: &mut Vec<Block>) {
    for _ in 0..2 {
        // At least one block must remain as text.
        if blocks.len() < 2 {
            return;
        }
        let Some(first) = blocks.first() else { return };
        let facts = match first {
            Block::Paragraph(content) => parse_leading_facts(&plain_text(content)),
            _ => None,
        };
        if let Some(facts) = facts {
            metadata.byline = metadata.byline.take().or(facts.byline);
            metadata.publisher = metadata.publisher.take().or(facts.publisher);
            metadata.published = metadata.published.or(facts.published);
            metadata.url = metadata.url.take().or(facts.url);
            blocks.remove(0);
        } else if metadata.standfirst.is_none()
            && let Some(text) = standfirst_text(first)
        {
            metadata.standfirst = Some(text);
            blocks.remove(0);
        } else {
            return;
        }
    }
}

/// Returns the text of a paragraph that is emphasized as a whole, or of a quotation of one short paragraph.
fn standfirst_text(block: &Block) -> Option<String> {
    let content = match block {
        Block::Paragraph(content) => match content.as_slice() {
            [Inline::Emphasis(inner)] => inner,
            _ => return None,
        },
        Block::BlockQuote(blocks) => match blocks.as_slice() {
            [Block::Paragraph(content)] => content,
            _ => return None,
        },
        _ => return None,
    };
    let text = plain_text(content).replace('\n', " ");
    // Three words or fewer are more likely a name or a place.
    let long_enough =
        text.split_whitespace().nth(3).is_some() || text.ends_with(['.', '!', '?', '。']);
    (long_enough && text.chars().count() <= MAX_STANDFIRST_CHARS).then_some(text)
}
