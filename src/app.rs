//! The state of the user interface, [`App`]: its parts, and the requests it makes of the outside ([`Effect`]). Each
//! part changes only itself, by methods of its own, and returns what concerns the other parts.
//!
//! | part | contents | module |
//! | --- | --- | --- |
//! | list | rows, and pending requests for pages of them | `list` |
//! | reader | the article in the reader pane, reading positions, history | `reader` |
//! | overlay | the open picker or prompt, the search | `overlay` |
//! | library | counts, changes that are not yet saved | `library` |
//! | status | messages to the user | `status` |
//! | screen | size, focus, division into panes | `screen` |
//! | effects | requests for the event loop | `effect` |
//!
//! Only nine files use more than one part: `apply` and `accept` route actions, `apply/article` applies them to an
//! article and `apply/counted` repeats them, `receive` routes outcomes, `open` makes the reader follow the list, `mouse` handles clicks, `sources`
//! refreshes and subscribes, `views` orders the list and changes its views.
//!
//! The app does no I/O and reads no clock: the event loop sets `now` and carries out the effects.

mod accept;
mod accounts;
mod action;
mod apply;
mod count;
mod effect;
mod geometry;
mod key_names;
mod library;
mod list;
mod mouse;
mod open;
mod overlay;
mod programs;
mod reader;
mod receive;
mod screen;
mod sources;
mod status;
mod views;

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use crate::config::{Bidi, FinishedOpens, Settings, StartView};
use crate::layout::Options;
use crate::model::{
    ArticleId, ArticleTexts, Bookmark, Counts, ImageForm, Job, PixelSize, SearchOrder, SyncProgress,
};

pub use action::{Action, Scope};
pub use effect::{CommandLine, Effect};
pub use geometry::{Area, Geometry, Pane, Size, picker_box, picker_rows_area};
pub use key_names::KeyNames;
pub use library::RefreshProgress;
pub use list::{GroupPosition, List, ListPosition, ListRow};
pub use mouse::{Gesture, MouseTarget};
pub use overlay::{
    AccountField, LinkHints, Overlay, Picker, PickerKind, PickerRow, PickerValue, Prompt,
    PromptKind, RowCounts, RuleChoice, RuleRow,
};
pub use reader::{
    Find, ImageInView, ImageState, LinkInView, MatchCount, PlaceToBookmark, ReaderText,
    SelectedLink, SidewaysScroll, TextPosition,
};
pub use status::{Message, Severity};

use count::TypedCount;
use effect::Effects;
use library::LibraryState;
use list::ListPane;
use overlay::Overlays;
use reader::{PageLayout, ReaderPane};
use screen::Screen;
use status::Status;

/// Columns of a list from which title, source and time of an article are in one line.
const ONE_LINE_COLUMNS: u16 = 72;
/// Minimum rows of a list with two lines for each article.
const MIN_TWO_LINE_ROWS: u16 = 8;

/// The state of the user interface.
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
    /// Names of the keys, for messages.
    keys: KeyNames,
    now: DateTime<FixedOffset>,
    /// Number typed before a motion.
    count: TypedCount,
    /// Options from the command line.
    start: StartOptions,
}

/// Options from the command line that the app needs.
#[derive(Debug, Default)]
struct StartOptions {
    /// The working folder, which relative paths start from.
    folder: PathBuf,
    /// True if the program was started for a single article.
    single: bool,
}

