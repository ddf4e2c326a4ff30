//! The state of the program: [`App`], and what each [`Action`] and each [`Outcome`] does to it.
//!
//! The app does no I/O and reads no clock: `now` is set by the loop, and what it wants of the world it leaves as [`Effect`]s.

mod action;
mod changes;
mod effect;
mod find;
mod geometry;
mod hit;
mod keeping;
mod library;
mod links;
mod list;
mod list_pane;
mod marking;
mod mouse;
mod overlay;
mod overlays;
mod paging;
mod picker;
mod pictures;
mod places;
mod raw;
mod reader;
mod reader_pane;
mod reading;
mod screen;
mod search;
mod stories;
mod views;

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use crate::config::{Bidi, Settings};
use crate::layout::Options;
use crate::model::{ArticleId, Counts, Grouping, Order, View};

pub use action::{Action, Scope};
pub use effect::{CommandLine, Effect};
pub use find::Find;
pub use geometry::{Area, Geometry, Pane, picker_box, picker_rows_area};
pub use hit::Hit;
pub use links::Hints;
pub use list::{List, ListRow};
pub use mouse::Gesture;
pub use overlay::{Overlay, Prompt, PromptKind};
pub use picker::{Choice, Picker, PickerKind, PickerRow};
pub use pictures::PictureState;
pub use reader::{Link, LinkInView, MarkedPlace, PictureInView, Reader};

use library::LibraryState;
use list_pane::ListPane;
use overlays::Overlays;
use reader_pane::ReaderPane;
use screen::Screen;

/// The state of the program.
#[derive(Debug)]
pub struct App {
    list: ListPane,
    reader: ReaderPane,
    overlay: Overlays,
    library: LibraryState,
    status: Option<Status>,
    screen: Screen,
    effects: Vec<Effect>,
    settings: Settings,
    now: DateTime<FixedOffset>,
    /// How the program was started.
    start: Start,
}

/// How the program was started.
#[derive(Debug, Default)]
struct Start {
    /// The folder that relative paths start from.
    folder: PathBuf,
    /// Whether it was started for a single article.
    single: bool,
}

/// A message in the footer, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// How bad it is.
    pub severity: Severity,
    /// The words, one line.
    pub text: String,
}

/// How bad a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// It says what was done, or why nothing was.
    Info,
    /// Something went wrong.
    Error,
}

impl App {
    /// A program that holds no articles yet. `single`: it was started for one article, which opens as soon as it is there.
    pub fn new(
        settings: Settings,
        size: (u16, u16),
        now: DateTime<FixedOffset>,
        single: bool,
    ) -> Self {
        let focus = if single { Pane::Reader } else { Pane::List };
        Self {
            list: ListPane::default(),
            reader: ReaderPane::default(),
            overlay: Overlays::default(),
            library: LibraryState::default(),
            status: None,
            screen: Screen::new(size, focus),
            effects: Vec::new(),
            settings,
            now,
            start: Start {
                folder: PathBuf::new(),
                single,
            },
        }
    }

    /// The list of stories.
    pub fn list(&self) -> &List {
        &self.list.rows
    }

    /// The text in the reader pane.
    pub fn reader(&self) -> Option<&Reader> {
        self.reader.text.as_ref()
    }

    /// The story in the reader pane, whether or not its text is there.
    pub fn shown(&self) -> Option<ArticleId> {
        self.reader.shown
    }

    /// Whether rows are still to come.
    pub fn scanning(&self) -> bool {
        self.list.scanning
    }

    /// Whether more of the story that is shown is still coming.
    pub fn growing(&self) -> bool {
        self.reader.growing
    }

    /// Says which folder relative paths start from.
    pub fn set_folder(&mut self, folder: PathBuf) {
        self.start.folder = folder;
    }

    /// The pane that keys go to.
    pub fn focus(&self) -> Pane {
        self.screen.focus
    }

    /// What lies over the panes.
    pub fn overlay(&self) -> &Overlay {
        &self.overlay.open
    }

    /// The message in the footer.
    pub fn status(&self) -> Option<&Status> {
        self.status.as_ref()
    }

    /// What the user has set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The present moment, as the loop last said it.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }

    /// The parts of the screen.
    pub fn geometry(&self) -> Geometry {
        self.screen.geometry()
    }

