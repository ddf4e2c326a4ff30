//! Figures of the grouping: precision, recall and F1 of each kind of pairs and of all, and the round-ups that were grouped.

use std::collections::HashMap;
use std::fmt::{Display, Formatter, Result};

use newsprint::model::{ArticleId, SourceId};
use newsprint::text::shingles::{Boilerplate, Shingles};
use newsprint::text::story::{ComparedArticle, decide_story, is_same_text};

use super::pairs::{Kind, Pair, pairs, round_ups};

/// Number of sampled shingles that candidates share.
const SHARED_SAMPLES: usize = 2;
/// Number of round-ups.
const ROUND_UPS: usize = 60;

/// Figures of all pairs and round-ups.
#[derive(Debug, Default)]
pub struct Figures {
    /// Pairs of each kind, and those that were grouped.
    kinds: Vec<(Kind, usize, usize)>,
    /// Number of round-ups.
    pub round_ups: usize,
    /// Number of round-ups that were grouped, whether they came before their articles or after them.
    pub grouped_round_ups: usize,
    texts: usize,
}

impl Figures {
    /// Returns the number of pairs.
    pub fn pairs(&self) -> usize {
        self.kinds.iter().map(|(_, pairs, _)| pairs).sum()
    }

    fn sums(&self) -> (f64, f64, f64) {
        let sum = |same: bool, of: fn(&(Kind, usize, usize)) -> usize| {
            let kinds = self
                .kinds
                .iter()
                .filter(|(kind, ..)| kind.is_same_story() == same);
            kinds.map(of).sum::<usize>() as f64
        };
        (
            sum(true, |kind| kind.2),
            sum(false, |kind| kind.2),
            sum(true, |kind| kind.1 - kind.2),
        )
    }

    /// Returns F1 of all pairs.
    pub fn f1(&self) -> f64 {
        let (right, wrong, missed) = self.sums();
        2.0 * right / (2.0 * right + wrong + missed)
    }
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "{} pairs of {} texts\n", self.pairs(), self.texts)?;
        writeln!(
            f,
            "{:<28}{:>7}{:>9}{:>11}{:>9}{:>9}",
            "", "pairs", "grouped", "precision", "recall", "F1"
        )?;
        let (_, wrong, _) = self.sums();
        for (kind, pairs, grouped) in &self.kinds {
            write!(f, "{:<28}{pairs:>7}{grouped:>9}", kind.name())?;
            match kind.is_same_story() {
                // Against the wrong pairs of all kinds.
                true => {
                    let (pairs, grouped) = (*pairs as f64, *grouped as f64);
                    let precision = grouped / (grouped + wrong).max(1.0);
                    let f1 = 2.0 * grouped / (grouped + wrong + pairs);
                    writeln!(f, "{precision:>11.3}{:>9.3}{f1:>9.3}", grouped / pairs)?;
                }
                false => writeln!(f, "{:>11}{:>9}{:>9}", "-", "-", "-")?,
            }
        }
        let (right, wrong, missed) = self.sums();
        writeln!(
            f,
            "{:<28}{:>7}{:>9}{:>11.3}{:>9.3}{:>9.3}\n\n{} of {} round-ups were grouped",
            "all",
            self.pairs(),
            right + wrong,
            right / (right + wrong),
            right / (right + missed),
            self.f1(),
            self.grouped_round_ups,
            self.round_ups,
        )
    }
}

/// Measures the grouping on `number` pairs of each kind.
pub fn measure(texts: &[String], number: usize) -> Figures {
    let mut figures = Figures {
        texts: texts.len(),
        ..Figures::default()
    };
    for pair in pairs(texts, number) {
        let grouped = usize::from(is_grouped(&pair));
        match figures
            .kinds
            .last_mut()
            .filter(|(kind, ..)| *kind == pair.kind)
        {
            Some((_, pairs, grouped_pairs)) => {
                (*pairs, *grouped_pairs) = (*pairs + 1, *grouped_pairs + grouped)
            }
            None => figures.kinds.push((pair.kind, 1, grouped)),
        }
    }
    for round_up in round_ups(texts, ROUND_UPS) {
        for is_first in [true, false] {
            figures.round_ups += 1;
            let mut library = GroupedArticles::default();
            let mut all: Vec<&String> = round_up.articles.iter().collect();
            let at = if is_first { 0 } else { all.len() };
            all.insert(at, &round_up.text);
            for (number, text) in (1..).zip(all) {
                library.add(compared(number, text, &[], number));
            }
            figures.grouped_round_ups +=
                usize::from(library.story_of(ArticleId(at as i64 + 1)).is_some());
        }
    }
    figures
}

