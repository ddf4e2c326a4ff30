//! Record of the units of a plain text with their roles and evidence, for `extract --explain`.

use std::ops::Range;

use super::Label;
use super::evidence::{self, Evidence};
use super::features::{ContextSums, UnitFeatures};
use super::lines::PlainUnit;
use crate::extract::trace::{self, LineRole, SourceLine, Trace};
use crate::model::count_words;

/// The units of a text with all that was found about them.
#[derive(Debug, Clone, Copy)]
pub(super) struct LabelledUnits<'a> {
    pub(super) units: &'a [PlainUnit],
    pub(super) lines: &'a [UnitFeatures],
    pub(super) evidence: &'a Evidence,
    pub(super) labels: &'a [Label],
    /// Unit of the title.
    pub(super) title: Option<usize>,
    /// Number of lines before the text.
    pub(super) first_line: usize,
}

/// A text and its lines outside of its body.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinesOutside<'a> {
    pub(super) source: &'a str,
    /// Number of lines before the text.
    pub(super) first_line: usize,
    /// Lines that are left out; the others of the head are metadata.
    pub(super) left_out: &'a [Range<usize>],
}

/// Counts the lines of a head or foot that are left out, and records them and, of a head, the others.
pub(super) fn trace_outside(outside: &LinesOutside<'_>, range: Range<usize>, trace: &mut Trace) {
    let is_foot = range.end == usize::MAX;
    if outside.left_out.is_empty() && (is_foot || !trace.is_explaining()) {
        return;
    }
    let lines = outside.source.lines().enumerate().skip(range.start);
    let lines = lines.take_while(|(i, _)| *i < range.end);
    for (i, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let is_left_out = outside.left_out.iter().any(|lines| lines.contains(&i));
        if is_foot && !is_left_out {
            continue;
        }
        if is_left_out {
            trace.count_left_out(1, count_words(line));
        }
        let number = outside.first_line + i;
        trace.push(|| SourceLine {
            lines: number..number + 1,
            text: line.trim_end().to_owned(),
            role: match is_left_out {
                true => LineRole::LeftOut,
                false => LineRole::Metadata,
            },
            evidence: Vec::new(),
        });
    }
}

/// Records the lines of `text` with one role. `first_line` is the number of lines before it.
pub(in crate::extract) fn trace_lines(
    text: &str,
    first_line: usize,
    role: LineRole,
    trace: &mut Trace,
) {
    if !trace.is_explaining() {
        return;
    }
    for (i, line) in text
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
    {
        trace.push(|| SourceLine {
            lines: first_line + i..first_line + i + 1,
            text: line.trim_end().to_owned(),
            role,
            evidence: Vec::new(),
        });
    }
}

/// Counts the units that are left out, and records all of them with their evidence.
pub(super) fn trace_units(source: &LabelledUnits<'_>, trace: &mut Trace) {
    let mut sums = None;
    let units = source.units.iter().zip(source.lines).zip(source.labels);
    for (i, ((unit, line), label)) in units.enumerate() {
        if *label == Label::Boilerplate {
            trace.count_left_out(unit.lines.len(), line.words);
        }
        trace.push(|| {
            let sums = sums.get_or_insert_with(|| ContextSums::of(source.lines));
            let role = match label {
                Label::Meta if Some(i) == source.title => LineRole::Title,
                Label::Content => LineRole::Content,
                Label::Heading(level) => LineRole::Heading(*level),
                Label::Caption => LineRole::Caption,
                Label::Meta => LineRole::Metadata,
                Label::Boilerplate => LineRole::LeftOut,
            };
            SourceLine {
                lines: unit.lines.start + source.first_line..unit.lines.end + source.first_line,
                text: unit.text.clone(),
                role,
                evidence: unit_evidence(i, source, sums, role),
            }
        });
    }
}

/// Returns the evidence for the role of unit `i`, strongest first.
fn unit_evidence(
    i: usize,
    source: &LabelledUnits<'_>,
    sums: &ContextSums,
    role: LineRole,
) -> Vec<trace::Evidence> {
    let at = |scores: &[f32]| scores.get(i).copied().unwrap_or(0.0);
    let content = at(&source.evidence.content);
    let heading = at(&source.evidence.heading);
    let mut out = Vec::new();
    let words = |i: usize| source.lines.get(i).map(|l| l.words_hash);
    if source
        .title
        .is_some_and(|title| title != i && words(title) == words(i))
    {
        out.push(trace::Evidence::Repeated);
    }
    if source
        .lines
        .get(i)
        .is_some_and(|l| l.phrase.is_some() || l.is_placeholder)
    {
        out.push(trace::Evidence::Phrase);
    }
    let beside = match role {
        LineRole::LeftOut => content >= 0.5,
        LineRole::Content => content < 0.5,
        LineRole::Title
        | LineRole::Metadata
        | LineRole::Heading(_)
        | LineRole::Caption
        | LineRole::Hidden => false,
    };
    if beside {
        out.push(trace::Evidence::Position);
    }
    out.push(trace::Evidence::Content(content));
    if matches!(role, LineRole::Heading(_)) || heading >= 0.1 {
        out.push(trace::Evidence::Heading(heading));
    }
    let features = evidence::strongest_features(i, source.units, source.lines, sums);
    let features = features.into_iter();
    out.extend(features.map(|(name, added)| trace::Evidence::Feature(name, added)));
    out
}
