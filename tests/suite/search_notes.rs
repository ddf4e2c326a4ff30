//! Search in notes of the user; messages about unusable parts of a query; the line of a hit; the amount of text that is read for a
//! keystroke; when saved searches are evaluated again.

use newsprint::library::{Library, NewPlace};
use newsprint::model::{Anchor, ArticleId, SearchHit, SearchOrder, View};

use crate::library::{self, TestLibrary};
use crate::search::{dated, found, hits, index, run, test_library, view};

const INK: &str =
    "# Ink\n\nFirst words.\n\n## Oak\n\nThe galls of the oak.\n\n## Iron\n\nVitriol of iron.\n";

/// Bookmarks the second section of [`INK`] with a note; returns its anchor.
fn place(test: &mut TestLibrary, article: ArticleId, note: &str) -> Anchor {
    let document = library::article(INK);
    let anchor = Anchor::at(&document, 4, 0);
    let place = NewPlace {
        anchor: anchor.clone(),
        section: Some("Iron".to_owned()),
        quote: Some("Vitriol of iron.".to_owned()),
        note: Some(note.to_owned()),
        tags: Vec::new(),
    };
    test.library.bookmark_place(article, None, &place).unwrap();
    index(&mut test.library);
    anchor
}

fn only(library: &Library, query: &str) -> SearchHit {
    let mut hits = hits(library, query);
    assert_eq!(hits.len(), 1, "{query}");
    hits.remove(0)
}

fn marked(hit: &SearchHit) -> Vec<&str> {
    let marks = hit.match_ranges.iter();
    marks.map(|mark| &hit.context[mark.clone()]).collect()
}

#[test]
fn a_note_is_found_and_leads_to_its_place() {
    let mut test = TestLibrary::new();
    let ink = test.add(INK);
    test.add("# Tea\n\nLeaves and pots for Ida.\n");
    let anchor = place(&mut test, ink, "ask Ída about the Quixotry recipe");
    for query in [
        "quixotry",
        "qui",
        "quixotry galls",
        "\"the quixotry\"",
        "note:quix",
    ] {
        let hit = only(&test.library, query);
        assert_eq!(hit.article.title, "Ink", "{query}");
        if query != "quixotry galls" {
            assert_eq!(hit.context, "ask Ída about the Quixotry recipe", "{query}");
            assert_eq!(hit.section.as_deref(), Some("Iron"), "{query}");
            assert_eq!(hit.anchor.as_ref(), Some(&anchor), "{query}");
        }
    }
    assert_eq!(marked(&only(&test.library, "quixotry")), ["Quixotry"]);
    // The text is shown if it matches as many words as the note.
    assert_eq!(
        only(&test.library, "quixotry galls").context,
        "The galls of the oak."
    );
    // The operator `note:` searches only notes.
    assert_eq!(found(&test.library, "note:ida"), ["Ink"]);
    assert_eq!(found(&test.library, "-note:ida"), ["Tea"]);
    assert_eq!(found(&test.library, "note:\"about the\""), ["Ink"]);
    assert!(found(&test.library, "note:galls").is_empty());
    assert_eq!(found(&test.library, "note:galls OR pots"), ["Tea"]);
    assert_eq!(marked(&only(&test.library, "note:ida galls")), ["Ída"]);
}

#[test]
fn a_note_is_found_by_its_present_text() {
    let mut test = TestLibrary::new();
    let ink = test.add(INK);
    let (saved, _) = test.library.save_search("Zebra", "zebra").unwrap();
    let (of_notes, _) = test.library.save_search("Notes", "note:zebra").unwrap();
    place(&mut test, ink, "a zebra");
    let check = |test: &mut TestLibrary, there: bool, when: &str| {
        index(&mut test.library);
        let wanted: &[&str] = if there { &["Ink"] } else { &[] };
        for query in ["zebra", "ze", "note:zebra"] {
            assert_eq!(found(&test.library, query), wanted, "{query} {when}");
        }
        for search in [saved, of_notes] {
            assert_eq!(
                view(&test.library, View::SavedSearch(search)).0,
                wanted,
                "{when}"
            );
        }
    };
    check(&mut test, true, "made");
    let bookmark = test.library.bookmarks(ink).unwrap()[0].id;
    test.library
        .edit_bookmark(bookmark, Some("a horse"), &[])
        .unwrap();
    check(&mut test, false, "edited");
    assert_eq!(found(&test.library, "horse"), ["Ink"]);
    test.library.undo(None).unwrap();
    check(&mut test, true, "edited back");
    test.library.remove_bookmark(bookmark).unwrap();
    check(&mut test, false, "removed");
    test.library.undo(None).unwrap();
    check(&mut test, true, "brought back");
    test.library.undo(None).unwrap();
    check(&mut test, false, "never made");
    test.library
        .add_bookmark(ink, None, Some("zebra"), &[])
        .unwrap();
    check(&mut test, true, "at the article");
    let hit = only(&test.library, "zebra");
    assert_eq!((hit.section, hit.anchor), (None, None));
    assert_eq!(
        found(&test.library, "galls"),
        ["Ink"],
        "the text is found still"
    );
}

