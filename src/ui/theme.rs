//! From what things are to how they look: [`Theme`].

use std::collections::HashMap;

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::config::{
    Colour, ColourDepth, EFFECTS, PLAIN, SCREEN_PARTS, TEXT_ROLES, TextStyle, ThemeStyles,
};
use crate::layout::{Role, SpanFormat};
use crate::model::Token;

/// Styles and symbols.
#[derive(Debug, Clone)]
pub struct Theme {
    text: HashMap<&'static str, Style>,
    screen: HashMap<&'static str, Style>,
    symbols: Symbols,
}

/// A pane's border in plain ASCII.
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
        /// The parts of the screen that are not the text of an article.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Part {
            $($(#[$doc])* $variant,)*
        }

        impl Part {
            /// Every part.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in a theme, one of [`SCREEN_PARTS`].
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

parts! {
    /// Everything: what the styles of all other parts lie on.
    Background = "background",
    /// The program's name.
    Name = "name",
    /// Ordinary words.
    Text = "text",
    /// Words that may be overlooked.
    Dim = "dim",
    /// The border of a pane.
    Border = "border",
    /// The border of the pane that has the keys.
    BorderFocused = "border-focused",
    /// What a border says.
    Fact = "fact",
    /// What the border says of the pane that has the keys.
    FactFocused = "fact-focused",
    /// The head of a group.
    Head = "head",
    /// An article that was not read.
    Unread = "unread",
    /// An article that was read.
    Read = "read",
    /// The mark before a row.
    Mark = "mark",
    /// The selected row of the pane that has the keys.
    Selected = "selected",
    /// The selected row of the other pane.
    SelectedElsewhere = "selected-elsewhere",
    /// A key in the footer or in help.
    Key = "key",
    /// Something that went wrong.
    Error = "error",
    /// Words that were looked for.
    Match = "match",
    /// Those that the reader is at.
    CurrentMatch = "current-match",
}

/// The signs that are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Symbols {
    /// Before an unread article.
    pub unread: &'static str,
    /// Before an article that is bookmarked, and beside a place that is.
    pub bookmarked: &'static str,
    /// The same where that could not be saved.
    pub bookmarked_unsaved: &'static str,
    /// Before an article of which anything else could not be saved.
    pub unsaved: &'static str,
    /// Before a bookmarked place of the list.
    pub place: &'static str,
    /// Before a row that can't be read.
    pub error: &'static str,
    /// Between facts.
    pub dot: &'static str,
    /// Where words were cut.
    pub ellipsis: &'static str,
    /// Before a section's number.
    pub section: &'static str,
    /// Before the row where the reader is.
    pub current: &'static str,
    /// Before a line that is being typed.
    pub prompt: &'static str,
    /// Around panes.
    pub border: border::Set<'static>,
    /// True if right-to-left words beside the article are put in the order of the eye, or left to the terminal.
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
    border: border::PLAIN,
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
    border: ASCII_BORDER,
    reorder: true,
};

impl Theme {
    /// The theme of the terminal's own colours, or the one without colours; with all signs or in ASCII alone.
    pub fn new(colour: bool, ascii: bool) -> Self {
        let name = if colour { "terminal" } else { PLAIN };
        let styles = ThemeStyles::shipped(name).unwrap_or_default();
        Self::from_styles(&styles, ColourDepth::Sixteen, ascii)
    }

    /// The theme of these styles, in the colours that the terminal has.
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

    /// The signs that are drawn.
    pub fn symbols(&self) -> &Symbols {
        &self.symbols
    }

    /// How a part of the screen looks.
    pub fn part(&self, part: Part) -> Style {
        self.screen.get(part.name()).copied().unwrap_or_default()
    }

    /// How laid-out text looks.
    pub fn text(&self, role: Role, format: SpanFormat, link: bool) -> Style {
        let mut style = self.role(role_name(role));
        if let Role::CodeToken(_) = role {
            // The words stand on what the block stands on.
            style.bg = style.bg.or(self.role("code-block").bg);
        }
        for (holds, role) in [
            (format.code, "code"),
            (link, "link"),
            (format.bold, "strong"),
            (format.italic, "emphasis"),
        ] {
            if holds {
                style = style.patch(self.role(role));
            }
        }
        style
    }

    /// Leaves the order of right-to-left words to the terminal.
    pub fn without_reordering(mut self) -> Self {
        self.symbols.reorder = false;
        self
    }

    fn role(&self, name: &str) -> Style {
        self.text.get(name).copied().unwrap_or_default()
    }
}

/// The name of a role in a theme, one of [`TEXT_ROLES`].
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Title => "title",
        Role::Standfirst => "standfirst",
        Role::Byline => "facts",
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
        Role::TableRule => "table-rule",
        Role::ImageFrame => "image-frame",
        Role::ImageText => "image-text",
        Role::Caption => "caption",
        Role::ThematicBreak => "thematic-break",
    }
}

/// A style in ratatui's words, with the colours that the terminal has.
fn ratatui_style(ratatui_style: TextStyle, depth: ColourDepth) -> Style {
    const MODIFIERS: [Modifier; EFFECTS.len()] = [
        Modifier::BOLD,
        Modifier::ITALIC,
        Modifier::DIM,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
        Modifier::CROSSED_OUT,
    ];
    let mut made = Style {
        fg: ratatui_style
            .fg
            .map(|fg| ratatui_colour(fg.from_table(depth))),
        bg: ratatui_style
            .bg
            .map(|bg| ratatui_colour(bg.from_table(depth))),
        ..Style::new()
    };
    for (effect, modifier) in ratatui_style.effects.into_iter().zip(MODIFIERS) {
        made = match effect {
            Some(true) => made.add_modifier(modifier),
            Some(false) => made.remove_modifier(modifier),
            None => made,
        };
    }
    made
}

fn ratatui_colour(ratatui_colour: Colour) -> Color {
    match ratatui_colour {
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
