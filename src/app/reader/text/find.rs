//! Search in the text of an article: [`Find`]. It searches in steps, so that no key waits for a long article.

use std::ops::Range;

use crate::layout::{TextLayout, UnitPosition};
use crate::text::fold::Needle;

/// A search in an article, and the matches so far.
#[derive(Debug)]
pub struct Find {
    /// Typed query.
    query: String,
    /// Folded query.
    needle: Needle,
    /// Position of the reader when the search began: unit and byte.
    origin: UnitPosition,
    /// Matches so far, in reading order.
    matches: Vec<TextMatch>,
    /// Number of units searched, from the first.
    scanned: usize,
    /// True if the whole article was searched.
    is_complete: bool,
    /// Current match: index in `matches`.
    current: Option<usize>,
    /// True if the last step went past the end or the start.
    has_wrapped: bool,
    /// True while the first match is being searched for.
    is_seeking: bool,
}

/// A match in the text of a layout unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextMatch {
    /// Layout unit.
    pub unit: usize,
    /// Bytes in the text of the unit.
    pub range: Range<usize>,
}

/// Number of the matches of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatchCount {
    /// Number of the current match, from 1; 0 if there is none.
    pub current: usize,
    /// Matches found so far.
    pub found: usize,
    /// True if the whole article was searched.
    pub is_complete: bool,
}

/// Bytes searched in one step.
pub(super) const BYTES_PER_STEP: usize = 256 * 1024;

impl Find {
    /// Returns a search without matches yet. The first match is the first one from `origin` on.
    pub fn new(query: &str, origin: UnitPosition) -> Self {
        Self {
            query: query.to_owned(),
            needle: Needle::new(query),
            origin,
            matches: Vec::new(),
            scanned: 0,
            is_complete: false,
            current: None,
            has_wrapped: false,
            is_seeking: false,
        }
    }

    /// Returns a search that goes to its first match.
    pub fn seek_from(query: &str, origin: UnitPosition) -> Self {
        Self {
            is_seeking: true,
            ..Self::new(query, origin)
        }
    }

    /// Returns true while the first match is being searched for.
    pub fn is_seeking(&self) -> bool {
        self.is_seeking
    }

    /// Returns the query.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Counts the matches found so far.
    pub fn match_count(&self) -> MatchCount {
        MatchCount {
            current: self.current.map_or(0, |i| i + 1),
            found: self.matches.len(),
            is_complete: self.is_complete,
        }
    }

    /// Returns true if the last step went past the end or the start.
    pub fn has_wrapped(&self) -> bool {
        self.has_wrapped
    }

    /// Returns the matches in a unit; `true` for the current one.
    pub fn matches_in_unit(&self, unit: usize) -> impl Iterator<Item = (&Range<usize>, bool)> {
        let start = self.matches.partition_point(|hit| hit.unit < unit);
        let hits = self
            .matches
            .iter()
            .enumerate()
            .skip(start)
            .take_while(move |(_, hit)| hit.unit == unit);
        hits.map(|(i, hit)| (&hit.range, self.current == Some(i)))
    }

    /// Searches a further part of the article. False if nothing was left to search.
    pub fn scan(&mut self, layout: &TextLayout) -> bool {
        if self.is_complete {
            return false;
        }
        let mut bytes = 0;
        while !self.is_complete && bytes < BYTES_PER_STEP {
            bytes += self.scan_unit(layout);
        }
        true
    }

    /// Searches the next unit; returns the bytes that it counts for.
    fn scan_unit(&mut self, layout: &TextLayout) -> usize {
        let unit = self.scanned;
        let text = layout.unit_text(unit);
        let hits = self.needle.find_in(&text);
        self.matches
            .extend(hits.into_iter().map(|range| TextMatch { unit, range }));
        self.scanned += 1;
        self.is_complete = self.scanned >= layout.unit_count();
        text.len().max(64)
    }

    /// Returns the current match.
    pub fn current(&self) -> Option<&TextMatch> {
        self.matches.get(self.current?)
    }

    /// Makes the next step start at `origin` and not at the current match.
    pub fn restart(&mut self, origin: UnitPosition) {
        self.origin = origin;
        self.current = None;
    }

    /// Returns true if the next match is known, both from the current one and from `position`.
    pub fn is_next_known(&self, forward: bool, position: UnitPosition) -> bool {
        let next = self.next(self.current, self.origin, forward);
        let from_position = self.next(None, position, forward);
        self.is_complete || next.is_some() && from_position.is_some()
    }

    /// Returns the index of the match after or before the current one, or after or before the origin if there is no
    /// current one. `None` if there is none in the searched part.
    fn next(&self, current: Option<usize>, origin: UnitPosition, forward: bool) -> Option<usize> {
        match (current, forward) {
            (Some(current), true) => (current + 1 < self.matches.len()).then_some(current + 1),
            (Some(current), false) => current.checked_sub(1),
            (None, true) => {
                let i = self.matches_before(origin);
                (i < self.matches.len()).then_some(i)
            }
            // Nearer matches may be found until the search has passed the origin.
            (None, false) if self.scanned > origin.unit => {
                self.matches_before(origin).checked_sub(1)
            }
            (None, false) => None,
        }
    }

    /// Goes to the next or previous match and returns it; `Some(None)` if the article has none. The first step forward
    /// takes a match at the origin itself. Searches about `bytes` bytes at most: `None` if the match is not in them.
    pub fn advance(
        &mut self,
        layout: &TextLayout,
        forward: bool,
        mut bytes: usize,
    ) -> Option<Option<TextMatch>> {
        self.has_wrapped = false;
        // The next match may be in the part that was not searched; before the first match comes the last one.
        loop {
            let next = self.next(self.current, self.origin, forward);
            if next.is_some() || self.is_complete {
                self.is_seeking = false;
                let Some(last) = self.matches.len().checked_sub(1) else {
                    return Some(None);
                };
                self.has_wrapped = next.is_none();
                let at = next.unwrap_or(if forward { 0 } else { last });
                self.current = Some(at);
                return Some(self.matches.get(at).cloned());
            }
            if bytes == 0 {
                return None;
            }
            bytes = bytes.saturating_sub(self.scan_unit(layout));
        }
    }

    /// Returns the number of matches before a position.
    fn matches_before(&self, position: UnitPosition) -> usize {
        self.matches
            .partition_point(|hit| (hit.unit, hit.range.start) < (position.unit, position.byte))
    }
}
