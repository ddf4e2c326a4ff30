//! Times of requests: intervals, validators, waits of hosts, failures, moves.

use newsprint::fetch::politeness::{RequestedSchedule, next_fetch};
use newsprint::ingest::SkipReason;
use newsprint::model::{FetchOutcome, FetchState, SourceErrorKind};

use super::RefreshMode;
use super::{Answer, DAY, Desk, HOUR, MINUTE, NOW, item, rss};

fn about(time: Option<i64>, now: i64, delay: i64) -> bool {
    time.is_some_and(|time| (time - now - delay).abs() <= delay / 10)
}

#[test]
fn a_feed_is_due_after_an_hour_and_a_restart_is_no_reason() {
    let mut desk = Desk::new();
    desk.server.serve("/feed", &[], rss(&[item("a", "Plums")]));
    let feed = desk.add("/feed");
    desk.fetch_due(feed);
    for _ in 0..3 {
        let result = desk.fetch_due(feed);
        assert_eq!(result.skipped, Some(SkipReason::NotDue));
    }
    assert_eq!(desk.server.requests().len(), 1);
    assert!(about(desk.state(feed).next_fetch, NOW, HOUR));
    desk.wait(HOUR + 6 * MINUTE);
    assert_eq!(desk.fetch_due(feed).skipped, None);
}

#[test]
fn servers_and_feeds_may_ask_for_longer_intervals_within_limits() {
    let mut desk = Desk::new();
    let feed = |body: &str| format!("<rss><channel><title>T</title>{body}</channel></rss>");
    desk.server
        .serve("/age", &[("Cache-Control", "max-age=7200")], feed(""));
    desk.server
        .serve("/long", &[("Cache-Control", "max-age=99999999")], feed(""));
    desk.server.serve("/ttl", &[], feed("<ttl>180</ttl>"));
    desk.server.serve("/short", &[], feed("<ttl>1</ttl>"));
    for (path, hours) in [("/age", 2), ("/long", 24), ("/ttl", 3), ("/short", 1)] {
        let id = desk.add(path);
        desk.fetch(id);
        assert!(
            about(desk.state(id).next_fetch, NOW, hours * HOUR),
            "{path}: {:?}",
            desk.state(id).next_fetch
        );
    }
}

#[test]
fn quiet_feeds_slow_down() {
    let quiet = |days: i64| FetchState {
        last_new: Some(NOW - days * DAY),
        ..FetchState::default()
    };
    let schedule = RequestedSchedule::default();
    let next = |days| next_fetch(&quiet(days), &schedule, HOUR, NOW, 0.0) - NOW;
    assert_eq!(
        (next(1), next(29), next(31), next(91)),
        (HOUR, HOUR, 6 * HOUR, DAY)
    );
}

#[test]
fn hours_and_days_that_a_feed_skips_are_skipped() {
    // It is Saturday, noon in Greenwich.
    let schedule = RequestedSchedule {
        skip_hours: vec![13, 14],
        skip_days: vec![chrono::Weekday::Sun],
        ..RequestedSchedule::default()
    };
    let state = FetchState::default();
    assert_eq!(
        next_fetch(&state, &schedule, HOUR, NOW, 0.0),
        NOW + 3 * HOUR
    );
    assert_eq!(
        next_fetch(&state, &schedule, 13 * HOUR, NOW, 0.0),
        NOW + 36 * HOUR
    );
    let always = RequestedSchedule {
        skip_hours: (0..24).collect(),
        ..RequestedSchedule::default()
    };
    assert!(next_fetch(&state, &always, HOUR, NOW, 0.0) <= NOW + 9 * DAY);
}

#[test]
fn jitter_spreads_feeds_that_were_added_together() {
    let state = FetchState::default();
    let schedule = RequestedSchedule::default();
    let at = |jitter| next_fetch(&state, &schedule, HOUR, NOW, jitter) - NOW;
    assert_eq!((at(-1.0), at(1.0)), (HOUR - 360, HOUR + 360));
}

