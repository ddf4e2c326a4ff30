//! A line that is being typed in the footer: [`Prompt`].

use tui_input::{Input, InputRequest};

use super::picker::replaces;
use super::{Edited, Subject};
use crate::app::reader::HistoryEntry;
use crate::layout::Position;

/// A line that is being typed, in the footer.
#[derive(Debug)]
pub struct Prompt {
    /// What it is for.
    pub kind: PromptKind,
    /// What is typed.
    pub input: Input,
    /// Whether what stands there is a proposal: the next letter takes its place.
    pub proposed: bool,
    /// What the note or the tags are about.
    pub(in crate::app) subject: Option<Subject>,
    /// The top line when it was opened, to come back to.
    pub(in crate::app) origin: Option<Position>,
    /// The place read when it was opened.
    pub(in crate::app) left: Option<HistoryEntry>,
}

/// What a line that is being typed is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// A filter of the list.
    Filter,
    /// Words to find in the story.
    Find,
    /// The tags of a story.
    Tags,
    /// A note on a place, and its tags.
    Note,
    /// The name of a search that becomes a view.
    SaveSearch,
}

impl PromptKind {
    /// What stands before the line.
    pub fn label(self) -> &'static str {
        match self {
            Self::Filter => "filter: ",
            Self::Find => "find: ",
            Self::Tags => "tags: ",
            Self::Note => "note #tags: ",
            Self::SaveSearch => "save the search as: ",
        }
    }
}

impl Prompt {
    /// A prompt in which something stands already.
    pub(in crate::app) fn new(kind: PromptKind, text: &str) -> Self {
        Self {
            kind,
            proposed: kind == PromptKind::SaveSearch,
            input: Input::new(text.to_owned()),
            subject: None,
            origin: None,
            left: None,
        }
    }

    /// Edits the line.
    pub(super) fn edit(&mut self, request: InputRequest) -> Edited {
        // Rubbing out an empty line closes it, as in vi and less.
        if self.input.value().is_empty() && request == InputRequest::DeletePrevChar {
            return Edited::Cancel;
        }
        if std::mem::take(&mut self.proposed) && replaces(request) {
            self.input.reset();
        }
        self.input.handle(request);
        self.typed()
    }

    /// What follows from the line as it stands now.
    fn typed(&self) -> Edited {
        let text = self.input.value().to_owned();
        match (self.kind, self.origin) {
            (PromptKind::Filter, _) => Edited::Filter(text),
            (PromptKind::Find, Some(origin)) => Edited::Find(text, origin),
            (PromptKind::Find, None)
            | (PromptKind::Tags | PromptKind::Note | PromptKind::SaveSearch, _) => Edited::Nothing,
        }
    }

    /// Puts words into an empty prompt for words to find, as if they had been typed. Nothing if it is another prompt, or not empty.
    pub(in crate::app) fn recall(&mut self, words: &str) -> Edited {
        let is_empty = self.kind == PromptKind::Find && self.input.value().is_empty();
        if !is_empty || words.is_empty() {
            return Edited::Nothing;
        }
        self.input = self.input.clone().with_value(words.to_owned());
        self.typed()
    }
}
