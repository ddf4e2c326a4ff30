//! Linear mode: the real program, driven by lines of text, in pipes and in a terminal.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::pty::{Program, Pty};

const FERRY: &str = "\
# The ferry sails again

By Ada Quill

The harbour slept until the [horn](https://example.org/horn) was heard.

## What happened

- the horn
- the crowd
- [x] the ferry

> Nobody asked the gulls.

| Day | Boats |
| --- | --- |
| Monday | 1 |
| Tuesday | |

![A gull on a post](gull.png)

## What it cost

Read the [accounts](https://example.org/accounts), [or not](https://example.org/not).

### In herring

Nine barrels.
";
const KETTLE: &str = "# The kettle question\n\nWho bought it? Nobody knows.\n";

/// What the program printed when it was given these lines, and its exit status.
fn converse(arguments: &[&str], files: &[(&str, &str)], commands: &str) -> (String, i32) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .args(arguments)
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .env_remove("XDG_DATA_HOME")
        .env_remove("NEWSPRINT_DATA_DIR")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WSL_DISTRO_NAME")
        .env_remove("BROWSER")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(commands.as_bytes()).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_plain(&text);
    (text, output.status.code().unwrap())
}

fn one(commands: &str) -> String {
    let (text, status) = converse(&["--linear", "ferry.md"], &[("ferry.md", FERRY)], commands);
    assert_eq!(status, 0);
    text
}

fn two(commands: &str) -> String {
    let files = [("ferry.md", FERRY), ("kettle.md", KETTLE)];
    converse(&["--linear", "ferry.md", "kettle.md"], &files, commands).0
}

/// What was answered to the last command of a conversation.
fn answer(text: &str) -> String {
    let turns: Vec<&str> = text.split("newsprint> ").collect();
    let last = turns[turns.len() - 2];
    last.split_once('\n').unwrap().1.trim().to_owned()
}

#[track_caller]
fn assert_plain(text: &str) {
    let foreign = |c: char| c.is_control() && !matches!(c, '\n' | '\r');
    let box_drawing = |c: char| ('\u{2500}'..='\u{259f}').contains(&c);
    assert!(!text.contains(foreign), "a control character: {text:?}");
    assert!(!text.contains(box_drawing), "an ornament: {text}");
}

#[test]
fn a_single_article_opens_with_its_title_and_the_text_before_the_first_section() {
    let text = one("");
    let start = "Title: The ferry sails again\nBy Ada Quill, 1 minute.\nThe article has 3 sections.\n\nThe harbour slept";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("the horn (link 1) was heard."), "{text}");
    assert!(!text.contains("What happened"), "{text}");
    assert!(text.ends_with("newsprint> \n"), "{text}");
}

#[test]
fn enter_and_brackets_read_section_by_section() {
    assert!(answer(&one("\n")).starts_with("Section 1 of 3. Heading 2: What happened\n"));
    assert!(answer(&one("]\n.\n")).starts_with("Section 2 of 3. Heading 2: What it cost\n"));
    assert!(answer(&one("]\n]\n]\n[\n")).starts_with("Section 2 of 3."));
    assert!(answer(&one("]\n,\n")).starts_with("The harbour slept"));
    assert_eq!(answer(&one("[\n")), "Start of the article.");
    assert_eq!(answer(&one("section 3\n]\n")), "End of the last article.");
    assert!(
        answer(&two("1\nsection 3\n]\n")).starts_with("End of the article. 2 for the next article")
    );
}

#[test]
fn the_kind_of_a_block_is_printed_before_it() {
    assert_eq!(
        answer(&one("section1\n")),
        "Section 1 of 3. Heading 2: What happened\n\n\
         List, 3 items:\n1. the horn\n2. the crowd\n3. done: the ferry\n\n\
         Quote: Nobody asked the gulls.\n\n\
         Table, 2 columns, 2 rows\nTable header: Day; Boats\nTable row 1: Day: Monday; Boats: 1\n\
         Table row 2: Day: Tuesday; Boats: empty\n\n\
         Image: A gull on a post"
    );
}

