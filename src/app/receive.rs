//! Outcomes of jobs: [`App::receive`] routes each one to the part that awaits it. Outcomes that are no longer awaited
//! are dropped.

use std::sync::Arc;

use super::{Action, App, Pane, Picker, PickerKind, Scope};
use crate::messages;
use crate::model::{
    Account, ArticleId, ArticleRow, ArticleState, ChangeReport, Document, Job, Outcome, Page,
    ReadingPosition, Summary, TextComparison, View, ViewRow,
};
use crate::text::shorten_title;

impl App {
    /// Reports the result of a change, with the key that undoes it, or with what stays here of a change of a feed of `account`.
    fn report_change(&mut self, report: &ChangeReport, account: Option<&Account>) {
        let key = self.key_name(Scope::List, Action::Undo);
        let (unsent, unsubscribing) = match (report, account) {
            (ChangeReport::Made(kind), Some(account)) => (
                messages::accounts::unsent_part(account, kind),
                messages::accounts::unsubscribing(account, kind),
            ),
            _ => (None, None),
        };
        match (unsent, unsubscribing) {
            (Some(unsent), _) => {
                let made = messages::changes::report(report, None);
                self.status.report_error(format!("{made} · {unsent}"));
            }
            (None, Some(unsubscribing)) => {
                let made = messages::changes::report(report, None);
                self.status
                    .report_notice(format!("{made} · {unsubscribing} ({key} undoes)"));
            }
            (None, None) => {
                let made = messages::changes::report(report, Some(&key));
                self.status.report(made);
            }
        }
    }

