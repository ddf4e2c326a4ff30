//! Pages that have come, or can't be read: the window takes them, the selection lands, and nothing is waited for
//! any longer.

use chrono::NaiveDate;

use super::super::rows::WindowTarget;
use super::super::{ListPane, ListStep};
use super::requests::AfterPage;
use crate::app::effect::Effects;
use crate::app::status::Status;
use crate::model::{ArticleId, Page, PageFrom};

/// Consequence of a page that has come.
#[derive(Debug)]
#[must_use]
pub(in crate::app) struct PageReceipt {
    pub(in crate::app) step: ListStep,
    /// True if the window was read again: the text of the article that is shown may be another one now.
    pub(in crate::app) was_reloaded: bool,
    /// True if the library has changed since the page was asked for: it is to be read again.
    pub(in crate::app) is_outdated: bool,
}

impl PageReceipt {
    fn new(step: ListStep) -> Self {
        Self {
            step,
            was_reloaded: false,
            is_outdated: false,
        }
    }
}

impl ListPane {
    /// Takes in how many rows stand before the window, if that is still asked for.
    pub(in crate::app) fn receive_position(&mut self, number: u64, before: usize) {
        let requested = self
            .pages
            .position
            .take_if(|(_, requested)| *requested == number);
        if let Some((key, _)) = requested {
            self.rows.set_before(&key, before);
        }
    }

    /// Takes in that a page that was asked for can't be read: nothing waits for it any longer.
    pub(in crate::app) fn receive_page_failure(&mut self, number: u64) -> ListStep {
        let pages = &mut self.pages;
        let reload = pages.reload.map(|(number, _)| number);
        let requested = [pages.next_page, pages.previous_page, reload];
        let jump = pages.jump.take_if(|jump| jump.number == number);
        if jump.is_none() && !requested.contains(&Some(number)) {
            return ListStep::Stay;
        }
        pages.reload = None;
        pages.has_failed = true;
        self.forget_growth();
        if !jump.is_some_and(|jump| jump.then.replaces_rows()) {
            return ListStep::Stay;
        }
        // Rows of another listing must not stand under this one's name.
        self.rows
            .insert_page(Page::empty(number), WindowTarget::First);
        self.is_scanning &= self.rows.is_in_memory();
        ListStep::Preview
    }

    /// Takes in a page. One that is no longer waited for is dropped: `None`. `shown` is the article in the reader, `open` the
    /// same if it was opened.
    pub(in crate::app) fn receive_page(
        &mut self,
        page: Page,
        (shown, open): (Option<ArticleId>, Option<ArticleId>),
        today: NaiveDate,
        effects: &mut Effects,
        status: &mut Status,
    ) -> Option<PageReceipt> {
        let number = page.request_id;
        if let Some(jump) = self.pages.jump.take_if(|jump| jump.number == number) {
            self.forget_growth();
            self.pages.has_failed = false;
            // What was asked for later knows more.
            self.pages.reload.take_if(|(reload, _)| *reload < number);
            self.pages.position = None;
            self.is_scanning &= self.rows.is_in_memory();
            let next = self.finish_jump(page, jump.then, shown, today, effects, status);
            let outdated = self.pages.has_changed && self.pages.jump.is_none();
            return Some(PageReceipt {
                is_outdated: outdated,
                ..PageReceipt::new(next)
            });
        }
        if self
            .pages
            .next_page
            .take_if(|requested| *requested == number)
            .is_some()
            || self
                .pages
                .previous_page
                .take_if(|requested| *requested == number)
                .is_some()
        {
            self.rows.grow(page);
            return Some(PageReceipt::new(ListStep::Stay));
        }
        let (_, requested) = self.pages.reload.take_if(|(reload, _)| *reload == number)?;
        let selected = self.rows.selected().map(|article| article.id);
        let there = |id: &ArticleId| page.rows.iter().any(|row| row.id == *id);
        if selected != requested && !selected.as_ref().is_some_and(there) {
            // The selection has gone elsewhere meanwhile.
            self.reload(open, effects);
            return None;
        }
        self.pages.position = None;
        self.rows.insert_page(page, WindowTarget::KeepSelection);
        // Only where the article is gone another one is shown: text moves by no change of the library.
        let now = self.rows.selected().map(|article| article.id);
        let next = match now != selected && shown == selected {
            true => ListStep::Preview,
            false => ListStep::Stay,
        };
        Some(PageReceipt {
            step: next,
            was_reloaded: true,
            is_outdated: self.pages.has_changed,
        })
    }

    /// Selects what a jump has led to.
    fn finish_jump(
        &mut self,
        page: Page,
        then: AfterPage,
        shown: Option<ArticleId>,
        today: NaiveDate,
        effects: &mut Effects,
        status: &mut Status,
    ) -> ListStep {
        let found = page.target;
        match then {
            AfterPage::ReplaceListing => self.rows.insert_page(page, WindowTarget::First),
            AfterPage::Filter => {
                let selected = self.rows.selected().map(|article| article.id);
                // It is not among the rows: then they begin at the first.
                if matches!(page.from, PageFrom::AroundArticle(_)) && found.is_none() {
                    self.jump(PageFrom::First, AfterPage::Filter, effects);
                    return ListStep::Stay;
                }
                let stays = selected.filter(|id| page.rows.iter().any(|row| row.id == *id));
                let found = stays.map_or(WindowTarget::First, WindowTarget::Article);
                self.rows.insert_page(page, found);
            }
            AfterPage::Edge { last } => {
                let found = if last {
                    WindowTarget::Last
                } else {
                    WindowTarget::First
                };
                self.rows.insert_page(page, found);
            }
            AfterPage::Group { forward } => {
                if let Some(id) = found {
                    self.rows.insert_page(page, WindowTarget::Article(id));
                }
                self.report_group(found.is_some(), forward, today, status);
            }
            AfterPage::Unread { forward, open } => {
                if let Some(id) = found {
                    self.rows.insert_page(page, WindowTarget::Article(id));
                }
                return self.select_unread(found, forward, open, status);
            }
            AfterPage::Select(id) => {
                if found.is_some() && shown == Some(id) {
                    self.rows.insert_page(page, WindowTarget::Article(id));
                }
                return ListStep::Stay;
            }
        }
        ListStep::Preview
    }
}
