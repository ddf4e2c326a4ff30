//! The open article as lines, and the position in it: [`ArticleText`].

use std::ops::Range;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::command::Towards;
use super::spoken_line::{Speaker, SpokenLine, SpokenLink, links_in};
use super::words::counted;
use crate::layout::{characters_before_blocks, percent_shown};
use crate::library::NewPlace;
use crate::model::{Anchor, BlockPosition, Document, ReadingPosition, Section};
use crate::text::fold::Needle;

/// Largest number of characters of a sentence that a bookmark quotes.
const MAX_QUOTE_CHARS: usize = 300;

/// A position in the text of an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct TextPosition {
    /// Index of the block.
    block: usize,
    /// Offset into the text of the block, in bytes.
    offset: usize,
}

/// The part of an article that was printed, as far as its saved position depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PrintedPosition {
    /// Block of the position.
    block: usize,
    /// First block after those that were printed.
    printed_end: usize,
}

/// The text of the open article, its sections and links, and the position in it.
pub(super) struct ArticleText {
    document: Arc<Document>,
    sections: Vec<Section>,
    links: Vec<SpokenLink>,
    /// Number of links before each block.
    links_before: Vec<usize>,
    /// Characters before each block, and at the end the total.
    characters_before: Vec<usize>,
    /// Number of the current section, from 1; 0 is the text before the first heading.
    section: usize,
    /// Block of the last match.
    found_block: Option<usize>,
    /// Current position: a block, and an offset in bytes into its text.
    position: TextPosition,
    /// First block after those that were printed.
    printed_end: usize,
}

impl ArticleText {
    /// Creates the text with the position at its start: in the first section if the article begins with a heading.
    pub(super) fn new(document: Arc<Document>) -> Self {
        let sections = document.sections();
        let mut links = Vec::new();
        let mut links_before = Vec::new();
        for block in &document.blocks {
            links_before.push(links.len());
            links_in(block, &mut links);
        }
        let characters_before = characters_before_blocks(&document);
        let starts_with_heading = sections.first().is_some_and(|first| first.block == 0);
        Self {
            document,
            sections,
            links,
            links_before,
            characters_before,
            section: usize::from(starts_with_heading),
            found_block: None,
            position: TextPosition::default(),
            printed_end: 0,
        }
    }

    /// Content.
    pub(super) fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// Returns the rest of the current section, if only a part of it was printed.
    pub(super) fn rest_of_section(&self) -> Option<Vec<SpokenLine>> {
        let blocks = self.blocks(self.section);
        if !(blocks.start + 1..blocks.end).contains(&self.printed_end) {
            return None;
        }
        let mut lines = Vec::new();
        self.push_blocks(self.printed_end..blocks.end, &mut lines);
        Some(lines)
    }

    /// Returns the lines before the text: title, standfirst, byline, publisher, date, minutes and number of sections.
    pub(super) fn heading_lines(
        &self,
        name: &str,
        minutes: impl Fn(usize) -> usize,
    ) -> Vec<SpokenLine> {
        let m = &self.document.metadata;
        let mut lines = vec![SpokenLine::wrapped(&format!(
            "Title: {}",
            m.title.as_deref().unwrap_or(name)
        ))];
        lines.extend(m.standfirst.as_deref().map(SpokenLine::wrapped));
        let by = m.byline.as_ref().map(|by| format!("By {by}"));
        let date = m.published.map(|date| date.day().to_string());
        let words = self.document.words();
        let minutes = (words > 0).then(|| counted(minutes(words), "minute", "minutes"));
        let left_out = self.document.left_out.lines;
        let left_out =
            (left_out > 0).then(|| format!("{} left out", counted(left_out, "line", "lines")));
        let facts = [by, m.publisher.clone(), date, minutes, left_out];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        if !facts.is_empty() {
            lines.push(SpokenLine::wrapped(&format!("{}.", facts.join(", "))));
        }
        lines.push(SpokenLine::wrapped(&self.section_count_text()));
        lines
    }

