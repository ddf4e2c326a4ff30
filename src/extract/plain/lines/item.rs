//! Items of lists with their continuation lines: bullets, check boxes, numbers and letters.

use super::join::{collapse_whitespace, push_unwrapped};
use super::line::PlainLine;
use super::shape;
use super::unit::{Layout, PlainUnit, PlainUnitKind};
use crate::extract::plain::marks;

/// An item at the start of a line: its number, if it is a number, and its text.
pub(super) type Item<'a> = (Option<u64>, &'a str);

/// Number of lines after an item of a numbered list that are searched for the next number.
const LOOK_AHEAD: usize = 12;

/// Returns the item that begins at line `i`.
pub(super) fn item_at<'a>(
    lines: &[PlainLine<'a>],
    i: usize,
    out: &[PlainUnit],
) -> Option<Item<'a>> {
    let text = lines.get(i)?.text;
    if let Some(item) = marks::item(text) {
        let belongs = item.0.is_none() || continues_numbering(lines, i, item.0, out);
        return belongs.then_some(item);
    }
    (is_check_box(text) || is_lettered(lines, i)).then_some((None, text))
}

/// Returns true if a box to be checked precedes the words.
fn is_check_box(text: &str) -> bool {
    let rest = ["[ ] ", "[x] ", "[X] ", "☐ ", "☑ ", "☒ "]
        .into_iter()
        .find_map(|sign| text.strip_prefix(sign));
    rest.is_some_and(|rest| !rest.trim().is_empty())
}

