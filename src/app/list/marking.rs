//! Changes that mark the articles of a group or of a view as read.

use chrono::{NaiveDate, TimeDelta};

use super::ListPane;
use crate::app::status::Status;
use crate::model::{ArticleRef, ArticleRow, Change};

impl ListPane {
    /// Returns the change that marks the listed unread articles of the group as read, if there are any.
    pub(in crate::app) fn mark_group_read(&self, status: &mut Status) -> Option<Change> {
        if !self.rows.is_in_memory() {
            let key = self.rows.selected_key().cloned();
            if key.is_none() {
                status.report("No articles here");
            }
            let listing = || self.rows.listing().clone();
            return key.map(|key| Change::MarkGroupRead(listing(), key));
        }
        let articles = self.rows.group_articles().into_iter();
        Self::mark_unread(articles, "Nothing in this group is unread", status)
    }

    /// Returns the change that marks the listed unread articles as read, if there are any; with a number, only those that
    /// are older than so many days.
    pub(in crate::app) fn mark_view_read(
        &self,
        older_than_days: Option<u16>,
        today: NaiveDate,
        status: &mut Status,
    ) -> Option<Change> {
        if !self.rows.is_in_memory() {
            status.report("Marking articles read…");
            let listing = self.rows.listing().clone();
            return Some(Change::MarkViewRead(listing, older_than_days));
        }
        let first = older_than_days
            .map(|days| today - TimeDelta::days(i64::from(days)))
            .unwrap_or(NaiveDate::MAX);
        let is_old = |article: &&ArticleRow| match &article.published {
            Some(published) => published.day() < first,
            None => older_than_days.is_none(),
        };
        let articles = self.rows.listed_articles().filter(is_old);
        Self::mark_unread(articles, "Nothing here is unread", status)
    }

    /// Returns the change that marks the unread ones of these articles as read; without one, reports that.
    fn mark_unread<'a>(
        articles: impl Iterator<Item = &'a ArticleRow>,
        none: &str,
        status: &mut Status,
    ) -> Option<Change> {
        let unread = articles.filter(|article| !article.state.is_read && article.error.is_none());
        let articles: Vec<ArticleRef> = unread.map(ArticleRow::reference).collect();
        if articles.is_empty() {
            status.report(none);
            return None;
        }
        Some(Change::SetRead(articles, true))
    }
}
