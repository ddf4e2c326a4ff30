//! Changes of categories, and of the categories of sources: the items to set for each.

use std::collections::BTreeSet;

use rusqlite::params;

use crate::library::LibraryError;
use crate::library::articles::sources::categories;
use crate::library::journal::category_tree::{CategoryTree, split_path};
use crate::library::journal::changes::PlannedChange;
use crate::library::journal::item_kind::ItemKind;
use crate::library::journal::plan::ChangePlan;
use crate::library::journal::source_items::CategoryValue;
use crate::library::state::json;
use crate::model::{CategoryId, ChangeKind, SourceId};
use crate::text::clean;

/// Most levels of a path of categories.
const MAX_LEVELS: usize = 32;

impl ChangePlan<'_> {
    /// Returns the categories as this plan leaves them.
    fn category_tree(&mut self) -> Result<&mut CategoryTree, LibraryError> {
        if self.categories.is_none() {
            let stored = categories::categories(self.transaction)?;
            let next_id = self.next_id("category")?;
            self.categories = Some(CategoryTree::new(stored, next_id));
        }
        Ok(self.categories.get_or_insert_default())
    }

    /// Sets or removes a category.
    fn set_category(
        &mut self,
        id: CategoryId,
        value: Option<CategoryValue>,
    ) -> Result<(), LibraryError> {
        let after = value.as_ref().map(json).transpose()?;
        self.category_tree()?.set(id, value);
        self.add_item(ItemKind::Category, id.0, after);
        Ok(())
    }

    /// Returns the category with these names from the top, and adds the missing ones. `None` without names.
    pub(super) fn ensure_category(
        &mut self,
        names: &[&str],
    ) -> Result<Option<CategoryId>, LibraryError> {
        let mut parent = None;
        for name in names.iter().take(MAX_LEVELS) {
            let name = clean::clean_line(name);
            let name = name.trim();
            if name.is_empty() {
                continue;
            }
            let tree = self.category_tree()?;
            parent = Some(match tree.child(parent, name) {
                Some(known) => known,
                None => {
                    let (id, value) = tree.add(parent, name);
                    self.add_item(ItemKind::Category, id.0, Some(json(&value)?));
                    id
                }
            });
        }
        Ok(parent)
    }

    /// Returns the category with this path, and adds it if necessary.
    fn ensure_path(&mut self, path: &str) -> Result<Option<CategoryId>, LibraryError> {
        if let Some(known) = self.category_tree()?.find(path) {
            return Ok(Some(known));
        }
        self.ensure_category(&split_path(path))
    }

    /// Loads the categories of a source.
    pub(super) fn load_categories(
        &self,
        source: SourceId,
    ) -> Result<BTreeSet<CategoryId>, LibraryError> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT category FROM source_category WHERE source = ?1")?;
        let found = statement.query_map([source], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Puts a source into exactly these categories.
    pub(super) fn add_categories_item(
        &mut self,
        source: SourceId,
        categories: &BTreeSet<CategoryId>,
    ) -> Result<(), LibraryError> {
        self.add_item(
            ItemKind::SourceCategories,
            source.0,
            Some(json(categories)?),
        );
        Ok(())
    }

    /// Removes a category that neither has a source other than `leaving` nor a category below it, and then its parents.
    fn prune_category(
        &mut self,
        id: CategoryId,
        leaving: SourceId,
        kept: &BTreeSet<CategoryId>,
    ) -> Result<(), LibraryError> {
        let mut at = Some(id);
        while let Some(id) = at {
            let is_used: bool = self
                .transaction
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM source_category WHERE category = ?1 AND source <> ?2)",
                )?
                .query_row(params![id, leaving], |row| row.get(0))?;
            let tree = self.category_tree()?;
            let has_children = !tree.children(Some(id)).is_empty();
            let Some(value) = tree.get(id).cloned() else {
                return Ok(());
            };
            if is_used || has_children || kept.contains(&id) {
                return Ok(());
            }
            self.set_category(id, None)?;
            at = value.parent;
        }
        Ok(())
    }
}

/// Plans to put a source into the categories with these paths, and into no others.
pub(super) fn plan_set_categories(
    plan: &mut ChangePlan<'_>,
    source: SourceId,
    paths: &[String],
) -> PlannedChange {
    let mut after = BTreeSet::new();
    for path in paths {
        after.extend(plan.ensure_path(path)?);
    }
    plan_categories_of(plan, source, &after)
}

/// Plans to put a source into categories at the top and to take it out of others: the tags of the user.
pub(super) fn plan_retag_source(
    plan: &mut ChangePlan<'_>,
    source: SourceId,
    added: &[String],
    removed: &[String],
) -> PlannedChange {
    let mut after = plan.load_categories(source)?;
    for name in added {
        after.extend(plan.ensure_category(&[name])?);
    }
    for name in removed {
        let name = clean::clean_line(name);
        if let Some(id) = plan.category_tree()?.child(None, name.trim()) {
            after.remove(&id);
        }
    }
    plan_categories_of(plan, source, &after)
}

