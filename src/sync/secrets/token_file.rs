//! File of the tokens of all accounts in the data folder, `tokens.json`: [`TokenFile`].

use std::fmt::{Debug, Formatter};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use url::Url;

use crate::ingest::{PrivateFileError, read_private_file};
use crate::library::wait_for_lock;
use crate::model::AccountId;
use crate::sync::error::SyncError;

/// Name of the file.
const NAME: &str = "tokens.json";

/// Most bytes of the file.
const MAX_BYTES: u64 = 1024 * 1024;

/// What is stored for one account.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct StoredSecrets {
    /// Token of the API.
    pub(super) token: Option<String>,
    /// Password that was asked for.
    pub(super) password: Option<String>,
}

/// Place in the file for one account.
pub(super) struct TokenFile {
    path: PathBuf,
    account: AccountId,
    /// Scheme, host and port of the server.
    origin: String,
    user: String,
}

/// Content of the file.
#[derive(Default, Serialize, Deserialize)]
struct Content {
    accounts: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    id: AccountId,
    origin: String,
    user: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password: Option<String>,
}

impl TokenFile {
    /// Returns the place for an account in the file of a data folder.
    pub(super) fn new(folder: &Path, account: AccountId, url: &str, user: &str) -> Self {
        let origin = Url::parse(url).map(|url| url.origin().ascii_serialization());
        Self {
            path: folder.join(NAME),
            account,
            origin: origin.unwrap_or_default(),
            user: user.to_owned(),
        }
    }

    /// Reads what is stored; nothing if it is for another server or user.
    pub(super) fn load(&self) -> Result<StoredSecrets, SyncError> {
        let found = read(&self.path)?.accounts;
        let own = found.into_iter().find(|entry| self.owns(entry));
        Ok(
            own.map_or_else(StoredSecrets::default, |entry| StoredSecrets {
                token: entry.token,
                password: entry.password,
            }),
        )
    }

    /// Replaces what is stored for the account.
    pub(super) fn store(&self, secrets: &StoredSecrets) -> Result<(), SyncError> {
        change(&self.path, |content| {
            content.accounts.retain(|entry| entry.id != self.account);
            if *secrets != StoredSecrets::default() {
                content.accounts.push(Entry {
                    id: self.account,
                    origin: self.origin.clone(),
                    user: self.user.clone(),
                    token: secrets.token.clone(),
                    password: secrets.password.clone(),
                });
            }
        })
    }

    fn owns(&self, entry: &Entry) -> bool {
        entry.id == self.account
            && entry.origin == self.origin
            && entry.user == self.user
            && !self.origin.is_empty()
    }
}

/// Names the file alone.
impl Debug for TokenFile {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TokenFile").field(&self.path).finish()
    }
}

/// Removes what is stored for an account.
pub(super) fn remove(folder: &Path, account: AccountId) -> Result<(), SyncError> {
    let path = folder.join(NAME);
    match path.exists() {
        true => change(&path, |content| {
            content.accounts.retain(|entry| entry.id != account);
        }),
        false => Ok(()),
    }
}

/// Reads the file; a missing or empty one has no accounts.
fn read(path: &Path) -> Result<Content, SyncError> {
    let bytes = match read_private_file(path, MAX_BYTES) {
        Err(PrivateFileError::Unreadable { error, .. }) if error.kind() == ErrorKind::NotFound => {
            return Ok(Content::default());
        }
        read => read?,
    };
    if bytes.is_empty() {
        return Ok(Content::default());
    }
    serde_json::from_slice(&bytes).map_err(|_| {
        // The message of the parser may quote a token.
        let error = io::Error::new(ErrorKind::InvalidData, "not valid JSON: remove the file");
        unusable(path, error)
    })
}

/// Changes the file, alone among all programs, and replaces it at once. A new one can be read by the user only.
fn change(path: &Path, change: impl FnOnce(&mut Content)) -> Result<(), SyncError> {
    let _lock = lock(path).map_err(|error| unusable(path, error))?;
    let mut content = read(path)?;
    change(&mut content);
    replace(path, &content).map_err(|error| unusable(path, error))
}

/// Opens the file, or creates it, and locks it. Another program may replace it meanwhile.
fn lock(path: &Path) -> io::Result<File> {
    loop {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = wait_for_lock(options.mode(0o600).open(path)?);
        let (own, there) = (file.metadata()?, fs::metadata(path));
        if there.is_ok_and(|there| (own.dev(), own.ino()) == (there.dev(), there.ino())) {
            return Ok(file);
        }
    }
}

fn replace(path: &Path, content: &Content) -> io::Result<()> {
    let beside = path.with_extension(format!("json.{}", std::process::id()));
    // A program that was killed may have left one.
    let _ = fs::remove_file(&beside);
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&beside)?;
    let written = serde_json::to_writer_pretty(&mut file, content)
        .map_err(io::Error::from)
        .and_then(|()| file.write_all(b"\n"))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn unusable(path: &Path, error: io::Error) -> SyncError {
    SyncError::Tokens(PrivateFileError::Unreadable {
        path: path.to_owned(),
        error,
    })
}
