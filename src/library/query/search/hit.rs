//! Hits of a search: the line that matches, its section, and the position of the match.

use std::ops::Range;

use crate::library::query::search::query::{Phrase, Query};
use crate::model::{Anchor, ArticleRow, Block, Bookmark, Document, SearchHit};
use crate::text::clean;
use crate::text::tokenizer::{WordPosition, for_each_word};

/// Largest length of the line of a hit, in characters.
const CONTEXT_CHARS: usize = 200;
/// Lines up to this length, in characters, are shown from their start.
const SHORT_LINE_CHARS: usize = 60;
/// Largest number of characters before the match in a longer line, so that the match is visible where the line is cut.
const CHARS_BEFORE_MATCH: usize = 24;

/// Words of a text with their positions.
#[derive(Default)]
pub(in crate::library) struct TokenizedText {
    /// Words; those from `word_count` on belong to an earlier text.
    words: Vec<String>,
    offsets: Vec<WordPosition>,
    word_count: usize,
}

impl TokenizedText {
    /// Replaces the words by those of another text; their memory is reused.
    pub(in crate::library) fn tokenize(&mut self, text: &str) {
        let Self {
            words,
            offsets,
            word_count,
        } = self;
        *word_count = 0;
        offsets.clear();
        for_each_word(text, &mut |word, position| {
            match words.get_mut(*word_count) {
                Some(room) => {
                    room.clear();
                    room.push_str(word);
                }
                None => words.push(word.to_owned()),
            }
            *word_count += 1;
            offsets.push(position);
        });
    }

    /// Finds a phrase from the word with index `from` on. Returns the index of its first word, and its range in bytes.
    pub(in crate::library) fn find_phrase(
        &self,
        phrase: &Phrase,
        from: usize,
    ) -> Option<(usize, Range<usize>)> {
        let words = self.words.get(..self.word_count)?;
        let index = (from..self.word_count).find(|index| phrase.matches_at(words, *index))?;
        let first = self.offsets.get(index)?;
        let last = self.offsets.get(index + phrase.words.len() - 1)?;
        Some((
            index,
            first.to(if phrase.is_single_letter {
                last.first
            } else {
                last.end
            }),
        ))
    }
}

/// Occurrences of phrases in a text.
struct PhraseMatch {
    /// Number of phrases that occur.
    phrases: usize,
    /// Offset of the first match, in bytes.
    first: usize,
}

/// Returns true if a phrase of the query occurs in a block of a document.
pub(in crate::library) fn has_match(document: &Document, query: &Query) -> bool {
    let phrases: Vec<&Phrase> = query.highlighted().collect();
    best_block(document, &phrases, &mut TokenizedText::default()).is_some()
}

/// Makes the hit of an article from its text, or from a note of the user if that matches more of the query.
pub(in crate::library) fn make_hit(
    article: ArticleRow,
    document: Option<&Document>,
    bookmarks: &[Bookmark],
    query: &Query,
) -> SearchHit {
    let phrases: Vec<&Phrase> = query.highlighted().collect();
    let mut tokens = TokenizedText::default();
    let place = document.and_then(|document| best_block(document, &phrases, &mut tokens));
    let in_text = place.as_ref().map_or(0, |(_, seen)| seen.phrases);
    let of_notes: Vec<&Phrase> = query.highlighted_in_notes().collect();
    if let Some((bookmark, note, seen)) = best_note(bookmarks, &of_notes, &mut tokens)
        && (seen.phrases > in_text || query.searches_notes())
    {
        let line = context_around(note, seen.first);
        return SearchHit {
            match_ranges: match_ranges(&line, &of_notes, &mut tokens),
            article,
            section: bookmark
                .section
                .as_deref()
                .map(|section| clean::clean_line(section).into_owned()),
            context: line,
            anchor: bookmark.anchor.clone(),
            words: None,
            is_complete: true,
        };
    }
    let titled: Vec<&Phrase> = query.highlighted_in_title().collect();
    let Some((block, PhraseMatch { first: at, .. })) = place else {
        let text = summary_of(&article, document);
        let line = context_around(
            &text,
            find_phrases(&text, &phrases, &mut tokens).map_or(0, |seen| seen.first),
        );
        return SearchHit {
            match_ranges: match_ranges(&line, &phrases, &mut tokens),
            words: first_words(&article.title, &titled, &mut tokens),
            article,
            section: None,
            context: line,
            anchor: None,
            is_complete: true,
        };
    };
    let blocks = document.map_or(&[][..], |document| &document.blocks);
    let text = blocks.get(block).map(Block::text).unwrap_or_default();
    let line = context_around(&text, at);
    let upto = blocks.get(..=block).unwrap_or_default();
    let heading = upto
        .iter()
        .rev()
        .find(|block| matches!(block, Block::Heading(_)));
    SearchHit {
        match_ranges: match_ranges(&line, &phrases, &mut tokens),
        article,
        section: heading.map(|heading| clean::clean_line(&heading.text()).into_owned()),
        words: first_words(text.get(at..).unwrap_or_default(), &phrases, &mut tokens),
        context: line,
        anchor: document.map(|document| Anchor::at(document, block, at)),
        is_complete: true,
    }
}

