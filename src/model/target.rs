//! Places in an article that its links lead to: [`Target`], and how they are spelled in addresses.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

/// A place in an article that links may name: `#id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkTarget {
    /// The name, without `#`. HTML: `id` and `a name`. Markdown: a heading's words as [`slug`] spells them, `fn-1`, `fnref-1`.
    pub id: String,
    /// The index of the block it is in.
    pub block: usize,
    /// Bytes into the block's text.
    pub offset: usize,
}

/// The name that a heading has as a place (as GitHub spells it): small letters, no punctuation, a hyphen for each blank.
pub fn slug(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for c in heading.trim().chars() {
        match c {
            '-' | '_' => slug.push(c),
            c if c.is_whitespace() => slug.push('-'),
            c if is_punctuation(c) => {}
            c => slug.extend(c.to_lowercase()),
        }
    }
    slug
}

/// Whether a character is punctuation or a sign and no part of a word. Marks on letters are part of it.
fn is_punctuation(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => !c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}' | '×' | '÷' => !c.is_alphanumeric(),
        // General punctuation, arrows, mathematics, boxes; CJK and wide punctuation; images.
        '\u{200c}' | '\u{200d}' => false,
        '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' | '\u{fe10}'..='\u{fe6f}' => {
            !c.is_alphanumeric()
        }
        '\u{ff00}'..='\u{ff65}' | '\u{1f000}'..='\u{1faff}' => !c.is_alphanumeric(),
        _ => false,
    }
}

/// A part of an address with its `%41` resolved (RFC 3986 section 2.1). What would not be UTF-8 stays as it is.
pub fn percent_decoded(part: &str) -> Cow<'_, str> {
    let decoded = percent_decode_str(part).decode_utf8();
    decoded.unwrap_or(Cow::Borrowed(part))
}
