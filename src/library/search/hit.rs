//! What is shown of a story that was found: the line that matches, its section, and the place to go to.

use std::ops::Range;

use super::query::{Phrase, Query};
use super::words::{At, each_word};
use crate::model::{Anchor, Article, Block, Document, SearchHit, clean};

/// The most characters of a line.
const LINE: usize = 200;
/// Of which so many stand before the match, where there are.
const BEFORE: usize = 50;

/// A text cut into words.
#[derive(Default)]
struct Cut {
    words: Vec<String>,
    at: Vec<At>,
    used: usize,
}

impl Cut {
    /// Cuts another text, in the room of the one before.
    fn cut(&mut self, text: &str) {
        let Self { words, at, used } = self;
        (*used) = 0;
        at.clear();
        each_word(text, &mut |word, place| {
            match words.get_mut(*used) {
                Some(room) => {
                    room.clear();
                    room.push_str(word);
                }
                None => words.push(word.to_owned()),
            }
            *used += 1;
            at.push(place);
        });
    }

    /// The first place where a phrase stands, from the nth word on: the word, and the bytes.
    fn find(&self, phrase: &Phrase, from: usize) -> Option<(usize, Range<usize>)> {
        let words = self.words.get(..self.used)?;
        let at = (from..self.used).find(|at| phrase.fits(words, *at))?;
        let first = self.at.get(at)?;
        let last = self.at.get(at + phrase.words.len() - 1)?;
        Some((
            at,
            first.to(if phrase.letter { last.first } else { last.end }),
        ))
    }
}

/// What is shown of a story.
pub(super) fn hit(article: Article, document: Option<&Document>, query: &Query) -> SearchHit {
    let phrases: Vec<&Phrase> = query.marked().collect();
    let mut cut = Cut::default();
    let place = document.and_then(|document| place(document, &phrases, &mut cut));
    let Some((block, at)) = place else {
        let text = beside(&article, document);
        let line = window(&text, 0);
        return SearchHit {
            marks: marks(&line, &phrases, &mut cut),
            article,
            section: None,
            line,
            anchor: None,
        };
    };
    let blocks = document.map_or(&[][..], |document| &document.blocks);
    let text = blocks.get(block).map(Block::text).unwrap_or_default();
    let line = window(&text, at);
    let upto = blocks.get(..=block).unwrap_or_default();
    let heading = upto
        .iter()
        .rev()
        .find(|block| matches!(block, Block::Heading(_)));
    SearchHit {
        marks: marks(&line, &phrases, &mut cut),
        article,
        section: heading.map(|heading| clean::line(&heading.text()).into_owned()),
        line,
        anchor: document.map(|document| Anchor::at(document, block, at)),
    }
}

/// The block in which most of the phrases stand, and the byte at which the first of them does. Text comes before headings that
/// have as many.
fn place(document: &Document, phrases: &[&Phrase], cut: &mut Cut) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    for (number, block) in document.blocks.iter().enumerate() {
        if phrases.is_empty() {
            return None;
        }
        cut.cut(&block.text());
        let mut found = 0;
        let mut first = usize::MAX;
        for phrase in phrases {
            if let Some((_, range)) = cut.find(phrase, 0) {
                found += 1;
                first = first.min(range.start);
            }
        }
        let text = usize::from(!matches!(block, Block::Heading(_)));
        let score = found * 2 + text;
        if found > 0 && best.is_none_or(|(before, ..)| score > before) {
            best = Some((score, number, first));
            if score == phrases.len() * 2 + 1 {
                break;
            }
        }
    }
    best.map(|(_, block, at)| (block, at))
}

/// What stands beside a title: the standfirst, else how the story begins.
fn beside(article: &Article, document: Option<&Document>) -> String {
    if let Some(standfirst) = &article.standfirst {
        return standfirst.clone();
    }
    let blocks = document.map_or(&[][..], |document| &document.blocks);
    let first = blocks
        .iter()
        .find(|block| matches!(block, Block::Paragraph(_)));
    first.map(Block::text).unwrap_or_default()
}

/// The line around a byte of a text: whole words, clean.
fn window(text: &str, at: usize) -> String {
    let at = (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let (before, after) = text.split_at(at);
    let start = match before.char_indices().rev().nth(BEFORE) {
        None => 0,
        Some((start, _)) => {
            let blank = before
                .get(start..)
                .and_then(|part| part.find(char::is_whitespace));
            start + blank.unwrap_or(0)
        }
    };
    let room = LINE.saturating_sub(before.get(start..).unwrap_or_default().chars().count());
    let end = match after.char_indices().nth(room) {
        None => text.len(),
        Some((end, _)) => {
            let part = after.get(..end).unwrap_or_default();
            // A word in two is worse than a shorter line; where there are no blanks there are no such words.
            let blank = part
                .rfind(char::is_whitespace)
                .filter(|blank| *blank > end / 2);
            at + blank.unwrap_or(end)
        }
    };
    let line = clean::line(text.get(start..end).unwrap_or_default()).into_owned();
    let opening = if start > 0 { "… " } else { "" };
    let closing = if end < text.len() { " …" } else { "" };
    format!("{opening}{line}{closing}")
}

/// Where the phrases stand in a line.
fn marks(line: &str, phrases: &[&Phrase], cut: &mut Cut) -> Vec<Range<usize>> {
    cut.cut(line);
    let mut marks: Vec<Range<usize>> = Vec::new();
    for phrase in phrases {
        let mut from = 0;
        while let Some((at, range)) = cut.find(phrase, from) {
            marks.push(range);
            from = at + 1;
        }
    }
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => joined.push(mark),
        }
    }
    joined
}
