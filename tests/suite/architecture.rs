//! Architecture rules, checked against the source text: which modules depend on which, and which names are used only in
//! some modules.
//!
//! Each rule is a function from sources to violations. One test applies it to the program, and one to sources that
//! violate it, so that a rule that no longer works is noticed.

mod app;
mod cycles;
mod library;
mod source;
mod tables;
mod writers;

use std::path::Path;

use cycles::new_cycles;
use source::{NamedPath, Source, Token, read_all};
use tables::{
    CLOCKS, CRATES, CYCLIC, DEPENDENCIES, ESCAPES, FRONT_ENDS, IMPURE, LEFT_OVER, PANICS, PURE,
    TEXT_ERRORS, TOP_LEVEL,
};
use writers::{OTHERS, strange_writers};

#[test]
fn dependencies_run_one_way() {
    assert_no_violations(&wrong_dependencies(&sources()));
}

#[test]
fn each_crate_is_used_only_in_its_modules() {
    assert_no_violations(&misplaced_crates(&sources()));
}

#[test]
fn every_exception_is_still_needed() {
    assert_no_violations(&unneeded_exceptions(&sources()));
}

#[test]
fn errors_are_types_below_the_front_ends() {
    assert_no_violations(&text_errors(&sources(), TEXT_ERRORS));
}

#[test]
fn pure_modules_have_no_threads_files_network_or_clock() {
    assert_no_violations(&impure_modules(&sources()));
}

#[test]
fn escapes_are_written_only_by_the_terminal() {
    assert_no_violations(&misplaced_escapes(&sources()));
}

#[test]
fn no_code_panics_on_purpose() {
    assert_no_violations(&panics(&sources()));
}

#[test]
fn every_file_has_a_module_comment() {
    assert_no_violations(&shapeless_files(&sources()));
}

#[test]
fn no_module_reexports_names_of_another_module() {
    assert_no_violations(&foreign_exports(&sources()));
}

#[test]
fn no_cycles_of_files() {
    assert_no_violations(&new_cycles(&sources(), CYCLIC));
}

#[test]
fn each_table_is_written_by_one_module() {
    assert_no_violations(&strange_writers(&sources(), OTHERS));
    let broken = [
        Source::new(
            "library/query/listing.rs",
            "fn f() { run(\"INSERT OR IGNORE INTO bookmark (id) VALUES (1)\") }",
        ),
        Source::new(
            "library/state.rs",
            "fn f() { run(\"UPDATE OR IGNORE change SET state = 1\"); run(\"DELETE FROM entry\") }",
        ),
    ];
    assert_eq!(strange_writers(&broken, &[]).len(), 3);
    let unneeded: &[(&str, &[&str])] = &[("state", &["article"])];
    assert_eq!(strange_writers(&[], unneeded).len(), 1);
}

#[test]
fn the_crate_root_only_names_the_modules() {
    let sources = sources();
    let root = sources
        .iter()
        .find(|source| source.path == "lib.rs")
        .unwrap();
    let other = root.tokens.iter().any(|token| {
        let module = |word: &String| DEPENDENCIES.iter().any(|(name, _)| name == word);
        !matches!(token, Token::Sign(";"))
            && !matches!(token, Token::Word(word) if word == "pub" || word == "mod" || module(word))
    });
    assert!(!other, "lib.rs holds more than the list of modules");
}

#[test]
fn the_top_level_holds_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = std::fs::read_dir(root).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let known = |name: &String| {
        name.starts_with('.') || name == "target" || TOP_LEVEL.contains(&name.as_str())
    };
    let strange: Vec<String> = names.filter(|name| !known(name)).collect();
    assert!(
        strange.is_empty(),
        "what is this at the top level? {strange:?}"
    );
}

