//! Media files of items as servers describe them: [`enclosure`].

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

use crate::model::Enclosure;

/// Returns a media file; `None` without an address of the web.
pub(super) fn enclosure(
    url: Option<&str>,
    media_type: Option<String>,
    length: Option<u64>,
) -> Option<Enclosure> {
    let url = url?.trim();
    let scheme = Url::parse(url).ok()?;
    matches!(scheme.scheme(), "http" | "https").then(|| Enclosure {
        url: url.to_owned(),
        media_type: media_type.filter(|media_type| !media_type.is_empty()),
        length: length.filter(|length| *length > 0),
        ..Enclosure::default()
    })
}

/// Reads a number of bytes that is a number or a string, for `deserialize_with`. Anything else is none.
///
/// # Errors
/// The JSON is malformed.
pub(super) fn length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let in_text = value.as_str().and_then(|text| text.parse().ok());
    Ok(value.as_u64().or(in_text))
}
