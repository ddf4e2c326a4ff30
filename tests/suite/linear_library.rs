//! The library in linear mode: the real program, which reads its commands from a terminal, and what it keeps from one run to the
//! next.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use newsprint::library::{Library, OpenMode};

use crate::pty::Program;
use newsprint::model::{AccountKind, ArticleId, Correction, PartKey, SourceSettings};

const FERRY: &str = "\
---
date: 2026-03-01
---
# The ferry sails again

The harbour slept.

## What happened

A horn was heard, and then a crowd.

## What it cost

Read the accounts.

### In herring

Nine barrels. Nobody counted twice.
";
const KETTLE: &str = "\
---
date: 2026-02-01
---
# The kettle question

Who bought it? Nobody knows.
";

/// A library, and files beside it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            std::fs::write(desk.path(name), text).unwrap();
        }
        desk
    }

    /// The same, with the files in the library.
    fn with_library(files: &[(&str, &str)]) -> Self {
        let desk = Self::new(files);
        let names = files.iter().map(|(name, _)| *name);
        let (_, status) = desk.run(std::iter::once("add").chain(names), "");
        assert_eq!(status, 0);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The data folder, which has a name of its own.
    fn data(&self) -> PathBuf {
        self.path("data")
    }

    fn library(&self) -> Library {
        Library::open(&self.data(), OpenMode::Existing).unwrap()
    }

    fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>, input: &str) -> (String, i32) {
        let commands = self.path("commands");
        std::fs::write(&commands, input).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_newsprint"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("HOME", self.0.path())
            .env("NEWSPRINT_DATA_DIR", self.data())
            .env("TZ", "UTC")
            .stdin(std::fs::File::open(&commands).unwrap())
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (text, output.status.code().unwrap())
    }

    /// What was answered to each command about a file; the first is what stands before them.
    fn read(&self, name: &str, commands: &str) -> Vec<String> {
        let (text, status) = self.run(["--linear", name], commands);
        assert_eq!(status, 0, "{text}");
        let turn = |(number, turn): (usize, &str)| match number {
            0 => turn.to_owned(),
            _ => turn.split_once('\n').unwrap().1.trim().to_owned(),
        };
        text.split("newsprint> ").enumerate().map(turn).collect()
    }

    /// The same without a file: the commands are typed, since what is piped would be an article.
    fn home(&self, commands: &str) -> Vec<String> {
        self.home_with("", commands)
    }

    fn home_with(&self, options: &str, commands: &str) -> Vec<String> {
        let output = self.path("output");
        let line = format!(
            "'{}' --linear --measure 200 {options} > '{}'",
            env!("CARGO_BIN_EXE_newsprint"),
            output.display()
        );
        let mut pty = Program::new("/bin/sh", &["-c", &line])
            .env("NEWSPRINT_DATA_DIR", self.data().to_str().unwrap())
            .spawn();
        pty.send(commands);
        pty.send("Q\n");
        assert!(pty.wait_for_exit().success());
        let text = std::fs::read_to_string(&output).unwrap();
        let turns = text.split("newsprint> ");
        turns.map(|turn| turn.trim().to_owned()).collect()
    }
}

fn both() -> Desk {
    Desk::with_library(&[("ferry.md", FERRY), ("kettle.md", KETTLE)])
}

#[test]
fn a_line_that_was_taken_out_is_not_read_in_linear_mode_nor_printed() {
    let desk = both();
    let mut library = desk.library();
    let article = library.find_by_file(&desk.path("kettle.md").canonicalize().unwrap());
    let article = article.unwrap().unwrap();
    let removal = Correction::Remove {
        parts: vec![PartKey {
            text: "Who bought it? Nobody knows.".to_owned(),
            occurrence: 0,
        }],
        lines: 1,
    };
    library.correct_article(article, &removal, true).unwrap();
    let turns = desk.read("kettle.md", "n\nQ\n");
    assert!(!turns.join(" ").contains("Who bought it"), "{turns:?}");
    assert!(turns.join(" ").contains("The kettle question"), "{turns:?}");
    let (shown, _) = desk.run(["show", "kettle.md"], "");
    assert!(!shown.contains("Who bought it"), "{shown}");
    library.correct_article(article, &removal, false).unwrap();
    let (shown, _) = desk.run(["show", "kettle.md"], "");
    assert!(shown.contains("Who bought it"), "{shown}");
    // The text in the library is the one that was extracted.
    let turns = desk.read("kettle.md", "n\nQ\n");
    assert!(turns.join(" ").contains("Who bought it"), "{turns:?}");
}

