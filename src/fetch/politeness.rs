//! Rules of politeness: when a feed is fetched next, which validators are sent, how long a host is left alone, and when a redirect
//! is taken for a move. Pure functions over the stored state of a feed and of its host; times are seconds since 1970-01-01 UTC.

use chrono::{DateTime, Datelike, Timelike, Utc, Weekday};

use crate::model::{FetchState, HostWait, SourceError, SourceErrorKind};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Interval between two fetches of a feed if neither the user nor the feed says another one.
pub const DEFAULT_INTERVAL: i64 = HOUR;
/// Shortest interval that is asked for.
pub const MIN_INTERVAL: i64 = 15 * MINUTE;
/// Longest interval that a feed or a server may ask for.
pub const MAX_INTERVAL: i64 = DAY;
/// Age of the last changed answer after which one request is sent without validators: some servers answer 304 for ever.
pub const MAX_UNCHANGED: i64 = 8 * DAY;
/// First delay after a failure; each further one is twice as long.
const FIRST_RETRY: i64 = 15 * MINUTE;
/// Longest delay after failures.
const MAX_RETRY: i64 = DAY;
/// Shortest wait of a host that says how long it wants to be left alone.
const MIN_HOST_WAIT: i64 = MINUTE;
/// Longest wait of a host that says how long it wants to be left alone.
const MAX_HOST_WAIT: i64 = 7 * DAY;
/// Wait of a host that answers 429 and does not say how long; each further one is twice as long, up to a day.
const UNSPECIFIED_HOST_WAIT: i64 = HOUR;
/// Wait of a host that answers 403; each further one is twice as long, up to a day.
const FORBIDDEN_HOST_WAIT: i64 = 6 * HOUR;
/// Time between two permanent redirects to the same address that make it the address of the feed: captive portals answer with
/// permanent redirects, too.
const MOVE_CONFIRMATION: i64 = DAY;

/// Times that an answer and the feed in it ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestedSchedule {
    /// Seconds, by `Cache-Control: max-age`.
    pub max_age: Option<i64>,
    /// Seconds, by `Expires` and `Date`.
    pub expires_in: Option<i64>,
    /// Seconds, by `ttl` or `sy:updatePeriod` of the feed.
    pub feed_interval: Option<i64>,
    /// Hours in GMT in which the feed is not to be fetched.
    pub skip_hours: Vec<u8>,
    /// Days in GMT on which the feed is not to be fetched.
    pub skip_days: Vec<Weekday>,
}

impl RequestedSchedule {
    /// Returns the longest of the intervals asked for, each within the limits, in seconds.
    pub fn interval(&self) -> Option<i64> {
        [self.max_age, self.expires_in, self.feed_interval]
            .into_iter()
            .flatten()
            .filter(|seconds| *seconds > 0)
            .map(|seconds| seconds.clamp(MIN_INTERVAL, MAX_INTERVAL))
            .max()
    }

    /// Returns true if the feed is not to be fetched at this time.
    fn skips(&self, time: i64) -> bool {
        let Some(moment) = DateTime::<Utc>::from_timestamp(time, 0) else {
            return false;
        };
        // Hour 24 is midnight in RSS 0.92.
        let hour = moment.hour();
        self.skip_hours
            .iter()
            .any(|skipped| u32::from(*skipped) % 24 == hour)
            || self.skip_days.contains(&moment.weekday())
    }
}

/// Returns the interval between two fetches of a feed, in seconds. `default` is that of the settings. A feed without a new entry
/// for 30 days is fetched every 6 hours at most, after 90 days once a day.
pub fn fetch_interval(state: &FetchState, default: i64, now: i64) -> i64 {
    let asked = state.feed_interval.unwrap_or(0);
    let wanted = state.user_interval.unwrap_or(default).max(MIN_INTERVAL);
    let quiet = state.last_new.map_or(0, |last| now - last);
    let slowed = match quiet {
        days if days >= 90 * DAY => DAY,
        days if days >= 30 * DAY => 6 * HOUR,
        _ => 0,
    };
    wanted.max(asked).max(slowed)
}

/// Returns the time of the next fetch after a success. `jitter` is from −1 to 1 and moves it by up to a tenth of the interval, so that
/// feeds added together do not stay together.
pub fn next_fetch(
    state: &FetchState,
    schedule: &RequestedSchedule,
    default: i64,
    now: i64,
    jitter: f64,
) -> i64 {
    let interval = fetch_interval(state, default, now);
    let mut time = now + spread(interval, jitter);
    // At most a week: a feed may skip every hour.
    let last = time + 7 * DAY;
    while schedule.skips(time) && time < last {
        time = (time / HOUR + 1) * HOUR;
    }
    time
}

fn spread(interval: i64, jitter: f64) -> i64 {
    interval + (interval as f64 * 0.1 * jitter.clamp(-1.0, 1.0)) as i64
}

