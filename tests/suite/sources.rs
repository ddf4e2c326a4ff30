//! Sources that are files: folders and files that are added, scanned again, watched, moved, lost and found.

mod command;
mod visits;
mod watched;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use newsprint::ingest::{AddError, Added, Cancel, DocumentLoader, Limits, add_path};
use newsprint::library::{Library, OpenMode};
use newsprint::model::{
    ArticleId, ArticleRow, LibraryTimes, Listing, PageFrom, PageRequest, Source, View,
};

/// Timeout for a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const INK: &str = "# A short history of ink\n\nFor two thousand years ink was lamp soot in water and gum, and nobody asked for more of it.\n\n\
## Oak galls\n\nThen somebody boiled galls with iron, and the letters went into the page and stayed there.\n";
const TEA: &str = "# Tea at noon\n\nThe committee drank its tea at noon, as it had on every other day since the kettle was bought \
by persons unknown in the spring.\n";
const SHEEP: &str = "Sheep on the line\n\nThe morning train waited for nine sheep and a dog that had lost count of them.\n\n\
Nobody was late, the driver said, since nobody had been told when to arrive.\n";

/// Folders with articles, and a data folder.
struct Place {
    home: tempfile::TempDir,
    loader: DocumentLoader,
}

impl Place {
    fn new(files: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let place = Self {
            loader: DocumentLoader::new(Limits::default(), &[]),
            home,
        };
        for (name, text) in files {
            place.write(name, text);
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().canonicalize().unwrap().join(name)
    }

    /// Writes a file whose time is its own: a second before the one that is written next.
    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        let spent = STARTED.get_or_init(Instant::now).elapsed();
        let day = Duration::from_secs(86_400);
        file.set_modified(std::time::SystemTime::now() - day + spent)
            .unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        std::fs::rename(self.path(from), self.path(to)).unwrap();
    }

    fn remove(&self, name: &str) {
        std::fs::remove_file(self.path(name)).unwrap();
    }

    fn add(&self, name: &str) -> Added {
        self.try_add(name).unwrap()
    }

    fn try_add(&self, name: &str) -> Result<Added, AddError> {
        let mut library = self.library();
        let (path, cancel) = (self.path(name), Cancel::new());
        add_path(&mut library, &self.loader, &path, &cancel, &mut |_| {})
    }

    fn library(&self) -> Library {
        Library::open(&self.path("data"), OpenMode::Create).unwrap()
    }

    fn rows(&self, view: View) -> Vec<ArticleRow> {
        let request = PageRequest {
            request_id: 1,
            listing: Listing {
                view,
                ..Listing::default()
            },
            from: PageFrom::First,
            row_limit: 1000,
            pinned: Vec::new(),
        };
        self.library().page(&request).unwrap().rows
    }

    fn titles(&self) -> Vec<String> {
        let mut titles: Vec<String> = self
            .rows(View::All)
            .into_iter()
            .map(|row| row.title)
            .collect();
        titles.sort();
        titles
    }

    /// The only article of this title.
    #[track_caller]
    fn article(&self, title: &str) -> ArticleRow {
        let rows = self.rows(View::All);
        let mut found = rows.iter().filter(|row| row.title == title);
        let article = found.next().unwrap_or_else(|| panic!("no {title}"));
        assert!(found.next().is_none(), "{title} is there twice");
        article.clone()
    }

    fn text(&self, id: ArticleId) -> String {
        let (document, _) = self.library().document(id).unwrap().unwrap();
        let blocks = document.blocks.iter().map(|block| block.text());
        blocks.collect::<Vec<_>>().join("\n")
    }

    fn is_missing(&self, id: ArticleId) -> bool {
        self.library().missing_since(id).unwrap().is_some()
    }

    fn source(&self, name: &str) -> Source {
        let found = self.library().source_at(&self.path(name)).unwrap();
        found.unwrap_or_else(|| panic!("no source at {name}"))
    }
}

static STARTED: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();

