//! Search that waits until the index is complete, for commands ([`Library::search_indexed`]).

use std::time::{Duration, Instant};

use super::SearchResult;
use crate::library::{Library, LibraryError};

/// Longest time that a search waits for articles to be indexed.
const INDEX_TIME: Duration = Duration::from_secs(10);

/// Reason why some articles were not searched.
#[derive(Debug, thiserror::Error)]
pub enum IncompleteIndex {
    /// Number of articles that are not indexed yet, and would take too long.
    #[error("articles not indexed yet: {0}; search again")]
    Incomplete(usize),
    /// The index can't be written.
    #[error(transparent)]
    Failed(#[from] LibraryError),
}

/// Updates the index, for some seconds at most, and searches. The last word counts as complete. If the index is still
/// incomplete, the error comes with the result. `progress` is called with the number of indexed texts.
pub(in crate::library) fn search_indexed(
    library: &mut Library,
    query: &str,
    limit: usize,
    progress: &mut dyn FnMut(usize),
) -> Result<(SearchResult, Option<IncompleteIndex>), LibraryError> {
    let incomplete = finish_index(library, progress).err();
    let found = library.search(&format!("{query} "), limit, &|| false)?;
    Ok((found, incomplete))
}

fn finish_index(
    library: &mut Library,
    progress: &mut dyn FnMut(usize),
) -> Result<(), IncompleteIndex> {
    let began = Instant::now();
    let mut texts = 0;
    loop {
        let step = library.index_some()?;
        if !step.has_more {
            return Ok(());
        }
        texts += step.texts;
        progress(texts);
        if began.elapsed() > INDEX_TIME {
            return match library.count_unindexed().unwrap_or_default() {
                0 => Ok(()),
                left => Err(IncompleteIndex::Incomplete(left)),
            };
        }
    }
}
