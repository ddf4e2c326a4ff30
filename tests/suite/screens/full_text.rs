//! `x`: the page of an article is fetched, and its text is shown in turns with that of the feed.

use newsprint::fetch::{Client, ClientOptions};
use newsprint::ingest::{Cancel, RefreshOptions, extract_pending, refresh_sources};
use newsprint::model::{Job, Outcome, PageProblem, SourceId};

use crate::harness::Harness;
use crate::web::{Answer, WebServer};

const TEASER: &str = "The ferry across the estuary was cancelled again on Monday after engineers found water in the starboard engine room.";

/// Paragraphs of a page after the teaser.
fn rest() -> String {
    (1..30)
        .map(|n| format!("<p>Paragraph {n} says that the operator will use the older vessel until a part has arrived from the yard in the north.</p>"))
        .collect()
}

fn page(title: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{TEASER}</p>{}</article></body></html>",
        rest()
    )
}

/// A program that shows a library with a feed of three teasers, whose pages the server has.
fn with_teasers(width: u16, height: u16) -> (Harness, WebServer) {
    let server = WebServer::start();
    let mut feed = "<rss version=\"2.0\"><channel><title>Quay</title>".to_owned();
    for (number, title) in ["Ferry stays", "Bridge opens", "Tide rises"]
        .iter()
        .enumerate()
    {
        let path = format!("/page{number}");
        server.serve(&path, &[("Content-Type", "text/html")], page(title));
        feed.push_str(&format!(
            "<item><guid>g{number}</guid><title>{title}</title><link>{}</link><pubDate>Sun, 01 Mar 2026 1{}:00:00 GMT</pubDate>\
             <description>{TEASER} […]</description></item>",
            server.url(&path),
            9 - number
        ));
    }
    server.serve("/feed", &[], format!("{feed}</channel></rss>"));
    let harness = Harness::new(width, height);
    let mut library = harness.library();
    let (source, _) = library.add_feed(&server.url("/feed"), "Quay").unwrap();
    let client = Client::new(ClientOptions {
        uses_environment: false,
        ..ClientOptions::default()
    });
    let options = RefreshOptions::default();
    refresh_sources(
        &mut library,
        &client,
        &[source.id],
        &options,
        &Cancel::new(),
        &mut |_| {},
    )
    .unwrap();
    while extract_pending(&mut library).unwrap() {}
    (harness.home(), server)
}

/// Returns the choice that the source has.
fn shown_text(harness: &Harness) -> Option<&'static str> {
    let settings = harness.library().source_settings(SourceId(1)).unwrap();
    settings.show_text.map(|kind| kind.name())
}

