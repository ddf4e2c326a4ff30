//! Views of categories: articles of several sources in one list, each once.

use newsprint::library::{Library, OpenMode};
use newsprint::model::{
    ArticleId, ArticleRow, CategoryId, Grouping, Listing, Order, Page, PageFrom, PageRequest,
    SourceId, View,
};
use rusqlite::{Connection, params};

const SOURCES: i64 = 6;

struct Filled {
    library: Library,
    database: Connection,
    news: CategoryId,
    local: CategoryId,
    _folder: tempfile::TempDir,
}

/// A library with sources 1 to 6. News has the sources 2 and 5; Local, below it, has 3 and 5; Other has 6.
/// Every third article is in two sources, every fifth in three.
fn filled(articles: i64) -> Filled {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
    let database = Connection::open(folder.path().join("library.db")).unwrap();
    database
        .execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF; BEGIN;")
        .unwrap();
    for source in 1..=SOURCES {
        database
            .execute(
                "INSERT INTO source (kind, title, url, added) VALUES ('feed', ?1, ?1, 1)",
                [format!(
                    "Source {}",
                    ["A", "B", "C", "D", "E", "F"][source as usize - 1]
                )],
            )
            .unwrap();
    }
    for number in 1..=articles {
        let source = number * 7 % SOURCES + 1;
        database
            .execute(
                "INSERT INTO article (source, title, title_key, words, added, updated, date, read)
                 VALUES (?1, ?2, ?3, ?4, 1, 1, ?5, ?6)",
                params![
                    source,
                    format!("Article {number}"),
                    format!("{:02}", number * 13 % 17),
                    number * 11 % 19,
                    1_700_000_000 + (number * 37 % (articles / 2 + 1)) * 7_200,
                    number % 4 == 0,
                ],
            )
            .unwrap();
        for (every, away) in [(1, 0), (3, 1), (5, 3)] {
            if number % every == 0 {
                database
                    .execute(
                        "INSERT INTO entry (source, key, article, first_seen, last_seen) VALUES (?1, CAST(?2 AS BLOB), ?2, 1, 1)",
                        params![(source + away - 1) % SOURCES + 1, number],
                    )
                    .unwrap();
            }
        }
    }
    database.execute_batch("COMMIT").unwrap();
    let news = library.ensure_category(None, "News").unwrap();
    let local = library.ensure_category(Some(news), "Local").unwrap();
    let other = library.ensure_category(None, "Other").unwrap();
    for (source, categories) in [
        (2, vec![news]),
        (3, vec![local]),
        (5, vec![news, local]),
        (6, vec![other]),
    ] {
        library
            .set_categories(SourceId(source), &categories)
            .unwrap();
    }
    Filled {
        library,
        database,
        news,
        local,
        _folder: folder,
    }
}

fn page(library: &Library, listing: &Listing, from: PageFrom, rows: usize) -> Page {
    let request = PageRequest {
        request_id: 0,
        listing: listing.clone(),
        from,
        row_limit: rows,
        pinned: Vec::new(),
    };
    library.page(&request).unwrap()
}

/// Reads a whole listing in pages of `rows`, forwards or backwards.
fn read(library: &Library, listing: &Listing, rows: usize, forward: bool) -> Vec<ArticleRow> {
    let mut all: Vec<ArticleRow> = Vec::new();
    let mut from = if forward {
        PageFrom::First
    } else {
        PageFrom::Last
    };
    loop {
        let page = page(library, listing, from, rows);
        let more = if forward {
            page.has_more_after
        } else {
            page.has_more_before
        };
        match forward {
            true => all.extend(page.rows),
            false => {
                all.splice(0..0, page.rows);
            }
        }
        if !more {
            return all;
        }
        let edge = if forward { all.last() } else { all.first() };
        let key = edge.unwrap().key.clone().unwrap();
        from = if forward {
            PageFrom::After(key)
        } else {
            PageFrom::Before(key)
        };
    }
}

fn ids(rows: &[ArticleRow]) -> Vec<ArticleId> {
    rows.iter().map(|row| row.id).collect()
}

fn listing(category: CategoryId, order: Order, grouping: Grouping, filter: &str) -> Listing {
    Listing {
        view: View::Category(category),
        filter: filter.to_owned(),
        order,
        grouping,
        lists_repeats: false,
    }
}

