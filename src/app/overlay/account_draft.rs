//! Account that is typed prompt by prompt before it is added: [`AccountDraft`].

use super::{AccountField, Picker, PickerKind, PickerRow, PickerValue, Prompt};
use crate::messages;
use crate::model::{AccountKind, NewAccount, Password, SettingChange, SourceSettings};

/// Account that is typed prompt by prompt. All but the password stays until the account is added, so that it can be corrected.
#[derive(Debug, Default)]
pub(in crate::app) struct AccountDraft {
    kind: Option<AccountKind>,
    address: String,
    user: String,
    password_command: String,
    /// True if the picker of sources is shown again afterwards.
    pub(in crate::app) returns_to_sources: bool,
}

/// Consequence of an accepted line.
#[derive(Debug)]
pub(in crate::app) enum AccountStep {
    /// This part is asked for.
    Ask(AccountField),
    /// The line can't be accepted, with the message that says why.
    Refuse(String),
    /// All is known.
    Add(Box<NewAccount>),
}

impl AccountDraft {
    /// Returns the picker of the kinds of servers.
    pub(in crate::app) fn kinds_picker(&self) -> Picker {
        let row = |kind: AccountKind| PickerRow {
            text: messages::account_errors::api_name(kind).to_owned(),
            note: messages::accounts::kind_help(kind).to_owned(),
            is_current: self.kind == Some(kind),
            value: Some(PickerValue::AccountKind(kind)),
            ..PickerRow::default()
        };
        let rows = AccountKind::ALL.into_iter().map(row).collect();
        Picker::new(PickerKind::AccountKinds, rows)
    }

    /// Returns true if the user name may be empty.
    pub(in crate::app) fn may_omit_user(&self) -> bool {
        !self.kind.is_some_and(AccountKind::needs_user)
    }

    /// Takes the kind of the server.
    pub(in crate::app) fn set_kind(&mut self, kind: AccountKind) {
        self.kind = Some(kind);
    }

    /// Returns the prompt for a part, with what was typed for it before. A password is typed anew.
    pub(in crate::app) fn prompt(&self, field: AccountField) -> Prompt {
        let text = match field {
            AccountField::Address => &self.address,
            AccountField::User => &self.user,
            AccountField::Password => "",
            AccountField::PasswordCommand => &self.password_command,
        };
        Prompt::for_account(field, text)
    }

    /// Takes an accepted line.
    pub(in crate::app) fn accept(&mut self, field: AccountField, line: &str) -> AccountStep {
        let trimmed = line.trim();
        match field {
            AccountField::Address if trimmed.is_empty() => {
                AccountStep::Refuse("No address".to_owned())
            }
            AccountField::Address => {
                trimmed.clone_into(&mut self.address);
                AccountStep::Ask(AccountField::User)
            }
            AccountField::User
                if trimmed.is_empty() && self.kind.is_some_and(AccountKind::needs_user) =>
            {
                AccountStep::Refuse("No user name".to_owned())
            }
            AccountField::User => {
                trimmed.clone_into(&mut self.user);
                AccountStep::Ask(AccountField::Password)
            }
            AccountField::Password if line.is_empty() => {
                AccountStep::Ask(AccountField::PasswordCommand)
            }
            AccountField::Password => {
                let password = Password::new(line.to_owned());
                self.add(SourceSettings::default(), Some(password))
            }
            AccountField::PasswordCommand if trimmed.is_empty() => {
                AccountStep::Refuse("No password command".to_owned())
            }
            AccountField::PasswordCommand => {
                trimmed.clone_into(&mut self.password_command);
                match SettingChange::parse("password-command", trimmed) {
                    Ok(change) => {
                        let mut settings = SourceSettings::default();
                        settings.apply(&change);
                        self.add(settings, None)
                    }
                    Err(error) => AccountStep::Refuse(error.to_string()),
                }
            }
        }
    }

    fn add(&self, settings: SourceSettings, password: Option<Password>) -> AccountStep {
        let Some(kind) = self.kind else {
            return AccountStep::Refuse("No kind of server".to_owned());
        };
        AccountStep::Add(Box::new(NewAccount {
            kind,
            address: self.address.clone(),
            user: self.user.clone(),
            settings,
            password,
        }))
    }
}
