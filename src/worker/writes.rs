//! The queue of jobs that change the library, in the order of the keys.

use std::sync::Arc;

use super::accounts;
use super::changes;
use super::emit::Emit;
use super::job_trace;
use super::maintenance::send_notices;
use super::page_requests::{self, PageJob};
use super::pages;
use super::shared_state::SharedState;
use super::start_view;
use crate::model::{
    AccountId, ArticleId, ArticleRef, Change, ChangeId, Grouping, Order, ReadingPosition, TextKind,
    View,
};

/// A job that changes the library.
#[derive(Debug)]
pub(super) enum WriteJob {
    /// Save a change of the user.
    Change(Change),
    /// Remove an account with its sources.
    RemoveAccount(AccountId),
    /// Show another text of an article than the displayed one; fetch its page if it is not stored.
    SwitchText(ArticleId, Option<TextKind>),
    /// Undo the newest change; one of another session only if it was confirmed.
    Undo(Option<ChangeId>),
    /// Redo the change that was undone last.
    Redo,
    /// Save how the list is sorted and grouped.
    Order(Order, Grouping),
    /// Save the columns of the list.
    ListWidth(u16),
    /// Save the view of the list.
    View(View),
    /// Save where an article was left.
    Position {
        /// The article.
        article: ArticleRef,
        /// Reading position; `None` is the start.
        place: Option<ReadingPosition>,
        /// Fraction that was read, 0 to 1.
        progress: f64,
    },
    /// Remove the mark that the text of an article has changed.
    ChangeSeen(ArticleRef),
    /// Save the places read: those before, and those one came back from.
    History {
        /// Positions before the present one, the latest last.
        back: Vec<(ArticleRef, Option<ReadingPosition>)>,
        /// Positions that the user went back from, the latest last.
        forward: Vec<(ArticleRef, Option<ReadingPosition>)>,
    },
}

/// Runs a job that changes the library. Returns a page that is to be fetched for it.
pub(super) fn run_write(job: WriteJob, shared: &Arc<SharedState>, emit: &Emit) -> Option<PageJob> {
    let mut page = None;
    let _running = job_trace::begin(match &job {
        WriteJob::Change(_) => "change",
        WriteJob::RemoveAccount(_) => "remove-account",
        WriteJob::SwitchText(..) => "switch-text",
        WriteJob::Undo(_) => "undo",
        WriteJob::Redo => "redo",
        WriteJob::Order(..) => "save-order",
        WriteJob::ListWidth(_) => "save-list-width",
        WriteJob::View(_) => "save-view",
        WriteJob::Position { .. } => "save-position",
        WriteJob::ChangeSeen(_) => "mark-change-seen",
        WriteJob::History { .. } => "save-history",
    });
    match job {
        WriteJob::Change(change) => changes::save_change(&change, shared, emit),
        WriteJob::RemoveAccount(account) => accounts::remove_account(account, shared, emit),
        WriteJob::SwitchText(article, displayed) => {
            page = page_requests::switch_text(article, displayed, shared, emit);
        }
        WriteJob::Undo(confirmed) => changes::undo(confirmed, shared, emit),
        WriteJob::Redo => changes::redo(shared, emit),
        WriteJob::Order(order, grouping) => start_view::save_order(order, grouping, shared),
        WriteJob::View(view) => start_view::save_view(&view, shared),
        WriteJob::ListWidth(columns) => pages::save_list_width(columns, shared),
        WriteJob::Position {
            article,
            place,
            progress,
        } => changes::save_position(&article, place.as_ref(), progress, shared, emit),
        WriteJob::ChangeSeen(article) => changes::mark_change_seen(&article, shared, emit),
        WriteJob::History { back, forward } => pages::save_history(back, forward, shared),
    }
    send_notices(shared, emit);
    page
}
