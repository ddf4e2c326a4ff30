//! What lies over the panes: [`Overlay`], a picker or a prompt, and what actions do in them.

use tui_input::{Input, InputRequest};

use super::picker::replaces;
use super::places::Place;
use super::{Action, App, Choice, Effect, Hints, Picker, PickerKind, PickerRow, Reader, Scope};
use crate::layout::Position;

/// What lies over the panes.
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

/// A line that is being typed, in the footer.
#[derive(Debug)]
pub struct Prompt {
    /// What it is for.
    pub kind: PromptKind,
    /// What is typed.
    pub input: Input,
    /// Whether what stands there is a proposal: the next letter takes its place.
    pub proposed: bool,
    /// The top line when it was opened, to come back to.
    origin: Option<Position>,
    /// The place read when it was opened.
    left: Option<Place>,
}

/// What a line that is being typed is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// A filter of the list.
    Filter,
    /// Words to find in the story.
    Find,
    /// The tags of a story.
    Tags,
    /// A note on a place, and its tags.
    Note,
    /// The name of a search that becomes a view.
    SaveSearch,
}

impl PromptKind {
    /// What stands before the line.
    pub fn label(self) -> &'static str {
        match self {
            Self::Filter => "filter: ",
            Self::Find => "find: ",
            Self::Tags => "tags: ",
            Self::Note => "note #tags: ",
            Self::SaveSearch => "save the search as: ",
        }
    }
}

/// How many of `rows` a picker shows on a screen of this size: what is left of it beside borders and filter.
pub(super) fn picker_rows(size: (u16, u16), rows: u16) -> u16 {
    let room = if size.1 >= 12 {
        size.1.saturating_sub(6)
    } else {
        size.1.saturating_sub(4)
    };
    rows.clamp(1, room.max(1))
}

impl App {
    /// Opens a line to type in.
    pub(super) fn prompt(&mut self, kind: PromptKind) {
        if kind == PromptKind::Filter {
            self.filter_list("");
        }
        self.prompt_with(kind, "");
    }

    /// Opens a line in which something stands already.
    pub(super) fn prompt_with(&mut self, kind: PromptKind, text: &str) {
        let origin = match kind {
            PromptKind::Find => {
                let Some(reader) = &self.reader.text else {
                    return self.say("There is no text to look in".to_owned());
                };
                Some(reader.top())
            }
            _ => None,
        };
        self.overlay.open = Overlay::Prompt(Prompt {
            kind,
            proposed: kind == PromptKind::SaveSearch,
            input: Input::new(text.to_owned()),
            origin,
            left: self.here(),
        });
    }

    /// Opens the help or the palette: their rows come from the keymap, which the app does not know.
    pub fn show_picker(&mut self, kind: PickerKind, rows: Vec<PickerRow>) {
        self.status = None;
        self.overlay.open = Overlay::Picker(Picker::new(kind, rows));
        self.arrange();
    }

    /// The action that was chosen in the palette; the palette is closed. It is for the scope that the palette was opened from.
    pub fn take_chosen(&mut self) -> Option<Action> {
        let Overlay::Picker(picker) = &self.overlay.open else {
            return None;
        };
        if picker.kind == PickerKind::Outline {
            return None;
        }
        let action = picker.action()?;
        self.overlay.open = Overlay::None;
        Some(action)
    }

    /// Puts the words that were looked for last into an empty prompt for words to find, as if they had been typed. True if it did:
    /// what accepts them comes after, when the first match is there.
    pub fn recall_find(&mut self) -> bool {
        let recalled = self.overlay.last_find.clone();
        let Overlay::Prompt(prompt) = &mut self.overlay.open else {
            return false;
        };
        let is_empty = prompt.kind == PromptKind::Find && prompt.input.value().is_empty();
        if !is_empty || recalled.is_empty() {
            return false;
        }
        prompt.input = prompt.input.clone().with_value(recalled.clone());
        if let (Some(reader), Some(origin)) = (&mut self.reader.text, prompt.origin) {
            reader.start_find(&recalled, origin);
        }
        true
    }

