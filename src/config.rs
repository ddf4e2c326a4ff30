//! Settings of the user as plain data: [`Settings`], the folders they are read from ([`Paths`]), and the mistakes in
//! them ([`FileMistake`]).
//!
//! 1. The defaults are `assets/config.toml`, in the user's own format, commented ([`DEFAULT`]).
//! 2. The user's file is merged over them, setting by setting: [`Settings::merge`]. A mistake affects only the setting
//!    it is in. Former names of settings are still read.
//! 3. The environment and the arguments come last: [`load()`], which also records the origin of each value
//!    ([`Provenance`]).
//! 4. The theme that the settings name is read: styles by role of text and part of the screen ([`ThemeStyles`]).
//!
//! Only `load` reads files and the environment; the rest works on text and values.

mod colour;
mod error;
mod load;
mod merge;
mod mistake;
mod nearest;
mod paths;
mod settings;
mod theme;
mod toml_text;

pub use colour::{COLOUR_NAMES, Colour, ColourDepth};
pub use error::ValueError;
pub use load::{
    Config, FolderProvenance, Loaded, NO_COLOR, Overrides, Provenance, ThemeError, load, read_file,
    theme_names,
};
pub use merge::{Merged, RENAMED_SETTINGS};
pub use mistake::{FileMistake, Mistake};
pub use nearest::{nearest_name, suggestion};
pub use paths::{FolderOverrides, Paths};
pub use settings::{
    Align, Bidi, Cursor, DEFAULT, DateStyle, FinishedOpens, Images, MarkRead, PipeFormat, Settings,
    Sort, StartView, ThemeChoice, UserCommand, UserPipe,
};
pub use theme::{
    EFFECTS, PLAIN, SCREEN_PARTS, SHIPPED_THEMES, TERMINAL_LIGHT, TEXT_ROLES, TextStyle,
    ThemeStyles,
};
pub use toml_text::TomlText;
