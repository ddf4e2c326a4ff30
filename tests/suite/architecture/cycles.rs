//! Graph of dependencies between files, and the rule that it has no cycles: [`new_cycles`].
//!
//! A file depends on another if it names something that is defined there. A name is followed through every re-export and
//! import to the file that defines it, so that `super::TextLine` leads to `line.rs` and not to the parent that passes it on.
//! `mod child;` alone is no dependency, nor is a `pub use` of a name that the file itself does not use. Methods are called
//! without a path, so calls of methods are not seen.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::source::{Source, Token};

/// A cycle: files of which each depends on every other one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cycle {
    /// Paths of the files below `src`, sorted.
    pub(super) files: Vec<String>,
    /// Dependencies between the files.
    pub(super) ties: Vec<Tie>,
}

/// Names that one file uses of another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tie {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) names: Vec<String>,
}

/// Returns the cycles outside of the modules in `allowed`, and those modules that have no cycle any more. A module is
/// its file and all files below it.
pub(super) fn new_cycles(sources: &[Source], allowed: &[&str]) -> Vec<String> {
    let cycles = cycles(sources);
    let is_in = |cycle: &Cycle, place: &str| {
        let place = place.replace("::", "/");
        let mut files = cycle.files.iter();
        files.all(|file| {
            let rest = file.strip_prefix(&place);
            rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
    };
    let mut violations = Vec::new();
    for cycle in &cycles {
        if !allowed.iter().any(|place| is_in(cycle, place)) {
            violations.push(format!("these files form a cycle: {:?}", cycle.files));
            let ties = cycle.ties.iter();
            violations.extend(ties.map(|tie| {
                let names = tie.names.join(", ");
                format!("    src/{} -> src/{}: {names}", tie.from, tie.to)
            }));
        }
    }
    for place in allowed {
        if !cycles.iter().any(|cycle| is_in(cycle, place)) {
            violations.push(format!(
                "{place} has no cycle any more: take it off the list"
            ));
        }
    }
    violations
}

/// Returns every cycle of files, in the order of their first paths.
pub(super) fn cycles(sources: &[Source]) -> Vec<Cycle> {
    let graph = Graph::of(sources);
    let reached: Vec<BTreeSet<usize>> = (0..sources.len()).map(|i| graph.reached(i)).collect();
    let mut found = Vec::new();
    let mut done = HashSet::new();
    for file in 0..sources.len() {
        let together = |other: &usize| reached[*other].contains(&file);
        let files: Vec<usize> = reached[file].iter().copied().filter(together).collect();
        if !files.contains(&file) || !done.insert(files.clone()) {
            continue;
        }
        let path = |i: usize| sources[i].path.clone();
        let inner = graph.edges.iter();
        let inner = inner.filter(|((from, to), _)| files.contains(from) && files.contains(to));
        found.push(Cycle {
            ties: inner
                .map(|((from, to), names)| Tie {
                    from: path(*from),
                    to: path(*to),
                    names: names.iter().cloned().collect(),
                })
                .collect(),
            files: files.into_iter().map(path).collect(),
        });
    }
    found
}

/// Files by index, and the names for which one depends on another.
struct Graph {
    edges: BTreeMap<(usize, usize), BTreeSet<String>>,
}

impl Graph {
    fn of(sources: &[Source]) -> Self {
        let mut crate_modules = Modules(HashMap::new());
        let mut named = Vec::new();
        for (file, source) in sources.iter().enumerate() {
            named.push(crate_modules.read(file, source));
        }
        let mut edges: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for (from, paths) in named.iter().enumerate() {
            for path in paths {
                for (to, name) in crate_modules.definitions(path, 0) {
                    if to != from {
                        edges.entry((from, to)).or_default().insert(name);
                    }
                }
            }
        }
        Self { edges }
    }

    /// Returns the files that can be reached from a file.
    fn reached(&self, file: usize) -> BTreeSet<usize> {
        let (mut reached, mut open) = (BTreeSet::new(), vec![file]);
        while let Some(from) = open.pop() {
            let next = self.edges.range((from, 0)..(from + 1, 0));
            open.extend(
                next.map(|((_, to), _)| *to)
                    .filter(|to| reached.insert(*to)),
            );
        }
        reached
    }
}

/// A path and the module that contains it.
#[derive(Debug, Clone)]
struct Path {
    module: Vec<String>,
    words: Vec<String>,
}

/// Names of one module, which is a file or inline in one.
struct Module {
    file: usize,
    /// Imports and re-exports, by their local names.
    imports: HashMap<String, Path>,
    /// Targets of `use path::*`.
    globs: Vec<Path>,
    /// Definitions, including methods.
    items: HashSet<String>,
}

/// All modules of the crate by path.
struct Modules(HashMap<Vec<String>, Module>);

impl Modules {
    fn enter(&mut self, path: &[String], file: usize) -> &mut Module {
        self.0.entry(path.to_vec()).or_insert_with(|| Module {
            file,
            imports: HashMap::new(),
            globs: Vec::new(),
            items: HashSet::new(),
        })
    }

    /// Adds the modules of a file, and returns the paths that its code names.
    fn read(&mut self, file: usize, source: &Source) -> Vec<Path> {
        const DEFINES: &[&str] = &[
            "fn", "struct", "enum", "trait", "type", "const", "static", "union",
        ];
        let tokens = &source.tokens;
        let (mut module, mut depth, mut inner) = (source.module(), 0, Vec::new());
        self.enter(&module, file);
        let (mut paths, mut passed_on) = (Vec::new(), Vec::new());
        let mut used: HashSet<&str> = HashSet::new();
        let mut i = 0;
        while i < tokens.len() {
            match &tokens[i] {
                Token::Sign("{") => depth += 1,
                Token::Sign("}") => {
                    depth -= 1;
                    if inner.last() == Some(&depth) {
                        inner.pop();
                        module.pop();
                    }
                }
                Token::Word(word) if word == "mod" => {
                    if let (Some(Token::Word(name)), Some(Token::Sign("{"))) =
                        (tokens.get(i + 1), tokens.get(i + 2))
                    {
                        module.push(name.clone());
                        self.enter(&module, file);
                        inner.push(depth);
                    }
                    i += 1;
                }
                Token::Word(word) if word == "use" => {
                    let public = is_public(tokens, i);
                    let mut tree = Vec::new();
                    i = use_tree(tokens, i + 1, &mut Vec::new(), &mut tree);
                    for (words, name) in tree {
                        let words = rooted(source, words);
                        let path = Path {
                            module: module.clone(),
                            words,
                        };
                        let own = self.enter(&module, file);
                        if name == "*" {
                            own.globs.push(path.clone());
                        } else {
                            own.imports.insert(name.clone(), path.clone());
                        }
                        if public {
                            passed_on.push((name, path));
                        } else {
                            paths.push(path);
                        }
                    }
                }
                Token::Word(word) => {
                    let before = i.checked_sub(1).map(|i| &tokens[i]);
                    if let Some(Token::Word(before)) = before
                        && DEFINES.contains(&before.as_str())
                    {
                        self.enter(&module, file).items.insert(word.clone());
                    } else if !matches!(before, Some(Token::Sign("::" | "."))) {
                        used.insert(word);
                        let words = path_from(tokens, i);
                        if words.len() > 1 {
                            paths.push(Path {
                                module: module.clone(),
                                words: rooted(source, words),
                            });
                        }
                    }
                }
                _ => {}
            }
            i += 1;
        }
        let used = passed_on
            .into_iter()
            .filter(|(name, _)| used.contains(name.as_str()));
        paths.extend(used.map(|(_, path)| path));
        paths
    }

    /// Returns the files that define the target of a path, with its name there: none if it is a module or in another
    /// crate, two if a function has the name of a type.
    fn definitions(&self, path: &Path, depth: usize) -> Vec<(usize, String)> {
        // Imports may refer to each other in a circle.
        const DEEPEST: usize = 32;
        let (mut module, mut words) = (path.module.clone(), path.words.as_slice());
        let mut relative = true;
        while let Some(word) = words.first() {
            match word.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => {
                    module.pop();
                }
                _ => break,
            }
            (relative, words) = (false, &words[1..]);
        }
        while let (Some((word, rest)), Some(here)) = (words.split_first(), self.0.get(&module)) {
            let mut child = module.clone();
            child.push(word.clone());
            let is_module = self.0.contains_key(&child);
            if is_module && !rest.is_empty() {
                (module, words, relative) = (child, rest, false);
                continue;
            }
            if word == "*" {
                let passed_on = here.imports.values();
                let passed_on = passed_on.flat_map(|path| self.definitions(path, depth + 1));
                return passed_on.chain([(here.file, word.clone())]).collect();
            }
            if depth > DEEPEST {
                return Vec::new();
            }
            if let Some(import) = here.imports.get(word) {
                let mut import = import.clone();
                import.words.extend_from_slice(rest);
                return self.definitions(&import, depth + 1);
            }
            if is_module {
                return Vec::new();
            }
            if here.items.contains(word) || !relative && here.globs.is_empty() {
                return vec![(here.file, word.clone())];
            }
            for glob in &here.globs {
                let mut glob = glob.clone();
                glob.words.pop();
                if let Some(target) = self.module_of(&glob, depth + 1)
                    && self.0[&target].items.contains(word)
                {
                    return vec![(self.0[&target].file, word.clone())];
                }
            }
            return Vec::new();
        }
        Vec::new()
    }

    /// Returns the module that a path names, if it names one.
    fn module_of(&self, path: &Path, depth: usize) -> Option<Vec<String>> {
        let mut module = path.module.clone();
        for (i, word) in path.words.iter().enumerate() {
            match word.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => {
                    module.pop();
                }
                _ => {
                    let here = self.0.get(&module)?;
                    module.push(word.clone());
                    if !self.0.contains_key(&module) {
                        let mut import = here.imports.get(word).filter(|_| depth < 32)?.clone();
                        import.words.extend_from_slice(&path.words[i + 1..]);
                        return self.module_of(&import, depth + 1);
                    }
                }
            }
        }
        Some(module)
    }
}

