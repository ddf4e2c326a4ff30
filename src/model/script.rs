//! Characters by how their script is written: the one table of scripts that put no spaces between words.

/// Han and Kana: written without spaces, and broken anywhere. About two of them make a word.
pub fn is_han_or_kana(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{303b}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Han and Kana with their punctuation and full-width forms: no space belongs between two of these, also where a line ended.
pub fn is_cjk(c: char) -> bool {
    is_han_or_kana(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// Letters and marks of scripts whose words can't be told by spaces: Han, Kana, Hangul, Thai, Lao, Khmer and Burmese. Hangul has
/// spaces, but what is looked for stands in the midst of what is between them.
pub fn is_unspaced(c: char) -> bool {
    is_han_or_kana(c)
        || matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17df}')
}
