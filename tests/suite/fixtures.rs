//! Every article in `tests/fixtures/articles` is extracted and compared with what is expected of it.
//!
//! A fixture is a folder with `source.txt`, `source.md` or `source.html`, and `expected.json` as `newsprint extract` prints it.
//! A first line `url: …` in a file `hints` gives the address. `UPDATE=1` writes what is found; read the difference.
//! A fixture of realistic length also has a `truth.json` written by hand, which `fixture_truths` reads.

use std::fs;
use std::path::{Path, PathBuf};

use newsprint::cli::json;
use newsprint::extract::{Hints, extract};
use serde_json::Value;

/// The folders of all fixtures, by name.
pub(crate) fn folders() -> Vec<PathBuf> {
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
    let entries = fs::read_dir(articles)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

pub(crate) fn source(folder: &Path) -> PathBuf {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut sources = entries.filter(|path| path.file_stem().is_some_and(|stem| stem == "source"));
    sources
        .next()
        .unwrap_or_else(|| panic!("{}: no source", folder.display()))
}

/// The name of a fixture: that of its folder.
pub(crate) fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap().to_string_lossy().into_owned()
}

/// Extracts a fixture, as the JSON that `newsprint extract` prints.
pub(crate) fn extracted(folder: &Path) -> Value {
    let source = source(folder);
    let hints = fs::read_to_string(folder.join("hints")).unwrap_or_default();
    let name = source.file_name().and_then(|name| name.to_str()).unwrap();
    let hints = Hints {
        name: Some(name),
        url: hints.trim().strip_prefix("url: "),
        charset: None,
        today: None,
    };
    match extract(&fs::read(&source).unwrap(), &hints) {
        Ok(extraction) => {
            let shown = format!("{}/{name}", name_of(folder));
            serde_json::to_value(json::extraction_json(&shown, &extraction)).unwrap()
        }
        Err(error) => serde_json::json!({"ok": false, "error": error.to_string()}),
    }
}

/// True if the files of the fixtures are to be rewritten.
pub(crate) fn updates() -> bool {
    std::env::var_os("UPDATE").is_some_and(|update| update == "1")
}

#[test]
fn articles_are_extracted_as_expected() {
    let mut wrong = Vec::new();
    for folder in folders() {
        let found = serde_json::to_string_pretty(&extracted(&folder)).unwrap() + "\n";
        let file = folder.join("expected.json");
        if updates() {
            fs::write(file, found).unwrap();
            continue;
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if let Some((expected, found)) = first_difference(&expected, &found) {
            wrong.push(format!(
                "{}:\n  expected {expected}\n  found    {found}",
                file.display()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nUPDATE=1 writes what is found",
        wrong.join("\n")
    );
}

/// The first lines that differ.
fn first_difference<'a>(expected: &'a str, found: &'a str) -> Option<(&'a str, &'a str)> {
    let (mut expected, mut found) = (expected.lines(), found.lines());
    loop {
        match (expected.next(), found.next()) {
            (None, None) => return None,
            (one, other) if one != other => {
                return Some((one.unwrap_or("(end)"), other.unwrap_or("(end)")));
            }
            _ => {}
        }
    }
}
