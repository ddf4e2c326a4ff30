//! Lines on standard output, sanitized.

use std::io::{self, Write};

use crate::text::clean;

/// Writes a sanitized line. Spaces are kept, so that columns stay aligned.
pub(super) fn print_line(output: &mut impl Write, line: &str) -> io::Result<()> {
    let line = clean::clean_code(line).replace('\n', " ");
    writeln!(output, "{}", line.trim_end())
}
