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

/// Splits a text into a note and tags. A tag is a word of `#` and a letter, anywhere in the text; tags at its end are
/// not part of the note.
///
/// # Examples
///
/// ```
/// use newsprint::model::split_note_and_tags;
///
/// let (note, tags) = split_note_and_tags("for Ida #craft #oak");
/// assert_eq!(note.as_deref(), Some("for Ida"));
/// assert_eq!(tags, ["craft", "oak"]);
/// ```
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
