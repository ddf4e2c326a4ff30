//! Passwords of sources, and settings whose values name files: [`load_password`], [`parse_setting`].

use std::path::{Path, PathBuf};

use super::cancel::Cancel;
use super::private_file::{PrivateFileError, read_private_file};
use super::program::{ProgramError, ProgramLimits, run_program};
use crate::model::{SettingChange, SettingError, SourceSettings};

/// Most bytes of a password file.
const MAX_BYTES: u64 = 64 * 1024;

/// Error of a password. None of them contains it.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The password file can't be read, or others can read it.
    #[error("password-file: {0}")]
    File(#[from] PrivateFileError),
    /// The file, or the output of the program, is empty, too long or not UTF-8.
    #[error("{0}: no password in the first line")]
    NoPassword(&'static str),
    /// The program failed.
    #[error("password-command: {0}")]
    Program(#[from] ProgramError),
}

/// Error of a setting as the user writes it.
#[derive(Debug, thiserror::Error)]
pub enum SettingProblem {
    /// The key or the value is not allowed.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The password file can't be used.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

/// Parses a setting as [`SettingChange::parse`]. The path of a password file may be relative to the current folder, or
/// begin with `~/`; the file is checked.
///
/// # Errors
/// The key or the value is not allowed, or the password file can't be used.
pub fn parse_setting(key: &str, value: &str) -> Result<SettingChange, SettingProblem> {
    let value = value.trim();
    if key != "password-file" || value.is_empty() {
        return Ok(SettingChange::parse(key, value)?);
    }
    let home = || std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    let path = match value.strip_prefix("~/").zip(home()) {
        Some((rest, home)) => home.join(rest),
        None => PathBuf::from(value),
    };
    let path = std::path::absolute(&path).unwrap_or(path);
    let change = SettingChange::parse(key, &path.to_string_lossy())?;
    read_password_file(&path)?;
    Ok(change)
}

/// Returns the password of a source: the first line of its password file, or of what its program prints. `None` if it
/// has neither.
///
/// # Errors
/// See [`PasswordError`].
pub fn load_password(
    settings: &SourceSettings,
    cancel: &Cancel,
) -> Result<Option<String>, PasswordError> {
    if let Some(path) = &settings.password_file {
        return read_password_file(path).map(Some);
    }
    let Some(argv) = &settings.password_command else {
        return Ok(None);
    };
    let output = run_program(argv, ProgramLimits::PASSWORD, cancel)?;
    first_line(output)
        .map(Some)
        .ok_or(PasswordError::NoPassword("password-command"))
}

/// Reads a password file. It must be a file of the user that nobody else may read or write (mode 0600 or less).
///
/// # Errors
/// See [`PasswordError`].
pub fn read_password_file(path: &Path) -> Result<String, PasswordError> {
    let bytes = read_private_file(path, MAX_BYTES + 1)?;
    let password = first_line(bytes).filter(|password| password.len() as u64 <= MAX_BYTES);
    password.ok_or(PasswordError::NoPassword("password-file"))
}

/// Returns the first line without its end; `None` if it is empty or not UTF-8.
fn first_line(bytes: Vec<u8>) -> Option<String> {
    let line = bytes.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let line = line.strip_suffix('\r').unwrap_or(line);
    (!line.is_empty()).then(|| line.to_owned())
}
