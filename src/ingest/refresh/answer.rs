//! Evaluation of the answer to a request for a feed: the new state of the feed, its entries, the wait of its host ([`Digest`]).

use super::entry::{FeedFacts, new_entry};
use super::task::{Reply, Task};
use crate::feed::{Feed, FeedHints, NotAFeed, parse_feed};
use crate::fetch::politeness::{
    self, RequestedSchedule, record_failure, record_redirect, record_success, record_unconditional,
};
use crate::fetch::{Answer, CacheHeaders, FetchError, Fetched, Redirect, RetryAfter, Validators};
use crate::library::NewEntry;
use crate::model::{FetchOutcome, FetchState, HostWait, Request, SourceError, SourceErrorKind};

/// Answer for a source, parsed and ready to be stored.
#[derive(Debug)]
pub(super) struct Digest {
    /// State for the next request.
    pub(super) state: FetchState,
    /// Request for the log. Its outcome is final once the entries are matched.
    pub(super) request: Request,
    /// Title that the feed gives itself.
    pub(super) title: Option<String>,
    /// Entries, in the order of the feed; none after a failure or a 304.
    pub(super) entries: Vec<NewEntry>,
    /// Number of entries beyond the limit, which were not taken.
    pub(super) omitted_entries: usize,
    /// Wait that the host asks for.
    pub(super) host_wait: Option<HostWait>,
    /// True if the host answered as usual, so that an earlier wait of it is over.
    pub(super) ends_host_wait: bool,
    /// True if the source is to be paused: it is gone for good.
    pub(super) is_gone: bool,
    /// True if no host was reached: no failure of the source if none of the others is reached.
    pub(super) is_unreachable: bool,
    /// True if the request was cancelled: nothing is stored.
    pub(super) is_cancelled: bool,
}

/// Words in the path of a sign-in page.
const SIGN_IN_WORDS: [&str; 7] = [
    "login", "signin", "sign-in", "sign_in", "auth", "sso", "account",
];

/// Turns a reply into what is to be stored. `now` is in seconds since 1970-01-01 UTC.
pub(super) fn digest(task: &Task, reply: Reply, now: i64) -> Digest {
    let mut digest = Digest {
        state: task.state.clone(),
        request: Request {
            time: now,
            status: reply.status,
            bytes: reply.bytes,
            milliseconds: reply.milliseconds,
            outcome: FetchOutcome::Unchanged,
            error: None,
        },
        title: None,
        entries: Vec::new(),
        omitted_entries: 0,
        host_wait: None,
        ends_host_wait: false,
        is_gone: false,
        is_unreachable: false,
        is_cancelled: false,
    };
    if !task.sends_validators {
        record_unconditional(&mut digest.state, now);
    }
    match reply.result {
        Ok(Fetched::NotModified { validators, cache }) => {
            replace_present(&mut digest.state, validators);
            let schedule = schedule_of(&cache, None);
            record_success(
                &mut digest.state,
                true,
                &schedule,
                task.default_interval,
                now,
                task.jitter,
            );
            digest.ends_host_wait = true;
        }
        Ok(Fetched::Answer(answer)) => {
            read_answer(
                task,
                &mut digest,
                answer,
                &reply.redirects,
                reply.used_old_url,
                now,
            );
        }
        Err(FetchError::Cancelled) => digest.is_cancelled = true,
        Err(error) => {
            fail(task, &mut digest, &error, reply.retry_after, now);
        }
    }
    digest
}

/// Parses an answer; one that is no feed is a failure, which changes neither address nor validators.
fn read_answer(
    task: &Task,
    digest: &mut Digest,
    answer: Answer,
    redirects: &[Redirect],
    used_old_url: bool,
    now: i64,
) {
    let hints = FeedHints {
        url: Some(&answer.url),
        content_type: answer.content_type.as_deref(),
    };
    let feed = match parse_feed(&answer.body, &hints) {
        Ok(feed) => feed,
        Err(reason) => {
            let details = not_a_feed_details(reason, &answer, redirects);
            digest.ends_host_wait = true;
            fail_with(
                task,
                digest,
                SourceError {
                    kind: SourceErrorKind::NotAFeed,
                    details: Some(details.to_owned()),
                },
                now,
            );
            return;
        }
    };
    let Answer {
        validators,
        cache,
        body,
        ..
    } = answer;
    drop(body);
    digest.ends_host_wait = true;
    let state = &mut digest.state;
    if used_old_url {
        // The new address failed and the old one has the feed: the move was none.
        state.url = state.old_url.take();
        (state.moved_to, state.moved_since) = (None, None);
    } else {
        record_redirect(state, permanent_target(redirects), now);
    }
    state.etag = validators.etag;
    state.last_modified = validators.last_modified;
    state.site = feed.link.clone().or(state.site.take());
    let schedule = schedule_of(&cache, Some(&feed));
    if state.last_new.is_none() {
        state.last_new = newest_date(&feed).map(|date| date.min(now));
    }
    record_success(
        state,
        false,
        &schedule,
        task.default_interval,
        now,
        task.jitter,
    );
    let facts = FeedFacts::of(&feed);
    digest.title.clone_from(&facts.title);
    digest.omitted_entries = feed.omitted_entries;
    // The memory of each entry is freed when it is packed.
    for entry in feed.entries.into_iter().filter(|entry| !entry.is_blank()) {
        match new_entry(entry, &facts) {
            Ok(entry) => digest.entries.push(entry),
            Err(error) => tracing::warn!(%error, source = %task.source, "an entry was not packed"),
        }
    }
}

