//! Changes of sources: for each, the items to set and its kind in the journal.

use std::path::Path;

use rusqlite::{OptionalExtension, params};

use crate::library::articles::new_article::path_value;
use crate::library::articles::sources::settings::load_settings;
use crate::library::journal::batches::{self, BatchChange};
use crate::library::journal::changes::PlannedChange;
use crate::library::journal::item_kind::ItemKind;
use crate::library::journal::make;
use crate::library::journal::plan::ChangePlan;
use crate::library::journal::result::SavedChange;
use crate::library::remote::{accounts, feeds, new_feeds};
use crate::library::state::json;
use crate::library::{Library, LibraryError};
use crate::model::{
    AccountId, ArticleId, ChangeKind, SettingChange, SourceId, SourceKind, SourceSettings,
};
use crate::text::clean;

/// A feed to subscribe to.
#[derive(Debug, Clone, Default)]
pub struct NewFeed {
    /// Absolute address.
    pub url: String,
    /// Title of the feed; it is cleaned.
    pub title: String,
    /// Title that the user has chosen.
    pub user_title: Option<String>,
    /// Categories, each as its names from the top.
    pub categories: Vec<Vec<String>>,
    /// Settings. They are applied only if the feed is new.
    pub settings: SourceSettings,
}

impl ChangePlan<'_> {
    /// Adds the items of a source that is added or comes back: undo removes it, and deletes the articles that it has brought since.
    pub(super) fn add_source_items(&mut self, source: SourceId) {
        self.add_item(ItemKind::Source, source.0, Some("null".to_owned()));
        self.add_item(ItemKind::ManyAdded, source.0, Some("true".to_owned()));
    }

    /// Loads the title of a source as it is shown.
    pub(super) fn load_source_title(&self, source: SourceId) -> Result<String, LibraryError> {
        let title: Option<String> = self
            .transaction
            .prepare_cached(
                "SELECT ifnull(user_title, title) FROM source WHERE id = ?1 AND removed IS NULL",
            )?
            .query_row([source], |row| row.get(0))
            .optional()?;
        title.ok_or_else(|| LibraryError::Missing(format!("no source {source}")))
    }
}

