//! Rust source, tokenized as far as the architecture rules need it: [`Source`] knows its module, its tokens, and the
//! paths it names.

use std::path::Path;

/// A source file: its code and the text in it.
pub(super) struct Source {
    /// Path below `src`, with slashes: `extract/html.rs`.
    pub(super) path: String,
    /// Lines of the file.
    pub(super) text: String,
    /// Identifiers and punctuation in order, without comments; a literal is one token.
    pub(super) tokens: Vec<Token>,
}

/// An identifier, a sign (`::` is one), or a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Sign(&'static str),
    /// Content between the quotes, with escapes as written.
    Literal(String),
}

/// A path that the code names, from a head on (`crate`, `super`, a crate's name): `std::fs::File`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedPath {
    pub(super) words: Vec<String>,
    /// Index of the first token.
    at: usize,
}

impl Source {
    pub(super) fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            tokens: tokens(text),
        }
    }

    /// Returns the module of the file: `extract/html.rs` is `extract::html`, and `lib.rs` is the root, without a name.
    pub(super) fn module(&self) -> Vec<String> {
        let path = self.path.trim_end_matches(".rs");
        if path == "lib" {
            return Vec::new();
        }
        path.split('/').map(str::to_owned).collect()
    }

    /// Returns the top-level module of the file; empty for `lib.rs`.
    pub(super) fn top(&self) -> String {
        self.module().into_iter().next().unwrap_or_default()
    }

    /// Returns every path of this crate that leads out of the file's own module, from the crate root: `use crate::{a,
    /// b::C}` are two, and `super::super::c` is one if it ends at the root.
    pub(super) fn own_paths(&self) -> Vec<NamedPath> {
        let mut found = Vec::new();
        // The binary is a crate of its own, and names the library.
        let root = if self.path == "main.rs" {
            "newsprint"
        } else {
            "crate"
        };
        for NamedPath { words, at } in self.paths(&[root]) {
            let words = words[1..].to_vec();
            found.push(NamedPath { words, at });
        }
        for NamedPath { words, at } in self.paths(&["super"]) {
            let module = self.module_at(at);
            let up = words.iter().take_while(|word| *word == "super").count();
            let Some(left) = module.len().checked_sub(up) else {
                panic!("{}: {words:?} leads out of the crate", self.path);
            };
            let words = module[..left].iter().chain(&words[up..]);
            let words = words.cloned().collect();
            found.push(NamedPath { words, at });
        }
        found
    }

    /// Returns the module of a token: the file's, or an inline one.
    fn module_at(&self, at: usize) -> Vec<String> {
        // For each open brace: true if it is a module's.
        let (mut module, mut braces) = (self.module(), Vec::new());
        for i in 0..at {
            match self.tokens.get(i..i + 3) {
                Some([Token::Word(word), Token::Word(name), Token::Sign("{")]) if word == "mod" => {
                    module.push(name.clone());
                    braces.push(Some(i + 2));
                }
                _ => {}
            }
            match &self.tokens[i] {
                Token::Sign("{") if !braces.contains(&Some(i)) => braces.push(None),
                Token::Sign("}") if braces.pop().flatten().is_some() => {
                    module.pop();
                }
                _ => {}
            }
        }
        module
    }

    /// Returns every path that begins with one of `heads`; groups in braces are expanded.
    pub(super) fn paths(&self, heads: &[&str]) -> Vec<NamedPath> {
        let mut found = Vec::new();
        for (i, token) in self.tokens.iter().enumerate() {
            let Token::Word(word) = token else { continue };
            let inside = i > 0 && matches!(&self.tokens[i - 1], Token::Sign("::" | "."));
            if !heads.contains(&word.as_str()) || inside {
                continue;
            }
            let before = i.checked_sub(1).map(|i| &self.tokens[i]);
            let used = before == Some(&Token::Word("use".into()))
                || before == Some(&Token::Word("crate".into()));
            let follows = self.tokens.get(i + 1) == Some(&Token::Sign("::"));
            if follows || (used && word != "crate") {
                self.path_at(i, &mut Vec::new(), &mut |words| {
                    found.push(NamedPath { words, at: i });
                });
            }
        }
        found
    }

    /// Returns the path at token `at`, after `prefix`, and the token after it.
    fn path_at(
        &self,
        at: usize,
        prefix: &mut Vec<String>,
        found: &mut dyn FnMut(Vec<String>),
    ) -> usize {
        let depth = prefix.len();
        let mut i = at;
        loop {
            match self.tokens.get(i) {
                Some(Token::Word(word)) => prefix.push(word.clone()),
                Some(Token::Sign("*")) => prefix.push("*".to_owned()),
                Some(Token::Sign("{")) => {
                    i += 1;
                    while !matches!(self.tokens.get(i), None | Some(Token::Sign("}"))) {
                        let next = self.path_at(i, prefix, found);
                        i = next.max(i + 1);
                    }
                    prefix.truncate(depth);
                    return i + 1;
                }
                _ => break,
            }
            i += 1;
            if self.tokens.get(i) != Some(&Token::Sign("::")) {
                break;
            }
            i += 1;
        }
        if prefix.len() > depth {
            found(prefix.clone());
        }
        prefix.truncate(depth);
        i
    }

    /// Returns true if the code names a `Result` whose error is a `String` or a `&str`.
    pub(super) fn has_text_errors(&self) -> bool {
        let is_result = |i: &usize| {
            self.tokens[*i] == Token::Word("Result".into())
                && self.tokens.get(i + 1) == Some(&Token::Sign("<"))
        };
        (0..self.tokens.len())
            .filter(is_result)
            .any(|i| is_text(self.second_argument(i + 2)))
    }

    /// Returns the tokens of the second generic argument in the list at token `at`.
    fn second_argument(&self, at: usize) -> &[Token] {
        let (mut depth, mut start) = (0_usize, None);
        for (i, token) in self.tokens.iter().enumerate().skip(at) {
            match token {
                Token::Sign("<" | "(") => depth += 1,
                Token::Sign(">" | ")") if depth > 0 => depth -= 1,
                Token::Sign(",") if depth == 0 && start.is_none() => start = Some(i + 1),
                Token::Sign("," | ">" | ")") if depth == 0 => {
                    return &self.tokens[start.unwrap_or(i)..i];
                }
                _ => {}
            }
        }
        &[]
    }

    /// Returns the first line that contains `what`, for messages.
    pub(super) fn line_of(&self, what: &str) -> usize {
        let line = self.text.lines().position(|line| line.contains(what));
        line.map_or(1, |line| line + 1)
    }

    /// Returns true if these tokens follow each other in the code.
    pub(super) fn says(&self, words: &[&str]) -> bool {
        self.tokens.windows(words.len()).any(|window| {
            window.iter().zip(words).all(|(token, word)| match token {
                Token::Word(known) => known == word,
                Token::Sign(known) => known == word,
                Token::Literal(_) => false,
            })
        })
    }
}

