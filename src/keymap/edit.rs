//! Editing keys of the command line and of every prompt, as in readline: Ctrl-a, Ctrl-w, Alt-b and others.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::InputRequest;

/// Returns the edit that a key makes to a line of text; `None` if the key edits nothing.
pub fn edit_request(key: KeyEvent) -> Option<InputRequest> {
    use InputRequest::*;
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(match key.code {
        KeyCode::Char(c) if !ctrl && !alt => InsertChar(c),
        KeyCode::Backspace if alt || ctrl => DeletePrevWord,
        KeyCode::Backspace => DeletePrevChar,
        KeyCode::Delete if ctrl => DeleteNextWord,
        KeyCode::Delete => DeleteNextChar,
        KeyCode::Left if ctrl || alt => GoToPrevWord,
        KeyCode::Left => GoToPrevChar,
        KeyCode::Right if ctrl || alt => GoToNextWord,
        KeyCode::Right => GoToNextChar,
        KeyCode::Home => GoToStart,
        KeyCode::End => GoToEnd,
        KeyCode::Char('a') if ctrl => GoToStart,
        KeyCode::Char('e') if ctrl => GoToEnd,
        KeyCode::Char('b') if alt => GoToPrevWord,
        KeyCode::Char('f') if alt => GoToNextWord,
        KeyCode::Char('w') if ctrl => DeletePrevWord,
        KeyCode::Char('d') if alt => DeleteNextWord,
        KeyCode::Char('d') if ctrl => DeleteNextChar,
        KeyCode::Char('h') if ctrl => DeletePrevChar,
        KeyCode::Char('k') if ctrl => DeleteTillEnd,
        KeyCode::Char('u') if ctrl => DeleteFromStart,
        _ => return None,
    })
}
