//! Tests of `newsprint extract` as a script sees it, by its options and streams.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use newsprint::cli::UsageError;
use newsprint::cli::extract::{ExtractOptions, OutputFormat, run_extract};
use serde_json::Value;

fn printed(options: &ExtractOptions, input: &[u8]) -> anyhow::Result<String> {
    let mut output = Vec::new();
    run_extract(options, input, &mut output)?;
    Ok(String::from_utf8(output)?)
}

fn of(path: PathBuf) -> ExtractOptions {
    ExtractOptions {
        path: Some(path),
        ..ExtractOptions::default()
    }
}

#[test]
fn one_article_in_three_formats() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ferry.md");
    fs::write(
        &path,
        "# Ferry\n\n## Why\n\n3. one\n   - [x] *in*\n4. two\n\n![Pier](p.png)\n",
    )
    .unwrap();
    let options = of(path.clone());
    assert_eq!(
        printed(&options, b"").unwrap(),
        "Ferry\n\n\nWhy\n\n3. one\n   - [x] in\n4. two\n\n[Image: Pier]\n"
    );
    let markdown = ExtractOptions {
        format: Some(OutputFormat::Markdown),
        ..options.clone()
    };
    assert_eq!(
        printed(&markdown, b"").unwrap(),
        "# Ferry\n\n## Why\n\n3. one\n   - [x] _in_\n4. two\n\n![Pier](p.png)\n"
    );
    let json = ExtractOptions {
        format: Some(OutputFormat::Json),
        ..options
    };
    let line = printed(&json, b"").unwrap();
    assert_eq!(line.matches('\n').count(), 1);
    let value: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(value["path"], path.to_str().unwrap());
    assert_eq!(
        (&value["ok"], &value["format"], &value["title"]),
        (&true.into(), &"markdown".into(), &"Ferry".into())
    );
    let blocks = value["blocks"].as_array().unwrap();
    assert_eq!(blocks[0]["level"], 2);
    assert_eq!(
        (&blocks[1]["number"], &blocks[1]["depth"]),
        (&3.into(), &1.into())
    );
    assert_eq!(
        (&blocks[2]["done"], &blocks[2]["depth"]),
        (&true.into(), &2.into())
    );
    assert_eq!(
        (&blocks[3]["number"], &blocks[4]["text"]),
        (&4.into(), &"Pier".into())
    );
}

#[test]
fn standard_input_is_an_article_too() {
    for path in [None, Some("-".into())] {
        let options = ExtractOptions {
            path,
            ..ExtractOptions::default()
        };
        let text = printed(&options, "The ferry is back.\u{1b}[31m\n".as_bytes()).unwrap();
        assert!(text.contains("The ferry is back.") && !text.contains('\u{1b}'));
    }
}

#[test]
fn an_unreadable_input_is_an_error_of_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let fails = |options: &ExtractOptions| printed(options, b"").unwrap_err();
    let missing = fails(&of(folder.path().join("missing.txt"))).to_string();
    assert!(
        missing.starts_with("no such file: ") && missing.ends_with("missing.txt: check the path"),
        "{missing}"
    );
    let empty = fails(&of(path("empty.txt", b" \n"))).to_string();
    assert!(empty.starts_with("empty: "), "{empty}");
    let image = fails(&of(path("a.png", b"\x89PNG\r\n\x1a\n\0\0"))).to_string();
    assert!(image.starts_with("not text: a PNG image: "), "{image}");
    let large = ExtractOptions {
        max_bytes: 10,
        ..of(path("large.txt", b"More than ten bytes."))
    };
    assert!(fails(&large).to_string().starts_with("too large: "));
    let input = ExtractOptions {
        max_bytes: 10,
        ..ExtractOptions::default()
    };
    assert!(
        printed(&input, b"More than ten bytes.")
            .unwrap_err()
            .to_string()
            .starts_with("too large: -: ")
    );
    let error = fails(&of(folder.path().to_owned()));
    assert!(
        error.is::<UsageError>() && error.to_string().starts_with("is a folder: "),
        "{error}"
    );
}

