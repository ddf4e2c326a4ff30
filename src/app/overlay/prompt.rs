//! A line that is being typed in the footer: [`Prompt`].

use tui_input::{Input, InputRequest};

use super::edit_result::EditResult;
use super::history::{LineKind, Recall};
use super::notes::PromptSubject;
use super::picker::replaces_line;
use crate::app::reader::{HistoryEntry, PlaceToBookmark};
use crate::layout::LinePosition;
use crate::model::{ArticleRef, Bookmark, split_note_and_tags};

/// A line that is being typed, in the footer.
#[derive(Debug)]
pub struct Prompt {
    /// Kind of the prompt.
    pub kind: PromptKind,
    /// The typed line.
    pub input: Input,
    /// True if what stands there is a proposal: the next letter takes its place.
    pub is_proposal: bool,
    /// Position of the line among those typed before.
    recall: Recall,
    /// Subject of the note or the tags.
    pub(in crate::app) subject: Option<PromptSubject>,
    /// The top line when it was opened, to come back to.
    pub(in crate::app) top_when_opened: Option<LinePosition>,
    /// The place read when it was opened.
    pub(in crate::app) opened_at: Option<HistoryEntry>,
}

/// Purpose of a line that is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// A filter of the list.
    Filter,
    /// Words to find in the article.
    Find,
    /// The tags of an article.
    Tags,
    /// A note on a place, and its tags.
    Note,
    /// The name of a search that becomes a view.
    SaveSearch,
}

impl PromptKind {
    /// Returns the kind of its lines in the history.
    pub(in crate::app) fn line_kind(self) -> LineKind {
        match self {
            Self::Filter => LineKind::Filter,
            Self::Find => LineKind::Find,
            Self::Tags => LineKind::Tags,
            Self::Note => LineKind::Note,
            Self::SaveSearch => LineKind::SearchName,
        }
    }

    /// Returns the label before the line.
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
    /// Returns a prompt in which something stands already.
    pub(in crate::app) fn new(kind: PromptKind, text: &str) -> Self {
        Self {
            kind,
            is_proposal: kind == PromptKind::SaveSearch,
            input: Input::new(text.to_owned()),
            recall: Recall::default(),
            subject: None,
            top_when_opened: None,
            opened_at: None,
        }
    }

    /// Edits the line.
    pub(super) fn edit(&mut self, request: InputRequest) -> EditResult {
        // Rubbing out an empty line closes it, as in vi and less.
        if self.input.value().is_empty() && request == InputRequest::DeletePrevChar {
            return EditResult::Cancel;
        }
        if std::mem::take(&mut self.is_proposal) && replaces_line(request) {
            self.input.reset();
        }
        self.input.handle(request);
        self.recall = Recall::default();
        self.edit_result()
    }

    /// Recalls a line that was typed before, or after. `None` if there is none.
    pub(super) fn recall_line(&mut self, back: bool, lines: &[String]) -> Option<EditResult> {
        let line = self.recall.step(back, self.input.value(), lines)?;
        self.is_proposal = false;
        self.input = Input::new(line);
        Some(self.edit_result())
    }

