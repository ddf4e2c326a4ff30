//! Step 8: short dumps of pages, which have too little boilerplate to be recognised by its amount, but several *kinds*
//! of it.
//!
//! 1. The kinds are counted: buttons to share, related articles, law and the like, before the first prose and after the last; and
//!    the marks of a head: a kicker, facts, the place of an image, a title that is repeated at the end.
//! 2. If there are enough kinds, units at the ends that are boilerplate by their own words are dropped, with the units
//!    among them. Prose stays.

use super::features::{SHORT_LINE, UnitFeatures, is_credit};
use super::lexicon::{self, class};
use super::lines::{PlainUnit, PlainUnitKind};
use super::{Label, head};
use crate::model::Metadata;

/// Number of kinds of boilerplate that make a dump; one of them at least must stand after the article.
const MIN_BOILERPLATE_KINDS: usize = 4;
/// Number of units that may precede the first prose.
const HEAD_LINES: usize = 14;

/// Returns true if the text is a short dump, by the kinds of boilerplate at its ends.
pub(super) fn is_dump(units: &[PlainUnit], lines: &[UnitFeatures], title: usize) -> bool {
    let Some(article) = article_lines(lines, title) else {
        return false;
    };
    let mut kinds = 0_u32;
    for line in lines.iter().skip(article.end) {
        kinds |= boilerplate_kind(line).map_or(0, |kind| 1 << kind);
    }
    if kinds == 0 {
        return false;
    }
    let before = lines.iter().take(article.start.min(HEAD_LINES));
    let mut marks = [false; 5];
    for (i, (line, unit)) in before.zip(units).enumerate() {
        kinds |= boilerplate_kind(line)
            .filter(|_| i < title)
            .map_or(0, |kind| 1 << kind);
        let [_, _, facts, kicker, credit] = &mut marks;
        *facts |= head::is_fact(line);
        *kicker |= i < title && line.is_all_caps && line.words <= 3;
        *credit |= is_credit(unit, line);
    }
    let [placeholder, repeated, ..] = &mut marks;
    *placeholder = lines.iter().any(|l| l.is_placeholder);
    let key = lines.get(title).map(|l| l.words_hash);
    *repeated = lines.len() > title + 1 && lines.last().map(|l| l.words_hash) == key;
    let marks = marks.into_iter().filter(|mark| *mark).count();
    usize::try_from(kinds.count_ones()).unwrap_or(0) + marks >= MIN_BOILERPLATE_KINDS
}

/// Removes the boilerplate of a short dump, and takes the publisher from its last lines.
pub(super) fn strip_dump(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    title: usize,
    labels: &mut [Label],
    metadata: &mut Metadata,
) {
    let Some(article) = article_lines(lines, title) else {
        return;
    };
    let first_kind = lines
        .iter()
        .skip(article.end)
        .position(|l| boilerplate_kind(l).is_some());
    let tail = first_kind.map_or(lines.len(), |at| article.end + at);
    for (i, ((unit, line), label)) in units.iter().zip(lines).zip(labels.iter_mut()).enumerate() {
        if !label.is_kept() || matches!(unit.kind, PlainUnitKind::Code(_) | PlainUnitKind::Table) {
            continue;
        }
        let is_sentence =
            line.ends_sentence && boilerplate_kind(line).is_none() && !line.has_copyright;
        let points = line.is_pointer && line.words <= 25 && !line.ends_sentence;
        if i < title || (i >= tail && !is_sentence) || points {
            *label = Label::Boilerplate;
        } else if i < article.start && is_credit(unit, line) {
            *label = Label::Caption;
        }
    }
    if metadata.publisher.is_none() {
        let foot = units.iter().zip(lines).skip(tail);
        let marked = foot.filter(|(_, l)| l.has_copyright).map(|(u, _)| u);
        metadata.publisher = marked.filter_map(|u| owner(&u.text)).next();
    }
}

/// Returns the range from the first prose after the title to the last.
fn article_lines(lines: &[UnitFeatures], title: usize) -> Option<std::ops::Range<usize>> {
    let first = lines.iter().skip(title + 1).position(is_prose_line)? + title + 1;
    let last = lines.iter().rposition(is_prose_line)?;
    Some(first..last + 1)
}

fn is_prose_line(line: &UnitFeatures) -> bool {
    let own: u16 = line.classes.iter().take(class::RELATED).sum();
    let is_sentence = line.words >= 12 && line.ends_sentence && usize::from(own) * 5 < line.words;
    (is_sentence || line.is_item || line.is_verbatim) && !line.has_copyright
}

/// Returns the boilerplate class of most words in a short line.
pub(super) fn boilerplate_kind(line: &UnitFeatures) -> Option<usize> {
    let of = |class: usize| usize::from(line.classes.get(class).copied().unwrap_or(0));
    if line.words == 0 || line.words > SHORT_LINE || line.ends_in_colon || line.is_item {
        return None;
    }
    if line.has_copyright && of(class::LAW) > 0 {
        return Some(class::LAW);
    }
    if line.ends_sentence {
        return None;
    }
    let telling = line.words.saturating_sub(of(class::FUNCTION)).max(1);
    (0..=class::RELATED).find(|class| of(*class) > 0 && of(*class) * 2 >= telling)
}

/// Returns the name after a copyright sign and its year.
fn owner(text: &str) -> Option<String> {
    let (_, after) = text.split_once('©')?;
    let name = after.trim_start_matches(|c: char| {
        c.is_whitespace() || c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | '.')
    });
    let end = name.find(['.', ',', '|', '·', '•', '\n', '©', '(', '–', '—']);
    let name = name.get(..end.unwrap_or(name.len()))?.trim();
    let lawful = |word: &str| lexicon::classes(&word.to_lowercase()) & (1 << class::LAW) != 0;
    let sound = head::is_person_name(name) && name.split_whitespace().count() <= 6;
    (sound && !name.split_whitespace().any(lawful)).then(|| name.to_owned())
}
