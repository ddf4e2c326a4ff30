//! Sources and feeds: their picker, refreshing, subscribing, and changes of a source.

use super::overlay::{Prompt, SourceToSelect, feeds_picker, request_rows};
use super::{Action, App, Overlay, Pane, Picker, PickerKind, PickerValue, PromptKind, Scope};
use crate::messages;
use crate::model::{
    AccountId, AccountName, Change, FeedChoice, Job, RefreshScope, RefreshSummary, Request,
    SourceId, SourceKind, SourceRow, View,
};
use crate::text::shorten_title;

impl App {
    /// Opens the picker of sources, with the source of the article or view selected.
    pub(super) fn open_sources(&mut self) {
        let source = self.current_source();
        self.await_sources(SourceToSelect::Source(source));
    }

    /// Opens the picker of sources at the first failing one.
    pub(super) fn open_failing_source(&mut self) {
        self.await_sources(SourceToSelect::Failing);
    }

    fn await_sources(&mut self, target: SourceToSelect) {
        self.overlay.sources.awaited = Some(target);
        self.effects.submit(Job::LoadSources);
    }

    /// Returns the source of the view in the list, else of the article that keys apply to.
    fn current_source(&self) -> Option<SourceId> {
        let article = match self.screen.focus {
            Pane::List => self.list.rows.selected(),
            Pane::Reader => self.list.rows.get(self.reader.shown_id()?),
        };
        match self.list.rows.listing().view {
            View::Source(source) => Some(source),
            _ => article.and_then(|article| article.source.as_ref().map(|(id, _)| *id)),
        }
    }

    /// Returns true if a source is known to be a feed.
    pub fn is_feed(&self, source: SourceId) -> bool {
        let row = self.overlay.sources.source(source);
        row.is_some_and(|row| row.source.kind == SourceKind::Feed)
    }

    /// Returns true if a source is known to be a feed of an account.
    pub fn is_account_feed(&self, source: SourceId) -> bool {
        let row = self.overlay.sources.source(source);
        row.is_some_and(|row| row.account.is_some())
    }

    /// Refreshes the view in the list; in the reader, the source of the article.
    pub(super) fn refresh(&mut self) {
        let view = self.list.rows.listing().view.clone();
        match (self.screen.focus, view) {
            (Pane::Reader, _) => match self.current_source() {
                Some(source) => self.refresh_source(source),
                None => self.status.report("This article is of no source"),
            },
            (Pane::List, view) => {
                let name = self.list.view_name();
                self.refresh_view(view, &name);
            }
        }
    }

    /// Refreshes the selected view in the picker of views.
    pub(super) fn refresh_selected(&mut self, picker: &Picker) {
        match picker.selected_value() {
            Some(PickerValue::View(View::Source(source), _)) => self.refresh_source(*source),
            Some(PickerValue::View(view, name)) => self.refresh_view(view.clone(), name),
            _ => self.status.report("No view here"),
        }
    }

    fn refresh_view(&mut self, view: View, name: &str) {
        if matches!(view, View::Given | View::Tour) {
            let views = self.key_name(Scope::List, Action::Views);
            return self.status.report(format!(
                "Nothing to fetch in this view; {views} shows others"
            ));
        }
        self.status
            .report(format!("Fetching {} …", shorten_title(name)));
        self.effects.submit(Job::Refresh(RefreshScope::View(view)));
    }

    /// Refreshes one source. A folder or file is scanned without being asked to.
    fn refresh_source(&mut self, source: SourceId) {
        let row = self.overlay.sources.source(source);
        let is_fetched = |row: &SourceRow| match row.source.kind {
            SourceKind::Feed => true,
            SourceKind::Account => row.account.is_some(),
            SourceKind::Folder | SourceKind::Page => false,
        };
        if row.is_some_and(|row| !is_fetched(row)) {
            let key = self.key_name(Scope::Picker, Action::Refresh);
            let text = messages::sources::no_requests(row, &key, self.now);
            return self.status.report(text);
        }
        let account = row.and_then(|row| row.account.as_ref());
        let text = match account {
            Some(account) => {
                let name = messages::accounts::name(&account.url, &account.user);
                if row.is_some_and(|row| row.source.is_paused) {
                    let text = self.paused_account_text(&name);
                    return self.status.report(text);
                }
                format!("Syncing {name} …")
            }
            None => {
                let title = row.map_or("this source", |row| &row.source.title);
                format!("Fetching {} …", shorten_title(title))
            }
        };
        self.status.report(text);
        let scope = RefreshScope::Source(source);
        self.effects.submit(Job::Refresh(scope));
    }

