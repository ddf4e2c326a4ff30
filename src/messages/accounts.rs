//! Sentences about accounts on servers: their state, and the results of changes and syncs.

use chrono::{DateTime, FixedOffset};

use super::account_errors::{
    api_name, api_with_article, error_text, last_error, sync_error, waiting_time,
};
use super::numbers::{count, moment};
use crate::model::{
    Account, AccountId, AccountKind, AccountSync, ChangeKind, FolderLimit, SourceId, SyncCounts,
};
use crate::sync::error::SyncError;
use crate::sync::run::SyncReport;
use crate::sync::server::{ServerInfo, ServerLimits, ServerWarning};
use crate::text::{clean, shorten_title};

/// Help on a kind of server, in one line.
pub fn kind_help(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::GoogleReader => "FreshRSS, BazQux, Inoreader, TheOldReader",
        AccountKind::Miniflux => "with an API key, or user name and password",
        AccountKind::Nextcloud => "the app News of a Nextcloud",
        AccountKind::Fever => "older servers, such as coldsweat: marks only",
    }
}

/// Words the name of an account, and whether it fails or is paused: the rest of its state may have no room beside it.
pub fn name_with_state(account: &Account) -> String {
    let name = name(&account.url, &account.user);
    match (account.is_paused, account.failing_since) {
        (true, _) => format!("{name} (paused)"),
        (false, Some(_)) => format!("{name} (failing)"),
        (false, None) => name,
    }
}

/// Words the state of an account: paused, its error, marks to send, and its syncs.
pub fn health(account: &Account, now: DateTime<FixedOffset>) -> String {
    let mut parts = Vec::new();
    if account.is_paused {
        parts.push("paused".to_owned());
    }
    parts.extend(last_error(account));
    if let Some(since) = account.failing_since {
        parts.push(format!("failing since {}", moment(since, now)));
    }
    parts.extend(waiting(account).map(|waiting| format!("{waiting} to send")));
    match account.last_success {
        Some(time) => parts.push(format!("synced {}", moment(time, now))),
        None if account.error.is_none() => parts.push("not synced yet".to_owned()),
        None => {}
    }
    if !account.is_paused {
        let next = account
            .next_sync
            .unwrap_or(0)
            .max(account.not_before.unwrap_or(0));
        parts.push(match next <= now.timestamp() {
            true => "due now".to_owned(),
            false => format!("next {}", moment(next, now)),
        });
    }
    parts.join(" · ")
}

/// Words all facts about an account, each with its name.
pub fn facts(account: &Account, now: DateTime<FixedOffset>) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Server", clean::clean_line(&account.url).into_owned()),
        ("API", api_name(account.kind).to_owned()),
    ];
    if !account.user.is_empty() {
        facts.push(("User", clean::clean_line(&account.user).into_owned()));
    }
    facts.push(("Feeds", account.feeds.to_string()));
    if !account.kind.edits_subscriptions() {
        let api = api_with_article(account.kind);
        facts.push((
            "Changes",
            format!("of feeds stay here: {api} can't make them"),
        ));
    }
    let state = match (account.is_paused, account.failing_since) {
        (true, _) => "paused".to_owned(),
        (false, Some(since)) => format!("failing since {}", moment(since, now)),
        (false, None) if account.last_success.is_none() => "not synced yet".to_owned(),
        (false, None) => "synced".to_owned(),
    };
    facts.push(("State", state));
    facts.extend(last_error(account).map(|error| ("Error", error)));
    facts.extend(waiting(account).map(|waiting| ("To send", waiting)));
    facts.extend(
        account
            .last_success
            .map(|time| ("Last sync", moment(time, now))),
    );
    if !account.is_paused {
        let next = account
            .next_sync
            .unwrap_or(0)
            .max(account.not_before.unwrap_or(0));
        facts.push(match next <= now.timestamp() {
            true => ("Next sync", "due now".to_owned()),
            false => ("Next sync", moment(next, now)),
        });
    }
    facts
}

/// Words that a change of a feed stays here, since the API of its account can't make it.
pub fn change_not_sent(account: &Account) -> String {
    format!(
        "not sent: {}: {} can't change subscriptions: this changed only here",
        name(&account.url, &account.user),
        api_with_article(account.kind)
    )
}

/// Words that an account is paused; `key` resumes it.
pub fn paused(name: &str, key: &str) -> String {
    format!("Not synced: {name} is paused; {key} resumes it")
}

/// Words that a feed of an account can't be paused alone; `sources_key` shows the sources, and `pause_key` pauses there.
pub fn feed_not_paused(sources_key: &str, pause_key: &str) -> String {
    format!(
        "Not paused: its server fetches it; {pause_key} on its account ({sources_key}) pauses all feeds"
    )
}

