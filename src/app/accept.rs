//! Actions in popups and prompts: taking the selected row of a picker, accepting or cancelling a typed line.

use tui_input::InputRequest;

use super::overlay::{EditResult, LineKind, Prompt, SearchScreen};
use super::{
    Action, App, Effect, Overlay, Picker, PickerKind, PickerRow, PickerValue, PromptKind,
    picker_box,
};
use crate::model::Job;

impl App {
    /// Opens a prompt. A prompt that finds words needs a text.
    pub(super) fn open_prompt(&mut self, mut prompt: Prompt) {
        if prompt.kind == PromptKind::Find {
            let Some(text) = &self.reader.text else {
                return self.status.report("No text to search");
            };
            prompt.top_when_opened = Some(text.top());
        }
        prompt.opened_at = self.reader.current_position().map(Box::new);
        if matches!(
            prompt.kind,
            PromptKind::Tags | PromptKind::Note | PromptKind::RuleTag
        ) {
            // The views list all tags, which complete the typed ones.
            self.effects.submit(Job::LoadViews);
        }
        self.overlay.open = Overlay::Prompt(prompt);
    }

    /// Opens the help or the palette. Their rows are made from the keymap, which the app does not know.
    pub fn show_picker(&mut self, kind: PickerKind, rows: Vec<PickerRow>) {
        self.status.clear();
        let picker = Picker::new(kind, rows);
        match kind {
            PickerKind::Help => self.overlay.open_help(picker),
            _ => self.overlay.open_picker(picker),
        }
        self.update_layout();
    }

    /// Returns true if the open popup is the help.
    pub fn shows_help(&self) -> bool {
        self.overlay.shows(PickerKind::Help)
    }

    /// Closes the help or the palette and returns the action selected in it, to be applied in the scope that it was
    /// opened from.
    pub fn take_selected_action(&mut self) -> Option<Action> {
        self.overlay.take_selected_action(self.screen.focus)
    }

    /// Edits the line that is being typed; does nothing without one.
    pub fn edit(&mut self, request: InputRequest) {
        self.status.clear();
        let edited = self.overlay.edit(request, &mut self.status);
        self.apply_edit_result(edited);
        self.update_layout();
    }

    /// Does what an edit of the typed line asks for.
    fn apply_edit_result(&mut self, edited: EditResult) {
        match edited {
            EditResult::Nothing => {}
            EditResult::Cancel => self.apply(Action::Escape),
            EditResult::Filter(text) => {
                let next = self.list.filter(&text, &mut self.effects);
                self.update_reader(next);
            }
            EditResult::Find(words, origin) => {
                if let Some(text) = &mut self.reader.text {
                    text.start_find(&words, origin);
                }
            }
            EditResult::Search(query) => {
                let screen = self.search_screen();
                self.overlay.search_for(&query, screen, &mut self.effects);
            }
            EditResult::Select(link) => self.reader.select_link(Some(link)),
        }
    }

    /// Types pasted text into the line that is being typed; does nothing without one. Line breaks become spaces.
    pub fn paste(&mut self, text: &str) {
        if !self.scope().takes_text() || matches!(self.overlay.open, Overlay::Hints(_)) {
            return self.status.report("Paste works only in a prompt");
        }
        /// The most characters of a pasted text; nobody searches for more.
        const LONGEST: usize = 1000;
        for c in crate::text::clean::clean_line(text).chars().take(LONGEST) {
            self.edit(InputRequest::InsertChar(c));
        }
    }

    /// Types the query that was last found in a text into an empty find prompt, as if it had been typed. True if it
    /// did; it is accepted afterwards, when its first match is found.
    pub fn recall_last_find(&mut self) -> bool {
        let Overlay::Prompt(prompt) = &mut self.overlay.open else {
            return false;
        };
        let last = self.overlay.line_history.last(LineKind::Find);
        let edited = prompt.fill_in(last.unwrap_or_default());
        let recalled = edited != EditResult::Nothing;
        self.apply_edit_result(edited);
        recalled
    }

