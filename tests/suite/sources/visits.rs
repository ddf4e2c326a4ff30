//! Files that were opened and not added: position and read mark follow the file, or its text. Texts are extracted again by
//! a newer extractor.

use std::sync::{Arc, Mutex};

use newsprint::ingest::Limits;
use newsprint::model::{Anchor, ArticleId, ArticleRef, Change, Document, Job, Origin, Outcome};
use newsprint::model::{ReadingPosition as Left, View};
use newsprint::worker::{Emit, SharedState, run_job};

use super::{INK, Place, SHEEP, TEA, wait_for};

/// One run of the program that opens files.
struct Run {
    store: Arc<SharedState>,
    next: i64,
}

/// Result of opening an article.
#[derive(Debug, Default)]
struct Opened {
    id: Option<ArticleId>,
    document: Option<Arc<Document>>,
    place: Option<Left>,
    read: bool,
    problem: Option<String>,
}

impl Run {
    fn new(place: &Place) -> Self {
        let store = SharedState::new(Limits::default(), &[]).with_library(place.path("data"));
        Self {
            store: Arc::new(store),
            next: -1,
        }
    }

    fn perform(&self, job: Job) -> Vec<Outcome> {
        let heard: Arc<Mutex<Vec<Outcome>>> = Arc::default();
        let into = heard.clone();
        let emit: Emit = Arc::new(move |outcome| into.lock().unwrap().push(outcome));
        run_job(job, &self.store, &emit);
        std::mem::take(&mut *heard.lock().unwrap())
    }

    fn open(&mut self, origin: Origin, id: Option<ArticleId>) -> Opened {
        let id = id.unwrap_or_else(|| {
            self.next -= 1;
            ArticleId(self.next)
        });
        let mut opened = Opened {
            id: Some(id),
            ..Opened::default()
        };
        for outcome in self.perform(Job::LoadDocument(id, origin)) {
            match outcome {
                Outcome::Document { document, .. } => opened.document = Some(document),
                Outcome::Position(_, place) => opened.place = place,
                Outcome::States(states) => opened.read = states.iter().any(|(_, s)| s.is_read),
                Outcome::Unreadable(_, reason) => opened.problem = Some(reason),
                _ => {}
            }
        }
        opened
    }

    fn visit(&mut self, place: &Place, name: &str) -> Opened {
        self.open(Origin::File(place.path(name)), None)
    }

    /// Opens a file, marks it as read and leaves it at the third block.
    fn leave(&mut self, place: &Place, name: &str) -> Anchor {
        let origin = Origin::File(place.path(name));
        let opened = self.visit(place, name);
        let article = ArticleRef {
            id: opened.id.unwrap(),
            origin,
        };
        let anchor = Anchor::at(&opened.document.unwrap(), 2, 3);
        self.perform(Job::SavePosition {
            article: article.clone(),
            position: Some(Left {
                anchor: anchor.clone(),
                lines_above: 0,
            }),
            progress: 0.5,
        });
        self.perform(Job::SaveChange(Change::ToggleRead(article)));
        anchor
    }
}

/// Opens [`INK`] in `visited.md`, and returns the position at which it was left.
fn visited() -> (Place, Anchor) {
    let place = Place::new(&[("visited.md", INK)]);
    let anchor = Run::new(&place).leave(&place, "visited.md");
    (place, anchor)
}

#[track_caller]
fn assert_known(opened: &Opened, anchor: &Anchor) {
    assert!(opened.read, "{opened:?}");
    let left = opened.place.as_ref().expect("a place");
    assert_eq!(left.anchor, *anchor);
    let document = opened.document.as_ref().unwrap();
    let position = left.anchor.resolve(document).unwrap();
    assert!(
        document.blocks[position.block]
            .text()
            .starts_with("Then somebody")
    );
}

#[test]
fn an_opened_file_keeps_its_position_and_stores_no_text() {
    let (place, anchor) = visited();
    assert_known(&Run::new(&place).visit(&place, "visited.md"), &anchor);
    assert_eq!(place.library().counts().unwrap().all, 0);
    let row = &place.rows(View::History)[0];
    assert!(place.library().document(row.id).unwrap().is_none());
}

#[test]
fn a_file_opened_by_a_link_keeps_its_position() {
    let (place, anchor) = visited();
    std::os::unix::fs::symlink(place.path("visited.md"), place.path("link.md")).unwrap();
    assert_known(&Run::new(&place).visit(&place, "link.md"), &anchor);
    Run::new(&place).leave(&place, "link.md");
    let rows = place.rows(View::History);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].path, Some(place.path("visited.md")));
}