/// Resolves the crate of a path: the binary is a crate of its own, whose root is `main.rs`, and names the library.
fn rooted(source: &Source, mut words: Vec<String>) -> Vec<String> {
    if source.path == "main.rs" {
        match words[0].as_str() {
            "newsprint" => words[0] = "crate".to_owned(),
            "crate" => words[0] = "self".to_owned(),
            _ => {}
        }
    }
    words
}

/// Returns true if the `use` at token `at` has any `pub` visibility.
fn is_public(tokens: &[Token], at: usize) -> bool {
    let mut before = tokens[..at].iter().rev().peekable();
    if before.peek() == Some(&&Token::Sign(")")) {
        before.find(|token| **token == Token::Sign("("));
    }
    before.next() == Some(&Token::Word("pub".to_owned()))
}

/// Returns the words of the path at token `at`.
fn path_from(tokens: &[Token], at: usize) -> Vec<String> {
    let mut words = Vec::new();
    let mut i = at;
    while let Some(Token::Word(word)) = tokens.get(i) {
        words.push(word.clone());
        if tokens.get(i + 1) != Some(&Token::Sign("::")) {
            break;
        }
        i += 2;
    }
    words
}

/// Returns the paths of the `use` tree at token `at`, each with its local name, and the token after the tree.
fn use_tree(
    tokens: &[Token],
    at: usize,
    prefix: &mut Vec<String>,
    found: &mut Vec<(Vec<String>, String)>,
) -> usize {
    let outer = prefix.len();
    let mut i = at;
    loop {
        match tokens.get(i) {
            Some(Token::Sign("::")) => {}
            Some(Token::Sign("{")) => {
                i += 1;
                while !matches!(tokens.get(i), None | Some(Token::Sign("}"))) {
                    let next = use_tree(tokens, i, prefix, found);
                    i = next.max(i + 1);
                }
                prefix.truncate(outer);
                return i + 1;
            }
            Some(Token::Sign("*")) => {
                prefix.push("*".to_owned());
                found.push((prefix.clone(), "*".to_owned()));
                prefix.truncate(outer);
                return i + 1;
            }
            Some(Token::Word(word)) if word == "as" => {
                let name = match tokens.get(i + 1) {
                    Some(Token::Word(name)) => name.clone(),
                    _ => "_".to_owned(),
                };
                found.push((prefix.clone(), name));
                prefix.truncate(outer);
                return i + 2;
            }
            // The module itself, in addition to its content.
            Some(Token::Word(word)) if word == "self" && !prefix.is_empty() => {}
            Some(Token::Word(word)) => prefix.push(word.clone()),
            _ => break,
        }
        i += 1;
    }
    if let Some(last) = prefix.last().cloned() {
        found.push((prefix.clone(), last));
    }
    prefix.truncate(outer);
    i
}

