//! Actions on the selected or open article: read mark, bookmarks, tags, deletion, its address.

use crate::app::overlay::Prompt;
use crate::app::{Action, App, Effect, Pane, Scope};
use crate::config::MarkRead;
use crate::model::{ArticleRef, ArticleRow, Change, Job, Origin, View};

impl App {
    /// Returns the article that keys apply to: the selected one in the list, the shown one in the reader.
    pub(in crate::app) fn current_article(&self) -> Option<&ArticleRow> {
        match self.screen.focus {
            Pane::List => self.list.rows.selected(),
            Pane::Reader => self.list.rows.get(self.reader.shown_id()?),
        }
    }

    /// Returns a reference to the article that keys apply to, if it is readable; else reports the reason.
    pub(in crate::app) fn current_article_ref(&mut self) -> Option<ArticleRef> {
        let problem = match self.current_article() {
            Some(article) if article.error.is_none() => return Some(article.reference()),
            Some(_) => "Can't read this article",
            None => "No article here",
        };
        self.status.report(problem);
        None
    }

    /// Requests a change of the article that keys apply to.
    pub(super) fn change_article(&mut self, change: impl FnOnce(ArticleRef) -> Change) {
        if let Some(article) = self.current_article_ref() {
            self.library.change(change(article), &mut self.effects);
        }
    }

    /// Shows the other text of the article that keys apply to, that of its page or that of its feed; fetches the page at first.
    pub(super) fn switch_text(&mut self) {
        let Some(article) = self.current_article_ref() else {
            return;
        };
        match article.id.is_in_library() {
            true => {
                let displayed = self.reader.displayed_text(article.id);
                self.effects.submit(Job::SwitchText {
                    article: article.id,
                    displayed,
                });
            }
            false => self
                .status
                .report("This article is not of a feed: it has one text"),
        }
    }

    /// Requests the other articles of the story of the article that keys apply to.
    pub(super) fn request_story(&mut self) {
        let found = self.current_article();
        match found.map(|article| (article.id, article.story)) {
            Some((id, Some(_))) => {
                self.overlay.story.awaited = Some(id);
                self.effects.submit(Job::LoadStory(id));
            }
            Some((_, None)) => self.status.report("No other article has this text"),
            None => self.status.report("No article here"),
        }
    }

    /// Stops fetching the page of the article that keys apply to. False if it is not being fetched.
    pub(super) fn stop_page(&mut self) -> bool {
        let Some(article) = self.current_article().map(|article| article.id) else {
            return false;
        };
        let was_awaited = self.reader.stop_awaiting_page(article);
        if was_awaited {
            self.effects.submit(Job::StopPage(article));
        }
        was_awaited
    }

    /// Mutes the article that keys apply to; in the view of muted articles lists it again.
    pub(super) fn mute(&mut self) {
        let is_muted = self.list.rows.listing().view == View::Muted;
        if !is_muted
            && self
                .current_article()
                .is_some_and(|one| one.state.is_bookmarked)
        {
            return self.status.report("A bookmarked article is not muted");
        }
        self.change_article(|article| Change::SetMuted(vec![article], !is_muted));
    }

    /// Removes the bookmarked place that keys apply to; without one, deletes the article.
    pub(super) fn delete(&mut self) {
        let place = match self.screen.focus {
            Pane::List => self.list.rows.selected_place(),
            Pane::Reader => self.reader.bookmark_on_current_line(),
        };
        if let Some(bookmark) = place.map(|place| place.id) {
            let change = Change::RemoveBookmark(bookmark);
            return self.library.change(change, &mut self.effects);
        }
        let shown = self.reader.shown_id();
        self.change_article(Change::Delete);
        if self.screen.focus == Pane::Reader {
            // The article is not marked as read on leaving it: that would be a change of its own.
            self.library.set_marked_by_user(shown);
            self.back_to_list();
        }
    }

    /// Edits the tags of the selected article; on a bookmarked place, its note.
    pub(super) fn edit_tags_or_note(&mut self) {
        if let Some(bookmark) = self.list.rows.selected_place() {
            return self.open_prompt(Prompt::for_bookmark_note(bookmark));
        }
        let Some(article) = self.current_article_ref() else {
            return;
        };
        let tags = self
            .current_article()
            .map(|article| article.state.tags.as_slice());
        let bookmarks = self.reader.bookmarks_of(article.id);
        let prompt = Prompt::for_tags(article, tags.unwrap_or_default(), bookmarks);
        self.open_prompt(prompt);
    }

    /// Bookmarks the current place, with a note; at a bookmarked place, edits its note.
    pub(super) fn bookmark_place(&mut self) {
        let text_key = self.key_name(Scope::Reader, Action::ToggleChanges);
        let place = match self.reader.place_to_bookmark(&text_key) {
            Ok(place) => place,
            Err(message) => return self.status.report(message),
        };
        let Some(article) = self.current_article_ref() else {
            return;
        };
        let prompt = match self.reader.bookmark_on_current_line() {
            Some(bookmark) => Prompt::for_bookmark_note(bookmark),
            None => Prompt::for_new_place(article, place),
        };
        self.open_prompt(prompt);
    }

    /// Marks the article as read if its end is on the screen. Called after a key has moved in it.
    pub(in crate::app) fn mark_read_at_end(&mut self) {
        let article = self.reader.article_at_end();
        if let Some(article) = article.and_then(|id| self.list.rows.get(id))
            && self.settings.mark_read == MarkRead::AtEnd
        {
            self.library.mark_finished(article, &mut self.effects);
        }
    }

    /// Marks the open article as read if the screen shows it whole: no key need move in it. Called before it is left.
    pub(in crate::app) fn mark_read_on_leaving(&mut self) {
        let article = self.reader.article_in_sight();
        if let Some(article) = article.and_then(|id| self.list.rows.get(id))
            && self.screen.focus == Pane::Reader
            && self.settings.mark_read == MarkRead::AtEnd
        {
            self.library.mark_finished(article, &mut self.effects);
        }
    }

    /// Returns the URL of the selected link, or of the article that keys apply to. `None` without an article;
    /// `Some(None)` for an article without an address.
    pub(super) fn current_url(&self) -> Option<Option<String>> {
        match self.selected_link() {
            Some(link) => Some(Some(self.reader.absolute_url(&link.url, &self.list.rows))),
            None => Some(self.current_article()?.url.clone()),
        }
    }

    pub(super) fn open_in_browser(&mut self) {
        match self.current_url() {
            Some(Some(url)) => self.effects.push(Effect::OpenLink(url)),
            Some(None) => self.status.report("This article has no address to open"),
            None => self.status.report("No article here"),
        }
    }

    pub(super) fn copy_link(&mut self) {
        let Some(url) = self.current_url() else {
            return self.status.report("No article here");
        };
        match url.or_else(|| self.current_path()) {
            Some(link) => {
                let message = format!("Copied {link}");
                self.effects.push(Effect::Copy {
                    text: link,
                    message,
                });
            }
            None => self.status.report("This article has no address to copy"),
        }
    }

    /// Returns the path of the article that keys apply to: absolute, so that it can be used in another folder.
    pub(super) fn current_path(&self) -> Option<String> {
        let article = self.current_article()?;
        let path = match &article.origin {
            Origin::File(path) => self
                .start
                .folder
                .join(path.strip_prefix("./").unwrap_or(path)),
            Origin::Stored(_) => article.path.clone()?,
            Origin::StandardInput | Origin::Tour(_) => return None,
        };
        Some(path.display().to_string())
    }
}
