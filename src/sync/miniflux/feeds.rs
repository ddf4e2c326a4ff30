//! Feeds and categories of Miniflux, and their changes. Each feed is in exactly one category.

use serde_json::{Map, Value, json};

use super::answers::{CategoryAnswer, CreatedFeedAnswer, ErrorAnswer, FeedAnswer};
use crate::fetch::{ApiAnswer, ApiMethod};
use crate::library::is_same_link;
use crate::sync::answer::json as parse;
use crate::sync::error::SyncError;
use crate::sync::rest::RestApi;
use crate::sync::server::{RemoteFolder, SubscriptionChange, Subscriptions};

/// Name of the list of feeds in errors.
const FEEDS: &str = "feeds";
/// Name of the list of categories in errors.
const CATEGORIES: &str = "categories";

/// Requests the feeds. `user` is the id of the user that earlier lists belonged to; it is set where it is not known.
///
/// # Errors
/// See [`SyncError`]. Feeds of several users, or of another one, are unexpected.
pub(super) fn list_feeds(
    api: &RestApi<'_>,
    user: &mut Option<i64>,
) -> Result<Vec<FeedAnswer>, SyncError> {
    let feeds: Option<Vec<FeedAnswer>> = api.get("/v1/feeds", FEEDS)?;
    let feeds = feeds.unwrap_or_default();
    let owner = user.or_else(|| feeds.iter().find_map(|feed| feed.user_id));
    let is_foreign = |feed: &FeedAnswer| feed.user_id.is_some() && feed.user_id != owner;
    if feeds.iter().any(is_foreign) {
        return Err(SyncError::UnexpectedAnswer { request: FEEDS });
    }
    *user = owner;
    Ok(feeds)
}

/// Requests the feeds and the categories.
///
/// # Errors
/// See [`list_feeds`].
pub(super) fn list_subscriptions(
    api: &RestApi<'_>,
    user: &mut Option<i64>,
) -> Result<Subscriptions, SyncError> {
    let feeds = list_feeds(api, user)?;
    let categories = list_categories(api)?;
    let mut folders: Vec<RemoteFolder> = categories.into_iter().map(RemoteFolder::from).collect();
    for feed in &feeds {
        // A category that went away between the two lists.
        let id = feed.category.id.to_string();
        if !folders.iter().any(|folder| folder.id == id) {
            let name = feed.category.title.clone();
            folders.push(RemoteFolder { id, name });
        }
    }
    Ok(Subscriptions {
        feeds: feeds.into_iter().map(Into::into).collect(),
        folders,
    })
}

fn list_categories(api: &RestApi<'_>) -> Result<Vec<CategoryAnswer>, SyncError> {
    let categories: Option<Vec<CategoryAnswer>> = api.get("/v1/categories", CATEGORIES)?;
    Ok(categories.unwrap_or_default())
}

/// Changes feeds or categories. Returns the id of a new one.
///
/// # Errors
/// See [`SyncError`].
pub(super) fn change(
    api: &RestApi<'_>,
    user: &mut Option<i64>,
    change: &SubscriptionChange,
) -> Result<Option<String>, SyncError> {
    match change {
        SubscriptionChange::Subscribe { url, title, folder } => {
            let category = folder.as_deref().map(number).transpose()?;
            subscribe(api, user, url, title.as_deref(), category).map(Some)
        }
        SubscriptionChange::Unsubscribe { feed } => {
            delete(api, &format!("/v1/feeds/{}", number(feed)?))?;
            Ok(None)
        }
        SubscriptionChange::Rename { feed, title } => {
            update_feed(api, number(feed)?, Some(title), None)?;
            Ok(None)
        }
        SubscriptionChange::Move { feed, to, .. } => match to.as_slice() {
            [category] => {
                update_feed(api, number(feed)?, None, Some(number(category)?))?;
                Ok(None)
            }
            _ => Err(SyncError::Unsupported),
        },
        SubscriptionChange::AddFolder { name } => add_category(api, name).map(Some),
        SubscriptionChange::RenameFolder { folder, name } => {
            rename_category(api, number(folder)?, name)?;
            Ok(Some(folder.clone()))
        }
        SubscriptionChange::RemoveFolder { folder } => {
            remove_category(api, user, number(folder)?)?;
            Ok(None)
        }
    }
}

/// Returns an id as a number: no other text gets into a path.
fn number(id: &str) -> Result<i64, SyncError> {
    id.parse().map_err(|_| SyncError::Unsupported)
}

