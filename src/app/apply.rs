//! Actions in the list and in the reader: [`App::apply`] routes each one to the part that carries it out.

mod article;
mod counted;

use super::overlay::{Prompt, outline_picker};
use super::reader::{OfferedCorrection, ReadBackResult, ReadOnResult};
use super::{Action, App, Effect, Pane, PickerKind, PromptKind, Scope};
use crate::config::Settings;
use crate::model::{Change, Grouping, Job, Order, View};

impl App {
    /// Returns true if an action must wait for a pending result, since its meaning depends on that.
    pub fn waits_for_result(&self, action: Action) -> bool {
        // A link is being followed: the next actions are meant for its target.
        if self.reader.awaits_file() && action.needs_article() {
            return true;
        }
        let scope = self.scope();
        if self.overlay.is_waiting_for_hits(action)
            || self.list.is_waiting_for_page(action, scope)
            || self.library.is_waiting_for_save(action)
            || self.waits_for_match(action, scope)
        {
            return true;
        }
        let none_yet = self.reader.shown_id().is_none() && self.list.is_scanning;
        let no_text = self.reader.text.is_none() && (self.reader.awaits_text() || none_yet);
        scope == Scope::Reader
            && action.needs_text()
            && (no_text || self.reader.awaits_other_text())
    }

    /// Returns true if an action depends on a match that is still being searched for.
    fn waits_for_match(&self, action: Action, scope: Scope) -> bool {
        let text = self.reader.text.as_ref();
        let Some(text) = text.filter(|text| text.find().is_some()) else {
            return false;
        };
        if text.is_seeking() && action.needs_article() {
            return true;
        }
        let forward = match (scope, action) {
            (Scope::Reader, Action::NextUnread) => true,
            (Scope::Reader, Action::PreviousUnread) => false,
            _ => return false,
        };
        !text.is_next_match_known(forward)
    }

    /// Applies an action in the current scope. Requests to the outside are left as effects.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::app::{Action, App, Effect, Pane, Size};
    /// use newsprint::config::Settings;
    /// use newsprint::model::{ArticleId, ArticleRow, Group, Job, Origin, Outcome};
    ///
    /// let now = chrono::DateTime::parse_from_rfc3339("2026-03-01T08:00:00+00:00")?;
    /// let mut app = App::new(Settings::default(), Size { columns: 80, rows: 24 }, now, false);
    /// let (id, origin) = (ArticleId::given(0), Origin::File("a.md".into()));
    /// let row = ArticleRow::new(id, Group::Named(String::new()), origin.clone(), "A".to_owned());
    /// app.receive(Outcome::Rows(vec![row]));
    ///
    /// app.apply(Action::Open);
    /// assert_eq!(app.focus(), Pane::Reader);
    /// // The app reads no file: it asks the worker for the document.
    /// let load = Effect::Job(Job::LoadDocument(id, origin));
    /// assert!(app.take_effects().contains(&load));
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn apply(&mut self, action: Action) {
        self.status.clear();
        let count = self.count.take();
        // The question whether to remove an account ends with any other key, and with its popup.
        let asks = [PickerKind::Sources, PickerKind::Account];
        let is_asked = asks.iter().any(|kind| self.overlay.shows(*kind));
        let was_asked = is_asked && self.overlay.sources.removing.is_some();
        if action != Action::Delete || !is_asked {
            self.overlay.sources.removing = None;
        }
        if was_asked && action == Action::Escape {
            return self.status.report("The account stays");
        }
        self.reader.reset_paging_keys(Some(action));
        let scope = self.scope();
        let in_text = scope == Scope::Reader && action.records_history();
        let left = self.reader.position().filter(|_| in_text);
        match (scope, count, self.digit_of(action, scope)) {
            _ if !action.works_in(scope) => self.report_not_applicable(action),
            (_, _, Some(digit)) => self.add_digit(count, digit),
            (_, Some(count), None) => self.apply_with_count(action, scope, count),
            (_, None, None) => self.apply_in_scope(action, scope),
        }
        self.reader.record_jump_within(left);
        self.reader.schedule_save(self.now);
        self.update_layout();
    }

    /// Applies an action in a scope that it works in.
    fn apply_in_scope(&mut self, action: Action, scope: Scope) {
        match scope {
            Scope::Picker | Scope::Prompt => self.apply_in_overlay(action),
            Scope::List => self.apply_in_list(action),
            Scope::Reader => self.apply_in_reader(action),
        }
    }

