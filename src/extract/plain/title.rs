//! Step 6, first part: the title of a plain text, the best of the short units before the body and at its start, by weighed
//! evidence: [`find_title_line`].

use std::cell::OnceCell;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;

use super::evidence::{self, Evidence, FITTED_WEIGHTS, LineScores, probability};
use super::features::{self, ContextSums, SiblingScores, UnitFeatures, around, own_features};
use super::head::{is_fact, parse_byline};
use super::lexicon::PhraseKind;
use super::lexicon::class;
use super::lines::{PlainUnit, PlainUnitKind};
use super::lowercase::push_lowercase;
use crate::model::script::is_cjk;

/// Number of units before the body that are searched for the title.
const REACH: usize = 60;
/// Number of units of the body that are searched for the title, since menus may run into it.
const INTO: usize = 6;
/// The longest title, in words.
const MAX_TITLE: usize = 40;

/// Names of the features of a title, after those of its unit and of the passes.
const TITLE_NAMES: [&str; 18] = [
    "first unit",
    "date in the next 2",
    "date in the next 5",
    "byline in the next 2",
    "byline in the next 5",
    "date in the last 3",
    "share of words in the prose",
    "share of words in the address",
    "repeated at the end",
    "before a heading",
    "bar or dash",
    "5-16 words",
    "path of sections",
    "first prose within 12",
    "caption",
    "phrase in the next 4",
    "name of the site",
    "rank",
];

// The table of weights has a row for every feature.
const _: () = assert!(
    evidence::WEIGHT_COUNT
        == features::OWN_COUNT
            + features::AROUND_COUNT
            + evidence::SCORE_COUNT
            + features::SIBLING_COUNT
            + TITLE_NAMES.len()
);

/// Returns the names of all features, in the order of the table of weights.
pub fn row_names() -> Vec<String> {
    let mut names = features::own_names();
    names.extend(features::around_names());
    let more = evidence::SCORE_NAMES
        .iter()
        .chain(&features::SIBLING_NAMES)
        .chain(&TITLE_NAMES);
    names.extend(more.map(|name| (*name).to_owned()));
    names
}

/// Returns the candidates for the title, each with its features.
pub fn title_candidates(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    slug: &str,
) -> Vec<(usize, Vec<f32>)> {
    title_candidates_up_to(usize::MAX, units, lines, evidence, slug)
}

/// Returns the candidates for the title up to unit `reach`, each with its features.
fn title_candidates_up_to(
    reach: usize,
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    slug: &str,
) -> Vec<(usize, Vec<f32>)> {
    let sums = ContextSums::of(lines);
    let scores = LineScores::of(&evidence.content, &evidence.body);
    let siblings = SiblingScores::of(&evidence.first_heading, lines);
    // The body may be the second part of an article; its first sure prose is nearer to the title.
    let first_sure = lines
        .iter()
        .zip(&evidence.content)
        .position(|(l, p)| *p >= 0.6 && l.words >= 15);
    let start = first_sure.unwrap_or(usize::MAX).min(evidence.body.start);
    let prose_words = words_of_first_prose(units, evidence);
    let slug: WordHashes = title_words(slug).collect();
    let last = units.len().saturating_sub(1);
    let bylines = vec![OnceCell::new(); units.len()];
    let is_byline = |i: usize| {
        let (Some(cell), Some(line), Some(unit)) = (bylines.get(i), lines.get(i), units.get(i))
        else {
            return false;
        };
        *cell.get_or_init(|| {
            line.words <= 12 && line.chars <= 200 && parse_byline(&unit.text).is_some()
        })
    };
    let signed = |mut range: Range<usize>| f32::from(u8::from(range.any(is_byline)));
    let mut words = Vec::new();
    let mut out = Vec::new();
    for i in (0..3).chain(start.saturating_sub(REACH).max(3)..start + INTO) {
        if i > reach {
            break;
        }
        let (Some(unit), Some(line)) = (units.get(i), lines.get(i)) else {
            continue;
        };
        let fits = (1..=MAX_TITLE).contains(&line.words)
            && line.chars <= 250
            && !line.is_placeholder
            && (line.phrase.is_none()
                || line.words > 4 && line.phrase != Some(PhraseKind::Tagline))
            && !is_time_line(line)
            && !is_date_line(unit, line)
            && !unit.text.contains('\n');
        if !fits || !matches!(unit.kind, PlainUnitKind::Text | PlainUnitKind::Heading(_)) {
            continue;
        }
        words.clear();
        words.extend(title_words(&unit.text));
        let mut row = Vec::with_capacity(evidence::WEIGHT_COUNT);
        own_features(unit, line, &mut row);
        around(i, lines, &sums, &mut row);
        scores.push(i, &mut row);
        siblings.push(i, &mut row);
        let near = |from: usize, to: usize, is: &dyn Fn(&UnitFeatures, &PlainUnit) -> bool| {
            let near = lines.iter().zip(units).skip(from).take(to - from);
            f32::from(u8::from(near.into_iter().any(|(l, u)| is(l, u))))
        };
        let dated = |l: &UnitFeatures, _: &PlainUnit| l.date.is_some() && l.words <= 14;
        let heading_after = units
            .get(i + 1)
            .is_some_and(|u| matches!(u.kind, PlainUnitKind::Heading(_)));
        row.extend([
            f32::from(u8::from(i == 0)),
            near(i + 1, i + 3, &dated),
            near(i + 1, i + 6, &dated),
            signed(i + 1..i + 3),
            signed(i + 1..i + 6),
            near(i.saturating_sub(3), i, &dated),
            share(&words, &prose_words),
            share(&words, &slug),
            f32::from(u8::from(
                line.copies > 1
                    && lines
                        .get(last)
                        .is_some_and(|l| l.words_hash == line.words_hash),
            )),
            f32::from(u8::from(heading_after)),
            f32::from(u8::from(
                unit.text.contains(" | ") || unit.text.contains(" - "),
            )),
            f32::from(u8::from(matches!(line.words, 5..=16))),
            f32::from(u8::from(
                [" > ", " / ", " › ", " » ", " → "]
                    .iter()
                    .any(|sign| unit.text.contains(sign)),
            )),
            near(i + 1, i + 13, &|l, _| {
                l.words >= 15 && l.ends_sentence && l.phrase.is_none()
            }),
            f32::from(u8::from(is_caption(line))),
            near(i + 1, i + 5, &|l, _| l.phrase.is_some()),
            f32::from(u8::from(is_site_line(&unit.text, line))),
        ]);
        // Of equally good candidates the first is the likeliest.
        let rank = out.len() as f32 / REACH as f32;
        row.push(rank);
        out.push((i, row));
    }
    out
}