    /// Subscribes to the feed at an address as typed, on the server of an account if there is one.
    pub(super) fn subscribe(&mut self, address: &str, account: Option<AccountId>) {
        let address = address.trim();
        if address.is_empty() {
            return self.status.report("No address");
        }
        self.status
            .report(format!("Looking for a feed at {address} …"));
        self.effects.submit(Job::Subscribe {
            address: address.to_owned(),
            account,
        });
    }

    /// Applies an action in the picker of sources, or of the requests of one; returns false if it means nothing there.
    pub(super) fn apply_in_sources(&mut self, action: Action, picker: &mut Picker) -> bool {
        let account = match (picker.kind, picker.selected_value()) {
            (PickerKind::Account, _) => self.overlay.sources.shown_account,
            (PickerKind::Sources, Some(PickerValue::Account(account))) => Some(*account),
            (PickerKind::Sources | PickerKind::Requests, _) => None,
            _ => return false,
        };
        if let Some(account) = account
            && self.apply_to_account(action, account)
        {
            return true;
        }
        match (action, self.source_of(picker)) {
            (Action::NextFailing | Action::Edit, _) if picker.kind == PickerKind::Sources => {
                let sources = &self.overlay.sources;
                if !picker.select_next(|row| sources.is_failing(row)) {
                    self.status.report("No failing source");
                }
            }
            (Action::Refresh, Some(source)) => self.refresh_source(source),
            (Action::PauseSource, Some(source)) => {
                self.toggle_pause(source);
            }
            (Action::Delete, Some(source)) if picker.kind == PickerKind::Sources => {
                let change = Change::RemoveSource {
                    source,
                    delete_articles: false,
                };
                self.library.change(change, &mut self.effects);
            }
            (Action::Refresh | Action::PauseSource | Action::Delete, None) => {
                self.status.report("No source here");
            }
            _ => return false,
        }
        true
    }

    /// Returns the source that keys apply to in the picker of sources, or of the requests of one.
    pub(super) fn source_of(&self, picker: &Picker) -> Option<SourceId> {
        match (picker.kind, picker.selected_value()) {
            (PickerKind::Sources, Some(PickerValue::Source(source))) => Some(*source),
            (PickerKind::Requests, _) => self.overlay.sources.shown,
            _ => None,
        }
    }

    /// Pauses a source, or resumes it.
    pub(super) fn toggle_pause(&mut self, source: SourceId) {
        let row = self.overlay.sources.source(source);
        let is_paused = row.is_some_and(|row| row.source.is_paused);
        if !is_paused && self.is_account_feed(source) {
            let sources = self.key_name(Scope::List, Action::Sources);
            let pause = self.key_name(Scope::Picker, Action::PauseSource);
            let text = messages::accounts::feed_not_paused(&sources, &pause);
            return self.status.report(text);
        }
        let change = Change::PauseSource(source, !is_paused);
        self.library.change(change, &mut self.effects);
    }

    /// Opens the prompt for the title, the categories or a setting of the source that keys apply to.
    pub(super) fn open_source_prompt(&mut self, action: Action, picker: &Picker) {
        let Some(source) = self.source_of(picker) else {
            return self.status.report("No source here");
        };
        if let Some(prompt) = self.source_prompt(action, source) {
            self.overlay.sources.shown = Some(source);
            self.open_prompt(prompt);
        }
    }

