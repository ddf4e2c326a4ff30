//! Pages as lists of saved pages describe them: [`SavedPage`].

use serde::Deserialize;
use serde_json::Value;

/// A page in a list of saved pages. Texts are not sanitized yet.
#[derive(Debug, Default)]
pub(super) struct SavedPage {
    pub(super) url: String,
    pub(super) title: String,
    pub(super) byline: Option<String>,
    pub(super) standfirst: Option<String>,
    /// RFC 3339.
    pub(super) published: Option<String>,
    /// RFC 3339, or a number of seconds since 1970.
    pub(super) added: Option<Value>,
    /// Time when it was archived, RFC 3339.
    pub(super) archived_at: Option<Value>,
    pub(super) is_archived: bool,
    pub(super) is_starred: bool,
    pub(super) tags: Vec<String>,
    /// HTML.
    pub(super) content: Option<String>,
    pub(super) quotes: Vec<SavedQuote>,
}

/// A marked sentence of a page with a note.
#[derive(Debug, Default)]
pub(super) struct SavedQuote {
    pub(super) quote: String,
    pub(super) note: Option<String>,
    pub(super) created: Option<Value>,
}

/// Converts `2024-10-30T12:39:28+0000`, as PHP writes it, to RFC 3339; other texts stay as they are.
pub(super) fn time_value(text: Option<String>) -> Option<Value> {
    let text = text?;
    let read = chrono::DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%z");
    Some(match read {
        Ok(time) => Value::String(time.to_rfc3339()),
        Err(_) => Value::String(text),
    })
}

/// A flag that programs write as a boolean or as a number.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
pub(super) enum Flag {
    Boolean(bool),
    Number(i64),
    #[default]
    Missing,
}

impl Flag {
    pub(super) fn is_set(&self) -> bool {
        match self {
            Self::Boolean(is_set) => *is_set,
            Self::Number(number) => *number != 0,
            Self::Missing => false,
        }
    }
}
