//! Messages to the user: the one in the footer, [`Status`].

/// The message in the footer, until the next key.
#[derive(Debug, Default)]
pub(super) struct Status {
    current: Option<Message>,
}

/// A message to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How bad it is.
    pub severity: Severity,
    /// The words, one line.
    pub text: String,
}

/// How bad a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// A result, or the reason why nothing was done.
    Info,
    /// Something went wrong.
    Error,
}

impl Status {
    /// Shows a message.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.show(Severity::Info, text.into());
    }

    /// Shows an error.
    pub(super) fn fail(&mut self, text: impl Into<String>) {
        self.show(Severity::Error, text.into());
    }

    fn show(&mut self, severity: Severity, text: String) {
        self.current = Some(Message { severity, text });
    }

    /// Takes the message off the footer.
    pub(super) fn clear(&mut self) {
        self.current = None;
    }

    /// The message in the footer.
    pub(super) fn current(&self) -> Option<&Message> {
        self.current.as_ref()
    }
}
