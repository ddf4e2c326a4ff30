//! Views: their order and grouping, changes of those in the picker of views, such as saved searches, and the theme that they
//! are drawn in.

use super::overlay::{Prompt, RuleChoice, RuleRow, TypedCommand};
use super::{Action, App, Picker, PickerKind, PickerValue, Scope};
use crate::model::{Change, Grouping, Order, View};

impl App {
    pub(super) fn sort_by(&mut self, order: Order) {
        let reader_update = self
            .list
            .sort_by(order, &mut self.effects, &mut self.status);
        self.update_reader(reader_update);
    }

    /// Lists the oldest articles first, or the newest.
    pub(super) fn toggle_sort_order(&mut self) {
        self.sort_by(match self.list.rows.listing().order {
            Order::Date => Order::OldestFirst,
            Order::OldestFirst | Order::Title | Order::Length => Order::Date,
        });
    }

    pub(super) fn group_by(&mut self, grouping: Grouping) {
        let reader_update = self
            .list
            .group_by(grouping, &mut self.effects, &mut self.status);
        self.update_reader(reader_update);
    }

    /// Folds the selected category of the views, or unfolds it.
    pub(super) fn fold(&mut self, picker: &mut Picker) {
        let view = match picker.selected_value() {
            Some(PickerValue::View(view, _)) => view.clone(),
            _ => View::All,
        };
        let Some(category) = self.overlay.views.toggle_fold(&view) else {
            return self.status.report("No category here to fold");
        };
        picker.refresh_rows(self.overlay.views.rows(&self.list.rows));
        picker.select_row(|row| row.is_view(&View::Category(category)));
    }

    /// Edits, renames or removes the selected view as an action asks, a saved search or a source; pauses a source. Returns the
    /// prompt for the new query, name, title, categories or setting.
    pub(super) fn change_view(&mut self, action: Action, picker: &Picker) -> Option<Prompt> {
        let Some(PickerValue::View(view, name)) = picker.selected_value() else {
            self.status.report("No view here");
            return None;
        };
        let prompt = match (action, view) {
            (Action::Edit, View::SavedSearch(search)) => {
                Prompt::for_query(*search, self.overlay.views.query_of(view))
            }
            (Action::RenameSource, View::SavedSearch(search)) => {
                Prompt::for_renamed_search(*search, name)
            }
            (Action::RenameSource, View::Source(source)) => Prompt::for_source_title(*source, name),
            (Action::SourceCategories | Action::SourceSetting, View::Source(source)) => {
                self.source_prompt(action, *source)?
            }
            (Action::PauseSource, View::Source(source)) => {
                self.toggle_pause(*source);
                return None;
            }
            (Action::Delete, View::SavedSearch(_) | View::Source(_)) => {
                self.remove_view(view);
                return None;
            }
            (Action::Edit, _) => {
                self.status.report("Only a saved search has a query");
                return None;
            }
            (Action::SourceCategories | Action::SourceSetting | Action::PauseSource, _) => {
                self.report_not_applicable(action);
                return None;
            }
            (action, _) => {
                let label = action.label();
                let text = format!("Can't {label} this view, only saved searches and sources");
                self.status.report(text);
                return None;
            }
        };
        self.overlay.views.edited = Some(view.clone());
        Some(prompt)
    }

    /// Returns the picker of what is done with new articles of the selected saved search.
    pub(super) fn choose_rule(&mut self, picker: &Picker) -> Option<Picker> {
        let Some(PickerValue::View(view @ View::SavedSearch(search), _)) = picker.selected_value()
        else {
            let search = self.key_name(Scope::List, Action::Search);
            let save = self.key_name(Scope::Prompt, Action::SaveSearch);
            self.status.report(format!(
                "Only a saved search can be a rule: {search} searches, {save} saves the search"
            ));
            return None;
        };
        self.overlay.views.edited = Some(view.clone());
        Some(self.overlay.views.rule_picker(*search))
    }

    /// Sets what is done with new articles of a saved search; asks for a tag.
    pub(super) fn set_rule(&mut self, rule: &RuleRow) {
        let action = match &rule.choice {
            RuleChoice::Action(action) => action.clone(),
            RuleChoice::Tag => {
                let prompt = Prompt::for_rule_tag(rule.search, rule.with_present);
                return self.open_prompt(prompt);
            }
        };
        let change = Change::SetRule {
            search: rule.search,
            action,
            with_present: rule.with_present,
        };
        self.library.change(change, &mut self.effects);
        self.return_to_views();
    }

    /// Shows the views again, with the one selected that was edited.
    pub(super) fn return_to_views(&mut self) {
        let edited = self.overlay.views.edited.take();
        let rows = self.overlay.views.rows(&self.list.rows);
        let mut picker = Picker::new(PickerKind::Views, rows);
        picker.select_row(|row| edited.as_ref().is_some_and(|edited| row.is_view(edited)));
        self.overlay.open_picker(picker);
    }

    /// Removes a saved search or a source. If its view is shown, all articles are shown instead of a search.
    fn remove_view(&mut self, view: &View) {
        let change = match view {
            View::SavedSearch(search) => Change::RemoveSearch(*search),
            View::Source(source) => Change::RemoveSource {
                source: *source,
                delete_articles: false,
            },
            _ => return,
        };
        self.library.change(change, &mut self.effects);
        if matches!(view, View::SavedSearch(_)) && self.list.rows.listing().view == *view {
            let mut listing = self.list.rows.listing().clone();
            listing.view = View::All;
            let reader_update = self.list.show_listing(listing, &mut self.effects);
            self.update_reader(reader_update);
        }
    }

    /// Removes the saved search whose view is shown, and shows all articles.
    pub(super) fn remove_shown_search(&mut self) {
        let view = self.list.rows.listing().view.clone();
        match view {
            View::SavedSearch(_) => self.remove_view(&view),
            _ => self.status.report("This view is not a saved search"),
        }
    }

    /// Shows the picker again that a prompt was opened from: that of the views or that of the sources.
    pub(super) fn return_from_prompt(&mut self, prompt: &Prompt) {
        if prompt.subject.is_none() {
            return;
        }
        match self.overlay.views.edited {
            Some(_) => self.return_to_views(),
            None => self.return_to_sources(),
        }
    }

    /// Carries out a typed command of the palette that has a text: `subscribe ADDRESS`, `theme NAME`. False if the line is
    /// none.
    pub fn run_typed_command(&mut self) -> bool {
        match self.overlay.take_typed_command() {
            Some(TypedCommand::Subscribe(address)) => self.subscribe(&address, None),
            Some(TypedCommand::Theme(name)) => self.set_theme(&name),
            None => return false,
        }
        true
    }

    /// Sets a theme for the rest of the session.
    pub(super) fn set_theme(&mut self, name: &str) {
        let effect = self.overlay.themes.choose(name);
        self.effects.push(effect);
    }

    /// Receives the names of the themes and that of the theme in use, and opens their picker if it was asked for.
    pub fn receive_themes(&mut self, names: Vec<String>, current: Option<String>) {
        self.overlay.themes.set_names(names, current);
        if std::mem::take(&mut self.overlay.themes.is_awaited) {
            let picker = self.overlay.themes.picker();
            self.overlay.open_picker(picker);
            self.update_layout();
        }
    }
}
