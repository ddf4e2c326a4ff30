//! The state of the program, [`App`], in parts: each part changes itself by methods of its own, and gives back what concerns the
//! others.
//!
//! | part | what it holds | where |
//! | --- | --- | --- |
//! | list | rows, the pages of them that are on their way | `list` |
//! | reader | the article that is shown, where it was left, the places read | `reader` |
//! | overlay | the picker or prompt over the panes, the search | `overlay` |
//! | library | counts, changes that are not confirmed | `library` |
//! | status | messages to the user | `status` |
//! | screen | size, which pane has the keys, how the panes share the room | `screen` |
//! | effects | what the app asks of the world | `effect` |
//!
//! Only five files reach more than one part: `apply` and `accept` route actions, `receive` routes outcomes, `open` has the reader
//! follow the list, `mouse` takes in clicks.
//!
//! The app does no I/O and reads no clock: `now` is set by the loop, and what it wants of the world it leaves as [`Effect`]s.

mod accept;
mod action;
mod apply;
mod effect;
mod geometry;
mod library;
mod list;
mod mouse;
mod open;
mod overlay;
mod reader;
mod receive;
mod screen;
mod status;

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use crate::config::{Bidi, Settings};
use crate::layout::Options;
use crate::model::{ArticleId, Bookmark, Counts, ImageForm, PixelSize};

pub use action::{Action, Scope};
pub use effect::{CommandLine, Effect};
pub use geometry::{Area, Geometry, Pane, picker_box, picker_rows_area};
pub use list::{List, ListRow};
pub use mouse::{Gesture, MouseTarget};
pub use overlay::{
    LinkHints, Overlay, Picker, PickerKind, PickerRow, PickerValue, Prompt, PromptKind,
};
pub use reader::{
    Find, ImageInView, ImageState, LinkInView, PlaceToBookmark, ReaderText, SelectedLink,
    TextPosition,
};
pub use status::{Message, Severity};

use effect::Effects;
use library::LibraryState;
use list::ListPane;
use overlay::Overlays;
use reader::{PageLayout, ReaderPane};
use screen::Screen;
use status::Status;

/// The state of the program.
#[derive(Debug)]
pub struct App {
    list: ListPane,
    reader: ReaderPane,
    overlay: Overlays,
    library: LibraryState,
    status: Status,
    screen: Screen,
    effects: Effects,
    settings: Settings,
    now: DateTime<FixedOffset>,
    /// State that the program was started with.
    start: StartOptions,
}

/// State that the program was started with.
#[derive(Debug, Default)]
struct StartOptions {
    /// The folder that relative paths start from.
    folder: PathBuf,
    /// True if it was started for a single article.
    single: bool,
}

