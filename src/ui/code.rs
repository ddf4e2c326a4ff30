//! How the words of code look: colours of the terminal's own sixteen, and weight where there are none.

use ratatui::style::{Color, Modifier, Style};

use crate::model::Token;

/// The style of a word of code; with `colour` false by weight and slant alone.
pub(super) fn style(token: Token, colour: bool) -> Style {
    let plain = Style::new();
    let paint = |colour_of: Color| if colour { plain.fg(colour_of) } else { plain };
    match token {
        Token::Keyword if colour => paint(Color::Magenta),
        Token::Keyword => plain.add_modifier(Modifier::BOLD),
        Token::String | Token::Inserted => paint(Color::Green),
        // Dim and not a grey: which grey can be read depends on the terminal's background.
        Token::Comment => plain.add_modifier(Modifier::DIM | Modifier::ITALIC),
        Token::Number => paint(Color::Cyan),
        Token::Function => paint(Color::Blue),
        Token::Type => paint(Color::Yellow),
        Token::Deleted => paint(Color::Red),
        Token::Other => plain,
    }
}
