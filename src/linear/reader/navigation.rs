//! Commands that move: by section, article and match.

use std::io::{self, Write};

use super::super::command::Towards;
use super::super::numbered::NumberedList;
use super::super::open::OpenArticle;
use super::Reader;

/// Largest number of articles that are looked at for an unread one.
const MAX_UNREAD_STEPS: usize = 10_000;

impl<W: Write> Reader<W> {
    /// Goes to the next or previous section.
    pub(super) fn step(&mut self, towards: Towards) -> io::Result<()> {
        let Some(OpenArticle { text, .. }) = &mut self.open else {
            return self.print_nothing_open();
        };
        if text.step_section(towards == Towards::Next) {
            let lines = text.section_lines();
            self.print(lines)?;
            return self.mark_if_end_shown();
        }
        if towards == Towards::Previous {
            return self.print_message("Start of the article.");
        }
        self.mark_if_end_shown()?;
        match self.next_number() {
            Some(next) => self.print_message(&format!(
                "End of the article. {next} for the next article, l for the list."
            )),
            None => self.print_message("End of the last article."),
        }
    }

    /// Finds words in the open article, or in the titles. Without words, goes to the next match of the last ones.
    pub(super) fn find(&mut self, words: String) -> io::Result<()> {
        if !words.is_empty() {
            self.last_find = words;
        }
        if self.last_find.is_empty() {
            return self.print_message("Nothing to find: type / and words.");
        }
        let Some(OpenArticle { text, .. }) = &mut self.open else {
            return self.find_titles();
        };
        self.is_finding = true;
        let lines = text.find_words(&self.last_find, Towards::Next);
        self.print(lines)?;
        self.mark_if_end_shown()
    }

    /// Opens the next or the previous article of the list.
    pub(super) fn step_article(&mut self, towards: Towards) -> io::Result<()> {
        let number = match (towards, &self.open) {
            (Towards::Next, None) => Some(1),
            (Towards::Next, Some(_)) => self.next_number(),
            (Towards::Previous, None) => None,
            (Towards::Previous, Some(_)) => self.previous_number(),
        };
        match number {
            Some(number) => self.choose(number),
            None if towards == Towards::Next => self.print_message("This is the last article."),
            None => self.print_message("This is the first article."),
        }
    }

    /// Goes to the next or the previous match while words are sought, else opens the next or the previous unread article.
    pub(super) fn step_unread(&mut self, towards: Towards) -> io::Result<()> {
        if self.is_finding
            && let Some(OpenArticle { text, .. }) = &mut self.open
        {
            let lines = text.find_words(&self.last_find, towards);
            self.print(lines)?;
            return self.mark_if_end_shown();
        }
        // What shows the end of the open article reads it.
        self.mark_if_end_shown()?;
        let here = match &self.open {
            Some(open) if open.opened_at.0 == NumberedList::Articles => Some(open.opened_at.1),
            _ => None,
        };
        match self.unread_number(here, towards) {
            Some(number) => self.open_number(number),
            None if towards == Towards::Next => self.print_message("No unread article follows."),
            None => self.print_message("No unread article before this one."),
        }
    }

    /// Returns the number of the next or the previous unread article of the list. `here` is the index of the open one there.
    fn unread_number(&mut self, here: Option<usize>, towards: Towards) -> Option<usize> {
        let mut index = here;
        for _ in 0..MAX_UNREAD_STEPS {
            let next = match (towards, index) {
                (Towards::Next, None) => 0,
                (Towards::Next, Some(index)) => index + 1,
                (Towards::Previous, index) => index?.checked_sub(1)?,
            };
            let numbered = self.list.look_up(next + 1, &mut self.session).ok()?;
            let states = self.session.states(&[numbered.article.id]);
            let is_unread = states.first().is_some_and(|state| !state.is_read);
            // The number of a place is that of no article.
            if is_unread && numbered.place.is_none() {
                return Some(next + 1);
            }
            index = Some(next);
        }
        None
    }

    /// Returns the number of the article after the open one. From then on, numbers choose from its list.
    pub(super) fn next_number(&mut self) -> Option<usize> {
        let (choice, index) = self.open.as_ref().map(|open| open.opened_at)?;
        self.choice = choice;
        match choice {
            NumberedList::SearchResults => self.found.number_after(index),
            NumberedList::Articles | NumberedList::Views => {
                self.list.number_after(index, &mut self.session)
            }
        }
    }

    /// Returns the number of the article before the open one. From then on, numbers choose from its list.
    fn previous_number(&mut self) -> Option<usize> {
        let (choice, index) = self.open.as_ref().map(|open| open.opened_at)?;
        self.choice = choice;
        match choice {
            NumberedList::SearchResults => (index > 0).then_some(index),
            NumberedList::Articles | NumberedList::Views => self.list.number_before(index),
        }
    }
}