/// Waits until a condition holds.
#[track_caller]
pub(crate) fn wait_for(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn set_time_of(path: &Path, other: &Path) {
    let time = std::fs::metadata(other).unwrap().modified().unwrap();
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}

#[test]
fn a_folder_becomes_a_source_with_its_articles() {
    let place = Place::new(&[
        ("clippings/ink.md", INK),
        ("clippings/deep/down/sheep.txt", SHEEP),
        (
            "clippings/page.html",
            "<html><head><title>A page</title></head><body><article><h1>A page</h1><p>It says something that is long enough to be read.</p></article></body></html>",
        ),
        ("clippings/.hidden.md", TEA),
        ("clippings/.git/tea.md", TEA),
        ("clippings/empty.txt", ""),
    ]);
    std::fs::write(
        place.path("clippings/image.png"),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
    )
    .unwrap();
    let added = place.add("clippings");
    assert!(added.new);
    assert_eq!((added.report.new, added.report.unreadable), (3, 1));
    assert_eq!(
        added.without_article.first[0].path,
        place.path("clippings/empty.txt")
    );
    assert_eq!(
        (added.source.title.as_str(), added.source.kind.name()),
        ("clippings", "folder")
    );
    assert_eq!(
        (added.source.article_count, added.source.unread_count),
        (3, 3)
    );
    assert!(added.source.last_success.is_some() && added.source.error.is_none());
    assert_eq!(
        place.titles(),
        ["A page", "A short history of ink", "Sheep on the line"]
    );
    let ink = place.article("A short history of ink");
    assert_eq!(ink.source, Some((added.source.id, "clippings".to_owned())));
    assert_eq!(ink.path, Some(place.path("clippings/ink.md")));
    assert!(place.text(ink.id).contains("boiled galls"));
}

#[test]
fn adding_twice_changes_nothing_and_reads_nothing() {
    let place = Place::new(&[]);
    let count = 400;
    for number in 0..count {
        place.write(
            &format!("clippings/{}/{number}.md", number % 7),
            &format!("# Article {number}\n\nIt says {number}.\n"),
        );
    }
    assert_eq!(place.add("clippings").report.new, count);
    let again = place.add("clippings");
    assert!(!again.new);
    assert_eq!(
        (again.report.unchanged, again.report.files_opened),
        (count, 0)
    );
    assert_eq!((again.report.new, again.report.changed), (0, 0));
    // Another text that looks the same from outside is not read.
    let (path, other) = (
        place.path("clippings/0/0.md"),
        place.path("clippings/other"),
    );
    std::fs::rename(&path, &other).unwrap();
    std::fs::write(&path, "# Article 0\n\nIt says X.\n").unwrap();
    set_time_of(&path, &other);
    std::fs::remove_file(&other).unwrap();
    assert_eq!(place.add("clippings").report.files_opened, 0);
    assert_eq!(place.library().sources().unwrap().len(), 1);
    assert_eq!(place.library().counts().unwrap().all, count);
}

#[test]
fn a_rewritten_file_with_the_same_text_is_unchanged() {
    let place = Place::new(&[("clippings/ink.md", INK), ("clippings/sheep.txt", SHEEP)]);
    place.add("clippings");
    let ink = place.article("A short history of ink").id;
    place.library().add_bookmark(ink, None, None, &[]).unwrap();
    // A damaged stored text: reading it would fail, writing it would replace it.
    let database = rusqlite::Connection::open(place.path("data/library.db")).unwrap();
    database
        .execute("UPDATE document SET body = x'00'", [])
        .unwrap();
    let rows = || -> Vec<(Option<String>, i64, Option<String>)> {
        let mut statement = database
            .prepare(
                "SELECT a.fingerprint, a.indexed, e.fingerprint FROM article a JOIN entry e ON e.article = a.id ORDER BY a.id",
            )
            .unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    database
        .execute("UPDATE article SET indexed = 2", [])
        .unwrap();
    for (name, text) in [("clippings/ink.md", INK), ("clippings/sheep.txt", SHEEP)] {
        place.write(name, text);
        let file = std::fs::File::options()
            .write(true)
            .open(place.path(name))
            .unwrap();
        let then = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        file.set_modified(then).unwrap();
    }
    let before = rows();
    let again = place.add("clippings").report;
    assert_eq!(
        (
            again.files_opened,
            again.unchanged,
            again.changed,
            again.new
        ),
        (2, 2, 0, 0)
    );
    let after = rows();
    assert!(after.iter().all(|(_, indexed, _)| *indexed == 2));
    for (before, after) in before.iter().zip(&after) {
        assert_ne!(before.0, after.0, "the new time is noted");
        assert_eq!(after.0, after.2);
    }
    let bodies: i64 = database
        .query_row(
            "SELECT count(*) FROM document WHERE body = x'00'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(bodies, 2, "no text was written");
    assert_eq!(place.add("clippings").report.files_opened, 0);
}

#[test]
fn a_changed_file_is_the_same_article() {
    let place = Place::new(&[("clippings/ink.md", INK), ("clippings/sheep.txt", SHEEP)]);
    place.add("clippings");
    let ink = place.article("A short history of ink");
    // As if the file had been written some time ago.
    let database = rusqlite::Connection::open(place.path("data/library.db")).unwrap();
    let earlier = "UPDATE article SET added = added - 1000, updated = updated - 1000";
    database.execute(earlier, []).unwrap();
    place.write(
        "clippings/ink.md",
        &INK.replace("stayed there", "stayed there for good"),
    );
    let again = place.add("clippings").report;
    assert_eq!(
        (
            again.changed,
            again.new,
            again.unchanged,
            again.files_opened
        ),
        (1, 0, 1, 1)
    );
    assert_eq!(place.article("A short history of ink").id, ink.id);
    assert!(place.text(ink.id).contains("for good"));
    let LibraryTimes { added, updated } = place
        .article("A short history of ink")
        .library_times
        .unwrap();
    assert!(updated >= added + 1000);
    // Under another title too.
    place.write(
        "clippings/ink.md",
        &INK.replace("A short history", "The long history"),
    );
    assert_eq!(place.add("clippings").report.changed, 1);
    assert_eq!(place.article("The long history of ink").id, ink.id);
    // But not if the whole text is another.
    place.write("clippings/ink.md", TEA);
    assert_eq!(place.add("clippings").report.new, 1);
    assert_ne!(place.article("Tea at noon").id, ink.id);
    assert!(place.is_missing(ink.id), "its file holds another article");
    assert!(place.text(ink.id).contains("boiled galls"), "it stays");
}

#[test]
fn a_moved_file_is_the_same_article() {
    let place = Place::new(&[
        ("clippings/ink.md", INK),
        ("clippings/short.md", "# Short\n\nSo is this.\n"),
        ("clippings/old/tea.md", TEA),
    ]);
    place.add("clippings");
    let ids: Vec<ArticleId> = ["A short history of ink", "Short", "Tea at noon"]
        .iter()
        .map(|title| place.article(title).id)
        .collect();
    std::fs::create_dir(place.path("clippings/kept")).unwrap();
    place.rename("clippings/ink.md", "clippings/kept/dye.md");
    place.rename("clippings/short.md", "clippings/brief.md");
    place.rename("clippings/old", "clippings/older");
    let again = place.add("clippings").report;
    assert_eq!((again.new, again.changed, again.unchanged), (0, 0, 3));
    let after: Vec<ArticleId> = ["A short history of ink", "Short", "Tea at noon"]
        .iter()
        .map(|title| place.article(title).id)
        .collect();
    assert_eq!(ids, after);
    assert!(ids.iter().all(|id| !place.is_missing(*id)));
    assert_eq!(
        place.article("Short").path,
        Some(place.path("clippings/brief.md"))
    );
    assert_eq!(place.add("clippings").report.files_opened, 0);
}

#[test]
fn the_article_of_a_missing_file_stays_and_the_file_may_return() {
    let place = Place::new(&[("clippings/ink.md", INK), ("clippings/tea.md", TEA)]);
    place.add("clippings");
    let ink = place.article("A short history of ink").id.0;
    place.rename("clippings/ink.md", "ink.md");
    let again = place.add("clippings");
    assert_eq!((again.report.missing, again.source.article_count), (1, 2));
    assert!(
        place.is_missing(ArticleId(ink)) && place.text(ArticleId(ink)).contains("boiled galls")
    );
    assert_eq!(again.source.error, None, "the folder is well");
    place.rename("ink.md", "clippings/ink.md");
    assert_eq!(place.add("clippings").report.unchanged, 2);
    assert!(!place.is_missing(ArticleId(ink)));
}

#[test]
fn a_missing_folder_keeps_its_articles_and_is_reported() {
    let place = Place::new(&[("clippings/ink.md", INK), ("clippings/tea.md", TEA)]);
    place.add("clippings");
    let ink = place.article("A short history of ink").id.0;
    place.rename("clippings", "elsewhere");
    assert!(place.try_add("clippings").is_err());
    // An unmounted disk leaves an empty folder behind.
    std::fs::create_dir(place.path("clippings")).unwrap();
    let reason = place.try_add("clippings").unwrap_err().to_string();
    assert_eq!(reason, "the folder is empty; its articles stay");
    let source = place.source("clippings");
    assert_eq!(source.error.map(|error| error.to_string()), Some(reason));
    assert!(source.failing_since.is_some());
    assert_eq!(source.article_count, 2);
    assert!(
        place.is_missing(ArticleId(ink)) && place.text(ArticleId(ink)).contains("boiled galls")
    );
    std::fs::remove_dir(place.path("clippings")).unwrap();
    place.rename("elsewhere", "clippings");
    let back = place.add("clippings");
    assert_eq!((back.report.files_opened, back.report.unchanged), (0, 2));
    assert_eq!((back.source.error, back.source.failing_since), (None, None));
    assert!(!place.is_missing(ArticleId(ink)));
}

#[test]
fn the_same_article_in_two_folders_is_one_row() {
    let linked =
        "---\ntitle: Linked\nurl: https://example.org/linked\n---\n\nShort, but with a link.\n";
    let place = Place::new(&[
        ("one/ink.md", INK),
        ("one/linked.md", linked),
        ("two/copy.md", INK),
        ("two/linked.md", &linked.replace("Short", "Brief")),
    ]);
    let one = place.add("one").source;
    let two = place.add("two");
    assert_eq!((two.report.new, two.report.unchanged), (0, 2));
    let ink = place.article("A short history of ink");
    place.article("Linked");
    assert_eq!(ink.source.unwrap().0, one.id);
    // Neither is read again.
    assert_eq!(place.add("one").report.files_opened, 0);
    assert_eq!(place.add("two").report.files_opened, 0);
    // The one that stays is the article's file from now on.
    place.remove("one/ink.md");
    place.add("one");
    assert!(!place.is_missing(ink.id));
    assert_eq!(
        place.article("A short history of ink").path,
        Some(place.path("two/copy.md"))
    );
}

#[test]
fn an_edited_copy_is_another_article() {
    let place = Place::new(&[("one/ink.md", INK), ("two/ink.md", INK)]);
    place.add("one");
    place.add("two");
    let ink = place.article("A short history of ink").id;
    place.write("two/ink.md", &INK.replace("letters", "characters"));
    assert_eq!(place.add("two").report.new, 1);
    assert_eq!(place.titles().len(), 2);
    assert!(place.text(ArticleId(ink.0)).contains("letters"));
}

#[test]
fn a_bookmarked_article_loses_no_text() {
    let linked = "---\ntitle: Linked\nurl: https://example.org/linked\n---\n\nAll of it.\n\nTo the last word.\n";
    let place = Place::new(&[("clippings/linked.md", linked)]);
    place.add("clippings");
    let id = place.article("Linked").id.0;
    place
        .library()
        .toggle_bookmark(ArticleId(id), None)
        .unwrap();
    place.write(
        "clippings/linked.md",
        &linked.replace("To the last word.", "Pay to read on."),
    );
    assert_eq!(place.add("clippings").report.changed, 0);
    assert!(place.text(ArticleId(id)).contains("To the last word."));
    place.write(
        "clippings/linked.md",
        &format!("{linked}\nAnd an afterword.\n"),
    );
    assert_eq!(place.add("clippings").report.changed, 1);
    assert!(place.text(ArticleId(id)).contains("afterword"));
}

#[test]
fn a_removed_source_leaves_its_articles_and_can_be_added_again() {
    let place = Place::new(&[("clippings/ink.md", INK)]);
    let source = place.add("clippings").source;
    let mut library = place.library();
    assert!(library.has_sources_or_bookmarks().unwrap());
    let removed = newsprint::model::ChangeKind::RemoveSource {
        title: "clippings".to_owned(),
        articles: 1,
        deleted: 0,
    };
    let changed = library.remove_source(source.id).unwrap();
    assert_eq!(changed.kind, Some(removed));
    assert!(library.sources().unwrap().is_empty());
    assert!(library.remove_source(source.id).is_err());
    assert_eq!(library.counts().unwrap().all, 1);
    assert!(
        !library
            .views()
            .unwrap()
            .iter()
            .any(|row| row.name == "clippings")
    );
    library.undo(None).unwrap();
    assert_eq!(library.sources().unwrap(), [place.source("clippings")]);
    library.redo().unwrap();
    assert!(library.sources().unwrap().is_empty());
    let again = place.add("clippings");
    assert_eq!(
        (again.new, again.source.id, again.report.files_opened),
        (true, source.id, 0)
    );
    assert_eq!(again.source.article_count, 1);
}

#[test]
fn a_deleted_article_returns_only_when_its_file_is_added() {
    let place = Place::new(&[("clippings/ink.md", INK)]);
    place.add("clippings");
    let id = place.article("A short history of ink").id.0;
    place.library().delete_article(ArticleId(id)).unwrap();
    place.write("clippings/ink.md", &INK.replace("somebody", "someone"));
    place.add("clippings");
    assert!(place.titles().is_empty());
    let added = place.add("clippings/ink.md");
    assert_eq!(added.source.title, "clippings", "it is in a source already");
    assert_eq!(place.article("A short history of ink").id.0, id);
}

#[test]
fn an_added_file_is_a_source_without_a_view() {
    let place = Place::new(&[("ink.md", INK), ("empty.md", "")]);
    let added = place.add("ink.md");
    assert_eq!(
        (added.source.kind.name(), added.source.title.as_str()),
        ("page", "A short history of ink")
    );
    assert_eq!((added.report.new, added.source.article_count), (1, 1));
    let library = place.library();
    assert!(library.has_sources_or_bookmarks().unwrap());
    assert!(
        library
            .views()
            .unwrap()
            .iter()
            .all(|row| !matches!(row.view, View::Source(_)))
    );
    assert!(place.try_add("empty.md").is_err());
    assert_eq!(library.sources().unwrap().len(), 1);
    let again = place.add("ink.md");
    assert_eq!((again.new, again.report.unchanged), (false, 1));
}

#[test]
fn links_are_followed_odd_names_are_read_and_the_data_folder_is_skipped() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let place = Place::new(&[("outside/ink.md", INK), ("articles/tea.md", TEA)]);
    symlink(place.path("outside/ink.md"), place.path("articles/ink.md")).unwrap();
    symlink(
        place.path("articles/tea.md"),
        place.path("articles/twice.md"),
    )
    .unwrap();
    symlink(place.path(""), place.path("articles/circle")).unwrap();
    symlink(place.path("nowhere"), place.path("articles/broken.md")).unwrap();
    let odd = place
        .path("articles")
        .join(std::ffi::OsStr::from_bytes(b"odd-\xff.txt"));
    std::fs::write(&odd, SHEEP).unwrap();
    let added = place.add("");
    assert_eq!((added.report.new, added.source.error), (3, None));
    assert_eq!(
        place.article("A short history of ink").path,
        Some(place.path("outside/ink.md"))
    );
    assert_eq!(place.article("Sheep on the line").path, Some(odd.clone()));
    wait_for("a look at nothing", || {
        place.add("").report.files_opened == 0
    });
    place.remove("articles/twice.md");
    std::fs::remove_file(&odd).unwrap();
    assert_eq!(place.add("").report.missing, 2);
    assert!(!place.is_missing(ArticleId(place.article("Tea at noon").id.0)));
    assert!(place.is_missing(ArticleId(place.article("Sheep on the line").id.0)));
}

#[test]
fn articles_of_an_unreadable_folder_stay() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new(&[("clippings/ink.md", INK), ("clippings/closed/tea.md", TEA)]);
    place.add("clippings");
    let closed = place.path("clippings/closed");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything.
    let shut = std::fs::read_dir(&closed).is_err();
    let again = place.add("clippings");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(again.report.missing, 0);
    assert_eq!(again.source.error.is_some(), shut);
    assert!(!place.is_missing(ArticleId(place.article("Tea at noon").id.0)));
}
