//! Changes on the screen: their reports, undo and redo with the selection on what came back, deleting in every list, and
//! marking whole views.

use newsprint::app::Pane;
use newsprint::model::ArticleId;

use super::library::{assert_footer, assert_screen, filled, listed_titles, selected};
use crate::harness::Harness;

/// Asserts that the list shows the head of its first group.
#[track_caller]
fn assert_head_on_top(harness: &Harness) {
    let first = harness.app().list().visible().next();
    let is_head = matches!(first, Some(newsprint::app::ListRow::Head(_)));
    assert!(is_head, "{}", harness.screen());
}

/// Three opened files.
fn opened() -> Harness {
    Harness::new(100, 20).with(&[
        ("a.md", "# Ink\n\nA history of ink.\n"),
        ("b.md", "# Oak\n\nA history of oak.\n"),
        ("c.md", "# Iron\n\nA history of iron.\n"),
    ])
}

#[test]
fn undo_names_another_window_that_still_runs() {
    let harness = filled(6);
    let mut library = harness.library();
    // The first process of a system always runs; its session began before this one.
    library.set_session("1000000-1");
    library.set_read(&[ArticleId(2)], false).unwrap();
    let harness = harness.library_changed().press("u");
    assert_footer(
        &harness,
        "Last change is from another window: mark “Article 2” as unread. Press u again",
    );
    let harness = harness.press("u");
    assert_footer(&harness, "Undone: mark “Article 2” as unread");
}

#[test]
fn on_a_narrow_screen_the_key_that_undoes_can_be_read() {
    let title = "Harbour bridge reopens after eleven months of repairs and three reports";
    let text = format!("# {title}\n\nWords.\n");
    let harness = Harness::new(80, 20).with(&[("a.md", &text), ("b.md", "# B\n\nx\n")]);
    let harness = harness.press("s");
    let later = Harness::again(80, 20, &harness).home().press("u");
    assert_footer(
        &later,
        "From an earlier session: bookmark “Harbour bridge…” · u again undoes it",
    );
}

#[test]
fn undo_names_another_window_for_a_newer_change_of_a_program_that_has_ended() {
    let harness = filled(6);
    let mut library = harness.library();
    library.set_session(&format!("1000000-{}", i32::MAX));
    library.set_read(&[ArticleId(2)], false).unwrap();
    let earlier = harness.library_changed().press("u");
    assert_footer(&earlier, "Last change is from an earlier session: ");
    library.set_now(chrono::Utc::now().timestamp() + 60);
    library.set_read(&[ArticleId(4)], false).unwrap();
    let newer = earlier.library_changed().press("u");
    assert_footer(&newer, "Last change is from another window: ");
}

#[test]
fn undo_selects_the_article_that_came_back_below_its_head() {
    let harness = filled(60).press("D");
    assert_eq!(selected(&harness), "Article 2");
    let harness = harness.press("u");
    assert_footer(&harness, "Undone: delete “Article 1”");
    assert_eq!(selected(&harness), "Article 1");
    assert_head_on_top(&harness);
    assert_screen(&harness, "Number 1 says its piece.");
    // Far below as well, also after the selection has moved on.
    let harness = harness.press_every(1, &"j ".repeat(30)).press("D g");
    assert_eq!(selected(&harness), "Article 1");
    let harness = harness.press("u");
    assert_eq!(selected(&harness), "Article 31");
    assert!(harness.app().list().selected_row().is_some());
    let harness = harness.press("ctrl-r");
    assert_footer(&harness, "Redone: delete “Article 31”");
    assert_eq!(selected(&harness), "Article 32");
}

#[test]
fn the_only_article_comes_back_into_an_empty_list() {
    let harness = filled(6).press("v /").type_text("bookmarks").press("enter");
    assert_eq!(listed_titles(&harness), ["Article 6"]);
    let harness = harness.press("D");
    assert!(listed_titles(&harness).is_empty());
    let harness = harness.press("u");
    assert_eq!(selected(&harness), "Article 6");
    assert_screen(&harness, "Number 6 says its piece.");
}

