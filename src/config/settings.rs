//! Settings and the names of their values: [`Settings`]. Plain data; nothing here reads a file.

use serde_json::{Value, json};

/// The defaults, in the user's own format.
pub const DEFAULT: &str = include_str!("../../assets/config.toml");

/// Settings of the user. The defaults are those of `assets/config.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `measure`: the widest column of text, in columns, from 20 to 240.
    pub measure: u16,
    /// `align`: where that column stands in a wider pane.
    pub align: Align,
    /// `justify`: whether lines are stretched to the measure.
    pub justify: bool,
    /// `hyphenate`: whether words may be broken, by the rules of the article's language.
    pub hyphenate: bool,
    /// `mouse`: whether the mouse is ours. If not, the terminal's own selection works as in a shell.
    pub mouse: bool,
    /// `cursor`: whether the terminal's cursor is shown in the text.
    pub cursor: Cursor,
    /// `bidi`: who puts right-to-left text in order.
    pub bidi: Bidi,
    /// `ascii`: whether to draw with plain ASCII signs alone.
    pub ascii: bool,
    /// `theme`: which styles.
    pub theme: ThemeChoice,
    /// `colour`: whether there are colours. `NO_COLOR` takes them away.
    pub colour: bool,
    /// `mark-read`: when an article counts as read.
    pub mark_read: MarkRead,
    /// `date-style`: how dates are written.
    pub date_style: DateStyle,
    /// `images`: how images are shown.
    pub images: Images,
    /// `highlight-code`: whether code is coloured by its language.
    pub highlight_code: bool,
    /// `keep-days`: after how many days what feeds brought and was read is let go, at most 36500; 0 keeps it.
    pub keep_days: u32,
    /// `[commands]`: programs that a key can start, in the order of the file.
    pub commands: Vec<UserCommand>,
}

/// A program that a key can start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserCommand {
    /// The name that a keymap calls it by.
    pub name: String,
    /// The program and its arguments, with `{url}`, `{path}` and `{title}` still in them. Never empty.
    pub argv: Vec<String>,
}

/// Choice of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeChoice {
    /// The terminal's own sixteen colours.
    Auto,
    /// The theme of this name.
    Named(String),
    /// One theme for dark terminals and one for light ones; the terminal is asked for its background.
    ByBackground {
        /// On a dark background, and where the terminal does not say.
        dark: String,
        /// On a light background.
        light: String,
    },
}

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// Every choice, by the word for it in a file.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];

            /// Returns the word for it in a file.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

choice! {
    /// Alignment of the text in a wider pane.
    Align {
        /// At the left edge.
        Left = "left",
        /// In the middle.
        Center = "center",
    }
}

choice! {
    /// True if the terminal's cursor is shown in the text of an article. In lists and prompts it always is.
    Cursor {
        /// On the line last jumped to, else on the top line: screen readers follow it.
        Line = "line",
        /// Nowhere.
        Hidden = "hidden",
    }
}

choice! {
    /// Program that puts right-to-left text in visual order.
    Bidi {
        /// newsprint, and the terminal is told to leave it.
        Newsprint = "newsprint",
        /// The terminal.
        Terminal = "terminal",
    }
}

choice! {
    /// Event that marks an article as read.
    MarkRead {
        /// The end was on the screen.
        AtEnd = "at-end",
        /// The article was opened.
        OnOpen = "on-open",
        /// Only the user marks articles as read.
        Never = "never",
    }
}

choice! {
    /// Format of dates.
    #[derive(Default)]
    DateStyle {
        /// 2 February 2026.
        #[default]
        Long = "long",
        /// 2026-02-02 (ISO 8601).
        Iso = "iso",
        /// 2 Feb 2026.
        Short = "short",
    }
}

