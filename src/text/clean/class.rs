//! Classification of characters for the sanitizer: [`classify`].

use unicode_normalization::char::is_combining_mark;

/// Class of a character, which decides whether and where it stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharacterClass {
    /// Visible character, or one that may be; stays.
    Visible,
    /// White space within a line.
    Space,
    /// Tab.
    Tab,
    /// Line end: LF, CR, VT, FF, NEL, and Unicode's line and paragraph separators.
    LineEnd,
    /// Combining mark on the letter before it.
    Mark,
    /// Variation selector: chooses the text or emoji form of the character before it.
    Selector,
    /// Character that joins its neighbours, separates them, or sets their direction: ZWJ, ZWNJ, and the directional
    /// marks LRM, RLM and ALM, which embed and override nothing.
    Joiner,
    /// Break opportunity in a word: soft hyphen, zero-width space.
    BreakOpportunity,
    /// First character of an escape sequence.
    Introducer,
    /// Removed character: controls, directional embeddings and overrides, tags, private use (meaningless without its
    /// font), noncharacters.
    Removed,
}

/// Returns the class of `c`.
pub(super) fn classify(c: char) -> CharacterClass {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            CharacterClass::LineEnd
        }
        '\t' => CharacterClass::Tab,
        '\u{1b}' | '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}'..='\u{9f}' => {
            CharacterClass::Introducer
        }
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => CharacterClass::Removed,
        _ if is_ordinary(c) => {
            if c.is_whitespace() {
                CharacterClass::Space
            } else {
                CharacterClass::Visible
            }
        }
        '\u{ad}' | '\u{200b}' => CharacterClass::BreakOpportunity,
        '\u{200c}'..='\u{200f}' | '\u{61c}' => CharacterClass::Joiner,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => CharacterClass::Selector,
        // Directional embeddings, overrides and isolates, invisible operators, deprecated format characters.
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => CharacterClass::Removed,
        // Mongolian selectors, byte order mark, annotations and the object replacement character, Hangul fillers,
        // format characters of shorthand and music.
        '\u{180b}'..='\u{180f}' | '\u{feff}' | '\u{fff0}'..='\u{fffc}' => CharacterClass::Removed,
        '\u{3164}' | '\u{ffa0}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' => {
            CharacterClass::Removed
        }
        // Private use, tags and the reserved characters beside them.
        '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}' => CharacterClass::Removed,
        '\u{fdd0}'..='\u{fdef}' => CharacterClass::Removed,
        _ if u32::from(c) & 0xfffe == 0xfffe => CharacterClass::Removed,
        _ if is_combining_mark(c) => CharacterClass::Mark,
        _ if c.is_whitespace() => CharacterClass::Space,
        _ => CharacterClass::Visible,
    }
}

/// Returns true if `c` is certainly visible or white space. A fast check that covers most text.
pub(super) fn is_ordinary(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}'
        // Greek, Cyrillic, their extensions, punctuation, symbols.
        | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{590}' | '\u{1e00}'..='\u{200a}' | '\u{2010}'..='\u{2027}'
        | '\u{202f}'..='\u{205f}' | '\u{2070}'..='\u{20cf}' | '\u{2100}'..='\u{2cee}'
        // Kana, Han, Hangul syllables.
        | '\u{3000}'..='\u{3029}' | '\u{3030}'..='\u{3098}' | '\u{309b}'..='\u{3163}' | '\u{3165}'..='\u{a66e}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

/// Longest tag sequence of a subdivision flag, in characters; Unicode has five letters and the closing tag.
const FLAG_TAGS: usize = 16;

/// Returns how many bytes of `rest` belong to the flag that `c` begins (black flag, tag letters, closing tag; UTS #51,
/// ED-14a).
pub(super) fn flag_tag_length(c: char, rest: &str) -> usize {
    if c != '\u{1f3f4}' {
        return 0;
    }
    let mut bytes = 0;
    for (i, c) in rest.chars().take(FLAG_TAGS).enumerate() {
        bytes += c.len_utf8();
        match c {
            '\u{e0020}'..='\u{e007e}' => {}
            '\u{e007f}' if i > 0 => return bytes,
            _ => return 0,
        }
    }
    0
}
