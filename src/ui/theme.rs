//! Styles of the text and of the screen, and symbols: [`Theme`].

use std::collections::HashMap;

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::config::{
    Colour, ColourDepth, EFFECTS, PLAIN, SCREEN_PARTS, TEXT_ROLES, TextStyle, ThemeStyles,
};
use crate::layout::{Role, SpanFormat};
use crate::model::Token;

/// Styles of text roles and parts of the screen, and symbols.
///
/// # Examples
///
/// ```
/// use newsprint::config::{ColourDepth, ThemeStyles};
/// use newsprint::ui::{ScreenPart, Theme};
/// use ratatui::style::{Color, Modifier};
///
/// let styles = ThemeStyles::shipped("dark").unwrap_or_default();
/// let theme = Theme::from_styles(&styles, ColourDepth::True, false);
/// let style = theme.part_style(ScreenPart::Key);
/// assert_eq!(style.fg, Some(Color::Rgb(0x7f, 0xc1, 0xd6)));
/// assert!(style.add_modifier.contains(Modifier::BOLD));
/// ```
#[derive(Debug, Clone)]
pub struct Theme {
    text: HashMap<&'static str, Style>,
    screen: HashMap<&'static str, Style>,
    symbols: Symbols,
}

/// Border of a pane in ASCII.
const ASCII_BORDER: border::Set<'_> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

