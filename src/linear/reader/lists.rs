//! Commands about lists: the articles, the views, what a search has found.

use std::io::{self, Write};

use super::super::found::Finding;
use super::super::numbered::Choice;
use super::super::speech::Line;
use super::super::words::counted;
use super::Reader;
use crate::model::View;

/// The most articles that a search finds.
const HITS: usize = 50;

impl<W: Write> Reader<W> {
    /// Begins with the library, if it has anything to show; else with the tour.
    pub(super) fn go_home(&mut self) -> io::Result<()> {
        self.list.show_tour();
        if self.session.has_home() {
            self.list.show(View::All, "All");
        }
        self.tell_list()
    }

    /// Tells the articles from the first on, numbered, as many as are told at once.
    pub(super) fn tell_list(&mut self) -> io::Result<()> {
        self.list.filter("");
        self.tell_from_first()
    }

    fn tell_from_first(&mut self) -> io::Result<()> {
        self.leave();
        self.background.look_again();
        self.choice = Choice::Articles;
        self.list.restart(&mut self.session);
        let unread = match self.list.is_whole_library() {
            true => self.session.unread(),
            false => None,
        };
        self.say(&self.list.heading(unread))?;
        match self.list.is_empty() {
            true => self.say("v for the views."),
            false => self.more_of_list(),
        }
    }

    /// Tells the next articles of the list.
    pub(super) fn more_of_list(&mut self) -> io::Result<()> {
        let today = chrono::Local::now().date_naive();
        let lines = self.list.next_lines(today, &mut self.session);
        self.say_all(&lines)
    }

    /// Opens or shows what a number means.
    pub(super) fn choose(&mut self, number: usize) -> io::Result<()> {
        match self.choice {
            Choice::Articles => self.open_number(number),
            Choice::Views => self.show_view(number),
            Choice::Found => self.open_found(number),
        }
    }

    /// Opens the article of this number in the list.
    pub(super) fn open_number(&mut self, number: usize) -> io::Result<()> {
        self.choice = Choice::Articles;
        if self.list.is_single() {
            self.list.restart(&mut self.session);
        }
        match self.list.look_up(number, &mut self.session) {
            Ok(numbered) => {
                let place = numbered.place.as_ref();
                let anchor = place.map(|place| place.1.clone());
                let at = (Choice::Articles, number - 1);
                self.open(&numbered, at, anchor.as_ref())
            }
            Err(why) => self.say(&why),
        }
    }

    /// Tells the views, numbered.
    pub(super) fn tell_views(&mut self) -> io::Result<()> {
        let given = self.list.in_memory.given_count();
        let here = self.list.view();
        let lines = self.views.read(given, here, &mut self.session);
        self.say_all(&lines)?;
        self.choice = Choice::Views;
        self.say("A number shows a view.")
    }

    /// Lists the view of this number.
    pub(super) fn show_view(&mut self, number: usize) -> io::Result<()> {
        if self.views.is_empty() {
            return self.say("v tells the views and their numbers.");
        }
        let Some((view, name)) = self.views.get(number).cloned() else {
            let count = counted(self.views.len(), "view", "views");
            return self.say(&format!("No view {number}. There are {count}."));
        };
        self.list.show(view, &name);
        self.tell_list()
    }

    /// Finds words in the titles: in memory by reading them all, in the library by a list of those alone.
    pub(super) fn find_titles(&mut self) -> io::Result<()> {
        if self.list.is_of_library() {
            self.list.filter(&self.sought);
            return self.tell_from_first();
        }
        let small = self.sought.to_lowercase();
        let found = self.list.find_titles(&small, &mut self.session);
        let mut lines: Vec<Line> = found.iter().map(|line| Line::wrapped(line)).collect();
        if lines.is_empty() {
            lines.push(Line::wrapped(&format!("Not found: {}.", self.sought)));
        }
        self.choice = Choice::Articles;
        self.print(lines)
    }

    /// Looks for words in everything that the library has.
    pub(super) fn search(&mut self, words: String) -> io::Result<()> {
        if !words.is_empty() {
            self.sought = words;
        }
        if self.sought.is_empty() {
            return self.say("Nothing to find: type f and words.");
        }
        if self.options.data.is_none() {
            return self.say("There is no library: the system names no folder for it.");
        }
        let (found, incomplete) = match self.session.search(&self.sought, HITS) {
            Ok(found) => found,
            Err(error) => {
                self.complete = false;
                return self.say(&format!("Can't search: {error}."));
            }
        };
        if let Some(why) = incomplete {
            self.say(&format!("Not all articles could be searched: {why}."))?;
        }
        if found.hits.is_empty() {
            return self.say(&format!("Not found: {}.", self.sought));
        }
        self.found = Finding::new(found.hits, found.more);
        self.choice = Choice::Found;
        self.say(&self.found.heading())?;
        self.more_found()
    }

    /// Tells the next results.
    pub(super) fn more_found(&mut self) -> io::Result<()> {
        let lines = self.found.next_lines();
        self.say_all(&lines)
    }

    fn open_found(&mut self, number: usize) -> io::Result<()> {
        let Some((numbered, anchor)) = self.found.numbered(number) else {
            let count = counted(self.found.len(), "article", "articles");
            return self.say(&format!("No article {number}. Found was {count}."));
        };
        self.open(&numbered, (Choice::Found, number - 1), anchor.as_ref())
    }
}
