//! What a script may count on in the library: list, show, bookmarks and sources, by the real program.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use newsprint::library::{Durability, Library, NewArticle, OpenMode, UndoResult};
use newsprint::model::{Anchor, ArticleId, Document};
use serde_json::{Value, json};

use crate::library::article;

/// A folder with a library, and the program in it.
pub(crate) struct Desk(tempfile::TempDir);

/// What the program left behind.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) status: i32,
    pub(crate) output: String,
    pub(crate) errors: Vec<String>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub(crate) fn library(&self) -> Library {
        Library::open(&self.data(), OpenMode::Create).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsprint"));
        command
            .args(["--data-dir", "data"])
            .args(arguments)
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.0.path())
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Left {
        let left = self.command(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
        Left {
            status: left.status.code().expect("no signal ends the program"),
            output: text(left.stdout),
            errors: text(left.stderr).lines().map(str::to_owned).collect(),
        }
    }

    /// What a command prints that is to succeed.
    pub(crate) fn good(&self, arguments: &[&str]) -> String {
        let left = self.run(arguments);
        assert_eq!(
            (left.status, left.errors.len()),
            (0, 0),
            "{arguments:?}: {left:?}"
        );
        left.output
    }

    /// The objects that a command prints, a line each.
    pub(crate) fn json(&self, arguments: &[&str]) -> Vec<Value> {
        objects(&self.good(arguments))
    }
}

