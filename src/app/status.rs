//! Messages to the user: the one in the footer, and all messages of the session: [`Status`].

use std::collections::VecDeque;

use chrono::{DateTime, FixedOffset};

/// The message in the footer, which the next key removes, and the messages of the session.
#[derive(Debug)]
pub(super) struct Status {
    /// Message in the footer.
    current: Option<Message>,
    /// Number of errors that later messages have replaced in the footer since the last key.
    replaced: usize,
    /// Messages of the session, newest last; at most [`MAX_MESSAGES`].
    log: VecDeque<Message>,
    /// Present time.
    now: DateTime<FixedOffset>,
}

/// A message to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Time at which it was shown.
    pub time: DateTime<FixedOffset>,
    /// Severity.
    pub severity: Severity,
    /// Text, one line.
    pub text: String,
}

/// Severity of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// A result, or the reason why nothing was done.
    Info,
    /// A question, or a result with a consequence: the end is to be read, too.
    Notice,
    /// A failure.
    Error,
}

/// Maximum messages in memory.
const MAX_MESSAGES: usize = 500;

impl Status {
    /// Returns a status without messages.
    pub(super) fn new(now: DateTime<FixedOffset>) -> Self {
        Self {
            current: None,
            replaced: 0,
            log: VecDeque::new(),
            now,
        }
    }

    /// Sets the present time.
    pub(super) fn set_now(&mut self, now: DateTime<FixedOffset>) {
        self.now = now;
    }

    /// Shows a message.
    pub(super) fn report(&mut self, text: impl Into<String>) {
        self.show(Severity::Info, text.into());
    }

    /// Shows a message whose end is to be read, too.
    pub(super) fn report_notice(&mut self, text: impl Into<String>) {
        self.show(Severity::Notice, text.into());
    }

    /// Shows an error.
    pub(super) fn report_error(&mut self, text: impl Into<String>) {
        self.show(Severity::Error, text.into());
    }

    /// Shows a message in the footer and adds it to those of the session.
    fn show(&mut self, severity: Severity, text: String) {
        let message = Message {
            time: self.now,
            severity,
            text,
        };
        if self.log.len() >= MAX_MESSAGES {
            self.log.pop_front();
        }
        self.log.push_back(message.clone());
        let before = self.current.replace(message);
        self.replaced += usize::from(before.is_some_and(|m| m.severity == Severity::Error));
    }

    /// Removes the message from the footer.
    pub(super) fn clear(&mut self) {
        self.current = None;
        self.replaced = 0;
    }

    /// Returns the message in the footer.
    pub(super) fn current(&self) -> Option<&Message> {
        self.current.as_ref()
    }

    /// Returns the number of errors that later messages have replaced in the footer since the last key.
    pub(super) fn replaced_errors(&self) -> usize {
        self.replaced
    }

    /// Returns the messages of the session, newest first.
    pub(super) fn messages(&self) -> impl Iterator<Item = &Message> {
        self.log.iter().rev()
    }
}
