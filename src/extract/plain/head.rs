//! Step 6, second part: the head of an article around its title: standfirst, byline, date, publisher.
//!
//! 1. The units after the title (and a few before) are the head: short facts until the first prose that is no standfirst.
//! 2. A date may be glued to the publisher or the author; the rest of its line is read as these.

use std::ops::Range;

use super::Label;
use super::features::UnitFeatures;
use super::lexicon::class;
use super::lines::{PlainUnit, PlainUnitKind};
use crate::extract::dates;
use crate::model::Metadata;

mod names;
mod people;

pub(super) use names::{is_person_name, parse_byline};

/// Limit of units after the title that belong to the head.
const HEAD: usize = 10;

/// Reads the head around the title at unit `title`, and marks the units that it used.
pub(super) fn read_head_facts(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    title: usize,
    page: bool,
    labels: &mut [Label],
    metadata: &mut Metadata,
) {
    let from = title + 1;
    let head = head_end(lines, title);
    find_standfirst(units, lines, from..head, labels, metadata);
    let mut stands_in = false;
    for i in from..head {
        let (Some(unit), Some(line)) = (units.get(i), lines.get(i)) else {
            break;
        };
        if unit.kind != PlainUnitKind::Text
            || line.is_placeholder
            || line.words > 25
            || labels.get(i) == Some(&Label::Meta)
        {
            continue;
        }
        if read_fact_line(unit, line, page, &mut stands_in, metadata)
            && let Some(label) = labels.get_mut(i)
        {
            *label = Label::Meta;
        }
    }
    if !page && metadata.publisher.is_none() {
        take_publisher(units, lines, from..head, labels, metadata);
    }
    if page {
        people::read_page_head(units, lines, title, head, labels, metadata);
    }
    if page && metadata.published.is_none() {
        metadata.published = date_near(units, lines, title)
            .or_else(|| people::date_of_dateline(units, lines, title));
    }
}

/// Returns the unit after the head: the second unit of prose, or the first that is not followed by facts.
fn head_end(lines: &[UnitFeatures], title: usize) -> usize {
    let mut end = title + 1;
    for i in title + 1..(title + 1 + HEAD).min(lines.len()) {
        let Some(line) = lines.get(i) else { break };
        if is_fact(line) {
            end = i + 1;
        } else if line.words > 25 && i > title + 2 {
            break;
        }
    }
    end
}

/// Returns true if a unit is one of the short things that heads consist of.
pub(super) fn is_fact(line: &UnitFeatures) -> bool {
    line.is_placeholder
        || (line.date.is_some() && line.words <= 16)
        || (line.words <= 14
            && line.classes.get(class::BYLINE).is_some_and(|c| *c > 0)
            && !line.ends_sentence)
}

/// The prose between title and facts is the standfirst.
fn find_standfirst(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    head: std::ops::Range<usize>,
    labels: &mut [Label],
    metadata: &mut Metadata,
) {
    let facts_follow = |i: usize| lines.iter().take(head.end).skip(i + 1).take(3).any(is_fact);
    for i in head.clone().take(3) {
        let (Some(unit), Some(line)) = (units.get(i), lines.get(i)) else {
            break;
        };
        if is_fact(line) {
            // Byline and date first: the body follows them.
            break;
        }
        let direct = i == head.start
            && line.words >= 4
            && line.phrase.is_none()
            && line.capitalized_share < 0.7
            && names::parse_byline(&unit.text).is_none()
            && names::labelled_facts(&unit.text).is_none()
            && lines
                .get(i + 1)
                .is_some_and(|l| l.date.is_some() || is_fact(l));
        let prose = direct
            || (line.words >= 6 && line.words <= 90 && (line.ends_sentence || line.words >= 10));
        if prose && unit.kind == PlainUnitKind::Text && facts_follow(i) {
            metadata.standfirst = Some(unit.text.replace('\n', " "));
            if let Some(label) = labels.get_mut(i) {
                *label = Label::Meta;
            }
            break;
        }
    }
}