/// Returns the cycles of small sources, given as `path: text`.
fn cycles_of(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let sources: Vec<Source> = files
        .iter()
        .map(|(path, text)| Source::new(path, text))
        .collect();
    let cycles = cycles(&sources);
    cycles.into_iter().map(|cycle| cycle.files).collect()
}

#[test]
fn every_form_of_path_is_a_dependency() {
    let ways = [
        "use super::b::B;",
        "use crate::m::b::{self, B};\nfn f(b: b::B) {}",
        "use crate::{m::{b::{C, B as D}}};",
        "fn f() { super::b::B::new(); }",
        "fn f(b: Vec<crate::m::b::B>) {}",
        "use super::b;\nfn f() { b::f::<u8>(); }",
        "use super::*;\nfn f(b: B) {}",
        "mod inner { use super::super::b::B; }",
        "mod inner { fn f() { super::super::b::f(); } }",
        "fn f() { use super::b::Kind::*; }",
        "use super::B;",
        "use super::Renamed;",
        "use super::super::passed::B;",
        "pub(in crate::m) use super::b::B;\nfn f(b: B) {}",
    ];
    for way in ways {
        let found = cycles_of(&[
            ("lib.rs", "pub mod m; pub mod passed;"),
            ("passed.rs", "pub use crate::m::B;"),
            (
                "m.rs",
                "mod a; mod b;\npub use b::B;\npub use b::B as Renamed;",
            ),
            ("m/a.rs", &format!("{way}\npub struct A;")),
            (
                "m/b.rs",
                "use super::a::A;\npub struct B;\npub struct C;\npub enum Kind {}\npub fn f() {}",
            ),
        ]);
        assert_eq!(found, [["m/a.rs", "m/b.rs"]], "{way}");
    }
}

