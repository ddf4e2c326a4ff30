//! Author, publisher and date of a page that stand without a label: a name between title and text, the name of the
//! site above the title and in the foot, the date of a dateline.

use super::names;
use crate::extract::dates;
use crate::extract::plain::Label;
use crate::extract::plain::features::UnitFeatures;
use crate::extract::plain::lines::{PlainUnit, PlainUnitKind};
use crate::model::{Metadata, Published};

/// Units above the title that may be the name of the site.
const MASTHEAD: usize = 12;
/// Units at the end that may repeat it.
const FOOT: usize = 14;
/// Bytes at the start of a text in which a dateline ends.
const MAX_DATELINE: usize = 90;

/// Reads author and publisher of a page around the title at unit `title`; the facts below it end before unit `end`.
pub(super) fn read_page_head(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    title: usize,
    end: usize,
    labels: &mut [Label],
    metadata: &mut Metadata,
) {
    let is_dated = |i: usize| {
        lines
            .get(i)
            .is_some_and(|l| l.date.is_some() && l.words <= 16)
    };
    for i in title + 1..(end + 1).min(units.len()) {
        let (Some(unit), Some(line)) = (units.get(i), lines.get(i)) else {
            break;
        };
        if metadata.byline.is_some() || line.ends_sentence && line.words > 8 {
            break;
        }
        let free = unit.kind == PlainUnitKind::Text
            && line.phrase.is_none()
            && line.date.is_none()
            && labels.get(i) != Some(&Label::Meta);
        let beside = (i.saturating_sub(3)..i + 4).any(is_dated);
        if free
            && beside
            && let Some(name) = names::lone_person(&unit.text)
        {
            metadata.byline = Some(name);
            if let Some(label) = labels.get_mut(i) {
                *label = Label::Meta;
            }
        }
    }
    if metadata.publisher.is_none() {
        metadata.publisher = masthead(units, lines, title);
    }
}

/// Returns the short line above the title that a line of the foot has, too.
fn masthead(units: &[PlainUnit], lines: &[UnitFeatures], title: usize) -> Option<String> {
    let foot: String = units
        .iter()
        .skip(units.len().saturating_sub(FOOT).max(title + 1))
        .map(|u| u.text.to_lowercase() + "\n")
        .collect();
    let above = units
        .iter()
        .zip(lines)
        .take(title)
        .skip(title.saturating_sub(MASTHEAD));
    let fits = |line: &UnitFeatures| {
        (2..=6).contains(&line.words)
            && line.phrase.is_none()
            && line.date.is_none()
            && !line.ends_sentence
            && line.capitalized_share >= 0.6
    };
    let mut names = above.filter(|(_, l)| fits(l)).map(|(u, _)| u.text.as_str());
    names
        .find(|name| foot.contains(&name.to_lowercase()))
        .map(str::to_owned)
}

/// Returns the date in the dateline of the first sentence: `SOUTH QUAY, March 4, 2026 – Rope …`.
pub(super) fn date_of_dateline(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    title: usize,
) -> Option<Published> {
    let mut text = units.iter().zip(lines).skip(title + 1).take(6);
    let (unit, _) = text.find(|(_, l)| l.words >= 12 && l.ends_sentence)?;
    let end = [" – ", " - ", " — "]
        .iter()
        .filter_map(|dash| unit.text.find(dash))
        .min()?;
    let dateline = unit.text.get(..end).filter(|d| d.len() <= MAX_DATELINE)?;
    dates::find_date(dateline).map(|(_, published)| published)
}
