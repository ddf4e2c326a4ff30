//! What commands answer to a mistyped command, a wrong query, unreadable files, an article on standard input: by the real
//! program.

use std::io::Write;
use std::process::Stdio;

use crate::library_commands::{Desk, Left, add};

/// Runs a command with text on its standard input.
fn run_with(desk: &Desk, arguments: &[&str], input: &str) -> Left {
    let mut child = desk
        .command(arguments)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(input.as_bytes()).unwrap();
    drop(pipe);
    let left = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Left {
        status: left.status.code().unwrap(),
        output: text(left.stdout),
        errors: text(left.stderr).lines().map(str::to_owned).collect(),
    }
}

const KETTLE: &str =
    "# The kettle question\n\nThe committee met on Tuesday to decide who had bought the kettle.\n";

#[test]
fn a_mistyped_command_names_the_one_that_was_meant() {
    let desk = Desk::new();
    for (typed, meant) in [
        ("serach", "search"),
        ("lst", "list"),
        ("bookmark", "bookmarks"),
        ("Undoo", "undo"),
        ("List", "list"),
        ("sear", "search"),
    ] {
        let left = desk.run(&[typed, "harbour", "bridge"]);
        assert_eq!((left.status, left.output.as_str()), (1, ""), "{left:?}");
        assert_eq!(
            left.only_error(),
            format!(
                "newsprint: {typed}: no such file or command; did you mean 'newsprint {meant}'?"
            )
        );
    }
    // Its options are not those of a reader of paths.
    let left = desk.run(&["serach", "--limit", "3", "bridge"]);
    assert_eq!(left.status, 2);
    assert!(
        left.only_error()
            .contains("did you mean 'newsprint search'?"),
        "{left:?}"
    );
    let left = desk.run(&["lits", "--config-dir", ".", "bridge"]);
    assert!(
        left.only_error().contains("did you mean 'newsprint list'?"),
        "{left:?}"
    );
    let left = desk.run(&["harbour"]);
    assert_eq!(
        left.only_error(),
        "newsprint: no such file or folder: harbour: check the path"
    );
    desk.write("serach", KETTLE);
    assert!(desk.good(&["serach"]).contains("bought the kettle"));
    let left = desk.run(&["serch", "serach"]);
    assert_eq!(left.status, 1, "a path beside it makes it one");
    assert!(
        left.only_error().contains("no such file or folder: serch"),
        "{left:?}"
    );
    assert!(left.output.contains("bought the kettle"));
}

#[test]
fn a_mistyped_option_is_suggested() {
    let left = Desk::new().run(&["list", "--jsn"]);
    assert_eq!(left.status, 2);
    assert_eq!(
        left.only_error(),
        "newsprint: unexpected argument: --jsn; did you mean --json?: see newsprint list --help"
    );
}

#[test]
fn a_number_out_of_its_range_says_the_range() {
    let desk = Desk::new();
    for (arguments, range) in [
        (&["--measure", "5", "a.md"][..], "must be from 20 to 240"),
        (&["search", "a", "--limit", "0"], "must be at least 1"),
    ] {
        let left = desk.run(arguments);
        assert_eq!(left.status, 2);
        let line = left.only_error();
        assert!(line.contains(range) && !line.contains(".."), "{line}");
    }
}

#[test]
fn a_query_that_is_wrong_in_part_is_a_failure_and_the_rest_is_found() {
    let desk = Desk::new();
    let mut library = desk.library();
    add(&mut library, KETTLE);
    for (query, line) in [
        (
            "is:foo",
            "newsprint: is:foo is unknown; use is:unread, is:read, is:bookmarked or is:muted",
        ),
        (
            "after:2026-13",
            "newsprint: 2026-13 is not a date; write 2026-03-01, 2026-03 or 7d",
        ),
    ] {
        let left = desk.run(&["search", query]);
        assert_eq!((left.status, left.only_error()), (1, line));
        let left = desk.run(&["search", "kettle", query]);
        assert_eq!((left.status, left.only_error()), (1, line));
        assert!(left.output.contains("The kettle question"), "{left:?}");
        // An empty library knows the language as well.
        let left = Desk::new().run(&["search", query]);
        assert_eq!((left.status, left.only_error()), (1, line));
    }
}

