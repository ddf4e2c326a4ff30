//! Search in documents that are in no library, such as the articles of the tour: [`search_documents`].

use chrono::NaiveDate;

use crate::library::query::search::SearchResult;
use crate::library::query::search::hit::{TokenizedText, make_hit};
use crate::library::query::search::query::{Literal, Phrase, Query, Term};
use crate::model::{ArticleRow, Document};

/// Returns the articles that match a query, in the given order, each with the line that matches.
pub fn search_documents(
    articles: Vec<(ArticleRow, Document)>,
    query: &str,
    today: NaiveDate,
) -> SearchResult {
    let query = Query::parse(query);
    if query.is_empty() {
        return SearchResult {
            problem: query.problem,
            ..SearchResult::default()
        };
    }
    let mut tokens = TokenizedText::default();
    let hits = articles.into_iter().filter_map(|(article, document)| {
        let mut matches = |literal: &Literal| {
            matches_term(&literal.term, &article, &document, today, &mut tokens)
                != literal.is_negated
        };
        let found = query
            .clauses
            .iter()
            .all(|clause| clause.iter().any(&mut matches));
        found.then(|| make_hit(article, Some(&document), &[], &query))
    });
    SearchResult {
        hits: hits.collect(),
        has_more: false,
        problem: query.problem,
    }
}

/// Returns true if an article matches a term.
fn matches_term(
    term: &Term,
    article: &ArticleRow,
    document: &Document,
    today: NaiveDate,
    tokens: &mut TokenizedText,
) -> bool {
    let mut has = |text: &str, phrase: &Phrase| {
        tokens.tokenize(text);
        tokens.find_phrase(phrase, 0).is_some()
    };
    match term {
        Term::Text(phrase) => {
            has(&article.title, phrase)
                || has(article.standfirst.as_deref().unwrap_or_default(), phrase)
                || document
                    .blocks
                    .iter()
                    .any(|block| has(&block.text(), phrase))
        }
        Term::Title(phrase) => has(&article.title, phrase),
        Term::Source(phrase) => has(article.publisher.as_deref().unwrap_or_default(), phrase),
        Term::Tag(phrase) => article.state.tags.iter().any(|tag| has(tag, phrase)),
        Term::Note(_) | Term::Muted => false,
        Term::Read(read) => article.state.is_read == *read,
        Term::Bookmarked => article.state.is_bookmarked,
        Term::From(date) => {
            let day = date.day(today);
            article.published.is_some_and(|date| date.day() >= day)
        }
    }
}
