//! Sorting of the words of a command line before they are parsed: [`sort_words`].

use std::ffi::OsString;

/// Options with a value that may stand before or behind a command.
const WITH_VALUE: [&str; 6] = [
    "--config-dir",
    "--data-dir",
    "--measure",
    "--limit",
    "--log",
    "--view",
];

/// Returns true for an option whose value is the next word.
pub(in super::super) fn has_value(word: &str) -> bool {
    WITH_VALUE.contains(&word)
}

/// Sorts the words so that clap can parse them: `help COMMAND` becomes `COMMAND --help`, and a word of a search that
/// begins with a hyphen, as in `search gall -is:read`, goes after `--`.
pub(super) fn sort_words(mut words: Vec<OsString>) -> Vec<OsString> {
    let Some(first) = command_index(&words) else {
        return words;
    };
    match words.get(first).and_then(|word| word.to_str()) {
        Some("help") => {
            words.remove(first);
            words.push("--help".into());
            words
        }
        // `sources help`, as other programs have it.
        Some("sources" | "bookmarks" | "account")
            if words.get(first + 1).is_some_and(|word| word == "help") =>
        {
            words.remove(first + 1);
            words.push("--help".into());
            words
        }
        Some("search") => {
            let rest = words.split_off(first + 1);
            words.extend(sort_search_words(rest));
            words
        }
        _ => words,
    }
}

/// Returns the word behind `help` if it is no command.
pub(super) fn unknown_help(words: &[OsString], program: &clap::Command) -> Option<String> {
    let first = command_index(words)?;
    let topic = words.get(first + 1)?.to_string_lossy();
    let is_help = words.get(first)? == "help" && !topic.starts_with('-');
    (is_help && program.find_subcommand(&*topic).is_none()).then(|| topic.into_owned())
}

/// Returns the index of the first word that is not an option; `None` if there is none, or if it follows `--`.
pub(in super::super) fn command_index(words: &[OsString]) -> Option<usize> {
    let mut at = 1;
    loop {
        let word = words.get(at)?.to_str()?;
        if word == "--" {
            return None;
        }
        if !word.starts_with('-') || word == "-" {
            return Some(at);
        }
        at += if has_value(word) { 2 } else { 1 };
    }
}

/// Returns the options of a search, then `--` and the query.
fn sort_search_words(rest: Vec<OsString>) -> Vec<OsString> {
    let (mut options, mut query) = (Vec::new(), Vec::new());
    let mut rest = rest.into_iter();
    while let Some(word) = rest.next() {
        let text = word.to_string_lossy().into_owned();
        match text.as_str() {
            "--" => query.extend(rest.by_ref()),
            "-h" | "-V" => options.push(word),
            text if has_value(text) => {
                options.push(word);
                options.extend(rest.next());
            }
            text if text.starts_with("--") => options.push(word),
            _ => query.push(word),
        }
    }
    if !query.is_empty() {
        options.push("--".into());
        options.extend(query);
    }
    options
}
