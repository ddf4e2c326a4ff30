//! Marks from the server: [`pull_marks`] finds what has changed there since the last sync, and the items that are new.

use std::collections::HashSet;

use super::confirmed_stars::ConfirmedStars;
use super::error::SyncError;
use super::hidden_feeds::confirm_reads;
use super::server::{IdSet, RemoteItem, RemoteMarks, Server};
use super::text_requests::TextRequests;
use crate::library::{Library, LibraryReader, RemoteMark, ServerMark, WantedItem};
use crate::model::{AccountId, MarkKind};

/// Smallest number of marks that are asked for again when the server has lost all of them at once.
const MIN_LOST_AT_ONCE: usize = 20;
/// Most articles that are unread again whose texts a sync asks for: more are a person's change of mind.
const MAX_UNREAD_AGAIN: usize = 250;

/// Result of [`pull_marks`].
#[derive(Debug, Default)]
pub(super) struct PulledMarks {
    /// Articles whose marks have changed here.
    pub(super) changed: usize,
    /// Ids that the server is known to have.
    pub(super) present: HashSet<String>,
    /// Marks that are gone from the server, to be applied by [`apply_absences`] once the texts of new items have come: an item
    /// that is missing may be there under another id.
    absences: Vec<RemoteMark>,
    /// Value of the counter of marks before the request.
    counter: i64,
    /// Items that came with their texts.
    pub(super) items: Vec<RemoteItem>,
    /// True if the server has more changed items.
    pub(super) is_more: bool,
}

/// Asks for the marks of the server and applies those that are new. New items become wanted. What is gone is applied by
/// [`apply_absences`].
///
/// # Errors
/// See [`SyncError`]; then nothing was changed.
pub(super) fn pull_marks(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
) -> Result<PulledMarks, SyncError> {
    let counter = library.mark_counter(account)?;
    match server.marks()? {
        RemoteMarks::Changes { items, is_more } => {
            let marks: Vec<RemoteMark> = items.iter().flat_map(item_marks).collect();
            Ok(PulledMarks {
                changed: library.apply_remote_marks(account, counter, &marks)?,
                present: items.iter().map(|item| item.id.clone()).collect(),
                items,
                is_more,
                ..PulledMarks::default()
            })
        }
        RemoteMarks::Sets {
            mut unread,
            mut starred,
        } => {
            let known_unread = library.known_remote_set(account, MarkKind::Read)?;
            let known_starred = library.known_remote_set(account, MarkKind::Star)?;
            if is_emptied(&known_unread, &unread) || is_emptied(&known_starred, &starred) {
                // All at once may be true, or the answer of a server that is being repaired. A mark is only gone if it is gone twice.
                if let RemoteMarks::Sets {
                    unread: more_unread,
                    starred: more_starred,
                } = server.marks()?
                {
                    unread.ids.extend(more_unread.ids);
                    starred.ids.extend(more_starred.ids);
                }
            }
            let mut marks = Vec::new();
            let mut new = HashSet::new();
            for (kind, known, set) in [
                (MarkKind::Read, &known_unread, &unread),
                (MarkKind::Star, &known_starred, &starred),
            ] {
                add_differences(library, account, kind, known, set, &mut marks, &mut new)?;
            }
            let wanted: Vec<WantedItem> = new
                .into_iter()
                .map(|id| WantedItem {
                    // A starred item that a capped set does not speak of is old.
                    is_read: !unread.contains(&id).unwrap_or(false),
                    is_starred: starred.contains(&id).unwrap_or(false),
                    id,
                })
                .collect();
            library.add_wanted_items(account, &wanted)?;
            let (marks, absences) = marks.into_iter().partition(|remote| {
                matches!(
                    (remote.mark.kind, remote.mark.value),
                    (MarkKind::Star, true) | (MarkKind::Read, false)
                )
            });
            let marks: Vec<RemoteMark> = marks;
            let unread_again = unread_again(&marks);
            library.want_changed_texts(account, counter, &unread_again)?;
            let changed = library.apply_remote_marks(account, counter, &marks)?;
            let mut present = unread.ids;
            present.extend(starred.ids);
            Ok(PulledMarks {
                changed,
                present,
                absences,
                counter,
                ..PulledMarks::default()
            })
        }
    }
}

/// Returns the items that are unread and were not when the server was asked last, the newest first: their feeds may have rewritten
/// them.
fn unread_again(marks: &[RemoteMark]) -> Vec<String> {
    let mut ids: Vec<String> = marks
        .iter()
        .filter(|remote| remote.mark.kind == MarkKind::Read && !remote.mark.value)
        .map(|remote| remote.id.clone())
        .collect();
    ids.sort_unstable_by(|one, other| (other.len(), other).cmp(&(one.len(), one)));
    ids.truncate(MAX_UNREAD_AGAIN);
    ids
}