#[test]
fn the_head_stays_on_the_screen_when_an_article_arrives_above() {
    let harness = filled(30);
    let document =
        crate::library::article("---\ntitle: Newer\ndate: 2026-03-01T23:45:00Z\n---\n\nNews.\n");
    let mut library = harness.library();
    let durability = newsprint::library::Durability::Normal;
    let incoming = [crate::library::kept(&document)];
    library.upsert_articles(&incoming, durability).unwrap();
    let harness = harness.library_changed();
    assert_eq!(listed_titles(&harness)[..2], ["Newer", "Article 1"]);
    assert_eq!(selected(&harness), "Article 1");
    assert_head_on_top(&harness);
}

#[test]
fn a_search_without_matches_in_the_tour_names_what_was_searched() {
    let harness = Harness::new(100, 30).with_tour().press("s F");
    let harness = harness.type_text("zyzzyva");
    assert_screen(&harness, "no matches in the library; / filters the tour");
}

#[test]
fn an_article_of_the_tour_is_deleted_and_comes_back() {
    let harness = Harness::new(100, 30).with_tour();
    let all = listed_titles(&harness);
    let counts = format!("newsprint   Tour {} · Unread", all.len());
    assert!(harness.rows()[0].contains(&counts), "{}", harness.rows()[0]);
    let harness = harness.press("D");
    assert_footer(&harness, "Article deleted (u undoes)");
    assert_eq!(listed_titles(&harness), all[1..]);
    assert_eq!(selected(&harness), all[1]);
    // The next start leaves it out, too.
    let later = Harness::again(100, 30, &harness).home();
    assert_eq!(listed_titles(&later), all[1..]);
    let harness = harness.press("u");
    assert_eq!(listed_titles(&harness), all);
    assert_eq!(selected(&harness), all[0]);
    let harness = harness.press("s D");
    assert_eq!(listed_titles(&harness), all[1..]);
    assert_eq!(harness.library().counts().unwrap().bookmarks, 0);
    let harness = harness.press("u");
    assert_eq!(listed_titles(&harness), all);
    assert_eq!(harness.library().counts().unwrap().bookmarks, 1);
}

#[test]
fn an_opened_file_leaves_the_list_and_its_file_stays() {
    let harness = opened().press("j D");
    assert_footer(&harness, "Removed from the list, the file stays (u undoes)");
    assert_eq!(listed_titles(&harness), ["Ink", "Iron"]);
    assert_eq!(selected(&harness), "Iron");
    assert_screen(&harness, "A history of iron.");
    assert!(harness.folder().join("b.md").exists());
    // The newest change is undone first.
    let harness = harness.press("r u u");
    assert_footer(&harness, "Undone: remove “Oak” from the list");
    assert_eq!(listed_titles(&harness), ["Ink", "Oak", "Iron"]);
    assert_eq!(selected(&harness), "Oak");
    assert_screen(&harness, "A history of oak.");
    let harness = harness.press("ctrl-r");
    assert_eq!(listed_titles(&harness), ["Ink", "Iron"]);
}

