//! Step 7: labels each unit from the evidence. Nothing is dropped from a text that is not the dump of a page.

use std::collections::HashMap;

use super::contents;
use super::evidence::{Evidence, weigh_headings_alone};
use super::features::{UnitFeatures, is_credit};
use super::label::{Label, level};
use super::lexicon::class::PAGE_CLASSES;
use super::lines::{PlainUnit, PlainUnitKind};
use super::marks;

mod runs;

/// Smallest probability at which a unit is a heading.
const MIN_HEADING: f32 = 0.33;
/// Smallest probability at which a unit is a heading on a page, where menus and cards look like headings.
const MIN_HEADING_ON_PAGE: f32 = 0.38;
/// The longest heading, in words.
const MAX_HEADING: usize = 30;

/// Returns the first unit of the article if it is a heading, or a short line with prose soon after it: then it is the
/// title.
pub(super) fn find_title_unit(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    labels: &[Label],
) -> Option<usize> {
    let whole = |i: &usize| units.get(*i).is_some_and(|u| !u.text.contains('\n'));
    let first = (0..units.len().min(6))
        .filter(whole)
        .find(|i| labels.get(*i).is_some_and(|label| label.is_kept()))?;
    let (line, unit) = (lines.get(first)?, units.get(first)?);
    let prose = lines
        .iter()
        .skip(first + 1)
        .take(6)
        .any(|l| l.is_item || (l.words >= 12 && l.ends_sentence && l.words > line.words));
    let fits = matches!(unit.kind, PlainUnitKind::Text | PlainUnitKind::Heading(_))
        && (1..=25).contains(&line.words)
        && line.date.is_none();
    let titled = (!line.ends_sentence || line.ends_in_question_mark)
        && !line.begins_lower
        && !line.is_label_and_value
        && !ends_mid_sentence(&unit.text);
    let heading = matches!(labels.get(first), Some(Label::Heading(_)));
    (heading || (fits && titled && prose)).then_some(first)
}

/// Returns true if the line ends in the middle of a sentence.
fn ends_mid_sentence(text: &str) -> bool {
    text.ends_with([',', ';', ':', '，', '；', '：', '、', '-', '–', '—'])
}

/// Returns the label of every unit. On a page `title` is the unit of the title.
pub fn label_units(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    page: bool,
    title: Option<usize>,
) -> Vec<Label> {
    let article = page.then(|| runs::article_units(units, lines, evidence, title));
    let spaced = units.iter().filter(|u| u.follows_blank).count() * 2 > units.len();
    let mut labels: Vec<Label> = Vec::with_capacity(units.len());
    let opens = |i: usize| lines.iter().take(i).all(|l| l.is_placeholder);
    for (i, (unit, line)) in units.iter().zip(lines).enumerate() {
        let content = evidence.content.get(i).copied().unwrap_or(1.0);
        let heading = evidence.heading.get(i).copied().unwrap_or(0.0);
        let stays = article
            .as_ref()
            .is_none_or(|article| article.get(i) == Some(&true));
        labels.push(match unit.kind {
            _ if !stays => Label::Boilerplate,
            PlainUnitKind::Heading(level) => Label::Heading(level),
            PlainUnitKind::Text
                if line.is_placeholder
                    && line.words <= 6
                    && (is_isolated(units, i) || opens(i)) =>
            {
                Label::Boilerplate
            }
            PlainUnitKind::Text
                if (unit.follows_blank || !spaced)
                    && !marks::is_option(&unit.text)
                    && (is_heading(unit, line, heading, page, content)
                        || heading >= MIN_HEADING_AT_INTERRUPTION
                            && is_heading_at_interruption(i, units, lines)
                        || !page && is_typed_heading(i, units, lines)) =>
            {
                Label::Heading(level(line))
            }
            _ => Label::Content,
        });
    }
    // Where lines stand in groups, a line between blank lines is set apart on purpose.
    let grouped = spaced && units.iter().filter(|u| !u.follows_blank).count() >= MIN_GROUPED;
    let alone = article
        .as_ref()
        .filter(|_| grouped)
        .map(|article| weigh_headings_alone(units, lines, article));
    let alone = alone.as_deref().unwrap_or_default();
    add_headings_between_sentences(units, lines, evidence, alone, page, spaced, &mut labels);
    add_headings_over_lines(units, lines, evidence, &mut labels);
    add_headings_of_one_opening(units, lines, &mut labels);
    contents::resolve_table_of_contents(units, lines, evidence, page, &mut labels);
    if page {
        demote_copies_of_headings(lines, &mut labels);
        drop_last_headings(&mut labels);
    } else if let Some(Label::Heading(_)) = labels.last()
        && labels.len() > 1
        && !matches!(
            units.last().map(|u| &u.kind),
            Some(PlainUnitKind::Heading(_))
        )
    {
        // A heading heads something.
        labels.pop();
        labels.push(Label::Content);
    }
    labels
}

