//! Stories in the library: articles with the same text are one row, whatever happens to them, and none of them is lost.

use newsprint::library::{Durability, Library, NewArticle};
use newsprint::model::{
    ArticleId, Grouping, Listing, Order, Page, PageFrom, PageRequest, SourceId, View,
};
use rusqlite::Connection;

use crate::library::{TestLibrary, article};
use crate::same_text::text;
use crate::search::index;

/// A library with the articles of several feeds.
pub(crate) struct Newsroom {
    pub(crate) test: TestLibrary,
}

impl Newsroom {
    pub(crate) fn new() -> Self {
        let test = TestLibrary::new();
        let newsroom = Self { test };
        for number in 1..=6 {
            let sql = "INSERT INTO source (id, kind, title, url, added) VALUES (?1, 'feed', 'Paper ' || ?1, 'https://' || ?1 || '.example/feed', 0)";
            newsroom.database().execute(sql, [number]).unwrap();
        }
        newsroom
    }

    /// Puts the articles of [`three_and_one`] into a library, and groups them.
    pub(crate) fn fill(library: &mut Library) {
        let database = Connection::open(library.file()).unwrap();
        for number in 1..=3 {
            let sql = "INSERT INTO source (id, kind, title, url, added) VALUES (?1, 'feed', 'Paper ' || ?1, 'https://' || ?1 || '.example/feed', 0)";
            database.execute(sql, [number]).unwrap();
        }
        for (source, day, title, text) in articles_of_two_stories() {
            add(library, source, day, title, &text);
        }
        index(library);
    }

    fn database(&self) -> Connection {
        Connection::open(self.test.library.file()).unwrap()
    }

    /// Adds an article of a source, a day of March 2026.
    pub(crate) fn add(&mut self, source: i64, day: u32, title: &str, text: &str) -> ArticleId {
        add(&mut self.test.library, source, day, title, text)
    }

