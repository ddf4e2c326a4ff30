//! Answers of servers, clumsy and hostile ones too, as the HTTP client reports them.

use std::time::{Duration, Instant};

use newsprint::fetch::{
    self, Accept, BodyLimits, Client, ClientOptions, FetchError, FetchReport, FetchRequest,
    Fetched, RetryAfter, TimeoutPhase, Validators,
};

use crate::web::{Answer, Step, WebServer};

pub(crate) const FEED: &str = "<rss><channel><title>Harbour</title></channel></rss>";

pub(crate) fn options() -> ClientOptions {
    ClientOptions {
        uses_environment: false,
        ..ClientOptions::default()
    }
}

pub(crate) fn request(url: &str) -> FetchRequest<'_> {
    FetchRequest {
        url,
        validators: None,
        accept: Accept::Feed,
        headers: &[],
        credentials: None,
        allow_private: true,
        limits: BodyLimits::default(),
    }
}

pub(crate) fn get(url: &str) -> FetchReport {
    Client::new(options()).fetch(&request(url))
}

pub(crate) fn answer(report: FetchReport) -> fetch::Answer {
    match report.result {
        Ok(Fetched::Answer(answer)) => answer,
        other => panic!("no answer: {other:?}"),
    }
}

pub(crate) fn error(report: FetchReport) -> FetchError {
    match report.result {
        Err(error) => error,
        other => panic!("no error: {other:?}"),
    }
}

#[test]
fn an_answer_has_its_body_type_validators_and_freshness() {
    let web = WebServer::start();
    let headers = [
        ("Content-Type", "text/xml; charset=utf-8"),
        ("ETag", "W/\"a-gzip\""),
        ("Last-Modified", "Sat, 16 Nov 2041 19:11:00 GMT"),
        ("Cache-Control", "public, max-age=1800"),
        ("Date", "Mon, 02 Feb 2026 10:00:00 GMT"),
        ("Expires", "Mon, 02 Feb 2026 10:10:00 GMT"),
    ];
    web.answer("/feed", Answer::new(200, &headers, FEED));
    let report = get(&web.url("/feed#top"));
    assert_eq!(report.status, Some(200));
    assert_eq!(report.bytes, FEED.len() as u64);
    let answer = answer(report);
    assert_eq!(answer.body, FEED.as_bytes());
    assert_eq!(answer.url, web.url("/feed"));
    assert_eq!(
        answer.content_type.as_deref(),
        Some("text/xml; charset=utf-8")
    );
    assert_eq!(
        answer.validators.etag.as_deref(),
        Some(&b"W/\"a-gzip\""[..])
    );
    assert_eq!(
        answer.validators.last_modified.as_deref(),
        Some(&b"Sat, 16 Nov 2041 19:11:00 GMT"[..])
    );
    assert_eq!(answer.cache.max_age, Some(1800));
    assert_eq!(answer.cache.expires_in, Some(600));
    let sent = &web.requests()[0];
    let agent = concat!(
        "newsprint/",
        env!("CARGO_PKG_VERSION"),
        " (terminal feed reader)"
    );
    assert_eq!(sent.header("user-agent").as_deref(), Some(agent));
    assert_eq!(
        sent.header("accept-encoding").as_deref(),
        Some("gzip, br, deflate")
    );
    let accept = sent.header("accept").unwrap();
    assert!(accept.starts_with("application/atom+xml, application/rss+xml"));
    for absent in ["cookie", "referer", "if-none-match", "authorization"] {
        assert_eq!(sent.header(absent), None, "{absent}");
    }
}

#[test]
fn validators_are_sent_back_byte_for_byte() {
    let web = WebServer::start();
    web.on("/feed", |request| {
        match request.header_bytes("if-none-match") {
            Some(_) => Answer::new(304, &[("ETag", "\"v3\"")], ""),
            None => {
                let mut bytes = b"HTTP/1.1 200 OK\r\nETag: \"caf\xe9  \xc3\xa9\"\r\n".to_vec();
                bytes.extend(b"Last-Modified: soon, maybe\r\nContent-Length: 1\r\n\r\nx");
                Answer::raw(bytes)
            }
        }
    });
    let client = Client::new(options());
    let url = web.url("/feed");
    let validators = answer(client.fetch(&request(&url))).validators;
    let conditional = FetchRequest {
        validators: Some(&validators),
        ..request(&url)
    };
    let report = client.fetch(&conditional);
    assert_eq!(report.status, Some(304));
    let Ok(Fetched::NotModified { validators, .. }) = report.result else {
        panic!("{report:?}")
    };
    assert_eq!(validators.etag.as_deref(), Some(&b"\"v3\""[..]));
    assert_eq!(validators.last_modified, None);
    let sent = &web.requests()[1];
    assert_eq!(
        sent.header_bytes("if-none-match"),
        Some(&b"\"caf\xe9  \xc3\xa9\""[..])
    );
    assert_eq!(
        sent.header("if-modified-since").as_deref(),
        Some("soon, maybe")
    );
    assert_eq!(sent.connection, 1, "the connection was not used again");
}

