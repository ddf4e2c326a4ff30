//! Tree of categories while a change is planned: [`CategoryTree`].

use std::collections::BTreeMap;

use crate::library::journal::source_items::CategoryValue;
use crate::model::{Category, CategoryId};

/// Categories by their ids, with those that a change adds, moves and removes.
#[derive(Debug, Default)]
pub(super) struct CategoryTree {
    categories: BTreeMap<CategoryId, CategoryValue>,
    /// Id of the next new category.
    next_id: i64,
}

impl CategoryTree {
    /// Creates the tree of the stored categories. `next_id` is the id of the next new one.
    pub(super) fn new(categories: Vec<Category>, next_id: i64) -> Self {
        let value = |category: Category| CategoryValue {
            parent: category.parent,
            name: category.name,
            position: category.position,
        };
        let categories = categories.into_iter();
        Self {
            categories: categories
                .map(|category| (category.id, value(category)))
                .collect(),
            next_id,
        }
    }

    /// Returns a category.
    pub(super) fn get(&self, id: CategoryId) -> Option<&CategoryValue> {
        self.categories.get(&id)
    }

    /// Sets or removes a category.
    pub(super) fn set(&mut self, id: CategoryId, value: Option<CategoryValue>) {
        match value {
            Some(value) => self.categories.insert(id, value),
            None => self.categories.remove(&id),
        };
    }

    /// Returns the category with this name below a parent.
    pub(super) fn child(&self, parent: Option<CategoryId>, name: &str) -> Option<CategoryId> {
        let is_it = |value: &CategoryValue| value.parent == parent && value.name == name;
        let mut categories = self.categories.iter();
        categories
            .find(|(_, value)| is_it(value))
            .map(|(id, _)| *id)
    }

    /// Returns the categories below another one, in their order.
    pub(super) fn children(&self, parent: Option<CategoryId>) -> Vec<CategoryId> {
        let mut below: Vec<(&i64, &str, CategoryId)> = self
            .categories
            .iter()
            .filter(|(_, value)| value.parent == parent)
            .map(|(id, value)| (&value.position, value.name.as_str(), *id))
            .collect();
        below.sort_unstable();
        below.into_iter().map(|(_, _, id)| id).collect()
    }

    /// Adds a category as the last one below a parent, and returns its id and its value.
    pub(super) fn add(
        &mut self,
        parent: Option<CategoryId>,
        name: &str,
    ) -> (CategoryId, CategoryValue) {
        let siblings = self.children(parent);
        let positions = siblings.iter().filter_map(|id| self.get(*id));
        let last = positions.map(|value| value.position).max();
        let id = CategoryId(self.next_id);
        self.next_id += 1;
        let value = CategoryValue {
            parent,
            name: name.to_owned(),
            position: last.map_or(0, |last| last + 1),
        };
        self.set(id, Some(value.clone()));
        (id, value)
    }

    /// Returns the names from the top to a category.
    pub(super) fn names(&self, id: CategoryId) -> Vec<&str> {
        let mut names = Vec::new();
        let mut at = self.get(id);
        // The tree has no cycles; the bound holds in a damaged one.
        while let Some(value) = at.filter(|_| names.len() < self.categories.len()) {
            names.push(value.name.as_str());
            at = value.parent.and_then(|parent| self.get(parent));
        }
        names.reverse();
        names
    }

    /// Returns the path of a category: its names from the top, joined by `/`.
    pub(super) fn path(&self, id: CategoryId) -> String {
        self.names(id).join("/")
    }

    /// Returns the category with this path. Names may contain `/`, and spaces around it are ignored.
    pub(super) fn find(&self, path: &str) -> Option<CategoryId> {
        let wanted = normalize_path(path);
        let mut ids = self.categories.keys();
        ids.find(|id| normalize_path(&self.path(**id)) == wanted)
            .copied()
    }

    /// Returns true if a category is another one or below it.
    pub(super) fn is_within(&self, id: CategoryId, other: CategoryId) -> bool {
        let mut at = Some(id);
        for _ in 0..=self.categories.len() {
            match at {
                Some(id) if id == other => return true,
                Some(id) => at = self.get(id).and_then(|value| value.parent),
                None => return false,
            }
        }
        false
    }
}

/// Returns the names in a path, from the top.
pub(super) fn split_path(path: &str) -> Vec<&str> {
    let names = path.split('/').map(str::trim);
    names.filter(|name| !name.is_empty()).collect()
}

fn normalize_path(path: &str) -> String {
    split_path(path).join("/")
}