#[test]
fn an_opened_file_that_is_bookmarked_is_deleted_from_the_library() {
    let harness = opened().press("s D");
    assert_footer(&harness, "Article deleted (u undoes)");
    assert_eq!(listed_titles(&harness), ["Oak", "Iron"]);
    assert!(
        !harness.screen().contains("Bookmarks"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("u");
    assert_eq!(listed_titles(&harness), ["Ink", "Oak", "Iron"]);
    assert_screen(&harness, "Bookmarks 1");
}

#[test]
fn an_article_that_is_deleted_in_the_history_leaves_it() {
    let harness = filled(6).press("j enter h").wait(3_000);
    let history = |harness: Harness| harness.press("v /").type_text("history").press("enter");
    let harness = history(harness);
    assert_eq!(listed_titles(&harness), ["Article 2"]);
    let harness = harness.press("D");
    assert_footer(&harness, "Article deleted (u undoes)");
    assert!(listed_titles(&harness).is_empty());
    let harness = harness.press("u");
    assert_eq!(listed_titles(&harness), ["Article 2"]);
    assert_eq!(harness.library().counts().unwrap().all, 6);
    // A file that was only opened.
    let other = Harness::again(100, 20, &harness)
        .with(&[("a.md", "# Ink\n\nA history of ink.\n")])
        .press("enter h")
        .wait(3_000)
        .quit();
    let harness = history(Harness::again(100, 20, &other).home());
    let mut both = listed_titles(&harness);
    both.sort();
    assert_eq!(both, ["Article 2", "Ink"]);
    let key = if selected(&harness) == "Ink" {
        "g"
    } else {
        "G"
    };
    let harness = harness.press(key).press("D");
    assert_footer(&harness, "Removed from the list, the file stays (u undoes)");
    assert_eq!(listed_titles(&harness), ["Article 2"]);
    let harness = harness.press("u");
    assert_eq!(listed_titles(&harness).len(), 2);
    assert_eq!(selected(&harness), "Ink");
}

#[test]
fn deleting_the_open_article_goes_back_to_the_list_and_undo_finds_it() {
    let harness = filled(6).press("j enter D");
    assert_footer(&harness, "Article deleted (u undoes)");
    assert_eq!(harness.app().focus(), Pane::List);
    assert_screen(&harness, "Number 3 says its piece.");
    assert_eq!(selected(&harness), "Article 3");
    let harness = harness.press("u");
    assert_eq!(selected(&harness), "Article 2");
    assert_screen(&harness, "Number 2 says its piece.");
}

#[test]
fn the_whole_view_is_marked_read_and_undone() {
    let harness = filled(1500).press("j j A");
    assert_footer(&harness, "500 articles marked read (u undoes)");
    assert_screen(&harness, "Unread 0");
    assert_eq!(selected(&harness), "Article 3");
    let harness = harness.press("A");
    assert_footer(&harness, "Nothing here is unread");
    let harness = harness.press("u");
    assert_screen(&harness, "Unread 500");
}

#[test]
fn messages_name_the_keys_that_are_bound() {
    let keys = "[global]\n\"u\" = \"none\"\n\"U\" = \"undo\"\n";
    let harness = filled(30).keymap(keys).home().press("A");
    assert_footer(&harness, "10 articles marked read (U undoes)");
    let harness = harness.press("U");
    assert_screen(&harness, "Unread 10");
}

#[test]
fn only_listed_articles_are_marked_read() {
    let harness = filled(30)
        .press("/")
        .type_text("article 1")
        .press("enter A");
    // 1 is in the titles of 12, 15, 18 and 21; 3 stays unread.
    assert_footer(&harness, "4 articles marked read (u undoes)");
    let harness = opened().press("A");
    assert_footer(&harness, "3 articles marked read (u undoes)");
    let harness = harness.press("A");
    assert_footer(&harness, "Nothing here is unread");
}

#[test]
fn older_articles_of_the_view_are_marked_read() {
    let harness = filled(96);
    let mut library = harness.library();
    // The articles are an hour apart, up to 30 minutes after 22 on 1 March.
    let now = chrono::DateTime::parse_from_rfc3339("2026-03-02T00:00:00Z").unwrap();
    library.set_now(now.timestamp());
    let listing = harness.app().list().listing().clone();
    let changed = library.mark_view_read(&listing, Some(2)).unwrap();
    // From Article 48 on: 48, 51, … 96.
    assert_eq!(changed.articles.len(), 17);
    library.undo(None).unwrap();
    let harness = harness
        .press(":")
        .type_text("mark-older-read 3000")
        .press("enter");
    assert_footer(&harness, "Nothing here is unread");
    let harness = harness
        .press(":")
        .type_text("mark-older-read")
        .press("enter");
    assert_footer(&harness, "mark-older-read needs a number");
}

#[test]
fn a_read_view_of_unread_articles_stays_as_it_is_until_it_is_left() {
    let harness = filled(60)
        .press("v /")
        .type_text("unread")
        .press("enter j A");
    assert_footer(&harness, "20 articles marked read (u undoes)");
    assert_eq!(selected(&harness), "Article 6");
    assert_eq!(listed_titles(&harness).len(), 20);
    let harness = harness.press("u");
    assert_screen(&harness, "Unread 20");
    assert_eq!(selected(&harness), "Article 6");
}

#[test]
fn messages_shorten_a_title_between_words() {
    let title = "Harbour bridge reopens after eleven months of repairs and three reports";
    let text = format!("# {title}\n\nWords.\n");
    let harness = Harness::new(120, 20).with(&[("a.md", &text), ("b.md", "# B\n\nx\n")]);
    let harness = harness.press("s");
    assert_footer(&harness, "“Harbour bridge reopens after eleven months of…”");
}
