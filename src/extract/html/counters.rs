//! Recognizes the counters of a gallery among headings: [`demote_counters`].

use crate::model::{Block, plain_text};

/// Turns the counters of a gallery (`3/12`) from headings to paragraphs: two or more headings that count to the same number.
pub(super) fn demote_counters(blocks: &mut [Block]) {
    let counters: Vec<(usize, Counter)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Heading(heading) => Some((at, parse_counter(&plain_text(&heading.content))?)),
            _ => None,
        })
        .collect();
    let follows =
        |one: &Counter, next: &Counter| one.of == next.of && one.number + 1 == next.number;
    let mut series = vec![false; counters.len()];
    for (at, pair) in counters.windows(2).enumerate() {
        if let [(_, one), (_, next)] = pair
            && follows(one, next)
        {
            series.iter_mut().skip(at).take(2).for_each(|s| *s = true);
        }
    }
    for ((at, _), _) in counters
        .iter()
        .zip(series)
        .filter(|(_, in_series)| *in_series)
    {
        if let Some(block) = blocks.get_mut(*at)
            && let Block::Heading(heading) = block
        {
            *block = Block::Paragraph(std::mem::take(&mut heading.content));
        }
    }
}

/// A counter such as `3/12` or `3 of 12`.
struct Counter {
    number: u32,
    of: u32,
}

/// Parses a heading that is nothing but two numbers, with at most one word before them (`Photo 3 of 12`) and one between
/// them.
fn parse_counter(text: &str) -> Option<Counter> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']'));
    let label = text.trim_start_matches(char::is_alphabetic).trim_start();
    let text = label.trim_start_matches('(');
    let first = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = text.split_at_checked(first)?;
    let last = rest.rfind(|c: char| !c.is_ascii_digit())?;
    let last = last + rest.get(last..)?.chars().next()?.len_utf8();
    let (between, of) = rest.split_at_checked(last)?;
    let between = between.trim();
    let counts =
        between == "/" || between.chars().count() <= 4 && between.chars().all(char::is_alphabetic);
    if !counts || between.is_empty() {
        return None;
    }
    let counter = Counter {
        number: number.parse().ok()?,
        of: of.parse().ok()?,
    };
    (counter.number <= counter.of).then_some(counter)
}