/// Returns the articles of these sources in an order, with the source that each is grouped under.
fn expected(
    database: &Connection,
    sources: &str,
    order: Order,
    by_source: bool,
) -> Vec<(ArticleId, i64)> {
    let column = match order {
        Order::Date | Order::OldestFirst => "-date",
        Order::Title => "title_key",
        Order::Length => "words",
    };
    let down = match order {
        Order::OldestFirst => "DESC",
        Order::Date | Order::Title | Order::Length => "",
    };
    let first = match by_source {
        true => format!("s {down},"),
        false => String::new(),
    };
    let sql = format!(
        "SELECT id, CASE WHEN source IN ({sources}) THEN source ELSE (
            SELECT min(e.source) FROM entry e WHERE e.article = a.id AND e.source IN ({sources})) END AS s
         FROM article a WHERE s IS NOT NULL ORDER BY {first} {column} {down}, id {down}"
    );
    let mut statement = database.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_category_lists_the_articles_of_its_sources_and_subcategories_once() {
    let filled = filled(200);
    for (category, sources) in [(filled.news, "2, 3, 5"), (filled.local, "3, 5")] {
        for order in [Order::Date, Order::OldestFirst, Order::Title, Order::Length] {
            for grouping in [Grouping::None, Grouping::Day, Grouping::Source] {
                let by_source = grouping == Grouping::Source;
                let expected = expected(&filled.database, sources, order, by_source);
                let wanted: Vec<ArticleId> = expected.iter().map(|(id, _)| *id).collect();
                let listing = listing(category, order, grouping, "");
                for (rows, forward) in [(7, true), (7, false), (1000, true), (1, false)] {
                    let found = read(&filled.library, &listing, rows, forward);
                    assert_eq!(ids(&found), wanted, "{listing:?}, {rows} rows, {forward}");
                    if by_source {
                        let groups = found
                            .iter()
                            .map(|row| row.key.as_ref().unwrap().source_or_0);
                        let wanted: Vec<i64> = expected.iter().map(|(_, s)| *s).collect();
                        assert_eq!(groups.collect::<Vec<_>>(), wanted);
                    }
                }
                let first = page(&filled.library, &listing, PageFrom::First, 5);
                assert_eq!(first.row_count, Some(wanted.len()), "{listing:?}");
            }
        }
    }
}

#[test]
fn a_filter_leaves_the_same_order_in_a_category() {
    let filled = filled(200);
    let filter = listing(filled.news, Order::Date, Grouping::Day, "article 1");
    let wanted: Vec<ArticleId> = read(
        &filled.library,
        &Listing {
            filter: String::new(),
            ..filter.clone()
        },
        50,
        true,
    )
    .into_iter()
    .filter(|row| row.title.contains('1'))
    .map(|row| row.id)
    .collect();
    assert!(wanted.len() > 20);
    for (rows, forward) in [(9, true), (9, false)] {
        assert_eq!(ids(&read(&filled.library, &filter, rows, forward)), wanted);
    }
}

#[test]
fn groups_and_unread_articles_of_a_category_are_found() {
    let filled = filled(200);
    for (order, grouping) in [
        (Order::Date, Grouping::Day),
        (Order::Date, Grouping::Source),
        (Order::OldestFirst, Grouping::Day),
        (Order::OldestFirst, Grouping::Source),
    ] {
        let listing = listing(filled.news, order, grouping, "");
        let all = read(&filled.library, &listing, 1000, true);
        let key = |at: usize| all[at].key.clone().unwrap();
        for at in 0..all.len() {
            let target = |from| page(&filled.library, &listing, from, 3).target;
            let rest = &all[at..];
            let next = rest.iter().find(|row| row.group != all[at].group);
            assert_eq!(target(PageFrom::NextGroup(key(at))), next.map(|row| row.id));
            let unread = rest.iter().skip(1).find(|row| !row.state.is_read);
            assert_eq!(
                target(PageFrom::NextUnread(key(at))),
                unread.map(|row| row.id)
            );
            let above = all[..at].iter().rev().find(|row| !row.state.is_read);
            assert_eq!(
                target(PageFrom::PreviousUnread(key(at))),
                above.map(|row| row.id)
            );
            let begins = |at: usize| at == 0 || all[at - 1].group != all[at].group;
            let start = (0..=at).rev().find(|other| begins(*other)).unwrap();
            let wanted = match start == at && at > 0 {
                true => (0..at).rev().find(|other| begins(*other)).unwrap(),
                false => start,
            };
            assert_eq!(
                target(PageFrom::PreviousGroup(key(at))),
                (at > 0).then(|| all[wanted].id)
            );
            assert_eq!(
                target(PageFrom::AroundArticle(all[at].id)),
                Some(all[at].id)
            );
            let before = filled.library.count_rows_before(&listing, &key(at), &[]);
            assert_eq!(before.unwrap(), at);
            assert_eq!(target(PageFrom::Index(at)), Some(all[at].id), "row {at}");
            let last = key(all.len() - 1);
            let up = PageFrom::Distance(last, at as isize + 1 - all.len() as isize);
            if at + 1 < all.len() {
                assert_eq!(target(up), Some(all[at].id), "up to row {at}");
            }
        }
    }
}

