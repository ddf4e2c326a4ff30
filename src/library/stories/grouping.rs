//! Grouping of articles into stories, some articles at a time: [`group_some`].

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use rusqlite::{OptionalExtension, Transaction, params};

use crate::library::journal::later_copies::mute_later_copy;
use crate::library::query::search::saved;
use crate::library::state::json;
use crate::library::stories::candidates::{DueArticle, due_articles, find_candidates};
use crate::library::stories::compared::ComparedTexts;
use crate::library::stories::samples;
use crate::library::{Durability, Library, LibraryError};
use crate::model::ArticleId;
use crate::text::story::{ComparedArticle, StoryDecision, decide_story, is_contained};

/// Longest duration of a transaction.
const STEP_TIME: Duration = Duration::from_millis(20);
/// Number of articles with candidates whose texts are in memory at once.
const ARTICLES_PER_LOAD: usize = 40;
/// Largest number of articles that one is compared with.
const MAX_COMPARED: usize = 160;

/// Decides the stories of some articles, and returns their number; if there are none, deletes some expired samples. `None`
/// if there is nothing to do.
pub(in crate::library) fn group_some(library: &mut Library) -> Result<Option<usize>, LibraryError> {
    let due = due_articles(library.connection())?;
    if due.is_empty() {
        let now = library.now();
        if !samples::has_expired(library.connection(), now)? {
            return Ok(None);
        }
        library.write(Durability::Normal, |transaction| {
            samples::delete_expired(transaction, now)
        })?;
        return Ok(Some(0));
    }
    let candidates = find_candidates(library.connection(), &due)?;
    let mut texts = ComparedTexts::new(candidates.of_sources);
    let (with, without): (Vec<_>, Vec<_>) = due
        .iter()
        .zip(&candidates.of_articles)
        .partition(|(_, candidates)| !candidates.is_empty());
    for part in with.chunks(ARTICLES_PER_LOAD) {
        // Texts are read before the database is locked.
        for (article, candidates) in part {
            for id in candidates.iter().chain([&article.id]) {
                texts.compared(library.connection(), *id)?;
            }
        }
        group_articles(library, part, &mut texts)?;
        texts.clear_texts();
    }
    group_articles(library, &without, &mut texts)?;
    tracing::debug!(articles = due.len(), compared = with.len(), "grouped");
    Ok(Some(due.len()))
}

/// Decides the stories of articles with these candidates, in short transactions.
fn group_articles(
    library: &mut Library,
    articles: &[(&DueArticle, &Vec<ArticleId>)],
    texts: &mut ComparedTexts,
) -> Result<(), LibraryError> {
    let shares_read = library.shares_read();
    let now = library.now();
    let mut left = articles.iter();
    while !left.as_slice().is_empty() {
        library.write(Durability::Normal, |transaction| {
            let began = Instant::now();
            let mut marked = Vec::new();
            for (article, candidates) in left.by_ref() {
                let larger = group_article(transaction, article, candidates, texts)?;
                if shares_read && mark_if_contained(transaction, article.id, &larger, now)? {
                    marked.push(article.id);
                }
                if began.elapsed() > STEP_TIME {
                    break;
                }
            }
            saved::mark_saved_searches_due(transaction, &marked)
        })?;
    }
    Ok(())
}

/// Decides the story of an article, unless its text has changed meanwhile. If it has joined another story, returns the articles
/// that its text is part of.
fn group_article(
    transaction: &Transaction<'_>,
    due: &DueArticle,
    candidates: &[ArticleId],
    texts: &mut ComparedTexts,
) -> Result<Vec<ArticleId>, LibraryError> {
    let is_due = transaction
        .prepare_cached(
            "UPDATE story_sample SET pending = 0 WHERE article = ?1 AND pending = 1 AND hashes IS ?2",
        )?
        .execute(params![due.id, due.hashes])?;
    if is_due == 0 {
        return Ok(Vec::new());
    }
    let story: Option<Option<ArticleId>> = transaction
        .prepare_cached("SELECT story FROM article WHERE id = ?1")?
        .query_row([due.id], |row| row.get(0))
        .optional()?;
    if candidates.is_empty() && story.flatten().is_none() {
        return Ok(Vec::new());
    }
    let Some(article) = texts.compared(transaction, due.id)? else {
        return Ok(Vec::new());
    };
    let others = compared_with(transaction, &article, candidates, texts)?;
    let decision = decide_story(&article, &others);
    apply_decision(transaction, &article, &others, &decision)?;
    let story = decision.members.first().copied();
    if story.is_none() || story == article.story {
        return Ok(Vec::new());
    }
    mute_later_copy(transaction, article.id)?;
    let larger = others.iter().filter(|other| is_contained(&article, other));
    Ok(larger.map(|other| other.id).collect())
}

