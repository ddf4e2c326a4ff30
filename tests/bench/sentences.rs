//! Sentences of the fixtures: a natural text compresses, and is indexed, otherwise than invented words.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use crate::data::Numbers;

/// Fewest bytes of a sentence.
const MIN_SENTENCE: usize = 40;
/// Fewest sentences of a language.
const MIN_SENTENCES: usize = 25;

/// Sentences, in groups of one language.
pub struct Sentences(Vec<Vec<String>>);

impl Sentences {
    /// Returns the sentences of the fixtures that measurements use: those of every second article. The dictionary for stored texts is
    /// trained on the others.
    pub fn of_measurements(is_english: bool) -> &'static Self {
        static ENGLISH: OnceLock<Sentences> = OnceLock::new();
        static ALL: OnceLock<Sentences> = OnceLock::new();
        let cell = if is_english { &ENGLISH } else { &ALL };
        cell.get_or_init(|| Self::read(is_english))
    }

    fn read(is_english: bool) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
        let mut folders: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().collect();
        folders.sort_by_key(std::fs::DirEntry::file_name);
        let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for article in folders.iter().step_by(2) {
            for name in ["source.md", "source.txt"] {
                let text = std::fs::read_to_string(article.path().join(name)).unwrap_or_default();
                let lines = text
                    .lines()
                    .filter(|line| line.contains(". ") || !line.is_ascii());
                let parts = lines.flat_map(|line| line.split(". "));
                let is_prose = |part: &&str| {
                    part.len() >= MIN_SENTENCE && !part.contains(['<', '&', '|', '`', '#', '['])
                };
                for part in parts.filter(is_prose) {
                    let part = part.trim_end_matches('.');
                    let language = match part.contains(" the ") {
                        true => "eng",
                        false => whatlang::detect_lang(part).map_or("", |lang| lang.code()),
                    };
                    groups
                        .entry(language.to_owned())
                        .or_default()
                        .push(part.to_owned());
                }
            }
        }
        let mut groups: Vec<Vec<String>> = groups
            .into_iter()
            .filter(|(language, _)| !is_english || language == "eng")
            .map(|(_, sentences)| sentences)
            .collect();
        for sentences in &mut groups {
            sentences.sort();
            sentences.dedup();
        }
        groups.retain(|sentences| sentences.len() >= MIN_SENTENCES);
        Self(groups)
    }

    /// Returns the number of groups.
    pub fn groups(&self) -> usize {
        self.0.len()
    }

    /// Returns a paragraph of sentences of a group of at least so many words; of a script without spaces, of so many times six bytes.
    pub fn paragraph(&self, numbers: &mut Numbers, group: usize, words: usize) -> String {
        let sentences = &self.0[group % self.0.len()];
        let mut text = String::new();
        while text.len() < words * 6 {
            text.push_str(&sentences[numbers.below(sentences.len())]);
            text.push_str(". ");
        }
        text.trim_end().to_owned()
    }
}
