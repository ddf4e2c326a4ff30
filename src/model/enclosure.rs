//! Media file of a feed entry: [`Enclosure`].

use serde::{Deserialize, Serialize};

/// Media file that a feed entry links to (RSS 2.0 `enclosure`, Atom 1.0 `rel="enclosure"`, Media RSS, JSON Feed
/// attachments). Type, size and duration are as the feed states them, and may be wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Absolute URL.
    pub url: String,
    /// Media type, such as `audio/mpeg`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Size in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// Duration in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}