/// Reads the candidates of an article, the other articles of their stories, and those of its own.
fn compared_with(
    transaction: &Transaction<'_>,
    article: &ComparedArticle,
    candidates: &[ArticleId],
    texts: &mut ComparedTexts,
) -> Result<Vec<ComparedArticle>, LibraryError> {
    let mut others = Vec::with_capacity(candidates.len());
    let mut seen = BTreeSet::from([article.id]);
    let mut stories: BTreeSet<ArticleId> = article.story.into_iter().collect();
    for id in candidates {
        if let Some(other) = texts
            .compared(transaction, *id)?
            .filter(|_| seen.insert(*id))
        {
            stories.extend(other.story);
            others.push(other);
        }
    }
    let mut statement =
        transaction.prepare_cached("SELECT id FROM article WHERE story = ?1 ORDER BY id")?;
    for story in stories {
        let members = statement.query_map([story], |row| row.get(0))?;
        for id in members.collect::<Result<Vec<ArticleId>, _>>()? {
            if others.len() >= MAX_COMPARED || !seen.insert(id) {
                continue;
            }
            others.extend(texts.compared(transaction, id)?);
        }
    }
    Ok(others)
}

/// Writes a decision. A story that has one article left is dissolved.
fn apply_decision(
    transaction: &Transaction<'_>,
    article: &ComparedArticle,
    others: &[ComparedArticle],
    decision: &StoryDecision,
) -> Result<(), LibraryError> {
    let story = decision.members.first();
    let mut leave = transaction
        .prepare_cached("UPDATE article SET story = NULL WHERE id = ?1 AND story IS NOT NULL")?;
    let single = story.is_none().then_some(&article.id);
    for id in decision
        .released
        .iter()
        .chain(&decision.round_ups)
        .chain(single)
    {
        leave.execute([id])?;
    }
    let mut again =
        transaction.prepare_cached("UPDATE story_sample SET pending = 1 WHERE article = ?1")?;
    for id in &decision.released {
        again.execute([id])?;
    }
    let mut round_up =
        transaction.prepare_cached("UPDATE story_sample SET round_up = 1 WHERE article = ?1")?;
    for id in &decision.round_ups {
        round_up.execute([id])?;
    }
    let mut join = transaction.prepare_cached(
        "UPDATE article SET story = ?2 WHERE id = ?1 AND in_library = 1 AND story IS NOT ?2",
    )?;
    for id in &decision.members {
        join.execute(params![id, story])?;
    }
    let changed = decision.members.iter().chain(&decision.released);
    let changed: BTreeSet<&ArticleId> = changed
        .chain(&decision.round_ups)
        .chain([&article.id])
        .collect();
    let before = others
        .iter()
        .chain([article])
        .filter(|other| changed.contains(&other.id));
    let former: BTreeSet<ArticleId> = before.filter_map(|other| other.story).collect();
    let mut dissolve = transaction.prepare_cached(
        "UPDATE article SET story = NULL WHERE story = ?1 AND (SELECT count(*) FROM article WHERE story = ?1) = 1",
    )?;
    for story in former {
        dissolve.execute([story])?;
    }
    Ok(())
}

/// Marks an article that has joined a story as read if its text is part of one of these that was read. Returns true if it
/// was marked.
fn mark_if_contained(
    transaction: &Transaction<'_>,
    article: ArticleId,
    larger: &[ArticleId],
    now: i64,
) -> Result<bool, LibraryError> {
    let marked = transaction
        .prepare_cached(
            "UPDATE article SET read = 1, read_at = ?3 WHERE id = ?1 AND read = 0
             AND EXISTS (SELECT 1 FROM article WHERE id IN (SELECT value FROM json_each(?2)) AND read = 1)",
        )?
        .execute(params![article, json(&larger)?, now])?;
    Ok(marked == 1)
}
