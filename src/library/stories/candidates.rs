//! Candidates for one story: articles whose samples share at least two shingles, within 14 days of each other.

use std::cmp::Reverse;
use std::collections::VecDeque;

use rusqlite::{Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::library::LibraryError;
use crate::library::stories::samples::{BYTES_OF_HASH, WINDOW_SECONDS, unpack_hashes};
use crate::model::ArticleId;

/// Number of articles whose candidates are found in one pass over the samples.
const ARTICLES_PER_PASS: i64 = 500;
/// Least number of sampled shingles that candidates share.
const MIN_SHARED: usize = 2;
/// Least share of the smaller sample, in percent. The sample still has the boilerplate, which is not compared.
const MIN_SHARED_PERCENT: usize = 15;
/// Number of articles of one source from which on a shingle that all of them have is boilerplate.
const BOILERPLATE_ARTICLES: u8 = 3;
/// Number of articles from which on a shingle is a phrase that identifies nothing.
const MAX_ARTICLES_OF_SHINGLE: u16 = 200;
/// Largest number of candidates of an article: those that share most.
const MAX_CANDIDATES: usize = 24;
/// Number of articles of a source by which its boilerplate is recognised.
const ARTICLES_OF_SOURCE: usize = 16;

/// Article whose story is to be decided.
#[derive(Debug)]
pub(super) struct DueArticle {
    pub(super) id: ArticleId,
    source: Option<i64>,
    date: i64,
    title: Option<i64>,
    link: Option<i64>,
    /// Stored form of the sampled shingles: compared again under the lock.
    pub(super) hashes: Vec<u8>,
}

/// Candidates of several articles.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Candidates of each of the articles, in their order.
    pub(super) of_articles: Vec<Vec<ArticleId>>,
    /// Latest articles of each source, by its id.
    pub(super) of_sources: FxHashMap<i64, VecDeque<ArticleId>>,
}

/// Shingles that an article shares with a stored one.
#[derive(Debug, Default)]
struct Shared {
    hashes: Vec<u32>,
    /// Source of the stored article, and the size of its sample.
    source: Option<i64>,
    size: usize,
    /// True if the title or the link is the same.
    has_same_name: bool,
}

/// Returns some articles whose stories are to be decided, in the order of their dates.
pub(super) fn due_articles(connection: &Connection) -> Result<Vec<DueArticle>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT article, source, date, title, link, hashes FROM story_sample INDEXED BY story_sample_pending
         WHERE pending = 1 ORDER BY date, article LIMIT ?1",
    )?;
    let due = statement.query_map([ARTICLES_PER_PASS], |row| {
        Ok(DueArticle {
            id: row.get(0)?,
            source: row.get(1)?,
            date: row.get(2)?,
            title: row.get(3)?,
            link: row.get(4)?,
            hashes: row.get(5)?,
        })
    })?;
    Ok(due.collect::<Result<_, _>>()?)
}

/// Finds the candidates of these articles, in one pass over the samples of the time around them.
pub(super) fn find_candidates(
    connection: &Connection,
    due: &[DueArticle],
) -> Result<Candidates, LibraryError> {
    let mut pass = SamplePass::new(due);
    let first = due
        .iter()
        .map(|article| article.date)
        .min()
        .unwrap_or_default();
    let last = due
        .iter()
        .map(|article| article.date)
        .max()
        .unwrap_or_default();
    let mut statement = connection.prepare_cached(
        "SELECT article, source, date, title, link, hashes FROM story_sample INDEXED BY story_sample_by_date
         WHERE date BETWEEN ?1 AND ?2 AND round_up = 0 ORDER BY date, article",
    )?;
    let bounds = params![
        first.saturating_sub(WINDOW_SECONDS),
        last.saturating_add(WINDOW_SECONDS)
    ];
    let mut rows = statement.query(bounds)?;
    while let Some(row) = rows.next()? {
        let stored = StoredSample {
            id: row.get(0)?,
            source: row.get(1)?,
            date: row.get(2)?,
            title: row.get(3)?,
            link: row.get(4)?,
        };
        let hashes = row.get_ref(5)?.as_blob().unwrap_or_default();
        pass.add_sample(&stored, hashes);
    }
    Ok(pass.finish())
}

/// Stored sample without its shingles.
struct StoredSample {
    id: ArticleId,
    source: Option<i64>,
    date: i64,
    title: Option<i64>,
    link: Option<i64>,
}

/// Pass over the stored samples.
struct SamplePass<'a> {
    due: &'a [DueArticle],
    /// Articles that have a sampled shingle, a title or a link, as indices of `due`.
    by_shingle: FxHashMap<u32, Vec<u32>>,
    by_name: FxHashMap<i64, Vec<u32>>,
    /// Number of articles of a source with a shingle, and of all articles.
    of_source: FxHashMap<(u32, i64), u8>,
    of_all: FxHashMap<u32, u16>,
    shared: FxHashMap<(u32, ArticleId), Shared>,
    latest: FxHashMap<i64, VecDeque<ArticleId>>,
}

