//! Wording of system errors in messages: [`io_message`].

use std::io;

/// Words a system error as the end of a line: in lower case, and without its number.
pub fn io_message(error: &io::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = plain.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => "can't be read".to_owned(),
    }
}