/// Makes short units between sentences of the article headings, if they are likely enough. `alone` are the probabilities in
/// the article without boilerplate, if it was weighed.
fn add_headings_between_sentences(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    alone: &[f32],
    page: bool,
    spaced: bool,
    labels: &mut [Label],
) {
    let has_sibling = labels.iter().any(|l| matches!(l, Label::Heading(_)));
    let least = match page {
        true if spaced && has_sibling => MIN_HEADING_WITH_SIBLING,
        true => MIN_HEADING_BETWEEN,
        false => MIN_HEADING_BETWEEN_IN_TEXT,
    };
    let mut before = None;
    for i in 0..labels.len() {
        let (Some(unit), Some(line), Some(label)) = (units.get(i), lines.get(i), labels.get(i))
        else {
            return;
        };
        if !label.is_kept() {
            continue;
        }
        let next = (i + 1..labels.len()).find(|k| labels.get(*k).is_some_and(|l| l.is_kept()));
        let next = next.and_then(|k| lines.get(k));
        let after = next.is_some_and(|l| {
            (l.ends_sentence || l.ends_in_colon) && (page || l.words > line.words)
        });
        let heading = evidence.heading.get(i).copied().unwrap_or(0.0);
        let fits = is_plain_short_line(unit, line);
        let beside = before.is_none_or(|sentence| sentence) && after;
        if *label == Label::Content
            && unit.kind == PlainUnitKind::Text
            && (unit.follows_blank || !spaced)
            && (heading >= least
                || alone
                    .get(i)
                    .is_some_and(|p| p.max(heading) >= MIN_HEADING_SET_APART)
                    && !(line.words >= 2 && line.capitalized_share >= 1.0))
            && fits
            && beside
            && let Some(label) = labels.get_mut(i)
        {
            *label = Label::Heading(level(line));
        }
        before = Some(line.ends_sentence);
    }
}

/// Makes short units headings that stand between blank lines over a group of short lines, as the parts of a checklist do,
/// or below such a group over a sentence, if there is another heading.
fn add_headings_over_lines(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    labels: &mut [Label],
) {
    if !labels.iter().any(|l| matches!(l, Label::Heading(_))) {
        return;
    }
    let joins = |i: usize| units.get(i).is_some_and(|u| !u.follows_blank);
    let stays = |i: usize| labels.get(i) == Some(&Label::Content);
    let text = |i: usize| units.get(i).is_some_and(|u| u.kind == PlainUnitKind::Text);
    let short = |i: usize| {
        lines
            .get(i)
            .is_some_and(|l| (1..=12).contains(&l.words) && !l.ends_sentence)
    };
    let in_group = |i: usize| text(i) && stays(i) && short(i);
    let found: Vec<usize> = (1..units.len())
        .filter(|i| {
            let i = *i;
            let (Some(unit), Some(line)) = (units.get(i), lines.get(i)) else {
                return false;
            };
            let over_group = !joins(i + 1) && in_group(i + 1) && joins(i + 2) && in_group(i + 2);
            let below_group = joins(i - 1) && in_group(i - 1);
            let sentence = |i: usize| lines.get(i).is_some_and(|l| l.ends_sentence);
            let over_sentence = !joins(i + 1) && stays(i + 1) && sentence(i + 1);
            let beside =
                over_group && (below_group || sentence(i - 1)) || over_sentence && below_group;
            let heading = evidence.heading.get(i).copied().unwrap_or(0.0);
            unit.follows_blank
                && beside
                && in_group(i)
                && heading >= MIN_HEADING_OVER_LINES
                && is_plain_short_line(unit, line)
        })
        .collect();
    for i in found {
        if let (Some(label), Some(line)) = (labels.get_mut(i), lines.get(i)) {
            *label = Label::Heading(level(line));
        }
    }
}