#[test]
fn each_rule_finds_a_violation() {
    type Rule = fn(&[Source]) -> Vec<String>;
    let string_errors: Rule = |sources| text_errors(sources, &[]);
    let broken: &[(Rule, &str, &str)] = &[
        (wrong_dependencies, "layout/wrap.rs", "use crate::app::App;"),
        (
            wrong_dependencies,
            "layout/wrap.rs",
            "use crate::{model::Block, ui};",
        ),
        (
            wrong_dependencies,
            "layout/wrap.rs",
            "use crate::{model::{Block, Inline}, app::{self, App}};",
        ),
        (
            wrong_dependencies,
            "layout/wrap.rs",
            "fn f() { let x = super::super::app::App::new(); }",
        ),
        (
            wrong_dependencies,
            "layout/wrap.rs",
            "use super::super::{model, worker};",
        ),
        (
            wrong_dependencies,
            "layout.rs",
            "mod inner { fn f() { super::super::ui::draw(); } }",
        ),
        (
            wrong_dependencies,
            "layout/wrap.rs",
            "fn f(x: Vec<crate::model::Row>, y: crate::ui::Theme) {}",
        ),
        (
            wrong_dependencies,
            "layout.rs",
            "use super::extract::Hints;",
        ),
        (
            wrong_dependencies,
            "keymap.rs",
            "use crate::app::{Action, App, Scope};",
        ),
        (wrong_dependencies, "keymap.rs", "use crate::app::*;"),
        (wrong_dependencies, "cli/print.rs", "use crate::ui::Theme;"),
        (
            wrong_dependencies,
            "model/message/job.rs",
            "use crate::config::Paths;",
        ),
        (
            wrong_dependencies,
            "model/job.rs",
            "use crate::text::clean;",
        ),
        (
            wrong_dependencies,
            "config/load.rs",
            "use crate::model::Source;",
        ),
        (
            wrong_dependencies,
            "ingest/page.rs",
            "use crate::worker::Store;",
        ),
        (
            wrong_dependencies,
            "library/db.rs",
            "use crate::ingest::scan;",
        ),
        (
            wrong_dependencies,
            "sync.rs",
            "use crate::messages::describe;",
        ),
        (
            wrong_dependencies,
            "main.rs",
            "use newsprint::worker::{Pool, Store};",
        ),
        (
            wrong_dependencies,
            "newer.rs",
            "//! A module that nobody has placed.",
        ),
        (wrong_dependencies, "ui/list.rs", "use crate::*;"),
        (
            misplaced_crates,
            "app/reader.rs",
            "use ratatui::text::Line;",
        ),
        (
            misplaced_crates,
            "ui.rs",
            "fn f(key: crossterm::event::KeyEvent) {}",
        ),
        (misplaced_crates, "app.rs", "use textwrap;"),
        (
            misplaced_crates,
            "ingest.rs",
            "fn f() -> anyhow::Result<()> {}",
        ),
        (
            misplaced_crates,
            "layout/head.rs",
            "use {dom_query::Document};",
        ),
        (
            impure_modules,
            "extract/dates.rs",
            "use std::{fmt, fs::File};",
        ),
        (
            impure_modules,
            "app.rs",
            "fn f() { let now = chrono::Local::now(); }",
        ),
        (
            impure_modules,
            "layout.rs",
            "use std::time::{Duration, Instant};",
        ),
        (
            impure_modules,
            "model/clean.rs",
            "fn f() { std::thread::yield_now(); }",
        ),
        (
            misplaced_escapes,
            "ui/text.rs",
            r#"const RED: &str = "\x1b[31m";"#,
        ),
        (misplaced_escapes, "cli.rs", r"const ESC: char = '\u{1B}';"),
        (
            misplaced_escapes,
            "event_loop.rs",
            r##"const BYTES: &[u8] = b"\x1B[2J";"##,
        ),
        (
            string_errors,
            "fetch/url.rs",
            "fn f() -> Result<Vec<(u8, u8)>, String> {}",
        ),
        (
            string_errors,
            "extract.rs",
            "fn f(g: fn(u8) -> u8) -> Result<fn(u8) -> u8, &'static str> {}",
        ),
        (
            string_errors,
            "feed.rs",
            "type R = std::result::Result<(), std::string::String>;",
        ),
        (panics, "app.rs", "fn f() { Some(1).unwrap(); }"),
        (
            panics,
            "app.rs",
            "fn f() { Some(1)\n    .expect(\"one\"); }",
        ),
        (panics, "app.rs", "fn f() { todo!() }"),
        (shapeless_files, "app/mod.rs", "//! The app."),
        (shapeless_files, "app/list.rs", "use std::fmt;"),
        (
            foreign_exports,
            "app.rs",
            "mod list;\npub use crate::model::Block;",
        ),
        (foreign_exports, "ui.rs", "pub use ratatui::style::Style;"),
        (
            foreign_exports,
            "ui/list.rs",
            "pub(crate) use super::super::app::App;",
        ),
    ];
    for (rule, path, text) in broken {
        let violations = rule(&[Source::new(path, text)]);
        assert!(!violations.is_empty(), "not noticed in {path}: {text}");
    }
}

