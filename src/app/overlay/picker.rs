//! A popup with rows, a filter and a selection: [`Picker`]. Outline, help, palette, views, search, messages,
//! sources, their requests, the feeds of a page and the articles of a story are pickers.

mod motion;

use tui_input::{Input, InputRequest};

use super::history::Recall;
use super::picker_filter::{action_name_in, match_by_text, rank_by_name};
use super::picker_row::{PickerRow, PickerValue, new_value};
use super::picker_wrap::wrap_rows;
use crate::app::{Action, Size, picker_box};

/// A popup with rows, a filter and a selection.
#[derive(Debug, Clone)]
pub struct Picker {
    /// Kind, which decides on the meaning of the rows.
    pub kind: PickerKind,
    /// Title of the box, if it is not that of the kind.
    heading: Option<String>,
    /// All rows, in their own order.
    rows: Vec<PickerRow>,
    /// The typed line: a filter, a command or a query.
    input: Input,
    /// True while the line is being typed, so that printable keys are text.
    is_typing: bool,
    /// Position in the line history.
    recall: Recall,
    /// True if the line is from an earlier time; the next letter replaces it.
    is_previous_query: bool,
    /// Rows that the filter leaves, in the order on the screen: indices into `rows`.
    shown: Vec<usize>,
    /// Selected row: index in `shown`.
    selected: usize,
    /// First row on the screen: index in `shown`.
    offset: usize,
    /// Rows on the screen.
    height: usize,
    /// True after an undo or redo: a row that comes back is selected.
    awaits_restored: bool,
    /// Columns that the rows were broken into lines for; 0 if they were not.
    wrapped_for: usize,
}

/// Kind of a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickerKind {
    /// Sections of the article.
    Outline,
    /// Keys and their actions.
    Help,
    /// Actions by name.
    Palette,
    /// Views of the library.
    Views,
    /// Hits of a search of the library.
    Search,
    /// Messages of the session.
    Messages,
    /// Sources and their health.
    Sources,
    /// Requests of a source.
    Requests,
    /// Facts about an account.
    Account,
    /// Feeds that a page links to.
    Feeds,
    /// Themes.
    Themes,
    /// Other articles of a story.
    Story,
    /// Action on new articles of a saved search.
    Rule,
    /// Kinds of servers of accounts.
    AccountKinds,
}

impl PickerKind {
    /// Returns true if the line is always being typed. In the other kinds it is a filter, which the user starts and ends.
    fn is_always_typed(self) -> bool {
        match self {
            Self::Palette | Self::Search => true,
            Self::Outline
            | Self::Help
            | Self::Views
            | Self::Messages
            | Self::Sources
            | Self::Requests
            | Self::Account
            | Self::Themes
            | Self::Story
            | Self::Rule
            | Self::AccountKinds
            | Self::Feeds => false,
        }
    }
}

/// Numbers of rows of a picker, without heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowCounts {
    /// Rows that the filter leaves.
    pub shown: usize,
    /// All rows.
    pub all: usize,
}

impl Picker {
    /// Returns a picker of `rows` with the current one selected.
    pub fn new(kind: PickerKind, rows: Vec<PickerRow>) -> Self {
        let mut picker = Self {
            kind,
            heading: None,
            shown: Vec::new(),
            rows,
            input: Input::default(),
            is_typing: kind.is_always_typed(),
            recall: Recall::default(),
            is_previous_query: false,
            selected: 0,
            offset: 0,
            height: 0,
            awaits_restored: false,
            wrapped_for: 0,
        };
        picker.filter_rows();
        picker.select_row(|row| row.is_current);
        picker.leave_heads_and_scroll(true);
        picker
    }

    /// Returns this picker with another title of its box.
    pub(in crate::app) fn with_heading(mut self, heading: String) -> Self {
        self.heading = Some(heading);
        self
    }

    /// Returns this picker with a line from an earlier time.
    pub(in crate::app) fn with_previous_query(mut self, text: &str) -> Self {
        self.input = Input::new(text.to_owned());
        self.is_previous_query = !text.is_empty();
        self
    }

