//! Sentences about sources: their health, their requests, advice, and the results of refreshing and subscribing.

use chrono::{DateTime, FixedOffset};

use super::numbers::{count, moment};
use crate::messages::{accounts, full_text};
use crate::model::{
    FeedOnServer, FetchOutcome, RefreshSummary, Request, Source, SourceErrorKind, SourceKind,
    SourceRow,
};
use crate::text::{clean, shorten_title};

/// Words the health of a source: its error with advice, or that it is paused, waits or is silent, and its fetches.
pub fn health(row: &SourceRow, now: DateTime<FixedOffset>) -> String {
    let source = &row.source;
    let mut parts: Vec<String> = Vec::new();
    let error = source.error.as_ref().map(|error| {
        let advice = advice(error.kind);
        let dash = if advice.is_empty() { "" } else { "; " };
        format!("{}{dash}{advice}", clean::clean_line(&error.to_string()))
    });
    if source.kind == SourceKind::Account && row.account.is_none() {
        return WITHOUT_ACCOUNT.to_owned();
    }
    if source.is_paused {
        parts.push("paused".to_owned());
    }
    parts.extend(error);
    let state = on_server(row);
    parts.extend(state.clone());
    if let Some(since) = source.failing_since.filter(|_| row.is_failing) {
        parts.push(format!("failing since {}", moment(since, now)));
    }
    if let Some(silence) = row.silence(now.timestamp()) {
        parts.push(format!("no new entry for {}", duration(silence)));
    }
    if let Some(success) = source.last_success.filter(|_| state.is_none()) {
        let verb = match source.kind {
            SourceKind::Feed => "fetched",
            SourceKind::Folder | SourceKind::Page => "scanned",
            SourceKind::Account => "synced",
        };
        let by = row
            .account
            .as_ref()
            .map(|account| format!(" with {}", accounts::name(&account.url, &account.user)));
        let by = by.unwrap_or_default();
        parts.push(format!("{verb} {}{by}", moment(success, now)));
    } else if source.error.is_none() && source.kind == SourceKind::Feed {
        parts.push("not fetched yet".to_owned());
    }
    match (row.waits_until, source.next_fetch) {
        _ if source.is_paused || state.is_some() => {}
        _ if !matches!(source.kind, SourceKind::Feed | SourceKind::Account) => {}
        (Some(until), _) => parts.push(format!(
            "its host asked to wait until {}",
            moment(until, now)
        )),
        (None, Some(next)) if next <= now.timestamp() => parts.push("due now".to_owned()),
        (None, Some(next)) => parts.push(format!("next {}", moment(next, now))),
        (None, None) => {}
    }
    if let Some(from) = &row.moved_from {
        parts.push(format!("moved from {}", clean::clean_line(from)));
    }
    if let Some(choice) = row.full_text {
        parts.push(full_text::setting(choice, row.entry_texts));
    }
    if row.is_hidden {
        parts.push("hidden from All and Unread".to_owned());
    }
    parts.join(" · ")
}

/// Words what the server of an account lacks of a feed; `None` if it has the feed.
fn on_server(row: &SourceRow) -> Option<String> {
    let account = row.account.as_ref()?;
    let name = accounts::name(&account.url, &account.user);
    match row.on_server {
        FeedOnServer::Listed => None,
        FeedOnServer::NotSent if row.source.error.is_some() => None,
        FeedOnServer::NotSent => Some(format!("not sent to {name} yet")),
        FeedOnServer::Gone => Some(format!("no longer on {name}; its articles stay")),
    }
}

/// Words that a feed of an account has none here: the account was removed, or the feed was imported.
const WITHOUT_ACCOUNT: &str = "no account here has it; adding its account fetches it again";

