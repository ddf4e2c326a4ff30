//! Names of authors: [`PersonBuilder`].

use super::field::Field;

/// Author while the feed is read.
#[derive(Debug, Default)]
pub(super) struct PersonBuilder {
    /// Content of `name`.
    pub(super) name: Option<String>,
    /// Content of `email`.
    pub(super) email: Option<String>,
    /// Text outside these elements.
    pub(super) text: String,
}

impl PersonBuilder {
    /// Returns the name; an address of electronic mail if there is no name.
    pub(super) fn finish(self) -> Option<String> {
        let name = self.name.or_else(|| name_in_text(&self.text));
        let found = name.or(self.email)?;
        let line = found.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    }
}

/// Returns the field of a part of an author.
pub(super) fn person_field(local: &str) -> Field {
    match local {
        "name" => Field::PersonName,
        "email" => Field::PersonEmail,
        _ => Field::Ignored,
    }
}

/// Returns the name in a text such as `ann@example.org (Ann Oak)` (RSS 2.0), `Ann Oak (ann@example.org)` or
/// `Ann Oak <ann@example.org>`.
fn name_in_text(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    for (open, close) in [('(', ')'), ('<', '>')] {
        let Some((before, inside)) = text.strip_suffix(close).and_then(|t| t.split_once(open))
        else {
            continue;
        };
        let (before, inside) = (before.trim(), inside.trim());
        let name = match (is_email(before), is_email(inside)) {
            (true, _) if !inside.is_empty() => inside,
            (false, true) if !before.is_empty() => before,
            _ => continue,
        };
        return Some(name.trim_matches('"').to_owned());
    }
    // `ann@example.org Ann Oak`
    if let Some((first, rest)) = text.split_once(char::is_whitespace)
        && is_email(first.trim_end_matches(','))
        && !rest.trim().is_empty()
    {
        return Some(rest.trim().to_owned());
    }
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns true for one word with an `@` inside.
fn is_email(text: &str) -> bool {
    let at = text.find('@');
    at.is_some_and(|at| at > 0 && at + 1 < text.len()) && !text.contains(char::is_whitespace)
}
