//! JSON of accounts on servers and of the results of their syncs.

use serde_json::{Value, json};

use super::time_json;
use crate::messages;
use crate::model::{Account, SourceSettings};
use crate::sync::run::SyncReport;

/// Returns an account with its state. No credential is in it.
pub(in super::super) fn account_json(account: &Account) -> Value {
    json!({
        "id": account.id,
        "kind": account.kind.name(),
        "url": account.url,
        "user": account.user,
        "paused": account.is_paused,
        "feeds": account.feeds,
        "waiting_marks": account.waiting_marks,
        "waiting_changes": account.waiting_changes,
        "last_success": time_json(account.last_success),
        "next_sync": time_json(account.next_sync),
        "failing_since": time_json(account.failing_since),
        "error": messages::account_errors::last_error(account),
    })
}

/// Returns the settings of an account: where its password comes from.
pub(in super::super) fn account_settings_json(settings: &SourceSettings, url: &str) -> Value {
    json!({
        "url": url,
        "password-command": settings.password_command,
        "password-file": settings.password_file,
    })
}

/// Returns the result of a sync: `synced`, `failed` or `skipped`.
pub(in super::super) fn synced_json(
    account: &Account,
    status: &str,
    report: &SyncReport,
    error: Option<&str>,
) -> Value {
    json!({
        "account": account.id,
        "url": account.url,
        "user": account.user,
        "status": status,
        "new": report.articles.new,
        "updated": report.articles.updated,
        "marks_changed": report.changed,
        "marks_sent": report.pushed.sent,
        "feeds_added": report.subscriptions.added,
        "feeds_gone": report.subscriptions.detached,
        "feed_changes_sent": report.subscriptions.sent,
        "refused": report.pushed.refused + report.subscriptions.refused,
        "waiting_marks": account.waiting_marks,
        "waiting_changes": account.waiting_changes,
        "next_sync": time_json(account.next_sync),
        "error": error,
    })
}
