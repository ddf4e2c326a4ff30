//! Features of the text blocks of a page: their words, their elements and their surroundings.
//!
//! A feature is a number, usually between 0 and 1, at a fixed index of a row. To add one, push it in this file with its name and
//! fit the weights again (`cargo run --release --example fit_pages`).

use super::element::{KIND_NAMES, LIGHT_KINDS};
use super::page::{PageBlocks, heading_like};
use super::row::{FeatureRow, flag};
use super::text_blocks::TextBlock;
use crate::extract::dom::DomId;
use crate::extract::plain::features::UnitFeatures;

/// The upper ends of the classes of length, in words.
const LENGTHS: [usize; 9] = [1, 2, 4, 8, 14, 25, 45, 90, usize::MAX];
const LENGTH_NAMES: [&str; 9] = [
    "words-1",
    "words-2",
    "words-4",
    "words-8",
    "words-14",
    "words-25",
    "words-45",
    "words-90",
    "words-more",
];
/// Names of the classes of words, in the order of the lexicon.
const CLASS_NAMES: [&str; 11] = [
    "words-sharing",
    "words-accounts",
    "words-navigation",
    "words-law",
    "words-comments",
    "words-related",
    "words-shops",
    "words-byline",
    "words-images",
    "words-advertising",
    "words-function",
];
const SHORT_CLASS_NAMES: [&str; 11] = [
    "short-sharing",
    "short-accounts",
    "short-navigation",
    "short-law",
    "short-comments",
    "short-related",
    "short-shops",
    "short-byline",
    "short-images",
    "short-advertising",
    "short-function",
];

/// Appends the features of block `i` by itself and by its surroundings to `row`.
pub(super) fn push_features(page: &PageBlocks<'_>, i: usize, row: &mut FeatureRow) {
    let (Some(block), Some(words)) = (page.blocks.get(i), page.words.get(i)) else {
        return;
    };
    push_words(block, words, row);
    push_elements(page, block, row);
    push_position(page, i, row);
    push_neighbours(page, i, row);
    push_crossed(page, i, block, words, row);
    push_section(page, i, row);
}

/// Number of blocks below a heading that are taken for its section.
const MAX_SECTION: usize = 40;

/// Appends features of the section that a block stands in: the words of the heading above it, and the headline.
fn push_section(page: &PageBlocks<'_>, i: usize, row: &mut FeatureRow) {
    let (Some(block), Some(words)) = (page.blocks.get(i), page.words.get(i)) else {
        return;
    };
    let above = page.headings_above.get(i).copied().flatten();
    let above = above
        .filter(|at| i - at <= MAX_SECTION)
        .and_then(|at| page.words.get(at));
    let share = |classes: std::ops::Range<usize>| {
        above.map_or(0.0, |heading| {
            let sum: u16 = heading
                .classes
                .get(classes)
                .unwrap_or_default()
                .iter()
                .sum();
            (f32::from(sum) / heading.words.max(1) as f32).min(1.0)
        })
    };
    let sentence = words.ends_sentence && words.words >= 8;
    let linked = block.link_share() > 0.5;
    let (related, comments) = (share(5..6), share(4..5));
    row.push("under-related", related);
    row.push("under-related-linked", if linked { related } else { 0.0 });
    row.push("under-comments", comments);
    row.push("under-boilerplate-words", share(0..4));
    row.push("no-heading-above", flag(above.is_none()));
    row.push("outside-main", flag(page.is_outside_main(block)));
    row.push(
        "in-comments",
        flag(
            page.around(block)
                .any(|id| page.evidence_of(id).is_comment_section),
        ),
    );
    let before = page.heading.is_some_and(|at| i < at);
    row.push("sentence-before-headline", flag(before && sentence));
    row.push(
        "item-before-headline",
        flag(before && page.tree.name(block.container) == "li"),
    );
    row.push("linked-before-headline", flag(before && linked));
    let prose_after = 1.0 - page.prose_before.get(i).copied().unwrap_or(0.0) / page.prose;
    row.push("short-after-prose", flag(prose_after < 0.02 && !sentence));
    row.push("sentence-after-prose", flag(prose_after < 0.03 && sentence));
}

