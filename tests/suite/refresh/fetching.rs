//! One refresh: what is stored of an answer, several programs at once, and a refresh that ends early.

use std::sync::Arc;
use std::time::{Duration, Instant};

use newsprint::ingest::{Cancel, DocumentLoader, RefreshOptions, SkipReason, refresh_sources};
use newsprint::library::{Library, OpenMode};
use newsprint::model::{ArticleId, FetchOutcome, SegmentRole};

use super::super::web::Step;
use super::{Answer, Desk, HOUR, Item, client, item, rss};

#[test]
fn an_entry_becomes_an_article_with_all_that_the_feed_says() {
    let mut desk = Desk::new();
    desk.server.serve(
        "/feed",
        &[],
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Quay</title><link href='http://quay.example/'/>
         <entry><id>a</id><title>Plums</title><author><name>Ann Oar</name></author><link href='http://quay.example/plums'/>
         <published>2026-11-16T07:00:00Z</published><summary>They are ripe.</summary>
         <content type='html'>&lt;h2&gt;Where&lt;/h2&gt;&lt;p&gt;At the &lt;b&gt;quay&lt;/b&gt;.&lt;/p&gt;</content></entry></feed>",
    );
    let feed = desk.add("/feed");
    let result = desk.fetch(feed);
    assert_eq!(
        (result.title.as_str(), result.outcome, result.status),
        ("Quay", FetchOutcome::New, Some(200))
    );
    let article = ArticleId(desk.query("SELECT id FROM article"));
    let row = desk.library.article(article).unwrap().unwrap();
    assert_eq!(row.title, "Plums");
    assert_eq!(row.standfirst.as_deref(), Some("They are ripe."));
    assert_eq!(row.byline.as_deref(), Some("Ann Oar"));
    assert_eq!(row.publisher.as_deref(), Some("Quay"));
    assert_eq!(row.url.as_deref(), Some("http://quay.example/plums"));
    assert_eq!(row.source.unwrap().1, "Quay");
    desk.extract();
    let (document, _) = desk.library.document(article).unwrap().unwrap();
    let texts: Vec<String> = document.blocks.iter().map(|block| block.text()).collect();
    assert_eq!(texts, ["Where", "At the quay."]);
}

#[test]
fn each_request_is_in_the_log() {
    let mut desk = Desk::new();
    desk.server.serve("/feed", &[], rss(&[item("a", "Plums")]));
    let feed = desk.add("/feed");
    desk.fetch(feed);
    desk.server.on("/feed", |_| Answer::new(503, &[], "down"));
    desk.fetch(feed);
    let log = desk.library.requests(feed).unwrap();
    let seen: Vec<_> = log
        .iter()
        .map(|request| (request.status, request.outcome))
        .collect();
    assert_eq!(
        seen,
        [
            (Some(503), FetchOutcome::Failed),
            (Some(200), FetchOutcome::New)
        ]
    );
    assert!(log[1].bytes > 50);
}

#[test]
fn a_source_is_fetched_by_one_program() {
    let mut desk = Desk::new();
    desk.server.serve("/feed", &[], rss(&[item("a", "Plums")]));
    let feed = desk.add("/feed");
    // A holder whose process lives: this one.
    let other = format!("1-{}", std::process::id());
    assert!(desk.library.acquire_lease(feed, &other, 60).unwrap());
    assert_eq!(desk.fetch(feed).skipped, Some(SkipReason::AnotherProgram));
    // A killed program holds nothing.
    desk.library.release_lease(feed, &other).unwrap();
    assert!(
        desk.library
            .acquire_lease(feed, "1-2147480000", 60)
            .unwrap()
    );
    assert_eq!(desk.fetch(feed).new, 1);
    assert_eq!(desk.server.requests().len(), 1);
}

#[test]
fn a_cancelled_refresh_ends_at_once_and_frees_its_sources() {
    let mut desk = Desk::new();
    let mut ids = Vec::new();
    for number in 0..16 {
        let path = format!("/hang{number}");
        desk.server.on(&path, |_| Answer::raw("").then(Step::Hang));
        ids.push(desk.add(&path));
    }
    let cancel = Cancel::new();
    let client = Arc::new(newsprint::fetch::Client::new(
        newsprint::fetch::ClientOptions {
            uses_environment: false,
            ..Default::default()
        },
    ));
    let options = RefreshOptions {
        requests: 16,
        ..RefreshOptions::default()
    };
    let (folder, server) = (desk.folder.path().to_owned(), &desk.server);
    std::thread::scope(|scope| {
        let refresh = scope.spawn(|| {
            let mut library = Library::open(&folder, OpenMode::Existing).unwrap();
            refresh_sources(&mut library, &client, &ids, &options, &cancel, &mut |_| {}).unwrap()
        });
        while server.requests().len() < 16 {
            std::thread::yield_now();
        }
        let began = Instant::now();
        cancel.cancel();
        client.shut_down();
        refresh.join().unwrap();
        assert!(
            began.elapsed() < Duration::from_millis(200),
            "{:?}",
            began.elapsed()
        );
    });
    assert_eq!(desk.query::<i64>("SELECT count(*) FROM lease"), 0);
    assert_eq!(desk.query::<i64>("SELECT count(*) FROM request"), 0);
}

