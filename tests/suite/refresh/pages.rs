//! Pages of articles: fetched, judged and stored beside the texts of the feeds, politely, each once.

use std::time::{Duration, Instant};

use newsprint::ingest::{
    Cancel, DocumentLoader, HostPace, PageError, PageRunOptions, PageRunSummary, RefreshMode,
    StoredPage, fetch_page, fetch_queued_pages, queue_pages,
};
use newsprint::library::{Library, OpenMode, check_library};
use newsprint::model::{
    ArticleId, ArticleTexts, Block, EntryTexts, PageProblem, SourceId, TextKind,
};

use super::{Answer, DAY, Desk, HOUR, Item, MINUTE, NOW, WebServer, item, rss};

const TEASER: &str = "The ferry across the estuary was cancelled again on Monday after engineers found water in the starboard engine room.";

/// Page of the article with a number, whose text begins as the feed's.
fn page(number: usize) -> String {
    let rest: String = (0..12)
        .map(|n| format!("<p>Paragraph {n} of article {number} says that the operator will use the older vessel zebrafish{number} until a part has arrived from the yard in the north.</p>"))
        .collect();
    format!(
        "<html><head><title>Ferry {number}</title></head><body><article><h1>Ferry {number}</h1><p>{TEASER}</p>{rest}</article></body></html>"
    )
}

/// Adds a feed of teasers with so many articles, their pages on the server, and fetches it.
fn teasers(desk: &mut Desk, path: &str, count: usize) -> SourceId {
    let source = desk.add(path);
    serve_teasers(desk, path, count);
    desk.fetch(source);
    desk.extract();
    source
}

fn serve_teasers(desk: &Desk, path: &str, count: usize) {
    let items: Vec<(String, String, String, String)> = (0..count)
        .map(|n| {
            let link = format!("{path}/page{n}");
            desk.server
                .serve(&link, &[("Content-Type", "text/html")], page(n));
            (
                format!("g{path}{n}"),
                format!("Ferry {n}"),
                desk.server.url(&link),
                format!("Sat, 28 Nov 2026 {:02}:{:02}:00 GMT", 1 + n / 60, n % 60),
            )
        })
        .collect();
    let text = format!("{TEASER} […]");
    let items: Vec<Item<'_>> = items
        .iter()
        .map(|(guid, title, link, date)| Item {
            link,
            date,
            text: &text,
            ..item(guid, title)
        })
        .collect();
    desk.server.serve(path, &[], rss(&items));
}

fn set(desk: &mut Desk, source: SourceId, key: &str, value: &str) {
    let change = newsprint::model::SettingChange::parse(key, value).unwrap();
    desk.library.set_source(source, &[change]).unwrap();
}

fn run(desk: &mut Desk, spacing: Duration) -> PageRunSummary {
    let pace = HostPace::new(spacing);
    fetch_queued_pages(
        &mut desk.library,
        &desk.client,
        &pace,
        PageRunOptions::default(),
        &Cancel::new(),
        &mut |_| {},
    )
    .unwrap()
}

fn run_at_once(desk: &mut Desk) -> PageRunSummary {
    run(desk, Duration::ZERO)
}

fn fetch_one(desk: &mut Desk, article: ArticleId) -> Result<StoredPage, PageError> {
    let pace = HostPace::new(Duration::ZERO);
    fetch_page(
        &mut desk.library,
        &desk.client,
        &pace,
        article,
        &Cancel::new(),
    )
}

/// Returns the text of an article as the reader shows it.
fn shown(desk: &Desk, article: ArticleId) -> String {
    let loaded = DocumentLoader::with_tour()
        .load_stored(&desk.library, article, &Cancel::new())
        .unwrap();
    let texts: Vec<String> = loaded.document.blocks.iter().map(Block::text).collect();
    texts.join("\n")
}

fn articles(desk: &Desk) -> Vec<ArticleId> {
    let ids: String = desk.query("SELECT group_concat(id) FROM (SELECT id FROM article WHERE in_library = 1 ORDER BY date DESC)");
    ids.split(',')
        .map(|id| ArticleId(id.parse().unwrap()))
        .collect()
}

fn index(desk: &mut Desk) {
    while desk.library.index_some().unwrap().has_more {}
}

fn found(desk: &Desk, query: &str) -> Vec<ArticleId> {
    let result = desk.library.search(query, 100, &|| false).unwrap();
    result.hits.iter().map(|hit| hit.article.id).collect()
}

