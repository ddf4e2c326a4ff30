//! Feeds and folders of an account, each with its source or category: what the server has listed last, and what is here.

use rusqlite::{Connection, Transaction, params};

use crate::library::articles::identity::link_key;
use crate::library::articles::sources::account_feeds;
use crate::library::articles::sources::categories::{ensure_category, set_categories};
use crate::library::remote::marks;
use crate::library::state::json;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{AccountId, CategoryId, SourceId};
use crate::text::clean;

/// Start of the id of a feed that the user has added here and the server does not have yet.
pub(in crate::library) const NEW_FEED: &str = "new:";
/// Largest length of a title or a name, in characters.
const MAX_NAME_CHARS: usize = 300;

/// Feed of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFeed {
    /// Id on the server.
    pub id: String,
    /// Source.
    pub source: SourceId,
    /// Title as the server has listed it last, or [`StoredFeed::UNKNOWN`].
    pub title: String,
    /// Address of the feed.
    pub url: Option<String>,
    /// Ids of its folders as the server has listed them last, or [`StoredFeed::UNKNOWN`].
    pub folders: Vec<String>,
    /// Time of the first of the last lists without it. Of a new feed: time when the server was asked to subscribe, if the answer is
    /// missing.
    pub absent_since: Option<i64>,
    /// Time since when it is no longer on the server. It is later than the first list without it, unless the server was asked to
    /// unsubscribe.
    pub detached: Option<i64>,
    /// Title here, unless the user has set one.
    pub own_title: String,
    /// Title that the user has set here.
    pub user_title: Option<String>,
    /// Categories here.
    pub categories: Vec<CategoryId>,
    /// True if the user has removed it here.
    pub is_removed: bool,
    /// Time before which the server, which did not subscribe to it, is not asked again.
    pub retry_at: Option<i64>,
}

impl StoredFeed {
    /// Title of a feed, id of a folder or name of a folder while the server may have the earlier or the later one: the answer to a change
    /// is missing. What is here is sent again.
    pub const UNKNOWN: &str = "\u{1}";

    /// Returns true if the server never had the feed: the user has added it here.
    pub fn is_new(&self) -> bool {
        self.id.starts_with(NEW_FEED)
    }

    /// Returns the id of the feed while the server does not have it.
    pub fn new_id(&self) -> String {
        format!("{NEW_FEED}{}", self.source)
    }

    /// Returns true if the user has added the feed here and the server does not have it yet: it is new, or its removal was
    /// undone.
    pub fn is_to_subscribe(&self) -> bool {
        !self.is_removed && (self.is_new() || self.is_unsubscribed())
    }

    /// Returns true if the server was asked to unsubscribe.
    pub fn is_unsubscribed(&self) -> bool {
        let is_asked = |detached| self.absent_since.is_none_or(|absent| absent >= detached);
        self.detached.is_some_and(is_asked)
    }

    /// Returns the title here if the server is to have it and has another one: the user has set it, or has undone that.
    pub fn changed_title(&self) -> Option<&str> {
        match &self.user_title {
            Some(title) => (self.is_new() || *title != self.title).then_some(title),
            None if self.is_new() || self.title.is_empty() => None,
            None => {
                let there = shown_or_untitled(&self.title, self.url.as_deref());
                (shown_title(&self.own_title) != there).then_some(&self.own_title)
            }
        }
    }
}

/// Folder of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFolder {
    /// Id on the server.
    pub id: String,
    /// Name as the server has listed it last, or [`StoredFeed::UNKNOWN`].
    pub name: String,
    /// Category, which is that of no other folder; `None` if the user has removed it.
    pub category: Option<CategoryId>,
    /// Names of the category from the top, joined by ` / `.
    pub category_name: Option<String>,
}

impl StoredFolder {
    /// Returns the name that the folder is to have on the server, if the user has renamed its category.
    pub fn changed_name(&self) -> Option<&str> {
        let name = self.category_name.as_deref()?;
        (name != self.name && name != clean::clean_line(&self.name)).then_some(name)
    }
}

/// Feed as the server lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedFeed {
    /// Id on the server.
    pub id: String,
    /// Title.
    pub title: String,
    /// Address of the feed.
    pub url: Option<String>,
    /// Web page.
    pub site: Option<String>,
    /// Ids of its folders.
    pub folders: Vec<String>,
}

