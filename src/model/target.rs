//! Targets of links within an article: [`LinkTarget`], and how headings are spelled in fragments of addresses.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

/// Position in an article that a link can name by a fragment: `#id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkTarget {
    /// Name without `#`. HTML: `id` and `a name`. Markdown: the words of a heading as [`slug`] spells them, and `fn-1`,
    /// `fnref-1` for footnotes.
    pub id: String,
    /// Index of the block.
    pub block: usize,
    /// Offset in the text of the block, in bytes.
    pub offset: usize,
}

/// Spells a heading as a fragment, as GitHub does: lower case, without punctuation, a hyphen for each blank.
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

/// Returns true for punctuation and symbols, which a slug leaves out. Combining marks belong to their letters.
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

/// Decodes percent-encoded bytes (RFC 3986, section 2.1). Text that would not be UTF-8 is returned unchanged.
pub fn percent_decoded(part: &str) -> Cow<'_, str> {
    let decoded = percent_decode_str(part).decode_utf8();
    decoded.unwrap_or(Cow::Borrowed(part))
}