/// Returns true if a short line may be a heading by its own form.
fn is_plain_short_line(unit: &PlainUnit, line: &UnitFeatures) -> bool {
    let own: u16 = line.classes.iter().take(PAGE_CLASSES).sum();
    (1..=12).contains(&line.words)
        && (!line.ends_sentence || line.ends_in_question_mark)
        && !line.begins_lower
        && !line.ends_in_colon
        && line.date.is_none()
        && !line.is_label_and_value
        && line.digit_share < 0.5
        && line.phrase.is_none()
        && !line.is_placeholder
        && usize::from(own) * 2 < line.words.max(1)
        && !ends_mid_sentence(&unit.text)
        && !unit.text.contains('\n')
}

/// Makes units headings that begin with the same word and a number as several headings do: `Question #1: …`.
fn add_headings_of_one_opening(units: &[PlainUnit], lines: &[UnitFeatures], labels: &mut [Label]) {
    let counted = |i: usize| {
        let (Some(unit), Some(line)) = (units.get(i), lines.get(i)) else {
            return None;
        };
        let second = unit.text.split_whitespace().nth(1)?;
        let number = second
            .trim_start_matches('#')
            .starts_with(|c: char| c.is_ascii_digit());
        let fits =
            number && line.words <= 16 && unit.follows_blank && unit.kind == PlainUnitKind::Text;
        fits.then_some(line.first_word)
    };
    // Number of headings and of all such lines by their first word.
    let mut headings: HashMap<u64, (usize, usize)> = HashMap::new();
    for (i, label) in labels.iter().enumerate() {
        if let Some(word) = counted(i) {
            let (heads, all) = headings.entry(word).or_default();
            *heads += usize::from(matches!(label, Label::Heading(_)));
            *all += usize::from(label.is_kept());
        }
    }
    let heads = |word: u64| {
        headings
            .get(&word)
            .is_some_and(|(heads, all)| *heads >= 2 || *heads == 1 && *all >= 3)
    };
    for i in 0..labels.len() {
        if labels.get(i) == Some(&Label::Content)
            && counted(i).is_some_and(heads)
            && let (Some(label), Some(line)) = (labels.get_mut(i), lines.get(i))
        {
            *label = Label::Heading(level(line));
        }
    }
}

/// Smallest probability of a heading between two sentences, of a page and of another text.
const MIN_HEADING_WITH_SIBLING: f32 = 0.04;
const MIN_HEADING_BETWEEN: f32 = 0.1;
const MIN_HEADING_BETWEEN_IN_TEXT: f32 = 0.2;
/// Smallest probability of such a heading where blank lines set it apart, with or without the boilerplate around it.
const MIN_HEADING_SET_APART: f32 = 0.05;
/// Fewest lines without a blank line before them in a text whose lines stand in groups.
const MIN_GROUPED: usize = 3;
/// Smallest probability of a heading over or below a group of short lines.
const MIN_HEADING_OVER_LINES: f32 = 0.1;

/// Leaves one heading of two units with the same words beside each other: the other describes an image. Both stay.
fn demote_copies_of_headings(lines: &[UnitFeatures], labels: &mut [Label]) {
    let mut last: Option<(usize, u64)> = None;
    for (i, line) in lines.iter().enumerate() {
        if !labels.get(i).is_some_and(|l| l.is_kept()) || line.words == 0 {
            continue;
        }
        let is_heading = |i: usize| matches!(labels.get(i), Some(Label::Heading(_)));
        let before = last.filter(|(_, hash)| *hash == line.words_hash);
        let is_copy = before.is_some_and(|(before, _)| is_heading(before)) && is_heading(i);
        last = Some((i, line.words_hash));
        if let Some(label) = labels.get_mut(i).filter(|_| is_copy) {
            *label = Label::Content;
        }
    }
}

/// Drops headings after the last text: only boilerplate was below them.
fn drop_last_headings(labels: &mut [Label]) {
    for label in labels.iter_mut().rev() {
        match label {
            Label::Heading(_) => *label = Label::Boilerplate,
            Label::Content | Label::Caption => return,
            Label::Meta | Label::Boilerplate => {}
        }
    }
}

fn is_heading(
    unit: &PlainUnit,
    line: &UnitFeatures,
    heading: f32,
    page: bool,
    content: f32,
) -> bool {
    let bracketed = unit.text.starts_with('(') && unit.text.ends_with(')');
    let fits = (1..=MAX_HEADING).contains(&line.words)
        && !unit.text.contains('\n')
        && !unit.text.ends_with([',', ';', '，', '；'])
        && (!line.is_pointer || line.ends_in_colon)
        && (!page || line.phrase.is_none())
        && !bracketed
        && !is_credit(unit, line)
        && !marks::has_leader(&unit.text);
    // A quoted sentence needs a higher probability.
    let least = match page {
        _ if line.is_quoted && line.ends_sentence => 0.8,
        true => MIN_HEADING_ON_PAGE,
        false => MIN_HEADING,
    };
    fits && heading >= least && (!page || content >= 0.04)
}