    /// Applies an action in the open popup or prompt.
    pub(super) fn apply_in_overlay(&mut self, action: Action) {
        match action {
            Action::Quit => return self.quit(),
            Action::Suspend => return self.effects.push(Effect::Suspend),
            Action::Redraw => return self.effects.push(Effect::Redraw),
            Action::RecallPrevious | Action::RecallNext => {
                return self.recall_line(action == Action::RecallPrevious);
            }
            Action::NextRow | Action::PreviousRow
                if matches!(self.overlay.open, Overlay::Prompt(_)) =>
            {
                return self.recall_line(action == Action::PreviousRow);
            }
            Action::Complete => return self.overlay.complete(&mut self.status),
            Action::EditNote => return self.edit_note(),
            _ => {}
        }
        match std::mem::take(&mut self.overlay.open) {
            Overlay::None => {}
            Overlay::Picker(picker) => self.apply_in_picker(action, picker),
            Overlay::Prompt(prompt) => self.apply_in_prompt(action, prompt),
            Overlay::Hints(_) if action == Action::Escape => {}
            hints @ Overlay::Hints(_) => {
                self.status
                    .report("Type the letters of a link; Esc cancels");
                self.overlay.open = hints;
            }
        }
    }

    /// Returns the properties of the screen that the rows of the search depend on.
    pub(super) fn search_screen(&self) -> SearchScreen {
        SearchScreen {
            columns: picker_box(self.screen.size, 1).width,
            date_style: self.settings.date_style,
        }
    }

    /// Recalls an earlier line, or a later one.
    fn recall_line(&mut self, back: bool) {
        let edited = self.overlay.recall(back, &mut self.status);
        self.apply_edit_result(edited);
    }

    /// Applies an action in a picker; the picker is closed unless it is put back.
    fn apply_in_picker(&mut self, action: Action, mut picker: Picker) {
        match action {
            Action::Accept => return self.accept_row(&picker),
            Action::Escape if picker.end_filter() => {}
            Action::Escape if matches!(picker.kind, PickerKind::Requests | PickerKind::Account) => {
                return self.return_to_sources();
            }
            Action::Escape if picker.kind == PickerKind::Rule => return self.return_to_views(),
            Action::Escape if picker.kind == PickerKind::AccountKinds => {
                return self.leave_new_account();
            }
            Action::Escape if picker.kind == PickerKind::Help && self.overlay.uncover() => {
                // The popup has received nothing meanwhile.
                return self.reload();
            }
            Action::Escape => return,
            Action::Subscribe => return self.ask_for_address(Some(&picker)),
            Action::AddAccount => return self.choose_account_kind(Some(picker.kind)),
            Action::Undo => {
                picker.await_restored();
                self.library.undo(&mut self.effects);
            }
            Action::Redo => {
                picker.await_restored();
                self.library.redo(&mut self.effects);
            }
            Action::RenameSource | Action::SourceCategories | Action::SourceSetting
                if self.source_of(&picker).is_some() =>
            {
                return self.open_source_prompt(action, &picker);
            }
            Action::Edit
            | Action::RenameSource
            | Action::Delete
            | Action::SourceCategories
            | Action::SourceSetting
            | Action::PauseSource
                if picker.kind == PickerKind::Views =>
            {
                if let Some(prompt) = self.change_view(action, &picker) {
                    return self.open_prompt(prompt);
                }
            }
            Action::Refresh if picker.kind == PickerKind::Views => self.refresh_selected(&picker),
            Action::Rule if picker.kind == PickerKind::Views => {
                if let Some(rules) = self.choose_rule(&picker) {
                    return self.overlay.open_picker(rules);
                }
            }
            other if self.apply_in_sources(other, &mut picker) => {}
            Action::Filter => picker.start_filter(),
            Action::SaveSearch if picker.kind == PickerKind::Search => {
                let query = self.overlay.search.query().to_owned();
                if !query.is_empty() {
                    return self.open_prompt(Prompt::for_search_name(&query));
                }
                self.status.report("No search to save: type one first");
            }
            Action::SearchOrder if picker.kind == PickerKind::Search => {
                let (effects, status) = (&mut self.effects, &mut self.status);
                self.overlay.switch_search_order(effects, status);
            }
            Action::Fold if picker.kind == PickerKind::Views => self.fold(&mut picker),
            other if picker.move_selection(other) => {}
            other => self.report_not_applicable(other),
        }
        self.overlay.open_picker(picker);
    }

