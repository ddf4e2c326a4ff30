//! Accounts on servers in the picker of sources.

use newsprint::library::ListedFeed;
use newsprint::messages::accounts::removal_question;
use newsprint::model::{AccountId, AccountKind, Job, SourceKind, SourceSettings};

use super::sources::with_feeds;
use crate::harness::Harness;
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::wire::ServedSync;
use crate::web::WebServer;

const FEED: &str = "<rss version=\"2.0\"><channel><title>Quay Notes</title><item><guid>1</guid><title>Low water</title></item></channel></rss>";

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
fn enter_shows_all_facts_about_an_account_and_keys_work_there() {
    let harness = with_account().press("enter");
    let words = harness
        .screen()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for part in [
        "Account ada at 127.0.0.1:1",
        "http://127.0.0.1:1/api/greader.php",
        "failing since",
    ] {
        assert!(words.contains(part), "{part}: {}", harness.screen());
    }
    // The whole error, over several lines, with the command that mends it.
    let part = "newsprint account set 1 password";
    let letters = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    assert!(
        letters(&harness.screen()).contains(&letters(part)),
        "{}",
        harness.screen()
    );
    let harness = harness.press("p");
    assert!(
        harness.footer().contains("Paused ada at 127.0.0.1:1"),
        "{}",
        harness.footer()
    );
    let screen = harness.screen();
    assert!(
        screen.contains("paused") && screen.contains("Account ada"),
        "{screen}"
    );
    let harness = harness.press("R");
    assert!(
        harness.footer().contains("is paused; p resumes it"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("p esc");
    let account = harness.library().account(AccountId(1)).unwrap().unwrap();
    assert!(!account.is_paused);
    assert!(
        harness.screen().contains("Accounts"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("enter D D");
    assert!(harness.library().accounts().unwrap().is_empty());
    assert!(harness.screen().contains("Sources"), "{}", harness.screen());
    assert!(
        !harness.screen().contains("Account ada"),
        "{}",
        harness.screen()
    );
}

#[test]
fn pausing_an_account_is_undone_like_any_change() {
    let is_paused = |harness: &Harness| {
        let account = harness.library().account(AccountId(1)).unwrap().unwrap();
        account.is_paused
    };
    let harness = with_account().press("p");
    assert!(is_paused(&harness));
    let harness = harness.press("u");
    assert!(
        harness
            .footer()
            .contains("Undone: pause ada at 127.0.0.1:1"),
        "{}",
        harness.footer()
    );
    assert!(!is_paused(&harness));
    assert!(!harness.screen().contains("paused"), "{}", harness.screen());
    let harness = harness.press("ctrl-r");
    assert!(is_paused(&harness));
    // The account is gone: there is nothing to undo.
    harness.library().remove_account(AccountId(1)).unwrap();
    let harness = harness.press("u");
    assert!(
        harness.footer().contains("pause ada at 127.0.0.1:1"),
        "{}",
        harness.footer()
    );
    assert!(harness.library().accounts().unwrap().is_empty());
}

#[test]
fn messages_about_accounts_name_the_keys_that_are_bound() {
    let keys = r#"
        [global]
        "E" = "none"
        "ctrl-e" = "sources"
        [picker]
        "p" = "none"
        "P" = "pause-source"
    "#;
    let harness = with_account().keymap(keys).home().press("ctrl-e g P R");
    let footer = harness.footer();
    assert!(footer.ends_with("is paused; P resumes it"), "{footer}");
}

#[test]
fn a_feed_of_an_account_is_not_paused_alone() {
    let harness = with_account().press("esc");
    let feed = ListedFeed {
        id: "feed/1".to_owned(),
        title: "Aardvark Post".to_owned(),
        url: Some("https://aardvark.example/feed".to_owned()),
        ..ListedFeed::default()
    };
    let mut library = harness.library();
    let source = library
        .add_remote_feed(AccountId(1), &feed, &[], false)
        .unwrap();
    let harness = harness.press("E /").type_text("aardvark");
    let harness = harness.press("esc p");
    assert!(
        harness.footer().contains("its server fetches it"),
        "{}",
        harness.footer()
    );
    assert!(!library.source(source).unwrap().unwrap().is_paused);
}

#[test]
fn a_change_of_a_feed_that_its_server_cannot_hold_says_what_stays_here() {
    let with_feed = |kind| {
        let harness = with_feeds(100, 40);
        let mut library = harness.library();
        let settings = SourceSettings::default();
        let url = "http://127.0.0.1:1/";
        let account = library.add_account(kind, url, "ada", &settings).unwrap();
        let feed = ListedFeed {
            id: "12".to_owned(),
            title: "Aardvark Weekly".to_owned(),
            ..ListedFeed::default()
        };
        library.add_remote_feed(account, &feed, &[], false).unwrap();
        let harness = harness.press("E /").type_text("aardvark");
        harness.press("esc c")
    };
    let harness = with_feed(AccountKind::Miniflux)
        .type_text("One, Two")
        .press("enter");
    let words = harness
        .screen()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(words.contains("a feed is in one folder there"), "{words}");
    let harness = with_feed(AccountKind::Miniflux)
        .type_text("One")
        .press("enter");
    assert!(
        !harness.screen().contains("not sent"),
        "{}",
        harness.screen()
    );
    let harness = with_feed(AccountKind::Fever)
        .type_text("One")
        .press("enter");
    let words = harness
        .screen()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        words.contains("the Fever API can't change subscriptions"),
        "{words}"
    );
}

#[test]
fn the_help_of_a_popup_shows_its_keys_and_returns_to_it() {
    let harness = with_account().press("j ?");
    let screen = harness.screen();
    assert!(screen.contains("In the popup Sources"), "{screen}");
    assert!(screen.contains("Add an account on a server"), "{screen}");
    // The popup is as it was.
    for close in ["?", "esc", "q"] {
        let harness = with_account().press("j ?").press(close);
        let screen = harness.screen();
        assert!(screen.contains("Accounts"), "{close}: {screen}");
        assert!(!screen.contains("In the popup"), "{close}: {screen}");
        let harness = harness.press("k enter");
        assert!(harness.screen().contains("Account ada"), "{close}");
    }
    // A key that is chosen in the help acts in the popup.
    let harness = with_account().press("? /").type_text("pause the fetching");
    let harness = harness.press("enter");
    let account = harness.library().account(AccountId(1)).unwrap().unwrap();
    assert!(account.is_paused, "{}", harness.screen());
    assert!(harness.screen().contains("Accounts"));
}

#[test]
fn removing_an_account_takes_the_key_twice() {
    let harness = with_account().press("D");
    assert!(
        harness
            .footer()
            .contains("Remove ada at 127.0.0.1:1? Articles stay · D again removes it"),
        "{}",
        harness.footer()
    );
    // Another key between them: it is asked again.
    let harness = harness.press("p D");
    assert_eq!(harness.library().accounts().unwrap().len(), 1);
    // Esc answers the question, and leaves the popup open.
    let harness = harness.press("esc");
    assert!(
        harness.footer().contains("The account stays"),
        "{}",
        harness.footer()
    );
    assert!(
        harness.screen().contains("Accounts"),
        "{}",
        harness.screen()
    );
    // Closing the popup ends the question too.
    let harness = harness.press("D esc esc E g D");
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

#[test]
fn the_articles_of_the_first_account_replace_the_tour() {
    let mut server = SyncServer::new(ServerQuirks::freshrss());
    let feed = server
        .state
        .subscribe("https://tide.example/feed", "Tide", None);
    server.state.add_item(feed, "Harbour bridge reopens");
    let server = ServedSync::start(server);
    let harness = Harness::new(100, 30).home();
    assert!(harness.screen().contains("Tour"), "{}", harness.screen());
    let harness = typed_up_to_password(harness, &server.url(""), "reader");
    let harness = harness.type_text(PASSWORD).press("enter").press("esc");
    let screen = harness.screen();
    assert!(
        screen.contains("Harbour bridge reopens") && screen.contains("All 1"),
        "{screen}"
    );
}

#[test]
fn on_a_narrow_screen_it_can_be_read_that_a_feed_is_unsubscribed_from() {
    let harness = with_feeds(60, 24);
    let mut library = harness.library();
    let settings = SourceSettings::default();
    let url = "http://127.0.0.1:1/";
    let account = library
        .add_account(AccountKind::Miniflux, url, "ada", &settings)
        .unwrap();
    let feed = ListedFeed {
        id: "12".to_owned(),
        title: "Aardvark Weekly".to_owned(),
        ..ListedFeed::default()
    };
    library.add_remote_feed(account, &feed, &[], false).unwrap();
    let harness = harness.press("E /").type_text("aardvark").press("esc D");
    let words = harness.last_rows();
    assert!(
        words.contains("the next sync unsubscribes from it") && words.contains("(u undoes)"),
        "{words}"
    );
    let harness = harness.press("g D");
    let words = harness.last_rows();
    assert!(words.contains("D again removes it"), "{words}");
}

#[test]
fn the_question_for_removing_an_account_is_not_cut() {
    let harness = with_account();
    let mut account = harness.library().account(AccountId(1)).unwrap().unwrap();
    account.waiting_marks = 12_345;
    let question = removal_question(&account, "D");
    assert!(question.contains("12345 unsent marks"), "{question}");
    assert!(question.ends_with("D again removes it"), "{question}");
    assert!(question.chars().count() <= 78, "{question}");
}

/// Password of the served accounts.
const PASSWORD: &str = "correct horse";

/// Types the address and the user name of an account on a server of the first kind, up to the prompt for the password.
fn typed_up_to_password(harness: Harness, address: &str, user: &str) -> Harness {
    let harness = harness.press("E + enter").type_text(address);
    let harness = harness.press("enter").type_text(user).press("enter");
    let footer = harness.footer();
    assert!(
        footer.contains("password: ") && footer.contains("empty: a password command"),
        "{footer}"
    );
    harness
}

#[test]
fn an_account_is_asked_for_line_by_line_and_its_password_is_not_shown() {
    let harness = with_feeds(100, 40).press("E +");
    let screen = harness.screen();
    for words in [
        "Add an account on",
        "Google Reader API",
        "FreshRSS",
        "Nextcloud News",
        "API key",
        "coldsweat",
    ] {
        assert!(screen.contains(words), "no {words:?} in\n{screen}");
    }
    // This API needs a user name.
    let harness = harness.press("enter enter");
    assert!(harness.footer().contains("No address"));
    let harness = harness.press("esc + enter").type_text("rss.example.org");
    let harness = harness.press("enter enter");
    let footer = harness.footer();
    assert!(
        footer.contains("user name:") && footer.contains("No user name"),
        "{footer}"
    );

    let harness = with_feeds(100, 40);
    let harness = typed_up_to_password(harness, "https://ada:pw1@rss.example.org", "ada");
    let harness = harness.hold().type_text("hunter2");
    let footer = harness.footer();
    assert!(footer.contains("password: •••••••"), "{footer}");
    let columns = " password: •••••••".chars().count();
    assert_eq!(usize::from(harness.cursor().0), columns);
    assert!(!harness.screen().contains("hunter2"));

    // The sources are shown again, and the credential of the address is hidden, too.
    let harness = harness.press("enter");
    let screen = harness.screen();
    assert!(screen.contains("Tidewater Post"), "{screen}");
    assert!(harness.footer().contains("Checking ada at"), "{screen}");
    assert!(!screen.contains("pw1"), "{screen}");
    let jobs = harness.pending_jobs();
    let written = format!("{jobs:?}");
    assert!(
        !written.contains("hunter2") && !written.contains("pw1"),
        "{written}"
    );
    let account = jobs.into_iter().find_map(|job| match job {
        Job::AddAccount(account) => Some(account),
        _ => None,
    });
    let account = account.unwrap();
    assert_eq!(account.kind, AccountKind::GoogleReader);
    assert_eq!(account.address, "https://ada:pw1@rss.example.org");
    assert_eq!(account.user, "ada");
    assert_eq!(account.password.unwrap().into_text(), "hunter2");
}

#[test]
fn a_refused_account_is_corrected_without_typing_all_again_and_no_line_is_recorded() {
    let harness = with_feeds(140, 40);
    // Nothing listens there.
    let harness = typed_up_to_password(harness, "http://127.0.0.1:1", "ada");
    let harness = harness.type_text("hunter2").press("enter");
    let footer = harness.footer();
    assert!(
        footer.contains("not added: ada at 127.0.0.1:1:"),
        "{footer}"
    );
    assert!(footer.contains("· + corrects it"), "{footer}");
    assert!(harness.library().accounts().unwrap().is_empty());

    let harness = harness.press("+ enter");
    assert!(harness.footer().contains("http://127.0.0.1:1"));
    let harness = harness.press("enter");
    assert!(harness.footer().contains("user name: ada"));
    let harness = harness.press("enter");
    assert!(!harness.footer().contains('•'), "{}", harness.footer());
    let mut harness = harness;
    // The prompt for the password, that for the command, for a feed, a filter, a search.
    for keys in ["up", "enter up", "esc a up", "esc esc / up", "esc F ctrl-p"] {
        harness = harness.press(keys);
        let footer = harness.footer();
        assert!(
            !footer.contains('•') && !footer.contains("127.0.0.1:1"),
            "{keys}: {footer}"
        );
        assert!(!harness.screen().contains("hunter2"), "{keys}");
    }
    let harness = harness
        .press("esc esc :")
        .type_text("messages")
        .press("enter");
    assert!(
        harness.screen().contains("not added: ada"),
        "{}",
        harness.screen()
    );
    assert!(!harness.screen().contains("hunter2"));
}

#[test]
fn without_a_password_a_command_is_asked_for_and_its_error_leaves_no_account() {
    let harness = with_feeds(140, 40);
    let harness = typed_up_to_password(harness, "http://127.0.0.1:1", "ada").press("enter");
    assert!(
        harness.footer().contains("password command:"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("enter");
    assert!(harness.footer().contains("No password command"));
    let harness = harness.type_text("[\"pass").press("enter");
    // The line stays, to be corrected.
    assert!(harness.footer().contains("[\"pass"), "{}", harness.footer());
    let harness = harness.press("ctrl-u").type_text("no-such-program show x");
    let harness = harness.press("enter");
    assert!(
        harness.footer().contains("not added: ada at 127.0.0.1:1:")
            && harness.footer().contains("no-such-program"),
        "{}",
        harness.footer()
    );
    assert!(harness.library().accounts().unwrap().is_empty());
}

#[test]
fn an_account_is_added_and_synced_on_the_screen() {
    let mut server = SyncServer::new(ServerQuirks::freshrss());
    let feed = server
        .state
        .subscribe("https://tide.example/feed", "Harbour Almanac", Some("News"));
    server.state.add_item(feed, "Harbour bridge reopens");
    let server = ServedSync::start(server);
    let harness = typed_up_to_password(with_feeds(140, 40), &server.url(""), "reader");
    let wrong = harness.type_text("wrong").press("enter");
    let error = wrong.last_rows();
    assert!(
        error.contains("wrong user name or password") && error.contains("· + corrects it"),
        "{error}"
    );
    let harness = wrong.press("+ enter enter enter");
    let harness = harness.type_text(PASSWORD).press("enter");

    let screen = harness.screen();
    assert!(screen.contains("reader at 127.0.0.1:"), "{screen}");
    assert!(screen.contains("Harbour Almanac"), "{screen}");
    // The result of the first sync.
    let footer = harness.footer();
    assert!(
        footer.contains("Synced reader at 127.0.0.1:") && footer.contains(": 1 new, 1 feed added"),
        "{footer}"
    );
    let row = screen.lines().find(|line| line.contains("reader at 127"));
    assert!(row.unwrap().contains("1/1"), "unread of all: {screen}");
    let accounts = harness.library().accounts().unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!((accounts[0].feeds, accounts[0].failures), (1, 0));
    let harness = harness.press("esc");
    assert!(harness.screen().contains("All 21"), "{}", harness.screen());
    // The next account begins empty.
    let harness = harness.press("E + enter");
    assert!(
        !harness.footer().contains("127.0.0.1"),
        "{}",
        harness.footer()
    );
}

#[test]
fn a_feed_is_added_to_the_selected_account_and_fetched_by_its_server() {
    let web = WebServer::start();
    web.serve("/feed", &[("Content-Type", "application/rss+xml")], FEED);
    let mut server = SyncServer::new(ServerQuirks::freshrss());
    server
        .state
        .subscribe("https://tide.example/feed", "Harbour Almanac", Some("News"));
    let server = ServedSync::start(server);
    let harness = typed_up_to_password(with_feeds(140, 40), &server.url(""), "reader");
    let harness = harness.type_text(PASSWORD).press("enter g a");
    assert!(
        harness.footer().contains("subscribe on the server to:"),
        "{}",
        harness.footer()
    );
    let url = web.url("/feed");
    let harness = harness.type_text(&url).press("enter");
    let has_feed = |server: &ServedSync| server.server().state.feed_at(&url).is_some();
    assert!(has_feed(&server), "{}", harness.screen());
    let accounts = harness.library().accounts().unwrap();
    assert_eq!(accounts[0].feeds, 2);
    // It is in no local source, and undo removes it there, too.
    let sources = harness.library().sources().unwrap();
    let own: Vec<_> = sources
        .iter()
        .filter(|source| source.url.as_deref() == Some(url.as_str()))
        .collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].kind, SourceKind::Account);
    let harness = harness.press("E g u");
    assert!(
        harness.footer().contains("Undone: subscribe"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("R");
    assert!(!has_feed(&server), "{}", harness.screen());
}

#[test]
fn the_prompt_for_a_feed_returns_to_the_popup_that_it_was_opened_in() {
    let harness = with_account().press("a").type_text("tide").press("esc");
    let screen = harness.screen();
    assert!(screen.contains("Accounts"), "{screen}");
    // The next key acts in the popup, and on no article.
    let harness = harness.press("p");
    let account = harness.library().account(AccountId(1)).unwrap().unwrap();
    assert!(account.is_paused);
    // Neither does a filter without a match close it.
    let harness = harness
        .press("/")
        .type_text("nothing like it")
        .press("enter");
    assert!(
        harness.footer().contains("Nothing matches"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("esc");
    assert!(
        harness.screen().contains("Accounts"),
        "{}",
        harness.screen()
    );
}

#[test]
fn the_key_for_failing_sources_finds_an_account_that_fails() {
    let harness = with_account().press("G e");
    let harness = harness.press("enter");
    assert!(
        harness.screen().contains("Account ada at 127.0.0.1:1"),
        "{}",
        harness.screen()
    );
}
