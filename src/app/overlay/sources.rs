//! Pickers of sources, of the requests of a source, and of the feeds of a page: [`SourceList`].

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::{Picker, PickerKind, PickerRow, PickerValue};
use crate::messages;
use crate::model::{Account, AccountId, FeedChoice, Request, SourceId, SourceRow};

/// The sources as they were last read, and what their pickers wait for.
#[derive(Debug, Default)]
pub(in crate::app) struct SourceList {
    sources: Vec<SourceRow>,
    accounts: Vec<Account>,
    /// Account whose removal waits for the same key again.
    pub(in crate::app) removing: Option<AccountId>,
    /// Row to select in the picker of sources when the sources arrive.
    pub(in crate::app) awaited: Option<SourceToSelect>,
    /// Source whose requests are being read for their picker.
    pub(in crate::app) awaited_requests: Option<SourceId>,
    /// Source whose requests are shown.
    pub(in crate::app) shown: Option<SourceId>,
    /// Account whose facts are shown.
    pub(in crate::app) shown_account: Option<AccountId>,
}

/// Row that is selected in the picker of sources when it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum SourceToSelect {
    /// Source by its id; the first one without it.
    Source(Option<SourceId>),
    /// The first failing source.
    Failing,
}

impl SourceList {
    /// Takes new sources.
    pub(in crate::app) fn set_sources(&mut self, sources: Vec<SourceRow>) {
        self.sources = sources;
    }

    /// Takes new accounts.
    pub(in crate::app) fn set_accounts(&mut self, accounts: Vec<Account>) {
        self.accounts = accounts;
    }

    /// Returns an account.
    pub(in crate::app) fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// Returns a source.
    pub(in crate::app) fn source(&self, id: SourceId) -> Option<&SourceRow> {
        self.sources.iter().find(|row| row.source.id == id)
    }

    /// Returns true if a source counts as failing, or an account fails.
    pub(in crate::app) fn has_failing(&self) -> bool {
        let is_failing = |account: &Account| self.is_failing_account(account.id);
        self.sources.iter().any(|row| row.is_failing) || self.accounts.iter().any(is_failing)
    }

    /// Returns true if the last sync of an account has failed, and it is not paused.
    fn is_failing_account(&self, id: AccountId) -> bool {
        let account = self.account(id);
        account.is_some_and(|account| account.failing_since.is_some() && !account.is_paused)
    }

    /// Returns true if a row of the picker is a failing source or account.
    pub(in crate::app) fn is_failing(&self, row: &PickerRow) -> bool {
        match row.value {
            Some(PickerValue::Source(id)) => self.source(id).is_some_and(|row| row.is_failing),
            Some(PickerValue::Account(id)) => self.is_failing_account(id),
            _ => false,
        }
    }

    /// Returns the picker of the sources.
    pub(in crate::app) fn picker(
        &self,
        selected: Option<SourceId>,
        now: DateTime<FixedOffset>,
    ) -> Picker {
        let mut picker = Picker::new(PickerKind::Sources, self.rows(now));
        if let Some(id) = selected {
            picker.select_row(|row| row.value == Some(PickerValue::Source(id)));
        }
        picker
    }

    /// Returns the rows of the picker of sources: the accounts, the failing sources, then the others by category.
    pub(in crate::app) fn rows(&self, now: DateTime<FixedOffset>) -> Vec<PickerRow> {
        let mut groups: BTreeMap<(u8, &str), Vec<&SourceRow>> = BTreeMap::new();
        let has_categories = self.sources.iter().any(|row| !row.categories.is_empty());
        for row in &self.sources {
            let group = match row.categories.first() {
                _ if row.is_failing => (0, "Failing"),
                Some((_, name)) => (1, name.as_str()),
                None if has_categories => (2, "No category"),
                None => (2, "Sources"),
            };
            groups.entry(group).or_default().push(row);
        }
        let mut rows = Vec::new();
        if !self.accounts.is_empty() {
            rows.push(PickerRow {
                text: "Accounts".to_owned(),
                is_head: true,
                ..PickerRow::default()
            });
        }
        rows.extend(
            self.accounts
                .iter()
                .map(|account| self.account_row(account, now)),
        );
        for ((_, name), mut sources) in groups {
            sources.sort_by_cached_key(|row| row.source.title.to_lowercase());
            rows.push(PickerRow {
                text: name.to_owned(),
                is_head: true,
                ..PickerRow::default()
            });
            rows.extend(sources.into_iter().map(|row| source_row(row, now)));
        }
        rows
    }

