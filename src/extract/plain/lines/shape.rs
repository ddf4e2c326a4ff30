//! Shape of the lines of a text: hard-wrapped or not, at which column, and with which common indentation.

use super::line::{PlainLine, has_columns};
use crate::model::script::is_cjk;

/// Shape of the lines of a text: wrapped or not, width, indentation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Most line breaks inside paragraphs only fill a column.
    pub(super) wrapped: bool,
    /// The column that is filled.
    width: usize,
    /// The indentation that most lines share.
    pub(super) base: usize,
}

/// The widest column that texts are wrapped to; longer lines are whole paragraphs.
const MAX_WIDTH: usize = 120;
/// Lines are sometimes wrapped a few characters early.
const SLACK: usize = 8;

/// Widest column of a text that is all verse.
const VERSE_WIDTH: usize = 64;

impl Shape {
    /// Returns the shape of a text whose lines fill `width` columns.
    pub(super) fn with_width(width: usize) -> Self {
        Self {
            wrapped: true,
            width,
            base: 0,
        }
    }

    /// Returns the column that the lines fill.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn of(lines: &[PlainLine<'_>]) -> Self {
        let mut widths = [0_usize; MAX_WIDTH + 1];
        let mut indents = [0_usize; 41];
        let mut total = 0_usize;
        for line in lines.iter().filter(|l| !l.text.is_empty()) {
            total += 1;
            if let Some(count) = widths.get_mut((line.indent + line.width).min(MAX_WIDTH)) {
                *count += 1;
            }
            if let Some(count) = indents.get_mut(line.indent.min(40)) {
                *count += 1;
            }
        }
        // The column: all but the longest fiftieth of the lines end before it.
        let mut longer = 0;
        let mut width = MAX_WIDTH;
        for (columns, count) in widths.iter().enumerate().rev() {
            longer += count;
            width = columns;
            if longer * 50 > total {
                break;
            }
        }
        // Indentation that almost every line has: that of a text indented as a whole.
        let mut lower = 0;
        let mut base = 0;
        for (columns, count) in indents.iter().enumerate() {
            lower += count;
            base = columns;
            if lower * 4 > total {
                break;
            }
        }
        let mut shape = Self {
            wrapped: false,
            width,
            base: if base < 40 { base } else { 0 },
        };
        if width >= MAX_WIDTH {
            return shape;
        }
        let pairs = lines.windows(2).filter_map(|pair| match pair {
            [a, b] if !a.text.is_empty() && !b.text.is_empty() => Some((a, b)),
            _ => None,
        });
        let (mut beside, mut full, mut upper, mut lower) = (0_usize, 0_usize, 0_usize, 0_usize);
        for (a, b) in pairs {
            beside += 1;
            full += usize::from(shape.is_full(a, b));
            let first = b.text.chars().find(|c| c.is_alphabetic());
            upper += usize::from(first.is_some_and(char::is_uppercase));
            lower += usize::from(first.is_some_and(char::is_lowercase));
        }
        // Lines that all begin with a capital, and are no wider than verse, were broken by hand.
        if upper >= 3 && lower * 5 <= upper && width <= VERSE_WIDTH {
            return shape;
        }
        // Verse and lists beside the prose do not disprove it: a third of the breaks is enough.
        shape.wrapped = beside > 0 && beside * 5 >= total && full * 3 >= beside && width >= 30;
        shape
    }

    /// Returns the shape with `wrapped` set if its lines are short enough.
    pub(super) fn assume_wrapped_if_narrow(self) -> Self {
        Self {
            wrapped: self.wrapped || self.width < MAX_WIDTH,
            ..self
        }
    }

    /// Returns true if the first word of `next` would not have fitted at the end of `line`.
    pub(super) fn is_full(&self, line: &PlainLine<'_>, next: &PlainLine<'_>) -> bool {
        line.indent + line.width + 1 + first_word(next.text) + SLACK > self.width
            || divides_word(line.text, next.text)
    }
}

/// Returns true if a hyphen divides the last word of `line`, which goes on in small letters.
fn divides_word(line: &str, next: &str) -> bool {
    let before = line.strip_suffix(['-', '‐', '\u{ad}']);
    before.is_some_and(|before| before.ends_with(char::is_alphabetic))
        && next.starts_with(char::is_lowercase)
}

/// Characters of the first word; scripts without spaces break anywhere.
fn first_word(text: &str) -> usize {
    match text.chars().next() {
        Some(c) if is_cjk(c) => 1,
        _ => text
            .chars()
            .take_while(|c| !c.is_whitespace())
            .take(40)
            .count(),
    }
}

