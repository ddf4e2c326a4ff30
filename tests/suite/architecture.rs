//! The order of the house: which module may know which, and who may say what. The source text itself is asked.
//!
//! Each rule is a function from sources to complaints: one test asks the program's own sources, and one gives it sources that
//! break the rule, so that a rule that has gone blind is noticed.

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
    ARROWS, CLOCKS, CRATES, CYCLIC, ESCAPES, FRONT_ENDS, IMPURE, LEFT_OVER, PANICS, PURE,
    TEXT_ERRORS, TOP_LEVEL,
};
use writers::{OTHERS, strange_writers};

#[test]
fn dependencies_run_one_way() {
    agree(&wrong_arrows(&sources()));
}

#[test]
fn each_crate_is_named_only_where_it_belongs() {
    agree(&misplaced_crates(&sources()));
}

#[test]
fn what_is_left_over_is_still_there() {
    agree(&mended(&sources()));
}

#[test]
fn errors_are_types_below_the_front_ends() {
    agree(&text_errors(&sources(), TEXT_ERRORS));
}

#[test]
fn pure_modules_have_no_threads_files_network_or_clock() {
    agree(&impure_modules(&sources()));
}

#[test]
fn escapes_are_written_only_by_the_terminal() {
    agree(&misplaced_escapes(&sources()));
}

#[test]
fn nothing_panics_on_purpose() {
    agree(&panics(&sources()));
}

#[test]
fn every_file_says_what_it_holds() {
    agree(&shapeless_files(&sources()));
}

#[test]
fn no_layer_passes_on_what_is_another_layers() {
    agree(&foreign_exports(&sources()));
}

#[test]
fn no_cycles_of_files() {
    agree(&new_cycles(&sources(), CYCLIC));
}

#[test]
fn each_table_is_written_by_one_module() {
    agree(&strange_writers(&sources(), OTHERS));
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
        let module = |word: &String| ARROWS.iter().any(|(name, _)| name == word);
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
fn a_rule_that_is_broken_is_noticed() {
    type Rule = fn(&[Source]) -> Vec<String>;
    let string_errors: Rule = |sources| text_errors(sources, &[]);
    let broken: &[(Rule, &str, &str)] = &[
        (wrong_arrows, "layout/wrap.rs", "use crate::app::App;"),
        (
            wrong_arrows,
            "layout/wrap.rs",
            "use crate::{model::Block, ui};",
        ),
        (
            wrong_arrows,
            "layout/wrap.rs",
            "use crate::{model::{Block, Inline}, app::{self, App}};",
        ),
        (
            wrong_arrows,
            "layout/wrap.rs",
            "fn f() { let x = super::super::app::App::new(); }",
        ),
        (
            wrong_arrows,
            "layout/wrap.rs",
            "use super::super::{model, worker};",
        ),
        (
            wrong_arrows,
            "layout.rs",
            "mod inner { fn f() { super::super::ui::draw(); } }",
        ),
        (
            wrong_arrows,
            "layout/wrap.rs",
            "fn f(x: Vec<crate::model::Row>, y: crate::ui::Theme) {}",
        ),
        (wrong_arrows, "layout.rs", "use super::extract::Hints;"),
        (
            wrong_arrows,
            "keymap.rs",
            "use crate::app::{Action, App, Scope};",
        ),
        (wrong_arrows, "keymap.rs", "use crate::app::*;"),
        (wrong_arrows, "cli/print.rs", "use crate::ui::Theme;"),
        (
            wrong_arrows,
            "model/message/job.rs",
            "use crate::config::Paths;",
        ),
        (wrong_arrows, "model/job.rs", "use crate::text::clean;"),
        (wrong_arrows, "config/load.rs", "use crate::model::Source;"),
        (wrong_arrows, "ingest/page.rs", "use crate::worker::Store;"),
        (wrong_arrows, "library/db.rs", "use crate::ingest::scan;"),
        (wrong_arrows, "sync.rs", "use crate::messages::describe;"),
        (
            wrong_arrows,
            "main.rs",
            "use newsprint::worker::{Pool, Store};",
        ),
        (
            wrong_arrows,
            "newer.rs",
            "//! A module that nobody has placed.",
        ),
        (wrong_arrows, "ui/list.rs", "use crate::*;"),
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
        let complaints = rule(&[Source::new(path, text)]);
        assert!(!complaints.is_empty(), "not noticed in {path}: {text}");
    }
}

#[test]
fn what_is_only_talked_about_breaks_no_rule() {
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
    agree(&wrong_arrows(&source));
    agree(&misplaced_crates(&source));
    agree(&impure_modules(&source));
    agree(&misplaced_escapes(&source));
    agree(&text_errors(&source, &[]));
    agree(&panics(&source));
    agree(&shapeless_files(&source));
    agree(&foreign_exports(&source));
}

fn sources() -> Vec<Source> {
    let sources = read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 20, "the sources are not where they were");
    sources
}