#[test]
fn a_batch_answers_line_by_line_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let one = file("one.md", "# One\n\nText.\n");
    let two = file("two.md", "# Two\n\nText.\n");
    let here = folder.path().display();
    let input = format!("{one}\thttps://tide.example/one\n{here}/none.txt\n{here}\n\n{two}");
    let options = ExtractOptions {
        batch: true,
        ..ExtractOptions::default()
    };
    let mut output = Vec::new();
    assert!(!run_extract(&options, input.as_bytes(), &mut output).unwrap());
    let lines: Vec<Value> = String::from_utf8(output)
        .unwrap()
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let good: Vec<&Value> = lines.iter().map(|v| &v["ok"]).collect();
    assert_eq!(good, [true, false, false, false, true]);
    assert_eq!(
        (&lines[0]["title"], &lines[0]["url"]),
        (&"One".into(), &"https://tide.example/one".into())
    );
    assert!(
        lines[1]["error"]
            .as_str()
            .unwrap()
            .starts_with("no such file")
    );
    assert_eq!(lines[4]["path"], two);
    assert!(run_extract(&options, two.as_bytes(), io::sink()).unwrap());
}

#[test]
fn a_batch_prints_json_only() {
    let options = ExtractOptions {
        batch: true,
        format: Some(OutputFormat::Text),
        ..ExtractOptions::default()
    };
    assert!(printed(&options, b"").unwrap_err().is::<UsageError>());
    let options = ExtractOptions {
        batch: true,
        path: Some("a.txt".into()),
        ..ExtractOptions::default()
    };
    assert!(printed(&options, b"").unwrap_err().is::<UsageError>());
}

/// Somebody who reads one line and leaves.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let good = run_extract(
        &ExtractOptions::default(),
        &b"The ferry is back."[..],
        Closed,
    );
    assert!(good.unwrap());
}

#[test]
fn explain_prints_each_line_with_its_part_in_the_article() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ferry.txt");
    let prose = "The old ferry carried its last passengers across the sound on Sunday evening, and the pier was full of people.";
    let dump = format!(
        "Menu\n\nSign in\n\nSubscribe\n\nFerry makes its last crossing\n\n{prose}\n\nShare\n\n{prose} Nobody left.\n\nAdvertisement\n\n{prose} It rained.\n\nRelated articles\n\nPrivacy policy\n\nCookie settings\n\nAll rights reserved\n"
    );
    fs::write(&path, dump).unwrap();
    let options = ExtractOptions {
        explain: true,
        ..of(path)
    };
    let text = printed(&options, b"").unwrap();
    let line = |text_of_line: &str| {
        let found = text.lines().find(|line| line.contains(text_of_line));
        found
            .unwrap_or_else(|| panic!("no {text_of_line:?} in:\n{text}"))
            .to_owned()
    };
    assert!(line("Nobody left").starts_with("text "), "{text}");
    assert!(line("Advertisement").starts_with("left out "), "{text}");
    assert!(line("Cookie settings").contains("article 0."), "{text}");
    assert!(
        text.trim_end()
            .lines()
            .last()
            .unwrap()
            .contains(" left out, "),
        "{text}"
    );

    let json = ExtractOptions {
        format: Some(OutputFormat::Json),
        ..options.clone()
    };
    let value: Value = serde_json::from_str(&printed(&json, b"").unwrap()).unwrap();
    let lines = value["lines"].as_array().unwrap();
    let left_out = lines.iter().filter(|line| line["role"] == "left-out");
    assert_eq!(
        left_out.count() as u64,
        value["left_out"]["lines"].as_u64().unwrap()
    );

    let markdown = ExtractOptions {
        format: Some(OutputFormat::Markdown),
        ..options
    };
    let error = printed(&markdown, b"").unwrap_err();
    assert!(error.is::<UsageError>(), "{error}");
}

#[test]
fn explain_prints_the_lines_of_every_source() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, wanted) in [
        (
            "hand.html",
            "<h1>By hand</h1><p>One sentence of a page.</p>",
            "text         One sentence of a page.",
        ),
        (
            "gate.py",
            "def gate(x):\n    return x\n\n\nclass Weir:\n    def lift(self):\n        return gate(1)\n\n\nprint(Weir().lift())\n",
            "text             return x",
        ),
        (
            "mail.txt",
            "From: Ann Mole <ann@mole.example>\nDate: Mon, 2 Feb 2026 10:00:00 +0000\nSubject: The weir\n\nHello,\n\nthe weir is open.\n",
            "metadata     Subject: The weir",
        ),
        (
            "archived.txt",
            "[Weirs] The gate\nAnn Mole ann at mole.example\nMon Feb 2 10:00:00 UTC 2026\n\n  * Previous message: [Weirs] Rust\n  * Messages sorted by: [ date ] [ thread ]\n\nThe gate is stuck, and nobody has the key to its lock.\n",
            "left out       * Previous message",
        ),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let options = ExtractOptions {
            explain: true,
            ..of(path)
        };
        let shown = printed(&options, b"").unwrap();
        assert!(
            shown.contains(wanted),
            "{name}: {wanted:?} is not in\n{shown}"
        );
    }
}
