//! YAML or TOML front matter of a Markdown file: [`take_front_matter`].
//!
//! Of YAML only what front matter uses is read: keys with plain or quoted values, folded lines, and lists of names.

use std::collections::HashMap;

use crate::model::Metadata;

/// The longest front matter, in lines.
const MAX_LINES: usize = 400;

/// Splits the front matter off, and returns what it says and the rest. Without any, the text is returned as it is.
pub(super) fn take_front_matter(text: &str) -> (Metadata, &str) {
    let start = text.trim_start_matches(['\u{feff}', '\n', ' ']);
    for mark in ["---", "+++"] {
        let Some((inside, rest)) = split_front_matter(start, mark) else {
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
    (Metadata::default(), text)
}

/// Returns the part between the first line, `mark`, and the next line with it.
fn split_front_matter<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let (first, after) = text.split_once('\n')?;
    if first.trim_end() != mark {
        return None;
    }
    let mut end = 0;
    for line in after.split_inclusive('\n').take(MAX_LINES) {
        let bare = line.trim_end();
        if bare == mark || mark == "---" && bare == "..." {
            return Some((after.get(..end)?, after.get(end + line.len()..)?));
        }
        end += line.len();
    }
    None
}

/// Values by lower-case key; a list has several.
type FrontMatterValues = HashMap<String, Vec<String>>;

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
    }
}

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

fn toml_string(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Datetime(date) => Some(date.to_string()),
        toml::Value::Table(table) => table.get("name").and_then(toml_string),
        _ => None,
    }
}

fn parse_yaml(text: &str) -> FrontMatterValues {
    let mut pairs = FrontMatterValues::new();
    let mut key: Option<String> = None;
    for line in text.lines() {
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
                // The first of two keys counts, and a key without a value is one too.
                let values = pairs.entry(name.clone()).or_default();
                if values.is_empty() {
                    values.extend(parse_yaml_values(value.trim()));
                }
                Some(name)
            });
            continue;
        }
        // A line that continues a key: an item, a name within an item, or folded text.
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

/// Returns the values behind a key: a list in brackets, or one.
fn parse_yaml_values(value: &str) -> Vec<String> {
    if matches!(value, ">" | "|" | ">-" | "|-" | ">+" | "|+") {
        return Vec::new();
    }
    match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        Some(list) => list.split(',').filter_map(parse_yaml_scalar).collect(),
        None => parse_yaml_scalar(value).into_iter().collect(),
    }
}

/// Returns a plain or quoted value, without the comment behind it.
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