    /// Returns true if the line is from an earlier time.
    pub fn has_old_line(&self) -> bool {
        self.is_previous_query
    }

    /// Returns the title of the box.
    pub fn title(&self) -> &str {
        if let Some(heading) = &self.heading {
            return heading;
        }
        match self.kind {
            PickerKind::Outline => "Outline",
            PickerKind::Help => "Help",
            PickerKind::Palette => "Palette",
            PickerKind::Views => "Views",
            PickerKind::Search => "Search everything",
            PickerKind::Messages => "Messages",
            PickerKind::Sources => "Sources",
            PickerKind::Requests => "Requests",
            PickerKind::Account => "Account",
            PickerKind::Feeds => "Feeds",
            PickerKind::Themes => "Themes",
            PickerKind::Story => "Other articles of this story",
            PickerKind::Rule => "Rule",
            PickerKind::AccountKinds => "Add an account on",
        }
    }

    /// Returns the typed line.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// Returns true while the line is being typed, so that printable keys are text.
    pub fn is_typing(&self) -> bool {
        self.is_typing
    }

    /// Starts typing a filter.
    pub(in crate::app) fn start_filter(&mut self) {
        self.is_typing = true;
    }

    /// Removes the filter; the selected row stays selected. False if there is no filter.
    pub(in crate::app) fn end_filter(&mut self) -> bool {
        if !self.is_typing || self.kind.is_always_typed() {
            return false;
        }
        let row = self.shown.get(self.selected).copied();
        self.is_typing = false;
        self.input.reset();
        // A row that a fold hides stays on the screen, since it was found.
        if let Some(found) = row.and_then(|row| self.rows.get_mut(row)) {
            found.is_hidden = false;
        }
        self.filter_rows();
        let found = self.shown.iter().position(|at| Some(*at) == row);
        self.selected = found.unwrap_or(0);
        self.leave_heads_and_scroll(true);
        true
    }

    /// Returns the index of the selected row among all rows.
    pub fn selected(&self) -> Option<usize> {
        let row = *self.shown.get(self.selected)?;
        (!self.rows.get(row)?.is_head).then_some(row)
    }

    /// Returns the value of the selected row.
    pub fn selected_value(&self) -> Option<&PickerValue> {
        self.rows.get(self.selected()?)?.value.as_ref()
    }

    /// Shows other rows; the typed line stays.
    pub(in crate::app) fn set_rows(&mut self, rows: Vec<PickerRow>) {
        self.rows = rows;
        self.shown = (0..self.rows.len()).collect();
        (self.selected, self.offset) = (0, 0);
        self.leave_heads_and_scroll(true);
    }

    /// Selects the row that comes back with the next rows, if one does: after an undo or redo.
    pub(in crate::app) fn await_restored(&mut self) {
        self.awaits_restored = true;
    }

    /// Replaces the rows by newer versions of them; the filter stays, and the selection if its row still exists.
    pub(in crate::app) fn refresh_rows(&mut self, rows: Vec<PickerRow>) {
        let restored = match self.awaits_restored {
            true => new_value(&self.rows, &rows),
            false => None,
        };
        self.awaits_restored &= restored.is_none();
        let selected = restored.or_else(|| self.selected_value().cloned());
        self.rows = rows;
        self.filter_rows();
        let same = |row: &usize| {
            self.rows.get(*row).is_some_and(|row| match &selected {
                // A view may have got another name.
                Some(PickerValue::View(view, _)) => row.is_view(view),
                Some(_) => row.value == selected,
                None => false,
            })
        };
        // A row that is gone leaves the selection where it was.
        let last = self.shown.len().saturating_sub(1);
        let found = self.shown.iter().position(same);
        self.selected = found.unwrap_or(self.selected).min(last);
        self.leave_heads_and_scroll(true);
    }

    /// Takes newer rows of a popup whose rows are broken into lines.
    pub(in crate::app) fn replace_rows(&mut self, rows: Vec<PickerRow>) {
        self.wrapped_for = 0;
        self.refresh_rows(rows);
    }