/// Words the result of a sync, without a full stop.
pub fn sync_result(counts: SyncCounts) -> String {
    let SyncCounts {
        new,
        updated,
        changed,
        sent,
        feeds_added,
        feeds_detached,
        feed_changes,
        refused,
    } = counts;
    let parts = [
        (new, format!("{new} new")),
        (updated, format!("{updated} updated")),
        (changed, format!("{} changed there", count(changed, "mark"))),
        (sent, format!("{} sent", count(sent, "mark"))),
        (feeds_added, format!("{} added", count(feeds_added, "feed"))),
        (
            feeds_detached,
            format!("{} no longer there", count(feeds_detached, "feed")),
        ),
        (
            feed_changes,
            format!("{} of feeds sent", count(feed_changes, "change")),
        ),
        (refused, format!("{} refused", count(refused, "change"))),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts.map(|(_, text)| text).collect();
    match parts.is_empty() {
        true => "nothing new".to_owned(),
        false => parts.join(", "),
    }
}

/// Words the result of a sync that the user has asked for; the error if it failed.
pub fn account_sync(sync: &AccountSync) -> Result<String, String> {
    let name = name(&sync.account.url, &sync.account.user);
    match &sync.result {
        Ok(counts) => Ok(format!("Synced {name}: {}", sync_result(*counts))),
        Err((code, details)) => {
            let id = sync.account.id.to_string();
            let reason = error_text(code, details.as_deref(), sync.kind, Some(&id));
            Err(format!("not synced: {name}: {reason}"))
        }
    }
}

/// Words the result of a sync in the background; `None` if there is nothing to say.
pub fn sync_notice(account: &Account, synced: &Result<SyncReport, SyncError>) -> Option<String> {
    let name = name(&account.url, &account.user);
    match synced {
        Ok(report) if report.articles.new == 0 && report.changed == 0 => None,
        Ok(report) => Some(format!("{name}: {}", sync_result(report.counts()))),
        Err(SyncError::Busy | SyncError::Cancelled) => None,
        Err(error) => {
            let id = account.id.to_string();
            let reason = sync_error(error, account.kind, Some(&id));
            Some(format!("not synced: {name}: {reason}"))
        }
    }
}

/// Words the facts about a server that was checked.
pub fn server_facts(kind: AccountKind, info: &ServerInfo) -> String {
    let version = info.version.as_deref().unwrap_or(api_name(kind));
    let mut facts = vec![clean::clean_line(version).into_owned()];
    facts.extend(info.feeds.map(feeds));
    facts.join(", ")
}

/// Words what an API can do beside read marks and stars.
pub fn abilities(limits: &ServerLimits) -> String {
    let folders = match limits.folders {
        FolderLimit::Fixed => "folders can't be changed",
        FolderLimit::AtMostOne => "a feed is in at most one folder",
        FolderLimit::One => "a feed is in one folder",
        FolderLimit::Any => "a feed is in any number of folders",
    };
    let feeds = match limits.edits_subscriptions {
        true => "feeds can be added, renamed and removed",
        false => "feeds can't be changed",
    };
    format!("{feeds}; {folders}")
}

/// Words how far the clock of a server is from ours, in seconds.
pub fn clock_difference(seconds: i64) -> String {
    let by = waiting_time(i64::try_from(seconds.unsigned_abs()).unwrap_or(i64::MAX));
    match seconds > 0 {
        true => format!("its clock is {by} ahead"),
        false => format!("its clock is {by} behind"),
    }
}

/// Words a warning about a server that works.
pub fn server_warning(warning: ServerWarning) -> &'static str {
    match warning {
        ServerWarning::BrokenCron => {
            "its jobs are not run by the cron of its system: new articles may come late, or only while its web page is open"
        }
        ServerWarning::TogglesStars => "it is old and only toggles stars: each costs two requests",
        ServerWarning::FixedSubscriptions => "this API can't change subscriptions",
        ServerWarning::OlderApi => "its API is not the newest version",
    }
}

/// Words the number of feeds of an account.
pub fn feeds(number: usize) -> String {
    count(number, "feed")
}

/// Words the numbers of marks and of changes of feeds that a server does not have yet; `None` if it has all.
pub fn waiting(account: &Account) -> Option<String> {
    let marks = account.waiting_marks;
    let marks = (marks > 0).then(|| count(marks, "mark"));
    let changes = account.waiting_changes;
    let changes = (changes > 0).then(|| format!("{} of feeds", count(changes, "change")));
    let both: Vec<String> = marks.into_iter().chain(changes).collect();
    (!both.is_empty()).then(|| both.join(" and "))
}

/// Words that the server of an account will unsubscribe from a feed that was removed here; `None` for other changes.
pub fn unsubscribing(account: &Account, kind: &ChangeKind) -> Option<String> {
    let is_sent =
        matches!(kind, ChangeKind::RemoveSource { .. }) && account.kind.edits_subscriptions();
    let name = name(&account.url, &account.user);
    is_sent.then(|| format!("the next sync unsubscribes from it on {name}"))
}