macro_rules! parts {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Parts of the screen that are not the text of an article.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ScreenPart {
            $($(#[$doc])* $variant,)*
        }

        impl ScreenPart {
            /// All parts.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the name of the part in a theme file, one of [`SCREEN_PARTS`].
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

parts! {
    /// Whole screen: the styles of all other parts are applied over it.
    Background = "background",
    /// Name of the program.
    ProgramName = "name",
    /// Ordinary text.
    Text = "text",
    /// Less important text.
    Dim = "dim",
    /// Border of a pane.
    Border = "border",
    /// Border of the focused pane.
    BorderFocused = "border-focused",
    /// Label in a border.
    BorderLabel = "fact",
    /// Label in the border of the focused pane.
    BorderLabelFocused = "fact-focused",
    /// Head of a group.
    GroupHead = "head",
    /// Title of an unread article.
    Unread = "unread",
    /// Title of a read article.
    Read = "read",
    /// Mark before a row.
    Mark = "mark",
    /// Selected row of the focused pane.
    Selected = "selected",
    /// Selected row of the other pane.
    SelectedUnfocused = "selected-elsewhere",
    /// Key in the footer or in the help.
    Key = "key",
    /// Error.
    Error = "error",
    /// Match of a find or search.
    Match = "match",
    /// Current match.
    CurrentMatch = "current-match",
}

/// Symbols on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Symbols {
    /// Mark of an unread article.
    pub unread: &'static str,
    /// Mark of a bookmarked article, and of a bookmarked place in the text.
    pub bookmarked: &'static str,
    /// Mark of a bookmarked article whose bookmark is not saved.
    pub bookmarked_unsaved: &'static str,
    /// Mark of an article with another change that is not saved.
    pub unsaved: &'static str,
    /// Mark of a row with a bookmarked place.
    pub place: &'static str,
    /// Mark of an article that cannot be read.
    pub error: &'static str,
    /// Separator between facts.
    pub dot: &'static str,
    /// Ellipsis of truncated text.
    pub ellipsis: &'static str,
    /// Sign before a section number.
    pub section: &'static str,
    /// Mark of the current row.
    pub current: &'static str,
    /// Sign before an input line.
    pub prompt: &'static str,
    /// Sign in place of each letter of a password.
    pub hidden_letter: &'static str,
    /// Borders of panes.
    pub border: border::Set<'static>,
    /// Top of the line between the panes.
    pub divider_top: &'static str,
    /// Bottom of the line between the panes.
    pub divider_bottom: &'static str,
    /// True if right-to-left text beside the article is put in visual order; false if the terminal reorders it.
    pub reorder: bool,
}

const UNICODE: Symbols = Symbols {
    unread: "●",
    bookmarked: "★",
    bookmarked_unsaved: "☆",
    unsaved: "◌",
    place: "└",
    error: "!",
    dot: "·",
    ellipsis: "…",
    section: "§",
    current: "▸",
    prompt: "›",
    hidden_letter: "•",
    border: border::PLAIN,
    divider_top: "┬",
    divider_bottom: "┴",
    reorder: true,
};

const ASCII: Symbols = Symbols {
    unread: "o",
    bookmarked: "*",
    bookmarked_unsaved: "+",
    unsaved: "~",
    place: "\\",
    error: "!",
    dot: "-",
    ellipsis: "...",
    section: "#",
    current: ">",
    prompt: ">",
    hidden_letter: "*",
    border: ASCII_BORDER,
    divider_top: "+",
    divider_bottom: "+",
    reorder: true,
};

impl Theme {
    /// Returns the theme with the terminal's own colours, or the one without colours; with all symbols or in ASCII
    /// alone.
    pub fn new(colour: bool, ascii: bool) -> Self {
        let name = if colour { "terminal" } else { PLAIN };
        let styles = ThemeStyles::shipped(name).unwrap_or_default();
        Self::from_styles(&styles, ColourDepth::Sixteen, ascii)
    }

    /// Returns the theme of the styles, in as many colours as the terminal has.
    pub fn from_styles(styles: &ThemeStyles, depth: ColourDepth, ascii: bool) -> Self {
        let text = TEXT_ROLES.iter().map(|role| (*role, styles.text(role)));
        let screen = SCREEN_PARTS.iter().map(|part| (*part, styles.screen(part)));
        Self {
            text: text
                .map(|(role, s)| (role, ratatui_style(s, depth)))
                .collect(),
            screen: screen
                .map(|(part, s)| (part, ratatui_style(s, depth)))
                .collect(),
            symbols: if ascii { ASCII } else { UNICODE },
        }
    }

    /// Returns the symbols.
    pub fn symbols(&self) -> &Symbols {
        &self.symbols
    }

    /// Returns the style of a part of the screen.
    pub fn part_style(&self, part: ScreenPart) -> Style {
        self.screen.get(part.name()).copied().unwrap_or_default()
    }

    /// Returns the style of laid-out text.
    pub fn text_style(&self, role: Role, format: SpanFormat, link: bool) -> Style {
        let mut style = self.role(role_name(role));
        if let Role::CodeToken(_) = role {
            // Tokens have the background of the code block.
            style.bg = style.bg.or(self.role("code-block").bg);
        }
        for (holds, role) in [
            (format.code, "code"),
            (link, "link"),
            (format.bold, "strong"),
            (format.italic, "emphasis"),
            (format.deleted, "deletion"),
            (format.inserted, "insertion"),
        ] {
            if holds {
                style = style.patch(self.role(role));
            }
        }
        style
    }

    /// Returns the theme without reordering of right-to-left text, which is left to the terminal.
    pub fn without_reordering(mut self) -> Self {
        self.symbols.reorder = false;
        self
    }

    fn role(&self, name: &str) -> Style {
        self.text.get(name).copied().unwrap_or_default()
    }
}

/// Returns the name of a role in a theme file, one of [`TEXT_ROLES`].
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Title => "title",
        Role::Standfirst => "standfirst",
        Role::Facts => "facts",
        Role::Heading(0 | 1) => "heading-1",
        Role::Heading(2) => "heading-2",
        Role::Heading(3) => "heading-3",
        Role::Heading(4) => "heading-4",
        Role::Heading(5) => "heading-5",
        Role::Heading(_) => "heading-6",
        Role::HeadingMark => "heading-mark",
        Role::Text => "text",
        Role::Quote => "quote",
        Role::QuoteBar => "quote-bar",
        Role::ListMarker => "list-marker",
        Role::CodeBlock => "code-block",
        Role::CodeToken(Token::Keyword) => "code-keyword",
        Role::CodeToken(Token::String) => "code-string",
        Role::CodeToken(Token::Comment) => "code-comment",
        Role::CodeToken(Token::Number) => "code-number",
        Role::CodeToken(Token::Function) => "code-function",
        Role::CodeToken(Token::Type) => "code-type",
        Role::CodeToken(Token::Inserted) => "code-inserted",
        Role::CodeToken(Token::Deleted) => "code-deleted",
        Role::CodeToken(Token::Other) => "code-other",
        Role::TableHead => "table-head",
        Role::TableRule | Role::CutMark => "table-rule",
        Role::ImageFrame => "image-frame",
        Role::ImageText => "image-text",
        Role::Caption => "caption",
        Role::ThematicBreak => "thematic-break",
    }
}

/// Converts a style to ratatui's type, in as many colours as the terminal has.
fn ratatui_style(style: TextStyle, depth: ColourDepth) -> Style {
    const MODIFIERS: [Modifier; EFFECTS.len()] = [
        Modifier::BOLD,
        Modifier::ITALIC,
        Modifier::DIM,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
        Modifier::CROSSED_OUT,
    ];
    let mut made = Style {
        fg: style.fg.map(|fg| ratatui_colour(fg.at_depth(depth))),
        bg: style.bg.map(|bg| ratatui_colour(bg.at_depth(depth))),
        ..Style::new()
    };
    for (effect, modifier) in style.effects.into_iter().zip(MODIFIERS) {
        made = match effect {
            Some(true) => made.add_modifier(modifier),
            Some(false) => made.remove_modifier(modifier),
            None => made,
        };
    }
    made
}

fn ratatui_colour(colour: Colour) -> Color {
    match colour {
        Colour::Default => Color::Reset,
        Colour::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
        Colour::Indexed(number) => Color::Indexed(number),
        Colour::Named(number) => match number {
            0 => Color::Black,
            1 => Color::Red,
            2 => Color::Green,
            3 => Color::Yellow,
            4 => Color::Blue,
            5 => Color::Magenta,
            6 => Color::Cyan,
            7 => Color::Gray,
            8 => Color::DarkGray,
            9 => Color::LightRed,
            10 => Color::LightGreen,
            11 => Color::LightYellow,
            12 => Color::LightBlue,
            13 => Color::LightMagenta,
            14 => Color::LightCyan,
            _ => Color::White,
        },
    }
}