    /// True if an action depends on a match that is still being looked for.
    pub(super) fn waits_for_match(&self, action: Action) -> bool {
        let Some(reader) = self.reader.text.as_ref().filter(|r| r.find().is_some()) else {
            return false;
        };
        if reader.is_seeking() && !action.needs_no_story() {
            return true;
        }
        // Rows are matches in the prompt that looks for words; `n` is the next one in the text.
        let forward = match (self.scope(), action) {
            (Scope::Reader, Action::NextUnread) | (Scope::Prompt, Action::NextRow) => true,
            (Scope::Reader, Action::PreviousUnread) | (Scope::Prompt, Action::PreviousRow) => false,
            _ => return false,
        };
        !reader.is_next_match_known(forward)
    }

    /// Edits the line that is being typed; nothing elsewhere.
    pub fn edit(&mut self, request: InputRequest) {
        self.status = None;
        match &mut self.overlay.open {
            Overlay::None => {}
            Overlay::Picker(picker) => {
                picker.edit(request);
                if picker.kind == PickerKind::Search {
                    let query = picker.input().value().to_owned();
                    self.search_for(&query);
                }
            }
            Overlay::Hints(_) => self.edit_hints(request),
            Overlay::Prompt(prompt) => {
                // Rubbing out an empty line closes it, as in vi and less.
                if prompt.input.value().is_empty() && request == InputRequest::DeletePrevChar {
                    return self.apply(Action::Escape);
                }
                if std::mem::take(&mut prompt.proposed) && replaces(request) {
                    prompt.input.reset();
                }
                prompt.input.handle(request);
                let (kind, text) = (prompt.kind, prompt.input.value().to_owned());
                let origin = prompt.origin;
                match kind {
                    PromptKind::Filter => self.filter_list(&text),
                    PromptKind::Find => {
                        if let (Some(reader), Some(origin)) = (&mut self.reader.text, origin) {
                            reader.start_find(&text, origin);
                        }
                    }
                    PromptKind::Tags | PromptKind::Note | PromptKind::SaveSearch => {}
                }
            }
        }
        self.arrange();
    }

    /// Types pasted text into the line that is being typed; nothing elsewhere. Line breaks become spaces.
    pub fn paste(&mut self, text: &str) {
        if !self.scope().takes_text() || matches!(self.overlay.open, Overlay::Hints(_)) {
            self.say("A paste goes into prompts alone".to_owned());
            return;
        }
        /// Nobody looks for more than this.
        const LONGEST: usize = 1000;
        for c in crate::text::clean::line(text).chars().take(LONGEST) {
            self.edit(InputRequest::InsertChar(c));
        }
    }

    pub(super) fn apply_in_overlay(&mut self, action: Action) {
        match action {
            Action::Quit => return self.apply_anywhere(action),
            Action::Suspend => return self.effects.push(Effect::Suspend),
            Action::Redraw => return self.effects.push(Effect::Redraw),
            _ => {}
        }
        match std::mem::take(&mut self.overlay.open) {
            Overlay::None => {}
            Overlay::Picker(picker) => self.apply_in_picker(action, picker),
            Overlay::Prompt(prompt) => self.apply_in_prompt(action, prompt),
            Overlay::Hints(hints) => self.apply_in_hints(action, hints),
        }
    }

    fn apply_in_picker(&mut self, action: Action, mut picker: Picker) {
        match action {
            Action::Accept => return self.accept_row(&picker),
            Action::Escape => return,
            Action::NextRow => picker.step(1),
            Action::PreviousRow => picker.step(-1),
            Action::NextPageOfRows => picker.step(picker.page()),
            Action::PreviousPageOfRows => picker.step(-picker.page()),
            Action::SaveSearch if picker.kind == PickerKind::Search => {
                self.overlay.open = Overlay::Picker(picker);
                return self.save_search();
            }
            other => self.say(format!("{} does nothing here", other.name())),
        }
        self.overlay.open = Overlay::Picker(picker);
    }