/// Words what a source without requests says of them: a feed was not fetched yet, a folder is scanned. `refresh_key` fetches it.
pub fn no_requests(
    row: Option<&SourceRow>,
    refresh_key: &str,
    now: DateTime<FixedOffset>,
) -> String {
    if row.is_some_and(|row| row.source.kind == SourceKind::Account && row.account.is_none()) {
        return format!("Not fetched: {WITHOUT_ACCOUNT}");
    }
    if let Some(row) = row.filter(|row| row.source.kind == SourceKind::Account)
        && (row.source.error.is_some() || row.on_server != FeedOnServer::Listed)
    {
        return health(row, now);
    }
    let source = row.map(|row| &row.source);
    match source.map(|source| (source.kind, source.last_success)) {
        Some((SourceKind::Folder, Some(time))) => format!(
            "Scanned {} · scanned again when its files change",
            moment(time, now)
        ),
        Some((SourceKind::Page, Some(time))) => format!(
            "Read {} · read again when the file changes",
            moment(time, now)
        ),
        Some((SourceKind::Account, Some(time))) => format!(
            "Synced {} · its server fetches it · {refresh_key} syncs",
            moment(time, now)
        ),
        Some((SourceKind::Account, None)) => {
            format!("Not synced yet · its server fetches it · {refresh_key} syncs")
        }
        Some((SourceKind::Folder | SourceKind::Page, None)) => "Not scanned yet".to_owned(),
        Some((SourceKind::Feed, _)) | None => format!("Not fetched yet · {refresh_key} fetches it"),
    }
}

/// Words that the server of an account did not subscribe to a feed, on the command line; `None` if it did.
pub fn not_subscribed(source: &Source) -> Option<String> {
    let error = source.error.as_ref();
    let error = error.filter(|error| error.kind == SourceErrorKind::NotSubscribed)?;
    let reason = match error.details.as_deref() {
        Some(status) if status.parse::<u16>().is_ok() => format!("the server answered {status}"),
        Some(details) => clean::clean_line(details).into_owned(),
        None => "unexpected answer".to_owned(),
    };
    Some(format!(
        "not subscribed: {}: {reason}: {}: newsprint sources rm {}",
        clean::clean_line(&source.title),
        advice(error.kind),
        source.id
    ))
}

/// Advice about an error of a source: what the user can do; empty if there is nothing to do but to wait.
pub fn advice(kind: SourceErrorKind) -> &'static str {
    match kind {
        SourceErrorKind::Unauthorized => "set user and password-command",
        SourceErrorKind::Gone => "remove it; its articles stay",
        SourceErrorKind::TooLarge => "set max-size",
        SourceErrorKind::NotAFeed => "its address may have changed",
        SourceErrorKind::Tls => "its certificate may have expired",
        SourceErrorKind::Resolve => "check the address",
        SourceErrorKind::WrongPassword | SourceErrorKind::NoPassword => {
            "newsprint account set gives another"
        }
        SourceErrorKind::WrongAddress | SourceErrorKind::Moved => {
            "newsprint account set gives another address"
        }
        SourceErrorKind::ApiOff => "its administrator switches it on",
        SourceErrorKind::TooOld => "its administrator updates it",
        SourceErrorKind::UntrustedDomain => "its administrator adds it to trusted_domains",
        SourceErrorKind::Unexpected
        | SourceErrorKind::LostAuthorization
        | SourceErrorKind::TokenLetters
        | SourceErrorKind::LostPath => "newsprint doctor checks it",
        SourceErrorKind::NotSubscribed => "check its address, or remove it",
        SourceErrorKind::Password
        | SourceErrorKind::Tokens
        | SourceErrorKind::Maintenance
        | SourceErrorKind::NoFolder
        | SourceErrorKind::NoFile
        | SourceErrorKind::EmptyFolder
        | SourceErrorKind::Unreadable
        | SourceErrorKind::SomeFilesUnreadable
        | SourceErrorKind::Connect
        | SourceErrorKind::Timeout
        | SourceErrorKind::Status
        | SourceErrorKind::ChallengePage
        | SourceErrorKind::RateLimited
        | SourceErrorKind::Redirect
        | SourceErrorKind::Forbidden
        | SourceErrorKind::Damaged
        | SourceErrorKind::Other => "",
    }
}