    /// Does what the selected row of a picker stands for.
    fn accept_row(&mut self, picker: &Picker) {
        let line = picker.input().value();
        self.overlay
            .line_history
            .push(picker.kind.line_kind(), line);
        match picker.selected_value() {
            Some(PickerValue::View(view, name)) => return self.show_view(view.clone(), name),
            Some(PickerValue::Order(order)) => return self.sort_by(*order),
            Some(PickerValue::Grouping(grouping)) => return self.group_by(*grouping),
            Some(PickerValue::Hit(number)) => return self.open_hit(*number),
            Some(PickerValue::Article(id)) => return self.open_story_article(*id),
            Some(PickerValue::Source(source)) => {
                let source = *source;
                self.overlay.open_picker(picker.clone());
                return self.open_requests(source);
            }
            Some(PickerValue::Account(account)) => {
                let account = *account;
                return self.open_account(account);
            }
            Some(PickerValue::AccountKind(kind)) => return self.ask_for_account(*kind),
            Some(PickerValue::Theme(name)) => return self.set_theme(name),
            Some(PickerValue::Feed(url, account)) => return self.subscribe(url, *account),
            Some(PickerValue::Rule(rule)) => return self.set_rule(rule),
            None => {}
        }
        let Some(row) = picker.selected() else {
            self.status.report("Nothing matches");
            // A filter is corrected; a command line is typed anew.
            if picker.kind != PickerKind::Palette {
                self.overlay.open_picker(picker.clone());
            }
            return;
        };
        match picker.kind {
            PickerKind::Outline => {
                let left = self.reader.current_position();
                if let Some(text) = &mut self.reader.text {
                    text.go_to_section(row);
                    self.mark_read_at_end();
                }
                self.reader.record_jump(left);
            }
            PickerKind::Palette => self.ask_for_number(picker),
            PickerKind::Help => self.status.report("This key does nothing here"),
            PickerKind::Requests | PickerKind::Account => {
                self.status.report("Esc goes back to the sources");
                self.overlay.open_picker(picker.clone());
            }
            PickerKind::Views
            | PickerKind::Search
            | PickerKind::Messages
            | PickerKind::Sources
            | PickerKind::Themes
            | PickerKind::Story
            | PickerKind::Rule
            | PickerKind::AccountKinds
            | PickerKind::Feeds => {}
        }
    }

    /// Leaves the palette open with the name of the selected action in its line, so that its number can be typed.
    fn ask_for_number(&mut self, picker: &Picker) {
        let mut picker = picker.clone();
        if let Some(action) = picker.selected_action() {
            let name = action.name();
            self.status
                .report(format!("{name} needs a number: {name} 3"));
            if picker.complete_name().is_ok() {
                self.overlay.open_picker(picker);
            }
        }
    }

    /// Applies an action in a prompt; the prompt is closed unless it is put back.
    fn apply_in_prompt(&mut self, action: Action, prompt: Prompt) {
        match action {
            Action::Accept => return self.accept_prompt(prompt),
            Action::Escape => return self.cancel_prompt(&prompt),
            other => self.report_not_applicable(other),
        }
        self.overlay.open = Overlay::Prompt(prompt);
    }

