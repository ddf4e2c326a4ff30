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
    let mut last = String::new();
    let mut closed = false;
    for line in text.split_inclusive('\n').take(MAX_LINES) {
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
