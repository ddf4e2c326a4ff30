//! Source of an article in segments that the user can take out of the article or into it: [`source_segments`].
//!
//! 1. Lines that are text of the article are aligned with the parts of the extracted document ([`alignment`]).
//! 2. Lines that share a part form one segment, such as the lines of a wrapped paragraph.
//! 3. A line that was left out is a segment with the place behind the part before it.

mod alignment;

use std::collections::HashMap;
use std::ops::Range;

use crate::model::{
    ArticlePart, Correction, PartKey, SegmentRole, SourceSegment, SourceText, comparable_letters,
};

pub(super) use alignment::ShownLine;
use alignment::align_lines;

/// Joins the lines of a source into segments. `parts` are those of the document without corrections; `corrections` are those
/// of the article. With `fills_gaps`, parts that no line shows, such as the text of an image, are shown after the part before
/// them.
pub(super) fn source_segments(
    lines: Vec<ShownLine>,
    fills_gaps: bool,
    parts: &[ArticlePart],
    corrections: &[Correction],
) -> SourceText {
    let parts_of_lines = align_lines(&lines, parts);
    let mut groups: Vec<LineGroup> = Vec::new();
    for (line, parts) in lines.into_iter().zip(parts_of_lines) {
        match groups
            .last_mut()
            .filter(|group| group.continues(&line, &parts))
        {
            Some(group) => group.push(line, parts),
            None => groups.push(LineGroup::new(line, parts)),
        }
    }
    if fills_gaps {
        groups = with_missing_parts(groups, parts);
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut place = Place::default();
    let corrections = CorrectionIndex::new(corrections);
    let segment = |group| segment_of(group, parts, &corrections, &mut seen, &mut place);
    SourceText {
        segments: groups.into_iter().map(segment).collect(),
    }
}

/// Returns the segments with one more for each part that none of them shows.
fn with_missing_parts(groups: Vec<LineGroup>, parts: &[ArticlePart]) -> Vec<LineGroup> {
    let mut is_shown = vec![false; parts.len()];
    for group in &groups {
        if let Some(shown) = is_shown.get_mut(group.parts.clone()) {
            shown.fill(true);
        }
    }
    let mut missing = parts
        .iter()
        .enumerate()
        .filter(|(at, _)| is_shown.get(*at) == Some(&false))
        .peekable();
    let mut all = Vec::with_capacity(groups.len());
    let push = |all: &mut Vec<LineGroup>, (at, part): (usize, &ArticlePart)| {
        let line = ShownLine {
            text: part.text.clone(),
            role: SegmentRole::Text,
            block: 0,
        };
        all.push(LineGroup::new(ShownLine::default(), 0..0));
        all.push(LineGroup::new(line, at..at + 1));
    };
    let mut next = 0;
    for group in groups {
        next = next.max(group.parts.end);
        all.push(group);
        while let Some(found) = missing.next_if(|(at, _)| next > 0 && *at <= next) {
            next = next.max(found.0 + 1);
            push(&mut all, found);
        }
    }
    for found in missing {
        push(&mut all, found);
    }
    all
}

/// Lines that form one segment.
#[derive(Debug)]
struct LineGroup {
    text: String,
    lines: usize,
    role: SegmentRole,
    block: usize,
    /// Parts of the article on these lines; empty if none was found.
    parts: Range<usize>,
}

impl LineGroup {
    fn new(line: ShownLine, parts: Range<usize>) -> Self {
        Self {
            text: line.text,
            lines: 1,
            role: line.role,
            block: line.block,
            parts,
        }
    }

    /// Returns true if a line belongs to the group.
    fn continues(&self, line: &ShownLine, parts: &Range<usize>) -> bool {
        self.role == line.role
            && match self.role {
                SegmentRole::Text => parts.start < self.parts.end && !parts.is_empty(),
                SegmentRole::LeftOut => line.block == self.block,
                SegmentRole::Details | SegmentRole::Blank => false,
            }
    }

    fn push(&mut self, line: ShownLine, parts: Range<usize>) {
        self.text.push('\n');
        self.text.push_str(&line.text);
        self.lines += 1;
        self.parts.end = self.parts.end.max(parts.end);
    }
}

/// Place in the article between two parts.
#[derive(Debug, Default)]
struct Place {
    /// Part before it.
    after: Option<PartKey>,
    /// Left-out segments since that part.
    distance: usize,
}

fn segment_of(
    group: LineGroup,
    parts: &[ArticlePart],
    corrections: &CorrectionIndex<'_>,
    seen: &mut HashMap<String, usize>,
    place: &mut Place,
) -> SourceSegment {
    let occurrence = seen.entry(comparable_letters(&group.text)).or_default();
    let line = PartKey {
        text: group.text.split_whitespace().collect::<Vec<_>>().join(" "),
        occurrence: *occurrence,
    };
    *occurrence += 1;
    let keys: Vec<PartKey> = parts
        .get(group.parts.clone())
        .unwrap_or_default()
        .iter()
        .map(|part| part.key.clone())
        .collect();
    let (proposed, known) = match group.role {
        SegmentRole::Text if !keys.is_empty() => {
            let known = keys.iter().find_map(|key| corrections.removal_of(key));
            place.after = keys.last().cloned();
            place.distance = 0;
            let proposed = Correction::Remove {
                parts: keys,
                lines: group.lines,
            };
            (Some(proposed), known)
        }
        SegmentRole::LeftOut if !comparable_letters(&line.text).is_empty() => {
            let known = corrections.insertion_of(&line);
            let proposed = Correction::Insert {
                line,
                after: place.after.clone(),
                distance: place.distance,
                lines: group.lines,
            };
            place.distance += 1;
            (Some(proposed), known)
        }
        SegmentRole::Text | SegmentRole::LeftOut | SegmentRole::Details | SegmentRole::Blank => {
            (None, None)
        }
    };
    let role = match (known, group.role) {
        (Some(_), SegmentRole::Text) => SegmentRole::LeftOut,
        (Some(_), SegmentRole::LeftOut) => SegmentRole::Text,
        (_, role) => role,
    };
    SourceSegment {
        text: group.text,
        role,
        correction: known.cloned().or(proposed),
        is_corrected: known.is_some(),
    }
}

/// Corrections of an article by the letters and the number of what they take out or in.
struct CorrectionIndex<'a> {
    removals: HashMap<(String, usize), &'a Correction>,
    insertions: HashMap<(String, usize), &'a Correction>,
}

impl<'a> CorrectionIndex<'a> {
    fn new(corrections: &'a [Correction]) -> Self {
        let (mut removals, mut insertions) = (HashMap::new(), HashMap::new());
        for correction in corrections {
            match correction {
                Correction::Remove { parts, .. } => {
                    removals.extend(parts.iter().map(|part| (Self::key(part), correction)));
                }
                Correction::Insert { line, .. } => {
                    insertions.insert(Self::key(line), correction);
                }
            }
        }
        Self {
            removals,
            insertions,
        }
    }

    fn key(part: &PartKey) -> (String, usize) {
        (comparable_letters(&part.text), part.occurrence)
    }

    /// Returns the correction that takes a part out.
    fn removal_of(&self, part: &PartKey) -> Option<&'a Correction> {
        self.removals.get(&Self::key(part)).copied()
    }

    /// Returns the correction that takes a line in.
    fn insertion_of(&self, line: &PartKey) -> Option<&'a Correction> {
        self.insertions.get(&Self::key(line)).copied()
    }
}
