//! Reads front matter: metadata in YAML or TOML at the start of a Markdown file ([`take_front_matter`]).
//!
//! Of YAML only what front matter uses is read: keys with plain or quoted values, folded lines, and lists of names.

use std::collections::HashMap;

use crate::model::Metadata;

/// Largest number of lines of front matter.
const MAX_LINES: usize = 400;

/// Splits off the front matter. Returns its metadata and the rest of the text; without front matter, all of the text.
pub(super) fn take_front_matter(text: &str) -> (Metadata, &str) {
    let start = text.trim_start_matches(['\u{feff}', '\n', ' ']);
    for mark in ["---", "+++"] {
        let Some(SplitText { inside, rest }) = split_front_matter(start, mark) else {
            continue;
        };
        let pairs = if mark == "---" {
            parse_yaml(inside)
        } else {
            parse_toml(inside)
        };
        if !pairs.is_empty() {
            return (metadata_from_values(&pairs), rest);
        }
    }
    take_title_block(start)
        .or_else(|| take_key_lines(start))
        .unwrap_or((Metadata::default(), text))
}

/// Splits off the metadata of MultiMarkdown: two or more lines `Key: value` above the first blank line, the first of them
/// with the title.
fn take_key_lines(text: &str) -> Option<(Metadata, &str)> {
    let is_title = |key: &str| key.eq_ignore_ascii_case("title");
    let is_key = |key: &str| {
        !key.is_empty()
            && key.len() <= 30
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
    };
    let mut end = 0;
    let mut count = 0;
    for line in text.split_inclusive('\n').take(MAX_LINES) {
        if line.trim().is_empty() {
            break;
        }
        let (key, value) = line.split_once(':')?;
        let fits = is_key(key) && value.starts_with([' ', '\t', '\n', '\r']);
        if !fits || count == 0 && !is_title(key) {
            return None;
        }
        count += 1;
        end += line.len();
    }
    let inside = text.get(..end).filter(|_| count >= 2)?;
    Some((metadata_from_values(&parse_yaml(inside)), text.get(end..)?))
}

/// Splits off the title block of pandoc: lines with `%` for the title, the authors and the date.
fn take_title_block(text: &str) -> Option<(Metadata, &str)> {
    let mut end = 0;
    let mut parts: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n').take(MAX_LINES) {
        if let Some(value) = line.strip_prefix('%') {
            if parts.len() == 3 || !value.starts_with([' ', '\t', '\n', '\r']) {
                break;
            }
            parts.push(value.trim().to_owned());
        } else if line.starts_with([' ', '\t']) && !line.trim().is_empty() {
            // A field continues on indented lines; each author may have one.
            let authors = parts.len() == 2;
            let last = parts.last_mut()?;
            last.push_str(if authors { "; " } else { " " });
            last.push_str(line.trim());
        } else {
            break;
        }
        end += line.len();
    }
    let mut parts = parts
        .into_iter()
        .map(|part| Some(part).filter(|part| !part.is_empty()));
    let title = parts.next()?;
    let authors = parts.next().flatten();
    let date = parts.next().flatten();
    let byline = authors.map(|names| {
        let names = names
            .split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        names.collect::<Vec<_>>().join(", ")
    });
    let metadata = Metadata {
        title,
        byline,
        published: date.and_then(|date| super::leading_facts::parse_whole_date(&date)),
        ..Metadata::default()
    };
    Some((metadata, text.get(end..)?))
}

/// A text with front matter, split.
struct SplitText<'a> {
    /// Lines between the two marks.
    inside: &'a str,
    /// Text after the second mark.
    rest: &'a str,
}

/// Splits a text that begins with a line `mark` at the next such line.
fn split_front_matter<'a>(text: &'a str, mark: &str) -> Option<SplitText<'a>> {
    let (first, after) = text.split_once('\n')?;
    if first.trim_end() != mark {
        return None;
    }
    let mut end = 0;
    for line in after.split_inclusive('\n').take(MAX_LINES) {
        let bare = line.trim_end();
        if bare == mark || mark == "---" && bare == "..." {
            return Some(SplitText {
                inside: after.get(..end)?,
                rest: after.get(end + line.len()..)?,
            });
        }
        end += line.len();
    }
    None
}

/// Values by key in lower case; a list has several.
type FrontMatterValues = HashMap<String, Vec<String>>;

