//! Results of a search in the library: [`SearchResults`].

use super::numbered::Numbered;
use super::words::{article_line, counted};
use crate::model::{Anchor, ArticleRow, SearchHit};
use crate::text::clean;

/// Number of hits that are printed at once.
const RESULTS_PER_SCREEN: usize = 10;

/// Results of the last search.
#[derive(Default)]
pub(super) struct SearchResults {
    hits: Vec<SearchHit>,
    /// True if the library has more hits than these.
    has_more_hits: bool,
    /// True if these are the articles of a story, which were not searched for.
    is_story: bool,
    /// Number of printed hits.
    shown: usize,
}

impl SearchResults {
    pub(super) fn new(hits: Vec<SearchHit>, has_more_hits: bool) -> Self {
        Self {
            hits,
            has_more_hits,
            is_story: false,
            shown: 0,
        }
    }

    /// Makes a list of articles of a story.
    pub(super) fn of_story(articles: Vec<ArticleRow>) -> Self {
        let hit = |article| SearchHit {
            article,
            section: None,
            context: String::new(),
            match_ranges: Vec::new(),
            anchor: None,
            words: None,
            is_complete: true,
        };
        Self {
            is_story: true,
            ..Self::new(articles.into_iter().map(hit).collect(), false)
        }
    }

    /// Returns true if there are hits that were not printed.
    pub(super) fn has_more(&self) -> bool {
        self.shown < self.hits.len()
    }

    /// Returns the number of hits as a sentence.
    pub(super) fn heading(&self) -> String {
        if self.is_story {
            let count = counted(self.hits.len(), "other article", "other articles");
            return format!("{count} with this text.");
        }
        let count = counted(self.hits.len(), "article", "articles");
        let more = if self.has_more_hits {
            ", and there are more"
        } else {
            ""
        };
        format!("Found in {count}{more}.")
    }

    /// Returns the lines of the next hits: each article with its matching line and section.
    pub(super) fn next_lines(&mut self) -> Vec<String> {
        let from = self.shown;
        self.shown = (from + RESULTS_PER_SCREEN).min(self.hits.len());
        let mut lines = Vec::new();
        for (hit, number) in self.hits.iter().zip(1..).take(self.shown).skip(from) {
            let mut line = article_line(number, &hit.article);
            if let Some(source) = hit.article.source_or_publisher().filter(|_| self.is_story) {
                line.push_str(&format!(", {source}"));
            }
            if let Some(words) = hit.article.word_count.filter(|_| self.is_story) {
                line.push_str(&format!(", {}", counted(words, "word", "words")));
            }
            lines.push(line);
            let line = hit.context.trim();
            match &hit.section {
                Some(section) => lines.push(format!("In section {section}: {line}")),
                None if hit.anchor.is_some() => {
                    lines.push(format!("Before the first section: {line}"));
                }
                // The title is printed already.
                None => {}
            }
        }
        if self.has_more() {
            let (next, all) = (self.shown + 1, self.hits.len());
            lines.push(format!("m for more: {next} to {all}."));
        } else if self.has_more_hits {
            lines.push("There are more. Add words to narrow the search.".to_owned());
        }
        lines.push(match self.is_story {
            true => "A number opens an article.".to_owned(),
            false => "A number opens an article at its match.".to_owned(),
        });
        lines
    }

    /// Returns the article of a hit, and the anchor of the match.
    pub(super) fn numbered(&self, number: usize) -> Option<(Numbered, Option<Anchor>)> {
        let hit = self.hits.get(number.checked_sub(1)?)?;
        let numbered = Numbered {
            article: hit.article.reference(),
            name: clean::clean_line(&hit.article.title).into_owned(),
            place: None,
        };
        Some((numbered, hit.anchor.clone()))
    }

    /// Returns the number of hits.
    pub(super) fn len(&self) -> usize {
        self.hits.len()
    }

    /// Returns the number of the hit after the one at `index`.
    pub(super) fn number_after(&self, index: usize) -> Option<usize> {
        (index + 1 < self.hits.len()).then_some(index + 2)
    }
}