    pub(crate) fn index(&mut self) {
        index(&mut self.test.library);
        // The stored counts are those of the articles.
        let wrong = "SELECT (SELECT count FROM counter WHERE name = 'repeats')
                - (SELECT count(*) - count(DISTINCT story) FROM article WHERE story IS NOT NULL AND muted = 0),
            (SELECT count FROM counter WHERE name = 'unread_repeats')
                - (SELECT count(*) - count(DISTINCT story) FROM article WHERE story IS NOT NULL AND muted = 0 AND read = 0),
            (SELECT count(*) FROM article WHERE story IS NOT NULL AND (
                in_library = 0 OR story NOT IN (SELECT id FROM article WHERE story = id)
                OR story IN (SELECT story FROM article WHERE story IS NOT NULL GROUP BY story HAVING count(*) = 1)))";
        let wrong: [i64; 3] = self
            .database()
            .query_row(wrong, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
            .unwrap();
        assert_eq!(wrong, [0; 3]);
    }

    /// Returns the representative of the story of each article.
    pub(crate) fn stories(&self, articles: &[ArticleId]) -> Vec<Option<i64>> {
        let database = self.database();
        let story = |id: &ArticleId| {
            let sql = "SELECT story FROM article WHERE id = ?1";
            database.query_row(sql, [id.0], |row| row.get(0)).unwrap()
        };
        articles.iter().map(story).collect()
    }
}

/// Adds an article of a source, a day of March 2026.
fn add(library: &mut Library, source: i64, day: u32, title: &str, text: &str) -> ArticleId {
    let document = article(&format!(
        "---\ntitle: {title}\ndate: 2026-03-{day:02}\nurl: https://paper{source}.example/{}\n---\n\n{text}\n",
        title.replace(' ', "-")
    ));
    let incoming = NewArticle {
        source: Some(SourceId(source)),
        in_library: true,
        document: Some(&document),
        words: document.words(),
        ..NewArticle::default()
    };
    library
        .upsert_articles(&[incoming], Durability::Full)
        .unwrap()[0]
        .id()
}

/// A teaser, the whole article and a cut of it, and another article.
fn articles_of_two_stories() -> [(i64, u32, &'static str, String); 4] {
    [
        (1, 4, "Bridge is free", text(1, 0..50)),
        (2, 2, "Harbour bridge reopens", text(1, 0..300)),
        (3, 3, "Bridge: traffic again", text(1, 0..140)),
        (1, 3, "Something else", text(2, 0..200)),
    ]
}

pub(crate) fn listing(view: View) -> Listing {
    Listing {
        view,
        ..Listing::default()
    }
}

fn page(library: &Library, listing: Listing, from: PageFrom) -> Page {
    let request = PageRequest {
        request_id: 1,
        listing,
        from,
        row_limit: 50,
        pinned: Vec::new(),
    };
    library.page(&request).unwrap()
}

pub(crate) fn ids(library: &Library, listing: Listing) -> Vec<ArticleId> {
    let page = page(library, listing, PageFrom::First);
    // As many rows as the page says.
    assert!(
        page.row_count.is_none_or(|count| count == page.rows.len()),
        "{:?}",
        page.row_count
    );
    page.rows.iter().map(|row| row.id).collect()
}

/// A newsroom with a whole article, a cut and a teaser of it, and another article; all indexed.
pub(crate) fn three_and_one() -> (Newsroom, [ArticleId; 4]) {
    let mut room = Newsroom::new();
    let added = articles_of_two_stories()
        .map(|(source, day, title, text)| room.add(source, day, title, &text));
    room.index();
    (room, added)
}

#[test]
fn copies_cuts_and_teasers_are_one_row_under_the_longest_text() {
    let (room, [teaser, whole, cut, other]) = three_and_one();
    let story = Some(whole.0);
    assert_eq!(
        room.stories(&[teaser, whole, cut, other]),
        [story, story, story, None]
    );
    assert_eq!(ids(&room.test.library, listing(View::All)), [other, whole]);
    for order in [Order::OldestFirst, Order::Title, Order::Length] {
        for grouping in [Grouping::None, Grouping::Source] {
            let listing = Listing {
                order,
                grouping,
                ..listing(View::All)
            };
            assert_eq!(
                ids(&room.test.library, listing).len(),
                2,
                "{order:?} {grouping:?}"
            );
        }
    }
    // A source has all of its articles.
    assert_eq!(
        ids(&room.test.library, listing(View::Source(SourceId(1)))),
        [teaser, other]
    );
    let row = &page(&room.test.library, listing(View::All), PageFrom::First).rows[1];
    let story = row.story.unwrap();
    assert_eq!((story.id, story.others), (whole, 2));
}

#[test]
fn the_order_in_which_articles_come_does_not_matter() {
    let parts = [0..50, 0..300, 0..140, 60..300];
    for first in 0..4 {
        for second in 0..4 {
            let mut room = Newsroom::new();
            let mut order: Vec<usize> = (0..4).collect();
            order.rotate_left(first);
            order.swap(0, second);
            let mut added = [ArticleId(0); 4];
            for number in order {
                let title = format!("Title of number {number}");
                added[number] = room.add(
                    number as i64 + 1,
                    2,
                    &title,
                    &text(1, parts[number].clone()),
                );
                room.index();
            }
            assert_eq!(
                room.stories(&added),
                [Some(added[1].0); 4],
                "{first} {second}"
            );
        }
    }
}

#[test]
fn a_view_lists_a_story_if_it_has_any_of_its_articles() {
    let (mut room, [teaser, whole, cut, other]) = three_and_one();
    let library = &mut room.test.library;
    library.set_read(&[whole], true).unwrap();
    // The newest of those that are left.
    assert_eq!(ids(library, listing(View::Unread)), [teaser, other]);
    library.set_read(&[teaser, other], true).unwrap();
    assert_eq!(ids(library, listing(View::Unread)), [cut]);
    library.set_read(&[cut], true).unwrap();
    assert_eq!(ids(library, listing(View::Unread)), []);
    library.set_read(&[teaser, cut], false).unwrap();
    assert_eq!(ids(library, listing(View::Unread)), [teaser]);
    // Categories.
    library
        .set_source_categories(SourceId(3), &["Harbour".to_owned()])
        .unwrap();
    let category = library.categories().unwrap()[0].id;
    assert_eq!(ids(library, listing(View::Category(category))), [cut]);
    library
        .set_source_categories(SourceId(1), &["Harbour".to_owned()])
        .unwrap();
    assert_eq!(
        ids(library, listing(View::Category(category))),
        [teaser, other]
    );
    library
        .set_source_categories(SourceId(2), &["Harbour".to_owned()])
        .unwrap();
    assert_eq!(
        ids(library, listing(View::Category(category))),
        [other, whole]
    );
    // Saved searches and tags; the bookmarks are all of them.
    let (search, _) = library.save_search("Bridge", "title:bridge").unwrap();
    index(library);
    assert_eq!(ids(library, listing(View::SavedSearch(search))), [whole]);
    library.edit_search(search, "title:free").unwrap();
    index(library);
    assert_eq!(ids(library, listing(View::SavedSearch(search))), [teaser]);
    let tags = ["harbour".to_owned()];
    for id in [cut, teaser] {
        library.tag_article(id, None, &tags).unwrap();
    }
    assert_eq!(
        ids(library, listing(View::Tag("harbour".to_owned()))),
        [teaser]
    );
    assert_eq!(ids(library, listing(View::Bookmarks)), [teaser, cut]);
}

#[test]
fn a_filter_lists_the_article_of_a_story_that_matches_it() {
    let (mut room, [teaser, whole, cut, _]) = three_and_one();
    let filtered = |typed: &str| Listing {
        filter: typed.to_owned(),
        ..listing(View::All)
    };
    let library = &mut room.test.library;
    assert_eq!(ids(library, filtered("bridge")), [whole]);
    assert_eq!(ids(library, filtered("bridge free")), [teaser]);
    assert_eq!(ids(library, filtered("bridge again")), [cut]);
    // The same by the index: more rows than are looked at one by one.
    for number in 0..2_600 {
        let title = format!("Filler {number}");
        room.add(
            4,
            5,
            &title,
            &format!("Filler number {number} says {number}."),
        );
    }
    room.index();
    let library = &mut room.test.library;
    assert_eq!(ids(library, filtered("bridge")), [whole]);
    assert_eq!(ids(library, filtered("bridge free")), [teaser]);
    assert_eq!(ids(library, filtered("bridge again")), [cut]);
}

#[test]
fn a_jump_to_an_article_without_a_row_leads_to_its_story() {
    let (room, [teaser, whole, ..]) = three_and_one();
    let page = page(
        &room.test.library,
        listing(View::All),
        PageFrom::AroundArticle(teaser),
    );
    assert_eq!(page.target, Some(whole));
}

#[test]
fn marking_a_group_or_a_view_marks_the_articles_without_rows_too() {
    let (mut room, [teaser, whole, cut, other]) = three_and_one();
    let library = &mut room.test.library;
    let by_day = || Listing {
        grouping: Grouping::Day,
        ..listing(View::All)
    };
    let rows = page(library, by_day(), PageFrom::First).rows;
    // The day of the representative: the two others are of later days.
    let key = rows[1].key.clone().unwrap();
    let changed = library.mark_group_read(&by_day(), &key).unwrap();
    let mut marked = changed.articles;
    marked.sort();
    assert_eq!(marked, [teaser, whole, cut]);
    library.undo(None).unwrap();
    // The day of another article: the cut of the same day has no row there.
    let key = rows[0].key.clone().unwrap();
    assert_eq!(
        library.mark_group_read(&by_day(), &key).unwrap().articles,
        [other]
    );
    library.undo(None).unwrap();
    assert_eq!(
        library
            .mark_view_read(&listing(View::All), None)
            .unwrap()
            .articles
            .len(),
        4
    );
    assert_eq!(library.counts().unwrap().unread, 0);
}

#[test]
fn with_shared_marks_one_article_marks_its_story_and_undo_takes_all_back() {
    let (mut room, [teaser, _, _, other]) = three_and_one();
    let library = &mut room.test.library;
    library.share_read(true);
    library.set_read(&[teaser], true).unwrap();
    assert_eq!(ids(library, listing(View::Unread)), [other]);
    library.undo(None).unwrap();
    assert_eq!(library.counts().unwrap().unread, 4);
    library.toggle_read(teaser).unwrap();
    assert_eq!(library.counts().unwrap().unread, 1);
    library.toggle_read(teaser).unwrap();
    assert_eq!(library.counts().unwrap().unread, 4);
    // What comes later and says nothing new is read as well; a longer text is not.
    library.toggle_read(teaser).unwrap();
    let later = room.add(5, 5, "Once more the bridge", &text(1, 0..90));
    let longer = room.add(6, 5, "All about the bridge", &text(1, 0..400));
    room.index();
    let library = &room.test.library;
    let states = library.states(&[later, longer]).unwrap();
    let read = |id: ArticleId| {
        states
            .iter()
            .any(|(found, state)| *found == id && state.is_read)
    };
    assert_eq!((read(later), read(longer)), (true, false));
    assert_eq!(room.stories(&[later, longer, teaser]), [Some(longer.0); 3]);
}

#[test]
fn when_the_representative_is_deleted_the_others_stay_together() {
    let (mut room, [teaser, whole, cut, other]) = three_and_one();
    room.test.library.delete_article(whole).unwrap();
    assert_eq!(
        room.stories(&[teaser, whole, cut]),
        [Some(cut.0), None, Some(cut.0)]
    );
    assert_eq!(ids(&room.test.library, listing(View::All)), [cut, other]);
    room.index();
    assert_eq!(ids(&room.test.library, listing(View::All)), [cut, other]);
    room.test.library.undo(None).unwrap();
    room.index();
    assert_eq!(room.stories(&[teaser, whole, cut]), [Some(whole.0); 3]);
    for id in [whole, cut] {
        room.test.library.delete_article(id).unwrap();
        room.index();
    }
    assert_eq!(room.stories(&[teaser]), [None]);
}

#[test]
fn a_teaser_with_the_title_of_one_copy_stays_in_the_story_whatever_comes_first() {
    for first in 0..6 {
        let mut room = Newsroom::new();
        let copies = [
            (2, "Harbour bridge reopens", 0..15),
            (1, "Harbour bridge reopens", 0..100),
            (3, "Traffic rolls over the bridge", 0..300),
        ];
        let mut order = vec![first % 3, (first + 1) % 3, (first + 2) % 3];
        if first >= 3 {
            order.swap(1, 2);
        }
        let mut added = [ArticleId(0); 3];
        for number in order {
            let (source, title, words) = copies[number].clone();
            added[number] = room.add(source, 2, title, &text(1, words));
            room.index();
        }
        assert_eq!(room.stories(&added), [Some(added[2].0); 3], "{first}");
        assert_eq!(ids(&room.test.library, listing(View::All)), [added[2]]);
    }
}

#[test]
fn a_text_that_changes_leaves_its_story() {
    let mut room = Newsroom::new();
    let whole = room.add(2, 2, "Harbour bridge reopens", &text(1, 0..300));
    let cut = room.add(3, 3, "Bridge open", &text(1, 0..140));
    let teaser = room.add(4, 3, "Bridge is open", &text(1, 0..60));
    room.index();
    assert_eq!(room.stories(&[whole, cut, teaser]), [Some(whole.0); 3]);
    assert_eq!(
        room.add(2, 2, "Harbour bridge reopens", &text(9, 0..200)),
        whole
    );
    room.index();
    assert_eq!(
        room.stories(&[whole, cut, teaser]),
        [None, Some(cut.0), Some(cut.0)]
    );
}

#[test]
fn texts_of_different_times_are_not_compared_and_samples_expire() {
    let mut room = Newsroom::new();
    let early = room.add(1, 1, "Harbour bridge reopens", &text(1, 0..200));
    let late = room.add(2, 20, "Harbour bridge is open", &text(1, 0..200));
    let near = room.add(3, 10, "Harbour bridge is open again", &text(1, 0..150));
    room.index();
    assert_eq!(room.stories(&[early, late, near])[2..], [Some(early.0)]);
    assert_eq!(room.stories(&[late]), [None]);
    let samples = |room: &Newsroom| -> i64 {
        room.database()
            .query_row("SELECT count(*) FROM story_sample", [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(samples(&room), 3);
    let now = room.test.library.now();
    room.test.library.set_now(now + 15 * 86_400);
    room.index();
    assert_eq!(samples(&room), 0);
    assert_eq!(room.stories(&[early, near]), [Some(early.0); 2]);
}

#[test]
fn a_round_up_has_a_row_of_its_own() {
    let mut room = Newsroom::new();
    let parts = [1, 2, 3].map(|seed| text(seed, 0..60));
    let one = room.add(1, 2, "The first of them", &parts[0]);
    let round_up = room.add(
        4,
        2,
        "What happened today",
        &format!("{} {}", text(8, 0..20), parts.join(" ")),
    );
    room.index();
    let two = room.add(2, 2, "The second of them", &parts[1]);
    room.index();
    assert_eq!(room.stories(&[one, two, round_up]), [None; 3]);
    assert_eq!(ids(&room.test.library, listing(View::All)).len(), 3);
}

#[test]
fn standing_lines_of_a_paper_group_nothing() {
    let mut room = Newsroom::new();
    let standing = text(70, 0..120);
    let articles: Vec<ArticleId> = (0..5)
        .map(|number| {
            let own = text(number + 10, 0..40);
            room.add(
                1,
                2,
                &format!("Report number {number}"),
                &format!("{own} {standing}"),
            )
        })
        .collect();
    room.index();
    assert_eq!(room.stories(&articles), [None; 5]);
}