#[test]
fn a_page_is_shown_searched_and_toggled_with_the_text_of_the_feed() {
    let mut desk = Desk::new();
    let source = teasers(&mut desk, "/a", 2);
    let article = articles(&desk)[0];
    let feed_words: i64 = desk.query(&format!("SELECT words FROM article WHERE id = {article}"));
    let stored = fetch_one(&mut desk, article).unwrap();
    assert_eq!(stored.problem, None);
    assert!(shown(&desk, article).contains("Paragraph 11 of article 1"));
    let words = |desk: &Desk| -> i64 {
        desk.query(&format!("SELECT words FROM article WHERE id = {article}"))
    };
    assert_eq!(words(&desk), stored.words as i64);
    index(&mut desk);
    assert_eq!(found(&desk, "zebrafish1"), [article]);

    // The choice is one of the source, and can be undone.
    set(&mut desk, source, "show-text", "feed");
    assert_eq!(shown(&desk, article), format!("{TEASER} […]"));
    assert_eq!(words(&desk), feed_words);
    index(&mut desk);
    // Both texts are searched, and the hit shows the line.
    let hits = desk
        .library
        .search("zebrafish1 older", 10, &|| false)
        .unwrap()
        .hits;
    assert!(
        hits[0].context.contains("older vessel zebrafish1"),
        "{:?}",
        hits[0].context
    );
    desk.library.undo(None).unwrap();
    assert!(shown(&desk, article).contains("Paragraph 11"));
    assert_eq!(words(&desk), stored.words as i64);

    // A new text of the feed leaves the page.
    let changed = Item {
        link: &desk.server.url("/a/page1"),
        text: "The ferry runs again since Tuesday noon, says the operator; nobody knows for how long it will.",
        ..item("g/a1", "Ferry 1")
    };
    desk.server.serve("/a", &[], rss(&[changed]));
    desk.wait(2 * HOUR);
    desk.fetch(source);
    desk.extract();
    assert!(shown(&desk, article).contains("Paragraph 11"));
    assert_eq!(words(&desk), stored.words as i64);
    index(&mut desk);
    assert_eq!(found(&desk, "\"nobody knows\""), [article]);
    assert_eq!(found(&desk, "zebrafish1"), [article]);
}

#[test]
fn a_wall_is_stored_and_not_shown_before_the_user_asks_for_it() {
    let mut desk = Desk::new();
    teasers(&mut desk, "/a", 1);
    let article = articles(&desk)[0];
    let wall = "<html><body><h1>Tide and Quay</h1><p>Please sign in to continue. Forgot your password?</p></body></html>";
    desk.server.serve("/a/page0", &[], wall);
    let stored = fetch_one(&mut desk, article).unwrap();
    assert_eq!(stored.problem, Some(PageProblem::SignIn));
    assert!(shown(&desk, article).starts_with(TEASER));
    index(&mut desk);
    assert!(found(&desk, "forgot").is_empty());
    assert_eq!(
        desk.library.article_texts(article).unwrap(),
        ArticleTexts {
            shown: TextKind::Feed,
            has_page: true,
            problem: Some(PageProblem::SignIn),
        }
    );
    desk.library.accept_page(article, true).unwrap();
    assert!(shown(&desk, article).contains("Forgot your password"));
    index(&mut desk);
    assert_eq!(found(&desk, "forgot"), [article]);

    // The whole text replaces a wall, and a wall never replaces it.
    desk.server.serve("/a/page0", &[], page(0));
    assert_eq!(fetch_one(&mut desk, article).unwrap().problem, None);
    desk.server.serve("/a/page0", &[], wall);
    fetch_one(&mut desk, article).unwrap();
    assert!(shown(&desk, article).contains("Paragraph 11"));
}

