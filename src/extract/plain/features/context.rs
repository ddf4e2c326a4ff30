//! Features of the surroundings of a unit: its neighbours, sums over windows of units, shapes of several units
//! together.

use super::{PhraseKind, UnitFeatures, flag, ratio};

/// Prefix sums over the whole text, for windows and distances in constant time.
#[derive(Debug, Default)]
pub struct ContextSums {
    /// `prose[i]`: the sum before unit `i`.
    prose: Vec<f32>,
    /// Units since the last long unit of prose, and to the next.
    since: Vec<f32>,
    until: Vec<f32>,
    /// Short units in a row before and after.
    run_before: Vec<f32>,
    run_after: Vec<f32>,
    /// Fractions of the words in units of prose, and in very short units.
    long_share: f32,
    short_share: f32,
    /// Prefix sums of units that are boilerplate by their words, and of those that usually stand outside an article.
    phrases: Vec<f32>,
    edges: Vec<f32>,
    /// Prefix sums of sentences without such words.
    sentences: Vec<f32>,
    /// Prefix sums of headings over other articles or comments.
    ends: Vec<f32>,
}

impl ContextSums {
    /// Sums `lines` up.
    pub fn of(lines: &[UnitFeatures]) -> Self {
        let is_end =
            |l: &UnitFeatures| matches!(l.phrase, Some(PhraseKind::Related | PhraseKind::Comments));
        let is_sentence = |l: &UnitFeatures| l.ends_sentence && l.words >= 3 && l.phrase.is_none();
        let mut sums = Self {
            prose: prefix_sums(lines, |l| l.prose),
            phrases: prefix_sums(lines, |l| flag(l.phrase.is_some() || l.is_placeholder)),
            edges: prefix_sums(lines, |l| flag(l.phrase.is_some_and(PhraseKind::is_edge))),
            sentences: prefix_sums(lines, |l| flag(is_sentence(l))),
            ends: prefix_sums(lines, |l| flag(is_end(l))),
            ..Self::default()
        };
        let long = |l: &UnitFeatures| l.words >= 25 && l.ends_sentence;
        let brief = |l: &UnitFeatures| l.words < 12 && !l.ends_sentence;
        (sums.since, sums.run_before) = walk(lines.iter(), long, brief);
        (sums.until, sums.run_after) = walk(lines.iter().rev(), long, brief);
        sums.until.reverse();
        sums.run_after.reverse();
        let words: usize = lines.iter().map(|l| l.words).sum();
        let in_long: usize = lines
            .iter()
            .filter(|l| l.words >= 15)
            .map(|l| l.words)
            .sum();
        sums.long_share = ratio(in_long, words);
        sums.short_share = ratio(lines.iter().filter(|l| l.words < 6).count(), lines.len());
        sums
    }

    fn mean(&self, from: usize, to: usize) -> f32 {
        mean(&self.prose, from, to)
    }
}

/// Returns the sums of `value` before each unit and after the last.
fn prefix_sums(lines: &[UnitFeatures], value: impl Fn(&UnitFeatures) -> f32) -> Vec<f32> {
    let mut total = 0.0;
    let mut out = Vec::with_capacity(lines.len() + 1);
    out.push(total);
    for line in lines {
        total += value(line);
        out.push(total);
    }
    out
}

/// Returns the sum over the units `from..to`, cut at the ends of the text.
fn sum(sums: &[f32], from: usize, to: usize) -> f32 {
    let last = sums.len().saturating_sub(1);
    let at = |i: usize| sums.get(i.min(last)).copied().unwrap_or(0.0);
    at(to) - at(from)
}

/// Returns the mean over the units `from..to`, cut at the ends of the text.
fn mean(sums: &[f32], from: usize, to: usize) -> f32 {
    let last = sums.len().saturating_sub(1);
    let (from, to) = (from.min(last), to.min(last));
    if to > from {
        sum(sums, from, to) / (to - from) as f32
    } else {
        0.0
    }
}

/// Names of the features of a neighbour.
const NEIGHBOUR_NAMES: [&str; 12] = [
    "none",
    "length",
    "ends a sentence",
    "ends in colon",
    "prose",
    "placeholder",
    "date",
    "like length",
    "verbatim",
    "item",
    "phrase",
    "phrase of an edge",
];

