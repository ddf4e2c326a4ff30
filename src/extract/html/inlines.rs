//! Collection of inlines up to the end of a paragraph: [`Inlines`].

use crate::model::Inline;

/// A mark that is open while words are added.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum InlineMark {
    Emphasis,
    Strong,
    Code,
    Link(String),
}

/// Collects the words of one paragraph after the other. White space is collapsed as a browser does; marks that are still open
/// at the end of a paragraph open again in the next.
#[derive(Default)]
pub(super) struct Inlines {
    open: Vec<(InlineMark, Vec<Inline>)>,
    done: Vec<Inline>,
    /// White space was seen that counts if a word follows.
    space: bool,
    /// A word was added since the start of the line.
    word: bool,
    /// Line breaks that count if a word follows.
    breaks: usize,
    has_content: bool,
}

impl Inlines {
    /// Adds text as the source has it.
    pub(super) fn text(&mut self, text: &str) {
        let mut words = text.split([' ', '\n', '\t', '\r', '\u{c}']);
        if let Some(first) = words.next() {
            self.push(first);
        }
        for word in words {
            self.space = true;
            self.push(word);
        }
    }

    /// Adds a line break that the author meant.
    pub(super) fn line_break(&mut self) {
        self.breaks += 1;
        self.space = false;
    }

    /// Returns true if two line breaks or more stand at the end: the next words are a paragraph of their own.
    pub(super) fn is_paragraph_end(&self) -> bool {
        self.breaks > 1
    }

    pub(super) fn open(&mut self, mark: InlineMark) {
        // The blank before a link is not part of it.
        self.write_pending_space();
        self.open.push((mark, Vec::new()));
    }

    pub(super) fn close(&mut self) {
        if let Some((mark, content)) = self.open.pop() {
            self.close_with(mark, content);
        }
    }

    /// Adds something without words.
    pub(super) fn mark(&mut self, mark: Inline) {
        self.add(mark);
    }

    /// Returns true if no word was added since the last [`Self::take`].
    pub(super) fn is_empty(&self) -> bool {
        !self.has_content
    }

    /// Ends the paragraph and returns it; empty if there was no word.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        let marks: Vec<InlineMark> = self.open.iter().map(|(mark, _)| mark.clone()).collect();
        while !self.open.is_empty() {
            self.close();
        }
        self.open = marks.into_iter().map(|mark| (mark, Vec::new())).collect();
        (self.space, self.word, self.breaks, self.has_content) = (false, false, 0, false);
        let mut content = std::mem::take(&mut self.done);
        trim_end_of_text(&mut content);
        content
    }

    fn push(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if self.breaks > 0 {
            if self.has_content {
                self.add(Inline::LineBreak);
            }
            (self.breaks, self.space, self.word) = (0, false, false);
        }
        self.write_pending_space();
        self.add_text(word);
        (self.word, self.has_content) = (true, true);
    }

    fn write_pending_space(&mut self) {
        if self.space && self.word && self.breaks == 0 {
            self.add_text(" ");
        }
        // A blank that has been written is not written twice.
        self.word = self.word && !self.space;
        self.space = false;
    }

    fn content(&mut self) -> &mut Vec<Inline> {
        match self.open.last_mut() {
            Some((_, content)) => content,
            None => &mut self.done,
        }
    }

    fn add(&mut self, inline: Inline) {
        self.content().push(inline);
    }

    fn add_text(&mut self, text: &str) {
        let content = self.content();
        if let Some(Inline::Text(last)) = content.last_mut() {
            last.push_str(text);
        } else {
            content.push(Inline::Text(text.to_owned()));
        }
    }

    fn close_with(&mut self, mark: InlineMark, content: Vec<Inline>) {
        if content.is_empty() {
            return;
        }
        let nested = self
            .open
            .iter()
            .any(|(open, _)| *open == mark || *open == InlineMark::Code);
        match mark {
            // A mark inside the same mark says nothing.
            _ if nested => self.content().extend(content),
            InlineMark::Emphasis => self.add(Inline::Emphasis(content)),
            InlineMark::Strong => self.add(Inline::Strong(content)),
            InlineMark::Code => self.add(Inline::Code(crate::model::plain_text(&content))),
            InlineMark::Link(url) => self.add(Inline::Link { url, content }),
        }
    }
}

/// Takes white space from the end of a paragraph, also from within its marks.
pub(super) fn trim_end_of_text(content: &mut Vec<Inline>) {
    while let Some(last) = content.last_mut() {
        let empty = match last {
            Inline::Text(text) | Inline::Code(text) => {
                text.truncate(text.trim_end_matches([' ', '\n']).len());
                text.is_empty()
            }
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { content: inner, .. } => {
                trim_end_of_text(inner);
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

/// Returns true if inlines hold a letter, digit or sign that can be seen.
pub(super) fn is_blank_inline(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.chars().all(|c| {
            c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200d}' | '\u{feff}' | '\u{ad}')
        }),
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { content: inner, .. } => {
            is_blank_inline(inner)
        }
        Inline::LineBreak => true,
    })
}
