//! Encapsulation in the library: its handles have methods in one file of each group, and those only call functions.

use super::source::Source;
use super::{assert_no_violations, sources};

/// Files that may add methods to the handles: the handles themselves, the root of each group, and further subjects of two that
/// are long.
const WITH_METHODS: &[&str] = &[
    "library/articles.rs",
    "library/articles/pages.rs",
    "library/articles/texts.rs",
    "library/db.rs",
    "library/db/handle.rs",
    "library/journal.rs",
    "library/journal/sources.rs",
    "library/maintenance.rs",
    "library/query.rs",
    "library/remote.rs",
    "library/remote/methods.rs",
    "library/state.rs",
    "library/transfer.rs",
];

#[test]
fn the_handles_of_the_library_have_methods_in_few_files() {
    assert_no_violations(&scattered_methods(&sources()));
}

#[test]
fn a_method_in_another_file_is_found() {
    for text in [
        "impl Library { fn step(&mut self) {} }",
        "impl LibraryReader { fn step(&self) {} }",
    ] {
        let violations = scattered_methods(&[Source::new("library/query/search.rs", text)]);
        assert!(!violations.is_empty(), "not noticed: {text}");
    }
}

fn scattered_methods(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .filter(|source| source.top() == "library" && !WITH_METHODS.contains(&&*source.path))
        .filter(|source| {
            source.says(&["impl", "Library"]) || source.says(&["impl", "LibraryReader"])
        })
        .map(|source| format!("src/{} gives a handle of the library methods", source.path))
        .collect()
}
