//! Settings of a source as a request needs them: headers, credentials, limits ([`settings_of`]).

use crate::fetch::{BodyLimits, Credentials};
use crate::library::LibraryReader;
use crate::model::{Source, SourceError, SourceErrorKind};

/// Settings of a request.
#[derive(Debug, Default)]
pub(super) struct TaskSettings {
    /// Headers that the user has set.
    pub(super) headers: Vec<(String, String)>,
    /// Credentials.
    pub(super) credentials: Option<Credentials>,
    /// Limits of the body.
    pub(super) limits: BodyLimits,
}

/// Returns the settings of a source.
///
/// # Errors
/// The password can't be read.
pub(super) fn settings_of(
    library: &LibraryReader,
    source: &Source,
) -> Result<TaskSettings, SourceError> {
    let settings = library
        .source_settings(source.id)
        .map_err(|error| SourceError {
            kind: SourceErrorKind::Other,
            details: Some(error.to_string()),
        })?;
    let limits = settings
        .max_size
        .map_or_else(BodyLimits::default, |bytes| BodyLimits {
            received: bytes,
            decoded: bytes.max(BodyLimits::default().decoded),
        });
    Ok(TaskSettings {
        headers: settings.headers,
        credentials: None,
        limits,
    })
}
