//! Between steps 2 and 3: joins the number of a chapter with its title on the next line into one heading.

use super::lines::{PlainUnit, PlainUnitKind, collapse_whitespace};
use super::marks;

/// The longest title of a chapter, in words.
const LONGEST: usize = 14;

/// Joins `CHAPTER I` and `The Arrival` to `CHAPTER I: The Arrival`, with or without a blank line between them.
pub(super) fn join_chapter_titles(units: &mut Vec<PlainUnit>) {
    let text = |unit: Option<&PlainUnit>| unit.is_some_and(|u| u.kind == PlainUnitKind::Text);
    let mut joined = false;
    for i in 0..units.len() {
        let prose_follows = |at: usize| {
            let next = units.get(at);
            next.is_some_and(|u| u.text.split_whitespace().nth(LONGEST).is_some())
        };
        let Some(unit) = units
            .get(i)
            .filter(|u| u.kind == PlainUnitKind::Text && u.follows_blank)
        else {
            continue;
        };
        let title = match unit.text.split_once('\n') {
            Some((number, title))
                if is_number(number) && is_title(title) && prose_follows(i + 1) =>
            {
                Some(join_chapter_title(number, title))
            }
            None if is_number(&unit.text) && prose_follows(i + 2) && text(units.get(i + 1)) => {
                let title = units
                    .get(i + 1)
                    .filter(|u| u.follows_blank && is_title(&u.text));
                title.map(|title| join_chapter_title(&unit.text, &title.text))
            }
            _ => None,
        };
        let Some(title) = title else { continue };
        let apart = !unit.text.contains('\n');
        if let Some(unit) = units.get_mut(i) {
            unit.text = title;
        }
        if apart && let Some(next) = units.get_mut(i + 1) {
            next.text.clear();
            joined = true;
            let end = next.lines.end;
            if let Some(unit) = units.get_mut(i) {
                unit.lines.end = end;
            }
        }
    }
    if joined {
        units.retain(|u| !u.text.is_empty() || u.kind == PlainUnitKind::Rule);
    }
}

fn join_chapter_title(number: &str, title: &str) -> String {
    let ends = number.ends_with(['.', ':', '—', '–', '-']);
    let between = if ends { " " } else { ": " };
    format!("{}{between}{}", number.trim(), collapse_whitespace(title))
}

/// Returns true if the line is the word for a chapter and its number, and no more.
fn is_number(text: &str) -> bool {
    text.split_whitespace().take(3).count() == 2 && marks::is_chapter(text)
}

fn is_title(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let ends = text.ends_with(['.', ',', ';', ':', '…']);
    (1..=LONGEST).contains(&words)
        && !text.contains('\n')
        && !ends
        && !marks::is_chapter(text)
        && text.chars().any(char::is_alphabetic)
        && !text
            .starts_with(|c: char| c.is_lowercase() || matches!(c, '"' | '“' | '‘' | '\'' | '('))
}
