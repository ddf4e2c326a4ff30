//! Collapses white space to single blanks, and counts characters, in whole runs of bytes: [`push_collapsed`], [`count_bytes`].

/// Appends `text` to `out`; each run of white space becomes one blank, and none follows a blank or begins `out`.
pub(super) fn push_collapsed(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut is_after_blank = out.is_empty() || out.ends_with(' ');
    // The text from `start` to `at` is copied as it stands.
    let (mut start, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        let (is_blank, length) = match byte {
            b'!'..=b'~' => (false, 1),
            b' ' if !is_after_blank => {
                is_after_blank = true;
                at += 1;
                continue;
            }
            b' ' | b'\t'..=b'\r' => (true, 1),
            0..=0x7f => (false, 1),
            _ => {
                let next = text.get(at..).and_then(|rest| rest.chars().next());
                next.map_or((false, 1), |c| (c.is_whitespace(), c.len_utf8()))
            }
        };
        if is_blank {
            out.push_str(text.get(start..at).unwrap_or_default());
            if !is_after_blank {
                out.push(' ');
            }
            start = at + length;
        }
        is_after_blank = is_blank;
        at += length;
    }
    out.push_str(text.get(start..).unwrap_or_default());
}

/// Returns the number of bytes of `bytes` for which `counts` is true.
pub(super) fn count_bytes(bytes: &[u8], counts: impl Fn(u8) -> bool) -> usize {
    // Sums of single bytes are computed with vector instructions; 255 of them fit into one.
    let sum = |chunk: &[u8]| chunk.iter().map(|b| u8::from(counts(*b))).sum::<u8>();
    bytes.chunks(255).map(|chunk| usize::from(sum(chunk))).sum()
}
