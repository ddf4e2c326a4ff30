//! Headers of mail and news articles that were saved as text (RFC 5322).

use super::lines::collapse_whitespace;
use crate::extract::dates;
use crate::model::Metadata;

/// Limit of the lines of a header.
const MAX_LINES: usize = 60;

/// Parses a mail header: the metadata, and the text after it. `None` if the text does not begin with a header that has
/// a subject.
pub(super) fn header(text: &str) -> Option<(Metadata, &str)> {
    let mut metadata = Metadata::default();
    let (mut fields, mut at) = (0, 0);
    // The line before each mail of a mailbox (RFC 4155).
    let start = text
        .split_inclusive('\n')
        .next()
        .filter(|l| l.starts_with(MAILBOX_LINE));
    at += start.map_or(0, str::len);
    let lines = text.get(at..)?.split_inclusive('\n');
    let mut last = String::new();
    let mut closed = false;
    for line in lines.take(MAX_LINES) {
        at += line.len();
        let line = line.trim_end();
        if line.is_empty() {
            closed = true;
            break;
        }
        if line.starts_with([' ', '\t']) && fields > 0 {
            if last == "subject"
                && let Some(title) = &mut metadata.title
            {
                title.push(' ');
                title.push_str(line.trim());
            }
            continue;
        }
        let (name, value) = line.split_once(':')?;
        let sound = !name.is_empty()
            && name.len() <= 40
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !sound {
            return None;
        }
        fields += 1;
        last = name.to_ascii_lowercase();
        let value = collapse_whitespace(value);
        if value.is_empty() {
            continue;
        }
        match last.as_str() {
            "subject" => metadata.title = Some(value),
            "from" => metadata.byline = Some(person(&value)),
            "date" => metadata.published = dates::parse_date(&value),
            _ => {}
        }
    }
    let known = usize::from(metadata.byline.is_some()) + usize::from(metadata.published.is_some());
    (closed && metadata.title.is_some() && known >= 1).then_some((metadata, text.get(at..)?))
}

/// Start of the line before each mail of a mailbox.
const MAILBOX_LINE: &str = "From ";

/// Returns the mails of a mailbox that holds more than one.
pub(super) fn mailbox(text: &str) -> Option<Vec<&str>> {
    if !text.starts_with(MAILBOX_LINE) {
        return None;
    }
    let mut starts = vec![0];
    for (at, _) in text.match_indices("\nFrom ") {
        let rest = text.get(at + 1..).unwrap_or_default();
        let blank = text
            .get(..at)
            .is_some_and(|s| s.ends_with('\n') || s.ends_with("\n\r"));
        let field = rest.lines().nth(1).and_then(|line| line.split_once(": "));
        let sound = field.is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        if blank && sound && header(rest).is_some() {
            starts.push(at + 1);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mails: Vec<&str> = starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| text.get(*start..end))
        .collect();
    (mails.len() > 1).then_some(mails)
}

/// Returns the name in an address: `Ann Mole <ann@example.org>`, `ann@example.org (Ann Mole)`.
fn person(from: &str) -> String {
    let name = match (from.split_once('<'), from.split_once('(')) {
        (Some((name, _)), _) => name,
        (None, Some((_, name))) => name.trim_end_matches(')'),
        _ => from,
    };
    let name = name.trim().trim_matches('"').trim();
    if name.is_empty() {
        from.to_owned()
    } else {
        name.to_owned()
    }
}