/// Returns true if many items had a mark and none of them has it now.
fn is_emptied(known: &[String], set: &IdSet) -> bool {
    known.len() >= MIN_LOST_AT_ONCE && known.iter().all(|id| set.contains(id) == Some(false))
}

/// Adds the marks that differ from the known ones to `marks`, and the items that the library does not know to `new`. The set of
/// [`MarkKind::Read`] is that of unread items.
fn add_differences(
    library: &LibraryReader,
    account: AccountId,
    kind: MarkKind,
    known: &[String],
    set: &IdSet,
    marks: &mut Vec<RemoteMark>,
    new: &mut HashSet<String>,
) -> Result<(), SyncError> {
    let is_set = |in_set: bool| match kind {
        MarkKind::Read => !in_set,
        MarkKind::Star => in_set,
    };
    let mut add = |id: &str, in_set: bool| {
        marks.push(RemoteMark {
            id: id.to_owned(),
            mark: ServerMark {
                kind,
                value: is_set(in_set),
            },
        });
    };
    let known_ids: HashSet<&str> = known.iter().map(String::as_str).collect();
    for id in known {
        if set.contains(id) == Some(false) {
            add(id, false);
        }
    }
    for id in &set.ids {
        if known_ids.contains(id.as_str()) {
            continue;
        }
        match library.has_remote_item(account, id)? {
            true => add(id, true),
            false => {
                new.insert(id.clone());
            }
        }
    }
    Ok(())
}

/// Applies the marks that are gone from the server, without those that only say that something is missing: read marks of items
/// whose feed the server no longer lists, and lost stars of items that are gone. Before a star is taken away, the server must say
/// so of the item itself: no bookmark is removed because a server purges articles or loses a feed. Without `requests` no star is taken
/// away. The number of articles that have changed is added to `changed`.
///
/// # Errors
/// See [`SyncError`]. Marks of which nothing had to be asked are applied all the same.
pub(super) fn apply_absences(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    pulled: &PulledMarks,
    requests: Option<&mut TextRequests<'_>>,
    changed: &mut usize,
) -> Result<(), SyncError> {
    let (mut stars, reads): (Vec<&RemoteMark>, Vec<&RemoteMark>) = pulled
        .absences
        .iter()
        .partition(|remote| remote.mark.kind == MarkKind::Star);
    let mut believed = Vec::new();
    for remote in reads {
        if !library.is_of_absent_feed(account, &remote.id)? {
            believed.push(remote.clone());
        }
    }
    // Where the items themselves must say so, they are not asked once texts fail.
    let believed = match requests.is_some() || server.lists_all_unread() {
        true => confirm_reads(library, server, account, pulled.counter, believed)?,
        false => Vec::new(),
    };
    *changed += library.apply_remote_marks(account, pulled.counter, &believed)?;
    let Some(requests) = requests else {
        return Ok(());
    };
    let absent: HashSet<&str> = stars.iter().map(|remote| remote.id.as_str()).collect();
    let mut confirmed = ConfirmedStars::read(library, account, &absent)?;
    stars.retain(|remote| !confirmed.contains(&remote.id));
    for batch in stars.chunks(server.limits().texts_per_request.max(1)) {
        let ids: Vec<String> = batch.iter().map(|remote| remote.id.clone()).collect();
        let received = requests.request(server, &ids);
        let (mut believed, mut gone) = (Vec::new(), Vec::new());
        for remote in batch {
            match received.items.iter().find(|item| item.id == remote.id) {
                Some(item) if item.is_starred == Some(true) => {
                    confirmed.add(&remote.id, library.now());
                }
                Some(_) => believed.push((*remote).clone()),
                None if received.answered.contains(&remote.id) => gone.push(remote.id.clone()),
                // Nobody can say whether it is still starred.
                None if received.unsendable.contains(&remote.id) => {
                    confirmed.add(&remote.id, library.now());
                }
                None => {}
            }
        }
        library.forget_stars(account, pulled.counter, &gone)?;
        *changed += library.apply_remote_marks(account, pulled.counter, &believed)?;
        if let Some(error) = received.error {
            return Err(error);
        }
    }
    confirmed.save(library, account)
}

/// Returns the marks of an item as far as the answer says them.
fn item_marks(item: &RemoteItem) -> Vec<RemoteMark> {
    let said = [
        (MarkKind::Read, item.is_read),
        (MarkKind::Star, item.is_starred),
    ];
    said.into_iter()
        .filter_map(|(kind, value)| {
            Some(RemoteMark {
                id: item.id.clone(),
                mark: ServerMark {
                    kind,
                    value: value?,
                },
            })
        })
        .collect()
}
