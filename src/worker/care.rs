//! What is done for the library beside what is asked: the daily copy, letting go of what was read long ago, and saying what is wrong
//! with the library itself.

use std::sync::Arc;

use super::{Emit, Store};
use crate::library::{LibraryReader, backups, daily};
use crate::model::Outcome;

/// Does once a day what is to be done, and says what was set aside and not taken over. Runs beside everything else, and ends.
pub(super) fn care(store: &Arc<Store>, emit: &Emit) {
    let shelf = store.shelf();
    let Some(folder) = shelf.folder() else {
        return;
    };
    if let Ok(Some(files)) = shelf.read(LibraryReader::set_aside)
        && let Some(newest) = files.last()
    {
        shelf.notice(crate::library::aside_notice(newest));
    } else if let Some(copy) = backups(folder).last()
        && !matches!(
            shelf.read(LibraryReader::has_anything),
            Ok(Some(true)) | Err(_)
        )
    {
        shelf.notice(format!(
            "there is a copy of a library, of {}: newsprint doctor --recover takes it over",
            copy.day
        ));
    }
    if let Err(error) = daily(folder, store.keep_days()) {
        shelf.notice(format!("the daily copy of the library: {error}"));
    }
    tell(store, emit);
}

/// Tells what is to be told of the library itself.
pub(super) fn tell(store: &Arc<Store>, emit: &Emit) {
    for notice in store.shelf().notices() {
        emit(Outcome::Trouble(
            crate::text::clean::line(&notice).into_owned(),
        ));
    }
}