    /// Applies an action in the list.
    fn apply_in_list(&mut self, action: Action) {
        let today = self.now.date_naive();
        let (effects, status) = (&mut self.effects, &mut self.status);
        if let Some(reader_update) = self.list.move_selection(action, today, effects, status) {
            return self.update_reader(reader_update);
        }
        match action {
            Action::Open => self.open_selected(),
            Action::Row(number) => {
                let (effects, status) = (&mut self.effects, &mut self.status);
                let reader_update = self.list.select_number(number, effects, status);
                self.update_reader(reader_update);
            }
            Action::Filter => {
                let reader_update = self.list.filter("", &mut self.effects);
                self.update_reader(reader_update);
                self.open_prompt(Prompt::new(PromptKind::Filter, ""));
            }
            Action::Tags => self.edit_tags_or_note(),
            Action::MarkGroupRead => {
                if let Some(change) = self.list.mark_group_read(&mut self.status) {
                    self.library.change(change, &mut self.effects);
                }
            }
            Action::MarkViewRead => self.mark_view_read(None),
            Action::MarkOlderRead(days) => self.mark_view_read(Some(days)),
            Action::Escape => self.escape_in_list(),
            other => self.apply_in_either_pane(other),
        }
    }

    /// Marks the unread articles of the view as read; with a number, those that are older than so many days.
    fn mark_view_read(&mut self, older_than_days: Option<u16>) {
        let today = self.now.date_naive();
        let status = &mut self.status;
        if let Some(change) = self.list.mark_view_read(older_than_days, today, status) {
            self.library.change(change, &mut self.effects);
        }
    }

    /// Cancels what is pending; else removes the filter.
    fn escape_in_list(&mut self) {
        if self.stop_page() {
            return;
        }
        self.overlay.cancel_awaited();
        self.list.cancel_jump();
        if self.list.rows.filter().is_empty() {
            self.status.report("Nothing to close");
        } else {
            let reader_update = self.list.filter("", &mut self.effects);
            self.update_reader(reader_update);
        }
    }

    /// Applies an action in the reader.
    fn apply_in_reader(&mut self, action: Action) {
        let was_shown = self.reader.shown_id();
        if self.reader.shows_source() && self.apply_in_source(action) {
            return;
        }
        match action {
            Action::Back => self.back_to_list(),
            Action::Close if self.reader.shows_other_text() => {
                self.reader.leave_other_text();
            }
            Action::Close if self.start.single && self.list.rows.articles().len() <= 1 => {
                self.quit();
            }
            Action::Close => self.back_to_list(),
            Action::Escape => self.escape_in_reader(),
            Action::NextArticle | Action::PreviousArticle => {
                let forward = action == Action::NextArticle;
                if self.list.step_article(forward, &mut self.status) {
                    self.open_selected();
                }
            }
            Action::NextUnread | Action::PreviousUnread => {
                self.step_match_or_unread(action == Action::NextUnread);
            }
            Action::Zen => self.screen.is_zen = !self.screen.is_zen,
            Action::Wider | Action::Narrower => {
                let wider = action == Action::Wider;
                match self.screen.step_measure(&self.settings, wider) {
                    Ok(measure) => {
                        self.settings.measure = measure;
                        self.status.report(format!("Text width {measure}"));
                    }
                    Err(message) => self.status.report(message),
                }
            }
            Action::ReadOn => self.read_on(),
            Action::ReadBack => {
                let (list, status) = (&self.list.rows, &mut self.status);
                if let ReadBackResult::Open(id) = self.reader.read_back(self.now, list, status) {
                    self.open(id);
                }
            }
            Action::ScrollRight => self.reader.scroll_sideways(true, &mut self.status),
            Action::ScrollLeft => self.reader.scroll_sideways(false, &mut self.status),
            Action::Find => self.open_prompt(Prompt::new(PromptKind::Find, "")),
            Action::Outline => match outline_picker(self.reader.text.as_ref()) {
                Ok(picker) => self.overlay.open_picker(picker),
                Err(message) => self.status.report(message),
            },
            Action::CopySection => self
                .reader
                .copy_section(&mut self.effects, &mut self.status),
            Action::LinkHints => {
                let links = self.reader.text.as_ref().map(|text| text.links_in_view());
                self.overlay
                    .open_hints(links.unwrap_or_default(), &mut self.status);
            }
            Action::FollowLink => self.follow_link(),
            Action::ToggleSource => {
                let (effects, status) = (&mut self.effects, &mut self.status);
                self.reader.toggle_source(&self.list.rows, effects, status);
            }
            Action::LoadImages => {
                let (effects, status) = (&mut self.effects, &mut self.status);
                self.reader.fetch_images(effects, status);
            }
            Action::BookmarkPlace => self.bookmark_place(),
            Action::Count(_) => self.status.report("Sections are numbered from 1"),
            _ if action.moves_in_text() => self.reader.apply_motion(action, &mut self.status),
            other => self.apply_in_either_pane(other),
        }
        if action.moves_in_text() && self.reader.shown_id() == was_shown {
            self.mark_read_at_end();
        }
    }

