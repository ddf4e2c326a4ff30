//! Commands about lists: articles, views, search results.

use std::io::{self, Write};

use super::super::numbered::NumberedList;
use super::super::search_results::SearchResults;
use super::super::spoken_line::SpokenLine;
use super::super::views::spoken_name;
use super::super::words::there_are;
use super::Reader;
use crate::library::find_view;
use crate::model::{Listing, View};

/// Largest number of hits of a search.
const MAX_HITS: usize = 50;

impl<W: Write> Reader<W> {
    /// Shows the start view of the library, or the tour if the library is empty.
    pub(super) fn show_start_list(&mut self) -> io::Result<()> {
        self.list.show_tour();
        let (view, sort) = (&self.options.start_view, self.options.sort);
        let start = self.session.start_listing(view, sort);
        let start = start.filter(|start| start.counts.is_some());
        let mut problem = None;
        if let Some(start) = start {
            let rows = self.session.views();
            let row = rows.iter().find(|row| row.view == start.listing.view);
            let name = row.map_or_else(|| "All".to_owned(), spoken_name);
            let Listing {
                order, grouping, ..
            } = start.listing;
            self.list.set_order(order, grouping);
            self.list.show(start.listing.view, &name);
            problem = start.problem;
        }
        if let Some(problem) = problem {
            self.print_message(&format!("newsprint: {problem}."))?;
        }
        self.print_list()
    }

    /// Prints the first articles of the list, numbered.
    pub(super) fn print_list(&mut self) -> io::Result<()> {
        self.list.filter("");
        self.print_from_first()
    }

    fn print_from_first(&mut self) -> io::Result<()> {
        self.close_article();
        self.background.rescan();
        self.choice = NumberedList::Articles;
        self.list.restart(&mut self.session);
        let counts = match self.list.is_whole_library() {
            true => self.session.counts(),
            false => None,
        };
        self.print_message(&self.list.heading(counts))?;
        match self.list.is_empty() {
            true => self.print_message("v for the views."),
            false => self.more_of_list(),
        }
    }

    /// Prints the next articles of the list.
    pub(super) fn more_of_list(&mut self) -> io::Result<()> {
        let today = chrono::Local::now().date_naive();
        let lines = self.list.next_lines(today, &mut self.session);
        self.print_messages(&lines)
    }

    /// Opens the article or shows the view with a number of the list printed last.
    pub(super) fn choose(&mut self, number: usize) -> io::Result<()> {
        match self.choice {
            NumberedList::Articles => self.open_number(number),
            NumberedList::Views => self.show_view(number),
            NumberedList::SearchResults => self.open_found(number),
        }
    }

    /// Opens the article of this number in the list.
    pub(super) fn open_number(&mut self, number: usize) -> io::Result<()> {
        self.choice = NumberedList::Articles;
        if self.list.is_single() {
            self.list.restart(&mut self.session);
        }
        match self.list.look_up(number, &mut self.session) {
            Ok(numbered) => {
                let place = numbered.place.as_ref();
                let anchor = place.map(|place| place.1.clone());
                let at = (NumberedList::Articles, number - 1);
                self.open(&numbered, at, anchor.as_ref())
            }
            Err(reason) => self.print_message(&reason),
        }
    }

    /// Prints the views, numbered.
    pub(super) fn print_views(&mut self) -> io::Result<()> {
        let given = self.list.in_memory.given_count();
        let here = self.list.view();
        let lines = self.views.read(given, here, &mut self.session);
        self.print_messages(&lines)?;
        self.choice = NumberedList::Views;
        self.print_message("A number shows a view.")
    }

    /// Lists the view of this number.
    pub(super) fn show_view(&mut self, number: usize) -> io::Result<()> {
        if self.views.is_empty() {
            return self.print_message("v lists the views and their numbers.");
        }
        let Some((view, name)) = self.views.get(number).cloned() else {
            let count = there_are(self.views.len(), "view", "views");
            return self.print_message(&format!("No view {number}. {count}"));
        };
        self.list_view(view, &name)
    }