#[test]
fn views_count_each_article_of_a_category_once() {
    let filled = filled(200);
    let views = filled.library.views().unwrap();
    for (category, parents, sources) in [
        (filled.news, vec![], "2, 3, 5"),
        (filled.local, vec![filled.news], "3, 5"),
    ] {
        let row = views
            .iter()
            .find(|row| row.view == View::Category(category))
            .unwrap();
        let wanted = expected(&filled.database, sources, Order::Date, false);
        assert_eq!(row.article_count, wanted.len());
        let unread = wanted.iter().filter(|(id, _)| id.0 % 4 != 0).count();
        assert_eq!(row.unread_count, Some(unread));
        assert_eq!(row.parents, parents);
    }
    let source = |id| {
        let is_it = |row: &&newsprint::model::ViewRow| row.view == View::Source(SourceId(id));
        views.iter().find(is_it).unwrap().parents.clone()
    };
    assert_eq!(source(5), [filled.news, filled.local]);
    assert!(source(1).is_empty());
}

#[test]
fn a_removed_source_leaves_its_category() {
    let mut filled = filled(60);
    filled.library.remove_source(SourceId(5)).unwrap();
    let listing = listing(filled.news, Order::Date, Grouping::Day, "");
    let found = ids(&read(&filled.library, &listing, 10, true));
    let wanted = expected(&filled.database, "2, 3", Order::Date, false);
    let wanted: Vec<ArticleId> = wanted.into_iter().map(|(id, _)| id).collect();
    assert_eq!(found, wanted);
    let views = filled.library.views().unwrap();
    let news = views
        .iter()
        .find(|row| row.view == View::Category(filled.news));
    assert_eq!(news.unwrap().article_count, wanted.len());
}

#[test]
fn articles_of_hidden_sources_alone_are_left_out_of_all_and_unread() {
    let mut filled = filled(200);
    let hidden = [newsprint::model::SettingChange::Hidden(true)];
    for source in [2, 3] {
        filled
            .library
            .set_source(SourceId(source), &hidden)
            .unwrap();
    }
    let all = expected(&filled.database, "1, 2, 3, 4, 5, 6", Order::Date, false);
    let visible: Vec<ArticleId> = expected(&filled.database, "1, 4, 5, 6", Order::Date, false)
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert!(visible.len() < all.len());
    let unread: Vec<ArticleId> = visible.iter().copied().filter(|id| id.0 % 4 != 0).collect();
    for (view, wanted) in [(View::All, &visible), (View::Unread, &unread)] {
        let listing = Listing {
            view,
            grouping: Grouping::Day,
            ..Listing::default()
        };
        assert_eq!(&ids(&read(&filled.library, &listing, 9, true)), wanted);
        assert_eq!(&ids(&read(&filled.library, &listing, 9, false)), wanted);
        let first = page(&filled.library, &listing, PageFrom::First, 5);
        assert_eq!(first.row_count, Some(wanted.len()));
        let by_source = Listing {
            grouping: Grouping::Source,
            ..listing
        };
        let mut grouped = ids(&read(&filled.library, &by_source, 9, true));
        let mut wanted = wanted.clone();
        grouped.sort();
        wanted.sort();
        assert_eq!(grouped, wanted);
    }
    let counts = filled.library.counts().unwrap();
    assert_eq!((counts.all, counts.unread), (visible.len(), unread.len()));
    // The view of the source itself, and those of its categories, have them.
    let own = Listing {
        view: View::Source(SourceId(2)),
        ..Listing::default()
    };
    let wanted = expected(&filled.database, "2", Order::Date, false);
    assert_eq!(read(&filled.library, &own, 9, true).len(), wanted.len());
}
