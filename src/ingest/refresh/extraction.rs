//! Extraction of documents from stored entries of feeds, in small steps that can be continued at any time: [`extract_pending`].

use super::entry::StoredEntry;
use crate::feed::entry_document;
use crate::library::{ExtractedEntry, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, Document};

/// Size of the contents that one step extracts, in bytes: a write of about 20 ms.
const BYTES_PER_STEP: usize = 512 * 1024;

/// Extracts the documents of some entries and stores them. Returns true if more are left.
///
/// # Errors
/// The library can't be read or written.
pub fn extract_pending(library: &mut Library) -> Result<bool, LibraryError> {
    let extracted = extract_some(library);
    library.list_unchecked_after_error(extracted)
}

fn extract_some(library: &mut Library) -> Result<bool, LibraryError> {
    let pending = library.pending_contents(BYTES_PER_STEP)?;
    if pending.is_empty() {
        return Ok(false);
    }
    let extracted: Vec<ExtractedEntry> = pending
        .into_iter()
        .map(|pending| {
            let document = document_of(&pending.content);
            ExtractedEntry {
                entry: pending.entry,
                article: pending.article,
                hash: pending.hash,
                words: document.words(),
                document,
                earlier: pending.earlier.as_deref().map(document_of),
                content: pending.content,
            }
        })
        .collect();
    library.store_extracted(&extracted)?;
    library.has_pending_contents()
}

/// Extracts the document of an article from its entry, for a reader that does not wait for [`extract_pending`]; `None` if no entry of
/// a feed has the article.
///
/// # Errors
/// The library can't be read.
pub(in crate::ingest) fn document_from_entry(
    library: &LibraryReader,
    article: ArticleId,
) -> Result<Option<Document>, LibraryError> {
    let content = library.content_of_article(article)?;
    Ok(content.map(|content| document_of(&content)))
}

/// Returns the text of the entry of an article as its feed has it; `None` if no entry of a feed has the article.
///
/// # Errors
/// The library can't be read.
pub(in crate::ingest) fn source_text_from_entry(
    library: &LibraryReader,
    article: ArticleId,
) -> Result<Option<String>, LibraryError> {
    let content = library.content_of_article(article)?;
    let stored = content.and_then(|content| StoredEntry::from_content(&content));
    Ok(stored.map(|stored| {
        stored
            .text()
            .map_or_else(String::new, |text| text.value.clone())
    }))
}

/// Returns the document of a stored content. A damaged content gives an empty document.
fn document_of(content: &[u8]) -> Document {
    StoredEntry::from_content(content).map_or_else(Document::default, |stored| {
        entry_document(&stored.entry, stored.feed_title.as_deref())
    })
}
