//! The overlay over the panes, a picker or a prompt, and what overlays keep between two times: [`Overlays`].

mod hints;
mod notes;
mod outline;
mod picker;
mod prompt;
mod search;
mod views;

use tui_input::InputRequest;

use super::Action;
use super::reader::{Link, LinkInView};
use super::status::Status;
use crate::layout::Position;

pub use hints::Hints;
pub(super) use notes::Subject;
pub(super) use outline::outline;
pub use picker::{Choice, Picker, PickerKind, PickerRow};
pub use prompt::{Prompt, PromptKind};
pub(super) use search::Search;
pub(super) use views::view_rows;

/// The overlay over the panes.
#[derive(Debug, Default)]
pub enum Overlay {
    /// Nothing.
    #[default]
    None,
    /// A list that can be filtered.
    Picker(Picker),
    /// A line that is being typed.
    Prompt(Prompt),
    /// Letters beside the links in sight.
    Hints(Hints),
}

/// The overlay that is open, and what overlays keep between two times.
#[derive(Debug, Default)]
pub(super) struct Overlays {
    pub(super) open: Overlay,
    pub(super) search: Search,
    /// True if the views were asked for and are not there.
    pub(super) awaiting_views: bool,
    /// The words that were looked for last in a text.
    pub(super) last_find: String,
}

/// What follows from an edit of the line that is being typed.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub(super) enum Edited {
    /// Nothing.
    Nothing,
    /// The overlay is to be cancelled.
    Cancel,
    /// The list shows what matches.
    Filter(String),
    /// The text goes to the first match from a position on.
    Find(String, Position),
    /// The library is searched.
    Search(String),
    /// A link is selected.
    Select(Link),
}

impl Overlays {
    /// Opens a picker.
    pub(super) fn open_picker(&mut self, picker: Picker) {
        self.open = Overlay::Picker(picker);
    }

    /// The picker that is open, if it is of this kind.
    pub(super) fn picker(&mut self, kind: PickerKind) -> Option<&mut Picker> {
        match &mut self.open {
            Overlay::Picker(picker) if picker.kind == kind => Some(picker),
            _ => None,
        }
    }

    /// True if the picker that is open is of this kind.
    pub(super) fn shows(&self, kind: PickerKind) -> bool {
        matches!(&self.open, Overlay::Picker(picker) if picker.kind == kind)
    }

    /// Closes what is open.
    pub(super) fn close(&mut self) {
        self.open = Overlay::None;
    }

    /// Puts letters beside links.
    pub(super) fn open_hints(&mut self, links: Vec<LinkInView>, status: &mut Status) {
        if links.is_empty() {
            return status.say("No link in sight");
        }
        self.open = Overlay::Hints(Hints::new(links.into_iter().map(|link| link.link)));
    }

    /// Takes the letters beside links away: others may be in sight now.
    pub(super) fn close_hints(&mut self) {
        if matches!(self.open, Overlay::Hints(_)) {
            self.close();
        }
    }

    /// Closes the help or the palette, and gives the action that is selected in it. It is for the scope that it was opened from.
    pub(super) fn take_chosen(&mut self) -> Option<Action> {
        let Overlay::Picker(picker) = &self.open else {
            return None;
        };
        if picker.kind == PickerKind::Outline {
            return None;
        }
        let action = picker.action()?;
        self.close();
        Some(action)
    }

    /// True if an action must wait for what a search finds.
    pub(super) fn holds_back(&self, action: Action) -> bool {
        // What is typed after it is for the views.
        if self.awaiting_views && action != Action::Escape {
            return true;
        }
        let accepts = action == Action::Accept && self.shows(PickerKind::Search);
        accepts && self.search.is_waiting()
    }

    /// Edits the line that is being typed; nothing elsewhere.
    pub(super) fn edit(&mut self, request: InputRequest, status: &mut Status) -> Edited {
        match &mut self.open {
            Overlay::None => Edited::Nothing,
            Overlay::Picker(picker) => {
                picker.edit(request);
                match picker.kind {
                    PickerKind::Search => Edited::Search(picker.input().value().to_owned()),
                    _ => Edited::Nothing,
                }
            }
            Overlay::Prompt(prompt) => prompt.edit(request),
            Overlay::Hints(hints) => {
                let (open, edited) = hints.edit(request, status);
                if !open {
                    self.close();
                }
                edited
            }
        }
    }
}