#[test]
fn without_a_path_the_library_is_listed_newest_first() {
    let turns = both().home("");
    assert!(
        turns[0].starts_with("All: 2 articles, 2 unread."),
        "{turns:?}"
    );
    let first = turns[0].find("\n1. The ferry sails again, unread\n");
    let second = turns[0].find("\n2. The kettle question, unread\n");
    assert!(first.is_some() && first < second, "{turns:?}");
    assert!(
        turns[0].contains("1 March:\n1. ") || turns[0].contains("1 March 2026:\n1. "),
        "{turns:?}"
    );
}

#[test]
fn without_a_library_the_tour_is_listed() {
    let turns = Desk::new(&[]).home("1\n");
    assert!(turns[0].starts_with("15 articles.\n1. "), "{turns:?}");
    assert!(turns[1].starts_with("Article 1.\nTitle: "), "{turns:?}");
}

#[test]
fn a_file_that_is_visited_opens_where_it_was_left() {
    let desk = Desk::new(&[("ferry.md", FERRY)]);
    let first = desk.read("ferry.md", "]\n]\n");
    assert!(!first[0].contains("You were"), "{first:?}");
    let again = desk.read("ferry.md", "w\n");
    let told = "You were in section 2, What it cost.\n\nSection 2 of 3. Heading 2: What it cost\n";
    assert!(again[0].contains(told), "{again:?}");
    assert!(!again[0].contains("The harbour slept"), "{again:?}");
    // Also under another name, and after q.
    std::fs::rename(desk.path("ferry.md"), desk.path("boat.md")).unwrap();
    let moved = desk.read("boat.md", "[\nq\n");
    assert!(moved[0].contains("You were in section 2,"), "{moved:?}");
    let back = desk.read("boat.md", "[\n");
    assert!(back[0].contains("You were in section 1,"), "{back:?}");
    // At its start there is nothing to say of it.
    assert!(!desk.read("boat.md", "")[0].contains("You were"));
}

#[test]
fn the_list_has_progress_and_read_marks() {
    let desk = both();
    let turns = desk.home("1\n]\nl\n");
    let line = turns[3]
        .lines()
        .find(|line| line.starts_with("1. "))
        .unwrap();
    let (before, percent) = line.rsplit_once(", ").unwrap();
    assert_eq!(before, "1. The ferry sails again, unread");
    let percent: u8 = percent.strip_suffix(" percent").unwrap().parse().unwrap();
    assert!((20..80).contains(&percent), "{line}");
    // The end of an article is its reading.
    let turns = desk.home("1\na\nl\n");
    assert!(
        turns[3].starts_with("All: 2 articles, 1 unread."),
        "{turns:?}"
    );
    assert!(
        turns[3].contains("\n1. The ferry sails again\n"),
        "{turns:?}"
    );
}

#[test]
fn an_article_whose_end_shows_is_read_at_the_next_step_and_not_by_opening_it() {
    let desk = both();
    assert!(desk.home("2\nw\nl\n")[3].contains("\n2. The kettle question, unread\n"));
    assert!(desk.home("2\n\nl\n")[3].contains("\n2. The kettle question\n"));
    // What the user says counts for more than the end.
    let turns = desk.home("2\nr\n\nl\n");
    assert_eq!(turns[2], "Marked “The kettle question” as unread.");
    assert!(
        turns[4].contains("\n2. The kettle question, unread\n"),
        "{turns:?}"
    );
    assert_eq!(
        desk.home("r 2\n")[1],
        "Marked “The kettle question” as read."
    );
}

#[test]
fn when_an_article_counts_as_read_is_a_setting() {
    let desk = both();
    let config = desk.path("settings");
    std::fs::create_dir(&config).unwrap();
    let file = config.join("config.toml");
    let read = |mode: &str, name: &str| {
        std::fs::write(&file, format!("mark-read = \"{mode}\"\n")).unwrap();
        let folder = config.to_str().unwrap();
        let (_, status) = desk.run(["--config-dir", folder, "--linear", name], "a\n");
        assert_eq!(status, 0);
        desk.library().counts().unwrap().unread
    };
    assert_eq!(read("never", "ferry.md"), 2);
    assert_eq!(read("at-end", "ferry.md"), 1);
    assert_eq!(read("on-open", "kettle.md"), 0);
}

