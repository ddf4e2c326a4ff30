//! Decision which text blocks of a page stay: [`decide`].
//!
//! 1. A block whose probability is high enough stays.
//! 2. Lists, tables, code and quotations stay or go as a whole where most of their text does.
//! 3. A block between two that stay, stays, unless it is boilerplate by evidence of its own.
//! 4. A heading stays if text of its section stays, and goes if none does.

use std::ops::Range;

use super::model::body;
use super::names::is_consent_notice;
use super::page::PageBlocks;
use crate::extract::dom::DomId;

/// Smallest probability of a block that stays.
const MIN_CONTENT: f32 = 0.45;
/// Smallest probability of a block between two that stay, if nothing else speaks for boilerplate.
const MIN_BETWEEN: f32 = 0.04;
/// The largest probability of a block between two that stay which goes for the names of the elements around it.
const MAX_NAMED: f32 = 0.35;
const MAX_WEAKLY_NAMED: f32 = 0.15;
/// Smallest probability of a heading directly over text that stays.
const MIN_HEADING: f32 = 0.2;
/// Number of blocks that go between two parts of the article.
const PART_GAP: usize = 5;
/// Smallest mean probability of a part of the article that is apart from its largest part.
const MIN_DISTANT: f32 = 0.75;
/// Number of blocks without any that stays, after which text is no longer between two blocks that stay.
const MAX_GAP: usize = 12;
/// Number of such blocks, counting also those of boxes, which are boilerplate by themselves.
const MAX_GAP_WITH_BOXES: usize = 24;

/// Returns true for each block that stays.
pub(super) fn decide(page: &PageBlocks<'_>, content: &[f32]) -> Vec<bool> {
    let mut stays: Vec<bool> = content.iter().map(|p| *p >= MIN_CONTENT).collect();
    decide_groups(page, content, &mut stays);
    drop_distant_parts(page, content, &mut stays);
    drop_above_headline(page, content, &mut stays);
    add_below_headline(page, content, &mut stays);
    add_groups_beside(page, content, &mut stays);
    add_between(page, content, &mut stays);
    take_short_main(page, content, &mut stays);
    drop_consent_notices(page, &mut stays);
    drop_labels(page, &mut stays);
    decide_headings(page, content, &mut stays);
    if !stays.contains(&true) {
        // Nothing looks like an article: the run that looks most like one, else everything.
        let weights: Vec<f32> = page.words.iter().map(|words| words.words as f32).collect();
        let most = content.iter().copied().fold(0.0, f32::max);
        let raised: Vec<f32> = content.iter().map(|p| p / most.max(0.01) * 0.9).collect();
        let run = body(&raised, &weights);
        for (i, stays) in stays.iter_mut().enumerate() {
            *stays = run.contains(&i) || run.is_empty();
        }
    }
    stays
}

/// Takes all of the element that the page marks as its main text if hardly anything stays: a page of contents, a form, a short
/// notice.
fn take_short_main(page: &PageBlocks<'_>, content: &[f32], stays: &mut [bool]) {
    /// Number of words below which the selection is taken for an accident.
    const FEW_WORDS: usize = 40;
    let Some(main) = page.main() else { return };
    let inside = |i: usize| {
        page.blocks
            .get(i)
            .is_some_and(|block| !page.is_outside_main(block))
    };
    let words = |i: usize| page.words.get(i).map_or(0, |words| words.words);
    let kept = (0..stays.len()).filter(|i| stays.get(*i) == Some(&true));
    let inside_main: usize = kept.clone().filter(|i| inside(*i)).map(words).sum();
    let all_kept: usize = kept.map(words).sum();
    let all_inside: usize = (0..stays.len()).filter(|i| inside(*i)).map(words).sum();
    if all_kept >= FEW_WORDS || inside_main * 2 >= all_inside || all_inside == 0 {
        return;
    }
    for (i, stays) in stays.iter_mut().enumerate() {
        let p = content.get(i).copied().unwrap_or(0.0);
        let named = page.blocks.get(i).is_some_and(|block| {
            let around =
                std::iter::once(block.container).chain(page.tree.ancestors(block.container));
            around
                .take_while(|id| *id != main)
                .take(8)
                .any(|id| page.names_of(id).strong)
        });
        *stays = inside(i) && (!named || p >= MIN_CONTENT);
    }
}

