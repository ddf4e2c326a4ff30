//! Trains the dictionary of stored documents on the tour and on every second article of the fixtures (the benchmarks measure the
//! others), and writes it to `assets/documents-1.zdict`:
//!
//!     cargo run --features train-dictionary --example dictionary -- assets/documents-1.zdict
//!
//! The samples are the JSON of documents, so that the dictionary has its keys and frequent words of several languages. The result is
//! the same on every machine. Texts are stored with a published dictionary: it is never changed, only followed by another number.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic)]

use std::path::{Path, PathBuf};

use newsprint::extract::{Hints, extract};
use newsprint::model::{Block, Document};

/// Size of the dictionary in bytes.
const SIZE: usize = 48 * 1024;
/// Number in its head, which each frame repeats.
const NUMBER: u32 = 1;
/// Blocks of a sample: most articles are short.
const BLOCKS: usize = 12;

fn main() {
    let target = std::env::args().nth(1);
    let target = target.unwrap_or_else(|| panic!("the file to write is missing"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = sorted(&root.join("seeds"));
    files.retain(|file| file.extension().is_some_and(|ending| ending == "md"));
    let articles = sorted(&root.join("tests/fixtures/articles"));
    for folder in articles.iter().skip(1).step_by(2).filter(|f| f.is_dir()) {
        let is_source = |file: &PathBuf| file.file_stem().is_some_and(|stem| stem == "source");
        files.extend(sorted(folder).into_iter().filter(is_source));
    }
    let samples: Vec<Vec<u8>> = files.iter().flat_map(|file| samples_of(file)).collect();
    let bytes: usize = samples.iter().map(Vec::len).sum();
    let mut dictionary = zstd::dict::from_samples(&samples, SIZE).unwrap();
    // The number follows the magic number (RFC 8878, section 5).
    dictionary[4..8].copy_from_slice(&NUMBER.to_le_bytes());
    std::fs::write(&target, &dictionary).unwrap();
    println!(
        "{target}: {} bytes from {} samples of {bytes} bytes",
        dictionary.len(),
        samples.len()
    );
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Returns the JSON of the parts of an article.
fn samples_of(file: &Path) -> Vec<Vec<u8>> {
    let bytes = std::fs::read(file).unwrap();
    let Ok(extraction) = extract(&bytes, &Hints::default()) else {
        return Vec::new();
    };
    let Document {
        metadata, blocks, ..
    } = extraction.document;
    let json = |blocks: &[Block]| {
        let part = Document {
            metadata: metadata.clone(),
            blocks: blocks.to_vec(),
            ..Document::default()
        };
        serde_json::to_vec(&part).unwrap()
    };
    blocks.chunks(BLOCKS).map(json).collect()
}
