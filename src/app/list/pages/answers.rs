//! Pages that have come, or can't be read: the window takes them, the selection lands, and nothing is waited for
//! any longer.

use chrono::NaiveDate;

use super::super::rows::Found;
use super::super::{ListPane, Next};
use super::requests::AfterPage;
use crate::app::effect::Effects;
use crate::app::status::Status;
use crate::model::{ArticleId, Page, PageFrom};

/// Consequence of a page that has come.
#[derive(Debug)]
#[must_use]
pub(in crate::app) struct Arrival {
    pub(in crate::app) next: Next,
    /// True if the window was read again: the text of the article that is shown may be another one now.
    pub(in crate::app) reloaded: bool,
    /// True if the library has changed since the page was asked for: it is to be read again.
    pub(in crate::app) outdated: bool,
}

impl Arrival {
    fn new(next: Next) -> Self {
        Self {
            next,
            reloaded: false,
            outdated: false,
        }
    }
}

impl ListPane {
    /// Takes in how many rows stand before the window, if that is still asked for.
    pub(in crate::app) fn receive_position(&mut self, number: u64, before: usize) {
        let asked = self.pages.position.take_if(|(_, asked)| *asked == number);
        if let Some((key, _)) = asked {
            self.rows.set_before(&key, before);
        }
    }

    /// Takes in that a page that was asked for can't be read: nothing waits for it any longer.
    pub(in crate::app) fn receive_no_page(&mut self, number: u64) -> Next {
        let pages = &mut self.pages;
        let reload = pages.reload.map(|(number, _)| number);
        let asked = [pages.next_page, pages.previous_page, reload];
        let jump = pages.jump.take_if(|jump| jump.number == number);
        if jump.is_none() && !asked.contains(&Some(number)) {
            return Next::Stay;
        }
        pages.reload = None;
        pages.failed = true;
        self.forget_growth();
        if !jump.is_some_and(|jump| jump.then.replaces_rows()) {
            return Next::Stay;
        }
        // Rows of another listing must not stand under this one's name.
        self.rows.take_page(Page::empty(number), Found::First);
        self.scanning &= self.rows.is_held();
        Next::Preview
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
    ) -> Option<Arrival> {
        let number = page.request_id;
        if let Some(jump) = self.pages.jump.take_if(|jump| jump.number == number) {
            self.forget_growth();
            self.pages.failed = false;
            // What was asked for later knows more.
            self.pages.reload.take_if(|(reload, _)| *reload < number);
            self.pages.position = None;
            self.scanning &= self.rows.is_held();
            let next = self.land(page, jump.then, shown, today, effects, status);
            let outdated = self.pages.changed && self.pages.jump.is_none();
            return Some(Arrival {
                outdated,
                ..Arrival::new(next)
            });
        }
        if self
            .pages
            .next_page
            .take_if(|asked| *asked == number)
            .is_some()
            || self
                .pages
                .previous_page
                .take_if(|asked| *asked == number)
                .is_some()
        {
            self.rows.grow(page);
            return Some(Arrival::new(Next::Stay));
        }
        let (_, asked) = self.pages.reload.take_if(|(reload, _)| *reload == number)?;
        let selected = self.rows.selected().map(|article| article.id);
        let there = |id: &ArticleId| page.rows.iter().any(|row| row.id == *id);
        if selected != asked && !selected.as_ref().is_some_and(there) {
            // The selection has gone elsewhere meanwhile.
            self.reload(open, effects);
            return None;
        }
        self.pages.position = None;
        self.rows.take_page(page, Found::Stay);
        // Only where the article is gone another one is shown: text moves by no change of the library.
        let now = self.rows.selected().map(|article| article.id);
        let next = match now != selected && shown == selected {
            true => Next::Preview,
            false => Next::Stay,
        };
        Some(Arrival {
            next,
            reloaded: true,
            outdated: self.pages.changed,
        })
    }

    /// Selects what a jump has led to.
    fn land(
        &mut self,
        page: Page,
        then: AfterPage,
        shown: Option<ArticleId>,
        today: NaiveDate,
        effects: &mut Effects,
        status: &mut Status,
    ) -> Next {
        let found = page.target;
        match then {
            AfterPage::ReplaceListing => self.rows.take_page(page, Found::First),
            AfterPage::Filter => {
                let selected = self.rows.selected().map(|article| article.id);
                // It is not among the rows: then they begin at the first.
                if matches!(page.from, PageFrom::AroundArticle(_)) && found.is_none() {
                    self.jump(PageFrom::First, AfterPage::Filter, effects);
                    return Next::Stay;
                }
                let stays = selected.filter(|id| page.rows.iter().any(|row| row.id == *id));
                let found = stays.map_or(Found::First, Found::Article);
                self.rows.take_page(page, found);
            }
            AfterPage::Edge { last } => {
                let found = if last { Found::Last } else { Found::First };
                self.rows.take_page(page, found);
            }
            AfterPage::Group { forward } => {
                if let Some(id) = found {
                    self.rows.take_page(page, Found::Article(id));
                }
                self.say_group(found.is_some(), forward, today, status);
            }
            AfterPage::Unread { forward, open } => {
                if let Some(id) = found {
                    self.rows.take_page(page, Found::Article(id));
                }
                return self.select_unread(found, forward, open, status);
            }
            AfterPage::Select(id) => {
                if found.is_some() && shown == Some(id) {
                    self.rows.take_page(page, Found::Article(id));
                }
                return Next::Stay;
            }
        }
        Next::Preview
    }
}
