//! What a script may count on: the real program with pipes for its input and output.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

/// How long the program may take on a slow and busy machine. Nothing waits this long unless it fails.
const PATIENCE: Duration = Duration::from_secs(60);

const SHEEP: &str = "Sheep on the line\n\nThe morning train waited for nine sheep and a dog that had lost count of \
them.\n\nNobody was late, the driver said, since nobody had been told when to arrive.\n";
const KETTLE: &str = "# The kettle question\n\nThe committee met on Tuesday to decide who had bought the kettle.\n\n\
## What was said\n\nNothing was decided, and tea was served from a borrowed pan.\n";
const SHEEP_SAYS: &str = "waited for nine sheep";
const KETTLE_SAYS: &str = "decide who had bought the kettle";

/// What the program left behind.
#[derive(Debug)]
struct Left {
    status: i32,
    output: String,
    errors: Vec<String>,
}

impl Left {
    /// The only line on standard error.
    fn only_error(&self) -> &str {
        assert_eq!(self.errors.len(), 1, "{self:?}");
        &self.errors[0]
    }
}

/// A folder with articles, which is also the home and the working folder of the program.
struct Place(tempfile::TempDir);

impl Place {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            let path = place.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        place
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsprint"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env("HOME", self.path())
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("NEWSPRINT_CONFIG_DIR")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Left {
        self.run_with(arguments, b"")
    }

    /// Runs the program with `input` in a pipe on its standard input.
    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Left {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let input = input.to_owned();
        // Whoever does not read its input is free not to.
        std::thread::spawn(move || pipe.write_all(&input));
        let (sender, left) = channel();
        std::thread::spawn(move || sender.send(child.wait_with_output().unwrap()));
        let left = left.recv_timeout(PATIENCE).expect("the program ends");
        let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
        Left {
            status: left.status.code().expect("no signal ends the program"),
            output: text(left.stdout),
            errors: text(left.stderr).lines().map(str::to_owned).collect(),
        }
    }
}

/// No sign in it does anything to a terminal.
fn assert_inert(text: &str) {
    let lively = |c: &char| c.is_control() && !matches!(c, '\n' | '\t' | '\u{c}');
    assert_eq!(text.chars().find(lively), None, "{text:?}");
}

