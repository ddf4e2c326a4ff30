//! Runs of plain lines: wrapped paragraphs, paragraphs with a first line that is set in, hanging entries, verse, and
//! lines with intended breaks.

use super::hyphen::DividedWords;
use super::item::opens_unit;
use super::join::{collapse_whitespace, join_lines, unwrapped};
use super::line::PlainLine;
use super::shape::{Shape, is_evidently_wrapped, is_prose_text};
use super::unit::{Layout, PlainUnit, PlainUnitKind, line_numbers};
use super::verse::is_verse;
use crate::extract::plain::marks;

/// Reads the run of plain lines at line `i`, and returns the line after it.
pub(super) fn read_text_lines(
    lines: &[PlainLine<'_>],
    i: usize,
    layout: &Layout,
    out: &mut Vec<PlainUnit>,
) -> usize {
    let mut end = i + 1;
    while let Some(line) = lines.get(end)
        && !line.text.is_empty()
        && !opens_unit(lines, end)
        && lines
            .get(end + 1)
            .is_none_or(|under| marks::underline(under.text).is_none())
    {
        end += 1;
    }
    let run = lines.get(i..end).unwrap_or_default();
    if !layout.shape.wrapped {
        read_unwrapped(run, &layout.divided, out);
        return end;
    }
    if let Some((term, meaning)) = split_term(run, &layout.shape) {
        let meaning = unwrapped(meaning, &layout.divided);
        out.push(PlainUnit {
            kind: PlainUnitKind::Text,
            text: format!("{}\n{meaning}", collapse_whitespace(term.text)),
            follows_blank: false,
            lines: line_numbers(run),
        });
        return end;
    }
    let mut from = 0;
    for start in paragraph_starts(run, &layout.shape) {
        push_paragraph(run.get(from..start).unwrap_or_default(), layout, out);
        from = start;
    }
    push_paragraph(run.get(from..).unwrap_or_default(), layout, out);
    end
}

/// Adds the lines of a text that is not wrapped: each is a paragraph, except in verse and in the wrapped parts that
/// such a text quotes.
fn read_unwrapped(run: &[PlainLine<'_>], divided: &DividedWords, out: &mut Vec<PlainUnit>) {
    let new = |text: String, lines: &[PlainLine<'_>]| PlainUnit {
        kind: PlainUnitKind::Text,
        text,
        follows_blank: false,
        lines: line_numbers(lines),
    };
    if is_evidently_wrapped(run) {
        out.push(new(unwrapped(run, divided), run));
    } else if is_verse(run) {
        out.push(new(join_lines(run, "\n"), run));
    } else {
        for line in run {
            out.push(new(
                collapse_whitespace(line.text),
                std::slice::from_ref(line),
            ));
        }
    }
}

/// Returns true if the text has letters, and all of them are capitals.
fn is_in_capitals(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    text.chars().any(char::is_uppercase) && letters.all(|c| !c.is_lowercase())
}

/// Returns the term at the start of a run and its meaning, which is set in below it.
fn split_term<'a, 'b>(
    run: &'b [PlainLine<'a>],
    shape: &Shape,
) -> Option<(&'b PlainLine<'a>, &'b [PlainLine<'a>])> {
    let (term, meaning) = run.split_first()?;
    let first = meaning.first()?;
    let set_in = first.indent >= term.indent + 3 && first.indent <= term.indent + 16;
    let same = meaning.iter().all(|l| l.indent == first.indent);
    let prose = meaning.len() == 1 || is_prose_text(meaning, shape);
    let open = !shape.is_full(term, first) && !marks::ends_sentence(term.text);
    let heading = term.indent <= shape.base && is_in_capitals(term.text);
    (set_in && same && prose && open && !heading).then_some((term, meaning))
}

/// Returns the lines of a run, without the first, at which a paragraph begins.
fn paragraph_starts(run: &[PlainLine<'_>], shape: &Shape) -> Vec<usize> {
    let base = run.iter().map(|l| l.indent).min().unwrap_or(0);
    let set_in = |l: &PlainLine<'_>| l.indent > base && l.indent <= base + 8;
    let indented = run.iter().filter(|l| l.indent > base).count();
    if indented == 0 || is_verse(run) {
        return Vec::new();
    }
    let ends = |before: &PlainLine<'_>, line: &PlainLine<'_>| {
        marks::ends_sentence(before.text)
            || before.text.ends_with(['」', '』', '؟', '।'])
            || !shape.is_full(before, line)
    };
    let openers: Vec<usize> = (1..run.len())
        .filter(|k| match (run.get(k - 1), run.get(*k)) {
            (Some(before), Some(line)) => set_in(line) && ends(before, line),
            _ => false,
        })
        .collect();
    let first = run.first().is_some_and(|l| l.indent > base);
    if openers.len() + usize::from(first) == indented {
        let mut starts = Vec::new();
        for (nth, opener) in openers.iter().copied().enumerate() {
            let last = match nth {
                0 => 0,
                _ => openers.get(nth - 1).copied().unwrap_or(0),
            };
            // A short line that follows the end of a paragraph at the margin is a heading over the next one.
            if opener >= last + 2
                && let (Some(before), Some(heading)) = (run.get(opener - 2), run.get(opener - 1))
                && heading.indent == base
                && marks::ends_sentence(before.text)
                && !marks::ends_sentence(heading.text)
                && heading.width * 3 <= shape.width() * 2
            {
                starts.push(opener - 1);
            }
            starts.push(opener);
        }
        return starts;
    }
    // A heading in capitals over a paragraph that is set in.
    if let [heading, second, ..] = run
        && indented + 1 == run.len()
        && !first
        && is_in_capitals(heading.text)
        && !shape.is_full(heading, second)
    {
        return vec![1];
    }
    let outdented: Vec<usize> = (1..run.len())
        .filter(|k| run.get(*k).is_some_and(|l| l.indent == base))
        .collect();
    // Entries with a hanging indent, as bibliographies have them.
    if !first
        && !outdented.is_empty()
        && indented * 2 >= run.len()
        && outdented.iter().all(|k| {
            let before = run.get(k - 1);
            before.is_some_and(|l| marks::ends_sentence(l.text) && l.indent > base)
        })
    {
        return outdented;
    }
    Vec::new()
}

fn push_paragraph(lines: &[PlainLine<'_>], layout: &Layout, out: &mut Vec<PlainUnit>) {
    let own = lines.iter().map(|l| l.indent + l.width).max().unwrap_or(0);
    let verse = own * 20 <= layout.shape.width() * 17 && is_verse(lines);
    let text = if !verse && is_prose_text(lines, &layout.shape) {
        unwrapped(lines, &layout.divided)
    } else {
        join_lines(lines, "\n")
    };
    // A set-in first line stands for a blank line.
    let set_in = lines.first().is_some_and(|l| l.indent > layout.shape.base);
    let heads = lines.len() == 1;
    out.push(PlainUnit {
        kind: PlainUnitKind::Text,
        text,
        follows_blank: set_in || heads,
        lines: line_numbers(lines),
    });
}
