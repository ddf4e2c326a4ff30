//! What actions do in the text of a story.

use chrono::TimeDelta;

use super::{Action, App, Effect, Overlay, Picker, PickerKind, PickerRow, PromptKind, Reader};
use crate::config::Settings;
use crate::model::Document;
use crate::text::writers;

/// The column of text grows and shrinks by so many columns.
const MEASURE_STEP: u16 = 4;

/// A key that comes again sooner than this is being held down: terminals repeat at 10 to 50 a second.
const HELD: TimeDelta = TimeDelta::milliseconds(80);

impl App {
    pub(super) fn apply_in_reader(&mut self, action: Action) {
        let was_open = self.reader.shown;
        match action {
            Action::Back => self.back_to_list(),
            Action::Close if self.start.single && self.list.rows.articles().len() <= 1 => {
                self.apply_anywhere(Action::Quit)
            }
            Action::Close => self.back_to_list(),
            Action::Escape => self.escape_in_reader(),
            Action::NextStory => self.step_story(1),
            Action::PreviousStory => self.step_story(-1),
            Action::NextUnread => self.next_match_or_unread(true),
            Action::PreviousUnread => self.next_match_or_unread(false),
            Action::Zen => {
                self.screen.zen = !self.screen.zen;
            }
            Action::Wider => self.set_measure(true),
            Action::Narrower => self.set_measure(false),
            Action::ReadOn => self.read_on(),
            Action::ReadBack => self.read_back(),
            Action::Find => self.prompt(PromptKind::Find),
            Action::Outline => self.outline(),
            Action::CopySection => self.copy_section(),
            Action::LinkHints => self.show_link_hints(),
            Action::FollowLink => self.follow_link(),
            Action::RawText => self.toggle_raw(),
            Action::BookmarkPlace => self.mark(),
            _ if action.moves_in_story() => {
                let said = self
                    .reader
                    .text
                    .as_mut()
                    .map(|reader| motion(reader, action));
                match said {
                    Some(Some(said)) => self.say(said),
                    Some(None) => {}
                    None => self.say("There is no text to move in".to_owned()),
                }
            }
            other => self.apply_anywhere(other),
        }
        if action.moves_in_story() && self.reader.shown == was_open {
            self.mark_if_end_reached();
        }
    }

    fn escape_in_reader(&mut self) {
        // What was on its way is no longer waited for.
        if self.reader.adding.take().is_some() || self.reader.awaiting_raw.take().is_some() {
            return;
        }
        self.give_up_jump();
        if self.selected_link().is_some() {
            if let Some(reader) = &mut self.reader.text {
                reader.select_link(None);
            }
            return;
        }
        if self.reader.text.as_mut().is_some_and(Reader::end_find) || self.leave_raw() {
            return;
        }
        if self.screen.zen {
            self.screen.zen = false;
        } else {
            self.back_to_list();
        }
    }

    fn step_story(&mut self, by: isize) {
        if self.list.rows.step_story(by > 0) {
            self.open_selected();
        } else {
            self.say(if by > 0 { "Last story" } else { "First story" }.to_owned());
        }
    }

    fn next_match_or_unread(&mut self, forward: bool) {
        let Some(reader) = self
            .reader
            .text
            .as_mut()
            .filter(|reader| reader.find().is_some())
        else {
            return self.step_unread(forward, true);
        };
        let found = reader.next_match(forward);
        let said = match reader.find() {
            Some(find) if !found => Some(format!("Not found: {}", find.query())),
            Some(find) if find.wrapped() && forward => {
                Some("Search went on from the start".to_owned())
            }
            Some(find) if find.wrapped() => Some("Search went on from the end".to_owned()),
            _ => None,
        };
        self.mark_if_end_reached();
        if let Some(said) = said {
            self.say(said);
        }
    }

    fn read_on(&mut self) {
        let now = self.now;
        let held = self
            .reader
            .read_on
            .is_some_and(|(last, _)| now - last < HELD);
        let told = self.reader.read_on.is_some_and(|(_, told)| told);
        if self.reader.text.as_mut().is_some_and(Reader::read_on) {
            self.reader.read_on = Some((now, false));
            return;
        }
        // What is not here may be unread.
        let next = self.list.rows.unread(true);
        if !told || held || next == Some(None) {
            let title = next.flatten().and_then(|id| self.list.rows.get(id));
            let title = title.map(|article| article.title.clone());
            self.say(match (title, next) {
                (Some(title), _) => format!("End of the story · once more for: {title}"),
                (None, None) => "End of the story · once more for the next unread one".to_owned(),
                _ => "End of the story, and no unread story below".to_owned(),
            });
            self.reader.read_on = Some((now, true));
            return;
        }
        self.reader.read_on = Some((now, false));
        // The end was reached by the first press already; where the story was short, by this one.
        self.mark_if_end_reached();
        self.reader.trail.extend(self.reader.shown);
        self.step_unread(true, true);
    }

