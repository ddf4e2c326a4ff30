//! Elements that stand within a paragraph (HTML standard, 3.2.5.2.5): [`is_phrasing_element`].

/// Returns true for the elements of phrasing content that text is made of, those of older standards included. Elements with a
/// content of their own, such as images, line breaks and formulas, are not among them.
pub(crate) fn is_phrasing_element(name: &str) -> bool {
    matches!(
        name,
        "span"
            | "a"
            | "font"
            | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "blink"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "output"
            | "q"
            | "rb"
            | "rtc"
            | "ruby"
            | "s"
            | "samp"
            | "slot"
            | "small"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
    ) || name.contains(':')
}