    /// Applies an action on the lines of the source that is shown. False if it means the same there as in the article.
    fn apply_in_source(&mut self, action: Action) -> bool {
        if action == Action::FollowLink {
            match self.reader.offered_correction() {
                Ok(OfferedCorrection { correction, is_set }) => {
                    self.change_article(|article| Change::Correct {
                        article,
                        correction,
                        is_set,
                    });
                }
                Err(message) => self.status.report(message),
            }
            return true;
        }
        self.reader.apply_in_source(action, &mut self.status)
    }

    /// Saves the width of the list for later sessions.
    pub(super) fn save_list_width(&mut self) {
        if let Some(columns) = self.screen.list_width {
            self.effects.submit(Job::SaveListWidth(columns));
        }
    }

    /// Sets the width of the text, in columns.
    fn set_measure(&mut self, columns: u16) {
        let (least, most) = (Settings::MIN_MEASURE, Settings::MAX_MEASURE);
        if (least..=most).contains(&columns) {
            self.settings.measure = columns;
            let pane = self.screen.geometry().reader;
            let room = pane.map(|pane| self.screen.geometry().max_text_columns(pane));
            self.status
                .report(match room.filter(|room| *room < columns) {
                    Some(room) => format!("Text width {columns}; its pane has {room} columns"),
                    None => format!("Text width {columns}"),
                });
        } else {
            self.status
                .report(format!("The text width must be from {least} to {most}"));
        }
    }

    /// Closes the innermost of: a pending request, the selected link, the search, the source, zen mode, the article.
    fn escape_in_reader(&mut self) {
        // The first press only stops waiting.
        if self.reader.stop_awaiting() || self.stop_page() {
            return;
        }
        self.overlay.cancel_awaited();
        self.list.cancel_jump();
        if self.reader.selected_link().is_some() {
            return self.reader.select_link(None);
        }
        let text = self.reader.text.as_mut();
        if text.is_some_and(|text| text.end_find()) || self.reader.leave_other_text() {
            return;
        }
        if self.screen.is_zen {
            self.screen.is_zen = false;
        } else {
            self.back_to_list();
        }
    }

    /// Reads on by a page or a section; at the announced end of the article, opens the next unread one.
    fn read_on(&mut self) {
        let (list, status) = (&self.list.rows, &mut self.status);
        if self.reader.read_on(self.now, list, status) == ReadOnResult::NextUnread {
            self.mark_read_at_end();
            self.step_unread(true);
        }
    }

    /// Goes to the next or previous match while a search is on, or change while these are shown, else to the next or
    /// previous unread article.
    fn step_match_or_unread(&mut self, forward: bool) {
        if self.reader.step_match(forward, &mut self.status) {
            self.mark_read_at_end();
        } else if self.reader.shows_comparison() {
            self.reader.step_change(forward, &mut self.status);
        } else {
            self.step_unread(forward);
        }
    }

    /// Opens the next or previous unread article.
    fn step_unread(&mut self, forward: bool) {
        let (effects, status) = (&mut self.effects, &mut self.status);
        let reader_update = self.list.step_unread(forward, true, effects, status);
        self.update_reader(reader_update);
    }