#[test]
fn the_outline_says_where_one_is() {
    assert_eq!(
        answer(&one("section 2\nt\n")),
        "The article has 3 sections.\n1. Heading 2: What happened\n2. Heading 2: What it cost, you are here\n\
         3. Heading 3: In herring"
    );
    assert!(answer(&one("section 2\nw\n")).starts_with("Section 2 of 3, What it cost, "));
    assert_eq!(
        answer(&one("section 9\n")),
        "No section 9. The article has 3 sections."
    );
}

#[test]
fn a_reads_all_the_rest() {
    let text = answer(&one("]\na\n"));
    assert!(text.starts_with("Section 2 of 3."), "{text}");
    assert!(text.contains("Section 3 of 3. Heading 3: In herring\n\nNine barrels."));
    assert!(text.ends_with("End of the article."), "{text}");
}

#[test]
fn words_are_found_from_here_on_and_then_from_the_start() {
    let found = "Found in section 3, In herring.\n\nNine barrels.";
    assert_eq!(answer(&one("/BARRELS\n")), found);
    assert_eq!(answer(&one("find nine\n")), found);
    assert!(answer(&one("/the horn\n")).starts_with("Found before the first section."));
    assert!(answer(&one("/the horn\n/\n")).starts_with("Found in section 1, What happened."));
    assert!(answer(&one("/horn\n/\n/\n")).starts_with("Search wrapped to the top.\nFound before"));
    assert_eq!(answer(&one("/submarine\n")), "Not found: submarine.");
    let head = "Above the text: The ferry sails again";
    assert_eq!(answer(&one("/ferry sails again\n")), head);
    // Where no article is open, it is the titles that are looked through.
    assert_eq!(answer(&two("/KETTLE\n")), "2. The kettle question");
}

#[test]
fn links_have_numbers_and_only_those_of_pages_are_opened() {
    assert_eq!(
        answer(&one("section 2\nf\n")),
        "Link 2: accounts, https://example.org/accounts\nLink 3: or not, https://example.org/not"
    );
    assert_eq!(
        answer(&one("section 3\nlinks\n")),
        "No links in this section. The article has 3 links."
    );
    let refused = answer(&one("f 2\n")).replace('\n', "");
    assert!(
        refused.contains("https://example.org/accounts"),
        "{refused}"
    );
    assert_eq!(answer(&one("f 4\n")), "No link 4. The article has 3 links.");
    let bad = [(
        "bad.md",
        "# Bad\n\nA [link](file:///etc/passwd) to a file.\n",
    )];
    let (text, _) = converse(&["--linear", "bad.md"], &bad, "f 1\n");
    assert!(!answer(&text).starts_with("Opening"), "{text}");
}

#[test]
fn several_articles_are_listed_and_opened_by_number() {
    let text = two("");
    assert!(
        text.starts_with(
            "2 articles.\n1. The ferry sails again, unread\n2. The kettle question, unread\n"
        ),
        "{text}"
    );
    assert!(answer(&two("2\n")).starts_with("Article 2.\nTitle: The kettle question\n"));
    assert!(answer(&two("2\nl\n")).starts_with("2 articles.\n1. "));
    assert_eq!(answer(&two("3\n")), "No article 3. There are 2 articles.");
    assert_eq!(
        answer(&two("]\n")),
        "No article is open. A number opens one, l lists them."
    );
    assert!(answer(&two("\n")).starts_with("Article 1."));
}

#[test]
fn a_long_list_comes_in_parts() {
    let names: Vec<String> = (1..=45).map(|i| format!("{i:02}.txt")).collect();
    let texts: Vec<String> = (1..=45)
        .map(|i| format!("Article number {i}\n\nIt says nothing but its number.\n"))
        .collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .zip(&texts)
        .map(|(n, t)| (&**n, &**t))
        .collect();
    let (text, _) = converse(&["--linear", "."], &files, "more\nm\nm\n");
    let turns: Vec<&str> = text.split("newsprint> ").collect();
    assert!(turns[0].contains("\n20. ") && !turns[0].contains("\n21. "));
    assert!(turns[0].contains("m for more: 21 to 45."), "{text}");
    assert!(turns[1].contains("\n40. ") && !turns[1].contains("\n20. "));
    assert!(turns[2].contains("\n45. ") && !turns[2].contains("m for more"));
    assert!(turns[3].contains("No more lines."));
}