/// Returns true if a short line stands between two paragraphs, apart from an advertisement or a link to another article
/// beside it.
fn is_heading_at_interruption(i: usize, units: &[PlainUnit], lines: &[UnitFeatures]) -> bool {
    let (Some(unit), Some(line)) = (units.get(i), lines.get(i)) else {
        return false;
    };
    let is_interruption = |line: &&UnitFeatures| line.is_placeholder || line.is_pointer;
    let prose =
        |line: Option<&UnitFeatures>| line.is_some_and(|l| l.words >= 12 && l.ends_sentence);
    let before = || lines.iter().take(i).rev();
    let after = || lines.iter().skip(i + 1);
    let beside = before().next().is_some_and(|l| is_interruption(&l))
        || after().next().is_some_and(|l| is_interruption(&l));
    let short =
        (1..=10).contains(&line.words) && (!line.ends_sentence || line.ends_in_question_mark);
    beside
        && short
        && !is_interruption(&line)
        && !line.begins_lower
        && !line.is_quoted
        && !line.is_label_and_value
        && line.date.is_none()
        && !unit.text.contains('\n')
        && !ends_mid_sentence(&unit.text)
        && prose(before().take(3).find(|l| !is_interruption(l)))
        && prose(after().take(3).find(|l| !is_interruption(l)))
}

/// Smallest probability of a heading that stands beside another unit.
const MIN_HEADING_AT_INTERRUPTION: f32 = 0.08;
/// Returns true if the unit is a heading as people type them without markup: in capitals, or with the number of a
/// chapter, alone on its line, followed by smaller text.
fn is_typed_heading(i: usize, units: &[PlainUnit], lines: &[UnitFeatures]) -> bool {
    let (Some(unit), Some(line)) = (units.get(i), lines.get(i)) else {
        return false;
    };
    let alone = !marks::has_leader(&unit.text)
        && unit.follows_blank
        && units.get(i + 1).is_some_and(|next| next.follows_blank)
        && !unit.text.contains('\n');
    // `TOOLS:` heads what follows, if that is more than its value.
    let titled = line.is_all_caps && line.ends_in_colon && line.words <= 5;
    let short = line.words <= 12
        && line.chars >= 3
        && !line.is_quoted
        && (!ends_mid_sentence(&unit.text) || titled);
    let text_follows = lines
        .iter()
        .skip(i + 1)
        .take(3)
        .any(|l| l.words > 0 && !l.is_all_caps);
    let capitals =
        line.is_all_caps && !line.ends_sentence && line.digit_share < 0.5 && !line.has_address;
    // One word or two over a list, as over the parts of a recipe.
    let listed = line.words <= 2
        && !line.begins_lower
        && !line.ends_sentence
        && !line.begins_with_digit
        && lines.get(i + 1).is_some_and(|next| next.is_item);
    alone && short && text_follows && (capitals || listed || marks::is_chapter(&unit.text))
}

/// Returns true if there are blank lines on both sides.
fn is_isolated(units: &[PlainUnit], i: usize) -> bool {
    units.get(i).is_some_and(|u| u.follows_blank)
        && units.get(i + 1).is_none_or(|u| u.follows_blank)
}

/// Smallest probability at which a unit before the title is part of the article.
const MIN_CONTENT_BEFORE_TITLE: f32 = 0.7;

/// Removes the title from the blocks, with its copies beside it and at the end. On a page, the units before it are
/// removed as well.
pub(super) fn label_title(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    evidence: &Evidence,
    title: usize,
    page: bool,
    labels: &mut [Label],
) {
    let key = lines.get(title).map(|l| l.words_hash);
    for (i, (line, label)) in lines.iter().zip(labels.iter_mut()).enumerate() {
        let ends = i + 1 == lines.len() || i <= title + 4;
        if i == title || (Some(line.words_hash) == key && (page || ends)) {
            *label = Label::Meta;
        } else if page
            && i < title
            && (line.words < 12
                || !line.ends_sentence
                || evidence
                    .content
                    .get(i)
                    .is_none_or(|p| *p < MIN_CONTENT_BEFORE_TITLE))
            && !matches!(units.get(i).map(|u| &u.kind), Some(PlainUnitKind::Code(_)))
            && *label != Label::Meta
        {
            *label = Label::Boilerplate;
        }
    }
}
