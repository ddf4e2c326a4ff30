//! The open article: [`OpenArticle`].

use super::article::{ArticleText, PrintedPosition};
use super::numbered::{Numbered, NumberedList};
use super::session::StoredState;
use super::spoken_line::SpokenLine;
use super::words::counted;
use crate::library::NewPlace;
use crate::model::{Anchor, ArticleRef, ArticleState, Bookmark, ReadingPosition, reading_minutes};

/// The open article with its text and the state that the library stores.
pub(super) struct OpenArticle {
    pub(super) article: ArticleRef,
    pub(super) text: ArticleText,
    /// The list of the article, and its index there.
    pub(super) opened_at: (NumberedList, usize),
    pub(super) state: ArticleState,
    pub(super) bookmarks: Vec<Bookmark>,
    /// Position that was saved last: block, and end of the printed blocks.
    saved_position: Option<PrintedPosition>,
    /// True once the user has marked the article as read or unread: reaching the end does not change that.
    pub(super) is_read_decided: bool,
}

impl OpenArticle {
    /// Opens an article at `anchor`, else at the saved position. Returns the lines to print as well; they begin with
    /// the number of the article unless it is `single`.
    pub(super) fn new(
        numbered: &Numbered,
        at: (NumberedList, usize),
        anchor: Option<&Anchor>,
        mut text: ArticleText,
        known: StoredState,
        single: bool,
    ) -> (Self, Vec<SpokenLine>) {
        let mut lines = Vec::new();
        if !single {
            lines.push(SpokenLine::wrapped(&format!("Article {}.", at.1 + 1)));
        }
        lines.extend(text.heading_lines(&numbered.untitled_name(), reading_minutes));
        if known.state.is_bookmarked {
            let places = known.bookmarks.iter().filter(|b| b.anchor.is_some());
            lines.push(SpokenLine::wrapped(&match places.count() {
                0 => "Bookmarked.".to_owned(),
                count => format!("Bookmarked, {} in it.", counted(count, "place", "places")),
            }));
        }
        lines.extend(match (anchor, &known.reading_position) {
            (Some(anchor), _) => text.go_to_place(anchor),
            (None, Some(place)) => text.resume(&place.anchor),
            (None, None) => text.section_lines(),
        });
        let open = Self {
            article: numbered.article.clone(),
            text,
            opened_at: at,
            state: known.state,
            bookmarks: known.bookmarks,
            saved_position: None,
            is_read_decided: false,
        };
        (open, lines)
    }

    /// Returns the position and the progress to save; `None` if the position is the one saved last.
    pub(super) fn position_to_save(&mut self) -> Option<(Option<ReadingPosition>, f64)> {
        let position = self.text.printed_position();
        if self.saved_position == Some(position) {
            return None;
        }
        self.saved_position = Some(position);
        Some((self.text.anchor(), self.text.progress()))
    }

    /// Returns the bookmark of a place, if it has one.
    pub(super) fn bookmark_at(&self, place: &NewPlace) -> Option<&Bookmark> {
        let key = |anchor: &Anchor| {
            (
                anchor.prefix.clone(),
                anchor.offset,
                anchor.heading.clone(),
                anchor.occurrence,
            )
        };
        let sought = key(&place.anchor);
        let is_here = |bookmark: &&Bookmark| {
            let anchor = bookmark.anchor.as_ref();
            anchor.is_some_and(|anchor| key(anchor) == sought)
        };
        self.bookmarks.iter().find(is_here)
    }
}
