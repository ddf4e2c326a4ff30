//! JSON of the settings in use and of the results of the doctor.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::super::doctor::{Check, State};
use crate::config::{Config, FileMistake, Provenance, RENAMED_SETTINGS};
use crate::library::{LibraryError, RecoveryReport};

/// Returns the settings in use with their origins, and the mistakes in their files.
pub(in super::super) fn settings_json(config: &Config) -> Value {
    let mut settings = Map::new();
    for key in config.settings.keys() {
        let mut entry = provenance_json(config.provenance(&key));
        entry.insert("value".to_owned(), config.settings.value(&key));
        settings.insert(key, Value::Object(entry));
    }
    // Scripts may read a setting by its former name: keys are only ever added.
    for (former, name) in RENAMED_SETTINGS {
        if let Some(entry) = settings.get(name).cloned() {
            settings.insert(former.to_owned(), entry);
        }
    }
    let folder = |path: Option<&PathBuf>, from| {
        let mut entry = provenance_json(from);
        entry.insert("path".to_owned(), json!(path.map(|path| path_json(path))));
        entry.insert(
            "exists".to_owned(),
            json!(path.is_some_and(|path| path.exists())),
        );
        Value::Object(entry)
    };
    let paths = config.paths.as_ref();
    let file = |path: PathBuf| json!({"path": path_json(&path), "exists": path.exists()});
    let files = paths.map(crate::config::Paths::files).unwrap_or_default();
    json!({
        "config_dir": folder(paths.map(|paths| &paths.config), &config.folder_provenance.config),
        "data_dir": folder(paths.map(|paths| &paths.data), &config.folder_provenance.data),
        "files": files.into_iter().map(file).collect::<Vec<_>>(),
        "settings": settings,
        "mistakes": config.mistakes.iter().map(mistake_json).collect::<Vec<_>>(),
    })
}

fn mistake_json(mistake: &FileMistake) -> Value {
    json!({
        "file": path_json(&mistake.file),
        "line": mistake.line,
        "what": mistake.message,
        "hint": mistake.is_hint,
    })
}

fn provenance_json(provenance: &Provenance) -> Map<String, Value> {
    let (from, name, file, line) = match provenance {
        Provenance::Default => ("default", None, None, None),
        Provenance::File(file, line) => ("file", None, Some(path_json(file)), Some(*line)),
        Provenance::Environment(name) => ("environment", Some(*name), None, None),
        Provenance::Option(name) => ("option", Some(*name), None, None),
    };
    let fields = [
        ("from", json!(from)),
        ("name", json!(name)),
        ("file", json!(file)),
        ("line", json!(line)),
    ];
    fields
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// Returns the results of the doctor. `recovered` is the value of [`recovery_json`], if a recovery was asked for.
pub(in super::super) fn check_json(checks: &[Check], recovered: Option<Value>) -> Value {
    let entry = |check: &Check| {
        json!({
            "area": check.area,
            "name": check.name,
            "state": check.state.name(),
            "value": check.value,
            "advice": (!check.advice.is_empty()).then_some(&check.advice),
        })
    };
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "ok": checks.iter().all(|check| check.state != State::Broken),
        "checks": checks.iter().map(entry).collect::<Vec<_>>(),
        "recovered": recovered,
    })
}

/// Returns the counts of what was restored from a damaged library or a backup; null if that failed.
pub(in super::super) fn recovery_json(done: &Result<RecoveryReport, LibraryError>) -> Value {
    let Ok(done) = done else {
        return Value::Null;
    };
    let from: Vec<String> = done.files.iter().map(|path| path_json(path)).collect();
    json!({
        "from": from,
        "set_aside": done.quarantined_file.as_deref().map(path_json),
        "complete": !done.has_unreadable_rows,
        "sources": done.sources,
        "articles": done.articles,
        // Former key of `articles`, kept for scripts.
        "stories": done.articles,
        "texts": done.texts,
        "bookmarks": done.bookmarks,
        "places": done.reading_positions,
        "saved_searches": done.searches,
    })
}

fn path_json(path: &Path) -> String {
    path.display().to_string()
}
