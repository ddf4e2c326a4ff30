//! The program without a terminal: [`Harness`] sends articles, keys and clicks to it, and returns its screen.
//!
//! `Harness::new(100, 30).with(&[("a.md", "# One")]).press("j enter ]").screen()`

#![allow(dead_code, unreachable_pub)]

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, FixedOffset, TimeDelta};
use crossterm::event::{
    Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};
use newsprint::app::{App, Effect, Size};
use newsprint::config::Settings;
use newsprint::event_loop::{Event, Session};
use newsprint::ingest::Limits;
use newsprint::keymap::Keymap;
use newsprint::library::{Library, OpenMode};
use newsprint::model::{ImageForm, Job, Origin, Outcome};
use newsprint::ui::{self, Theme};
use newsprint::worker::{Emit, SharedState, run_job};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// Limit of the fetched images of the web: a few small ones.
pub const MAX_CACHE_BYTES: u64 = 4_000;

/// The program, its screen, and the folder with its articles.
pub struct Harness {
    session: Session,
    theme: Theme,
    size: Size,
    store: Arc<SharedState>,
    folder: tempfile::TempDir,
    /// The folder of the library.
    data: Rc<tempfile::TempDir>,
    now: DateTime<FixedOffset>,
    /// Effects that the app has asked for, except jobs.
    pub effects: Vec<Effect>,
    /// Jobs that have not run yet.
    pending_jobs: Vec<Job>,
    /// True if jobs wait for [`Harness::release`].
    jobs_wait: bool,
    screen: RefCell<Terminal<TestBackend>>,
}

impl Harness {
    /// A program on a screen of `width` × `height`, with no articles. It is 10 o'clock on a Monday.
    pub fn new(width: u16, height: u16) -> Self {
        Self::start(width, height, false, Settings::default())
    }

    /// A program started for a single article.
    pub fn single(width: u16, height: u16) -> Self {
        Self::start(width, height, true, Settings::default())
    }

    /// A program with settings.
    pub fn start(width: u16, height: u16, single: bool, settings: Settings) -> Self {
        let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+00:00").unwrap();
        let theme = Theme::new(true, settings.ascii);
        let data = Rc::new(tempfile::tempdir().unwrap());
        let size = Size {
            columns: width,
            rows: height,
        };
        let start_view = (settings.start_view.clone(), settings.sort);
        let app = App::new(settings, size, now, single);
        Self {
            session: Session::new(app, Keymap::built_in()),
            theme,
            size,
            store: Arc::new(
                SharedState::new(Limits::default(), newsprint::ingest::TOUR_ARTICLES)
                    .with_library(data.path().to_owned())
                    .with_start_view(start_view.0, start_view.1)
                    .with_image_cache(data.path().join("cache"), MAX_CACHE_BYTES),
            ),
            data,
            folder: tempfile::tempdir().unwrap(),
            now,
            effects: Vec::new(),
            pending_jobs: Vec::new(),
            jobs_wait: false,
            screen: RefCell::new(Terminal::new(TestBackend::new(width, height)).unwrap()),
        }
    }

    /// Merges a keymap over the default one.
    pub fn keymap(mut self, text: &str) -> Self {
        let (keymap, mistakes) = Keymap::built_in().merge(text);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let app = App::new(Settings::default(), self.size, self.now, false);
        self.session = Session::new(app, keymap);
        self
    }

    /// Uses another keymap, and leaves the settings as they are.
    pub fn bindings(mut self, keymap: Keymap) -> Self {
        let settings = self.app().settings().clone();
        let app = App::new(settings, self.size, self.now, false);
        self.session = Session::new(app, keymap);
        self
    }

    /// Uses another theme.
    pub fn theme(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }

    /// Writes files (relative path, text) and opens them.
    pub fn with(mut self, files: &[(&str, &str)]) -> Self {
        let mut origins = Vec::new();
        for (name, text) in files {
            let path = self.folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            origins.push(Origin::File(path));
        }
        self.run(Job::Scan(origins));
        self
    }