#[test]
fn not_modified_without_a_condition_and_an_empty_body_are_failures() {
    let web = WebServer::start();
    web.answer("/304", Answer::new(304, &[], ""));
    web.answer(
        "/empty",
        Answer::new(200, &[("Content-Type", "text/xml")], ""),
    );
    web.answer("/204", Answer::new(204, &[], ""));
    assert_eq!(
        error(get(&web.url("/304"))),
        FetchError::UnexpectedNotModified
    );
    assert_eq!(error(get(&web.url("/empty"))), FetchError::EmptyAnswer);
    assert_eq!(error(get(&web.url("/204"))), FetchError::EmptyAnswer);
    let empty = Validators::default();
    let url = web.url("/304");
    let report = Client::new(options()).fetch(&FetchRequest {
        validators: Some(&empty),
        ..request(&url)
    });
    assert_eq!(error(report), FetchError::UnexpectedNotModified);
}

#[test]
fn statuses_are_errors_with_the_time_to_wait() {
    let web = WebServer::start();
    let cases = [
        ("3600", Some(RetryAfter::Seconds(3600))),
        ("0", Some(RetryAfter::Seconds(0))),
        ("99999999999999999999", Some(RetryAfter::Seconds(i64::MAX))),
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            Some(RetryAfter::Date(784111777)),
        ),
        // The weekday is wrong.
        (
            "Mon, 06 Nov 1994 08:49:37 GMT",
            Some(RetryAfter::Date(784111777)),
        ),
        (
            "Sunday, 06-Nov-94 08:49:37 GMT",
            Some(RetryAfter::Date(784111777)),
        ),
        (
            "Sun Nov  6 08:49:37 1994",
            Some(RetryAfter::Date(784111777)),
        ),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1.5", None),
    ];
    for (value, expected) in cases {
        web.answer("/", Answer::new(429, &[("Retry-After", value)], "wait"));
        let report = get(&web.url("/"));
        assert_eq!(report.retry_after, expected, "{value}");
        assert_eq!(error(report), FetchError::Status(429));
    }
    web.answer("/", Answer::new(410, &[], "gone"));
    let report = get(&web.url("/"));
    assert_eq!((report.status, report.retry_after), (Some(410), None));
}

#[test]
fn challenge_pages_are_named() {
    let web = WebServer::start();
    let html = "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>";
    web.answer(
        "/header",
        Answer::new(403, &[("cf-mitigated", "challenge")], "no"),
    );
    web.answer(
        "/shape",
        Answer::new(503, &[("Content-Type", "text/html")], html),
    );
    web.answer(
        "/in-place",
        Answer::new(200, &[("Content-Type", "text/html")], html),
    );
    web.answer(
        "/refused",
        Answer::new(403, &[], "<html><title>Forbidden</title>"),
    );
    for path in ["/header", "/shape", "/in-place"] {
        assert_eq!(
            error(get(&web.url(path))),
            FetchError::ChallengePage,
            "{path}"
        );
    }
    assert_eq!(error(get(&web.url("/refused"))), FetchError::Status(403));
}

#[test]
fn cut_and_wrong_bodies_are_errors() {
    let web = WebServer::start();
    web.answer(
        "/short",
        Answer::raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>").then(Step::Close),
    );
    web.answer(
        "/chunk",
        Answer::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<rss>")
            .then(Step::Close),
    );
    web.answer(
        "/reset",
        Answer::raw("HTTP/1.1 200 OK\r\n\r\n<rss>").then(Step::Reset),
    );
    for path in ["/short", "/chunk", "/reset"] {
        assert_eq!(error(get(&web.url(path))), FetchError::Truncated, "{path}");
    }
    web.answer("/nothing", Answer::raw("").then(Step::Close));
    assert!(matches!(
        error(get(&web.url("/nothing"))),
        FetchError::Connect(_)
    ));
    web.answer(
        "/noise",
        Answer::raw("SSH-2.0-OpenSSH_9.6\r\n\r\n").then(Step::Close),
    );
    assert!(matches!(
        error(get(&web.url("/noise"))),
        FetchError::Malformed(_)
    ));
    let lengths = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nabcde";
    web.answer("/lengths", Answer::raw(lengths).then(Step::Close));
    assert!(matches!(
        error(get(&web.url("/lengths"))),
        FetchError::Malformed(_)
    ));
}

