//! What is typed for a note and for tags: [`note_and_tags`], [`tags_in`].

/// The tags that a text is made of.
pub fn tags_in(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    let mut tags: Vec<String> = words
        .map(|word| word.trim_start_matches('#').to_owned())
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

/// A note, and the tags in it: its last words that begin with `#`.
pub fn note_and_tags(text: &str) -> (Option<String>, Vec<String>) {
    let text = text.trim();
    let mut note = text;
    while let Some(word) = note.split_whitespace().next_back() {
        if !(word.starts_with('#') && word.len() > 1) {
            break;
        }
        note = note
            .get(..note.len() - word.len())
            .unwrap_or_default()
            .trim_end();
    }
    let tags = tags_in(text.get(note.len()..).unwrap_or_default());
    (Some(note.to_owned()).filter(|note| !note.is_empty()), tags)
}
