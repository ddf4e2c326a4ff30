//! Requests over HTTP against a clumsy and hostile server on loopback.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use newsprint::fetch::{
    Accept, BodyLimits, CacheHeaders, Client, ClientOptions, Credentials, FetchError, FetchReport,
    FetchRequest, Fetched, RetryAfter, TimeoutPhase, Validators,
};

use super::web::{Answer, Step, WebServer};

const FEED: &str = "<rss><channel><title>Tides</title></channel></rss>";

fn client() -> Client {
    Client::new(ClientOptions {
        connect: Duration::from_secs(5),
        first_byte: Duration::from_millis(400),
        whole: Duration::from_millis(900),
        uses_environment: false,
    })
}

fn request(url: &str) -> FetchRequest<'_> {
    FetchRequest {
        url,
        validators: None,
        accept: Accept::Feed,
        headers: &[],
        credentials: None,
        allow_private: true,
        limits: BodyLimits {
            received: 100_000,
            decoded: 200_000,
        },
    }
}

fn get(server: &WebServer, path: &str) -> FetchReport {
    client().fetch(&request(&server.url(path)))
}

fn body(report: &FetchReport) -> String {
    match &report.result {
        Ok(Fetched::Answer(answer)) => String::from_utf8_lossy(&answer.body).into_owned(),
        other => panic!("no answer: {other:?}"),
    }
}