#[test]
fn unusual_but_readable_answers_are_read() {
    let web = WebServer::start();
    let cases = [
        (
            "/lf",
            "HTTP/1.1 200 OK\nContent-Type: text/xml\nContent-Length: 5\n\n<rss>",
        ),
        (
            "/old",
            "HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>",
        ),
        (
            "/reasonless",
            "HTTP/1.1 200\r\nContent-Type: text/xml\r\n\r\n<rss>",
        ),
        (
            "/hints",
            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5\r\n\r\n<rss>",
        ),
        (
            "/extra",
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5\r\n\r\n<rss><!-- more -->",
        ),
        (
            "/chunks",
            "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\n<rs\r\n2\r\ns>\r\n0\r\n\r\n",
        ),
        (
            "/delta",
            "HTTP/1.1 226 IM Used\r\nContent-Type: text/xml\r\nContent-Length: 5\r\n\r\n<rss>",
        ),
    ];
    for (path, bytes) in cases {
        web.answer(path, Answer::raw(bytes).then(Step::Close));
        let answer = answer(get(&web.url(path)));
        assert_eq!(answer.body, b"<rss>", "{path}");
        assert_eq!(answer.content_type.as_deref(), Some("text/xml"), "{path}");
    }
}

#[test]
fn endless_and_huge_bodies_stop_at_the_limit() {
    let web = WebServer::start();
    web.answer(
        "/endless",
        Answer::raw("HTTP/1.1 200 OK\r\n\r\n").then(Step::Endless(vec![b'x'; 8192])),
    );
    let claim = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n";
    web.answer("/claimed", Answer::raw(claim).then(Step::Hang));
    web.answer(
        "/headers",
        Answer::raw("HTTP/1.1 200 OK\r\n").then(Step::Endless(b"X-Long: 0123456789\r\n".to_vec())),
    );
    let limits = BodyLimits {
        received: 100_000,
        decoded: 1_000_000,
    };
    for path in ["/endless", "/claimed"] {
        let url = web.url(path);
        let report = Client::new(options()).fetch(&FetchRequest {
            limits,
            ..request(&url)
        });
        assert!(report.bytes <= 100_001, "{path}");
        assert_eq!(
            error(report),
            FetchError::TooLarge { limit: 100_000 },
            "{path}"
        );
    }
    assert!(matches!(
        error(get(&web.url("/headers"))),
        FetchError::Malformed(_)
    ));
}

#[test]
fn each_phase_has_its_time_limit() {
    let web = WebServer::start();
    web.answer("/silent", Answer::raw("").then(Step::Hang));
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab";
    web.answer("/slow", Answer::raw(head).then(Step::Hang));
    let limited = |first_byte: u64, whole: u64| {
        let mut options = options();
        options.first_byte = Duration::from_millis(first_byte);
        options.whole = Duration::from_millis(whole);
        Client::new(options)
    };
    let start = Instant::now();
    let report = limited(50, 60_000).fetch(&request(&web.url("/silent")));
    assert_eq!(error(report), FetchError::Timeout(TimeoutPhase::FirstByte));
    let report = limited(60_000, 50).fetch(&request(&web.url("/slow")));
    assert_eq!(error(report), FetchError::Timeout(TimeoutPhase::Body));
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn shutting_down_ends_sixteen_hanging_requests_at_once() {
    let web = WebServer::start();
    web.answer("/silent", Answer::raw("").then(Step::Hang));
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab";
    web.answer("/slow", Answer::raw(head).then(Step::Hang));
    let client = Client::new(options());
    std::thread::scope(|scope| {
        let requests: Vec<_> = (0..16)
            .map(|index| {
                let (web, client) = (&web, &client);
                scope.spawn(move || {
                    let path = ["/silent", "/slow"][index % 2];
                    let report = client.fetch(&request(&web.url(path)));
                    (error(report), Instant::now())
                })
            })
            .collect();
        while web.requests().len() < 16 {
            std::thread::yield_now();
        }
        let start = Instant::now();
        client.shut_down();
        for request in requests {
            let (error, ended) = request.join().unwrap();
            assert_eq!(error, FetchError::Cancelled);
            let time = ended.duration_since(start);
            assert!(time < Duration::from_millis(100), "{time:?}");
        }
    });
    let report = client.fetch(&request(&web.url("/silent")));
    assert_eq!(error(report), FetchError::Cancelled);
}

#[test]
fn an_idle_connection_that_the_server_closed_is_no_failure() {
    let web = WebServer::start();
    // Each connection answers once, promises to stay open, and closes.
    web.on("/", |_| {
        Answer::new(200, &[("Content-Type", "text/xml")], FEED).then(Step::Close)
    });
    let client = Client::new(options());
    for _ in 0..5 {
        answer(client.fetch(&request(&web.url("/"))));
    }
}
