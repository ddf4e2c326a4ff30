//! The overlay over the panes (picker, prompt or link hints), and the state that outlasts it, such as the search:
//! [`Overlays`].

mod account_draft;
mod command;
mod completed_word;
mod completion;
mod edit_result;
mod hints;
mod history;
mod messages;
mod notes;
mod outline;
mod picker;
mod picker_filter;
mod picker_row;
mod picker_wrap;
mod prompt;
mod rules;
mod search;
mod search_picker;
mod sources;
mod story;
mod themes;
mod views;

use tui_input::InputRequest;

use super::reader::LinkInView;
use super::status::Status;
use super::{Action, Effect};

pub(super) use account_draft::{AccountDraft, AccountStep};
pub(super) use command::TypedCommand;
pub(super) use edit_result::EditResult;
pub use hints::LinkHints;
use history::LineHistory;
pub(super) use history::LineKind;
pub(super) use outline::outline_picker;
pub use picker::{Picker, PickerKind, RowCounts};
pub use picker_row::{PickerRow, PickerValue, RuleChoice, RuleRow};
pub use prompt::{AccountField, Prompt, PromptKind};
pub(super) use search::{SearchScreen, SearchState};
pub(super) use sources::{SourceList, SourceToSelect, account_facts, feeds_picker, request_rows};
use story::StoryList;
pub(super) use themes::ThemeList;
pub(super) use views::ViewTree;

/// The overlay over the panes.
#[derive(Debug, Default)]
pub enum Overlay {
    /// No overlay.
    #[default]
    None,
    /// A popup with rows that can be filtered.
    Picker(Picker),
    /// A line that is being typed in the footer.
    Prompt(Prompt),
    /// Letters beside the visible links.
    Hints(LinkHints),
}

/// The open overlay, and the state that outlasts it.
#[derive(Debug, Default)]
pub(super) struct Overlays {
    /// The open overlay.
    pub(super) open: Overlay,
    /// The popup that the help or the prompt for an address was opened in, and that comes back after it.
    covered: Option<Picker>,
    /// The last search and its hits.
    pub(super) search: SearchState,
    /// True while the views are being loaded for their picker.
    pub(super) is_awaiting_views: bool,
    /// The views as they were last read.
    pub(super) views: ViewTree,
    /// The sources as they were last read.
    pub(super) sources: SourceList,
    /// The account that is being typed.
    pub(super) account: AccountDraft,
    /// The other articles of a story.
    pub(super) story: StoryList,
    /// The themes as they were last read.
    pub(super) themes: ThemeList,
    /// Typed lines, to be recalled.
    pub(super) line_history: LineHistory,
    /// All tags of the library, used for completion.
    pub(super) known_tags: Vec<String>,
    /// Names of the programs that a text can be piped to.
    pub(super) pipe_names: Vec<String>,
}

impl Overlays {
    /// Opens a picker.
    pub(super) fn open_picker(&mut self, picker: Picker) {
        self.open = Overlay::Picker(picker);
    }

    /// Opens the help. The popup that it covers comes back after it.
    pub(super) fn open_help(&mut self, help: Picker) {
        self.covered = match std::mem::take(&mut self.open) {
            Overlay::Picker(picker) => Some(picker),
            Overlay::None | Overlay::Prompt(_) | Overlay::Hints(_) => None,
        };
        self.open_picker(help);
    }

    /// Has a popup come back after the prompt that is opened now; without one, none comes back.
    pub(super) fn cover(&mut self, picker: Option<&Picker>) {
        self.covered = picker.cloned();
    }

    /// Opens the popup again that the help or a prompt has covered; false if there is none.
    pub(super) fn uncover(&mut self) -> bool {
        let covered = self.covered.take();
        let is_covered = covered.is_some();
        if let Some(picker) = covered {
            self.open_picker(picker);
        }
        is_covered
    }

    /// Returns the open picker if it is of this kind.
    pub(super) fn picker(&mut self, kind: PickerKind) -> Option<&mut Picker> {
        match &mut self.open {
            Overlay::Picker(picker) if picker.kind == kind => Some(picker),
            _ => None,
        }
    }

    /// Returns true if the open overlay is a picker of this kind.
    pub(super) fn shows(&self, kind: PickerKind) -> bool {
        matches!(&self.open, Overlay::Picker(picker) if picker.kind == kind)
    }