    /// Undoes what the typed line has shown so far.
    fn cancel_prompt(&mut self, prompt: &Prompt) {
        match prompt.kind {
            PromptKind::Filter => {
                let next = self.list.filter("", &mut self.effects);
                self.update_reader(next);
            }
            PromptKind::Find => {
                if let (Some(text), Some(origin)) = (&mut self.reader.text, prompt.top_when_opened)
                {
                    text.end_find();
                    text.return_to(origin);
                }
            }
            PromptKind::Tags | PromptKind::Note | PromptKind::SaveSearch | PromptKind::Pipe => {}
            PromptKind::Address | PromptKind::AccountFeed(_) => self.leave_address(),
            PromptKind::Account(_) => self.leave_new_account(),
            PromptKind::SourceTitle
            | PromptKind::Categories
            | PromptKind::Setting
            | PromptKind::SearchName
            | PromptKind::RuleTag
            | PromptKind::SearchQuery => self.return_from_prompt(prompt),
        }
    }

    /// Does what the typed line asks for.
    fn accept_prompt(&mut self, prompt: Prompt) {
        if let Some(problem) = prompt.tag_problem() {
            self.status.report(problem);
            self.overlay.open = Overlay::Prompt(prompt);
            return;
        }
        let line = prompt.input.value();
        if prompt.kind.has_history() {
            let kind = prompt.kind.line_kind();
            self.overlay.line_history.push(kind, line);
        }
        match prompt.kind {
            PromptKind::Setting
            | PromptKind::SearchName
            | PromptKind::SearchQuery
            | PromptKind::RuleTag
                if line.trim().is_empty() =>
            {
                self.return_from_prompt(&prompt);
            }
            PromptKind::SourceTitle
            | PromptKind::Categories
            | PromptKind::Setting
            | PromptKind::SearchName
            | PromptKind::RuleTag
            | PromptKind::SearchQuery => {
                self.return_from_prompt(&prompt);
                if let Some(subject) = prompt.subject {
                    let change = subject.into_change(prompt.input.value());
                    self.library.change(change, &mut self.effects);
                }
            }
            PromptKind::Filter => self.accept_filter(),
            PromptKind::Find => self.accept_find(prompt),
            PromptKind::Address => {
                self.leave_address();
                self.subscribe(prompt.input.value(), None);
            }
            PromptKind::AccountFeed(account) => {
                self.leave_address();
                self.subscribe(prompt.input.value(), Some(account));
            }
            PromptKind::Pipe => self.pipe_to(prompt.input.value()),
            PromptKind::Account(field) => self.accept_account_line(field, prompt),
            PromptKind::Tags | PromptKind::Note | PromptKind::SaveSearch => {
                let text = prompt.text();
                if let Some(subject) = prompt.subject {
                    let change = subject.into_change(&text);
                    self.library.change(change, &mut self.effects);
                }
            }
        }
    }

    /// Reports the number of articles that the filter leaves.
    fn accept_filter(&mut self) {
        let filter = self.list.rows.filter();
        if !filter.is_empty() {
            let shown = self.list.row_count_text();
            let articles = if shown == "1" { "article" } else { "articles" };
            self.status.report(format!(
                "{shown} {articles} with “{filter}” · Esc clears the filter"
            ));
        }
    }

    /// Reports a query without a match, and records the jump to the match.
    fn accept_find(&mut self, prompt: Prompt) {
        let Some(text) = &mut self.reader.text else {
            return;
        };
        let query = prompt.input.value().to_owned();
        if query.is_empty() {
            return;
        }
        let find = text.find();
        let found = find.is_some_and(|find| find.current().is_some());
        let wrapped = find.is_some_and(|find| find.has_wrapped());
        // The search stays open, so that `n` does not suddenly mean the next article.
        if !found {
            // The search stays on, so that n does not suddenly mean the next article.
            self.status
                .report(format!("Not found: {query} · Esc ends the search"));
        } else if wrapped {
            self.status.report("Search wrapped to the top");
        }
        if found {
            self.reader
                .record_jump(prompt.opened_at.map(|position| *position));
        }
        if self
            .reader
            .text
            .as_ref()
            .is_some_and(|text| text.find().is_some())
        {
            self.mark_read_at_end();
        }
    }
}