    /// Returns the prompt for the title, the categories or a setting of a source, if that is known.
    pub(super) fn source_prompt(&mut self, action: Action, source: SourceId) -> Option<Prompt> {
        let Some(row) = self.overlay.sources.source(source) else {
            self.status.report("No source here");
            return None;
        };
        Some(match action {
            Action::RenameSource => Prompt::for_source_title(source, &row.source.title),
            Action::SourceCategories => {
                let paths = row.categories.iter();
                let paths: Vec<String> = paths.map(|(_, path)| path.replace(" / ", "/")).collect();
                Prompt::for_categories(source, &paths)
            }
            _ => Prompt::for_setting(source),
        })
    }

    /// Asks for the requests of a source, to show them.
    pub(super) fn open_requests(&mut self, source: SourceId) {
        self.overlay.sources.awaited_requests = Some(source);
        self.effects.submit(Job::LoadRequests(source));
    }

    /// Shows the picker of sources again, after that of the requests of one.
    pub(super) fn return_to_sources(&mut self) {
        let shown = self.overlay.sources.shown.take();
        let account = self.overlay.sources.shown_account.take();
        let mut picker = self.overlay.sources.picker(shown, self.now);
        if let Some(account) = account {
            picker.select_row(|row| row.value == Some(PickerValue::Account(account)));
        }
        self.overlay.open_picker(picker);
    }

    /// Opens the prompt for the address of a feed to subscribe to. In a popup, the feed is for the account that keys apply to, or that the
    /// selected feed belongs to.
    pub(super) fn ask_for_address(&mut self, popup: Option<&Picker>) {
        let account = popup.and_then(|picker| self.account_of(picker));
        let kind = account.map_or(PromptKind::Address, PromptKind::AccountFeed);
        self.overlay.cover(popup);
        self.open_prompt(Prompt::new(kind, ""));
    }

    /// Shows the popup again that the prompt for an address was opened in.
    pub(super) fn leave_address(&mut self) {
        if self.overlay.uncover() {
            // It has received nothing meanwhile.
            self.reload();
        }
    }

    /// Returns the account that keys apply to in a popup, or that the selected feed belongs to.
    fn account_of(&self, picker: &Picker) -> Option<AccountId> {
        let source = match (picker.kind, picker.selected_value()) {
            (PickerKind::Account, _) => return self.overlay.sources.shown_account,
            (_, Some(PickerValue::Account(account))) => return Some(*account),
            (_, Some(PickerValue::Source(source) | PickerValue::View(View::Source(source), _))) => {
                *source
            }
            _ => return None,
        };
        let row = self.overlay.sources.source(source)?;
        row.account.as_ref().map(|account| account.id)
    }

    /// Receives the sources: updates their picker, or opens it if it was asked for.
    pub(super) fn receive_sources(&mut self, sources: Vec<SourceRow>) {
        self.overlay.views.set_paused(&sources);
        self.overlay.sources.set_sources(sources);
        let now = self.now;
        let rows = self.overlay.sources.rows(now);
        let target = self.overlay.sources.awaited.take();
        if let Some(picker) = self.overlay.picker(PickerKind::Sources) {
            return picker.refresh_rows(rows);
        }
        let views = self.overlay.views.rows(&self.list.rows);
        if let Some(picker) = self.overlay.picker(PickerKind::Views) {
            picker.refresh_rows(views);
        }
        match target {
            Some(SourceToSelect::Failing) if !self.overlay.sources.has_failing() => {
                self.status.report("No failing source");
            }
            Some(SourceToSelect::Failing) => {
                let mut picker = self.overlay.sources.picker(None, now);
                picker.select_row(|row| self.overlay.sources.is_failing(row));
                self.overlay.open_picker(picker);
            }
            Some(SourceToSelect::Source(source)) => {
                let picker = self.overlay.sources.picker(source, now);
                self.overlay.open_picker(picker);
            }
            None => {}
        }
    }

    /// Receives the requests of a source: updates their picker, or opens it if it was asked for.
    pub(super) fn receive_requests(&mut self, source: SourceId, requests: &[Request]) {
        let now = self.now;
        let awaited = &mut self.overlay.sources.awaited_requests;
        if awaited.take_if(|awaited| *awaited == source).is_some() {
            if requests.is_empty() {
                let row = self.overlay.sources.source(source);
                let key = self.key_name(Scope::Picker, Action::Refresh);
                let text = messages::sources::no_requests(row, &key, now);
                return self.status.report(text);
            }
            let picker = self.overlay.sources.requests_picker(source, requests, now);
            self.overlay.sources.shown = Some(source);
            self.overlay.open_picker(picker);
        } else if self.overlay.sources.shown == Some(source)
            && let Some(picker) = self.overlay.picker(PickerKind::Requests)
        {
            picker.refresh_rows(request_rows(requests, now));
        }
    }

