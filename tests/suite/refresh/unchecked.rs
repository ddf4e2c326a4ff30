//! New articles of feeds while there is a rule that mutes: they are in no list before the rules have checked them.

use std::sync::Arc;
use std::time::Duration;

use newsprint::ingest::extract_pending;
use newsprint::library::{Library, OpenMode, check_library};
use newsprint::model::{
    Grouping, Listing, Outcome, PageFrom, PageRequest, RuleAction, SourceId, View,
};
use newsprint::worker::{SharedState, Worker};

use super::{Answer, Desk, Item, rss};

const KETTLE: Item<'_> = Item {
    guid: "a",
    title: "A better kettle",
    link: "",
    date: "",
    text: "The kettle is sponsored by a maker of kettles, and boils in a minute.",
};
const PLUMS: Item<'_> = Item {
    guid: "b",
    title: "Plums are ripe",
    link: "",
    date: "",
    text: "Nobody was told that the plums at the quay are ripe.",
};

/// A library with a rule that mutes what is sponsored.
fn ruled() -> Desk {
    let mut desk = Desk::new();
    let mute = RuleAction::Mute;
    desk.library.add_rule("Ads", "sponsored", &mute).unwrap();
    desk.index();
    desk
}

impl Desk {
    /// Fetches a feed with these items.
    fn fetch_items(&mut self, items: &[Item<'_>]) -> SourceId {
        self.server.serve("/feed", &[], rss(items));
        let feed = self.add("/feed");
        self.fetch(feed);
        feed
    }

    fn index(&mut self) {
        while self.library.index_some().unwrap().has_more {}
    }

    fn listed(&self, view: View) -> Vec<String> {
        let request = PageRequest {
            request_id: 1,
            listing: Listing {
                view,
                grouping: Grouping::None,
                ..Listing::default()
            },
            from: PageFrom::First,
            row_limit: 2000,
            pinned: Vec::new(),
        };
        let page = self.library.page(&request).unwrap();
        let mut titles: Vec<String> = page.rows.into_iter().map(|row| row.title).collect();
        if let Some(count) = page.row_count {
            assert_eq!(count, titles.len(), "the stored number of rows");
        }
        titles.sort();
        titles
    }

    /// Returns the numbers of all, unread and muted articles, and of those of the first source.
    fn counts(&self) -> [usize; 4] {
        let counts = self.library.counts().unwrap();
        let of_source: i64 = self.query("SELECT articles FROM source");
        let of_source = usize::try_from(of_source).unwrap();
        [counts.all, counts.unread, counts.muted, of_source]
    }
}

#[test]
fn an_article_is_in_no_list_before_the_rules_have_checked_it() {
    let mut desk = ruled();
    let (search, _) = desk.library.save_search("Quay", "quay OR kettle").unwrap();
    let feed = desk.fetch_items(&[KETTLE, PLUMS]);
    let views = [
        View::All,
        View::Unread,
        View::Source(feed),
        View::Muted,
        View::SavedSearch(search),
    ];
    let is_hidden = |desk: &Desk| {
        for view in &views {
            assert_eq!(desk.listed(view.clone()), Vec::<String>::new(), "{view:?}");
        }
        assert_eq!(desk.counts(), [0, 0, 0, 0]);
    };
    is_hidden(&desk);
    desk.extract();
    is_hidden(&desk);
    // The program ends, and another one goes on where it was.
    desk.library = Library::open(desk.folder.path(), OpenMode::Existing).unwrap();
    desk.library.set_now(desk.now);
    let mut steps = 0;
    while desk.library.index_some().unwrap().has_more {
        steps += 1;
        for view in [View::All, View::Unread, View::SavedSearch(search)] {
            let listed = desk.listed(view);
            assert!(!listed.contains(&KETTLE.title.to_owned()), "{listed:?}");
        }
    }
    assert!(steps > 3);
    for view in [
        View::All,
        View::Unread,
        View::Source(feed),
        View::SavedSearch(search),
    ] {
        assert_eq!(desk.listed(view.clone()), [PLUMS.title], "{view:?}");
    }
    assert_eq!(desk.listed(View::Muted), [KETTLE.title]);
    assert_eq!(desk.counts(), [1, 1, 1, 1]);
    let report = check_library(desk.folder.path());
    assert!(report.is_sound(), "{report:?}");
    // Undo lists it, for good.
    let undone = desk.library.undo(None).unwrap();
    if let newsprint::library::UndoResult::NeedsConfirmation(change, ..) = undone {
        desk.library.undo(Some(change)).unwrap();
    }
    desk.index();
    assert_eq!(desk.listed(View::All).len(), 2);
}

#[test]
fn without_a_rule_that_mutes_an_article_is_listed_at_once() {
    let mut desk = Desk::new();
    let read = RuleAction::Read;
    desk.library.add_rule("Ads", "sponsored", &read).unwrap();
    desk.fetch_items(&[KETTLE, PLUMS]);
    assert_eq!(desk.listed(View::All), [KETTLE.title, PLUMS.title]);
    assert_eq!(desk.counts(), [2, 2, 0, 2]);
}

#[test]
fn an_article_is_listed_when_the_index_can_not_be_written() {
    let mut desk = ruled();
    desk.fetch_items(&[KETTLE, PLUMS]);
    desk.extract();
    let file = Library::library_file(desk.folder.path());
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.execute("DROP TABLE search_text", []).unwrap();
    let mut indexed = desk.library.index_some();
    while indexed.as_ref().is_ok_and(|step| step.has_more) {
        indexed = desk.library.index_some();
    }
    assert!(indexed.is_err());
    assert_eq!(desk.listed(View::All), [KETTLE.title, PLUMS.title]);
}

#[test]
fn the_first_articles_of_many_are_listed_before_all_texts_are_extracted() {
    let mut desk = ruled();
    let text = "The tide had turned before the barrels were at the quay. ".repeat(18);
    let names: Vec<String> = (0..1500).map(|number| format!("Number {number}")).collect();
    let items: Vec<Item<'_>> = names
        .iter()
        .map(|name| Item {
            guid: name,
            title: name,
            text: &text,
            ..Item::default()
        })
        .collect();
    desk.fetch_items(&items);
    let mut extractions = 0;
    while !desk.library.check_new_articles().unwrap().has_more {
        assert!(extract_pending(&mut desk.library).unwrap());
        extractions += 1;
    }
    assert!(extractions > 0);
    while desk.library.check_new_articles().unwrap().has_more {}
    let first = desk.listed(View::All).len();
    assert!((1..1500).contains(&first), "{first} of 1500");
    while desk.library.check_new_articles().unwrap().has_more
        || extract_pending(&mut desk.library).unwrap()
    {}
    desk.index();
    assert_eq!(desk.listed(View::All).len(), 1500);
}

#[test]
fn the_sum_of_a_refresh_leaves_out_what_a_rule_mutes() {
    let mut desk = Desk::new();
    let real_now = chrono::Utc::now().timestamp();
    desk.wait(real_now - desk.now);
    let mute = RuleAction::Mute;
    desk.library.add_rule("Ads", "sponsored", &mute).unwrap();
    let answer = rss(&[KETTLE, PLUMS]);
    desk.server
        .on("/feed", move |_| Answer::new(200, &[], &answer));
    desk.add("/feed");
    let shared = Arc::new(
        SharedState::with_tour()
            .with_library(desk.folder.path().to_owned())
            .with_scheduled_fetching(),
    );
    let (sender, outcomes) = std::sync::mpsc::channel();
    let worker = Worker::new(shared, Arc::new(move |outcome| drop(sender.send(outcome))));
    worker.start_background().unwrap();
    let finished = std::iter::from_fn(|| outcomes.recv_timeout(Duration::from_secs(20)).ok())
        .find_map(|outcome| match outcome {
            Outcome::RefreshFinished(summary) => Some(summary),
            _ => None,
        });
    let summary = finished.expect("what is due is fetched");
    worker.finish(false);
    assert_eq!((summary.new, summary.sources_with_new), (1, 1));
    assert_eq!(desk.listed(View::All), [PLUMS.title]);
}
