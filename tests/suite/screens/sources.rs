//! Feeds on the screen: views of categories, the picker of sources, subscribing, progress.

use newsprint::app::Pane;
use newsprint::model::{
    FeedChoice, Job, Outcome, RefreshScope, RefreshSummary, SourceId, SyncProgress, View,
};
use rusqlite::params;

use crate::harness::Harness;

/// 10 o'clock on 2 March 2026, the time of the harness.
pub(super) const NOW: i64 = 1_772_445_600;

/// The sources of [`with_feeds`].
pub(super) const FEEDS: [&str; 5] = [
    "Tidewater Post",
    "Quillon Review",
    "Harbour Notes",
    "Ink and Oak",
    "Night Trains",
];

/// A program that shows a library with five feeds of four articles each, one an hour: the first of each is unread.
/// The category News has the first feed, Local below it the second and third; the others have no category.
pub(super) fn with_feeds(width: u16, height: u16) -> Harness {
    let harness = Harness::new(width, height);
    let mut library = harness.library();
    for (title, number) in FEEDS.iter().zip(1..) {
        let url = format!("https://feed{number}.example/feed.xml");
        library.add_feed(&url, title).unwrap();
    }
    let database = harness.database();
    for number in 0..20_i64 {
        let (source, nth) = (number % 5 + 1, number / 5 + 1);
        database
            .execute(
                "INSERT INTO article (source, title, title_key, words, added, updated, date, read)
                 VALUES (?1, ?2, ?2, 200, ?3, ?3, ?3, ?4)",
                params![
                    source,
                    format!("{} {nth}", FEEDS[source as usize - 1]),
                    NOW - number * 3_600,
                    nth > 1,
                ],
            )
            .unwrap();
    }
    let news = library.ensure_category(None, "News").unwrap();
    let local = library.ensure_category(Some(news), "Local").unwrap();
    library.set_categories(SourceId(1), &[news]).unwrap();
    library.set_categories(SourceId(2), &[local]).unwrap();
    library.set_categories(SourceId(3), &[local]).unwrap();
    harness.home()
}

fn row(harness: &Harness, words: &str) -> String {
    let rows = harness.rows();
    let found = rows.iter().find(|row| row.contains(words));
    found
        .unwrap_or_else(|| panic!("no {words:?} in\n{}", harness.screen()))
        .clone()
}

#[test]
fn categories_are_a_tree_in_the_views_with_unread_counts() {
    let harness = with_feeds(100, 40).press("v");
    let rows = harness.rows();
    let at = |words: &str| {
        let found = rows.iter().position(|row| row.contains(words));
        found.unwrap_or_else(|| panic!("no {words:?} in\n{}", harness.screen()))
    };
    // Subcategories come first, then the sources of the category; those without one stand apart.
    let order = [
        "Categories",
        "3/12 News",
        "2/8   Local",
        "1/4     Harbour Notes",
        "1/4     Quillon Review",
        "1/4   Tidewater Post",
        "Sources",
        "1/4 Ink and Oak",
        "1/4 Night Trains",
    ];
    let found: Vec<usize> = order.iter().map(|words| at(words)).collect();
    assert!(found.is_sorted(), "{found:?}\n{}", harness.screen());
    let harness = harness.press("/").type_text("local").press("enter");
    assert_eq!(harness.app().view_name(), "Local");
    assert!(harness.screen().contains("1/8"), "{}", harness.screen());
    assert_eq!(
        harness.app().list().selected().unwrap().title,
        "Quillon Review 1"
    );
    assert_eq!(harness.app().focus(), Pane::List);
}

