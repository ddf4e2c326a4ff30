//! Identity of articles: what was read never comes back as unread, and two entries never become one.

use super::{DAY, Desk, HOUR, Item, item, rss};

const LONG: &str = "The pilot boat left the quay at six and came back with two crates of plums, a letter for the keeper, \
    and news that the bell buoy had been found again, rusty but whole, on the far side of the bar.";

/// Fetches a feed, marks all as read, fetches another state of it, and returns the number of unread articles.
fn unread_after(first: &[Item<'_>], later: &[Item<'_>]) -> i64 {
    let mut desk = Desk::new();
    desk.server.serve("/feed", &[], rss(first));
    let feed = desk.add("/feed");
    desk.fetch(feed);
    desk.mark_all_read();
    desk.wait(2 * HOUR);
    desk.server.serve("/feed", &[], rss(later));
    desk.fetch(feed);
    desk.unread()
}

fn entry<'a>(guid: &'a str, title: &'a str, link: &'a str, date: &'a str) -> Item<'a> {
    Item {
        guid,
        title,
        link,
        date,
        text: "",
    }
}

const MONDAY: &str = "Mon, 16 Nov 2026 07:12:31 GMT";
const TUESDAY: &str = "Tue, 17 Nov 2026 07:12:31 GMT";

#[test]
fn one_id_for_all_entries_identifies_none() {
    let mut desk = Desk::new();
    let all = "http://boards.example/";
    let first = entry(all, "First board", "http://boards.example/1", MONDAY);
    let second = entry(all, "Second board", "http://boards.example/2", MONDAY);
    let third = entry(all, "Third board", "http://boards.example/3", TUESDAY);
    desk.server.serve("/feed", &[], rss(&[first, second]));
    let feed = desk.add("/feed");
    assert_eq!(desk.fetch(feed).new, 2);
    desk.server
        .serve("/feed", &[], rss(&[third, first, second]));
    assert_eq!(desk.fetch(feed).new, 1);
    // Remembered, also when later answers have one entry each.
    let fourth = entry(all, "Fourth board", "http://boards.example/4", TUESDAY);
    desk.server.serve("/feed", &[], rss(&[fourth]));
    assert_eq!(desk.fetch(feed).new, 1);
    assert!(desk.state(feed).repeats_ids);
    assert_eq!(desk.titles().len(), 4);
}

#[test]
fn an_entry_that_stands_twice_in_a_feed_is_one_article() {
    let mut desk = Desk::new();
    let one = entry("a", "Plums", "http://quay.example/plums", MONDAY);
    desk.server.serve("/feed", &[], rss(&[one, one]));
    let feed = desk.add("/feed");
    assert_eq!(desk.fetch(feed).new, 1);
    assert!(!desk.state(feed).repeats_ids);
}

#[test]
fn another_id_with_the_same_link_and_title_or_date_is_the_known_article() {
    let link = "http://quay.example/plums";
    let before = entry("plums-1", "Plums", link, MONDAY);
    assert_eq!(
        unread_after(&[before], &[entry("plums-2", "Plums", link, TUESDAY)]),
        0
    );
    assert_eq!(
        unread_after(
            &[before],
            &[entry("ripe-plums", "Ripe plums", link, MONDAY)]
        ),
        0
    );
    // Another title and another date behind one link is another article.
    assert_eq!(
        unread_after(&[before], &[entry("pears", "Pears", link, TUESDAY)]),
        1
    );
}

#[test]
fn another_scheme_or_host_is_the_known_article() {
    let before = entry(
        "http://quay.example/plums",
        "Plums",
        "http://quay.example/plums",
        MONDAY,
    );
    let after = entry(
        "https://www.quay.example/plums",
        "Plums",
        "https://www.quay.example/plums",
        MONDAY,
    );
    assert_eq!(unread_after(&[before], &[after]), 0);
    let moved = entry(
        "urn:new:1",
        "Plums",
        "https://new.example/2026/plums",
        MONDAY,
    );
    assert_eq!(unread_after(&[before], &[moved]), 0);
}