fn error(report: FetchReport) -> FetchError {
    match report.result {
        Err(error) => error,
        Ok(fetched) => panic!("no error: {fetched:?}"),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_request_says_what_it_is_and_sends_no_more() {
    let server = WebServer::start();
    server.serve("/feed", &[("Set-Cookie", "a=b")], FEED);
    let client = client();
    client.fetch(&request(&server.url("/feed")));
    let report = client.fetch(&request(&server.url("/feed")));
    assert_eq!(body(&report), FEED);
    assert_eq!(
        (report.status, report.bytes),
        (Some(200), FEED.len() as u64)
    );
    let seen = server.requests().pop().unwrap();
    assert!(seen.header("user-agent").unwrap().starts_with("newsprint/"));
    assert!(
        seen.header("accept")
            .unwrap()
            .starts_with("application/atom+xml")
    );
    assert_eq!(seen.header("accept-encoding").unwrap(), "gzip, br, deflate");
    for name in ["cookie", "referer", "if-none-match", "authorization"] {
        assert_eq!(seen.header(name), None, "{name}");
    }
}

#[test]
fn validators_are_sent_back_byte_for_byte() {
    let server = WebServer::start();
    server.on("/feed", |request| match request.header("if-none-match") {
        Some(_) => Answer::new(304, &[("ETag", "\"v3\""), ("Cache-Control", "max-age=7200")], ""),
        None => {
            let mut head = b"HTTP/1.1 200 OK\r\nETag: W/\"caf\xe9-gzip\r\nLast-Modified: Sat, 16 Nov 2041\r\nContent-Length: 2\r\n\r\n".to_vec();
            head.extend_from_slice(b"<a");
            Answer::raw(head)
        }
    });
    let client = client();
    let url = server.url("/feed");
    let Ok(Fetched::Answer(answer)) = client.fetch(&request(&url)).result else {
        panic!("no answer");
    };
    assert_eq!(
        answer.validators.etag.as_deref(),
        Some(&b"W/\"caf\xe9-gzip"[..])
    );
    let second = client.fetch(&FetchRequest {
        validators: Some(&answer.validators),
        ..request(&url)
    });
    let Ok(Fetched::NotModified { validators, cache }) = second.result else {
        panic!("not 304");
    };
    assert_eq!(validators.etag.as_deref(), Some(&b"\"v3\""[..]));
    assert_eq!(validators.last_modified, None);
    assert_eq!(cache.max_age, Some(7200));
    let seen = server.requests().pop().unwrap();
    let sent = seen
        .headers
        .iter()
        .find(|(name, _)| name == "if-none-match");
    assert_eq!(sent.unwrap().1, b"W/\"caf\xe9-gzip");
    assert_eq!(
        seen.header("if-modified-since").unwrap(),
        "Sat, 16 Nov 2041"
    );
}

#[test]
fn codings_are_undone_by_what_the_bytes_are() {
    let server = WebServer::start();
    let zipped = gzip(FEED.as_bytes());
    server.serve("/a", &[("Content-Encoding", "aws-chunked")], FEED);
    server.serve("/b", &[("Content-Encoding", "none")], FEED);
    server.serve("/c", &[("Content-Encoding", "utf-8")], FEED);
    server.serve("/d", &[], zipped.clone());
    server.serve("/e", &[("Content-Encoding", "gzip")], FEED);
    server.serve("/f", &[("Content-Encoding", "x-gzip")], zipped.clone());
    server.serve("/g", &[("Content-Encoding", "gzip")], gzip(&zipped));
    server.serve(
        "/h",
        &[("Content-Type", "application/gzip")],
        zipped.clone(),
    );
    let mut deflated = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
    deflated.write_all(FEED.as_bytes()).unwrap();
    server.serve(
        "/i",
        &[("Content-Encoding", "deflate")],
        deflated.finish().unwrap(),
    );
    server.serve("/j", &[("Content-Encoding", "br")], FEED);
    for path in ["/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h", "/i", "/j"] {
        assert_eq!(body(&get(&server, path)), FEED, "{path}");
    }
    server.serve("/cut", &[], &zipped[..zipped.len() - 9]);
    assert_eq!(error(get(&server, "/cut")), FetchError::Truncated);
}

#[test]
fn bodies_are_limited_before_and_after_decoding() {
    let server = WebServer::start();
    server.on("/announced", |_| {
        Answer::raw("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\nx")
    });
    server.on("/endless", |_| {
        Answer::raw("HTTP/1.1 200 OK\r\n\r\n").then(Step::Endless(vec![b'x'; 8192]))
    });
    server.serve("/bomb", &[], gzip(&vec![0; 5_000_000]));
    server.serve("/bomb-in-bomb", &[], gzip(&gzip(&vec![0; 50_000_000])));
    for (path, limit) in [
        ("/announced", 100_000),
        ("/endless", 100_000),
        ("/bomb", 200_000),
        ("/bomb-in-bomb", 200_000),
    ] {
        assert_eq!(
            error(get(&server, path)),
            FetchError::TooLarge { limit },
            "{path}"
        );
    }
}

#[test]
fn answers_that_break_off_or_are_no_answers_are_errors() {
    let server = WebServer::start();
    server.on("/short", |_| {
        Answer::raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>").then(Step::Close)
    });
    server.on("/chunk", |_| {
        Answer::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n<rss>")
            .then(Step::Close)
    });
    server.serve("/empty", &[], "");
    server.on("/304", |_| Answer::new(304, &[], ""));
    server.on("/none", |_| Answer::raw("").then(Step::Close));
    assert_eq!(error(get(&server, "/short")), FetchError::Truncated);
    assert!(matches!(
        error(get(&server, "/chunk")),
        FetchError::Truncated | FetchError::Malformed(_)
    ));
    assert_eq!(error(get(&server, "/empty")), FetchError::EmptyAnswer);
    assert_eq!(
        error(get(&server, "/304")),
        FetchError::UnexpectedNotModified
    );
    assert!(get(&server, "/none").result.is_err());
    assert_eq!(
        error(client().fetch(&request("http://127.0.0.1:1/")))
            .source_error()
            .kind
            .name(),
        "connect"
    );
}

#[test]
fn clumsy_answers_are_read() {
    let server = WebServer::start();
    server.on("/lf", |_| {
        Answer::raw("HTTP/1.1 200 OK\nContent-Length: 6\n\n<rss/>")
    });
    server.on("/old", |_| {
        Answer::raw("HTTP/1.0 200 OK\r\n\r\n<rss/>").then(Step::Close)
    });
    server.on("/plain", |_| Answer::ok("<rss/>"));
    server.on("/hints", |_| {
        Answer::raw("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>")
    });
    for path in ["/plain", "/lf", "/old", "/hints"] {
        assert_eq!(body(&get(&server, path)), "<rss/>", "{path}");
    }
}

#[test]
fn each_phase_has_a_timeout() {
    let server = WebServer::start();
    server.on("/head", |_| Answer::raw("").then(Step::Hang));
    server.on("/half", |_| {
        Answer::raw("HTTP/1.1 200 OK\r\nConte").then(Step::Hang)
    });
    server.on("/body", |_| {
        Answer::raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<rss>").then(Step::Hang)
    });
    let began = Instant::now();
    assert_eq!(
        error(get(&server, "/head")),
        FetchError::Timeout(TimeoutPhase::FirstByte)
    );
    assert_eq!(
        error(get(&server, "/half")),
        FetchError::Timeout(TimeoutPhase::FirstByte)
    );
    assert_eq!(
        error(get(&server, "/body")),
        FetchError::Timeout(TimeoutPhase::Body)
    );
    assert!(began.elapsed() < Duration::from_secs(4));
}

#[test]
fn redirects_are_followed_and_leave_nothing_behind() {
    let server = WebServer::start();
    let other = WebServer::start();
    other.serve("/feed", &[], FEED);
    let target = other.url("/feed");
    server.on("/old", |_| {
        Answer::new(
            301,
            &[
                ("Location", "next"),
                ("ETag", "\"hop\""),
                ("Set-Cookie", "a=b"),
                ("Content-Type", "text/html; charset=iso-8859-1"),
            ],
            "moved",
        )
    });
    server.on("/next", move |_| Answer::redirect(302, &target));
    let report = client().fetch(&FetchRequest {
        headers: &[("X-Secret".to_owned(), "word".to_owned())],
        credentials: Some(&Credentials {
            user: "ann".to_owned(),
            password: "oar".to_owned(),
        }),
        ..request(&server.url("/old"))
    });
    assert_eq!(body(&report), FEED);
    let statuses: Vec<u16> = report
        .redirects
        .iter()
        .map(|redirect| redirect.status)
        .collect();
    assert_eq!(statuses, [301, 302]);
    let Ok(Fetched::Answer(answer)) = report.result else {
        unreachable!()
    };
    assert_eq!(answer.url, other.url("/feed"));
    assert_eq!(
        (answer.validators, answer.content_type),
        (Validators::default(), None)
    );
    let first = server.requests_for("/next").pop().unwrap();
    assert_eq!(first.header("x-secret").as_deref(), Some("word"));
    assert_eq!(
        first.header("authorization").as_deref(),
        Some("Basic YW5uOm9hcg==")
    );
    // Another origin gets neither.
    let last = other.requests().pop().unwrap();
    assert_eq!(
        (
            last.header("x-secret"),
            last.header("authorization"),
            last.header("cookie")
        ),
        (None, None, None)
    );
}

#[test]
fn redirects_without_an_end_or_a_target_are_errors() {
    let server = WebServer::start();
    server.on("/loop", |_| Answer::redirect(302, "/loop2"));
    server.on("/loop2", |_| Answer::redirect(302, "/loop"));
    let mut count = 0;
    for number in 0..20 {
        count += 1;
        let next = format!("/long{count}");
        server.on(&format!("/long{number}"), move |_| {
            Answer::redirect(302, &next)
        });
    }
    server.on("/nowhere", |_| Answer::new(302, &[], ""));
    server.on("/file", |_| Answer::redirect(302, "file:///etc/passwd"));
    assert_eq!(error(get(&server, "/loop")), FetchError::RedirectLoop);
    assert_eq!(error(get(&server, "/long0")), FetchError::TooManyRedirects);
    assert_eq!(error(get(&server, "/nowhere")), FetchError::InvalidRedirect);
    assert_eq!(error(get(&server, "/file")), FetchError::InvalidRedirect);
}

/// Asserts that a public source is not led to an address.
fn assert_forbidden(url: &str) {
    let report = client().fetch(&FetchRequest {
        allow_private: false,
        ..request(url)
    });
    assert!(
        matches!(report.result, Err(FetchError::Forbidden { .. })),
        "{url}: {:?}",
        report.result
    );
}

#[test]
fn a_public_source_never_reaches_a_private_address() {
    let server = WebServer::start();
    server.serve("/feed", &[], FEED);
    let port = server.address().port();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0177.0.0.1",
        "localhost.",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ] {
        assert_forbidden(&format!("http://{host}:{port}/feed"));
    }
    assert_eq!(server.requests().len(), 0);
    for host in [
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "[fd00::1]",
        "[fe80::1]",
        "224.0.0.1",
    ] {
        assert_forbidden(&format!("http://{host}/feed"));
    }
}

#[test]
fn the_wait_that_a_server_asks_for_is_read() {
    let server = WebServer::start();
    for (path, value) in [
        ("/s", "3600"),
        ("/d", "Wed, 21 Oct 2015 07:28:00 GMT"),
        ("/n", "-5"),
        ("/w", "soon"),
    ] {
        server.on(path, move |_| {
            Answer::new(429, &[("Retry-After", value)], "slow down")
        });
    }
    let wait = |path| get(&server, path).retry_after;
    assert_eq!(wait("/s"), Some(RetryAfter::Seconds(3600)));
    assert_eq!(wait("/d"), Some(RetryAfter::Date(1_445_412_480)));
    assert_eq!(wait("/n"), None);
    assert_eq!(wait("/w"), None);
    assert_eq!(error(get(&server, "/s")), FetchError::Status(429));
}

#[test]
fn the_age_of_an_answer_is_read() {
    let server = WebServer::start();
    server.serve(
        "/a",
        &[
            ("Cache-Control", "public, max-age=\"900\""),
            ("Date", "Wed, 21 Oct 2015 07:28:00 GMT"),
            ("Expires", "Wed, 21 Oct 2015 08:28:00 GMT"),
        ],
        FEED,
    );
    let Ok(Fetched::Answer(answer)) = get(&server, "/a").result else {
        panic!()
    };
    assert_eq!(
        answer.cache,
        CacheHeaders {
            max_age: Some(900),
            expires_in: Some(3600)
        }
    );
}

#[test]
fn a_challenge_is_told_from_an_error() {
    let server = WebServer::start();
    server.on("/header", |_| {
        Answer::new(403, &[("cf-mitigated", "challenge")], "<html>")
    });
    server.on("/page", |_| {
        Answer::new(
            503,
            &[],
            "<script src=\"/cdn-cgi/challenge-platform/x.js\">",
        )
    });
    server.on("/plain", |_| Answer::new(403, &[], "no"));
    assert_eq!(error(get(&server, "/header")), FetchError::ChallengePage);
    assert_eq!(error(get(&server, "/page")), FetchError::ChallengePage);
    assert_eq!(error(get(&server, "/plain")), FetchError::Status(403));
}

#[test]
fn credentials_of_an_address_are_sent_and_not_shown() {
    let server = WebServer::start();
    server.serve("/feed", &[], FEED);
    let url = format!("http://ann:o%40r@{}/feed", server.address());
    let report = client().fetch(&request(&url));
    let Ok(Fetched::Answer(answer)) = &report.result else {
        panic!()
    };
    assert_eq!(answer.url, server.url("/feed"));
    let seen = server.requests().pop().unwrap();
    assert_eq!(
        seen.header("authorization").as_deref(),
        Some("Basic YW5uOm9Acg==")
    );
    assert!(
        !format!(
            "{:?}",
            Credentials {
                user: "ann".into(),
                password: "oar".into()
            }
        )
        .contains("oar")
    );
}

#[test]
fn sixteen_hanging_requests_end_at_once() {
    let server = WebServer::start();
    server.on("/hang", |_| Answer::raw("").then(Step::Hang));
    let client = Arc::new(Client::new(ClientOptions {
        uses_environment: false,
        ..ClientOptions::default()
    }));
    let url = server.url("/hang");
    let threads: Vec<_> = (0..16)
        .map(|_| {
            let (client, url) = (client.clone(), url.clone());
            std::thread::spawn(move || client.fetch(&request(&url)).result)
        })
        .collect();
    while server.requests().len() < 16 {
        std::thread::yield_now();
    }
    let began = Instant::now();
    client.shut_down();
    for thread in threads {
        assert!(matches!(thread.join().unwrap(), Err(FetchError::Cancelled)));
    }
    assert!(
        began.elapsed() < Duration::from_millis(100),
        "{:?}",
        began.elapsed()
    );
}
