//! Decision which articles report the same with the same text: [`decide_story`].
//!
//! Two articles belong to one story if the larger text contains at least 65 % of the shingles of the smaller one
//! ([`Shingles::containment`]), after the boilerplate of their sources was left out. Guards:
//!
//! 1. They are of the same 14 days.
//! 2. Articles of one source need 80 %: a series and its template share much.
//! 3. A text of fewer than 25 words needs the same link, or the same title on the same day, too, and another source.
//! 4. Every member matches the representative, the longest text: stories do not grow from one similar text to the next.
//!    The link or title that a short text needs may be the one of any member that matches it.
//! 5. A round-up contains two articles that have nothing in common. It belongs to no story.

use chrono::NaiveDate;

use super::fold::fold;
use super::shingles::Shingles;
use crate::model::{ArticleId, SourceId};

/// Least containment of articles of different sources.
const MIN_CONTAINMENT: f64 = 0.65;
/// Least containment of articles of one source.
const MIN_CONTAINMENT_IN_SOURCE: f64 = 0.8;
/// Number of shingles of a text of 25 words: a smaller text is no evidence by itself.
const MIN_SHINGLES: usize = 23;
/// Number of words of a title that two articles may be recognised by.
const MIN_TITLE_WORDS: usize = 3;
/// Largest number of days between two articles of a story.
const MAX_DAYS: u64 = 14;
/// Containment below which two texts have nothing in common but phrases.
const MAX_UNRELATED: f64 = 0.25;
/// Largest share of a round-up that one of its articles takes. A story with its own beginning and the end of another one
/// takes more of it, and has nothing in common with a teaser of that.
const MAX_ROUND_UP_SHARE: f64 = 2.0 / 3.0;
/// Largest number of articles of a story.
pub const MAX_STORY_ARTICLES: usize = 64;

/// Article as it is compared with others.
#[derive(Debug, Clone)]
pub struct ComparedArticle {
    /// Article.
    pub id: ArticleId,
    /// Shingles of its text, without the boilerplate of its source.
    pub shingles: Shingles,
    /// Source; `None` for a single article.
    pub source: Option<SourceId>,
    /// Title as by [`comparable_title`].
    pub title: Option<String>,
    /// Canonical link.
    pub link: Option<String>,
    /// Day of its date.
    pub day: NaiveDate,
    /// Representative of its story, if it is in one.
    pub story: Option<ArticleId>,
    /// True if it is known to be a round-up.
    pub is_round_up: bool,
}

/// Story of an article, and what follows for others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryDecision {
    /// Articles of the story, its representative first; empty if the article is in none.
    pub members: Vec<ArticleId>,
    /// Articles that were found to be round-ups, the article itself or others.
    pub round_ups: Vec<ArticleId>,
    /// Articles that leave their story: they are in none, and must be decided again.
    pub released: Vec<ArticleId>,
}

/// Returns a title for comparison: folded, only its words, separated by spaces; `None` if it has too few of them to
/// recognise an article by.
pub fn comparable_title(title: &str) -> Option<String> {
    let folded = fold(title);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    (words.len() >= MIN_TITLE_WORDS).then(|| words.join(" "))
}

/// Returns true if two articles report the same with the same text, as far as the two alone can show.
pub fn is_same_text(one: &ComparedArticle, other: &ComparedArticle) -> bool {
    if one
        .day
        .signed_duration_since(other.day)
        .num_days()
        .unsigned_abs()
        > MAX_DAYS
    {
        return false;
    }
    let least = match is_in_one_source(one, other) {
        true => MIN_CONTAINMENT_IN_SOURCE,
        false => MIN_CONTAINMENT,
    };
    let contains = || one.shingles.containment(&other.shingles) >= least;
    if !is_short(one) && !is_short(other) {
        return contains();
    }
    let is_empty = one.shingles.is_empty() || other.shingles.is_empty();
    has_same_name(one, other) && (is_empty || contains())
}

fn is_in_one_source(one: &ComparedArticle, other: &ComparedArticle) -> bool {
    one.source.is_some() && one.source == other.source
}

/// Returns true if a text is too short to be evidence by itself.
fn is_short(article: &ComparedArticle) -> bool {
    article.shingles.len() < MIN_SHINGLES
}