/// Returns true if a line speaks of an image.
fn is_caption(line: &UnitFeatures) -> bool {
    line.classes
        .get(class::PICTURES)
        .is_some_and(|count| *count > 0)
}

/// Returns true if a line says when or by whom, and little else: `Updated 25 minutes ago`, `Coordinates: 56°26′`.
fn is_time_line(line: &UnitFeatures) -> bool {
    let words = line.classes.get(class::BYLINE).copied().unwrap_or(0);
    let numbers = line.is_label_and_value && line.digit_share > 0.4;
    (line.words <= 5 && usize::from(words) * 2 >= line.words.max(1)) || numbers
}

/// Returns true if at least half of a line is a date.
fn is_date_line(unit: &PlainUnit, line: &UnitFeatures) -> bool {
    let date = line.date.as_ref();
    date.is_some_and(|date| date.len() * 2 >= unit.text.len())
}

/// Returns true if a line may be the name of a site with its section: bars or dots between few words with capitals.
fn is_site_line(text: &str, line: &UnitFeatures) -> bool {
    let parted = text.contains(" | ") || text.contains(" · ") || text.contains(" • ");
    (parted || line.words <= 3) && line.words <= 6 && line.capitalized_share >= 0.75
}

/// Hashes of words.
type WordHashes = HashSet<u64, BuildHasherDefault<FxHasher>>;

/// Returns the hashes of the words in the body's first units of prose.
fn words_of_first_prose(units: &[PlainUnit], evidence: &Evidence) -> WordHashes {
    let body = units.get(evidence.body.clone()).unwrap_or_default();
    let prose = body.iter().filter(|u| u.text.len() > 60).take(30);
    prose.flat_map(|u| title_words(&u.text).take(150)).collect()
}

/// Returns the words of four letters and more, as hashes; of scripts without spaces every pair of characters.
fn title_words(text: &str) -> impl Iterator<Item = u64> + '_ {
    let mut chars = text.chars();
    std::iter::from_fn(move || {
        loop {
            let mut key = FxHasher::default();
            let mut length = 0;
            let mut is_end = true;
            for c in chars.by_ref() {
                if !c.is_alphanumeric() {
                    is_end = false;
                    break;
                }
                length += 1;
                push_lowercase(c, |lower| key.write_u32(lower.into()));
            }
            if length >= 4 {
                return Some(key.finish());
            }
            if is_end {
                return None;
            }
        }
    })
}

/// Returns the share of the words that a text has, too.
fn share(words: &[u64], of: &WordHashes) -> f32 {
    let found = words.iter().filter(|word| of.contains(word)).count();
    found as f32 / (words.len() as f32).max(1.0)
}

