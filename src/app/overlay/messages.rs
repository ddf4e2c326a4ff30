//! Picker of the messages of the session, newest first.

use super::{Overlays, Picker, PickerKind, PickerRow};
use crate::app::status::{Message, Severity, Status};

impl Overlays {
    /// Opens the picker of the messages.
    pub(in crate::app) fn open_messages(&mut self, status: &Status) {
        let row = |message: &Message| PickerRow {
            key: message.time.format("%H:%M:%S").to_string(),
            text: match message.severity {
                Severity::Info | Severity::Notice => message.text.clone(),
                Severity::Error => format!("error: {}", message.text),
            },
            ..PickerRow::default()
        };
        let rows = status.messages().map(row).collect();
        self.open_picker(Picker::new(PickerKind::Messages, rows));
    }
}