    /// Returns the section or footnote of this article that a link leads to; `None` if it leads elsewhere.
    pub(super) fn follow_link(&mut self, number: usize) -> Option<Vec<SpokenLine>> {
        let fragment = self.link(number)?.url.strip_prefix('#')?.to_owned();
        let target = self
            .document
            .targets
            .iter()
            .find(|target| target.id == fragment)?;
        let block = target.block;
        let section = self
            .sections
            .partition_point(|section| section.block <= block);
        if self.sections.iter().any(|section| section.block == block) {
            self.go_to(section);
            return Some(self.section_lines());
        }
        // A footnote is short: it is printed, and the position stays.
        let text = self.document.blocks.get(block)?.text();
        let note = text.get(target.offset..)?.lines().next()?;
        Some(vec![SpokenLine::wrapped(note)])
    }

    /// Returns the number of sections as a sentence.
    pub(super) fn section_count_text(&self) -> String {
        match self.sections.len() {
            0 => "The article has no sections.".to_owned(),
            count => format!("The article has {}.", counted(count, "section", "sections")),
        }
    }

    /// Returns the lines of the current section.
    pub(super) fn section_lines(&self) -> Vec<SpokenLine> {
        self.lines_of_section(self.section)
    }

    fn lines_of_section(&self, section: usize) -> Vec<SpokenLine> {
        let mut blocks = self.blocks(section);
        let mut lines = vec![SpokenLine::Position(blocks.start)];
        if let Some(heading) = section.checked_sub(1).and_then(|i| self.sections.get(i)) {
            lines.push(SpokenLine::Blank);
            lines.push(SpokenLine::wrapped(&format!(
                "Section {section} of {}. Heading {}: {}",
                self.sections.len(),
                heading.level,
                heading.title
            )));
            blocks.start += 1;
        }
        self.push_blocks(blocks, &mut lines);
        if lines
            .iter()
            .all(|line| matches!(line, SpokenLine::Position(_)))
        {
            lines.push(SpokenLine::wrapped("There is no text here."));
        }
        lines
    }

    fn push_blocks(&self, blocks: Range<usize>, lines: &mut Vec<SpokenLine>) {
        for index in blocks {
            let before = self.links_before.get(index).copied().unwrap_or_default();
            if let Some(block) = self.document.blocks.get(index) {
                lines.extend([SpokenLine::Position(index), SpokenLine::Blank]);
                Speaker::new(before, lines).block(block);
            }
        }
    }

    /// Returns the blocks of a section, its heading first.
    fn blocks(&self, section: usize) -> Range<usize> {
        let start = section.checked_sub(1).and_then(|i| self.sections.get(i));
        let end = self.sections.get(section);
        start.map_or(0, |section| section.block)
            ..end.map_or(self.document.blocks.len(), |section| section.block)
    }

    /// Goes to the next or previous section; false where there is none.
    pub(super) fn step_section(&mut self, forward: bool) -> bool {
        let to = if forward {
            Some(self.section + 1)
        } else {
            self.section.checked_sub(1)
        };
        to.is_some_and(|to| self.go_to(to))
    }

    /// Goes to a section; false where there is none of this number.
    pub(super) fn go_to(&mut self, section: usize) -> bool {
        let there = section <= self.sections.len() && !self.blocks(section).is_empty();
        if there {
            self.section = section;
            self.found_block = None;
        }
        there
    }

    /// Goes to the start of the article: before the first section, if there is text.
    pub(super) fn go_to_start(&mut self) {
        if !self.go_to(0) {
            self.go_to(1);
        }
    }

    /// Goes to the last section.
    pub(super) fn go_to_end(&mut self) {
        self.go_to(self.sections.len());
    }

    /// Returns everything after the current section, and moves to the end.
    pub(super) fn rest_of_article(&mut self) -> Vec<SpokenLine> {
        let mut lines = Vec::new();
        for section in self.section + 1..=self.sections.len() {
            lines.extend(self.lines_of_section(section));
        }
        self.section = self.sections.len();
        self.found_block = None;
        lines.push(SpokenLine::wrapped("End of the article."));
        lines
    }

    /// Returns the sections, numbered.
    pub(super) fn outline(&self) -> Vec<SpokenLine> {
        let mut lines = vec![SpokenLine::wrapped(&self.section_count_text())];
        for (section, number) in self.sections.iter().zip(1..) {
            let here = if number == self.section {
                ", you are here"
            } else {
                ""
            };
            lines.push(SpokenLine::wrapped(&format!(
                "{number}. Heading {}: {}{here}",
                section.level, section.title
            )));
        }
        lines
    }

