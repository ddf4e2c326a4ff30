//! Motions in the text, and Space and Backspace, which read on past the end of the article and back past its start.

mod presses;

use chrono::{DateTime, FixedOffset};

use super::{ReaderPane, ReaderText};
use crate::app::Action;
use crate::app::effect::{Effect, Effects};
use crate::app::list::List;
use crate::app::status::Status;
use crate::model::{ArticleId, Document};
use crate::text::{shorten_title, writers};

pub(super) use presses::PagingKeys;
use presses::PagingPress;

/// Result of reading on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(in crate::app) enum ReadOnResult {
    /// The text has moved, or the end was announced.
    Stayed,
    /// Open the next unread article.
    NextUnread,
}

/// Result of reading back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(in crate::app) enum ReadBackResult {
    /// The text has moved, or the start was announced.
    Stayed,
    /// Open this article.
    Open(ArticleId),
}

impl ReaderPane {
    /// Forgets the presses of Space and Backspace, since another key came between.
    pub(in crate::app) fn reset_paging_keys(&mut self, action: Option<Action>) {
        if action != Some(Action::ReadOn) {
            self.paging_keys.forward = None;
        }
        if action.is_some_and(|action| action != Action::ReadBack) {
            self.paging_keys.backward = None;
        }
    }

    /// Reads on by a page or a section. At the end of the article, the first press announces the next unread article,
    /// and the second one opens it.
    pub(in crate::app) fn read_on(
        &mut self,
        now: DateTime<FixedOffset>,
        list: &List,
        status: &mut Status,
    ) -> ReadOnResult {
        let may_leave = PagingKeys::allows_leaving(self.paging_keys.forward, now);
        let press = |announced| {
            Some(PagingPress {
                time: now,
                was_announced: announced,
            })
        };
        if self.text.as_mut().is_some_and(ReaderText::read_on) {
            self.paging_keys.forward = press(false);
            return ReadOnResult::Stayed;
        }
        // Rows outside the window may have unread articles.
        let next = list.find_unread(true);
        if !may_leave || next == Some(None) {
            let title = next.flatten().and_then(|id| list.get(id));
            let title = title.map(|article| shorten_title(&article.title));
            status.report(match (title, next) {
                (Some(title), _) => format!("End of the article · press again for: {title}"),
                (None, None) => {
                    "End of the article · press again for the next unread article".to_owned()
                }
                _ => "End of the article · no unread article below".to_owned(),
            });
            self.paging_keys.forward = press(true);
            return ReadOnResult::Stayed;
        }
        self.paging_keys.forward = press(false);
        self.paging_keys.left_articles.extend(self.shown);
        ReadOnResult::NextUnread
    }

    /// Reads back by a page or a section. At the start of the article, the first press announces the previous article,
    /// and the second one opens it.
    pub(in crate::app) fn read_back(
        &mut self,
        now: DateTime<FixedOffset>,
        list: &List,
        status: &mut Status,
    ) -> ReadBackResult {
        let may_leave = PagingKeys::allows_leaving(self.paging_keys.backward, now);
        let press = |announced| {
            Some(PagingPress {
                time: now,
                was_announced: announced,
            })
        };
        if self.text.as_mut().is_some_and(ReaderText::read_back) {
            self.paging_keys.backward = press(false);
            return ReadBackResult::Stayed;
        }
        let before = self.paging_keys.left_articles.last().copied();
        let before = before.or_else(|| list.find_unread(false).flatten());
        match before.filter(|_| may_leave) {
            Some(id) => {
                self.paging_keys.backward = press(false);
                self.paging_keys.left_articles.pop();
                ReadBackResult::Open(id)
            }
            None => {
                let title = before.and_then(|id| list.get(id));
                status.report(match title.map(|article| shorten_title(&article.title)) {
                    Some(title) => format!("Start of the article · press again for: {title}"),
                    None => "Start of the article".to_owned(),
                });
                self.paging_keys.backward = press(true);
                ReadBackResult::Stayed
            }
        }
    }

    /// Moves in the text as an action asks.
    pub(in crate::app) fn apply_motion(&mut self, action: Action, status: &mut Status) {
        match self.text.as_mut().map(|text| move_text(text, action)) {
            Some(Some(message)) => status.report(message),
            Some(None) => {}
            None => status.report("No text here"),
        }
    }

