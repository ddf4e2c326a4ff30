//! The raw text of a story: its source as it was decoded, in the place of the story until one goes back.

use std::sync::Arc;

use super::{App, Effect, Reader};
use crate::model::{ArticleId, Block, Document, Job, Origin};

impl App {
    /// Whether the reader shows the raw text of the story.
    pub fn shows_raw(&self) -> bool {
        self.reader.article.is_some()
    }

    /// The story's own text, also while the raw text stands in its place.
    pub(super) fn story_reader(&self) -> Option<&Reader> {
        self.reader.article.as_ref().or(self.reader.text.as_ref())
    }

    /// Shows the raw text, or the story again.
    pub(super) fn toggle_raw(&mut self) {
        if self.leave_raw() {
            return;
        }
        let article = self.reader.shown.and_then(|id| self.list.rows.get(id));
        match article.map(|article| (article.id, article.origin.clone())) {
            Some((_, Origin::StandardInput)) => {
                self.say("The raw text of standard input was not kept".to_owned());
            }
            Some((id, origin)) if self.reader.text.is_some() => {
                self.reader.awaiting_raw = Some(id);
                self.effects.push(Effect::Job(Job::LoadRaw(id, origin)));
            }
            _ => self.say("There is no text to show".to_owned()),
        }
    }

    /// Shows the story again, where it was left. False if it is shown already.
    pub(super) fn leave_raw(&mut self) -> bool {
        let story = self.reader.article.take();
        let left = story.is_some();
        if left {
            self.reader.text = story;
        }
        left
    }

    /// The raw text that was asked for.
    pub(super) fn receive_raw(&mut self, id: ArticleId, text: Result<String, String>) {
        if self
            .reader
            .awaiting_raw
            .take_if(|other| *other == id)
            .is_none()
            || self.reader.shown != Some(id)
        {
            return;
        }
        let text = match text {
            Ok(text) => text,
            Err(why) => return self.fail(format!("No raw text: {why}")),
        };
        let Some(story) = self.reader.text.take() else {
            return;
        };
        let language = None;
        let document = Document {
            blocks: vec![Block::CodeBlock { language, text }],
            ..Document::default()
        };
        let (options, height) = story.page_size();
        self.reader.text = Some(Reader::new(id, Arc::new(document), 0, options, height));
        self.reader.article = Some(story);
    }
}
