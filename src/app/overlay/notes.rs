//! Prompts for notes, tags, names of searches and properties of sources: their subject, and the change that an accepted line makes:
//! [`PromptSubject`].

use crate::app::reader::PlaceToBookmark;
use crate::model::{
    ArticleRef, BookmarkId, Change, RuleAction, SavedSearchId, SourceId, parse_tags,
    split_note_and_tags,
};

/// Subject of the line in a prompt.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) enum PromptSubject {
    /// Tags of an article.
    Article(ArticleRef),
    /// Note on a place that is not bookmarked yet.
    Place(ArticleRef, PlaceToBookmark),
    /// Note of a bookmark, and the tags that were shown after it: `#tag`.
    Bookmark(BookmarkId, Vec<String>),
    /// Name of a search to be saved: its query.
    Search(String),
    /// Title of a source.
    Title(SourceId),
    /// Categories of a source.
    Categories(SourceId),
    /// Setting of a source.
    Setting(SourceId),
    /// Another name of a saved search.
    RenamedSearch(SavedSearchId),
    /// Another query of a saved search.
    EditedSearch(SavedSearchId),
    /// Tag of new articles of a saved search; true for those that are there, too.
    RuleTag(SavedSearchId, bool),
}

impl PromptSubject {
    /// Returns the change that a line about this subject makes.
    pub(in crate::app) fn into_change(self, text: &str) -> Change {
        let (note, tags) = split_note_and_tags(text);
        match self {
            Self::Article(article) => Change::SetTags(article, parse_tags(text)),
            Self::Place(article, place) => Change::BookmarkPlace {
                article,
                anchor: place.anchor,
                section: place.section,
                quote: place.quote,
                note,
                tags,
            },
            Self::Bookmark(bookmark, shown) => {
                let (note, tags) = take_shown_tags(note.unwrap_or_default(), tags, &shown);
                Change::EditBookmark(bookmark, note, tags)
            }
            Self::Search(query) => {
                let name = text.trim();
                let name = if name.is_empty() { query.trim() } else { name };
                Change::SaveSearch(name.to_owned(), query.clone())
            }
            Self::Title(source) => Change::RenameSource(source, text.trim().to_owned()),
            Self::Categories(source) => {
                let paths = text.split(',').map(str::trim);
                let paths = paths.filter(|path| !path.is_empty());
                Change::SetSourceCategories(source, paths.map(str::to_owned).collect())
            }
            Self::RenamedSearch(search) => Change::RenameSearch(search, text.trim().to_owned()),
            Self::EditedSearch(search) => Change::EditSearch(search, text.trim().to_owned()),
            Self::RuleTag(search, with_present) => Change::SetRule {
                search,
                action: parse_tags(text).into_iter().next().map(RuleAction::Tag),
                with_present,
            },
            Self::Setting(source) => {
                let (key, value) = text.split_once('=').unwrap_or((text, ""));
                let (key, value) = (key.trim().to_owned(), value.trim().to_owned());
                Change::SetSourceSetting(source, key, value)
            }
        }
    }
}

/// Moves tags that were shown after a note, and that words now follow, from the note to its tags.
fn take_shown_tags(
    note: String,
    mut tags: Vec<String>,
    shown: &[String],
) -> (Option<String>, Vec<String>) {
    let mut text = note;
    for word in shown {
        let tag = word.trim_start_matches('#');
        if tags.iter().any(|known| known == tag) {
            continue;
        }
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let found = text.match_indices(word.as_str()).find(|(at, _)| {
            let before = text.get(..*at).unwrap_or_default();
            let after = text.get(at + word.len()..).unwrap_or_default();
            is_blank(before.chars().next_back()) && is_blank(after.chars().next())
        });
        if let Some((at, _)) = found {
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at + word.len()..).unwrap_or_default();
            text = match after.strip_prefix(' ') {
                Some(after) => format!("{before}{after}"),
                None => format!("{}{after}", before.trim_end_matches(' ')),
            };
            tags.push(tag.to_owned());
        }
    }
    let text = text.trim();
    ((!text.is_empty()).then(|| text.to_owned()), tags)
}
