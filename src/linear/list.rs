//! The stories of linear mode: those given, or a view of the library, of which no more is read than was told ([`List`]).

use std::io::{self, Write};
use std::ops::Range;

use super::choose::Choice;
use super::held::Held;
use super::{Reader, counted};
use crate::ingest::SEEDS;
use crate::model::{
    Anchor, Article, ArticleId, Bookmark, BookmarkId, Group, Job, Listing, Origin, Outcome, Page,
    PageFrom, PageRequest, RowKey, StoryRef, StoryState, View,
};
use crate::text::clean;

/// How many stories are told at once.
pub(super) const STORIES: usize = 20;

/// How many stories beyond those told a number may be, at most: they are read for it.
const AHEAD: usize = 1000;

/// What a number stands for.
#[derive(Clone)]
pub(super) struct Numbered {
    pub(super) story: StoryRef,
    pub(super) name: String,
    /// The bookmark of a place in the story, and the place.
    pub(super) place: Option<Box<(BookmarkId, Anchor)>>,
}

/// The list of stories.
pub(super) struct List {
    pub(super) listing: Listing,
    /// What the view is called.
    name: String,
    /// Those given, and, from a number on, those brought along.
    pub(super) held: Vec<Held>,
    tour: usize,
    /// Those that numbers are for: the first is 1.
    pub(super) numbered: Vec<Numbered>,
    /// How many of them were told.
    pub(super) told: usize,
    /// Those of the library that were read and not told.
    ahead: Vec<Article>,
    /// The last row that was read, if there are more behind it.
    last: Option<RowKey>,
    total: Option<usize>,
    /// The head that was told last.
    group: Option<Group>,
}

impl List {
    /// The list of the stories given.
    pub(super) fn given(held: Vec<Held>) -> Self {
        let tour = held.len();
        Self {
            listing: Listing::default(),
            name: String::new(),
            held,
            tour,
            numbered: Vec::new(),
            told: 0,
            ahead: Vec::new(),
            last: None,
            total: None,
            group: None,
        }
    }

    /// Whether nothing was given.
    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Whether it is one story that was given.
    pub(super) fn is_single(&self) -> bool {
        self.listing.view == View::Given && self.tour == 1
    }

    /// Whether it is a view of the library.
    pub(super) fn is_of_library(&self) -> bool {
        !matches!(self.listing.view, View::Given | View::Tour)
    }

    /// Whether there are more than were told.
    pub(super) fn has_more(&self) -> bool {
        self.told < self.numbered.len() || self.last.is_some()
    }

    /// The view that is listed.
    pub(super) fn view(&self) -> &View {
        &self.listing.view
    }

    /// How many stories were given.
    pub(super) fn given_count(&self) -> usize {
        self.tour
    }

    /// From now on it is the stories of this view.
    pub(super) fn turn_to(&mut self, view: View, name: &str) {
        if view == View::Tour && self.tour == self.held.len() {
            let seeds = SEEDS
                .iter()
                .map(|(name, _)| (Origin::Seed(name), (*name).to_owned()));
            let mut seeds = Held::given(seeds.collect());
            for (n, seed) in seeds.iter_mut().enumerate() {
                seed.id = ArticleId::tour(n);
            }
            self.held.append(&mut seeds);
        }
        name.clone_into(&mut self.name);
        self.listing = Listing {
            view,
            ..Listing::default()
        };
    }

    /// What was given is what newsprint brings along.
    pub(super) fn is_tour(&mut self) {
        self.tour = 0;
        self.listing.view = View::Tour;
    }

    /// The stories of the view among those that are held.
    pub(super) fn rows(&self) -> Range<usize> {
        match self.listing.view {
            View::Given => 0..self.tour,
            _ => self.tour..self.held.len(),
        }
    }

    /// A story that is held.
    pub(super) fn held(&mut self, id: ArticleId) -> Option<&mut Held> {
        self.held.iter_mut().find(|held| held.id == id)
    }

    /// To its beginning.
    pub(super) fn restart(&mut self) {
        self.numbered.clear();
        self.ahead.clear();
        (self.told, self.last, self.total, self.group) = (0, None, None, None);
        if self.is_of_library() {
            return;
        }
        let rows = self.held.get(self.rows()).unwrap_or_default();
        let numbered = |held: &Held| Numbered {
            story: StoryRef {
                id: held.id,
                origin: held.origin.clone(),
            },
            name: held.name.clone(),
            place: None,
        };
        self.numbered = rows.iter().map(numbered).collect();
        self.total = Some(self.numbered.len());
    }