impl App {
    /// Returns an app without articles. With `single`, the program was started for one article, which is opened as soon
    /// as it arrives.
    pub fn new(settings: Settings, size: Size, now: DateTime<FixedOffset>, single: bool) -> Self {
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
            keys: KeyNames::default(),
            now,
            count: TypedCount::default(),
            start: StartOptions {
                folder: PathBuf::new(),
                single,
            },
        }
    }

    /// Sets the names of the keys, for messages.
    pub fn set_key_names(&mut self, names: KeyNames) {
        self.reader.changes_key = names.name(Scope::Reader, Action::ToggleChanges);
        self.keys = names;
    }

    /// Returns the key of an action in a scope, as messages name it.
    pub fn key_name(&self, scope: Scope, action: Action) -> String {
        self.keys.name(scope, action)
    }

    /// Returns the list of articles.
    pub fn list(&self) -> &List {
        &self.list.rows
    }

    /// Returns the text in the reader pane.
    pub fn reader(&self) -> Option<&ReaderText> {
        self.reader.text.as_ref()
    }

    /// Returns the article in the reader pane, also while its text is being loaded.
    pub fn shown_article(&self) -> Option<ArticleId> {
        self.reader.shown_id()
    }

    /// Returns true while rows are still being added to the list.
    pub fn is_scanning(&self) -> bool {
        self.list.is_scanning
    }

    /// Returns true while more text of the article in the reader pane is still being read.
    pub fn is_growing(&self) -> bool {
        self.reader.is_growing()
    }

    /// Returns the name of the view in the list.
    pub fn view_name(&self) -> String {
        self.list.view_name()
    }

    /// Returns the number of listed articles as text; with `+` where there may be more.
    pub fn row_count_text(&self) -> String {
        self.list.row_count_text()
    }

    /// Sets the working folder, which relative paths start from.
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

    /// Returns true while the result of a search is pending.
    pub fn is_searching(&self) -> bool {
        self.overlay.search.is_waiting()
    }

    /// Returns the error in the query, in one line.
    pub fn search_problem(&self) -> Option<&str> {
        self.overlay.search.query_problem()
    }

    /// Returns the order of the hits of the search.
    pub fn search_order(&self) -> SearchOrder {
        self.overlay.search.order()
    }

    /// Returns the number of articles that the search has found, as text.
    pub fn search_count_text(&self) -> String {
        self.overlay.search.count_text()
    }

    /// Returns the message in the footer.
    pub fn status(&self) -> Option<&Message> {
        self.status.current()
    }

    /// Returns the number of errors that the message in the footer has replaced since the last key.
    pub fn replaced_errors(&self) -> usize {
        self.status.replaced_errors()
    }

    /// Returns true if the account that is being typed may have no user name.
    pub fn may_omit_user(&self) -> bool {
        self.overlay.account.may_omit_user()
    }

    /// Returns the user's settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the present time, as the event loop has last set it.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }

    /// Returns the areas of the screen.
    pub fn geometry(&self) -> Geometry {
        self.screen.geometry()
    }

    /// Returns the size of the screen.
    pub fn size(&self) -> Size {
        self.screen.size
    }

    /// Returns the scope, in which keys are looked up.
    pub fn scope(&self) -> Scope {
        match (&self.overlay.open, self.screen.focus) {
            (Overlay::Picker(picker), _) if !picker.is_typing() => Scope::Picker,
            (Overlay::Picker(_) | Overlay::Prompt(_) | Overlay::Hints(_), _) => Scope::Prompt,
            (Overlay::None, Pane::List) => Scope::List,
            (Overlay::None, Pane::Reader) => Scope::Reader,
        }
    }

    /// Sets the present time.
    pub fn set_now(&mut self, now: DateTime<FixedOffset>) {
        self.now = now;
        self.status.set_now(now);
    }

    /// Removes and returns the pending effects.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        self.effects.take()
    }

    /// Puts effects back, to be taken again before all others.
    pub fn requeue_effects(&mut self, effects: Vec<Effect>) {
        self.effects.requeue(effects);
    }

    /// Returns the counts of the library's articles, once they are loaded.
    pub fn counts(&self) -> Option<Counts> {
        self.library.counts()
    }

    /// Returns the progress of running syncs of accounts; `None` if there are none.
    pub fn sync_progress(&self) -> Option<SyncProgress> {
        self.library.sync_progress()
    }

    /// Returns the progress of running refreshes of feeds; `None` if there are none.
    pub fn refresh_progress(&self) -> Option<RefreshProgress> {
        self.library.refresh_progress()
    }

    /// Returns the number of failing sources.
    pub fn failing_sources(&self) -> usize {
        self.library.failing_sources()
    }

    /// Returns true if changes are not yet saved.
    pub fn has_pending_changes(&self) -> bool {
        self.library.has_pending_changes()
    }

    /// Returns the bookmarks of an article if it is in the reader pane, else none.
    pub fn bookmarks_of(&self, id: ArticleId) -> &[Bookmark] {
        self.reader.bookmarks_of(id)
    }

    /// Returns the bookmark whose note is to be read beside the text, if the reader has the focus.
    pub fn bookmark_with_note_in_view(&self) -> Option<&Bookmark> {
        match self.screen.focus {
            Pane::Reader => self.reader.bookmark_with_note_in_view(),
            Pane::List => None,
        }
    }

    /// Returns true if the reader shows the source of the article.
    pub fn shows_source(&self) -> bool {
        self.reader.shows_source()
    }

    /// Returns true if the source of the article or a comparison with its earlier text is shown in place of its text.
    pub fn shows_other_text(&self) -> bool {
        self.reader.shows_other_text()
    }

    /// Returns the number of the current change, from 1, and the number of changes, if a comparison is shown.
    pub fn change_number(&self) -> Option<(usize, usize)> {
        self.reader.change_number()
    }

    /// Returns the texts of the shown article, if they are known.
    pub fn article_texts(&self) -> Option<&ArticleTexts> {
        self.reader.texts()
    }

    /// Returns true if the selected line of the source is not part of the article, and can be taken into it.
    pub fn takes_source_line_in(&self) -> bool {
        let offered = self.reader.offered_correction();
        offered.is_ok_and(|offered| offered.correction.inserts() == offered.is_set)
    }

    /// Returns the selected link if the reader pane has the focus.
    pub fn selected_link(&self) -> Option<&SelectedLink> {
        match self.screen.focus {
            Pane::Reader => self.reader.selected_link(),
            Pane::List => None,
        }
    }

    /// Returns the visible images and the state of each.
    pub fn images(&self) -> Vec<(ImageInView<'_>, &ImageState)> {
        self.reader.images(&self.list.rows)
    }

    /// Returns the form in which the terminal takes images.
    pub fn image_form(&self) -> Option<ImageForm> {
        self.reader.media.form()
    }

    /// Sets the form in which the terminal takes images; `None` shows a box with the alternative text for each.
    pub fn set_image_form(&mut self, form: Option<ImageForm>) {
        self.reader.media.set_form(form);
        self.update_layout();
    }

    /// Sets the size of a character cell, if the terminal reports it.
    pub fn set_cell_size(&mut self, cell: Option<PixelSize>) {
        if self.reader.media.set_cell_size(cell) {
            self.update_layout();
        }
    }

    /// Reports that a key has no binding here; `help` is the key of the help.
    pub fn report_unbound_key(&mut self, key: &str, help: Option<&str>) {
        let hint = help
            .map(|help| format!(" · {help} shows every key"))
            .unwrap_or_default();
        self.status.report(format!("{key} does nothing here{hint}"));
    }

    /// Shows an error from outside the app.
    pub fn report_error(&mut self, text: String) {
        self.status.report_error(text);
    }

    /// Shows a message from outside the app.
    pub fn report(&mut self, text: String) {
        self.status.report(text);
    }

    /// Sets the size of the screen, in columns and rows.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.screen.size = Size {
            columns: width,
            rows: height,
        };
        self.overlay.close_hints();
        self.update_layout();
    }

    /// Returns the time at which [`App::tick`] has work to do.
    pub fn deadline(&self) -> Option<DateTime<FixedOffset>> {
        self.reader.save_deadline()
    }

    /// Saves the reading position if its deadline has passed.
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

    /// Saves the reading position, the history and the view before the program ends.
    pub fn save_before_quit(&mut self) {
        self.reader.remember_position();
        self.reader
            .save_position(&self.list.rows, &mut self.effects);
        self.reader.save_history(&self.list.rows, &mut self.effects);
        self.reader
            .mark_change_seen(&self.list.rows, &mut self.effects);
        if self.settings.start_view == StartView::Last && !self.list.rows.is_in_memory() {
            let view = self.list.rows.listing().view.clone();
            self.effects.submit(Job::SaveView(view));
        }
    }

    /// Does a small step of deferred work; false if there is none.
    pub fn run_idle_work(&mut self) -> bool {
        let Some(text) = &mut self.reader.text else {
            return false;
        };
        let was_seeking = text.is_seeking();
        let worked = text.run_idle_work();
        // While the query is being typed, reaching the end through a match does not mark the article as read.
        if was_seeking && !text.is_seeking() && matches!(self.overlay.open, Overlay::None) {
            self.mark_read_at_end();
        }
        worked
    }

    /// Adapts the heights of list, page and overlay to the screen, and requests missing rows and images. Called after
    /// every change.
    fn update_layout(&mut self) {
        self.screen.has_single_row = self.list.rows.has_single_row();
        let geometry = self.geometry();
        if let Some(pane) = geometry.list {
            let inner = geometry.inside(pane);
            let has_second_lines =
                inner.width < ONE_LINE_COLUMNS && inner.height >= MIN_TWO_LINE_ROWS;
            self.list.rows.set_size(inner.height, has_second_lines);
        }
        self.list
            .request_neighbours(self.reader.open_article(), &mut self.effects);
        if geometry.reader.is_some() {
            let page = self.page_layout();
            self.reader.resize(&page);
            self.reader.update_source_selection();
            self.reader
                .request_images(&self.list.rows, &mut self.effects);
        }
        if let Overlay::Picker(picker) = &mut self.overlay.open {
            picker.fit_to_screen(self.screen.size);
        }
        if let Some(effect) = self.overlay.preview_theme() {
            self.effects.push(effect);
        }
    }

    /// Returns the page that texts are laid out for. With a single pane, the reader has no area while the list is
    /// shown; any width will do until the reader is shown.
    fn page_layout(&self) -> PageLayout {
        let geometry = self.geometry();
        let column = geometry.reader;
        let column = column.map(|pane| geometry.text_area(pane, &self.settings));
        let (width, height) = column.map_or((self.settings.measure, 1), |c| (c.width, c.height));
        let wide = geometry.reader;
        let wide = wide.map(|pane| geometry.wide_columns(pane, &self.settings));
        let options = Options {
            width: width.max(1),
            wide,
            has_prose_in_code: false,
            ascii: self.settings.ascii,
            date_style: self.settings.date_style,
            justify: self.settings.justify,
            hyphenate: self.settings.hyphenate,
            reorder: self.settings.bidi == Bidi::Newsprint,
        };
        PageLayout {
            options,
            height,
            restarts_finished: self.settings.finished_opens == FinishedOpens::Start,
            now: self.now,
            highlight_code: self.settings.highlight_code,
        }
    }
}
