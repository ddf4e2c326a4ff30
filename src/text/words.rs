//! Splitting of a command line into words without a shell: [`split_words`].

use thiserror::Error;

/// Error of a command line that has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a quote is not closed")]
pub struct UnclosedQuote;

/// Splits a command line into a program and its arguments at blanks. Quotes (`'…'` and `"…"`) enclose words with blanks,
/// and a backslash takes the next character as it is, also between double quotes. Nothing else has a meaning: no
/// variables, patterns or redirections.
///
/// # Errors
///
/// A quote is not closed.
///
/// # Examples
///
/// ```
/// use newsprint::text::split_words;
///
/// assert_eq!(split_words("vim -c 'set tw=72' a\\ b"), Ok(["vim", "-c", "set tw=72", "a b"].map(str::to_owned).to_vec()));
/// assert!(split_words("mail \"Ida").is_err());
/// ```
pub fn split_words(line: &str) -> Result<Vec<String>, UnclosedQuote> {
    let mut words = Vec::new();
    // `None` between words: a quoted word may be empty.
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match (c, quote) {
            ('\\', None | Some('"')) => {
                word.get_or_insert_default()
                    .push(characters.next().unwrap_or(c));
            }
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, Some(open)) if c == open => quote = None,
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    match quote {
        Some(_) => Err(UnclosedQuote),
        None => Ok(words),
    }
}
