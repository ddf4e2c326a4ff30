//! Settings of a source as a request needs them: limits, credentials, a program instead of the address.

use std::time::Duration;

use crate::fetch::{BodyLimits, Credentials, FetchError};
use crate::ingest::cancel::Cancel;
use crate::ingest::credentials::load_password;
use crate::ingest::program::{ProgramError, ProgramLimits};
use crate::model::SourceSettings;

/// Longest duration of a program that prints a feed.
const PROGRAM_DURATION: Duration = Duration::from_secs(60);

/// Returns the limits of the body of an answer.
pub(in crate::ingest) fn body_limits(settings: &SourceSettings) -> BodyLimits {
    let usual = BodyLimits::default();
    settings.max_size.map_or(usual, |bytes| BodyLimits {
        received: bytes,
        decoded: bytes.max(usual.decoded),
    })
}

/// Returns the limits of a program that prints the feed.
pub(super) fn program_limits(settings: &SourceSettings) -> ProgramLimits {
    let bytes = body_limits(settings).received;
    ProgramLimits {
        bytes: usize::try_from(bytes).unwrap_or(usize::MAX),
        duration: PROGRAM_DURATION,
    }
}

/// Returns the credentials of a source; `None` if it has no password. A program that prints the password may take a minute.
///
/// # Errors
/// The password can't be read.
pub(in crate::ingest) fn credentials(
    settings: &SourceSettings,
    cancel: &Cancel,
) -> Result<Option<Credentials>, FetchError> {
    let password =
        load_password(settings, cancel).map_err(|error| FetchError::Other(error.to_string()))?;
    Ok(password.map(|password| Credentials {
        user: settings.user.clone().unwrap_or_default(),
        password,
    }))
}

/// Returns the error of a program that was to print the feed.
pub(super) fn program_error(error: ProgramError) -> FetchError {
    match error {
        ProgramError::Cancelled(_) => FetchError::Cancelled,
        ProgramError::TooLarge { limit, .. } => FetchError::TooLarge {
            limit: limit as u64,
        },
        error => FetchError::Other(format!("exec: {error}")),
    }
}
