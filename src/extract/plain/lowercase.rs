//! Lower case of characters, quick for ASCII: [`push_lowercase`] and [`split_small_letters`].

/// Calls `push` with each character of the lower case of `c`.
#[inline]
pub(super) fn push_lowercase(c: char, mut push: impl FnMut(char)) {
    if c.is_ascii() {
        push(c.to_ascii_lowercase());
    } else {
        c.to_lowercase().for_each(push);
    }
}

/// Splits a text after the small letters of ASCII that it begins with.
#[inline]
pub(super) fn split_small_letters(text: &str) -> (&str, &str) {
    let length = text.bytes().take_while(u8::is_ascii_lowercase).count();
    text.split_at_checked(length).unwrap_or(("", text))
}