#[test]
fn a_bookmark_is_reported_when_saved_and_can_be_undone_the_next_day() {
    let desk = both();
    assert_eq!(
        desk.home("1\ns\n")[2],
        "Bookmarked “The ferry sails again”."
    );
    assert_eq!(desk.library().counts().unwrap().bookmarks, 1);
    assert!(desk.home("1\n")[1].contains("\nBookmarked.\n"));
    let turns = desk.home("u\nu\nredo\nu\n");
    assert!(
        turns[0].contains("1. The ferry sails again, unread, bookmarked"),
        "{turns:?}"
    );
    assert_eq!(
        turns[1],
        "Last change is from an earlier session: bookmark “The ferry sails again”. Press u again to undo it."
    );
    assert_eq!(turns[2], "Undone: bookmark “The ferry sails again”.");
    assert_eq!(turns[3], "Redone: bookmark “The ferry sails again”.");
    // What was done again is still of the session that did it first.
    assert!(
        turns[4].starts_with("Last change is from an earlier session: "),
        "{turns:?}"
    );
    assert_eq!(desk.home("s 2\n")[1], "Bookmarked “The kettle question”.");
    assert_eq!(
        desk.home("s 2\n")[1],
        "Bookmark removed: “The kettle question”."
    );
}

#[test]
fn a_place_is_bookmarked_with_a_note_and_opened_again_by_its_number() {
    let desk = both();
    let turns = desk.home("1\nsection 2\nS ask Ida #later\n");
    assert_eq!(turns[3], "Bookmarked: What it cost.");
    let turns = desk.home("v 3\nv\n3\n2\nS for nobody\nl\ns 2\nl\n");
    assert_eq!(turns[1], "v lists the views and their numbers.");
    assert!(
        turns[2].contains("1. All, 2 articles, 2 unread, you are here\n"),
        "{turns:?}"
    );
    assert!(
        turns[2].contains("\n3. Bookmarks, 1 article\n"),
        "{turns:?}"
    );
    assert!(turns[2].contains(". Tag later, 1 article\n"), "{turns:?}");
    assert!(turns[3].starts_with("Bookmarks: 1 article."), "{turns:?}");
    let place = "2. Place in section What it cost. Note: ask Ida. Tags: later.";
    assert!(turns[3].contains(place), "{turns:?}");
    assert!(
        turns[4].contains("\nBookmarked, 1 place in it.\n"),
        "{turns:?}"
    );
    assert!(
        turns[4].contains("In section 2, What it cost.\n"),
        "{turns:?}"
    );
    // The same place has one note.
    assert_eq!(turns[5], "Note saved.");
    assert!(turns[6].contains("Note: for nobody."), "{turns:?}");
    assert!(!turns[6].contains("3. "), "{turns:?}");
    assert!(turns[7].starts_with("Bookmark removed: "), "{turns:?}");
    assert_eq!(turns[8], "Bookmarks: no articles.\nv for the views.");
}

#[test]
fn a_search_lists_line_and_section_and_a_number_opens_the_match() {
    let turns = both().home("F barrels\n1\nl\nF submarine\n/kettle\n1\nsearch horn\n");
    assert!(turns[1].starts_with("Found in 1 article.\n1. The ferry sails again, unread\nIn section In herring: Nine barrels."), "{turns:?}");
    assert!(
        turns[2].contains("In section 3, In herring.\n"),
        "{turns:?}"
    );
    assert!(turns[2].contains("Nine barrels."), "{turns:?}");
    assert_eq!(turns[4], "Not found: submarine.");
    assert!(
        turns[5].starts_with("All, titles with kettle: 1 article."),
        "{turns:?}"
    );
    assert!(turns[6].contains("Title: The kettle question"), "{turns:?}");
    // From within another article, too.
    assert!(
        turns[7].contains("In section What happened: A horn was heard"),
        "{turns:?}"
    );
}