#[test]
fn auto_fetches_the_pages_of_feeds_whose_entries_are_cut_off() {
    let mut desk = Desk::new();
    let cut = teasers(&mut desk, "/cut", 3);
    let whole = desk.add("/whole");
    let text = "The bus leaves every twenty minutes. ".repeat(40);
    let link = desk.server.url("/whole/1");
    desk.server.serve(
        "/whole",
        &[],
        rss(&[Item {
            link: &link,
            text: &text,
            ..item("w1", "Bus")
        }]),
    );
    desk.fetch(whole);
    desk.extract();
    let never = teasers(&mut desk, "/never", 2);
    // Nothing is fetched unasked.
    assert_eq!(
        queue_pages(&mut desk.library, &[cut, whole, never]).unwrap(),
        0
    );
    set(&mut desk, cut, "full-text", "auto");
    set(&mut desk, whole, "full-text", "auto");
    set(&mut desk, never, "full-text", "never");
    assert_eq!(
        queue_pages(&mut desk.library, &[cut, whole, never]).unwrap(),
        3
    );
    assert_eq!(
        desk.library.entry_texts(cut).unwrap(),
        Some(EntryTexts::CutOff)
    );
    assert_eq!(
        desk.library.entry_texts(whole).unwrap(),
        Some(EntryTexts::Whole)
    );
    set(&mut desk, whole, "full-text", "always");
    assert_eq!(
        queue_pages(&mut desk.library, &[cut, whole, never]).unwrap(),
        1
    );
    let summary = run_at_once(&mut desk);
    assert_eq!((summary.stored, summary.failed), (3, 1));
    // Each once.
    assert_eq!(
        queue_pages(&mut desk.library, &[cut, whole, never]).unwrap(),
        0
    );
    assert_eq!(run_at_once(&mut desk), PageRunSummary::default());
    assert_eq!(desk.server.requests_for("/cut/page0").len(), 1);
    assert!(desk.server.requests_for("/never/page0").is_empty());
}

#[test]
fn only_the_newest_unread_articles_are_fetched_the_newest_first() {
    let mut desk = Desk::new();
    let source = teasers(&mut desk, "/a", 70);
    set(&mut desk, source, "full-text", "always");
    let newest = articles(&desk)[0];
    desk.library.set_read(&[newest], true).unwrap();
    assert_eq!(queue_pages(&mut desk.library, &[source]).unwrap(), 50);
    // One that was read before its turn is left out.
    let second = articles(&desk)[1];
    desk.library.set_read(&[second], true).unwrap();
    let summary = run_at_once(&mut desk);
    assert_eq!(summary.stored, 49);
    let asked: Vec<String> = desk
        .server
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    let pages: Vec<&String> = asked.iter().filter(|path| path.contains("page")).collect();
    // (Several at once: the order within a few is not given.)
    let first: Vec<usize> = pages
        .iter()
        .take(8)
        .map(|path| path.rsplit("page").next().unwrap().parse().unwrap())
        .collect();
    assert!(first.iter().all(|number| *number >= 58), "{first:?}");
    assert!(
        !asked
            .iter()
            .any(|path| path == "/a/page69" || path == "/a/page68")
    );
}

#[test]
fn a_host_gets_one_request_a_second() {
    let mut desk = Desk::new();
    let source = teasers(&mut desk, "/a", 4);
    set(&mut desk, source, "full-text", "always");
    queue_pages(&mut desk.library, &[source]).unwrap();
    let spacing = Duration::from_millis(200);
    let began = Instant::now();
    assert_eq!(run(&mut desk, spacing).stored, 4);
    assert!(began.elapsed() >= 3 * spacing, "{:?}", began.elapsed());
    // The user's own requests wait, too.
    let pace = HostPace::default();
    let now = Instant::now();
    pace.reserve("quay.example", now).unwrap();
    let wait = pace
        .reserve("quay.example", now + Duration::from_millis(400))
        .unwrap_err();
    assert_eq!(wait, Duration::from_millis(600));
    pace.reserve("tide.example", now).unwrap();
    pace.reserve("quay.example", now + Duration::from_secs(1))
        .unwrap();
}

#[test]
fn hosts_that_ask_for_a_pause_are_left_alone() {
    let mut desk = Desk::new();
    let source = teasers(&mut desk, "/a", 3);
    set(&mut desk, source, "full-text", "always");
    queue_pages(&mut desk.library, &[source]).unwrap();
    for number in 0..3 {
        let busy = Answer::new(429, &[("Retry-After", "7200")], "busy");
        desk.server.answer(&format!("/a/page{number}"), busy);
    }
    let spacing = Duration::from_millis(150);
    assert_eq!(run(&mut desk, spacing).failed, 1);
    let asked = || {
        (0..3)
            .map(|n| desk.server.requests_for(&format!("/a/page{n}")).len())
            .sum::<usize>()
    };
    assert_eq!(asked(), 1);
    // Neither the run nor the user fetches a page before the time is over, nor the feed.
    assert_eq!(run(&mut desk, spacing), PageRunSummary::default());
    let article = articles(&desk)[0];
    let refused = fetch_one(&mut desk, article).unwrap_err();
    assert!(
        matches!(refused, PageError::HostWaits { until } if until == NOW + 7200),
        "{refused:?}"
    );
    assert_eq!(desk.fetch_all(&[source], RefreshMode::Asked).1.skipped, 1);
    assert_eq!(desk.library.next_page_due().unwrap(), Some(NOW + 7200));
    desk.wait(2 * HOUR + 1);
    serve_teasers(&desk, "/a", 3);
    assert_eq!(run_at_once(&mut desk).stored, 3);
}

