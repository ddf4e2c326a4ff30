//! Texts of the shown article, that of its feed and that of its page, and pages that are being fetched.

use super::left_text::LeftText;
use super::{MAX_DOCUMENTS, ReaderPane, ReaderText};
use crate::app::effect::Effects;
use crate::app::list::List;
use crate::model::{ArticleId, ArticleTexts, TextKind};

impl ReaderPane {
    /// Receives the texts of an article.
    pub(in crate::app) fn receive_texts(&mut self, id: ArticleId, texts: ArticleTexts) {
        self.awaited_pages.retain(|awaited| *awaited != id);
        self.texts.retain(|(other, _)| *other != id);
        self.texts.insert(0, (id, texts));
        self.texts.truncate(MAX_DOCUMENTS);
    }

    /// Returns the texts of the shown article, if they are known.
    pub(in crate::app) fn texts(&self) -> Option<&ArticleTexts> {
        let shown = self.shown?;
        let mut known = self.texts.iter();
        known.find(|(id, _)| *id == shown).map(|(_, texts)| texts)
    }

    /// Returns the text of an article that is in the pane; `None` if another article is, or that is not known.
    pub(in crate::app) fn displayed_text(&self, id: ArticleId) -> Option<TextKind> {
        let texts = self.texts().filter(|_| self.shown == Some(id))?;
        Some(texts.shown)
    }

    /// Records that the page of an article is being fetched.
    pub(in crate::app) fn await_page(&mut self, id: ArticleId) {
        if !self.awaited_pages.contains(&id) {
            self.awaited_pages.push(id);
        }
    }

    /// Stops waiting for the page of an article. False if it was not awaited.
    pub(in crate::app) fn stop_awaiting_page(&mut self, id: ArticleId) -> bool {
        let before = self.awaited_pages.len();
        self.awaited_pages.retain(|awaited| *awaited != id);
        self.awaited_pages.len() < before
    }

    /// Shows another text of an article, if that is in the pane; the words at the top of the screen stay there where the other text has
    /// them. The choice concerns all articles of a source, so that texts in memory are loaded again.
    pub(in crate::app) fn show_other_text(
        &mut self,
        id: ArticleId,
        texts: ArticleTexts,
        list: &List,
        effects: &mut Effects,
    ) {
        self.recent_documents.clear();
        self.texts.clear();
        if self.shown == Some(id) {
            self.leave_other_text();
            let position = self.text.as_ref().and_then(ReaderText::reading_position);
            let kind = match texts.shown {
                TextKind::Feed => TextKind::Page,
                TextKind::Page => TextKind::Feed,
            };
            let before = self.left_text.take();
            let is_unmoved = |left: &LeftText| {
                left.article == id && left.kind == texts.shown && left.other_position == position
            };
            self.left_text = Some(LeftText {
                article: id,
                kind,
                other_position: None,
                returns_to: before.filter(is_unmoved).map(|left| left.position),
                position,
            });
            self.reload(id, list, effects);
        }
        self.receive_texts(id, texts);
    }

    /// Goes to the place in a text that was left for the other text of its article and is shown again, unless the user has moved in the
    /// other text meanwhile.
    pub(super) fn return_to_left_text(&mut self, id: ArticleId) {
        let Some(left) = self.left_text.as_mut().filter(|left| left.article == id) else {
            return;
        };
        if let Some(text) = &mut self.text {
            if let Some(position) = left.returns_to.take() {
                text.restore_position(position.as_ref());
            }
            left.other_position = text.reading_position();
        }
    }

    /// Forgets the text of an article whose page was fetched in the background. The text in the pane changes only by a key.
    pub(in crate::app) fn forget_text(&mut self, id: ArticleId) {
        self.recent_documents.retain(|(other, _)| *other != id);
    }
}
