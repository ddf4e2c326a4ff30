//! Between steps 2 and 3: headings that are marked as light markup languages mark them, in texts that use little else of these:
//! `**Heading**`, `__Heading__`, `*Heading*`, `== Heading ==`.

use super::label;
use super::lines::{PlainUnit, PlainUnitKind};
use super::marks;

/// The longest heading, in words.
const MAX_WORDS: usize = 14;
/// The fewest lines in single marks that are headings: one alone may be stressed, or a note below a title.
const MIN_SINGLE: usize = 2;

/// A heading without its marks.
#[derive(Debug, Clone, Copy)]
struct MarkedHeading<'a> {
    /// Level of a heading whose marks say it.
    level: Option<u8>,
    text: &'a str,
    /// True for one star or underscore on each side.
    is_single: bool,
}

/// Makes lines that are marked as headings headings, and removes their marks.
pub(super) fn read_marked_headings(units: &mut [PlainUnit]) {
    let singles = units
        .iter()
        .filter(|unit| unit.kind == PlainUnitKind::Text)
        .filter(|unit| marked_heading(&unit.text).is_some_and(|h| h.is_single));
    let use_singles = singles.count() >= MIN_SINGLE;
    let last = units.len().saturating_sub(1);
    for (i, unit) in units.iter_mut().enumerate() {
        if unit.kind != PlainUnitKind::Text || !unit.follows_blank || i == last {
            continue;
        }
        let Some(heading) = marked_heading(&unit.text) else {
            continue;
        };
        if heading.is_single && !use_singles {
            continue;
        }
        let numbering = marks::numbering(heading.text);
        let level = heading
            .level
            .unwrap_or_else(|| label::level_of_numbering(numbering));
        unit.text = heading.text.to_owned();
        unit.kind = PlainUnitKind::Heading(level);
    }
}

/// Returns the heading in a line that is marked as one as a whole.
fn marked_heading(text: &str) -> Option<MarkedHeading<'_>> {
    let sign = text
        .chars()
        .next()
        .filter(|c| matches!(c, '*' | '_' | '='))?;
    let inner = text.trim_start_matches(sign);
    let count = text.len() - inner.len();
    let inner = inner.strip_suffix(text.get(..count)?)?;
    let is_wiki = sign == '=';
    let trimmed = inner.trim();
    let words = trimmed.split_whitespace().count();
    let fits = (1..=MAX_WORDS).contains(&words)
        && !inner.contains([sign, '\n'])
        && (is_wiki || trimmed.len() == inner.len())
        && trimmed.chars().any(char::is_alphabetic)
        && !trimmed.ends_with(['.', ',', ';', '。', '，', '；', '…']);
    let counts = match is_wiki {
        true => (2..=6).contains(&count),
        false => (1..=3).contains(&count),
    };
    (fits && counts).then_some(MarkedHeading {
        level: is_wiki.then_some(u8::try_from(count).ok()?),
        text: trimmed,
        is_single: count == 1,
    })
}