/// Appends features of the words of a block and of the elements around it together.
fn push_crossed(
    page: &PageBlocks<'_>,
    i: usize,
    block: &TextBlock,
    words: &UnitFeatures,
    row: &mut FeatureRow,
) {
    let (siblings, kin) = page.shares_of_kin(i);
    let sentence = words.ends_sentence && words.words >= 8;
    let short = words.words <= 14 && !words.ends_sentence;
    let linked = block.link_share();
    let own = page.tree.name(block.container);
    row.push("siblings-prose", siblings.sqrt());
    row.push("kin-prose", kin.sqrt());
    row.push("few-kin", flag(kin < 0.05));
    row.push("most-kin", flag(kin > 0.5));
    row.push("most-siblings", flag(siblings > 0.5));
    row.push("sentence-few-kin", flag(sentence && kin < 0.05));
    row.push("sentence-most-siblings", flag(sentence && siblings > 0.4));
    row.push("short-few-siblings", flag(short && siblings < 0.05));
    row.push("short-most-siblings", flag(short && siblings > 0.4));
    row.push("linked-few-siblings", flag(linked > 0.5 && siblings < 0.05));
    row.push("linked-most-siblings", flag(linked > 0.5 && siblings > 0.4));
    row.push("li-linked", flag(own == "li" && linked > 0.6));
    row.push("li-sentence", flag(own == "li" && sentence));
    row.push("li-short", flag(own == "li" && short && linked < 0.3));
    row.push("li-few-siblings", flag(own == "li" && siblings < 0.02));
    row.push("heading-linked", flag(heading_like(own) && linked > 0.6));
    row.push(
        "heading-many-siblings",
        flag(heading_like(own) && siblings > 0.3),
    );
    row.push("sentence-strong-name", {
        let strong = page
            .around(block)
            .take(4)
            .any(|id| page.names_of(id).strong);
        flag(sentence && strong)
    });
}

/// Appends the features of the words of a block.
fn push_words(block: &TextBlock, words: &UnitFeatures, row: &mut FeatureRow) {
    let length = LENGTHS.iter().position(|most| words.words <= *most);
    row.push("bias", 1.0);
    for (i, name) in LENGTH_NAMES.iter().enumerate() {
        row.push(name, flag(length == Some(i)));
    }
    let link_share = block.link_share();
    let short = words.words <= 25;
    row.push("ends-sentence", flag(words.ends_sentence));
    row.push(
        "ends-short-sentence",
        flag(words.ends_sentence && words.words <= 8),
    );
    row.push("ends-in-colon", flag(words.ends_in_colon));
    row.push("ends-in-question-mark", flag(words.ends_in_question_mark));
    row.push("begins-lower", flag(words.begins_lower));
    row.push("begins-with-digit", flag(words.begins_with_digit));
    row.push("all-capitals", flag(words.is_all_caps));
    row.push("capitalized", words.capitalized_share);
    row.push("digits", words.digit_share);
    row.push("commas", words.commas.min(3) as f32 / 3.0);
    row.push(
        "inner-sentence-ends",
        words.inner_sentence_ends.min(3) as f32 / 3.0,
    );
    row.push("menu-marks", flag(words.menu_marks));
    row.push("address", flag(words.has_address));
    row.push("copyright", flag(words.has_copyright));
    row.push("price", flag(words.has_price));
    row.push("quoted", flag(words.is_quoted));
    row.push("date", flag(words.date.is_some() && short));
    row.push("placeholder", flag(words.is_placeholder));
    row.push("section-name", flag(words.is_section_name));
    row.push("label-and-value", flag(words.is_label_and_value));
    row.push("pointer", flag(words.is_pointer));
    row.push("copies", flag(words.copies > 1));
    row.push("prose", words.prose);
    row.push("link-share", link_share);
    row.push("mostly-linked", flag(link_share > 0.6));
    row.push("linked-short", flag(link_share > 0.6 && words.words <= 14));
    row.push(
        "linked-sentence",
        flag(link_share > 0.6 && words.ends_sentence),
    );
    row.push("some-links", flag(link_share > 0.05 && link_share < 0.5));
    let count = words.words.clamp(1, 60) as f32;
    for (class, name) in CLASS_NAMES.iter().enumerate() {
        let of_class = words.classes.get(class).copied().unwrap_or(0);
        row.push(name, f32::from(of_class) / count);
    }
    for (class, name) in SHORT_CLASS_NAMES.iter().enumerate() {
        let of_class = words.classes.get(class).copied().unwrap_or(0);
        row.push(name, flag(of_class > 0 && words.words <= 14));
    }
}