#[test]
fn z_folds_a_category_and_a_filter_finds_what_is_folded() {
    let harness = with_feeds(100, 40)
        .press("v /")
        .type_text("quillon")
        .press("esc z");
    assert!(
        row(&harness, "Local").contains("… 2 more"),
        "{}",
        harness.screen()
    );
    assert!(
        !harness.screen().contains("1/4     Quillon Review"),
        "{}",
        harness.screen()
    );
    // The category of the source is selected, so that the same key unfolds it.
    let unfolded = harness.press("z");
    assert!(
        unfolded.screen().contains("1/4     Quillon Review"),
        "{}",
        unfolded.screen()
    );
    let harness = unfolded.press("z /").type_text("quillon").press("enter");
    assert_eq!(harness.app().view_name(), "Quillon Review");
    // A fold lasts for the session.
    let harness = harness.press("v");
    assert!(
        row(&harness, "Local").contains("… 2 more"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("esc esc").press("v G z");
    assert!(
        harness.footer().contains("No category here to fold"),
        "{}",
        harness.footer()
    );
}

#[test]
fn group_keys_move_through_a_category() {
    let harness = with_feeds(120, 40)
        .press("v /")
        .type_text("news")
        .press("enter :")
        .type_text("group-by-source")
        .press("enter");
    let selected = |harness: &Harness| harness.app().list().selected().unwrap().title.clone();
    let harness = harness.press("g ]");
    assert_eq!(selected(&harness), "Quillon Review 1");
    let harness = harness.press("] j [ [");
    assert_eq!(selected(&harness), "Quillon Review 1");
    assert!(harness.screen().contains("12"), "{}", harness.screen());
}

/// Sets the health of the sources of [`with_feeds`]: the second fails, the fourth is paused since it is gone, the fifth has
/// had nothing new for a long time.
fn with_health(width: u16, height: u16) -> Harness {
    let harness = with_feeds(width, height);
    harness
        .database()
        .execute_batch(&format!(
            "UPDATE source SET last_success = {NOW} - 600, next_fetch = {NOW} + 3000, last_new = {NOW} - 7200;
             UPDATE source SET failing_since = {NOW} - 259200, failures = 5, error = 'resolve', next_fetch = {NOW} + 5400 WHERE id = 2;
             UPDATE source SET paused = 1, error = 'gone' WHERE id = 4;
             UPDATE source SET last_new = {NOW} - 130 * 86400 WHERE id = 5;
             INSERT INTO request (source, time, status, bytes, milliseconds, outcome) VALUES (1, {NOW} - 4200, 304, 180, 41, 'unchanged');
             INSERT INTO request (source, time, outcome, error, error_detail) VALUES (1, {NOW} - 3000, 'skipped', 'wait', 'until 09:20');
             INSERT INTO request (source, time, status, bytes, milliseconds, outcome) VALUES (1, {NOW} - 600, 200, 23456, 240, 'new');"
        ))
        .unwrap();
    harness.library_changed()
}

fn selected_source(harness: &Harness) -> String {
    match harness.app().overlay() {
        newsprint::app::Overlay::Picker(picker) => {
            picker.rows()[picker.selected().unwrap()].text.clone()
        }
        other => panic!("{other:?}\n{}", harness.screen()),
    }
}

#[test]
fn sources_are_listed_with_their_health_failing_ones_first() {
    let harness = with_health(160, 45).press("E");
    let rows = harness.rows();
    let at = |words: &str| {
        let found = rows.iter().position(|row| row.contains(words));
        found.unwrap_or_else(|| panic!("no {words:?} in\n{}", harness.screen()))
    };
    let order = [
        "Failing",
        "host name not found; check the address · failing since Fri 10:00",
        "News",
        "fetched 09:50 · next 10:50",
        "News / Local",
        "No category",
        "paused · the feed is gone; remove it; its articles stay",
        "no new entry for 4 months · fetched 09:50",
    ];
    let found: Vec<usize> = order.iter().map(|words| at(words)).collect();
    assert!(found.is_sorted(), "{found:?}\n{}", harness.screen());
    // The source of the selected article is selected.
    assert_eq!(selected_source(&harness), "Tidewater Post");
    assert!(rows[0].contains("1 failing · Mon 2 Mar"), "{}", rows[0]);
}

#[test]
fn e_goes_to_the_failing_sources_from_the_list_the_reader_and_their_picker() {
    let harness = with_health(100, 30);
    harness
        .database()
        .execute("UPDATE source SET failing_since = 5, failures = 9, error = 'status', error_detail = '500' WHERE id = 3", [])
        .unwrap();
    let harness = harness.press("e");
    assert_eq!(selected_source(&harness), "Harbour Notes");
    assert!(
        harness.footer().contains("the server answered 500"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("e");
    assert_eq!(selected_source(&harness), "Quillon Review");
    let harness = harness.press("j j e");
    assert_eq!(selected_source(&harness), "Harbour Notes");
    let harness = harness.press("q enter e");
    assert_eq!(selected_source(&harness), "Harbour Notes");
    let healthy = with_feeds(100, 30).press("e");
    assert!(
        healthy.footer().contains("No failing source"),
        "{}",
        healthy.footer()
    );
    assert_eq!(healthy.app().focus(), Pane::List);
}

#[test]
fn enter_shows_the_last_requests_of_a_source_and_esc_returns() {
    let harness = with_health(100, 30).press("E enter");
    let screen = harness.screen();
    assert!(screen.contains("Requests of Tidewater Post"), "{screen}");
    assert!(
        row(&harness, "new entries").contains("200 · 23.5 kB · 240 ms"),
        "{screen}"
    );
    assert!(
        row(&harness, "new entries").contains("2 Mar 09:50"),
        "{screen}"
    );
    assert!(
        screen.contains("skipped: the server asked to wait (until 09:20)"),
        "{screen}"
    );
    assert!(
        row(&harness, "nothing new").contains("304 · 180 B · 41 ms"),
        "{screen}"
    );
    let harness = harness.press("esc");
    assert_eq!(selected_source(&harness), "Tidewater Post");
    let harness = harness.press("esc");
    assert!(matches!(
        harness.app().overlay(),
        newsprint::app::Overlay::None
    ));
    let never = with_feeds(100, 30).press("E enter");
    assert!(
        never.footer().contains("Not fetched yet · R fetches it"),
        "{}",
        never.footer()
    );
    assert_eq!(selected_source(&never), "Tidewater Post");
}

#[test]
fn keys_after_e_wait_for_the_sources() {
    let harness = with_health(100, 30).hold().press("E enter j");
    assert!(matches!(
        harness.app().overlay(),
        newsprint::app::Overlay::None
    ));
    let harness = harness.release();
    let screen = harness.screen();
    assert!(screen.contains("Requests of Tidewater Post"), "{screen}");
}

#[test]
fn r_fetches_the_view_in_the_list_and_the_source_elsewhere() {
    let jobs = |harness: &Harness| {
        let jobs = harness.pending_jobs().into_iter();
        jobs.filter_map(|job| match job {
            Job::Refresh(scope) => Some(scope),
            _ => None,
        })
        .collect::<Vec<_>>()
    };
    let harness = with_feeds(100, 30).hold().press("R");
    assert_eq!(jobs(&harness), [RefreshScope::View(View::All)]);
    assert!(
        harness.footer().contains("Fetching All …"),
        "{}",
        harness.footer()
    );
    let harness = with_feeds(100, 30).press("j enter").hold().press("R");
    assert_eq!(jobs(&harness), [RefreshScope::Source(SourceId(2))]);
    let harness = with_feeds(100, 30).press("E j").hold().press("R");
    assert_eq!(jobs(&harness), [RefreshScope::Source(SourceId(3))]);
    assert!(
        harness.footer().contains("Fetching Harbour Notes …"),
        "{}",
        harness.footer()
    );
    let harness = Harness::new(80, 24)
        .with(&[("a.md", "# A\n\nx\n")])
        .press("R");
    assert!(
        harness.footer().contains("Nothing to fetch in this view"),
        "{}",
        harness.footer()
    );
}

#[test]
fn the_header_shows_the_progress_of_syncs_beside_that_of_feeds() {
    let header = |width, feeds: (usize, usize), sync: Option<(usize, usize)>| {
        let mut harness = with_health(width, 24);
        let sync = sync.map(|(done, total)| SyncProgress { done, total });
        harness.outcome(Outcome::SyncProgress(sync));
        let (done, total) = feeds;
        harness.outcome(Outcome::RefreshProgress { done, total });
        harness.rows()[0].trim_end().to_owned()
    };
    let both = header(120, (3, 12), Some((200, 900)));
    assert!(
        both.contains("Fetching 3/12 · Syncing 200/900 · 1 failing"),
        "{both}"
    );
    let sync = header(100, (0, 0), Some((200, 900)));
    assert!(sync.contains("  Syncing 200/900 · 1 failing"), "{sync}");
    let lists = header(100, (0, 0), Some((0, 0)));
    assert!(lists.contains("  Syncing · 1 failing"), "{lists}");
    let narrow = header(40, (3, 12), Some((200, 900)));
    assert!(narrow.ends_with("3/12 · 1 failing"), "{narrow}");
    let idle = header(100, (0, 0), None);
    assert!(!idle.contains("Sync"), "{idle}");
}

#[test]
fn the_header_shows_progress_and_failing_sources_and_shortens_them() {
    let header = |width, progress: Option<(usize, usize)>| {
        let mut harness = with_health(width, 24);
        let (done, total) = progress.unwrap_or_default();
        harness.outcome(Outcome::RefreshProgress { done, total });
        harness.rows()[0].trim_end().to_owned()
    };
    let all = " newsprint   All 20 · Unread 5 · Bookmarks 0";
    assert!(header(100, Some((12, 40))).ends_with("Fetching 12/40 · 1 failing · Mon 2 Mar"));
    let at_80 = header(80, Some((12, 40)));
    assert!(
        at_80.starts_with(all) && at_80.ends_with("  Fetching 12/40 · 1 failing"),
        "{at_80}"
    );
    assert!(header(60, Some((12, 40))).ends_with("Unread 5   Fetching 12/40 · 1 failing"));
    let at_40 = header(40, Some((12, 40)));
    assert!(
        at_40.starts_with(" newsprint   All 20  ") && at_40.ends_with("12/40 · 1 failing"),
        "{at_40}"
    );
    let idle = header(80, None);
    assert!(
        idle.starts_with(all) && idle.ends_with("1 failing · Mon 2 Mar"),
        "{idle}"
    );
}

#[test]
fn a_subscribes_to_a_typed_address() {
    let subscribes = |harness: &Harness| {
        let jobs = harness.pending_jobs().into_iter();
        jobs.filter_map(|job| match job {
            Job::Subscribe { address, .. } => Some(address),
            _ => None,
        })
        .collect::<Vec<_>>()
    };
    for keys in ["E a", "v a"] {
        let harness = with_feeds(100, 30).press(keys).hold();
        assert!(
            harness.footer().contains("subscribe to:"),
            "{}",
            harness.footer()
        );
        let harness = harness.type_text("tide.example ").press("enter");
        assert_eq!(subscribes(&harness), ["tide.example"]);
        assert!(
            harness
                .footer()
                .contains("Looking for a feed at tide.example …"),
            "{}",
            harness.footer()
        );
    }
    for line in ["subscribe tide.example/feed", "add tide.example/feed"] {
        let harness = with_feeds(100, 30)
            .hold()
            .press(":")
            .type_text(line)
            .press("enter");
        assert_eq!(
            subscribes(&harness),
            ["tide.example/feed"],
            "{}",
            harness.screen()
        );
    }
    let harness = with_feeds(100, 30)
        .press(":")
        .type_text("subsc")
        .press("tab")
        .hold();
    let harness = harness.type_text("x.example").press("enter");
    assert_eq!(subscribes(&harness), ["x.example"]);
    let harness = with_feeds(100, 30)
        .press(":")
        .type_text("subscribe")
        .press("enter enter");
    assert!(
        harness.footer().contains("No address"),
        "{}",
        harness.footer()
    );
}

#[test]
fn several_feeds_of_a_page_are_offered() {
    let choice = |url: &str, title: Option<&str>| FeedChoice {
        url: url.to_owned(),
        title: title.map(str::to_owned),
    };
    let mut harness = with_feeds(100, 30);
    harness.outcome(Outcome::SubscribeChoices {
        address: "tide.example".to_owned(),
        feeds: vec![
            choice("https://tide.example/feed", Some("Tide")),
            choice("https://tide.example/comments", None),
        ],
        account: None,
    });
    assert!(row(&harness, "Tide ").contains("https://tide.example/feed"));
    assert!(
        harness.footer().contains("Enter subscribes"),
        "{}",
        harness.footer()
    );
    let harness = harness.hold().press("j enter");
    let wanted = Job::Subscribe {
        address: "https://tide.example/comments".to_owned(),
        account: None,
    };
    assert!(harness.pending_jobs().contains(&wanted));
}

#[test]
fn the_result_of_a_refresh_is_said_with_the_next_key() {
    let said = |summary: RefreshSummary| {
        let mut harness = with_feeds(100, 30);
        harness.outcome(Outcome::RefreshFinished(summary));
        harness.footer()
    };
    let manual = RefreshSummary {
        sources: 40,
        is_manual: true,
        ..RefreshSummary::default()
    };
    let new = RefreshSummary {
        new: 12,
        sources_with_new: 3,
        failed: 2,
        ..manual.clone()
    };
    assert!(said(new.clone()).contains("12 new in 3 sources · 2 failed (E shows why)"));
    assert!(said(manual.clone()).contains("Nothing new in 40 sources"));
    let waiting = RefreshSummary {
        skipped: 1,
        waits_until: Some(NOW + 1_800),
        ..manual.clone()
    };
    assert!(said(waiting).contains("1 skipped until 10:30, as their hosts asked"));
    let paused = RefreshSummary {
        sources: 1,
        skipped: 1,
        ..manual.clone()
    };
    assert!(said(paused).trim() == "1 skipped (E shows why)");
    let automatic = RefreshSummary {
        is_manual: false,
        failed: 2,
        ..manual.clone()
    };
    let hints = with_feeds(100, 30).footer();
    assert_eq!(said(automatic), hints, "nothing new is no news");
    assert!(
        said(RefreshSummary {
            is_manual: false,
            ..new
        })
        .contains("12 new in 3 sources")
    );
}

#[test]
fn a_missing_network_is_said_once_until_the_user_asks() {
    let offline = |is_manual| {
        Outcome::RefreshFinished(RefreshSummary {
            sources: 5,
            is_offline: true,
            is_manual,
            ..RefreshSummary::default()
        })
    };
    let mut harness = with_feeds(100, 30);
    let hints = harness.footer();
    harness.outcome(offline(false));
    assert!(
        harness.footer().contains("No network"),
        "{}",
        harness.footer()
    );
    let mut harness = harness.press("j");
    harness.outcome(offline(false));
    assert_eq!(harness.footer(), hints);
    harness.outcome(offline(true));
    assert!(
        harness.footer().contains("No network"),
        "{}",
        harness.footer()
    );
}

#[test]
fn a_first_subscription_shows_its_articles_instead_of_the_tour() {
    let mut harness = Harness::new(100, 30).with_tour();
    assert_eq!(harness.app().view_name(), "Tour");
    let mut library = harness.library();
    let (source, _) = library
        .add_feed("https://tide.example/feed", "Tide")
        .unwrap();
    harness
        .database()
        .execute(
            "INSERT INTO article (source, title, title_key, words, added, updated, date) VALUES (?1, 'Ebb', 'ebb', 200, 5, 5, 5)",
            [source.id.0],
        )
        .unwrap();
    harness.outcome(Outcome::Subscribed {
        source: source.id,
        title: "Tide".to_owned(),
        article_count: 1,
        is_new: true,
        other: None,
    });
    assert_eq!(harness.app().list().selected().unwrap().title, "Ebb");
    assert!(
        harness.footer().contains("Subscribed to “Tide”: 1 article"),
        "{}",
        harness.footer()
    );
    let mut harness = with_feeds(100, 30);
    harness.outcome(Outcome::SubscribeFailed {
        address: "tide.example".to_owned(),
        reason: "host name not found".to_owned(),
    });
    assert!(
        harness
            .footer()
            .contains("not added: tide.example: host name not found"),
        "{}",
        harness.footer()
    );
}

/// Returns a source as another program reads it.
fn stored(harness: &Harness, id: i64) -> Option<newsprint::model::Source> {
    harness.library().source(SourceId(id)).unwrap()
}

#[test]
fn p_pauses_a_source_and_resumes_it() {
    let harness = with_health(100, 30).press("E p");
    assert!(stored(&harness, 1).unwrap().is_paused);
    assert!(
        harness.footer().contains("Paused “Tidewater Post”"),
        "{}",
        harness.footer()
    );
    assert!(
        row(&harness, "Tidewater Post  ").contains("paused"),
        "{}",
        harness.screen()
    );
    assert_eq!(selected_source(&harness), "Tidewater Post");
    let harness = harness.press("p");
    assert!(!stored(&harness, 1).unwrap().is_paused);
    let harness = harness.press("p u");
    assert!(
        !stored(&harness, 1).unwrap().is_paused,
        "{}",
        harness.footer()
    );
    assert!(harness.footer().contains("Undone"), "{}", harness.footer());
}

#[test]
fn d_removes_a_source_its_articles_stay_and_u_brings_it_back() {
    let harness = with_health(100, 30).press("E j D");
    assert!(stored(&harness, 3).is_none());
    assert!(
        !harness.screen().contains("1/4 Harbour Notes"),
        "{}",
        harness.screen()
    );
    assert!(
        harness.footer().contains("its 4 articles stay (u undoes)"),
        "{}",
        harness.footer()
    );
    assert_eq!(harness.library().counts().unwrap().all, 20);
    // The next source has its place.
    assert_eq!(selected_source(&harness), "Ink and Oak");
    let harness = harness.press("u");
    assert!(stored(&harness, 3).is_some(), "{}", harness.footer());
    assert!(
        harness.screen().contains("1/4 Harbour Notes"),
        "{}",
        harness.screen()
    );
}

#[test]
fn a_source_is_renamed_and_put_into_categories_by_prompts() {
    let harness = with_health(100, 30).press("E r");
    assert!(
        harness.footer().contains("title: Tidewater Post"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("ctrl-u").type_text("Tide").press("enter");
    assert_eq!(stored(&harness, 1).unwrap().title, "Tide");
    assert_eq!(selected_source(&harness), "Tide");
    let harness = harness.press("c");
    assert!(
        harness.footer().contains("categories: News"),
        "{}",
        harness.footer()
    );
    let harness = harness.type_text("/Coast, Craft").press("enter");
    let categories = |harness: &Harness| {
        let rows = harness.library().source_rows().unwrap();
        let paths = rows[0].categories.iter().map(|(_, path)| path.clone());
        let mut paths: Vec<String> = paths.collect();
        paths.sort();
        paths
    };
    assert_eq!(
        categories(&harness),
        ["Craft", "News / Coast"],
        "{}",
        harness.footer()
    );
    let harness = harness.press("u u");
    assert_eq!(categories(&harness), ["News"]);
    assert_eq!(stored(&harness, 1).unwrap().title, "Tidewater Post");
    // Esc changes nothing and returns to the sources.
    let harness = harness.press("r ctrl-u esc");
    assert_eq!(selected_source(&harness), "Tidewater Post");
    assert_eq!(stored(&harness, 1).unwrap().title, "Tidewater Post");
}

#[test]
fn a_setting_of_a_source_is_typed_and_a_wrong_one_is_named() {
    let settings = |harness: &Harness| harness.library().source_settings(SourceId(1)).unwrap();
    let harness = with_health(100, 30).press("E =");
    assert!(harness.footer().contains("set: "), "{}", harness.footer());
    let harness = harness.type_text("hidden=true").press("enter");
    assert!(settings(&harness).hidden, "{}", harness.footer());
    assert!(
        row(&harness, "Tidewater Post  ").contains("hidden from All and Unread"),
        "{}",
        harness.screen()
    );
    assert!(harness.screen().contains("All 16"), "{}", harness.screen());
    let harness = harness.press("=").type_text("intervall=2h").press("enter");
    assert!(
        harness
            .last_rows()
            .contains("no such setting: intervall: use one of interval,"),
        "{}",
        harness.screen()
    );
    assert_eq!(selected_source(&harness), "Tidewater Post");
    // What was typed is not kept: it may be a password.
    let harness = harness.press("= up");
    assert!(
        !harness.footer().contains("intervall"),
        "{}",
        harness.footer()
    );
}

#[test]
fn a_folder_among_the_sources_is_scanned_and_not_fetched() {
    let harness = with_health(100, 30);
    harness
        .database()
        .execute_batch(&format!(
            "INSERT INTO source (kind, title, path, added, last_success) VALUES ('folder', 'Clippings', x'2f6e6f6e65', 0, {NOW} - 300);"
        ))
        .unwrap();
    let harness = harness.library_changed().press("E /");
    let harness = harness.type_text("clippings").press("esc");
    for words in ["requests", "fetch"] {
        let footer = harness.footer();
        assert!(!footer.contains(words), "{words}: {footer}");
    }
    let harness = harness.press("enter");
    let scanned = "Scanned 09:55 · scanned again when its files change";
    assert!(harness.footer().contains(scanned), "{}", harness.footer());
    let harness = harness.press("R");
    assert!(harness.footer().contains(scanned), "{}", harness.footer());
}

#[test]
fn keys_of_sources_mean_nothing_in_other_popups() {
    let harness = with_health(100, 30).press("v D");
    assert!(
        harness.footer().contains("Can't delete this view"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("p");
    assert!(
        harness.footer().contains("Only a source can be paused"),
        "{}",
        harness.footer()
    );
    assert_eq!(harness.library().sources().unwrap().len(), 5);
    let harness = harness.press("esc E").press("/");
    assert!(
        harness.footer().contains("Enter requests"),
        "{}",
        harness.footer()
    );
}

#[test]
fn a_source_is_renamed_and_removed_among_the_views() {
    let harness = with_health(100, 30);
    let title = harness.library().sources().unwrap()[0].title.clone();
    let harness = harness.press("v /").type_text(&title).press("esc r");
    assert!(
        harness.footer().contains(&format!("title: {title}")),
        "{}",
        harness.footer()
    );
    let harness = harness.type_text(" again").press("enter");
    assert!(
        harness.footer().contains("Renamed the source"),
        "{}",
        harness.footer()
    );
    assert!(
        harness.screen().contains(&format!("{title} again")),
        "{}",
        harness.screen()
    );
    let harness = harness.press("D");
    assert!(
        harness.footer().contains("(u undoes)"),
        "{}",
        harness.footer()
    );
    assert_eq!(harness.library().sources().unwrap().len(), 4);
    let harness = harness.press("u u");
    let sources = harness.library().sources().unwrap();
    assert_eq!((sources.len(), &sources[0].title), (5, &title));
    assert!(harness.screen().contains("Views"), "{}", harness.screen());
}