#[test]
fn comments_and_strings_break_no_rule() {
    let text = r##"//! Says crate::ui::Theme, ratatui::Frame and .unwrap() in its first line.
/* and /* crate::app::App */ ratatui::Frame, std::fs */
use super::line::{Role, TextSpan};
use crate::{model::Block, layout::units};
/// [`crate::worker::Store`] and "\x1b".
pub(in crate::layout) fn f<'a>(text: &'a str) -> char {
    let said = "use crate::ui; std::fs::read; x.unwrap()";
    let raw = r#"ratatui::Frame " std::env"#;
    let quote = '"';
    let crossterm = said.len();
    mod inner { use super::super::line; fn g() {} mod more { use super::super::super::units; } }
    value.unwrap_or_default().fs::<u8>(); '\''; fn h() -> Result<Vec<String>, Error<String>> {}
}
"##;
    let source = [Source::new("layout/wrap.rs", text)];
    assert_no_violations(&wrong_dependencies(&source));
    assert_no_violations(&misplaced_crates(&source));
    assert_no_violations(&impure_modules(&source));
    assert_no_violations(&misplaced_escapes(&source));
    assert_no_violations(&text_errors(&source, &[]));
    assert_no_violations(&panics(&source));
    assert_no_violations(&shapeless_files(&source));
    assert_no_violations(&foreign_exports(&source));
}

fn sources() -> Vec<Source> {
    let sources = read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 20, "the sources are not where they were");
    sources
}