#[test]
fn a_large_library_is_listed_in_pages() {
    let names: Vec<String> = (1..=45).map(|number| format!("{number:02}.md")).collect();
    let texts: Vec<String> = (1..=45)
        .map(|n| {
            format!(
                "---\ndate: 2026-01-01\n---\n# Number {n:02}\n\nIt has words of its own: {n}.\n"
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .zip(&texts)
        .map(|(n, t)| (&**n, &**t))
        .collect();
    let turns = Desk::with_library(&files).home("m\nm\nm\n");
    let told = |turn: &str| {
        turn.lines()
            .filter(|line| line.contains(". Number "))
            .count()
    };
    assert_eq!(
        turns.iter().map(|turn| told(turn)).collect::<Vec<_>>(),
        [20, 20, 5, 0, 0]
    );
    assert!(turns[0].contains("m for more: 21 to 45."), "{turns:?}");
    assert!(
        turns[2].contains("\n45. ") || turns[2].starts_with("41. "),
        "{turns:?}"
    );
    assert_eq!(turns[3], "No more lines.");
    // A number may be ahead of what was told, and the list goes on where it was.
    let turns = Desk::with_library(&files).home("43\n\nl\nm\n46\n");
    assert!(turns[1].starts_with("Article 43.\n"), "{turns:?}");
    assert!(turns[2].contains("44 for the next article"), "{turns:?}");
    assert!(turns[4].starts_with("21. "), "{turns:?}");
    assert_eq!(turns[5], "No article 46. There are 45 articles.");
}

#[test]
fn the_unread_view_and_others_are_shown_by_number() {
    let turns = both().home("r 1\nv\n2\nv 99\n");
    assert!(turns[3].starts_with("Unread: 1 article."), "{turns:?}");
    assert!(
        turns[3].contains("1. The kettle question, unread"),
        "{turns:?}"
    );
    assert!(turns[4].starts_with("No view 99. There are "), "{turns:?}");
}

#[test]
fn a_view_is_shown_by_its_name_and_counts_have_their_verb() {
    let desk = both();
    let said = desk.home("v unread\nv Unred\nF herring\n9\n2\n/nobody\nq\n");
    assert!(said[1].starts_with("Unread: 2 articles."), "{said:?}");
    assert_eq!(said[2], "Unred: no such view. v lists the views.");
    assert_eq!(said[4], "No hit 9. There is 1 article.");
    // An article without sections has no first one.
    let said = desk.home("2\n/nobody\nq\n");
    assert!(said[2].starts_with("Found.\n"), "{said:?}");
}

#[test]
fn an_unsaved_change_is_reported_in_a_line_and_by_the_exit_status() {
    let desk = Desk::new(&[("ferry.md", FERRY), ("data", "in the way")]);
    let (text, status) = desk.run(["--linear", "ferry.md"], "s\nsection 1\n");
    let said: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("Not saved: "))
        .collect();
    assert_eq!(said.len(), 1, "{text}");
    assert!(text.contains("A horn was heard"), "{text}");
    assert_eq!(status, 1);
}

#[test]
fn a_section_continues_where_the_screen_ended() {
    let paragraphs: Vec<String> = (1..=30)
        .map(|n| format!("Paragraph {n:02} of the long one.\n\n"))
        .collect();
    let text = format!("# Long\n\nA start.\n\n## Part\n\n{}", paragraphs.concat());
    let desk = Desk::new(&[("long.md", &text)]);
    let start = |wait: &str| {
        let path: &Path = &desk.path("long.md");
        let pty = Program::new(
            env!("CARGO_BIN_EXE_newsprint"),
            &["--linear", path.to_str().unwrap()],
        )
        .env("NEWSPRINT_DATA_DIR", desk.data().to_str().unwrap())
        .size(60, 12)
        .spawn();
        pty.wait_for_text(wait);
        pty
    };
    let mut pty = start("newsprint>");
    pty.send("]\n");
    pty.wait_for_text("Enter for more: ");
    pty.send("\n");
    pty.wait_for_text("Paragraph 06");
    // Another answer between takes nothing away.
    pty.send("w\n");
    pty.wait_for_text("Section 1 of 1, Part,");
    pty.send("\n");
    pty.wait_for_text("Paragraph 10");
    pty.send("q\n");
    assert!(pty.wait_for_exit().success());
    let mut pty = start("You were in section 1, Part.");
    pty.wait_for_text("newsprint>");
    let shown = pty.output_since(0);
    assert!(!shown.contains("Paragraph 05"), "{shown}");
    assert!(shown.contains("Paragraph 10"), "{shown}");
    pty.send("q\n");
    assert!(pty.wait_for_exit().success());
    let library = desk.library();
    let (article, _) = library.states(&[ArticleId(1)]).unwrap().remove(0);
    assert!(!library.states(&[article]).unwrap()[0].1.is_read);
}

#[test]
fn a_new_file_in_a_folder_is_in_a_later_list() {
    let desk = Desk::new(&[]);
    let folder = desk.path("news");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("ferry.md"), FERRY).unwrap();
    assert_eq!(desk.run(["add", "news"], "").1, 0);
    let mut pty = Program::new(env!("CARGO_BIN_EXE_newsprint"), &["--linear"])
        .env("NEWSPRINT_DATA_DIR", desk.data().to_str().unwrap())
        .size(80, 40)
        .spawn();
    pty.wait_for_text("? for help.");
    std::fs::write(folder.join("kettle.md"), KETTLE).unwrap();
    // Each list has the folder looked through for the next.
    let mut lists = 1;
    while !pty.contents().contains("The kettle question") {
        pty.send("l\n");
        lists += 1;
        pty.wait_for_output("a list", |output| {
            let output = String::from_utf8_lossy(output);
            output.matches("newsprint> ").count() >= lists
        });
    }
    pty.send("q\n");
    assert!(pty.wait_for_exit().success());
}

#[test]
fn the_list_has_the_articles_and_the_marks_of_the_command_in_its_order() {
    let desk = both();
    desk.home("1\ns\nr\n");
    let (listed, _) = desk.run(["list", "--json"], "");
    let listed: Vec<String> = (1..)
        .zip(listed.lines())
        .map(|(number, line)| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let unread = ["", ", unread"][usize::from(row["read"] == false)];
            let bookmarked = ["", ", bookmarked"][usize::from(row["bookmarked"] == true)];
            let title = row["title"].as_str().unwrap();
            let progress = match (row["progress"].as_f64().unwrap() * 100.0).round() {
                0.0 => String::new(),
                percent => format!(", {percent} percent"),
            };
            format!("{number}. {title}{unread}{bookmarked}{progress}")
        })
        .collect();
    assert!(listed[0].starts_with("1. The ferry sails again, bookmarked, "));
    let turns = desk.home("l\n");
    let told: Vec<&str> = turns[1]
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|line| line.contains(". "))
        .collect();
    assert_eq!(told, listed, "{turns:?}");
}

