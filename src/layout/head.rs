//! Layout of the head of an article: title, standfirst, and a line of facts (publisher, date, byline, reading time).

use super::columns::columns;
use super::inline_text::InlineText;
use super::ornament::ornament_span;
use super::prose::{ProseSettings, align_lines, paragraph_lines, title_lines};
use super::wrap::{NO_HYPHENATION, wrap};
use super::{Role, TextLine};
use crate::model::{Document, Metadata, duration_text};

/// Returns the text of the head: the title, and below it the standfirst. Facts are ornaments and have no text.
pub(super) fn head_text(document: &Document) -> String {
    let parts = [
        document.metadata.title.as_deref(),
        document.standfirst_to_show(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join("\n")
}

/// Returns the lines of the head; none if the document has no metadata. `minutes` is the reading time, `note` is shown behind it.
pub(super) fn head_lines(
    document: &Document,
    (minutes, note): (Option<usize>, Option<&str>),
    width: usize,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let metadata = &document.metadata;
    let settings = &settings.without_justification();
    let mut lines = Vec::new();
    let mut base = 0;
    if let Some(words) = &metadata.title {
        let inline_text = InlineText::unformatted(words.as_str(), base);
        lines.extend(title_lines(&inline_text, width, Role::Title, settings));
        for span in lines.iter_mut().flat_map(|line| &mut line.spans) {
            span.format.bold = true;
        }
        // Room under the title.
        lines.push(TextLine::default());
        base += words.len() + 1;
    }
    if let Some(standfirst) = document.standfirst_to_show() {
        let inline_text = InlineText::unformatted(standfirst, base);
        lines.extend(paragraph_lines(
            &inline_text,
            width,
            Role::Standfirst,
            settings,
        ));
    }
    lines.extend(facts_lines(metadata, (minutes, note), width, settings));
    lines
}

/// Returns publisher, date, byline, reading time and a note, as many on a line as fit.
fn facts_lines(
    metadata: &Metadata,
    (minutes, note): (Option<usize>, Option<&str>),
    width: usize,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let direction = settings.direction_of(metadata.title.as_deref().unwrap_or_default());
    let separator = if settings.options.ascii {
        " - "
    } else {
        " · "
    };
    let facts = [
        metadata.publisher.clone(),
        metadata
            .published
            .map(|published| settings.options.date_style.write(published.day())),
        metadata.byline.clone(),
        minutes.map(duration_text),
        note.map(str::to_owned),
    ];
    let mut rows: Vec<String> = Vec::new();
    for fact in facts.into_iter().flatten() {
        let fact = fact.replace(['\u{ad}', '\t', '\n'], " ");
        let fits = |row: &&mut String| columns(row) + columns(separator) + columns(&fact) <= width;
        if let Some(row) = rows.last_mut().filter(fits) {
            row.push_str(separator);
            row.push_str(&fact);
        } else {
            let pieces = wrap(&fact, width, &[], NO_HYPHENATION).into_iter();
            rows.extend(pieces.filter_map(|piece| Some(fact.get(piece.range)?.to_owned())));
        }
    }
    let line = |row: String| TextLine {
        spans: vec![ornament_span(
            settings.visual_ornament_parts(&row, separator, direction),
            Role::Facts,
        )],
        ..TextLine::default()
    };
    align_lines(rows.into_iter().map(line).collect(), width, direction)
}
