//! Rows of a picker that the typed line leaves: by their text, or by the names of actions.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::picker_row::PickerRow;
use crate::app::Action;
use crate::text::fold::{FilterWords, Needle};

/// Returns the part of a command line that names its action: the text before its argument.
pub(super) fn action_name_in(line: &str) -> &str {
    match line.split_once(char::is_whitespace) {
        Some((name, _))
            if [Action::Subscribe, Action::Theme]
                .map(Action::name)
                .contains(&name) =>
        {
            name
        }
        Some((name, argument)) if Action::with_argument(name, argument.trim()).is_some() => name,
        _ => line,
    }
}

/// Returns the rows that contain every typed word, in their order. Without such rows, returns those that match fuzzily,
/// best first.
pub(super) fn match_by_text(query: &str, rows: &[PickerRow]) -> Vec<usize> {
    let text = |row: &PickerRow| {
        let label = row.action.map_or("", Action::label);
        format!("{} {} {label}", row.key, row.text)
    };
    let words = FilterWords::new(query);
    let found =
        |(_, row): &(usize, &PickerRow)| !row.is_head && words.are_all_in([text(row).as_str()]);
    let mut exact: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(found)
        .map(|(i, _)| i)
        .collect();
    if !exact.is_empty() {
        // Rows that contain the words exactly as typed come first.
        let phrase = Needle::caseless(query);
        exact.sort_by_key(|i| !rows.get(*i).is_some_and(|row| phrase.matches(&text(row))));
        return with_continuations(exact, rows);
    }
    let pattern = Pattern::parse(query, CaseMatching::Smart, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<(u32, usize)> = Vec::new();
    for (i, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_head) {
        if let Some(score) = pattern.score(Utf32Str::new(&text(row), &mut buffer), &mut matcher) {
            scored.push((score, i));
        }
    }
    scored.sort_by_key(|(score, i)| (std::cmp::Reverse(*score), *i));
    with_continuations(scored.into_iter().map(|(_, i)| i).collect(), rows)
}

/// Adds the further lines of each row.
fn with_continuations(found: Vec<usize>, rows: &[PickerRow]) -> Vec<usize> {
    let lines = |first: usize| {
        let further = rows.iter().skip(first + 1);
        let further = further.take_while(|row| row.is_continuation).count();
        first..=first + further
    };
    found.into_iter().flat_map(lines).collect()
}

/// Returns the rows whose name or description matches, best first: names that begin with the typed text, then names
/// that contain its letters in order, then descriptions that contain its words.
pub(super) fn rank_by_name(query: &str, rows: &[PickerRow]) -> Vec<usize> {
    let names = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let descriptions = Pattern::new(
        query,
        CaseMatching::Ignore,
        Normalization::Smart,
        AtomKind::Substring,
    );
    let begins = query.to_lowercase();
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut scored: Vec<((u8, u32), usize)> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let mut score = |pattern: &Pattern, text: &str| {
            pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher)
        };
        let by_name = score(&names, &row.text)
            .map(|score| (u8::from(row.text.starts_with(&begins)) + 1, score));
        let by_description = || score(&descriptions, &row.note).map(|score| (0, score));
        if let Some(rank) = by_name.or_else(by_description) {
            scored.push((rank, i));
        }
    }
    scored.sort_by_key(|(rank, i)| (std::cmp::Reverse(*rank), *i));
    scored.into_iter().map(|(_, i)| i).collect()
}
