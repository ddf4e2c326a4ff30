//! What is typed for a note and for tags: [`note_and_tags`], [`tags_in`].

/// The tags that a text is made of.
pub fn parse_tags(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    let mut tags: Vec<String> = words
        .map(|word| word.trim_start_matches('#').to_owned())
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

/// A note, and the tags in it: words that begin with `#` and a letter. Those at its end do not belong to the note.
pub fn split_note_and_tags(text: &str) -> (Option<String>, Vec<String>) {
    let text = text.trim();
    let tag = |word: &str| -> Option<String> {
        let name = word.strip_prefix('#')?;
        let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
        name.starts_with(char::is_alphabetic)
            .then(|| name.to_owned())
    };
    let mut tags: Vec<String> = text.split_whitespace().filter_map(tag).collect();
    tags.sort();
    tags.dedup();
    let mut note = text;
    while let Some(word) = note.split_whitespace().next_back() {
        if tag(word).is_none() {
            break;
        }
        note = note
            .get(..note.len() - word.len())
            .unwrap_or_default()
            .trim_end();
    }
    (Some(note.to_owned()).filter(|note| !note.is_empty()), tags)
}
