//! Sources as a command names them: by id, address, path or exact title.

use std::path::Path;

use super::open_library::library_error;
use crate::library::LibraryReader;
use crate::model::{SettingChange, Source};
use anyhow::{Result, bail};

/// Finds the source that a word means: an id, an address, a path, or an exact title. Digits alone are an id.
///
/// # Errors
/// No source or several sources are meant; the text is `WHAT: WHERE: what to do`.
pub(super) fn find_source(library: &LibraryReader, word: &str) -> Result<Source> {
    let all = library.sources().map_err(library_error)?;
    let is_id = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let url = match SettingChange::parse("url", word) {
        Ok(SettingChange::Url(url)) => Some(url),
        _ => None,
    };
    let path = std::fs::canonicalize(word).ok();
    let by_place = |source: &Source| {
        let is_url =
            source.url.is_some() && (source.url == url || source.url.as_deref() == Some(word));
        let is_path = source.path.is_some()
            && (source.path == path || source.path.as_deref() == Some(Path::new(word)));
        is_url || is_path
    };
    let mut found: Vec<Source> = match is_id {
        true => all
            .into_iter()
            .filter(|source| source.id.to_string() == word)
            .collect(),
        false => {
            let mut found: Vec<Source> = all.iter().filter(|s| by_place(s)).cloned().collect();
            if found.is_empty() {
                found = all.into_iter().filter(|s| s.title == word).collect();
            }
            found
        }
    };
    match (found.pop(), found.is_empty()) {
        (Some(source), true) => Ok(source),
        (Some(last), false) => {
            found.push(last);
            let ids: Vec<String> = found.iter().map(|source| source.id.to_string()).collect();
            bail!(
                "several sources have this title: {word}: use an id: {}",
                ids.join(", ")
            )
        }
        (None, _) => bail!("no such source: {word}: newsprint sources lists them"),
    }
}
