//! The client of the Google Reader API against the peculiarities of its servers.

use newsprint::model::{ArticleId, MarkKind};

use super::client::{Client, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::{EndlessPages, ServerQuirks};

fn server_with(quirks: ServerQuirks, items: usize) -> SyncServer {
    let mut server = SyncServer::new(quirks);
    let feed = server
        .state
        .subscribe("https://ink.example/feed.xml", "Ink & Paper", None);
    for number in 0..items {
        server.state.advance(1);
        server
            .state
            .add_item(feed, &format!("Article {number} <1> & more"));
    }
    server
}

#[test]
fn a_quiet_sync_takes_few_requests() {
    for quirks in [
        ServerQuirks::plain(),
        ServerQuirks::freshrss(),
        ServerQuirks::miniflux(),
        ServerQuirks::bazqux(),
    ] {
        let server = shared(server_with(quirks, 30));
        let mut client = Client::new(&server);
        client.sync();
        let before = server.borrow().requests.len();
        client.sync();
        assert!(server.borrow().requests.len() - before <= 5);
        client.mark("Article 1 <1> & more", MarkKind::Read, true);
        let before = server.borrow().requests.len();
        client.sync();
        assert!(server.borrow().requests.len() - before <= 8);
    }
}

#[test]
fn lists_of_several_pages_come_whole() {
    for quirks in [
        ServerQuirks::older_miniflux(),
        ServerQuirks::bazqux(),
        ServerQuirks::theoldreader(),
    ] {
        let server = shared(server_with(quirks, 2_345));
        let mut client = Client::new(&server);
        client.sync();
        assert_eq!(client.library().counts().unwrap().unread, 2_345);
    }
}

#[test]
fn pages_without_an_end_end() {
    for endless in [EndlessPages::Repeat, EndlessPages::Empty] {
        let mut quirks = ServerQuirks::freshrss();
        quirks.greader.endless_pages = Some(endless);
        let server = shared(server_with(quirks, 30));
        let mut client = Client::new(&server);
        client.sync();
        assert_eq!(client.library().counts().unwrap().unread, 30);
        assert!(server.borrow().requests.len() < 20);
    }
}

#[test]
fn titles_of_freshrss_have_their_characters_back() {
    let server = shared(server_with(ServerQuirks::freshrss(), 1));
    let mut client = Client::new(&server);
    client.sync();
    client.article("Article 0 <1> & more");
    let account = client.account;
    let feeds = client.library().remote_feeds(account).unwrap();
    assert_eq!(feeds[0].title, "Ink & Paper");
}

#[test]
fn an_item_of_freshrss_without_a_title_has_that_of_its_text_and_its_author_has_its_characters_back()
{
    let mut server = server_with(ServerQuirks::freshrss(), 0);
    let feed = server.state.feed_at("https://ink.example/feed.xml");
    let id = server.state.add_item(feed.unwrap(), "");
    server.state.change(id, |item| {
        item.html = "<p>A short note about ink.</p>".into();
        item.author = "Pen & Sons <pen@ink.example>".to_owned();
    });
    let server = shared(server);
    let mut client = Client::new(&server);
    client.sync();
    let title = client.articles()[0].1.clone();
    assert!(title.starts_with("A short note"), "{title}");
    let document = client.document(&title);
    let author = document.metadata.byline;
    assert_eq!(author.as_deref(), Some("Pen & Sons <pen@ink.example>"));
}

#[test]
fn the_feed_of_a_starred_article_that_is_not_listed_has_its_characters_back() {
    let mut server = server_with(ServerQuirks::freshrss(), 1);
    let id = server.state.unread()[0];
    server.state.star(id, true);
    server.quirks.greader.hides_feeds_from_list = true;
    let server = shared(server);
    let mut client = Client::new(&server);
    client.sync();
    let sources = client.library().sources().unwrap();
    assert_eq!(sources[0].title, "Ink & Paper");
}

#[test]
fn a_feed_taken_out_of_its_folder_stays_out_here_where_the_server_keeps_it_there() {
    let mut server = server_with(ServerQuirks::miniflux(), 1);
    let feed = server.state.feed_at("https://ink.example/feed.xml");
    let folder = server.state.ensure_folder("Crafts");
    server.state.move_feed(feed.unwrap(), Some(folder));
    let server = shared(server);
    let mut client = Client::new(&server);
    client.sync();
    let source = client.library().sources().unwrap()[0].id;
    client.library().set_source_categories(source, &[]).unwrap();
    for refused in [1, 0, 0] {
        let report = client.sync();
        assert_eq!(
            report.subscriptions.refused, refused,
            "the user is told once"
        );
        assert_eq!(client.library().categories_of(source).unwrap(), []);
    }
    assert_eq!(server.borrow().count("subscription/edit"), 0);
}

#[test]
fn marks_that_toggle_are_read_before_they_are_written() {
    let server = shared(server_with(ServerQuirks::older_miniflux(), 5));
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Article 1 <1> & more", MarkKind::Star, true);
    client.mark("Article 1 <1> & more", MarkKind::Read, true);
    // Somebody else sets the same marks first.
    let id = server.borrow().state.unread()[1];
    server.borrow_mut().state.star(id, true);
    server.borrow_mut().state.mark_read(id, true);
    client.sync();
    let server = server.borrow();
    assert!(server.state.items[&id].starred);
    assert!(server.state.items[&id].read);
}

#[test]
fn marks_that_toggle_are_read_first_where_the_answer_with_the_token_is_cut() {
    let server = shared(server_with(ServerQuirks::older_miniflux(), 5));
    let mut client = Client::new(&server);
    client.sync();
    client.mark("Article 1 <1> & more", MarkKind::Read, true);
    // Somebody else sets the same mark first.
    let id = server.borrow().state.unread()[1];
    server.borrow_mut().state.mark_read(id, true);
    server
        .borrow_mut()
        .fail_on("/token", ServerFault::TruncatedJson);
    client.sync();
    assert!(server.borrow().state.items[&id].read);
}

#[test]
fn many_marks_are_sent_in_requests_that_php_reads_and_that_do_not_take_long() {
    let mut quirks = ServerQuirks::freshrss();
    quirks.greader.max_variables = Some(100);
    quirks.greader.token_optional = false;
    let server = shared(server_with(quirks, 600));
    let mut client = Client::new(&server);
    client.sync();
    let articles: Vec<ArticleId> = client.articles().into_iter().map(|(id, _)| id).collect();
    client.library().set_read(&articles, true).unwrap();
    client.sync();
    assert_eq!(server.borrow().state.unread(), Vec::<i64>::new());
    let server = server.borrow();
    for request in server.requests_for("edit-tag") {
        assert!(request.form_values("i").len() <= 250);
    }
}

#[test]
fn stars_of_a_hidden_feed_stay_and_are_asked_for_once_a_day() {
    let mut server = server_with(ServerQuirks::freshrss(), 3);
    let ids = server.state.unread();
    for id in &ids {
        server.state.star(*id, true);
        server.state.mark_read(*id, true);
    }
    let server = shared(server);
    let mut client = Client::new(&server);
    client.sync();
    let articles = client.articles();
    let feed = server.borrow().state.items[&ids[0]].feed;
    server.borrow_mut().state.hidden_feeds.insert(feed);
    let requests = |client: &mut Client, syncs: usize| {
        server.borrow_mut().requests.clear();
        for _ in 0..syncs {
            client.advance(1_800);
            client.sync();
        }
        server.borrow().count("items/contents")
    };
    assert!(requests(&mut client, 20) <= 2);
    for (article, title) in &articles {
        assert!(client.has(*article, MarkKind::Star), "{title}");
    }
    // A star that is taken away elsewhere goes the day after.
    server.borrow_mut().state.star(ids[0], false);
    assert!(requests(&mut client, 48) <= 2);
    let starred = articles
        .iter()
        .filter(|(article, _)| client.has(*article, MarkKind::Star));
    assert_eq!(starred.count(), 2);
    // A feed that is no longer hidden has its stars in the list.
    server.borrow_mut().state.hidden_feeds.clear();
    assert_eq!(requests(&mut client, 3), 0);
}

#[test]
fn a_text_that_freshrss_has_cut_says_so_at_its_end_and_leads_to_the_article() {
    let paragraph = format!("<p>{} <i>\u{e9}nd</i></p>", "Word after word. ".repeat(50));
    for (count, is_cut) in [(500, false), (700, true)] {
        let mut server = server_with(ServerQuirks::freshrss(), 1);
        let id = server.state.unread()[0];
        let html = paragraph.repeat(count);
        server.state.rewrite_item(id, "Long", &html);
        let link = server.state.items[&id].link.clone();
        let server = shared(server);
        let mut client = Client::new(&server);
        client.sync();
        let document = client.document("Long");
        let last = format!("{:?}", document.blocks.last().unwrap());
        assert_eq!(last.contains("[…]"), is_cut, "{last}");
        assert_eq!(last.contains(&link), is_cut, "{last}");
    }
}
