//! Part of step 7: the extent of the article in the dump of a page, and the boilerplate inside it.
//!
//! 1. The extent begins with the body by the evidence, and grows outward over sentences, up to a line that usually
//!    stands outside an article (a heading over other articles, comments, law).
//! 2. Inside the extent a unit stays, unless it is boilerplate by its own words, or stands in a run of such units
//!    without a sentence of its own.

use std::ops::Range;

use crate::extract::plain::evidence::Evidence;
use crate::extract::plain::features::UnitFeatures;
use crate::extract::plain::lexicon::PhraseKind;
use crate::extract::plain::lexicon::class;
use crate::extract::plain::lines::{PlainUnit, PlainUnitKind};

/// Units without a sentence that may stand between the article and a sentence that is added to it.
const MAX_GAP: usize = 14;
/// Units after a heading over other articles in which the article may go on.
const MAX_BOX: usize = 9;
/// Smallest probability of the sentences with which it goes on.
const MIN_AFTER_BOX: f32 = 0.6;
/// Smallest probability of a sentence that is added to the article.
const MIN_ADDED_SENTENCE: f32 = 0.002;
/// Smallest probability of a unit without a sentence at the ends of the article.
const MIN_ADDED_LINE: f32 = 0.42;
/// Smallest probability of such a unit between the last sentence and a heading over other articles, comments or law.
const MIN_LAST_LINE: f32 = 0.03;
/// Largest probability of a unit without a sentence that goes with the boilerplate beside it.
const MAX_BESIDE: f32 = 0.4;
/// Largest probability of a unit without a sentence that is dropped alone: by its own shape, or as it stands there again and
/// again.
const MAX_ALONE: f32 = 0.1;
const MAX_REPEATED: f32 = 0.35;
/// Largest probability of a unit between blank lines that goes with the box around it.
const MAX_BOXED: f32 = 0.03;
/// Largest box of a newsletter, in lines, and the longest of its lines, in words.
const MAX_BOXED_LINES: usize = 6;
const MAX_BOXED_WORDS: usize = 25;
/// Smallest probability at which a unit that looks like a button stays.
const MIN_WORDED: f32 = 0.35;

/// Returns, for each unit of a page, whether it is part of the article.
pub(super) fn article_units(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    title: Option<usize>,
) -> Vec<bool> {
    let mut stays = vec![false; units.len()];
    let extent = article_extent(units, lines, evidence, title);
    for i in extent.clone() {
        if let Some(stay) = stays.get_mut(i) {
            *stay = !is_own_boilerplate(i, units, lines, evidence);
        }
    }
    drop_boilerplate_runs(extent.clone(), units, lines, evidence, &mut stays);
    drop_boxed_sentences(extent.clone(), units, lines, evidence, &mut stays);
    drop_before_first_sentence(extent, lines, evidence, title, &mut stays);
    stays
}

/// Returns true if the unit is boilerplate by its own words and shape.
pub(super) fn is_own_boilerplate(
    i: usize,
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
) -> bool {
    let (Some(unit), Some(line)) = (units.get(i), lines.get(i)) else {
        return false;
    };
    let content = evidence.content.get(i).copied().unwrap_or(0.0);
    match unit.kind {
        PlainUnitKind::Code(_)
        | PlainUnitKind::Table
        | PlainUnitKind::Quote
        | PlainUnitKind::Rule => false,
        PlainUnitKind::Heading(_) => line.phrase.is_some_and(|kind| kind != PhraseKind::Sharing),
        PlainUnitKind::Item { .. } if content >= MIN_WORDED => false,
        PlainUnitKind::Text | PlainUnitKind::Item { .. } => {
            line.phrase.is_some()
                || (line.is_placeholder && line.words <= 6)
                || (line.is_pointer
                    && line.words <= 25
                    && !line.ends_sentence
                    && content < MIN_ADDED_LINE)
        }
    }
}

/// Returns true if the unit ends like a sentence, or is text by its form, and has no words of boilerplate.
fn is_sentence(i: usize, units: &[PlainUnit], lines: &[UnitFeatures], evidence: &Evidence) -> bool {
    let Some(line) = lines.get(i) else {
        return false;
    };
    let form = units.get(i).is_some_and(|u| {
        matches!(
            u.kind,
            PlainUnitKind::Code(_) | PlainUnitKind::Table | PlainUnitKind::Quote
        )
    });
    (form || (line.ends_sentence && line.words > 0))
        && !is_own_boilerplate(i, units, lines, evidence)
}

