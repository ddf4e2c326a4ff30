//! Changes of accounts on servers by the user: [`change_account`].

use super::emit::Emit;
use super::shared_state::SharedState;
use crate::library::Library;
use crate::model::{AccountChange, AccountId, Outcome};
use crate::sync::account::folder_of;
use crate::sync::error::SyncError;
use crate::sync::secrets::remove_secrets;

/// Pauses, resumes or removes an account. What is shown is read again then.
pub(super) fn change_account(
    id: AccountId,
    change: AccountChange,
    shared: &SharedState,
    emit: &Emit,
) {
    let changed = shared.pool.write_with(|library| apply(library, id, change));
    match changed {
        Ok(Ok(())) => emit(Outcome::LibraryChanged),
        Ok(Err(error)) => emit(Outcome::SaveFailed(error.to_string())),
        Err(error) => emit(Outcome::SaveFailed(error.to_string())),
    }
}

fn apply(library: &mut Library, id: AccountId, change: AccountChange) -> Result<(), SyncError> {
    match change {
        AccountChange::SetPaused(is_paused) => library.set_account_paused(id, is_paused)?,
        AccountChange::Remove => {
            let folder = folder_of(library).to_owned();
            library.remove_account(id)?;
            remove_secrets(&folder, id)?;
        }
    }
    Ok(())
}