/// Returns true if the validators of a feed are to be sent: not if nothing but 304 came for eight days.
pub fn sends_validators(state: &FetchState, now: i64) -> bool {
    let has_validators = state.etag.is_some() || state.last_modified.is_some();
    let is_stale = state
        .unchanged_since
        .is_some_and(|since| now - since >= MAX_UNCHANGED);
    has_validators && !is_stale
}

/// Records that a request without validators was sent although the feed has some: the next one is sent eight days later at the
/// earliest, whatever comes of this one.
pub fn record_unconditional(state: &mut FetchState, now: i64) {
    if state
        .unchanged_since
        .is_some_and(|since| now - since >= MAX_UNCHANGED)
    {
        state.unchanged_since = Some(now);
    }
}

/// Records an answer with a feed, or a 304 (`is_unchanged`), in the state.
pub fn record_success(
    state: &mut FetchState,
    is_unchanged: bool,
    schedule: &RequestedSchedule,
    default: i64,
    now: i64,
    jitter: f64,
) {
    state.unchanged_since = match is_unchanged {
        true => state.unchanged_since.or(state.last_success).or(Some(now)),
        false => None,
    };
    // A 304 without cache headers does not take back what the feed asked for.
    if let Some(interval) = schedule.interval() {
        state.feed_interval = Some(interval);
    } else if !is_unchanged {
        state.feed_interval = None;
    }
    state.last_attempt = Some(now);
    state.last_success = Some(now);
    state.failing_since = None;
    state.failures = 0;
    state.error = None;
    state.next_fetch = Some(next_fetch(state, schedule, default, now, jitter));
}

/// Records a failure in the state: the next attempt follows after 15 minutes, twice as long after each further failure, up to a day.
pub fn record_failure(state: &mut FetchState, error: SourceError, now: i64, jitter: f64) {
    state.failures = state.failures.saturating_add(1);
    state.failing_since = state.failing_since.or(Some(now));
    state.last_attempt = Some(now);
    let doublings = state.failures.saturating_sub(1).min(10);
    let delay = (FIRST_RETRY << doublings).min(MAX_RETRY);
    let delay = match error.kind {
        // Nothing changes before the user gives credentials or the address guard a reason.
        SourceErrorKind::Unauthorized | SourceErrorKind::Forbidden => MAX_RETRY,
        _ => delay,
    };
    state.next_fetch = Some(now + spread(delay, jitter));
    state.error = Some(error);
}

/// Returns the wait of a host after an answer 429, 503 with `Retry-After`, or 403. `retry_after` is in seconds; a value that is not
/// positive counts as none.
pub fn host_wait(
    before: Option<HostWait>,
    reason: SourceErrorKind,
    is_forbidden: bool,
    retry_after: Option<i64>,
    now: i64,
) -> HostWait {
    let delay = match retry_after.filter(|seconds| *seconds > 0) {
        Some(seconds) => seconds.clamp(MIN_HOST_WAIT, MAX_HOST_WAIT),
        None => {
            let first = match is_forbidden {
                true => FORBIDDEN_HOST_WAIT,
                false => UNSPECIFIED_HOST_WAIT,
            };
            let doubled = before.map_or(0, |wait| wait.delay.saturating_mul(2));
            first.max(doubled).min(DAY)
        }
    };
    HostWait {
        not_before: now + delay,
        delay,
        reason,
    }
}

/// Records the permanent redirects of an answer that is a feed. `target` is the end of the leading run of permanent redirects. The
/// feed moves there once two such answers were at least a day apart; it never moves from https to http. Returns true if it moved.
pub fn record_redirect(state: &mut FetchState, target: Option<&str>, now: i64) -> bool {
    let is_downgrade = |target: &str| {
        target.starts_with("http://")
            && state
                .url
                .as_deref()
                .is_some_and(|url| url.starts_with("https://"))
    };
    let target =
        target.filter(|target| !is_downgrade(target) && state.url.as_deref() != Some(target));
    let Some(target) = target else {
        (state.moved_to, state.moved_since) = (None, None);
        return false;
    };
    if state.moved_to.as_deref() != Some(target) {
        state.moved_to = Some(target.to_owned());
        state.moved_since = Some(now);
        return false;
    }
    if state
        .moved_since
        .is_some_and(|since| now - since >= MOVE_CONFIRMATION)
    {
        state.old_url = state.url.replace(target.to_owned());
        (state.moved_to, state.moved_since) = (None, None);
        return true;
    }
    false
}

/// Number of failures in a row after which a feed counts as failing.
const FAILING_AFTER: u32 = 3;

/// Returns true if a feed counts as failing: after three failures in a row, or a day after the first one.
pub fn is_failing(failures: u32, failing_since: Option<i64>, now: i64) -> bool {
    failing_since.is_some_and(|since| failures >= FAILING_AFTER || now - since >= DAY)
}
