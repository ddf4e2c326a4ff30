//! Syntax highlighting of code to [`Tokens`], by syntect grammars.
//!
//! The grammars are loaded with the first code, which takes some ten milliseconds; they never run on the event loop.

use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::model::{CodeRequest, Token, Tokens};

/// The longest line, in bytes, of code that is coloured: a grammar may take long for a longer one.
const MAX_LINE_BYTES: usize = 2000;

/// Highlights a code block; empty if its language is not known, or a line is too long.
pub(super) fn highlight(request: &CodeRequest) -> Tokens {
    let grammars = grammars();
    if request.text.lines().any(|line| line.len() > MAX_LINE_BYTES) {
        return Tokens::new();
    }
    let Some(grammar) = grammar(grammars, &request.language) else {
        return Tokens::new();
    };
    let mut state = ParseState::new(grammar);
    let (mut stack, mut tokens) = (ScopeStack::new(), Tokens::new());
    let mut start = 0;
    // The grammars need each line with its end; the last line has none.
    let text = format!("{}\n", request.text);
    for line in text.split_inclusive('\n') {
        let Ok(changes) = state.parse_line(line, grammars) else {
            // The rest stays plain.
            break;
        };
        let mut at = 0;
        for (to, change) in changes {
            push(&mut tokens, start + at, start + to, &stack);
            at = to;
            if stack.apply(&change).is_err() {
                return tokens;
            }
        }
        push(&mut tokens, start + at, start + line.len(), &stack);
        start += line.len();
    }
    tokens
}

fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(two_face::syntax::extra_newlines)
}

/// Returns the grammar of a language, by its name or by a file's ending.
fn grammar<'a>(grammars: &'a SyntaxSet, language: &str) -> Option<&'a SyntaxReference> {
    // The part before the first brace, comma or blank: `rust,ignore`, `js {1,3}`.
    let name = language
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | ':'))
        .next()
        .unwrap_or_default();
    let name = name.strip_prefix("language-").unwrap_or(name);
    let known = match name.to_ascii_lowercase().as_str() {
        "" | "text" | "plain" | "plaintext" | "txt" => return None,
        "shell" | "console" | "shell-session" | "shellsession" | "zsh" => "bash",
        "golang" => "go",
        "c++" => "cpp",
        "csharp" | "c#" => "cs",
        "jsx" => "js",
        "objective-c" | "objc" => "m",
        "docker" => "dockerfile",
        "make" => "makefile",
        "viml" | "vimscript" => "vim",
        _ => name,
    };
    grammars.find_syntax_by_token(known)
}

fn push(tokens: &mut Tokens, start: usize, end: usize, stack: &ScopeStack) {
    if start >= end {
        return;
    }
    let token = stack
        .as_slice()
        .iter()
        .rev()
        .find_map(|scope| token(*scope))
        .unwrap_or(Token::Other);
    match tokens.last_mut() {
        Some((range, last)) if *last == token && range.end == start => range.end = end,
        _ => tokens.push((start..end, token)),
    }
}

/// Returns the kind of token of a scope, by the names that grammars share; the innermost scope with a known name
/// decides.
fn token(scope: Scope) -> Option<Token> {
    static NAMES: OnceLock<Vec<(Scope, Option<Token>)>> = OnceLock::new();
    /// The longer name comes before the shorter one. `Other` ends the search: code within a string is code.
    const KNOWN: &[(&str, Token)] = &[
        ("comment", Token::Comment),
        ("punctuation.definition.comment", Token::Comment),
        ("string", Token::String),
        ("constant.character.escape", Token::Number),
        ("constant.other.placeholder", Token::Number),
        ("constant.other.symbol", Token::String),
        ("constant", Token::Number),
        ("keyword.operator.word", Token::Keyword),
        ("keyword.operator.logical.python", Token::Keyword),
        ("keyword.operator", Token::Other),
        ("keyword", Token::Keyword),
        ("storage", Token::Keyword),
        ("variable.language", Token::Keyword),
        ("entity.name.function", Token::Function),
        ("entity.name.tag", Token::Keyword),
        ("entity.name.section", Token::Function),
        ("entity.name", Token::Type),
        ("entity.other.inherited-class", Token::Type),
        ("entity.other.attribute-name", Token::Type),
        ("support.function", Token::Function),
        ("support.macro", Token::Function),
        ("support.type.property-name", Token::Type),
        ("support.type", Token::Type),
        ("support.class", Token::Type),
        ("support.constant", Token::Number),
        ("variable.function", Token::Function),
        ("meta.mapping.key", Token::Type),
        ("markup.inserted", Token::Inserted),
        ("markup.deleted", Token::Deleted),
        ("markup.heading", Token::Keyword),
        ("meta.interpolation", Token::Other),
        ("source.shell.interpolation", Token::Other),
    ];
    let names = NAMES.get_or_init(|| {
        let name = |(name, token): &(&str, Token)| Some((Scope::new(name).ok()?, Some(*token)));
        KNOWN.iter().filter_map(name).collect()
    });
    let found = names.iter().find(|(name, _)| name.is_prefix_of(scope));
    found.and_then(|(_, token)| *token)
}
