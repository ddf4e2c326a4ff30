//! The one gate for foreign text: what passed through here cannot act on a terminal.
//!
//! 1. [`class`] says what each character is: something to see, something that only joins or breaks, a line end, or nothing
//!    that a page may hold.
//! 2. [`escape`] finds where an escape sequence ends, so that it goes as a whole and leaves no debris.
//! 3. One pass puts the rest together. A character without ink is kept only behind a visible one and never stacked; marks
//!    on one letter are bounded.
//!
//! Whether a character stays depends only on what was kept before it, so cleaning twice is cleaning once. Text that needs
//! no cleaning is borrowed.

mod class;
mod escape;

use std::borrow::Cow;

use class::CharacterClass;

/// How many combining marks one letter may carry. Vietnamese and Hebrew need three, Tibetan perhaps six.
const MAX_MARKS: usize = 8;

/// The longest URL that is still a link, in bytes.
const MAX_URL_BYTES: usize = 8 * 1024;

/// How far apart tab stops stand in code, in columns.
const TAB_STOP_COLUMNS: usize = 4;

/// Text of several lines: line ends become `\n`, a tab a space.
pub fn clean_text(foreign: &str) -> Cow<'_, str> {
    clean_as(foreign, CleanMode::Text)
}

/// Text for one line: a title, a name, a status. Every run of white space is one space, and there is none at the ends; a
/// no-break space that stands alone remains one.
pub fn clean_line(foreign: &str) -> Cow<'_, str> {
    clean_as(foreign, CleanMode::Line)
}

/// Text kept verbatim: line ends become `\n`, a tab the spaces up to the next multiple of four columns.
pub fn clean_code(foreign: &str) -> Cow<'_, str> {
    clean_as(foreign, CleanMode::Code)
}

/// The URL itself, unless cleaning would change it: then there is no link.
///
/// A URL with white space, with a character that does not print, or longer than 8 KiB is refused too.
pub fn clean_url(foreign: &str) -> Option<&str> {
    let prints = |c| {
        matches!(
            class::classify(c),
            CharacterClass::Visible | CharacterClass::Mark
        )
    };
    let good = !foreign.is_empty()
        && foreign.len() <= MAX_URL_BYTES
        && foreign.chars().all(prints)
        && matches!(clean_line(foreign), Cow::Borrowed(_));
    good.then_some(foreign)
}

/// What the text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CleanMode {
    Text,
    Line,
    Code,
}

fn clean_as(foreign: &str, mode: CleanMode) -> Cow<'_, str> {
    let Some(start) = first_possible_change(foreign, mode) else {
        return Cow::Borrowed(foreign);
    };
    let start = match foreign[start..].starts_with('\u{8}') {
        // The letter before a backspace may be struck over.
        true => foreign[..start]
            .char_indices()
            .next_back()
            .map_or(0, |(i, _)| i),
        false => start,
    };
    let mut cleaner = Cleaner::new(foreign, start, mode);
    cleaner.clean_from(start);
    if cleaner.out == foreign {
        Cow::Borrowed(foreign)
    } else {
        Cow::Owned(cleaner.out)
    }
}

/// Where the first character stands that may have to change; all before it is kept as it is.
fn first_possible_change(foreign: &str, mode: CleanMode) -> Option<usize> {
    if mode != CleanMode::Line {
        // Most text is ASCII, which needs no look at its characters.
        let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
        let start = foreign.bytes().position(|byte| !plain(&byte))?;
        let mut rest = foreign[start..].char_indices();
        return rest
            .find(|(_, c)| !(class::is_ordinary(*c) || *c == '\n'))
            .map(|(i, _)| start + i);
    }
    let mut after_space = true;
    for (i, c) in foreign.char_indices() {
        let space = c.is_whitespace();
        if !class::is_ordinary(c) || space && (after_space || c != ' ') {
            // The space before it belongs to the run, and is looked at again.
            return Some(foreign[..i].trim_end().len());
        }
        after_space = space;
    }
    (after_space && !foreign.is_empty()).then(|| foreign.trim_end().len())
}

/// What the last kept character was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LastCharacter {
    /// Nothing, a line end, or white space: nothing can be attached to it.
    Blank,
    /// A letter, perhaps with marks.
    Visible,
    /// A variation selector: only a joiner may follow.
    Selector,
    /// Another character without ink: no further one may follow.
    Invisible,
}

struct Cleaner<'a> {
    input: &'a str,
    mode: CleanMode,
    out: String,
    last: LastCharacter,
    /// Marks on the letter at the end of `out`.
    marks: usize,
    /// Columns since the last line end, for tabs in code.
    column: usize,
    /// White space of a line that waits for something to follow it.
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

    /// Deals with `c`, and says how many bytes of the `rest` went with it.
    fn push_character(&mut self, c: char, rest: &str) -> usize {
        match class::classify(c) {
            CharacterClass::Visible => {
                if let Some(struck) = overstrike_length(c, rest) {
                    return struck;
                }
                self.push(c, LastCharacter::Visible);
                self.column += 1;
                let flag = class::flag_tag_length(c, rest);
                self.out.push_str(&rest[..flag]);
                return flag;
            }
            CharacterClass::Space => self.space(c),
            CharacterClass::Tab if self.mode == CleanMode::Code => {
                let width = TAB_STOP_COLUMNS - self.column % TAB_STOP_COLUMNS;
                self.out.extend(std::iter::repeat_n(' ', width));
                self.column += width;
                self.last = LastCharacter::Blank;
            }
            CharacterClass::Tab => self.space(' '),
            CharacterClass::LineEnd => {
                if self.mode == CleanMode::Line {
                    self.space(' ');
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
            CharacterClass::Selector => self.invisible(c, LastCharacter::Selector),
            CharacterClass::Joiner | CharacterClass::BreakOpportunity => {
                self.invisible(c, LastCharacter::Invisible)
            }
            CharacterClass::Introducer => return escape::sequence_length(c, rest),
            CharacterClass::Removed => {}
        }
        0
    }

    fn space(&mut self, c: char) {
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

    fn push(&mut self, c: char, last: LastCharacter) {
        if let Some(space) = self.pending.take() {
            self.out.push(space);
        }
        self.out.push(c);
        self.last = last;
        self.marks = 0;
    }

    /// Keeps what has no ink only where it has something to act on.
    fn invisible(&mut self, c: char, kind: LastCharacter) {
        let joins_emoji = self.last == LastCharacter::Selector && kind == LastCharacter::Invisible;
        if self.last == LastCharacter::Visible || joins_emoji {
            self.out.push(c);
            self.last = kind;
        }
    }
}

/// Bold and underlined type as typewriters made it (`N\bN`, `_\bN`) is still what manual pages print: only the letter stays.
/// Says how many bytes go with `c`, if it was struck over.
fn overstrike_length(c: char, rest: &str) -> Option<usize> {
    let over = rest.strip_prefix('\u{8}')?.chars().next()?;
    (c == over || c == '_').then_some(1)
}