#[test]
fn the_match_is_near_the_start_of_its_line() {
    let long = "some words that stand before ".repeat(4);
    let test = test_library(&[
        &dated(
            "One",
            "2026-02-01",
            &format!("{long}the galls of the oak. {long}"),
        ),
        &dated(
            "Two",
            "2026-02-02",
            "Here some words that stand before these galls.",
        ),
        &dated(
            "Three",
            "2026-02-03",
            &format!("{}没食子{}", "墨".repeat(90), "墨".repeat(90)),
        ),
    ]);
    let column = |hit: &SearchHit| hit.context[..hit.match_ranges[0].start].chars().count();
    let one = only(&test.library, "\"galls of\"");
    assert!(column(&one) < 30, "{}", one.context);
    assert!(one.context.starts_with("… "), "{}", one.context);
    let first = one.context.split(' ').nth(1).unwrap();
    assert!(
        long.split(' ').any(|word| word == first),
        "whole words: {}",
        one.context
    );
    // A short line is shown whole.
    let two = only(&test.library, "these");
    assert_eq!(
        two.context,
        "Here some words that stand before these galls."
    );
    let three = only(&test.library, "没食子");
    assert!(column(&three) < 30, "{}", three.context);
}

#[test]
fn the_standfirst_is_shown_where_only_metadata_matches() {
    let long = "some words that stand before ".repeat(9);
    let test = test_library(&[&format!(
        "---\ntitle: Ink\ndescription: {long} galls\n---\n\nNothing of that.\n"
    )]);
    let hit = only(&test.library, "galls");
    assert_eq!(marked(&hit), ["galls"], "{}", hit.context);
}

#[test]
fn an_unusable_part_of_a_query_is_reported_and_the_rest_is_searched() {
    let test = test_library(&["# Ink\n\nGalls.\n"]);
    for (query, problem) in [
        (
            "galls is:foo",
            "is:foo is unknown; use is:unread, is:read, is:bookmarked or is:muted",
        ),
        (
            "is:foo galls",
            "is:foo is unknown; use is:unread, is:read, is:bookmarked or is:muted",
        ),
        (
            "is: galls",
            "is: is unknown; use is:unread, is:read, is:bookmarked or is:muted",
        ),
        (
            "galls -is:un ",
            "is:un is unknown; use is:unread, is:read, is:bookmarked or is:muted",
        ),
        (
            "galls after:2013-13-45",
            "2013-13-45 is not a date; write 2026-03-01, 2026-03 or 7d",
        ),
        (
            "before:2026-02-30 galls",
            "2026-02-30 is not a date; write 2026-03-01, 2026-03 or 7d",
        ),
        (
            "galls after:7x",
            "7x is not a date; write 2026-03-01, 2026-03 or 7d",
        ),
        (
            "galls after:\u{1b}[31mx is:bar",
            "x is not a date; write 2026-03-01, 2026-03 or 7d",
        ),
    ] {
        let found = test.library.search(query, 9, &|| false).unwrap();
        assert_eq!(found.problem.as_deref(), Some(problem), "{query}");
        assert_eq!(found.hits.len(), 1, "{query}");
    }
    let alone = test.library.search("is:foo", 9, &|| false).unwrap();
    assert!(alone.hits.is_empty() && alone.problem.is_some());
    // An operator that is still being typed is not an error.
    for unfinished in [
        "-",
        "\"",
        "title:",
        "-title:",
        "note:",
        "is:",
        "is:un",
        "-is:b",
        "OR",
        "before:",
        "before:2",
        "before:202",
        "before:2026-",
        "before:2026-0",
        "before:2026-1",
        "before:2026-03-",
        "before:2026-03-0",
        "before:2026-03-3",
        "before:7",
        "before:17",
        "after:yest",
        "tag:",
        "source:\"",
    ] {
        let alone = test.library.search(unfinished, 9, &|| false).unwrap();
        assert_eq!(alone.problem, None, "{unfinished}");
        let both = format!("galls {unfinished}");
        let both = test.library.search(&both, 9, &|| false).unwrap();
        assert_eq!(both.problem, None, "{unfinished}");
        let is_date = unfinished.starts_with("before:2026-");
        assert!(is_date || both.hits.len() == 1, "{unfinished}");
    }
}