/// Names of the features of a unit's surroundings after those of its neighbours.
const AROUND_NAMES: [&str; 35] = [
    "prose in the next 3",
    "prose in the next 8",
    "prose in the next 20",
    "prose in the last 3",
    "prose in the last 8",
    "prose in the last 20",
    "near after prose",
    "near before prose",
    "no prose before",
    "no prose after",
    "just after prose",
    "just before prose",
    "between prose",
    "short units before",
    "short units after",
    "no short unit before",
    "no short unit after",
    "no short unit beside",
    "last of short units",
    "place in the text",
    "among the first 3",
    "share of long units",
    "share of short units",
    "phrases in the last 4",
    "phrases in the next 4",
    "phrases in the last 12",
    "phrases in the next 12",
    "edges in the last 25",
    "edges in the next 25",
    "sentences in the last 6",
    "sentences in the next 6",
    "sentences in the next 25",
    "heading over others in the last 15",
    "heading over others before",
    "heading over others after",
];

/// Names of the combinations.
const CROSSED_NAMES: [&str; 28] = [
    "short after sentence, before prose",
    "short between prose",
    "short, short, prose",
    "short after no sentence, before prose",
    "short after prose, before no prose",
    "short before shorter",
    "question before sentence",
    "question before question",
    "label",
    "label beside label",
    "common label",
    "common opening",
    "numbered before prose",
    "numbered beside numbered",
    "last copy before prose",
    "first copy before short",
    "section name before longer",
    "title case",
    "sentence case before prose",
    "few words before no prose",
    "short after item",
    "short before item",
    "short before verbatim",
    "short colon before short",
    "capitals before prose",
    "few words in capitals",
    "short sentence among sentences",
    "short between phrases",
];

/// Number of the features of a unit's surroundings.
pub const AROUND_COUNT: usize =
    4 * NEIGHBOUR_NAMES.len() + AROUND_NAMES.len() + CROSSED_NAMES.len();

/// Returns the names of the features of [`around`], in its order.
pub fn around_names() -> Vec<String> {
    let mut names = Vec::new();
    for place in ["2 before", "1 before", "1 after", "2 after"] {
        names.extend(NEIGHBOUR_NAMES.iter().map(|n| format!("{place}: {n}")));
    }
    let rest = AROUND_NAMES.iter().chain(&CROSSED_NAMES);
    names.extend(rest.map(|n| (*n).to_owned()));
    names
}

fn walk<'a>(
    lines: impl Iterator<Item = &'a UnitFeatures>,
    long: impl Fn(&UnitFeatures) -> bool,
    brief: impl Fn(&UnitFeatures) -> bool,
) -> (Vec<f32>, Vec<f32>) {
    let (mut distance, mut run) = (1000.0_f32, 0.0_f32);
    let mut distances = Vec::new();
    let mut runs = Vec::new();
    for line in lines {
        distances.push(distance);
        runs.push(run);
        distance = if long(line) { 0.0 } else { distance + 1.0 };
        run = if brief(line) { run + 1.0 } else { 0.0 };
    }
    (distances, runs)
}

/// Computes the features of the surroundings of unit `i`, and appends them to `row`.
pub fn around(i: usize, lines: &[UnitFeatures], sums: &ContextSums, row: &mut Vec<f32>) {
    let none = UnitFeatures::default();
    let here = lines.get(i).unwrap_or(&none);
    for offset in [-2_isize, -1, 1, 2] {
        let other = i.checked_add_signed(offset).and_then(|k| lines.get(k));
        let near = other.unwrap_or(&none);
        row.extend([
            flag(other.is_none()),
            size(near),
            flag(near.ends_sentence),
            flag(near.ends_in_colon),
            near.prose,
            flag(near.is_placeholder),
            flag(near.date.is_some() && near.words <= 14),
            flag((size(near) - size(here)).abs() < 0.12),
            flag(near.is_verbatim),
            flag(near.is_item),
            flag(near.phrase.is_some()),
            flag(near.phrase.is_some_and(PhraseKind::is_edge)),
        ]);
    }
    for (before, after) in [(0, 3), (0, 8), (0, 20), (3, 0), (8, 0), (20, 0)] {
        let mean = match before {
            0 => sums.mean(i + 1, i + 1 + after),
            _ => sums.mean(i.saturating_sub(before), i),
        };
        row.push(mean.sqrt());
    }
    let at = |v: &[f32]| v.get(i).copied().unwrap_or(0.0);
    let (since, until) = (at(&sums.since), at(&sums.until));
    let (before, after) = (at(&sums.run_before), at(&sums.run_after));
    row.extend([
        1.0 / (1.0 + since),
        1.0 / (1.0 + until),
        flag(since > 900.0),
        flag(until > 900.0),
        flag(since < 1.0),
        flag(until < 1.0),
        flag(since < 6.0 && until < 6.0),
        before.min(12.0) / 12.0,
        after.min(12.0) / 12.0,
        flag(before == 0.0),
        flag(after == 0.0),
        flag(before == 0.0 && after == 0.0),
        flag(before >= 1.0 && after == 0.0),
        ratio(i, lines.len()),
        flag(i < 3),
        sums.long_share,
        sums.short_share,
    ]);
    let before = |sums: &[f32], count: usize| mean(sums, i.saturating_sub(count), i);
    let after = |sums: &[f32], count: usize| mean(sums, i + 1, i + 1 + count);
    row.extend([
        before(&sums.phrases, 4),
        after(&sums.phrases, 4),
        before(&sums.phrases, 12),
        after(&sums.phrases, 12),
        before(&sums.edges, 25),
        after(&sums.edges, 25),
        before(&sums.sentences, 6),
        after(&sums.sentences, 6),
        after(&sums.sentences, 25),
        flag(sum(&sums.ends, i.saturating_sub(15), i) > 0.0),
        sum(&sums.ends, 0, i).min(3.0) / 3.0,
        sum(&sums.ends, i + 1, usize::MAX).min(3.0) / 3.0,
    ]);
    crossed(i, lines, row);
}