/// Words what stays here of a change of a feed of an account; `None` if its server can take all.
pub fn unsent_part(account: &Account, kind: &ChangeKind) -> Option<String> {
    match kind {
        ChangeKind::SetCategories { categories, .. } => folders_not_sent(account, categories.len()),
        ChangeKind::RenameSource { .. } | ChangeKind::RemoveSource { .. }
            if !account.kind.edits_subscriptions() =>
        {
            Some(change_not_sent(account))
        }
        _ => None,
    }
}

/// Words that a feed can't be in all of its categories on the server of its account; `None` if it can be in `number` folders there.
fn folders_not_sent(account: &Account, number: usize) -> Option<String> {
    let limit = match (account.kind.folder_limit(), number) {
        (FolderLimit::Fixed, _) => return Some(change_not_sent(account)),
        (FolderLimit::AtMostOne, 2..) => "a feed is in at most one folder there",
        (FolderLimit::One, 0 | 2..) => "a feed is in one folder there",
        (FolderLimit::AtMostOne | FolderLimit::One | FolderLimit::Any, _) => return None,
    };
    let name = name(&account.url, &account.user);
    Some(format!(
        "not sent: {name}: {limit}: the rest of this change stays here"
    ))
}

/// Words the result of adding an account.
pub fn added(id: AccountId, name: &str, version: Option<&str>) -> String {
    let version = version_in_brackets(version);
    format!("Added account {id}: {name}{version}: newsprint sync fetches its articles")
}

/// Words the result of subscribing to a feed on the server of an account. `is_new` is false if the server has it already.
pub fn subscribed(title: &str, source: SourceId, account: &str, is_new: bool) -> String {
    let title = clean::clean_line(title);
    match is_new {
        true => format!(
            "Subscribed to {title} (source {source}) on {account}: newsprint sync sends it and fetches its articles"
        ),
        false => format!("Already subscribed to {title} (source {source}) on {account}"),
    }
}

/// Words the result of subscribing to a feed on the server of an account, which is synced then.
pub fn subscribed_and_syncing(title: &str, account: &str, is_new: bool) -> String {
    let title = clean::clean_line(title);
    let title = shorten_title(&title);
    match is_new {
        true => format!("Subscribed to “{title}” on {account}, syncing …"),
        false => format!("Already subscribed to “{title}” on {account}"),
    }
}

/// Words that the server of an account was not asked to subscribe to a feed. `error` is its code and its details.
pub fn not_subscribed(
    address: &str,
    (account, kind): (AccountId, AccountKind),
    (code, details): (&str, Option<&str>),
) -> String {
    let address = clean::clean_line(address);
    let reason = error_text(code, details, kind, Some(&account.to_string()));
    format!("not added: {address}: {reason}")
}

/// Words that an account was added and that its first sync runs. `key` shows the sources.
pub fn added_and_syncing(name: &str, version: Option<&str>, key: &str) -> String {
    let version = version_in_brackets(version);
    format!("Added {name}{version}, fetching its articles … · {key} shows it")
}

/// Words that an account was not added. `error` is its code and its details; `keys` ask again.
pub fn not_added(
    name: &str,
    kind: AccountKind,
    (code, details): (&str, Option<&str>),
    keys: &str,
) -> String {
    let reason = match (code, details) {
        // A sentence, such as that the account is there already.
        ("library", Some(details)) => clean::clean_line(details).into_owned(),
        _ => error_text(code, details, kind, None),
    };
    format!("not added: {name}: {reason} · {keys} corrects it")
}

fn version_in_brackets(version: Option<&str>) -> String {
    version.map_or_else(String::new, |version| {
        format!(" ({})", clean::clean_line(version))
    })
}

/// Words the question whether the selected account is to be removed by pressing `key` again. It fits into 78 columns: its end says
/// what to press. A long name gives way to it.
pub fn removal_question(account: &Account, key: &str) -> String {
    let unsent = match (account.waiting_marks, account.waiting_changes) {
        (0, 0) => String::new(),
        (marks, 0) => format!(" and {}", count(marks, "unsent mark")),
        (marks, changes) => format!(" and {}", count(marks + changes, "unsent change")),
    };
    let question =
        |what: &str| format!("Remove {what}{unsent}? Articles stay · {key} again removes it");
    let named = question(&name(&account.url, &account.user));
    match named.chars().count() <= 78 {
        true => named,
        false => question("the account"),
    }
}

/// Words the result of removing an account.
pub fn removed(name: &str, sources: usize) -> String {
    format!(
        "Removed {name} with {}; the articles stay; undo does not bring it back",
        feeds(sources)
    )
}

/// Words the name of an account: the host and the path of its server, and the user.
pub fn name(url: &str, user: &str) -> String {
    let place = url.split_once("://").map_or(url, |(_, place)| place);
    let place = place
        .strip_suffix("/api/greader.php")
        .or(place.strip_suffix("/api/fever.php"))
        .unwrap_or(place);
    match user {
        "" => clean::clean_line(place).into_owned(),
        user => clean::clean_line(&format!("{user} at {place}")).into_owned(),
    }
}
