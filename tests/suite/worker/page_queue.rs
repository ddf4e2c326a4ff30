//! Pages in the background: the thread fetches what the setting of a source asks for, and keys write meanwhile.

use std::sync::Arc;
use std::sync::mpsc::channel;

use newsprint::library::{Library, OpenMode};
use newsprint::model::{
    ArticleId, ArticleRef, Change, Job, Origin, Outcome, RefreshScope, SettingChange,
};
use newsprint::worker::{Emit, SharedState, Worker};

use crate::page_commands::serve_teasers;
use crate::pty::PATIENCE;
use crate::web::WebServer;

#[test]
fn pages_come_after_a_refresh_while_changes_are_saved() {
    let (home, server) = (tempfile::tempdir().unwrap(), WebServer::start());
    let mut library = Library::open(home.path(), OpenMode::Create).unwrap();
    let url = server.url(serve_teasers(&server));
    let (source, _) = library.add_feed(&url, "Quay").unwrap();
    let always = SettingChange::parse("full-text", "always").unwrap();
    library.set_source(source.id, &[always]).unwrap();
    drop(library);
    let shared = SharedState::with_tour().with_library(home.path().to_owned());
    let (sender, outcomes) = channel();
    let emit: Emit = Arc::new(move |outcome| drop(sender.send(outcome)));
    let worker = Worker::new(Arc::new(shared), emit);
    worker.start_background().unwrap();
    worker.submit(Job::Refresh(RefreshScope::Source(source.id)));
    let (mut stored, mut saved) = (Vec::new(), 0);
    while stored.len() < 2 || saved < 2 {
        match outcomes.recv_timeout(PATIENCE).unwrap() {
            Outcome::PageTextStored(article) => {
                stored.push(article);
                // The other page follows a second later.
                let article = ArticleRef {
                    id: article,
                    origin: Origin::Stored(article),
                };
                worker.submit(Job::SaveChange(Change::ToggleBookmark(article)));
            }
            Outcome::ChangeSaved(..) => saved += 1,
            Outcome::PageTextFailed { reason, .. } => panic!("{reason}"),
            _ => {}
        }
    }
    // The newest first.
    assert_eq!(stored, [ArticleId(2), ArticleId(1)]);
    worker.finish(true);
    let library = Library::open(home.path(), OpenMode::Existing).unwrap();
    for article in stored {
        assert!(library.article_texts(article).unwrap().has_page);
    }
    assert_eq!(server.requests_for("/page0").len(), 1);
}
