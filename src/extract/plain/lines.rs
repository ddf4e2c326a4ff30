//! Steps 1 and 2: splits a text into lines, and groups lines into [`PlainUnit`]s: paragraphs, items, code, quotes,
//! rules.
//!
//! An intended line break is distinguished from a wrapped line by the lines themselves: if the first word of the
//! next line would not have fitted, the line was wrapped.

mod figure;
mod hyphen;
mod item;
mod join;
mod line;
mod paragraph;
mod printed;
mod sections;
mod shape;
mod unit;
mod verse;

use super::marks;
use item::read_list_item;
pub(super) use join::collapse_whitespace;
use join::{join_lines, join_listing, join_verbatim};
pub(super) use line::BREAKS;
use line::{PlainLine, split_lines};
use paragraph::read_text_lines;
use shape::{Shape, is_code, is_command};
use unit::{Layout, line_numbers};
pub use unit::{PlainUnit, PlainUnitKind};

/// Returns true if most line breaks of `text` only fill a column.
pub(super) fn is_wrapped(text: &str) -> bool {
    Shape::of(&split_lines(text)).wrapped
}

/// Returns the units of `text` in reading order.
pub fn split_units(text: &str) -> Vec<PlainUnit> {
    let mut lines = split_lines(text);
    printed::drop_page_breaks(&mut lines);
    let shape = Shape::of(&lines);
    let headings = sections::margin_headings(&lines, &shape);
    let shape = match headings {
        Some(_) => shape.assume_wrapped_if_narrow(),
        None => shape,
    };
    let layout = Layout::of(&lines, shape);
    match headings {
        Some(headings) => split_sections(&lines, &headings, &layout),
        None => {
            let mut out = Vec::new();
            split_lines_into_units(&lines, &layout, &mut out);
            out
        }
    }
}

/// Returns the units of a text with `headings` at the margin.
fn split_sections(lines: &[PlainLine<'_>], headings: &[usize], layout: &Layout) -> Vec<PlainUnit> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in headings {
        split_lines_into_units(lines.get(from..*at).unwrap_or_default(), layout, &mut out);
        if let Some(line) = lines.get(*at) {
            let level = marks::numbering(line.text).map_or(2, |depth| (depth + 1).clamp(2, 6));
            out.push(PlainUnit {
                kind: PlainUnitKind::Heading(level),
                text: collapse_whitespace(line.text),
                follows_blank: true,
                lines: line.number..line.number + 1,
            });
        }
        from = at + 1;
    }
    split_lines_into_units(lines.get(from..).unwrap_or_default(), layout, &mut out);
    out
}

/// Returns the units of a quotation, which have too few lines to detect wrapping; they are taken as wrapped if narrow.
pub(super) fn split_quoted_units(text: &str) -> Vec<PlainUnit> {
    let lines = split_lines(text);
    let layout = Layout::of(&lines, Shape::of(&lines).assume_wrapped_if_narrow());
    let mut out = Vec::new();
    split_lines_into_units(&lines, &layout, &mut out);
    out
}

/// Lines up to which something was searched without success, so that nothing is searched twice and the time stays
/// linear.
#[derive(Debug, Default)]
struct SearchedUntil {
    /// The end of a fence.
    fence: usize,
    /// A listing.
    listing: usize,
}

