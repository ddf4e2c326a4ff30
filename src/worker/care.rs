//! What is done for the library beside what is asked: the daily copy, letting go of what was read long ago, and saying what is wrong
//! with the library itself.

use std::sync::Arc;

use super::{Emit, Store};
use crate::library::{daily, recovery_advice};
use crate::model::Outcome;

/// Does once a day what is to be done, and says what was set aside and not taken over. Runs beside everything else, and ends.
pub(super) fn care(store: &Arc<Store>, emit: &Emit) {
    let shelf = store.shelf();
    let Some(folder) = shelf.folder() else {
        return;
    };
    let advice = match shelf.read(|library| Ok(recovery_advice(folder, Some(library)))) {
        Ok(Some(advice)) => advice,
        Ok(None) => recovery_advice(folder, None),
        Err(_) => None,
    };
    if let Some(advice) = advice {
        shelf.notice(advice);
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
