//! Sanitizer for untrusted text: cleaned text has no escape sequences or control characters, and cannot act on a
//! terminal.
//!
//! 1. `class` classifies each character: visible, joining or breaking, a line end, or not allowed.
//! 2. `escape` finds the end of an escape sequence, so that it is removed as a whole and leaves no residue.
//! 3. One pass assembles the rest. An invisible character stays only after a visible one, and never after another
//!    invisible one; the number of combining marks on a letter is limited.
//!
//! Each decision depends only on the output so far, so cleaning is idempotent. Text that needs no cleaning is borrowed.
//!
//! # Examples
//!
//! ```
//! use newsprint::text::clean;
//!
//! // A title from a feed: the escape sequence goes, white space collapses.
//! assert_eq!(clean::clean_line("Harbour \u{1b}[31mbridge\u{1b}[0m\n reopens "), "Harbour bridge reopens");
//! // Text keeps its lines; code keeps its indentation, with spaces for tabs.
//! assert_eq!(clean::clean_text("one\r\ntwo"), "one\ntwo");
//! assert_eq!(clean::clean_code("if x {\n\ty\n}"), "if x {\n    y\n}");
//! // A URL is taken unchanged or not at all.
//! assert_eq!(clean::clean_url("https://example.org/a"), Some("https://example.org/a"));
//! assert_eq!(clean::clean_url("https://example.org/\u{202e}a"), None);
//! ```

mod class;
mod escape;

use std::borrow::Cow;

use class::CharacterClass;

/// Most combining marks on one letter. Vietnamese and Hebrew need three, Tibetan perhaps six.
const MAX_MARKS: usize = 8;

/// Longest URL of a link, in bytes.
const MAX_URL_BYTES: usize = 8 * 1024;

/// Distance of tab stops in code, in columns.
const TAB_STOP_COLUMNS: usize = 4;

/// Cleans text of several lines: line ends become `\n`, a tab becomes a space.
pub fn clean_text(input: &str) -> Cow<'_, str> {
    clean_as(input, CleanMode::Text)
}

/// Cleans text for one line: a title, a name, a status. Each run of white space becomes one space, and there is none at
/// the ends; a single no-break space stays.
pub fn clean_line(input: &str) -> Cow<'_, str> {
    clean_as(input, CleanMode::Line)
}

/// Cleans code: line ends become `\n`, a tab becomes spaces up to the next multiple of four columns.
pub fn clean_code(input: &str) -> Cow<'_, str> {
    clean_as(input, CleanMode::Code)
}

/// Returns the URL unchanged if it is clean, else `None`: the caller makes no link.
///
/// A URL with white space, with an invisible character, or longer than 8 KiB is refused too.
pub fn clean_url(input: &str) -> Option<&str> {
    if !input.is_empty()
        && input.len() <= MAX_URL_BYTES
        && input.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Some(input);
    }
    let is_allowed = |c| {
        matches!(
            class::classify(c),
            CharacterClass::Visible | CharacterClass::Mark
        )
    };
    let is_clean = !input.is_empty()
        && input.len() <= MAX_URL_BYTES
        && input.chars().all(is_allowed)
        && matches!(clean_line(input), Cow::Borrowed(_));
    is_clean.then_some(input)
}

/// Purpose of a cleaned text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CleanMode {
    Text,
    Line,
    Code,
}

fn clean_as(input: &str, mode: CleanMode) -> Cow<'_, str> {
    let Some(start) = first_possible_change(input, mode) else {
        return Cow::Borrowed(input);
    };
    let start = match input[start..].starts_with('\u{8}') {
        // The letter before a backspace may be part of an overstrike.
        true => input[..start]
            .char_indices()
            .next_back()
            .map_or(0, |(i, _)| i),
        false => start,
    };
    let mut cleaner = Cleaner::new(input, start, mode);
    cleaner.clean_from(start);
    if cleaner.out == input {
        Cow::Borrowed(input)
    } else {
        Cow::Owned(cleaner.out)
    }
}

/// Returns the byte at which the first character stands that may have to change.
fn first_possible_change(input: &str, mode: CleanMode) -> Option<usize> {
    if mode != CleanMode::Line {
        // Most text is ASCII, and needs no decoding.
        let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
        let start = input.bytes().position(|byte| !plain(&byte))?;
        let mut rest = input[start..].char_indices();
        return rest
            .find(|(_, c)| !(class::is_ordinary(*c) || *c == '\n'))
            .map(|(i, _)| start + i);
    }
    let mut after_space = true;
    for (i, c) in input.char_indices() {
        let space = c.is_whitespace();
        if !class::is_ordinary(c) || space && (after_space || c != ' ') {
            // The space before belongs to the run of white space, and is processed again.
            return Some(input[..i].trim_end().len());
        }
        after_space = space;
    }
    (after_space && !input.is_empty()).then(|| input.trim_end().len())
}