    fn accept_row(&mut self, picker: &Picker) {
        match picker.choice().cloned() {
            Some(Choice::View(view, name)) => return self.show_view(view, &name),
            Some(Choice::Order(order)) => return self.sort_by(order),
            Some(Choice::Grouping(grouping)) => return self.group_by(grouping),
            Some(Choice::Hit(number)) => return self.open_hit(number),
            None => {}
        }
        let Some(row) = picker.selected() else {
            return self.say("Nothing matches".to_owned());
        };
        match picker.kind {
            PickerKind::Outline => {
                let left = self.here();
                if let Some(reader) = &mut self.reader.text {
                    reader.go_to_section(row);
                    self.mark_if_end_reached();
                }
                self.jumped_from(left);
            }
            _ => {
                self.say("That key means something in another place".to_owned());
            }
        }
    }

    fn apply_in_prompt(&mut self, action: Action, prompt: Prompt) {
        match (action, prompt.kind) {
            (Action::Accept, PromptKind::Filter) => return self.accept_filter(),
            (Action::Accept, PromptKind::Find) => return self.accept_find(&prompt),
            (Action::Escape, PromptKind::Filter) => return self.filter_list(""),
            (Action::Accept, kind) => return self.accept_subject(kind, prompt.input.value()),
            (Action::Escape, PromptKind::Tags | PromptKind::Note | PromptKind::SaveSearch) => {
                self.overlay.subject = None;
                return;
            }
            (Action::Escape, PromptKind::Find) => {
                if let (Some(reader), Some(origin)) = (&mut self.reader.text, prompt.origin) {
                    reader.end_find();
                    reader.return_to(origin);
                }
                return;
            }
            (Action::NextRow | Action::PreviousRow, PromptKind::Filter) => {
                self.list
                    .rows
                    .step(if action == Action::NextRow { 1 } else { -1 });
                self.preview();
            }
            (Action::NextRow | Action::PreviousRow, PromptKind::Find) => {
                if let Some(reader) = &mut self.reader.text {
                    reader.next_match(action == Action::NextRow);
                }
            }
            (other, _) => self.say(format!("{} does nothing here", other.name())),
        }
        self.overlay.open = Overlay::Prompt(prompt);
    }

    fn accept_filter(&mut self) {
        let filter = self.list.rows.filter().to_owned();
        if !filter.is_empty() {
            let shown = self.listed();
            let stories = if shown == "1" { "story" } else { "stories" };
            self.say(format!("{shown} {stories} with “{filter}” · Esc shows all"));
        }
    }

    /// How many stories are listed, as far as that is known.
    pub fn listed(&self) -> String {
        match self.list.rows.position() {
            (_, Some(total)) => total.to_string(),
            _ => format!("{}+", self.list.rows.len()),
        }
    }

    fn accept_find(&mut self, prompt: &Prompt) {
        let Some(reader) = &mut self.reader.text else {
            return;
        };
        let query = prompt.input.value().to_owned();
        if query.is_empty() {
            return;
        }
        let found = reader.find().and_then(|find| find.current()).is_some();
        let wrapped = reader.find().is_some_and(|find| find.wrapped());
        if !found {
            // The search stays on, so that n does not suddenly mean the next story.
            self.say(format!("Not found: {query} · Esc ends the search"));
        } else if wrapped {
            self.say("Search went on from the start".to_owned());
        }
        self.overlay.last_find = query;
        if found {
            self.jumped_from(prompt.left.clone());
        }
        if self
            .reader
            .text
            .as_ref()
            .is_some_and(|r: &Reader| r.find().is_some())
        {
            self.mark_if_end_reached();
        }
    }
}
