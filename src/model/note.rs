//! Parsing of the text that is typed for a note or for tags: [`split_note_and_tags`], [`parse_tags`].

/// Splits a text into tags at blanks and commas. A `#` in front of a tag is optional. The result is sorted and has no
/// duplicates.
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

/// Splits a text into a note and tags. Tags are the words of `#` and a letter at its end; elsewhere, or before a full stop,
/// such a word belongs to the note.
///
/// # Examples
///
/// ```
/// use newsprint::model::split_note_and_tags;
///
/// let (note, tags) = split_note_and_tags("for #1 and #Ida #craft #oak");
/// assert_eq!(note.as_deref(), Some("for #1 and"));
/// assert_eq!(tags, ["Ida", "craft", "oak"]);
/// let (note, tags) = split_note_and_tags("#Ida asked for it.");
/// assert_eq!(note.as_deref(), Some("#Ida asked for it."));
/// assert!(tags.is_empty());
/// ```
pub fn split_note_and_tags(text: &str) -> (Option<String>, Vec<String>) {
    let mut note = text.trim();
    let mut tags = Vec::new();
    while let Some(word) = note.split_whitespace().next_back() {
        let Some(tag) = tag_of_word(word) else {
            break;
        };
        tags.push(tag.to_owned());
        note = note
            .get(..note.len() - word.len())
            .unwrap_or_default()
            .trim_end();
    }
    tags.sort();
    tags.dedup();
    (Some(note.to_owned()).filter(|note| !note.is_empty()), tags)
}

/// Returns the tag that a word of `#` and a letter stands for. A comma may follow it; a word that ends a sentence or a
/// parenthesis is none.
fn tag_of_word(word: &str) -> Option<&str> {
    let tag = word.strip_prefix('#')?.trim_end_matches(',');
    let ends_text = tag.ends_with([
        '.', '!', '?', ':', ';', ')', '"', '”', '…', '。', '！', '？',
    ]);
    (tag.starts_with(char::is_alphabetic) && !ends_text).then_some(tag)
}