#[test]
fn validators_are_replaced_by_every_answer() {
    let mut desk = Desk::new();
    let body = rss(&[item("a", "Plums"), item("b", "Pears"), item("c", "Figs")]);
    let mut count = 0;
    desk.server.on("/feed", move |_| {
        count += 1;
        match count {
            1 => Answer::new(200, &[("ETag", "\"v1\"")], &body),
            2 => Answer::new(200, &[("ETag", "\"v2\"")], &body),
            3 => Answer::new(304, &[("ETag", "\"v3\"")], ""),
            _ => Answer::new(304, &[], ""),
        }
    });
    let feed = desk.add("/feed");
    let results: Vec<_> = (0..4).map(|_| desk.fetch(feed)).collect();
    let news: Vec<_> = results
        .iter()
        .map(|result| (result.new, result.updated))
        .collect();
    assert_eq!(news, [(3, 0), (0, 0), (0, 0), (0, 0)]);
    assert!(
        results[1..]
            .iter()
            .all(|result| result.outcome == FetchOutcome::Unchanged)
    );
    let sent: Vec<_> = desk
        .server
        .requests()
        .iter()
        .map(|request| request.header("if-none-match"))
        .collect();
    let sent: Vec<_> = sent.iter().map(Option::as_deref).collect();
    assert_eq!(sent, [None, Some("\"v1\""), Some("\"v2\""), Some("\"v3\"")]);
}

#[test]
fn after_eight_days_of_nothing_but_304_one_request_has_no_validators() {
    let mut desk = Desk::new();
    let (old, new) = (
        rss(&[item("a", "Plums")]),
        rss(&[item("b", "Pears"), item("a", "Plums")]),
    );
    let mut count = 0;
    desk.server.on("/feed", move |request| {
        if request.header("if-modified-since").is_some()
            || request.header("if-none-match").is_some()
        {
            return Answer::new(304, &[], "");
        }
        count += 1;
        let body = if count == 1 { &old } else { &new };
        let date = "Sat, 16 Nov 2041 19:11:00 GMT";
        Answer::new(200, &[("Last-Modified", date), ("ETag", "\"x\"")], body)
    });
    let feed = desk.add("/feed");
    assert_eq!(desk.fetch(feed).new, 1);
    let mut new = 0;
    for _ in 0..20 {
        desk.wait(DAY);
        new += desk.fetch(feed).new;
    }
    assert_eq!(new, 1);
    let requests = desk.server.requests();
    let unconditional: Vec<usize> = (0..requests.len())
        .filter(|at| requests[*at].header("if-none-match").is_none())
        .collect();
    assert_eq!(unconditional.len(), 3, "{unconditional:?}");
    assert!(
        unconditional.windows(2).all(|pair| pair[1] - pair[0] >= 8),
        "{unconditional:?}"
    );
}

#[test]
fn a_host_that_asks_to_wait_is_left_alone_by_all_its_feeds() {
    let date = chrono::DateTime::from_timestamp(NOW + HOUR, 0).unwrap();
    let date = date.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    for (value, delay) in [
        (Some("3600"), HOUR),
        (Some(date.as_str()), HOUR),
        (None, HOUR),
        (Some("-5"), HOUR),
        (Some("soon"), HOUR),
        (Some("10"), MINUTE),
        (Some("34560000"), 7 * DAY),
    ] {
        let mut desk = Desk::new();
        let header = value.map(str::to_owned);
        desk.server.on("/slow", move |_| match &header {
            Some(value) => Answer::new(429, &[("Retry-After", value)], "slow down"),
            None => Answer::new(429, &[], "slow down"),
        });
        desk.server.serve("/other", &[], rss(&[]));
        let (slow, other) = (desk.add("/slow"), desk.add("/other"));
        let first = desk.fetch(slow);
        assert_eq!(first.outcome, FetchOutcome::Failed);
        for id in [slow, other] {
            // Also a fetch that the user asks for waits, and says until when.
            let result = desk.fetch(id);
            assert_eq!(
                result.skipped,
                Some(SkipReason::HostWaits(NOW + delay)),
                "{value:?}"
            );
            assert_eq!(result.next_fetch, Some(NOW + delay));
        }
        assert_eq!(desk.server.requests().len(), 1);
        desk.wait(delay + 1);
        assert_eq!(desk.fetch(other).skipped, None);
    }
}

