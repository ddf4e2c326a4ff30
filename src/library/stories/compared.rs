//! Texts of the articles that are compared, without the boilerplate of their sources: [`ComparedTexts`].

use std::collections::VecDeque;

use rusqlite::{Connection, OptionalExtension};
use rustc_hash::FxHashMap;

use crate::library::LibraryError;
use crate::library::articles::documents::load_compared_document;
use crate::library::articles::identity::link_key;
use crate::library::calendar::local_day;
use crate::model::{ArticleId, SourceId};
use crate::text::shingles::{Boilerplate, Shingles};
use crate::text::story::{ComparedArticle, comparable_title};

/// Texts that were loaded, and the boilerplate of their sources.
#[derive(Debug)]
pub(super) struct ComparedTexts {
    /// Shingles with the boilerplate; empty for an article without a text.
    whole: FxHashMap<ArticleId, Shingles>,
    /// Shingles without the boilerplate of the source that they were loaded for.
    own: FxHashMap<(ArticleId, Option<i64>), Shingles>,
    boilerplate: FxHashMap<i64, Boilerplate>,
    /// Latest articles of each source.
    of_sources: FxHashMap<i64, VecDeque<ArticleId>>,
}

impl ComparedTexts {
    /// Makes an empty cache. `of_sources` are the articles by which the boilerplate of each source is recognised.
    pub(super) fn new(of_sources: FxHashMap<i64, VecDeque<ArticleId>>) -> Self {
        Self {
            whole: FxHashMap::default(),
            own: FxHashMap::default(),
            boilerplate: FxHashMap::default(),
            of_sources,
        }
    }

    /// Drops the texts; the boilerplate stays.
    pub(super) fn clear_texts(&mut self) {
        self.whole.clear();
        self.own.clear();
    }

    /// Reads an article as it is compared: its state as it is now, its text when it was first asked for. `None` if it is not
    /// in the library.
    pub(super) fn compared(
        &mut self,
        connection: &Connection,
        id: ArticleId,
    ) -> Result<Option<ComparedArticle>, LibraryError> {
        let mut statement = connection.prepare_cached(
            "SELECT a.source, a.title, a.url, a.date, a.story, ifnull(s.round_up, 0) FROM article a
             LEFT JOIN story_sample s ON s.article = a.id WHERE a.id = ?1 AND a.in_library = 1",
        )?;
        let found = statement
            .query_row([id], |row| {
                let source: Option<i64> = row.get(0)?;
                let (title, url): (String, Option<String>) = (row.get(1)?, row.get(2)?);
                let article = ComparedArticle {
                    id,
                    shingles: Shingles::default(),
                    source: source.map(SourceId),
                    title: comparable_title(&title),
                    link: url
                        .as_deref()
                        .and_then(link_key)
                        .map(|key| format!("{key:x?}")),
                    day: local_day(row.get(3)?),
                    story: row.get(4)?,
                    is_round_up: row.get(5)?,
                };
                Ok((article, source))
            })
            .optional()?;
        let Some((mut article, source)) = found else {
            return Ok(None);
        };
        article.shingles = self.shingles(connection, id, source)?;
        Ok(Some(article))
    }

    /// Returns the shingles of an article without the boilerplate of its source.
    fn shingles(
        &mut self,
        connection: &Connection,
        id: ArticleId,
        source: Option<i64>,
    ) -> Result<Shingles, LibraryError> {
        if let Some(known) = self.own.get(&(id, source)) {
            return Ok(known.clone());
        }
        let whole = self.load(connection, id)?;
        let own = match source {
            Some(source) => whole.without(self.boilerplate_of(connection, source)?),
            None => whole,
        };
        self.own.insert((id, source), own.clone());
        Ok(own)
    }

    /// Returns the shingles of the text of an article.
    fn load(&mut self, connection: &Connection, id: ArticleId) -> Result<Shingles, LibraryError> {
        if let Some(known) = self.whole.get(&id) {
            return Ok(known.clone());
        }
        // A damaged text is like none.
        let document = load_compared_document(connection, id).unwrap_or_default();
        let shingles = document.map(|document| Shingles::of_document(&document));
        let shingles = shingles.unwrap_or_default();
        self.whole.insert(id, shingles.clone());
        Ok(shingles)
    }

    fn boilerplate_of(
        &mut self,
        connection: &Connection,
        source: i64,
    ) -> Result<&Boilerplate, LibraryError> {
        if !self.boilerplate.contains_key(&source) {
            let articles = self.of_sources.remove(&source).unwrap_or_default();
            let mut texts = Vec::with_capacity(articles.len());
            for id in articles {
                texts.push(self.load(connection, id)?);
            }
            self.boilerplate
                .insert(source, Boilerplate::of_texts(&texts));
        }
        Ok(self.boilerplate.entry(source).or_default())
    }
}
