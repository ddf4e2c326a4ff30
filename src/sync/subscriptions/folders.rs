//! Folders of an account and categories of the library: [`FolderCategories`].

use super::super::error::SyncError;
use super::super::server::{RemoteFolder, ServerLimits};
use crate::library::{Library, StoredFeed};
use crate::model::{AccountId, CategoryId, FolderLimit};

/// Categories of the folders of an account, and back.
#[derive(Debug, Default)]
pub(super) struct FolderCategories {
    /// Id of each folder, and its category.
    pub(super) folders: Vec<(String, CategoryId)>,
    /// Id of a folder, and another category with its name.
    same_names: Vec<(String, CategoryId)>,
    /// Folders that the server may have under another id, since the answer to a new name is missing.
    unknown: Vec<String>,
}

impl FolderCategories {
    /// Reads the folders of an account.
    ///
    /// # Errors
    /// The library can't be read.
    pub(super) fn read(library: &Library, account: AccountId) -> Result<Self, SyncError> {
        let mut read = Self::default();
        let mut names = Vec::new();
        for folder in library.remote_folders(account)? {
            if folder.name == StoredFeed::UNKNOWN {
                read.unknown.push(folder.id.clone());
            }
            if let Some(category) = folder.category {
                names.push((folder.name, folder.id.clone()));
                read.folders.push((folder.id, category));
            }
        }
        for category in library.categories()? {
            if read.has_folder(category.id) {
                continue;
            }
            let path = library.category_path(category.id)?;
            let same = names.iter().find(|(name, _)| path.as_ref() == Some(name));
            read.same_names
                .extend(same.map(|(_, id)| (id.clone(), category.id)));
        }
        Ok(read)
    }

    /// Returns true if a category is a folder, or has the name of one.
    pub(super) fn has_folder(&self, category: CategoryId) -> bool {
        let mut folders = self.folders.iter().chain(&self.same_names);
        folders.any(|(_, other)| *other == category)
    }

    /// Gives those of these folders a category that have none: the user has removed it, and the server has put a feed there since.
    ///
    /// # Errors
    /// The library can't be written.
    pub(super) fn add_missing(
        &mut self,
        library: &mut Library,
        account: AccountId,
        folders: &[String],
        listed: &[RemoteFolder],
    ) -> Result<(), SyncError> {
        for folder in listed.iter().filter(|folder| folders.contains(&folder.id)) {
            if !self.folders.iter().any(|(id, _)| *id == folder.id) {
                let category =
                    library.store_remote_folder(account, &folder.id, &folder.name, None)?;
                self.folders.retain(|(_, other)| *other != category);
                self.folders.push((folder.id.clone(), category));
            }
        }
        Ok(())
    }

    /// Returns the categories of a feed after the server has moved it to these folders: those that are none of its earlier folders
    /// stay. `before` are the folders as they were listed before.
    pub(super) fn moved_categories(
        &self,
        before: &Self,
        feed: &StoredFeed,
        folders: &[String],
    ) -> Vec<CategoryId> {
        let mut categories = feed.categories.clone();
        for known in [before, self] {
            for (_, left) in known
                .folders
                .iter()
                .chain(&known.same_names)
                .filter(|(id, _)| feed.folders.contains(id))
            {
                categories.retain(|category| category != left);
            }
        }
        categories.extend(self.categories_of(folders));
        categories
    }

    /// Returns true if the user has moved a feed since its folders were listed.
    pub(super) fn is_moved(
        &self,
        feed: &StoredFeed,
        limits: &ServerLimits,
        listed: &[RemoteFolder],
    ) -> bool {
        let is_uncertain = |id: &String| {
            self.unknown.contains(id) && !listed.iter().any(|folder| folder.id == *id)
        };
        self.folders_of(feed, limits).as_ref() != Some(&sorted(&feed.folders))
            || feed.folders.iter().any(is_uncertain)
    }

    /// Returns the categories of these folders.
    pub(super) fn categories_of(&self, folders: &[String]) -> Vec<CategoryId> {
        let found = self.folders.iter().filter(|(id, _)| folders.contains(id));
        found.map(|(_, category)| *category).collect()
    }

    /// Returns the folders that a feed is in by its categories here, sorted, as many as the server allows: those that it is in
    /// there come first. `None` if one of its categories has no folder yet and there is room for it.
    pub(super) fn folders_of(
        &self,
        feed: &StoredFeed,
        limits: &ServerLimits,
    ) -> Option<Vec<String>> {
        let mut found = Vec::new();
        let mut is_missing = false;
        for category in &feed.categories {
            let mut folders = self.folders.iter().chain(&self.same_names);
            match folders.find(|(_, known)| known == category) {
                Some((id, _)) if found.contains(id) => {}
                Some((id, _)) => found.push(id.clone()),
                None => is_missing = true,
            }
        }
        found.sort_by_key(|id| !feed.folders.contains(id));
        match limits.folders {
            FolderLimit::Fixed => return Some(sorted(&feed.folders)),
            FolderLimit::AtMostOne | FolderLimit::One => {
                found.truncate(1);
                if found.is_empty() && is_missing {
                    return None;
                }
                // A feed outside of all categories stays in its folder where it must be in one.
                if found.is_empty() && limits.folders == FolderLimit::One {
                    return Some(sorted(&feed.folders));
                }
            }
            FolderLimit::Any if is_missing => return None,
            FolderLimit::Any => {}
        }
        Some(sorted(&found))
    }
}

/// Returns ids in ascending order.
pub(super) fn sorted(ids: &[String]) -> Vec<String> {
    let mut sorted = ids.to_vec();
    sorted.sort();
    sorted
}