#[test]
fn a_wait_without_a_length_doubles_up_to_a_day() {
    let mut desk = Desk::new();
    desk.server.on("/feed", |_| Answer::new(429, &[], ""));
    let feed = desk.add("/feed");
    let mut delays = Vec::new();
    for _ in 0..7 {
        desk.fetch(feed);
        let delay = desk.state(feed).next_fetch.unwrap() - desk.now;
        delays.push(delay / HOUR);
        desk.wait(delay);
    }
    assert_eq!(delays, [1, 2, 4, 8, 16, 24, 24]);
}

#[test]
fn failures_are_tried_again_ever_more_rarely() {
    let mut desk = Desk::new();
    desk.server.on("/feed", |_| Answer::new(500, &[], ""));
    let feed = desk.add("/feed");
    let mut minutes = Vec::new();
    for _ in 0..9 {
        assert_eq!(desk.fetch(feed).outcome, FetchOutcome::Failed);
        let delay = desk.state(feed).next_fetch.unwrap() - desk.now;
        minutes.push(delay as f64 / 60.0);
        assert_eq!(desk.fetch_due(feed).skipped, Some(SkipReason::NotDue));
        desk.wait(delay);
    }
    let expected = [15.0, 30.0, 60.0, 120.0, 240.0, 480.0, 960.0, 1440.0, 1440.0];
    for (minutes, expected) in minutes.iter().zip(expected) {
        assert!(
            (minutes / expected - 1.0).abs() <= 0.11,
            "{minutes} {expected}"
        );
    }
    desk.server.serve("/feed", &[], rss(&[item("a", "Plums")]));
    assert_eq!(desk.fetch(feed).new, 1);
    assert_eq!(
        (desk.state(feed).failures, desk.state(feed).failing_since),
        (0, None)
    );
}

#[test]
fn three_failures_in_a_row_count_as_failing() {
    let mut desk = Desk::new();
    desk.server.on("/feed", |_| Answer::new(500, &[], ""));
    let feed = desk.add("/feed");
    let failing: Vec<usize> = (0..4)
        .map(|_| {
            desk.fetch(feed);
            desk.library.count_failing_sources().unwrap()
        })
        .collect();
    assert_eq!(failing, [0, 0, 1, 1]);
}

#[test]
fn a_feed_that_is_gone_is_paused_and_its_articles_stay() {
    let mut desk = Desk::new();
    desk.server.serve("/feed", &[], rss(&[item("a", "Plums")]));
    let feed = desk.add("/feed");
    desk.fetch(feed);
    desk.server.on("/feed", |_| Answer::new(410, &[], ""));
    assert_eq!(desk.fetch(feed).outcome, FetchOutcome::Gone);
    assert_eq!(desk.fetch(feed).skipped, Some(SkipReason::Paused));
    assert_eq!(desk.titles(), ["Plums"]);
}

#[test]
fn a_permanent_redirect_is_remembered_after_a_second_answer_a_day_later() {
    let mut desk = Desk::new();
    let target = desk.server.url("/new");
    let moved = target.clone();
    desk.server
        .on("/old", move |_| Answer::redirect(301, &moved));
    desk.server.serve("/new", &[], rss(&[item("a", "Plums")]));
    let feed = desk.add("/old");
    let old = desk.server.url("/old");
    desk.fetch(feed);
    desk.wait(HOUR);
    desk.fetch(feed);
    assert_eq!(desk.state(feed).url.as_ref(), Some(&old));
    desk.wait(DAY);
    desk.fetch(feed);
    assert_eq!(
        (desk.state(feed).url, desk.state(feed).old_url),
        (Some(target), Some(old.clone()))
    );
    assert_eq!(desk.titles(), ["Plums"]);
    // The new address fails and the old one has the feed: it is tried once.
    desk.server.on("/new", |_| Answer::new(404, &[], ""));
    desk.server.serve("/old", &[], rss(&[item("b", "Pears")]));
    assert_eq!(desk.fetch(feed).new, 1);
    assert_eq!(desk.state(feed).url, Some(old));
}