    /// Receives the outcome of a job.
    pub fn receive(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Rows(articles) => self.receive_rows(articles),
            Outcome::ScanFinished => self.list.is_scanning = false,
            Outcome::Document {
                id,
                document,
                words,
                partial,
            } => self.receive_document(id, document, words, partial),
            Outcome::ImageSizes(id, sizes) => self.reader.receive_image_sizes(id, sizes),
            Outcome::RenderedImage(request, image) => {
                self.reader.media.receive_image(&request, image);
            }
            Outcome::WebImage { article, url, size } => {
                self.reader
                    .receive_web_image(article, url, size, &mut self.status);
            }
            Outcome::ImagesWanted(id) => self.reader.fetch_wanted_images(id, &mut self.effects),
            Outcome::ArticleTexts(id, texts) => self.reader.receive_texts(id, texts),
            Outcome::PageTextStarted(id) => {
                self.reader.await_page(id);
                self.status
                    .report("Fetching the page of the article … Esc cancels");
            }
            Outcome::TextSwitched {
                article,
                texts,
                fetched_words,
            } => {
                let (list, effects) = (&self.list.rows, &mut self.effects);
                self.reader.show_other_text(article, texts, list, effects);
                let key = self.key_name(Scope::List, Action::SwitchText);
                let said = messages::full_text::switched(&texts, fetched_words, &key);
                self.status.report(said);
            }
            Outcome::PageTextStored(id) => self.reader.forget_text(id),
            Outcome::PageTextFailed {
                article,
                reason,
                waits_until,
            } => {
                self.reader.stop_awaiting_page(article);
                self.status
                    .report(messages::full_text::failed(&reason, waits_until));
            }
            Outcome::CodeTokens(tokens) => self.reader.receive_tokens(tokens),
            Outcome::Summaries(rows) => self.receive_summaries(rows),
            Outcome::Unreadable(id, reason) => self.receive_error(id, reason),
            Outcome::LinkedFileAdded(article) => self.open_file(*article),
            Outcome::LinkedFileFailed(id, path, reason) => {
                let (effects, status) = (&mut self.effects, &mut self.status);
                self.reader.receive_file_error(
                    id,
                    (&path, &reason),
                    &self.list.rows,
                    effects,
                    status,
                );
            }
            Outcome::SourceText(id, text) => {
                let page = self.page_layout();
                let (effects, status) = (&mut self.effects, &mut self.status);
                self.reader.receive_source(id, text, &page, effects, status);
            }
            Outcome::Comparison(id, comparison) => self.receive_comparison(id, comparison),
            Outcome::Warning(what) => self.status.report_error(what),
            Outcome::LibraryNotice(notice) => {
                self.status.report_error(messages::library::notice(&notice));
            }
            Outcome::Start {
                counts,
                listing,
                view_name,
            } => {
                self.library.set_counts(counts);
                if counts.is_some() {
                    self.effects.submit(Job::CountSources);
                }
                self.list
                    .set_start_listing(listing, view_name, counts.is_some());
            }
            Outcome::ListWidth(columns) => {
                // A width that was chosen in this session is newer.
                self.screen.list_width.get_or_insert(columns);
            }
            Outcome::Page(page) => self.receive_page(page),
            Outcome::PageFailed(number) => {
                let next = self.list.receive_page_failure(number);
                self.update_reader(next);
            }
            Outcome::RowsBefore(number, before) => self.list.receive_rows_before(number, before),
            Outcome::Counts(counts) => self.library.set_counts(Some(counts)),
            Outcome::Views(views) => self.receive_views(&views),
            Outcome::States(states) => self.receive_states(states),
            Outcome::Position(id, position) => self.reader.receive_saved_position(id, position),
            Outcome::Places(id, bookmarks) => self.reader.receive_bookmarks(id, bookmarks),
            Outcome::ChangeSaved(report, account) => {
                self.library.confirm_saved();
                if let Some(report) = report {
                    self.report_change(&report, account.as_deref());
                }
                self.reload();
            }
            Outcome::ChangeReplayed { report, articles } => {
                self.library.confirm_saved();
                self.report_change(&report, None);
                self.select_restored(&articles);
                self.reload();
            }
            Outcome::SaveFailed(reason) => {
                self.library.report_save_failure(&reason, &mut self.status)
            }
            Outcome::UndoNeedsConfirmation(id, kind, origin) => {
                self.library.confirm_undo(id);
                // The footer has a column on either side.
                let room = usize::from(self.screen.size.columns).saturating_sub(2);
                let key = self.key_name(Scope::List, Action::Undo);
                let question = messages::changes::confirmation_question(&kind, origin, &key, room);
                self.status.report(question);
            }
            Outcome::History { back, forward } => self.receive_history(back, forward),
            Outcome::Corrected(ids) => {
                for id in ids {
                    let effects = &mut self.effects;
                    self.reader.reload_corrected(id, &self.list.rows, effects);
                }
            }
            Outcome::LibraryChanged => self.reload(),
            Outcome::Accounts(accounts) => {
                self.overlay.sources.set_accounts(accounts);
                self.refresh_account();
            }
            Outcome::Sources(sources) => self.receive_sources(sources),
            Outcome::Story(id, articles) => self.receive_story(id, articles),
            Outcome::Requests(source, requests) => self.receive_requests(source, &requests),
            Outcome::SyncProgress(progress) => self.library.set_sync_progress(progress),
            Outcome::RefreshProgress { done, total } => {
                self.library.set_refresh_progress(done, total);
            }
            Outcome::SourceCounts { failing } => self.library.set_failing_sources(failing),
            Outcome::RefreshFinished(summary) => self.receive_refresh(&summary),
            Outcome::Subscribed {
                source,
                title,
                article_count,
                is_new,
                other,
            } => self.receive_subscription(source, &title, (article_count, is_new), other),
            Outcome::SubscribedRemotely {
                account,
                title,
                is_new,
            } => self.receive_remote_subscription(&account, &title, is_new),
            Outcome::PageAdded(_, title) => {
                self.status.report(format!(
                    "Article added: {} (its page links to no feed)",
                    shorten_title(&title)
                ));
                self.reload();
            }
            Outcome::SubscribeChoices {
                address,
                feeds,
                account,
            } => self.receive_feeds(&address, &feeds, account),
            Outcome::RemoteSubscriptionFailed {
                address,
                account,
                error: (code, details),
            } => self.status.report_error(messages::accounts::not_subscribed(
                &address,
                account,
                (&code, details.as_deref()),
            )),
            Outcome::SubscribeFailed { address, reason } => self
                .status
                .report_error(format!("not added: {address}: {reason}")),
            Outcome::AccountAdded {
                id,
                url,
                user,
                version,
            } => self.receive_added_account(id, (&url, &user), version.as_deref()),
            Outcome::AccountNotAdded {
                kind,
                address,
                user,
                error: (code, details),
            } => {
                let name = messages::accounts::name(&address, &user);
                let error = (code.as_str(), details.as_deref());
                let mut keys = self.key_name(Scope::Picker, Action::AddAccount);
                if !self.overlay.shows(PickerKind::Sources) {
                    keys = format!("{} {keys}", self.key_name(Scope::List, Action::Sources));
                }
                let text = messages::accounts::not_added(&name, kind, error, &keys);
                self.status.report_error(text);
            }
            Outcome::SearchHit { number, index, hit } => {
                let screen = self.search_screen();
                self.overlay.receive_hit(number, (index, *hit), screen);
            }
            Outcome::SearchResults {
                number,
                hits,
                has_more,
                problem,
            } => {
                let screen = self.search_screen();
                self.overlay
                    .receive_hits(number, (hits, has_more), problem, screen);
            }
        }
        self.update_layout();
    }

    /// Receives rows of articles given on the command line, or of the tour; shows the first article when there was
    /// none.
    fn receive_rows(&mut self, articles: Vec<ArticleRow>) {
        let first = self.list.rows.is_empty();
        self.list.rows.append_in_memory(articles);
        if first && !self.list.rows.is_empty() {
            if self.start.single {
                self.open_selected();
            } else {
                self.preview();
            }
        }
    }

    /// Receives titles and other metadata of rows, or the reasons why files are unreadable.
    fn receive_summaries(&mut self, rows: Vec<(ArticleId, Result<Summary, String>)>) {
        for (id, found) in rows {
            match found {
                Ok(summary) => {
                    if let Some(article) = self.list.rows.get_mut(id) {
                        article.set_metadata(&summary.metadata, summary.word_count);
                    }
                }
                Err(reason) => self.receive_error(id, reason),
            }
        }
        self.list.rows.refilter();
    }

    /// Receives the reason why an article is unreadable.
    fn receive_error(&mut self, id: ArticleId, reason: String) {
        if let Some(article) = self.list.rows.get_mut(id) {
            article.error = Some(reason);
        }
        self.reader.receive_error(id);
    }

    /// Receives the text of an article; with `partial`, more of it follows.
    fn receive_document(
        &mut self,
        id: ArticleId,
        document: Arc<Document>,
        words: usize,
        partial: bool,
    ) {
        if let Some(article) = self.list.rows.get_mut(id) {
            article.set_metadata(&document.metadata, words);
        }
        let page = self.page_layout();
        let (list, effects) = (&self.list.rows, &mut self.effects);
        let text = (document, words);
        if !self
            .reader
            .receive_document(id, text, partial, list, &page, effects)
        {
            return;
        }
        self.overlay.close_hints();
        if self.reader.open_article().is_some() {
            self.go_to_awaited_position();
            self.set_window_title();
        }
    }

    /// Receives a page of rows.
    fn receive_page(&mut self, page: Page) {
        self.reader.drop_outdated_texts(&page, &self.list.rows);
        let outdated = self.reader.outdated_article(&page, &self.list.rows);
        let reader = (self.reader.shown_id(), self.reader.open_article());
        let today = self.now.date_naive();
        let (effects, status) = (&mut self.effects, &mut self.status);
        let Some(receipt) = self.list.receive_page(page, reader, today, effects, status) else {
            return;
        };
        if self.screen.focus == Pane::List || !receipt.update.is_preview() {
            self.update_reader(receipt.update);
        }
        if let Some(id) = outdated.filter(|_| receipt.was_reloaded) {
            self.reader.reload(id, &self.list.rows, &mut self.effects);
        }
        if receipt.is_outdated {
            self.reload();
        }
        self.list
            .rows
            .drop_unneeded_articles(self.reader.needed_ids().into_iter());
    }

    /// Reloads what is shown of the library after a change of it.
    pub(super) fn reload(&mut self) {
        if self.overlay.shows(PickerKind::Views) {
            self.effects.submit(Job::LoadViews);
        }
        self.reload_sources();
        let (shown, open) = (self.reader.shown_id(), self.reader.open_article());
        self.list.request_reload(shown, open, &mut self.effects);
    }

    /// Selects the article that an undo or redo has changed. In the reader, the list follows only for the shown article.
    fn select_restored(&mut self, ids: &[ArticleId]) {
        let is_shown = self.reader.shown_id().is_some_and(|id| ids.contains(&id));
        match self.screen.focus {
            Pane::List => {
                let next = self.list.select_restored(ids);
                self.update_reader(next);
            }
            // The text in the pane stays.
            Pane::Reader if is_shown => {
                let _ = self.list.select_restored(ids);
            }
            Pane::Reader => {}
        }
    }

    /// Receives the states of articles. In the unread view, an article that has become read stays in its row.
    fn receive_states(&mut self, states: Vec<(ArticleId, ArticleState)>) {
        let mut has_deleted = false;
        for (id, state) in states {
            self.library.receive_state(id, &state);
            let read = state.is_read;
            let Some(article) = self.list.rows.get_mut(id) else {
                continue;
            };
            let is_deleted = state.is_deleted;
            let before = std::mem::replace(&mut article.state, state);
            has_deleted |= is_deleted != before.is_deleted;
            if read && !before.is_read {
                self.list.pin(id);
            }
        }
        if has_deleted {
            let next = self.list.update_deleted();
            if self.screen.focus == Pane::List {
                self.update_reader(next);
            }
        }
    }

    /// Receives the views: updates the picker, or opens it if it was asked for, and the tags used for completion.
    fn receive_views(&mut self, views: &[ViewRow]) {
        self.list.rename_view(views);
        let tags = views.iter().filter_map(|row| match &row.view {
            View::Tag(tag) => Some(tag.clone()),
            _ => None,
        });
        self.overlay.known_tags = tags.collect();
        let awaited = std::mem::take(&mut self.overlay.is_awaiting_views);
        self.overlay.views.set_views(views);
        let rows = self.overlay.views.rows(&self.list.rows);
        if let Some(picker) = self.overlay.picker(PickerKind::Views) {
            picker.refresh_rows(rows);
        } else if awaited {
            let picker = Picker::new(PickerKind::Views, rows);
            self.overlay.open_picker(picker);
        }
    }

    /// Receives the other articles of a story: opens their picker if it was asked for.
    fn receive_story(&mut self, id: ArticleId, articles: Vec<ArticleRow>) {
        if self
            .overlay
            .story
            .awaited
            .take_if(|awaited| *awaited == id)
            .is_none()
        {
            return;
        }
        if articles.is_empty() {
            return self.status.report("No other article has this text");
        }
        let picker = self.overlay.story.picker(articles, self.now);
        self.overlay.open_picker(picker);
    }

    /// Receives the history of earlier sessions, which comes before that of this session.
    fn receive_history(
        &mut self,
        before: Vec<(ArticleRow, Option<ReadingPosition>)>,
        after: Vec<(ArticleRow, Option<ReadingPosition>)>,
    ) {
        let rows = &mut self.list.rows;
        let mut known = |entries: Vec<(ArticleRow, Option<ReadingPosition>)>| {
            let mut positions = Vec::new();
            for (article, position) in entries {
                positions.push((article.id, position));
                if rows.get(article.id).is_none() {
                    rows.upsert(article);
                }
            }
            positions
        };
        let (before, after) = (known(before), known(after));
        self.reader.prepend_history(before, after);
    }

    /// Receives the comparison of an article with its earlier text. From the list, the article is opened for it.
    fn receive_comparison(
        &mut self,
        id: ArticleId,
        comparison: Result<Option<Arc<TextComparison>>, String>,
    ) {
        if !self.reader.take_awaited_comparison(id) {
            return;
        }
        let comparison = match comparison {
            Ok(Some(comparison)) => comparison,
            Ok(None) => return self.status.report("No earlier text of this article"),
            Err(reason) => {
                let message = format!("Can't show what changed: {reason}");
                return self.status.report_error(message);
            }
        };
        if comparison.changes.is_empty() {
            return self.status.report("The earlier text has the same words");
        }
        if self.screen.focus == Pane::List {
            if self.list.rows.selected().map(|article| article.id) != Some(id) {
                return;
            }
            self.open(id);
            self.update_layout();
        }
        let page = self.page_layout();
        let (effects, status) = (&mut self.effects, &mut self.status);
        let list = &self.list.rows;
        self.reader
            .show_comparison((id, comparison), &page, (list, effects), status);
    }
}
