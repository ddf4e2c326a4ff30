//! Commands that save changes: bookmarks, notes, read marks, undo. A change is reported when it is saved.

use std::io::{self, Write};

use super::super::error::SessionError;
use super::super::numbered::{Numbered, NumberedList};
use super::Reader;
use crate::config::MarkRead;
use crate::library::{SavedChange, UndoResult};
use crate::messages;
use crate::model::{ArticleRef, ChangeReport, Direction, split_note_and_tags};

impl<W: Write> Reader<W> {
    /// Bookmarks the open article, or the one with a number, or removes its bookmark; bookmarked places stay. If the
    /// number is that of a place, removes the place.
    pub(super) fn bookmark(&mut self, number: Option<usize>) -> io::Result<()> {
        let Some(numbered) = self.article_of_command(number)? else {
            return Ok(());
        };
        let changed = match numbered.place {
            Some(place) => self.session.remove_bookmark(place.0),
            None => self.session.toggle_bookmark(&numbered.article),
        };
        self.print_result(changed)
    }

    /// Bookmarks the current place with a note that may end in tags. If the place is bookmarked already, replaces its
    /// note and tags.
    pub(super) fn bookmark_place(&mut self, text: &str) -> io::Result<()> {
        let Some(open) = &self.open else {
            return self.print_message("No article is open. A number opens one, l lists them.");
        };
        let Some(mut place) = open.text.place_to_bookmark() else {
            return self.print_message("There is no text to bookmark here.");
        };
        let (note, tags) = split_note_and_tags(text);
        let changed = match open.bookmark_at(&place) {
            Some(bookmark) => self
                .session
                .edit_bookmark(bookmark.id, note.as_deref(), &tags),
            None => {
                (place.note, place.tags) = (note, tags);
                self.session.bookmark_place(&open.article, &place)
            }
        };
        self.print_result(changed)
    }

    /// Toggles the read mark of the open article, or of the one with a number.
    pub(super) fn toggle_read(&mut self, number: Option<usize>) -> io::Result<()> {
        let Some(numbered) = self.article_of_command(number)? else {
            return Ok(());
        };
        if let Some(open) = self
            .open
            .as_mut()
            .filter(|open| open.article == numbered.article)
        {
            open.is_read_decided = true;
        }
        let changed = self.session.toggle_read(&numbered.article);
        self.print_result(changed)
    }

    /// Marks all articles of the view as read.
    pub(super) fn mark_view_read(&mut self) -> io::Result<()> {
        let changed = match self.list.library_listing() {
            Some(listing) => self.session.mark_view_read(&listing),
            None => {
                let rows = self.list.rows_in_memory();
                let given = self.list.in_memory.articles(rows).iter();
                let articles: Vec<ArticleRef> = given.map(|given| given.article.clone()).collect();
                self.session.mark_articles_read(&articles)
            }
        };
        match changed {
            Ok(SavedChange { kind: None, .. }) => self.print_report(&ChangeReport::NothingUnread),
            changed => self.print_result(changed),
        }
    }

    /// Deletes the open article, or the one with a number. Only articles of the library can be deleted.
    pub(super) fn delete(&mut self, number: Option<usize>) -> io::Result<()> {
        let Some(numbered) = self.article_of_command(number)? else {
            return Ok(());
        };
        if let Some(place) = numbered.place {
            let changed = self.session.remove_bookmark(place.0);
            return self.print_result(changed);
        }
        if !numbered.article.id.is_in_library() {
            return self.print_message("Only library articles can be deleted.");
        }
        if self
            .open
            .as_ref()
            .is_some_and(|open| open.article == numbered.article)
        {
            self.close_article();
        }
        let changed = self.session.delete_article(numbered.article.id);
        self.print_result(changed)
    }

