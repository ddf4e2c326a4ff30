//! Articles whose text has changed: the mark in the list, the head of the reader, and the comparison with the earlier text.

use newsprint::library::{Durability, Library};
use newsprint::model::ArticleId;

use crate::harness::Harness;
use crate::library::{article, kept};

const NAME: &str = "Harbour bridge";

/// Stores a text of the article; returns its id.
fn put(library: &mut Library, first: &str, last: &str) -> ArticleId {
    let middle: String = (1..=40)
        .map(|n| format!("Paragraph {n} is about the tide, and stays as it is.\n\n"))
        .collect();
    let text = format!(
        "---\ntitle: {NAME}\nurl: https://example.org/bridge\n---\n\n{first}\n\n{middle}{last}\n"
    );
    let document = article(&text);
    library
        .upsert_articles(&[kept(&document)], Durability::Full)
        .unwrap()[0]
        .id()
}

fn put_other(library: &mut Library) {
    let document =
        article("---\ntitle: Another article\ndate: 2020-01-01\n---\n\nIt never changes.\n");
    let id = library
        .upsert_articles(&[kept(&document)], Durability::Full)
        .unwrap()[0]
        .id();
    // A library without user data shows the tour.
    library.toggle_bookmark(id, None).unwrap();
}

/// A program with an article that was read and has changed since.
fn changed(width: u16, height: u16) -> (Harness, ArticleId) {
    let harness = Harness::new(width, height);
    let mut library = harness.library();
    put_other(&mut library);
    let id = put(
        &mut library,
        "The bridge opens at nine o'clock.",
        "Buses run every hour.",
    );
    library.set_read(&[id], true).unwrap();
    put(
        &mut library,
        "The bridge opens at ten o'clock.",
        "Buses run every hour. Trams do not.",
    );
    (harness.home(), id)
}

fn is_marked(harness: &Harness, id: ArticleId) -> bool {
    harness.library().states(&[id]).unwrap()[0]
        .1
        .changed
        .is_some()
}

/// Returns the columns of the list, at 110 columns.
fn list(harness: &Harness) -> String {
    let rows = harness.rows().into_iter();
    rows.map(|row| row.chars().take(38).collect::<String>() + "\n")
        .collect()
}

#[test]
fn a_changed_article_is_marked_in_the_list_and_in_its_head() {
    let (harness, id) = changed(110, 30);
    assert!(list(&harness).contains("updated"), "{}", harness.screen());
    assert!(is_marked(&harness, id));
    let harness = harness.press("enter");
    let head = harness.screen();
    assert!(head.contains("c shows what changed"), "{head}");
    // Opened and left, it is seen.
    let harness = harness.press("q");
    assert!(!is_marked(&harness, id));
    assert!(!list(&harness).contains("updated"), "{}", harness.screen());
    // The comparison can still be shown.
    assert!(harness.press("c").screen().contains("[-nine-]{+ten+}"));
}

#[test]
fn the_comparison_shows_the_whole_text_and_keys_go_from_change_to_change() {
    let (harness, id) = changed(80, 24);
    let harness = harness.press("enter c");
    assert!(
        harness
            .screen()
            .contains("The bridge opens at [-nine-]{+ten+} o'clock."),
        "{}",
        harness.screen()
    );
    assert!(
        harness.facts().contains("change 1/2"),
        "{}",
        harness.facts()
    );
    assert!(!is_marked(&harness, id), "what is shown is seen");
    // A key clears the message.
    let harness = harness.press("j k");
    let footer = harness.footer();
    assert!(
        footer.contains("n next change") && footer.contains("c back to the article"),
        "{footer}"
    );
    let harness = harness.press("n");
    assert!(
        harness
            .screen()
            .contains("Buses run every hour. {+Trams do not.+}"),
        "{}",
        harness.screen()
    );
    assert!(
        harness.screen().contains("Paragraph 40 is about the tide"),
        "unchanged text stands around it"
    );
    assert!(
        harness.facts().contains("change 2/2"),
        "{}",
        harness.facts()
    );
    let harness = harness.press("n");
    assert!(
        harness.footer().contains("Last change"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("N");
    assert!(
        harness.facts().contains("change 1/2"),
        "{}",
        harness.facts()
    );
    let harness = harness.press("N");
    assert!(
        harness.footer().contains("First change"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("S");
    assert!(
        harness.footer().contains("c shows it"),
        "{}",
        harness.footer()
    );
    // The article is where it was left.
    for back in ["c", "esc"] {
        let harness = Harness::again(80, 24, &harness)
            .home()
            .press("enter c")
            .press(back);
        assert!(
            harness
                .screen()
                .contains("The bridge opens at ten o'clock."),
            "{back}: {}",
            harness.screen()
        );
        assert!(!harness.facts().contains("change"), "{}", harness.facts());
    }
}

#[test]
fn the_comparison_begins_at_the_first_change_below_the_top_line() {
    let (harness, _) = changed(80, 24);
    let harness = harness.press("enter space space c");
    assert!(
        harness.facts().contains("change 2/2"),
        "{}",
        harness.facts()
    );
    assert!(harness.screen().contains("{+Trams do not.+}"));
    let before = harness.press("c");
    assert!(
        !before.screen().contains("Trams"),
        "the article is where it was: {}",
        before.screen()
    );
}

#[test]
fn from_the_list_the_article_is_opened_for_the_comparison() {
    let (harness, _) = changed(80, 24);
    let harness = harness.press("c");
    assert!(
        harness.screen().contains("[-nine-]{+ten+}"),
        "{}",
        harness.screen()
    );
}

#[test]
fn an_article_without_an_earlier_text_says_so() {
    let harness = Harness::new(80, 24);
    put_other(&mut harness.library());
    for keys in ["c", "enter c"] {
        let harness = Harness::again(80, 24, &harness).home().press(keys);
        assert!(
            harness.footer().contains("No earlier text of this article"),
            "{}",
            harness.footer()
        );
    }
}

#[test]
fn the_source_and_the_comparison_replace_each_other() {
    let (harness, _) = changed(80, 24);
    let harness = harness.press("enter c X");
    assert!(
        !harness.facts().contains("change 1/2"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("c");
    assert!(
        harness.facts().contains("change 1/2"),
        "{}",
        harness.screen()
    );
}
