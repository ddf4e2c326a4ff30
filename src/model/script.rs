//! Classes of characters by script: the single table of scripts that are written without spaces between words.

/// Returns true for Han and Kana, which are written without spaces and may break anywhere. About two of them make a
/// word.
pub fn is_han_or_kana(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{303b}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns true for Han and Kana with their punctuation and full-width forms. No space belongs between two of these,
/// even where a line ended.
pub fn is_cjk(c: char) -> bool {
    is_han_or_kana(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// Returns true for letters and marks of scripts whose words are not separated by spaces: Han, Kana, Hangul, Thai, Lao,
/// Khmer and Burmese. Hangul has spaces, but a search term often stands inside a spaced unit.
pub fn is_unspaced(c: char) -> bool {
    is_han_or_kana(c)
        || matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17df}')
}