impl DateStyle {
    /// Returns the day as this style writes it.
    pub fn write(self, day: chrono::NaiveDate) -> String {
        let format = match self {
            Self::Long => "%-d %B %Y",
            Self::Iso => "%Y-%m-%d",
            Self::Short => "%-d %b %Y",
        };
        day.format(format).to_string()
    }
}

choice! {
    /// Protocol that shows images.
    Images {
        /// The best that the terminal supports.
        Auto = "auto",
        /// Only the descriptions.
        Off = "off",
        /// The graphics protocol of kitty.
        Kitty = "kitty",
        /// The inline images of iTerm2.
        Iterm2 = "iterm2",
        /// Sixels.
        Sixel = "sixel",
        /// Coloured half blocks.
        Blocks = "blocks",
    }
}

impl Settings {
    /// The narrowest and the widest measure, in columns.
    pub const MEASURES: (u16, u16) = (20, 240);

    /// The most days that something is kept: a hundred years.
    pub const MAX_KEEP_DAYS: u32 = 36_500;

    /// Every setting's key, in the order of the default file; `commands` is a table.
    pub const KEYS: &'static [&'static str] = &[
        "measure",
        "align",
        "justify",
        "hyphenate",
        "mouse",
        "cursor",
        "bidi",
        "ascii",
        "theme",
        "colour",
        "mark-read",
        "date-style",
        "images",
        "highlight-code",
        "keep-days",
        "commands",
    ];

    /// Returns the value of a setting, as JSON has it; null for a key that is none.
    pub fn value(&self, key: &str) -> Value {
        match key {
            "measure" => json!(self.measure),
            "align" => json!(self.align.name()),
            "justify" => json!(self.justify),
            "hyphenate" => json!(self.hyphenate),
            "mouse" => json!(self.mouse),
            "cursor" => json!(self.cursor.name()),
            "bidi" => json!(self.bidi.name()),
            "ascii" => json!(self.ascii),
            "theme" => match &self.theme {
                ThemeChoice::Auto => json!("auto"),
                ThemeChoice::Named(name) => json!(name),
                ThemeChoice::ByBackground { dark, light } => {
                    json!({"dark": dark, "light": light})
                }
            },
            "colour" => json!(self.colour),
            "mark-read" => json!(self.mark_read.name()),
            "date-style" => json!(self.date_style.name()),
            "images" => json!(self.images.name()),
            "highlight-code" => json!(self.highlight_code),
            "keep-days" => json!(self.keep_days),
            "commands" => {
                let pairs = self.commands.iter();
                Value::Object(
                    pairs
                        .map(|command| (command.name.clone(), json!(command.argv)))
                        .collect(),
                )
            }
            key => {
                let name = key.strip_prefix("commands.");
                let command = name.and_then(|name| self.commands.iter().find(|c| c.name == name));
                command.map_or(Value::Null, |command| json!(command.argv))
            }
        }
    }

    /// Returns the keys of all settings in force. A table of commands is a key for each of them: `commands.NAME`.
    pub fn keys(&self) -> Vec<String> {
        let plain = Self::KEYS.iter().filter(|key| **key != "commands");
        let commands = self.commands.iter();
        plain
            .map(|key| (*key).to_owned())
            .chain(commands.map(|command| format!("commands.{}", command.name)))
            .collect()
    }

    /// Returns the settings that the default file is merged over. That file sets every one of them.
    fn unset() -> Self {
        Self {
            measure: 0,
            align: Align::Left,
            justify: false,
            hyphenate: false,
            mouse: false,
            cursor: Cursor::Line,
            bidi: Bidi::Newsprint,
            ascii: false,
            theme: ThemeChoice::Auto,
            colour: false,
            mark_read: MarkRead::AtEnd,
            date_style: DateStyle::Long,
            images: Images::Off,
            highlight_code: false,
            keep_days: 0,
            commands: Vec::new(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        let mut settings = Self::unset();
        // That it has no mistakes is a test's business.
        settings.merge(DEFAULT);
        settings
    }
}