/// Plans to put a source into exactly these categories. Those that become empty by it are removed.
pub(super) fn plan_categories_of(
    plan: &mut ChangePlan<'_>,
    source: SourceId,
    after: &BTreeSet<CategoryId>,
) -> PlannedChange {
    let title = plan.load_source_title(source)?;
    let before = plan.load_categories(source)?;
    plan.add_categories_item(source, after)?;
    for left in before.difference(after) {
        plan.prune_category(*left, source, after)?;
    }
    let tree = plan.category_tree()?;
    let mut categories: Vec<String> = after.iter().map(|id| tree.path(*id)).collect();
    categories.sort();
    Ok(Some(ChangeKind::SetCategories { title, categories }))
}

/// Plans to rename or move the category with a path: it gets the path `to`, whose parents are added if necessary.
pub(super) fn plan_move_category(plan: &mut ChangePlan<'_>, from: &str, to: &str) -> PlannedChange {
    let id = find_category(plan, from)?;
    let names = split_path(to);
    let Some((name, parents)) = names.split_last() else {
        return Err(LibraryError::Missing("a category needs a name".to_owned()));
    };
    let from = plan.category_tree()?.path(id);
    let parent = plan.ensure_category(parents)?;
    let name = clean::clean_line(name).into_owned();
    let tree = plan.category_tree()?;
    if parent.is_some_and(|parent| tree.is_within(parent, id)) {
        return Err(LibraryError::Missing(format!(
            "{from} can't be below itself"
        )));
    }
    if tree.child(parent, &name).is_some_and(|other| other != id) {
        return Err(LibraryError::Missing(format!(
            "there is a category {} already",
            names.join("/")
        )));
    }
    let Some(mut value) = tree.get(id).cloned() else {
        return Ok(None);
    };
    if value.parent != parent {
        let siblings = tree.children(parent).into_iter();
        let positions = siblings.filter_map(|id| tree.get(id).map(|value| value.position));
        value.position = positions.max().map_or(0, |last| last + 1);
    }
    (value.parent, value.name) = (parent, name);
    plan.set_category(id, Some(value))?;
    let to = plan.category_tree()?.path(id);
    Ok(Some(ChangeKind::MoveCategory { from, to }))
}

/// Plans to remove the category with a path. Its sources and the categories below it move to its parent; categories of
/// the same name become one.
pub(super) fn plan_remove_category(plan: &mut ChangePlan<'_>, path: &str) -> PlannedChange {
    let id = find_category(plan, path)?;
    let path = plan.category_tree()?.path(id);
    let parent = plan.category_tree()?.get(id).and_then(|value| value.parent);
    // A category below it may have its name. Undo leaves it with this one if another category has got its name since.
    if let Some(mut value) = plan.category_tree()?.get(id).cloned() {
        let name = value.name.clone();
        while plan.category_tree()?.child(parent, &value.name).is_some() {
            value.name = match value.name == name {
                true => format!("{name} ({id})"),
                false => format!("{}'", value.name),
            };
        }
        plan.set_category(id, Some(value))?;
    }
    // From each removed category, the one that gets its sources.
    let mut merged: Vec<(CategoryId, Option<CategoryId>)> = vec![(id, parent)];
    let mut at = 0;
    while let Some((from, to)) = merged.get(at).copied() {
        at += 1;
        for child in plan.category_tree()?.children(Some(from)) {
            let Some(mut value) = plan.category_tree()?.get(child).cloned() else {
                continue;
            };
            match plan.category_tree()?.child(to, &value.name) {
                Some(same) => merged.push((child, Some(same))),
                None => {
                    value.parent = to;
                    plan.set_category(child, Some(value))?;
                }
            }
        }
    }
    let removed: Vec<CategoryId> = merged.iter().map(|(from, _)| *from).collect();
    let mut statement = plan.transaction.prepare_cached(
        "SELECT DISTINCT source FROM source_category WHERE category IN (SELECT value FROM json_each(?1)) ORDER BY source",
    )?;
    let sources = statement.query_map([json(&removed)?], |row| row.get(0))?;
    let sources: Vec<SourceId> = sources.collect::<Result<_, _>>()?;
    for source in sources {
        let before = plan.load_categories(source)?;
        let target = |id: CategoryId| match merged.iter().find(|(from, _)| *from == id) {
            Some((_, to)) => *to,
            None => Some(id),
        };
        let after: BTreeSet<CategoryId> = before.into_iter().filter_map(target).collect();
        plan.add_categories_item(source, &after)?;
    }
    // Those below come first.
    for (from, _) in merged.iter().rev() {
        plan.set_category(*from, None)?;
    }
    Ok(Some(ChangeKind::RemoveCategory { path }))
}

fn find_category(plan: &mut ChangePlan<'_>, path: &str) -> Result<CategoryId, LibraryError> {
    let found = plan.category_tree()?.find(path);
    found.ok_or_else(|| LibraryError::Missing(format!("no category {path}")))
}
