//! Full text over everything in the library: [`Library::search`].
//!
//! 1. `query` reads what was typed; nothing is an error.
//! 2. `words` cuts texts and queries into the same words; `index` puts those of stories into the database, bit by bit.
//! 3. `find` makes sets of numbers of what is asked, and walks through the library by date until a page is full. The date decides
//!    and not the number of words: what is new comes first, and the first page is there before a key is let go.
//! 4. `hit` finds the line, the section and the place in the text; only stories of the page are read.
//! 5. `saved` keeps what saved searches find, change by change.

mod find;
mod hit;
mod index;
mod query;
pub(super) mod saved;
pub(super) mod words;

use chrono::{DateTime, Local, NaiveDate};

use super::{Library, LibraryError, documents, pages};
use crate::model::SearchHit;

pub(super) use find::beginning;
pub use index::Indexed;
pub(super) use query::Query;

/// Beginnings of words with up to so many letters are in the index.
const STARTS: usize = 4;

/// What a search has found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The newest first.
    pub hits: Vec<SearchHit>,
    /// Whether there are more.
    pub more: bool,
}

impl Library {
    /// The newest stories that a query finds, so many at most, each with the line that matches. `stop` is asked now and then
    /// whether the answer is still wanted.
    ///
    /// # Errors
    /// [`LibraryError::Interrupted`] where `stop` said so; the database can't be read.
    pub fn search(
        &self,
        query: &str,
        limit: usize,
        stop: &dyn Fn() -> bool,
    ) -> Result<Found, LibraryError> {
        let query = Query::parse(query);
        if query.is_empty() {
            return Ok(Found::default());
        }
        let ask = find::Ask {
            connection: &self.connection,
            query: &query,
            today: self.today(),
            range: None,
            stop,
        };
        let mut ids = ask.newest(limit.saturating_add(1))?;
        let more = ids.len() > limit;
        ids.truncate(limit);
        let articles = pages::articles(&self.connection, &ids)?;
        let mut hits = Vec::with_capacity(articles.len());
        for article in articles {
            if stop() {
                return Err(LibraryError::Interrupted);
            }
            // A text that is damaged is no reason to show nothing else.
            let document = documents::read(&self.connection, article.id.0).unwrap_or_default();
            hits.push(hit::hit(article, document.as_ref(), &query));
        }
        Ok(Found { hits, more })
    }

    /// A handle by which another thread ends what this connection is reading.
    pub fn interrupter(&self) -> impl Fn() + Send + Sync + use<> {
        let handle = self.connection.get_interrupt_handle();
        move || handle.interrupt()
    }

    /// The day that it is where the user is.
    fn today(&self) -> NaiveDate {
        let moment = DateTime::from_timestamp(self.now(), 0).unwrap_or_default();
        moment.with_timezone(&Local).date_naive()
    }
}
