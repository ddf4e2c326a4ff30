//! Records the text blocks of a page with their evidence: [`trace_blocks`].

use super::decision::heading_level;
use super::names::strong_word;
use super::page::PageBlocks;
use super::row::FeatureRow;
use super::text_blocks::text_blocks;
use super::weights::SECOND;
use crate::extract::dom::DomTree;
use crate::extract::trace::{Evidence, LineRole, SourceLine, Trace};
use crate::model::count_words;

/// Number of features that are named for a block.
const MAX_FEATURES: usize = 3;

/// Counts the blocks that do not stay, and records all of them.
pub(super) fn trace_blocks(
    page: &PageBlocks<'_>,
    rows: &[FeatureRow],
    content: &[f32],
    stays: &[bool],
    trace: &mut Trace,
) {
    for (i, (block, stays)) in page.blocks.iter().zip(stays).enumerate() {
        if !stays {
            trace.count_left_out(1, count_words(&block.text));
        }
        trace.push(|| {
            let level = heading_level(page.tree.name(block.container));
            let mut evidence = vec![Evidence::Content(content.get(i).copied().unwrap_or(0.0))];
            evidence.extend(strongest(rows.get(i)));
            if !stays {
                let word = strong_word(page.tree, block.container);
                evidence.extend(word.map(Evidence::ClassWord));
            }
            if block.link_share() > 0.3 {
                evidence.push(Evidence::LinkShare(block.link_share()));
            }
            SourceLine {
                lines: 0..0,
                text: block.text.clone(),
                role: match level {
                    _ if !stays => LineRole::LeftOut,
                    Some(level) => LineRole::Heading(level),
                    None => LineRole::Content,
                },
                evidence,
            }
        });
    }
}

/// Records all text blocks of a page as text of its article, if lines are recorded.
pub(super) fn trace_whole(tree: &DomTree, skip: &[bool], trace: &mut Trace) {
    if !trace.is_explaining() {
        return;
    }
    for block in text_blocks(tree, skip) {
        let level = heading_level(tree.name(block.container));
        trace.push(|| SourceLine {
            lines: 0..0,
            text: block.text,
            role: level.map_or(LineRole::Content, LineRole::Heading),
            evidence: Vec::new(),
        });
    }
}

/// Returns the features of a block that weigh most.
fn strongest(row: Option<&FeatureRow>) -> Vec<Evidence> {
    let values = row.map(|row| row.values.as_slice()).unwrap_or_default();
    let mut weighed: Vec<(&'static str, f32)> = values
        .iter()
        .zip(&SECOND)
        .map(|(value, (name, weight))| (*name, value * weight))
        .filter(|(name, _)| *name != "bias")
        .collect();
    weighed.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let most = weighed.into_iter().take(MAX_FEATURES);
    most.map(|(name, weight)| Evidence::Feature(name, weight))
        .collect()
}