    /// The size of the screen, in columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.screen.size
    }

    /// What a key means depends on it.
    pub fn scope(&self) -> Scope {
        match (&self.overlay.open, self.screen.focus) {
            (Overlay::Picker(_), _) => Scope::Picker,
            (Overlay::Prompt(_) | Overlay::Hints(_), _) => Scope::Prompt,
            (Overlay::None, Pane::List) => Scope::List,
            (Overlay::None, Pane::Reader) => Scope::Reader,
        }
    }

    /// Says what time it is.
    pub fn set_now(&mut self, now: DateTime<FixedOffset>) {
        self.now = now;
    }

    /// What the app asks of the world since it was last asked.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Leaves effects to be taken another time.
    pub fn put_back(&mut self, effects: Vec<Effect>) {
        self.effects.splice(0..0, effects);
    }

    /// Whether an action must wait for something that is on its way, since it would mean another thing now.
    pub fn must_wait(&self, action: Action) -> bool {
        // A link is being followed: what comes next is meant for where it leads.
        if self.reader.adding.is_some() && !action.needs_no_story() {
            return true;
        }
        // What is typed after it is for the views.
        if self.overlay.awaiting_views && action != Action::Escape {
            return true;
        }
        if self.waits_for_rows(action)
            || self.waits_for_changes(action)
            || self.waits_for_match(action)
        {
            return true;
        }
        match self.scope() {
            Scope::List => {
                self.list.scanning && self.list.rows.is_empty() && !action.needs_no_story()
            }
            Scope::Reader => {
                let on_its_way = self.reader.text.is_none()
                    && (self.reader.awaiting.is_some()
                        || self.reader.shown.is_none() && self.list.scanning);
                (on_its_way || self.reader.awaiting_raw.is_some()) && action.needs_text()
            }
            Scope::Picker => {
                let search = matches!(&self.overlay.open, Overlay::Picker(p) if p.kind == PickerKind::Search);
                search && action == Action::Accept && self.is_searching()
            }
            Scope::Prompt => false,
        }
    }

    /// How many stories there are in the library, once that is known.
    pub fn counts(&self) -> Option<Counts> {
        self.library.counts
    }

    /// A key that means nothing where it was pressed says so.
    pub fn unbound(&mut self, key: &str, help: Option<&str>) {
        let hint = help
            .map(|help| format!(" · {help} shows every key"))
            .unwrap_or_default();
        self.say(format!("{key} does nothing here{hint}"));
    }

    /// Shows something that went wrong outside the app.
    pub fn fail(&mut self, text: String) {
        self.status = Some(Status {
            severity: Severity::Error,
            text,
        });
    }

    /// Shows a message that came from outside the app.
    pub fn say(&mut self, text: String) {
        self.status = Some(Status {
            severity: Severity::Info,
            text,
        });
    }

    /// The screen has another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.screen.size = (width, height);
        self.close_hints();
        self.arrange();
    }

    /// Does what the user means.
    pub fn apply(&mut self, action: Action) {
        self.status = None;
        if action != Action::ReadOn {
            self.reader.read_on = None;
        }
        if action != Action::ReadBack {
            self.reader.read_back = None;
        }
        let in_text = self.scope() == Scope::Reader && action.jumps();
        let left = self.spot().filter(|_| in_text);
        match self.scope() {
            Scope::Picker | Scope::Prompt => self.apply_in_overlay(action),
            Scope::List => self.apply_in_list(action),
            Scope::Reader => self.apply_in_reader(action),
        }
        self.jumped_within(left);
        self.watch_place();
        self.arrange();
    }

    /// What means the same in list and reader.
    fn apply_anywhere(&mut self, action: Action) {
        match action {
            Action::Quit => self.quit(),
            Action::Suspend => self.effects.push(Effect::Suspend),
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::ToggleRead => self.toggle_read(),
            Action::Bookmark => self.toggle_bookmark(),
            Action::Delete => self.delete(),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Views => self.ask_views(),
            Action::Search => self.open_search(),
            Action::RemoveSearch => self.remove_search(),
            Action::Tour => self.show_view(View::Tour, ""),
            Action::SortByDate => self.sort_by(Order::Date),
            Action::SortByTitle => self.sort_by(Order::Title),
            Action::SortByLength => self.sort_by(Order::Length),
            Action::GroupByDay => self.group_by(Grouping::Day),
            Action::GroupBySource => self.group_by(Grouping::Source),
            Action::GroupByNone => self.group_by(Grouping::None),
            Action::OpenInBrowser => self.open_in_browser(),
            Action::CopyLink => self.copy_link(),
            Action::ToggleMouse => self.effects.push(Effect::ToggleMouse),
            Action::PreviousPlace => self.go_through_places(false),
            Action::NextPlace => self.go_through_places(true),
            Action::Command(number) => self.run_command(number),
            Action::SwitchPane if self.screen.focus == Pane::List => self.open_selected(),
            Action::SwitchPane => self.back_to_list(),
            other => self.say(format!("{} does nothing here", other.name())),
        }
    }

    fn apply_in_list(&mut self, action: Action) {
        let page = self.list.rows.page();
        let moved = match action {
            Action::NextStory => self.list.rows.step(1),
            Action::PreviousStory => self.list.rows.step(-1),
            Action::HalfPageDown => self.list.rows.step((page / 2).max(1)),
            Action::HalfPageUp => self.list.rows.step(-(page / 2).max(1)),
            Action::PageDown => self.list.rows.step(page),
            Action::PageUp => self.list.rows.step(-page),
            Action::Start => self.select_edge(false),
            Action::End => self.select_edge(true),
            Action::NextGroup => return self.step_group(true),
            Action::PreviousGroup => return self.step_group(false),
            Action::NextUnread => return self.step_unread(true, false),
            Action::PreviousUnread => return self.step_unread(false, false),
            Action::Open => return self.open_selected(),
            Action::Filter => return self.prompt(PromptKind::Filter),
            Action::Tags => return self.mark(),
            Action::MarkGroupRead => return self.mark_group_read(),
            Action::Escape => return self.escape_in_list(),
            other => return self.apply_anywhere(other),
        };
        if moved {
            self.preview();
        } else if self.list.rows.is_empty() {
            self.say("No stories here".to_owned());
        } else {
            let said = match (self.list.rows.position(), self.list.rows.selected_index()) {
                ((_, Some(1)), _) => "This is the only story",
                (_, 0) => "First story",
                _ => "Last story",
            };
            self.say(said.to_owned());
        }
    }

    fn escape_in_list(&mut self) {
        self.give_up_jump();
        if self.list.rows.filter().is_empty() {
            self.say("Nothing to close".to_owned());
        } else {
            self.filter_list("");
        }
    }

    fn quit(&mut self) {
        self.take_leave();
        self.effects.push(Effect::Quit);
    }

    /// Says which group the selection is in now, or that there is no other that way.
    fn say_group(&mut self, moved: bool, forward: bool) {
        let today = self.now.date_naive();
        let (numbers, group) = self.list.rows.group();
        let name = group.map(|group| group.label(today)).unwrap_or_default();
        let said = match (moved, numbers) {
            (_, Some((_, 0))) => "No stories here".to_owned(),
            (false, Some((_, 1))) => "There is only one group".to_owned(),
            (true, Some((number, count))) if name.is_empty() => format!("Group {number}/{count}"),
            (true, Some((number, count))) => format!("Group {number}/{count}: {name}"),
            (true, None) => name,
            (false, _) if forward => format!("Last group: {name}"),
            (false, _) => format!("First group: {name}"),
        };
        self.say(said);
    }

    /// Says that there is no unread story in a direction, and whether there is one in the other.
    fn say_no_unread(&mut self, forward: bool) {
        let (here, there) = if forward {
            ("below", "above")
        } else {
            ("above", "below")
        };
        let other = matches!(self.list.rows.unread(!forward), Some(Some(_)));
        let note = if other {
            format!(", but there is one {there}")
        } else {
            String::new()
        };
        self.say(format!("No unread story {here}{note}"));
    }

    /// Brings sizes of panes, page and overlay into step with the screen; after every change.
    fn arrange(&mut self) {
        let geometry = self.geometry();
        if let Some(pane) = geometry.list {
            self.list.rows.set_height(geometry.inside(pane).height);
        }
        self.grow_list();
        if let Some(pane) = geometry.reader {
            let column = geometry.column(pane, &self.settings);
            let options = self.layout_options(column.width);
            if let Some(reader) = &mut self.reader.text {
                reader.resize(options, column.height);
            }
            self.make_room();
            self.ask_for_pictures();
        }
        if let Overlay::Picker(picker) = &mut self.overlay.open {
            let rows = match picker.kind {
                // What is found changes with every letter; the box does not.
                PickerKind::Search => u16::MAX,
                _ => picker.rows().len().min(usize::from(u16::MAX)) as u16,
            };
            picker.set_height(overlay::picker_rows(self.screen.size, rows));
        }
    }

    /// Other links may be in sight now than those that have letters.
    fn close_hints(&mut self) {
        if matches!(self.overlay.open, Overlay::Hints(_)) {
            self.overlay.open = Overlay::None;
        }
    }

    /// What the page of a story is to be like.
    fn layout_options(&self, width: u16) -> Options {
        Options {
            width: width.max(1),
            ascii: self.settings.ascii,
            date_style: self.settings.date_style,
            justify: self.settings.justify,
            hyphenate: self.settings.hyphenate,
            reorder: self.settings.bidi == Bidi::Newsprint,
        }
    }

    /// Does a little of what can wait; false when there was nothing to do.
    pub fn work(&mut self) -> bool {
        let Some(reader) = &mut self.reader.text else {
            return false;
        };
        let was_seeking = reader.is_seeking();
        let worked = reader.work();
        // While words are typed, the match is only shown.
        if was_seeking && !reader.is_seeking() && matches!(self.overlay.open, Overlay::None) {
            self.mark_if_end_reached();
        }
        worked
    }
}
