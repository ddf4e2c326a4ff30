//! The list of stories: its rows, which of them a filter leaves, and the selection: [`List`].

use super::fold::has_words;
use crate::model::{Article, ArticleId, Group};

/// A row of the list on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRow {
    /// The head of a group: the group of this article.
    Head(usize),
    /// The article at this index.
    Story(usize),
}

/// The articles the program holds, and the list's place among them.
#[derive(Debug, Default)]
pub struct List {
    articles: Vec<Article>,
    filter: String,
    /// What the filter leaves, as rows.
    rows: Vec<ListRow>,
    /// For each story in `rows`, its row: stories are counted, heads are not.
    stories: Vec<usize>,
    /// For each group, its first story among `stories`.
    groups: Vec<usize>,
    /// Index in `stories`.
    selected: usize,
    offset: usize,
    height: usize,
}

/// Rows kept between the selection and the edge.
const MARGIN: usize = 2;

impl List {
    /// Adds rows at the end.
    pub fn extend(&mut self, articles: Vec<Article>) {
        self.articles.extend(articles);
        // Rows may still come after a story that a link has led to, which stands last.
        self.articles.sort_by_key(|article| article.id);
        let scrolled = (!self.is_empty() && self.selected_row().is_none()).then_some(self.offset);
        self.rebuild();
        self.offset = scrolled.unwrap_or(self.offset);
    }

    /// All articles, in the order of the list.
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The article with this id. Ids are given in the order of the list.
    pub fn get(&self, id: ArticleId) -> Option<&Article> {
        self.index(id).and_then(|i| self.articles.get(i))
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, id: ArticleId) -> Option<&mut Article> {
        self.index(id).and_then(|i| self.articles.get_mut(i))
    }

    fn index(&self, id: ArticleId) -> Option<usize> {
        self.articles
            .binary_search_by_key(&id, |article| article.id)
            .ok()
    }

    /// How many stories the filter leaves.
    pub fn len(&self) -> usize {
        self.stories.len()
    }

    /// Whether it leaves none.
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// Which story is selected, from 0, among those that the filter leaves.
    pub fn selected_index(&self) -> usize {
        self.selected
    }

    /// The selected story.
    pub fn selected(&self) -> Option<&Article> {
        self.story(self.selected)
    }

    fn story(&self, index: usize) -> Option<&Article> {
        match self.rows.get(*self.stories.get(index)?)? {
            ListRow::Story(i) | ListRow::Head(i) => self.articles.get(*i),
        }
    }

    /// What the filter is; empty for none.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Shows only what matches; the selected story stays selected if it does.
    pub fn set_filter(&mut self, filter: &str) {
        if self.filter != filter {
            filter.clone_into(&mut self.filter);
            self.rebuild();
        }
    }

    /// Must be called when titles changed while a filter is on.
    pub fn refilter(&mut self) {
        if !self.filter.is_empty() {
            self.rebuild();
        }
    }

    fn rebuild(&mut self) {
        let selected = self.selected().map(|article| article.id);
        self.rows.clear();
        self.stories.clear();
        self.groups.clear();
        let mut group = None;
        for (i, article) in self.articles.iter().enumerate() {
            if !self.filter.is_empty() && !matches(article, &self.filter) {
                continue;
            }
            if group != Some(&article.group) {
                group = Some(&article.group);
                self.groups.push(self.stories.len());
                if !article.group.is_empty() {
                    self.rows.push(ListRow::Head(i));
                }
            }
            self.stories.push(self.rows.len());
            self.rows.push(ListRow::Story(i));
        }
        self.selected = 0;
        if let Some(id) = selected {
            self.select(id);
        }
        self.scroll_to_selected();
    }

    /// Selects a story, if the filter leaves it.
    pub fn select(&mut self, id: ArticleId) -> bool {
        let at = (0..self.stories.len()).find(|i| self.story(*i).is_some_and(|a| a.id == id));
        at.is_some_and(|i| self.select_index(i))
    }

    fn select_index(&mut self, index: usize) -> bool {
        let index = index.min(self.stories.len().saturating_sub(1));
        let moved = index != self.selected;
        self.selected = index;
        self.scroll_to_selected();
        moved
    }