/// Returns the metadata that the values of known keys give.
fn metadata_from_values(pairs: &FrontMatterValues) -> Metadata {
    let find = |keys: &[&str]| {
        let mut found = keys.iter().filter_map(|key| pairs.get(*key));
        found.find(|values| !values.is_empty())
    };
    let one = |keys: &[&str]| find(keys).and_then(|values| values.first().cloned());
    let byline = find(&["byline", "author", "authors"]).map(|names| names.join(", "));
    let date = one(&["date", "published", "publishdate", "pubdate", "created"]);
    Metadata {
        title: one(&["title"]),
        standfirst: one(&[
            "standfirst",
            "subtitle",
            "description",
            "summary",
            "excerpt",
            "dek",
        ]),
        byline,
        publisher: one(&["publisher", "site", "site_name", "publication"]),
        published: date.and_then(|date| super::leading_facts::parse_whole_date(&date)),
        url: one(&["canonical_url", "canonical", "url", "source"]),
        lang: one(&["lang", "language", "locale"]),
        enclosures: Vec::new(),
    }
}

/// Parses TOML; broken TOML gives no values.
fn parse_toml(text: &str) -> FrontMatterValues {
    let Ok(table) = text.parse::<toml::Table>() else {
        return FrontMatterValues::new();
    };
    let pairs = table.into_iter().map(|(key, value)| {
        let mut values = Vec::new();
        match value {
            toml::Value::Array(items) => values.extend(items.iter().filter_map(toml_string)),
            other => values.extend(toml_string(&other)),
        }
        (key.to_lowercase(), values)
    });
    pairs.collect()
}

/// Returns a string or a date, or the `name` of a table, as text.
fn toml_string(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Datetime(date) => Some(date.to_string()),
        toml::Value::Table(table) => table.get("name").and_then(toml_string),
        _ => None,
    }
}

/// Parses the subset of YAML that front matter uses; other lines are ignored.
fn parse_yaml(text: &str) -> FrontMatterValues {
    let mut pairs = FrontMatterValues::new();
    let mut key: Option<String> = None;
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    let indent = filled
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min();
    let indent = indent.unwrap_or_default();
    for line in text.lines() {
        let line = line.get(indent..).unwrap_or_default();
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        if !indented && !bare.starts_with("- ") {
            key = bare.split_once(':').and_then(|(name, value)| {
                let name = name.trim().trim_matches('"').to_lowercase();
                let plain = name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
                if name.is_empty() || !plain {
                    return None;
                }
                // Of two equal keys the first one counts. A key may have its values on the next lines.
                let values = pairs.entry(name.clone()).or_default();
                if values.is_empty() {
                    values.extend(parse_yaml_values(value.trim()));
                }
                Some(name)
            });
            continue;
        }
        // The line continues a key: an item, the name within an item, or folded text.
        let Some(values) = key.as_ref().and_then(|key| pairs.get_mut(key)) else {
            continue;
        };
        let item = bare.strip_prefix("- ");
        let value = item.unwrap_or(bare);
        match value.split_once(": ") {
            Some(("name", name)) => values.extend(parse_yaml_scalar(name)),
            Some((other, _)) if other.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {}
            _ => match (item, values.last_mut()) {
                (None, Some(last)) => {
                    last.push(' ');
                    last.push_str(value);
                }
                _ => values.extend(parse_yaml_scalar(value)),
            },
        }
    }
    pairs
}

/// Returns the values behind a key: the items of a list in brackets, or one value.
fn parse_yaml_values(value: &str) -> Vec<String> {
    if matches!(value, ">" | "|" | ">-" | "|-" | ">+" | "|+") {
        return Vec::new();
    }
    match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        Some(list) => list.split(',').filter_map(parse_yaml_scalar).collect(),
        None => parse_yaml_scalar(value).into_iter().collect(),
    }
}

/// Returns a plain or quoted value, without the comment behind it; `None` if it is empty or null.
fn parse_yaml_scalar(value: &str) -> Option<String> {
    let value = value.trim();
    let quoted = |mark: char| {
        let rest = value.strip_prefix(mark)?;
        rest.strip_suffix(mark)
            .or_else(|| Some(rest.rsplit_once(mark)?.0))
    };
    let text = if let Some(inner) = quoted('"') {
        inner
            .replace("\\\"", "\"")
            .replace("\\n", " ")
            .replace("\\\\", "\\")
    } else if let Some(inner) = quoted('\'') {
        inner.replace("''", "'")
    } else {
        let plain = value.split(" #").next().unwrap_or_default().trim();
        if matches!(plain, "~" | "null") {
            String::new()
        } else {
            plain.to_owned()
        }
    };
    (!text.trim().is_empty()).then_some(text)
}
