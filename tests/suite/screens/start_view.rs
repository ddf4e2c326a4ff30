//! The view and the order that the list starts with, and the list with the oldest articles first.

use newsprint::config::{Settings, Sort, StartView};
use newsprint::library::{Durability, Library};
use newsprint::model::{ArticleId, View};

use super::library::{filled, selected};
use crate::harness::Harness;
use crate::library::{article, kept};

/// The program started with the library of another one, with these settings.
fn start(other: &Harness, view: StartView, sort: Sort) -> Harness {
    let settings = Settings {
        start_view: view,
        sort,
        ..Settings::default()
    };
    Harness::start(120, 20, false, settings)
        .library_of(other)
        .home()
}

fn titles(harness: &Harness) -> Vec<String> {
    let articles = harness.app().list().listed_articles();
    articles.map(|article| article.title.clone()).collect()
}

#[test]
fn the_list_starts_with_the_view_of_the_settings() {
    let harness = filled(9);
    let mut library: Library = harness.library();
    library.save_search("Threes", "article 3").unwrap();
    library
        .tag_article(ArticleId(4), None, &["oak".to_owned()])
        .unwrap();
    let named = |name: &str| StartView::Named(name.to_owned());
    for (start_view, name, view) in [
        (StartView::All, "All", View::All),
        (StartView::Unread, "Unread", View::Unread),
        (named("bookmarks"), "Bookmarks", View::Bookmarks),
        (named("oak"), "#oak", View::Tag("oak".to_owned())),
    ] {
        let later = start(&harness, start_view, Sort::Newest);
        assert_eq!(later.app().view_name(), name);
        assert_eq!(later.app().list().listing().view, view);
        assert!(!titles(&later).is_empty(), "{name}");
    }
    let later = start(&harness, named("threes"), Sort::Newest);
    assert_eq!(later.app().view_name(), "Threes");
    assert!(later.screen().contains("Threes"), "{}", later.screen());
    let later = start(&harness, named("Fours"), Sort::Newest);
    assert_eq!(later.app().view_name(), "All");
    assert!(
        later.footer().contains("start-view Fours: no such view"),
        "{}",
        later.footer()
    );
}

#[test]
fn the_list_starts_with_the_last_view() {
    let harness = filled(9);
    let first = start(&harness, StartView::Last, Sort::Newest);
    assert_eq!(first.app().view_name(), "All");
    let first = first.press("v /").type_text("unread").press("enter").quit();
    let later = start(&first, StartView::Last, Sort::Newest);
    assert_eq!(later.app().view_name(), "Unread");
    assert_eq!(titles(&later), ["Article 3", "Article 6", "Article 9"]);
    // A view that is gone gives all articles.
    let mut library = later.library();
    let (search, _) = library.save_search("Threes", "article").unwrap();
    let later = start(&later, StartView::Named("Threes".to_owned()), Sort::Newest);
    let later = start(&later, StartView::Last, Sort::Newest);
    let later = later.press("v /").type_text("threes").press("enter");
    assert_eq!(later.app().view_name(), "Threes");
    let later = later.quit();
    library.remove_search(search).unwrap();
    let later = start(&later, StartView::Last, Sort::Newest);
    assert_eq!(later.app().view_name(), "All");
}

#[test]
fn the_oldest_article_comes_first_after_a_key() {
    let harness = filled(60).press("O");
    assert!(
        harness.footer().contains("Sorted by date, oldest first"),
        "{}",
        harness.footer()
    );
    assert_eq!(selected(&harness), "Article 1", "the selection stays");
    let harness = harness.press("g");
    assert_eq!(selected(&harness), "Article 60");
    assert!(harness.screen().contains("1/60"), "{}", harness.screen());
    // The days run forwards: 27, 28 February, 1 March.
    let harness = harness.press("]");
    assert_eq!(selected(&harness), "Article 47");
    let harness = harness.press("] ]");
    assert!(
        harness.footer().contains("Last group: Yesterday"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("[ [ [");
    assert_eq!(selected(&harness), "Article 60");
    let harness = harness.press("n n");
    assert_eq!(selected(&harness), "Article 54");
    let harness = harness.press("O g");
    assert_eq!(selected(&harness), "Article 1");
}

#[test]
fn the_oldest_first_are_read_page_by_page() {
    let harness = filled(700).press("O g");
    assert_eq!(selected(&harness), "Article 700");
    let harness = harness.press_every(1, &"j ".repeat(650));
    assert_eq!(selected(&harness), "Article 50");
    assert!(harness.screen().contains("651/700"), "{}", harness.screen());
    let harness = harness.press("G");
    assert_eq!(selected(&harness), "Article 1");
    // A deleted article gives its place to the next one, which is newer.
    let harness = harness.press("k k D");
    assert_eq!(selected(&harness), "Article 2");
    let harness = harness.press("u");
    assert_eq!(selected(&harness), "Article 3");
    // New articles come at the end and move no row.
    let document = article("---\ntitle: Newer\ndate: 2026-03-01T23:45:00Z\n---\n\nNews.\n");
    let mut library = harness.library();
    let incoming = [kept(&document)];
    library
        .upsert_articles(&incoming, Durability::Normal)
        .unwrap();
    let harness = harness.library_changed();
    assert_eq!(selected(&harness), "Article 3");
    let harness = harness.press("G");
    assert_eq!(selected(&harness), "Newer");
}

#[test]
fn the_order_of_the_settings_is_that_of_every_start() {
    let harness = filled(9);
    let later = start(&harness, StartView::Unread, Sort::Oldest);
    assert_eq!(titles(&later), ["Article 9", "Article 6", "Article 3"]);
    // For the session, a key changes it.
    let later = later.press("O");
    assert_eq!(titles(&later), ["Article 3", "Article 6", "Article 9"]);
    let later = later.quit();
    let later = start(&later, StartView::Unread, Sort::Oldest);
    assert_eq!(titles(&later), ["Article 9", "Article 6", "Article 3"]);
    let later = start(&later, StartView::Unread, Sort::Newest);
    assert_eq!(titles(&later), ["Article 3", "Article 6", "Article 9"]);
}
