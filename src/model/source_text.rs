//! Source of an article as it is shown: [`SourceText`].

/// Source of an article as it is shown, with its left-out lines marked.
///
/// If `left_out_lines` is above 0, each line of `text` begins with two characters: `- ` if the line was left out, else
/// two spaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceText {
    /// Lines separated by `\n`.
    pub text: String,
    /// Number of lines that are not part of the article.
    pub left_out_lines: usize,
}

impl SourceText {
    /// Returns a text of which nothing is left out.
    pub fn whole(text: String) -> Self {
        Self {
            text,
            left_out_lines: 0,
        }
    }

    /// Returns a text of lines, each with true if it was left out.
    pub fn marked<'a>(lines: impl IntoIterator<Item = (&'a str, bool)>) -> Self {
        let mut marked = Self::default();
        for (line, is_left_out) in lines {
            marked.text.push_str(if is_left_out { "- " } else { "  " });
            marked.text.push_str(line);
            marked.text.push('\n');
            marked.left_out_lines += usize::from(is_left_out);
        }
        marked.text.pop();
        marked
    }
}