#[test]
fn a_moved_file_keeps_its_position() {
    let (place, anchor) = visited();
    place.rename("visited.md", "moved.md");
    let mut run = Run::new(&place);
    assert_known(&run.visit(&place, "moved.md"), &anchor);
    // The history leads to the new path once the file was left there.
    let again = Run::new(&place).leave(&place, "moved.md");
    assert_eq!(again, anchor);
    let rows = place.rows(View::History);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].path, Some(place.path("moved.md")));
    let opened = run.open(rows[0].origin.clone(), Some(rows[0].id));
    assert!(opened.problem.is_none() && opened.document.is_some());
}

#[test]
fn an_edited_file_keeps_its_position() {
    let (place, anchor) = visited();
    let more = INK.replace(
        "## Oak galls",
        "## Before\n\nA paragraph was put here.\n\n## Oak galls",
    );
    place.write("visited.md", &more);
    assert_known(&Run::new(&place).visit(&place, "visited.md"), &anchor);
    // Under another title, the path identifies the article.
    place.write(
        "visited.md",
        &more.replace("A short history", "Some history"),
    );
    assert_known(&Run::new(&place).visit(&place, "visited.md"), &anchor);
}

#[test]
fn another_article_in_the_same_file_has_its_own_state() {
    let (place, anchor) = visited();
    place.write("visited.md", TEA);
    let mut run = Run::new(&place);
    let opened = run.visit(&place, "visited.md");
    assert!(opened.place.is_none() && !opened.read && opened.document.is_some());
    // Opened from the history, the one that was there is not mistaken for this one.
    let row = place.rows(View::History)[0].clone();
    let opened = run.open(row.origin.clone(), Some(row.id));
    assert_eq!(
        opened.problem.as_deref(),
        Some("its file now contains another article")
    );
    run.leave(&place, "visited.md");
    assert_eq!(place.rows(View::History).len(), 2);
    assert!(place.is_missing(row.id));
    let opened = run.open(row.origin, Some(row.id));
    assert_eq!(
        opened.problem.as_deref(),
        Some("its file now contains another article")
    );
    // And where the first is seen again, it is known.
    place.write("found.md", INK);
    assert_known(&Run::new(&place).visit(&place, "found.md"), &anchor);
}

#[test]
fn an_opened_file_may_be_deleted() {
    let (place, anchor) = visited();
    place.remove("visited.md");
    let row = place.rows(View::History)[0].clone();
    let opened = Run::new(&place).open(row.origin, Some(row.id));
    assert!(opened.problem.unwrap().starts_with("no such file"));
    place.write("visited.md", INK);
    assert_known(&Run::new(&place).visit(&place, "visited.md"), &anchor);
}

#[test]
fn an_opened_file_keeps_its_position_when_it_is_added() {
    let (place, anchor) = visited();
    assert_eq!(place.add("visited.md").report.new, 1);
    let row = place.article("A short history of ink");
    let mut run = Run::new(&place);
    assert_known(&run.open(row.origin, Some(row.id)), &anchor);
    assert_known(&run.visit(&place, "visited.md"), &anchor);
}

/// Replaces a stored text by one of an older extractor.
fn grow_old(place: &Place, id: ArticleId, blocks: usize) {
    let connection = rusqlite::Connection::open(place.path("data/library.db")).unwrap();
    let (mut document, _) = place.library().document(id).unwrap().unwrap();
    document.blocks.truncate(blocks);
    let body = zstd::bulk::compress(&serde_json::to_vec(&document).unwrap(), 3).unwrap();
    connection
        .execute(
            "UPDATE document SET extractor = 0, body = ?2 WHERE article = ?1",
            rusqlite::params![id, body],
        )
        .unwrap();
}

#[test]
fn a_newer_extractor_reads_the_file_again_and_keeps_the_position() {
    let (place, anchor) = visited();
    place.add("visited.md");
    let row = place.article("A short history of ink");
    let id = row.id.0;
    grow_old(&place, ArticleId(id), 1);
    assert!(!place.text(ArticleId(id)).contains("boiled galls"));
    let opened = Run::new(&place).open(row.origin.clone(), Some(row.id));
    assert_known(&opened, &anchor);
    wait_for("the new text to be kept", || {
        place.text(ArticleId(id)).contains("boiled galls")
    });
    assert!(!place.library().document(ArticleId(id)).unwrap().unwrap().1);
    // A file that has changed since is not extracted again.
    grow_old(&place, ArticleId(id), 1);
    place.write("visited.md", SHEEP);
    let opened = Run::new(&place).open(row.origin.clone(), Some(row.id));
    assert_eq!(opened.document.unwrap().blocks.len(), 1);
    // Nor is a missing file.
    place.remove("visited.md");
    let opened = Run::new(&place).open(row.origin, Some(row.id));
    assert_eq!(opened.document.unwrap().blocks.len(), 1);
    assert!(
        place.library().document(ArticleId(id)).unwrap().unwrap().1,
        "still an old one"
    );
}
