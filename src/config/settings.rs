//! Settings of the user and the words for their values in a file: [`Settings`]. Plain data; nothing here reads a file.

use serde_json::{Value, json};

/// The defaults, in the user's own format.
pub const DEFAULT: &str = include_str!("../../assets/config.toml");

/// Settings of the user. The defaults are those of `assets/config.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `measure`: maximum width of the text, in columns, from 20 to 240.
    pub measure: u16,
    /// `align`: position of the text in a wider pane.
    pub align: Align,
    /// `justify`: true if lines are stretched to the full width.
    pub justify: bool,
    /// `hyphenate`: true if words may be hyphenated, by the rules of the article's language.
    pub hyphenate: bool,
    /// `mouse`: true if newsprint receives mouse events. If not, the terminal selects text by itself, as in a shell.
    pub mouse: bool,
    /// `cursor`: position of the terminal's cursor in an article.
    pub cursor: Cursor,
    /// `bidi`: the program that reorders right-to-left text (UAX #9).
    pub bidi: Bidi,
    /// `ascii`: true if only ASCII characters are drawn.
    pub ascii: bool,
    /// `theme`: the styles of text and screen.
    pub theme: ThemeChoice,
    /// `colour`: true if colours are used. `NO_COLOR` turns them off.
    pub colour: bool,
    /// `mark-read`: the event that marks an article as read.
    pub mark_read: MarkRead,
    /// `share-read`: true if the articles of a story share their read marks.
    pub share_read: bool,
    /// `finished-opens`: the position at which an article opens that was read to its end.
    pub finished_opens: FinishedOpens,
    /// `date-style`: the format of dates.
    pub date_style: DateStyle,
    /// `start-view`: the view of the library at the start.
    pub start_view: StartView,
    /// `sort`: the order of the dates in the list at the start.
    pub sort: Sort,
    /// `images`: the protocol that shows images.
    pub images: Images,
    /// `highlight-code`: true if code blocks have syntax highlighting.
    pub highlight_code: bool,
    /// `fetch`: true if feeds that are due are fetched while newsprint runs.
    pub fetch: bool,
    /// `fetch-minutes`: least time between two fetches of a feed, in minutes, from 15 to 1440; feeds may ask for more.
    pub fetch_minutes: u32,
    /// `keep-days`: days after which read articles of feeds are deleted, at most 36500; 0 deletes nothing.
    pub keep_days: u32,
    /// `[commands]`: programs that a key can start, in the order of the file.
    pub commands: Vec<UserCommand>,
    /// `[pipes]`: programs that take the text of an article, in the order of the file.
    pub pipes: Vec<UserPipe>,
}

/// A program that takes the text of an article on its standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPipe {
    /// The program, under the name that the prompt takes.
    pub command: UserCommand,
    /// Format of the text.
    pub format: PipeFormat,
    /// True if its output stays on the screen until Enter.
    pub pause: bool,
}

/// A program that a key can start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserCommand {
    /// The name that a keymap calls it by.
    pub name: String,
    /// The program and its arguments, with `{url}`, `{path}`, `{title}` and `{enclosure}` still in them. Never empty.
    pub argv: Vec<String>,
}

/// Choice of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeChoice {
    /// The sixteen colours of the terminal's palette.
    Auto,
    /// The theme of this name.
    Named(String),
    /// One theme for dark terminals and one for light ones; the terminal is asked for its background.
    ByBackground {
        /// Theme for a dark background, and for a terminal that does not report its background.
        dark: String,
        /// Theme for a light background.
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
            /// Every choice, with its word in a settings file.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];

            /// Returns the word for the choice in a settings file.
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
    /// Position of the terminal's cursor in the text of an article. In lists and prompts the cursor is always shown.
    Cursor {
        /// On the line last jumped to, else on the top line: screen readers read the line of the cursor.
        Line = "line",
        /// Nowhere.
        Hidden = "hidden",
    }
}

choice! {
    /// Program that puts right-to-left text in visual order.
    Bidi {
        /// newsprint. The terminal is asked not to reorder text itself.
        Newsprint = "newsprint",
        /// The terminal.
        Terminal = "terminal",
    }
}

choice! {
    /// Event that marks an article as read.
    MarkRead {
        /// The end of the article was on the screen.
        AtEnd = "at-end",
        /// The article was opened.
        OnOpen = "on-open",
        /// Only the user marks articles as read.
        Never = "never",
    }
}