    /// Selects the first shown row that a test accepts; false if there is none.
    pub(in crate::app) fn select_row(&mut self, is_wanted: impl Fn(&PickerRow) -> bool) -> bool {
        let is_wanted = |row: &usize| self.rows.get(*row).is_some_and(&is_wanted);
        let found = self.shown.iter().position(is_wanted);
        if let Some(found) = found {
            self.selected = found;
            self.leave_heads_and_scroll(true);
        }
        found.is_some()
    }

    /// Selects the next shown row that a test accepts, after the last one the first; false if there is none.
    pub(in crate::app) fn select_next(&mut self, is_wanted: impl Fn(&PickerRow) -> bool) -> bool {
        let count = self.shown.len();
        let is_wanted = |at: &usize| {
            let row = self.shown.get(*at).and_then(|row| self.rows.get(*row));
            row.is_some_and(&is_wanted)
        };
        let mut others = (1..=count).map(|step| (self.selected + step) % count);
        let found = others.find(is_wanted);
        if let Some(found) = found {
            self.selected = found;
            self.leave_heads_and_scroll(true);
        }
        found.is_some()
    }

    /// Returns the action of the selected row.
    pub fn selected_action(&self) -> Option<Action> {
        self.rows.get(self.selected()?)?.action
    }

    /// Counts the rows, without heads.
    pub fn row_counts(&self) -> RowCounts {
        let counted = |row: &&PickerRow| !row.is_head;
        let shown = self.shown.iter().filter_map(|i| self.rows.get(*i));
        RowCounts {
            shown: shown.filter(counted).count(),
            all: self.rows.iter().filter(counted).count(),
        }
    }

    /// Returns the rows on the screen from the top; `true` for the selected one.
    pub fn visible(&self) -> impl Iterator<Item = (&PickerRow, bool)> {
        let rows = self
            .shown
            .iter()
            .enumerate()
            .skip(self.offset)
            .take(self.height);
        rows.filter_map(|(i, row)| Some((self.rows.get(*row)?, i == self.selected)))
    }

    /// Returns all rows.
    pub fn rows(&self) -> &[PickerRow] {
        &self.rows
    }

    /// Returns the number of rows that fit into the box.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Adapts the height to a screen of this size, less borders and filter.
    pub(in crate::app) fn fit_to_screen(&mut self, size: Size) {
        if matches!(
            self.kind,
            PickerKind::Help | PickerKind::Account | PickerKind::Messages
        ) {
            self.wrap(usize::from(picker_box(size, 1).inside_box().width));
        }
        let room = size
            .rows
            .saturating_sub(if size.rows >= 12 { 6 } else { 4 });
        let rows = match self.kind {
            // The hits change with every letter; the box keeps its height.
            PickerKind::Search => u16::MAX,
            _ => u16::try_from(self.rows.len()).unwrap_or(u16::MAX),
        };
        self.set_height(rows.clamp(1, room.max(1)));
    }

    /// Breaks the rows into lines for a box of another width; the selected row stays selected.
    fn wrap(&mut self, width: usize) {
        if std::mem::replace(&mut self.wrapped_for, width) == width {
            return;
        }
        let (rows, at) = wrap_rows(std::mem::take(&mut self.rows), self.selected(), width);
        self.rows = rows;
        self.filter_rows();
        let found = self.shown.iter().position(|row| Some(*row) == at);
        self.selected = found.unwrap_or(0);
        self.leave_heads_and_scroll(true);
    }

    /// Sets the number of rows that fit into the box.
    pub fn set_height(&mut self, height: u16) {
        if self.height == 0 {
            // When the picker opens, a third of the rows are above the current one.
            self.offset = self.selected.saturating_sub(usize::from(height) / 3);
        }
        self.height = usize::from(height).max(1);
        self.leave_heads_and_scroll(true);
    }

    /// Selects a row of the screen, counted from the first. False for a head.
    pub fn select_visible(&mut self, row: usize) -> bool {
        let at = self.offset + row;
        let shown = self.shown.get(at).and_then(|row| self.rows.get(*row));
        let is_selectable = shown.is_some_and(|row| !row.is_head);
        if is_selectable {
            self.selected = at;
        }
        is_selectable
    }