    /// Takes in a page of the library.
    fn extend(&mut self, page: Page) {
        self.total = page.total;
        let key = page.rows.last().and_then(|row| row.key.clone());
        self.last = key.filter(|_| page.more_after);
        for row in page.rows {
            let numbered = |place| Numbered {
                story: row.story(),
                name: clean::line(&row.title).into_owned(),
                place,
            };
            self.numbered.push(numbered(None));
            for bookmark in &row.places {
                let place = bookmark
                    .anchor
                    .clone()
                    .map(|anchor| Box::new((bookmark.id, anchor)));
                self.numbered.push(numbered(place));
            }
            self.ahead.push(row);
        }
    }

    /// What is said of the list before its stories.
    fn heading(&self, unread: Option<usize>) -> String {
        let count = self.total.unwrap_or(self.numbered.len());
        let stories = match count {
            0 => "no stories".to_owned(),
            count => counted(count, "story", "stories"),
        };
        let mut parts = Vec::new();
        if !self.name.is_empty() {
            parts.push(self.name.clone());
        }
        if !self.listing.filter.is_empty() {
            parts.push(format!("titles with {}", self.listing.filter));
        }
        let unread = unread.map(|unread| format!(", {unread} unread"));
        let stories = format!("{stories}{}.", unread.unwrap_or_default());
        match parts.is_empty() {
            true => stories,
            false => format!("{}: {stories}", parts.join(", ")),
        }
    }
}

impl<W: Write> Reader<W> {
    /// Begins with the library, if it has anything to show; else with the stories that newsprint brings along.
    pub(super) fn go_home(&mut self) -> io::Result<()> {
        let outcomes = self.ask(Job::Home)?;
        let has_home = |outcome: &Outcome| matches!(outcome, Outcome::Home(Some(_), _));
        let library = outcomes.iter().any(has_home);
        self.list.is_tour();
        if library {
            self.list.turn_to(View::All, "All");
        }
        self.tell_list()
    }

    /// The stories from the first on, numbered, as many as are told at once.
    pub(super) fn tell_list(&mut self) -> io::Result<()> {
        self.list.listing.filter.clear();
        self.tell_from_first()
    }

    pub(super) fn tell_from_first(&mut self) -> io::Result<()> {
        self.leave();
        self.pending.clear();
        self.choice = Choice::Stories;
        self.list.restart();
        let mut unread = None;
        if self.list.is_of_library() {
            self.read_page()?;
            if self.list.listing
                == (Listing {
                    view: View::All,
                    ..Listing::default()
                })
            {
                for outcome in self.ask(Job::States(Vec::new()))? {
                    if let Outcome::Counts(counts) = outcome {
                        unread = Some(counts.unread);
                    }
                }
            }
        }
        let heading = self.list.heading(unread);
        self.say(&heading)?;
        match self.list.numbered.is_empty() {
            true => self.say("v for the views."),
            false => self.more_of_list(),
        }
    }

    /// The next stories of the list.
    pub(super) fn more_of_list(&mut self) -> io::Result<()> {
        match self.list.is_of_library() {
            true => self.more_of_library()?,
            false => self.more_of_held()?,
        }
        let next = self.list.told + 1;
        match self
            .list
            .total
            .filter(|_| *self.list.view() != View::Bookmarks)
        {
            _ if !self.list.has_more() => {}
            Some(total) => self.say(&format!("m for more: {next} to {total}."))?,
            None => self.say("m for more.")?,
        }
        self.say("A number opens a story.")
    }

    fn more_of_library(&mut self) -> io::Result<()> {
        if self.list.ahead.is_empty() {
            self.read_page()?;
        }
        let count = STORIES.min(self.list.ahead.len());
        let today = chrono::Local::now().date_naive();
        for article in self.list.ahead.drain(..count).collect::<Vec<_>>() {
            if !article.group.is_empty() && self.list.group.as_ref() != Some(&article.group) {
                self.say(&format!("{}:", article.group.label(today)))?;
                self.list.group = Some(article.group.clone());
            }
            self.list.told += 1;
            let line = entry(self.list.told, &article);
            self.say(&line)?;
            for bookmark in &article.places {
                self.list.told += 1;
                let line = place_entry(self.list.told, bookmark);
                self.say(&line)?;
            }
        }
        Ok(())
    }

