//! What becomes of pages when they come, or can't be read: the window takes them, the selection lands, and nothing is waited for
//! any longer.

use super::super::list::Found;
use super::super::{App, Pane};
use super::Then;
use crate::model::{ArticleId, Page, PageFrom};

impl App {
    /// How many rows stand before the window, if that is still asked for.
    pub(in crate::app) fn receive_position(&mut self, number: u64, before: usize) {
        let asked = self
            .list
            .paging
            .place
            .take_if(|(_, asked)| *asked == number);
        if let Some((key, _)) = asked {
            self.list.rows.set_before(&key, before);
        }
    }

    /// A page that was asked for can't be read: nothing waits for it any longer.
    pub(in crate::app) fn receive_no_page(&mut self, number: u64) {
        let paging = &mut self.list.paging;
        let again = paging.again.map(|(number, _)| number);
        let asked = [paging.below, paging.above, again];
        let jump = paging.jump.take_if(|jump| jump.number == number);
        if jump.is_none() && !asked.contains(&Some(number)) {
            return;
        }
        (paging.below, paging.above, paging.again) = (None, None, None);
        paging.failed = true;
        if jump.is_some_and(|jump| matches!(jump.then, Then::Turn | Then::Filter)) {
            // Rows of another listing must not stand under this one's name.
            self.list.rows.take_page(Page::empty(number), Found::First);
            self.list.scanning &= self.list.rows.is_held();
            self.preview();
        }
    }

    /// Takes in a page. One that is no longer waited for is dropped.
    pub(in crate::app) fn receive_page(&mut self, page: Page) {
        let number = page.number;
        self.forget_texts(&page);
        if let Some(jump) = self.list.paging.jump.take_if(|jump| jump.number == number) {
            (self.list.paging.below, self.list.paging.above) = (None, None);
            self.list.paging.failed = false;
            // What was asked for later knows more.
            self.list.paging.again.take_if(|(again, _)| *again < number);
            self.list.paging.place = None;
            self.list.scanning &= self.list.rows.is_held();
            self.land(page, jump.then);
            if self.list.paging.changed && self.list.paging.jump.is_none() {
                self.read_again();
            }
        } else if self.list.paging.below == Some(number) {
            self.list.paging.below = None;
            self.list.rows.grow(page);
        } else if self.list.paging.above == Some(number) {
            self.list.paging.above = None;
            self.list.rows.grow(page);
        } else if let Some((_, asked)) = self
            .list
            .paging
            .again
            .take_if(|(again, _)| *again == number)
        {
            let selected = self.list.rows.selected().map(|article| article.id);
            let there = |id: &ArticleId| page.rows.iter().any(|row| row.id == *id);
            if selected != asked && !selected.as_ref().is_some_and(there) {
                // The selection has gone elsewhere meanwhile.
                return self.ask_again();
            }
            self.list.paging.place = None;
            let changed = self.changed_text(&page);
            self.list.rows.take_page(page, Found::Stay);
            // Only where the story is gone another one is shown: text moves by no change of the library.
            let now = self.list.rows.selected().map(|article| article.id);
            if self.screen.focus == Pane::List && now != selected && self.reader.shown == selected {
                self.preview();
            }
            if let Some(id) = changed {
                self.load_again(id);
            }
            if self.list.paging.changed {
                self.read_again();
            }
        } else {
            return;
        }
        let pinned = self.pinned();
        self.list.rows.forget(pinned.into_iter());
    }

    /// Forgets the texts of stories that are others now and are not shown.
    fn forget_texts(&mut self, page: &Page) {
        let (list, shown) = (&self.list.rows, self.reader.shown);
        let same = |id: &ArticleId| {
            let row = page.rows.iter().find(|row| row.id == *id);
            let known = list.get(*id).and_then(|article| article.kept_since);
            row.is_none_or(|row| row.kept_since == known)
        };
        self.reader
            .documents
            .retain(|(id, _)| Some(*id) == shown || same(id));
    }

    /// The story that is shown, if its text is another one now.
    fn changed_text(&self, page: &Page) -> Option<ArticleId> {
        let shown = self.reader.shown?;
        let updated = |article: &crate::model::Article| article.kept_since.map(|(_, at)| at);
        let before = updated(self.list.rows.get(shown)?)?;
        let now = page.rows.iter().find(|row| row.id == shown);
        now.and_then(updated)
            .is_some_and(|now| now != before)
            .then_some(shown)
    }

    /// What a jump has brought.
    fn land(&mut self, page: Page, then: Then) {
        let found = page.found;
        match then {
            Then::Turn => self.list.rows.take_page(page, Found::First),
            Then::Filter => {
                let selected = self.list.rows.selected().map(|article| article.id);
                // It is not among the rows: then they begin at the first.
                if matches!(page.from, PageFrom::Story(_)) && found.is_none() {
                    return self.jump(PageFrom::First, Then::Filter);
                }
                let stays = selected.filter(|id| page.rows.iter().any(|row| row.id == *id));
                let found = stays.map_or(Found::First, Found::Story);
                self.list.rows.take_page(page, found);
            }
            Then::Edge { last } => {
                let found = if last { Found::Last } else { Found::First };
                self.list.rows.take_page(page, found);
            }
            Then::Group { forward } => {
                if let Some(id) = found {
                    self.list.rows.take_page(page, Found::Story(id));
                }
                self.say_group(found.is_some(), forward);
            }
            Then::Unread { forward, open } => {
                if let Some(id) = found {
                    self.list.rows.take_page(page, Found::Story(id));
                }
                return self.take_unread(found, forward, open);
            }
            Then::Select(id) => {
                if found.is_some() && self.reader.shown == Some(id) {
                    self.list.rows.take_page(page, Found::Story(id));
                }
                return;
            }
        }
        if self.screen.focus == Pane::List {
            self.preview();
        }
    }

    /// Articles that are in no row, and are needed all the same.
    fn pinned(&self) -> Vec<ArticleId> {
        let read = self.reader.history.stories();
        let left = self.reader.trail.iter().copied();
        self.reader
            .shown
            .into_iter()
            .chain(left)
            .chain(read)
            .collect()
    }
}