fn is_grouped(pair: &Pair) -> bool {
    let [one, other] = &pair.texts;
    let all = |side: usize| {
        let mut all: Vec<&String> = pair.others[side].iter().collect();
        match pair.is_one_source {
            true => all.extend(pair.others[1 - side].iter().chain(&pair.texts)),
            false => all.push(&pair.texts[side]),
        }
        let all: Vec<Shingles> = all
            .into_iter()
            .map(|text| Shingles::of_text(text))
            .collect();
        all
    };
    let second = if pair.is_one_source { 1 } else { 2 };
    let one = compared(1, one, &all(0), 1);
    let other = compared(2, other, &all(1), second);
    share_samples(&one, &other) && is_same_text(&one, &other)
}

fn share_samples(one: &ComparedArticle, other: &ComparedArticle) -> bool {
    let (one, other) = (one.shingles.sample(), other.shingles.sample());
    one.iter()
        .filter(|hash| other.binary_search(hash).is_ok())
        .count()
        >= SHARED_SAMPLES
}

fn compared(id: i64, text: &str, of_source: &[Shingles], source: i64) -> ComparedArticle {
    ComparedArticle {
        id: ArticleId(id),
        shingles: Shingles::of_text(text).without(&Boilerplate::of_texts(of_source)),
        source: Some(SourceId(source)),
        title: None,
        link: None,
        day: chrono::NaiveDate::from_ymd_opt(2026, 2, 2).unwrap(),
        story: None,
        is_round_up: false,
    }
}

/// Articles with their stories, grouped one by one as the library does it.
#[derive(Default)]
pub struct GroupedArticles {
    articles: HashMap<ArticleId, ComparedArticle>,
}

impl GroupedArticles {
    /// Adds an article, and decides its story and those of the articles that leave theirs.
    pub fn add(&mut self, article: ComparedArticle) {
        let mut due = vec![article.id];
        self.articles.insert(article.id, article);
        let mut steps = 0;
        while let Some(id) = due.pop() {
            steps += 1;
            assert!(steps < 1_000, "the grouping does not end");
            let article = self.articles[&id].clone();
            let others: Vec<ComparedArticle> = self
                .articles
                .values()
                .filter(|other| other.id != id)
                .cloned()
                .collect();
            let decision = decide_story(&article, &others);
            let single = decision.members.is_empty().then_some(id);
            for id in decision
                .released
                .iter()
                .chain(&decision.round_ups)
                .copied()
                .chain(single)
            {
                self.articles.get_mut(&id).unwrap().story = None;
            }
            for id in &decision.round_ups {
                self.articles.get_mut(id).unwrap().is_round_up = true;
            }
            for id in &decision.members {
                self.articles.get_mut(id).unwrap().story = decision.members.first().copied();
            }
            due.extend(decision.released);
            self.dissolve_single();
        }
    }

    /// Returns the representative of the story of an article.
    pub fn story_of(&self, article: ArticleId) -> Option<ArticleId> {
        self.articles[&article].story
    }

    /// Takes the only article of a story out of it.
    fn dissolve_single(&mut self) {
        let mut counts: HashMap<ArticleId, usize> = HashMap::new();
        for story in self.articles.values().filter_map(|article| article.story) {
            *counts.entry(story).or_default() += 1;
        }
        for article in self.articles.values_mut() {
            article.story.take_if(|story| counts[story] < 2);
        }
    }
}
