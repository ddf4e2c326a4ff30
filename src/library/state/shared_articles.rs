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
             WHERE m.muted = 0 AND m.article IN (SELECT article FROM member INDEXED BY member_others WHERE is_first = 0)
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

    /// Counts the articles that only these sources have, removed sources included.
    pub(in crate::library) fn count_only_in(
        &self,
        connection: &Connection,
        sources: &[SourceId],
    ) -> Result<SourceCounts, LibraryError> {
        let mut statement =
            connection.prepare_cached("SELECT articles, unread FROM source WHERE id = ?1")?;
        let (mut articles, mut unread) = (0_i64, 0_i64);
        for source in sources {
            let (more, more_unread): (i64, i64) =
                statement.query_row([source], |row| Ok((row.get(0)?, row.get(1)?)))?;
            articles += more;
            unread += more_unread;
        }
        for rows in self.0.chunk_by(|one, other| one.article == other.article) {
            let inside = rows.iter().filter(|row| sources.contains(&row.source));
            let inside = inside.count();
            // Counted once for each of the sources; it counts once, or not at all if another source has it.
            let surplus = match inside == rows.len() {
                true => inside.saturating_sub(1),
                false => inside,
            };
            let surplus = i64::try_from(surplus).unwrap_or_default();
            articles -= surplus;
            if rows.first().is_some_and(|row| row.is_unread) {
                unread -= surplus;
            }
        }
        Ok(SourceCounts {
            articles: usize::try_from(articles).unwrap_or_default(),
            unread: usize::try_from(unread).unwrap_or_default(),
        })
    }
}

/// Returns the sources whose articles are left out of the views All and Unread.
pub(in crate::library) fn hidden_sources(
    connection: &Connection,
) -> Result<Vec<SourceId>, LibraryError> {
    // The settings are JSON as `serde_json` writes it.
    let mut statement = connection
        .prepare_cached("SELECT id FROM source WHERE instr(settings, '\"hidden\":true') > 0")?;
    let found = statement.query_map([], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}