/// Returns the range of the article's units.
fn article_extent(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    title: Option<usize>,
) -> Range<usize> {
    let p = |i: usize| evidence.content.get(i).copied().unwrap_or(0.0);
    let adds = |i: usize| is_sentence(i, units, lines, evidence) && p(i) >= MIN_ADDED_SENTENCE;
    let is_edge = |i: usize| {
        lines.get(i).and_then(|l| l.phrase).is_some_and(|kind| {
            matches!(
                kind,
                PhraseKind::Related | PhraseKind::Comments | PhraseKind::Legal
            )
        }) && is_own_boilerplate(i, units, lines, evidence)
    };
    // A box with other articles may stand in the middle: the article goes on after it.
    let goes_on = |i: usize| {
        let after = (i + 1..units.len()).take(MAX_BOX);
        let sentences = after.filter(|k| adds(*k) && p(*k) >= MIN_AFTER_BOX);
        sentences.count() >= 2
    };
    let body = evidence.body.clone();
    let mut end = body.end;
    let mut gap = 0;
    let mut found = body.clone().any(adds);
    for i in body.end..units.len() {
        // Comments and the like above the first sentence are buttons of the head.
        if found && (gap > MAX_GAP || (is_edge(i) && !goes_on(i))) {
            break;
        }
        if adds(i) && p(i) >= min_after_gap(gap) {
            end = i + 1;
            gap = 0;
            found = true;
        } else {
            gap += 1;
        }
    }
    // Lines that the article's last section may consist of, up to the edge that closes it.
    let closed = (end..units.len()).take(MAX_GAP).any(is_edge);
    let least = if closed {
        MIN_LAST_LINE
    } else {
        MIN_ADDED_LINE
    };
    let own = |i: usize| is_own_boilerplate(i, units, lines, evidence);
    let last_lines = (end..units.len()).take_while(|i| !is_edge(*i) && (own(*i) || p(*i) >= least));
    let end = last_lines
        .filter(|i| !own(*i))
        .last()
        .map_or(end, |i| i + 1);
    let mut start = body.start;
    let least = title.filter(|t| *t < body.start).map_or(0, |t| t + 1);
    let mut gap = 0;
    for i in (least..body.start).rev() {
        let stops = title.is_none_or(|t| i < t) && (is_edge(i) || gap > 3);
        if stops {
            break;
        }
        if adds(i) {
            start = i;
            gap = 0;
        } else {
            gap += 1;
        }
    }
    if title.is_some_and(|t| t < start) {
        start = least.max(start.min(least));
    }
    start..end
}

/// Returns the smallest probability of a sentence after a gap of other units: the longer the gap, the surer it must be.
fn min_after_gap(gap: usize) -> f32 {
    match gap {
        0..=3 => MIN_ADDED_SENTENCE,
        4..=7 => MIN_ADDED_SENTENCE,
        _ => 0.2,
    }
}

/// Drops units without a sentence that stand among units that are boilerplate by their words.
fn drop_boilerplate_runs(
    extent: Range<usize>,
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    stays: &mut [bool],
) {
    let p = |i: usize| evidence.content.get(i).copied().unwrap_or(0.0);
    let own = |i: usize| is_own_boilerplate(i, units, lines, evidence);
    let joins = |i: usize| {
        own(i)
            || (!is_sentence(i, units, lines, evidence) && p(i) < MAX_BESIDE && !is_item(units, i))
    };
    let spaced = is_spaced(units);
    let follows_blank = |k: usize| units.get(k).is_none_or(|u| u.follows_blank);
    let mut i = extent.start;
    while i < extent.end {
        let len = (i..extent.end).take_while(|k| joins(*k)).count();
        let run = i..i + len;
        i += len.max(1);
        let worded: Vec<usize> = run.clone().filter(|k| own(*k)).collect();
        let Some(last) = worded.last() else {
            continue;
        };
        if worded.len() * 3 < len {
            continue;
        }
        // Only what stands between two such units of a box goes with them.
        let complete = |k: usize| {
            let kind = lines.get(k).and_then(|l| l.phrase);
            matches!(
                kind,
                None | Some(PhraseKind::Pointer | PhraseKind::Advertising)
            )
        };
        for pair in worded.windows(2) {
            let &[before, after] = pair else { continue };
            let alone =
                spaced && after == before + 2 && follows_blank(before + 1) && follows_blank(after);
            if complete(before) || complete(after) || alone && p(before + 1) >= MAX_BOXED {
                continue;
            }
            for k in before + 1..after {
                if let Some(stay) = stays.get_mut(k) {
                    *stay = false;
                }
            }
        }
        // What follows in the same block without a blank line belongs to it as well.
        let rest = (last + 1..run.end).take_while(|k| spaced && !follows_blank(*k));
        for k in rest {
            if let Some(stay) = stays.get_mut(k).filter(|_| !complete(*last)) {
                *stay = false;
            }
        }
    }
    for i in extent {
        let line = lines.get(i);
        let repeated = line.is_some_and(|l| l.copies > 2 && l.words <= 5);
        let least = match line {
            _ if repeated => MAX_REPEATED,
            Some(line) if has_button_shape(line) => MAX_ALONE,
            _ => continue,
        };
        if p(i) < least
            && !is_sentence(i, units, lines, evidence)
            && !is_item(units, i)
            && evidence.heading.get(i).is_none_or(|h| *h < 0.2)
            && let Some(stay) = stays.get_mut(i)
        {
            *stay = false;
        }
    }
}

