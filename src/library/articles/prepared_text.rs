//! Texts of articles that are about to be stored, made ready before the database is locked: [`PreparedText`].

use std::cell::OnceCell;

use rusqlite::Connection;

use crate::library::LibraryError;
use crate::library::articles::documents::{ContentHash, Packed, Serialized};
use crate::library::articles::earlier_texts::{StoredComparison, compare_with_stored};
use crate::library::articles::identity::{FileExistence, find_same_article, keys_of};
use crate::library::articles::new_article::NewArticle;
use crate::model::TextKind;

/// Number of words from which on a text is compressed and compared before the write. Shorter ones take a few milliseconds, and
/// most of them turn out to be stored already.
const LONG_TEXT_WORDS: usize = 20_000;

/// Serialized text of an article.
pub(in crate::library) struct PreparedText {
    serialized: Serialized,
    /// Compressed form.
    packed: OnceCell<Packed>,
    /// Comparison of a long text with the stored one.
    compared: Option<StoredComparison>,
}

impl PreparedText {
    /// Prepares the text of an article; `None` if it comes without one.
    pub(in crate::library) fn new(
        connection: &Connection,
        article: &NewArticle<'_>,
        existence: &FileExistence,
    ) -> Result<Option<Self>, LibraryError> {
        let Some(document) = article.document else {
            return Ok(None);
        };
        let mut text = Self {
            serialized: Serialized::new(document)?,
            packed: OnceCell::new(),
            compared: None,
        };
        if article.words >= LONG_TEXT_WORDS {
            let hash = text.packed()?.hash;
            if let Some(known) =
                find_same_article(connection, article, &keys_of(article), existence)?
            {
                text.compared =
                    compare_with_stored(connection, known, TextKind::Feed, document, hash)?;
            }
        }
        Ok(Some(text))
    }

    /// Returns the hash of the text.
    pub(in crate::library) fn hash(&self) -> ContentHash {
        self.serialized.hash
    }

    /// Returns the compressed text.
    pub(in crate::library) fn packed(&self) -> Result<&Packed, LibraryError> {
        if let Some(packed) = self.packed.get() {
            return Ok(packed);
        }
        let packed = self.serialized.pack()?;
        Ok(self.packed.get_or_init(|| packed))
    }

    /// Returns the comparison with the stored text, if it was made.
    pub(in crate::library) fn compared(&self) -> Option<&StoredComparison> {
        self.compared.as_ref()
    }
}
