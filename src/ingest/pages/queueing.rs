//! Articles whose pages are to be fetched unasked: [`queue_pages`].

use crate::feed::{FeedEntry, entry_texts};
use crate::ingest::refresh::{StoredEntry, host_of};
use crate::library::{Library, LibraryError};
use crate::model::{ArticleId, EntryTexts, FullText, SourceId};

/// Newest unread articles of a source whose pages are fetched.
const ARTICLES_PER_SOURCE: usize = 50;
/// Newest entries of a source by which its texts are judged.
const JUDGED_ENTRIES: usize = 20;

/// Puts the newest unread articles of these sources into the queue of pages: of those with the setting `full-text`, where it says so or
/// the entries are not whole. Returns the number of queued articles.
///
/// # Errors
/// The library can't be read or written.
pub fn queue_pages(library: &mut Library, sources: &[SourceId]) -> Result<usize, LibraryError> {
    let mut queued = 0;
    for source in sources {
        let Some(choice) = library.source_settings(*source)?.full_text else {
            continue;
        };
        if choice == FullText::Never {
            continue;
        }
        let articles = library.articles_without_page(*source, ARTICLES_PER_SOURCE)?;
        if articles.is_empty() {
            continue;
        }
        let texts = judge_entries(library, *source)?;
        library.set_entry_texts(*source, texts)?;
        if !choice.fetches_pages(texts) {
            continue;
        }
        let pages: Vec<(ArticleId, String)> = articles
            .into_iter()
            .map(|(article, url)| (article, host_of(&url)))
            .collect();
        queued += library.enqueue_pages(&pages)?;
    }
    Ok(queued)
}

/// Judges the texts of the newest entries of a source.
fn judge_entries(library: &Library, source: SourceId) -> Result<Option<EntryTexts>, LibraryError> {
    let contents = library.newest_contents(source, JUDGED_ENTRIES)?;
    let entries: Vec<FeedEntry> = contents
        .iter()
        .filter_map(|content| StoredEntry::from_content(content))
        .map(|stored| stored.entry)
        .collect();
    Ok(entry_texts(&entries))
}