    fn read_back(&mut self) {
        let now = self.now;
        let held = self
            .reader
            .read_back
            .is_some_and(|(last, _)| now - last < HELD);
        let told = self.reader.read_back.is_some_and(|(_, told)| told);
        if self.reader.text.as_mut().is_some_and(Reader::read_back) {
            self.reader.read_back = Some((now, false));
            return;
        }
        let before = self
            .reader
            .trail
            .last()
            .copied()
            .or_else(|| self.list.rows.unread(false).flatten());
        if !told || held || before.is_none() {
            let title = before
                .and_then(|id| self.list.rows.get(id))
                .map(|article| article.title.clone());
            self.say(match title {
                Some(title) => format!("Start of the story · once more for: {title}"),
                None => "Start of the story".to_owned(),
            });
            self.reader.read_back = Some((now, true));
            return;
        }
        self.reader.read_back = Some((now, false));
        self.reader.trail.pop();
        if let Some(id) = before {
            self.open(id);
        }
    }

    fn set_measure(&mut self, wider: bool) {
        let geometry = self.geometry();
        let room = geometry
            .reader
            .map_or(Settings::MEASURES.1, |pane| geometry.room(pane));
        let now = self.settings.measure;
        let to = if wider {
            // Wider than the pane would show nothing for the key.
            (now + MEASURE_STEP)
                .min(room.max(now))
                .min(Settings::MEASURES.1)
        } else {
            now.min(room)
                .saturating_sub(MEASURE_STEP)
                .max(Settings::MEASURES.0)
        };
        if to == now {
            self.say(format!(
                "The column is as {} as it gets",
                if wider { "wide" } else { "narrow" }
            ));
        } else {
            self.settings.measure = to;
            self.say(format!("Column of {to}"));
        }
    }

    fn outline(&mut self) {
        let Some(reader) = &self.reader.text else {
            return self.say("There is no text to move in".to_owned());
        };
        if reader.sections().is_empty() {
            return self.say("This story has no sections".to_owned());
        }
        let current = reader.section_number();
        let top = reader.sections().iter().map(|s| s.level).min().unwrap_or(1);
        let rows = reader
            .sections()
            .iter()
            .enumerate()
            .map(|(i, section)| PickerRow {
                key: (i + 1).to_string(),
                text: section.title.clone(),
                depth: usize::from(section.level - top),
                current: i + 1 == current,
                ..PickerRow::default()
            });
        self.overlay.open = Overlay::Picker(Picker::new(PickerKind::Outline, rows.collect()));
    }

    fn copy_section(&mut self) {
        let Some(reader) = &self.reader.text else {
            return;
        };
        let (text, name) = section_markdown(reader);
        if text.trim().is_empty() {
            return self.say("There is nothing to copy here".to_owned());
        }
        let lines = text.lines().count();
        let said = format!(
            "Copied {name}: {lines} {} of Markdown",
            if lines == 1 { "line" } else { "lines" }
        );
        self.effects.push(Effect::Copy(text, said));
    }
}

/// The section at the top line as Markdown, and what to call it.
fn section_markdown(reader: &Reader) -> (String, String) {
    let document: &Document = reader.document();
    let blocks = document
        .blocks
        .get(reader.section_blocks())
        .unwrap_or_default();
    match reader.section() {
        Some(section) => (writers::markdown(blocks), format!("“{}”", section.title)),
        None if reader.sections().is_empty() => {
            (writers::document_markdown(document), "the story".to_owned())
        }
        None => (
            writers::markdown(blocks),
            "what precedes the first section".to_owned(),
        ),
    }
}

/// Moves in the text, and says what there is to say of it.
fn motion(reader: &mut Reader, action: Action) -> Option<String> {
    let moved = match action {
        Action::LineDown => reader.scroll(1),
        Action::LineUp => reader.scroll(-1),
        Action::HalfPageDown => reader.scroll(reader.half_page()),
        Action::HalfPageUp => reader.scroll(-reader.half_page()),
        Action::PageDown => reader.scroll(reader.page()),
        Action::PageUp => reader.scroll(-reader.page()),
        Action::Start => {
            reader.go_to_start();
            true
        }
        Action::End => {
            reader.go_to_end();
            true
        }
        Action::NextParagraph => reader.paragraph(true),
        Action::PreviousParagraph => reader.paragraph(false),
        Action::NextSection | Action::PreviousSection => return section_motion(reader, action),
        _ => return nth_section(reader, action.section_number()?),
    };
    let down = matches!(
        action,
        Action::LineDown | Action::HalfPageDown | Action::PageDown | Action::NextParagraph
    );
    (!moved).then(|| {
        if down {
            "End of the story"
        } else {
            "Start of the story"
        }
        .to_owned()
    })
}

fn section_motion(reader: &mut Reader, action: Action) -> Option<String> {
    let forward = action == Action::NextSection;
    let count = reader.sections().len();
    if count == 0 {
        if forward {
            reader.go_to_end()
        } else {
            reader.go_to_start()
        };
        let place = if forward { "its end" } else { "its start" };
        return Some(format!("This story has no sections: this is {place}"));
    }
    let moved = if forward {
        reader.next_section()
    } else {
        reader.previous_section()
    };
    match moved {
        Some(_) => None,
        None if forward => Some(format!("Last section, {count} of {count}")),
        None if reader.at_start() => Some("Start of the story".to_owned()),
        None => {
            // Above the first heading there is still the beginning of the story.
            reader.go_to_start();
            None
        }
    }
}

fn nth_section(reader: &mut Reader, number: usize) -> Option<String> {
    if reader.go_to_section(number - 1) {
        return None;
    }
    Some(match reader.sections().len() {
        0 => "This story has no sections".to_owned(),
        1 => "This story has one section".to_owned(),
        count => format!("This story has {count} sections"),
    })
}
