//! Folders of an account and categories of the library: [`FolderCategories`].

use super::super::error::SyncError;
use super::super::server::{FolderLimit, ServerLimits};
use crate::library::{Library, StoredFeed};
use crate::model::{AccountId, CategoryId};

/// Categories of the folders of an account, and back.
#[derive(Debug, Default)]
pub(super) struct FolderCategories {
    /// Id of each folder, and its category.
    pub(super) folders: Vec<(String, CategoryId)>,
}

impl FolderCategories {
    /// Reads the folders of an account.
    ///
    /// # Errors
    /// The library can't be read.
    pub(super) fn read(library: &Library, account: AccountId) -> Result<Self, SyncError> {
        let folders = library.remote_folders(account)?.into_iter();
        Ok(Self {
            folders: folders
                .filter_map(|folder| Some((folder.id, folder.category?)))
                .collect(),
        })
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
            match self.folders.iter().find(|(_, known)| known == category) {
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