#[test]
fn a_search_without_a_hit_says_so_beside_the_output() {
    let desk = Desk::new();
    for words in [
        &["search", "ink", "is:unread"][..],
        &["search", "ink", "is:unread", "--json"],
    ] {
        let left = desk.run(words);
        assert_eq!((left.status, left.output.as_str()), (0, ""), "{left:?}");
        assert_eq!(
            left.only_error(),
            "newsprint: no article matches ink is:unread"
        );
    }
}

#[test]
fn wrong_arguments_are_named_in_plain_words_with_the_help_of_the_command() {
    let desk = Desk::new();
    let nothing = "nothing to mark: give a state and ids, --view NAME or --source SOURCE: see newsprint mark --help";
    for (arguments, line) in [
        (&["mark", "unread"][..], nothing),
        (&["mark", "unread", "--older-than", "30d"], nothing),
        (
            &["mark", "seen", "3"],
            "STATE must be read, unread, muted or unmuted, not seen: see newsprint mark --help",
        ),
        (
            &["mark", "read", "x"],
            "ID must be a whole number, not x: see newsprint mark --help",
        ),
        (
            &["mark", "read", "3", "--view", "all"],
            "ID can't be combined with --view NAME and --source SOURCE: see newsprint mark --help",
        ),
        (
            &["mark", "read", "--view", "all", "--older-than", "3"],
            "--older-than AGE must be written as 12h, 30d, 2w, 3m or 1y, not 3: see newsprint mark --help",
        ),
        (
            &["bookmarks", "tag", "1"],
            "missing +TAG|-TAG: see newsprint bookmarks tag --help",
        ),
        (
            &["bookmarks", "add", "1", "--note"],
            "--note TEXT has no value: see newsprint bookmarks add --help",
        ),
        (
            &["bookmarks", "ad", "1"],
            "no such command: ad; did you mean add?: see newsprint bookmarks --help",
        ),
        (
            &["sources", "rename"],
            "missing SOURCE and TITLE: see newsprint sources rename --help",
        ),
        (
            &["sources", "nonsense"],
            "no such command: nonsense: see newsprint sources --help",
        ),
        (
            &["list", "harbour"],
            "unexpected argument: harbour: see newsprint list --help",
        ),
        (
            &["extract", "--batch", "a.md"],
            "--batch can't be combined with PATH: see newsprint extract --help",
        ),
        (
            &["help", "serch"],
            "no such command: serch; did you mean search?: see newsprint --help",
        ),
    ] {
        let left = desk.run(arguments);
        assert_eq!((left.status, left.output.as_str()), (2, ""), "{left:?}");
        assert_eq!(left.only_error(), format!("newsprint: {line}"));
    }
    let help = desk.good(&["sources", "help", "rm"]);
    assert_eq!(help, desk.good(&["sources", "rm", "--help"]));
}

#[test]
fn the_name_of_a_view_is_no_mistyped_command() {
    let left = Desk::new().run(&["--view", "sorces"]);
    assert!(
        !left.errors.join("").contains("no such file or command"),
        "{left:?}"
    );
}

#[test]
fn a_mistyped_command_of_sources_is_suggested() {
    let left = Desk::new().run(&["sources", "renam", "1", "Ink"]);
    assert_eq!(left.status, 2);
    assert!(
        left.only_error().contains("did you mean rename?"),
        "{left:?}"
    );
}

#[test]
fn an_unreadable_file_in_a_folder_is_a_warning_unless_strict() {
    let desk = Desk::new();
    desk.write("notes/kettle.md", KETTLE);
    desk.write("notes/empty.md", "");
    for (arguments, status) in [
        (&["notes"][..], 0),
        (&["--strict", "notes"], 1),
        (&["notes/empty.md", "notes/kettle.md"], 1),
        (&["--linear", "notes"], 0),
        (&["add", "notes"], 0),
        (&["add", "notes", "--strict"], 1),
        (&["add", "notes/empty.md"], 1),
    ] {
        let left = desk.run(arguments);
        assert_eq!(left.status, status, "{arguments:?} {left:?}");
        if !arguments.contains(&"--linear") {
            assert!(
                left.only_error().contains("empty"),
                "{arguments:?} {left:?}"
            );
        }
    }
    assert_eq!(desk.json(&["list", "--json"]).len(), 1);
}

