//! One thing that the doctor looked at, and how it stands: [`Check`].

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Ok,
    /// Worth knowing: something is less than it could be.
    Note,
    /// It was wrong, and was mended just now.
    Mended,
    /// To be mended.
    Broken,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// `terminal`, `files`, `settings` or `library`.
    pub area: &'static str,
    /// What was looked at.
    pub name: String,
    /// How it stands.
    pub state: State,
    /// What was found.
    pub value: String,
    /// What to do or to know; may be empty.
    pub advice: String,
}

impl State {
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Mended => "mended",
            Self::Broken => "broken",
        }
    }
}

/// A check of these parts.
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