#[test]
fn removing_the_bookmark_of_an_article_leaves_its_places() {
    let desk = both();
    let turns = desk.home("1\nsection 2\nS ask Ida\ns\ns\nv\n3\n");
    assert_eq!(turns[4], "Bookmarked “The ferry sails again”.");
    assert_eq!(
        turns[5],
        "Bookmark removed; 1 place stays bookmarked: “The ferry sails again”."
    );
    assert!(turns[7].contains("Note: ask Ida."), "{turns:?}");
}

#[test]
fn letters_mean_what_they_mean_on_the_screen() {
    let desk = Desk::with_library(&[
        ("ferry.md", FERRY),
        ("kettle.md", KETTLE),
        (
            "oak.md",
            "---\ndate: 2026-01-01\nurl: https://oak.example/a\n---\n# Oak\n\nGalls.\n\n## Iron\n\nGalls and iron.\n",
        ),
    ]);
    // n goes to the next unread article, N back; J and K to any.
    let turns = desk.home("r 2\n1\nn\nN\nJ\nK\nK\n");
    assert!(
        turns[3].starts_with("n\nArticle 3.\n") || turns[3].starts_with("Article 3.\n"),
        "{turns:?}"
    );
    assert!(turns[4].contains("Article 1.\n"), "{turns:?}");
    assert!(turns[5].contains("Article 2.\n"), "{turns:?}");
    assert!(turns[6].contains("Article 1.\n"), "{turns:?}");
    assert!(turns[7].contains("This is the first article."), "{turns:?}");
    // While words are sought, n and N go to matches.
    let turns = desk.home("3\n/galls\nn\nN\nJ\n");
    assert!(
        turns[2].contains("Found before the first section."),
        "{turns:?}"
    );
    assert!(turns[3].contains("Found in section 1, Iron."), "{turns:?}");
    assert!(
        turns[4].contains("Found before the first section."),
        "{turns:?}"
    );
    assert!(turns[5].contains("This is the last article."), "{turns:?}");
    // t the outline, y the address, G the end, g the start, q back to the list.
    let turns = desk.home("3\nt\ny\nG\ng\nq\n");
    assert!(turns[2].contains("1. Heading 2: Iron"), "{turns:?}");
    assert!(turns[3].contains("https://oak.example/a"), "{turns:?}");
    assert!(
        turns[4].contains("Section 1 of 1. Heading 2: Iron"),
        "{turns:?}"
    );
    assert!(
        turns[5].contains("Galls.") && !turns[5].contains("Section 1"),
        "{turns:?}"
    );
    assert!(turns[6].contains("All: 3 articles"), "{turns:?}");
    // D deletes, A marks the view read, u undoes.
    let turns = desk.home("D 3\nu\nA\nA\nu\n");
    assert!(turns[1].contains("Article deleted: “Oak”."), "{turns:?}");
    assert!(turns[2].contains("Undone: delete “Oak”."), "{turns:?}");
    assert!(
        turns[3].contains("Marked “The ferry sails again” as read."),
        "{turns:?}"
    );
    assert!(turns[4].contains("Nothing here is unread."), "{turns:?}");
    assert!(
        turns[5].starts_with("Undone: mark ") || turns[5].contains("\nUndone: mark "),
        "{turns:?}"
    );
}