fn objects(output: &str) -> Vec<Value> {
    output
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

impl Left {
    pub(crate) fn only_error(&self) -> &str {
        assert_eq!(self.errors.len(), 1, "{self:?}");
        &self.errors[0]
    }
}

const INK: &str = "---\ntitle: A short history of ink\nauthor: Ida Quill\npublisher: The Tidewater Post\n\
    date: 2026-02-02\nurl: https://ink.example/history\n---\n\nInk is older than paper.\n\n## Oak\n\nGalls and iron made it black.\n";
const TEA: &str = "---\ntitle: Tea on the night train\ndate: 2026-02-03T09:30:00+01:00\nurl: https://tea.example/train\n---\n\n\
    It was served in the last car.\n";

/// Takes an article in: its number.
pub(crate) fn add(library: &mut Library, text: &str) -> ArticleId {
    let document = article(text);
    let incoming = NewArticle {
        in_library: true,
        name: "untitled".to_owned(),
        words: document.words(),
        document: Some(&document),
        ..NewArticle::default()
    };
    library
        .upsert_articles(&[incoming], Durability::Full)
        .unwrap()[0]
        .id()
}

/// A library with two articles, the first of them older.
fn two() -> (Desk, ArticleId, ArticleId) {
    let desk = Desk::new();
    let mut library = desk.library();
    library.set_now(1_772_000_000);
    let ink = add(&mut library, INK);
    let tea = add(&mut library, TEA);
    (desk, ink, tea)
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

const ROW: [&str; 22] = [
    "added",
    "bookmarked",
    "byline",
    "changed",
    "id",
    "muted",
    "path",
    "progress",
    "published",
    "publisher",
    "read",
    "source",
    "sources",
    "standfirst",
    "story",
    "tags",
    "text",
    "title",
    "updated",
    "url",
    "words",
    "match",
];

fn is_row(value: &Value, more: &[&str]) {
    let mut expected: Vec<&str> = ROW[..21]
        .iter()
        .copied()
        .chain(more.iter().copied())
        .collect();
    expected.sort_unstable();
    assert_eq!(keys(value), expected);
}

#[test]
fn list_prints_rows_in_the_order_of_the_screen() {
    let (desk, ink, tea) = two();
    let rows = desk.json(&["list", "--json"]);
    let ids: Vec<i64> = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
    assert_eq!(ids, [tea.0, ink.0], "the newest first");
    for row in &rows {
        is_row(row, &[]);
    }
    assert_eq!(
        rows[1],
        json!({
            "id": ink, "title": "A short history of ink", "standfirst": null, "byline": "Ida Quill",
            "publisher": "The Tidewater Post", "published": "2026-02-02", "added": "2026-02-25T06:13:20Z",
            "updated": "2026-02-25T06:13:20Z", "changed": null, "url": "https://ink.example/history", "path": null, "source": null, "sources": [],
            "read": false, "bookmarked": false, "tags": [], "progress": 0.0, "words": 12,
            "story": null, "muted": false, "text": null,
        })
    );
    assert_eq!(desk.json(&["list", "--json", "--limit", "1"]).len(), 1);
    assert_eq!(desk.good(&["list", "--limit", "0"]), "");
}

#[test]
fn rows_say_what_is_muted_and_which_text_is_shown_and_show_prints_the_other_one() {
    let (desk, ink, tea) = two();
    let mut library = desk.library();
    library.set_muted(&[tea], true).unwrap();
    let text = "# A short history of ink\n\nThe page has a whole history of ink, with galls, vitriol and patience.\n";
    let page = crate::library::article(text);
    let new = newsprint::library::NewPageText {
        document: &page,
        words: page.words(),
        url: "https://ink.example/history",
        problem: None,
    };
    assert!(library.store_page_text(ink, &new).unwrap());
    drop(library);
    let row = |view: &str| desk.json(&["list", "--json", "--view", view]).remove(0);
    assert_eq!(row("muted")["muted"], true);
    let shown = row("all");
    assert_eq!(
        (&shown["muted"], &shown["text"]),
        (&json!(false), &json!("page"))
    );
    let id = ink.to_string();
    let show = |more: &[&str]| {
        let all: Vec<&str> = ["show", &id]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        desk.good(&all)
    };
    assert!(show(&[]).contains("vitriol"));
    assert_eq!(show(&["--text", "page"]), show(&[]));
    assert!(!show(&["--text", "feed"]).contains("vitriol"));
    let object: Value =
        serde_json::from_str(&show(&["--text", "feed", "--format", "json"])).unwrap();
    assert_eq!(
        (&object["text"], &object["words"]),
        (&json!("feed"), &json!(12))
    );
    let tea = tea.to_string();
    assert_eq!(
        desk.good(&["show", &tea, "--text", "feed"]),
        desk.good(&["show", &tea])
    );
    let failed = desk.run(&["show", &tea, "--text", "page"]);
    assert_eq!(failed.status, 1);
    assert!(
        failed
            .only_error()
            .starts_with("newsprint: no text of the page: ")
    );
}

#[test]
fn list_knows_views_by_their_names_in_any_case() {
    let (desk, ink, tea) = two();
    let mut library = desk.library();
    library.set_read(&[tea], true).unwrap();
    library
        .add_bookmark(ink, None, None, &["Craft".to_owned()])
        .unwrap();
    library.save_search("Old things", "ink").unwrap();
    let ids = |view: &str| -> Vec<i64> {
        let rows = desk.json(&["list", "--json", "--view", view]);
        rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(ids("all"), [tea.0, ink.0]);
    assert_eq!(ids("Unread"), [ink.0]);
    for view in ["bookmarks", "#craft", "craft", "Craft"] {
        assert_eq!(ids(view), [ink.0], "{view}");
    }
    assert!(ids("history").is_empty());
    // It is there, whatever it finds.
    desk.good(&["list", "--view", "old THINGS"]);
    let mut library = desk.library();
    let (source, _) = library
        .add_feed("https://tide.example/feed", "Tide")
        .unwrap();
    let paths = ["News/Local".to_owned()];
    library.set_source_categories(source.id, &paths).unwrap();
    for category in ["News", "local", "news/local"] {
        assert!(
            desk.json(&["list", "--json", "--view", category])
                .is_empty()
        );
    }
    let left = desk.run(&["list", "--view", "new things"]);
    assert_eq!((left.status, left.output.as_str()), (1, ""));
    assert!(
        left.only_error()
            .starts_with("newsprint: no such view: new things: "),
        "{left:?}"
    );
}

#[test]
fn lines_for_the_eye_fit_and_have_no_escapes() {
    let desk = Desk::new();
    let mut library = desk.library();
    let long = "上海のとても長い見出し ".repeat(9);
    let number = add(
        &mut library,
        &format!(
            "---\ntitle: \"{long}\"\npublisher: A newspaper with quite a long name\n---\n\nWords.\n"
        ),
    );
    library
        .add_bookmark(
            number,
            None,
            Some(&"A long note. ".repeat(12)),
            &["one".to_owned()],
        )
        .unwrap();
    for letters in 40..80 {
        add(
            &mut library,
            &format!("# {}\n\nWords.\n", "x".repeat(letters)),
        );
    }
    for command in [&["list"][..], &["bookmarks"], &["--ascii", "list"]] {
        let output = desk.good(command);
        assert!(!output.is_empty());
        for line in output.lines() {
            assert!(newsprint::layout::columns(line) <= 80, "{line}");
            assert!(!line.contains(char::is_control), "{line:?}");
        }
    }
    assert!(desk.good(&["list"]).contains('★'));
    assert!(desk.good(&["--ascii", "list"]).contains(" * "));
}

#[test]
fn a_library_that_is_not_there_is_empty_and_is_not_made() {
    let desk = Desk::new();
    for command in [
        &["list"][..],
        &["list", "--view", "unread", "--json"],
        &["bookmarks", "--json"],
        &["sources", "--json"],
    ] {
        assert_eq!(desk.good(command), "", "{command:?}");
    }
    let left = desk.run(&["sources"]);
    assert_eq!((left.status, left.output.as_str()), (0, ""));
    assert!(
        left.only_error()
            .contains("newsprint add URL subscribes to a feed"),
        "{left:?}"
    );
    assert!(!desk.data().exists());
}

#[test]
fn a_library_of_a_newer_program_is_a_failure_in_one_line() {
    let desk = Desk::new();
    drop(desk.library());
    let file = rusqlite::Connection::open(desk.data().join("library.db")).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    for command in [
        &["list"][..],
        &["show", "1"],
        &["bookmarks", "rm", "1"],
        &["sources"],
    ] {
        let left = desk.run(command);
        assert_eq!((left.status, left.output.as_str()), (1, ""), "{left:?}");
        let error = left.only_error();
        assert!(
            error.starts_with("newsprint: can't open the library: ") && error.contains("newer"),
            "{error}"
        );
    }
}

#[test]
fn list_prints_pages_and_stops_at_a_closed_pipe() {
    let desk = Desk::new();
    let mut library = desk.library();
    let articles: Vec<(String, Document)> = (0..3000)
        .map(|n| {
            let mut document = Document::default();
            document.metadata.title = Some(format!("Article number {n} of a great many articles"));
            document.metadata.url = Some(format!("https://many.example/{n}"));
            (format!("{n}"), document)
        })
        .collect();
    let incoming: Vec<NewArticle<'_>> = articles
        .iter()
        .map(|(name, document)| NewArticle {
            in_library: true,
            name: name.clone(),
            document: Some(document),
            ..NewArticle::default()
        })
        .collect();
    library
        .upsert_articles(&incoming, Durability::Normal)
        .unwrap();
    let all = desk.json(&["list", "--json"]);
    let mut ids: Vec<i64> = all.iter().map(|row| row["id"].as_i64().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3000, "each once");

    let mut child = desk.command(&["list", "--json"]).spawn().unwrap();
    let mut output = BufReader::with_capacity(64, child.stdout.take().unwrap());
    output.read_line(&mut String::new()).unwrap();
    drop(output);
    let mut errors = String::new();
    let mut pipe = child.stderr.take().unwrap();
    pipe.read_to_string(&mut errors).unwrap();
    assert_eq!(
        (child.wait().unwrap().code(), errors.as_str()),
        (Some(0), "")
    );
}

#[test]
fn show_prints_an_article_in_three_ways() {
    let (desk, ink, _) = two();
    let number = ink.to_string();
    let text = desk.good(&["show", &number]);
    assert!(text.starts_with("A short history of ink\n") && text.contains("Galls and iron"));
    let markdown = desk.good(&["show", &number, "--format", "markdown"]);
    assert!(
        markdown.starts_with("# A short history of ink\n") && markdown.contains("\n## Oak\n"),
        "{markdown}"
    );
    let object = &desk.json(&[
        "show",
        "--format",
        "json",
        "https://ink.example/history?utm_source=x",
    ])[0];
    is_row(object, &["blocks"]);
    assert_eq!(object["id"], ink.0);
    assert_eq!(
        object["blocks"][1],
        json!({"kind": "heading", "level": 2, "text": "Oak"})
    );
}

#[test]
fn show_prints_existing_articles_and_reports_missing_ones() {
    let (desk, ink, tea) = two();
    let (ink, tea) = (ink.to_string(), tea.to_string());
    desk.write("folder/a.txt", "A note\n\nNothing else.\n");
    let left = desk.run(&[
        "show",
        &ink,
        "99",
        "gone.txt",
        "folder",
        "http://127.0.0.1:1/a",
        &tea,
    ]);
    assert_eq!(left.status, 1);
    let at = |text: &str| left.output.find(text);
    assert!(
        at("Galls and iron") < at("served in the last car"),
        "{left:?}"
    );
    assert_eq!(left.output.matches('\u{c}').count(), 1);
    let begin: Vec<&str> = left
        .errors
        .iter()
        .map(|error| {
            let mut parts = error.splitn(4, ": ");
            assert_eq!(parts.next(), Some("newsprint"));
            let begin = parts.next().unwrap();
            assert!(parts.next().is_some() && parts.next().is_some(), "{error}");
            begin
        })
        .collect();
    assert_eq!(
        begin,
        [
            "no such article",
            "no such file or folder",
            "is a folder",
            "can't be read"
        ]
    );
}

#[test]
fn show_of_a_file_outside_the_library_stores_nothing() {
    let desk = Desk::new();
    desk.write("note.md", "# A note\n\nThe kettle is back.\n");
    let object = &desk.json(&["show", "note.md", "--format", "json"])[0];
    is_row(object, &["blocks"]);
    assert_eq!(object["id"], Value::Null);
    assert_eq!(object["added"], Value::Null);
    assert_eq!(object["title"], "A note");
    let path = std::fs::canonicalize(desk.path("note.md")).unwrap();
    assert_eq!(object["path"], path.to_str().unwrap());
    assert!(!desk.data().exists());
}

#[test]
fn show_reads_the_file_of_an_opened_article_and_the_stored_text_of_a_bookmarked_one() {
    let desk = Desk::new();
    let path = desk.write("note.md", "# A note\n\nThe kettle is back.\n");
    let path = std::fs::canonicalize(path).unwrap();
    let document = article("# A note\n\nThe kettle is back.\n");
    let mut library = desk.library();
    let visited = NewArticle {
        path: Some(path.clone()),
        name: "note.md".to_owned(),
        document: Some(&document),
        words: document.words(),
        ..NewArticle::default()
    };
    let id = library
        .upsert_articles(&[visited], Durability::Full)
        .unwrap()[0]
        .id();
    let number = id.to_string();
    assert!(desk.good(&["show", &number]).contains("kettle is back"));
    std::fs::remove_file(&path).unwrap();
    let left = desk.run(&["show", &number]);
    assert_eq!((left.status, left.output.as_str()), (1, ""));
    assert!(left.only_error().contains("note.md"), "{left:?}");
    library
        .add_bookmark(id, Some(&document), None, &[])
        .unwrap();
    assert!(desk.good(&["show", &number]).contains("kettle is back"));
    assert!(desk.good(&["show", "note.md"]).contains("kettle is back"));
}

#[test]
fn bookmarks_are_added_tagged_listed_and_removed() {
    let (desk, ink, tea) = two();
    let path = desk.write("note.md", "# A note\n\nThe kettle is back.\n");
    let said = desk.good(&["bookmarks", "add", &ink.to_string(), "--note", "for Ida"]);
    assert_eq!(said, "Bookmarked “A short history of ink” (bookmark 1)\n");
    let added = desk.json(&[
        "bookmarks",
        "add",
        "note.md",
        "https://tea.example/train",
        "--tag",
        "home",
        "--tag",
        "#later",
        "--json",
    ]);
    assert_eq!(added.len(), 2);
    for object in &added {
        assert_eq!(
            keys(object),
            ["article", "created", "id", "note", "place", "tags"]
        );
        is_row(&object["article"], &[]);
        assert_eq!(object["tags"], json!(["home", "later"]));
        assert_eq!(
            (&object["place"], &object["note"]),
            (&Value::Null, &Value::Null)
        );
    }
    assert_eq!(added[1]["article"]["id"], tea.0);
    // Its text is kept for good.
    std::fs::remove_file(path).unwrap();
    let note = added[0]["article"]["id"].to_string();
    assert!(desk.good(&["show", &note]).contains("kettle is back"));

    let number = added[0]["id"].to_string();
    let tagged = &desk.json(&["bookmarks", "--json", "tag", &number, "+kitchen", "-home"])[0];
    assert_eq!(tagged["tags"], json!(["kitchen", "later"]));
    assert_eq!(tagged["article"]["tags"], json!(["kitchen", "later"]));
    let said = desk.good(&["bookmarks", "tag", &number, "-kitchen"]);
    assert!(said.contains("Tagged “A note” as later"), "{said}");

    let listed = desk.json(&["bookmarks", "--json"]);
    let titles: Vec<&str> = listed
        .iter()
        .map(|object| object["article"]["title"].as_str().unwrap())
        .collect();
    assert_eq!(
        titles,
        ["A note", "Tea on the night train", "A short history of ink"]
    );
    assert_eq!(listed[2]["note"], "for Ida");

    let removed = &desk.json(&["bookmarks", "rm", &number, "--json"])[0];
    assert_eq!(removed["id"], added[0]["id"]);
    assert_eq!(desk.json(&["bookmarks", "--json"]).len(), 2);
    // The article stays, with its text.
    assert_eq!(desk.json(&["list", "--json"]).len(), 3);
}

#[test]
fn a_bookmark_of_a_place_has_section_quote_and_offset() {
    let (desk, ink, _) = two();
    let document = article(INK);
    let place = newsprint::library::NewPlace {
        anchor: Anchor::at(&document, 2, 6),
        section: Some("Oak".to_owned()),
        quote: Some("Galls and iron made it black.".to_owned()),
        note: Some("try this".to_owned()),
        tags: vec!["craft".to_owned()],
    };
    desk.library().bookmark_place(ink, None, &place).unwrap();
    let object = &desk.json(&["bookmarks", "--json"])[0];
    assert_eq!(
        object["place"],
        json!({"section": "Oak", "quote": "Galls and iron made it black.", "offset": 6})
    );
    assert_eq!(object["article"]["bookmarked"], true);
    let shown = desk.good(&["bookmarks"]);
    assert!(
        shown.contains("§") && shown.contains("#craft") && shown.contains("try this"),
        "{shown}"
    );
    // The place of a heading is named once.
    let heading = newsprint::library::NewPlace {
        anchor: Anchor::at(&document, 1, 0),
        quote: Some("Oak".to_owned()),
        note: None,
        tags: Vec::new(),
        ..place
    };
    desk.library().bookmark_place(ink, None, &heading).unwrap();
    let shown = desk.good(&["bookmarks"]);
    assert!(shown.contains("history of ink: Oak\n"), "{shown}");
}

#[test]
fn changes_of_bookmarks_can_be_undone() {
    let (desk, ink, _) = two();
    desk.write("note.md", "# A note\n\nThe kettle is back.\n");
    let number = ink.to_string();
    desk.good(&["bookmarks", "add", &number, "--tag", "craft"]);
    desk.good(&["bookmarks", "tag", "1", "+oak"]);
    desk.good(&["bookmarks", "rm", "1"]);
    desk.good(&["bookmarks", "add", "note.md"]);
    let mut library = desk.library();
    let mut taken_back = Vec::new();
    while let UndoResult::NeedsConfirmation(change, ..) = library.undo(None).unwrap() {
        let UndoResult::Done(said, _) = library.undo(Some(change)).unwrap() else {
            panic!()
        };
        taken_back.push(said);
        if taken_back.len() == 2 {
            assert_eq!(library.counts().unwrap().all, 2, "a visit again");
            assert_eq!(library.states(&[ink]).unwrap()[0].1.tags, ["craft", "oak"]);
        }
    }
    assert_eq!(taken_back.len(), 4, "{taken_back:?}");
    assert!(!library.states(&[ink]).unwrap()[0].1.is_bookmarked);
}

#[test]
fn an_article_that_cant_be_bookmarked_is_reported_and_the_rest_is_done() {
    let (desk, ink, _) = two();
    let left = desk.run(&[
        "bookmarks",
        "add",
        "99",
        "http://127.0.0.1:1/a",
        &ink.to_string(),
    ]);
    assert_eq!(left.status, 1);
    assert!(left.output.starts_with("Bookmarked “A short history"));
    assert!(
        left.errors[1].contains("can't be read: http://127.0.0.1:1/a: can't connect"),
        "{left:?}"
    );
    let left = desk.run(&["bookmarks", "rm", "99", "1"]);
    assert_eq!(left.status, 1);
    assert!(left.output.starts_with("Bookmark removed: “"), "{left:?}");
    assert!(
        left.only_error()
            .starts_with("newsprint: no such bookmark: 99: ")
    );
    let left = desk.run(&["bookmarks", "tag", "99", "+a"]);
    assert_eq!(left.status, 1);
    for wrong in [
        &["bookmarks", "tag", "1", "a"][..],
        &["bookmarks", "tag", "1", "+"],
        &["bookmarks", "tag", "1", "+a", "--data-dir"],
        &["bookmarks", "rm", "first"],
        &["bookmarks", "undo"],
        &["list", "--limit", "many"],
        &["show"],
    ] {
        let left = desk.run(wrong);
        assert_eq!(left.status, 2, "{wrong:?} {left:?}");
        assert!(left.only_error().starts_with("newsprint: "));
    }
}

#[test]
fn sources_are_listed_with_their_health() {
    let desk = Desk::new();
    drop(desk.library());
    let file = rusqlite::Connection::open(desk.data().join("library.db")).unwrap();
    file.execute_batch(
        "INSERT INTO source (kind, title, url, added, last_success, failing_since, error) VALUES
            ('feed', 'The Tidewater Post', 'https://tide.example/feed', 0, 1772000000, 1772000060, 'the server does not answer');
         INSERT INTO source (kind, title, path, added) VALUES ('folder', 'clippings', '/nowhere/clippings', 0);
         INSERT INTO article (source, title, title_key, added, updated, date) VALUES (1, 'A', 'a', 1, 1, 1), (1, 'B', 'b', 2, 2, 2);
         UPDATE article SET read = 1 WHERE id = 1;",
    )
    .unwrap();
    let rows = desk.json(&["sources", "--json"]);
    assert_eq!(
        rows[0],
        json!({
            "id": 1, "categories": [], "kind": "feed", "title": "The Tidewater Post", "url": "https://tide.example/feed", "path": null,
            "tags": [], "paused": false, "articles": 2, "unread": 1, "last_success": "2026-02-25T06:13:20Z",
            "next_fetch": null, "failing_since": "2026-02-25T06:14:20Z", "error": "the server does not answer",
        })
    );
    assert_eq!(rows[1]["path"], "/nowhere/clippings");
    let shown = desk.good(&["sources"]);
    assert!(
        shown.contains("1 of 2 unread") && shown.contains("does not answer"),
        "{shown}"
    );
    let titles = |arguments: &[&str]| -> Vec<String> {
        let rows = desk.json(arguments);
        rows.iter()
            .map(|row| row["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(titles(&["list", "--json", "--source", "1"]), ["B", "A"]);
    assert_eq!(
        titles(&["list", "--json", "--view", "the tidewater post"]),
        ["B", "A"]
    );
    assert_eq!(
        titles(&["list", "--json", "--source", "1", "--view", "unread"]),
        ["B"]
    );
    let mut library = desk.library();
    library.add_bookmark(ArticleId(2), None, None, &[]).unwrap();
    let other = add(&mut library, INK);
    library.add_bookmark(other, None, None, &[]).unwrap();
    assert_eq!(
        titles(&["list", "--json", "--source", "1", "--view", "bookmarks"]),
        ["B"]
    );
    assert!(titles(&["list", "--json", "--source", "2"]).is_empty());
    let row = &desk.json(&["list", "--json", "--source", "1"])[0];
    assert_eq!(
        row["source"],
        json!({"id": 1, "title": "The Tidewater Post"})
    );
    let left = desk.run(&["list", "--source", "7"]);
    assert_eq!(left.status, 1);
    assert!(
        left.only_error()
            .starts_with("newsprint: no such source: 7: ")
    );
}

#[test]
fn a_first_word_that_is_a_command_is_one() {
    let desk = Desk::new();
    for name in ["list", "show", "bookmarks", "sources"] {
        desk.write(
            name,
            "A shelf\n\nIt stands in the hall and holds nine books.\n",
        );
        for arguments in [&[&format!("./{name}")[..]][..], &["--", name]] {
            assert!(
                desk.good(arguments).contains("holds nine books"),
                "{arguments:?}"
            );
        }
    }
    assert_eq!(desk.good(&["list"]), "");
    assert!(Path::new(&desk.path("list")).exists());
}

#[test]
fn foreign_titles_do_nothing_to_a_terminal() {
    let desk = Desk::new();
    drop(desk.library());
    let file = rusqlite::Connection::open(desk.data().join("library.db")).unwrap();
    file.execute(
        "INSERT INTO article (title, title_key, publisher, added, updated, date) VALUES (?1, 'a', ?1, 1, 1, 1)",
        ["\u{1b}]0;gone\u{7}a \u{9b}31mred\u{202e} title\nof two lines"],
    )
    .unwrap();
    for command in [&["list"][..], &["list", "--json"], &["show", "1"]] {
        let left = desk.run(command);
        let said = format!("{}{}", left.output.replace('\n', ""), left.errors.join(""));
        assert!(!said.contains(char::is_control), "{command:?} {said:?}");
    }
}