/// Drops labels of advertisements and the like, and short texts of elements that are named as boilerplate and hold no prose.
fn drop_labels(page: &PageBlocks<'_>, stays: &mut [bool]) {
    /// Largest number of letters of an element that goes for its name.
    const MAX_LETTERS: u32 = 200;
    for ((block, words), stays) in page.blocks.iter().zip(page.words).zip(stays) {
        if !*stays {
            continue;
        }
        let around = std::iter::once(block.container).chain(page.tree.ancestors(block.container));
        let is_named = around.take(5).any(|id| {
            page.names_of(id).strong
                && page.counts.letters(page.tree, id) <= MAX_LETTERS
                && page.counts.prose_letters(page.tree, id) == 0
        });
        let is_sentence = words.ends_sentence && words.words >= 4;
        let is_verbatim = matches!(
            page.tree.name(block.container),
            "td" | "th" | "pre" | "code"
        );
        *stays = !(words.is_placeholder || is_named && !is_sentence) || is_verbatim;
    }
}

/// Drops notices about cookies that stand outside of the element that the page marks as its main text.
fn drop_consent_notices(page: &PageBlocks<'_>, stays: &mut [bool]) {
    let inside = |i: usize| {
        page.blocks
            .get(i)
            .is_some_and(|block| !page.is_outside_main(block))
    };
    let is_main_kept = (0..stays.len()).any(|i| stays.get(i) == Some(&true) && inside(i));
    if page.main().is_none() || !is_main_kept {
        return;
    }
    for (block, stays) in page.blocks.iter().zip(stays) {
        let around = std::iter::once(block.container).chain(page.tree.ancestors(block.container));
        *stays &= !page.is_outside_main(block)
            || !(around.take(8).any(|id| is_consent_notice(page.tree, id))
                || mentions_cookies(&block.text));
    }
}

/// Returns true if a text is about cookies, in the word that most languages have for them.
fn mentions_cookies(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| matches!(word, "cookie" | "cookies" | "cookien" | "куки" | "クッキー"))
}

/// Gives the blocks of a list, a table, code or a quotation the same answer.
fn decide_groups(page: &PageBlocks<'_>, content: &[f32], stays: &mut [bool]) {
    let mut i = 0;
    while i < page.blocks.len() {
        let Some(end) = group_end(page, i) else {
            i += 1;
            continue;
        };
        let (mut kept, mut all, mut sure) = (0.0, 0.0, false);
        for k in i..end {
            let words = page.words.get(k).map_or(0.0, |words| words.words as f32);
            let p = content.get(k).copied().unwrap_or(0.0);
            all += words;
            kept += if stays.get(k) == Some(&true) {
                words
            } else {
                0.0
            };
            sure |= p > 0.8 && words >= 12.0;
        }
        let most = kept * 2.0 >= all;
        if (most || !sure)
            && let Some(group) = stays.get_mut(i..end)
        {
            group.fill(most && kept > 0.0);
        }
        i = end;
    }
}

/// Returns the end of the group of blocks that begins with block `i`: an outermost list, table, code block or quotation that is
/// no larger than a part of the article. `None` if there is none, or it has one block.
fn group_end(page: &PageBlocks<'_>, i: usize) -> Option<usize> {
    group_at(page, i).map(|(_, end)| end)
}

/// Returns the element of the group of blocks that begins with block `i`, and the end of the group.
fn group_at(page: &PageBlocks<'_>, i: usize) -> Option<(DomId, usize)> {
    let tree = page.tree;
    let block = page.blocks.get(i)?;
    let around = std::iter::once(block.container).chain(tree.ancestors(block.container));
    let mut group: Option<DomId> = None;
    for id in around.take(16) {
        match tree.name(id) {
            "ul" | "ol" | "dl" | "pre" | "blockquote" => group = Some(id),
            "table" if !has_long_cells(page, id) => group = Some(id),
            _ => {}
        }
    }
    let id = group.filter(|id| !has_sections(page, *id))?;
    let end = page
        .blocks
        .iter()
        .skip(i)
        .position(|block| block.nodes.start >= tree.end(id))
        .map_or(page.blocks.len(), |count| i + count);
    (end > i + 1).then_some((id, end))
}

