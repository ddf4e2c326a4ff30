//! Lines on standard output that may hold what others have named: clean, whatever stands in them.

use std::io::{self, Write};

use serde_json::Value;

use crate::text::clean;
use crate::worker::explain;

/// Writes a line; its columns stay.
pub(super) fn put(output: &mut impl Write, line: &str) -> io::Result<()> {
    let line = clean::code(line).replace('\n', " ");
    writeln!(output, "{}", line.trim_end())
}

/// Why standard output takes no more; that whoever reads it has seen enough is told by the error itself.
pub fn unprinted(error: io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => error.into(),
        _ => anyhow::anyhow!("can't write: standard output: {}", explain(&error)),
    }
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