    /// Goes to the next or previous match of the search. False if no search is on.
    pub(in crate::app) fn step_match(&mut self, forward: bool, status: &mut Status) -> bool {
        let Some(text) = self.text.as_mut().filter(|text| text.find().is_some()) else {
            return false;
        };
        let found = text.next_match(forward);
        match text.find() {
            Some(find) if !found => status.report(format!("Not found: {}", find.query())),
            Some(find) if find.has_wrapped() && forward => {
                status.report("Search wrapped to the top")
            }
            Some(find) if find.has_wrapped() => status.report("Search wrapped to the bottom"),
            _ => {}
        }
        true
    }

    /// Copies the section at the top line as Markdown.
    pub(in crate::app) fn copy_section(&self, effects: &mut Effects, status: &mut Status) {
        let Some(text) = &self.text else { return };
        let (markdown, name) = section_markdown(text);
        if markdown.trim().is_empty() {
            return status.report("Nothing to copy");
        }
        let lines = markdown.lines().count();
        let message = format!(
            "Copied {name}: {lines} {} of Markdown",
            if lines == 1 { "line" } else { "lines" }
        );
        effects.push(Effect::Copy {
            text: markdown,
            message,
        });
    }
}

/// Returns the section at the top line as Markdown, and its name for the message.
fn section_markdown(reader: &ReaderText) -> (String, String) {
    let document: &Document = reader.document();
    let blocks = document
        .blocks
        .get(reader.section_blocks())
        .unwrap_or_default();
    match reader.section() {
        Some(section) => (writers::markdown(blocks), format!("“{}”", section.title)),
        None if reader.sections().is_empty() => (
            writers::document_markdown(document),
            "the article".to_owned(),
        ),
        None => (
            writers::markdown(blocks),
            "the text before the first section".to_owned(),
        ),
    }
}

/// Moves in the text; returns the message for the user, if there is one.
fn move_text(reader: &mut ReaderText, action: Action) -> Option<String> {
    let moved = match action {
        Action::LineDown => reader.scroll(1),
        Action::LineUp => reader.scroll(-1),
        Action::HalfPageDown => reader.scroll(reader.half_page_rows()),
        Action::HalfPageUp => reader.scroll(-reader.half_page_rows()),
        Action::PageDown => reader.scroll(reader.page_rows()),
        Action::PageUp => reader.scroll(-reader.page_rows()),
        Action::Start => {
            reader.go_to_start();
            true
        }
        Action::End => {
            reader.go_to_end();
            true
        }
        Action::NextParagraph => reader.step_paragraph(true),
        Action::PreviousParagraph => reader.step_paragraph(false),
        Action::NextSection | Action::PreviousSection => return step_section(reader, action),
        Action::Section(number) => return go_to_nth_section(reader, usize::from(number)),
        other => return Some(other.not_applicable_text()),
    };
    let down = matches!(
        action,
        Action::LineDown | Action::HalfPageDown | Action::PageDown | Action::NextParagraph
    );
    (!moved).then(|| {
        if down {
            "End of the article"
        } else {
            "Start of the article"
        }
        .to_owned()
    })
}

/// Goes to the next or previous section; returns the message for the user, if there is one.
fn step_section(reader: &mut ReaderText, action: Action) -> Option<String> {
    let forward = action == Action::NextSection;
    let count = reader.sections().len();
    if count == 0 {
        if forward {
            reader.go_to_end()
        } else {
            reader.go_to_start()
        };
        let place = if forward { "end" } else { "start" };
        return Some(format!("This article has no sections; went to its {place}"));
    }
    let moved = if forward {
        reader.next_section()
    } else {
        reader.previous_section()
    };
    match moved {
        Some(_) => None,
        None if forward => Some(format!("Last section, {count} of {count}")),
        None if reader.is_at_start() => Some("Start of the article".to_owned()),
        None => {
            // Before the first heading there is the beginning of the article.
            reader.go_to_start();
            None
        }
    }
}

/// Goes to a section by its number, from 1; returns the message for the user, if there is one.
fn go_to_nth_section(reader: &mut ReaderText, number: usize) -> Option<String> {
    let Some(index) = number.checked_sub(1) else {
        return Some("section needs a number: section 3".to_owned());
    };
    if reader.go_to_section(index) {
        return None;
    }
    Some(match reader.sections().len() {
        0 => "This article has no sections".to_owned(),
        1 => "This article has one section".to_owned(),
        count => format!("This article has {count} sections"),
    })
}