/// Computes features of combinations, and appends them to `row`.
fn crossed(i: usize, lines: &[UnitFeatures], row: &mut Vec<f32>) {
    let none = UnitFeatures::default();
    let at = |offset: isize| {
        i.checked_add_signed(offset)
            .and_then(|k| lines.get(k))
            .unwrap_or(&none)
    };
    let (here, before, after, later) = (at(0), at(-1), at(1), at(2));
    let brief = here.words <= 14 && here.words > 0 && !here.ends_sentence;
    let asks = here.ends_in_question_mark && here.words <= 20;
    let tells = |l: &UnitFeatures| l.words >= 18 && l.ends_sentence;
    let ended = before.words == 0 || before.ends_sentence;
    let common = (here.openings as f32).log2().clamp(0.0, 5.0) / 5.0;
    let numbered = |l: &UnitFeatures| l.numbering.is_some();
    row.extend([
        flag(brief && ended && tells(after)),
        flag(brief && tells(before) && tells(after)),
        flag(brief && ended && after.words <= 14 && !after.ends_sentence && tells(later)),
        flag(brief && !ended && tells(after)),
        flag(brief && tells(before) && !tells(after)),
        flag(brief && after.words > 0 && after.words < here.words && !after.ends_sentence),
        flag(asks && after.ends_sentence && !after.ends_in_question_mark),
        flag(asks && after.ends_in_question_mark),
        flag(here.is_label_and_value),
        flag(here.is_label_and_value && (before.is_label_and_value || after.is_label_and_value)),
        if here.is_label_and_value { common } else { 0.0 },
        if here.is_label_and_value || here.ends_in_question_mark {
            0.0
        } else {
            common
        },
        flag(numbered(here) && tells(after)),
        flag(numbered(here) && (numbered(after) || numbered(before))),
        flag(here.copies > 1 && here.copy + 1 == here.copies && after.words >= 12),
        flag(here.copies > 1 && here.copy == 0 && brief && after.words < 12),
        flag(here.is_section_name && after.words > here.words),
        flag(brief && here.capitalized_share > 0.7 && here.words >= 3 && ended),
        flag(brief && here.capitalized_share < 0.4 && here.words >= 4 && ended && tells(after)),
        flag(brief && here.words <= 2 && !tells(after)),
        flag(brief && before.is_item),
        flag(brief && after.is_item && ended),
        flag(brief && after.is_verbatim),
        flag(brief && here.ends_in_colon && after.words <= 20 && !tells(after)),
        flag(here.is_all_caps && here.words >= 2 && tells(after)),
        flag(here.is_all_caps && here.words <= 3),
        flag(
            here.ends_sentence && here.words <= 12 && (before.ends_sentence || after.ends_sentence),
        ),
        flag(brief && before.phrase.is_some() && after.phrase.is_some()),
    ]);
}

/// Length on a scale of logarithms, 0 to about 1.
fn size(line: &UnitFeatures) -> f32 {
    ((line.words + 1) as f32).log2().min(7.0) / 7.0
}
