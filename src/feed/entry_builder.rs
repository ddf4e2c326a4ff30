//! Choice among the values that a feed gives for the fields of an entry: [`EntryBuilder`].

use chrono::{DateTime, Utc};

use super::capture::{CapturedText, TextKind, looks_like_html};
use super::entry::{EntryText, FeedEntry};
use super::links::is_web_address;
use super::media::EnclosureList;
use super::title::{one_line, plain_title};

/// Most categories, and most authors, of an entry.
const MAX_NAMES: usize = 64;

/// Value of the highest rank.
#[derive(Debug)]
pub(super) struct Ranked<T> {
    rank: u8,
    value: Option<T>,
}

impl<T> Default for Ranked<T> {
    fn default() -> Self {
        Self {
            rank: 0,
            value: None,
        }
    }
}

impl<T> Ranked<T> {
    /// Takes a value if its rank is higher than that of the present one.
    pub(super) fn offer(&mut self, rank: u8, value: Option<T>) {
        if value.is_some() && (self.value.is_none() || rank > self.rank) {
            self.rank = rank;
            self.value = value;
        }
    }

    /// Takes a value unless its rank is lower than that of the present one.
    pub(super) fn replace(&mut self, rank: u8, value: Option<T>) {
        if value.is_some() && rank >= self.rank {
            self.rank = rank;
            self.value = value;
        }
    }

    /// Returns the value.
    pub(super) fn take(self) -> Option<T> {
        self.value
    }
}

/// Title in both forms.
#[derive(Debug)]
pub(super) struct TitleText {
    /// Plain text on one line.
    pub(super) plain: String,
    /// HTML, if it says more.
    pub(super) html: Option<String>,
}

impl TitleText {
    /// Returns both forms of a captured title; `None` if it is blank.
    pub(super) fn new(text: CapturedText<'_>) -> Option<Self> {
        let plain = plain_title(&text.value, text.kind)?;
        let has_html = text.kind != TextKind::Plain && plain != text.value.as_ref();
        let html = has_html.then(|| text.value.into_owned());
        Some(Self { plain, html })
    }
}

/// Entry while it is read.
#[derive(Debug, Default)]
pub(super) struct EntryBuilder {
    pub(super) title: Ranked<TitleText>,
    pub(super) link: Ranked<String>,
    pub(super) id: Ranked<String>,
    /// True if the id is a `guid` of RSS 2.0.
    pub(super) is_guid: bool,
    pub(super) is_permalink: bool,
    pub(super) published: Ranked<DateTime<Utc>>,
    pub(super) updated: Ranked<DateTime<Utc>>,
    pub(super) summary: Ranked<EntryText>,
    pub(super) content: Ranked<EntryText>,
    pub(super) image: Ranked<String>,
    pub(super) enclosures: EnclosureList,
    pub(super) entry: FeedEntry,
    author_rank: u8,
}

impl EntryBuilder {
    /// Adds an author. Only those of the highest rank stay.
    pub(super) fn add_author(&mut self, rank: u8, name: String) {
        let authors = &mut self.entry.authors;
        if rank > self.author_rank {
            authors.clear();
            self.author_rank = rank;
        }
        if rank == self.author_rank && authors.len() < MAX_NAMES && !authors.contains(&name) {
            authors.push(name);
        }
    }

    /// Adds a category, as plain text.
    pub(super) fn add_tag(&mut self, text: &str) {
        let tags = &mut self.entry.tags;
        if let Some(tag) = plain_title(text, TextKind::Undeclared)
            && tags.len() < MAX_NAMES
            && !tags.contains(&tag)
        {
            tags.push(tag);
        }
    }

    /// Returns the entry.
    pub(super) fn finish(self) -> FeedEntry {
        let mut entry = self.entry;
        if let Some(title) = self.title.take() {
            entry.title = Some(title.plain);
            entry.title_html = title.html;
        }
        entry.id = self.id.take().and_then(|id| one_line(&id));
        entry.is_permalink = self.is_permalink && entry.id.is_some();
        let is_address = self.is_permalink || !self.is_guid;
        let address = || {
            entry
                .id
                .clone()
                .filter(|id| is_address && is_web_address(id))
        };
        entry.link = self.link.take().or_else(address);
        entry.published = self.published.take();
        entry.updated = self.updated.take();
        (entry.summary, entry.content) = by_length(self.summary.take(), self.content.take());
        (entry.enclosures, entry.image) = self.enclosures.finish(self.image.take());
        entry
    }
}

/// Returns the shorter and the longer text; of one text only the longer. Of two equal ones the shorter is left out.
fn by_length(
    summary: Option<EntryText>,
    content: Option<EntryText>,
) -> (Option<EntryText>, Option<EntryText>) {
    match (summary, content) {
        (Some(summary), Some(content)) if summary.value == content.value => (None, Some(content)),
        (Some(summary), Some(content)) if summary.value.len() > content.value.len() => {
            (Some(content), Some(summary))
        }
        (None, content) => (None, content),
        (summary, None) => (None, summary),
        both => both,
    }
}

/// Returns a captured text; `None` if it is blank.
pub(super) fn entry_text(text: CapturedText<'_>) -> Option<EntryText> {
    if text.value.is_empty() {
        return None;
    }
    let is_html = match text.kind {
        TextKind::Plain => false,
        TextKind::Undeclared => looks_like_html(&text.value),
        TextKind::Html | TextKind::Markup | TextKind::Base64 => true,
    };
    Some(EntryText {
        value: text.value.into_owned(),
        is_html,
    })
}
