//! Showing articles in the reader pane: preview of the selected row, opening, following links, going back and forward
//! in the history.

use super::list::ReaderUpdate;
use super::overlay::LineKind;
use super::reader::{LinkDestination, OpenTarget};
use super::{App, Effect, Pane};
use crate::config::MarkRead;
use crate::model::{ArticleId, ArticleRow, View};

impl App {
    /// Updates the reader pane after a change of the list.
    pub(super) fn update_reader(&mut self, next: ReaderUpdate) {
        match next {
            ReaderUpdate::Stay => {}
            ReaderUpdate::Preview => self.preview(),
            ReaderUpdate::Open(id) => self.open(id),
        }
    }

    /// Shows the selected article without opening it.
    pub(super) fn preview(&mut self) {
        let page = self.page_layout();
        self.reader
            .preview(&self.list.rows, &page, &mut self.effects);
    }

    /// Opens the selected article, at the selected place.
    pub(super) fn open_selected(&mut self) {
        let place = self.list.rows.selected_place();
        let anchor = place.and_then(|place| place.anchor.clone());
        match (self.list.rows.selected().map(|article| article.id), anchor) {
            (Some(id), Some(anchor)) => self.open_at(id, OpenTarget::Anchor(anchor)),
            (Some(id), None) => self.open(id),
            (None, _) => self.status.report("No article to open"),
        }
    }

    /// Opens an article: selects it in the list, shows it, and moves the focus to it.
    pub(super) fn open(&mut self, id: ArticleId) {
        if self.reader.shown_id() != Some(id) {
            self.mark_read_on_leaving();
        }
        let page = self.page_layout();
        self.reader
            .open(id, &self.list.rows, &page, &mut self.effects);
        self.library.set_marked_by_user(None);
        self.list.select(id, &mut self.effects);
        self.reader.note_selected_place(&self.list.rows);
        self.screen.focus = Pane::Reader;
        if self.settings.mark_read == MarkRead::OnOpen
            && let Some(article) = self.list.rows.get(id)
        {
            self.library.mark_finished(article, &mut self.effects);
        }
        self.set_window_title();
    }

    /// Opens an article at a position.
    fn open_at(&mut self, id: ArticleId, target: OpenTarget) {
        self.open(id);
        self.reader.set_target(id, Some(target));
        self.go_to_awaited_position();
    }

    /// Opens an article at the fragment of a link, if there is one.
    pub(super) fn open_fragment(&mut self, id: ArticleId, fragment: Option<String>) {
        if self.reader.shown_id() == Some(id) {
            return self.go_to_fragment(&fragment.unwrap_or_default());
        }
        self.open(id);
        self.reader
            .set_target(id, fragment.map(OpenTarget::Fragment));
        self.go_to_awaited_position();
    }

    /// Opens the article of a search hit, at the match.
    pub(super) fn open_hit(&mut self, number: usize) {
        let Some(hit) = self.overlay.search.hit(number).cloned() else {
            return;
        };
        let id = hit.article.id;
        if self.list.rows.get(id).is_none() {
            self.list.rows.upsert(hit.article);
        }
        match (hit.anchor, hit.words) {
            (anchor, Some(words)) => self.open_at(id, OpenTarget::Match(anchor, words)),
            (Some(anchor), None) => self.open_at(id, OpenTarget::Anchor(anchor)),
            (None, None) => self.open(id),
        }
    }

    /// Opens another article of the story in the picker.
    pub(super) fn open_story_article(&mut self, id: ArticleId) {
        if self.list.rows.get(id).is_none()
            && let Some(article) = self.overlay.story.article(id)
        {
            self.list.rows.upsert(article.clone());
        }
        self.open(id);
    }

    /// Goes to the position that the article was opened for, once its text is loaded.
    pub(super) fn go_to_awaited_position(&mut self) {
        if let Some(arrived) = self.reader.go_to_awaited_position(&mut self.status) {
            if let Some(words) = arrived.find_words {
                self.overlay.line_history.push(LineKind::Find, &words);
            }
            self.mark_read_at_end();
        }
    }

    /// Goes to the target of a fragment in the shown article.
    fn go_to_fragment(&mut self, fragment: &str) {
        self.reader.go_to_fragment(fragment, &mut self.status);
        self.mark_read_at_end();
    }

    /// Follows the selected link.
    pub(super) fn follow_link(&mut self) {
        let Some(url) = self.selected_link().map(|link| link.url.clone()) else {
            return self.status.report("No link is selected");
        };
        match self
            .reader
            .follow_link(&url, &self.list.rows, &mut self.effects)
        {
            LinkDestination::Requested => {}
            LinkDestination::Fragment(fragment) => self.go_to_fragment(&fragment),
            LinkDestination::Article(id, fragment) => self.open_fragment(id, fragment),
        }
    }

    /// Opens the file that a link leads to, now that the worker has added it as an article.
    pub(super) fn open_file(&mut self, article: ArticleRow) {
        let id = article.id;
        if let Some(fragment) = self.reader.receive_file(id) {
            self.list.rows.append_in_memory(vec![article]);
            self.open_fragment(id, fragment);
        }
    }

    /// Goes back or forward by one position in the history.
    pub(super) fn step_history(&mut self, forward: bool) {
        let from_list = self.screen.focus == Pane::List;
        match self.reader.step_history(forward, from_list) {
            Some(entry) => {
                let id = self.reader.return_to(&entry);
                self.open(id);
            }
            None => {
                let side = if forward { "later" } else { "earlier" };
                self.status.report(format!("No {side} position"));
            }
        }
    }

    /// Moves the focus to the list.
    pub(super) fn back_to_list(&mut self) {
        self.mark_read_on_leaving();
        self.screen.focus = Pane::List;
        self.screen.is_zen = false;
        self.reader.close(&self.list.rows, &mut self.effects);
    }

    /// Shows a view, which is called `name`, and moves the focus to the list.
    pub(super) fn show_view(&mut self, view: View, name: &str) {
        self.mark_read_on_leaving();
        let next = self.list.show_view(view, name, &mut self.effects);
        self.update_reader(next);
        self.screen.focus = Pane::List;
    }

    /// Sets the title of the terminal window to the title of the open article.
    pub(super) fn set_window_title(&mut self) {
        let open = self.reader.open_article();
        if let Some(article) = open.and_then(|id| self.list.rows.get(id)) {
            let title = format!("{} — newsprint", article.title);
            self.effects.push(Effect::SetTitle(title));
        }
    }
}