fn agree(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

fn complaint(source: &Source, what: &str, reason: &str) -> String {
    let last = what.rsplit("::").next().unwrap_or(what);
    format!(
        "src/{}:{}: {what}: {reason}",
        source.path,
        source.line_of(last)
    )
}

/// Paths that lead where the module's arrows do not.
fn wrong_arrows(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|source| source.path != "lib.rs") {
        let top = source.top();
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == top) else {
            complaints.push(complaint(
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
                complaints.push(complaint(source, &whole, &format!("{top} may not know it")));
            }
        }
    }
    complaints
}

/// Crates named where they do not belong.
fn misplaced_crates(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
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
                complaints.push(complaint(source, &path.join("::"), &reason));
            }
        }
    }
    complaints
}

/// Tells if a module may still name a path.
fn is_left_over(top: &str, path: &str) -> bool {
    let mut rest = LEFT_OVER.iter();
    rest.any(|(module, known)| *module == top && begins_with(path, known))
}

/// Names that are left over by the list and taken no longer.
fn mended(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for (module, name) in LEFT_OVER {
        let crates = [name.split("::").next().unwrap_or(name)];
        let mut files = sources.iter().filter(|source| source.top() == *module);
        let named = files.any(|source| {
            let own = source.own_paths();
            let mut paths = source.paths(&crates).into_iter().chain(own);
            paths.any(|path| begins_with(&path.words.join("::"), name))
        });
        if !named {
            complaints.push(format!(
                "{module} no longer names {name}: take it off the list"
            ));
        }
    }
    complaints
}

/// `Result<_, String>` and `Result<_, &str>` below the front ends and outside `allowed`, and what of `allowed` has none.
fn text_errors(sources: &[Source], allowed: &[&str]) -> Vec<String> {
    let is_in = |source: &Source, place: &str| begins_with(&source.module().join("::"), place);
    let found: Vec<&Source> = sources
        .iter()
        .filter(|source| !FRONT_ENDS.contains(&source.top().as_str()))
        .filter(|source| source.has_text_errors())
        .collect();
    let mut complaints = Vec::new();
    for source in &found {
        if !allowed.iter().any(|place| is_in(source, place)) {
            complaints.push(complaint(
                source,
                "Result<",
                "an error is a type of its own, and no text",
            ));
        }
    }
    for place in allowed {
        if !found.iter().any(|source| is_in(source, place)) {
            complaints.push(format!(
                "{place} has no errors that are texts: take it off the list"
            ));
        }
    }
    complaints
}

/// Pure modules that ask the machine.
fn impure_modules(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources
        .iter()
        .filter(|source| PURE.contains(&source.top().as_str()))
    {
        for NamedPath { words: path, .. } in source.paths(&["std"]) {
            let whole = path.join("::");
            if whole == "std::*" || IMPURE.iter().any(|impure| begins_with(&whole, impure)) {
                complaints.push(complaint(source, &whole, "not in a pure module"));
            }
        }
        for clock in CLOCKS.iter().filter(|clock| source.says(clock)) {
            complaints.push(complaint(source, &clock.concat(), "`now` is an argument"));
        }
    }
    complaints
}

/// Escape characters in literals where nobody should write one.
fn misplaced_escapes(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
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
                complaints.push(complaint(source, literal, "escapes are the terminal's"));
            }
        }
    }
    complaints
}

/// What ends the program on purpose.
fn panics(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        for words in PANICS.iter().filter(|words| source.says(words)) {
            complaints.push(complaint(
                source,
                &words.concat(),
                "nothing panics on purpose",
            ));
        }
    }
    complaints
}

/// Files that do not say what they hold, and `mod.rs`.
fn shapeless_files(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        if !source.text.starts_with("//! ") {
            complaints.push(complaint(
                source,
                &source.path,
                "opens with no `//!` sentence",
            ));
        }
        if source.path.ends_with("mod.rs") {
            complaints.push(complaint(source, &source.path, "is `foo.rs` beside `foo/`"));
        }
    }
    complaints
}

/// `pub use` of anything but the file's own submodules.
fn foreign_exports(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
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
                complaints.push(complaint(source, &what, "is not of this module"));
            }
        }
    }
    complaints
}

/// Whether `path` is `start` or something in it: `app::Action::Quit` begins with `app::Action`.
fn begins_with(path: &str, start: &str) -> bool {
    path.strip_prefix(start)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
