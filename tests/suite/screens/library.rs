//! The library on the screen: bookmarks, tags, undo, views, and lists of which only a window of rows is in memory.

use newsprint::app::{App, Pane};
use newsprint::library::{Durability, NewArticle};
use newsprint::model::{ArticleId, Outcome};

use crate::harness::Harness;
use crate::library::{article, kept};

/// A program that shows a library of `count` articles, one an hour back from 1 March 2026, called `Article 1` and so on; those whose
/// number can be divided by 3 are unread.
pub(super) fn filled(count: usize) -> Harness {
    let harness = Harness::new(120, 20);
    let mut library = harness.library();
    let first = chrono::DateTime::parse_from_rfc3339("2026-03-01T23:30:00Z").unwrap();
    let texts: Vec<String> = (1..=count)
        .map(|n| {
            let at = first - chrono::TimeDelta::hours(n as i64);
            format!(
                "---\ntitle: Article {n}\ndate: {}\n---\n\nNumber {n} says its piece.\n",
                at.to_rfc3339()
            )
        })
        .collect();
    let documents: Vec<_> = texts.iter().map(|text| article(text)).collect();
    let incoming: Vec<NewArticle<'_>> = documents.iter().map(kept).collect();
    let ids: Vec<ArticleId> = library
        .upsert_articles(&incoming, Durability::Normal)
        .unwrap()
        .iter()
        .map(|arrival| arrival.id())
        .collect();
    let read: Vec<ArticleId> = (1..)
        .zip(&ids)
        .filter(|(n, _)| n % 3 != 0)
        .map(|(_, id)| *id)
        .collect();
    library.set_read(&read, true).unwrap();
    // A changed article, so that the library is no longer empty of user data.
    library.toggle_bookmark(*ids.last().unwrap(), None).unwrap();
    harness.home()
}

pub(super) fn selected(harness: &Harness) -> String {
    harness.app().list().selected().unwrap().title.clone()
}

/// Titles of the listed articles.
pub(super) fn listed_titles(harness: &Harness) -> Vec<String> {
    let articles = harness.app().list().listed_articles();
    articles.map(|article| article.title.clone()).collect()
}

#[track_caller]
pub(super) fn assert_footer(harness: &Harness, words: &str) {
    assert!(harness.footer().contains(words), "{}", harness.footer());
}

#[track_caller]
pub(super) fn assert_screen(harness: &Harness, words: &str) {
    assert!(harness.screen().contains(words), "{}", harness.screen());
}

/// The rows of the list, without the line beside it.
fn list(harness: &Harness) -> Vec<String> {
    let rows = harness.rows().into_iter().skip(2);
    let rows = rows.filter_map(|row| Some(row.split_once('│')?.0.to_owned()));
    rows.collect()
}

fn row(harness: &Harness, words: &str) -> String {
    let found = list(harness).into_iter().find(|row| row.contains(words));
    found.unwrap_or_else(|| panic!("no {words:?} in\n{}", harness.screen()))
}

#[test]
fn a_library_opens_on_its_newest_article_under_its_day() {
    let harness = filled(30);
    let screen = harness.screen();
    assert!(
        screen.contains("All 30 · Unread 10 · Bookmarks 1"),
        "{screen}"
    );
    assert!(screen.contains("Yesterday"), "{screen}");
    assert_eq!(selected(&harness), "Article 1");
    assert!(screen.contains("Number 1 says its piece."), "{screen}");
    assert!(screen.contains("1/30"), "{screen}");
    assert_eq!(harness.app().focus(), Pane::List);
}

