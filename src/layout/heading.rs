//! Layout of section headings: [`heading_lines`].

use super::bidi::Direction;
use super::columns::columns;
use super::inline_text::InlineText;
use super::ornament::{mirrored_ornament, ornament_span, spaces};
use super::prose::{ProseSettings, align_lines, title_lines};
use super::{Role, TextLine};
use crate::model::Heading;

/// Returns the lines of a heading: a mark beside every line, narrower for deeper levels; the first level is underlined.
pub(super) fn heading_lines(
    heading: &Heading,
    inline_text: &InlineText,
    width: usize,
    settings: &ProseSettings<'_>,
    is_underlined: bool,
) -> Vec<TextLine> {
    let level = heading.level.clamp(1, 6);
    let ascii = settings.options.ascii;
    let direction = settings.direction_of(&inline_text.text);
    let mark = match (level, ascii) {
        (1, true) => "# ",
        (2, true) => "## ",
        (3, true) => "### ",
        (4, true) => "#### ",
        (5, true) => "##### ",
        (_, true) => "###### ",
        (1, false) => "█ ",
        (2, false) => "▌ ",
        (3, false) => "▍ ",
        (_, false) => "▏ ",
    };
    let used = columns(mark);
    let marked = width >= used + 4;
    let used = if marked { used } else { 0 };
    let mut lines = title_lines(inline_text, width - used, Role::Heading(level), settings);
    let widest = lines.iter().map(columns_without_indent).max().unwrap_or(0);
    for (i, line) in lines.iter_mut().enumerate().filter(|_| marked) {
        let span = match ascii && i > 0 {
            true => spaces(used),
            false => ornament_span(
                mirrored_ornament(mark.to_owned(), direction),
                Role::HeadingMark,
            ),
        };
        match direction {
            Direction::Ltr => line.spans.insert(0, span),
            Direction::Rtl => line.spans.push(span),
        }
    }
    if is_underlined {
        let dash = if ascii { "=" } else { "━" };
        let underline = dash.repeat((widest + used).min(width));
        let line = TextLine {
            spans: vec![ornament_span(underline, Role::HeadingMark)],
            ..TextLine::default()
        };
        lines.extend(align_lines(vec![line], width, direction));
    }
    lines
}

/// Returns the columns of a line without the white space at its start.
fn columns_without_indent(line: &TextLine) -> usize {
    let text = line.text();
    columns(text.trim_start_matches(' '))
}
