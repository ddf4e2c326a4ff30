//! Lower case of characters, quick for ASCII: [`push_lowercase`].

/// Calls `push` with each character of the lower case of `c`.
#[inline]
pub(super) fn push_lowercase(c: char, mut push: impl FnMut(char)) {
    if c.is_ascii() {
        push(c.to_ascii_lowercase());
    } else {
        c.to_lowercase().for_each(push);
    }
}