    /// Applies an action that means the same in the list and in the reader.
    fn apply_in_either_pane(&mut self, action: Action) {
        match action {
            Action::Quit => self.quit(),
            Action::Suspend => self.effects.push(Effect::Suspend),
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::Mute => self.mute(),
            Action::ToggleRead => {
                if self.screen.focus == Pane::Reader {
                    self.library.set_marked_by_user(self.reader.shown_id());
                }
                self.change_article(Change::ToggleRead);
            }
            Action::SwitchText => self.switch_text(),
            Action::Bookmark => self.change_article(Change::ToggleBookmark),
            Action::ToggleChanges => {
                let id = match self.screen.focus {
                    Pane::Reader => self.reader.shown_id(),
                    Pane::List => self.list.rows.selected().map(|article| article.id),
                };
                let (effects, status) = (&mut self.effects, &mut self.status);
                self.reader
                    .toggle_comparison(id, &self.list.rows, effects, status);
            }
            Action::Delete => self.delete(),
            Action::Undo => self.library.undo(&mut self.effects),
            Action::Redo => self.library.redo(&mut self.effects),
            Action::Views => {
                self.overlay.is_awaiting_views = true;
                // The keys of a source among the views need its settings.
                self.effects.submit(Job::LoadSources);
                self.effects.submit(Job::LoadViews);
            }
            Action::Story => self.request_story(),
            Action::Sources => self.open_sources(),
            Action::NextFailing => self.open_failing_source(),
            Action::Refresh => self.refresh(),
            Action::Subscribe => self.ask_for_address(None),
            Action::AddAccount => self.choose_account_kind(None),
            Action::Search => self.overlay.open_search(self.search_screen()),
            Action::RemoveSearch => self.remove_shown_search(),
            Action::Tour => self.show_view(View::Tour, ""),
            Action::SortByDate => self.sort_by(Order::Date),
            Action::SortOrder => self.toggle_sort_order(),
            Action::SortByTitle => self.sort_by(Order::Title),
            Action::SortByLength => self.sort_by(Order::Length),
            Action::GroupByDay => self.group_by(Grouping::Day),
            Action::GroupBySource => self.group_by(Grouping::Source),
            Action::GroupByNone => self.group_by(Grouping::None),
            Action::OpenInBrowser => self.open_in_browser(),
            Action::CopyLink => self.copy_link(),
            Action::ToggleMouse => self.effects.push(Effect::ToggleMouse),
            Action::ListWider | Action::ListNarrower => {
                match self.screen.step_list_width(action == Action::ListWider) {
                    Ok(columns) => {
                        self.status.report(format!("List width {columns}"));
                        self.save_list_width();
                    }
                    Err(message) => self.status.report(message),
                }
            }
            Action::HistoryBack => self.step_history(false),
            Action::HistoryForward => self.step_history(true),
            Action::Command(number) => self.run_command(number),
            Action::Pipe => self.ask_for_pipe(),
            Action::SwitchPane if self.screen.focus == Pane::List => self.open_selected(),
            Action::SwitchPane => self.back_to_list(),
            Action::Width(columns) => self.set_measure(columns),
            Action::Theme => {
                self.overlay.themes.is_awaited = true;
                self.effects.push(Effect::ListThemes);
            }
            Action::Messages => self.overlay.open_messages(&self.status),
            // The event loop carries these out, since it knows the keymap.
            Action::Help | Action::Palette => {}
            // These are handled in the list, in the reader or in overlays.
            Action::NextArticle
            | Action::PreviousArticle
            | Action::Open
            | Action::Back
            | Action::Close
            | Action::Escape
            | Action::LineDown
            | Action::LineUp
            | Action::ReadOn
            | Action::ReadBack
            | Action::NextSection
            | Action::PreviousSection
            | Action::Section(_)
            | Action::Row(_)
            | Action::Count(_)
            | Action::Outline
            | Action::NextGroup
            | Action::PreviousGroup
            | Action::NextParagraph
            | Action::PreviousParagraph
            | Action::HalfPageDown
            | Action::HalfPageUp
            | Action::PageDown
            | Action::PageUp
            | Action::ScrollRight
            | Action::ScrollLeft
            | Action::Start
            | Action::End
            | Action::NextUnread
            | Action::PreviousUnread
            | Action::Filter
            | Action::Find
            | Action::MarkGroupRead
            | Action::MarkViewRead
            | Action::MarkOlderRead(_)
            | Action::Tags
            | Action::BookmarkPlace
            | Action::SaveSearch
            | Action::SearchOrder
            | Action::EditNote
            | Action::LinkHints
            | Action::FollowLink
            | Action::CopySection
            | Action::ToggleSource
            | Action::LoadImages
            | Action::Zen
            | Action::Wider
            | Action::Narrower
            | Action::Accept
            | Action::NextRow
            | Action::PreviousRow
            | Action::NextPageOfRows
            | Action::PreviousPageOfRows
            | Action::PauseSource
            | Action::Edit
            | Action::RenameSource
            | Action::SourceCategories
            | Action::SourceSetting
            | Action::Rule
            | Action::Fold
            | Action::RecallPrevious
            | Action::RecallNext
            | Action::Complete => self.report_not_applicable(action),
        }
    }

    /// Reports that an action does not work in this scope.
    pub(super) fn report_not_applicable(&mut self, action: Action) {
        self.status.report(action.not_applicable_text());
    }

    /// Saves what is unsaved, and asks for the end of the program.
    pub(super) fn quit(&mut self) {
        self.mark_read_on_leaving();
        self.save_before_quit();
        self.effects.push(Effect::Quit);
    }
}
