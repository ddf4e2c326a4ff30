//! Articles in memory: those given on the command line, and the tour ([`GivenList`]).

use std::ops::Range;

use super::article::ArticleText;
use super::session::Session;
use super::words::state_text;
use crate::ingest::{TOUR_ARTICLES, name_of};
use crate::model::{ArticleId, ArticleRef, Origin};

/// An article of the command line or of the tour.
pub(super) struct GivenArticle {
    pub(super) article: ArticleRef,
    pub(super) name: String,
    /// Title, or the error of reading the article; `None` until the article is read.
    title: Option<String>,
    is_unreadable: bool,
    /// Text of standard input, which can be read only once.
    pub(super) text: Option<ArticleText>,
}

/// The articles of the command line, followed by those of the tour once the tour is shown.
pub(super) struct GivenList {
    articles: Vec<GivenArticle>,
    /// Number of articles that were given.
    given: usize,
}

impl GivenList {
    /// Creates the list of the given articles with their names.
    pub(super) fn new(found: Vec<(Origin, String)>) -> Self {
        let articles = with_ids(found, ArticleId::given);
        Self {
            given: articles.len(),
            articles,
        }
    }

    /// Treats the given articles as those of the tour.
    pub(super) fn treat_as_tour(&mut self) {
        self.given = 0;
    }

    /// Number of articles that were given.
    pub(super) fn given_count(&self) -> usize {
        self.given
    }

    /// Returns true if there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Adds the articles of the tour, once.
    pub(super) fn add_tour(&mut self) {
        if self.given == self.articles.len() {
            let articles_of_tour = TOUR_ARTICLES
                .iter()
                .map(|(name, _)| (Origin::Tour(name), (*name).to_owned()));
            let mut tour = with_ids(articles_of_tour.collect(), ArticleId::tour);
            self.articles.append(&mut tour);
        }
    }

    /// Returns true if an article could not be read for its title.
    pub(super) fn has_unreadable(&self) -> bool {
        self.articles.iter().any(|given| given.is_unreadable)
    }

    /// Returns the rows of the articles given.
    pub(super) fn given(&self) -> Range<usize> {
        0..self.given
    }

    /// Returns the rows of the tour.
    pub(super) fn tour(&self) -> Range<usize> {
        self.given..self.articles.len()
    }

    /// Returns the articles of these rows.
    pub(super) fn articles(&self, rows: Range<usize>) -> &[GivenArticle] {
        self.articles.get(rows).unwrap_or_default()
    }

    /// Returns the article with this id.
    pub(super) fn find(&mut self, id: ArticleId) -> Option<&mut GivenArticle> {
        self.articles
            .iter_mut()
            .find(|given| given.article.id == id)
    }

    /// Returns the title of an article. The article is read for it once.
    pub(super) fn title(&mut self, row: usize, session: &mut Session) -> String {
        let Some(given) = self.articles.get_mut(row) else {
            return String::new();
        };
        let name = &given.name;
        let title = given.title.get_or_insert_with(|| {
            if given.article.origin == Origin::StandardInput {
                return name.clone();
            }
            match session.title(&given.article) {
                Ok(title) => title.unwrap_or_else(|| name_of(&given.article.origin)),
                Err(reason) => {
                    given.is_unreadable = true;
                    format!("{name}, can't be read: {reason}")
                }
            }
        });
        title.clone()
    }

    /// Returns the titles of these rows with the state of each.
    pub(super) fn lines(&mut self, rows: Range<usize>, session: &mut Session) -> Vec<String> {
        let titles: Vec<String> = rows.clone().map(|row| self.title(row, session)).collect();
        let ids: Vec<ArticleId> = self
            .articles(rows)
            .iter()
            .map(|given| given.article.id)
            .collect();
        let states = session.states(&ids);
        let line = |(title, state)| format!("{title}{}", state_text(state));
        titles.into_iter().zip(&states).map(line).collect()
    }
}

/// Returns articles in memory with session ids, which are valid while the program runs.
fn with_ids(found: Vec<(Origin, String)>, id: impl Fn(usize) -> ArticleId) -> Vec<GivenArticle> {
    let given = |(n, (origin, name)): (usize, (Origin, String))| GivenArticle {
        article: ArticleRef { id: id(n), origin },
        name,
        title: None,
        is_unreadable: false,
        text: None,
    };
    found.into_iter().enumerate().map(given).collect()
}