#[cfg(unix)]
#[test]
fn files_of_a_folder_that_have_no_article_are_named_and_only_broken_ones_fail_if_strict() {
    let desk = Desk::new();
    desk.write("notes/kettle.md", KETTLE);
    for (name, bytes) in [
        ("pot.png", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..]),
        ("pot.pdf", b"%PDF-1.4\n\0\x01\x02"),
        ("song.ogg", b"OggS\0\0\0"),
        ("tea.gif", b"GIF89a\0"),
    ] {
        std::fs::write(desk.path("notes").join(name), bytes).unwrap();
    }
    let others =
        "newsprint: not text: notes: 4 files left out: pot.pdf, pot.png, song.ogg and 1 more";
    for strict in [&["notes"][..], &["--strict", "notes"]] {
        let left = desk.run(strict);
        assert_eq!((left.status, left.only_error()), (0, others));
    }
    let added = desk.good(&["add", "notes", "--strict"]);
    assert_eq!(added, "Added folder 1, notes: 1 added, 4 not text\n");
    let shown = desk.good(&["sources", "show", "1"]);
    assert!(
        shown.contains("not text: ") && shown.contains("/notes/tea.gif\n"),
        "{shown}"
    );
    // A binary file of an unknown type and a link that leads nowhere may be mistakes.
    std::fs::write(
        desk.path("notes/blob"),
        b"k\x01\x02\x00t\x01\x05\x00l".repeat(9),
    )
    .unwrap();
    std::os::unix::fs::symlink("gone.md", desk.path("notes/link.md")).unwrap();
    for (arguments, status) in [
        (&["notes"][..], 0),
        (&["--strict", "notes"], 1),
        (&["--linear", "notes"], 0),
        (&["--linear", "--strict", "notes"], 1),
        (&["add", "notes"], 0),
        (&["add", "--strict", "notes"], 1),
        (&["add", "notes"], 0),
    ] {
        let left = desk.run(arguments);
        assert_eq!(left.status, status, "{arguments:?} {left:?}");
        let said = format!("{}\n{}", left.errors.join("\n"), left.output);
        for (name, reason) in [("blob", "not text"), ("link.md", "broken symbolic link")] {
            let end = format!("notes/{name}: {reason}");
            let named = said
                .lines()
                .any(|line| line.starts_with("newsprint: can't be read: ") && line.ends_with(&end));
            assert!(named, "{arguments:?} {said}");
        }
    }
    for (arguments, what) in [
        (
            &["add", "notes/link.md"][..],
            "can't be added: notes/link.md",
        ),
        (&["notes/link.md"], "can't be opened: notes/link.md"),
        (&["show", "notes/link.md"], "can't be read: notes/link.md"),
    ] {
        let left = desk.run(arguments);
        let line = format!("newsprint: {what}: broken symbolic link");
        assert_eq!((left.status, left.only_error()), (1, line.as_str()));
    }
    // The link leads somewhere again, and then nowhere: the article stays.
    desk.write("notes/gone.txt", "# Tea\n\nServed late.\n");
    std::fs::remove_file(desk.path("notes/link.md")).unwrap();
    std::os::unix::fs::symlink("../tea.md", desk.path("notes/link.md")).unwrap();
    desk.write("tea.md", "# Lemon\n\nServed with it.\n");
    let added = desk.run(&["add", "notes"]).output;
    assert!(added.contains("2 added"), "{added}");
    std::fs::remove_file(desk.path("tea.md")).unwrap();
    for _ in 0..2 {
        desk.run(&["add", "notes"]);
        assert!(desk.good(&["show", "2"]).contains("Served"));
        assert_eq!(desk.json(&["list", "--source", "1", "--json"]).len(), 3);
    }
}

#[test]
fn a_path_in_an_existing_folder_is_no_address() {
    let desk = Desk::new();
    desk.write("notes/kettle.md", KETTLE);
    let left = desk.run(&["add", "notes/kettel.md"]);
    assert_eq!(
        (left.status, left.only_error()),
        (
            1,
            "newsprint: no such file or folder: notes/kettel.md: check the path"
        )
    );
}