/// Reads date, author and publisher from a unit of the head. Returns true if nothing is left of it.
fn read_fact_line(
    unit: &PlainUnit,
    line: &UnitFeatures,
    page: bool,
    stands_in: &mut bool,
    metadata: &mut Metadata,
) -> bool {
    let text = unit.text.as_str();
    if let Some((byline, publisher)) = names::labelled_facts(text) {
        if let Some(byline) = byline {
            metadata.byline.get_or_insert(byline);
        }
        if let Some(publisher) = publisher {
            metadata.publisher.get_or_insert(publisher);
        }
        if line.date.is_some() && metadata.published.is_none() {
            metadata.published = dates::find_date(text).map(|(_, published)| published);
        }
        return true;
    }
    let Some(Range {
        start: from,
        end: to,
    }) = line.date.clone()
    else {
        let Some(name) = names::parse_byline(text) else {
            return false;
        };
        if metadata.byline.is_none() {
            let (name, publisher) = names::split_affiliation(name);
            metadata.byline = Some(name);
            if metadata.publisher.is_none() {
                metadata.publisher = publisher;
            }
        }
        return !page || line.words <= 12;
    };
    let before = text.get(..from).unwrap_or_default();
    let after = text.get(to..).unwrap_or_default();
    // The date of a change is used until a date of publication is found.
    let changed = names::is_change(before);
    if metadata.published.is_none() || (*stands_in && !changed) {
        metadata.published =
            dates::find_date(text.get(..to).unwrap_or(text)).map(|(_, published)| published);
        *stands_in = changed;
    }
    // The text glued to the date is one name, whatever it looks like: nobody writes a sentence there.
    let glued = after.starts_with(char::is_alphabetic) && line.words <= 25;
    for (rest, glued) in [(before, false), (after, glued)] {
        let parts = if glued {
            vec![rest.trim().to_owned()]
        } else {
            names::split_facts(rest)
        };
        for part in parts {
            if let Some(name) = names::parse_byline(&part) {
                metadata.byline.get_or_insert(name);
            } else if glued {
                metadata.publisher.get_or_insert(part);
            } else if names::is_person_name(&part)
                && (!page || (2..=5).contains(&part.split_whitespace().count()))
            {
                if page {
                    metadata.byline.get_or_insert(part)
                } else {
                    metadata.publisher.get_or_insert(part)
                };
            }
        }
    }
    line.words <= 20
}

/// Takes the publisher from a short line among the facts of a head, if it is none of them.
fn take_publisher(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    head: std::ops::Range<usize>,
    labels: &mut [Label],
    metadata: &mut Metadata,
) {
    for i in head.clone() {
        let (Some(unit), Some(line), Some(label)) = (units.get(i), lines.get(i), labels.get_mut(i))
        else {
            break;
        };
        let beside = lines.get(i + 1).is_some_and(is_fact)
            || (i > head.start && lines.get(i - 1).is_some_and(is_fact) && i + 1 < head.end);
        if label.is_kept()
            && unit.kind == PlainUnitKind::Text
            && beside
            && !line.is_placeholder
            && names::is_publisher(&unit.text)
        {
            metadata.publisher = Some(unit.text.clone());
            *label = Label::Meta;
            return;
        }
    }
}

/// Returns the date nearest to the title among the lines that hold little else.
pub(super) fn date_near(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    title: usize,
) -> Option<crate::model::Published> {
    let dated = |i: &usize| {
        lines
            .get(*i)
            .is_some_and(|l| l.date.is_some() && l.words <= 12)
    };
    let after = (title + 1..title + 30).find(dated);
    let before = (title.saturating_sub(8)..title).rev().find(dated);
    let i = match (before, after) {
        (Some(b), Some(a)) if title - b < a - title => b,
        (b, a) => a.or(b)?,
    };
    let text = &units.get(i)?.text;
    let end = lines
        .get(i)?
        .date
        .as_ref()
        .map_or(text.len(), |date| date.end);
    dates::find_date(text.get(..end)?).map(|(_, published)| published)
}