    /// Returns the current position as a sentence.
    pub(super) fn position_text(&self) -> String {
        let percent = self.percent_printed();
        match self.title() {
            Some(title) => format!(
                "Section {} of {}, {title}, {percent} percent.",
                self.section,
                self.sections.len()
            ),
            None if self.sections.is_empty() => self.section_count_text(),
            None => format!("Before the first of {} sections.", self.sections.len()),
        }
    }

    fn title(&self) -> Option<&str> {
        let section = self.sections.get(self.section.checked_sub(1)?)?;
        Some(&section.title)
    }

    /// Goes to the next or the previous block that contains the words, and returns its lines.
    pub(super) fn find_words(&mut self, words: &str, towards: Towards) -> Vec<SpokenLine> {
        let sought = Needle::caseless(words);
        let has_words = |index: &usize| {
            let block = self.document.blocks.get(*index);
            block.is_some_and(|block| sought.matches(&block.text()))
        };
        let count = self.document.blocks.len();
        let start = self.blocks(self.section).start;
        let (ahead, wrapped, end) = match towards {
            Towards::Next => {
                let from = self.found_block.map_or(start, |found| found + 1);
                let ahead = (from..count).find(has_words);
                (ahead, (0..from.min(count)).find(has_words), "top")
            }
            Towards::Previous => {
                let from = self.found_block.unwrap_or(start).min(count);
                let ahead = (0..from).rev().find(has_words);
                (ahead, (from..count).rev().find(has_words), "end")
            }
        };
        let Some(found) = ahead.or(wrapped) else {
            // The title and the standfirst are in no block.
            let metadata = &self.document.metadata;
            let mut head = metadata.standfirst.iter().chain(&metadata.title);
            return vec![SpokenLine::wrapped(
                &match head.find(|text| sought.matches(text)) {
                    Some(text) => format!("Above the text: {text}"),
                    None => format!("Not found: {words}."),
                },
            )];
        };
        let mut lines = Vec::new();
        if ahead.is_none() {
            let line = format!("Search wrapped to the {end}.");
            lines.push(SpokenLine::wrapped(&line));
        }
        self.section = self
            .sections
            .partition_point(|section| section.block <= found);
        self.found_block = Some(found);
        lines.push(SpokenLine::wrapped(&match self.title() {
            Some(title) => format!("Found in section {}, {title}.", self.section),
            None if self.sections.is_empty() => "Found.".to_owned(),
            None => "Found before the first section.".to_owned(),
        }));
        self.push_blocks(found..found + 1, &mut lines);
        let text = self.document.blocks.get(found).map(|block| block.text());
        let hits = text.map(|text| sought.find_in(&text)).unwrap_or_default();
        self.position = TextPosition {
            block: found,
            offset: hits.first().map_or(0, |hit| hit.start),
        };
        lines
    }

    /// Returns the links of this section.
    pub(super) fn link_lines(&self) -> Vec<SpokenLine> {
        let blocks = self.blocks(self.section);
        let before = |block: usize| {
            let before = self.links_before.get(block).copied();
            before.unwrap_or(self.links.len())
        };
        let range = before(blocks.start)..before(blocks.end);
        let links = self.links.get(range.clone()).unwrap_or_default();
        if links.is_empty() {
            return vec![SpokenLine::wrapped(&format!(
                "No links in this section. The article has {}.",
                counted(self.links.len(), "link", "links")
            ))];
        }
        let line = |(link, number): (&SpokenLink, usize)| {
            SpokenLine::wrapped(&format!("Link {}: {}, {}", number + 1, link.text, link.url))
        };
        links.iter().zip(range).map(line).collect()
    }

    /// Returns a link by its number in the article, from 1.
    pub(super) fn link(&self, number: usize) -> Option<&SpokenLink> {
        self.links.get(number.checked_sub(1)?)
    }

    /// Returns the number of links in the article.
    pub(super) fn link_count(&self) -> usize {
        self.links.len()
    }

    /// Goes to the saved position, and returns the lines from there on.
    pub(super) fn resume(&mut self, anchor: &Anchor) -> Vec<SpokenLine> {
        let Some(block) = self.go_to_anchor(anchor).filter(|block| *block > 0) else {
            return self.section_lines();
        };
        let mut lines = vec![SpokenLine::wrapped(&match self.title() {
            Some(title) => format!("You were in section {}, {title}.", self.section),
            None => format!(
                "You were {} percent into the article.",
                self.percent(block, false)
            ),
        })];
        self.lines_from(block, &mut lines);
        lines
    }