#[test]
fn a_child_that_uses_its_user_is_a_cycle() {
    let child = ("m/a.rs", "use super::Options;\npub fn draw(_: Options) {}");
    let calls = (
        "m.rs",
        "mod a;\npub struct Options;\nfn f() { a::draw(Options); }",
    );
    assert_eq!(cycles_of(&[calls, child]), [["m.rs", "m/a.rs"]]);
    let passes_on = ("m.rs", "mod a;\npub use a::draw;\npub struct Options;");
    assert!(cycles_of(&[passes_on, child]).is_empty());
    let uses = (
        "m.rs",
        "mod a;\npub use a::draw;\npub struct Options;\nfn f() { draw(Options); }",
    );
    assert_eq!(cycles_of(&[uses, child]), [["m.rs", "m/a.rs"]]);
}

#[test]
fn a_cycle_over_several_files_and_modules_is_one() {
    let found = cycles_of(&[
        ("lib.rs", "pub mod a; pub mod b; pub mod c; pub mod d;"),
        ("a.rs", "use crate::b::B;\npub struct A;"),
        ("b.rs", "use crate::c::deep::C;\npub struct B;"),
        ("c.rs", "pub mod deep;"),
        ("c/deep.rs", "use crate::a::A;\npub struct C;"),
        ("d.rs", "use crate::{a::A, b::B};\npub struct D;"),
    ]);
    assert_eq!(found, [["a.rs", "b.rs", "c/deep.rs"]]);
}

#[test]
fn names_without_a_dependency_make_no_cycle() {
    let found = cycles_of(&[
        ("lib.rs", "pub mod m;"),
        (
            "m.rs",
            "mod a; mod b; mod columns;\npub use b::B;\npub use columns::columns;",
        ),
        // Module names, comments, visibility, and names of other crates or of the file itself.
        (
            "m/a.rs",
            "//! See [`super::b`].\nuse std::fmt::{self, Display};\npub(in super::super) struct A;\n\
             pub(in crate::m) enum B { One }\nfn f() { let said = \"super::b::B\"; B::One; fmt::format(); }",
        ),
        ("m/b.rs", "use super::a::A;\npub struct B;"),
        ("m/columns.rs", "use super::B;\npub fn columns() {}"),
        (
            "main.rs",
            "use newsprint::m::B;\nmod b { pub struct B; }\nfn main() { b::B; crate::main(); }",
        ),
    ]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn an_allowed_cycle_must_be_there() {
    let knot = [
        Source::new("m.rs", "mod a; mod b;"),
        Source::new("m/a.rs", "use super::b::B;\npub struct A;"),
        Source::new("m/b.rs", "use super::a::A;\npub struct B;"),
    ];
    assert!(new_cycles(&knot, &["m"]).is_empty());
    let violations = new_cycles(&knot, &[]).join("\n");
    assert!(violations.contains("src/m/a.rs -> src/m/b.rs: B"));
    assert!(violations.contains("src/m/b.rs -> src/m/a.rs: A"));
    // Two allowed modules do not allow a cycle between them, and a module without a cycle must leave the list.
    assert_eq!(new_cycles(&knot, &["m::a", "m::b"]).len(), 5);
    assert_eq!(new_cycles(&knot[..2], &["m"]).len(), 1);
}
