//! Account that the user wants to add: [`NewAccount`], and its typed password: [`Password`].

use std::fmt::{Debug, Formatter};

use super::{AccountKind, SourceSettings};

/// Account that the user wants to add.
#[derive(Clone, PartialEq)]
pub struct NewAccount {
    /// API of the server.
    pub kind: AccountKind,
    /// Address as typed; it may contain a credential.
    pub address: String,
    /// User name; may be empty where a token names the user.
    pub user: String,
    /// Settings: where its password comes from.
    pub settings: SourceSettings,
    /// Password, if it was typed.
    pub password: Option<Password>,
}

/// Shows the kind alone.
impl Debug for NewAccount {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAccount")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Password that was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Wraps a password.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the text.
    pub fn into_text(self) -> String {
        self.0
    }
}

/// Hides the text.
impl Debug for Password {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}
