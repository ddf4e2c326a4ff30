//! Redirects: what is followed, what a hop may not see, and how far they lead.

use newsprint::fetch::{Client, Credentials, FetchError, FetchRequest, Fetched, Validators};

use crate::fetch_answers::{FEED, answer, error, get, options, request};
use crate::web::{Answer, WebServer};

#[test]
fn redirects_are_followed_and_reported_in_order() {
    let web = WebServer::start();
    web.answer("/a/old", Answer::redirect(301, "../b?x=1#part"));
    let there = format!("//user:word@127.0.0.1:{}/c", web.address().port());
    web.on("/b", move |_| Answer::redirect(308, &there));
    web.answer("/c", Answer::redirect(302, "/feed"));
    web.answer(
        "/feed",
        Answer::new(200, &[("Content-Type", "text/xml")], FEED),
    );
    let report = get(&web.url("/a/old"));
    let redirects: Vec<_> = report
        .redirects
        .iter()
        .map(|it| (it.status, it.url.clone()))
        .collect();
    assert_eq!(
        redirects,
        [
            (301, web.url("/b?x=1")),
            (308, web.url("/c")),
            (302, web.url("/feed"))
        ]
    );
    assert_eq!(answer(report).url, web.url("/feed"));
    assert_eq!(web.requests_for("/c")[0].header("authorization"), None);
}

#[test]
fn nothing_of_a_hop_reaches_the_next_request() {
    // The case f05.
    let web = WebServer::start();
    let hop = [
        ("Content-Type", "text/html; charset=iso-8859-1"),
        ("ETag", "\"hop\""),
        ("Last-Modified", "x"),
        ("Set-Cookie", "a=b"),
        ("Retry-After", "9"),
        ("Cache-Control", "max-age=99"),
        ("Location", "/feed.xml"),
    ];
    web.answer("/old", Answer::new(301, &hop, "<p>moved"));
    web.answer(
        "/feed.xml",
        Answer::new(200, &[("Content-Type", "text/xml")], FEED),
    );
    let client = Client::new(options());
    for _ in 0..2 {
        let report = client.fetch(&request(&web.url("/old")));
        assert_eq!(report.retry_after, None);
        let answer = answer(report);
        assert_eq!(answer.content_type.as_deref(), Some("text/xml"));
        assert_eq!(answer.validators, Validators::default());
        assert_eq!(answer.cache.max_age, None);
    }
    for sent in web.requests() {
        assert_eq!(sent.header("cookie"), None);
        assert_eq!(sent.header("if-none-match"), None);
    }
}

#[test]
fn loops_long_chains_and_odd_targets_end() {
    let web = WebServer::start();
    web.answer("/a", Answer::redirect(302, "/b"));
    web.answer("/b", Answer::redirect(302, "/a"));
    web.answer("/self", Answer::redirect(301, "/self"));
    web.on("/count", |request| {
        let number: usize = request.path.split('?').nth(1).unwrap().parse().unwrap();
        Answer::redirect(302, &format!("/count?{}", number + 1))
    });
    assert_eq!(error(get(&web.url("/a"))), FetchError::RedirectLoop);
    assert_eq!(error(get(&web.url("/self"))), FetchError::RedirectLoop);
    let before = web.requests().len();
    assert_eq!(
        error(get(&web.url("/count?0"))),
        FetchError::TooManyRedirects
    );
    assert_eq!(web.requests().len() - before, 11);
    web.answer("/nowhere", Answer::new(302, &[], ""));
    for target in [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://127.0.0.1/",
        "http://",
    ] {
        web.answer("/odd", Answer::redirect(302, target));
        let error = error(get(&web.url("/odd")));
        assert_eq!(error, FetchError::InvalidRedirect, "{target}");
    }
    assert_eq!(
        error(get(&web.url("/nowhere"))),
        FetchError::InvalidRedirect
    );
}

