//! Step 7: recognises the dump of a whole page, with menus and boilerplate, as opposed to a text that somebody wrote.
//! Two signs show a page:
//!
//! 1. amount: enough units that are hardly part of the article are boilerplate by their own words;
//! 2. edges: before the first prose and after the last one there are many units that are hardly part of the article,
//!    and several kinds of boilerplate, or the line of a page footer.

use super::dump;
use super::evidence::Evidence;
use super::features::{SHORT_LINE, UnitFeatures};
use super::lexicon::class::{self, PAGE_CLASSES};

/// Smallest probability of the prose that boilerplate stands before or after.
const MIN_PROSE: f32 = 0.01;
/// Number of last units that are searched for the page footer.
const FOOT: usize = 12;

/// Returns true if the text is the dump of a whole page. Nothing is dropped from other texts.
pub fn is_page_dump(lines: &[UnitFeatures], evidence: &Evidence) -> bool {
    has_phrases(lines, evidence) || is_crowded(lines, evidence) || has_edges(lines, evidence)
}

/// Returns true if several units before the first prose and after the last one are boilerplate by their phrases.
fn has_phrases(lines: &[UnitFeatures], evidence: &Evidence) -> bool {
    let is_sure_prose = |(line, p): (&UnitFeatures, &f32)| {
        line.words >= 6 && line.ends_sentence && *p >= MIN_PROSE && line.phrase.is_none()
    };
    let mut all = lines.iter().zip(&evidence.content);
    let first = all.clone().position(is_sure_prose).unwrap_or(0);
    let last = all.rposition(is_sure_prose).unwrap_or(lines.len());
    let (mut above, mut below, mut inside) = (0_usize, 0_usize, 0_usize);
    for (i, line) in lines.iter().enumerate() {
        let worded =
            line.phrase.is_some() && !line.looks_like_code && line.copy == 0 && !line.is_item;
        if worded && i < first {
            above += 1;
        } else if worded && i > last {
            below += 1;
        } else if worded {
            inside += 1;
        }
    }
    let count = above + below;
    // In a long text a few such lines are its own words.
    let dense = (count + inside) * 100 >= lines.len();
    dense && (above >= 3 || below >= 2 || (above >= 1 && below >= 1))
}

/// Returns true if enough short units that are hardly part of the article are boilerplate by their own words (sharing,
/// accounts, navigation, law, comments).
///
/// If there are few of these, many units with weaker signs (related articles, shops, copies) count as well if they
/// begin before the article.
fn is_crowded(lines: &[UnitFeatures], evidence: &Evidence) -> bool {
    let (mut unlikely, mut worded, mut hinted, mut above) = (0_usize, 0_usize, 0_usize, 0_usize);
    let weak = lines.iter().zip(&evidence.content).enumerate();
    for (i, (line, p)) in weak.filter(|(_, (l, p))| **p < 0.4 && l.words <= 12) {
        let sum = |classes: usize| line.classes.iter().take(classes).sum::<u16>();
        let most = |count: u16| count > 0 && usize::from(count) * 2 >= line.words;
        let of = |class: usize| line.classes.get(class).copied().unwrap_or(0);
        let own = (most(sum(PAGE_CLASSES)) && !line.looks_like_code && line.copy == 0)
            || (line.has_copyright && of(class::LAW) > 0);
        let hint = most(sum(class::BYLINE) + of(class::ADVERTISING));
        unlikely += 1;
        worded += usize::from(own);
        hinted += usize::from(hint || line.copies > 1 || line.menu_marks || line.has_glued_words);
        above += usize::from(i < evidence.body.start && *p < 0.3);
    }
    // A few such lines in a long text are its own words.
    let dense = worded * 250 >= lines.len();
    let clear = worded >= 4 || (worded == 3 && unlikely * 4 >= lines.len());
    let crowded = worded >= 2 && hinted >= 8 && above >= 4 && unlikely * 4 >= lines.len();
    ((dense && clear) || crowded) && unlikely >= 6 && !evidence.body.is_empty()
}

/// Returns true if the text has the edges of a page.
fn has_edges(lines: &[UnitFeatures], evidence: &Evidence) -> bool {
    let is_sure_prose =
        |(line, p): (&UnitFeatures, &f32)| line.words >= 15 && line.ends_sentence && *p >= 0.5;
    let mut all = lines.iter().zip(&evidence.content);
    let Some(first) = all.clone().position(is_sure_prose) else {
        return false;
    };
    let last = all.rposition(is_sure_prose).unwrap_or(first);
    let (mut unlikely, mut kinds, mut foot) = (0_usize, 0_u32, false);
    for (i, (line, p)) in lines.iter().zip(&evidence.content).enumerate() {
        if (first..=last).contains(&i) || line.looks_like_code || line.is_verbatim || line.copy > 0
        {
            continue;
        }
        unlikely += usize::from(
            *p < 0.1 && line.words <= 12 && line.date.is_none() && !line.is_placeholder,
        );
        if *p < 0.4 {
            kinds |= dump::boilerplate_kind(line).map_or(0, |kind| 1 << kind);
        }
        let law = line.classes.get(class::LAW).copied().unwrap_or(0);
        let signed = (law > 0 && (line.has_copyright || line.digit_share > 0.0)) || law >= 2;
        foot |=
            i > last && i + FOOT >= lines.len() && line.words <= SHORT_LINE && signed && *p < 0.4;
    }
    match kinds.count_ones() {
        0 | 1 => false,
        2 => unlikely >= if foot { 4 } else { 45 },
        _ => unlikely >= if foot { 4 } else { 15 },
    }
}
