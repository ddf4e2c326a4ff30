//! Texts of articles, from folders of several forms.

use std::fs;
use std::path::{Path, PathBuf};

use newsprint::extract::{Hints, extract};
use serde_json::Value;

/// Texts with fewer words are left out.
const MIN_WORDS: usize = 150;

/// Returns the folder of the articles of the test suite.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles")
}

/// Reads the texts of some folders, each once, in the order of their paths.
pub fn read(folders: &[PathBuf]) -> Vec<String> {
    let mut texts = Vec::new();
    for folder in folders {
        read_folder(folder, &mut texts);
    }
    let mut seen = std::collections::HashSet::new();
    texts.retain(|text: &String| {
        let is_long = text.split_whitespace().count() >= MIN_WORDS;
        // Fixtures tell the same article in several formats.
        let start: String = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .take(40)
            .collect();
        is_long && seen.insert(start)
    });
    texts
}

fn read_folder(folder: &Path, texts: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let is_json = path
            .extension()
            .is_some_and(|extension| extension == "json");
        if path.is_dir() {
            read_folder(&path, texts);
        } else if path.file_stem().is_some_and(|stem| stem == "source") {
            let bytes = fs::read(&path).unwrap();
            if let Ok(extracted) = extract(&bytes, &Hints::default()) {
                let blocks = extracted.document.blocks.iter();
                let blocks: Vec<String> = blocks.map(|block| block.text()).collect();
                texts.push(blocks.join("\n\n"));
            }
        } else if is_json {
            let value = fs::read(&path).map(|bytes| serde_json::from_slice::<Value>(&bytes));
            if let Ok(Ok(value)) = value {
                add_json(&value, texts);
            }
        }
    }
}

fn add_json(value: &Value, texts: &mut Vec<String>) {
    if let Some(text) = value["ground_truth"]["main_content"].as_str() {
        return texts.push(text.to_owned());
    }
    let pages = value
        .as_object()
        .into_iter()
        .flat_map(|pages| pages.values());
    let bodies = pages.filter_map(|page| page["articleBody"].as_str());
    texts.extend(bodies.map(str::to_owned));
}