/// Returns true if two articles of different sources have the same link, or the same title on the same day.
fn has_same_name(one: &ComparedArticle, other: &ComparedArticle) -> bool {
    let has_same_link = one.link.is_some() && one.link == other.link;
    let has_same_title = one.title.is_some() && one.title == other.title && one.day == other.day;
    !is_in_one_source(one, other) && (has_same_link || has_same_title)
}

/// Returns true if a short text belongs to the story of a representative because of the link or title of a member of that
/// story. Its words are in the text of one of the two. The member matches the representative itself.
fn is_same_by_member(
    short: &ComparedArticle,
    member: &ComparedArticle,
    representative: &ComparedArticle,
) -> bool {
    let contains = |text: &ComparedArticle| {
        short.shingles.is_empty() || short.shingles.containment(&text.shingles) >= MIN_CONTAINMENT
    };
    let days = short.day.signed_duration_since(representative.day);
    is_short(short)
        && short.id != member.id
        && !short.is_round_up
        && days.num_days().unsigned_abs() <= MAX_DAYS
        && has_same_name(short, member)
        && (member.id == representative.id || is_same_text(member, representative))
        && (contains(member) || contains(representative))
}

/// Decides the story of an article.
///
/// `others` are the articles that may match it, all members of their stories, and all members of the story that the
/// article itself was in; each once, in any order, without the article. The article is decided as if it was in no story.
pub fn decide_story(article: &ComparedArticle, others: &[ComparedArticle]) -> StoryDecision {
    let mut decision = StoryDecision::default();
    let was_representative = article.story == Some(article.id);
    // A former story of the article goes with it.
    let own_story = others
        .iter()
        .filter(|other| was_representative && other.story == article.story);
    let own_story: Vec<ArticleId> = own_story.map(|other| other.id).collect();
    let mut matches: Vec<&ComparedArticle> = others
        .iter()
        .filter(|other| !other.is_round_up && is_same_text(article, other))
        .collect();
    let contained = matches
        .iter()
        .copied()
        .filter(|other| is_larger(article, other));
    if is_round_up(article, &contained.collect::<Vec<_>>()) {
        decision.round_ups.push(article.id);
        decision.released = own_story;
        return decision;
    }
    matches.retain(|larger| {
        let is_found = is_part(larger, article) && {
            let parts = others.iter().filter(|other| {
                other.id != larger.id && is_part(larger, other) && is_same_text(larger, other)
            });
            let mut parts: Vec<&ComparedArticle> = parts.collect();
            parts.push(article);
            is_round_up(larger, &parts)
        };
        if is_found {
            decision.round_ups.push(larger.id);
            let story = others
                .iter()
                .filter(|other| other.story == Some(larger.id) && other.id != larger.id);
            decision.released.extend(story.map(|other| other.id));
        }
        !is_found
    });
    decision.released.extend(own_story);
    let size_of = |story: ArticleId| {
        others
            .iter()
            .filter(|other| other.story == Some(story))
            .count()
    };
    // Representatives, and articles that are in no story, or in one that was just dissolved.
    let released = decision.released.clone();
    let is_single = |other: &ComparedArticle| {
        other.story.is_none()
            || decision.round_ups.contains(&other.id)
            || released.contains(&other.id)
    };
    let mut heads: Vec<&ComparedArticle> = matches.clone();
    heads.retain(|other| is_single(other) || other.story == Some(other.id));
    // A short text finds a representative by a member, too.
    for member in &matches {
        let head = others.iter().find(|head| {
            member.story == Some(head.id)
                && !is_single(member)
                && is_larger(head, article)
                && is_same_by_member(article, member, head)
        });
        heads.extend(head.filter(|head| heads.iter().all(|known| known.id != head.id)));
    }
    let (larger, smaller): (Vec<_>, Vec<_>) =
        heads.into_iter().partition(|head| is_larger(head, article));
    let best = larger
        .into_iter()
        .filter(|head| is_single(head) || size_of(head.id) < MAX_STORY_ARTICLES)
        .max_by(|one, other| {
            let containment = |head: &ComparedArticle| article.shingles.containment(&head.shingles);
            let by_containment = containment(one).total_cmp(&containment(other));
            by_containment.then_with(|| one.shingles.len().cmp(&other.shingles.len()))
        });
    if let Some(head) = best {
        decision.members = vec![head.id];
        if !is_single(head) {
            let rest = others
                .iter()
                .filter(|other| other.story == Some(head.id) && other.id != head.id);
            decision.members.extend(rest.map(|other| other.id));
        }
        decision.members.push(article.id);
        // Short texts that belong to the story by the link or title of the article.
        for short in matches {
            if decision.members.contains(&short.id) || !is_same_by_member(short, article, head) {
                continue;
            }
            if !is_single(short) {
                let story = others.iter().filter(|other| other.story == short.story);
                decision.released.extend(story.map(|other| other.id));
            } else if decision.members.len() < MAX_STORY_ARTICLES {
                decision.members.push(short.id);
            }
        }
    } else if !smaller.is_empty() {
        decision.members = vec![article.id];
        let joins = |other: &&ComparedArticle| {
            smaller.iter().any(|head| {
                other.id == head.id || (!is_single(head) && other.story == Some(head.id))
            })
        };
        let (matching, rest): (Vec<_>, Vec<_>) = others
            .iter()
            .filter(joins)
            .partition(|other| matches.iter().any(|matching| matching.id == other.id));
        let by_member = |short: &&&ComparedArticle| {
            let mut members = matching.iter();
            members.any(|member| is_same_by_member(short, member, article))
        };
        let joining = matching.iter().chain(rest.iter().filter(by_member));
        let has_room = MAX_STORY_ARTICLES - decision.members.len();
        decision
            .members
            .extend(joining.take(has_room).map(|other| other.id));
        let joined = matching.iter().chain(&rest).map(|other| other.id);
        decision.released.extend(joined);
    }
    let dependents = former_dependents(article, others, &decision);
    decision.released.extend(dependents);
    let members = &decision.members;
    decision.released.retain(|id| !members.contains(id));
    decision.released.sort_unstable();
    decision.released.dedup();
    decision
}