/// Plans to subscribe to feeds. Adds the id of each to `subscribed`, with true if it is new or was removed.
pub(super) fn plan_subscribe(
    plan: &mut ChangePlan<'_>,
    feeds: &[NewFeed],
    now: i64,
    subscribed: &mut Vec<(SourceId, bool)>,
) -> PlannedChange {
    let mut first_title = None;
    for feed in feeds {
        let known: Option<(SourceId, bool)> = plan
            .transaction
            .prepare_cached("SELECT id, removed IS NOT NULL FROM source WHERE url = ?1")?
            .query_row([&feed.url], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (source, is_new) = match known {
            Some((source, was_removed)) => (source, was_removed),
            None => {
                // A new source begins as a removed one, so that undo removes it.
                plan.transaction
                    .prepare_cached(
                        "INSERT INTO source (kind, title, url, added, removed) VALUES (?1, ?2, ?3, ?4, ?4)",
                    )?
                    .execute(params![
                        SourceKind::Feed.name(),
                        clean::clean_line(&feed.title),
                        feed.url,
                        now
                    ])?;
                (SourceId(plan.transaction.last_insert_rowid()), true)
            }
        };
        let is_first = !subscribed.iter().any(|(other, _)| *other == source);
        subscribed.push((source, is_new && is_first));
        if is_new && is_first {
            plan.add_source_items(source);
            let title = normalize_title(feed.user_title.as_deref());
            if title.is_some() {
                plan.add_item(ItemKind::SourceTitle, source.0, Some(json(&title)?));
            }
            if feed.settings != SourceSettings::default() {
                let settings = json(&feed.settings.to_json())?;
                plan.add_item(ItemKind::SourceSettings, source.0, Some(settings));
            }
            let shown = title.unwrap_or_else(|| clean::clean_line(&feed.title).into_owned());
            first_title.get_or_insert(shown);
        }
        let mut categories = plan.load_categories(source)?;
        let before = categories.len();
        for names in &feed.categories {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            categories.extend(plan.ensure_category(&names)?);
        }
        if categories.len() > before {
            plan.add_categories_item(source, &categories)?;
        }
    }
    let count = subscribed.iter().filter(|(_, is_new)| *is_new).count();
    Ok(match (first_title, feeds.first()) {
        (Some(title), _) => Some(ChangeKind::Subscribe { title, count }),
        (None, Some(feed)) if !plan.items.is_empty() => Some(ChangeKind::Subscribe {
            title: clean::clean_line(&feed.title).into_owned(),
            count: 1,
        }),
        (None, _) => None,
    })
}

/// Plans to subscribe to a feed on the server of an account. Returns its source too, and true if the server does not have it yet.
pub(super) fn plan_subscribe_remotely(
    plan: &mut ChangePlan<'_>,
    account: AccountId,
    feed: &NewFeed,
    now: i64,
) -> Result<(SourceId, bool, Option<ChangeKind>), LibraryError> {
    let transaction = plan.transaction;
    accounts::set_due(transaction, account)?;
    let (source, is_subscribed) = match feeds::find_by_address(transaction, account, &feed.url)? {
        Some(known) => known,
        None => {
            let title = if feed.title.is_empty() {
                &feed.url
            } else {
                &feed.title
            };
            (
                new_feeds::insert_new_feed(transaction, account, &feed.url, title, now)?,
                false,
            )
        }
    };
    if is_subscribed {
        return Ok((source, false, None));
    }
    new_feeds::subscribe_again(transaction, source)?;
    plan.add_source_items(source);
    let user_title = normalize_title(feed.user_title.as_deref());
    if user_title.is_some() {
        plan.add_item(ItemKind::SourceTitle, source.0, Some(json(&user_title)?));
    }
    let mut categories = plan.load_categories(source)?;
    for names in &feed.categories {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        categories.extend(plan.ensure_category(&names)?);
    }
    if !feed.categories.is_empty() {
        plan.add_categories_item(source, &categories)?;
    }
    let title = user_title.unwrap_or_else(|| clean::clean_line(&feed.title).into_owned());
    Ok((
        source,
        true,
        Some(ChangeKind::Subscribe { title, count: 1 }),
    ))
}

/// Plans to add a folder or file with a canonical path, or to bring a removed one back. Returns its id too; there is no change if it
/// is there.
pub(super) fn plan_add_source(
    plan: &mut ChangePlan<'_>,
    kind: SourceKind,
    path: &Path,
    title: &str,
    now: i64,
) -> Result<(SourceId, Option<ChangeKind>), LibraryError> {
    let known: Option<(SourceId, bool)> = plan
        .transaction
        .prepare_cached("SELECT id, removed IS NOT NULL FROM source WHERE path = ?1")?
        .query_row([path_value(Some(path))], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let source = match known {
        Some((source, false)) => return Ok((source, None)),
        Some((source, true)) => {
            // A file may have become a folder since.
            plan.transaction
                .prepare_cached("UPDATE source SET kind = ?2 WHERE id = ?1")?
                .execute(params![source, kind.name()])?;
            source
        }
        None => {
            // A new source begins as a removed one, so that undo removes it.
            plan.transaction
                .prepare_cached(
                    "INSERT INTO source (kind, title, path, added, removed) VALUES (?1, ?2, ?3, ?4, ?4)",
                )?
                .execute(params![kind.name(), title, path_value(Some(path)), now])?;
            SourceId(plan.transaction.last_insert_rowid())
        }
    };
    plan.add_source_items(source);
    let kind = ChangeKind::AddSource {
        title: title.to_owned(),
        is_folder: kind == SourceKind::Folder,
    };
    Ok((source, Some(kind)))
}

/// Plans to remove a source. `deleted` is the number of its articles that will be deleted with it.
pub(super) fn plan_remove_source(
    plan: &mut ChangePlan<'_>,
    source: SourceId,
    deleted: usize,
    now: i64,
) -> PlannedChange {
    let title = plan.load_source_title(source)?;
    let articles: i64 = plan.load_value("SELECT articles FROM source WHERE id = ?1", source)?;
    plan.add_item(ItemKind::Source, source.0, Some(json(&Some(now))?));
    let articles = usize::try_from(articles).unwrap_or_default();
    Ok(Some(ChangeKind::RemoveSource {
        title,
        articles: articles.saturating_sub(deleted),
        deleted,
    }))
}

/// Removes a source and deletes its articles, in batches, except those that are bookmarked or that another source has.
pub(super) fn remove_with_articles(
    library: &mut Library,
    source: SourceId,
) -> Result<SavedChange, LibraryError> {
    let now = library.now();
    // Finding the articles takes longer than a write transaction may; each is checked again when it is deleted.
    let articles: Vec<ArticleId> = library
        .connection()
        .prepare_cached(&format!(
            "SELECT article.id FROM member JOIN article ON article.id = member.article
             WHERE member.source = ?1 AND {}",
            batches::DELETABLE
        ))?
        .query_map([source], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let (mut changed, change) = make::make_change(library, |plan| {
        plan_remove_source(plan, source, articles.len(), now)
    })?;
    let session = library.session().to_owned();
    if let Some(kind) = &changed.kind {
        let batch = BatchChange {
            item: ItemKind::ManyDeleted,
            target: source.0,
            kind,
            session: &session,
        };
        let deleted = batches::change_many(library, &articles, &batch, change)?;
        changed.articles.extend(deleted.articles);
    }
    Ok(changed)
}

/// Plans to give a source the title that the user has chosen; `None` restores its own.
pub(super) fn plan_rename_source(
    plan: &mut ChangePlan<'_>,
    source: SourceId,
    title: Option<&str>,
) -> PlannedChange {
    let from = plan.load_source_title(source)?;
    let title = normalize_title(title);
    plan.add_item(ItemKind::SourceTitle, source.0, Some(json(&title)?));
    let to = match title {
        Some(title) => title,
        None => plan.load_value("SELECT title FROM source WHERE id = ?1", source)?,
    };
    Ok(Some(ChangeKind::RenameSource { from, to }))
}

/// Plans to pause a source, or to resume it.
pub(super) fn plan_pause_source(
    plan: &mut ChangePlan<'_>,
    source: SourceId,
    paused: bool,
) -> PlannedChange {
    let title = plan.load_source_title(source)?;
    let is_paused: bool = plan.load_value("SELECT paused FROM source WHERE id = ?1", source)?;
    // One that is paused, by an older program, can be resumed.
    let account = accounts::account_of_source(plan.transaction, source)?;
    if let Some(account) = account.filter(|_| !is_paused) {
        return Err(LibraryError::FeedOfAccount(account));
    }
    plan.add_item(ItemKind::SourcePaused, source.0, Some(paused.to_string()));
    Ok(Some(ChangeKind::PauseSource { title, paused }))
}

/// Plans to pause an account, or to resume it.
pub(super) fn plan_pause_account(
    plan: &mut ChangePlan<'_>,
    id: AccountId,
    paused: bool,
) -> PlannedChange {
    let account = accounts::account(plan.transaction, id)?
        .ok_or_else(|| LibraryError::Missing(format!("no account {id}")))?;
    plan.add_item(ItemKind::AccountPaused, id.0, Some(paused.to_string()));
    Ok(Some(ChangeKind::PauseAccount {
        url: account.url,
        user: account.user,
        paused,
    }))
}

/// Plans to change settings of a source, its address included.
pub(super) fn plan_set_source(
    plan: &mut ChangePlan<'_>,
    source: SourceId,
    changes: &[SettingChange],
) -> PlannedChange {
    let title = plan.load_source_title(source)?;
    let of_feed = changes
        .iter()
        .find(|change| change.concerns_feed_requests());
    if let Some(change) = of_feed
        && let Some(account) = accounts::account_of_source(plan.transaction, source)?
    {
        return Err(LibraryError::SettingOfAccount(change.name(), account));
    }
    let mut settings = load_settings(plan.transaction, source)?.unwrap_or_default();
    let mut keys: Vec<String> = Vec::new();
    for change in changes {
        settings.apply(change);
        if let SettingChange::Url(url) = change {
            check_address(plan, source, url)?;
            plan.add_item(ItemKind::SourceUrl, source.0, Some(json(url)?));
        }
        if !keys.iter().any(|key| key == change.name()) {
            keys.push(change.name().to_owned());
        }
    }
    let after = json(&settings.to_json())?;
    plan.add_item(ItemKind::SourceSettings, source.0, Some(after));
    if keys == ["url"] {
        return Ok(Some(ChangeKind::ReaddressSource { title }));
    }
    let value = match keys.as_slice() {
        [key]
            if matches!(
                key.as_str(),
                "interval" | "max-size" | "keep" | "images" | "full-text" | "show-text" | "hidden"
            ) =>
        {
            let mut lines = settings.display_lines().into_iter();
            lines.find(|(name, _)| name == key).map(|(_, value)| value)
        }
        _ => None,
    };
    Ok(Some(ChangeKind::SetSource { title, keys, value }))
}

/// Checks that a source can get an address.
fn check_address(plan: &ChangePlan<'_>, source: SourceId, url: &str) -> Result<(), LibraryError> {
    let kind: String = plan.load_value("SELECT kind FROM source WHERE id = ?1", source)?;
    if kind != SourceKind::Feed.name() {
        return Err(LibraryError::Missing(format!(
            "source {source} is no feed, so it has no address"
        )));
    }
    let other: Option<(SourceId, bool)> = plan
        .transaction
        .prepare_cached("SELECT id, removed IS NOT NULL FROM source WHERE url = ?1 AND id <> ?2")?
        .query_row(params![url, source], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match other {
        None => Ok(()),
        Some((other, false)) => Err(LibraryError::Missing(format!(
            "source {other} has this address already"
        ))),
        Some((_, true)) => Err(LibraryError::Missing(
            "a removed source has this address; newsprint add brings it back".to_owned(),
        )),
    }
}

/// Normalizes a title that the user has chosen; `None` if nothing is left.
fn normalize_title(title: Option<&str>) -> Option<String> {
    let title = title.map(clean::clean_line);
    let title = title.as_deref().map(str::trim);
    title.filter(|title| !title.is_empty()).map(str::to_owned)
}
