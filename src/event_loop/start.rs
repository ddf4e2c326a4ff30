//! State of the program at the start: [`Start`] comes from the command line, and is prepared here for
//! [`Session`](super::Session) and terminal.

use std::sync::Arc;

use super::themes::Themes;
use crate::config::{Bidi, Config, FileMistake, Images, Settings};
use crate::keymap::Keymap;
use crate::model::{ImageForm, Origin};
use crate::terminal::{TerminalOptions, image_form};
use crate::text::clean;
use crate::worker::SharedState;

/// Limit of the fetched images of the web on the disk, in bytes.
const MAX_IMAGE_CACHE_BYTES: u64 = 256 * 1024 * 1024;

/// Articles to show, and the settings to show them with.
#[derive(Debug)]
pub struct Start {
    /// Paths to read, in order.
    pub origins: Vec<Origin>,
    /// True if no path was given: the library is shown, or `origins` if it is empty.
    pub starts_with_library: bool,
    /// True for a single article, which opens at once.
    pub is_single: bool,
    /// Settings in force.
    pub config: Config,
    /// Meanings of keys.
    pub keymap: Keymap,
}

/// A [`Start`] for this environment.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) origins: Vec<Origin>,
    pub(super) starts_with_library: bool,
    pub(super) is_single: bool,
    pub(super) store: Arc<SharedState>,
    pub(super) settings: Settings,
    pub(super) keymap: Keymap,
    pub(super) themes: Themes,
    /// Form in which the terminal shows images; `None` shows boxes with descriptions.
    pub(super) images: Option<ImageForm>,
    pub(super) terminal: TerminalOptions,
    /// A message for the first frame.
    pub(super) message: Option<String>,
}

impl Start {
    /// Opens the library, and looks up the capabilities of the terminal.
    pub(super) fn prepare(self) -> Prepared {
        let themes_config = self.config.clone();
        let config = self.config;
        let settings = config.settings;
        let variable = |name: &str| std::env::var(name).ok();
        let store = SharedState::with_tour();
        let store = match config.paths {
            Some(paths) => store
                .with_library(paths.data)
                .with_image_cache(paths.cache, MAX_IMAGE_CACHE_BYTES)
                .with_shared_read(settings.share_read)
                .with_keep_days(settings.keep_days),
            None => store,
        };
        let interval = i64::from(settings.fetch_minutes) * 60;
        let store = store
            .with_fetch_interval(interval)
            .with_start_view(settings.start_view.clone(), settings.sort);
        let store = match settings.fetch {
            true => store.with_scheduled_fetching(),
            false => store,
        };
        let themes = Themes::new(themes_config, variable);
        let mut terminal = TerminalOptions::from_environment(variable);
        terminal.mouse = settings.mouse;
        terminal.explicit_bidi &= settings.bidi == Bidi::Newsprint;
        terminal.background = terminal.title && themes.depends_on_background();
        let wanted = match settings.ascii {
            true => Images::Off,
            false => settings.images,
        };
        Prepared {
            origins: self.origins,
            starts_with_library: self.starts_with_library,
            is_single: self.is_single,
            store: Arc::new(store),
            images: image_form(wanted, settings.colour, variable),
            settings,
            keymap: self.keymap,
            themes,
            terminal,
            message: start_message(&config.mistakes),
        }
    }
}

/// Message about mistakes in the settings: the first one and their number.
fn start_message(mistakes: &[FileMistake]) -> Option<String> {
    let first = clean::clean_line(&mistakes.first()?.short_text()).into_owned();
    Some(match mistakes.len() {
        1 => first,
        count => format!("{count} mistakes in the settings (newsprint config shows all): {first}"),
    })
}