#[test]
fn a_redirect_to_a_sign_in_page_changes_nothing() {
    let mut desk = Desk::new();
    desk.server
        .serve("/feed", &[("ETag", "\"v1\"")], rss(&[item("a", "Plums")]));
    let feed = desk.add("/feed");
    desk.fetch(feed);
    desk.server
        .on("/feed", |_| Answer::redirect(301, "/login?next=/feed"));
    desk.server.serve(
        "/login?next=/feed",
        &[("ETag", "\"page\"")],
        "<html><form>Sign in</form></html>",
    );
    for _ in 0..2 {
        desk.wait(2 * DAY);
        let error = desk.fetch(feed).error.unwrap();
        assert_eq!(error.kind, SourceErrorKind::NotAFeed);
        assert_eq!(error.details.as_deref(), Some("a sign-in page"));
    }
    let state = desk.state(feed);
    assert_eq!(state.url, Some(desk.server.url("/feed")));
    assert_eq!(state.etag.as_deref(), Some(&b"\"v1\""[..]));
    desk.server.on("/feed", |_| Answer::redirect(302, "/"));
    desk.server.serve("/", &[], "<html><p>Welcome</p></html>");
    assert_eq!(
        desk.fetch(feed).error.unwrap().details.as_deref(),
        Some("the home page of the site")
    );
}

#[test]
fn a_paused_feed_is_not_fetched() {
    let mut desk = Desk::new();
    desk.server.serve("/feed", &[], rss(&[]));
    let feed = desk.add("/feed");
    desk.library.pause_source(feed, true).unwrap();
    assert_eq!(desk.fetch(feed).skipped, Some(SkipReason::Paused));
    assert_eq!(desk.server.requests().len(), 0);
}

#[test]
fn without_a_network_nothing_counts_as_a_failure() {
    let mut desk = Desk::new();
    let ids: Vec<_> = ["http://one.invalid/feed", "http://two.invalid/feed"]
        .iter()
        .map(|url| desk.library.add_feed(url, url).unwrap().0.id)
        .collect();
    let (results, summary) = desk.fetch_all(&ids, RefreshMode::Asked);
    assert!(summary.is_offline);
    assert_eq!(results.len(), 2);
    for id in &ids {
        assert_eq!(
            desk.state(*id),
            FetchState {
                url: desk.state(*id).url,
                ..FetchState::default()
            }
        );
    }
    // With one host that answers, those that do not are failures.
    desk.server.serve("/feed", &[], rss(&[]));
    let here = desk.add("/feed");
    let (_, summary) = desk.fetch_all(&[ids[0], ids[1], here], RefreshMode::Asked);
    assert!(!summary.is_offline);
    assert_eq!((summary.failed, desk.state(ids[0]).failures), (2, 1));
}

#[test]
fn requests_to_a_host_with_many_feeds_are_spaced() {
    use std::time::{Duration, Instant};
    let spacing = Duration::from_millis(60);
    let time = |feeds: usize| {
        let mut desk = Desk::new();
        let ids: Vec<_> = (0..feeds)
            .map(|number| format!("http://many.invalid/{number}"))
            .map(|url| desk.library.add_feed(&url, "feed").unwrap().0.id)
            .collect();
        let options = newsprint::ingest::RefreshOptions {
            spacing,
            ..Default::default()
        };
        let cancel = newsprint::ingest::Cancel::new();
        let began = Instant::now();
        newsprint::ingest::refresh_sources(
            &mut desk.library,
            &desk.client,
            &ids,
            &options,
            &cancel,
            &mut |_| {},
        )
        .unwrap();
        began.elapsed()
    };
    // The name does not exist, which is found out once.
    assert!(time(8) >= spacing * 7);
}