fn newest_date(feed: &Feed) -> Option<i64> {
    let dates = feed
        .entries
        .iter()
        .filter_map(|entry| entry.published.or(entry.updated));
    dates.map(|date| date.timestamp()).max()
}

/// Replaces the validators that a 304 carries; the others stay.
fn replace_present(state: &mut FetchState, validators: Validators) {
    if validators.etag.is_some() {
        state.etag = validators.etag;
    }
    if validators.last_modified.is_some() {
        state.last_modified = validators.last_modified;
    }
}

fn schedule_of(cache: &CacheHeaders, feed: Option<&Feed>) -> RequestedSchedule {
    let asked = feed.map(|feed| feed.schedule.clone()).unwrap_or_default();
    RequestedSchedule {
        max_age: cache.max_age,
        expires_in: cache.expires_in,
        feed_interval: asked.interval.map(i64::from),
        skip_hours: asked.skip_hours,
        skip_days: asked.skip_days,
    }
}

/// Returns the end of the leading run of permanent redirects.
fn permanent_target(redirects: &[Redirect]) -> Option<&str> {
    let leading = redirects
        .iter()
        .take_while(|redirect| matches!(redirect.status, 301 | 308));
    leading.last().map(|redirect| redirect.url.as_str())
}

fn not_a_feed_details(reason: NotAFeed, answer: &Answer, redirects: &[Redirect]) -> &'static str {
    match reason {
        NotAFeed::Empty => "an empty answer",
        NotAFeed::Opml => "an OPML list: newsprint import takes it",
        NotAFeed::Sitemap => "a sitemap",
        NotAFeed::Json => "JSON of another kind",
        NotAFeed::OtherXml => "XML of another kind",
        NotAFeed::NotText => "not a text",
        NotAFeed::Html => {
            let path = url::Url::parse(&answer.url)
                .map(|url| url.path().to_ascii_lowercase())
                .unwrap_or_default();
            let asks_password = memchr::memmem::find(&answer.body, b"type=\"password\"").is_some();
            let is_sign_in = path
                .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
                .any(|word| SIGN_IN_WORDS.contains(&word));
            match (
                is_sign_in || asks_password,
                redirects.is_empty(),
                path.as_str(),
            ) {
                (true, ..) => "a sign-in page",
                (false, false, "/" | "") => "the home page of the site",
                _ => "a web page",
            }
        }
    }
}

/// Records a failed request.
fn fail(
    task: &Task,
    digest: &mut Digest,
    error: &FetchError,
    retry_after: Option<RetryAfter>,
    now: i64,
) {
    let seconds = retry_after.map(|retry| match retry {
        RetryAfter::Seconds(seconds) => seconds,
        RetryAfter::Date(time) => time - now,
    });
    let status = digest.request.status;
    let source_error = error.source_error();
    digest.is_unreachable = is_unreachable(error);
    let is_throttled = status == Some(429) || (status == Some(503) && retry_after.is_some());
    let is_forbidden = status == Some(403);
    if is_throttled || is_forbidden {
        let kind = match is_throttled {
            true => SourceErrorKind::RateLimited,
            false => source_error.kind,
        };
        let wait = politeness::host_wait(task.host_wait, kind, is_forbidden, seconds, now);
        digest.host_wait = Some(wait);
        if is_throttled {
            // Being asked to wait is no failure of the source.
            digest.state.last_attempt = Some(now);
            digest.state.next_fetch = Some(wait.not_before);
            let error = SourceError {
                kind,
                details: status.map(|status| status.to_string()),
            };
            digest.state.error = Some(error.clone());
            digest.request.outcome = FetchOutcome::Failed;
            digest.request.error = Some(error);
            return;
        }
        fail_with(task, digest, source_error, now);
        digest.state.next_fetch = digest.state.next_fetch.max(Some(wait.not_before));
        return;
    }
    if status == Some(410) {
        digest.is_gone = true;
        digest.request.outcome = FetchOutcome::Gone;
        digest.request.error = Some(source_error.clone());
        digest.state.last_attempt = Some(now);
        digest.state.next_fetch = None;
        digest.state.failing_since = digest.state.failing_since.or(Some(now));
        digest.state.error = Some(source_error);
        return;
    }
    digest.ends_host_wait = status.is_some();
    fail_with(task, digest, source_error, now);
    if status.is_some() {
        // The address before the move was tried, too, and is not tried again.
        digest.state.old_url = None;
    }
}

fn fail_with(task: &Task, digest: &mut Digest, error: SourceError, now: i64) {
    digest.request.outcome = FetchOutcome::Failed;
    digest.request.error = Some(error.clone());
    record_failure(&mut digest.state, error, now, task.jitter);
}

/// Returns true if a request may have failed because there is no network.
fn is_unreachable(error: &FetchError) -> bool {
    matches!(
        error.source_error().kind,
        SourceErrorKind::Resolve | SourceErrorKind::Connect
    )
}