/// Returns true if a type is a `String` or a `&str`.
fn is_text(kind: &[Token]) -> bool {
    matches!(kind.last(), Some(Token::Word(word)) if word == "String" || word == "str")
}

/// Reads every source file below `root`, sorted by path.
pub(super) fn read_all(root: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let name = path.strip_prefix(root).unwrap().to_string_lossy();
                sources.push(Source::new(&name.replace('\\', "/"), &text));
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// Tokenizes source text. Punctuation that no rule needs is left out.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut i = 0;
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    while i < chars.len() {
        let c = chars[i];
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            i = behind_block_comment(&chars, i);
        } else if let Some((content, quotes)) = raw_string(&chars, i) {
            tokens.push(Token::Literal(chars[content.clone()].iter().collect()));
            i = content.end + quotes;
        } else if c == '"' {
            let end = behind_quoted(&chars, i, '"');
            tokens.push(Token::Literal(chars[i + 1..end - 1].iter().collect()));
            i = end;
        } else if c == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            // A letter; else it is a lifetime, whose name then reads as a word.
            let end = behind_quoted(&chars, i, '\'');
            tokens.push(Token::Literal(chars[i + 1..end - 1].iter().collect()));
            i = end;
        } else if c.is_alphabetic() || c == '_' {
            let start = i;
            while at(i).is_alphanumeric() || at(i) == '_' {
                i += 1;
            }
            // The prefix of a byte string is no word.
            if !(i - start == 1 && matches!(c, 'b' | 'c') && matches!(at(i), '"' | '\'')) {
                tokens.push(Token::Word(chars[start..i].iter().collect()));
            }
        } else {
            let sign = match (c, at(i + 1)) {
                (':', ':') => Some("::"),
                // `->` and `=>` close no angle bracket.
                ('-', '>') => Some("->"),
                ('=', '>') => Some("=>"),
                _ => ["{", "}", "(", ")", "<", ">", ".", ",", ";", "!", "*", "="]
                    .into_iter()
                    .find(|sign| sign.starts_with(c)),
            };
            tokens.extend(sign.map(Token::Sign));
            i += sign.map_or(1, str::len);
        }
    }
    tokens
}

fn behind_block_comment(chars: &[char], start: usize) -> usize {
    let (mut i, mut depth) = (start, 0);
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => (depth, i) = (depth + 1, i + 2),
            ('*', Some('/')) => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            break;
        }
    }
    i
}

fn behind_quoted(chars: &[char], start: usize, quote: char) -> usize {
    let mut i = start + 1;
    while i < chars.len() && chars[i] != quote {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

/// Returns the content of a raw string (`r"…"`, `br#"…"#`), and the number of `#` that close it.
fn raw_string(chars: &[char], start: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let before = start.checked_sub(1).map(|i| chars[i]);
    if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let mut i = start;
    if matches!(chars[i], 'b' | 'c') {
        i += 1;
    }
    if chars.get(i) != Some(&'r') {
        return None;
    }
    i += 1;
    let hashes = chars[i..].iter().take_while(|c| **c == '#').count();
    i += hashes;
    if chars.get(i) != Some(&'"') {
        return None;
    }
    let content = i + 1;
    let closes = |at: usize| {
        chars[at] == '"'
            && chars[at + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes
    };
    let end = (content..chars.len()).find(|at| closes(*at))?;
    Some((content..end, hashes + 1))
}
