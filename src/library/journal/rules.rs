//! Rules: saved searches with an action. They act on new articles once these are indexed ([`act_on_due`]), and on all
//! that they find if the user asks for it ([`act_on_present`]). What a rule does in one run is one change.

use rusqlite::{Connection, OptionalExtension, params};

use crate::library::db::session::RULES_SESSION;
use crate::library::journal::batches::{self, BatchChange};
use crate::library::journal::changes::{self, PlannedChange};
use crate::library::journal::item_kind::{ItemKind, parse_value};
use crate::library::journal::items::{SavedSearchValue, current_value};
use crate::library::journal::make;
use crate::library::journal::plan::ChangePlan;
use crate::library::journal::result::SavedChange;
use crate::library::query::search::saved;
use crate::library::state::json;
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, ChangeKind, RuleAction, SavedSearchId};

/// Largest number of articles that a rule acts on at once.
const MAX_DUE: i64 = 5_000;

/// Number of articles that one transaction bookmarks.
const BOOKMARKS_PER_WRITE: usize = 100;

/// Saved search with an action.
struct Rule {
    id: SavedSearchId,
    name: String,
    query: String,
    action: RuleAction,
}

/// Plans a new rule. Another saved search must not have its name.
pub(super) fn plan_add_rule(
    plan: &mut ChangePlan<'_>,
    name: &str,
    query: &str,
    action: &RuleAction,
    now: i64,
) -> Result<(SavedSearchId, ChangeKind), LibraryError> {
    let name = crate::text::clean::clean_line(name).into_owned();
    let id = plan.next_id("saved_search")?;
    let value = SavedSearchValue {
        name: name.clone(),
        query: query.to_owned(),
        created: now,
        action: Some(action.clone()),
    };
    plan.add_item(ItemKind::Search, id, Some(json(&value)?));
    let action = Some(action.clone());
    Ok((SavedSearchId(id), ChangeKind::SetRule { name, action }))
}

/// Plans to give a saved search an action; `None` leaves a search that only is a view.
pub(super) fn plan_set_rule(
    plan: &mut ChangePlan<'_>,
    search: SavedSearchId,
    action: Option<&RuleAction>,
) -> PlannedChange {
    let mut value = changes::load_search(plan, search)?;
    value.action = action.cloned();
    plan.add_item(ItemKind::Search, search.0, Some(json(&value)?));
    Ok(Some(ChangeKind::SetRule {
        name: value.name,
        action: value.action,
    }))
}