#[test]
fn without_ids_and_with_one_link_titles_and_dates_count() {
    let mut desk = Desk::new();
    let poll = |title, date, text| Item {
        guid: "",
        title,
        link: "http://polls.example/poll",
        date,
        text,
    };
    let items = [
        poll(
            "Tea or coffee?",
            "Tue, 10 Nov 2026 09:00:00 GMT",
            "Vote today.",
        ),
        poll(
            "Oars or sails?",
            "Mon, 09 Nov 2026 09:00:00 GMT",
            "Vote yesterday.",
        ),
        poll(
            "Oars or sails?",
            "Sun, 08 Nov 2026 09:00:00 GMT",
            "Vote again.",
        ),
    ];
    desk.server.serve("/feed", &[], rss(&items));
    let feed = desk.add("/feed");
    assert_eq!(desk.fetch(feed).new, 3);
    let next = poll(
        "Oars or sails?",
        "Wed, 11 Nov 2026 09:00:00 GMT",
        "Vote once more.",
    );
    desk.server
        .serve("/feed", &[], rss(&[next, items[0], items[1], items[2]]));
    assert_eq!(desk.fetch(feed).new, 1);
    assert_eq!(desk.fetch(feed).new, 0);
}

#[test]
fn without_ids_and_dates_the_text_counts() {
    let say = |title, text| Item {
        title,
        text,
        ..Item::default()
    };
    assert_eq!(
        unread_after(&[say("Bells", LONG)], &[say("Bells", LONG)]),
        0
    );
    assert_eq!(unread_after(&[say("", LONG)], &[say("", LONG)]), 0);
    assert_eq!(
        unread_after(
            &[say("Bells", LONG)],
            &[say("Bells", "Silence this morning."), say("Bells", LONG)]
        ),
        1
    );
}

#[test]
fn entries_that_come_back_are_known() {
    let mut desk = Desk::new();
    let (one, two) = (item("a", "Plums"), item("b", "Pears"));
    let feed = desk.add("/feed");
    for (items, new) in [
        (vec![one, two], 2),
        (vec![two], 0),
        (vec![], 0),
        (vec![two, one], 0),
    ] {
        desk.server.serve("/feed", &[], rss(&items));
        assert_eq!(desk.fetch(feed).new, new);
        desk.mark_all_read();
        desk.wait(DAY);
    }
    assert_eq!((desk.unread(), desk.titles().len()), (0, 2));
}

#[test]
fn a_date_at_the_time_of_each_request_is_no_new_article() {
    let bulletin = |date| Item {
        title: "Bar open",
        text: "All marks lit.",
        date,
        ..Item::default()
    };
    let noon = chrono::DateTime::from_timestamp(super::NOW, 0)
        .unwrap()
        .to_rfc2822();
    let later = chrono::DateTime::from_timestamp(super::NOW + 2 * HOUR, 0)
        .unwrap()
        .to_rfc2822();
    assert_eq!(unread_after(&[bulletin(&noon)], &[bulletin(&later)]), 0);
    // A short text that is repeated at another day is another bulletin.
    assert_eq!(unread_after(&[bulletin(MONDAY)], &[bulletin(TUESDAY)]), 1);
}