#[test]
fn x_fetches_the_page_and_then_switches_between_the_texts() {
    let (harness, server) = with_teasers(110, 30);
    let harness = harness.press("enter");
    assert!(
        !harness.screen().contains("Paragraph 1"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("x");
    assert!(
        harness.screen().contains("Paragraph 1 says"),
        "{}",
        harness.screen()
    );
    assert!(
        harness.footer().contains("Page fetched"),
        "{}",
        harness.footer()
    );
    assert!(harness.screen().contains("page · "), "{}", harness.screen());
    // Nothing moves but the text; the place stays where both texts have it.
    let harness = harness.press("x");
    assert!(
        !harness.screen().contains("Paragraph 1"),
        "{}",
        harness.screen()
    );
    assert!(
        harness.footer().contains("Text of the feed"),
        "{}",
        harness.footer()
    );
    assert!(harness.screen().contains("feed · "), "{}", harness.screen());
    // The choice is remembered for the source; a page that is asked for is shown.
    assert_eq!(shown_text(&harness), Some("feed"));
    let harness = harness.press("J x");
    assert!(
        harness.screen().contains("Paragraph 1 says"),
        "{}",
        harness.screen()
    );
    assert_eq!(shown_text(&harness), Some("page"));
    let harness = harness.press("K J K");
    assert!(
        harness.screen().contains("Paragraph 1 says"),
        "{}",
        harness.screen()
    );
    assert!(harness.screen().contains("page · "), "{}", harness.screen());
    assert_eq!(server.requests_for("/page0").len(), 1);
    assert_eq!(server.requests_for("/page1").len(), 1);
    // An undo takes the choice back.
    let harness = harness.press("u");
    assert_eq!(shown_text(&harness), Some("feed"));
}

#[test]
fn the_source_says_which_text_it_is_of() {
    let (harness, _server) = with_teasers(100, 30);
    let harness = harness.press("enter X");
    assert!(
        harness.screen().contains("─ source ─"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("X x X");
    assert!(
        harness.screen().contains("source of the page's text"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("X x X");
    assert!(
        harness.screen().contains("source of the feed's text"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("X u");
    assert!(
        harness
            .footer()
            .starts_with("Undone: set show-text=feed for “Quay”"),
        "{}",
        harness.footer()
    );
}

#[test]
fn the_place_stays_when_the_text_is_switched() {
    let (harness, _server) = with_teasers(80, 20);
    let harness = harness.press("enter x ctrl-d ctrl-d");
    let top = |harness: &Harness| harness.rows()[2].trim().to_owned();
    let before = top(&harness);
    assert!(
        before.contains("aragraph") || before.contains("vessel") || before.contains("yard"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("x x");
    assert_eq!(top(&harness), before, "{}", harness.screen());
}

#[test]
fn x_in_the_list_fetches_for_the_selected_article() {
    let (harness, server) = with_teasers(110, 30);
    let harness = harness.press("j x");
    assert!(
        harness.screen().contains("Paragraph 1 says"),
        "{}",
        harness.screen()
    );
    assert_eq!(server.requests_for("/page1").len(), 1);
    assert!(server.requests_for("/page0").is_empty());
}

#[test]
fn a_wall_says_what_it_is_and_is_shown_at_the_second_press() {
    let (harness, server) = with_teasers(110, 30);
    let wall = "<html><body><h1>Quay</h1><p>Subscribe now to continue reading. Already a subscriber?</p></body></html>";
    server.serve("/page0", &[("Content-Type", "text/html")], wall);
    let harness = harness.press("enter x");
    assert_eq!(
        harness.footer().trim(),
        "Page text not shown: for subscribers only (x shows it anyway)"
    );
    assert!(
        harness.screen().contains("feed (page is for subscribers)"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("x");
    assert!(
        harness.screen().contains("Subscribe now"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("x");
    assert!(
        !harness.screen().contains("Subscribe now"),
        "{}",
        harness.screen()
    );
    // Other articles of the source are not concerned.
    let harness = harness.press("J x");
    assert!(
        harness.screen().contains("Paragraph 1 says"),
        "{}",
        harness.screen()
    );
}

#[test]
fn a_page_that_is_not_fetched_leaves_one_line() {
    let (harness, server) = with_teasers(110, 30);
    server.answer("/page0", Answer::new(404, &[], "gone"));
    let harness = harness.press("enter x");
    assert_eq!(
        harness.footer().trim(),
        "Page not fetched: the server answered 404"
    );
    assert!(
        harness.screen().contains("The ferry across"),
        "{}",
        harness.screen()
    );
    server.answer(
        "/page1",
        Answer::new(429, &[("Retry-After", "3600")], "busy"),
    );
    let harness = harness.press("J x x");
    assert!(
        harness
            .footer()
            .contains("its host asked for a pause until"),
        "{}",
        harness.footer()
    );
    // A file has no page.
    let single = Harness::new(80, 20)
        .with(&[("a.md", "# Ink\n\nA short history.\n")])
        .press("enter x");
    assert_eq!(
        single.footer().trim(),
        "This article is not of a feed: it has one text"
    );
}

#[test]
fn esc_cancels_a_page_that_is_being_fetched() {
    let (harness, _server) = with_teasers(110, 30);
    let mut harness = harness.press("enter").hold().press("x");
    let id = harness.app().list().selected().unwrap().id;
    assert!(
        harness
            .pending_jobs()
            .iter()
            .any(|job| matches!(job, Job::SwitchText { article, .. } if *article == id))
    );
    harness.outcome(Outcome::PageTextStarted(id));
    assert!(
        harness.footer().contains("Esc cancels"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("esc");
    assert!(harness.pending_jobs().contains(&Job::StopPage(id)));
    assert!(harness.app().list().selected().is_some());
    assert!(
        harness.screen().contains("The ferry across"),
        "{}",
        harness.screen()
    );
}

#[test]
fn a_page_that_comes_in_the_background_does_not_move_the_text() {
    let (harness, _server) = with_teasers(110, 30);
    let mut harness = harness.press("enter");
    let id = harness.app().list().selected().unwrap().id;
    let mut library = harness.library();
    let (document, _) = library.document(id).unwrap().unwrap();
    let mut longer = document.clone();
    longer.blocks.extend(document.blocks.clone());
    let stored = newsprint::library::NewPageText {
        document: &longer,
        words: longer.words(),
        url: "https://quay.example/",
        problem: None::<PageProblem>,
    };
    library.store_page_text(id, &stored).unwrap();
    let before = harness.screen();
    harness.outcome(Outcome::PageTextStored(id));
    assert_eq!(harness.screen(), before);
    // x shows it, and does not take it for shown.
    let harness = harness.press("x");
    assert!(
        harness.footer().contains("Text of the page"),
        "{}",
        harness.footer()
    );
    assert_eq!(shown_text(&harness), None);
    // It is there when the article is opened again.
    let harness = harness.press("J K");
    assert!(harness.screen().contains("page · "), "{}", harness.screen());
}
