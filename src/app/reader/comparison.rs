//! The comparison of an article with its earlier text, shown in place of its text.

mod shown;

use std::sync::Arc;

use chrono::DateTime;

use super::{PageLayout, ReaderPane, ReaderText};
use crate::app::effect::Effects;
use crate::app::list::List;
use crate::app::status::Status;
use crate::model::{ArticleId, ArticleRow, Job, TextComparison};

pub(super) use shown::ShownComparison;

impl ReaderPane {
    /// Returns true if a comparison with an earlier text is shown.
    pub(in crate::app) fn shows_comparison(&self) -> bool {
        self.comparison.is_some()
    }

    /// Returns the number of the change that was last gone to, from 1, and the number of changes.
    pub(in crate::app) fn change_number(&self) -> Option<(usize, usize)> {
        let shown = self.comparison.as_ref()?;
        Some((shown.current + 1, shown.changes.len()))
    }

    /// Requests the comparison of an article with its earlier text, or shows the article if that is shown.
    pub(in crate::app) fn toggle_comparison(
        &mut self,
        id: Option<ArticleId>,
        list: &List,
        effects: &mut Effects,
        status: &mut Status,
    ) {
        if self.shows_comparison() && self.shown == id {
            self.leave_other_text();
            return;
        }
        match id.and_then(|id| list.get(id)) {
            Some(article) => {
                self.awaited_comparison = Some(article.id);
                effects.submit(Job::LoadComparison(article.id, article.origin.clone()));
            }
            None => status.report("No article here"),
        }
    }

    /// Returns true if the comparison of this article was awaited, and stops waiting for it.
    pub(in crate::app) fn take_awaited_comparison(&mut self, id: ArticleId) -> bool {
        self.awaited_comparison
            .take_if(|other| *other == id)
            .is_some()
    }

    /// Shows a comparison at the first change below the top of the article, and removes the mark of the article.
    pub(in crate::app) fn show_comparison(
        &mut self,
        (id, comparison): (ArticleId, Arc<TextComparison>),
        page: &PageLayout,
        (list, effects): (&List, &mut Effects),
        status: &mut Status,
    ) {
        if self.shown != Some(id) {
            return;
        }
        self.leave_other_text();
        let count = comparison.changes.len();
        let since = time_text(comparison.since, page);
        status.report(match count {
            1 => format!("1 change since {since}"),
            _ => format!("{count} changes since {since}"),
        });
        match self.text.is_some() {
            true => self.lay_comparison_over(id, &comparison, page, effects),
            false => self.comparison_of_awaited_text = Some((id, comparison)),
        }
        self.marks_change_seen = true;
        self.mark_change_seen(list, effects);
    }

    /// Shows the comparison that arrived before the text of its article.
    pub(super) fn show_comparison_of_awaited_text(
        &mut self,
        page: &PageLayout,
        effects: &mut Effects,
    ) {
        if let Some((id, comparison)) = self.comparison_of_awaited_text.take()
            && self.shown == Some(id)
        {
            self.lay_comparison_over(id, &comparison, page, effects);
        }
    }

    fn lay_comparison_over(
        &mut self,
        id: ArticleId,
        comparison: &TextComparison,
        page: &PageLayout,
        effects: &mut Effects,
    ) {
        let Some(article) = &self.text else {
            return;
        };
        // Of the article, the block at the top of the screen.
        let top = article.top_block();
        let top = top.and_then(|block| comparison.blocks.get(block)).copied();
        let from = top.filter(|_| !article.is_at_start()).unwrap_or_default();
        let below = comparison
            .changes
            .partition_point(|change| change.block < from);
        let current = if below < comparison.changes.len() {
            below
        } else {
            0
        };
        let (options, height) = article.page_size();
        let document = Arc::new(comparison.document.clone());
        let mut text = ReaderText::new(id, document, 0, options, height);
        if let Some(change) = comparison.changes.get(current) {
            text.go_to_change(*change);
        }
        self.lay_over(text);
        self.comparison = Some(ShownComparison {
            changes: comparison.changes.clone(),
            current,
        });
        self.request_highlighting(page, effects);
    }

    /// Goes to the next or previous change of the comparison.
    pub(in crate::app) fn step_change(&mut self, forward: bool, status: &mut Status) {
        let (Some(shown), Some(text)) = (&mut self.comparison, &mut self.text) else {
            return;
        };
        match text.step_change(&shown.changes, shown.current, forward) {
            Some(index) => shown.current = index,
            None if forward => status.report("Last change"),
            None => status.report("First change"),
        }
    }

    /// Shows in the head of the article when it was changed, if the user has not seen that.
    pub(super) fn show_head_note(&mut self, id: ArticleId, list: &List, page: &PageLayout) {
        let changed = list.get(id).and_then(|article| article.state.changed);
        let note = changed.map(|changed| {
            let time = time_text(changed, page);
            format!("updated {time}, {} shows what changed", self.changes_key)
        });
        if let (Some(note), Some(text)) = (note, self.article_text_mut()) {
            text.set_head_note(note);
        }
    }

    /// Removes the mark that the article has changed, if it had the mark when it was opened.
    pub(in crate::app) fn mark_change_seen(&mut self, list: &List, effects: &mut Effects) {
        let article = self.shown.and_then(|id| list.get(id));
        if std::mem::take(&mut self.marks_change_seen)
            && let Some(article) = article.filter(|article| article.state.changed.is_some())
        {
            effects.submit(Job::MarkChangeSeen(ArticleRow::reference(article)));
        }
    }
}

/// Writes a time as day and time of the day.
fn time_text(seconds: i64, page: &PageLayout) -> String {
    let Some(moment) = DateTime::from_timestamp(seconds, 0) else {
        return String::new();
    };
    let local = moment.with_timezone(page.now.offset());
    let day = page
        .options
        .date_style
        .write_short(local.date_naive(), page.now.date_naive());
    format!("{day} {}", local.format("%H:%M"))
}
