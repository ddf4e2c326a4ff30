//! Joining of lines: verbatim, unwrapped, or with white space collapsed.

use super::hyphen::{DividedWords, LineJoin};
use super::line::PlainLine;
use crate::model::script::is_cjk;

/// Lines as they are, without the indentation that all share.
pub(super) fn join_verbatim(lines: &[PlainLine<'_>]) -> String {
    let shared = lines
        .iter()
        .filter(|l| !l.text.is_empty())
        .map(|l| l.raw.len() - l.raw.trim_start().len())
        .min();
    let cut = |line: &PlainLine<'_>| {
        line.raw
            .get(shared.unwrap_or(0)..)
            .unwrap_or_default()
            .trim_end()
            .to_owned()
    };
    let text = lines.iter().map(cut).collect::<Vec<_>>().join("\n");
    text.trim_matches('\n').to_owned()
}

/// Joins a listing whose lines are separated by blank lines, as dumps have them.
pub(super) fn join_listing(lines: &[PlainLine<'_>]) -> String {
    let filled: Vec<PlainLine<'_>> = lines
        .iter()
        .copied()
        .filter(|l| !l.text.is_empty())
        .collect();
    join_verbatim(if filled.len() * 2 - 1 == lines.len() {
        &filled
    } else {
        lines
    })
}

pub(super) fn join_lines(lines: &[PlainLine<'_>], separator: &str) -> String {
    lines
        .iter()
        .map(|l| collapse_whitespace(l.text))
        .collect::<Vec<_>>()
        .join(separator)
}

pub(super) fn unwrapped(lines: &[PlainLine<'_>], divided: &DividedWords) -> String {
    let mut out = String::new();
    for line in lines {
        push_unwrapped(&mut out, line.text, divided);
    }
    out
}

/// Appends a line: with a space, except after a hyphen and between characters of scripts without spaces.
pub(super) fn push_unwrapped(out: &mut String, line: &str, divided: &DividedWords) {
    let before = out.chars().next_back();
    let after = line.chars().next();
    let solid = before.is_some_and(is_cjk) && after.is_some_and(is_cjk);
    match divided.join(out, line) {
        LineJoin::DropHyphen => drop(out.pop()),
        LineJoin::Space if before.is_some() && !solid => out.push(' '),
        LineJoin::Space | LineJoin::Solid => {}
    }
    out.push_str(&collapse_whitespace(line));
}

/// Collapses every run of white space to one space.
pub(in super::super) fn collapse_whitespace(text: &str) -> String {
    if is_collapsed(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Returns true if `text` is ASCII and has no white space but single spaces between words.
fn is_collapsed(text: &str) -> bool {
    let bytes = text.as_bytes();
    // All bytes are looked at, so that several are compared at once.
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let doubles = pairs.fold(0, |sum, (a, b)| sum | u8::from(*a == b' ' && *b == b' '));
    let others = bytes.iter().fold(0, |sum, b| {
        sum | u8::from(*b >= 0x80 || (b'\t'..=b'\r').contains(b))
    });
    doubles | others == 0 && !text.starts_with(' ') && !text.ends_with(' ')
}
