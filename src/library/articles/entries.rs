//! Entries of feeds: knowing them again ([`matching`]), storing them with their articles ([`store`]), and their contents, from
//! which documents are extracted in the background ([`content`]).

pub(in crate::library) mod content;
pub(in crate::library) mod matching;
pub(in crate::library) mod store;
pub(in crate::library) mod stored_content;

use rusqlite::{Transaction, params};
use sha2::{Digest, Sha256};

use crate::library::LibraryError;
use crate::library::articles::entries::content::{EntryHash, PackedContent};

use crate::library::state::json;
use crate::model::{ArticleId, EntryId, FetchOutcome, FetchState, Published, Request, SourceId};

/// Hashes and the date by which an entry is known again in the same source, whatever else of it has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct EntryKeys {
    /// Hash of the id that the feed gives the entry.
    pub id: Option<i64>,
    /// Hash of the path and query of its link, without scheme and host.
    pub link: Option<i64>,
    /// Hash of its folded title.
    pub title: Option<i64>,
    /// Hash of the words of its text: odd if these are 25 or more, so that they identify it alone; even otherwise.
    pub text: Option<i64>,
    /// Time of publication as the feed says it, in seconds since 1970-01-01 UTC.
    pub published: Option<i64>,
}

impl EntryKeys {
    /// Returns the hash of a text in the form of [`EntryKeys::text`].
    pub fn text_hash(hash: i64, is_long: bool) -> i64 {
        (hash & !1) | i64::from(is_long)
    }

    /// Returns true if the text is long enough to identify the entry.
    pub(in crate::library) fn has_long_text(&self) -> bool {
        self.text.is_some_and(|hash| hash & 1 == 1)
    }
}

/// Entry of a feed, ready to be stored.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Hashes by which it is known again.
    pub keys: EntryKeys,
    /// Hash of all that it says.
    pub hash: EntryHash,
    /// Title for the row of its article; clean.
    pub title: String,
    /// Standfirst; clean.
    pub standfirst: Option<String>,
    /// Byline; clean.
    pub byline: Option<String>,
    /// Publisher; clean.
    pub publisher: Option<String>,
    /// Time of publication.
    pub published: Option<Published>,
    /// Canonical link.
    pub url: Option<String>,
    /// Number of words of its text.
    pub words: usize,
    /// The entry as the feed has it.
    pub content: PackedContent,
}

impl NewEntry {
    /// Returns the hash of the parts of an entry that a change of is an update.
    pub fn hash_of(parts: &[&str]) -> EntryHash {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        let mut out = [0; 16];
        for (to, from) in out.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        out
    }
}

/// Stored entry that is the same as one of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownEntry {
    /// Id in the library.
    pub id: EntryId,
    /// Article of the entry; `None` if the library has deleted it for good.
    pub article: Option<ArticleId>,
    /// Hash of all that it said when it was stored.
    pub hash: Option<EntryHash>,
}

/// Match of an entry of an answer with the stored ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryMatch {
    /// No stored entry is the same.
    New,
    /// A stored entry is the same.
    Known(KnownEntry),
    /// An entry before it in the same answer is the same.
    Repeated,
}

/// Matches of all entries of an answer, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryMatches {
    /// A match for each entry.
    pub matches: Vec<EntryMatch>,
    /// True if several entries had the same id, now or before.
    pub repeats_ids: bool,
    /// True if several entries had the same link, now or before.
    pub repeats_links: bool,
}

/// Work to do for one entry of an answer.
#[derive(Debug)]
pub enum EntryWork<'a> {
    /// Store the entry, and its article unless the library has that from elsewhere.
    Insert(&'a NewEntry),
    /// Replace the content of a stored entry, and the metadata of its article if that belongs to the source.
    Update(KnownEntry, &'a NewEntry),
    /// Store the new keys and the new hash of a stored entry, whose text is the same but for noise.
    Touch(KnownEntry, &'a NewEntry),
}

/// Answer of a server, as it is stored for its source.
#[derive(Debug)]
pub struct StoredAnswer<'a> {
    /// Source that was fetched.
    pub source: SourceId,
    /// Address that was requested. If the source has another one by now, only the entries are stored.
    pub asked_url: Option<String>,
    /// Title that the feed gives itself.
    pub title: Option<String>,
    /// State for the next request.
    pub state: FetchState,
    /// Time that is stored as that of the last new entry, if one of the entries is new.
    pub new_entry_time: i64,
    /// The request, for the log.
    pub request: Request,
    /// Entries to store, in the order of the feed.
    pub entries: Vec<EntryWork<'a>>,
    /// True if the source is to be paused, since it is gone for good.
    pub is_gone: bool,
    /// Holder of the lease, which is released with the last transaction.
    pub holder: String,
}

/// Numbers of entries of an answer by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EntryCounts {
    /// Articles that are new in the library.
    pub new: usize,
    /// Articles that say something else now.
    pub updated: usize,
    /// Entries of articles that the library had from another source, or that were deleted.
    pub known: usize,
}

impl EntryCounts {
    /// Adds the counts of another answer.
    pub fn add(&mut self, other: Self) {
        self.new += other.new;
        self.updated += other.updated;
        self.known += other.known;
    }

    /// Returns the result of a request that brought these entries.
    pub fn outcome(&self) -> FetchOutcome {
        match (self.new, self.updated) {
            (0, 0) => FetchOutcome::Unchanged,
            (0, _) => FetchOutcome::Updated,
            _ => FetchOutcome::New,
        }
    }
}

/// Forgets what the entries of some articles in a source said, so that they count as changed when they come again.
pub(in crate::library) fn forget_contents(
    transaction: &Transaction<'_>,
    source: SourceId,
    articles: &[ArticleId],
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE entry SET fingerprint = NULL, hash = NULL
             WHERE source = ?1 AND article IN (SELECT value FROM json_each(?2))",
        )?
        .execute(params![source, json(&articles)?])?;
    Ok(())
}
