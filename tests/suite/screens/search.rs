//! The search of the library on the screen.

use newsprint::app::Pane;

use crate::harness::Harness;
use crate::library::{article, kept};
use newsprint::model::{ArticleId, Outcome, SearchOrder};

/// A library of a few articles about ink.
fn test_library() -> Harness {
    let harness = Harness::new(100, 24);
    let mut library = harness.library();
    let long = (1..40)
        .map(|n| format!("Line {n} of the recipe.\n\n"))
        .collect::<String>();
    let texts = [
        format!("---\ntitle: Oak galls\ndate: 2026-02-20\npublisher: The Quill\n---\n\nWasps make them.\n\n## The recipe\n\n{long}Vitriol turns the brew black.\n"),
        "---\ntitle: A short history of vitriol\ndate: 2026-02-26\n---\n\nIt was dug from old mines.\n".to_owned(),
        "---\ntitle: Tea\ndate: 2026-02-27\n---\n\nNothing to do with it.\n".to_owned(),
    ];
    for text in &texts {
        let document = article(text);
        library
            .upsert_articles(&[kept(&document)], newsprint::library::Durability::Full)
            .unwrap();
    }
    library.toggle_bookmark(ArticleId(3), None).unwrap();
    while library.count_unindexed().unwrap() > 0 {
        library.index_some().unwrap();
    }
    harness.home()
}

#[test]
fn hits_appear_while_typing_and_enter_opens_the_match() {
    let harness = test_library().press("F").type_text("vitri");
    let screen = harness.screen();
    assert!(screen.contains("Search everything"), "{screen}");
    let (newer, older) = (
        screen.find("A short history").unwrap(),
        screen.find("Oak galls").unwrap(),
    );
    assert!(newer < older, "the newest first: {screen}");
    assert!(
        screen.contains("The recipe: Vitriol turns the brew black."),
        "{screen}"
    );
    assert!(screen.contains("20 February 2026 · The Quill"), "{screen}");
    let harness = harness.press("down enter");
    assert_eq!(harness.app().focus(), Pane::Reader);
    let text = harness.text();
    assert!(
        text.iter().any(|line| line.contains("Vitriol turns")),
        "{text:?}"
    );
    assert!(
        harness.facts().contains("1/1"),
        "n and N go through the matches: {}",
        harness.facts()
    );
    // The last query and its hits are shown again.
    let harness = harness.press("h F");
    assert!(
        harness.screen().contains("Vitriol turns the brew black."),
        "{}",
        harness.screen()
    );
    assert!(
        harness
            .press("esc H")
            .text()
            .iter()
            .any(|line| line.contains("Vitriol turns"))
    );
}

