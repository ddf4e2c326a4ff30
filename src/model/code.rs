//! Syntax highlighting of code blocks as plain data: which bytes are keywords, strings, comments.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::{Block, Document};

/// Limit for one code block to be highlighted, in bytes.
const LONGEST_CODE: usize = 200 * 1024;
/// Limit for all highlighted code of one article, in bytes.
const MOST_CODE: usize = 1024 * 1024;
/// Deepest nesting of quotes and lists that is searched for code; layout shows deeper ones as flat text.
const DEEPEST: usize = 64;

/// Kind of a token of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Token {
    /// Keyword of the language.
    Keyword,
    /// String literal.
    String,
    /// Comment.
    Comment,
    /// Number or another constant.
    Number,
    /// Name of a function.
    Function,
    /// Name of a type.
    Type,
    /// Inserted line of a diff.
    Inserted,
    /// Deleted line of a diff.
    Deleted,
    /// Anything else.
    Other,
}

/// Tokens of a code block: ranges of bytes in its text, ascending, without overlaps.
pub type Tokens = Vec<(Range<usize>, Token)>;

/// Key of a code block by its language and text. Equal code has equal highlighting everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CodeKey(u64);

impl CodeKey {
    /// Makes the key of a code block; `None` if it is not highlighted: it has no language, is empty, or is too long.
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

/// Request for the highlighting of a code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRequest {
    /// Key of the code block.
    pub key: CodeKey,
    /// Language as the article names it.
    pub language: String,
    /// Text of the code block.
    pub text: String,
}

impl CodeRequest {
    /// Lists the code blocks of a document whose highlighting is not known yet, in reading order.
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
