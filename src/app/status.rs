//! Messages to the user: the one in the footer, and all of the session: [`Status`].

use std::collections::VecDeque;

use chrono::{DateTime, FixedOffset};

/// The message in the footer, until the next key, and the messages before it.
#[derive(Debug)]
pub(super) struct Status {
    current: Option<Message>,
    /// Errors that others have replaced in the footer since the last key.
    replaced: usize,
    /// The messages of the session, the newest last.
    log: VecDeque<Message>,
    /// The present moment.
    now: DateTime<FixedOffset>,
}

/// A message to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Time when it was shown.
    pub time: DateTime<FixedOffset>,
    /// Severity of the message.
    pub severity: Severity,
    /// The words, one line.
    pub text: String,
}

/// Severity of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// A result, or the reason why nothing was done.
    Info,
    /// Something went wrong.
    Error,
}

/// The most messages that are kept.
const MAX_MESSAGES: usize = 500;

impl Status {
    /// No message yet.
    pub(super) fn new(now: DateTime<FixedOffset>) -> Self {
        Self {
            current: None,
            replaced: 0,
            log: VecDeque::new(),
            now,
        }
    }

    /// Sets the present moment.
    pub(super) fn set_now(&mut self, now: DateTime<FixedOffset>) {
        self.now = now;
    }

    /// Shows a message.
    pub(super) fn report(&mut self, text: impl Into<String>) {
        self.show(Severity::Info, text.into());
    }

    /// Shows an error.
    pub(super) fn report_error(&mut self, text: impl Into<String>) {
        self.show(Severity::Error, text.into());
    }

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

    /// Takes the message off the footer.
    pub(super) fn clear(&mut self) {
        self.current = None;
        self.replaced = 0;
    }

    /// Returns the message in the footer.
    pub(super) fn current(&self) -> Option<&Message> {
        self.current.as_ref()
    }

    /// Returns how many errors the message in the footer has replaced before anybody pressed a key.
    pub(super) fn replaced_errors(&self) -> usize {
        self.replaced
    }

    /// Returns the messages of the session, the newest first.
    pub(super) fn messages(&self) -> impl Iterator<Item = &Message> {
        self.log.iter().rev()
    }
}
