//! A line that is being typed in the footer, such as a filter, a note or tags: [`Prompt`].

use std::borrow::Cow;

use tui_input::{Input, InputRequest};

use super::completed_word::CompletedWord;
use super::edit_result::EditResult;
use super::history::{LineKind, Recall};
use super::notes::PromptSubject;
use super::picker::replaces_line;
use crate::app::reader::{HistoryEntry, PlaceToBookmark};
use crate::layout::LinePosition;
use crate::model::{
    AccountId, ArticleRef, Bookmark, SavedSearchId, SourceId, parse_tags, split_note_and_tags,
};

/// Sign of a line break in the line of a note.
const LINE_BREAK: &str = "↵";

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
    /// Line that a completion made, and the words that further presses insert.
    completion: Option<Box<(String, CompletedWord)>>,
    /// Subject of the note, the tags or the name.
    pub(in crate::app) subject: Option<PromptSubject>,
    /// Top line of the text when the prompt was opened, to return to.
    pub(in crate::app) top_when_opened: Option<LinePosition>,
    /// Position in the history when the prompt was opened.
    pub(in crate::app) opened_at: Option<Box<HistoryEntry>>,
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
    /// Address of a feed or page that the server of an account is to subscribe to.
    AccountFeed(AccountId),
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
    /// Program that the text of the article is piped to, with its arguments.
    Pipe,
    /// Tag that new articles of a saved search get.
    RuleTag,
    /// Part of an account that is added.
    Account(AccountField),
}