#[test]
fn help_has_the_letters_of_the_screen_and_says_what_is_different() {
    let desk = both();
    let (text, _) = desk.run(["--linear", "ferry.md"], "?\n");
    let help = text.replace('\n', " ");
    for letter in [
        "u, undo",
        "f, links",
        "n, N",
        "], [",
        "S NOTE",
        "t, outline",
        "s, bookmark",
        "Ctrl-r",
    ] {
        assert!(help.contains(letter), "{letter}: {text}");
    }
    assert!(
        help.contains("with these differences: a number opens an article"),
        "{text}"
    );
    // A letter of the help that is an action of the screen has the same key there.
    let keymap = newsprint::keymap::DEFAULT_KEYMAP;
    for (key, action) in [
        ("u", "undo"),
        ("f", "link-hints"),
        ("n", "next-unread"),
        ("N", "previous-unread"),
        ("]", "next-section"),
        ("[", "previous-section"),
        ("t", "outline"),
        ("s", "bookmark"),
        ("S", "bookmark-place"),
        ("r", "toggle-read"),
        ("A", "mark-view-read"),
        ("D", "delete"),
        ("F", "search"),
        ("v", "views"),
        ("o", "open-in-browser"),
        ("y", "copy-link"),
        ("J", "next-article"),
        ("K", "previous-article"),
        ("R", "refresh"),
        ("E", "sources"),
        ("g", "start"),
        ("G", "end"),
        ("?", "help"),
        ("ctrl-r", "redo"),
    ] {
        assert!(
            keymap.contains(&format!("\"{key}\" = \"{action}\"")),
            "{key}"
        );
    }
}

#[test]
fn a_query_that_is_wrong_in_part_is_named() {
    let turns = both().home("F kettle is:foo\n");
    assert!(
        turns[1].contains("is:foo is unknown; use is:unread, is:read, is:bookmarked or is:muted."),
        "{turns:?}"
    );
    assert!(turns[1].contains("1. The kettle question"), "{turns:?}");
}

#[test]
fn ctrl_r_redoes_where_it_arrives() {
    let desk = both();
    let (text, status) = desk.run(["--linear", "ferry.md"], "s\nu\n\u{12}\n");
    assert_eq!(status, 0);
    assert!(text.contains("Redone: bookmark"), "{text}");
}

#[test]
fn sources_are_added_listed_and_fetched() {
    let desk = both();
    std::fs::create_dir(desk.path("news")).unwrap();
    std::fs::write(desk.path("news/oak.md"), "# Oak\n\nGalls.\n").unwrap();
    let (text, status) = desk.run(["--linear", "ferry.md"], "add news\nE\nR\nadd\n");
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("Added folder 3, news: 1 added."), "{text}");
    assert!(text.contains("\n3 sources.\n"), "{text}");
    assert!(
        text.contains("\nnews, folder, 1 article, 1 unread"),
        "{text}"
    );
    assert!(
        text.contains("No feeds yet. add ADDRESS subscribes to one."),
        "{text}"
    );
    assert!(
        text.contains("Nothing to add: type add and an address or a path."),
        "{text}"
    );
    let (text, status) = desk.run(["--linear", "ferry.md"], "add nowhere/at/all\n");
    assert_eq!(status, 1);
    assert!(text.contains("Can't be added: nowhere/at/all: "), "{text}");
}

#[test]
fn accounts_are_listed_with_the_sources_and_say_why_they_failed() {
    let desk = both();
    let settings = SourceSettings::default();
    let url = "http://127.0.0.1:1/api/greader.php";
    let mut library = desk.library();
    let id = library
        .add_account(AccountKind::GoogleReader, url, "ada", &settings)
        .unwrap();
    library
        .account_failed(id, 2_000_000_000, None, ("wrong-password", None))
        .unwrap();
    drop(library);
    let (text, status) = desk.run(["--linear", "ferry.md"], "E\n");
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("\n1 account, 2 sources.\n"), "{text}");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let account = "Account ada at 127.0.0.1:1, 0 feeds, wrong user name or password: ";
    assert!(text.contains(account), "{text}");
    assert!(text.contains("newsprint account set 1 password"), "{text}");
}

