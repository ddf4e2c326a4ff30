//! Values of attributes by their local names: [`attribute`].

use std::borrow::Cow;

use super::tokenizer::{StartTag, Tokenizer};

/// Returns the value of the attribute with a local name (in lower case), without white space at its ends; `None` if it is
/// missing or empty.
pub(super) fn attribute<'a>(
    tokenizer: &mut Tokenizer<'a>,
    tag: &StartTag<'a>,
    local: &str,
) -> Option<Cow<'a, str>> {
    if !tag.has_attributes() {
        return None;
    }
    let found = tag.attributes().find(|attribute| {
        let name = attribute.name;
        let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
        name.eq_ignore_ascii_case(local)
    })?;
    let value = match tokenizer.decode(found.raw_value) {
        Cow::Borrowed(value) => Cow::Borrowed(value.trim()),
        Cow::Owned(value) => Cow::Owned(value.trim().to_owned()),
    };
    (!value.is_empty()).then_some(value)
}
