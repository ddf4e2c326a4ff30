//! Client against the real coldsweat over HTTP, where it is installed.

use newsprint::fetch::{Client, ClientOptions, Credentials};
use newsprint::model::MarkKind;
use newsprint::sync::error::SyncError;
use newsprint::sync::fever::FeverClient;
use newsprint::sync::server::Server;
use newsprint::sync::transport::HttpTransport;

use super::{sets, sorted, texts_of};
use crate::coldsweat::{Coldsweat, PASSWORD, USER};
use crate::web::WebServer;

/// Returns a feed with 60 items.
fn feed() -> String {
    let items = (0..60).map(|number| {
        format!(
            "<item><title>Bridge {number}</title><link>https://bridges.example/{number}</link>\
             <guid isPermaLink='false'>bridge-{number}</guid>\
             <pubDate>Mon, 02 Feb 2026 08:{number:02}:00 GMT</pubDate>\
             <description>Text of bridge {number}</description></item>"
        )
    });
    let items: String = items.collect();
    format!(
        "<rss version='2.0'><channel><title>Bridges</title><link>https://bridges.example/</link>\
         <description>Bridges</description>{items}</channel></rss>"
    )
}

#[test]
fn the_client_works_with_the_real_coldsweat() {
    let web = WebServer::start();
    web.serve("/bridges", &[], feed());
    let url = web.url("/bridges");
    let Some(real) = Coldsweat::start(&[(url.as_str(), "Bridges", "Craft")]) else {
        return;
    };
    let http = Client::new(ClientOptions {
        uses_environment: false,
        ..ClientOptions::default()
    });
    let transport = HttpTransport {
        client: &http,
        allow_private: true,
    };
    let with = |password: &str| {
        let credentials = Credentials {
            user: USER.to_owned(),
            password: password.to_owned(),
        };
        FeverClient::new(&transport, &real.url(), &credentials)
    };
    assert!(matches!(
        with("wrong").check(),
        Err(SyncError::WrongPassword)
    ));
    let mut client = with(PASSWORD);
    let info = client.check().unwrap();
    assert_eq!(info.feeds, Some(1));
    let subscriptions = client.subscriptions().unwrap().unwrap();
    let feed = &subscriptions.feeds[0];
    assert_eq!(feed.url.as_deref(), Some(url.as_str()));
    let folder = &subscriptions.folders;
    let folder = folder.iter().find(|folder| folder.name == "Craft").unwrap();
    assert_eq!(feed.folders, std::slice::from_ref(&folder.id));

    let (unread, starred) = sets(&mut client);
    assert_eq!((unread.len(), starred.len()), (60, 0));
    let items = client.texts(&texts_of(&unread[..50])).unwrap();
    assert_eq!(sorted(&items), unread[..50]);
    assert!(items[0].title.as_deref().unwrap().starts_with("Bridge "));
    assert!(items[0].html.starts_with("Text of bridge "));

    let some = texts_of(&[unread[0], unread[1], 999_999]);
    for _ in 0..2 {
        client.set_marks(MarkKind::Read, true, &some).unwrap();
        client.set_marks(MarkKind::Star, true, &some).unwrap();
        let (now_unread, now_starred) = sets(&mut client);
        assert_eq!(now_unread, unread[2..]);
        assert_eq!(now_starred, unread[..2]);
    }
    client.set_marks(MarkKind::Read, false, &some).unwrap();
    client.set_marks(MarkKind::Star, false, &some).unwrap();
    assert_eq!(sets(&mut client), (unread, Vec::new()));
}
