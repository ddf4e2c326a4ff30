//! The decoded source of an article, shown in place of its text.

use std::sync::Arc;

use super::{PageLayout, ReaderPane, ReaderText};
use crate::app::effect::Effects;
use crate::app::list::List;
use crate::app::status::Status;
use crate::layout::Options;
use crate::model::{ArticleId, Block, Document, Job, LeftOut, Origin, SourceText};

impl ReaderPane {
    /// Returns true if the source of the article is shown.
    pub(in crate::app) fn shows_source(&self) -> bool {
        self.text_under_source.is_some()
    }

    /// Shows the source, or the article if the source is shown.
    pub(in crate::app) fn toggle_source(
        &mut self,
        list: &List,
        effects: &mut Effects,
        status: &mut Status,
    ) {
        if self.leave_source() {
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

    /// Shows the article at its last position. False if the source was not shown.
    pub(in crate::app) fn leave_source(&mut self) -> bool {
        let article = self.text_under_source.take();
        let left = article.is_some();
        if left {
            self.text = article;
        }
        left
    }

    /// Receives the source of the article.
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
        let Some(article) = self.text.take() else {
            return;
        };
        // Lines that were left out are marked as a diff marks removed lines, and highlighted as such.
        let language = (source.left_out_lines > 0).then(|| "diff".to_owned());
        let document = Document {
            blocks: vec![Block::CodeBlock {
                language,
                text: source.text,
            }],
            left_out: LeftOut {
                lines: source.left_out_lines,
                ..LeftOut::default()
            },
            ..Document::default()
        };
        let (options, height) = article.page_size();
        let options = Options {
            has_prose_in_code: true,
            ..options
        };
        self.text = Some(ReaderText::new(id, Arc::new(document), 0, options, height));
        self.text_under_source = Some(article);
        self.request_highlighting(page, effects);
    }
}