    /// Writes files (relative path, bytes) into the folder and opens the folder.
    pub fn with_folder(mut self, files: &[(&str, &[u8])]) -> Self {
        for (name, bytes) in files {
            let path = self.folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, bytes).unwrap();
        }
        let folder: PathBuf = self.folder.path().to_owned();
        self.run(Job::Scan(vec![Origin::File(folder)]));
        self
    }

    /// Opens paths.
    pub fn with_paths(mut self, paths: &[PathBuf]) -> Self {
        let origins = paths.iter().map(|path| Origin::File(path.clone()));
        self.run(Job::Scan(origins.collect()));
        self
    }

    /// Returns the folder with the articles.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Writes a file into the folder without opening it.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A program with the library of another one, which may have ended.
    pub fn again(width: u16, height: u16, other: &Harness) -> Self {
        Self::new(width, height).library_of(other)
    }

    /// Uses the library of another program.
    pub fn library_of(mut self, other: &Harness) -> Self {
        self.data = other.data.clone();
        let settings = self.app().settings().clone();
        self.store = Arc::new(
            SharedState::new(Limits::default(), newsprint::ingest::TOUR_ARTICLES)
                .with_library(self.data.path().to_owned())
                .with_start_view(settings.start_view, settings.sort)
                .with_image_cache(self.data.path().join("cache"), MAX_CACHE_BYTES),
        );
        self
    }

    /// Puts a file in place of the library's folder, so that nothing can be saved.
    pub fn without_library(mut self, text: &str) -> Self {
        let file = self.data.path().join("file");
        std::fs::write(&file, text).unwrap();
        self.store = Arc::new(
            SharedState::new(Limits::default(), newsprint::ingest::TOUR_ARTICLES)
                .with_library(file.join("data")),
        );
        self
    }

    /// Removes the file in place of the library's folder.
    pub fn restore_library_folder(self) -> Self {
        std::fs::remove_file(self.data.path().join("file")).unwrap();
        self
    }

    /// Makes the program open the library again.
    pub fn reopen_library(mut self) -> Self {
        self.store = Arc::new(
            SharedState::new(Limits::default(), newsprint::ingest::TOUR_ARTICLES)
                .with_library(self.data.path().to_owned())
                .with_image_cache(self.data.path().join("cache"), MAX_CACHE_BYTES),
        );
        self
    }

    /// Returns the effects that the app has asked for, except jobs.
    pub fn effects_now(&self) -> Vec<Effect> {
        self.effects.clone()
    }

    /// Opens the library as another program does.
    pub fn library(&self) -> Library {
        Library::open(self.data.path(), OpenMode::Create).unwrap()
    }

    /// Opens the database of the library itself, to store what a test needs. It exists once [`Harness::library`] was called.
    pub fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.data.path().join("library.db")).unwrap()
    }

    /// Returns the folder of fetched images.
    pub fn cache_folder(&self) -> PathBuf {
        self.data.path().join("cache")
    }

    /// Starts without a path: with the library, or with the tour if the library is empty.
    pub fn home(mut self) -> Self {
        self.run(Job::LoadStart);
        let (store, emit) = (self.store.clone(), Arc::<Mutex<Vec<Outcome>>>::default());
        let into = emit.clone();
        let emit_all: Emit = Arc::new(move |outcome| into.lock().unwrap().push(outcome));
        newsprint::worker::send_history(&store, &emit_all);
        let outcomes = std::mem::take(&mut *emit.lock().unwrap());
        for outcome in outcomes {
            self.outcome(outcome);
        }
        self
    }

    /// Reports that another program has changed the library.
    pub fn library_changed(mut self) -> Self {
        self.outcome(Outcome::LibraryChanged);
        self
    }

    /// Ends the program; it saves its state.
    pub fn quit(mut self) -> Self {
        self.session.app_mut().save_before_quit();
        self.settle();
        self
    }

    /// Lets time pass.
    pub fn wait(mut self, milliseconds: i64) -> Self {
        self.now += TimeDelta::milliseconds(milliseconds);
        self.session.handle(Event::Now(self.now));
        self.session.app_mut().tick();
        self.settle();
        self
    }

    /// Passes the names of the themes to the program, and that of the theme in use.
    pub fn receive_themes(&mut self, names: Vec<String>, current: &str) {
        let app = self.session.app_mut();
        app.receive_themes(names, Some(current.to_owned()));
        self.settle();
    }

    /// Opens the tour.
    pub fn with_tour(mut self) -> Self {
        self.run(Job::LoadStart);
        self
    }

    /// Sets the form in which the terminal takes images.
    pub fn images(mut self, form: Option<ImageForm>) -> Self {
        self.session.app_mut().set_image_form(form);
        self.settle();
        self
    }

    /// Runs the jobs of the app until it asks for no more.
    fn settle(&mut self) {
        loop {
            while self.session.work() {}
            for effect in self.session.app_mut().take_effects() {
                match effect {
                    Effect::Job(job) => self.pending_jobs.push(job),
                    other => self.effects.push(other),
                }
            }
            if self.jobs_wait || self.pending_jobs.is_empty() {
                break;
            }
            for job in std::mem::take(&mut self.pending_jobs) {
                self.run(job);
            }
        }
    }

    /// Saves a note as the editor has left it.
    pub fn save_edited_note(&mut self, text: &str) {
        self.session.app_mut().save_edited_note(text);
        self.settle();
    }

    /// Types keys without running deferred work, such as a search in the text.
    pub fn press_without_work(mut self, keys: &str) -> Self {
        for key in keys.split_whitespace() {
            self.session
                .handle(Event::Terminal(TerminalEvent::Key(Self::key_event(key))));
        }
        self
    }

    /// Does a step of deferred work; false if there was none.
    pub fn work_once(&mut self) -> bool {
        self.session.work()
    }

    /// Does all deferred work.
    pub fn work(mut self) -> Self {
        self.settle();
        self
    }

    fn run(&mut self, job: Job) {
        let outcomes: Arc<Mutex<Vec<Outcome>>> = Arc::default();
        let into = outcomes.clone();
        let emit: Emit = Arc::new(move |outcome| into.lock().unwrap().push(outcome));
        run_job(job, &self.store, &emit);
        let outcomes = std::mem::take(&mut *outcomes.lock().unwrap());
        for outcome in outcomes {
            self.outcome(outcome);
        }
    }

    /// Sends an outcome.
    pub fn outcome(&mut self, outcome: Outcome) {
        self.session.handle(Event::Outcome(outcome));
        self.settle();
    }

    /// Makes jobs wait until [`Harness::release`].
    pub fn hold(mut self) -> Self {
        self.jobs_wait = true;
        self
    }

    /// Runs the jobs that wait.
    pub fn release(mut self) -> Self {
        self.jobs_wait = false;
        self.settle();
        self
    }

    /// Runs those of the waiting jobs that load documents.
    pub fn release_documents(mut self) -> Self {
        let jobs = std::mem::take(&mut self.pending_jobs);
        for job in jobs {
            match job {
                Job::LoadDocument(..) => self.run(job),
                other => self.pending_jobs.push(other),
            }
        }
        self
    }

    /// Returns the jobs that wait.
    pub fn pending_jobs(&self) -> Vec<Job> {
        self.pending_jobs.clone()
    }

    /// Presses keys, spelt as in a keymap and separated by spaces, half a second apart.
    pub fn press(self, keys: &str) -> Self {
        self.press_every(500, keys)
    }

    /// Presses keys at an interval in milliseconds.
    pub fn press_every(mut self, milliseconds: i64, keys: &str) -> Self {
        for key in keys.split_whitespace() {
            self.now += TimeDelta::milliseconds(milliseconds);
            self.session.handle(Event::Now(self.now));
            self.key(key);
        }
        self
    }

    /// Types text, key by key.
    pub fn type_text(mut self, text: &str) -> Self {
        for c in text.chars() {
            self.send(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        }
        self
    }

    /// Pastes text.
    pub fn paste(mut self, text: &str) -> Self {
        self.session
            .handle(Event::Terminal(TerminalEvent::Paste(text.to_owned())));
        self.settle();
        self
    }

    /// Clicks with the left button at a column and a row.
    pub fn click(self, x: u16, y: u16) -> Self {
        let left = MouseButton::Left;
        self.mouse(MouseEventKind::Down(left), x, y)
            .mouse(MouseEventKind::Up(left), x, y)
    }

    /// Clicks on the first of these words on the screen.
    pub fn click_on(self, words: &str) -> Self {
        let (x, y) = self.find_words(words);
        self.click(x, y)
    }

    /// Returns the position of words on the screen: column and row.
    pub fn find_words(&self, words: &str) -> (u16, u16) {
        for (y, row) in self.rows().iter().enumerate() {
            if let Some(at) = row.find(words) {
                let before = unicode_width::UnicodeWidthStr::width(&row[..at]);
                return (before as u16, y as u16);
            }
        }
        panic!("no {words:?} in\n{}", self.screen());
    }

    /// Turns the wheel by steps, down if positive, at a column and a row.
    pub fn wheel(mut self, x: u16, y: u16, steps: i32) -> Self {
        let kind = match steps > 0 {
            true => MouseEventKind::ScrollDown,
            false => MouseEventKind::ScrollUp,
        };
        for _ in 0..steps.abs() {
            self = self.mouse(kind, x, y);
        }
        self
    }

    /// Drags from one column to another in a row.
    pub fn drag(mut self, from: u16, to: u16, y: u16) -> Self {
        let left = MouseButton::Left;
        self = self.mouse(MouseEventKind::Down(left), from, y);
        let between = from.min(to)..=from.max(to);
        let path: Vec<u16> = match from < to {
            true => between.collect(),
            false => between.rev().collect(),
        };
        for x in path {
            self = self.mouse(MouseEventKind::Drag(left), x, y);
        }
        self.mouse(MouseEventKind::Up(left), to, y)
    }

    /// Sends a mouse event.
    pub fn mouse(mut self, kind: MouseEventKind, column: u16, row: u16) -> Self {
        let event = MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        };
        self.session
            .handle(Event::Terminal(TerminalEvent::Mouse(event)));
        self.settle();
        self
    }

    fn key(&mut self, key: &str) {
        self.send(Self::key_event(key));
    }

    /// Returns the key event of a name: `a`, `ctrl-f`, `enter`.
    fn key_event(key: &str) -> KeyEvent {
        let (mut modifiers, mut rest) = (KeyModifiers::NONE, key);
        for (name, modifier) in [
            ("ctrl-", KeyModifiers::CONTROL),
            ("alt-", KeyModifiers::ALT),
            ("shift-", KeyModifiers::SHIFT),
        ] {
            if let Some(after) = rest.strip_prefix(name).filter(|after| !after.is_empty()) {
                (modifiers, rest) = (modifiers | modifier, after);
            }
        }
        let code = match rest {
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "space" => KeyCode::Char(' '),
            "tab" => KeyCode::Tab,
            "backspace" => KeyCode::Backspace,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pageup" => KeyCode::PageUp,
            "pagedown" => KeyCode::PageDown,
            one if one.chars().count() == 1 => KeyCode::Char(one.chars().next().unwrap()),
            other => panic!("no such key: {other}"),
        };
        KeyEvent::new(code, modifiers)
    }

    fn send(&mut self, key: KeyEvent) {
        self.session
            .handle(Event::Terminal(TerminalEvent::Key(key)));
        self.settle();
    }

    /// Resizes the screen.
    pub fn resize(mut self, width: u16, height: u16) -> Self {
        self.size = Size {
            columns: width,
            rows: height,
        };
        self.screen = RefCell::new(Terminal::new(TestBackend::new(width, height)).unwrap());
        self.session
            .handle(Event::Terminal(TerminalEvent::Resize(width, height)));
        self.settle();
        self
    }

    /// Returns the state.
    pub fn app(&self) -> &App {
        self.session.app()
    }

    /// Returns the state, for calls that no key makes.
    pub fn into_app(self) -> App {
        self.session.into_app()
    }

    /// Returns the cells of the screen.
    pub fn buffer(&self) -> Buffer {
        let mut screen = self.screen.borrow_mut();
        screen
            .draw(|frame| {
                ui::draw(
                    frame,
                    self.session.app(),
                    self.session.keymap(),
                    &self.theme,
                )
            })
            .unwrap();
        screen.backend().buffer().clone()
    }

    /// Returns the position of the cursor: column and row.
    pub fn cursor(&self) -> (u16, u16) {
        self.buffer();
        let mut screen = self.screen.borrow_mut();
        let at = screen.get_cursor_position().unwrap();
        (at.x, at.y)
    }

    /// Returns the rows of the screen, without trailing spaces.
    pub fn rows(&self) -> Vec<String> {
        let buffer = self.buffer();
        let row = |y: u16| {
            let mut row = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip == 0 {
                    row.push_str(symbol);
                    skip = unicode_width::UnicodeWidthStr::width(symbol).max(1);
                }
                skip -= 1;
            }
            row.trim_end().to_owned()
        };
        (0..buffer.area.height).map(row).collect()
    }

    /// Returns the screen as text.
    pub fn screen(&self) -> String {
        self.rows().join("\n")
    }

    /// Returns the last row.
    pub fn footer(&self) -> String {
        self.rows().pop().unwrap_or_default().trim().to_owned()
    }

    /// Returns the last four rows, which a long error takes, as one line.
    pub fn last_rows(&self) -> String {
        let rows = self.rows();
        let start = rows.len().saturating_sub(4);
        let words = rows[start..].iter().flat_map(|row| row.split_whitespace());
        words.collect::<Vec<_>>().join(" ")
    }

    /// Returns the text in the lower border of the reader.
    pub fn facts(&self) -> String {
        let rows = self.rows();
        let row = rows
            .iter()
            .rev()
            .find(|row| row.contains('%'))
            .cloned()
            .unwrap_or_default();
        let ornament = |c: char| matches!(c, '─' | '-' | ' ' | '┴' | '+');
        let row = row.trim_end_matches(ornament);
        let row = row.rsplit(['┴', '+']).next().unwrap_or_default();
        row.trim_matches(ornament).to_owned()
    }

    /// Returns the first visible line of the text.
    pub fn top_line(&self) -> String {
        self.text().into_iter().next().unwrap_or_default()
    }

    /// Returns the visible lines of the text.
    pub fn text(&self) -> Vec<String> {
        let reader = self.app().reader().expect("an article is shown");
        reader
            .visible()
            .map(|(_, line)| line.text().trim().to_owned())
            .collect()
    }
}
