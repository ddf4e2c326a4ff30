//! What becomes of pages when they come, or can't be read: the window takes them, the selection lands, and nothing is waited for
//! any longer.

use super::super::list::Found;
use super::super::{App, Pane};
use super::Then;
use crate::model::{ArticleId, Page, PageFrom};

impl App {
    /// How many rows stand before the window, if that is still asked for.
    pub(in crate::app) fn receive_position(&mut self, number: u64, before: usize) {
        let asked = self.paging.place.take_if(|(_, asked)| *asked == number);
        if let Some((key, _)) = asked {
            self.list.set_before(&key, before);
        }
    }

    /// A page that was asked for can't be read: nothing waits for it any longer.
    pub(in crate::app) fn receive_no_page(&mut self, number: u64) {
        let paging = &mut self.paging;
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
            self.list.take_page(Page::empty(number), Found::First);
            self.scanning &= self.list.is_held();
            self.preview();
        }
    }

    /// Takes in a page. One that is no longer waited for is dropped.
    pub(in crate::app) fn receive_page(&mut self, page: Page) {
        let number = page.number;
        self.forget_texts(&page);
        if let Some(jump) = self.paging.jump.take_if(|jump| jump.number == number) {
            (self.paging.below, self.paging.above) = (None, None);
            self.paging.failed = false;
            // What was asked for later knows more.
            self.paging.again.take_if(|(again, _)| *again < number);
            self.paging.place = None;
            self.scanning &= self.list.is_held();
            self.land(page, jump.then);
            if self.paging.changed && self.paging.jump.is_none() {
                self.read_again();
            }
        } else if self.paging.below == Some(number) {
            self.paging.below = None;
            self.list.grow(page);
        } else if self.paging.above == Some(number) {
            self.paging.above = None;
            self.list.grow(page);
        } else if let Some((_, asked)) = self.paging.again.take_if(|(again, _)| *again == number) {
            let selected = self.list.selected().map(|article| article.id);
            let there = |id: &ArticleId| page.rows.iter().any(|row| row.id == *id);
            if selected != asked && !selected.as_ref().is_some_and(there) {
                // The selection has gone elsewhere meanwhile.
                return self.ask_again();
            }
            self.paging.place = None;
            let changed = self.changed_text(&page);
            self.list.take_page(page, Found::Stay);
            // Only where the story is gone another one is shown: text moves by no change of the library.
            let now = self.list.selected().map(|article| article.id);
            if self.focus == Pane::List && now != selected && self.shown == selected {
                self.preview();
            }
            if let Some(id) = changed {
                self.load_again(id);
            }
            if self.paging.changed {
                self.read_again();
            }
        } else {
            return;
        }
        let pinned = self.pinned();
        self.list.forget(pinned.into_iter());
    }

    /// Forgets the texts of stories that are others now and are not shown.
    fn forget_texts(&mut self, page: &Page) {
        let (list, shown) = (&self.list, self.shown);
        let same = |id: &ArticleId| {
            let row = page.rows.iter().find(|row| row.id == *id);
            let known = list.get(*id).and_then(|article| article.kept_since);
            row.is_none_or(|row| row.kept_since == known)
        };
        self.documents
            .retain(|(id, _)| Some(*id) == shown || same(id));
    }

    /// The story that is shown, if its text is another one now.
    fn changed_text(&self, page: &Page) -> Option<ArticleId> {
        let shown = self.shown?;
        let updated = |article: &crate::model::Article| article.kept_since.map(|(_, at)| at);
        let before = updated(self.list.get(shown)?)?;
        let now = page.rows.iter().find(|row| row.id == shown);
        now.and_then(updated)
            .is_some_and(|now| now != before)
            .then_some(shown)
    }

    /// What a jump has brought.
    fn land(&mut self, page: Page, then: Then) {
        let found = page.found;
        match then {
            Then::Turn => self.list.take_page(page, Found::First),
            Then::Filter => {
                let selected = self.list.selected().map(|article| article.id);
                // It is not among the rows: then they begin at the first.
                if matches!(page.from, PageFrom::Story(_)) && found.is_none() {
                    return self.jump(PageFrom::First, Then::Filter);
                }
                let stays = selected.filter(|id| page.rows.iter().any(|row| row.id == *id));
                let found = stays.map_or(Found::First, Found::Story);
                self.list.take_page(page, found);
            }
            Then::Edge { last } => {
                let found = if last { Found::Last } else { Found::First };
                self.list.take_page(page, found);
            }
            Then::Group { forward } => {
                if let Some(id) = found {
                    self.list.take_page(page, Found::Story(id));
                }
                self.say_group(found.is_some(), forward);
            }
            Then::Unread { forward, open } => {
                if let Some(id) = found {
                    self.list.take_page(page, Found::Story(id));
                }
                return self.take_unread(found, forward, open);
            }
            Then::Select(id) => {
                if found.is_some() && self.shown == Some(id) {
                    self.list.take_page(page, Found::Story(id));
                }
                return;
            }
        }
        if self.focus == Pane::List {
            self.preview();
        }
    }

    /// Articles that are in no row, and are needed all the same.
    fn pinned(&self) -> Vec<ArticleId> {
        let read = self.history.stories();
        let left = self.trail.iter().copied();
        self.shown.into_iter().chain(left).chain(read).collect()
    }
}
