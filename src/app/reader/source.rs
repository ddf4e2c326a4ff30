//! Source of an article, shown in place of its text: its lines can be selected, and taken out of the article or into it.

mod selection;

use std::sync::Arc;

use super::{PageLayout, ReaderPane, ReaderText};
use crate::app::action::Action;
use crate::app::effect::Effects;
use crate::app::list::List;
use crate::app::status::Status;
use crate::layout::Options;
use crate::model::{
    ArticleId, Block, Document, Job, LeftOut, Origin, SegmentRole, SourceSegment, SourceText,
};

pub(in crate::app) use selection::OfferedCorrection;
pub(super) use selection::SourceSelection;

impl ReaderPane {
    /// Returns true if the source of the article is shown.
    pub(in crate::app) fn shows_source(&self) -> bool {
        self.source.is_some()
    }

    /// Shows the source, or the article if the source is shown.
    pub(in crate::app) fn toggle_source(
        &mut self,
        list: &List,
        effects: &mut Effects,
        status: &mut Status,
    ) {
        let shows_source = self.shows_source();
        if self.leave_other_text() && shows_source {
            return;
        }
        let article = self.shown.and_then(|id| list.get(id));
        match article.map(|article| (article.id, article.origin.clone())) {
            Some((_, Origin::StandardInput)) => {
                status.report("The source of standard input is not stored");
            }
            Some((id, origin)) if self.text.is_some() => {
                self.awaited_source = Some(id);
                effects.submit(Job::LoadSourceText(id, origin));
            }
            _ => status.report("No text to show"),
        }
    }

    /// Requests the text of an article whose corrections have changed, and its source if that is shown.
    pub(in crate::app) fn reload_corrected(
        &mut self,
        id: ArticleId,
        list: &List,
        effects: &mut Effects,
    ) {
        self.recent_documents.retain(|(other, _)| *other != id);
        if self.shown != Some(id) {
            return;
        }
        self.reload(id, list, effects);
        if self.shows_source()
            && let Some(article) = list.get(id)
        {
            self.awaited_source = Some(id);
            effects.submit(Job::LoadSourceText(id, article.origin.clone()));
        }
    }

    /// Receives the source of the article, also again after a correction.
    pub(in crate::app) fn receive_source(
        &mut self,
        id: ArticleId,
        source: Result<SourceText, String>,
        page: &PageLayout,
        effects: &mut Effects,
        status: &mut Status,
    ) {
        let awaited = self.awaited_source.take_if(|other| *other == id);
        if awaited.is_none() || self.shown != Some(id) {
            return;
        }
        let source = match source {
            Ok(source) => source,
            Err(reason) => return status.report_error(format!("Can't show the source: {reason}")),
        };
        let (mut selection, shown) = SourceSelection::new(&source);
        let document = Arc::new(source_document(&source, shown));
        match (self.source.take(), &mut self.text) {
            (Some(before), Some(text)) => {
                selection.select_as(&before);
                text.replace_marks(document);
            }
            (None, Some(article)) => {
                let (options, height) = article.page_size();
                let options = Options {
                    has_prose_in_code: true,
                    ..options
                };
                self.lay_over(ReaderText::new(id, document, 0, options, height));
            }
            (_, None) => return,
        }
        self.source = Some(selection);
        self.show_selection();
        self.request_highlighting(page, effects);
    }

    /// Applies an action on the lines of the shown source. False if it has no other meaning there.
    pub(in crate::app) fn apply_in_source(&mut self, action: Action, status: &mut Status) -> bool {
        let Some(source) = &mut self.source else {
            return false;
        };
        let forward = matches!(action, Action::LineDown | Action::NextSection);
        match action {
            Action::LineDown | Action::LineUp => {
                let scrolls = source.range().zip(self.text.as_mut());
                if scrolls.is_some_and(|(range, text)| text.scroll_within(&range, forward)) {
                    return true;
                }
                if !source.step(forward) {
                    status.report(match forward {
                        true => "Last line of the source",
                        false => "First line of the source",
                    });
                }
            }
            Action::NextSection | Action::PreviousSection => {
                if !source.step_to_left_out(forward) {
                    status.report(match forward {
                        true => "No line is left out below",
                        false => "No line is left out above",
                    });
                }
            }
            Action::Start | Action::End => {
                let is_last = action == Action::End;
                source.select_end(is_last);
                match &mut self.text {
                    Some(text) if is_last => text.go_to_end(),
                    Some(text) => text.go_to_start(),
                    None => {}
                }
            }
            _ => return false,
        }
        self.show_selection();
        true
    }

    /// Repeats a motion among the lines of the shown source `count` times, to its edge at most; the first and the last line
    /// become the line of that number. False if the action is none.
    pub(in crate::app) fn repeat_in_source(
        &mut self,
        action: Action,
        count: usize,
        status: &mut Status,
    ) -> bool {
        let Some(source) = &mut self.source else {
            return false;
        };
        let steps = |step: &mut dyn FnMut() -> bool| (0..count).take_while(|_| step()).count();
        let forward = matches!(action, Action::LineDown | Action::NextSection);
        let moved = match action {
            Action::LineDown | Action::LineUp => steps(&mut || source.step(forward)),
            Action::NextSection | Action::PreviousSection => {
                steps(&mut || source.step_to_left_out(forward))
            }
            Action::Start | Action::End => {
                source.select_line(count);
                1
            }
            _ => return false,
        };
        if moved == 0 {
            // The same action alone says why.
            return self.apply_in_source(action, status);
        }
        self.show_selection();
        true
    }

    /// Selects the segment of a new match of a search, and a segment on the screen if the selected one was scrolled away.
    pub(in crate::app) fn update_source_selection(&mut self) {
        let (Some(source), Some(text)) = (&mut self.source, &mut self.text) else {
            return;
        };
        source.follow_match(text.visible_match_byte());
        let is_visible = |range| text.shows_part_of(&range);
        if !source.range().is_some_and(is_visible)
            && let Some(byte) = text.first_visible_byte()
        {
            source.select_from(byte);
        }
        text.select_bytes(source.range());
    }

    /// Returns the correction that the selected lines of the source offer.
    ///
    /// # Errors
    /// There is none; the error is the message to the user.
    pub(in crate::app) fn offered_correction(&self) -> Result<OfferedCorrection, &'static str> {
        match &self.source {
            Some(source) => source.offered_correction(),
            None => Err("No source here"),
        }
    }

    /// Marks the selected segment and brings it into sight.
    fn show_selection(&mut self) {
        if let (Some(source), Some(text)) = (&self.source, &mut self.text) {
            let range = source.range();
            text.select_bytes(range.clone());
            if let Some(range) = range {
                text.bring_into_sight(&range);
            }
        }
    }
}

/// Returns a document that shows a source, with the marks highlighted as those of a diff.
fn source_document(source: &SourceText, shown: String) -> Document {
    let is_marked =
        |segment: &SourceSegment| segment.is_corrected || segment.role == SegmentRole::LeftOut;
    let language = source
        .segments
        .iter()
        .any(is_marked)
        .then(|| "diff".to_owned());
    Document {
        blocks: vec![Block::CodeBlock {
            language,
            text: shown,
        }],
        left_out: LeftOut {
            lines: source.left_out_lines(),
            ..LeftOut::default()
        },
        ..Document::default()
    }
}
