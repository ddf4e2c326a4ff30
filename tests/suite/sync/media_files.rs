//! Media files of articles, and texts that are beside the body.

use newsprint::model::AccountKind;

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;

/// Returns a server with one article, and its id.
fn server_with_article(quirks: ServerQuirks) -> (Shared, i64) {
    let mut server = SyncServer::new(quirks);
    let feed = server
        .state
        .subscribe("https://radio.example/feed.xml", "Radio", None);
    let id = server.state.add_item(feed, "Episode 1");
    (shared(server), id)
}

#[test]
fn the_audio_file_of_an_episode_can_be_opened() {
    for (kind, quirks) in [
        (AccountKind::GoogleReader, ServerQuirks::freshrss()),
        (AccountKind::GoogleReader, ServerQuirks::miniflux()),
        (AccountKind::Miniflux, ServerQuirks::miniflux()),
        (AccountKind::Miniflux, ServerQuirks::older_miniflux()),
        (AccountKind::Nextcloud, ServerQuirks::nextcloud()),
    ] {
        let (server, id) = server_with_article(quirks);
        let file = ("https://radio.example/1.mp3", "audio/mpeg");
        let file = (file.0.to_owned(), file.1.to_owned());
        server
            .borrow_mut()
            .state
            .change(id, |item| item.files = vec![file.clone()]);
        let mut client = Client::of_kind(&server, kind);
        client.sync();
        let document = client.document("Episode 1");
        let files = &document.metadata.enclosures;
        assert_eq!(files.len(), 1, "{kind:?}");
        assert_eq!(files[0].url, file.0);
        assert_eq!(files[0].media_type.as_deref(), Some("audio/mpeg"));
        let text = client.text("Episode 1");
        assert!(text.contains("1.mp3"), "{kind:?}: {text}");
    }
}

#[test]
fn a_file_without_an_address_of_the_web_is_left_out() {
    let (server, id) = server_with_article(ServerQuirks::freshrss());
    server.borrow_mut().state.change(id, |item| {
        item.files = ["", "file:///etc/passwd", "1.mp3"]
            .map(|url| (url.to_owned(), String::new()))
            .to_vec();
    });
    let mut client = Client::new(&server);
    client.sync();
    let document = client.document("Episode 1");
    assert!(document.metadata.enclosures.is_empty());
}

#[test]
fn a_video_of_nextcloud_has_its_picture_and_its_description() {
    let (server, id) = server_with_article(ServerQuirks::nextcloud());
    let picture = "https://video.example/1.jpg".to_owned();
    let text = "A walk & a talk.\nSecond line".to_owned();
    server
        .borrow_mut()
        .state
        .change(id, |item| item.media = Some((picture, text)));
    let mut client = Client::of_kind(&server, AccountKind::Nextcloud);
    client.sync();
    let text = client.text("Episode 1");
    for part in ["A walk & a talk.", "Second line", "video.example/1.jpg"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}
