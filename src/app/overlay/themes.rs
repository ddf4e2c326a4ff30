//! The picker of themes, which previews the selected one: [`ThemeList`].

use super::{Picker, PickerKind, PickerRow, PickerValue};
use crate::app::Effect;

/// Names of the themes, and the theme that is previewed.
#[derive(Debug, Default)]
pub(in crate::app) struct ThemeList {
    names: Vec<String>,
    /// Name of the theme in use; `None` if the background chooses between two.
    current: Option<String>,
    /// True while the names are being read for their picker.
    pub(in crate::app) is_awaited: bool,
    /// Theme that was selected when the picker was opened.
    first_selected: Option<String>,
    /// Theme that is previewed.
    previewed: Option<String>,
}

impl ThemeList {
    /// Takes the names of the themes, and that of the theme in use.
    pub(in crate::app) fn set_names(&mut self, names: Vec<String>, current: Option<String>) {
        (self.names, self.current) = (names, current);
    }

    /// Returns the names of the themes, as they were last read.
    pub(in crate::app) fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns the picker of the themes.
    pub(in crate::app) fn picker(&mut self) -> Picker {
        let row = |name: &String| PickerRow {
            text: name.clone(),
            is_current: self.current.as_ref() == Some(name),
            value: Some(PickerValue::Theme(name.clone())),
            ..PickerRow::default()
        };
        let picker = Picker::new(PickerKind::Themes, self.names.iter().map(row).collect());
        self.first_selected = match picker.selected_value() {
            Some(PickerValue::Theme(name)) => Some(name.clone()),
            _ => None,
        };
        picker
    }

    /// Sets a theme for the rest of the session. Returns the effect.
    pub(in crate::app) fn choose(&mut self, name: &str) -> Effect {
        self.previewed = None;
        self.current = Some(name.to_owned());
        Effect::SetTheme(name.to_owned())
    }

    /// Returns the effect that previews the selected theme of the open picker, or that ends the preview; `None` if nothing
    /// has changed.
    pub(in crate::app) fn follow(&mut self, open: Option<&Picker>) -> Option<Effect> {
        let selected = match open {
            Some(picker) if picker.kind == PickerKind::Themes => {
                match picker.selected_value() {
                    Some(PickerValue::Theme(name)) => Some(name.clone()),
                    // The filter matches nothing: the preview stays.
                    _ => return None,
                }
            }
            _ => None,
        };
        // The theme in use stays until another one is selected.
        let is_preview = self.previewed.is_some() || selected != self.first_selected;
        match (selected, is_preview) {
            (Some(name), true) if self.previewed.as_ref() != Some(&name) => {
                self.previewed = Some(name.clone());
                Some(Effect::PreviewTheme(name))
            }
            (None, _) => self.previewed.take().map(|_| Effect::RestoreTheme),
            _ => None,
        }
    }
}