/// Returns the unit of the title, if any is likely enough.
pub(super) fn find_title_line(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    slug: &str,
    page: bool,
) -> Option<usize> {
    // In a text that is not a page, the title is at the top, after a few short lines at most, or there is none.
    let short = |l: &&UnitFeatures| l.is_placeholder || (l.words <= 8 && !l.ends_sentence);
    let shorts = lines.iter().take(8).take_while(short).count();
    let placeholders = lines.iter().take_while(|l| l.is_placeholder).count();
    let reach = if page {
        usize::MAX
    } else {
        shorts.max(placeholders)
    };
    let scored = title_candidates_up_to(reach, units, lines, evidence, slug).into_iter();
    let scored = scored.map(|(i, row)| (i, probability(&row, FITTED_WEIGHTS.title)));
    let scored = scored.filter(|(i, p)| page || *i <= placeholders || *i <= shorts && *p > 0.4);
    let scored: Vec<(usize, f32)> = scored.collect();
    let best = scored.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let least = if page { 0.02 } else { 0.25 };
    let is_reference = lines
        .iter()
        .any(|line| line.phrase == Some(PhraseKind::Tagline));
    if is_reference && best.is_none_or(|best| best.1 < MIN_SURE) {
        let defined = defined_subject(units, lines, scored.iter().map(|(i, _)| *i));
        if defined.is_some() {
            return defined;
        }
    }
    let best = best.filter(|best| best.1 >= least)?;
    // A title and its standfirst are alike: the first of them is the title.
    let above = scored.iter().find(|(i, _)| page && i + 1 == best.0);
    let slug_words: WordHashes = title_words(slug).collect();
    let slug_share = |i: usize| {
        let words: Vec<u64> = units
            .get(i)
            .into_iter()
            .flat_map(|u| title_words(&u.text))
            .collect();
        share(&words, &slug_words)
    };
    let facts_follow = lines.iter().skip(best.0 + 1).take(2).any(is_fact_line);
    let above = above.filter(|(i, p)| {
        let line = lines.get(*i);
        *p >= best.1 * MIN_SHARE_ABOVE
            && facts_follow
            && slug_share(*i) >= slug_share(best.0)
            && line.is_some_and(|l| {
                let own: u16 = l.classes.iter().take(class::BYLINE).sum();
                let plain = l.phrase.is_none() && usize::from(own) * 4 < l.words;
                l.words >= 4 && !l.begins_lower && !is_caption(l) && l.date.is_none() && plain
            })
    });
    let found = above.unwrap_or(best).0;
    let better = page
        .then(|| clearer_title(units, lines, found, &scored))
        .flatten();
    Some(better.unwrap_or(found))
}

/// Fewest words that two forms of a title share.
const MIN_SHARED: usize = 4;

/// Returns another form of the title on the page that is clearer: without the path of sections before it or the description of
/// an image behind it, or with its second part after a colon.
fn clearer_title(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    found: usize,
    candidates: &[(usize, f32)],
) -> Option<usize> {
    let title = units.get(found)?.text.as_str();
    let is_clearer = |(i, _): &&(usize, f32)| {
        let (Some(unit), Some(line)) = (units.get(*i), lines.get(*i)) else {
            return false;
        };
        let other = unit.text.as_str();
        if other.len() < title.len() {
            let shares = line.words >= MIN_SHARED;
            let behind = title.strip_prefix(other).is_some_and(|rest| {
                rest.starts_with(' ') && !rest.contains([':', '|', '–', '—', '-', '(', '?'])
            });
            shares && (behind || title.ends_with(other))
        } else {
            let shares = lines.get(found).is_some_and(|l| l.words >= MIN_SHARED);
            shares
                && other
                    .strip_prefix(title)
                    .is_some_and(|rest| rest.starts_with(": "))
        }
    };
    candidates.iter().find(is_clearer).map(|(i, _)| *i)
}

/// Smallest probability of a title that stands whatever the first sentence defines.
const MIN_SURE: f32 = 0.3;
/// Words that may stand before the subject of a definition, in bytes.
const MAX_ARTICLE_BYTES: usize = 5;

/// Returns the candidate with which the first prose begins, as entries of reference works do: `Holm is an island`.
fn defined_subject(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    mut candidates: impl Iterator<Item = usize>,
) -> Option<usize> {
    let is_prose = |line: &UnitFeatures| line.words >= 12 && line.ends_sentence;
    let first = lines.iter().position(is_prose)?;
    let prose = units.get(first)?.text.as_str();
    candidates.find(|i| {
        let Some(unit) = units.get(*i) else {
            return false;
        };
        // A note in brackets sets apart what has the same name: `Holm (island)`.
        let subject = unit.text.split_once(" (").map_or(&*unit.text, |(s, _)| s);
        let at = prose.find(subject).filter(|at| *at <= MAX_ARTICLE_BYTES);
        let after = at.and_then(|at| prose.get(at + subject.len()..));
        *i < first
            && subject.len() >= 2
            && after.is_some_and(|after| {
                !after.starts_with(|c: char| c.is_alphanumeric() && !is_cjk(c))
            })
    })
}

/// Returns true if the line has a date or the name of a person alone.
fn is_fact_line(line: &UnitFeatures) -> bool {
    is_fact(line) || ((2..=4).contains(&line.words) && line.capitalized_share >= 1.0)
}

/// Smallest share of the best candidate's probability at which the line above it is the title.
const MIN_SHARE_ABOVE: f32 = 0.1;
