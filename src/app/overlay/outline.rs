//! Picker of the sections of an article.

use super::{Picker, PickerKind, PickerRow};
use crate::app::reader::ReaderText;

/// Returns the picker of the sections of a text.
///
/// # Errors
///
/// There is no text, or it has no sections; the error is the message to the user.
pub(in crate::app) fn outline_picker(text: Option<&ReaderText>) -> Result<Picker, &'static str> {
    let text = text.ok_or("No text here")?;
    let sections = text.sections();
    let top = sections.iter().map(|s| s.level).min();
    let top = top.ok_or("This article has no sections")?;
    let current = text.section_number();
    let rows = sections.iter().enumerate().map(|(i, section)| PickerRow {
        key: (i + 1).to_string(),
        text: section.title.clone(),
        depth: usize::from(section.level - top),
        is_current: i + 1 == current,
        ..PickerRow::default()
    });
    Ok(Picker::new(PickerKind::Outline, rows.collect()))
}