/// Subscribes to a feed. One that is there already gets the title and the category. Without a category the server chooses one; a version
/// that wants one gets its first.
fn subscribe(
    api: &RestApi<'_>,
    user: &mut Option<i64>,
    url: &str,
    title: Option<&str>,
    category: Option<i64>,
) -> Result<String, SyncError> {
    match create_feed(api, url, title, category) {
        // Also the answers where the feed exists, at this address or at the one that it redirects to; the texts depend on the version.
        Err(rejection @ SyncError::Rejected { status: 400 | 500 }) => {
            let feeds = list_feeds(api, user)?;
            let is_it = |feed: &FeedAnswer| is_same_link(&feed.feed_url, url);
            let Some(feed) = feeds.into_iter().find(is_it) else {
                // Versions before 2.0.49 want a category.
                let first = match (category, &rejection) {
                    (None, SyncError::Rejected { status: 400 }) => {
                        list_categories(api)?.into_iter().next()
                    }
                    _ => None,
                };
                return match first {
                    Some(first) => create_feed(api, url, title, Some(first.id)),
                    None => Err(rejection),
                };
            };
            let title = title.filter(|title| *title != feed.title);
            let category = category.filter(|id| *id != feed.category.id);
            if title.is_some() || category.is_some() {
                update_feed(api, feed.id, title, category)?;
            }
            Ok(feed.id.to_string())
        }
        other => other,
    }
}

/// Has the server subscribe to a feed that it does not have yet. Returns its id.
fn create_feed(
    api: &RestApi<'_>,
    url: &str,
    title: Option<&str>,
    category: Option<i64>,
) -> Result<String, SyncError> {
    let mut body = json!({ "feed_url": url });
    if let (Some(category), Some(members)) = (category, body.as_object_mut()) {
        members.insert("category_id".to_owned(), category.into());
    }
    let answer = api.call_judged(ApiMethod::Post, "/v1/feeds", Some(&body), unfetchable)?;
    let CreatedFeedAnswer { feed_id } = parse(&answer, FEEDS)?;
    if title.is_some() {
        update_feed(api, feed_id, title, None)?;
    }
    Ok(feed_id.to_string())
}

/// Returns the error of a new subscription where the server can't fetch the feed: it says so as 500, with a text.
fn unfetchable(answer: &ApiAnswer) -> Option<Result<(), SyncError>> {
    let is_said = answer.status == 500 && parse::<ErrorAnswer>(answer, FEEDS).is_ok();
    is_said.then_some(Err(SyncError::Rejected { status: 500 }))
}

fn update_feed(
    api: &RestApi<'_>,
    feed: i64,
    title: Option<&str>,
    category: Option<i64>,
) -> Result<(), SyncError> {
    let mut body = Map::new();
    body.extend(title.map(|title| ("title".to_owned(), Value::from(title))));
    body.extend(category.map(|id| ("category_id".to_owned(), Value::from(id))));
    let path = format!("/v1/feeds/{feed}");
    api.call(ApiMethod::Put, &path, Some(&Value::Object(body)))?;
    Ok(())
}

/// Adds a category, and returns its id, also if there is one of this name.
fn add_category(api: &RestApi<'_>, name: &str) -> Result<String, SyncError> {
    let body = json!({ "title": name });
    match api.call(ApiMethod::Post, "/v1/categories", Some(&body)) {
        Ok(answer) => {
            let category: CategoryAnswer = parse(&answer, CATEGORIES)?;
            Ok(category.id.to_string())
        }
        Err(rejection @ SyncError::Rejected { status: 400 }) => {
            let categories = list_categories(api)?;
            let same = categories.iter().find(|category| category.title == name);
            let lower = name.to_lowercase();
            let same = same.or_else(|| {
                let mut categories = categories.iter();
                categories.find(|category| category.title.to_lowercase() == lower)
            });
            same.map(|category| category.id.to_string())
                .ok_or(rejection)
        }
        Err(error) => Err(error),
    }
}

/// Renames a category. Versions before April 2025 show one that was hidden unless the request says otherwise, by a text; newer ones
/// leave it as it is, and refuse that text.
fn rename_category(api: &RestApi<'_>, category: i64, name: &str) -> Result<(), SyncError> {
    let path = format!("/v1/categories/{category}");
    let categories = list_categories(api)?;
    let mut hidden = categories.iter().filter(|known| known.hide_globally);
    if hidden.any(|known| known.id == category) {
        let body = json!({ "title": name, "hide_globally": "on" });
        match api.call(ApiMethod::Put, &path, Some(&body)) {
            Err(SyncError::Rejected { status: 400 }) => {}
            result => return result.map(|_| ()),
        }
    }
    let body = json!({ "title": name });
    api.call(ApiMethod::Put, &path, Some(&body)).map(|_| ())
}

/// Removes an empty category. The server would remove the feeds of one that is not.
fn remove_category(
    api: &RestApi<'_>,
    user: &mut Option<i64>,
    category: i64,
) -> Result<(), SyncError> {
    let feeds = list_feeds(api, user)?;
    if feeds.iter().any(|feed| feed.category.id == category) {
        return Err(SyncError::Unsupported);
    }
    delete(api, &format!("/v1/categories/{category}"))
}

/// Deletes something; it may be gone already.
fn delete(api: &RestApi<'_>, path: &str) -> Result<(), SyncError> {
    match api.call(ApiMethod::Delete, path, None) {
        Ok(_) | Err(SyncError::Rejected { status: 404 }) => Ok(()),
        Err(error) => Err(error),
    }
}
