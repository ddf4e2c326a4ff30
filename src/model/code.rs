//! Colours of code as plain data: which bytes of a code block are keywords, strings, comments.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::{Block, Document};

/// The most bytes of a code block that is coloured.
const LONGEST_CODE: usize = 200 * 1024;
/// The most bytes of all code of an article that is coloured.
const MOST_CODE: usize = 1024 * 1024;
/// Nesting deeper than this is laid out as flat text.
const DEEPEST: usize = 64;

/// What a word of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Token {
    /// A word of the language itself.
    Keyword,
    /// Text in quotation marks.
    String,
    /// A remark.
    Comment,
    /// A number or another constant.
    Number,
    /// The name of a function.
    Function,
    /// The name of a type.
    Type,
    /// A line that was added, in a diff.
    Inserted,
    /// A line that was taken away, in a diff.
    Deleted,
    /// Anything else.
    Other,
}

/// Stretches of a code block, in bytes of its text, ascending and apart.
pub type Tokens = Vec<(Range<usize>, Token)>;

/// Names a code block by its content: the same code has the same colours everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CodeKey(u64);

impl CodeKey {
    /// The key of a code block; `None` if it is not coloured: it says no language, or is too long.
    pub fn of(language: Option<&str>, text: &str) -> Option<Self> {
        let language = language.filter(|language| !language.is_empty())?;
        if text.is_empty() || text.len() > LONGEST_CODE {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        (language, text).hash(&mut hasher);
        Some(Self(hasher.finish()))
    }
}

/// A code block that is to be coloured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRequest {
    /// Its name.
    pub key: CodeKey,
    /// The language as the source names it.
    pub language: String,
    /// The text.
    pub text: String,
}

impl CodeRequest {
    /// The code blocks of an article whose colours are not known, in reading order.
    pub fn all(document: &Document, known: impl Fn(CodeKey) -> bool) -> Vec<Self> {
        let (mut out, mut left) = (Vec::new(), MOST_CODE);
        collect_requests(&document.blocks, 0, &known, &mut left, &mut out);
        out
    }
}

fn collect_requests(
    blocks: &[Block],
    depth: usize,
    known: &impl Fn(CodeKey) -> bool,
    left: &mut usize,
    out: &mut Vec<CodeRequest>,
) {
    for block in blocks {
        match block {
            Block::CodeBlock { language, text } if text.len() <= *left => {
                let key = CodeKey::of(language.as_deref(), text).filter(|key| !known(*key));
                if let (Some(key), Some(language)) = (key, language) {
                    *left -= text.len();
                    out.push(CodeRequest {
                        key,
                        language: language.clone(),
                        text: text.clone(),
                    });
                }
            }
            Block::BlockQuote(blocks) if depth < DEEPEST => {
                collect_requests(blocks, depth + 1, known, left, out);
            }
            Block::List(list) if depth < DEEPEST => {
                for item in &list.items {
                    collect_requests(&item.blocks, depth + 1, known, left, out);
                }
            }
            _ => {}
        }
    }
}
