//! Views of the library with their names and counts: [`views`].

use std::collections::{HashMap, HashSet};

use rusqlite::Row;

use crate::library::state::shared_articles::SharedArticles;
use crate::library::{LibraryError, LibraryReader};
use crate::model::{Category, CategoryId, RuleAction, SourceError, SourceId, View, ViewRow};

/// Returns every view with its name and its counts: those of the whole library, categories, sources, tags, saved
/// searches.
pub(in crate::library) fn views(library: &LibraryReader) -> Result<Vec<ViewRow>, LibraryError> {
    let counts = library.counts()?;
    let plain = |view, name: &str, count, unread| ViewRow {
        view,
        name: name.to_owned(),
        article_count: count,
        unread_count: unread,
        error: None,
        parents: Vec::new(),
        query: None,
        action: None,
    };
    let mut views = vec![
        plain(View::All, "All", counts.all, Some(counts.unread)),
        plain(View::Unread, "Unread", counts.unread, None),
        plain(View::Bookmarks, "Bookmarks", counts.bookmarks, None),
        plain(View::History, "History", counts.history, None),
        plain(View::Muted, "Muted", counts.muted, None),
    ];
    let in_categories = sources_in_categories(library)?;
    views.extend(category_views(library, &in_categories)?);
    let mut add = |sql: &str,
                   make: &dyn Fn(&Row<'_>) -> Result<ViewRow, rusqlite::Error>|
     -> Result<(), LibraryError> {
        let mut statement = library.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| make(row))?;
        for row in rows {
            views.push(row?);
        }
        Ok(())
    };
    add(
        "SELECT id, ifnull(user_title, title), articles, unread, error, error_detail FROM source
         WHERE removed IS NULL AND kind <> 'page' ORDER BY 2, id",
        &|row| {
            let id: SourceId = row.get(0)?;
            let parents = in_categories
                .iter()
                .filter(|(source, _)| *source == id)
                .map(|(_, category)| *category);
            Ok(ViewRow {
                view: View::Source(id),
                name: row.get(1)?,
                article_count: count(row, 2)?,
                unread_count: Some(count(row, 3)?),
                error: SourceError::from_code(row.get(4)?, row.get(5)?),
                parents: parents.collect(),
                query: None,
                action: None,
            })
        },
    )?;
    add(
        "SELECT tag, count(DISTINCT b.article) FROM bookmark_tag t JOIN bookmark b ON b.id = t.bookmark GROUP BY tag ORDER BY tag",
        &|row| {
            let tag: String = row.get(0)?;
            Ok(plain(
                View::Tag(tag.clone()),
                &format!("#{tag}"),
                count(row, 1)?,
                None,
            ))
        },
    )?;
    add(
        "SELECT id, name, articles, query, action FROM saved_search ORDER BY name",
        &|row| {
            let name: String = row.get(1)?;
            let view = View::SavedSearch(row.get(0)?);
            Ok(ViewRow {
                query: row.get(3)?,
                action: row
                    .get::<_, Option<String>>(4)?
                    .and_then(|action| RuleAction::parse(&action).ok()),
                ..plain(view, &name, count(row, 2)?, None)
            })
        },
    )?;
    Ok(views)
}

fn count(row: &Row<'_>, column: usize) -> Result<usize, rusqlite::Error> {
    Ok(usize::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

/// Returns the categories of the sources, in the order of the sources.
fn sources_in_categories(
    library: &LibraryReader,
) -> Result<Vec<(SourceId, CategoryId)>, LibraryError> {
    let mut statement = library
        .connection()
        .prepare_cached("SELECT source, category FROM source_category ORDER BY source, category")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the views of the categories, each after its parent, with the counts of all sources in and below them.
fn category_views(
    library: &LibraryReader,
    in_categories: &[(SourceId, CategoryId)],
) -> Result<Vec<ViewRow>, LibraryError> {
    let categories = library.categories()?;
    if categories.is_empty() {
        return Ok(Vec::new());
    }
    let mut below: HashMap<Option<CategoryId>, Vec<&Category>> = HashMap::new();
    for category in &categories {
        below.entry(category.parent).or_default().push(category);
    }
    let mut sources: HashMap<CategoryId, Vec<SourceId>> = HashMap::new();
    for (source, category) in in_categories {
        sources.entry(*category).or_default().push(*source);
    }
    let ordered = in_tree_order(&below);
    // Subcategories come after their parents, and so are complete before them from the end on.
    let mut sets: HashMap<CategoryId, HashSet<SourceId>> = HashMap::new();
    for category in ordered.iter().rev() {
        let mut set: HashSet<SourceId> = sources
            .remove(&category.id)
            .unwrap_or_default()
            .into_iter()
            .collect();
        for child in below.get(&Some(category.id)).into_iter().flatten() {
            set.extend(sets.get(&child.id).into_iter().flatten());
        }
        sets.insert(category.id, set);
    }
    let shared = SharedArticles::read(library.connection())?;
    let mut views = Vec::new();
    for category in ordered {
        let set = sets.remove(&category.id).unwrap_or_default();
        let counts = shared.count_once(library.connection(), &set)?;
        views.push(ViewRow {
            view: View::Category(category.id),
            name: category.name.clone(),
            article_count: counts.articles,
            unread_count: Some(counts.unread),
            error: None,
            parents: category.parent.into_iter().collect(),
            query: None,
            action: None,
        });
    }
    Ok(views)
}

/// Returns the categories in the order of the tree, each before those below it.
fn in_tree_order<'a>(below: &HashMap<Option<CategoryId>, Vec<&'a Category>>) -> Vec<&'a Category> {
    let children = |parent| below.get(&parent).into_iter().flatten().rev().copied();
    let mut waiting: Vec<&Category> = children(None).collect();
    let mut ordered = Vec::new();
    while let Some(category) = waiting.pop() {
        ordered.push(category);
        waiting.extend(children(Some(category.id)));
    }
    ordered
}
