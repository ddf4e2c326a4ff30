//! Checks of the library: findings, repairs, and what a recovery restored.

use std::path::Path;

use super::check::{Check, State, check};
use crate::library::{self, FindingState, LibraryError, LostText, RecoveryReport};
use crate::messages;

/// Checks the library in a data folder, and repairs what can be repaired.
pub(super) fn library_checks(folder: &Path) -> Vec<Check> {
    let examined = library::check_library(folder);
    let of = |finding: library::Finding| Check {
        area: "library",
        name: finding.name.to_owned(),
        state: match finding.state {
            FindingState::Ok => State::Ok,
            FindingState::Note => State::Note,
            FindingState::Repaired => State::Repaired,
            FindingState::Broken => State::Broken,
        },
        value: messages::library::finding(&finding),
        advice: messages::library::advice(&finding).to_owned(),
    };
    examined.findings.into_iter().map(of).collect()
}

/// Returns the result of a recovery: what was restored, and from which files.
pub(super) fn recovery_check(done: &Result<RecoveryReport, LibraryError>) -> Check {
    let done = match done {
        Ok(done) => done,
        Err(error) => {
            let reason = error.to_string();
            return check("library", "recover", State::Broken, &reason, "");
        }
    };
    let mut said = Vec::new();
    if let Some(aside) = &done.quarantined_file {
        said.push(format!("quarantined as {}", aside.display()));
    }
    if done.files.is_empty() {
        said.push("nothing to restore".to_owned());
        let advice = "newsprint doctor --recover FILE restores a backup, if there is one";
        return check("library", "recover", State::Ok, &said.join("; "), advice);
    }
    let files: Vec<String> = done
        .files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let counts: Vec<String> = recovered_counts(done)
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| match (count, name) {
            (1, "articles") => "1 article".to_owned(),
            (1, "saved searches") => "1 saved search".to_owned(),
            (1, many) => format!("1 {}", many.trim_end_matches('s')),
            (count, many) => format!("{count} {many}"),
        })
        .collect();
    said.push(match counts.is_empty() {
        true => "nothing new".to_owned(),
        false => counts.join(", "),
    });
    said.push(format!("from {}", files.join(", ")));
    let (state, advice) = match done.has_unreadable_rows {
        true => (
            State::Broken,
            "not everything could be read; the files are not changed",
        ),
        false => (State::Repaired, "the files are not changed"),
    };
    check("library", "recover", state, &said.join("; "), advice)
}

/// Returns a check for each bookmarked article whose text is lost.
pub(super) fn lost_checks(done: &Result<RecoveryReport, LibraryError>) -> Vec<Check> {
    let Ok(done) = done else {
        return Vec::new();
    };
    let lost = |text: &LostText| {
        let advice = match text.origin {
            Some(_) => "newsprint bookmarks add adds it again, if it is still there",
            None => "its origin is not known",
        };
        let origin = text.origin.as_ref().map(|origin| format!(": {origin}"));
        let value = format!(
            "the text of a bookmarked article is lost: {}{}",
            text.title,
            origin.unwrap_or_default()
        );
        check("library", "recover", State::Broken, &value, advice)
    };
    done.lost_texts.iter().map(lost).collect()
}

fn recovered_counts(done: &RecoveryReport) -> [(&'static str, usize); 6] {
    [
        ("sources", done.sources),
        ("articles", done.articles),
        ("texts", done.texts),
        ("bookmarks", done.bookmarks),
        ("reading positions", done.reading_positions),
        ("saved searches", done.searches),
    ]
}
