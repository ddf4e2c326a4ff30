//! Result of one check of the doctor: [`Check`].

/// Result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No problem.
    Ok,
    /// A limitation or hint; nothing is wrong.
    Note,
    /// A problem that was just repaired.
    Repaired,
    /// A problem that is still there.
    Broken,
}

/// Result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// `terminal`, `files`, `settings`, `library` or `accounts`.
    pub area: &'static str,
    /// Name of the checked thing.
    pub name: String,
    /// Result.
    pub state: State,
    /// Value that was found.
    pub value: String,
    /// Advice; may be empty.
    pub advice: String,
}

impl State {
    /// Returns the word for the state as people read it.
    pub(in super::super) fn label(self) -> &'static str {
        match self {
            Self::Repaired => "fixed",
            Self::Ok | Self::Note | Self::Broken => self.name(),
        }
    }

    /// Returns the word for the state in JSON, which never changes.
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Repaired => "mended",
            Self::Broken => "broken",
        }
    }
}

/// Creates a check.
pub(super) fn check(
    area: &'static str,
    name: &str,
    state: State,
    value: &str,
    advice: &str,
) -> Check {
    Check {
        area,
        name: name.to_owned(),
        state,
        value: value.to_owned(),
        advice: advice.to_owned(),
    }
}