/// Appends the features of the elements around a block.
fn push_elements(page: &PageBlocks<'_>, block: &TextBlock, row: &mut FeatureRow) {
    let tree = page.tree;
    let own = tree.name(block.container);
    let mut around = Around::default();
    let mut levels = [1.0_f32; 4];
    let mut link_shares = [1.0_f32; 4];
    for (level, id) in page.around(block).enumerate() {
        if let (Some(share), Some(links)) = (levels.get_mut(level), link_shares.get_mut(level)) {
            *share = page.share_of_prose(id);
            *links = page.counts.link_density(tree, id);
        }
        around.add(page, id, level);
    }
    let is = |names: &[&str]| flag(names.contains(&own));
    row.push("in-heading", is(&["h1", "h2", "h3", "h4", "h5", "h6"]));
    row.push("in-h1", is(&["h1"]));
    row.push("in-small-heading", is(&["h4", "h5", "h6"]));
    row.push("in-p", is(&["p"]));
    row.push("in-li", is(&["li"]));
    row.push("in-cell", is(&["td", "th"]));
    row.push("in-caption", is(&["figcaption", "caption"]));
    row.push("in-div", is(&["div", "section"]));
    around.push(row);
    for (share, name) in levels
        .iter()
        .zip(["prose-1", "prose-2", "prose-3", "prose-4"])
    {
        row.push(name, share.sqrt());
    }
    for (share, name) in link_shares
        .iter()
        .zip(["links-1", "links-2", "links-3", "links-4"])
    {
        row.push(name, *share);
    }
    let inside = |id: DomId| (id..tree.end(id)).contains(&block.container);
    row.push("in-densest", flag(inside(page.densest)));
    row.push("in-around-densest", flag(inside(tree.parent(page.densest))));
    row.push("in-densest-itself", flag(block.container == page.densest));
    row.push(
        "parent-is-densest",
        flag(block.container == page.densest || tree.parent(block.container) == page.densest),
    );
}

/// Evidence of the elements around a block.
#[derive(Debug, Default)]
struct Around {
    /// Kinds of the elements as bits, in the order of [`KIND_NAMES`].
    kinds: u16,
    near_article_word: bool,
    article_words: f32,
    /// The strongest evidence of names: 1.0 for an element without prose, less the more prose it holds.
    strong: f32,
    weak: f32,
    near_strong: f32,
    near_weak: f32,
    depth: f32,
}

impl Around {
    fn add(&mut self, page: &PageBlocks<'_>, id: DomId, level: usize) {
        // An element that holds much of the prose of the page is its text, whatever its name.
        let light = (1.0 - page.share_of_prose(id) * 2.0).max(0.0);
        let evidence = page.evidence_of(id);
        self.kinds |= match light > 0.3 {
            true => evidence.kinds,
            false => evidence.kinds & !LIGHT_KINDS,
        };
        let names = evidence.names;
        self.near_article_word |= names.article && level < 3;
        self.article_words += flag(names.article);
        if names.strong {
            self.strong = self.strong.max(light);
            if level < 3 {
                self.near_strong = self.near_strong.max(light);
            }
        }
        if names.weak {
            self.weak = self.weak.max(light);
            if level < 3 {
                self.near_weak = self.near_weak.max(light);
            }
        }
        self.depth = level as f32;
    }