/// Returns true if line `i` begins with a letter or a small Roman number and another line near it with the one before or
/// after: `a)`, `(b)`, `iv.`.
fn is_lettered(lines: &[PlainLine<'_>], i: usize) -> bool {
    let Some(mark) = lines.get(i).and_then(|l| letter_mark(l.text)) else {
        return false;
    };
    let near = lines.get(i.saturating_sub(LOOK_AHEAD)..(i + LOOK_AHEAD + 1).min(lines.len()));
    near.unwrap_or_default()
        .iter()
        .filter_map(|line| letter_mark(line.text))
        .any(|other| {
            let beside = |a: Option<u64>, b: Option<u64>| matches!((a, b), (Some(a), Some(b)) if a.abs_diff(b) == 1);
            other.style == mark.style && (beside(other.letter, mark.letter) || beside(other.roman, mark.roman))
        })
}

/// The letter or Roman number before an item.
struct LetterMark {
    /// Characters around the letter, and true for a capital.
    style: (bool, char, bool),
    letter: Option<u64>,
    roman: Option<u64>,
}

fn letter_mark(text: &str) -> Option<LetterMark> {
    let inner = text.strip_prefix('(');
    let rest = inner.unwrap_or(text);
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let letters = rest
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .take(6)
        .count();
    let mark = rest.get(..letters)?;
    let mut after = rest.get(letters..)?.chars();
    let close = after.next().filter(|c| matches!(c, ')' | '.'))?;
    let words = after.as_str();
    if !words.starts_with([' ', '\t']) || words.trim().is_empty() {
        return None;
    }
    let capital = mark.starts_with(|c: char| c.is_ascii_uppercase());
    // A capital with a point is an initial or the number of a chapter; a point never follows an opening bracket.
    if close == '.' && (capital || inner.is_some()) {
        return None;
    }
    let letter = match mark.as_bytes() {
        [byte] => Some(u64::from(byte.to_ascii_lowercase() - b'a') + 1),
        _ => None,
    };
    let roman = roman_number(&mark.to_ascii_lowercase());
    (letter.is_some() || roman.is_some()).then_some(LetterMark {
        style: (inner.is_some(), close, capital),
        letter,
        roman,
    })
}

/// Returns the value of a Roman number in lower case, up to 39.
fn roman_number(text: &str) -> Option<u64> {
    let tens = text.bytes().take_while(|b| *b == b'x').count();
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let rest = text.get(tens..)?;
    let (tens, rest) = if tens <= 3 { (tens, rest) } else { return None };
    let ones = ones.iter().position(|known| *known == rest)?;
    let value = tens * 10 + ones;
    (value > 0).then_some(u64::try_from(value).ok()?)
}

/// Returns true if line `i` opens a unit of its own without a blank line before it.
pub(super) fn opens_unit(lines: &[PlainLine<'_>], i: usize) -> bool {
    let Some(line) = lines.get(i) else {
        return false;
    };
    let text = line.text;
    text.starts_with('>')
        || text.starts_with('|')
        || marks::item(text).is_some()
        || marks::is_rule(text)
        || marks::fence(text).is_some()
        || is_check_box(text)
        || is_lettered(lines, i)
}

/// Reads an item, its continuation lines, and the paragraphs below it that are set in as far as its words.
pub(super) fn read_list_item(
    lines: &[PlainLine<'_>],
    i: usize,
    (number, text): Item<'_>,
    layout: &Layout,
    out: &mut Vec<PlainUnit>,
) -> usize {
    let Some(first) = lines.get(i) else {
        return i + 1;
    };
    let shape = &layout.shape;
    let indent = first.indent;
    let mut end = i + 1;
    while let Some(line) = lines.get(end)
        && !line.text.is_empty()
        && !opens_unit(lines, end)
        && marks::numbering(line.text).is_none()
        && (line.indent > indent
            || (shape.wrapped && lines.get(end - 1).is_some_and(|l| shape.is_full(l, line))))
    {
        end += 1;
    }
    let mut words = collapse_whitespace(text);
    for line in lines.get(i + 1..end).unwrap_or_default() {
        push_unwrapped(&mut words, line.text, &layout.divided);
    }
    // A later paragraph of the item begins in the column of its words.
    let mark = first.text.len().saturating_sub(text.len());
    let column = indent + first.text.get(..mark).unwrap_or_default().chars().count();
    while number.is_none()
        && mark > 0
        && shape.wrapped
        && let Some(line) = lines.get(end + 1).filter(|l| !l.text.is_empty())
        && line.indent == column
        && lines.get(end).is_some_and(|l| l.text.is_empty())
    {
        let from = end + 1;
        let mut until = from;
        while let Some(line) = lines.get(until)
            && line.indent == column
            && !line.text.is_empty()
            && !opens_unit(lines, until)
        {
            until += 1;
        }
        let run = lines.get(from..until).unwrap_or_default();
        let closed = lines.get(until).is_none_or(|l| l.text.is_empty());
        if run.is_empty() || !closed || shape::is_code(run) || !shape::is_prose_text(run, shape) {
            break;
        }
        words.push_str("\n\n");
        let mut paragraph = String::new();
        for line in run {
            push_unwrapped(&mut paragraph, line.text, &layout.divided);
        }
        words.push_str(&paragraph);
        end = until;
    }
    let kind = PlainUnitKind::Item {
        indent: indent.saturating_sub(shape.base),
        number,
    };
    out.push(PlainUnit {
        kind,
        text: words,
        follows_blank: false,
        lines: 0..0,
    });
    end
}

/// Returns true if a numbered line belongs to a list: the unit before it or the line after it has the next number. A
/// lone number belongs to a heading or a sentence.
fn continues_numbering(
    lines: &[PlainLine<'_>],
    i: usize,
    number: Option<u64>,
    out: &[PlainUnit],
) -> bool {
    let Some(number) = number else { return true };
    if let Some(PlainUnit {
        kind: PlainUnitKind::Item {
            number: Some(before),
            ..
        },
        ..
    }) = out.last()
        && before.checked_add(1) == Some(number)
    {
        return true;
    }
    let after = lines
        .iter()
        .skip(i + 1)
        .take(LOOK_AHEAD)
        .filter(|l| !l.text.is_empty());
    let mut numbers = after
        .filter_map(|l| marks::item(l.text))
        .filter_map(|(number, _)| number);
    let next_has_text = lines.get(i + 1).is_some_and(|l| !l.text.is_empty());
    let next = lines.iter().skip(i + 1).find(|l| !l.text.is_empty());
    match next_has_text {
        // In text without blank lines an item may continue over several lines.
        true => numbers.next() == Some(number + 1),
        false => {
            next.and_then(|l| marks::item(l.text))
                .and_then(|item| item.0)
                == Some(number + 1)
        }
    }
}