#[test]
fn the_start_view_and_the_order_of_dates_are_those_of_the_settings() {
    let desk = both();
    let home = |options: &str, commands: &str| desk.home_with(options, commands);
    let order = |said: &str| (said.find("ferry").unwrap(), said.find("kettle").unwrap());
    // The option of the command line goes before the settings.
    let said = home("--view bookmarks", "q\n");
    assert!(said[0].contains("Bookmarks: no articles."), "{said:?}");
    let settings = desk.path("settings");
    std::fs::create_dir_all(&settings).unwrap();
    let set = |text: &str| std::fs::write(settings.join("config.toml"), text).unwrap();
    let folder = format!("--config-dir '{}'", settings.display());
    set("start-view = \"unread\"\nsort = \"oldest\"\n");
    let said = home(&folder, "v 1\nq\n");
    assert!(said[0].starts_with("Unread: 2 articles."), "{said:?}");
    let (ferry, kettle) = order(&said[0]);
    assert!(kettle < ferry, "{said:?}");
    // The views after it are sorted so too.
    let said = home(&folder, "v\nv 1\nq\n");
    let (ferry, kettle) = order(&said[2]);
    assert!(
        said[2].starts_with("All: 2 articles") && kettle < ferry,
        "{said:?}"
    );
    let said = home(&format!("{folder} --view all"), "q\n");
    assert!(said[0].starts_with("All: 2 articles"), "{said:?}");
    let said = home(&format!("{folder} --view Nowhere"), "q\n");
    assert!(
        said[0].starts_with("newsprint: start-view Nowhere: no such view."),
        "{said:?}"
    );
    assert!(said[0].contains("All: 2 articles"), "{said:?}");
    // The last view is that of the session before.
    set("start-view = \"last\"\n");
    let said = home(&folder, "v\nv 2\nq\n");
    assert!(said[0].starts_with("All: 2 articles"), "{said:?}");
    let said = home(&folder, "q\n");
    assert!(said[0].starts_with("Unread: 2 articles"), "{said:?}");
    let (ferry, kettle) = order(&said[0]);
    assert!(ferry < kettle, "{said:?}");
}

#[test]
fn the_progress_is_that_of_the_screen_at_the_same_place() {
    let desk = both();
    let said = desk.home("1\n]\n]\nw\nq\n");
    let (_, percent) = said[4].rsplit_once(", ").unwrap();
    let percent = percent.strip_suffix(" percent.").unwrap();
    assert!(said[4].starts_with("Section 2 of 3"), "{said:?}");
    let listed = format!("1. The ferry sails again, unread, {percent} percent");
    assert!(said[5].contains(&listed), "{said:?}");
    // A screen that ends with the last line of the section.
    let screens = (8..24)
        .map(|height| crate::harness::Harness::single(80, height).with(&[("ferry.md", FERRY)]));
    let is_same = |screen: &crate::harness::Harness| {
        let text = screen.text();
        text.last()
            .is_some_and(|line| line.trim() == "Read the accounts.")
    };
    let screen = screens
        .into_iter()
        .find(is_same)
        .expect("a screen of this height");
    let shown = screen.facts();
    assert!(shown.contains(&format!("{percent}%")), "{shown} {percent}");
}

#[test]
fn x_fetches_the_page_and_switches_between_the_texts() {
    let server = crate::web::WebServer::start();
    let desk = Desk::new(&[]);
    let mut library = Library::open(&desk.data(), OpenMode::Create).unwrap();
    let url = server.url(crate::page_commands::serve_teasers(&server));
    library.add_feed(&url, "Quay").unwrap();
    drop(library);
    desk.run(["fetch", "--wait"], "");
    let answers = desk.home("1\nx\na\nx\n");
    let [_, _, fetched, whole, switched, ..] = &answers[..] else {
        panic!("{answers:?}");
    };
    assert!(
        fetched.contains("Fetching the page of the article."),
        "{fetched}"
    );
    assert!(fetched.contains("Page fetched: "), "{fetched}");
    assert!(
        fetched.contains("Paragraph 8 says") || whole.contains("Paragraph 8 says"),
        "{answers:?}"
    );
    assert!(
        switched.contains("Text of the feed. x shows that of the page."),
        "{switched}"
    );
    assert_eq!(server.requests_for("/page1").len(), 1);
    let settings = desk
        .library()
        .source_settings(newsprint::model::SourceId(1));
    assert_eq!(
        settings.unwrap().show_text.map(|kind| kind.name()),
        Some("feed")
    );
}

