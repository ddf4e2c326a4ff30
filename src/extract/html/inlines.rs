//! Builds the inlines of a paragraph from text and formatting elements: [`InlineBuilder`].

use crate::model::Inline;

/// A formatting element or link that is open while text is added.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum InlineMark {
    Emphasis,
    Strong,
    Deletion,
    Code,
    Link(String),
}

/// The inlines of the current paragraph.
///
/// White space is collapsed as a browser collapses it (CSS Text, section 4.1). Marks that are open at the end of a
/// paragraph are opened again in the next.
#[derive(Default)]
pub(super) struct InlineBuilder {
    /// Open marks, outermost first, each with the inlines inside it so far.
    open_marks: Vec<(InlineMark, Vec<Inline>)>,
    /// Inlines outside all open marks.
    finished: Vec<Inline>,
    /// True if white space was read that is written once a word follows.
    has_pending_space: bool,
    /// True if the current line ends with a word, so that a space may follow.
    has_word_on_line: bool,
    /// Number of line breaks that are written once a word follows.
    pending_breaks: usize,
    /// True if the paragraph has a word.
    has_content: bool,
}

impl InlineBuilder {
    /// Adds text as it stands in the source.
    pub(super) fn push_text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if is_collapsible(*byte) {
                self.has_pending_space = true;
                at += 1;
                continue;
            }
            let rest = bytes.get(at..).unwrap_or_default();
            let end = at + length_of_words(rest);
            self.push_words(text.get(at..end).unwrap_or_default());
            at = end;
        }
    }

    /// Adds the line break of a `br` element.
    pub(super) fn line_break(&mut self) {
        self.pending_breaks += 1;
        self.has_pending_space = false;
    }

    /// Returns true if two or more line breaks are pending: the next word begins a new paragraph.
    pub(super) fn is_paragraph_end(&self) -> bool {
        self.pending_breaks > 1
    }

    /// Opens a mark around the text that follows.
    pub(super) fn open_mark(&mut self, mark: InlineMark) {
        // The space before a link is not part of the link.
        self.write_pending_space();
        self.open_marks.push((mark, Vec::new()));
    }

    /// Closes the innermost mark.
    pub(super) fn close_mark(&mut self) {
        if let Some((mark, content)) = self.open_marks.pop() {
            self.finish_mark(mark, content);
        }
    }

    /// Adds an inline that has no words, such as a link target.
    pub(super) fn push_inline(&mut self, mark: Inline) {
        self.append_inline(mark);
    }

    /// Returns true if no word was added since the last [`Self::take_paragraph`].
    pub(super) fn is_empty(&self) -> bool {
        !self.has_content
    }

    /// Ends the paragraph and returns its inlines; empty if there was no word.
    pub(super) fn take_paragraph(&mut self) -> Vec<Inline> {
        let marks: Vec<InlineMark> = self
            .open_marks
            .iter()
            .map(|(mark, _)| mark.clone())
            .collect();
        while !self.open_marks.is_empty() {
            self.close_mark();
        }
        self.open_marks = marks.into_iter().map(|mark| (mark, Vec::new())).collect();
        (
            self.has_pending_space,
            self.has_word_on_line,
            self.pending_breaks,
            self.has_content,
        ) = (false, false, 0, false);
        let mut content = std::mem::take(&mut self.finished);
        trim_trailing_space(&mut content);
        content
    }

    /// Adds words with single spaces between, after the line breaks or the space that are pending.
    fn push_words(&mut self, words: &str) {
        if self.pending_breaks > 0 {
            if self.has_content {
                self.append_inline(Inline::LineBreak);
            }
            (
                self.pending_breaks,
                self.has_pending_space,
                self.has_word_on_line,
            ) = (0, false, false);
        }
        self.write_pending_space();
        self.append_text(words);
        (self.has_word_on_line, self.has_content) = (true, true);
    }

    /// Writes the pending space, if the line has a word.
    fn write_pending_space(&mut self) {
        if self.has_pending_space && self.has_word_on_line && self.pending_breaks == 0 {
            self.append_text(" ");
        }
        // A space that has been written is not written twice.
        self.has_word_on_line = self.has_word_on_line && !self.has_pending_space;
        self.has_pending_space = false;
    }

    /// Returns the inlines of the innermost open mark.
    fn content(&mut self) -> &mut Vec<Inline> {
        match self.open_marks.last_mut() {
            Some((_, content)) => content,
            None => &mut self.finished,
        }
    }

    /// Appends an inline inside the innermost open mark.
    fn append_inline(&mut self, inline: Inline) {
        self.content().push(inline);
    }

    /// Appends text inside the innermost open mark, to the last text if there is one.
    fn append_text(&mut self, text: &str) {
        let content = self.content();
        if let Some(Inline::Text(last)) = content.last_mut() {
            last.push_str(text);
        } else {
            content.push(Inline::Text(text.to_owned()));
        }
    }

    /// Appends `content` inside `mark` to what surrounds it.
    fn finish_mark(&mut self, mark: InlineMark, content: Vec<Inline>) {
        if content.is_empty() {
            return;
        }
        let nested = self
            .open_marks
            .iter()
            .any(|(open, _)| *open == mark || *open == InlineMark::Code);
        match mark {
            // A mark inside the same mark, or inside code, adds nothing.
            _ if nested => self.content().extend(content),
            InlineMark::Emphasis => self.append_inline(Inline::Emphasis(content)),
            InlineMark::Strong => self.append_inline(Inline::Strong(content)),
            InlineMark::Deletion => self.append_inline(Inline::Deletion(content)),
            InlineMark::Code => {
                self.append_inline(Inline::Code(crate::model::plain_text(&content)))
            }
            InlineMark::Link(url) => self.append_inline(Inline::Link { url, content }),
        }
    }
}

/// Returns true for the white space that a browser collapses.
fn is_collapsible(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}

/// Returns the length of the words at the start of a text, without those that follow more than one space.
fn length_of_words(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(byte) = bytes.get(length) {
        if is_collapsible(*byte) {
            let is_single =
                *byte == b' ' && bytes.get(length + 1).is_some_and(|b| !is_collapsible(*b));
            if !is_single {
                return length;
            }
        }
        length += 1;
    }
    length
}

/// Removes white space and line breaks from the end of a paragraph, also inside its marks.
pub(super) fn trim_trailing_space(content: &mut Vec<Inline>) {
    while let Some(last) = content.last_mut() {
        let empty = match last {
            Inline::Text(text) | Inline::Code(text) => {
                text.truncate(text.trim_end_matches([' ', '\n']).len());
                text.is_empty()
            }
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Deletion(inner)
            | Inline::Insertion(inner)
            | Inline::Link { content: inner, .. } => {
                trim_trailing_space(inner);
                inner.is_empty()
            }
            Inline::LineBreak => true,
        };
        if !empty {
            return;
        }
        content.pop();
    }
}

/// Returns true if inlines show nothing: only white space, line breaks and zero-width characters.
pub(super) fn is_blank_content(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.chars().all(|c| {
            c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200d}' | '\u{feff}' | '\u{ad}')
        }),
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Deletion(inner)
        | Inline::Insertion(inner)
        | Inline::Link { content: inner, .. } => is_blank_content(inner),
        Inline::LineBreak => true,
    })
}