    fn push(&self, row: &mut FeatureRow) {
        for (bit, name) in KIND_NAMES.iter().enumerate() {
            row.push(name, flag(self.kinds >> bit & 1 == 1));
        }
        row.push("near-article-word", flag(self.near_article_word));
        row.push("article-words", (self.article_words / 4.0).min(1.0));
        row.push("strong-name", self.strong);
        row.push("weak-name", self.weak);
        row.push("near-strong-name", self.near_strong);
        row.push("near-weak-name", self.near_weak);
        row.push("depth", (self.depth / 16.0).min(1.0));
    }
}

/// Appends the features of the position of block `i` on the page.
fn push_position(page: &PageBlocks<'_>, i: usize, row: &mut FeatureRow) {
    let before = page.prose_before.get(i).copied().unwrap_or(0.0) / page.prose;
    row.push("prose-before", before);
    row.push("before-prose", flag(before < 0.01));
    row.push("after-prose", flag(before > 0.99));
    row.push("near-end-of-prose", flag(before > 0.93));
    let heading = page.heading;
    row.push("no-headline", flag(heading.is_none()));
    row.push("is-headline", flag(heading == Some(i)));
    row.push("before-headline", flag(heading.is_some_and(|at| i < at)));
    row.push(
        "near-after-headline",
        flag(heading.is_some_and(|at| i > at && i <= at + 6)),
    );
    let distance = heading.map_or(0.0, |at| if i > at { 1.0 / (i - at) as f32 } else { 0.0 });
    row.push("after-headline", distance);
    row.push("position", i as f32 / page.blocks.len().max(1) as f32);
}

/// Appends the features of the blocks before and after block `i`.
fn push_neighbours(page: &PageBlocks<'_>, i: usize, row: &mut FeatureRow) {
    const NAMES: [[&str; 6]; 4] = [
        [
            "none-at-2-before",
            "size-2-before",
            "sentence-2-before",
            "prose-2-before",
            "links-2-before",
            "sibling-2-before",
        ],
        [
            "none-before",
            "size-before",
            "sentence-before",
            "prose-before-it",
            "links-before",
            "sibling-before",
        ],
        [
            "none-after",
            "size-after",
            "sentence-after",
            "prose-after-it",
            "links-after",
            "sibling-after",
        ],
        [
            "none-at-2-after",
            "size-2-after",
            "sentence-2-after",
            "prose-2-after",
            "links-2-after",
            "sibling-2-after",
        ],
    ];
    let parent = |block: &TextBlock| page.tree.parent(block.container);
    let own_parent = page.blocks.get(i).map(parent);
    for (offset, names) in [-2_isize, -1, 1, 2].into_iter().zip(NAMES) {
        let at = i.checked_add_signed(offset);
        let near = at.and_then(|at| Some((page.blocks.get(at)?, page.words.get(at)?)));
        let [none, size, sentence, prose, links, sibling] = names;
        row.push(none, flag(near.is_none()));
        let words = near.map_or(0, |(_, words)| words.words);
        row.push(size, ((words + 1) as f32).log2().min(7.0) / 7.0);
        row.push(
            sentence,
            flag(near.is_some_and(|(_, words)| words.ends_sentence)),
        );
        row.push(prose, near.map_or(0.0, |(_, words)| words.prose));
        row.push(links, near.map_or(0.0, |(block, _)| block.link_share()));
        row.push(
            sibling,
            flag(near.map(|(block, _)| parent(block)) == own_parent),
        );
    }
    const WINDOWS: [(usize, &str, &str); 3] = [
        (3, "prose-in-3-before", "prose-in-3-after"),
        (8, "prose-in-8-before", "prose-in-8-after"),
        (20, "prose-in-20-before", "prose-in-20-after"),
    ];
    let total = |from: usize, to: usize| {
        let at = |i: usize| page.prose_before.get(i).copied().unwrap_or(page.prose);
        // 400 letters of prose a block are a full window.
        ((at(to) - at(from)).max(0.0) / (400.0 * (to - from).max(1) as f32)).min(1.0)
    };
    for (reach, before, after) in WINDOWS {
        row.push(before, total(i.saturating_sub(reach), i).sqrt());
        row.push(after, total(i + 1, i + 1 + reach).sqrt());
    }
}