#[test]
fn one_slow_source_does_not_delay_the_others() {
    let mut desk = Desk::new();
    desk.server
        .on("/hang", |_| Answer::raw("").then(Step::Hang));
    let mut ids = vec![desk.add("/hang")];
    for number in 0..20 {
        let path = format!("/feed{number}");
        desk.server.serve(&path, &[], rss(&[item("a", "Plums")]));
        ids.push(desk.add(&path));
    }
    let (results, summary) = desk.fetch_all(&ids, super::RefreshMode::Asked);
    assert_eq!(
        (summary.new, summary.failed, summary.sources_with_new),
        (20, 1, 20)
    );
    assert_eq!(
        results.last().unwrap().source,
        ids[0],
        "the slow one is last"
    );
}

#[test]
fn an_address_that_the_user_changed_meanwhile_stays() {
    let mut desk = Desk::new();
    let folder = desk.folder.path().to_owned();
    desk.server.on("/feed", move |_| {
        let file = Library::library_file(&folder);
        let connection = rusqlite::Connection::open(file).unwrap();
        connection
            .execute("UPDATE source SET url = 'http://elsewhere.example/'", [])
            .unwrap();
        Answer::new(200, &[("ETag", "\"old\"")], rss(&[item("a", "Plums")]))
    });
    let feed = desk.add("/feed");
    assert_eq!(desk.fetch(feed).new, 1);
    let state = desk.state(feed);
    assert_eq!(
        (state.url.as_deref(), state.etag),
        (Some("http://elsewhere.example/"), None)
    );
}

#[test]
fn entries_are_stored_before_their_validators() {
    let mut desk = Desk::new();
    let items: Vec<(String, String)> = (0..1500)
        .map(|n| (format!("g{n}"), format!("Title {n}")))
        .collect();
    let items: Vec<Item<'_>> = items
        .iter()
        .map(|(guid, title)| item(guid, title))
        .collect();
    let body = rss(&items);
    desk.server.on("/feed", move |request| {
        match request.header("if-none-match") {
            Some(_) => Answer::new(304, &[], ""),
            None => Answer::new(200, &[("ETag", "\"v1\"")], &body),
        }
    });
    let feed = desk.add("/feed");
    // The disk is full in the middle.
    let pages: i64 = desk.query("PRAGMA page_count");
    desk.library
        .limit_pages(u32::try_from(pages).unwrap() + 40)
        .unwrap();
    let failed = refresh_sources(
        &mut desk.library,
        &client(),
        &[feed],
        &RefreshOptions::default(),
        &Cancel::new(),
        &mut |_| {},
    );
    assert!(failed.is_err());
    assert_eq!(desk.state(feed).etag, None);
    desk.library.limit_pages(1_000_000).unwrap();
    desk.wait(HOUR);
    desk.fetch(feed);
    assert_eq!(desk.titles().len(), 1500);
    assert_eq!(desk.state(feed).etag.as_deref(), Some(&b"\"v1\""[..]));
}

#[test]
fn what_is_due_is_fetched_while_the_program_runs_and_only_once() {
    use newsprint::worker::{SharedState, Worker};
    let mut desk = Desk::new();
    let real_now = chrono::Utc::now().timestamp();
    desk.wait(real_now - desk.now);
    desk.server.serve("/feed", &[], rss(&[item("a", "Plums")]));
    desk.add("/feed");
    let shared = Arc::new(
        SharedState::with_tour()
            .with_library(desk.folder.path().to_owned())
            .with_scheduled_fetching(),
    );
    let (sender, outcomes) = std::sync::mpsc::channel();
    let worker = Worker::new(shared, Arc::new(move |outcome| drop(sender.send(outcome))));
    worker.start_background().unwrap();
    let finished = std::iter::from_fn(|| outcomes.recv_timeout(Duration::from_secs(20)).ok())
        .find_map(|outcome| match outcome {
            newsprint::model::Outcome::RefreshFinished(summary) => Some(summary),
            _ => None,
        });
    let summary = finished.expect("what is due is fetched unasked");
    assert_eq!((summary.new, summary.is_manual), (1, false));
    // Then the next fetch is an hour away, and the text is extracted in the background.
    let began = Instant::now();
    while desk.query::<i64>("SELECT count(*) FROM document") == 0 {
        assert!(began.elapsed() < Duration::from_secs(20));
        std::thread::yield_now();
    }
    worker.finish(false);
    assert_eq!(desk.server.requests().len(), 1);
}