    /// Returns the row of an account: unread articles of all, its name, its health.
    fn account_row(&self, account: &Account, now: DateTime<FixedOffset>) -> PickerRow {
        let is_of_account = |row: &&SourceRow| {
            let owner = row.account.as_ref();
            owner.is_some_and(|owner| owner.id == account.id)
        };
        let sources = self.sources.iter().filter(is_of_account);
        let (unread, all) = sources.fold((0, 0), |(unread, all), row| {
            (
                unread + row.source.unread_count,
                all + row.source.article_count,
            )
        });
        PickerRow {
            key: article_numbers(unread, all),
            text: messages::accounts::name_with_state(account),
            note: messages::accounts::health(account, now),
            value: Some(PickerValue::Account(account.id)),
            ..PickerRow::default()
        }
    }

    /// Returns the popup with the facts about an account; `None` if it was removed.
    pub(in crate::app) fn account_picker(
        &self,
        id: AccountId,
        now: DateTime<FixedOffset>,
    ) -> Option<Picker> {
        let account = self.account(id)?;
        let name = messages::accounts::name(&account.url, &account.user);
        let rows = account_facts(account, now);
        Some(Picker::new(PickerKind::Account, rows).with_heading(format!("Account {name}")))
    }

    /// Returns the picker of the requests of a source.
    pub(in crate::app) fn requests_picker(
        &self,
        source: SourceId,
        requests: &[Request],
        now: DateTime<FixedOffset>,
    ) -> Picker {
        let title = self
            .source(source)
            .map_or_else(String::new, |row| row.source.title.clone());
        let heading = format!("Requests of {title}");
        Picker::new(PickerKind::Requests, request_rows(requests, now)).with_heading(heading)
    }
}

/// Returns the rows of the popup of an account: a fact each.
pub(in crate::app) fn account_facts(
    account: &Account,
    now: DateTime<FixedOffset>,
) -> Vec<PickerRow> {
    let facts = messages::accounts::facts(account, now).into_iter();
    let row = |(key, text): (&str, String)| PickerRow {
        key: key.to_owned(),
        text,
        ..PickerRow::default()
    };
    facts.map(row).collect()
}

/// Returns the row of a source: unread articles of all, its title, its health.
fn source_row(row: &SourceRow, now: DateTime<FixedOffset>) -> PickerRow {
    let source = &row.source;
    PickerRow {
        key: article_numbers(source.unread_count, source.article_count),
        text: source.title.clone(),
        note: messages::sources::health(row, now),
        value: Some(PickerValue::Source(source.id)),
        ..PickerRow::default()
    }
}

/// Words the number of articles, with that of unread ones if there are any.
fn article_numbers(unread: usize, all: usize) -> String {
    match unread {
        0 => all.to_string(),
        unread => format!("{unread}/{all}"),
    }
}

/// Returns the rows of the requests of a source, the newest first.
pub(in crate::app) fn request_rows(
    requests: &[Request],
    now: DateTime<FixedOffset>,
) -> Vec<PickerRow> {
    let row = |request: &Request| {
        let time = DateTime::from_timestamp(request.time, 0);
        let time = time.map(|time| time.with_timezone(now.offset()));
        let (text, note) = messages::sources::request(request);
        PickerRow {
            key: time.map_or_else(String::new, |time| time.format("%-d %b %H:%M").to_string()),
            text,
            note,
            ..PickerRow::default()
        }
    };
    requests.iter().map(row).collect()
}

/// Returns the picker of the feeds that a page links to; the server of an account subscribes to the chosen one, if there is one.
pub(in crate::app) fn feeds_picker(feeds: &[FeedChoice], account: Option<AccountId>) -> Picker {
    let row = |feed: &FeedChoice| PickerRow {
        text: feed.title.clone().unwrap_or_else(|| feed.url.clone()),
        note: match feed.title {
            Some(_) => feed.url.clone(),
            None => String::new(),
        },
        value: Some(PickerValue::Feed(feed.url.clone(), account)),
        ..PickerRow::default()
    };
    Picker::new(PickerKind::Feeds, feeds.iter().map(row).collect())
}
