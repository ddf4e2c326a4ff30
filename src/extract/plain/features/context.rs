//! Features of the surroundings of a unit: its neighbours, sums over windows of units, shapes of several units
//! together.

use super::{UnitFeatures, flag, ratio};

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
}

impl ContextSums {
    /// Sums `lines` up.
    pub fn of(lines: &[UnitFeatures]) -> Self {
        let mut sums = Self {
            prose: vec![0.0],
            ..Self::default()
        };
        let mut total = 0.0;
        for line in lines {
            total += line.prose;
            sums.prose.push(total);
        }
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
        let last = self.prose.len().saturating_sub(1);
        let (from, to) = (from.min(last), to.min(last));
        let sum = self.prose.get(to).copied().unwrap_or(0.0)
            - self.prose.get(from).copied().unwrap_or(0.0);
        if to > from {
            sum / (to - from) as f32
        } else {
            0.0
        }
    }
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
    ]);
}

/// Length on a scale of logarithms, 0 to about 1.
fn size(line: &UnitFeatures) -> f32 {
    ((line.words + 1) as f32).log2().min(7.0) / 7.0
}