/// Kind of the last character of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LastCharacter {
    /// Nothing, a line end, or white space: no mark or joiner may follow.
    Blank,
    /// Letter, perhaps with combining marks.
    Visible,
    /// Variation selector: only a joiner may follow.
    Selector,
    /// Another invisible character: no further one may follow.
    Invisible,
}

struct Cleaner<'a> {
    input: &'a str,
    mode: CleanMode,
    out: String,
    last: LastCharacter,
    /// Combining marks on the letter at the end of `out`.
    marks: usize,
    /// Columns since the last line end, for tabs in code.
    column: usize,
    /// White space of a line, written when a visible character follows.
    pending: Option<char>,
}

impl<'a> Cleaner<'a> {
    fn new(input: &'a str, start: usize, mode: CleanMode) -> Self {
        let mut out = String::with_capacity(input.len());
        out.push_str(&input[..start]);
        let last = match out.chars().next_back() {
            Some(c) if !c.is_whitespace() => LastCharacter::Visible,
            _ => LastCharacter::Blank,
        };
        let column = match mode {
            CleanMode::Code => out.chars().rev().take_while(|c| *c != '\n').count(),
            CleanMode::Text | CleanMode::Line => 0,
        };
        Self {
            input,
            mode,
            out,
            last,
            marks: 0,
            column,
            pending: None,
        }
    }

    fn clean_from(&mut self, start: usize) {
        let mut at = start;
        while let Some(c) = self.input[at..].chars().next() {
            at += c.len_utf8();
            at += self.push_character(c, &self.input[at..]);
        }
    }

    /// Processes `c`, and returns how many bytes of `rest` belong to it.
    fn push_character(&mut self, c: char, rest: &str) -> usize {
        match class::classify(c) {
            CharacterClass::Visible => {
                if let Some(struck) = overstrike_length(c, rest) {
                    return struck;
                }
                self.push_visible(c);
                self.column += 1;
                let flag = class::flag_tag_length(c, rest);
                self.out.push_str(&rest[..flag]);
                return flag;
            }
            CharacterClass::Space => self.push_space(c),
            CharacterClass::Tab if self.mode == CleanMode::Code => {
                let width = TAB_STOP_COLUMNS - self.column % TAB_STOP_COLUMNS;
                self.out.extend(std::iter::repeat_n(' ', width));
                self.column += width;
                self.last = LastCharacter::Blank;
            }
            CharacterClass::Tab => self.push_space(' '),
            CharacterClass::LineEnd => {
                if self.mode == CleanMode::Line {
                    self.push_space(' ');
                } else {
                    self.out.push('\n');
                    self.column = 0;
                    self.last = LastCharacter::Blank;
                }
                return usize::from(c == '\r' && rest.starts_with('\n'));
            }
            CharacterClass::Mark => {
                if self.last != LastCharacter::Blank && self.marks < MAX_MARKS {
                    self.out.push(c);
                    self.marks += 1;
                }
            }
            CharacterClass::Selector => self.push_invisible(c, LastCharacter::Selector),
            CharacterClass::Joiner | CharacterClass::BreakOpportunity => {
                self.push_invisible(c, LastCharacter::Invisible)
            }
            CharacterClass::Introducer => return escape::sequence_length(c, rest),
            CharacterClass::Removed => {}
        }
        0
    }

    fn push_space(&mut self, c: char) {
        if self.mode == CleanMode::Line {
            let alone = self.pending.is_none() && matches!(c, '\u{a0}' | '\u{202f}');
            if !self.out.is_empty() {
                self.pending = Some(if alone { c } else { ' ' });
            }
        } else {
            self.out.push(c);
            self.column += 1;
        }
        self.last = LastCharacter::Blank;
    }

    fn push_visible(&mut self, c: char) {
        if let Some(space) = self.pending.take() {
            self.out.push(space);
        }
        self.out.push(c);
        self.last = LastCharacter::Visible;
        self.marks = 0;
    }

    /// Writes an invisible character only if it has a character to act on.
    fn push_invisible(&mut self, c: char, kind: LastCharacter) {
        let joins_emoji = self.last == LastCharacter::Selector && kind == LastCharacter::Invisible;
        if self.last == LastCharacter::Visible || joins_emoji {
            self.out.push(c);
            self.last = kind;
        }
    }
}

/// Recognises overstruck type (`N\bN`, `_\bN`), which manual pages use for bold and underlined text: only the letter
/// stays. Returns how many bytes of `rest` belong to `c`, if it was overstruck.
fn overstrike_length(c: char, rest: &str) -> Option<usize> {
    let over = rest.strip_prefix('\u{8}')?.chars().next()?;
    (c == over || c == '_').then_some(1)
}
