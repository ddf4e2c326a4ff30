//! The pages of the list, straight from the library.

use std::time::Instant;

use newsprint::library::{Library, OpenMode};
use newsprint::model::{Grouping, Listing, Order, Page, PageFrom, PageRequest, RowKey, View};

use super::arguments::check;
use super::figures::Times;
use super::fill::Filled;

fn ask(library: &Library, listing: &Listing, from: PageFrom) -> Page {
    library
        .page(&PageRequest {
            request_id: 1,
            listing: listing.clone(),
            from,
            row_limit: 200,
            pinned: Vec::new(),
        })
        .unwrap()
}

/// Measures the pages of a library, each so often.
pub fn run(library: &Filled, runs: usize) {
    println!(
        "\n{} articles: a page of 200 rows, ms (median, longest of {runs})",
        library.articles
    );
    let library_size = library.articles;
    let library = Library::open(library.folder(), OpenMode::Existing).unwrap();
    let listing = |view, order, grouping| Listing {
        view,
        order,
        grouping,
        ..Listing::default()
    };
    for (name, listing) in [
        ("all", listing(View::All, Order::Date, Grouping::Day)),
        ("unread", listing(View::Unread, Order::Date, Grouping::Day)),
        (
            "all, oldest first",
            listing(View::All, Order::OldestFirst, Grouping::Day),
        ),
        (
            "unread, oldest",
            listing(View::Unread, Order::OldestFirst, Grouping::Day),
        ),
        (
            "bookmarks",
            listing(View::Bookmarks, Order::Date, Grouping::Day),
        ),
        (
            "all by title",
            listing(View::All, Order::Title, Grouping::None),
        ),
        (
            "unread by length",
            listing(View::Unread, Order::Length, Grouping::None),
        ),
        (
            "all by source",
            listing(View::All, Order::Date, Grouping::Source),
        ),
    ] {
        let first = ask(&library, &listing, PageFrom::First);
        check(!first.rows.is_empty(), || {
            format!("the list “{name}” has no rows")
        });
        let key = |page: &Page| -> RowKey { page.rows[page.rows.len() / 2].key.clone().unwrap() };
        let last = ask(&library, &listing, PageFrom::Last);
        let (top, bottom) = (key(&first), key(&last));
        let distance = library_size as isize * 9 / 10;
        let cases = [
            ("first", PageFrom::First),
            ("last", PageFrom::Last),
            ("after", PageFrom::After(top.clone())),
            ("before", PageFrom::Before(bottom.clone())),
            ("around", PageFrom::Around(bottom)),
            ("next unread", PageFrom::NextUnread(top.clone())),
            ("next group", PageFrom::NextGroup(top.clone())),
            (
                "middle row",
                PageFrom::Index(first.row_count.unwrap_or(0) / 2),
            ),
            ("row by distance", PageFrom::Distance(top, distance)),
        ];
        print!("{name:<18}");
        for (what, from) in cases {
            let mut times = Times::default();
            for _ in 0..runs {
                let began = Instant::now();
                ask(&library, &listing, from.clone());
                times.push(began.elapsed());
            }
            print!("  {what} {:.1} {:.1}", times.median(), times.longest());
        }
        println!();
    }
    let mut times = Times::default();
    for _ in 0..runs {
        let began = Instant::now();
        library.views().unwrap();
        times.push(began.elapsed());
    }
    println!(
        "{:<18}  {:.2} {:.2}",
        "views, counts",
        times.median(),
        times.longest()
    );
}