/// Returns the short texts that were in the story of an article only by its link or title, and no longer are.
fn former_dependents(
    article: &ComparedArticle,
    others: &[ComparedArticle],
    decision: &StoryDecision,
) -> Vec<ArticleId> {
    let Some(head) = others.iter().find(|head| article.story == Some(head.id)) else {
        return Vec::new();
    };
    let is_member = decision.members.first() == Some(&head.id);
    let story: Vec<&ComparedArticle> = others
        .iter()
        .filter(|other| other.story == Some(head.id))
        .collect();
    let is_dependent = |short: &&&ComparedArticle| {
        let mut members = story.iter().copied().chain(is_member.then_some(article));
        short.id != head.id
            && is_short(short)
            && !is_same_text(short, head)
            && !members.any(|member| is_same_by_member(short, member, head))
    };
    story
        .iter()
        .filter(is_dependent)
        .map(|short| short.id)
        .collect()
}

/// Returns true if the text of an article is part of that of another one.
pub fn is_contained(article: &ComparedArticle, other: &ComparedArticle) -> bool {
    is_larger(other, article) && is_same_text(article, other)
}

/// Returns true if the first text is the larger one; of equal ones the article that was there first.
fn is_larger(one: &ComparedArticle, other: &ComparedArticle) -> bool {
    let size = |article: &ComparedArticle| (article.shingles.len(), std::cmp::Reverse(article.id));
    size(one) > size(other)
}

/// Returns true if an article is no larger than a part of a round-up, and large enough to be compared.
fn is_part(text: &ComparedArticle, part: &ComparedArticle) -> bool {
    let largest = text.shingles.len() as f64 * MAX_ROUND_UP_SHARE;
    (MIN_SHINGLES..=largest as usize).contains(&part.shingles.len())
}

/// Returns true if a text contains two articles that have nothing in common, each no larger than a part of a round-up.
fn is_round_up(text: &ComparedArticle, contained: &[&ComparedArticle]) -> bool {
    let parts = contained.iter().filter(|part| is_part(text, part));
    let parts: Vec<&&ComparedArticle> = parts.collect();
    parts.iter().enumerate().any(|(number, one)| {
        let mut others = parts.iter().skip(number + 1);
        others.any(|other| one.shingles.containment(&other.shingles) < MAX_UNRELATED)
    })
}