    /// Reads the next page of the library, if there is one.
    fn read_page(&mut self) -> io::Result<bool> {
        let list = &self.list;
        let from = match &list.last {
            Some(key) => PageFrom::After(key.clone()),
            None if list.numbered.is_empty() => PageFrom::First,
            None => return Ok(false),
        };
        let request = PageRequest {
            number: 0,
            listing: list.listing.clone(),
            from,
            rows: STORIES,
            sticky: Vec::new(),
        };
        for outcome in self.ask(Job::Page(request))? {
            if let Outcome::Page(page) = outcome {
                let any = !page.rows.is_empty();
                self.list.extend(page);
                return Ok(any);
            }
        }
        self.list.last = None;
        Ok(false)
    }

    /// What a number of the list stands for. If there is nothing, says so.
    pub(super) fn numbered(&mut self, number: usize) -> io::Result<Option<Numbered>> {
        let index = number.wrapping_sub(1);
        while index != usize::MAX
            && index >= self.list.numbered.len()
            && index - self.list.numbered.len() < AHEAD
            && self.read_page_ahead()?
        {}
        if let Some(numbered) = self.list.numbered.get(index) {
            return Ok(Some(numbered.clone()));
        }
        if number > 0 && self.list.last.is_some() {
            self.say(&format!(
                "Story {number} was not told yet. m tells more, f and words search."
            ))?;
            return Ok(None);
        }
        let count = self.list.numbered.len();
        let verb = if count == 1 { "is" } else { "are" };
        self.say(&format!(
            "No story {number}. There {verb} {}.",
            counted(count, "story", "stories")
        ))?;
        Ok(None)
    }

    fn read_page_ahead(&mut self) -> io::Result<bool> {
        match self.list.is_of_library() && self.list.last.is_some() {
            true => self.read_page(),
            false => Ok(false),
        }
    }

    /// The number of the next story behind one of the list.
    pub(super) fn number_behind(&mut self, index: usize) -> io::Result<Option<usize>> {
        let Some(here) = self.list.numbered.get(index).map(|here| here.story.id) else {
            return Ok(None);
        };
        let mut next = index + 1;
        loop {
            if next >= self.list.numbered.len() && !self.read_page_ahead()? {
                return Ok(None);
            }
            match self.list.numbered.get(next) {
                Some(found) if found.story.id != here => return Ok(Some(next + 1)),
                _ => next += 1,
            }
        }
    }
}

/// A story of the library.
pub(super) fn entry(number: usize, article: &Article) -> String {
    let problem = article.problem.as_ref();
    let problem = problem.map(|why| format!(", can't be read: {why}"));
    format!(
        "{number}. {}{}{}",
        article.title,
        in_words(&article.state),
        problem.unwrap_or_default()
    )
}

/// A bookmarked place under its story.
fn place_entry(number: usize, bookmark: &Bookmark) -> String {
    let mut parts = vec![match &bookmark.section {
        Some(section) => format!("Place in section {section}"),
        None => "Place".to_owned(),
    }];
    // At a heading the sentence is the heading.
    parts.extend(
        bookmark
            .quote
            .clone()
            .filter(|_| bookmark.quote != bookmark.section),
    );
    let note = bookmark.note.as_ref();
    parts.extend(note.map(|note| format!("Note: {note}")));
    if !bookmark.tags.is_empty() {
        parts.push(format!("Tags: {}", bookmark.tags.join(", ")));
    }
    let ended = parts.iter().map(|part| {
        let ends = part.ends_with(['.', '!', '?', '…', ':']);
        if ends {
            part.clone()
        } else {
            format!("{part}.")
        }
    });
    format!("{number}. {}", ended.collect::<Vec<_>>().join(" "))
}

/// How it stands with a story, behind its title.
pub(super) fn in_words(state: &StoryState) -> String {
    let mut words = String::new();
    if !state.read {
        words.push_str(", unread");
    }
    if state.bookmarked {
        words.push_str(", bookmarked");
    }
    let percent = (state.progress * 100.0).round();
    if percent > 0.0 && percent < 100.0 {
        words.push_str(&format!(", {percent} percent"));
    }
    if state.unsaved {
        words.push_str(", not saved");
    }
    words
}