/// Words a request of a source: its result with the reason, and its status, bytes and time.
pub fn request(request: &Request) -> (String, String) {
    let error = request.error.as_ref().map(ToString::to_string);
    let error = error.map(|error| clean::clean_line(&error).into_owned());
    let result = match (request.outcome, error) {
        (FetchOutcome::New, _) => "new entries".to_owned(),
        (FetchOutcome::Updated, _) => "changed entries".to_owned(),
        (FetchOutcome::Unchanged, _) => "nothing new".to_owned(),
        (FetchOutcome::Gone, _) => "gone: paused".to_owned(),
        (FetchOutcome::Failed, None) => "failed".to_owned(),
        (FetchOutcome::Failed, Some(error)) => format!("failed: {error}"),
        (FetchOutcome::Skipped, None) => "skipped".to_owned(),
        (FetchOutcome::Skipped, Some(reason)) => format!("skipped: {reason}"),
    };
    let status = request.status.map(|status| status.to_string());
    let sent = request.outcome != FetchOutcome::Skipped;
    let facts: Vec<String> = status
        .into_iter()
        .chain(sent.then(|| bytes(request.bytes)))
        .chain(sent.then(|| milliseconds(request.milliseconds)))
        .collect();
    (result, facts.join(" · "))
}

/// Words the result of a refresh; `key` is the key of the sources. `None` if there is nothing to say.
pub fn refresh_result(
    summary: &RefreshSummary,
    key: &str,
    now: DateTime<FixedOffset>,
) -> Option<String> {
    if summary.is_offline {
        return Some("No network: nothing was fetched".to_owned());
    }
    let answered = summary
        .sources
        .saturating_sub(summary.failed + summary.skipped);
    let fetched = match (summary.new, summary.updated) {
        (0, 0) if !summary.is_manual => return None,
        (0, 0) if summary.sources == 0 => {
            Some("No feed to fetch; folders are scanned when their files change".to_owned())
        }
        (0, 0) if answered == 0 => None,
        (0, 0) => Some(format!("Nothing new in {}", count(answered, "source"))),
        (0, updated) => Some(format!("{} changed", count(updated, "article"))),
        (new, _) => {
            let sources = count(summary.sources_with_new, "source");
            Some(format!("{new} new in {sources}"))
        }
    };
    let mut parts: Vec<String> = fetched.into_iter().collect();
    if summary.failed > 0 {
        parts.push(format!("{} failed ({key} shows why)", summary.failed));
    }
    if summary.skipped > 0 && summary.is_manual {
        let why = match summary.waits_until {
            Some(until) => format!(" until {}, as their hosts asked", moment(until, now)),
            None => format!(" ({key} shows why)"),
        };
        parts.push(format!("{} skipped{why}", summary.skipped));
    }
    Some(parts.join(" · "))
}

/// Words the result of subscribing: the number of articles, and whether the source is new. `other` is the name of an account that has
/// the feed, too; `views_key` shows the views.
pub fn subscribed(
    title: &str,
    (articles, is_new): (usize, bool),
    other: Option<&str>,
    views_key: &str,
) -> String {
    let title = clean::clean_line(title);
    let title = shorten_title(&title);
    if let Some(other) = other {
        return format!("Subscribed to “{title}”, which is also a feed of {other}");
    }
    match is_new {
        true => format!(
            "Subscribed to “{title}”: {} · {views_key} shows it",
            count(articles, "article")
        ),
        false => format!("Already subscribed to “{title}” · {views_key} shows it"),
    }
}

/// Writes a duration in its largest whole unit.
pub(super) fn duration(seconds: i64) -> String {
    let days = usize::try_from(seconds / 86_400).unwrap_or_default();
    match days {
        0..14 => count(days.max(1), "day"),
        14..60 => format!("{} weeks", days / 7),
        60..730 => format!("{} months", days / 30),
        days => format!("{} years", days / 365),
    }
}

/// Writes a number of bytes, in decimal units.
fn bytes(number: u64) -> String {
    match number {
        0..1_000 => format!("{number} B"),
        1_000..1_000_000 => format!("{:.1} kB", number as f64 / 1e3),
        number => format!("{:.1} MB", number as f64 / 1e6),
    }
}

fn milliseconds(number: u64) -> String {
    match number {
        0..10_000 => format!("{number} ms"),
        number => format!("{} s", number / 1_000),
    }
}
