//! Accounts in the library: adding, pausing, removing, health and leases.

use newsprint::library::{Library, OpenMode, session_name};
use newsprint::model::{AccountId, AccountKind, SourceSettings};
use rusqlite::Connection;
use tempfile::TempDir;

const URL: &str = "https://news.example/api/greader.php";

fn library() -> (TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
    library.set_now(10_000);
    (folder, library)
}

fn add(library: &mut Library, user: &str) -> AccountId {
    let settings = SourceSettings::default();
    let added = library.add_account(AccountKind::GoogleReader, URL, user, &settings);
    added.unwrap()
}

#[test]
fn an_account_is_listed_as_it_was_added() {
    let (_folder, mut library) = library();
    let mut settings = SourceSettings::default();
    settings
        .set("password-command", "pass show news.example")
        .unwrap();
    let added = library.add_account(AccountKind::Nextcloud, URL, "ada", &settings);
    let id = added.unwrap();
    let account = library.account(id).unwrap().unwrap();
    assert_eq!(
        (account.kind, &*account.url, &*account.user),
        (AccountKind::Nextcloud, URL, "ada")
    );
    assert_eq!(account.settings, settings);
    assert_eq!(library.accounts().unwrap(), [account]);
    assert_eq!(library.due_accounts().unwrap(), [id]);
    // The same feeds would be there twice.
    let again = library.add_account(AccountKind::GoogleReader, URL, "ada", &settings);
    assert_eq!(
        again.unwrap_err().to_string(),
        "account 1 is at this address already"
    );
    add(&mut library, "bob");
    assert_eq!(library.accounts().unwrap().len(), 2);
}

#[test]
fn a_failing_account_waits_and_a_paused_one_is_never_due() {
    let (_folder, mut library) = library();
    let id = add(&mut library, "ada");
    library
        .account_failed(id, 10_060, Some(13_600), ("wait", Some("3600")))
        .unwrap();
    library
        .account_failed(id, 10_060, None, ("status", Some("502")))
        .unwrap();
    let account = library.account(id).unwrap().unwrap();
    assert_eq!((account.failures, account.failing_since), (2, Some(10_000)));
    assert_eq!(
        account.error,
        Some(("status".to_owned(), Some("502".to_owned())))
    );
    assert!(library.due_accounts().unwrap().is_empty());
    assert_eq!(library.next_account_due().unwrap(), Some(10_060));
    library.set_now(10_060);
    assert_eq!(library.due_accounts().unwrap(), [id]);
    library
        .account_failed(id, 10_060, Some(13_600), ("wait", None))
        .unwrap();
    assert!(library.due_accounts().unwrap().is_empty());

    library.account_succeeded(id, 11_000).unwrap();
    let account = library.account(id).unwrap().unwrap();
    assert_eq!(
        (account.failures, account.failing_since, account.error),
        (0, None, None)
    );
    assert_eq!(account.last_success, Some(10_060));

    library.pause_account(id, true).unwrap();
    library.set_now(20_000);
    assert!(library.due_accounts().unwrap().is_empty());
    assert_eq!(library.next_account_due().unwrap(), None);
    library.pause_account(id, false).unwrap();
    assert_eq!(library.due_accounts().unwrap(), [id]);
    assert!(library.pause_account(AccountId(9), true).is_err());
}

#[test]
fn one_program_syncs_an_account_and_an_ended_one_gives_way() {
    let (_folder, mut library) = library();
    let id = add(&mut library, "ada");
    let (own, other) = (
        session_name(),
        format!("1-{}", std::os::unix::process::parent_id()),
    );
    assert!(library.acquire_account(id, &own, 60).unwrap());
    assert!(!library.acquire_account(id, &other, 60).unwrap());
    assert!(library.acquire_account(id, &own, 60).unwrap());
    // Another program can't release it.
    library.release_account(id, &other).unwrap();
    assert!(!library.acquire_account(id, &other, 60).unwrap());
    library.release_account(id, &own).unwrap();
    assert!(library.acquire_account(id, &other, 60).unwrap());
    assert!(!library.acquire_account(id, &own, 60).unwrap());
    library.set_now(10_060);
    assert!(library.acquire_account(id, "1-999999999", 60).unwrap());
    assert!(library.acquire_account(id, &own, 60).unwrap());
}

#[test]
fn removing_an_account_removes_its_sources_and_leaves_the_articles() {
    let (folder, mut library) = library();
    let id = add(&mut library, "ada");
    let database = Connection::open(folder.path().join("library.db")).unwrap();
    database
        .execute_batch(
            "INSERT INTO source (id, kind, title, added) VALUES (7, 'account', 'Tidewater Post', 1);
             INSERT INTO remote_feed (account, remote_id, source, title) VALUES (1, 'feed/7', 7, 'Tidewater Post');
             INSERT INTO article (id, title, title_key, source, added, updated, date, in_library) VALUES (70, 'Ink', 'ink', 7, 1, 1, 1, 1);
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
             INSERT INTO remote_item (account, remote_id, article, read) SELECT 1, i, iif(i = 1, 70, NULL), 0 FROM n;",
        )
        .unwrap();
    assert_eq!(library.account(id).unwrap().unwrap().feeds, 1);
    library
        .set_read(&[newsprint::model::ArticleId(70)], true)
        .unwrap();
    assert_eq!(library.account(id).unwrap().unwrap().waiting_marks, 1);

    assert_eq!(library.remove_account(id).unwrap(), 1);
    assert!(library.sources().unwrap().is_empty());
    assert!(library.accounts().unwrap().is_empty());
    let count = |sql: &str| -> i64 { database.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(count("SELECT count(*) FROM article"), 1);
    let left = "SELECT (SELECT count(*) FROM remote_item) + (SELECT count(*) FROM remote_feed) + (SELECT count(*) FROM outbox)";
    assert_eq!(count(left), 0);
    assert!(library.remove_account(id).is_err());
    // Its id is not given to another account.
    assert_eq!(add(&mut library, "ada"), AccountId(2));
}

#[test]
fn a_library_with_an_account_alone_is_not_empty() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
    assert!(!library.has_sources_or_bookmarks().unwrap());
    let settings = SourceSettings::default();
    library
        .add_account(
            AccountKind::Fever,
            "https://server.example/fever",
            "ida",
            &settings,
        )
        .unwrap();
    library.back_up().unwrap();
    assert!(
        library.has_sources_or_bookmarks().unwrap(),
        "the tour gives way"
    );
    let notice = newsprint::library::recovery_notice(folder.path(), Some(&library));
    assert!(notice.is_none(), "the backup is not of another library");
}