    /// Edits the line and filters the rows: best matches first; all rows in their own order without a filter. Backspace
    /// in an empty filter ends it.
    pub fn edit(&mut self, request: InputRequest) {
        if self.input.value().is_empty() && request == InputRequest::DeletePrevChar {
            self.end_filter();
            return;
        }
        let before = self.input.value().to_owned();
        if std::mem::take(&mut self.is_previous_query) && replaces_line(request) {
            self.input.reset();
        }
        self.input.handle(request);
        self.recall = Recall::default();
        self.filter_after_edit(&before);
    }

    /// Replaces the line.
    pub(in crate::app) fn set_line(&mut self, text: &str) {
        let before = self.input.value().to_owned();
        self.is_previous_query = false;
        self.input = Input::new(text.to_owned());
        self.filter_after_edit(&before);
    }

    /// Recalls an earlier line, or a later one. False if there is none.
    pub(in crate::app) fn recall(&mut self, back: bool, lines: &[String]) -> bool {
        let mut recall = std::mem::take(&mut self.recall);
        let found = recall.step(back, self.input.value(), lines);
        self.recall = recall;
        let recalled = found.is_some();
        if let Some(line) = found {
            self.set_line(&line);
        }
        recalled
    }

    /// Filters the rows if the line differs from `before`.
    fn filter_after_edit(&mut self, before: &str) {
        let query = self.input.value().trim();
        if query == before.trim() || self.kind == PickerKind::Search {
            return;
        }
        let is_empty = query.is_empty();
        self.filter_rows();
        (self.selected, self.offset) = (0, 0);
        if is_empty {
            self.select_row(|row| row.is_current);
        }
        self.leave_heads_and_scroll(true);
    }

    /// Filters the rows by the typed line.
    fn filter_rows(&mut self) {
        let query = self.input.value().trim();
        self.shown = match self.kind {
            _ if query.is_empty() => {
                let rows = self.rows.iter().enumerate();
                let shown = rows.filter(|(_, row)| !row.is_hidden);
                shown.map(|(at, _)| at).collect()
            }
            PickerKind::Palette => rank_by_name(action_name_in(query), &self.rows),
            // The rows are the hits of the query.
            PickerKind::Search => (0..self.rows.len()).collect(),
            _ => match_by_text(query, &self.rows),
        };
    }

    /// Moves the selection off heads, down if `down`, and scrolls to it.
    fn leave_heads_and_scroll(&mut self, down: bool) {
        let head = |i: usize| {
            self.shown
                .get(i)
                .and_then(|row| self.rows.get(*row))
                .is_some_and(|row| row.is_head)
        };
        if head(self.selected) {
            let below = (self.selected..self.shown.len()).find(|i| !head(*i));
            let above = (0..self.selected).rev().find(|i| !head(*i));
            let found = if down {
                below.or(above)
            } else {
                above.or(below)
            };
            self.selected = found.unwrap_or(0);
        }
        // The last line of the row becomes visible with its first one.
        let further = self.shown.iter().skip(self.selected + 1);
        let further = further.map_while(|row| self.rows.get(*row));
        let further = further.take_while(|row| row.is_continuation).count();
        let further = further.min(self.height.saturating_sub(1));
        let lowest = (self.selected + 1 + further).saturating_sub(self.height);
        // The head above the first row becomes visible with it.
        let highest = if self.selected > 0 && head(self.selected - 1) {
            self.selected - 1
        } else {
            self.selected
        };
        let most = self.shown.len().saturating_sub(self.height);
        self.offset = self.offset.max(lowest).min(highest.max(lowest)).min(most);
    }
}

/// Returns true if an edit replaces a line from an earlier time; moving the cursor keeps the line.
pub(in crate::app) fn replaces_line(request: InputRequest) -> bool {
    use InputRequest::*;
    matches!(
        request,
        InsertChar(_) | DeletePrevChar | DeletePrevWord | DeleteLine
    )
}
