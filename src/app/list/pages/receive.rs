//! Pages that have arrived or failed: updating the window and the selection, and dropping what is no longer awaited.

use chrono::NaiveDate;

use super::super::rows::PageSelection;
use super::super::{ListPane, ReaderUpdate};
use super::requests::AfterPage;
use crate::app::effect::Effects;
use crate::app::status::Status;
use crate::model::{ArticleId, Page, PageFrom};

/// Consequences of a received page.
#[derive(Debug)]
#[must_use]
pub(in crate::app) struct PageReceipt {
    /// Update of the reader pane.
    pub(in crate::app) update: ReaderUpdate,
    /// True if the window was reloaded: the text of the shown article may have changed.
    pub(in crate::app) was_reloaded: bool,
    /// True if the library has changed since the page was requested: it must be reloaded.
    pub(in crate::app) is_outdated: bool,
}

impl PageReceipt {
    fn new(update: ReaderUpdate) -> Self {
        Self {
            update,
            was_reloaded: false,
            is_outdated: false,
        }
    }
}

impl ListPane {
    /// Receives the number of rows before the window; ignored if it answers an earlier request.
    pub(in crate::app) fn receive_rows_before(&mut self, number: u64, before: usize) {
        let requested = self
            .pages
            .position_request
            .take_if(|(_, requested)| *requested == number);
        if let Some((key, _)) = requested {
            self.rows.set_rows_before(&key, before);
        }
    }

    /// Receives the failure of a requested page and stops waiting for it.
    pub(in crate::app) fn receive_page_failure(&mut self, number: u64) -> ReaderUpdate {
        let pages = &mut self.pages;
        let reload = pages.reload.as_ref().map(|reload| reload.request_id);
        let requested = [pages.next_page, pages.previous_page, reload];
        let jump = pages.jump.take_if(|jump| jump.request_id == number);
        if jump.is_none() && !requested.contains(&Some(number)) {
            return ReaderUpdate::Stay;
        }
        pages.reload = None;
        pages.has_failed = true;
        self.cancel_growth();
        if !jump.is_some_and(|jump| jump.after_page.replaces_rows()) {
            return ReaderUpdate::Stay;
        }
        // Rows of another listing must not stay below the name of this one.
        self.rows
            .replace_window(Page::empty(number), PageSelection::First);
        self.is_scanning &= self.rows.is_in_memory();
        ReaderUpdate::Preview
    }

    /// Receives a page. Returns `None` for a page that is no longer awaited. `shown` is the article in the reader,
    /// `open` the same if it was opened.
    pub(in crate::app) fn receive_page(
        &mut self,
        page: Page,
        (shown, open): (Option<ArticleId>, Option<ArticleId>),
        today: NaiveDate,
        effects: &mut Effects,
        status: &mut Status,
    ) -> Option<PageReceipt> {
        let number = page.request_id;
        if let Some(jump) = self.pages.jump.take_if(|jump| jump.request_id == number) {
            self.cancel_growth();
            self.pages.has_failed = false;
            // The later request has newer rows.
            self.pages
                .reload
                .take_if(|reload| reload.request_id < number);
            self.pages.position_request = None;
            self.is_scanning &= self.rows.is_in_memory();
            let mut next = self.finish_jump(page, jump.after_page, shown, today, effects, status);
            if let (Some((action, count)), ReaderUpdate::Preview) = (jump.repeats, next) {
                next = self.repeat_motion(action, count, today, effects, status);
            }
            let outdated = self.pages.has_changed_since_reload && self.pages.jump.is_none();
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
            self.rows.extend_window(page);
            return Some(PageReceipt::new(ReaderUpdate::Stay));
        }
        let reload = self
            .pages
            .reload
            .take_if(|reload| reload.request_id == number)?;
        let selected = self.rows.selected().map(|article| article.id);
        let there = |id: &ArticleId| page.rows.iter().any(|row| row.id == *id);
        if selected != reload.selected && !selected.as_ref().is_some_and(there) {
            // The selection has left these rows in the meantime.
            self.reload_window(open, effects);
            return None;
        }
        self.pages.position_request = None;
        // Where the selection has moved on, it is not moved back.
        let restored = reload.restored.filter(|_| selected == reload.selected);
        // An article that has joined a story has no row of its own any more.
        let story = page.target.filter(|target| {
            selected == reload.selected && Some(*target) != restored.or(selected) && there(target)
        });
        let found = match restored.filter(there).or(story) {
            Some(id) => PageSelection::InPlace(id),
            None => PageSelection::Keep,
        };
        self.rows.replace_window(page, found);
        // Another article is shown only if this one is gone: no change of the library moves the text.
        let now = self.rows.selected().map(|article| article.id);
        let next = match now != selected && shown == selected && story.is_none() {
            true => ReaderUpdate::Preview,
            false => ReaderUpdate::Stay,
        };
        Some(PageReceipt {
            update: next,
            was_reloaded: true,
            is_outdated: self.pages.has_changed_since_reload,
        })
    }

    /// Selects the target of a jump.
    fn finish_jump(
        &mut self,
        page: Page,
        then: AfterPage,
        shown: Option<ArticleId>,
        today: NaiveDate,
        effects: &mut Effects,
        status: &mut Status,
    ) -> ReaderUpdate {
        let found = page.target;
        match then {
            AfterPage::ReplaceListing => self.rows.replace_window(page, PageSelection::First),
            AfterPage::Filter => {
                let selected = self.rows.selected().map(|article| article.id);
                // The article is not among the rows: start at the first row.
                if matches!(page.from, PageFrom::AroundArticle(_)) && found.is_none() {
                    self.request_jump(PageFrom::First, AfterPage::Filter, effects);
                    return ReaderUpdate::Stay;
                }
                let is_row = |id: &ArticleId| page.rows.iter().any(|row| row.id == *id);
                let stays = selected.filter(is_row).or(found.filter(is_row));
                let found = stays.map_or(PageSelection::First, PageSelection::Article);
                self.rows.replace_window(page, found);
            }
            AfterPage::Edge { last } => {
                let found = if last {
                    PageSelection::Last
                } else {
                    PageSelection::First
                };
                self.rows.replace_window(page, found);
            }
            AfterPage::Group { forward } => {
                if let Some(id) = found {
                    self.rows.replace_window(page, PageSelection::Article(id));
                }
                self.report_group(found.is_some(), forward, today, status);
            }
            AfterPage::Unread { forward, open } => {
                if let Some(id) = found {
                    self.rows.replace_window(page, PageSelection::Article(id));
                }
                return self.select_unread(found, forward, open, status);
            }
            AfterPage::Row => {
                if let Some(id) = found {
                    self.rows.replace_window(page, PageSelection::Article(id));
                }
            }
            AfterPage::Select(id) => {
                if let Some(found) = found
                    && shown == Some(id)
                {
                    self.rows
                        .replace_window(page, PageSelection::Article(found));
                }
                return ReaderUpdate::Stay;
            }
        }
        ReaderUpdate::Preview
    }
}
