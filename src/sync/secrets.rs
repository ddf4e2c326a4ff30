//! Password and token of an account: [`Secrets`].

mod token_file;

use std::fmt::{Debug, Formatter};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::SyncError;
use crate::ingest::{Cancel, load_password};
use crate::model::{Account, AccountId, SourceSettings};
use token_file::{StoredSecrets, TokenFile};

/// Password and token of one account. Clones share them.
///
/// The password comes from a program or a file that the settings name, or was asked for. It is read when it is first needed: while
/// a token is valid, no program is run. The token, and the password that was asked for where the API has no token of its own, are
/// stored in a file of their own in the data folder that only the user can read, `tokens.json`. They are valid for the account, its
/// user and the origin of its address: a library that was restored from elsewhere sends none to another server.
#[derive(Clone)]
pub struct Secrets {
    shared: Arc<Shared>,
}

struct Shared {
    settings: SourceSettings,
    cancel: Cancel,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Place where they are stored; `None` for an account that is not added yet.
    file: Option<TokenFile>,
    /// True once `file` was read.
    is_loaded: bool,
    /// Password that was asked for, or was read from a program or a file.
    password: Option<String>,
    stored: StoredSecrets,
}

impl Secrets {
    /// Returns those of a stored account. `folder` is the data folder.
    pub fn of_account(account: &Account, folder: &Path, cancel: &Cancel) -> Self {
        let file = TokenFile::new(folder, account.id, &account.url, &account.user);
        Self::make(&account.settings, None, Some(file), cancel)
    }

    /// Returns those of an account that is not stored yet: in memory, until they are saved. `password` was asked for.
    pub fn in_memory(settings: &SourceSettings, password: Option<String>, cancel: &Cancel) -> Self {
        Self::make(settings, password, None, cancel)
    }

    fn make(
        settings: &SourceSettings,
        password: Option<String>,
        file: Option<TokenFile>,
        cancel: &Cancel,
    ) -> Self {
        let state = State {
            file,
            password,
            ..State::default()
        };
        Self {
            shared: Arc::new(Shared {
                settings: settings.clone(),
                cancel: cancel.clone(),
                state: Mutex::new(state),
            }),
        }
    }

    /// Returns the password: that which was asked for, else that of the program or file of the settings, else the stored one.
    ///
    /// # Errors
    /// There is none, the program or file fails, or the stored ones can't be read.
    pub fn password(&self) -> Result<String, SyncError> {
        let mut state = self.lock();
        if let Some(password) = &state.password {
            return Ok(password.clone());
        }
        let password = match load_password(&self.shared.settings, &self.shared.cancel)? {
            Some(password) => password,
            None => {
                state.load()?;
                state.stored.password.clone().ok_or(SyncError::NoPassword)?
            }
        };
        state.password = Some(password.clone());
        Ok(password)
    }

    /// Returns the stored token, or what else the API accepts instead of the password.
    pub fn token(&self) -> Option<String> {
        let mut state = self.lock();
        // If the file can't be used, the password is asked for, and storing a new token reports the error.
        state.load().ok()?;
        state.stored.token.clone()
    }

    /// Stores a token.
    ///
    /// # Errors
    /// The file can't be written, or others can read it.
    pub fn set_token(&self, token: &str) -> Result<(), SyncError> {
        self.change(|stored| stored.token = Some(token.to_owned()))
    }

    /// Forgets the token, since the server refuses it.
    ///
    /// # Errors
    /// As [`Secrets::set_token`].
    pub fn forget_token(&self) -> Result<(), SyncError> {
        self.change(|stored| stored.token = None)
    }

    /// Stores the secrets of an account that was added or changed in the data folder `folder`. The password that was asked for is
    /// stored only where `saves_password`.
    ///
    /// # Errors
    /// As [`Secrets::set_token`].
    pub fn save(
        &self,
        account: &Account,
        folder: &Path,
        saves_password: bool,
    ) -> Result<(), SyncError> {
        let mut state = self.lock();
        let has_source = self.shared.settings.password_command.is_some()
            || self.shared.settings.password_file.is_some();
        state.stored.password = match saves_password && !has_source {
            true => state.password.clone(),
            false => None,
        };
        let file = TokenFile::new(folder, account.id, &account.url, &account.user);
        file.store(&state.stored)?;
        state.file = Some(file);
        state.is_loaded = true;
        Ok(())
    }

    fn change(&self, change: impl FnOnce(&mut StoredSecrets)) -> Result<(), SyncError> {
        let mut state = self.lock();
        state.load()?;
        let before = state.stored.clone();
        change(&mut state.stored);
        match &state.file {
            Some(file) if state.stored != before => file.store(&state.stored),
            _ => Ok(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Reads the file, once.
    fn load(&mut self) -> Result<(), SyncError> {
        if let (Some(file), false) = (&self.file, self.is_loaded) {
            self.stored = file.load()?;
            self.is_loaded = true;
        }
        Ok(())
    }
}

/// Removes what is stored for an account from the data folder `folder`.
///
/// # Errors
/// The file can't be written, or others can read it.
pub fn remove_secrets(folder: &Path, account: AccountId) -> Result<(), SyncError> {
    token_file::remove(folder, account)
}

/// Hides all values.
impl Debug for Secrets {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}
