//! Encapsulation in the app: [`App`](newsprint::app::App) has few fields, and few files use all of them.

use super::source::Source;
use super::{assert_no_violations, sources};

/// Limit of fields of `App`.
const FIELDS: usize = 12;

/// Files that may contain `impl App` or take `&mut App`: the one with the type, and one for each subject that concerns
/// several parts.
const REACH_ALL: &[&str] = &[
    "app.rs",
    "app/accept.rs",
    "app/accounts.rs",
    "app/apply.rs",
    "app/apply/article.rs",
    "app/apply/counted.rs",
    "app/mouse.rs",
    "app/open.rs",
    "app/programs.rs",
    "app/receive.rs",
    "app/sources.rs",
    "app/views.rs",
];

#[test]
fn app_has_few_fields_and_few_files_reach_all_of_them() {
    assert_no_violations(&wide_apps(&sources()));
}

#[test]
fn an_app_with_too_many_fields_is_found() {
    let fields: String = (0..=FIELDS).map(|i| format!("field_{i}: u8, ")).collect();
    for (path, text) in [
        ("app.rs", format!("pub struct App {{ {fields} }}")),
        (
            "app/list.rs",
            "impl App { fn step(&mut self) {} }".to_owned(),
        ),
        ("app/list.rs", "fn step(app: &mut App) {}".to_owned()),
        ("app/list.rs", "impl super::App {}".to_owned()),
    ] {
        let violations = wide_apps(&[Source::new(path, &text)]);
        assert!(!violations.is_empty(), "not noticed in {path}: {text}");
    }
}

fn wide_apps(sources: &[Source]) -> Vec<String> {
    let mut violations = Vec::new();
    for source in sources.iter().filter(|source| source.top() == "app") {
        if source.path == "app.rs" && fields(&source.text) > FIELDS {
            violations.push(format!("src/app.rs: App has more than {FIELDS} fields"));
        }
        let reaches_all = source.says(&["impl", "App"])
            || source.says(&["impl", "super", "::", "App"])
            || source.text.contains("&mut App");
        if reaches_all && !REACH_ALL.contains(&source.path.as_str()) {
            let path = &source.path;
            violations.push(format!("src/{path} reaches every part of the app"));
        }
    }
    violations
}

/// Returns the number of fields of `struct App`.
fn fields(text: &str) -> usize {
    let code = text.lines().filter(|line| !line.trim().starts_with("//"));
    let code: String = code.collect::<Vec<_>>().join("\n");
    let body = code.split_once("struct App {").map(|(_, body)| body);
    let body = body
        .and_then(|body| body.split_once('}'))
        .map(|(body, _)| body);
    let fields = body.unwrap_or_default().split(',');
    fields.filter(|field| field.contains(':')).count()
}