#[test]
fn pages_that_fail_are_tried_again_later_and_then_no_more() {
    let mut desk = Desk::new();
    let source = teasers(&mut desk, "/a", 3);
    set(&mut desk, source, "full-text", "always");
    desk.server
        .answer("/a/page2", Answer::new(404, &[], "gone"));
    desk.server
        .answer("/a/page1", Answer::new(500, &[], "oops"));
    queue_pages(&mut desk.library, &[source]).unwrap();
    let summary = run_at_once(&mut desk);
    assert_eq!((summary.stored, summary.failed), (1, 2));
    assert_eq!(queue_pages(&mut desk.library, &[source]).unwrap(), 0);
    for minutes in [15, 30, 60] {
        assert_eq!(run_at_once(&mut desk), PageRunSummary::default());
        desk.wait(minutes * MINUTE);
        assert_eq!(run_at_once(&mut desk).failed, 1, "{minutes}");
    }
    desk.wait(30 * DAY);
    assert_eq!(run_at_once(&mut desk), PageRunSummary::default());
    assert_eq!(desk.server.requests_for("/a/page1").len(), 4);
    assert_eq!(desk.server.requests_for("/a/page2").len(), 1);
    // The user may.
    serve_teasers(&desk, "/a", 3);
    for article in articles(&desk) {
        fetch_one(&mut desk, article).unwrap();
        assert!(shown(&desk, article).contains("Paragraph 11"));
    }
}

#[test]
fn without_a_network_no_page_has_failed() {
    let mut desk = Desk::new();
    let source = desk.add("/a");
    // Nothing listens on port 1.
    let links = ["http://127.0.0.1:1/a", "http://127.0.0.1:1/b"];
    let items = links.map(|link| Item {
        link,
        text: TEASER,
        ..item(link, link)
    });
    desk.server.serve("/a", &[], rss(&items));
    desk.fetch(source);
    set(&mut desk, source, "full-text", "always");
    queue_pages(&mut desk.library, &[source]).unwrap();
    let summary = run_at_once(&mut desk);
    assert!(summary.is_offline && summary.failed == 0, "{summary:?}");
    assert_eq!(desk.query::<i64>("SELECT sum(attempts) FROM page_queue"), 0);
}

#[test]
fn credentials_and_headers_go_to_the_origin_of_the_source_only() {
    let mut desk = Desk::new();
    let other = WebServer::start();
    other.serve("/page", &[], page(0));
    let source = desk.add("/a");
    let (near, far) = (desk.server.url("/near"), other.url("/page"));
    desk.server.serve("/near", &[], page(1));
    let items = [
        Item {
            link: &near,
            text: TEASER,
            ..item("n", "Ferry 1")
        },
        Item {
            link: &far,
            text: TEASER,
            ..item("f", "Ferry 0")
        },
    ];
    desk.server.serve("/a", &[], rss(&items));
    let secret = desk.folder.path().join("secret");
    std::fs::write(&secret, "hunter2\n").unwrap();
    std::fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    set(&mut desk, source, "user", "ada");
    set(
        &mut desk,
        source,
        "password-file",
        &secret.display().to_string(),
    );
    set(&mut desk, source, "headers", "X-Key: 42");
    desk.fetch(source);
    desk.extract();
    for article in articles(&desk) {
        fetch_one(&mut desk, article).unwrap();
    }
    let near = &desk.server.requests_for("/near")[0];
    assert!(near.header("authorization").is_some());
    assert_eq!(near.header("x-key").as_deref(), Some("42"));
    let far = &other.requests_for("/page")[0];
    assert_eq!(
        (far.header("authorization"), far.header("x-key")),
        (None, None)
    );
}