impl App {
    /// Returns a program that holds no articles yet. `single`: it was started for one article, which opens as soon as
    /// it is there.
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
            status: Status::new(now),
            screen: Screen::new(size, focus),
            effects: Effects::default(),
            settings,
            now,
            start: StartOptions {
                folder: PathBuf::new(),
                single,
            },
        }
    }

    /// Returns the list of articles.
    pub fn list(&self) -> &List {
        &self.list.rows
    }

    /// Returns the text in the reader pane.
    pub fn reader(&self) -> Option<&ReaderText> {
        self.reader.text.as_ref()
    }

    /// Returns the article in the reader pane, also while its text is on its way.
    pub fn shown_article(&self) -> Option<ArticleId> {
        self.reader.shown_id()
    }

    /// True while rows are still to come.
    pub fn is_scanning(&self) -> bool {
        self.list.is_scanning
    }

    /// True while more of the article that is shown is still coming.
    pub fn is_growing(&self) -> bool {
        self.reader.is_growing()
    }

    /// Returns the name of the list.
    pub fn view_name(&self) -> String {
        self.list.view_name()
    }

    /// Returns how many articles are listed, as far as that is known.
    pub fn row_count_text(&self) -> String {
        self.list.row_count_text()
    }

    /// Sets the folder that relative paths start from.
    pub fn set_working_folder(&mut self, folder: PathBuf) {
        self.start.folder = folder;
    }

    /// Returns the pane that keys go to.
    pub fn focus(&self) -> Pane {
        self.screen.focus
    }

    /// Returns the overlay over the panes.
    pub fn overlay(&self) -> &Overlay {
        &self.overlay.open
    }

    /// True if what was typed has not been looked for to the end.
    pub fn is_searching(&self) -> bool {
        self.overlay.search.is_waiting()
    }

    /// Returns the part of the query that can't be asked, in one line.
    pub fn search_problem(&self) -> Option<&str> {
        self.overlay.search.query_problem()
    }

    /// Returns how many articles were found, in words.
    pub fn search_count_text(&self) -> String {
        self.overlay.search.count_text()
    }

    /// Returns the message in the footer.
    pub fn status(&self) -> Option<&Message> {
        self.status.current()
    }

    /// Returns how many errors the message in the footer has replaced before anybody pressed a key.
    pub fn replaced_errors(&self) -> usize {
        self.status.replaced_errors()
    }

    /// Returns the settings of the user.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the present moment, as the loop last said it.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }

    /// Returns the parts of the screen.
    pub fn geometry(&self) -> Geometry {
        self.screen.geometry()
    }

    /// Returns the size of the screen, in columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.screen.size
    }

    /// Returns the scope, which decides on the meaning of a key.
    pub fn scope(&self) -> Scope {
        match (&self.overlay.open, self.screen.focus) {
            (Overlay::Picker(picker), _) if !picker.is_typing() => Scope::Picker,
            (Overlay::Picker(_) | Overlay::Prompt(_) | Overlay::Hints(_), _) => Scope::Prompt,
            (Overlay::None, Pane::List) => Scope::List,
            (Overlay::None, Pane::Reader) => Scope::Reader,
        }
    }

    /// Sets the present moment.
    pub fn set_now(&mut self, now: DateTime<FixedOffset>) {
        self.now = now;
        self.status.set_now(now);
    }

    /// Takes what the app asks of the world.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        self.effects.take()
    }

    /// Leaves effects to be taken another time.
    pub fn requeue_effects(&mut self, effects: Vec<Effect>) {
        self.effects.requeue(effects);
    }

    /// Returns how many articles there are in the library, once that is known.
    pub fn counts(&self) -> Option<Counts> {
        self.library.counts()
    }

    /// True if there are changes that the library has not confirmed.
    pub fn has_pending_changes(&self) -> bool {
        self.library.has_pending_changes()
    }

    /// Returns the bookmarks of an article, if it is the one that is shown.
    pub fn bookmarks_of(&self, id: ArticleId) -> &[Bookmark] {
        self.reader.bookmarks_of(id)
    }

    /// True if the reader shows the source of the article.
    pub fn shows_source(&self) -> bool {
        self.reader.shows_source()
    }

    /// Returns the link that is selected in the text, if the text has the keys.
    pub fn selected_link(&self) -> Option<&SelectedLink> {
        match self.screen.focus {
            Pane::Reader => self.reader.selected_link(),
            Pane::List => None,
        }
    }

    /// The images in sight, and how far each of them is.
    pub fn images(&self) -> Vec<(ImageInView<'_>, &ImageState)> {
        self.reader.images(&self.list.rows)
    }

    /// Returns the form in which the terminal shows images; `None` if it shows none.
    pub fn image_form(&self) -> Option<ImageForm> {
        self.reader.media.form()
    }

    /// Sets how the terminal takes images; `None` shows boxes with their words.
    pub fn set_image_form(&mut self, form: Option<ImageForm>) {
        self.reader.media.set_form(form);
        self.update_layout();
    }

    /// Sets how large a cell of the screen is in pixels, if the terminal says it.
    pub fn set_cell_size(&mut self, cell: Option<PixelSize>) {
        if self.reader.media.set_cell_size(cell) {
            self.update_layout();
        }
    }

    /// Says that a key means nothing where it was pressed.
    pub fn report_unbound_key(&mut self, key: &str, help: Option<&str>) {
        let hint = help
            .map(|help| format!(" · {help} shows every key"))
            .unwrap_or_default();
        self.status.report(format!("{key} does nothing here{hint}"));
    }

    /// Shows an error that came from outside the app.
    pub fn report_error(&mut self, text: String) {
        self.status.report_error(text);
    }

    /// Shows a message that came from outside the app.
    pub fn report(&mut self, text: String) {
        self.status.report(text);
    }

    /// Gives the screen another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.screen.size = (width, height);
        self.overlay.close_hints();
        self.update_layout();
    }

    /// Returns the time at which [`App::tick`] must be called.
    pub fn deadline(&self) -> Option<DateTime<FixedOffset>> {
        self.reader.save_deadline()
    }

    /// Saves the position, if it is time to.
    pub fn tick(&mut self) {
        if self
            .reader
            .save_deadline()
            .is_some_and(|due| due <= self.now)
        {
            self.reader
                .save_position(&self.list.rows, &mut self.effects);
        }
    }

    /// Saves what is not saved yet: the program ends.
    pub fn save_before_quit(&mut self) {
        self.reader.remember_position();
        self.reader
            .save_position(&self.list.rows, &mut self.effects);
        self.reader.save_history(&self.list.rows, &mut self.effects);
    }

    /// Does a little of what can wait; false when there was nothing to do.
    pub fn run_idle_work(&mut self) -> bool {
        let Some(text) = &mut self.reader.text else {
            return false;
        };
        let was_seeking = text.is_seeking();
        let worked = text.run_idle_work();
        // While words are typed, the match is only shown.
        if was_seeking && !text.is_seeking() && matches!(self.overlay.open, Overlay::None) {
            self.mark_read_at_end();
        }
        worked
    }

    /// Brings sizes of panes, page and overlay into step with the screen; after every change.
    fn update_layout(&mut self) {
        let geometry = self.geometry();
        if let Some(pane) = geometry.list {
            self.list.rows.set_height(geometry.inside(pane).height);
        }
        self.list
            .request_neighbours(self.reader.open_article(), &mut self.effects);
        if geometry.reader.is_some() {
            let page = self.page_layout();
            self.reader.resize(&page);
            self.reader
                .request_images(&self.list.rows, &mut self.effects);
        }
        if let Overlay::Picker(picker) = &mut self.overlay.open {
            picker.fit_to_screen(self.screen.size);
        }
    }

    /// Returns the page that texts are laid out for. In one column the reader has no place on the screen while the list
    /// has it; any width will do until it does.
    fn page_layout(&self) -> PageLayout {
        let geometry = self.geometry();
        let column = geometry.reader;
        let column = column.map(|pane| geometry.text_area(pane, &self.settings));
        let (width, height) = column.map_or((self.settings.measure, 1), |c| (c.width, c.height));
        let options = Options {
            width: width.max(1),
            ascii: self.settings.ascii,
            date_style: self.settings.date_style,
            justify: self.settings.justify,
            hyphenate: self.settings.hyphenate,
            reorder: self.settings.bidi == Bidi::Newsprint,
        };
        PageLayout {
            options,
            height,
            highlight_code: self.settings.highlight_code,
        }
    }
}