/// Acts on new articles that a rule has found, of one rule. Returns true if there were any.
pub(in crate::library) fn act_on_due(library: &mut Library) -> Result<bool, LibraryError> {
    let search: Option<SavedSearchId> = library
        .connection()
        .prepare_cached(
            "SELECT search FROM rule_match INDEXED BY rule_match_due WHERE is_due = 1 ORDER BY search LIMIT 1",
        )?
        .query_row([], |row| row.get(0))
        .optional()?;
    let Some(search) = search else {
        return Ok(false);
    };
    let due: Vec<ArticleId> = library
        .connection()
        .prepare_cached(
            "SELECT article FROM rule_match INDEXED BY rule_match_due WHERE is_due = 1 AND search = ?1
             ORDER BY article LIMIT ?2",
        )?
        .query_map(params![search, MAX_DUE], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if let Some(rule) = load_rule(library.connection(), search)? {
        act(library, &rule, &due, RULES_SESSION)?;
    }
    // Only now: what a program that is killed before has done already is left out when it is done again.
    library.write(Durability::Normal, |transaction| {
        saved::finish_due_articles(transaction, search, &due)?;
        Ok(true)
    })
}

/// Acts on all articles that a rule finds, as a change of this session.
pub(super) fn act_on_present(
    library: &mut Library,
    search: SavedSearchId,
) -> Result<SavedChange, LibraryError> {
    let rule = load_rule(library.connection(), search)?;
    let rule =
        rule.ok_or_else(|| LibraryError::Missing("the saved search has no action".to_owned()))?;
    let found = saved::find_articles(library, &rule.query)?;
    let session = library.session().to_owned();
    act(library, &rule, &found, &session)
}

fn load_rule(connection: &Connection, search: SavedSearchId) -> Result<Option<Rule>, LibraryError> {
    let value = current_value(connection, ItemKind::Search, search.0, None)?;
    let Some(value) = value else {
        return Ok(None);
    };
    let value: SavedSearchValue = parse_value(Some(&value))?;
    Ok(value.action.map(|action| Rule {
        id: search,
        name: value.name,
        query: value.query,
        action,
    }))
}

/// Acts on those articles on which the action has an effect, as one change.
fn act(
    library: &mut Library,
    rule: &Rule,
    articles: &[ArticleId],
    session: &str,
) -> Result<SavedChange, LibraryError> {
    let articles = affected(library.connection(), &rule.action, articles)?;
    if articles.is_empty() {
        return Ok(SavedChange::default());
    }
    tracing::debug!(rule = rule.id.0, articles = articles.len(), "rule");
    let kind = ChangeKind::ApplyRule {
        name: rule.name.clone(),
        action: rule.action.clone(),
        count: articles.len(),
    };
    let many = |item| BatchChange {
        item,
        target: 1,
        kind: &kind,
        session,
    };
    match &rule.action {
        RuleAction::Mute => {
            batches::change_many(library, &articles, &many(ItemKind::ManyMuted), None)
        }
        RuleAction::Read => {
            batches::change_many(library, &articles, &many(ItemKind::ManyRead), None)
        }
        RuleAction::Bookmark => bookmark(library, &articles, &kind, &[], session),
        RuleAction::Tag(tag) => bookmark(
            library,
            &articles,
            &kind,
            std::slice::from_ref(tag),
            session,
        ),
    }
}

/// Returns those of some articles on which an action has an effect. A bookmarked one is never muted.
pub(in crate::library) fn affected(
    connection: &Connection,
    action: &RuleAction,
    articles: &[ArticleId],
) -> Result<Vec<ArticleId>, LibraryError> {
    let condition = match action {
        RuleAction::Mute => "muted <> 1 AND bookmarked = 0",
        RuleAction::Read => "read = 0",
        RuleAction::Bookmark => {
            "NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.article = article.id AND b.anchor IS NULL)"
        }
        RuleAction::Tag(_) => {
            "NOT EXISTS (SELECT 1 FROM bookmark b JOIN bookmark_tag t ON t.bookmark = b.id
             WHERE b.article = article.id AND b.anchor IS NULL AND t.tag = ?2)"
        }
    };
    let tag = match action {
        RuleAction::Tag(tag) => Some(tag),
        RuleAction::Mute | RuleAction::Read | RuleAction::Bookmark => None,
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?1)) AND in_library = 1
         AND {condition} AND ?2 IS ?2 ORDER BY id"
    ))?;
    let found = statement.query_map(params![json(&articles)?, tag], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns those of some articles that are muted.
pub(super) fn muted_among(
    connection: &Connection,
    articles: &[ArticleId],
) -> Result<Vec<ArticleId>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?1)) AND muted = 1 ORDER BY id",
    )?;
    let found = statement.query_map([json(&articles)?], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Bookmarks articles with tags, some in a transaction, all as one change.
fn bookmark(
    library: &mut Library,
    articles: &[ArticleId],
    kind: &ChangeKind,
    tags: &[String],
    session: &str,
) -> Result<SavedChange, LibraryError> {
    let now = library.now();
    let mut all = SavedChange::default();
    let mut change = None;
    for some in articles.chunks(BOOKMARKS_PER_WRITE) {
        let (saved, id) = make::extend_change(library, session, change, |plan| {
            for article in some {
                changes::plan_bookmark(plan, *article, None, None, tags, now)?;
            }
            Ok(Some(kind.clone()))
        })?;
        change = change.or(id);
        all.kind = all.kind.or(saved.kind);
        all.articles.extend(saved.articles);
    }
    Ok(all)
}