#[test]
fn help_unknown_words_and_quitting() {
    assert!(answer(&one("?\n")).contains("Enter: read on"));
    assert_eq!(
        answer(&one("dance\n")),
        "Unknown command: dance. ? for help."
    );
    let text = one("q\n]\n");
    assert!(text.ends_with("newsprint> q\n"), "{text}");
}

#[test]
fn control_characters_of_articles_and_commands_are_removed() {
    let bad = [(
        "bad.txt",
        "Red \u{1b}[31mtitle\u{9b}5m\n\nA \u{1b}]0;mine\u{7} paragraph of text.\n",
    )];
    let (text, _) = converse(&["--linear", "bad.txt"], &bad, "\u{1b}[2Jx\n");
    assert!(text.contains("Red title"), "{text}");
}

#[test]
fn a_missing_article_is_reported_and_the_exit_status_is_1() {
    let files = [("ferry.md", FERRY), ("dots.bin", "\u{0}\u{1}\u{0}\u{2}")];
    let (text, status) = converse(&["--linear", "ferry.md", "dots.bin"], &files, "2\n1\n");
    assert!(text.contains("Can't be read: dots.bin: "), "{text}");
    assert!(text.contains("Title: The ferry sails again"), "{text}");
    assert_eq!(status, 1);
}

fn linear(rows: u16) -> Pty {
    let pty = Program::new(env!("CARGO_BIN_EXE_newsprint"), &["--linear", "ferry.md"])
        .file("ferry.md", FERRY)
        .size(40, rows)
        .spawn();
    pty.wait_for_text("newsprint>");
    pty
}

#[test]
fn in_a_terminal_no_mode_is_changed_and_no_escape_written() {
    let mut pty = linear(24);
    assert!(!pty.is_raw());
    pty.send("section 2\n");
    pty.wait_for_text("What it cost");
    pty.send("t\n");
    pty.wait_for_text("you are here");
    pty.send("q\n");
    assert!(pty.wait_for_exit().success());
    pty.assert_restored();
    assert_plain(&pty.output_since(0));
}

#[test]
fn lines_end_at_the_width_and_a_screen_stops_for_enter() {
    let mut pty = linear(12);
    pty.send("section 1\n");
    pty.wait_for_text("Enter for more: ");
    assert!(!pty.output_since(0).contains("Image"));
    pty.send("\n");
    pty.wait_for_text("Image: A gull on a post");
    let text = pty.output_since(0);
    assert!(
        text.lines()
            .all(|line| line.trim_end().chars().count() <= 40),
        "{text}"
    );
    pty.send("\n");
    pty.wait_for_text("Section 2 of 3.");
}

#[test]
fn a_dumb_terminal_reads_line_by_line_unasked() {
    let mut pty = Program::new(env!("CARGO_BIN_EXE_newsprint"), &["ferry.md"])
        .file("ferry.md", FERRY)
        .env("TERM", "dumb")
        .spawn();
    pty.wait_for_text("newsprint>");
    assert!(pty.output_since(0).contains("--linear"));
    pty.send("q\n");
    assert!(pty.wait_for_exit().success());
    assert_plain(&pty.output_since(0));
}

#[test]
fn a_piped_article_is_read_by_the_keyboard() {
    let command = format!(
        "cat ferry.md | {} --linear",
        env!("CARGO_BIN_EXE_newsprint")
    );
    let mut pty = Program::new("/bin/sh", &["-c", &command])
        .file("ferry.md", FERRY)
        .spawn();
    pty.wait_for_text("newsprint>");
    pty.send("]\n");
    pty.wait_for_text("Section 1 of 3.");
    pty.send("\x04");
    assert!(pty.wait_for_exit().success());
}

#[test]
fn links_within_the_article_are_followed_there() {
    let article = "# Tour\n\nSee [the end](#the-end).[^1]\n\n## Middle\n\nWords.\n\n## The end\n\nHere it is.\n\n[^1]: A note on it.\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tour.md");
    std::fs::write(&path, article).unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .arg("--linear")
        .arg(&path)
        .env("HOME", folder.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut input, b"f 2\nf 1\nq\n").unwrap();
    drop(input);
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(output.contains("A note on it."), "{output}");
    assert!(output.contains("Here it is."), "{output}");
    assert!(!output.contains("Not opened"), "{output}");
}