/// Adds the units of `lines` to `out`.
fn split_lines_into_units(lines: &[PlainLine<'_>], layout: &Layout, out: &mut Vec<PlainUnit>) {
    let mut searched = SearchedUntil::default();
    let mut i = 0;
    let mut follows_blank = true;
    while let Some(line) = lines.get(i) {
        if line.text.is_empty() {
            follows_blank = true;
            i += 1;
            continue;
        }
        let (before, start) = (out.len(), i);
        i = read_unit(lines, i, follows_blank, layout, &mut searched, out);
        if let Some(first) = out.get_mut(before) {
            first.follows_blank |= follows_blank;
        }
        let read = line_numbers(lines.get(start..i).unwrap_or_default());
        // Units that do not know their lines have all that were read.
        for unit in out.iter_mut().skip(before).filter(|u| u.lines.is_empty()) {
            unit.lines = read.clone();
        }
        follows_blank = false;
    }
}

/// Reads the unit at line `i` (or several, where a group is split), and returns the line after it.
fn read_unit<'a>(
    lines: &[PlainLine<'a>],
    i: usize,
    follows_blank: bool,
    layout: &Layout,
    searched: &mut SearchedUntil,
    out: &mut Vec<PlainUnit>,
) -> usize {
    let Some(line) = lines.get(i) else {
        return i + 1;
    };
    let shape = &layout.shape;
    let new = |kind, text: String| PlainUnit {
        kind,
        text,
        follows_blank: false,
        lines: 0..0,
    };
    if i >= searched.fence
        && let Some((fence, language)) = marks::fence(line.text)
    {
        if let Some(close) = closing_fence(lines, i, fence) {
            let inner = lines.get(i + 1..close).unwrap_or_default();
            let code = join_verbatim(inner);
            if !code.is_empty() {
                out.push(new(PlainUnitKind::Code(language), code));
            }
            return close + 1;
        }
        searched.fence = i + MAX_FENCE_SEARCH_LINES;
    }
    if line.text.starts_with('>') {
        let end = run_end(lines, i, |l| l.text.starts_with('>'));
        let inner = lines
            .get(i..end)
            .unwrap_or_default()
            .iter()
            .map(|l| marks::unquoted(l.text));
        out.push(new(
            PlainUnitKind::Quote,
            inner.collect::<Vec<_>>().join("\n"),
        ));
        return end;
    }
    if let Some((end, kind, text)) = figure::find_figure(lines, i) {
        out.push(new(kind, text));
        return end;
    }
    if line.text.starts_with('|') {
        let end = run_end(lines, i, |l| {
            l.text.starts_with('|') || marks::is_rule(l.text)
        });
        if end - i >= 2 {
            out.push(new(
                PlainUnitKind::Table,
                join_lines(lines.get(i..end).unwrap_or_default(), "\n"),
            ));
            return end;
        }
    }
    let next = lines.get(i + 1).filter(|l| !l.text.is_empty());
    if marks::is_rule(line.text) {
        // A line over the title and one under it, as reStructuredText has them.
        let under = lines.get(i + 2).and_then(|l| marks::underline(l.text));
        if let (Some(title), Some(level)) = (next, under)
            && marks::underline(line.text).is_some()
            && !marks::is_rule(title.text)
        {
            out.push(new(
                PlainUnitKind::Heading(level),
                collapse_whitespace(title.text),
            ));
            return i + 3;
        }
        out.push(new(PlainUnitKind::Rule, String::new()));
        return i + 1;
    }
    if let Some(under) = next
        && let Some(level) = marks::underline(under.text)
        && under.width * 2 >= line.width
        && under.width <= line.width + 8
    {
        out.push(new(
            PlainUnitKind::Heading(level),
            collapse_whitespace(line.text),
        ));
        return i + 2;
    }
    if let Some((level, title)) = marks::hashes(line.text)
        && follows_blank
        && next.is_none()
    {
        out.push(new(
            PlainUnitKind::Heading(level),
            collapse_whitespace(title),
        ));
        return i + 1;
    }
    if let Some(item) = item::item_at(lines, i, out) {
        return read_list_item(lines, i, item, layout, out);
    }
    if !shape.wrapped && i >= searched.listing {
        let (end, found) = shape::find_listing(lines, i);
        if found {
            let inner = lines.get(i..end).unwrap_or_default();
            out.push(new(PlainUnitKind::Code(None), join_listing(inner)));
            return end;
        }
        searched.listing = end;
    }
    if follows_blank && line.indent >= shape.base + 4 {
        let end = run_end(lines, i, |l| l.indent >= shape.base + 4);
        let at_end = lines.get(end).is_none_or(|l| l.text.is_empty());
        let group = lines.get(i..end).unwrap_or_default();
        let introduced = out.last().is_some_and(|u| u.text.ends_with(':'));
        if at_end && (is_code(group) || (introduced && is_command(group, shape))) {
            // Parts of one listing are often separated by a blank line.
            let mut last = end;
            while let Some(from) =
                (last..last + 3).find(|k| lines.get(*k).is_some_and(|l| !l.text.is_empty()))
            {
                let until = run_end(lines, from, |l| l.indent >= shape.base + 4);
                if from == last
                    || until == from
                    || !is_code(lines.get(from..until).unwrap_or_default())
                {
                    break;
                }
                last = until;
            }
            out.push(new(
                PlainUnitKind::Code(None),
                join_verbatim(lines.get(i..last).unwrap_or_default()),
            ));
            return last;
        }
    }
    read_text_lines(lines, i, layout, out)
}

fn closing_fence(lines: &[PlainLine<'_>], open: usize, fence: &str) -> Option<usize> {
    // Bounded, so that many fences that are never closed cannot cost more than linear time.
    let inner = lines
        .iter()
        .enumerate()
        .skip(open + 1)
        .take(MAX_FENCE_SEARCH_LINES);
    inner
        .into_iter()
        .find(|(_, l)| l.text.starts_with(fence) && l.text.chars().all(|c| fence.starts_with(c)))
        .map(|(k, _)| k)
}

/// Number of lines that are searched for the end of a fence.
const MAX_FENCE_SEARCH_LINES: usize = 2_000;

fn run_end<'a>(
    lines: &[PlainLine<'a>],
    from: usize,
    belongs: impl Fn(&PlainLine<'a>) -> bool,
) -> usize {
    let run = lines
        .iter()
        .skip(from)
        .take_while(|l| !l.text.is_empty() && belongs(l))
        .count();
    from + run
}