/// Returns all feeds of an account.
pub(in crate::library) fn load_feeds(
    library: &LibraryReader,
    account: AccountId,
) -> Result<Vec<StoredFeed>, LibraryError> {
    let mut statement = library.connection().prepare_cached(
        "SELECT f.remote_id, f.source, f.title, f.url, f.folders, f.absent_since, f.detached, s.title, s.user_title, s.removed IS NOT NULL,
            s.next_fetch,
            (SELECT json_group_array(category) FROM source_category WHERE source = f.source)
         FROM remote_feed f JOIN source s ON s.id = f.source WHERE f.account = ?1 ORDER BY f.remote_id",
    )?;
    let rows = statement.query_map([account], |row| {
        Ok(StoredFeed {
            id: row.get(0)?,
            source: row.get(1)?,
            title: row.get(2)?,
            url: row.get(3)?,
            folders: serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default(),
            absent_since: row.get(5)?,
            detached: row.get(6)?,
            own_title: row.get(7)?,
            user_title: row.get(8)?,
            is_removed: row.get(9)?,
            retry_at: row.get(10)?,
            categories: serde_json::from_str(&row.get::<_, String>(11)?).unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns all folders of an account.
pub(in crate::library) fn load_folders(
    library: &LibraryReader,
    account: AccountId,
) -> Result<Vec<StoredFolder>, LibraryError> {
    let mut statement = library.connection().prepare_cached(
        "SELECT remote_id, name, category FROM remote_folder WHERE account = ?1 ORDER BY remote_id",
    )?;
    let rows = statement.query_map([account], |row| {
        Ok(StoredFolder {
            id: row.get(0)?,
            name: row.get(1)?,
            category: row.get(2)?,
            category_name: None,
        })
    })?;
    let mut found: Vec<StoredFolder> = rows.collect::<Result<_, _>>()?;
    for folder in &mut found {
        if let Some(category) = folder.category {
            folder.category_name = load_category_path(library, category)?;
        }
    }
    Ok(found)
}

/// Returns the names of a category from the top, joined by ` / `.
pub(in crate::library) fn load_category_path(
    library: &LibraryReader,
    category: CategoryId,
) -> Result<Option<String>, LibraryError> {
    Ok(library
        .connection()
        .prepare_cached(
            "WITH RECURSIVE up (id, parent, name, depth) AS (
                SELECT id, parent, name, 0 FROM category WHERE id = ?1
                UNION ALL SELECT c.id, c.parent, c.name, depth + 1 FROM category c JOIN up ON c.id = up.parent WHERE depth < 20)
             SELECT group_concat(name, ' / ') FROM (SELECT name FROM up ORDER BY depth DESC)",
        )?
        .query_row([category], |row| row.get(0))?)
}

/// Adds the source of a feed that the server lists, in these categories. The source that an account had for the feed before it was
/// removed is used again, with its articles.
pub(in crate::library) fn add_feed(
    library: &mut Library,
    account: AccountId,
    feed: &ListedFeed,
    categories: &[CategoryId],
    detached: bool,
) -> Result<SourceId, LibraryError> {
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        let known = match &feed.url {
            Some(url) => account_feeds::find_without_account(transaction, url)?,
            None => None,
        };
        let source = match known {
            Some(source) => {
                account_feeds::return_source(transaction, source)?;
                let place = (feed.url.as_deref(), feed.site.as_deref());
                account_feeds::set_account_feed(transaction, source, &title_of(feed), place, false)?;
                source
            }
            None => account_feeds::insert_account_feed(
                transaction,
                &title_of(feed),
                feed.url.as_deref(),
                feed.site.as_deref(),
                now,
            )?,
        };
        // The articles of a source that comes back are to be linked with their items; those of a new one come with them.
        let linked = known.is_none().then_some(0);
        transaction
            .prepare_cached(
                "INSERT INTO remote_feed (account, remote_id, source, title, url, folders, absent_since, detached, linked)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)",
            )?
            .execute(params![
                account,
                feed.id,
                source,
                feed.title,
                feed.url,
                json(&feed.folders)?,
                detached.then_some(now),
                linked
            ])?;
        set_categories(transaction, source, categories)?;
        Ok(source)
    })
}

/// Returns the source of a feed of an account by its address, and true if it is subscribed to: neither removed here nor on the server.
pub(in crate::library) fn find_by_address(
    connection: &Connection,
    account: AccountId,
    url: &str,
) -> Result<Option<(SourceId, bool)>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT f.source, s.removed IS NULL AND f.detached IS NULL, f.url FROM remote_feed f JOIN source s ON s.id = f.source
         WHERE f.account = ?1 AND f.url IS NOT NULL ORDER BY f.detached IS NOT NULL, s.removed IS NOT NULL",
    )?;
    let key = link_key(url);
    let mut rows = statement.query([account])?;
    while let Some(row) = rows.next()? {
        let address: String = row.get(2)?;
        if address == url || (key.is_some() && link_key(&address) == key) {
            return Ok(Some((row.get(0)?, row.get(1)?)));
        }
    }
    Ok(None)
}

fn title_of(feed: &ListedFeed) -> String {
    shown_or_untitled(&feed.title, feed.url.as_deref())
}

fn shown_or_untitled(title: &str, url: Option<&str>) -> String {
    let title = shown_title(title);
    match (title.is_empty(), url) {
        (true, Some(url)) => shown_title(url),
        (true, None) => "(untitled)".to_owned(),
        (false, _) => title,
    }
}

pub(in crate::library) fn shown_title(title: &str) -> String {
    clean::clean_line(title)
        .chars()
        .take(MAX_NAME_CHARS)
        .collect()
}