    /// Lists the view with a name, as the list of views and the command line have it.
    pub(super) fn show_named_view(&mut self, words: &str) -> io::Result<()> {
        let rows = self.session.views();
        match find_view(words, &rows) {
            Ok(row) => self.list_view(row.view.clone(), &spoken_name(row)),
            Err(error) => self.print_message(&format!("{words}: {error}. v lists the views.")),
        }
    }

    fn list_view(&mut self, view: View, name: &str) -> io::Result<()> {
        if let Some((order, grouping)) = self.session.list_order(self.options.sort) {
            self.list.set_order(order, grouping);
        }
        self.list.show(view, name);
        self.print_list()
    }

    /// Finds words in the titles: in memory by reading every title, in the library by a filtered list.
    pub(super) fn find_titles(&mut self) -> io::Result<()> {
        if self.list.is_of_library() {
            self.list.filter(&self.last_find);
            return self.print_from_first();
        }
        let small = self.last_find.to_lowercase();
        let found = self.list.find_titles(&small, &mut self.session);
        let mut lines: Vec<SpokenLine> =
            found.iter().map(|line| SpokenLine::wrapped(line)).collect();
        if lines.is_empty() {
            lines.push(SpokenLine::wrapped(&format!(
                "Not found: {}.",
                self.last_find
            )));
        }
        self.choice = NumberedList::Articles;
        self.print(lines)
    }

    /// Searches all articles of the library.
    pub(super) fn search(&mut self, words: String) -> io::Result<()> {
        if !words.is_empty() {
            self.last_find = words;
        }
        if self.last_find.is_empty() {
            return self.print_message("Nothing to find: type F and words.");
        }
        if self.options.data.is_none() {
            return self
                .print_message("There is no library: HOME is not set. Start with --data-dir.");
        }
        let (found, incomplete) = match self.session.search(&self.last_find, MAX_HITS) {
            Ok(found) => found,
            Err(error) => {
                self.is_complete = false;
                return self.print_message(&format!("Can't search: {error}."));
            }
        };
        if let Some(reason) = incomplete {
            self.print_message(&format!("Some articles could not be searched: {reason}."))?;
        }
        if let Some(problem) = &found.problem {
            self.print_message(&format!("{problem}."))?;
        }
        if found.hits.is_empty() {
            return self.print_message(&format!("Not found: {}.", self.last_find));
        }
        self.found = SearchResults::new(found.hits, found.has_more);
        self.choice = NumberedList::SearchResults;
        self.print_message(&self.found.heading())?;
        self.more_found()
    }

    /// Prints the other articles of the story of the open article, or of the one with a number.
    pub(super) fn print_story(&mut self, number: Option<usize>) -> io::Result<()> {
        let Some(numbered) = self.article_of_command(number)? else {
            return Ok(());
        };
        let others = match numbered.article.id.is_in_library() {
            true => self.session.other_articles_of_story(numbered.article.id),
            false => Vec::new(),
        };
        if others.is_empty() {
            return self.print_message("No other article has this text.");
        }
        self.found = SearchResults::of_story(others);
        self.choice = NumberedList::SearchResults;
        self.print_message(&self.found.heading())?;
        self.more_found()
    }

    /// Prints the next hits.
    pub(super) fn more_found(&mut self) -> io::Result<()> {
        let lines = self.found.next_lines();
        self.print_messages(&lines)
    }

    fn open_found(&mut self, number: usize) -> io::Result<()> {
        let Some((numbered, anchor)) = self.found.numbered(number) else {
            let count = there_are(self.found.len(), "article", "articles");
            return self.print_message(&format!("No hit {number}. {count}"));
        };
        self.open(
            &numbered,
            (NumberedList::SearchResults, number - 1),
            anchor.as_ref(),
        )
    }
}
