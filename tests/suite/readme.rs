//! The README says what is so: its table of keys is the keymap's.

use newsprint::app::{Action, Scope};
use newsprint::keymap::Keymap;

use crate::library_commands::Desk;

const BEGIN: &str = "<!-- keys: made from assets/keymap.toml by `UPDATE=1 cargo test readme` -->\n";
const END: &str = "<!-- /keys -->\n";

/// The actions that a newcomer needs, by name, in the order of the table. The man page has all of them.
const SHOWN: [&str; 27] = [
    "next-section",
    "previous-section",
    "outline",
    "read-on",
    "next-article",
    "next-unread",
    "toggle-read",
    "mark-view-read",
    "bookmark",
    "bookmark-place",
    "history-back",
    "filter",
    "find",
    "search",
    "views",
    "sort-order",
    "refresh",
    "sources",
    "toggle-changes",
    "link-hints",
    "pipe",
    "open-in-browser",
    "delete",
    "undo",
    "redo",
    "help",
    "quit",
];

/// The table: what each action does, and its keys in the list and in the reader.
fn table(keymap: &Keymap) -> String {
    let mut table = String::from("| | in the list | in the reader |\n| --- | --- | --- |\n");
    for name in SHOWN {
        let action = Action::ALL
            .iter()
            .find(|action| action.name() == name)
            .unwrap_or_else(|| panic!("no action is called {name}"));
        let keys = |scope| {
            let keys = keymap.keys_of(scope, *action);
            keys.iter()
                // A bar in a cell is escaped, also in code (GFM, section 4.10).
                .map(|key| format!("`{}`", key.to_string().replace('|', "\\|")))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let (list, reader) = (keys(Scope::List), keys(Scope::Reader));
        if list.is_empty() && reader.is_empty() {
            continue;
        }
        table.push_str(&format!(
            "| {} | {list} | {reader} |\n",
            action.description()
        ));
    }
    table
}

#[test]
fn the_table_of_keys_is_the_keymaps() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme
        .split_once(BEGIN)
        .expect("the table's beginning is marked");
    let (shown, after) = rest.split_once(END).expect("the table's end is marked");
    let table = table(&Keymap::built_in());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
    } else {
        assert_eq!(
            shown, table,
            "run `UPDATE=1 cargo test readme` and read what changed"
        );
    }
}

#[test]
fn every_command_that_the_readme_shows_is_one() {
    let readme = include_str!("../../README.md");
    let help = newsprint::cli::parse(["newsprint".into(), "--help".into()])
        .unwrap_err()
        .to_string();
    for option in ["--ascii", "--config-dir"] {
        assert!(readme.contains(option) && help.contains(option), "{option}");
    }
    // What a shell makes of a line is none of ours.
    let words_of = |line: &str| -> Vec<std::ffi::OsString> {
        let end = [" | ", " > ", " >> ", " # "]
            .iter()
            .filter_map(|sign| line.find(sign))
            .min();
        let line = &line[..end.unwrap_or(line.len())];
        let mut quoted = None;
        let parts = line.split(|c: char| {
            if quoted == Some(c) {
                quoted = None;
            } else if quoted.is_none() && matches!(c, '"' | '\'') {
                quoted = Some(c);
            }
            c == ' ' && quoted.is_none()
        });
        let bare = |part: &str| {
            let inner = ['\'', '"'].iter().find_map(|quote| {
                part.strip_prefix(*quote)?
                    .strip_suffix(*quote)
                    .map(str::to_owned)
            });
            inner.unwrap_or_else(|| part.to_owned())
        };
        let words = parts.filter(|part| !part.is_empty());
        words.map(|part| bare(part).into()).collect()
    };
    let shown = readme
        .lines()
        .filter(|line| line.starts_with("    newsprint "));
    for line in shown {
        let parsed = newsprint::cli::parse(words_of(line));
        assert!(parsed.is_ok(), "{line}: {parsed:?}");
        // A word that is no command would pass as a path.
        let first = line.split_whitespace().nth(1).unwrap_or_default();
        let is_path = first.contains(['.', '/', '~', '#', '|']);
        assert!(
            is_path || parsed.unwrap().command.is_some(),
            "no such command: {line}"
        );
    }
    for words in [
        "newsprint article.txt notes.md page.html",
        "newsprint extract page.html --format json",
    ] {
        assert!(readme.contains(words));
        assert!(
            newsprint::cli::parse(words.split(' ').map(Into::into)).is_ok(),
            "{words}"
        );
    }
}

/// Checks that the README says a sentence, whatever its line breaks.
#[track_caller]
fn assert_said(sentence: &str) {
    let readme: Vec<&str> = include_str!("../../README.md").split_whitespace().collect();
    let readme = readme.join(" ");
    assert!(
        readme.contains(sentence),
        "the README no longer says: {sentence}"
    );
}

#[test]
fn the_claims_about_scripts_are_true() {
    let desk = Desk::new();
    desk.write("notes/ink.md", "# Ink\n\nGalls and iron made it black.\n");
    desk.write("notes/empty.md", "");
    desk.write("tea.md", "# Tea\n\nIt was served in the last car.\n");

    assert_said(
        "An unreadable file in a folder, or a feed that fails among all feeds, is a warning, and a failure with `--strict`.",
    );
    assert_eq!(desk.run(&["notes"]).status, 0);
    assert_eq!(desk.run(&["add", "notes"]).errors.len(), 1);
    assert_eq!(desk.run(&["add", "notes", "--strict"]).status, 1);
    desk.library()
        .add_feed("http://127.0.0.1:1/feed", "Ebb")
        .unwrap();
    assert_eq!(desk.run(&["fetch"]).status, 0);
    assert_eq!(desk.run(&["fetch", "--strict"]).status, 1);

    assert_said(
        "0, 1 if something that was named on the command line failed (the rest is still done and printed), or 2 for wrong arguments.",
    );
    let left = desk.run(&["gone.md", "tea.md"]);
    assert_eq!(left.status, 1);
    assert!(left.output.contains("served in the last car"), "{left:?}");
    let left = desk.run(&["add", "gone.md", "tea.md"]);
    assert_eq!((left.status, left.errors.len()), (1, 1));
    assert_eq!(desk.json(&["list", "--json"]).len(), 2, "the rest is done");
    assert_eq!(desk.run(&["list", "--limit", "ten"]).status, 2);

    assert_said("`--json` prints one object a line. Errors are one line on standard error.");
    for row in desk.json(&["list", "--json"]) {
        assert!(row.is_object());
    }

    assert_said("nothing is shown by colour alone");
    desk.good(&["mark", "read", "1"]);
    desk.good(&["bookmarks", "add", "1", "2"]);
    let lines = desk.good(&["list"]);
    assert_eq!(
        (lines.matches('●').count(), lines.matches('★').count()),
        (1, 2)
    );
    assert!(!lines.contains('\u{1b}'), "{lines:?}");
}