    /// Moves the selection by so many stories, down if positive. False if there was nowhere to go.
    pub fn step(&mut self, stories: isize) -> bool {
        self.select_index(self.selected.saturating_add_signed(stories))
    }

    /// Selects the first or the last story.
    pub fn step_to_edge(&mut self, last: bool) -> bool {
        self.select_index(if last { usize::MAX } else { 0 })
    }

    /// A page, in stories.
    pub fn page(&self) -> isize {
        self.height.saturating_sub(MARGIN).max(1) as isize
    }

    /// Which group the selection is in, from 1, how many there are, and its name.
    pub fn group(&self) -> (usize, usize, Option<&Group>) {
        let number = self.groups.partition_point(|first| *first <= self.selected);
        (
            number,
            self.groups.len(),
            self.selected().map(|article| &article.group),
        )
    }

    /// Selects the first story of the next group. False at the last one.
    pub fn next_group(&mut self) -> bool {
        let next = self
            .groups
            .iter()
            .copied()
            .find(|first| *first > self.selected);
        next.is_some_and(|first| self.select_index(first))
    }

    /// Selects the first story of this group, or, standing there, of the one before. False at the very first.
    pub fn previous_group(&mut self) -> bool {
        let previous = self
            .groups
            .iter()
            .copied()
            .rev()
            .find(|first| *first < self.selected);
        previous.is_some_and(|first| self.select_index(first))
    }

    /// The next unread story after the selected one, or before it; around the end it does not go.
    pub fn unread(&self, forward: bool) -> Option<ArticleId> {
        let unread = |i: &usize| {
            self.story(*i)
                .is_some_and(|a| !a.state.read && a.problem.is_none())
        };
        let at = if forward {
            (self.selected + 1..self.stories.len()).find(unread)
        } else {
            (0..self.selected).rev().find(unread)
        };
        at.and_then(|i| self.story(i)).map(|article| article.id)
    }

    /// The ids of the stories in the selected story's group that the filter leaves.
    pub fn group_ids(&self) -> Vec<ArticleId> {
        let number = self.groups.partition_point(|first| *first <= self.selected);
        let first = number.checked_sub(1).and_then(|i| self.groups.get(i));
        let end = self
            .groups
            .get(number)
            .copied()
            .unwrap_or(self.stories.len());
        let stories = first.copied().unwrap_or(end)..end;
        stories.filter_map(|i| Some(self.story(i)?.id)).collect()
    }

    /// Sets the rows that the screen has for the list.
    pub fn set_height(&mut self, height: u16) {
        if self.height != usize::from(height) {
            self.height = usize::from(height);
            self.scroll_to_selected();
        }
    }

    /// Scrolls without selecting anything, down if positive.
    pub fn scroll(&mut self, rows: isize) {
        let most = self.rows.len().saturating_sub(self.height);
        self.offset = self.offset.saturating_add_signed(rows).min(most);
    }

    /// Selects a story that is on the screen; no row moves for that.
    pub fn select_in_view(&mut self, id: ArticleId) {
        let offset = self.offset;
        self.select(id);
        self.offset = offset;
    }

    /// The rows on the screen from the top.
    pub fn visible(&self) -> impl Iterator<Item = ListRow> {
        self.rows
            .iter()
            .skip(self.offset)
            .take(self.height)
            .copied()
    }

    /// The row on the screen that holds the selection.
    pub fn selected_row(&self) -> Option<usize> {
        let row = self.stories.get(self.selected)?.checked_sub(self.offset)?;
        (row < self.height).then_some(row)
    }

    fn scroll_to_selected(&mut self) {
        let Some(row) = self.stories.get(self.selected).copied() else {
            self.offset = 0;
            return;
        };
        let margin = MARGIN.min(self.height.saturating_sub(1) / 2);
        let lowest = (row + margin + 1)
            .min(self.rows.len())
            .saturating_sub(self.height);
        // The head above the first story of a group comes into sight with it.
        let highest = row.saturating_sub(margin);
        self.offset = self.offset.max(lowest).min(highest);
    }
}

fn matches(article: &Article, filter: &str) -> bool {
    let fields = [&article.standfirst, &article.byline, &article.publisher];
    let mut text = article.title.clone();
    for field in fields.into_iter().flatten() {
        text.push(' ');
        text.push_str(field);
    }
    has_words(&text, filter)
}