/// Stores a feed as the server lists it now, under its present id. `categories` replace those here; `None` leaves them. With
/// `takes_title`, its title replaces the one here, also one that the user has set; else the title here stays, for undo.
pub(in crate::library) fn update_feed(
    library: &mut Library,
    account: AccountId,
    stored: &StoredFeed,
    feed: &ListedFeed,
    takes_title: bool,
    categories: Option<&[CategoryId]>,
) -> Result<(), LibraryError> {
    library.write(Durability::Normal, |transaction| {
        // The items of the former subscription are gone from the server, and nobody has read them there.
        if stored.detached.is_some() || stored.id != feed.id {
            marks::forget_unread_of_feed(transaction, account, stored.source)?;
        }
        if !feed.id.starts_with(NEW_FEED) {
            account_feeds::forget_failed_subscription(transaction, stored.source)?;
        }
        transaction
            .prepare_cached(
                "UPDATE remote_feed SET remote_id = ?3, title = ?4, url = ifnull(?5, url), folders = ?6, absent_since = NULL, detached = NULL
                 WHERE account = ?1 AND source = ?2",
            )?
            .execute(params![
                account,
                stored.source,
                feed.id,
                feed.title,
                feed.url,
                json(&feed.folders)?
            ])?;
        let title = match takes_title {
            true => title_of(feed),
            false => stored.own_title.clone(),
        };
        account_feeds::set_account_feed(
            transaction,
            stored.source,
            &title,
            (feed.url.as_deref(), feed.site.as_deref()),
            takes_title,
        )?;
        if let Some(categories) = categories {
            set_categories(transaction, stored.source, categories)?;
        }
        Ok(())
    })
}

/// Brings a feed back that the user had removed here, since it was subscribed to elsewhere.
pub(in crate::library) fn return_feed(
    library: &mut Library,
    source: SourceId,
) -> Result<(), LibraryError> {
    library.write(Durability::Normal, |transaction| {
        account_feeds::return_source(transaction, source)
    })
}

/// Records that a list of the server lacks a feed: since when, and from when on it counts as no longer there.
pub(in crate::library) fn set_absent(
    library: &mut Library,
    account: AccountId,
    id: &str,
    absent_since: Option<i64>,
    detached: Option<i64>,
) -> Result<(), LibraryError> {
    library.write(Durability::Normal, |transaction| {
        transaction
            .prepare_cached(
                "UPDATE remote_feed SET absent_since = ?3, detached = ?4 WHERE account = ?1 AND remote_id = ?2",
            )?
            .execute(params![account, id, absent_since, detached])?;
        Ok(())
    })
}

/// Stores a folder as the server has it now. A folder that is new here gets the category of its name.
pub(in crate::library) fn store_folder(
    library: &mut Library,
    account: AccountId,
    id: &str,
    name: &str,
    category: Option<CategoryId>,
) -> Result<CategoryId, LibraryError> {
    library.write(Durability::Normal, |transaction| {
        let category = match category {
            Some(category) => category,
            None => ensure_category(transaction, None, &shown_title(name))?,
        };
        transaction
            .prepare_cached(
                "INSERT INTO remote_folder (account, remote_id, name, category) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (account, remote_id) DO UPDATE SET name = ?3, category = ?4",
            )?
            .execute(params![account, id, name, category])?;
        release_category(transaction, account, id, Some(category))?;
        Ok(category)
    })
}

/// Renames the category of a folder that was renamed on the server. If another category has the name, the folder gets that one,
/// and so do the feeds of the account that are in it.
pub(in crate::library) fn rename_folder(
    library: &mut Library,
    account: AccountId,
    folder: &StoredFolder,
    name: &str,
) -> Result<(), LibraryError> {
    let shown = shown_title(name);
    library.write(Durability::Normal, |transaction| {
        let category =
            account_feeds::rename_category(transaction, account, folder.category, &shown)?;
        transaction
            .prepare_cached(
                "UPDATE remote_folder SET name = ?3, category = ?4 WHERE account = ?1 AND remote_id = ?2",
            )?
            .execute(params![account, folder.id, name, category])?;
        release_category(transaction, account, &folder.id, category)?;
        match category == folder.category {
            true => Ok(()),
            false => account_feeds::delete_unused_category(transaction, folder.category),
        }
    })
}

/// Takes a category away from the other folders of an account: the feeds in it go into this one.
fn release_category(
    transaction: &Transaction<'_>,
    account: AccountId,
    folder: &str,
    category: Option<CategoryId>,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE remote_folder SET category = NULL WHERE account = ?1 AND remote_id <> ?2 AND category = ?3",
        )?
        .execute(params![account, folder, category])?;
    Ok(())
}

/// Removes a folder that the server no longer has. Its category goes if it is empty and nothing else refers to it.
pub(in crate::library) fn remove_folder(
    library: &mut Library,
    account: AccountId,
    folder: &StoredFolder,
) -> Result<(), LibraryError> {
    library.write(Durability::Normal, |transaction| {
        transaction
            .prepare_cached("DELETE FROM remote_folder WHERE account = ?1 AND remote_id = ?2")?
            .execute(params![account, folder.id])?;
        account_feeds::delete_unused_category(transaction, folder.category)
    })
}
