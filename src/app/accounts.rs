//! Accounts on servers: adding one, and syncing, pausing and removing them in the picker of sources.

use super::overlay::{AccountDraft, AccountStep, account_facts};
use crate::app::{AccountField, Action, App, Overlay, PickerKind, Prompt, PromptKind, Scope};
use crate::messages;
use crate::model::{AccountId, AccountKind, Change, Job, RefreshScope};
use crate::text::redact;

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
            Action::Refresh if account.is_paused => {
                self.status.report(self.paused_account_text(&name));
            }
            Action::Refresh => {
                self.status.report(format!("Syncing {name} …"));
                let scope = RefreshScope::Account(id);
                self.effects.submit(Job::Refresh(scope));
            }
            Action::PauseSource => {
                let change = Change::PauseAccount(id, !account.is_paused);
                self.library.change(change, &mut self.effects);
            }
            Action::Delete if was_asked => {
                self.status
                    .report(messages::accounts::removed(&name, account.feeds));
                self.effects.submit(Job::RemoveAccount(id));
            }
            Action::Delete => {
                let key = self.keys.name(Scope::Picker, Action::Delete);
                let question = messages::accounts::removal_question(account, &key);
                self.overlay.sources.removing = Some(id);
                self.status.report_notice(question);
            }
            _ => return false,
        }
        true
    }

    /// Words that an account is paused, with the key that resumes it among the sources.
    pub(super) fn paused_account_text(&self, name: &str) -> String {
        let key = self.key_name(Scope::Picker, Action::PauseSource);
        messages::accounts::paused(name, &key)
    }

    /// Opens the picker of the kinds of servers, to add an account. `from` is the picker that it was asked for in.
    pub(super) fn choose_account_kind(&mut self, from: Option<PickerKind>) {
        self.overlay.account.returns_to_sources = from == Some(PickerKind::Sources);
        let picker = self.overlay.account.kinds_picker();
        self.overlay.open_picker(picker);
    }

    /// Opens the first prompt of an account on a server of this kind.
    pub(super) fn ask_for_account(&mut self, kind: AccountKind) {
        self.overlay.account.set_kind(kind);
        let prompt = self.overlay.account.prompt(AccountField::Address);
        self.open_prompt(prompt);
    }

    /// Takes a line about an account that is added, and asks for the next one.
    pub(super) fn accept_account_line(&mut self, field: AccountField, prompt: Prompt) {
        match self.overlay.account.accept(field, prompt.input.value()) {
            AccountStep::Ask(next) => {
                let prompt = self.overlay.account.prompt(next);
                self.open_prompt(prompt);
            }
            AccountStep::Refuse(reason) => {
                self.status.report(reason);
                self.overlay.open = Overlay::Prompt(prompt);
            }
            AccountStep::Add(account) => {
                let place = redact(&account.address);
                let name = messages::accounts::name(&place, &account.user);
                self.leave_new_account();
                self.status.report(format!("Checking {name} …"));
                self.effects.submit(Job::AddAccount(account));
            }
        }
    }

    /// Shows the picker of sources again, if an account was added from there.
    pub(super) fn leave_new_account(&mut self) {
        if self.overlay.account.returns_to_sources {
            self.return_to_sources();
        }
    }

    /// Reports a new account, and starts its first sync.
    pub(super) fn receive_added_account(
        &mut self,
        id: AccountId,
        (url, user): (&str, &str),
        version: Option<&str>,
    ) {
        let is_typing = self.overlay.shows(PickerKind::AccountKinds)
            || matches!(&self.overlay.open, Overlay::Prompt(prompt) if matches!(prompt.kind, PromptKind::Account(_)));
        if !is_typing {
            self.overlay.account = AccountDraft::default();
        }
        let name = messages::accounts::name(url, user);
        let key = self.key_name(Scope::List, Action::Sources);
        let text = messages::accounts::added_and_syncing(&name, version, &key);
        self.status.report(text);
        self.effects.submit(Job::Refresh(RefreshScope::Account(id)));
        self.reload();
    }

    /// Opens the popup with all facts about an account: its row may be cut.
    pub(super) fn open_account(&mut self, id: AccountId) {
        match self.overlay.sources.account_picker(id, self.now) {
            Some(picker) => {
                self.overlay.sources.shown_account = Some(id);
                self.overlay.open_picker(picker);
            }
            None => self.status.report("This account was removed"),
        }
    }

    /// Updates the popup of an account, or closes it if the account was removed.
    pub(super) fn refresh_account(&mut self) {
        let now = self.now;
        let Some(id) = self.overlay.sources.shown_account else {
            return;
        };
        if !self.overlay.shows(PickerKind::Account) {
            return;
        }
        let Some(facts) = self
            .overlay
            .sources
            .account(id)
            .map(|account| account_facts(account, now))
        else {
            return self.return_to_sources();
        };
        if let Some(picker) = self.overlay.picker(PickerKind::Account) {
            picker.replace_rows(facts);
        }
    }
}