    /// Marks the open article as read if its end was printed and the settings say so.
    pub(super) fn mark_if_end_shown(&mut self) -> io::Result<()> {
        let at_end = self
            .open
            .as_ref()
            .is_some_and(|open| open.text.is_end_printed());
        match at_end && self.options.mark_read == MarkRead::AtEnd {
            true => self.mark_read(),
            false => Ok(()),
        }
    }

    /// Marks the open article as read without a message.
    pub(super) fn mark_read(&mut self) -> io::Result<()> {
        let open = self.open.as_mut();
        let Some(open) = open.filter(|open| !open.state.is_read && !open.is_read_decided) else {
            return Ok(());
        };
        // A failure to save is reported once.
        open.is_read_decided = true;
        let changed = self.session.mark_read(&open.article);
        self.refresh_open();
        match changed {
            Ok(_) => Ok(()),
            Err(error) => self.not_saved(&error),
        }
    }

    /// Undoes the last change. A change of an earlier session is named first, and undone by the next call.
    pub(super) fn undo(&mut self) -> io::Result<()> {
        let named = self.undo_to_confirm.take();
        let undone = self.session.undo(named);
        self.print_undone(undone, Direction::Undo)
    }

    /// Redoes the last undone change.
    pub(super) fn redo(&mut self) -> io::Result<()> {
        let redone = self.session.redo();
        self.print_undone(redone, Direction::Redo)
    }

    /// Returns the article with a number in the list printed last, or the open article. If there is none, prints that.
    pub(super) fn article_of_command(
        &mut self,
        number: Option<usize>,
    ) -> io::Result<Option<Numbered>> {
        let numbered = match (number, self.choice) {
            (None, _) => {
                let numbered = self.open.as_ref().map(|open| Numbered {
                    article: open.article.clone(),
                    name: String::new(),
                    place: None,
                });
                if numbered.is_none() {
                    self.print_nothing_open()?;
                }
                return Ok(numbered);
            }
            (Some(number), NumberedList::SearchResults) => match self.found.numbered(number) {
                Some((numbered, _)) => Ok(numbered),
                None => Err(format!("No hit {number}.")),
            },
            (Some(number), NumberedList::Articles | NumberedList::Views) => {
                self.list.look_up(number, &mut self.session)
            }
        };
        match numbered {
            Ok(numbered) => Ok(Some(numbered)),
            Err(reason) => {
                self.print_message(&reason)?;
                Ok(None)
            }
        }
    }

    /// Prints the result of a change.
    pub(super) fn print_result(
        &mut self,
        changed: Result<SavedChange, SessionError>,
    ) -> io::Result<()> {
        self.refresh_open();
        match changed {
            Ok(SavedChange { kind: None, .. }) => Ok(()),
            Ok(SavedChange {
                kind: Some(kind), ..
            }) => self.print_report(&ChangeReport::Made(kind)),
            Err(error) => self.not_saved(&error),
        }
    }

    fn print_undone(
        &mut self,
        undone: Result<UndoResult, SessionError>,
        direction: Direction,
    ) -> io::Result<()> {
        self.refresh_open();
        let report = match undone {
            Ok(UndoResult::NeedsConfirmation(change, kind, origin)) => {
                self.undo_to_confirm = Some(change);
                let said = messages::changes::confirmation_question(&kind, origin, "u", usize::MAX);
                return self.print_message(&format!("{said}."));
            }
            Ok(UndoResult::Nothing) => ChangeReport::Nothing(direction),
            Ok(UndoResult::Done(kind, _)) => ChangeReport::Replayed(direction, kind),
            Ok(UndoResult::Skipped(kind)) => ChangeReport::Skipped(direction, kind),
            Err(error) => return self.not_saved(&error),
        };
        self.print_report(&report)
    }

    fn print_report(&mut self, report: &ChangeReport) -> io::Result<()> {
        self.print_message(&format!("{}.", messages::changes::report(report, None)))
    }

    fn not_saved(&mut self, error: &SessionError) -> io::Result<()> {
        self.is_complete = false;
        self.print_message(&format!("Not saved: {error}."))
    }
}
