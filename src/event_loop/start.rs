//! State of the program at the start: [`Start`] comes from the command line, and is prepared here for
//! [`Session`](super::Session) and terminal.

use std::sync::Arc;

use crate::config::{Bidi, ColourDepth, Config, FileMistake, Images, Settings, ThemeStyles};
use crate::keymap::Keymap;
use crate::model::{ImageForm, Origin};
use crate::terminal::{Background, TerminalOptions, image_form};
use crate::text::clean;
use crate::ui::Theme;
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

/// Themes for a dark background and for a light one.
#[derive(Debug)]
pub(super) struct Themes {
    dark: Theme,
    /// `None` if the dark theme is used for every background.
    light: Option<Theme>,
    /// Background of the terminal, as far as that is known.
    pub(super) background: Background,
}

impl Themes {
    pub(super) fn theme(&self) -> &Theme {
        match self.background {
            Background::Light => self.light.as_ref().unwrap_or(&self.dark),
            Background::Dark => &self.dark,
        }
    }
}

impl Start {
    /// Opens the library, and looks up the capabilities of the terminal.
    pub(super) fn prepare(self) -> Prepared {
        let config = self.config;
        let settings = config.settings;
        let variable = |name: &str| std::env::var(name).ok();
        let store = SharedState::with_tour();
        let store = match config.paths {
            Some(paths) => store
                .with_library(paths.data)
                .with_image_cache(paths.cache, MAX_IMAGE_CACHE_BYTES)
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
        let depth = ColourDepth::from_environment(variable);
        let theme = |styles: &ThemeStyles| {
            let theme = Theme::from_styles(styles, depth, settings.ascii);
            match settings.bidi {
                Bidi::Newsprint => theme,
                Bidi::Terminal => theme.without_reordering(),
            }
        };
        let themes = Themes {
            dark: theme(&config.theme),
            light: config.light_theme.as_ref().map(theme),
            background: Background::from_environment(variable).unwrap_or(Background::Dark),
        };
        let mut terminal = TerminalOptions::from_environment(variable);
        terminal.mouse = settings.mouse;
        terminal.explicit_bidi &= settings.bidi == Bidi::Newsprint;
        terminal.background = terminal.title && themes.light.is_some();
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
