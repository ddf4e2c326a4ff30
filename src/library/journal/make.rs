//! Making a change: its items are planned, applied and stored in one transaction.

use std::collections::BTreeSet;

use rusqlite::Transaction;

use crate::library::journal::dependents::refresh_dependents;
use crate::library::journal::items::{self, ChangeItem};
use crate::library::journal::plan::ChangePlan;
use crate::library::journal::record::{self, StoredItem};
use crate::library::journal::result::SavedChange;
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, ChangeId, ChangeKind};

/// Makes a change in one transaction. `plan` collects the items to set and returns the kind of the change, or `None` if
/// there is nothing to do. Returns the id of the change too; `None` if it changed nothing.
pub(super) fn make_change(
    library: &mut Library,
    plan: impl FnOnce(&mut ChangePlan<'_>) -> Result<Option<ChangeKind>, LibraryError>,
) -> Result<(SavedChange, Option<ChangeId>), LibraryError> {
    let session = library.session().to_owned();
    extend_change(library, &session, None, plan)
}

/// Makes a change of a session, or adds items to one that it has made: [`make_change`].
pub(super) fn extend_change(
    library: &mut Library,
    session: &str,
    change: Option<ChangeId>,
    plan: impl FnOnce(&mut ChangePlan<'_>) -> Result<Option<ChangeKind>, LibraryError>,
) -> Result<(SavedChange, Option<ChangeId>), LibraryError> {
    let now = library.now();
    library.write(Durability::Full, |transaction| {
        let mut planned = ChangePlan::new(transaction);
        match plan(&mut planned)? {
            Some(kind) => apply_change(transaction, session, now, kind, &planned.items, change),
            None => Ok((SavedChange::default(), None)),
        }
    })
}

/// Applies the items of a change, and stores the values before and after in the journal. An item that already has its
/// value is left out; a change without items is not stored.
fn apply_change(
    transaction: &Transaction<'_>,
    session: &str,
    now: i64,
    kind: ChangeKind,
    items: &[ChangeItem],
    mut change: Option<ChangeId>,
) -> Result<(SavedChange, Option<ChangeId>), LibraryError> {
    let mut changed_articles = BTreeSet::new();
    let first = match change {
        Some(change) => record::next_number(transaction, change)?,
        None => 0,
    };
    for (number, item) in (first..).zip(items) {
        let of = item.after.as_deref();
        let before = items::current_value(transaction, item.kind, item.target, of)?;
        if before == item.after {
            continue;
        }
        let (from, to) = (before.as_deref(), item.after.as_deref());
        items::apply_value(
            transaction,
            now,
            item.kind,
            item.target,
            from,
            to,
            &mut changed_articles,
        )?;
        let change = match change {
            Some(change) => change,
            None => *change.insert(record::insert_change(transaction, session, now, &kind)?),
        };
        let stored = StoredItem {
            number,
            kind: item.kind,
            target: item.target,
            before,
            after: item.after.clone(),
        };
        record::insert_item(transaction, change, &stored)?;
    }
    let articles: Vec<ArticleId> = changed_articles.into_iter().collect();
    refresh_dependents(transaction, &articles)?;
    let changed = SavedChange {
        kind: change.map(|_| kind),
        articles,
    };
    Ok((changed, change))
}
