//! The theme in use, and trying another one while the program runs: [`Themes`].

use crate::config::{Bidi, ColourDepth, Config, ThemeChoice, ThemeError, ThemeStyles};
use crate::terminal::Background;
use crate::ui::Theme;

/// Themes for a dark background and for a light one.
#[derive(Debug)]
pub(super) struct Themes {
    config: Config,
    depth: ColourDepth,
    pair: ThemePair,
    /// Themes before the preview.
    before_preview: Option<ThemePair>,
    /// Background of the terminal, as far as that is known.
    pub(super) background: Background,
}

/// The themes for both backgrounds, and the name that the settings have for them.
#[derive(Debug, Clone)]
struct ThemePair {
    dark: Theme,
    /// `None` if the dark theme is used for every background.
    light: Option<Theme>,
    /// Name in the settings; `None` for two names.
    name: Option<String>,
}

impl Themes {
    /// Makes the themes of the settings. `variable` returns a variable of the environment.
    pub(super) fn new(config: Config, variable: impl Fn(&str) -> Option<String> + Copy) -> Self {
        let depth = ColourDepth::from_environment(variable);
        Self {
            pair: ThemePair::new(&config, depth),
            before_preview: None,
            background: Background::from_environment(variable).unwrap_or(Background::Dark),
            depth,
            config,
        }
    }

    /// Returns the theme to draw with.
    pub(super) fn theme(&self) -> &Theme {
        match self.background {
            Background::Light => self.pair.light.as_ref().unwrap_or(&self.pair.dark),
            Background::Dark => &self.pair.dark,
        }
    }

    /// Returns true if the theme depends on the background.
    pub(super) fn depends_on_background(&self) -> bool {
        self.pair.light.is_some()
    }

    /// Returns the names of all themes, and that of the theme in use.
    pub(super) fn names(&self) -> (Vec<String>, Option<String>) {
        (self.config.theme_names(), self.pair.name.clone())
    }

    /// Uses a theme until another one is set or the former one is restored.
    ///
    /// # Errors
    /// The theme can't be used; the one in use stays.
    pub(super) fn preview(&mut self, name: &str) -> Result<(), ThemeError> {
        let before = self.before_preview.take();
        let before = before.unwrap_or_else(|| self.pair.clone());
        let changed = self.set(name);
        self.before_preview = Some(before);
        changed
    }

    /// Uses a theme.
    ///
    /// # Errors
    /// The theme can't be used; the one before a preview is used.
    pub(super) fn set(&mut self, name: &str) -> Result<(), ThemeError> {
        self.restore();
        let config = self.config.with_theme(name)?;
        self.pair = ThemePair::new(&config, self.depth);
        Ok(())
    }

    /// Uses the theme before the preview again.
    pub(super) fn restore(&mut self) {
        if let Some(before) = self.before_preview.take() {
            self.pair = before;
        }
    }
}

impl ThemePair {
    fn new(config: &Config, depth: ColourDepth) -> Self {
        let settings = &config.settings;
        let theme = |styles: &ThemeStyles| {
            let theme = Theme::from_styles(styles, depth, settings.ascii);
            match settings.bidi {
                Bidi::Newsprint => theme,
                Bidi::Terminal => theme.without_reordering(),
            }
        };
        Self {
            dark: theme(&config.theme),
            light: config.light_theme.as_ref().map(theme),
            name: match &settings.theme {
                ThemeChoice::Auto => Some("auto".to_owned()),
                ThemeChoice::Named(name) => Some(name.clone()),
                ThemeChoice::ByBackground { .. } => None,
            },
        }
    }
}