    /// Requests newer versions of what the pickers of sources show, and the number of failing sources.
    pub(super) fn reload_sources(&mut self) {
        let kinds = [
            PickerKind::Sources,
            PickerKind::Requests,
            PickerKind::Account,
            PickerKind::Views,
        ];
        if kinds.iter().any(|kind| self.overlay.shows(*kind)) {
            self.effects.submit(Job::LoadSources);
        }
        if let Some(source) = self.overlay.sources.shown
            && self.overlay.shows(PickerKind::Requests)
        {
            self.effects.submit(Job::LoadRequests(source));
        }
        self.effects.submit(Job::CountSources);
    }

    /// Reports the result of a refresh. That there is no network is reported once, unless the user asks again.
    pub(super) fn receive_refresh(&mut self, summary: &RefreshSummary) {
        let was_offline = self.library.set_offline(summary.is_offline);
        let is_known = summary.is_offline && was_offline && !summary.is_manual;
        if let Some(sync) = summary.account.as_ref().filter(|_| summary.is_manual) {
            match messages::accounts::account_sync(sync) {
                Ok(text) => {
                    // Where no library was shown before, its articles are.
                    let shows_tour = self.list.rows.listing().view == View::Tour;
                    if shows_tour && summary.new > 0 && self.screen.focus == Pane::List {
                        self.show_view(View::All, "All");
                    }
                    self.status.report(text);
                }
                Err(text) => self.status.report_error(text),
            }
            return self.reload();
        }
        // News of the background does not replace a message that is being read.
        let is_free = summary.is_manual || self.status.current().is_none();
        let key = self.key_name(Scope::List, Action::Sources);
        let text = messages::sources::refresh_result(summary, &key, self.now);
        if let Some(text) = text.filter(|_| is_free && !is_known) {
            self.status.report(text);
        }
        self.reload();
    }

    /// Reports a new source. Where no library was shown before, its articles are.
    pub(super) fn receive_subscription(
        &mut self,
        source: SourceId,
        title: &str,
        (articles, is_new): (usize, bool),
        other: Option<AccountName>,
    ) {
        let is_free = matches!(self.overlay.open, Overlay::None);
        if self.list.rows.listing().view == View::Tour && self.screen.focus == Pane::List && is_free
        {
            self.show_view(View::Source(source), title);
        }
        let other = other.map(|account| messages::accounts::name(&account.url, &account.user));
        let views = self.key_name(Scope::List, Action::Views);
        let text =
            messages::sources::subscribed(title, (articles, is_new), other.as_deref(), &views);
        self.status.report(text);
        self.reload();
    }

    /// Reports a new feed of an account, and starts the sync that sends it.
    pub(super) fn receive_remote_subscription(
        &mut self,
        account: &AccountName,
        title: &str,
        is_new: bool,
    ) {
        let name = messages::accounts::name(&account.url, &account.user);
        let text = messages::accounts::subscribed_and_syncing(title, &name, is_new);
        self.status.report(text);
        if is_new {
            let scope = RefreshScope::Account(account.id);
            self.effects.submit(Job::Refresh(scope));
        }
        self.reload();
    }

    /// Offers the feeds of a page, unless something is being typed.
    pub(super) fn receive_feeds(
        &mut self,
        address: &str,
        feeds: &[FeedChoice],
        account: Option<AccountId>,
    ) {
        if self.scope().takes_text() {
            let count = feeds.len();
            return self.status.report(format!(
                "{count} feeds at {address}; subscribe to one by its address"
            ));
        }
        self.overlay.open_picker(feeds_picker(feeds, account));
        let accept = self.key_name(Scope::Picker, Action::Accept);
        self.status
            .report(format!("{address} has several feeds · {accept} subscribes"));
    }
}
