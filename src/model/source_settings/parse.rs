//! Values of the settings of a source as the user writes them, and the reverse.

use url::Url;

/// Most bytes of a user name or an address.
const MAX_TEXT: usize = 4 * 1024;

/// Most words of a program, itself included.
const MAX_WORDS: usize = 64;

/// Units of durations with their seconds, the largest first.
const DURATIONS: [(&str, u32); 4] = [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60)];

/// Units of sizes with their bytes, the largest first.
const SIZES: [(&str, u64); 7] = [
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("kB", 1_000),
    ("B", 1),
];

/// Parses a duration such as `30m`, `2h`, `1d` or `1w`, in seconds.
pub(super) fn parse_duration(text: &str) -> Option<u32> {
    let (unit, seconds) = DURATIONS.iter().find(|(unit, _)| text.ends_with(unit))?;
    parse_digits::<u32>(text.strip_suffix(unit)?.trim_end())?.checked_mul(*seconds)
}

/// Writes seconds as [`parse_duration`] reads them, in the largest unit that divides them; seconds are rounded up to
/// minutes.
pub(super) fn display_seconds(seconds: u32) -> String {
    // Weeks are written as days.
    for (unit, size) in DURATIONS.iter().skip(1) {
        if seconds.is_multiple_of(*size) {
            return format!("{}{unit}", seconds / size);
        }
    }
    format!("{}m", seconds.div_ceil(60))
}

/// Parses a size such as `20MB`, in bytes. The case of the unit is ignored.
pub(super) fn parse_size(text: &str) -> Option<u64> {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(number.len()..)?;
    let (_, bytes) = SIZES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(unit))?;
    parse_digits::<u64>(number.trim_end())?.checked_mul(*bytes)
}

/// Writes bytes as [`parse_size`] reads them, in the largest unit that divides them.
pub(super) fn display_size(bytes: u64) -> String {
    let unit = SIZES.iter().find(|(_, size)| bytes.is_multiple_of(*size));
    let (unit, size) = unit.copied().unwrap_or(("B", 1));
    format!("{}{unit}", bytes / size)
}

/// Parses a number of days, `30` or `30d`.
pub(super) fn parse_days(text: &str) -> Option<u32> {
    parse_digits(text.strip_suffix('d').unwrap_or(text).trim_end())
}

/// Parses decimal digits alone: no sign, no spaces.
fn parse_digits<T: std::str::FromStr>(digits: &str) -> Option<T> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

pub(super) fn parse_flag(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Returns true for a user name that HTTP authentication can send (RFC 7617, section 2).
pub(super) fn is_user_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_TEXT
        && !text.contains(|c: char| c == ':' || c.is_control())
}

/// Parses the address of a feed: http or https, with a host and without a user name or password. Returns it in the form
/// of the URL Standard, without a fragment.
pub(super) fn parse_address(text: &str) -> Option<String> {
    let mut url = Url::parse(text).ok().filter(|_| text.len() <= MAX_TEXT)?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    url.set_fragment(None);
    (is_web && !has_credentials).then(|| url.into())
}

/// Error of a program that can't be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArgvError {
    /// The text begins with `[` and is no JSON array of strings.
    #[error("write an array of strings: [\"pass\", \"show\", \"x\"]")]
    NotStrings,
    /// Quotes or backslashes outside an array.
    #[error("no shell reads it; with quotes, write an array: [\"pass\", \"show\", \"x\"]")]
    Quotes,
    /// There is no first word.
    #[error("the first word is the program")]
    NoProgram,
    /// Too many words or bytes.
    #[error("at most 64 words of together 4 KiB")]
    TooLong,
    /// Control characters.
    #[error("it contains control characters")]
    ControlCharacters,
}

/// Parses a program with its arguments: a JSON array of strings, or words separated by white space. No shell reads
/// them, so that quotes, backslashes and variables have no meaning; words that contain one need the array.
pub(super) fn parse_argv(text: &str) -> Result<Vec<String>, ArgvError> {
    let words: Vec<String> = if text.starts_with('[') {
        serde_json::from_str(text).map_err(|_| ArgvError::NotStrings)?
    } else if text.contains(['"', '\'', '\\']) {
        return Err(ArgvError::Quotes);
    } else {
        text.split_whitespace().map(str::to_owned).collect()
    };
    check_argv(&words)?;
    Ok(words)
}

/// Checks that words are a program and its arguments.
pub(super) fn check_argv(words: &[String]) -> Result<(), ArgvError> {
    let length: usize = words.iter().map(String::len).sum();
    if words
        .first()
        .is_none_or(|program| program.trim().is_empty())
    {
        return Err(ArgvError::NoProgram);
    }
    if words.len() > MAX_WORDS || length > MAX_TEXT {
        return Err(ArgvError::TooLong);
    }
    match words.iter().any(|word| word.contains(char::is_control)) {
        true => Err(ArgvError::ControlCharacters),
        false => Ok(()),
    }
}

/// Writes a program as [`parse_argv`] reads it: words if they need no quotes, else a JSON array.
pub(super) fn display_argv(words: &[String]) -> String {
    let is_plain = |word: &String| {
        !word.is_empty() && !word.contains(|c: char| c.is_whitespace() || "[\"'\\".contains(c))
    };
    match words.iter().all(is_plain) {
        true => words.join(" "),
        false => serde_json::json!(words).to_string(),
    }
}

/// Returns true for a key of a later version whose value may be a credential or a program.
pub(super) fn is_sensitive_key(key: &str) -> bool {
    const PARTS: [&str; 10] = [
        "pass",
        "token",
        "key",
        "secret",
        "auth",
        "cookie",
        "credential",
        "command",
        "exec",
        "header",
    ];
    let key = key.to_ascii_lowercase();
    // The known ones with a wrong value are among them, and `user`.
    PARTS.iter().any(|part| key.contains(part)) || key == "user"
}
