//! Rules: saved searches with an action ([`RuleAction`]).

use serde::{Deserialize, Serialize};

/// Action of a rule on each new article that its search finds. The written form is `mute`, `read`, `bookmark` or `tag:NAME`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum RuleAction {
    /// Mute: leave it out of the views of everything, of sources and of categories.
    Mute,
    /// Mark it as read.
    Read,
    /// Bookmark it.
    Bookmark,
    /// Bookmark it with this tag.
    Tag(String),
}

/// Error of parsing a [`RuleAction`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write mute, read, bookmark or tag:NAME")]
pub struct RuleActionError;

impl RuleAction {
    /// Parses an action; the name of a tag may have `#` before it.
    ///
    /// # Errors
    /// The text is no action, or the tag has no name.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::model::RuleAction;
    ///
    /// assert_eq!(RuleAction::parse("mute"), Ok(RuleAction::Mute));
    /// assert_eq!(RuleAction::parse("tag:#ink"), Ok(RuleAction::Tag("ink".to_owned())));
    /// assert!(RuleAction::parse("delete").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, RuleActionError> {
        let text = text.trim();
        match text {
            "mute" => Ok(Self::Mute),
            "read" => Ok(Self::Read),
            "bookmark" => Ok(Self::Bookmark),
            _ => {
                let tag = text.strip_prefix("tag:").unwrap_or_default();
                let tag = tag.trim().trim_start_matches('#').trim();
                match tag.is_empty() {
                    true => Err(RuleActionError),
                    false => Ok(Self::Tag(tag.to_owned())),
                }
            }
        }
    }
}

impl std::fmt::Display for RuleAction {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mute => formatter.write_str("mute"),
            Self::Read => formatter.write_str("read"),
            Self::Bookmark => formatter.write_str("bookmark"),
            Self::Tag(tag) => write!(formatter, "tag:{tag}"),
        }
    }
}

impl From<RuleAction> for String {
    fn from(action: RuleAction) -> Self {
        action.to_string()
    }
}

impl TryFrom<String> for RuleAction {
    type Error = RuleActionError;

    fn try_from(text: String) -> Result<Self, RuleActionError> {
        Self::parse(&text)
    }
}