/// Makes the hit of an article whose text has not been read yet.
pub(in crate::library) fn make_pending_hit(article: ArticleRow) -> SearchHit {
    SearchHit {
        article,
        section: None,
        context: String::new(),
        match_ranges: Vec::new(),
        anchor: None,
        words: None,
        is_complete: false,
    }
}

/// Returns the first words of a text that match a phrase, as they stand there.
fn first_words(text: &str, phrases: &[&Phrase], tokens: &mut TokenizedText) -> Option<String> {
    tokens.tokenize(text);
    let found = phrases
        .iter()
        .filter_map(|phrase| tokens.find_phrase(phrase, 0));
    let (_, range) = found.min_by_key(|(_, range)| range.start)?;
    text.get(range).map(str::to_owned)
}

/// Returns the block with most of the phrases, and the offset of the first one in bytes. Text comes before headings
/// that match as much.
fn best_block(
    document: &Document,
    phrases: &[&Phrase],
    tokens: &mut TokenizedText,
) -> Option<(usize, PhraseMatch)> {
    let mut best: Option<(usize, usize, PhraseMatch)> = None;
    if phrases.is_empty() {
        return None;
    }
    for (number, block) in document.blocks.iter().enumerate() {
        let Some(seen) = find_phrases(&block.text(), phrases, tokens) else {
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

/// Returns the bookmark whose note has most of the phrases, and that note.
fn best_note<'a>(
    bookmarks: &'a [Bookmark],
    phrases: &[&Phrase],
    tokens: &mut TokenizedText,
) -> Option<(&'a Bookmark, &'a str, PhraseMatch)> {
    let mut best: Option<(&Bookmark, &str, PhraseMatch)> = None;
    for bookmark in bookmarks {
        let Some(note) = bookmark.note.as_deref() else {
            continue;
        };
        if let Some(seen) = find_phrases(note, phrases, tokens)
            && best
                .as_ref()
                .is_none_or(|(.., before)| seen.phrases > before.phrases)
        {
            best = Some((bookmark, note, seen));
        }
    }
    best
}

/// Returns the phrases that occur in a text; `None` if there are none.
fn find_phrases(
    text: &str,
    phrases: &[&Phrase],
    tokens: &mut TokenizedText,
) -> Option<PhraseMatch> {
    tokens.tokenize(text);
    let places = phrases
        .iter()
        .filter_map(|phrase| tokens.find_phrase(phrase, 0));
    let starts: Vec<usize> = places.map(|(_, range)| range.start).collect();
    Some(PhraseMatch {
        phrases: starts.len(),
        first: *starts.iter().min()?,
    })
}

/// Returns the context beside a title: the standfirst, else the beginning of the article.
fn summary_of(article: &ArticleRow, document: Option<&Document>) -> String {
    if let Some(standfirst) = &article.standfirst {
        return standfirst.clone();
    }
    let blocks = document.map_or(&[][..], |document| &document.blocks);
    let first = blocks
        .iter()
        .find(|block| matches!(block, Block::Paragraph(_)));
    first.map(Block::text).unwrap_or_default()
}

/// Returns the line around an offset of a text: whole words, clean. In a long text the match begins within the first 30
/// characters.
fn context_around(text: &str, at: usize) -> String {
    let at = (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let (before, after) = text.split_at(at);
    let is_short = text.char_indices().nth(SHORT_LINE_CHARS).is_none();
    let start = match before.char_indices().rev().nth(CHARS_BEFORE_MATCH) {
        None => 0,
        _ if is_short => 0,
        Some((start, _)) => {
            let blank = before
                .get(start..)
                .and_then(|part| part.find(char::is_whitespace));
            start + blank.unwrap_or(0)
        }
    };
    let room =
        CONTEXT_CHARS.saturating_sub(before.get(start..).unwrap_or_default().chars().count());
    let end = match after.char_indices().nth(room) {
        None => text.len(),
        Some((end, _)) => {
            let part = after.get(..end).unwrap_or_default();
            // A word cut in two is worse than a shorter line; text without blanks has no words to cut.
            let blank = part
                .rfind(char::is_whitespace)
                .filter(|blank| *blank > end / 2);
            at + blank.unwrap_or(end)
        }
    };
    let line = clean::clean_line(text.get(start..end).unwrap_or_default()).into_owned();
    let opening = if start > 0 { "… " } else { "" };
    let closing = if end < text.len() { " …" } else { "" };
    format!("{opening}{line}{closing}")
}

/// Returns the ranges of the phrases in a line.
fn match_ranges(line: &str, phrases: &[&Phrase], tokens: &mut TokenizedText) -> Vec<Range<usize>> {
    tokens.tokenize(line);
    let mut marks: Vec<Range<usize>> = Vec::new();
    for phrase in phrases {
        let mut from = 0;
        while let Some((at, range)) = tokens.find_phrase(phrase, from) {
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
