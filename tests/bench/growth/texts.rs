//! Texts of articles: sentences of the fixtures in an order of their own, with names that few have, or the pages of a corpus.

use std::path::PathBuf;

use newsprint::extract::{Hints, extract};

use super::data::Numbers;
use super::sentences::Sentences;
use super::served_feeds::ServedText;

/// Words of a paragraph.
const PARAGRAPH: usize = 75;
/// Paragraphs under a heading.
const SECTION: usize = 5;
/// Fewest bytes of the text of a page of a corpus.
const MIN_TEXT: usize = 600;
/// Most bytes of the text of a page of a corpus: one long page would hide all others.
const MAX_TEXT: usize = 40_000;

/// Language of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English alone.
    English,
    /// All languages of the fixtures.
    All,
}

impl Language {
    /// Name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::All => "all languages",
        }
    }
}

/// Returns an article of about so many words: from two thirds to four thirds of them.
pub fn article_text(language: Language, words: usize, seed: u64) -> ServedText {
    let sentences = Sentences::of_measurements(language == Language::English);
    let mut numbers = Numbers::new(seed);
    let words = words * 2 / 3 + numbers.below(words * 2 / 3);
    let group = numbers.below(sentences.groups());
    let title = format!(
        "{} {}",
        numbers.capital(),
        sentences.paragraph(&mut numbers, group, 7)
    );
    let teaser = sentences.paragraph(&mut numbers, group, 40);
    let mut html = format!("<p>{teaser}</p>\n");
    for number in 1..=words / PARAGRAPH {
        if number % SECTION == 0 {
            html.push_str(&format!(
                "<h2>{}</h2>\n",
                sentences.paragraph(&mut numbers, group, 4)
            ));
        }
        let (name, other) = (numbers.capital(), numbers.capital());
        html.push_str(&format!(
            "<p>{} {name} {other}: {} <a href=\"https://example.org/{}/{}\">{name}</a>.</p>\n",
            sentences.paragraph(&mut numbers, group, PARAGRAPH / 2),
            sentences.paragraph(&mut numbers, group, PARAGRAPH / 2),
            numbers.word(),
            numbers.below(100_000),
        ));
    }
    ServedText {
        title,
        html,
        teaser,
        page: None,
    }
}

/// Returns the page of an article: its text with boilerplate around it.
pub fn article_page(text: &ServedText) -> String {
    if let Some(page) = &text.page {
        return page.clone();
    }
    format!(
        "<!doctype html><html><head><title>{0}</title></head><body><nav><ul><li><a href=\"/a\">Home</a></li></ul></nav>\
         <article><h1>{0}</h1>{1}</article></body></html>",
        text.title, text.html
    )
}

/// Returns the texts of the pages in folders.
pub fn corpus_texts(folders: &[PathBuf]) -> Vec<ServedText> {
    let mut files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap().flatten())
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .collect();
    files.sort();
    files.iter().filter_map(corpus_text).collect()
}

fn corpus_text(file: &PathBuf) -> Option<ServedText> {
    let bytes = std::fs::read(file).unwrap();
    let document = extract(&bytes, &Hints::default()).ok()?.document;
    let blocks: Vec<String> = document.blocks.iter().map(|block| block.text()).collect();
    let length: usize = blocks.iter().map(String::len).sum();
    if !(MIN_TEXT..MAX_TEXT).contains(&length) {
        return None;
    }
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let html = blocks
        .iter()
        .map(|block| format!("<p>{}</p>\n", escape(block)))
        .collect();
    Some(ServedText {
        title: document.metadata.title?,
        html,
        teaser: blocks.join(" "),
        page: Some(String::from_utf8_lossy(&bytes).into_owned()),
    })
}