    /// Goes to a match or a bookmarked place, and returns the lines from there on.
    pub(super) fn go_to_place(&mut self, anchor: &Anchor) -> Vec<SpokenLine> {
        let Some(block) = self.go_to_anchor(anchor) else {
            return self.section_lines();
        };
        self.found_block = Some(block);
        let mut lines = vec![SpokenLine::wrapped(&match self.title() {
            Some(title) => format!("In section {}, {title}.", self.section),
            None => format!("{} percent into the article.", self.percent(block, false)),
        })];
        self.lines_from(block, &mut lines);
        lines
    }

    /// Moves to an anchor and returns its block; `None` if the text no longer has it.
    fn go_to_anchor(&mut self, anchor: &Anchor) -> Option<usize> {
        let BlockPosition { block, byte } = anchor.resolve(&self.document)?;
        self.section = self
            .sections
            .partition_point(|section| section.block <= block);
        self.found_block = None;
        self.position = TextPosition {
            block,
            offset: byte,
        };
        Some(block)
    }

    /// Appends the lines of the current section from a block on.
    fn lines_from(&self, block: usize, lines: &mut Vec<SpokenLine>) {
        let blocks = self.blocks(self.section);
        if block == blocks.start {
            lines.extend(self.section_lines());
        } else {
            self.push_blocks(block..blocks.end, lines);
        }
    }

    /// Moves the position to the blocks that were just printed.
    pub(super) fn mark_printed(&mut self, blocks: Range<usize>) {
        if self.position.block != blocks.start {
            self.position = TextPosition {
                block: blocks.start,
                offset: 0,
            };
        }
        self.printed_end = blocks.end;
    }

    /// Records that the whole rest was printed; the position is the last section.
    pub(super) fn mark_all_printed(&mut self) {
        let last = self.blocks(self.section);
        self.mark_printed(last.start..self.document.blocks.len());
    }

    /// Returns true if the end of the article was printed.
    pub(super) fn is_end_printed(&self) -> bool {
        self.printed_end >= self.document.blocks.len()
    }

    /// Returns the block of the position, and the first block after those that were printed.
    pub(super) fn printed_position(&self) -> PrintedPosition {
        PrintedPosition {
            block: self.position.block,
            printed_end: self.printed_end,
        }
    }

    /// Returns the position as an anchor; `None` at the start of the article.
    pub(super) fn anchor(&self) -> Option<ReadingPosition> {
        let TextPosition { block, offset } = self.position;
        (block > 0 || offset > 0).then(|| ReadingPosition {
            anchor: Anchor::at(&self.document, block, offset),
            lines_above: 0,
        })
    }

    /// Returns the part of the article that was printed, 0 to 1.
    pub(super) fn progress(&self) -> f64 {
        f64::from(self.percent_printed()) / 100.0
    }

    /// Returns the part of the article that was printed, in percent of its characters, as the screen counts it.
    fn percent_printed(&self) -> u8 {
        self.percent(self.printed_end, self.is_end_printed())
    }

    /// Returns the part of the article before a block, in percent of its characters. 100 only for the end.
    fn percent(&self, block: usize, is_end: bool) -> u8 {
        let all = self.characters_before.last().copied().unwrap_or_default();
        let before = self.characters_before.get(block).copied().unwrap_or(all);
        percent_shown(before, all, is_end)
    }

    /// Returns the place for a bookmark at the position: the start of the current sentence. `None` if the block has no
    /// text.
    pub(super) fn place_to_bookmark(&self) -> Option<NewPlace> {
        let TextPosition { block, offset } = self.position;
        let text = self.document.blocks.get(block)?.text();
        let mut sentence = (0, "");
        for (start, words) in text.split_sentence_bound_indices() {
            if start > offset {
                break;
            }
            sentence = (start, words);
        }
        let quote: String = sentence.1.trim().chars().take(MAX_QUOTE_CHARS).collect();
        Some(NewPlace {
            anchor: Anchor::at(&self.document, block, sentence.0),
            section: self.title().map(str::to_owned),
            quote: Some(quote).filter(|quote| !quote.is_empty()),
            ..NewPlace::default()
        })
    }
}