/// Part of an account that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountField {
    /// Address of the server.
    Address,
    /// User name.
    User,
    /// Password, which is not shown.
    Password,
    /// Program whose first line of output is the password, with its arguments.
    PasswordCommand,
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
            Self::Address | Self::AccountFeed(_) => LineKind::Address,
            Self::SourceTitle => LineKind::SourceTitle,
            Self::Categories => LineKind::Categories,
            Self::Setting => LineKind::Setting,
            Self::SearchName => LineKind::SearchName,
            Self::SearchQuery => LineKind::Search,
            Self::RuleTag => LineKind::Tags,
            Self::Pipe => LineKind::Pipe,
            Self::Account(_) => LineKind::Account,
        }
    }

    /// Returns true if accepted lines join the line history; false where they may be credentials.
    pub fn has_history(self) -> bool {
        !matches!(self, Self::Setting | Self::Account(_))
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
            Self::AccountFeed(_) => "subscribe on the server to: ",
            Self::SourceTitle => "title: ",
            Self::Categories => "categories: ",
            Self::Setting => "set: ",
            Self::SearchName => "name: ",
            Self::SearchQuery => "query: ",
            Self::RuleTag => "tag: ",
            Self::Pipe => "pipe to: ",
            Self::Account(AccountField::Address) => "address of the server: ",
            Self::Account(AccountField::User) => "user name: ",
            Self::Account(AccountField::Password) => "password: ",
            Self::Account(AccountField::PasswordCommand) => "password command: ",
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
            completion: None,
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

    /// Completes the word before the cursor: a tag, or the name of a program. Pressed again, it goes through the words
    /// with its beginning.
    ///
    /// # Errors
    ///
    /// Nothing can be completed, or several words remain; the error is the message to the user.
    pub(super) fn complete_word(&mut self, known: &[String]) -> Result<(), String> {
        if let Some((line, completion)) = self.completion.as_deref_mut()
            && line == self.input.value()
            && let Some(next) = completion.next_line()
        {
            next.value().clone_into(line);
            self.input = next;
            return Ok(());
        }
        let line = self.input.value();
        let begins_tag = |line: &str| {
            let word = line.rsplit(char::is_whitespace).next();
            word.is_some_and(|word| word.starts_with('#'))
        };
        let before: String = line.chars().take(self.input.cursor()).collect();
        let (sign, what) = match self.kind {
            PromptKind::Note if !begins_tag(&before) => {
                return Err("Nothing to complete: a tag begins with #".to_owned());
            }
            PromptKind::Pipe => (None, "program of config.toml"),
            _ => (Some('#'), "tag"),
        };
        let Some(completion) = CompletedWord::new(&self.input, sign, known) else {
            let word = before
                .rsplit(char::is_whitespace)
                .next()
                .unwrap_or_default();
            let word = word.trim_start_matches('#');
            return Err(format!("No {what} begins with “{word}”"));
        };
        let common = completion.common_line();
        self.input = common;
        let list = completion.list();
        let has_choice = completion.has_choice();
        self.completion = has_choice.then(|| Box::new((self.input.value().to_owned(), completion)));
        list.map_or(Ok(()), Err)
    }

    /// Returns the line as it is shown: a password as a sign for each of its letters.
    pub fn shown_input(&self, hidden_letter: &str) -> Cow<'_, Input> {
        match self.kind {
            PromptKind::Account(AccountField::Password) => {
                let letters = self.input.value().chars().count();
                let signs = hidden_letter.repeat(letters);
                Cow::Owned(Input::new(signs).with_cursor(self.input.cursor()))
            }
            _ => Cow::Borrowed(&self.input),
        }
    }

    /// Returns the text of the line, with the line breaks of a note.
    pub(in crate::app) fn text(&self) -> String {
        match self.kind {
            PromptKind::Note => self.input.value().replace(LINE_BREAK, "\n"),
            _ => self.input.value().to_owned(),
        }
    }

    /// Returns the message that says why a line of tags can't be accepted; `None` if it can.
    pub(in crate::app) fn tag_problem(&self) -> Option<String> {
        let line = self.input.value().trim();
        let tags = parse_tags(line);
        match self.kind {
            PromptKind::Tags | PromptKind::RuleTag if tags.is_empty() && !line.is_empty() => {
                Some(format!("“{line}” is not a tag"))
            }
            PromptKind::RuleTag if tags.len() > 1 => {
                Some(format!("A rule adds one tag, and these are {}", tags.len()))
            }
            _ => None,
        }
    }

    /// Returns the text of a note for an editor: its tags are on the last line.
    pub(in crate::app) fn text_to_edit(&self) -> String {
        let (note, tags) = split_note_and_tags(&self.text());
        let note = note.unwrap_or_default();
        let tags: Vec<String> = tags.iter().map(|tag| format!("#{tag}")).collect();
        match tags.is_empty() {
            true => format!("{note}\n"),
            false => format!("{note}\n{}\n", tags.join(" ")),
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
                | PromptKind::AccountFeed(_)
                | PromptKind::SourceTitle
                | PromptKind::Categories
                | PromptKind::Setting
                | PromptKind::SearchName
                | PromptKind::SearchQuery
                | PromptKind::RuleTag
                | PromptKind::Pipe
                | PromptKind::Account(_),
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
        let tags: Vec<String> = bookmark.tags.iter().map(|tag| format!("#{tag}")).collect();
        let note = bookmark.note.as_deref().unwrap_or_default();
        let note = note.replace('\n', LINE_BREAK);
        let words: Vec<&str> = [note.as_str()]
            .into_iter()
            .chain(tags.iter().map(String::as_str))
            .collect();
        let subject = PromptSubject::Bookmark(bookmark.id, tags.clone());
        let mut prompt =
            Self::with_subject(PromptKind::Note, subject, words.join(" ").trim_start());
        // What is typed now belongs to the note, not to its tags.
        prompt.input = prompt.input.with_cursor(note.chars().count());
        prompt
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

    /// Returns a prompt for the tag that new articles of a saved search get.
    pub(in crate::app) fn for_rule_tag(search: SavedSearchId, with_present: bool) -> Self {
        let subject = PromptSubject::RuleTag(search, with_present);
        Self::with_subject(PromptKind::RuleTag, subject, "")
    }

    /// Returns a prompt for a part of an account that is added.
    pub(in crate::app) fn for_account(field: AccountField, text: &str) -> Self {
        Self::new(PromptKind::Account(field), text)
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