#[test]
fn a_folder_inside_an_added_folder_is_there_already() {
    let desk = Desk::new();
    desk.write("notes/kettle.md", KETTLE);
    desk.write(
        "notes/inner/tea.md",
        "# Tea\n\nServed late in the last car.\n",
    );
    desk.good(&["add", "notes"]);
    let id = desk.json(&["sources", "--json"])[0]["id"].clone();
    let again = desk.good(&["add", "notes/inner"]);
    assert_eq!(
        again,
        format!(
            "Already in the source {id}, notes: its articles are there (0 added, 1 already there)\n"
        )
    );
    assert_eq!(desk.json(&["sources", "--json"]).len(), 1);
    assert_eq!(desk.json(&["list", "--json"]).len(), 2);
    // A file that has appeared since is added.
    desk.write("notes/inner/oak.md", "# Oak\n\nGalls grow on its leaves.\n");
    let again = desk.good(&["add", "notes/inner"]);
    assert!(again.contains("(1 added, 1 already there)"), "{again}");
    assert_eq!(desk.json(&["list", "--json"]).len(), 3);
    // A folder that is a source stays one when the folder around it is added, and no article is listed twice.
    let desk = Desk::new();
    desk.write(
        "notes/inner/tea.md",
        "# Tea\n\nServed late in the last car.\n",
    );
    desk.good(&["add", "notes/inner"]);
    desk.good(&["add", "notes"]);
    assert_eq!(desk.json(&["list", "--json"]).len(), 1);
    assert!(
        desk.good(&["add", "notes/inner"])
            .starts_with("Folder 1, inner: 0 added, 1 already there")
    );
}

#[test]
fn an_article_on_standard_input_is_added_once() {
    let desk = Desk::new();
    let left = run_with(&desk, &["add", "-"], KETTLE);
    assert_eq!(
        (left.status, left.output.as_str()),
        (0, "Added article 1, The kettle question\n"),
        "{left:?}"
    );
    let left = run_with(&desk, &["add", "-", "--json"], KETTLE);
    let object: serde_json::Value = serde_json::from_str(&left.output).unwrap();
    assert_eq!(
        object,
        serde_json::json!({
            "id": 1, "kind": "article", "title": "The kettle question", "url": null, "new": 0, "added": false,
        })
    );
    assert_eq!(
        desk.json(&["list", "--json"]).len(),
        1,
        "its content is the same"
    );
    assert!(desk.good(&["show", "1"]).contains("bought the kettle"));
    let left = run_with(&desk, &["add", "-"], " \n");
    assert_eq!(left.status, 1);
    assert_eq!(
        left.only_error(),
        "newsprint: can't be added: standard input: empty"
    );
}

#[test]
fn the_source_of_an_article_is_printed_as_it_is() {
    let desk = Desk::new();
    let page = "<!doctype html>\n<title>The kettle question</title>\n<nav>Home</nav>\n\
        <p>The committee met\ton Tuesday to decide who had bought the kettle.\u{9b}31m</p>\n";
    desk.write("notes/kettle.html", page);
    desk.good(&["add", "notes"]);
    let source = page.replace('\u{9b}', "");
    for target in ["1", "notes/kettle.html"] {
        let shown = desk.good(&["show", target, "--format", "source"]);
        assert!(shown.contains("<nav>Home</nav>\n"), "{shown}");
        assert!(shown.contains("met\ton"), "tabs stay: {shown}");
        assert!(!shown.contains('\u{9b}'), "{shown:?}");
        assert!(shown.len() <= source.len() + 4, "{shown}");
    }
    let left = run_with(&desk, &["add", "-"], "# Tea\n\nServed late.\n");
    assert_eq!(left.status, 0);
    let left = desk.run(&["show", "2", "--format", "source"]);
    assert_eq!((left.status, left.output.as_str()), (1, ""));
    assert_eq!(
        left.only_error(),
        "newsprint: no source: 2: the library stores the article, not its source: --format markdown prints the article"
    );
    assert_eq!(desk.run(&["show", "9", "--format", "source"]).status, 1);
}