/// Returns true if the breaks in a run of lines only fill a column.
pub(super) fn is_prose_text(lines: &[PlainLine<'_>], shape: &Shape) -> bool {
    let breaks = lines.len().saturating_sub(1);
    if breaks == 0 {
        return true;
    }
    // Lines set far to the right are an address or a date, each as it was meant.
    if lines.iter().all(|l| l.indent * 2 > shape.width) {
        return false;
    }
    if lines.iter().filter(|l| has_columns(l.text)).count() * 2 > lines.len() {
        return false;
    }
    // A narrow run (a quotation, a ragged margin) has a column of its own.
    let own = lines.iter().map(|l| l.indent + l.width).max().unwrap_or(0);
    let narrow = Shape {
        width: own.min(shape.width),
        ..*shape
    };
    let used = if breaks >= 3 { &narrow } else { shape };
    let count = |shape: &Shape| {
        lines
            .windows(2)
            .filter(|pair| matches!(pair, [a, b] if shape.is_full(a, b)))
            .count()
    };
    if own * 10 < shape.width * 6 {
        // Lines much shorter than the column were broken by hand.
        return count(shape) * 3 >= breaks * 2;
    }
    count(used) * 3 >= breaks * 2 || starts_lower(lines)
}

/// Returns true if a run of lines shows by itself that it is wrapped: each break is in the middle of a sentence, at the
/// same column.
pub(super) fn is_evidently_wrapped(lines: &[PlainLine<'_>]) -> bool {
    let own = lines.iter().map(|l| l.indent + l.width).max().unwrap_or(0);
    if lines.len() < 2 || !(NARROWEST_RUN..MAX_WIDTH).contains(&own) {
        return false;
    }
    let shape = Shape::with_width(own);
    lines.windows(2).all(|pair| match pair {
        [a, b] => {
            shape.is_full(a, b)
                && b.indent <= a.indent
                && !has_columns(a.text)
                && b.text.starts_with(char::is_lowercase)
                && a.text.ends_with(|c: char| {
                    c.is_alphanumeric() || matches!(c, ',' | '-' | '‐' | '’' | '\'')
                })
        }
        _ => true,
    })
}

/// Narrowest column of a wrapped run in a text that is not wrapped.
const NARROWEST_RUN: usize = 55;

/// Most lines but the first start in lower case: the sentence continues.
fn starts_lower(lines: &[PlainLine<'_>]) -> bool {
    let lower = lines
        .iter()
        .skip(1)
        .filter(|l| l.text.chars().next().is_some_and(char::is_lowercase))
        .count();
    lower * 4 >= lines.len().saturating_sub(1) * 3
}

/// Returns true if lines that are set in look like code or a drawing rather than prose: signs of programming, or
/// aligned columns.
pub(super) fn is_code(lines: &[PlainLine<'_>]) -> bool {
    let mut points = 0_usize;
    let mut count = 0_usize;
    for line in lines.iter().filter(|l| !l.text.is_empty()) {
        count += 1;
        let signs = line
            .text
            .chars()
            .filter(|c| {
                matches!(
                    c,
                    '{' | '}' | ';' | '=' | '<' | '>' | '|' | '$' | '\\' | '_' | '#' | '+'
                )
            })
            .count();
        let columns = has_columns(line.text);
        let ends = line.text.ends_with(['{', '}', ';', ')', ':', '|']);
        let opens = line.text.starts_with(['$', '#', '/', '<', '{', '+', '|']);
        points += usize::from(
            signs >= 2
                || columns
                || opens
                || is_block_statement(line.text)
                || (ends && signs + usize::from(line.text.contains('(')) > 0),
        );
    }
    count > 0 && points * 2 >= count
}

/// Returns true if the line opens a block of a program, or is a call of one function and no more.
fn is_block_statement(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphanumeric()).next();
    let opens = text.ends_with(':') && first.is_some_and(|word| BLOCK_WORDS.contains(&word));
    let call = text.split_once('(').is_some_and(|(name, rest)| {
        let named = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':');
        !name.is_empty() && name.chars().all(named) && rest.ends_with(')')
    });
    opens || call
}

/// Words that open a block of a program whose blocks are set in.
const BLOCK_WORDS: &[&str] = &[
    "class", "def", "elif", "else", "except", "finally", "for", "if", "try", "while", "with",
];

/// Returns true if set-in lines that a colon introduces are commands or their output: short, without an end of a
/// sentence, one of them with a sign or a small letter at its start.
pub(super) fn is_command(lines: &[PlainLine<'_>], shape: &Shape) -> bool {
    let ends = |l: &PlainLine<'_>| l.text.ends_with(['.', '!', '?', ',', ';', '。', '”', '"']);
    let narrow = |l: &PlainLine<'_>| (l.width + l.indent) * 10 <= shape.width * 9;
    let opens = |l: &PlainLine<'_>| {
        l.text
            .starts_with(|c: char| c.is_lowercase() || c.is_ascii_punctuation())
    };
    let signs = |l: &PlainLine<'_>| {
        l.text.contains(['/', '\\', '=', '_', '$', '<', '{', '`'])
            || l.text.contains("--")
            || l.text.contains(" -")
    };
    lines.iter().all(|l| !ends(l) && narrow(l))
        && lines.iter().any(signs)
        && lines.iter().any(opens)
}

/// Returns the line after a run of lines like code that begins at line `i`, and true if the run is a listing: at least
/// three lines, many of them surely code, separated by at most one blank line.
pub(super) fn find_listing(lines: &[PlainLine<'_>], i: usize) -> (usize, bool) {
    let opens = |l: &PlainLine<'_>| l.indent >= 2 || is_code_statement(l.text);
    if !lines.get(i).is_some_and(|l| is_code_statement(l.text)) {
        return (i, false);
    }
    let (mut count, mut statements, mut end, mut blank) = (0_usize, 0_usize, i, 0);
    for (k, line) in lines.iter().enumerate().skip(i) {
        if line.text.is_empty() {
            blank += 1;
            if blank > 1 {
                break;
            }
            continue;
        }
        if !opens(line) {
            break;
        }
        blank = 0;
        count += 1;
        statements += usize::from(is_code_statement(line.text));
        end = k + 1;
    }
    (end, count >= 3 && statements * 3 >= count)
}

/// Returns true if a line looks like a line of a program.
fn is_code_statement(text: &str) -> bool {
    let ends = text.ends_with(['{', '}', ';']) || text.ends_with("=>") || text.ends_with("});");
    let prose =
        text.ends_with(';') && text.split_whitespace().count() > 8 && !text.contains(['(', '=']);
    let opens = [
        "//", "/*", "}", "{", "</", "<?", "#!", "#include", "@media", "$ ",
    ]
    .iter()
    .any(|sign| text.starts_with(sign));
    (ends && !prose) || opens
}
