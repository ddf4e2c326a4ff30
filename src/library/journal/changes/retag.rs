//! Tags that are given to one bookmark and taken from it, beside those that it has.

use crate::library::journal::Kind;
use crate::library::journal::changes::{Changed, no_bookmark, tidy};
use crate::library::state::json;
use crate::library::{Library, LibraryError};
use crate::model::BookmarkId;

impl Library {
    /// Gives a bookmark some tags and takes others from it, in one step: what another program tags meanwhile is kept.
    ///
    /// # Errors
    /// The bookmark is not there, or the database takes nothing.
    pub fn retag_bookmark(
        &mut self,
        bookmark: BookmarkId,
        given: &[String],
        taken: &[String],
    ) -> Result<Changed, LibraryError> {
        let mut taken = taken.to_vec();
        tidy(&mut taken);
        self.change(|change| {
            let Some(mut marked) = change.marked(bookmark)? else {
                return Err(no_bookmark(bookmark));
            };
            marked.tags.extend(given.iter().cloned());
            tidy(&mut marked.tags);
            marked.tags.retain(|tag| !taken.contains(tag));
            let title = change.title(marked.article)?;
            let said = match marked.tags.is_empty() {
                true => format!("took the tags off {title}"),
                false => format!("tagged {title} as {}", marked.tags.join(", ")),
            };
            change.item(Kind::Bookmark, bookmark.0, Some(json(&marked)?));
            Ok(said)
        })
    }
}