#[test]
fn a_changed_text_is_an_update_and_noise_is_none() {
    let mut desk = Desk::new();
    let words: String = (0..200).map(|number| format!("word{number} ")).collect();
    let text = |extra: &str| format!("{words}{extra}");
    let feed = desk.add("/feed");
    let update = |desk: &mut Desk, text: &str, date: &str| {
        let entry = Item {
            guid: "a",
            title: "Count",
            date,
            text,
            ..Item::default()
        };
        desk.server.serve("/feed", &[], rss(&[entry]));
        let result = desk.fetch(feed);
        (result.new, result.updated)
    };
    assert_eq!(update(&mut desk, &text("seen 17 times"), MONDAY), (1, 0));
    desk.extract();
    desk.mark_all_read();
    assert_eq!(update(&mut desk, &text("seen 18 times"), MONDAY), (0, 0));
    assert_eq!(
        update(&mut desk, &text("seen 18 times"), TUESDAY),
        (0, 0),
        "a date alone"
    );
    let longer =
        text("and then the boat came back with all that it had carried out, dry and whole");
    assert_eq!(update(&mut desk, &longer, TUESDAY), (0, 1));
    desk.extract();
    assert_eq!(desk.unread(), 0);
    let article: i64 = desk.query("SELECT id FROM article");
    let (document, _) = desk
        .library
        .document(newsprint::model::ArticleId(article))
        .unwrap()
        .unwrap();
    assert!(document.blocks[0].text().ends_with("dry and whole"));
}

#[test]
fn the_same_article_in_two_feeds_is_one_with_two_entries() {
    let mut desk = Desk::new();
    let link = "https://www.quay.example/plums?utm_source=feed";
    desk.server
        .serve("/all", &[], rss(&[entry("x1", "Plums", link, MONDAY)]));
    desk.server.serve(
        "/fruit",
        &[],
        rss(&[entry("y1", "Plums", "http://quay.example/plums", MONDAY)]),
    );
    // A page that somebody else comments on is not the same article.
    desk.server.serve(
        "/links",
        &[],
        rss(&[entry(
            "z1",
            "Look at these plums",
            "http://quay.example/plums",
            MONDAY,
        )]),
    );
    let (all, fruit, links) = (desk.add("/all"), desk.add("/fruit"), desk.add("/links"));
    assert_eq!(
        (
            desk.fetch(all).new,
            desk.fetch(fruit).new,
            desk.fetch(links).new
        ),
        (1, 0, 1)
    );
    assert_eq!(desk.titles(), ["Plums", "Look at these plums"]);
    let counts: Vec<usize> = desk
        .library
        .sources()
        .unwrap()
        .iter()
        .map(|source| source.article_count)
        .collect();
    assert_eq!(counts, [1, 1, 1]);
    assert_eq!(
        desk.query::<i64>("SELECT count FROM counter WHERE name = 'all'"),
        2
    );
}

#[test]
fn a_deleted_article_does_not_come_back() {
    let mut desk = Desk::new();
    desk.server.serve("/feed", &[], rss(&[item("a", "Plums")]));
    let feed = desk.add("/feed");
    desk.fetch(feed);
    let article = newsprint::model::ArticleId(desk.query("SELECT id FROM article"));
    desk.library.delete_article(article).unwrap();
    assert_eq!(desk.fetch(feed).new, 0);
    desk.server.serve(
        "/feed",
        &[],
        rss(&[entry("b", "Plums", "http://quay.example/p", MONDAY)]),
    );
    desk.fetch(feed);
    assert_eq!(desk.titles(), ["Plums"]);
}

#[test]
fn the_list_sorts_by_the_earlier_of_published_and_first_seen() {
    let mut desk = Desk::new();
    let items = [
        entry("a", "Future", "", "Sat, 28 Nov 2037 12:00:00 GMT"),
        entry("b", "None", "", ""),
        entry("c", "Old", "", "Thu, 01 Jan 1970 00:00:00 GMT"),
        entry("d", "Monday", "", MONDAY),
    ];
    desk.server.serve("/feed", &[], rss(&items));
    let feed = desk.add("/feed");
    desk.fetch(feed);
    desk.wait(HOUR);
    desk.server
        .serve("/feed", &[], rss(&[entry("e", "Fresh", "", "")]));
    desk.fetch(feed);
    assert_eq!(desk.titles(), ["Fresh", "Future", "None", "Monday", "Old"]);
}
