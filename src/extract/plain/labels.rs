//! Step 7: what each unit is in the story, from the evidence. Nothing is dropped from a text that is not the dump of a page.

use super::evidence::Evidence;
use super::features::Line;
use super::lexicon::class;
use super::lines::{Kind, Unit};

/// What a unit of the text turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Part of the story.
    Content,
    /// A section heading and its level.
    Heading(u8),
    /// Taken into the metadata.
    Meta,
    /// Advertisements, menus, buttons: not part of the story.
    Furniture,
}

impl Label {
    /// Whether the unit becomes a block.
    pub(super) fn is_kept(self) -> bool {
        matches!(self, Self::Content | Self::Heading(_))
    }
}

/// From this probability on a unit of a page is part of the story.
const CONTENT: f32 = 0.42;
/// From this probability on a unit is a heading.
const HEADING: f32 = 0.35;
/// The longest heading, in words.
const MAX_HEADING: usize = 30;

/// Whether the text is the dump of a whole page: enough short units that are hardly part of the story are furniture by their very
/// words (sharing, accounts, finding one's way, law, comments).
pub fn is_page(lines: &[Line], evidence: &Evidence) -> bool {
    let (mut unlikely, mut worded) = (0_usize, 0_usize);
    let weak = lines
        .iter()
        .zip(&evidence.content)
        .filter(|(l, p)| **p < 0.4 && l.words <= 12);
    for (line, _) in weak {
        unlikely += 1;
        let own: u16 = line.classes.iter().take(PAGE_CLASSES).sum();
        let law = line.classes.get(class::LAW).is_some_and(|c| *c > 0);
        worded +=
            usize::from((usize::from(own) * 2 >= line.words && own > 0) || (line.copyright && law));
    }
    // A few such lines in a long text are its own words.
    let dense = worded * 250 >= lines.len();
    let clear = worded >= 4 || (worded == 3 && unlikely * 4 >= lines.len());
    dense && clear && unlikely >= 6 && !evidence.body.is_empty()
}

/// The first classes of the lexicon are those of furniture proper.
const PAGE_CLASSES: usize = 5;

/// The first unit that is kept, if it is a heading: then it is the title of all.
pub(super) fn opening(labels: &[Label]) -> Option<usize> {
    let first = labels.iter().position(|label| label.is_kept())?;
    matches!(labels.get(first), Some(Label::Heading(_))).then_some(first)
}

/// From which probability on a unit is part of the story: lower where even the prose of the body, of which there may be little,
/// is not sure.
fn least_content(lines: &[Line], evidence: &Evidence) -> f32 {
    let body = lines
        .iter()
        .zip(&evidence.content)
        .take(evidence.body.end)
        .skip(evidence.body.start);
    let prose = body.filter(|(l, _)| l.words >= 20 && l.sentence);
    let (sum, count) = prose.fold((0.0, 0.0_f32), |(sum, count), (_, p)| {
        (sum + p, count + 1.0)
    });
    let mean = if count > 0.0 { sum / count } else { 1.0 };
    CONTENT.min(mean * 0.6)
}

/// The label of every unit.
pub fn labels(units: &[Unit], lines: &[Line], evidence: &Evidence, page: bool) -> Vec<Label> {
    let least = least_content(lines, evidence);
    let mut labels: Vec<Label> = Vec::with_capacity(units.len());
    for (i, (unit, line)) in units.iter().zip(lines).enumerate() {
        let content = evidence.content.get(i).copied().unwrap_or(1.0);
        let heading = evidence.heading.get(i).copied().unwrap_or(0.0);
        labels.push(match unit.kind {
            Kind::Heading(level) => Label::Heading(level),
            Kind::Text if line.placeholder && line.words <= 6 && alone(units, i) => {
                Label::Furniture
            }
            _ if page && content < least && heading < HEADING => Label::Furniture,
            Kind::Text if is_heading(unit, line, heading, page, content) => {
                Label::Heading(level(line))
            }
            _ => Label::Content,
        });
    }
    if let Some(Label::Heading(_)) = labels.last()
        && labels.len() > 1
        && !matches!(units.last().map(|u| &u.kind), Some(Kind::Heading(_)))
    {
        // A heading heads something.
        labels.pop();
        labels.push(if page {
            Label::Furniture
        } else {
            Label::Content
        });
    }
    labels
}

fn is_heading(unit: &Unit, line: &Line, heading: f32, page: bool, content: f32) -> bool {
    let fits = (1..=MAX_HEADING).contains(&line.words) && !unit.text.contains('\n') && unit.apart;
    fits && heading >= HEADING && (!page || content >= 0.1)
}

/// The level of a heading without markup: as deep as its number says, else the second.
fn level(line: &Line) -> u8 {
    line.numbering.map_or(2, |depth| (depth + 1).clamp(2, 6))
}

/// Whether a blank line stands on both sides.
fn alone(units: &[Unit], i: usize) -> bool {
    units.get(i).is_some_and(|u| u.apart) && units.get(i + 1).is_none_or(|u| u.apart)
}

/// Takes the title out of the blocks, and its copies beside it and at the end. On a page, what stands before it goes as well.
pub(super) fn take_title(
    units: &[Unit],
    lines: &[Line],
    title: usize,
    page: bool,
    labels: &mut [Label],
) {
    let key = lines.get(title).map(|l| l.key);
    for (i, (line, label)) in lines.iter().zip(labels.iter_mut()).enumerate() {
        let ends = i + 1 == lines.len() || i <= title + 4;
        if i == title || (Some(line.key) == key && (page || ends)) {
            *label = Label::Meta;
        } else if page
            && i < title
            && !matches!(units.get(i).map(|u| &u.kind), Some(Kind::Code(_)))
            && *label != Label::Meta
        {
            *label = Label::Furniture;
        }
    }
}