#[test]
fn an_empty_search_shows_examples_and_every_query_is_accepted() {
    let harness = test_library().press("F");
    assert!(
        harness.screen().contains("is:unread"),
        "{}",
        harness.screen()
    );
    let harness = harness.type_text("zzz");
    assert!(
        harness.screen().contains("no matches"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("enter");
    assert!(
        harness.footer().contains("Nothing matches"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("esc F").type_text("\"(((*:-");
    assert!(
        harness.screen().contains("Search everything"),
        "{}",
        harness.screen()
    );
}

#[test]
fn errors_in_a_query_are_shown_and_typing_replaces_the_last_query() {
    let harness = test_library().press("F").type_text("vitriol is:blue");
    assert!(
        harness.screen().contains("is:blue is unknown"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("esc F");
    assert!(
        harness.screen().contains("› vitriol is:blue"),
        "{}",
        harness.screen()
    );
    let harness = harness.type_text("tea");
    assert!(harness.screen().contains("› tea"), "{}", harness.screen());
    assert!(
        harness.screen().contains("ctrl-s save as view")
            || harness.screen().contains("Ctrl-s save as view"),
        "{}",
        harness.screen()
    );
}

#[test]
fn a_search_becomes_a_view() {
    let harness = test_library()
        .press("F")
        .type_text("vitriol")
        .press("ctrl-s");
    assert!(
        harness.footer().contains("save the search as: vitriol"),
        "{}",
        harness.footer()
    );
    let harness = harness
        .press("ctrl-u")
        .type_text("Black stuff")
        .press("enter");
    assert!(
        harness.footer().contains("Saved the search “Black stuff”"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("v");
    assert!(
        harness.screen().contains("Saved searches"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("/").type_text("black").press("enter");
    assert!(
        harness.screen().contains("─ Black stuff"),
        "{}",
        harness.screen()
    );
    assert!(harness.screen().contains("1/2"), "{}", harness.screen());
    let harness = harness.press(":").type_text("remove-search").press("enter");
    assert!(
        harness.footer().contains("Saved search removed (u undoes)"),
        "{}",
        harness.footer()
    );
    assert!(harness.press("v").screen().find("Saved searches").is_none());
}

#[test]
fn enter_waits_for_the_hits() {
    let harness = test_library()
        .hold()
        .press("F")
        .type_text("brew")
        .press("enter");
    assert_eq!(harness.app().focus(), Pane::List);
    let harness = harness.release();
    assert_eq!(harness.app().focus(), Pane::Reader);
    assert_eq!(harness.app().shown_article().map(|id| id.0), Some(1));
}

/// A library with a book among its articles: 3,000 paragraphs.
fn library_with_a_book() -> Harness {
    let harness = Harness::new(100, 30);
    let mut library = harness.library();
    let paragraphs = |from: usize, to: usize| -> String {
        (from..to)
            .map(|n| {
                format!(
                    "Paragraph {n} of the ledger tells of barrels, of ropes and of lamp oil.\n\n"
                )
            })
            .collect()
    };
    let (before, after) = (paragraphs(0, 1500), paragraphs(1500, 3000));
    let texts = [
        "---\ntitle: Wrecks\ndate: 2026-02-20\n---\n\nDivers went down twice.\n\nA sextant lay in the mud.\n".to_owned(),
        format!("---\ntitle: The ledger\ndate: 2026-02-21\n---\n\n{before}## Losses\n\nThe storm of that year took the mast, two boats, and, as the mate wrote in his own \
            hand beside the sum of all that had to be bought again in the next harbour, the captain's only sextant.\n\n{after}"),
        "---\ntitle: Sextant\ndate: 2026-02-22\n---\n\nIt measures the angle of a star.\n".to_owned(),
    ];
    for text in &texts {
        let document = article(text);
        library
            .upsert_articles(&[kept(&document)], newsprint::library::Durability::Full)
            .unwrap();
    }
    while library.count_unindexed().unwrap() > 0 {
        library.index_some().unwrap();
    }
    harness.home()
}

#[test]
fn every_hit_shows_its_line_beside_a_book_and_enter_lands_on_it() {
    let harness = library_with_a_book().press("F").type_text("sextant");
    let screen = harness.screen();
    for line in [
        "It measures the angle of a star.",
        "Losses: ",
        "the captain's only sextant.",
        "A sextant lay in the mud.",
    ] {
        assert!(screen.contains(line), "{line}: {screen}");
    }
    let harness = harness.press("down enter").work();
    let text = harness.text();
    let row = |words: &str| text.iter().position(|line| line.contains(words));
    let (sentence, found) = (row("The storm of that year"), row("sextant"));
    let (sentence, found) = (sentence.expect("the whole sentence"), found.unwrap());
    assert!(
        sentence < found && (4..=12).contains(&found),
        "{found}: {text:?}"
    );
    assert!(harness.facts().contains("1/1"), "{}", harness.facts());
    // A match in the title is in sight, too.
    let harness = harness.press("F up enter").work();
    assert!(
        harness.text()[0].contains("Sextant"),
        "{:?}",
        harness.text()
    );
    assert!(harness.facts().contains("1/1"), "{}", harness.facts());
}

#[test]
fn enter_waits_for_a_hit_in_a_book() {
    let library = library_with_a_book();
    let reader = library.library();
    let found = reader.search_first("sextant", SearchOrder::Newest, 9, 1_500_000, &|| false);
    let hits = found.unwrap().hits;
    assert_eq!(
        hits.iter().map(|hit| hit.is_complete).collect::<Vec<_>>(),
        [true, false, true]
    );
    let late = reader.complete_hit("sextant", &hits[1], &|| false).unwrap();
    let mut harness = library.hold().press("F").type_text("sextant");
    let number = "sextant".len() as u64;
    harness.outcome(Outcome::SearchResults {
        number,
        hits,
        has_more: false,
        problem: None,
    });
    assert!(
        harness.screen().contains("A sextant lay"),
        "{}",
        harness.screen()
    );
    let mut harness = harness.press("down enter");
    assert_eq!(harness.app().focus(), Pane::List);
    harness.outcome(Outcome::SearchHit {
        number,
        index: 1,
        hit: Box::new(late),
    });
    assert_eq!(harness.app().focus(), Pane::Reader);
    let text = harness.release().work().text();
    assert!(text.iter().any(|line| line.contains("sextant")), "{text:?}");
}

#[test]
fn the_most_relevant_hits_come_first_on_demand() {
    let harness = Harness::new(100, 24);
    let mut library = harness.library();
    let filler =
        "The notes of this release list a great many changes, all of them small. ".repeat(60);
    for text in [
        "---\ntitle: What is ownership?\ndate: 2026-02-20\n---\n\nOwnership is a set of rules.\n"
            .to_owned(),
        format!(
            "---\ntitle: Release notes\ndate: 2026-02-26\n---\n\n{filler}\n\nFD ownership is checked.\n"
        ),
    ] {
        let document = article(&text);
        library
            .upsert_articles(&[kept(&document)], newsprint::library::Durability::Full)
            .unwrap();
    }
    while library.count_unindexed().unwrap() > 0 {
        library.index_some().unwrap();
    }
    let harness = harness.home().press("F").type_text("ownership");
    let order = |screen: &str| {
        let (rules, notes) = (screen.find("What is"), screen.find("Release notes"));
        rules.unwrap() < notes.unwrap()
    };
    let screen = harness.screen();
    assert!(
        screen.contains("newest first · Ctrl-o most relevant first"),
        "{screen}"
    );
    assert!(!order(&screen), "the newest first: {screen}");
    let harness = harness.press("ctrl-o");
    assert!(order(&harness.screen()), "{}", harness.screen());
    let harness = harness.press("esc F");
    assert!(
        order(&harness.screen()),
        "the order stays: {}",
        harness.screen()
    );
    assert!(!order(&harness.press("ctrl-o").screen()));
}

#[test]
fn a_query_without_a_usable_part_says_what_is_wrong() {
    let harness = test_library().press("F").type_text("is:foo");
    let screen = harness.screen();
    assert!(
        screen.contains("is:foo is unknown; use is:unread, is:read, is:bookmarked or is:muted"),
        "{screen}"
    );
    assert!(!screen.contains("no matches"), "{screen}");
}

#[test]
fn the_tour_is_searched_while_the_library_is_empty() {
    let harness = Harness::new(100, 24).home().work();
    let title = harness.app().list().articles()[0].title.clone();
    let harness = harness.press("F").type_text("ink oak");
    let screen = harness.screen();
    assert!(screen.contains("A short history of ink"), "{screen}");
    let harness = harness.press("enter").work();
    assert_eq!(harness.app().focus(), Pane::Reader);
    assert!(
        harness
            .text()
            .iter()
            .any(|line| line.to_lowercase().contains("oak")),
        "{title}: {:?}",
        harness.text()
    );
    let harness = harness.press("esc esc F").type_text("zzz");
    let screen = harness.screen();
    assert!(
        screen.contains("the library is empty: newsprint add FOLDER"),
        "{screen}"
    );
}
