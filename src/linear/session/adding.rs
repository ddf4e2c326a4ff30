//! Adding to the library, and fetching.

use std::path::Path;

use super::super::error::SessionError;
use super::Session;
use crate::fetch::Client;
use crate::ingest::{
    Cancel, HostPace, PageError, RefreshMode, RefreshOptions, Resolved, add_page, add_path,
    address_in, fetch_page, queue_pages, refresh_sources, resolve_address, show_other_text,
    subscribe,
};
use crate::library::{LibraryReader, OpenMode};
use crate::messages;
use crate::model::{
    Account, ArticleId, ArticleTexts, RefreshSummary, SourceId, SourceKind, SourceRow,
};
use crate::sync::account::sync_by_id;
use crate::sync::error::SyncError;
use crate::text::clean;

impl Session {
    /// Adds a path, or what is at an address, and returns the sentences about it: what was added, or which of several feeds to add.
    ///
    /// # Errors
    /// The reason why nothing was added.
    pub(in super::super) fn add(
        &mut self,
        word: &str,
        client: &Client,
        default_interval: i64,
    ) -> Result<Vec<String>, String> {
        let path = Path::new(word);
        if path.exists() || address_in(path).is_none() {
            return self.add_path(path);
        }
        let resolved = resolve_address(client, word).map_err(|error| error.to_string())?;
        let library = self
            .open(OpenMode::Create)
            .map_err(|error| error.to_string())?;
        match resolved {
            Resolved::Feed(feed) => {
                let other = library.account_with_feed(&feed.url).ok().flatten();
                let added = subscribe(library, *feed, default_interval);
                let (source, is_new, new) = added.map_err(|error| error.to_string())?;
                let counts = (is_new, new);
                let line =
                    messages::adding::subscribed(&source.title, source.id, counts, other.as_ref());
                Ok(vec![format!("{line}.")])
            }
            Resolved::Page(page) => {
                let added = add_page(library, &page).map_err(|error| error.to_string())?;
                let line = messages::adding::added_article(&added.0, added.1);
                Ok(vec![format!("{line}.")])
            }
            Resolved::Choices(links) => {
                let mut lines = vec![format!(
                    "The page links to {} feeds. Add one of them:",
                    links.len()
                )];
                lines.extend(links.iter().map(|link| {
                    let title = link.title.as_deref().map(clean::clean_line);
                    let title = title.map_or_else(String::new, |title| format!(", {title}"));
                    format!("add {}{title}", clean::clean_line(&link.url))
                }));
                Ok(lines)
            }
        }
    }

    fn add_path(&mut self, path: &Path) -> Result<Vec<String>, String> {
        self.open(OpenMode::Create)
            .map_err(|error| error.to_string())?;
        let Some(library) = &mut self.library else {
            return Err(SessionError::NoFolder.to_string());
        };
        let added = add_path(library, &self.loader, path, &Cancel::new(), &mut |_| {});
        let added = added.map_err(|error| error.to_string())?;
        let line = messages::adding::added_path(&added);
        let title = &added.source.title;
        let unreadable = messages::adding::unreadable_files(title, &added.without_article);
        Ok(std::iter::once(format!("{line}."))
            .chain(unreadable.iter().map(|line| format!("newsprint: {line}")))
            .collect())
    }

    /// Fetches the feeds and syncs the accounts that are not paused.
    ///
    /// # Errors
    /// The library can't be read or written.
    pub(in super::super) fn fetch(
        &mut self,
        client: &Client,
        default_interval: i64,
    ) -> Result<RefreshSummary, SessionError> {
        let options = RefreshOptions {
            mode: RefreshMode::Asked,
            default_interval,
            ..RefreshOptions::default()
        };
        self.with_writer(|library| {
            let sources = library.sources()?;
            let feeds = sources
                .iter()
                .filter(|source| source.kind == SourceKind::Feed);
            let feeds: Vec<SourceId> = feeds.map(|source| source.id).collect();
            let cancel = Cancel::new();
            let summary = refresh_sources(library, client, &feeds, &options, &cancel, &mut |_| {})?;
            queue_pages(library, &feeds)?;
            let mut summary = summary;
            for account in library.accounts()?.iter().filter(|one| !one.is_paused) {
                summary.sources += 1;
                match sync_by_id(library, client, account.id, &cancel, &mut |_| {}) {
                    Ok(report) => {
                        summary.new += report.articles.new;
                        summary.updated += report.articles.updated;
                        summary.sources_with_new += usize::from(report.articles.new > 0);
                    }
                    Err(SyncError::Wait { .. } | SyncError::Busy) => summary.skipped += 1,
                    Err(_) => summary.failed += 1,
                }
            }
            Ok(summary)
        })
    }

    /// Shows the other text of an article. Returns its texts; `None` if there is no page yet.
    ///
    /// # Errors
    /// The library can't be read or written.
    pub(in super::super) fn show_other_text(
        &mut self,
        article: ArticleId,
    ) -> Result<Option<ArticleTexts>, SessionError> {
        self.with_writer(|library| show_other_text(library, article))
    }

    /// Fetches the page of an article. Returns its texts and the number of words of the page.
    ///
    /// # Errors
    /// The sentence to print.
    pub(in super::super) fn fetch_page(
        &mut self,
        article: ArticleId,
        client: &Client,
    ) -> Result<(ArticleTexts, Option<usize>), String> {
        let failed =
            |error: &dyn std::fmt::Display| messages::full_text::failed(&error.to_string(), None);
        let library = self
            .open(OpenMode::Existing)
            .map_err(|error| failed(&error))?;
        let (pace, cancel) = (HostPace::default(), Cancel::new());
        let stored = match fetch_page(library, client, &pace, article, &cancel) {
            Ok(stored) => stored,
            Err(error @ PageError::HostWaits { until }) => {
                return Err(messages::full_text::failed(&error.to_string(), Some(until)));
            }
            Err(error) => return Err(failed(&error)),
        };
        let texts = library
            .article_texts(article)
            .map_err(|error| failed(&error))?;
        Ok((texts, Some(stored.words)))
    }

    /// Returns the accounts on servers.
    pub(in super::super) fn accounts(&mut self) -> Vec<Account> {
        self.read_or_notice(LibraryReader::accounts)
            .unwrap_or_default()
    }

    /// Returns the sources with their health.
    pub(in super::super) fn source_rows(&mut self) -> Vec<SourceRow> {
        self.read_or_notice(LibraryReader::source_rows)
            .unwrap_or_default()
    }
}
