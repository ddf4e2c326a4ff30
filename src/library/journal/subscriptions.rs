//! Import of a list of subscriptions as one change: [`plan_import`].

use std::collections::{HashMap, HashSet};

use rusqlite::{Transaction, params};

use crate::library::LibraryError;
use crate::library::articles::sources::categories;
use crate::library::journal::item_kind::ItemKind;
use crate::library::journal::items::SavedSearchValue;
use crate::library::journal::plan::ChangePlan;
use crate::library::state::json;
use crate::model::{
    CategoryId, ChangeKind, ItemPosition, SkipReason, SkippedItems, SourceId, SourceSettings,
    Subscription, SubscriptionList,
};

/// Numbers of what an import of subscriptions adds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubscriptionCounts {
    /// Feeds that are new, or were removed and came back.
    pub added: usize,
    /// Feeds that the library had.
    pub existing: usize,
    /// Searches that are new, rules among them.
    pub searches: usize,
    /// Rules among the new searches.
    pub rules: usize,
    /// Items that are not imported.
    pub skipped: SkippedItems,
}

/// Stores the feeds of a list as removed ones, and plans to bring them back, so that undo removes them again. Feeds that
/// the library has keep their titles and settings, and get the categories of the list if they have none.
pub(super) fn plan_import(
    plan: &mut ChangePlan<'_>,
    list: SubscriptionList,
    now: i64,
) -> Result<(SubscriptionCounts, ChangeKind), LibraryError> {
    let mut counts = SubscriptionCounts {
        skipped: list.skipped,
        ..SubscriptionCounts::default()
    };
    let mut tree = CategoryTree {
        transaction: plan.transaction,
        ids: HashMap::new(),
    };
    for path in &list.folders {
        tree.ensure_path(path)?;
    }
    let known = load_addresses(plan.transaction)?;
    for feed in &list.subscriptions {
        let stored = known.get(&feed.url);
        let id = match stored {
            Some((id, _)) => *id,
            None => insert_feed(plan.transaction, feed, now)?,
        };
        let is_there = stored.is_some_and(|(_, is_removed)| !is_removed);
        match is_there {
            true => counts.existing += 1,
            false => {
                counts.added += 1;
                plan.add_source_items(id);
            }
        }
        assign_categories(&mut tree, id, feed)?;
    }
    let mut names = load_search_names(plan.transaction)?;
    let first = plan.next_id("saved_search")?;
    for search in list.searches {
        match names.get(&search.name) {
            Some(query) if *query == search.query => {}
            Some(_) => counts.skipped.add(
                ItemPosition::Line(search.line),
                &search.name,
                SkipReason::NameTaken,
            ),
            None => {
                let id = first + i64::try_from(counts.searches).unwrap_or_default();
                let value = SavedSearchValue {
                    name: search.name.clone(),
                    query: search.query.clone(),
                    created: now,
                    action: search.action.clone(),
                };
                counts.rules += usize::from(search.action.is_some());
                plan.add_item(ItemKind::Search, id, Some(json(&value)?));
                names.insert(search.name, search.query);
                counts.searches += 1;
            }
        }
    }
    let kind = ChangeKind::ImportSources {
        sources: counts.added,
        searches: counts.searches,
    };
    Ok((counts, kind))
}

/// Returns the sources by their addresses, current and former ones; true for those that were removed.
fn load_addresses(
    transaction: &Transaction<'_>,
) -> Result<HashMap<String, (SourceId, bool)>, LibraryError> {
    let mut statement = transaction.prepare_cached(
        "SELECT old_url, id, removed IS NOT NULL FROM source WHERE old_url IS NOT NULL
         UNION ALL SELECT url, id, removed IS NOT NULL FROM source WHERE url IS NOT NULL",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn load_search_names(
    transaction: &Transaction<'_>,
) -> Result<HashMap<String, String>, LibraryError> {
    let mut statement = transaction.prepare_cached("SELECT name, query FROM saved_search")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Inserts a feed as a removed one. It is due at once, since it has no time of the next fetch.
fn insert_feed(
    transaction: &Transaction<'_>,
    feed: &Subscription,
    now: i64,
) -> Result<SourceId, LibraryError> {
    let mut settings = SourceSettings::default();
    settings.user.clone_from(&feed.user);
    settings.hidden = feed.is_hidden;
    let title = feed.title.as_ref().or(feed.user_title.as_ref());
    transaction
        .prepare_cached(
            "INSERT INTO source (kind, title, user_title, url, site, paused, settings, added, removed)
             VALUES ('feed', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        )?
        .execute(params![
            title.unwrap_or(&feed.url),
            feed.user_title,
            feed.url,
            feed.site,
            feed.is_paused,
            json(&settings.to_json())?,
            now
        ])?;
    Ok(SourceId(transaction.last_insert_rowid()))
}

/// Puts a feed into its categories, unless it is in any.
fn assign_categories(
    tree: &mut CategoryTree<'_>,
    source: SourceId,
    feed: &Subscription,
) -> Result<(), LibraryError> {
    let has_categories: bool = tree
        .transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM source_category WHERE source = ?1)")?
        .query_row([source], |row| row.get(0))?;
    if has_categories || feed.categories.is_empty() {
        return Ok(());
    }
    let mut ids = HashSet::new();
    for path in &feed.categories {
        ids.extend(tree.ensure_path(path)?);
    }
    let ids: Vec<CategoryId> = ids.into_iter().collect();
    categories::set_categories(tree.transaction, source, &ids)
}

/// Categories by their paths, created where they are missing.
struct CategoryTree<'a> {
    transaction: &'a Transaction<'a>,
    ids: HashMap<Vec<String>, CategoryId>,
}

impl CategoryTree<'_> {
    /// Returns the category at a path; `None` for an empty path.
    fn ensure_path(&mut self, path: &[String]) -> Result<Option<CategoryId>, LibraryError> {
        let mut parent = None;
        for length in 1..=path.len() {
            let part = path.get(..length).unwrap_or(path);
            let (Some(name), known) = (part.last(), self.ids.get(part)) else {
                break;
            };
            let id = match known {
                Some(id) => *id,
                None => {
                    let id = categories::ensure_category(self.transaction, parent, name)?;
                    self.ids.insert(part.to_vec(), id);
                    id
                }
            };
            parent = Some(id);
        }
        Ok(parent)
    }
}
