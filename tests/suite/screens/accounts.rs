//! Accounts on servers in the picker of sources.

use newsprint::model::{AccountId, AccountKind, SourceSettings};

use super::sources::with_feeds;
use crate::harness::Harness;

/// The sources of a library with an account that its server refuses.
fn with_account() -> Harness {
    let harness = with_feeds(100, 40);
    let mut library = harness.library();
    let settings = SourceSettings::default();
    let url = "http://127.0.0.1:1/api/greader.php";
    let id = library
        .add_account(AccountKind::GoogleReader, url, "ada", &settings)
        .unwrap();
    library
        .account_failed(id, 2_000_000_000, None, ("wrong-password", None))
        .unwrap();
    let harness = harness.press("E g");
    let screen = harness.screen();
    assert!(screen.contains("Accounts"), "{screen}");
    assert!(screen.contains("ada at 127.0.0.1:1"), "{screen}");
    assert!(screen.contains("wrong user name or password"), "{screen}");
    harness
}

#[test]
fn an_account_is_paused_and_resumed_and_enter_says_its_error() {
    let harness = with_account().press("enter");
    assert!(
        harness.footer().contains("wrong user name or password"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("p");
    assert!(
        harness.footer().contains("Paused ada at 127.0.0.1:1"),
        "{}",
        harness.footer()
    );
    let is_paused = |harness: &Harness| {
        let account = harness.library().account(AccountId(1)).unwrap();
        account.unwrap().is_paused
    };
    assert!(is_paused(&harness));
    assert!(harness.screen().contains("paused"), "{}", harness.screen());
    let harness = harness.press("p");
    assert!(!is_paused(&harness));
}

#[test]
fn removing_an_account_takes_the_key_twice() {
    let harness = with_account().press("D");
    assert!(
        harness.footer().contains("Press D again to remove ada"),
        "{}",
        harness.footer()
    );
    // Another key between them: it is asked again.
    let harness = harness.press("p D");
    assert_eq!(harness.library().accounts().unwrap().len(), 1);
    let harness = harness.press("D");
    assert!(harness.library().accounts().unwrap().is_empty());
    assert!(
        !harness.screen().contains("ada at 127.0.0.1:1  "),
        "{}",
        harness.screen()
    );
    assert_eq!(harness.library().sources().unwrap().len(), 5);
}