#[test]
fn a_listed_article_has_a_column_for_each_mark_its_time_and_its_source() {
    let desk = Desk::new();
    desk.write(
        "clippings/ink.md",
        "---\ntitle: Ink\ndate: 2026-02-03T09:30:00+01:00\n---\n\nOlder than paper.\n",
    );
    desk.write(
        "clippings/tea.md",
        "---\ntitle: Tea\ndate: 2026-02-02\n---\n\nServed late.\n",
    );
    desk.good(&["add", "clippings"]);
    desk.good(&["bookmarks", "add", "1", "2"]);
    desk.good(&["mark", "read", "2"]);
    let lines: Vec<String> = desk.good(&["list"]).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2);
    let title = lines[0].trim_end_matches("clippings").trim_end();
    assert_eq!(title, "    1 ● ★ 2026-02-03 08:30 Ink");
    let title = lines[1].trim_end_matches("clippings").trim_end();
    assert_eq!(
        title, "    2   ★ 2026-02-02       Tea",
        "unread or not is said by a sign"
    );
    assert!(
        lines.iter().all(|line| line.ends_with("clippings")),
        "{lines:?}"
    );
    let ascii = desk.good(&["--ascii", "list"]);
    assert!(ascii.starts_with("    1 o * 2026-02-03"), "{ascii}");
    // Nothing is said by colour: there is none.
    assert!(!ascii.contains('\u{1b}'));
}

#[test]
fn a_name_is_suggested_only_where_it_is_near() {
    let desk = Desk::new();
    let settings = ".config/newsprint/config.toml";
    for (line, said) in [
        (
            "theme = \"moonshine\"\n",
            "no such theme as \"moonshine\"; there are ",
        ),
        (
            "theme = \"drak\"\n",
            "no such theme as \"drak\"; the nearest is \"dark\"",
        ),
        (
            "sort = \"by-title\"\n",
            "sort must be one of \"newest\", \"oldest\", not \"by-title\"\n",
        ),
        ("wallpaper = 3\n", "no such setting as \"wallpaper\"\n"),
        (
            "mesure = 60\n",
            "no such setting as \"mesure\"; the nearest is \"measure\"\n",
        ),
    ] {
        desk.write(settings, line);
        let mut command = desk.command(&["config"]);
        let left = command.env("TERM", "xterm-256color").output().unwrap();
        let said_here = String::from_utf8(left.stderr).unwrap();
        assert!(said_here.contains(said), "{line}{said_here}");
        assert!(!said_here.contains("nearest is \"auto\""), "{said_here}");
    }
}

#[test]
fn an_article_without_a_title_has_the_name_of_its_file_everywhere() {
    let desk = Desk::new();
    let text =
        "some words without a heading, which go on for a while and say little.\n\nmore of them.\n";
    let names = ["notes", "notes.html", "notes.md", "notes.txt"];
    for name in names {
        let text = match name {
            "notes.html" => format!("<p>{text}</p>"),
            _ => format!("{name} {text}"),
        };
        desk.write(&format!("box/{name}"), &text);
    }
    desk.write("box/table.csv", "port,boats\nQuay,3\nEbb,4\n");
    let linear = desk.run(&["--linear", "box"]).output;
    for (name, number) in names.into_iter().chain(["table.csv"]).zip(1..) {
        let shown = desk.json(&["show", &format!("box/{name}"), "--format", "json"]);
        assert_eq!(shown[0]["title"], name);
        assert!(
            linear.contains(&format!("{number}. {name}, unread\n")),
            "{linear}"
        );
    }
    desk.good(&["add", "box"]);
    let rows = desk.json(&["list", "--json"]);
    let mut titles: Vec<&str> = rows
        .iter()
        .filter_map(|row| row["title"].as_str())
        .collect();
    titles.sort_unstable();
    assert_eq!(
        titles,
        ["notes", "notes.html", "notes.md", "notes.txt", "table.csv"]
    );
}

#[test]
fn a_missing_file_and_an_address_of_another_kind_are_named_by_every_command() {
    let desk = Desk::new();
    let missing = "newsprint: no such file or folder: kettel.md: check the path";
    for words in [
        &["kettel.md"][..],
        &["show", "kettel.md"],
        &["show", "--format", "source", "kettel.md"],
        &["bookmarks", "add", "kettel.md"],
    ] {
        let left = desk.run(words);
        assert_eq!((left.status, left.only_error()), (1, missing));
    }
    let left = desk.run(&["add", "mailto:ida@tide.example"]);
    assert!(
        left.only_error().ends_with("not an http or https address"),
        "{left:?}"
    );
}