#[test]
fn the_other_articles_of_a_story_are_listed_and_opened() {
    let desk = Desk::new(&[]);
    let mut library = Library::open(&desk.data(), OpenMode::Create).unwrap();
    crate::stories::Newsroom::fill(&mut library);
    drop(library);
    let turns = desk.home("d 2\n1\nd\n");
    assert!(
        turns[0].contains("2. Harbour bridge reopens, unread, 2 more with this text"),
        "{turns:?}"
    );
    assert!(
        turns[1].contains("2 other articles with this text."),
        "{turns:?}"
    );
    assert!(
        turns[1].contains("1. Bridge is free, unread, 2 more with this text, Paper 1, 50 words"),
        "{turns:?}"
    );
    assert!(turns[2].contains("Bridge is free"), "{turns:?}");
    assert!(turns[3].contains("Harbour bridge reopens"), "{turns:?}");
}

#[test]
fn a_story_is_muted_and_listed_again() {
    let desk = Desk::new(&[]);
    let mut library = Library::open(&desk.data(), OpenMode::Create).unwrap();
    crate::stories::Newsroom::fill(&mut library);
    drop(library);
    let turns = desk.home("I\nI 2\nl\nv muted\nI 1\nl\nu\nu\nv all\n");
    assert!(turns[1].contains("No article is open."), "{turns:?}");
    assert!(turns[2].contains("3 articles muted."), "{turns:?}");
    assert!(!turns[3].contains("ridge"), "{turns:?}");
    assert!(turns[4].contains("Harbour bridge reopens"), "{turns:?}");
    assert!(turns[5].contains("3 articles listed again."), "{turns:?}");
    assert!(turns[7].contains("Undone: unmute 3 articles"), "{turns:?}");
    assert!(turns[8].contains("Undone: mute 3 articles"), "{turns:?}");
    assert!(turns[9].contains("Harbour bridge reopens"), "{turns:?}");
    let turns = desk.home("s 2\nI 2\n");
    assert!(
        turns[2].contains("A bookmarked article is not muted."),
        "{turns:?}"
    );
}

#[test]
fn the_changed_parts_of_an_article_are_printed() {
    let desk = Desk::new(&[]);
    let mut library = Library::open(&desk.data(), OpenMode::Create).unwrap();
    crate::stories::Newsroom::fill(&mut library);
    // A slow run would fetch them in the background, and report it between the lines.
    for source in library.sources().unwrap() {
        library.pause_source(source.id, true).unwrap();
    }
    for hour in ["noon", "one"] {
        let text = format!(
            "---\nurl: https://example.org/bridge\n---\n\n# Harbour bridge\n\nBuses first.\n\n## Opening\n\nIt opens at {hour} sharp.\n\n## Costs\n\nNobody knows.\n"
        );
        let document = crate::library::article(&text);
        let new = crate::library::kept(&document);
        library
            .upsert_articles(&[new], newsprint::library::Durability::Full)
            .unwrap();
    }
    drop(library);
    let turns = desk.home("c 1\nl\n1\nc\n");
    let titles: Vec<&str> = turns.iter().map(String::as_str).collect();
    assert!(
        titles[0].contains("Harbour bridge, unread, updated"),
        "{turns:?}"
    );
    assert!(titles[1].starts_with("1 change since 2"), "{turns:?}");
    let rest = titles[1].split_once('\n').unwrap().1;
    assert_eq!(
        rest.trim(),
        "Section: Opening\nIt opens at (deleted: noon) (inserted: one) sharp.\n\nEnd of the changes."
    );
    assert!(!titles[2].contains("updated"), "it was seen: {turns:?}");
    assert!(titles[4].contains("(inserted: one)"), "{turns:?}");
}

#[test]
fn a_saved_search_becomes_a_rule() {
    let desk = Desk::new(&[("a.md", "# A history of tea\n\nIt came by ship.\n")]);
    let turns = desk.home("rules\n");
    assert!(turns[1].contains("No saved searches."), "{turns:?}");
    let mut library = Library::open(&desk.data(), OpenMode::Create).unwrap();
    library.save_search("Kettles", "title:kettle").unwrap();
    drop(library);
    let turns = desk.home("rules\nrule 1 mute\nrule 2 mute\nrule 1 eat\nrules\nrule 1 none\n");
    assert!(
        turns[1].contains("1. Search Kettles: no rule."),
        "{turns:?}"
    );
    assert!(
        turns[2].contains("New articles of “Kettles” are muted."),
        "{turns:?}"
    );
    assert!(turns[3].contains("No such search."), "{turns:?}");
    assert!(turns[4].starts_with("eat: "), "{turns:?}");
    assert!(
        turns[5].contains("1. Search Kettles: new articles are muted."),
        "{turns:?}"
    );
    assert!(
        turns[6].contains("“Kettles” is no longer a rule."),
        "{turns:?}"
    );
}