impl<'a> SamplePass<'a> {
    fn new(due: &'a [DueArticle]) -> Self {
        let mut by_shingle: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut by_name: FxHashMap<i64, Vec<u32>> = FxHashMap::default();
        for (index, article) in (0..).zip(due) {
            for hash in unpack_hashes(&article.hashes) {
                by_shingle.entry(hash).or_default().push(index);
            }
            for name in article.title.into_iter().chain(article.link) {
                by_name.entry(name).or_default().push(index);
            }
        }
        Self {
            due,
            by_shingle,
            by_name,
            of_source: FxHashMap::default(),
            of_all: FxHashMap::default(),
            shared: FxHashMap::default(),
            latest: FxHashMap::default(),
        }
    }

    fn add_sample(&mut self, stored: &StoredSample, hashes: &[u8]) {
        if let Some(source) = stored.source {
            let latest = self.latest.entry(source).or_default();
            if latest.len() == ARTICLES_OF_SOURCE {
                latest.pop_front();
            }
            latest.push_back(stored.id);
        }
        let size = hashes.len() / BYTES_OF_HASH;
        for hash in unpack_hashes(hashes) {
            let Some(articles) = self.by_shingle.get(&hash) else {
                continue;
            };
            let of_all = self.of_all.entry(hash).or_default();
            *of_all = of_all.saturating_add(1);
            if let Some(source) = stored.source {
                let of_source = self.of_source.entry((hash, source)).or_default();
                *of_source = of_source.saturating_add(1);
            }
            // The first of them are left out when all are counted.
            if *of_all > MAX_ARTICLES_OF_SHINGLE || self.is_boilerplate(hash, stored.source) {
                continue;
            }
            for index in articles {
                let Some(article) = self.due.get(*index as usize) else {
                    continue;
                };
                if is_near(article, stored) && !self.is_boilerplate(hash, article.source) {
                    let shared = self.shared.entry((*index, stored.id)).or_default();
                    shared.hashes.push(hash);
                    (shared.source, shared.size) = (stored.source, size);
                }
            }
        }
        for name in stored.title.into_iter().chain(stored.link) {
            for index in self.by_name.get(&name).into_iter().flatten() {
                let article = self.due.get(*index as usize);
                let is_candidate = |article: &&DueArticle| {
                    let is_other_source =
                        article.source.is_none() || article.source != stored.source;
                    is_near(article, stored) && is_other_source
                };
                if article.filter(is_candidate).is_some() {
                    let shared = self.shared.entry((*index, stored.id)).or_default();
                    (shared.source, shared.size) = (stored.source, size);
                    shared.has_same_name = true;
                }
            }
        }
    }

    /// Returns true if several articles of a source have a shingle.
    fn is_boilerplate(&self, hash: u32, source: Option<i64>) -> bool {
        let count = source.and_then(|source| self.of_source.get(&(hash, source)));
        count.is_some_and(|count| *count >= BOILERPLATE_ARTICLES)
    }

    fn finish(self) -> Candidates {
        let mut found: Vec<Vec<(bool, usize, ArticleId)>> = vec![Vec::new(); self.due.len()];
        for ((index, id), shared) in &self.shared {
            let Some((article, found)) = self
                .due
                .get(*index as usize)
                .zip(found.get_mut(*index as usize))
            else {
                continue;
            };
            let own = |hash: &&u32| {
                !self.is_boilerplate(**hash, article.source)
                    && !self.is_boilerplate(**hash, shared.source)
            };
            let count = shared.hashes.iter().filter(own).count();
            let smaller = shared.size.min(article.hashes.len() / BYTES_OF_HASH);
            let enough = MIN_SHARED.max(smaller * MIN_SHARED_PERCENT / 100);
            if count >= enough || shared.has_same_name {
                found.push((shared.has_same_name, count, *id));
            }
        }
        let of_articles = found.into_iter().map(|mut found| {
            found.sort_unstable_by_key(|candidate| Reverse(*candidate));
            found.truncate(MAX_CANDIDATES);
            found.into_iter().map(|(.., id)| id).collect()
        });
        let of_articles: Vec<Vec<ArticleId>> = of_articles.collect();
        // Boilerplate is recognised in the sources of articles that are compared.
        let compared: FxHashSet<i64> = self
            .shared
            .iter()
            .filter_map(|((index, _), shared)| {
                let article = self.due.get(*index as usize)?;
                Some([article.source, shared.source])
            })
            .flatten()
            .flatten()
            .collect();
        let mut of_sources = self.latest;
        of_sources.retain(|source, _| compared.contains(source));
        Candidates {
            of_articles,
            of_sources,
        }
    }
}

/// Returns true if a stored sample is of another article, within the time in which articles are compared.
fn is_near(article: &DueArticle, stored: &StoredSample) -> bool {
    article.id != stored.id && article.date.abs_diff(stored.date) <= WINDOW_SECONDS.unsigned_abs()
}
