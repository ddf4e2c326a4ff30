//! Expiry of articles of feeds that were read long ago.

use super::super::corrected_articles::removal;
use super::{furnish, is_furnished, is_sound, open, raw, source, take};
use newsprint::model::{ArticleId, SourceId};

const DAY: i64 = 86_400;

#[test]
fn read_articles_of_feeds_expire_after_the_set_days_and_stay_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 12);
    let page = source(folder.path(), "folder", "Notes");
    let mut library = open(folder.path());
    let by_hand = take(&mut library, None, 100);
    let from_folder = take(&mut library, Some(page), 101);
    let now = library.now();
    library
        .set_read(
            &[ArticleId(5), ArticleId(6), by_hand, from_folder, ids[0]],
            true,
        )
        .unwrap();
    assert_eq!(
        library.expire_read(0).unwrap(),
        0,
        "by default everything stays"
    );
    assert_eq!(library.expire_read(30).unwrap(), 0, "it is not old");
    library.set_now(now + 31 * DAY);
    let before = library.counts().unwrap();
    assert_eq!(
        library.expire_read(30).unwrap(),
        3,
        "5, 6 and the other read one"
    );
    let counts = library.counts().unwrap();
    assert_eq!((counts.all, counts.unread), (before.all - 3, before.unread));
    for id in [by_hand, from_folder, ids[0]] {
        assert!(library.document(id).unwrap().is_some(), "{id}");
    }
    assert!(library.document(ArticleId(5)).unwrap().is_none());
    // The feed still contains the article.
    assert_eq!(take(&mut library, Some(SourceId(1)), 5), ArticleId(5));
    assert_eq!(library.counts().unwrap(), counts);
    // Added by hand, the article comes back.
    take(&mut library, None, 5);
    assert_eq!(library.counts().unwrap().all, counts.all + 1);
    is_furnished(&library, ids);
    is_sound(folder.path());
    let examined = newsprint::library::check_library(folder.path());
    assert!(examined.is_sound(), "{examined:?}");
}

#[test]
fn recently_opened_articles_do_not_expire() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    let mut library = open(folder.path());
    let now = library.now();
    library.set_read(&[ArticleId(6)], true).unwrap();
    library.set_now(now + 20 * DAY);
    library.save_position(ArticleId(6), None, 1.0).unwrap();
    library.set_now(now + 31 * DAY);
    assert_eq!(library.expire_read(30).unwrap(), 1, "only the other one");
    assert!(library.document(ArticleId(6)).unwrap().is_some());
    let left: i64 = raw(folder.path())
        .query_row("SELECT count(*) FROM document", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 7);
}

#[test]
fn a_corrected_article_does_not_expire() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    let mut library = open(folder.path());
    library
        .set_read(&[ArticleId(5), ArticleId(6)], true)
        .unwrap();
    let correction = removal("The end of 6.");
    library
        .correct_article(ArticleId(6), &correction, true)
        .unwrap();
    let now = library.now();
    library.set_now(now + 31 * DAY);
    library.expire_read(30).unwrap();
    assert!(library.document(ArticleId(5)).unwrap().is_none());
    assert!(library.document(ArticleId(6)).unwrap().is_some());
}

#[test]
fn a_source_may_keep_its_articles_for_another_time() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    let mut library = open(folder.path());
    let now = library.now();
    library
        .set_read(&[ArticleId(5), ArticleId(6)], true)
        .unwrap();
    library.set_now(now + 31 * DAY);
    let keep = |days| [newsprint::model::SettingChange::Keep(days)];
    library.set_source(SourceId(1), &keep(Some(0))).unwrap();
    assert_eq!(library.expire_read(30).unwrap(), 0, "for ever");
    library.set_source(SourceId(1), &keep(Some(60))).unwrap();
    assert_eq!(library.expire_read(30).unwrap(), 0);
    library.set_source(SourceId(1), &keep(Some(7))).unwrap();
    assert!(
        library.expire_read(0).unwrap() > 0,
        "also where the others stay"
    );
}
