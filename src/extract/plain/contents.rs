//! Part of step 7: tables of contents. Their entries stand together, and occur again, in the same order and apart from
//! each other, as the headings of the text: so the entries are no headings, and the lines they name are.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rustc_hash::FxHasher;

use super::evidence::Evidence;
use super::features::UnitFeatures;
use super::label::{Label, level};
use super::lines::{PlainUnit, PlainUnitKind};
use super::lowercase::push_lowercase;

/// The fewest entries of a table of contents.
const ENTRIES: usize = 3;
/// The longest entry, in words.
const LONGEST: usize = 20;
/// Smallest probabilities that the line named by an entry is part of the article, and that it is a heading.
const LEAST_CONTENT: f32 = 0.3;
const LEAST_HEADING: f32 = 0.06;

/// Puts the labels of entries and of the headings they name right.
pub(super) fn resolve_table_of_contents(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    page: bool,
    labels: &mut [Label],
) {
    let next = next_copies(units, lines);
    let copy = |i: usize| next.get(i).copied().flatten();
    let mut i = 0;
    while i < units.len() {
        let Some(first) = copy(i) else {
            i += 1;
            continue;
        };
        let mut entries = vec![(i, first)];
        let (mut end, mut last) = (i + 1, first);
        // An entry or two may be named otherwise in the text.
        while end < first && end <= entries.last().map_or(0, |(at, _)| *at) + 2 {
            if let Some(named) = copy(end).filter(|named| *named > last) {
                entries.push((end, named));
                last = named;
            } else if !lines
                .get(end)
                .is_some_and(|l| l.words <= 12 && !l.ends_sentence)
            {
                break;
            }
            end += 1;
        }
        let spread = last - first >= (entries.len() - 1) * 2;
        if entries.len() < ENTRIES || !spread {
            i += 1;
            continue;
        }
        for (entry, named) in &entries {
            if let Some(label @ Label::Heading(_)) = labels.get_mut(*entry)
                && !matches!(
                    units.get(*entry).map(|u| &u.kind),
                    Some(PlainUnitKind::Heading(_))
                )
            {
                let content = evidence.content.get(*entry);
                *label = if page && content.is_some_and(|p| *p < LEAST_CONTENT) {
                    Label::Boilerplate
                } else {
                    Label::Content
                };
            }
            table_of_contents(*entry, *named, units, lines, evidence, page, labels);
        }
        i = entries.last().map_or(i, |(at, _)| *at) + 1;
    }
}

/// Makes unit `named` a heading if it may be one.
fn table_of_contents(
    entry: usize,
    named: usize,
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    page: bool,
    labels: &mut [Label],
) {
    let (Some(unit), Some(line)) = (units.get(named), lines.get(named)) else {
        return;
    };
    let at = |scores: &[f32]| scores.get(named).copied().unwrap_or(0.0);
    let likely =
        at(&evidence.heading) >= LEAST_HEADING && (!page || at(&evidence.content) >= LEAST_CONTENT);
    let larger = lines
        .get(named + 1)
        .is_some_and(|next| next.words > line.words);
    if unit.kind == PlainUnitKind::Text && likely && larger && !line.is_label_and_value {
        let depth = lines.get(entry).filter(|l| l.numbering.is_some());
        if let Some(label @ (Label::Content | Label::Boilerplate)) = labels.get_mut(named) {
            *label = Label::Heading(level(depth.unwrap_or(line)));
        }
    }
}

/// Returns, for each short unit, the next one with the same words, leading and trailing numbers aside.
fn next_copies(units: &[PlainUnit], lines: &[UnitFeatures]) -> Vec<Option<usize>> {
    let mut seen: HashMap<u64, usize, BuildHasherDefault<FxHasher>> = HashMap::default();
    let mut next = vec![None; units.len()];
    for (i, (unit, line)) in units.iter().zip(lines).enumerate().rev() {
        let fits = (1..=LONGEST).contains(&line.words)
            && matches!(
                unit.kind,
                PlainUnitKind::Text | PlainUnitKind::Item { .. } | PlainUnitKind::Heading(_)
            )
            && !unit.text.contains('\n');
        if let Some(key) = fits.then(|| bare(&unit.text)).flatten()
            && let Some(next) = next.get_mut(i)
        {
            *next = seen.insert(key, i);
        }
    }
    next
}

/// Returns a hash of the letters of a heading, without its number, the number of its page and notes in brackets.
fn bare(text: &str) -> Option<u64> {
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let text = text.split_once('[').map_or(text, |(text, _)| text);
    let text = text.trim_end_matches(|c: char| !c.is_alphabetic());
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    let mut count = 0;
    let mut key = FxHasher::default();
    for letter in letters {
        push_lowercase(letter, |lower| {
            count += 1;
            key.write_u32(lower.into());
        });
    }
    (count >= 2).then(|| key.finish())
}