fn assert_no_violations(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

fn violation(source: &Source, what: &str, reason: &str) -> String {
    let last = what.rsplit("::").next().unwrap_or(what);
    format!(
        "src/{}:{}: {what}: {reason}",
        source.path,
        source.line_of(last)
    )
}

/// Returns paths to modules on which a module must not depend.
fn wrong_dependencies(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources.iter().filter(|source| source.path != "lib.rs") {
        let top = source.top();
        let Some((_, allowed)) = DEPENDENCIES.iter().find(|(name, _)| *name == top) else {
            violations.push(violation(
                source,
                &top,
                "this module has no place in the table",
            ));
            continue;
        };
        for NamedPath { words: path, .. } in source.own_paths() {
            let whole = path.join("::");
            let plain = match path.first().map(String::as_str) {
                Some("model") => top != "config",
                Some("text" | "config") => !["model", "text", "config"].contains(&top.as_str()),
                _ => false,
            };
            let own = path.first() == Some(&top);
            let allowed = allowed.iter().any(|allowed| begins_with(&whole, allowed));
            if !own && !plain && !allowed && !is_left_over(&top, &whole) {
                violations.push(violation(
                    source,
                    &whole,
                    &format!("{top} may not depend on it"),
                ));
            }
        }
    }
    violations
}

/// Returns crates that are used outside of their modules.
fn misplaced_crates(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources {
        for (crates, homes) in CRATES {
            if homes.contains(&source.top().as_str()) {
                continue;
            }
            for NamedPath { words: path, .. } in source.paths(crates) {
                if is_left_over(&source.top(), &path.join("::")) {
                    continue;
                }
                let reason = format!("only for {}", homes.join(", "));
                violations.push(violation(source, &path.join("::"), &reason));
            }
        }
    }
    violations
}

/// Returns true if a path is a listed exception of a module.
fn is_left_over(top: &str, path: &str) -> bool {
    let mut rest = LEFT_OVER.iter();
    rest.any(|(module, known)| *module == top && begins_with(path, known))
}

/// Returns exceptions that are no longer needed.
fn unneeded_exceptions(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for (module, name) in LEFT_OVER {
        let crates = [name.split("::").next().unwrap_or(name)];
        let mut files = sources.iter().filter(|source| source.top() == *module);
        let named = files.any(|source| {
            let own = source.own_paths();
            let mut paths = source.paths(&crates).into_iter().chain(own);
            paths.any(|path| begins_with(&path.words.join("::"), name))
        });
        if !named {
            violations.push(format!(
                "{module} no longer names {name}: take it off the list"
            ));
        }
    }
    violations
}

/// Returns functions below the front ends that return `Result<_, String>` or `Result<_, &str>` outside of `allowed`,
/// and modules of `allowed` without one.
fn text_errors(sources: &[Source], allowed: &[&str]) -> Vec<String> {
    let is_in = |source: &Source, place: &str| begins_with(&source.module().join("::"), place);
    let found: Vec<&Source> = sources
        .iter()
        .filter(|source| !FRONT_ENDS.contains(&source.top().as_str()))
        .filter(|source| source.has_text_errors())
        .collect();
    let mut violations = Vec::new();
    for source in &found {
        if !allowed.iter().any(|place| is_in(source, place)) {
            violations.push(violation(
                source,
                "Result<",
                "an error is a type of its own, and no text",
            ));
        }
    }
    for place in allowed {
        if !found.iter().any(|source| is_in(source, place)) {
            violations.push(format!(
                "{place} has no errors that are texts: take it off the list"
            ));
        }
    }
    violations
}

/// Returns uses of the machine by pure modules.
fn impure_modules(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources
        .iter()
        .filter(|source| PURE.contains(&source.top().as_str()))
    {
        for NamedPath { words: path, .. } in source.paths(&["std"]) {
            let whole = path.join("::");
            if whole == "std::*" || IMPURE.iter().any(|impure| begins_with(&whole, impure)) {
                violations.push(violation(source, &whole, "not in a pure module"));
            }
        }
        for clock in CLOCKS.iter().filter(|clock| source.says(clock)) {
            violations.push(violation(source, &clock.concat(), "`now` is an argument"));
        }
    }
    violations
}

/// Returns escape characters in literals outside of the allowed modules.
fn misplaced_escapes(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources {
        let module = source.module().join("::");
        if ESCAPES.iter().any(|home| begins_with(&module, home)) {
            continue;
        }
        for token in &source.tokens {
            let Token::Literal(literal) = token else {
                continue;
            };
            let small = literal.to_lowercase();
            let escape = [
                "\\x1b",
                "\\u{1b}",
                "\\u{01b}",
                "\\u{001b}",
                "\\u{9b}",
                "\u{1b}",
                "\u{9b}",
            ]
            .into_iter()
            .any(|escape| small.contains(escape));
            if escape {
                violations.push(violation(source, literal, "escapes are the terminal's"));
            }
        }
    }
    violations
}

/// Returns calls that panic on purpose.
fn panics(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources {
        for words in PANICS.iter().filter(|words| source.says(words)) {
            violations.push(violation(
                source,
                &words.concat(),
                "nothing panics on purpose",
            ));
        }
    }
    violations
}

/// Returns files without a module comment, and files named `mod.rs`.
fn shapeless_files(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources {
        if !source.text.starts_with("//! ") {
            violations.push(violation(
                source,
                &source.path,
                "opens with no `//!` sentence",
            ));
        }
        if source.path.ends_with("mod.rs") {
            violations.push(violation(source, &source.path, "is `foo.rs` beside `foo/`"));
        }
    }
    violations
}

/// Returns each `pub use` of anything but the file's own submodules.
fn foreign_exports(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources {
        let word = |i: usize| match source.tokens.get(i) {
            Some(Token::Word(word)) => word.as_str(),
            Some(Token::Sign(sign)) => sign,
            _ => "",
        };
        let own: Vec<&str> = (0..source.tokens.len())
            .filter(|i| word(*i) == "mod")
            .map(|i| word(i + 1))
            .collect();
        for i in (0..source.tokens.len()).filter(|i| word(*i) == "pub") {
            let mut at = i + 1;
            if word(at) == "(" {
                while !matches!(word(at), ")" | "") {
                    at += 1;
                }
                at += 1;
            }
            if word(at) == "use" && !own.contains(&word(at + 1)) {
                let what = format!("pub use {}", word(at + 1));
                violations.push(violation(source, &what, "is not of this module"));
            }
        }
    }
    violations
}

/// Returns true if `path` is `start` or below it: `app::Action::Quit` begins with `app::Action`.
fn begins_with(path: &str, start: &str) -> bool {
    path.strip_prefix(start)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