#[test]
fn a_program_may_print_the_feed() {
    let mut desk = Desk::new();
    let file = desk.folder.path().join("feed.xml");
    std::fs::write(&file, rss(&[item("a", "Plums")])).unwrap();
    let feed = desk.add("/feed");
    let argv = vec!["cat".to_owned(), file.display().to_string()];
    desk.library
        .set_source(feed, &[newsprint::model::SettingChange::Exec(Some(argv))])
        .unwrap();
    assert_eq!(desk.fetch(feed).new, 1);
    let argv = vec!["false".to_owned()];
    desk.library
        .set_source(feed, &[newsprint::model::SettingChange::Exec(Some(argv))])
        .unwrap();
    let error = desk.fetch(feed).error.unwrap();
    assert!(error.to_string().contains("false failed"), "{error}");
    assert_eq!(desk.server.requests().len(), 0);
}

#[test]
fn a_password_is_sent_to_its_own_server_and_shown_nowhere() {
    use newsprint::model::SettingChange;
    let mut desk = Desk::new();
    let other = super::WebServer::start();
    other.serve("/feed", &[], rss(&[]));
    let target = other.url("/feed");
    desk.server
        .on("/feed", move |_| Answer::redirect(302, &target));
    let feed = desk.add("/feed");
    let argv = vec!["echo".to_owned(), "oarlock".to_owned()];
    desk.library
        .set_source(
            feed,
            &[
                SettingChange::User(Some("ann".to_owned())),
                SettingChange::PasswordCommand(Some(argv)),
            ],
        )
        .unwrap();
    desk.fetch(feed);
    let sent = desk.server.requests()[0].header("authorization");
    assert_eq!(sent.as_deref(), Some("Basic YW5uOm9hcmxvY2s="));
    assert_eq!(other.requests()[0].header("authorization"), None);
}

#[test]
fn a_command_knows_a_source_by_its_title_and_its_address() {
    let mut desk = Desk::new();
    desk.server.serve("/feed", &[], rss(&[item("a", "Plums")]));
    desk.server.serve("/other", &[], rss(&[item("b", "Pears")]));
    let feed = desk.add("/feed");
    desk.add("/other");
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_newsprint"))
            .args(arguments)
            .arg("--data-dir")
            .arg(desk.folder.path())
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let url = desk.server.url("/feed");
    assert_eq!(run(&["fetch", &url]).0, Some(0));
    assert_eq!(desk.server.requests_for("/other").len(), 0);
    let (status, listed) = run(&["list", "--source", "Tide & Quay", "--json"]);
    assert_eq!(status, Some(0));
    assert!(listed.contains("Plums"), "{listed}");
    assert_eq!(run(&["fetch", "Nobody's"]).0, Some(1));
    assert_eq!(run(&["list", "--source", "Nobody's"]).0, Some(1));
    assert_eq!(desk.library.requests(feed).unwrap().len(), 1);
}

#[test]
fn parts_of_an_entry_are_taken_out_where_its_feed_has_its_text() {
    let mut desk = Desk::new();
    let entry = Item {
        text: "<![CDATA[<p>The plums at the quay are ripe, and nobody has been told.</p>\
               <p>The post Plums appeared first on Quay.</p>]]>",
        ..item("a", "Plums")
    };
    desk.server.serve("/feed", &[], rss(&[entry]));
    let feed = desk.add("/feed");
    desk.fetch(feed);
    desk.extract();
    let article = ArticleId(desk.query("SELECT id FROM article"));
    let loader = DocumentLoader::with_tour();
    let source = |library: &Library| {
        let source = loader.source_of_stored_text(library, article);
        source.unwrap().unwrap().segments
    };
    let segments = source(&desk.library);
    let last = segments.last().unwrap();
    assert_eq!(last.text, "The post Plums appeared first on Quay.");
    let correction = last.correction.clone().unwrap();
    desk.library
        .correct_article(article, &correction, true)
        .unwrap();
    let (document, _) = desk.library.document(article).unwrap().unwrap();
    assert_eq!(document.blocks.len(), 1);
    let segments = source(&desk.library);
    assert_eq!(segments.last().unwrap().role, SegmentRole::LeftOut);
    assert!(segments.last().unwrap().is_corrected);
}