#[test]
fn a_star_marks_a_bookmarked_article_until_the_bookmark_is_undone() {
    let harness = filled(6).press("j s");
    assert!(row(&harness, "Article 2 ").contains("★ Article 2"));
    assert!(
        harness.footer().contains("Bookmarked “Article 2”"),
        "{}",
        harness.footer()
    );
    assert!(
        harness.screen().contains("Bookmarks 2"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("u");
    assert!(
        harness.footer().contains("Undone: bookmark “Article 2”"),
        "{}",
        harness.footer()
    );
    assert!(!row(&harness, "Article 2 ").contains('★'));
    assert!(harness.screen().contains("Bookmarks 1"));
    let harness = harness.press("ctrl-r");
    assert!(row(&harness, "Article 2 ").contains("★ Article 2"));
}

#[test]
fn a_bookmarked_article_stays_readable_when_its_file_is_gone() {
    let harness = Harness::new(100, 20).with(&[
        ("ink.md", "# Ink\n\nA history of ink.\n"),
        ("b.md", "# B\n\nx\n"),
    ]);
    let path = harness.write("other.md", "");
    let harness = harness.press("s");
    assert!(row(&harness, "Ink ").contains("★ Ink"));
    std::fs::remove_file(path.with_file_name("ink.md")).unwrap();
    let later = Harness::again(100, 20, &harness).home();
    assert!(
        later.screen().contains("A history of ink."),
        "{}",
        later.screen()
    );
    assert!(row(&later, "Ink ").contains('★'));
}

#[test]
fn a_count_goes_to_a_row_far_outside_the_rows_in_memory() {
    let harness = filled(900).press("6 5 0 G");
    assert_eq!(selected(&harness), "Article 650");
    assert_screen(&harness, "650/900");
    let harness = harness.press("5 0 0 k");
    assert_eq!(selected(&harness), "Article 150");
    let harness = harness.press("6 0 0 j");
    assert_eq!(selected(&harness), "Article 750");
    assert_screen(&harness, "750/900");
    let harness = harness.press("9 9 9 9 9 G");
    assert_eq!(selected(&harness), "Article 900", "there are no more");
    let harness = harness.press("9 9 9 9 9 k");
    assert_eq!(selected(&harness), "Article 1");
    // An hour lies between articles: 14 days are 336 of them, from the first row of the day that begins with article 24.
    let harness = harness.press("2 8 ]");
    assert_eq!(selected(&harness), "Article 672");
    let harness = harness.press("g 1 0 0 n");
    assert_eq!(selected(&harness), "Article 300");
    let harness = harness.press("5 0 ctrl-d");
    let number = harness.app().list().position().number.unwrap();
    assert!(number > 400, "50 half pages down from row 300: {number}");
}

#[test]
fn keys_after_a_count_wait_for_its_row() {
    let harness = filled(900).hold().press("6 5 0 G j enter");
    assert_eq!(selected(&harness), "Article 1", "the page is not there yet");
    let harness = harness.release();
    assert_eq!(selected(&harness), "Article 651");
    assert_eq!(harness.app().focus(), Pane::Reader);
}

#[test]
fn the_selection_moves_past_the_rows_in_memory() {
    let harness = filled(700).press_every(1, &"j ".repeat(650));
    assert_eq!(selected(&harness), "Article 651");
    let screen = harness.screen();
    assert!(screen.contains("651/700"), "{screen}");
    assert!(screen.contains("Number 651 says"), "{screen}");
    let harness = harness.press("G");
    assert_eq!(selected(&harness), "Article 700");
    let harness = harness.press("j");
    assert!(
        harness.footer().contains("Last article"),
        "{}",
        harness.footer()
    );
    let harness = harness.press_every(1, &"k ".repeat(650));
    assert_eq!(selected(&harness), "Article 50");
    assert!(harness.screen().contains("50/700"), "{}", harness.screen());
    let harness = harness.press("g k");
    assert!(
        harness.footer().contains("First article"),
        "{}",
        harness.footer()
    );
}

#[test]
fn a_pending_jump_delays_the_keys_after_it() {
    let harness = filled(700).hold().press("G enter s");
    assert_eq!(
        harness.app().focus(),
        Pane::List,
        "the row is not there yet"
    );
    assert_eq!(
        harness.screen().matches("Article ").count(),
        9,
        "no row is empty"
    );
    let harness = harness.release();
    assert_eq!(harness.app().focus(), Pane::Reader);
    assert_eq!(harness.top_line(), "Article 700");
    // The key has removed its bookmark; no other article was changed.
    let library = harness.library();
    assert_eq!(library.counts().unwrap().bookmarks, 0);
}

#[test]
fn no_row_of_the_list_is_ever_empty_while_pages_are_late() {
    let mut harness = filled(900).hold();
    for _ in 0..30 {
        harness = harness.press_every(1, "ctrl-f ctrl-f ctrl-f");
        let rows = list(&harness);
        assert!(rows.len() >= 16, "{}", harness.screen());
        for list in rows {
            assert!(
                ["Article", "Feb", "day", "min"]
                    .iter()
                    .any(|word| list.contains(word)),
                "{}",
                harness.screen()
            );
        }
        harness = harness.release().hold();
    }
    assert!(
        harness.app().list().position().number > Some(600),
        "{:?}",
        harness.app().list().position()
    );
}

#[test]
fn the_next_unread_article_is_found_however_far_it_is() {
    let harness = filled(700);
    let mut library = harness.library();
    let all: Vec<ArticleId> = (1..=650).map(ArticleId).collect();
    library.set_read(&all, true).unwrap();
    let harness = harness.library_changed().press("n");
    assert_eq!(selected(&harness), "Article 651");
    let harness = harness.press("enter n");
    assert_eq!(harness.top_line(), "Article 654");
    assert_eq!(harness.app().focus(), Pane::Reader);
    let harness = harness.press("esc N N");
    assert!(
        harness.footer().contains("No unread article above"),
        "{}",
        harness.footer()
    );
}

#[test]
fn group_motions_reach_beyond_the_rows_in_memory() {
    let harness = filled(700);
    let mut harness = harness;
    for _ in 0..20 {
        harness = harness.press("]");
    }
    // 23 articles on 1 March, then 24 a day.
    assert_eq!(selected(&harness), "Article 480");
    let harness = harness.press("[");
    assert_eq!(selected(&harness), "Article 456");
    let harness = harness.press("j [");
    assert_eq!(selected(&harness), "Article 456");
    let harness = harness.press("G ]");
    assert!(
        harness.footer().contains("Last group"),
        "{}",
        harness.footer()
    );
}

#[test]
fn a_read_article_stays_in_the_unread_view_until_it_is_left() {
    let harness = filled(12).press("v /").type_text("unread").press("enter");
    assert_eq!(selected(&harness), "Article 3");
    let harness = harness.press("enter j h");
    let article = row(&harness, "Article 3 ");
    assert!(!article.contains('●'), "it is read: {article}");
    let harness = harness.library_changed();
    row(&harness, "Article 3 ");
    let harness = harness
        .press("v /")
        .type_text("all")
        .press("enter v /")
        .type_text("unread")
        .press("enter");
    assert!(
        !list(&harness).iter().any(|row| row.contains("Article 3 ")),
        "{}",
        harness.screen()
    );
    assert_eq!(selected(&harness), "Article 6");
}

#[test]
fn the_views_are_listed_with_their_counts() {
    let harness = filled(12);
    let mut library = harness.library();
    library
        .tag_article(ArticleId(4), None, &["craft".to_owned()])
        .unwrap();
    let harness = harness.library_changed().press("v");
    let screen = harness.screen();
    for words in [
        "All",
        "Unread",
        "Bookmarks",
        "History",
        "Tags",
        "#craft",
        "By title",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    let harness = harness.press("/").type_text("craft").press("enter");
    assert_eq!(selected(&harness), "Article 4");
    assert!(
        harness.screen().contains("─ #craft"),
        "{}",
        harness.screen()
    );
    assert!(harness.screen().contains("1/1"), "{}", harness.screen());
}

#[test]
fn sorting_and_grouping_the_list_keeps_the_selection() {
    let harness = filled(12)
        .press("j j j")
        .press(":")
        .type_text("sort-by-title")
        .press("enter");
    assert_eq!(selected(&harness), "Article 4");
    let rows: Vec<String> = list(&harness)
        .into_iter()
        .filter(|row| row.contains("Article "))
        .collect();
    assert!(
        rows[0].contains("Article 1 ") && rows[1].contains("Article 10"),
        "{}",
        harness.screen()
    );
    let harness = harness.press(":").type_text("sort-by-date").press("enter");
    assert!(
        harness.screen().contains("Yesterday"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("v /").type_text("by source").press("enter");
    assert!(
        harness.screen().contains("Single articles"),
        "{}",
        harness.screen()
    );
}

#[test]
fn a_bookmarked_place_is_listed_under_its_article_with_its_note() {
    let text = "# Ink\n\nFirst words.\n\n## Oak\n\nGalls and iron make it black. It darkens for years.\n\n## Tea\n\nTea stains too.\n";
    let harness = Harness::new(120, 20)
        .with(&[("ink.md", text), ("b.md", "# B\n\nx\n")])
        .press("enter ] S")
        .type_text("try this at home #craft #old")
        .press("enter");
    assert!(
        harness.footer().contains("Bookmarked: Oak"),
        "{}",
        harness.footer()
    );
    assert!(
        harness.screen().contains("★ ▌ Oak"),
        "a star stands beside it:\n{}",
        harness.screen()
    );
    let harness = Harness::again(120, 20, &harness).home();
    let harness = harness.press("v /").type_text("bookmarks").press("enter");
    let rows = list(&harness);
    let place = rows.iter().position(|row| row.contains("└ § Oak")).unwrap();
    assert!(
        rows[place + 1].contains("try this at home #craft #old"),
        "{rows:?}"
    );
    // The place is a row of its own: it is previewed, and opened, exactly there.
    let harness = harness.press("j");
    assert_eq!(harness.top_line(), "▌ Oak", "{}", harness.screen());
    let harness = harness.press("enter");
    assert_eq!(harness.app().focus(), Pane::Reader);
    assert_eq!(harness.top_line(), "▌ Oak");
    // On that row, the note is edited.
    let harness = harness.press("S");
    assert!(
        harness.footer().contains("try this at home #craft #old"),
        "{}",
        harness.footer()
    );
    let harness = harness
        .press("end ctrl-u")
        .type_text("done")
        .press("enter h");
    assert!(
        list(&harness).iter().any(|row| row.trim() == "done"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("D");
    assert!(!harness.screen().contains("└ §"), "{}", harness.screen());
    let harness = harness.press("u");
    assert!(list(&harness).iter().any(|row| row.trim() == "done"));
}

/// An article with two bookmarked places, each with a note, and another article; the first is open at its start.
fn with_two_places() -> Harness {
    let text = "# Ink\n\nFirst words.\n\n## Oak\n\nGalls and iron make it black.\n\n## Tea\n\nTea stains too.\n";
    Harness::new(120, 20)
        .with(&[("ink.md", text), ("b.md", "# B\n\nx\n")])
        .press("enter ] S")
        .type_text("first note #craft")
        .press("enter ] S")
        .type_text("second note")
        .press("enter g")
}

fn notes(harness: &Harness) -> Vec<String> {
    let library = harness.library();
    let mut notes = Vec::new();
    for id in 1..10 {
        let bookmarks = library.bookmarks(ArticleId(id)).unwrap();
        notes.extend(bookmarks.into_iter().filter_map(|bookmark| bookmark.note));
    }
    notes.sort();
    notes
}

#[test]
fn s_bookmarks_the_article_alone_and_its_places_stay() {
    let harness = with_two_places();
    assert_eq!(notes(&harness), ["first note", "second note"]);
    let bookmarked = |harness: &Harness| harness.app().list().articles()[0].state.is_bookmarked;
    assert!(
        bookmarked(&harness),
        "an article with a place counts as bookmarked"
    );
    // The article gets a bookmark of its own, and loses it again.
    let harness = harness.press("s");
    assert_eq!(notes(&harness), ["first note", "second note"]);
    let harness = harness.press("s");
    assert_footer(
        &harness,
        "Bookmark removed; 2 places stay bookmarked (u undoes)",
    );
    assert_eq!(notes(&harness), ["first note", "second note"]);
    assert!(bookmarked(&harness));
    // The same holds on the row of a place in the Bookmarks view.
    let harness = Harness::again(120, 20, &harness).home();
    let harness = harness
        .press("v /")
        .type_text("bookmarks")
        .press("enter j s s");
    assert_eq!(notes(&harness), ["first note", "second note"]);
    assert!(harness.screen().contains("└ § Oak"), "{}", harness.screen());
}

#[test]
fn only_the_words_at_the_end_of_a_note_are_tags() {
    let harness = filled(6)
        .press("enter S")
        .type_text("ask #Ida about it. #craft, #old")
        .press("enter");
    assert_eq!(notes(&harness), ["ask #Ida about it."]);
    let tags = |harness: &Harness| {
        let bookmarks = harness.library().bookmarks(ArticleId(1)).unwrap();
        bookmarks[0].tags.join(" ")
    };
    assert_eq!(tags(&harness), "craft old");
    // What is typed after them leaves them tags, and the word within the note stays there.
    let harness = harness.press("S end").type_text(" soon").press("enter");
    assert_eq!(notes(&harness), ["ask #Ida about it. soon"]);
    assert_eq!(tags(&harness), "craft old");
    let harness = harness.press("S enter");
    assert_eq!(notes(&harness), ["ask #Ida about it. soon"]);
}

#[test]
fn d_on_a_bookmarked_place_removes_that_place_and_nothing_else() {
    let harness = with_two_places().press("] D");
    assert_eq!(notes(&harness), ["second note"], "{}", harness.footer());
    assert_eq!(harness.app().list().len(), 2, "the article stays");
    let harness = harness.press("u");
    assert_eq!(notes(&harness), ["first note", "second note"]);
    // Where no place is bookmarked the key applies to the article.
    let harness = Harness::again(120, 20, &harness).home();
    let harness = harness.press("enter g D");
    assert_eq!(harness.app().list().len(), 0, "{}", harness.screen());
    let harness = harness.press("u");
    assert_eq!(notes(&harness), ["first note", "second note"]);
}

#[test]
fn a_bookmarked_place_stores_its_sentence() {
    let text = "# Ink\n\nGalls and iron make it black. It darkens for years.\n\nTea stains too. Not as well.\n";
    let harness = Harness::new(100, 20)
        .with(&[("ink.md", text)])
        .press("enter /")
        .type_text("darkens")
        .press("enter S enter");
    let library = harness.library();
    let id = library
        .find_by_link("https://none.example/")
        .unwrap()
        .unwrap_or(ArticleId(1));
    let bookmarks = library.bookmarks(id).unwrap();
    assert_eq!(bookmarks[0].quote.as_deref(), Some("It darkens for years."));
    assert_eq!(bookmarks[0].note, None);
}

#[test]
fn tags_are_added_and_removed() {
    let harness = filled(6).press("S").type_text("craft, #old").press("enter");
    assert!(
        harness
            .footer()
            .contains("Bookmarked “Article 1” and tagged it as craft, old"),
        "{}",
        harness.footer()
    );
    assert!(
        row(&harness, "Article 1 ").contains('★'),
        "what is tagged is bookmarked"
    );
    // The list shows them on the second line, and the preview in its upper border.
    let rows = harness.rows();
    let details = rows.iter().find(|row| row.contains("22:30"));
    assert!(details.unwrap().contains("#craft #old"), "{rows:?}");
    assert!(rows[1].contains("─ #craft #old ─"), "{rows:?}");
    let harness = harness.press("S");
    assert!(
        harness.footer().contains("tags: craft old"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("ctrl-u enter");
    assert!(
        harness.footer().contains("Removed the tags of"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("S").type_text("ink").press("enter");
    assert_footer(&harness, "Tagged “Article 1” as ink");
}

#[test]
fn a_change_of_an_earlier_session_is_named_and_undone_by_a_second_u() {
    let harness = filled(6).press("j r");
    let later = Harness::again(120, 20, &harness).home().press("u");
    assert!(
        later
            .footer()
            .contains("Last change is from an earlier session: mark “Article 2” as unread. Press u again to undo it"),
        "{}",
        later.footer()
    );
    assert!(
        row(&later, "Article 2 ").contains('●'),
        "nothing was done yet"
    );
    let later = later.press("u");
    assert!(
        later
            .footer()
            .contains("Undone: mark “Article 2” as unread"),
        "{}",
        later.footer()
    );
    assert!(!row(&later, "Article 2 ").contains('●'));
}

#[test]
fn a_deleted_article_disappears_and_undo_restores_it() {
    let harness = filled(6).press("j D");
    assert!(
        harness.footer().contains("Article deleted (u undoes)"),
        "{}",
        harness.footer()
    );
    assert!(
        !list(&harness).iter().any(|row| row.contains("Article 2 ")),
        "{}",
        harness.screen()
    );
    assert_eq!(
        selected(&harness),
        "Article 3",
        "the one that has its place now"
    );
    let harness = harness.press("u");
    row(&harness, "Article 2 ");
    assert_eq!(selected(&harness), "Article 2", "the one that came back");
}

#[test]
fn a_whole_group_is_marked_read_and_undone() {
    let harness = filled(40).press("M");
    assert!(
        harness
            .footer()
            .contains("7 articles marked read (u undoes)"),
        "{}",
        harness.footer()
    );
    assert!(
        harness.screen().contains("Unread 6"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("u");
    assert!(
        harness.screen().contains("Unread 13"),
        "{}",
        harness.screen()
    );
}

#[test]
fn changes_of_another_program_are_shown_and_move_nothing() {
    let harness = filled(60).press("j j j j j j j j j j j j j j j j j j j j enter");
    let before = (harness.app().list().selected_row(), harness.text());
    let mut library = harness.library();
    let new = article("---\ntitle: News\ndate: 2026-03-02T09:00:00Z\n---\n\nJust in.\n");
    library
        .upsert_articles(&[kept(&new)], Durability::Normal)
        .unwrap();
    library.toggle_bookmark(ArticleId(20), None).unwrap();
    let harness = harness.library_changed();
    assert_eq!(
        (harness.app().list().selected_row(), harness.text()),
        before
    );
    assert!(harness.screen().contains("All 61"), "{}", harness.screen());
    assert!(harness.screen().contains("22/61"), "{}", harness.screen());
    assert!(row(&harness, "Article 20 ").contains('★'));
}

#[test]
fn an_unsaved_change_is_reported_and_marked() {
    let harness = Harness::new(100, 16).with(&[("a.md", "# Ink\n\nx\n"), ("b.md", "# Tea\n\ny\n")]);
    // A file stands in place of the data folder: nothing can be saved.
    let mut harness = harness.without_library("in the way");
    harness = harness.press("s");
    assert!(
        harness.last_rows().contains("not saved: "),
        "{}",
        harness.screen()
    );
    assert!(
        row(&harness, "Ink ").contains("☆ Ink"),
        "{}",
        harness.screen()
    );
    assert!(
        harness.press("enter").screen().contains("x"),
        "it can be read all the same"
    );
}

#[test]
fn the_tour_is_a_view() {
    let harness = filled(6).press(":").type_text("tour").press("enter");
    assert!(harness.screen().contains("Tour"), "{}", harness.screen());
    assert!(
        harness.screen().contains("Five keys"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("v /").type_text("all").press("enter");
    assert_eq!(selected(&harness), "Article 1");
}

#[test]
fn a_filter_of_the_library_lists_matches_and_escape_shows_all() {
    let harness = filled(400).press("j j /").type_text("article 39");
    let rows: Vec<String> = list(&harness)
        .into_iter()
        .filter(|row| row.contains("Article "))
        .collect();
    assert!(
        rows.iter().any(|row| row.contains("Article 391")),
        "{}",
        harness.screen()
    );
    assert!(
        !rows.iter().any(|row| row.contains("Article 40 ")),
        "{}",
        harness.screen()
    );
    let harness = harness.press("enter j enter");
    assert_eq!(harness.app().focus(), Pane::Reader);
    let harness = harness.press("h esc");
    assert!(harness.screen().contains("/400"), "{}", harness.screen());
    assert!(
        selected(&harness).contains("39"),
        "the selection stays: {}",
        selected(&harness)
    );
}

#[test]
fn a_page_that_is_no_longer_awaited_is_dropped() {
    let mut harness = filled(700).hold().press("G");
    let late = harness.pending_jobs();
    harness = harness.press("esc j");
    assert_eq!(selected(&harness), "Article 2", "Esc gave the jump up");
    assert!(late.len() == 1);
    let harness = harness.release();
    assert_eq!(selected(&harness), "Article 2");
}

fn status(app: &App) -> String {
    app.status()
        .map(|status| status.text.clone())
        .unwrap_or_default()
}

#[test]
fn an_unusable_library_is_reported_and_the_program_goes_on() {
    let mut harness = filled(6);
    harness.outcome(Outcome::Warning("library.db: it is damaged".to_owned()));
    assert_eq!(status(harness.app()), "library.db: it is damaged");
    assert_eq!(selected(&harness.press("j")), "Article 2");
}

#[test]
fn the_selection_moves_to_the_next_row_when_its_article_disappears() {
    let harness = filled(900).press_every(1, &"ctrl-f ".repeat(60));
    let before: usize = selected(&harness)["Article ".len()..].parse().unwrap();
    assert!(before > 400, "{before}");
    let harness = harness.press("D");
    assert_eq!(selected(&harness), format!("Article {}", before + 1));
    let harness = harness.press("D");
    assert_eq!(selected(&harness), format!("Article {}", before + 2));
    let library = harness.library();
    assert_eq!(library.counts().unwrap().all, 898);
}

#[test]
fn an_article_stays_selected_when_it_moves_to_the_top_of_the_history() {
    let mut harness = filled(8);
    for _ in 0..4 {
        harness = harness.press("enter h j").wait(2_000);
    }
    let harness = harness
        .press("v /")
        .type_text("history")
        .press("enter G enter");
    let article = selected(&harness);
    let harness = harness.wait(3_000).library_changed().press("h");
    assert_eq!(selected(&harness), article);
    assert!(
        harness.screen().contains(&format!("│    {article}")),
        "{}",
        harness.screen()
    );
}

#[test]
fn an_unsaved_mark_is_replaced_by_the_stored_state_once_saving_works() {
    let harness = Harness::new(100, 16).with(&[("a.md", "# Ink\n\nx\n"), ("b.md", "# Tea\n\ny\n")]);
    let harness = harness.without_library("in the way").press("r");
    assert!(row(&harness, "Ink ").contains('◌'), "{}", harness.screen());
    let harness = harness.restore_library_folder().press("r");
    assert!(
        harness.footer().starts_with("Marked “"),
        "{}",
        harness.footer()
    );
    let harness = harness.library_changed().press("j k");
    let ink = row(&harness, "Ink ");
    assert!(!ink.contains('◌') && !ink.contains('●'), "{ink}");
}

#[test]
fn a_list_that_fails_to_load_delays_no_key() {
    let harness = filled(700);
    let file = harness.library().file().to_owned();
    let mut harness = harness.reopen_library();
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    std::fs::create_dir(&file).unwrap();
    harness = harness.press("G");
    let harness = harness.press("v");
    assert!(harness.screen().contains("Views"), "{}", harness.screen());
    let harness = harness
        .press("esc F")
        .type_text("article")
        .press("enter esc esc");
    let harness = harness.press("q");
    assert!(harness.effects.contains(&newsprint::app::Effect::Quit));
}

#[test]
fn escape_cancels_pending_views_and_q_waits_for_them() {
    let harness = filled(6).hold().press("v q");
    assert!(
        !harness.effects.contains(&newsprint::app::Effect::Quit),
        "it is for the views"
    );
    let harness = harness.press("esc").release();
    assert!(!harness.screen().contains("Views"), "{}", harness.screen());
    let harness = harness.hold().press("v q ctrl-c");
    assert!(
        harness
            .effects_now()
            .contains(&newsprint::app::Effect::Quit)
    );
}

#[test]
fn keys_after_a_jump_do_not_overtake_it() {
    let harness = filled(700).hold().press("G enter q");
    assert!(
        !harness
            .effects_now()
            .contains(&newsprint::app::Effect::Quit),
        "q closes the article"
    );
    let harness = harness.release();
    assert!(!harness.effects.contains(&newsprint::app::Effect::Quit));
    assert_eq!(harness.app().focus(), Pane::List);
    assert_eq!(selected(&harness), "Article 700");
}

#[test]
fn marks_of_places_are_shown_when_the_article_is_opened_again() {
    let text = "# Ink\n\nFirst words.\n\n## Oak\n\nGalls and iron.\n";
    let harness = Harness::new(120, 20)
        .with(&[("ink.md", text), ("b.md", "# B\n\nx\n")])
        .press("enter ] S")
        .type_text("once")
        .press("enter J K");
    assert!(harness.screen().contains("★ ▌ Oak"), "{}", harness.screen());
    let harness = harness.press("] S");
    assert!(
        harness.footer().contains("once"),
        "the note is there to be changed: {}",
        harness.footer()
    );
}

#[test]
fn notes_edited_in_a_row_build_on_each_other() {
    let harness = filled(6)
        .hold()
        .press("S")
        .type_text("ink")
        .press("enter S");
    let harness = harness.release().type_text(" oak").press("enter");
    assert!(
        harness.footer().contains("as ink, oak"),
        "{}",
        harness.footer()
    );
}

#[test]
fn the_order_of_the_list_is_saved_for_the_next_start() {
    let harness = filled(12).press("v /").type_text("by title").press("enter");
    let later = Harness::again(120, 20, &harness).home();
    let rows = list(&later);
    assert!(
        rows[0].contains("Article 1 ") && rows[2].contains("Article 10"),
        "{}",
        later.screen()
    );
}

#[test]
fn back_from_a_bookmarked_place_returns_to_the_reading_position() {
    let text: String = (1..=6)
        .map(|n| {
            format!(
                "## Part {n}\n\n{}",
                format!("Words of part {n}.\n\n").repeat(12)
            )
        })
        .collect();
    let harness = Harness::new(120, 20)
        .with(&[("ink.md", &text), ("b.md", "# B\n\nx\n")])
        .press("enter 5 S enter 2 j j j");
    let place = harness.top_line();
    let harness = harness.quit();
    let later = Harness::again(120, 20, &harness).home();
    let later = later
        .press("v /")
        .type_text("bookmarks")
        .press("enter j enter");
    assert_eq!(later.top_line(), "▌ Part 5");
    assert_eq!(later.press("H").top_line(), place);
}
