//! Lines on standard output that may hold what others have named: clean, whatever stands in them.

use std::io::{self, Write};

use serde_json::Value;

use crate::text::clean;

/// Writes a line; its columns stay.
pub(super) fn put(output: &mut impl Write, line: &str) -> io::Result<()> {
    let line = clean::code(line).replace('\n', " ");
    writeln!(output, "{}", line.trim_end())
}

/// Writes an object on a line. JSON escapes the controls of ASCII; those of Latin 1 are escaped here.
pub(super) fn json_line(output: &mut impl Write, value: &Value) -> io::Result<()> {
    let text = value.to_string();
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            line.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            line.push(c);
        }
    }
    writeln!(output, "{line}")
}