    /// Completes the tag before the cursor. `Err` says why it can't.
    pub(super) fn complete_tag(&mut self, known: &[String]) -> Result<(), String> {
        let line = self.input.value();
        let (before, after) = split_at_char(line, self.input.cursor());
        let begin = before.rfind(char::is_whitespace).map_or(0, |at| {
            at + before
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8)
        });
        let (head, word) = before.split_at(begin);
        let typed = match (self.kind, word.strip_prefix('#')) {
            (_, Some(tag)) => tag,
            (PromptKind::Tags, None) => word,
            _ => return Err("Nothing to complete: a tag begins with #".to_owned()),
        };
        let folded = typed.to_lowercase();
        let mut found: Vec<&String> = known
            .iter()
            .filter(|tag| tag.to_lowercase().starts_with(&folded))
            .collect();
        found.sort();
        found.dedup();
        let (Some(first), count) = (found.first(), found.len()) else {
            return Err(format!("No tag begins with “{typed}”"));
        };
        let common = found.iter().fold(first.as_str(), |common, tag| {
            let same = common.chars().zip(tag.chars()).take_while(|(a, b)| a == b);
            let length: usize = same.map(|(c, _)| c.len_utf8()).sum();
            common.get(..length).unwrap_or_default()
        });
        let sign = if word.starts_with('#') { "#" } else { "" };
        let end = if count == 1 && !after.starts_with(' ') {
            " "
        } else {
            ""
        };
        let completed = format!("{head}{sign}{common}{end}");
        let several = count > 1 && common.chars().count() <= typed.chars().count();
        let tags: Vec<&str> = found.iter().take(20).map(|tag| tag.as_str()).collect();
        let tags = tags.join(" ");
        let cursor = completed.chars().count();
        self.input = Input::new(format!("{completed}{after}")).with_cursor(cursor);
        if several { Err(tags) } else { Ok(()) }
    }

    /// Consequence of the line as it stands now.
    fn edit_result(&self) -> EditResult {
        let text = self.input.value().to_owned();
        match (self.kind, self.top_when_opened) {
            (PromptKind::Filter, _) => EditResult::Filter(text),
            (PromptKind::Find, Some(origin)) => EditResult::Find(text, origin),
            (PromptKind::Find, None)
            | (PromptKind::Tags | PromptKind::Note | PromptKind::SaveSearch, _) => {
                EditResult::Nothing
            }
        }
    }

    /// Puts words into an empty prompt for words to find, as if they had been typed. Nothing if it is another prompt, or not empty.
    pub(in crate::app) fn fill_in(&mut self, words: &str) -> EditResult {
        let is_empty = self.kind == PromptKind::Find && self.input.value().is_empty();
        if !is_empty || words.is_empty() {
            return EditResult::Nothing;
        }
        self.input = self.input.clone().with_value(words.to_owned());
        self.edit_result()
    }
}

impl Prompt {
    /// Returns a prompt for the tags of an article: those of the article itself, since its places have their own.
    pub(in crate::app) fn for_tags(
        article: ArticleRef,
        all: &[String],
        bookmarks: &[Bookmark],
    ) -> Self {
        let own = bookmarks.iter().filter(|b| b.anchor.is_none());
        let tags: Vec<String> = match bookmarks.is_empty() {
            true => all.to_vec(),
            false => own.flat_map(|bookmark| bookmark.tags.clone()).collect(),
        };
        Self::with_subject(
            PromptKind::Tags,
            PromptSubject::Article(article),
            &tags.join(" "),
        )
    }

    /// Returns a prompt for the note on a place that is not bookmarked yet.
    pub(in crate::app) fn for_new_place(article: ArticleRef, place: PlaceToBookmark) -> Self {
        Self::with_subject(PromptKind::Note, PromptSubject::Place(article, place), "")
    }

    /// Returns a prompt for the note of a bookmark that there is.
    pub(in crate::app) fn for_bookmark_note(bookmark: &Bookmark) -> Self {
        // Those that stand in the note already need not stand behind it.
        let (_, known) = split_note_and_tags(bookmark.note.as_deref().unwrap_or_default());
        let tags = bookmark.tags.iter().filter(|tag| !known.contains(tag));
        let tags = tags.map(|tag| format!("#{tag}"));
        let words: Vec<String> = bookmark.note.iter().cloned().chain(tags).collect();
        let subject = PromptSubject::Bookmark(bookmark.id);
        Self::with_subject(PromptKind::Note, subject, &words.join(" "))
    }

    /// Returns a prompt for the name of a search that is to become a view.
    pub(in crate::app) fn for_search_name(query: &str) -> Self {
        let subject = PromptSubject::Search(query.to_owned());
        Self::with_subject(PromptKind::SaveSearch, subject, query)
    }

    fn with_subject(kind: PromptKind, subject: PromptSubject, text: &str) -> Self {
        let mut prompt = Self::new(kind, text);
        prompt.subject = Some(subject);
        prompt
    }
}

/// Returns the characters of a line before the cursor, and those behind it.
fn split_at_char(line: &str, cursor: usize) -> (&str, &str) {
    let at = line
        .char_indices()
        .nth(cursor)
        .map_or(line.len(), |(at, _)| at);
    line.split_at(at)
}