#[test]
fn help_and_version_are_printed_and_all_is_well() {
    let place = Place::new(&[]);
    let help = place.run(&["--help"]);
    assert_eq!((help.status, help.errors.len()), (0, 0), "{help:?}");
    for said in [
        "Usage: newsprint",
        "PATH",
        "--ascii",
        "extract",
        "Exit status",
    ] {
        assert!(help.output.contains(said), "{said}: {}", help.output);
    }
    let version = place.run(&["--version"]);
    assert_eq!(
        (version.status, version.errors.len()),
        (0, 0),
        "{version:?}"
    );
    let expected = concat!("newsprint ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(version.output, expected);
}

#[test]
fn wrong_arguments_are_one_line_and_nothing_is_printed() {
    let place = Place::new(&[("sheep.txt", SHEEP.as_bytes())]);
    for wrong in [
        ["--sideways", "sheep.txt"],
        ["--measure=3", "sheep.txt"],
        ["--measure=wide", "sheep.txt"],
        ["sheep.txt", "--\u{1b}[31mred\u{9b}1m"],
    ] {
        let left = place.run(&wrong);
        assert_eq!((left.status, left.output.as_str()), (2, ""), "{left:?}");
        let line = left.only_error();
        assert!(line.starts_with("newsprint: "), "{line}");
        assert!(line.ends_with("see newsprint --help"), "{line}");
        assert_inert(line);
    }
}

#[test]
fn an_article_goes_into_a_pipe_as_text() {
    let place = Place::new(&[("kettle.md", KETTLE.as_bytes())]);
    let left = place.run(&["kettle.md"]);
    assert_eq!((left.status, left.errors.len()), (0, 0), "{left:?}");
    let at = |text: &str| {
        let at = left.output.find(text);
        at.unwrap_or_else(|| panic!("{text} is not in {:?}", left.output))
    };
    assert!(at(KETTLE_SAYS) < at("What was said"));
    assert!(at("What was said") < at("tea was served"));
    assert!(left.output.ends_with('\n'));
}

#[test]
fn a_missing_path_is_an_error_and_the_others_are_printed() {
    let files: &[(&str, &[u8])] = &[
        ("sheep.txt", SHEEP.as_bytes()),
        ("kettle.md", KETTLE.as_bytes()),
    ];
    let left = Place::new(files).run(&["kettle.md", "gone.txt", "sheep.txt"]);
    assert_eq!(left.status, 1);
    let line = left.only_error();
    assert!(
        line.starts_with("newsprint: ") && line.contains("gone.txt"),
        "{line}"
    );
    // In the order given.
    let (kettle, sheep) = (left.output.find(KETTLE_SAYS), left.output.find(SHEEP_SAYS));
    assert!(kettle.is_some() && kettle < sheep, "{left:?}");
}

#[test]
fn an_address_that_cannot_be_reached_is_an_error_with_its_reason() {
    let left = Place::new(&[]).run(&["http://127.0.0.1:1/article"]);
    assert_eq!((left.status, left.output.as_str()), (1, ""));
    let error = left.only_error();
    let start = "newsprint: can't be read: http://127.0.0.1:1/article: can't connect";
    assert!(error.starts_with(start), "{error}");
}

#[test]
fn foreign_text_does_nothing_to_a_terminal() {
    let hostile = "A quiet article\n\nBefore \u{1b}[2J\u{1b}[31mred\u{1b}[0m \u{1b}]0;a title of theirs\u{7}after \
the escape.\n\nA \u{9b}31mC1 sign, a \u{9d}52;c;AAAA\u{9c} string, a bell\u{7}, a backspace\u{8} and \u{1b}]8;;http://x.example\u{1b}\\a \
link\u{1b}]8;;\u{1b}\\ end it.\n";
    let page = "<!DOCTYPE html><html><head><title>Quiet</title></head><body><article><h1>Quiet</h1>\
<p>Before &#27;[31mred&#x1b;[0m and &#155;1m after it there is a paragraph of ordinary length.</p></article></body></html>";
    let place = Place::new(&[("a.txt", hostile.as_bytes()), ("b.html", page.as_bytes())]);
    let left = place.run(&["a.txt", "b.html"]);
    assert_eq!(left.status, 0, "{left:?}");
    assert_inert(&left.output);
    assert!(left.output.contains("after the escape"), "{left:?}");
    assert!(left.output.contains("red"), "{left:?}");
    assert!(!left.output.contains("a title of theirs"), "{left:?}");
    assert!(!left.output.contains("[31m"), "{left:?}");
}

#[test]
fn foreign_names_do_nothing_to_a_terminal() {
    let place = Place::new(&[("articles/\u{1b}]0;title\u{7}empty.txt", b"")]);
    for (path, status) in [
        ("articles", 0),
        ("gone\u{1b}[31m.txt", 1),
        ("articles/\u{1b}]0;title\u{7}empty.txt", 1),
    ] {
        let left = place.run(&[path]);
        assert_eq!(left.status, status, "{left:?}");
        assert_inert(left.only_error());
    }
}

#[test]
fn standard_input_is_an_article() {
    let files: &[(&str, &[u8])] = &[("kettle.md", KETTLE.as_bytes())];
    let place = Place::new(files);
    for arguments in [&[][..], &["-"], &["-", "-"], &["--", "-"]] {
        let left = place.run_with(arguments, SHEEP.as_bytes());
        assert_eq!((left.status, left.errors.len()), (0, 0), "{left:?}");
        assert_eq!(left.output.matches(SHEEP_SAYS).count(), 1, "{left:?}");
    }
    let left = place.run_with(&["kettle.md", "-"], SHEEP.as_bytes());
    let (kettle, sheep) = (left.output.find(KETTLE_SAYS), left.output.find(SHEEP_SAYS));
    assert!(kettle.is_some() && kettle < sheep, "{left:?}");
    // Paths are given, and `-` is not among them.
    let left = place.run_with(&["kettle.md"], SHEEP.as_bytes());
    assert!(!left.output.contains(SHEEP_SAYS), "{left:?}");
}

#[test]
fn standard_input_without_a_word_is_a_failure() {
    let left = Place::new(&[]).run_with(&[], b"");
    assert_eq!((left.status, left.output.as_str()), (1, ""), "{left:?}");
    assert!(left.only_error().contains("standard input"), "{left:?}");
}

#[test]
fn a_folder_is_all_its_articles_in_all_its_folders() {
    let binary = [
        0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3e, 0,
    ];
    let secret =
        b"A secret\n\nThis stood in a hidden file, and nobody asked to read it, so nobody did.\n";
    let place = Place::new(&[
        ("paper/b-sheep.txt", SHEEP.as_bytes()),
        ("paper/a-kettle.md", KETTLE.as_bytes()),
        ("paper/later/moon.txt", b"The moon rose at nine, to the surprise of no astronomer.\n\nIt set again at dawn, as agreed.\n"),
        ("paper/.drafts/secret.txt", secret),
        ("paper/.secret.txt", secret),
        ("paper/image", &binary),
    ]);
    let left = place.run(&["paper"]);
    assert_eq!(left.status, 0, "{left:?}");
    let others = "newsprint: not text: paper: 1 file left out: image";
    assert_eq!(left.only_error(), others);
    assert!(!left.output.contains("hidden file"), "{left:?}");
    let at = |text: &str| left.output.find(text);
    let order = [KETTLE_SAYS, SHEEP_SAYS, "set again at dawn"].map(at);
    assert!(
        order.iter().all(Option::is_some) && order.is_sorted(),
        "{left:?}"
    );
    // A form feed stands between articles, and nowhere else.
    assert_eq!(left.output.matches('\u{c}').count(), 2, "{left:?}");
    // A hidden file that is named is meant.
    let left = place.run(&["paper/.secret.txt"]);
    assert!(left.output.contains("hidden file"), "{left:?}");
}

#[test]
fn a_folder_that_leads_in_a_circle_comes_to_an_end() {
    let place = Place::new(&[("paper/sheep.txt", SHEEP.as_bytes())]);
    std::os::unix::fs::symlink("../paper", place.path().join("paper/again")).unwrap();
    let left = place.run(&["paper"]);
    assert_eq!(left.status, 0, "{left:?}");
    assert_eq!(left.output.matches(SHEEP_SAYS).count(), 1, "{left:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_a_name() {
    use std::os::unix::ffi::OsStrExt;

    let place = Place::new(&[]);
    let name = std::ffi::OsStr::from_bytes(b"sheep\xff.txt");
    std::fs::write(place.path().join(name), SHEEP).unwrap();
    let left = place.command(&[]).arg(name).output().unwrap();
    assert!(left.status.success(), "{left:?}");
    assert!(String::from_utf8_lossy(&left.stdout).contains(SHEEP_SAYS));
}

#[test]
fn a_file_without_an_article_is_an_error_and_the_rest_is_printed() {
    let mut binary = vec![
        0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 0, 0, 0, 13,
    ];
    binary.extend((0..400_u32).map(|i| (i * 7919 % 251) as u8));
    let place = Place::new(&[
        ("empty.txt", b""),
        ("image.png", &binary),
        ("sheep.txt", SHEEP.as_bytes()),
    ]);
    let large = std::fs::File::create(place.path().join("large.txt")).unwrap();
    large.set_len(65 * 1024 * 1024).unwrap();
    for (bad, reason) in [
        ("empty.txt", "empty"),
        ("image.png", "not text"),
        ("large.txt", "larger than"),
    ] {
        let left = place.run(&[bad, "sheep.txt"]);
        assert_eq!(left.status, 1, "{bad}");
        let line = left.only_error();
        assert!(
            line.starts_with("newsprint: ") && line.contains(bad) && line.contains(reason),
            "{line}"
        );
        assert!(left.output.contains(SHEEP_SAYS), "{bad}: {}", left.output);
    }
    let left = place.run(&["empty.txt", "image.png", "large.txt"]);
    assert_eq!(
        (left.status, left.output.as_str(), left.errors.len()),
        (1, "", 3)
    );
}

#[test]
fn a_file_with_the_name_of_a_command_can_be_read() {
    let place = Place::new(&[("extract", SHEEP.as_bytes())]);
    for arguments in [&["./extract"][..], &["--", "extract"]] {
        let left = place.run(arguments);
        assert_eq!((left.status, left.errors.len()), (0, 0), "{left:?}");
        assert!(left.output.contains(SHEEP_SAYS), "{left:?}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut long = String::from("A long article\n\n");
    for i in 0..40_000 {
        long.push_str(&format!(
            "Paragraph {i} says a little more of what was said before.\n\n"
        ));
    }
    let place = Place::new(&[("long.txt", long.as_bytes())]);
    let mut child = place.command(&["long.txt"]).spawn().unwrap();
    let mut output = BufReader::with_capacity(64, child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    drop(output);
    let (sender, ended) = channel();
    std::thread::spawn(move || {
        let mut errors = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut errors)
            .unwrap();
        sender.send((child.wait().unwrap().code(), errors))
    });
    let (status, errors) = ended.recv_timeout(PATIENCE).expect("the program ends");
    assert_eq!((status, errors.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let place = Place::new(&[("sheep.txt", SHEEP.as_bytes())]);
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let left = place.command(&["sheep.txt"]).stdout(full).output().unwrap();
    assert_eq!(left.status.code(), Some(1));
    let errors = String::from_utf8(left.stderr).unwrap();
    assert!(errors.starts_with("newsprint: can't write"), "{errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
}

/// Standard input is a terminal and standard output is none: `newsprint > paper.txt`.
#[test]
fn a_first_start_into_a_file_prints_the_tour() {
    use crate::pty::Program;

    let script = "\"$0\" > paper.txt 2> errors.txt";
    let program = env!("CARGO_BIN_EXE_newsprint");
    let pty = Program::new("/bin/sh", &["-c", script, program]).spawn();
    assert!(pty.wait_for_exit().success());
    let read = |name: &str| std::fs::read_to_string(pty.home().join(name)).unwrap();
    assert_eq!(read("errors.txt"), "");
    let paper = read("paper.txt");
    assert_inert(&paper);
    let articles: Vec<&str> = paper.split('\u{c}').collect();
    assert_eq!(articles.len(), newsprint::ingest::TOUR_ARTICLES.len());
    for (article, (name, _)) in articles.iter().zip(newsprint::ingest::TOUR_ARTICLES) {
        assert!(article.split_whitespace().count() > 50, "{name}: {article}");
    }
}
