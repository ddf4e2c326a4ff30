//! What is shown of an article that was found: the line that matches, its section, and the place to go to.

use std::ops::Range;

use crate::library::query::search::query::{Phrase, Query};
use crate::library::query::search::words::{At, each_word};
use crate::model::{Anchor, ArticleRow, Block, Bookmark, Document, SearchHit};
use crate::text::clean;

/// The most characters of a line.
const LINE: usize = 200;
/// A line of so many is shown from its start.
const SHORT: usize = 60;
/// In a longer one at most so many stand before the match, so that it is still seen where a line is cut off.
const BEFORE: usize = 24;

/// A text cut into words.
#[derive(Default)]
pub(in crate::library) struct Cut {
    words: Vec<String>,
    at: Vec<At>,
    used: usize,
}

impl Cut {
    /// Cuts another text, in the room of the one before.
    pub(in crate::library) fn cut(&mut self, text: &str) {
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
    pub(in crate::library) fn find(
        &self,
        phrase: &Phrase,
        from: usize,
    ) -> Option<(usize, Range<usize>)> {
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

/// Where the phrases stand in a text.
struct Seen {
    /// How many of them do.
    phrases: usize,
    /// The byte at which the first begins.
    first: usize,
}

/// What is shown of an article: its text, or what its user wrote of it where that has more of what is looked for.
pub(in crate::library) fn hit(
    article: ArticleRow,
    document: Option<&Document>,
    bookmarks: &[Bookmark],
    query: &Query,
) -> SearchHit {
    let phrases: Vec<&Phrase> = query.marked().collect();
    let mut cut = Cut::default();
    let place = document.and_then(|document| place(document, &phrases, &mut cut));
    let in_text = place.as_ref().map_or(0, |(_, seen)| seen.phrases);
    let of_notes: Vec<&Phrase> = query.marked_in_notes().collect();
    if let Some((bookmark, note, seen)) = noted(bookmarks, &of_notes, &mut cut)
        && (seen.phrases > in_text || query.asks_notes())
    {
        let line = window(note, seen.first);
        return SearchHit {
            match_ranges: marks(&line, &of_notes, &mut cut),
            article,
            section: bookmark
                .section
                .as_deref()
                .map(|section| clean::line(section).into_owned()),
            context: line,
            anchor: bookmark.anchor.clone(),
        };
    }
    let Some((block, Seen { first: at, .. })) = place else {
        let text = beside(&article, document);
        let line = window(
            &text,
            seen(&text, &phrases, &mut cut).map_or(0, |seen| seen.first),
        );
        return SearchHit {
            match_ranges: marks(&line, &phrases, &mut cut),
            article,
            section: None,
            context: line,
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
        match_ranges: marks(&line, &phrases, &mut cut),
        article,
        section: heading.map(|heading| clean::line(&heading.text()).into_owned()),
        context: line,
        anchor: document.map(|document| Anchor::at(document, block, at)),
    }
}

/// The block in which most of the phrases stand, and the byte at which the first of them does. Text comes before headings that
/// have as many.
fn place(document: &Document, phrases: &[&Phrase], cut: &mut Cut) -> Option<(usize, Seen)> {
    let mut best: Option<(usize, usize, Seen)> = None;
    if phrases.is_empty() {
        return None;
    }
    for (number, block) in document.blocks.iter().enumerate() {
        let Some(seen) = seen(&block.text(), phrases, cut) else {
            continue;
        };
        let text = usize::from(!matches!(block, Block::Heading(_)));
        let score = seen.phrases * 2 + text;
        if best.as_ref().is_none_or(|(before, ..)| score > *before) {
            best = Some((score, number, seen));
            if score == phrases.len() * 2 + 1 {
                break;
            }
        }
    }
    best.map(|(_, block, seen)| (block, seen))
}

/// The bookmark in whose note most of the phrases stand, and that note.
fn noted<'a>(
    bookmarks: &'a [Bookmark],
    phrases: &[&Phrase],
    cut: &mut Cut,
) -> Option<(&'a Bookmark, &'a str, Seen)> {
    let mut best: Option<(&Bookmark, &str, Seen)> = None;
    for bookmark in bookmarks {
        let Some(note) = bookmark.note.as_deref() else {
            continue;
        };
        if let Some(seen) = seen(note, phrases, cut)
            && best
                .as_ref()
                .is_none_or(|(.., before)| seen.phrases > before.phrases)
        {
            best = Some((bookmark, note, seen));
        }
    }
    best
}

/// Which of the phrases stand in a text; `None` if none does.
fn seen(text: &str, phrases: &[&Phrase], cut: &mut Cut) -> Option<Seen> {
    cut.cut(text);
    let places = phrases.iter().filter_map(|phrase| cut.find(phrase, 0));
    let starts: Vec<usize> = places.map(|(_, range)| range.start).collect();
    Some(Seen {
        phrases: starts.len(),
        first: *starts.iter().min()?,
    })
}

/// What stands beside a title: the standfirst, else how the article begins.
fn beside(article: &ArticleRow, document: Option<&Document>) -> String {
    if let Some(standfirst) = &article.standfirst {
        return standfirst.clone();
    }
    let blocks = document.map_or(&[][..], |document| &document.blocks);
    let first = blocks
        .iter()
        .find(|block| matches!(block, Block::Paragraph(_)));
    first.map(Block::text).unwrap_or_default()
}

/// The line around a byte of a text: whole words, clean. In a long text what stands there begins within the first 30 characters.
fn window(text: &str, at: usize) -> String {
    let at = (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let (before, after) = text.split_at(at);
    let is_short = text.char_indices().nth(SHORT).is_none();
    let start = match before.char_indices().rev().nth(BEFORE) {
        None => 0,
        _ if is_short => 0,
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
