//! TOML with line numbers: [`TomlText`]. Broken lines are reported, and the rest is still read.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Mistake;

/// A parsed TOML text.
#[derive(Debug)]
pub struct TomlText<'a> {
    table: DeTable<'a>,
    /// Numbers of the lines with syntax errors: values that the parser recovered from them are ignored.
    broken_lines: Vec<usize>,
    lines: Lines,
}

/// Byte offsets of the lines of a text, except the first.
#[derive(Debug)]
struct Lines(Vec<usize>);

/// A key with its value, and the line where the key stands.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'s, 'a> {
    /// The key.
    pub key: &'s str,
    /// The value.
    pub value: &'s DeValue<'a>,
    /// The line of the key, from 1.
    pub line: usize,
}

impl<'a> TomlText<'a> {
    /// Parses `text`. Each line with wrong syntax is one mistake.
    pub fn parse(text: &'a str) -> (Self, Vec<Mistake>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let lines = Lines::of(text);
        let mut mistakes: Vec<Mistake> = Vec::new();
        for error in errors {
            let line = lines.line_at(error.span().map_or(0, |span| span.start));
            let what = error.message().lines().next().unwrap_or("wrong syntax");
            // The first error of a line causes the others of that line.
            if mistakes.last().is_none_or(|mistake| mistake.line != line) {
                mistakes.push(Mistake::new(line, format!("not TOML: {what}")));
            }
        }
        let broken = mistakes.iter().map(|mistake| mistake.line).collect();
        let source = Self {
            table: table.into_inner(),
            broken_lines: broken,
            lines,
        };
        (source, mistakes)
    }

    /// Returns the entries of the top level, in the order of the text.
    pub fn entries(&self) -> Vec<Entry<'_, 'a>> {
        self.entries_of(&self.table)
    }

    /// Returns the entries of a table of this text, without those on broken lines.
    pub fn entries_of<'s>(&'s self, table: &'s DeTable<'a>) -> Vec<Entry<'s, 'a>> {
        let entry = |(key, value): (&'s Spanned<_>, &'s Spanned<DeValue<'a>>)| {
            let line = self.line(key.span());
            let value_line = self.line(value.span());
            let key: &'s std::borrow::Cow<'a, str> = key.get_ref();
            let whole = value.get_ref().is_table() && value_line == line;
            let broken = self.broken_lines.contains(&line) && !whole
                || self.broken_lines.contains(&value_line) && !value.get_ref().is_table();
            (!broken).then_some(Entry {
                key: key.as_ref(),
                value: value.get_ref(),
                line,
            })
        };
        table.iter().filter_map(entry).collect()
    }

    fn line(&self, span: Range<usize>) -> usize {
        self.lines.line_at(span.start)
    }
}

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(ends.map(|(at, _)| at + 1).collect())
    }

    /// Returns the line, from 1, of a byte offset.
    fn line_at(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at) + 1
    }
}

/// Returns the type of a value in the words of a message.
pub(super) fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}
