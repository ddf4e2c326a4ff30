//! Messages as archives of mailing lists print them: subject, sender, date, and links to the messages around.

use std::borrow::Cow;

use super::head::SpecialText;
use crate::extract::dates;
use crate::extract::plain::lines::collapse_whitespace;
use crate::model::Metadata;

/// The most lines of the head.
const MAX_HEAD: usize = 30;

pub(super) fn read_archived_message(text: &str) -> Option<SpecialText<'_>> {
    let mut metadata = Metadata::default();
    let (mut at, mut left_out) = (0, Vec::new());
    let mut end = None;
    for (number, line) in text.split_inclusive('\n').take(MAX_HEAD).enumerate() {
        at += line.len();
        let words = line.trim();
        if is_navigation(words) {
            left_out.push(number..number + 1);
            if words.contains(SORTED) {
                end = Some(at);
                break;
            }
        } else if words.is_empty() {
            continue;
        } else if metadata.title.is_none() {
            metadata.title = Some(collapse_whitespace(words));
        } else if metadata.byline.is_none() && (words.contains('@') || words.contains(" at ")) {
            metadata.byline = Some(sender(words));
        } else if let Some(date) = dates::parse_date(words) {
            metadata.published = Some(date);
        } else if words.chars().any(char::is_alphanumeric) {
            return None;
        }
    }
    let end = end?;
    (metadata.byline.is_some() && metadata.title.is_some()).then_some(())?;
    let body = text.get(end..)?;
    // The links below the message are those above it once more.
    let foot = body
        .rfind(SORTED)
        .and_then(|sorted| {
            let before = body.get(..sorted)?;
            let mut from = before.rfind('\n')? + 1;
            while let Some(previous) = before.get(..from.checked_sub(1)?) {
                let start = previous.rfind('\n').map_or(0, |at| at + 1);
                let line = previous.get(start..)?.trim();
                if !(line.is_empty() || is_navigation(line)) || start == 0 {
                    break;
                }
                from = start;
            }
            Some(from)
        })
        .unwrap_or(body.len());
    let foot_line = text.get(..end + foot)?.matches('\n').count();
    left_out.push(foot_line..text.lines().count());
    Some(SpecialText {
        metadata,
        text: Cow::Borrowed(body.get(..foot)?),
        head_lines: text.get(..end)?.matches('\n').count(),
        left_out,
        ..SpecialText::default()
    })
}

const SORTED: &str = "Messages sorted by:";

/// Returns true for a line with links to other messages of the archive.
fn is_navigation(line: &str) -> bool {
    let line = line.trim_start_matches(['*', '-', '•', ' ']);
    ["Previous message", "Next message", SORTED]
        .iter()
        .any(|start| line.starts_with(start))
        && line.contains(':')
}

/// Returns the name before an address whose sign is spelled out: `Ann Mole ann at example.org`.
fn sender(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let address = words.iter().position(|w| w.contains('@')).or_else(|| {
        words
            .iter()
            .position(|w| *w == "at")
            .map(|at| at.saturating_sub(1))
    });
    let name = words
        .get(..address.unwrap_or(words.len()))
        .unwrap_or_default();
    if name.is_empty() {
        collapse_whitespace(line)
    } else {
        name.join(" ")
    }
}
