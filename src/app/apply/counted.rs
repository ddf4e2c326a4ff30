//! Motions after a count, as in `12G` and `5j`: in the list, in popups with rows and in the source of an article.

use crate::app::{Action, App, Overlay, Scope};

/// Maximum pages that a count goes in the source of an article.
const MAX_PAGES: usize = 10_000;

impl App {
    /// Returns the digit that an action adds to the count. Where the source of an article is shown, there are no
    /// sections, and the keys that go to the nth section are digits.
    pub(super) fn digit_of(&self, action: Action, scope: Scope) -> Option<u8> {
        let shows_source = scope == Scope::Reader && self.reader.shows_source();
        match action {
            Action::Count(digit) if shows_source || scope != Scope::Reader => Some(digit),
            Action::Section(number @ 1..=9) if shows_source => u8::try_from(number).ok(),
            _ => None,
        }
    }

    /// Adds a digit to the count `before` and shows it; a count does not begin with 0.
    pub(super) fn add_digit(&mut self, before: Option<usize>, digit: u8) {
        let motions = match self.scope() {
            Scope::Picker => "j, k, G …",
            Scope::List | Scope::Reader | Scope::Prompt => "j, k, G, ] …",
        };
        if let Some(count) = self.count.set_with_digit(before, digit) {
            self.status.report(format!("Count {count}: then {motions}"));
        }
    }

    /// Applies an action after a count: a motion goes so many rows or groups, or to that row. Other actions take no count.
    pub(super) fn apply_with_count(&mut self, action: Action, scope: Scope, count: usize) {
        let is_repeated = match scope {
            Scope::List => self.repeat_in_list(action, count),
            Scope::Reader => self.repeat_in_source(action, count),
            Scope::Picker => match &mut self.overlay.open {
                Overlay::Picker(picker) => picker.repeat_motion(action, count),
                Overlay::None | Overlay::Prompt(_) | Overlay::Hints(_) => false,
            },
            Scope::Prompt => false,
        };
        if !is_repeated {
            self.apply_in_scope(action, scope);
        }
    }

    /// Repeats a motion of the list. False if the action is none.
    fn repeat_in_list(&mut self, action: Action, count: usize) -> bool {
        match action {
            Action::Start | Action::End => self.apply_in_list(Action::Row(count)),
            Action::NextArticle
            | Action::PreviousArticle
            | Action::NextGroup
            | Action::PreviousGroup
            | Action::HalfPageDown
            | Action::HalfPageUp
            | Action::PageDown
            | Action::PageUp
            | Action::NextUnread
            | Action::PreviousUnread => {
                let today = self.now.date_naive();
                let (effects, status) = (&mut self.effects, &mut self.status);
                let update = self
                    .list
                    .repeat_motion(action, count, today, effects, status);
                self.update_reader(update);
            }
            _ => return false,
        }
        true
    }

    /// Repeats a motion in the source of an article. False if the action is none, or no source is shown.
    fn repeat_in_source(&mut self, action: Action, count: usize) -> bool {
        if !self.reader.shows_source() {
            return false;
        }
        match action {
            Action::HalfPageDown | Action::HalfPageUp | Action::PageDown | Action::PageUp => {
                let top = |app: &Self| app.reader.text.as_ref().map(|text| text.top());
                for _ in 0..count.min(MAX_PAGES) {
                    let before = top(self);
                    self.apply_in_reader(action);
                    if top(self) == before {
                        break;
                    }
                }
                true
            }
            _ => self
                .reader
                .repeat_in_source(action, count, &mut self.status),
        }
    }
}