/// Returns true if a table is laid out as a page: a cell has several paragraphs of text.
fn has_long_cells(page: &PageBlocks<'_>, id: DomId) -> bool {
    let cells = page
        .tree
        .elements(id)
        .filter(|i| page.tree.name(*i) == "td");
    cells
        .take(400)
        .any(|cell| page.counts.letters(page.tree, cell) > 600)
}

/// Returns true if a list holds headings: its items are cards or sections, each for itself.
fn has_sections(page: &PageBlocks<'_>, id: DomId) -> bool {
    let mut elements = page.tree.elements(id).take(4_000);
    elements.any(|i| {
        matches!(
            page.tree.name(i),
            "h1" | "h2" | "h3" | "h4" | "article" | "section"
        )
    })
}

/// Drops what stays far from the largest part: text above the headline, and parts in other elements that are hardly probable.
fn drop_distant_parts(page: &PageBlocks<'_>, content: &[f32], stays: &mut [bool]) {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for i in (0..stays.len()).filter(|i| stays.get(*i) == Some(&true)) {
        match parts.last_mut() {
            Some(part) if i - part.end <= PART_GAP => part.end = i + 1,
            _ => parts.push(i..i + 1),
        }
    }
    let weight = |i: usize| {
        page.words
            .get(i)
            .map_or(0.0, |words| 1.0 + (words.words.min(80) as f32).sqrt())
    };
    let p = |i: usize| content.get(i).copied().unwrap_or(0.0);
    let score =
        |part: &Range<usize>| -> f32 { part.clone().map(|i| (p(i) - 0.4) * weight(i)).sum() };
    let headline = page.headline();
    let below = |part: &Range<usize>| headline.is_none_or(|at| part.end > at);
    let scored = parts.iter().map(|part| (score(part), part));
    let below_headline = scored.clone().filter(|(_, part)| below(part));
    let best = below_headline.max_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f32 = scored.clone().map(|(score, _)| score.max(0.0)).sum();
    // A headline that is followed by little is none.
    let (is_headed, best) = match best.filter(|(score, _)| *score * 4.0 > whole) {
        Some((_, part)) => (headline.is_some(), part.clone()),
        None => match scored.max_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((_, part)) => (false, part.clone()),
            None => return,
        },
    };
    let around = element_around(page, &best);
    for part in parts {
        let sum: f32 = part.clone().map(weight).sum();
        let mean = part.clone().map(|i| p(i) * weight(i)).sum::<f32>() / sum.max(1.0);
        let is_inside = page
            .blocks
            .get(part.start)
            .is_some_and(|block| (around..page.tree.end(around)).contains(&block.container));
        let is_above = is_headed && !below(&part);
        if part != best
            && (is_above || (!is_inside && mean < MIN_DISTANT))
            && let Some(part) = stays.get_mut(part)
        {
            part.fill(false);
        }
    }
}

/// Drops items and links above a headline that has a good part of the text below it: teasers of other articles.
fn drop_above_headline(page: &PageBlocks<'_>, content: &[f32], stays: &mut [bool]) {
    let Some(at) = page.headline().filter(|at| is_heading(page, *at)) else {
        return;
    };
    let letters = |range: Range<usize>| -> u32 {
        let kept = range
            .filter(|i| stays.get(*i) == Some(&true) && content.get(*i).is_some_and(|p| *p > 0.5));
        kept.filter_map(|i| page.blocks.get(i))
            .map(|block| block.letters)
            .sum()
    };
    let (above, below) = (letters(0..at), letters(at + 1..stays.len()));
    if above == 0 || below * 3 < above {
        return;
    }
    for (block, stays) in page.blocks.iter().zip(stays).take(at) {
        let in_item = std::iter::once(block.container)
            .chain(page.tree.ancestors(block.container))
            .take(3)
            .any(|id| page.tree.name(id) == "li");
        *stays &= !in_item && block.link_share() < 0.5;
    }
}

