//! Lines of the source of an article: each one that can be taken out of the article takes exactly its words with it, and each
//! one that can be taken in brings exactly its words.

use std::path::{Path, PathBuf};

use newsprint::ingest::{Cancel, DocumentLoader};
use newsprint::model::{
    Correction, Document, Origin, PartKey, SegmentRole, SourceSegment, SourceText,
    apply_corrections, article_parts, comparable_letters,
};

use crate::fixtures;

struct Article {
    loader: DocumentLoader,
    origin: Origin,
    document: Document,
}

impl Article {
    fn at(path: &Path) -> Option<Self> {
        let loader = DocumentLoader::with_tour();
        let origin = Origin::File(path.to_owned());
        let document = loader.load(&origin, &Cancel::new()).ok()?.document;
        Some(Self {
            loader,
            origin,
            document,
        })
    }

    fn source(&self, corrections: &[Correction]) -> SourceText {
        self.loader
            .source_text(&self.origin, corrections, &Cancel::new())
            .unwrap()
    }

    /// True for a line that became the standfirst, the byline or another detail.
    fn is_detail(&self, line: &str) -> bool {
        let metadata = &self.document.metadata;
        let details = [
            &metadata.title,
            &metadata.standfirst,
            &metadata.byline,
            &metadata.publisher,
        ];
        let line = comparable_letters(line);
        let mut known = details.into_iter().flatten();
        known.any(|detail| comparable_letters(detail).contains(&line))
    }

    fn corrected(&self, corrections: &[Correction]) -> Document {
        let mut document = self.document.clone();
        apply_corrections(&mut document, corrections);
        document
    }
}

fn letters_of(document: &Document) -> String {
    document
        .blocks
        .iter()
        .map(|block| comparable_letters(&block.text()))
        .collect()
}

/// The letters of the parts that a correction takes out.
fn letters_of_parts(document: &Document, keys: &[PartKey]) -> usize {
    let parts = article_parts(&document.blocks);
    let taken = parts.iter().filter(|part| keys.contains(&part.key));
    taken.map(|part| part.letters.len()).sum()
}

fn articles() -> Vec<(String, Article)> {
    let named = |folder: PathBuf| {
        let article = Article::at(&fixtures::source(&folder))?;
        Some((fixtures::name_of(&folder), article))
    };
    fixtures::folders().into_iter().filter_map(named).collect()
}

fn has_letters(segment: &SourceSegment) -> bool {
    !comparable_letters(&segment.text).is_empty()
}

#[test]
fn nearly_every_line_of_text_can_be_taken_out_by_itself() {
    let mut all = 0;
    let mut worst = Vec::new();
    for (name, article) in articles() {
        let source = article.source(&[]);
        let text = source
            .segments
            .iter()
            .filter(|segment| segment.role == SegmentRole::Text && has_letters(segment));
        for segment in text {
            all += 1;
            if segment.correction.is_none() && !article.is_detail(&segment.text) {
                worst.push(format!("{name}: {}", segment.text));
            }
        }
    }
    let count = worst.len();
    assert!(
        count * 100 <= all,
        "{count} of {all} can't:\n{}",
        worst.join("\n")
    );
}

#[test]
fn a_line_taken_out_takes_its_words_and_no_other() {
    for (name, article) in articles() {
        let source = article.source(&[]);
        let before = letters_of(&article.document);
        for segment in &source.segments {
            let Some(correction @ Correction::Remove { parts, lines }) = &segment.correction else {
                continue;
            };
            let corrected = article.corrected(std::slice::from_ref(correction));
            let after = letters_of(&corrected);
            assert_eq!(
                after.len() + letters_of_parts(&article.document, parts),
                before.len(),
                "{name}: {}",
                segment.text
            );
            let left_out = corrected.left_out.lines;
            assert_eq!(left_out, article.document.left_out.lines + lines, "{name}");
        }
    }
}

#[test]
fn lines_that_were_left_out_come_in_at_their_place_in_the_order_of_the_source() {
    for (name, article) in articles() {
        let source = article.source(&[]);
        let insertions: Vec<Correction> = source
            .segments
            .iter()
            .filter(|segment| segment.role == SegmentRole::LeftOut)
            .filter_map(|segment| segment.correction.clone())
            .collect();
        let mut shuffled = insertions.clone();
        shuffled.reverse();
        let corrected = article.corrected(&shuffled);
        let all = letters_of(&corrected);
        let mut position = 0;
        for insertion in &insertions {
            let letters = comparable_letters(&insertion.text());
            let found = all.get(position..).and_then(|rest| rest.find(&letters));
            let at = found.unwrap_or_else(|| panic!("{name}: lost: {}", insertion.text()));
            position += at;
        }
    }
}

#[test]
fn a_corrected_line_is_shown_as_such_and_offers_the_way_back() {
    for (name, article) in articles() {
        let source = article.source(&[]);
        let offered: Vec<Correction> = source
            .segments
            .iter()
            .filter_map(|segment| segment.correction.clone())
            .collect();
        let corrected = article.source(&offered);
        for (before, after) in source.segments.iter().zip(&corrected.segments) {
            let Some(correction) = &before.correction else {
                assert_eq!(before, after, "{name}");
                continue;
            };
            let expected = match correction.inserts() {
                true => SegmentRole::Text,
                false => SegmentRole::LeftOut,
            };
            assert_eq!(after.role, expected, "{name}: {}", after.text);
            assert!(after.is_corrected, "{name}: {}", after.text);
            assert!(
                after
                    .correction
                    .as_ref()
                    .is_some_and(|known| offered.contains(known)),
                "{name}"
            );
        }
        let all_out: Vec<Correction> = offered.into_iter().filter(|c| !c.inserts()).collect();
        let rest = letters_of(&article.corrected(&all_out)).len();
        let left: usize = source
            .segments
            .iter()
            .filter(|segment| segment.correction.is_none())
            .map(|segment| comparable_letters(&segment.text).len())
            .sum();
        let limit = left + letters_of(&article.document).len() / 50;
        assert!(
            rest <= limit,
            "{name}: {rest} letters stay, {left} can't be taken out"
        );
    }
}
