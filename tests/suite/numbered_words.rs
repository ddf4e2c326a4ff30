//! Words that are numbered in a generated source, and looked for in what came of it.

/// Numbers the words `w#` of a text in order. Returns the text and the words.
pub fn numbered(text: &str) -> (String, Vec<String>) {
    let (mut out, mut words) = (String::new(), Vec::new());
    for part in text.split_inclusive("w#") {
        match part.strip_suffix("w#") {
            Some(before) => {
                let word = format!("w{}x", words.len());
                out.push_str(&format!("{before}{word}"));
                words.push(word);
            }
            None => out.push_str(part),
        }
    }
    (out, words)
}

/// Returns the numbered words in a text, in order.
pub fn words_in(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let pieces = words.flat_map(|word| word.split_inclusive('x'));
    pieces
        .filter(|word| word.starts_with('w') && word.ends_with('x'))
        .map(str::to_owned)
        .collect()
}