/// Adds sentences between the headline and the first text that stays.
fn add_below_headline(page: &PageBlocks<'_>, content: &[f32], stays: &mut [bool]) {
    /// Number of blocks below the headline that are looked at.
    const REACH: usize = 8;
    /// Smallest probability of a sentence that is added.
    const LEAST: f32 = 0.2;
    let Some(at) = page.headline().filter(|at| is_heading(page, *at)) else {
        return;
    };
    for i in at + 1..(at + 1 + REACH).min(stays.len()) {
        let (Some(block), Some(words)) = (page.blocks.get(i), page.words.get(i)) else {
            return;
        };
        let p = content.get(i).copied().unwrap_or(0.0);
        let is_sentence = words.words >= 12 && words.ends_sentence && block.link_share() < 0.3;
        if is_sentence
            && p >= LEAST
            && !page.is_outside_main(block)
            && let Some(stays) = stays.get_mut(i)
        {
            *stays = true;
        }
    }
}

/// Returns true if block `i` is a heading element.
fn is_heading(page: &PageBlocks<'_>, i: usize) -> bool {
    let block = page.blocks.get(i);
    block.is_some_and(|block| heading_level(page.tree.name(block.container)).is_some())
}

/// Returns the smallest element around a run of blocks.
fn element_around(page: &PageBlocks<'_>, part: &Range<usize>) -> DomId {
    let blocks = page.blocks.get(part.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else {
        return 0;
    };
    let mut around = std::iter::once(first.container).chain(page.tree.ancestors(first.container));
    around
        .find(|id| page.tree.end(*id) >= last.nodes.end)
        .unwrap_or(0)
}

/// Adds tables, lists, code and quotations that stand beside paragraphs that stay, in the same element, with few links.
fn add_groups_beside(page: &PageBlocks<'_>, content: &[f32], stays: &mut [bool]) {
    let tree = page.tree;
    let mut i = 1;
    while i < page.blocks.len() {
        let Some((id, end)) = group_at(page, i) else {
            i += 1;
            continue;
        };
        let range = i..end;
        i = end;
        let kept_before = stays.get(range.start.wrapping_sub(1)) == Some(&true);
        if stays.get(range.start) == Some(&true) || !kept_before {
            continue;
        }
        let beside = page.blocks.get(range.start - 1).is_some_and(|block| {
            let parent = tree.parent(block.container);
            // A figure or a box that only scrolls may be around a table.
            let outer = [tree.parent(id), tree.parent(tree.parent(id))];
            outer.contains(&parent) && page.share_of_prose(parent) > 0.3
        });
        let sum: f32 = content.get(range.clone()).unwrap_or_default().iter().sum();
        let likely = sum > 0.1 * (range.end - range.start) as f32;
        if beside
            && likely
            && page.counts.link_density(tree, id) < 0.4
            && !page.names_of(id).strong
            && let Some(group) = stays.get_mut(range)
        {
            group.fill(true);
        }
    }
}

/// Adds blocks between two that stay, unless they are boilerplate by evidence of their own.
fn add_between(page: &PageBlocks<'_>, content: &[f32], stays: &mut [bool]) {
    let kept: Vec<usize> = (0..stays.len())
        .filter(|i| stays.get(*i) == Some(&true))
        .collect();
    for pair in kept.windows(2) {
        let [from, to] = pair else { continue };
        // Between the headline and the text stand the byline, the date and buttons.
        if to - from > MAX_GAP_WITH_BOXES || page.headline() == Some(*from) {
            continue;
        }
        let probability = |i: usize| content.get(i).copied().unwrap_or(0.0);
        let between: Vec<usize> = (from + 1..*to)
            .filter(|i| !is_boilerplate_by_itself(page, *i, probability(*i)))
            .collect();
        if between.len() >= MAX_GAP {
            continue;
        }
        for i in between {
            if (probability(i) >= MIN_BETWEEN || is_verbatim(page, i))
                && let Some(stays) = stays.get_mut(i)
            {
                *stays = true;
            }
        }
    }
}

/// Returns true for code, whose words say nothing.
fn is_verbatim(page: &PageBlocks<'_>, i: usize) -> bool {
    page.blocks.get(i).is_some_and(|block| {
        let around = std::iter::once(block.container).chain(page.tree.ancestors(block.container));
        let mut near = around.take(3);
        near.any(|id| page.tree.name(id) == "pre")
    })
}

/// Returns true if the words, the links or the elements of a block say that it is boilerplate.
fn is_boilerplate_by_itself(page: &PageBlocks<'_>, i: usize, content: f32) -> bool {
    let (Some(block), Some(words)) = (page.blocks.get(i), page.words.get(i)) else {
        return false;
    };
    let tree = page.tree;
    let own: u16 = words.classes.iter().take(6).sum();
    let worded = !is_verbatim(page, i)
        && words.words <= 14
        && usize::from(own) * 2 >= words.words
        && !words.ends_sentence;
    let linked = block.link_share() > 0.6;
    let around = std::iter::once(block.container).chain(tree.ancestors(block.container));
    let mut named = false;
    for id in around.take(6) {
        if page.share_of_prose(id) > 0.25 {
            break;
        }
        let names = page.names_of(id);
        let is_beside = matches!(tree.name(id), "aside" | "footer" | "form" | "nav");
        named |= (names.strong || is_beside) && content < MAX_NAMED
            || names.weak && content < MAX_WEAKLY_NAMED;
    }
    words.is_placeholder || words.is_pointer || worded || linked || named
}

/// Drops headings whose section has no text that stays, and adds those over text that stays.
fn decide_headings(page: &PageBlocks<'_>, content: &[f32], stays: &mut [bool]) {
    let level = |i: usize| {
        let container = page.blocks.get(i)?.container;
        heading_level(page.tree.name(container))
    };
    let first = stays.iter().position(|stays| *stays);
    for i in (0..stays.len()).rev() {
        let Some(own) = level(i) else { continue };
        let mut section = (i + 1..stays.len()).take_while(|k| level(*k).is_none_or(|l| l > own));
        // A heading without anything below it, such as that of a chapter over that of its first section, has lost nothing.
        let is_empty = level(i + 1).is_some();
        let has_text = is_empty || section.any(|k| stays.get(k) == Some(&true));
        let begins_section = (i + 1..stays.len())
            .take(2)
            .take_while(|k| level(*k).is_none())
            .any(|k| stays.get(k) == Some(&true));
        let is_inside = first.is_some_and(|first| i > first);
        let is_placeholder = page.words.get(i).is_some_and(|words| words.is_placeholder);
        let begins_section = begins_section
            && !is_placeholder
            && (is_inside || content.get(i).is_some_and(|p| *p >= MIN_HEADING));
        if let Some(stays) = stays.get_mut(i) {
            *stays = has_text && (*stays || begins_section);
        }
    }
    keep_headline(page, stays);
}

/// Adds the headline over the first text that stays: whether it repeats the title is decided later.
fn keep_headline(page: &PageBlocks<'_>, stays: &mut [bool]) {
    /// Number of blocks between a headline and the text: byline, date, buttons.
    const MAX_DISTANCE: usize = 10;
    let first = stays.iter().position(|stays| *stays);
    let (Some(at), Some(first)) = (page.headline(), first) else {
        return;
    };
    if is_heading(page, at)
        && at < first
        && first - at <= MAX_DISTANCE
        && let Some(stays) = stays.get_mut(at)
    {
        *stays = true;
    }
}

/// Returns the level of a heading element.
pub(super) fn heading_level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// Returns the range of blocks from the first that stays to the last.
pub(super) fn range_that_stays(stays: &[bool]) -> Range<usize> {
    let first = stays.iter().position(|stays| *stays).unwrap_or(0);
    let last = stays.iter().rposition(|stays| *stays);
    first..last.map_or(first, |last| last + 1)
}
