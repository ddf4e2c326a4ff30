//! A line that is being typed in the footer, such as a filter, a note or tags: [`Prompt`].

use tui_input::{Input, InputRequest};

use super::completion::complete;
use super::edit_result::EditResult;
use super::history::{LineKind, Recall};
use super::notes::PromptSubject;
use super::picker::replaces_line;
use crate::app::reader::{HistoryEntry, PlaceToBookmark};
use crate::layout::LinePosition;
use crate::model::{ArticleRef, Bookmark, SavedSearchId, SourceId, split_note_and_tags};

/// A line that is being typed in the footer.
#[derive(Debug)]
pub struct Prompt {
    /// Purpose of the line.
    pub kind: PromptKind,
    /// The typed line.
    pub input: Input,
    /// True if the line is a proposal; the next letter replaces it.
    pub is_proposal: bool,
    /// Position in the line history.
    recall: Recall,
    /// Subject of the note, the tags or the name.
    pub(in crate::app) subject: Option<PromptSubject>,
    /// Top line of the text when the prompt was opened, to return to.
    pub(in crate::app) top_when_opened: Option<LinePosition>,
    /// Position in the history when the prompt was opened.
    pub(in crate::app) opened_at: Option<HistoryEntry>,
}

/// Purpose of a typed line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// Filter of the list.
    Filter,
    /// Words to find in the article.
    Find,
    /// Tags of an article.
    Tags,
    /// Note on a place, and its tags.
    Note,
    /// Name of a search that becomes a view.
    SaveSearch,
    /// Address of a feed or page to subscribe to.
    Address,
    /// Title of a source.
    SourceTitle,
    /// Categories of a source.
    Categories,
    /// Setting of a source: key and value.
    Setting,
    /// Another name of a saved search.
    SearchName,
    /// Another query of a saved search.
    SearchQuery,
}

impl PromptKind {
    /// Returns the kind of the prompt's lines in the line history.
    pub(in crate::app) fn line_kind(self) -> LineKind {
        match self {
            Self::Filter => LineKind::Filter,
            Self::Find => LineKind::Find,
            Self::Tags => LineKind::Tags,
            Self::Note => LineKind::Note,
            Self::SaveSearch => LineKind::SearchName,
            Self::Address => LineKind::Address,
            Self::SourceTitle => LineKind::SourceTitle,
            Self::Categories => LineKind::Categories,
            Self::Setting => LineKind::Setting,
            Self::SearchName => LineKind::SearchName,
            Self::SearchQuery => LineKind::Search,
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
            Self::Address => "subscribe to: ",
            Self::SourceTitle => "title: ",
            Self::Categories => "categories: ",
            Self::Setting => "set: ",
            Self::SearchName => "name: ",
            Self::SearchQuery => "query: ",
        }
    }
}

impl Prompt {
    /// Returns a prompt with a line to edit.
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
        // Backspace in an empty line closes it, as in vi and less.
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

    /// Recalls an earlier line, or a later one. `None` if there is none.
    pub(super) fn recall_line(&mut self, back: bool, lines: &[String]) -> Option<EditResult> {
        let line = self.recall.step(back, self.input.value(), lines)?;
        self.is_proposal = false;
        self.input = Input::new(line);
        Some(self.edit_result())
    }

    /// Completes the tag before the cursor, as far as all tags with its beginning agree.
    ///
    /// # Errors
    ///
    /// Nothing can be completed, or several tags remain; the error is the message to the user.
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
        let completed = complete(typed, known);
        let completed = completed.ok_or_else(|| format!("No tag begins with “{typed}”"))?;
        let (common, count) = (completed.text, completed.candidates.len());
        let sign = if word.starts_with('#') { "#" } else { "" };
        let end = if count == 1 && !after.starts_with(' ') {
            " "
        } else {
            ""
        };
        let line = format!("{head}{sign}{common}{end}");
        let tags: Vec<&str> = completed.candidates.iter().map(String::as_str).collect();
        let tags = tags.get(..20).unwrap_or(&tags).join(" ");
        let cursor = line.chars().count();
        self.input = Input::new(format!("{line}{after}")).with_cursor(cursor);
        if completed.is_stuck {
            Err(tags)
        } else {
            Ok(())
        }
    }

    /// Returns what the line as it is asks for.
    fn edit_result(&self) -> EditResult {
        let text = self.input.value().to_owned();
        match (self.kind, self.top_when_opened) {
            (PromptKind::Filter, _) => EditResult::Filter(text),
            (PromptKind::Find, Some(origin)) => EditResult::Find(text, origin),
            (PromptKind::Find, None)
            | (
                PromptKind::Tags
                | PromptKind::Note
                | PromptKind::SaveSearch
                | PromptKind::Address
                | PromptKind::SourceTitle
                | PromptKind::Categories
                | PromptKind::Setting
                | PromptKind::SearchName
                | PromptKind::SearchQuery,
                _,
            ) => EditResult::Nothing,
        }
    }

    /// Puts words into an empty find prompt, as if they had been typed; does nothing in another prompt, or in one that
    /// is not empty.
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
    /// Returns a prompt for the tags of an article itself; its places have tags of their own.
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

    /// Returns a prompt for the note of a bookmark.
    pub(in crate::app) fn for_bookmark_note(bookmark: &Bookmark) -> Self {
        // Tags that are in the note need not be repeated after it.
        let (_, known) = split_note_and_tags(bookmark.note.as_deref().unwrap_or_default());
        let tags = bookmark.tags.iter().filter(|tag| !known.contains(tag));
        let tags = tags.map(|tag| format!("#{tag}"));
        let words: Vec<String> = bookmark.note.iter().cloned().chain(tags).collect();
        let subject = PromptSubject::Bookmark(bookmark.id);
        Self::with_subject(PromptKind::Note, subject, &words.join(" "))
    }

    /// Returns a prompt for the title of a source; an empty line restores its own.
    pub(in crate::app) fn for_source_title(source: SourceId, title: &str) -> Self {
        Self::with_subject(PromptKind::SourceTitle, PromptSubject::Title(source), title)
    }

    /// Returns a prompt for the categories of a source, separated by commas.
    pub(in crate::app) fn for_categories(source: SourceId, categories: &[String]) -> Self {
        let subject = PromptSubject::Categories(source);
        Self::with_subject(PromptKind::Categories, subject, &categories.join(", "))
    }

    /// Returns a prompt for a setting of a source.
    pub(in crate::app) fn for_setting(source: SourceId) -> Self {
        Self::with_subject(PromptKind::Setting, PromptSubject::Setting(source), "")
    }

    /// Returns a prompt for another name of a saved search.
    pub(in crate::app) fn for_renamed_search(search: SavedSearchId, name: &str) -> Self {
        let subject = PromptSubject::RenamedSearch(search);
        Self::with_subject(PromptKind::SearchName, subject, name)
    }

    /// Returns a prompt for another query of a saved search.
    pub(in crate::app) fn for_query(search: SavedSearchId, query: &str) -> Self {
        let subject = PromptSubject::EditedSearch(search);
        Self::with_subject(PromptKind::SearchQuery, subject, query)
    }

    /// Returns a prompt for the name of a search that becomes a view.
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

/// Splits a line at the cursor, a number of characters.
fn split_at_char(line: &str, cursor: usize) -> (&str, &str) {
    let at = line
        .char_indices()
        .nth(cursor)
        .map_or(line.len(), |(at, _)| at);
    line.split_at(at)
}