choice! {
    /// Position at which an article opens that was read to its end.
    FinishedOpens {
        /// The start.
        Start = "start",
        /// The end, where it was left.
        End = "end",
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

choice! {
    /// Format of the text that a program gets.
    #[derive(Default)]
    PipeFormat {
        /// Plain text.
        #[default]
        Text = "text",
        /// Markdown.
        Markdown = "markdown",
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

    /// Returns the day in few columns, without the year if it is that of `today`.
    pub fn write_short(self, day: chrono::NaiveDate, today: chrono::NaiveDate) -> String {
        let same_year = chrono::Datelike::year(&day) == chrono::Datelike::year(&today);
        let format = match (self, same_year) {
            (Self::Iso, _) => "%Y-%m-%d",
            (Self::Long | Self::Short, true) => "%-d %b",
            (Self::Long | Self::Short, false) => "%-d %b %Y",
        };
        day.format(format).to_string()
    }
}

/// View of the library that the program starts with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StartView {
    /// All articles.
    #[default]
    All,
    /// Unread articles.
    Unread,
    /// The view at the end of the last session.
    Last,
    /// The view of this name: a built-in one, a category, a source, a tag or a saved search.
    Named(String),
}

impl StartView {
    /// Returns the view that a word of a settings file or of the command line stands for.
    pub fn from_name(name: &str) -> Self {
        match name {
            "all" => Self::All,
            "unread" => Self::Unread,
            "last" => Self::Last,
            name => Self::Named(name.to_owned()),
        }
    }

    /// Returns the word for the view in a settings file.
    pub fn name(&self) -> &str {
        match self {
            Self::All => "all",
            Self::Unread => "unread",
            Self::Last => "last",
            Self::Named(name) => name,
        }
    }
}

choice! {
    /// Order of dates in the list.
    #[derive(Default)]
    Sort {
        /// The newest first.
        #[default]
        Newest = "newest",
        /// The oldest first.
        Oldest = "oldest",
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
        /// Half blocks (U+2580) in two colours, in any terminal with colours.
        Blocks = "blocks",
    }
}

impl Settings {
    /// Smallest `measure`, in columns.
    pub const MIN_MEASURE: u16 = 20;

    /// Largest `measure`, in columns.
    pub const MAX_MEASURE: u16 = 240;

    /// Largest value of `keep-days`: a hundred years.
    pub const MAX_KEEP_DAYS: u32 = 36_500;

    /// Smallest and largest value of `fetch-minutes`: a quarter of an hour and a day.
    pub const FETCH_MINUTES: std::ops::RangeInclusive<u32> = 15..=1440;

    /// Every setting's key, in the order of the default file; `commands` and `pipes` are tables.
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
        "share-read",
        "finished-opens",
        "date-style",
        "start-view",
        "sort",
        "images",
        "highlight-code",
        "fetch",
        "fetch-minutes",
        "keep-days",
        "commands",
        "pipes",
    ];

    /// Keys of tables. Each entry has a key of its own: `commands.NAME`.
    const TABLES: &'static [&'static str] = &["commands", "pipes"];

    /// Returns the value of a setting as JSON; null for an unknown key.
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
            "share-read" => json!(self.share_read),
            "finished-opens" => json!(self.finished_opens.name()),
            "date-style" => json!(self.date_style.name()),
            "start-view" => json!(self.start_view.name()),
            "sort" => json!(self.sort.name()),
            "images" => json!(self.images.name()),
            "highlight-code" => json!(self.highlight_code),
            "fetch" => json!(self.fetch),
            "fetch-minutes" => json!(self.fetch_minutes),
            "keep-days" => json!(self.keep_days),
            "commands" => {
                let pairs = self.commands.iter();
                Value::Object(
                    pairs
                        .map(|command| (command.name.clone(), json!(command.argv)))
                        .collect(),
                )
            }
            "pipes" => {
                let pairs = self.pipes.iter();
                let pairs = pairs.map(|pipe| (pipe.command.name.clone(), pipe.value()));
                Value::Object(pairs.collect())
            }
            key => match key.split_once('.') {
                Some(("commands", name)) => {
                    let command = self.commands.iter().find(|command| command.name == name);
                    command.map_or(Value::Null, |command| json!(command.argv))
                }
                Some(("pipes", name)) => self.pipe(name).map_or(Value::Null, UserPipe::value),
                _ => Value::Null,
            },
        }
    }

    /// Returns the keys of all settings in use. Each program of the tables has a key of its own: `commands.NAME`,
    /// `pipes.NAME`.
    pub fn keys(&self) -> Vec<String> {
        let plain = Self::KEYS.iter().filter(|key| !Self::TABLES.contains(key));
        let commands = self.commands.iter();
        let pipes = self.pipes.iter();
        plain
            .map(|key| (*key).to_owned())
            .chain(commands.map(|command| format!("commands.{}", command.name)))
            .chain(pipes.map(|pipe| format!("pipes.{}", pipe.command.name)))
            .collect()
    }

    /// Returns a program that takes the text of an article, by its name.
    pub fn pipe(&self, name: &str) -> Option<&UserPipe> {
        self.pipes.iter().find(|pipe| pipe.command.name == name)
    }

    /// Returns placeholder values that the default file is merged over: that file sets every one of them.
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
            share_read: false,
            finished_opens: FinishedOpens::Start,
            date_style: DateStyle::Long,
            start_view: StartView::default(),
            sort: Sort::default(),
            images: Images::Off,
            highlight_code: false,
            fetch: false,
            fetch_minutes: 60,
            keep_days: 0,
            commands: Vec::new(),
            pipes: Vec::new(),
        }
    }
}

impl UserPipe {
    /// Returns the entry as JSON: the program alone, if nothing else is set.
    fn value(&self) -> Value {
        match (self.format, self.pause) {
            (PipeFormat::Text, true) => json!(self.command.argv),
            (format, pause) => {
                json!({"argv": self.command.argv, "format": format.name(), "pause": pause})
            }
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        let mut settings = Self::unset();
        // A test checks that the default file has no mistakes.
        settings.merge(DEFAULT);
        settings
    }
}