#[test]
fn one_program_fetches_the_queue_and_another_takes_over_from_a_dead_one() {
    let mut desk = Desk::new();
    let source = teasers(&mut desk, "/a", 2);
    set(&mut desk, source, "full-text", "always");
    queue_pages(&mut desk.library, &[source]).unwrap();
    let alive = |_: &str| false;
    assert!(
        desk.library
            .acquire_page_lease("another", 120, &alive)
            .unwrap()
    );
    assert!(run_at_once(&mut desk).is_other_program);
    // The name of a session that has ended.
    desk.library.release_page_lease("another").unwrap();
    assert!(
        desk.library
            .acquire_page_lease("1-999999999", 120, &alive)
            .unwrap()
    );
    assert_eq!(run_at_once(&mut desk).stored, 2);
}

#[test]
fn a_bookmarked_article_takes_both_texts_along() {
    let mut desk = Desk::new();
    let source = teasers(&mut desk, "/a", 2);
    let all = articles(&desk);
    fetch_one(&mut desk, all[0]).unwrap();
    desk.library.toggle_bookmark(all[0], None).unwrap();
    let mut export = Vec::new();
    desk.library.export_json(&mut export, |_, _| {}).unwrap();

    let home = tempfile::tempdir().unwrap();
    let mut copy = Library::open(home.path(), OpenMode::Create).unwrap();
    copy.import_json(&export[..], |_| {}).unwrap();
    let mut again = Vec::new();
    copy.export_json(&mut again, |_, _| {}).unwrap();
    assert_eq!(
        String::from_utf8(export).unwrap(),
        String::from_utf8(again).unwrap()
    );
    assert!(copy.article_texts(all[0]).unwrap().has_page);
    assert_eq!(
        copy.article_texts(all[1]).unwrap(),
        ArticleTexts::FEED_ALONE
    );

    // The backup has it, and a recovery from it.
    desk.library.back_up().unwrap();
    let report = check_library(desk.folder.path());
    assert!(report.is_sound(), "{report:?}");

    // An article that expires loses both.
    desk.library.set_read(&all, true).unwrap();
    fetch_one(&mut desk, all[1]).unwrap();
    set(&mut desk, source, "keep", "1");
    desk.wait(9 * DAY);
    desk.library.expire_read(30).unwrap();
    assert_eq!(desk.query::<i64>("SELECT count(*) FROM page_document"), 1);
}

#[test]
fn the_source_is_that_of_the_text_that_is_shown_and_its_parts_are_taken_out_of_it() {
    let mut desk = Desk::new();
    let source = teasers(&mut desk, "/feed", 1);
    let article = ArticleId(desk.query("SELECT id FROM article"));
    fetch_one(&mut desk, article).unwrap();
    let loader = DocumentLoader::with_tour();
    let segments = |library: &Library| {
        let source = loader.source_of_stored_text(library, article);
        source.unwrap().unwrap().segments
    };
    let loaded = |library: &Library| {
        let loaded = loader.load_stored(library, article, &Cancel::new());
        loaded.unwrap().document.blocks.len()
    };
    assert_eq!(loaded(&desk.library), 13, "the page");
    let last = segments(&desk.library).pop().unwrap();
    assert!(last.text.starts_with("Paragraph 11"), "{}", last.text);
    let correction = last.correction.unwrap();
    desk.library
        .correct_article(article, &correction, true)
        .unwrap();
    let (document, _) = desk.library.document(article).unwrap().unwrap();
    assert_eq!(document.blocks.len(), 12);
    set(&mut desk, source, "show-text", "feed");
    assert_eq!(loaded(&desk.library), 1, "the feed");
    let texts = segments(&desk.library);
    assert!(
        texts
            .iter()
            .all(|segment| !segment.text.starts_with("Paragraph"))
    );
}

#[test]
fn a_page_without_a_date_has_that_of_the_feed() {
    let mut desk = Desk::new();
    teasers(&mut desk, "/feed", 1);
    let article = ArticleId(desk.query("SELECT id FROM article"));
    let (of_feed, _) = desk.library.document(article).unwrap().unwrap();
    fetch_one(&mut desk, article).unwrap();
    let (of_page, _) = desk.library.document(article).unwrap().unwrap();
    assert_eq!(of_page.blocks.len(), 13, "the page");
    assert_eq!(of_page.metadata.published, of_feed.metadata.published);
    assert_eq!(of_page.metadata.publisher, of_feed.metadata.publisher);
    assert!(of_page.metadata.published.is_some() && of_page.metadata.publisher.is_some());
}