    /// Returns the effect that previews the selected theme, or ends the preview.
    pub(super) fn preview_theme(&mut self) -> Option<Effect> {
        let picker = match &self.open {
            Overlay::Picker(picker) => Some(picker),
            Overlay::None | Overlay::Prompt(_) | Overlay::Hints(_) => None,
        };
        self.themes.follow(picker)
    }

    /// Cancels what is to be opened when it arrives.
    pub(super) fn cancel_awaited(&mut self) {
        self.is_awaiting_views = false;
        self.sources.awaited = None;
        self.sources.awaited_requests = None;
        self.story.awaited = None;
    }

    /// Closes the overlay.
    pub(super) fn close(&mut self) {
        self.open = Overlay::None;
    }

    /// Opens link hints for these links.
    pub(super) fn open_hints(&mut self, links: Vec<LinkInView>, status: &mut Status) {
        if links.is_empty() {
            return status.report("No link on the screen");
        }
        self.open = Overlay::Hints(LinkHints::new(links.into_iter().map(|link| link.link)));
    }

    /// Closes link hints, since other links may be visible now.
    pub(super) fn close_hints(&mut self) {
        if matches!(self.open, Overlay::Hints(_)) {
            self.close();
        }
    }

    /// Recalls an earlier line, or a later one.
    pub(super) fn recall(&mut self, back: bool, status: &mut Status) -> EditResult {
        let edited = match &mut self.open {
            Overlay::Prompt(prompt) => {
                prompt.recall_line(back, self.line_history.lines_of(prompt.kind.line_kind()))
            }
            Overlay::Picker(picker) => picker
                .recall(back, self.line_history.lines_of(picker.kind.line_kind()))
                .then(|| match picker.kind {
                    PickerKind::Search => EditResult::Search(picker.input().value().to_owned()),
                    _ => EditResult::Nothing,
                }),
            Overlay::None | Overlay::Hints(_) => None,
        };
        if edited.is_none() {
            let side = if back { "earlier" } else { "later" };
            status.report(format!("No {side} line"));
        }
        edited.unwrap_or(EditResult::Nothing)
    }

    /// Completes a tag, the name of a program, or the name of the selected action.
    pub(super) fn complete(&mut self, status: &mut Status) {
        let completed = match &mut self.open {
            Overlay::Prompt(prompt) => match prompt.kind {
                PromptKind::Tags | PromptKind::Note | PromptKind::RuleTag => {
                    prompt.complete_word(&self.known_tags)
                }
                PromptKind::Pipe => prompt.complete_word(&self.pipe_names),
                PromptKind::Filter
                | PromptKind::Find
                | PromptKind::SaveSearch
                | PromptKind::Address
                | PromptKind::AccountFeed(_)
                | PromptKind::SourceTitle
                | PromptKind::Categories
                | PromptKind::Setting
                | PromptKind::SearchName
                | PromptKind::SearchQuery
                | PromptKind::Account(_) => Err("Nothing to complete".to_owned()),
            },
            Overlay::Picker(picker) => picker.complete_command(self.themes.names()),
            Overlay::None | Overlay::Hints(_) => Ok(()),
        };
        if let Err(message) = completed {
            status.report(message);
        }
    }

    /// Returns true if an action must wait for the result of a search, or for the views.
    pub(super) fn is_waiting_for_hits(&self, action: Action) -> bool {
        // The action is meant for the picker that will open.
        let is_awaited = self.is_awaiting_views
            || self.sources.awaited.is_some()
            || self.sources.awaited_requests.is_some()
            || self.story.awaited.is_some();
        if is_awaited && action != Action::Escape {
            return true;
        }
        let accepts = action == Action::Accept && self.shows(PickerKind::Search);
        accepts && (self.search.is_waiting() || self.is_selected_hit_pending())
    }

    /// Edits the line that is being typed; does nothing without one.
    pub(super) fn edit(&mut self, request: InputRequest, status: &mut Status) -> EditResult {
        match &mut self.open {
            Overlay::None => EditResult::Nothing,
            Overlay::Picker(picker) => {
                picker.edit(request);
                match picker.kind {
                    PickerKind::Search => EditResult::Search(picker.input().value().to_owned()),
                    _ => EditResult::Nothing,
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
