//! Books of Project Gutenberg: the head between the licence's notice and the line of stars.

use std::borrow::Cow;

use super::head::SpecialText;
use crate::extract::dates;
use crate::extract::plain::lines::collapse_whitespace;
use crate::model::Metadata;

/// Length of the beginning that holds the head, in bytes.
const HEAD: usize = 30_000;
/// Number of lines of the beginning that name the collection.
const FIRST: usize = 10;

pub(super) fn read_book(text: &str) -> Option<SpecialText<'_>> {
    let named = text.lines().filter(|l| !l.trim().is_empty()).take(FIRST);
    if !named.into_iter().any(|l| l.contains("Project Gutenberg")) {
        return None;
    }
    let mut metadata = Metadata {
        publisher: Some("Project Gutenberg".to_owned()),
        ..Metadata::default()
    };
    let mut field = "";
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if at > HEAD {
            break;
        }
        let line = line.trim_end();
        if is_boundary(line, &["START OF", "START:"]) {
            start = Some(at);
            break;
        }
        if line.is_empty() {
            field = "";
        } else if line.starts_with([' ', '\t']) && !field.is_empty() {
            let goes_on = match field {
                "Title" => &mut metadata.title,
                "Author" => &mut metadata.byline,
                _ => continue,
            };
            if let Some(value) = goes_on {
                value.push(' ');
                value.push_str(&collapse_whitespace(line));
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let value = collapse_whitespace(value.split('[').next().unwrap_or_default());
            if value.is_empty() {
                continue;
            }
            field = name;
            match name {
                "Title" => metadata.title = Some(value),
                "Author" | "Authors" => metadata.byline = Some(value),
                "Release Date" | "Release date" | "Posting Date" => {
                    metadata.published = metadata.published.or(dates::parse_date(&value));
                }
                _ => {}
            }
        }
    }
    let start = start?;
    metadata.title.as_ref()?;
    let body = text.get(start..)?;
    let mut end = 0;
    for line in body.split_inclusive('\n') {
        if is_boundary(line, &["END OF", "END:"]) {
            break;
        }
        end += line.len();
    }
    let head_lines = text.get(..start)?.matches('\n').count();
    let foot_line = text.get(..start + end)?.matches('\n').count();
    Some(SpecialText {
        metadata,
        text: Cow::Borrowed(body.get(..end)?),
        head_lines,
        left_out: vec![0..head_lines, foot_line..text.lines().count()],
        ..SpecialText::default()
    })
}

/// Returns true for the line of stars that begins or ends the book.
fn is_boundary(line: &str, words: &[&str]) -> bool {
    line.strip_prefix("***").is_some_and(|rest| {
        let rest = rest.trim_start();
        words.iter().any(|word| rest.starts_with(word)) && line.to_uppercase().contains("GUTENBERG")
    })
}