#[test]
fn credentials_and_headers_stay_at_their_origin() {
    let (web, other) = (WebServer::start(), WebServer::start());
    let there = other.url("/feed");
    web.on("/away", move |_| Answer::redirect(302, &there));
    web.answer("/near", Answer::redirect(302, "/feed"));
    for server in [&web, &other] {
        server.answer(
            "/feed",
            Answer::new(200, &[("Content-Type", "text/xml")], FEED),
        );
    }
    let credentials = Credentials {
        user: "ann".to_owned(),
        password: "pa:ss".to_owned(),
    };
    let headers = [
        ("X-Secret".to_owned(), "1".to_owned()),
        ("User-Agent".to_owned(), "mine".to_owned()),
    ];
    for path in ["/near", "/away"] {
        let url = web.url(path);
        answer(Client::new(options()).fetch(&FetchRequest {
            credentials: Some(&credentials),
            headers: &headers,
            ..request(&url)
        }));
    }
    let near = &web.requests_for("/feed")[0];
    assert_eq!(
        near.header("authorization").as_deref(),
        Some("Basic YW5uOnBhOnNz")
    );
    assert_eq!(near.header("x-secret").as_deref(), Some("1"));
    assert_eq!(near.header("user-agent").as_deref(), Some("mine"));
    let away = &other.requests()[0];
    assert_eq!(away.header("authorization"), None);
    assert_eq!(away.header("x-secret"), None);
    assert!(away.header("user-agent").unwrap().starts_with("newsprint/"));
}

#[test]
fn credentials_in_an_address_are_sent_as_a_header_and_shown_nowhere() {
    let web = WebServer::start();
    web.answer("/feed", Answer::new(500, &[], ""));
    let url = web.url("/feed").replace("http://", "http://ann:p%40ss@");
    let report = get(&url);
    let shown = format!("{report:?}");
    assert!(!shown.contains("ann") && !shown.contains("ss@"), "{shown}");
    let sent = &web.requests()[0];
    assert_eq!(
        sent.header("authorization").as_deref(),
        Some("Basic YW5uOnBAc3M=")
    );
    assert_eq!(sent.path, "/feed");
}

#[test]
fn a_redirected_feed_is_asked_for_changes_but_another_page_is_not_by_date() {
    let web = WebServer::start();
    web.answer("/feed", Answer::redirect(302, "/real"));
    web.on("/real", |request| {
        match request.header("if-none-match").as_deref() {
            Some("\"1\"") => Answer::new(304, &[], ""),
            _ => Answer::new(200, &[("Content-Type", "text/xml")], FEED),
        }
    });
    let validators = Validators {
        etag: Some(b"\"1\"".to_vec()),
        last_modified: Some(b"Mon, 02 Feb 2026 10:00:00 GMT".to_vec()),
    };
    let url = web.url("/feed");
    let report = Client::new(options()).fetch(&FetchRequest {
        validators: Some(&validators),
        ..request(&url)
    });
    assert!(matches!(report.result, Ok(Fetched::NotModified { .. })));
    let first = &web.requests_for("/feed")[0];
    assert!(first.header("if-modified-since").is_some());
    assert_eq!(
        web.requests_for("/real")[0].header("if-modified-since"),
        None
    );
}

#[test]
fn addresses_that_are_none_are_refused_without_a_request() {
    for url in [
        "",
        "nonsense",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://",
        "https:///x y",
    ] {
        let error = error(get(url));
        let is_refused = matches!(error, FetchError::InvalidUrl | FetchError::Resolve);
        assert!(is_refused, "{url}: {error:?}");
    }
}

#[test]
fn replies_of_one_path_change_with_its_requests() {
    let web = WebServer::start();
    let page = |etag: &str| Answer::new(200, &[("ETag", etag)], FEED);
    let later = Answer::new(304, &[("ETag", "\"v3\"")], "");
    // The case f02, as far as it is one of requests.
    web.answers("/feed", vec![page("\"v1\""), page("\"v2\""), later]);
    let client = Client::new(options());
    let url = web.url("/feed");
    let mut validators = Validators::default();
    let mut sent = Vec::new();
    for _ in 0..4 {
        let report = client.fetch(&FetchRequest {
            validators: Some(&validators),
            ..request(&url)
        });
        match report.result {
            Ok(Fetched::Answer(answer)) => validators = answer.validators,
            Ok(Fetched::NotModified {
                validators: new, ..
            }) => validators.etag = new.etag,
            Err(error) => panic!("{error}"),
        }
    }
    for request in web.requests() {
        sent.push(request.header("if-none-match").unwrap_or_default());
    }
    assert_eq!(sent, ["", "\"v1\"", "\"v2\"", "\"v3\""]);
}
