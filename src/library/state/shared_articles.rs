//! Articles that several sources have, for counts of several sources: [`SharedArticles`].

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use crate::library::LibraryError;
use crate::model::{ArticleId, SourceId};

/// Articles that several sources have: the stored counts of sources count each of them several times.
#[derive(Debug)]
pub(in crate::library) struct SharedArticles(Vec<SharedArticle>);

/// Article in one of its sources, in the order of the articles.
#[derive(Debug)]
struct SharedArticle {
    article: ArticleId,
    source: SourceId,
    is_unread: bool,
}

/// Numbers of articles of several sources, each counted once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::library) struct SourceCounts {
    /// Articles.
    pub(in crate::library) articles: usize,
    /// Unread articles.
    pub(in crate::library) unread: usize,
}

impl SharedArticles {
    /// Reads the articles that several sources have.
    pub(in crate::library) fn read(connection: &Connection) -> Result<Self, LibraryError> {
        let mut statement = connection.prepare_cached(
            "SELECT m.article, m.source, m.read = 0 FROM member m
             WHERE m.article IN (SELECT article FROM member INDEXED BY member_others WHERE is_first = 0)
             ORDER BY m.article",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(SharedArticle {
                article: row.get(0)?,
                source: row.get(1)?,
                is_unread: row.get(2)?,
            })
        })?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// Counts the articles of these sources, each once. Removed sources do not count.
    pub(in crate::library) fn count_once(
        &self,
        connection: &Connection,
        sources: &HashSet<SourceId>,
    ) -> Result<SourceCounts, LibraryError> {
        let mut statement = connection.prepare_cached(
            "SELECT articles, unread FROM source WHERE id = ?1 AND removed IS NULL",
        )?;
        let (mut articles, mut unread) = (0_i64, 0_i64);
        let mut counted = HashSet::new();
        for source in sources {
            let found: Option<(i64, i64)> = statement
                .query_row([source], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            if let Some((more, more_unread)) = found {
                counted.insert(*source);
                articles += more;
                unread += more_unread;
            }
        }
        let mut last = None;
        for shared in &self.0 {
            if !counted.contains(&shared.source) {
                continue;
            }
            if last == Some(shared.article) {
                articles -= 1;
                unread -= i64::from(shared.is_unread);
            }
            last = Some(shared.article);
        }
        Ok(SourceCounts {
            articles: usize::try_from(articles).unwrap_or_default(),
            unread: usize::try_from(unread).unwrap_or_default(),
        })
    }
}