/// Drops sentences between the name of a newsletter or an account and its button, in one block between blank lines.
fn drop_boxed_sentences(
    extent: Range<usize>,
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    stays: &mut [bool],
) {
    if !is_spaced(units) {
        return;
    }
    let calls = |i: usize| {
        let kind = lines.get(i).and_then(|l| l.phrase);
        matches!(kind, Some(PhraseKind::Newsletter | PhraseKind::Account))
            && is_own_boilerplate(i, units, lines, evidence)
    };
    let joins = |i: usize| units.get(i).is_some_and(|u| !u.follows_blank);
    let brief = |i: usize| {
        let is_text = units.get(i).is_some_and(|u| u.kind == PlainUnitKind::Text);
        is_text && lines.get(i).is_some_and(|l| l.words <= MAX_BOXED_WORDS)
    };
    let mut i = extent.start;
    while i < extent.end {
        let after = i + 1;
        let last = (after..extent.end).take_while(|k| joins(*k)).last();
        if calls(i)
            && units.get(i).is_some_and(|u| u.follows_blank)
            && let Some(last) = last.filter(|last| *last <= i + MAX_BOXED_LINES && calls(*last))
            && (after..last).all(brief)
        {
            for stay in stays.iter_mut().take(last).skip(after) {
                *stay = false;
            }
        }
        i = last.unwrap_or(i) + 1;
    }
}

/// Returns true if a unit has words or a shape of buttons and cards: words of boilerplate, a price, an address, arrows, no
/// letters, glued words, copies.
fn has_button_shape(line: &UnitFeatures) -> bool {
    let words: u16 = line.classes.iter().take(class::FUNCTION).sum();
    let function = line.classes.get(class::FUNCTION).copied().unwrap_or(0);
    usize::from(words) * 2 >= line.words && words > function
        || line.has_price
        || line.has_address
        || line.menu_marks
        || line.has_glued_words
        || line.copies > 1
        || line.digit_share >= 1.0
        || line.has_copyright
}

fn is_spaced(units: &[PlainUnit]) -> bool {
    units.iter().filter(|u| u.follows_blank).count() * 2 > units.len()
}

fn is_item(units: &[PlainUnit], i: usize) -> bool {
    units
        .get(i)
        .is_some_and(|u| matches!(u.kind, PlainUnitKind::Item { .. }))
}

/// Drops unlikely units without a sentence before the first sentence.
fn drop_before_first_sentence(
    extent: Range<usize>,
    lines: &[UnitFeatures],
    evidence: &Evidence,
    title: Option<usize>,
    stays: &mut [bool],
) {
    let p = |i: usize| evidence.content.get(i).copied().unwrap_or(0.0);
    let sure = |i: usize, stays: &[bool]| {
        stays.get(i) == Some(&true)
            && lines
                .get(i)
                .is_some_and(|l| l.ends_sentence || l.is_verbatim || p(i) >= 0.7)
    };
    let mut indices = extent.clone();
    let first = indices.find(|i| sure(*i, stays)).unwrap_or(extent.end);
    for i in extent {
        if i < first
            && p(i) < MIN_ADDED_LINE
            && Some(i) != title
            && let Some(stay) = stays.get_mut(i)
        {
            *stay = false;
        }
    }
}
