//! From what things are to how they look: [`Theme`].

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::layout::{Format, Role};

/// Styles and symbols. The default uses the terminal's own sixteen colours.
#[derive(Debug, Clone)]
pub struct Theme {
    colour: bool,
    symbols: Symbols,
}

/// The parts of the screen that are not the text of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The program's name.
    Name,
    /// Ordinary words.
    Text,
    /// Words that may be overlooked.
    Dim,
    /// The border of a pane.
    Border,
    /// The border of the pane that has the keys.
    BorderFocused,
    /// What a border says.
    Fact,
    /// What the border says of the pane that has the keys.
    FactFocused,
    /// The head of a group.
    Head,
    /// A story that was not read.
    Unread,
    /// A story that was read.
    Read,
    /// The mark before a row.
    Mark,
    /// The selected row of the pane that has the keys.
    Selected,
    /// The selected row of the other pane.
    SelectedElsewhere,
    /// A key in the footer or in help.
    Key,
    /// Something that went wrong.
    Error,
    /// Words that were looked for.
    Match,
    /// Those that the reader is at.
    CurrentMatch,
}

/// The signs that are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Symbols {
    /// Before an unread story.
    pub unread: &'static str,
    /// Before a row that can't be read.
    pub problem: &'static str,
    /// Between facts.
    pub dot: &'static str,
    /// Where words were cut.
    pub ellipsis: &'static str,
    /// Before a section's number.
    pub section: &'static str,
    /// Before the row where the reader is.
    pub here: &'static str,
    /// Before a line that is being typed.
    pub prompt: &'static str,
    /// Around panes.
    pub border: border::Set<'static>,
}

const UNICODE: Symbols = Symbols {
    unread: "●",
    problem: "!",
    dot: "·",
    ellipsis: "…",
    section: "§",
    here: "▸",
    prompt: "›",
    border: border::PLAIN,
};

const ASCII: Symbols = Symbols {
    unread: "o",
    problem: "!",
    dot: "-",
    ellipsis: "...",
    section: "#",
    here: ">",
    prompt: ">",
    border: super::ASCII_BORDER,
};

impl Theme {
    /// The theme for a terminal: with colours or without, with all signs or in ASCII alone.
    pub fn new(colour: bool, ascii: bool) -> Self {
        Self {
            colour,
            symbols: if ascii { ASCII } else { UNICODE },
        }
    }

    /// The signs that are drawn.
    pub fn symbols(&self) -> &Symbols {
        &self.symbols
    }

    /// How a part of the screen looks.
    pub fn part(&self, part: Part) -> Style {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        match part {
            Part::Name => self.paint(bold, Color::Cyan),
            Part::Text | Part::Unread => plain,
            Part::Dim | Part::Border | Part::Fact | Part::Read => self.dim(),
            Part::BorderFocused => self.paint(plain, Color::Cyan),
            Part::FactFocused => self.paint(bold, Color::Cyan),
            Part::Head => self.paint(bold, Color::Yellow),
            Part::Mark => self.paint(plain, Color::Cyan),
            Part::Selected => plain.add_modifier(Modifier::REVERSED),
            Part::SelectedElsewhere => bold.add_modifier(Modifier::UNDERLINED),
            Part::Key => self.paint(bold, Color::Cyan),
            Part::Error => self.paint(bold, Color::Red),
            Part::Match => self.highlight(Color::Yellow, Modifier::UNDERLINED),
            Part::CurrentMatch => self.highlight(Color::Cyan, Modifier::REVERSED),
        }
    }

    /// How laid-out text looks.
    pub fn text(&self, role: Role, format: Format, link: bool) -> Style {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let mut style = match role {
            Role::Title => bold,
            Role::Standfirst => plain.add_modifier(Modifier::ITALIC),
            Role::Facts
            | Role::Caption
            | Role::ThematicBreak
            | Role::TableRule
            | Role::ImageFrame => self.dim(),
            Role::Heading(1 | 2) => self.paint(bold, Color::Yellow),
            Role::Heading(3) => self.paint(bold, Color::Green),
            Role::Heading(_) => self.paint(bold, Color::Cyan),
            Role::HeadingMark => self.paint(plain, Color::Yellow),
            Role::Text => plain,
            Role::Quote => plain.add_modifier(Modifier::ITALIC),
            Role::QuoteBar | Role::ListMarker => self.paint(plain, Color::Cyan),
            Role::CodeBlock => self.paint(plain, Color::Green),
            Role::CodeToken(token) => super::code::style(token, self.colour),
            Role::TableHead => bold,
            Role::ImageText => plain.add_modifier(Modifier::ITALIC),
        };
        if format.code {
            style = self.paint(style, Color::Green);
        }
        if link {
            style = self.paint(style.add_modifier(Modifier::UNDERLINED), Color::Blue);
        }
        if format.bold {
            style = style.add_modifier(Modifier::BOLD);
        }
        if format.italic {
            style = style.add_modifier(Modifier::ITALIC);
        }
        style
    }

    fn paint(&self, style: Style, colour: Color) -> Style {
        if self.colour { style.fg(colour) } else { style }
    }

    /// Dim, and not a grey: which grey can be read depends on the terminal's background.
    fn dim(&self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    fn highlight(&self, colour: Color, otherwise: Modifier) -> Style {
        if self.colour {
            Style::new().fg(Color::Black).bg(colour)
        } else {
            Style::new().add_modifier(otherwise)
        }
    }
}
