//! Accounts on servers in the picker of sources: syncing, pausing and removing them.

use crate::app::{Action, App};
use crate::messages;
use crate::model::{AccountChange, AccountId, Job, RefreshScope};

impl App {
    /// Applies an action to the account that is selected; returns false if it means nothing there. Removing is the only change that
    /// can't be undone: it takes the key twice.
    pub(super) fn apply_to_account(&mut self, action: Action, id: AccountId) -> bool {
        let was_asked = self.overlay.sources.removing.take() == Some(id);
        let Some(account) = self.overlay.sources.account(id) else {
            return false;
        };
        let name = messages::accounts::name(&account.url, &account.user);
        match action {
            Action::Refresh => {
                self.status.report(format!("Syncing {name} …"));
                let scope = RefreshScope::Account(id);
                self.effects.submit(Job::Refresh(scope));
            }
            Action::PauseSource => {
                let is_paused = !account.is_paused;
                let verb = if is_paused { "Paused" } else { "Resumed" };
                self.status.report(format!("{verb} {name}"));
                let change = AccountChange::SetPaused(is_paused);
                self.effects.submit(Job::ChangeAccount(id, change));
            }
            Action::Delete if was_asked => {
                self.status
                    .report(messages::accounts::removed(&name, account.feeds));
                self.effects
                    .submit(Job::ChangeAccount(id, AccountChange::Remove));
            }
            Action::Delete => {
                let question = messages::accounts::removal_question(account);
                self.overlay.sources.removing = Some(id);
                self.status.report(question);
            }
            _ => return false,
        }
        true
    }

    /// Reports the state of an account in full: its row may be cut.
    pub(super) fn report_account(&mut self, id: AccountId) {
        let account = self.overlay.sources.account(id);
        let text = account.map(|account| messages::accounts::health(account, self.now));
        self.status
            .report(text.unwrap_or_else(|| "This account was removed".to_owned()));
    }
}