#[test]
fn the_command_reports_an_unusable_part_of_a_query() {
    let test = test_library(&["# Ink\n\nGalls.\n"]);
    let folder = test.folder.path();
    let (status, output, errors) = run(folder, &["search", "galls", "before:2013-13-45"]);
    assert_eq!(status, Some(1));
    assert_eq!(output, "    1 Ink\n      Galls.\n");
    assert_eq!(
        errors,
        "newsprint: 2013-13-45 is not a date; write 2026-03-01, 2026-03 or 7d\n"
    );
    let (status, output, errors) = run(folder, &["search", "is:un"]);
    assert_eq!((status, output.as_str()), (Some(1), ""));
    assert_eq!(
        errors,
        "newsprint: is:un is unknown; use is:unread, is:read, is:bookmarked or is:muted\n"
    );
}

#[test]
fn a_keystroke_reads_a_limited_amount_of_text() {
    let book = |day: &str| {
        let words = "rope and tar ".repeat(2_000);
        let text = format!("Short.\n\n{words}\n\nThe galls.");
        dated("Book", day, &text).replace("title: Book", "title: Book\ndescription: A book")
    };
    let test = test_library(&[
        &book("2026-02-04"),
        &book("2026-02-03").replace("Short", "Shorter"),
        &dated("Leaf", "2026-02-02", "Some galls."),
        &book("2026-02-01").replace("Short", "Shortest"),
    ]);
    let lines = |bytes| {
        let library = &test.library;
        let found = library.search_first("galls", SearchOrder::Newest, 9, bytes, &|| false);
        let hits = found.unwrap().hits;
        let complete = |hit: &SearchHit| library.complete_hit("galls", hit, &|| false).unwrap();
        assert!(hits.iter().all(|hit| !complete(hit).context.is_empty()));
        let lines = hits.into_iter().map(|hit| (hit.is_complete, hit.context));
        lines.collect::<Vec<_>>()
    };
    let line = |text: &str| (true, text.to_owned());
    let later = || (false, String::new());
    let (book, leaf) = (line("The galls."), line("Some galls."));
    let all = [book.clone(), book.clone(), leaf.clone(), book.clone()];
    assert_eq!(lines(usize::MAX), all);
    assert_eq!(lines(40_000), [book, later(), leaf, later()]);
    assert_eq!(lines(0), [later(), later(), later(), later()]);
}

#[test]
fn searches_with_relative_dates_are_evaluated_when_a_day_begins() {
    let mut test = test_library(&["# Ink\n\nGalls.\n"]);
    test.library.set_now(1_772_000_000);
    test.library
        .save_search("Ink", "ink after:2026-03")
        .unwrap();
    assert_eq!(test.library.time_until_refresh().unwrap(), None);
    test.library.save_search("Week", "ink after:7d").unwrap();
    let left = test.library.time_until_refresh().unwrap().unwrap();
    let at = |seconds: i64| {
        let moment = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
        moment.with_timezone(&chrono::Local).date_naive()
    };
    let then = 1_772_000_000 + i64::try_from(left.as_secs()).unwrap();
    assert_eq!(at(then), at(1_772_000_000).succ_opt().unwrap());
    assert_eq!(at(then - 1), at(1_772_000_000));
}

#[test]
fn the_same_search_under_another_name_is_renamed() {
    let mut test = test_library(&["# Ink\n\nGalls.\n"]);
    let (one, _) = test.library.save_search("One", "galls").unwrap();
    let (two, changed) = test.library.save_search("Two", " galls ").unwrap();
    assert_eq!(one, two);
    let renamed = newsprint::model::ChangeKind::RenameSearch {
        from: "One".to_owned(),
        to: "Two".to_owned(),
    };
    assert_eq!(changed.kind, Some(renamed));
    let names = |test: &TestLibrary| {
        let views = test.library.views().unwrap().into_iter();
        let saved = views.filter(|row| matches!(row.view, View::SavedSearch(_)));
        saved
            .map(|row| (row.name, row.article_count))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&test), [("Two".to_owned(), 1)]);
    test.library.undo(None).unwrap();
    index(&mut test.library);
    assert_eq!(names(&test), [("One".to_owned(), 1)]);
}
