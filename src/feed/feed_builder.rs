//! Choice among the values that a feed gives for its own fields: [`FeedBuilder`].

use chrono::{DateTime, Utc};

use super::entry::FeedEntry;
use super::entry_builder::{EntryBuilder, Ranked, TitleText};
use super::links::resolve_link;
use super::newest::NewestEntries;
use super::parsed_feed::{Feed, FeedFormat, FeedHints};
use super::schedule::ScheduleBuilder;

/// Most authors of a feed.
const MAX_AUTHORS: usize = 64;

/// Feed while it is read.
#[derive(Debug, Default)]
pub(super) struct FeedBuilder {
    pub(super) title: Ranked<TitleText>,
    pub(super) subtitle: Ranked<TitleText>,
    pub(super) link: Ranked<String>,
    pub(super) id: Ranked<String>,
    pub(super) language: Ranked<String>,
    pub(super) icon: Ranked<String>,
    pub(super) self_url: Ranked<String>,
    pub(super) updated: Ranked<DateTime<Utc>>,
    pub(super) published: Ranked<DateTime<Utc>>,
    pub(super) schedule: ScheduleBuilder,
    pub(super) entries: NewestEntries,
    authors: Vec<String>,
    author_rank: u8,
}

impl FeedBuilder {
    /// Adds an author. Only those of the highest rank stay.
    pub(super) fn add_author(&mut self, rank: u8, name: String) {
        if rank > self.author_rank {
            self.authors.clear();
            self.author_rank = rank;
        }
        let is_new = !self.authors.contains(&name);
        if rank == self.author_rank && self.authors.len() < MAX_AUTHORS && is_new {
            self.authors.push(name);
        }
    }

    /// Takes a title. Of several before the entries the first counts; one after them replaces it.
    pub(super) fn set_title(&mut self, rank: u8, title: Option<TitleText>) {
        match self.entries.is_empty() {
            true => self.title.offer(rank, title),
            false => self.title.replace(rank, title),
        }
    }

    /// Adds an entry that was read.
    pub(super) fn add_entry(&mut self, entry: EntryBuilder) {
        self.entries.push(entry.finish());
    }

    /// Returns the feed. In RSS, paths that are still relative are resolved against the web page of the feed: it has no
    /// base of its own.
    pub(super) fn finish(self, format: FeedFormat, hints: &FeedHints<'_>) -> Feed {
        let mut feed = Feed::new(format);
        if let Some(title) = self.title.take() {
            feed.title = Some(title.plain);
            feed.title_html = title.html;
        }
        if let Some(subtitle) = self.subtitle.take() {
            feed.subtitle = Some(subtitle.plain);
            feed.subtitle_html = subtitle.html;
        }
        feed.link = self.link.take();
        feed.id = self.id.take();
        feed.language = self.language.take();
        feed.icon = self.icon.take();
        feed.self_url = self.self_url.take();
        feed.updated = self.updated.take();
        feed.published = self.published.take();
        feed.authors = self.authors;
        feed.schedule = self.schedule.finish();
        (feed.entries, feed.omitted_entries) = self.entries.finish();
        // Without a base and a link, the links of a text are relative to the feed.
        let is_without_base =
            |e: &&mut FeedEntry| e.base.is_none() && e.link.is_none() && e.canonical_link.is_none();
        for entry in feed.entries.iter_mut().filter(is_without_base) {
            entry.base = hints.url.map(str::to_owned);
        }
        let page = feed.link.as_deref();
        if let Some(page) = page.filter(|_| format == FeedFormat::Rss && hints.url.is_none()) {
            let links = feed
                .entries
                .iter_mut()
                .filter_map(|entry| entry.link.as_mut());
            for link in links.filter(|link| link.starts_with(['/', '.', '?'])) {
                *link = resolve_link(Some(page), link);
            }
        }
        feed
    }
}
