//! Feeds that the user has added to an account here, until its server has them.

use rusqlite::{Transaction, params};

use crate::library::articles::sources::{account_feeds, mark_removed};
use crate::library::remote::feeds::{NEW_FEED, shown_title};
use crate::library::{Durability, Library, LibraryError};
use crate::model::{AccountId, SourceError, SourceId};

/// Adds a removed source for a feed that the server shall subscribe to once the source comes back. The source that an account had for
/// the feed before it was removed is used again.
pub(in crate::library) fn insert_new_feed(
    transaction: &Transaction<'_>,
    account: AccountId,
    url: &str,
    title: &str,
    now: i64,
) -> Result<SourceId, LibraryError> {
    let known = account_feeds::find_without_account(transaction, url)?;
    let source = match known {
        Some(source) => {
            account_feeds::forget_failed_subscription(transaction, source)?;
            source
        }
        None => {
            let title = shown_title(title);
            account_feeds::insert_account_feed(transaction, &title, Some(url), None, now)?
        }
    };
    mark_removed(transaction, source, now)?;
    let linked = known.is_none().then_some(0);
    transaction
        .prepare_cached(
            "INSERT INTO remote_feed (account, remote_id, source, title, url, linked) VALUES (?1, ?2, ?3, '', ?4, ?5)",
        )?
        .execute(params![account, format!("{NEW_FEED}{source}"), source, url, linked])?;
    Ok(source)
}

/// Has the server subscribe again, with the next sync, to a feed that it no longer has.
pub(in crate::library) fn subscribe_again(
    transaction: &Transaction<'_>,
    source: SourceId,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE remote_feed SET absent_since = NULL WHERE source = ?1 AND detached IS NOT NULL",
        )?
        .execute([source])?;
    account_feeds::forget_failed_subscription(transaction, source)
}

/// Records that the server did not subscribe to a feed, and when it is asked again.
pub(in crate::library) fn subscription_failed(
    library: &mut Library,
    source: SourceId,
    error: &SourceError,
) -> Result<(), LibraryError> {
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        account_feeds::subscription_failed(transaction, source, error, now)
    })
}

/// Has the server asked again, with the next sync, for the subscriptions that it did not make.
pub(in crate::library) fn retry_subscriptions(
    library: &mut Library,
    account: AccountId,
) -> Result<(), LibraryError> {
    library.write(Durability::Normal, |transaction| {
        account_feeds::retry_subscriptions(transaction, account)
    })
}

/// Removes a feed that the user has added here, since the server has it under another address that is a feed here, too: that one comes
/// back if the user had removed it. Articles stay.
pub(in crate::library) fn merge_new_feed(
    library: &mut Library,
    new: SourceId,
    known: SourceId,
) -> Result<(), LibraryError> {
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        account_feeds::forget_failed_subscription(transaction, new)?;
        mark_removed(transaction, new, now)?;
        account_feeds::return_source(transaction, known)
    })
}
