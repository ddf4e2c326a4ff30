//! Titles of FreshRSS, which writes some characters by their full-width forms.

/// Returns the title of an item: `&`, `<` and `>` have full-width forms.
pub(super) fn narrow(title: &str) -> String {
    let narrow = |character| match character {
        '＆' => '&',
        '＜' => '<',
        '＞' => '>',
        other => other,
    };
    title.chars().map(narrow).collect()
}

/// Returns the title of a feed, where more punctuation has them. A title in a script that uses these forms itself stays.
pub(super) fn narrow_feed(title: &str) -> String {
    let narrowed = narrow(title);
    let is_east_asian = |character| matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}');
    if narrowed.chars().any(is_east_asian) {
        return narrowed;
    }
    let narrow = |character| match character {
        '？' => '?',
        '＼' => '\\',
        '／' => '/',
        '，' => ',',
        '；' => ';',
        other => other,
    };
    narrowed.chars().map(narrow).collect()
}
