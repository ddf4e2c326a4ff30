//! Texts of articles: documents with and without the corrections of the user, and the texts before their last changes.

use crate::library::articles::earlier_texts::EarlierText;
use crate::library::articles::{corrections, documents, earlier_texts, renewal};
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, Correction, Document, TextKind};

impl LibraryReader {
    /// Returns the text of an article before its last changes: the one that the user saw last, else the one before the last
    /// change. `None` if there is no earlier text.
    ///
    /// # Errors
    /// The database can't be read, or the text is damaged.
    pub fn earlier_text(&self, article: ArticleId) -> Result<Option<EarlierText>, LibraryError> {
        earlier_texts::earlier_text(self.connection(), article)
    }

    /// Returns the stored document of an article with the corrections of the user, and true if an older extraction made
    /// it; `None` if no document is stored.
    ///
    /// # Errors
    /// The database can't be read, or the text is damaged.
    pub fn document(&self, article: ArticleId) -> Result<Option<(Document, bool)>, LibraryError> {
        documents::document(self, article)
    }

    /// Returns the stored document of an article that is shown, as it was extracted; `None` if no document is stored.
    ///
    /// # Errors
    /// As [`LibraryReader::document`].
    pub fn extracted_document(&self, article: ArticleId) -> Result<Option<Document>, LibraryError> {
        documents::load_extracted_shown_document(self.connection(), article)
    }

    /// Returns the stored document of an article from its page, or from its feed or file, as it was extracted; `None` if none is
    /// stored.
    ///
    /// # Errors
    /// As [`LibraryReader::document`].
    pub fn extracted_text(
        &self,
        article: ArticleId,
        kind: TextKind,
    ) -> Result<Option<Document>, LibraryError> {
        documents::load_extracted_text(self.connection(), article, kind)
    }

    /// Returns true if an older extraction made the stored document of an article that is shown, which is not of its page.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn has_outdated_document(&self, article: ArticleId) -> Result<bool, LibraryError> {
        documents::is_outdated(self, article)
    }

    /// Returns the corrections of the extraction of an article, in the order in which the user made them.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn corrections(&self, article: ArticleId) -> Result<Vec<Correction>, LibraryError> {
        corrections::load_corrections(self.connection(), article)
    }

    /// Returns true if the user has corrected the extraction of any article.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn has_corrections(&self) -> Result<bool, LibraryError> {
        corrections::has_corrections(self.connection())
    }
}

impl Library {
    /// Removes the mark that the text of an article has changed since the user saw it.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn mark_change_seen(&mut self, article: ArticleId) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            earlier_texts::mark_change_seen(transaction, article)
        })
    }

    /// Replaces the document of an article by one of a newer extraction, if the file has not changed meanwhile. Returns
    /// true if it was replaced.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn renew_document(
        &mut self,
        article: ArticleId,
        fingerprint: &str,
        document: &Document,
        words: usize,
    ) -> Result<bool, LibraryError> {
        renewal::renew_document(self, article, fingerprint, document, words)
    }
}
