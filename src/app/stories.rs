//! Which story is shown: previewing, opening, loading, and what the worker sends back.

use std::sync::Arc;

use super::{App, Effect, Pane, Reader};
use crate::layout::Options;
use crate::model::{ArticleId, Document, Job, Origin, Outcome};

/// How many texts are kept in memory beside the one that is shown.
const DOCUMENTS: usize = 8;

impl App {
    /// Takes in what a job came to. What is no longer waited for is dropped.
    pub fn receive(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Rows(articles) => {
                let first = self.list.articles().is_empty();
                self.list.extend(articles);
                if first {
                    if self.single {
                        self.open_selected()
                    } else {
                        self.preview()
                    }
                }
            }
            Outcome::Scanned => self.scanning = false,
            Outcome::Document {
                id,
                document,
                words,
                partial,
            } => self.receive_document(id, document, words, partial),
            Outcome::PictureSizes(id, sizes) => self.receive_picture_sizes(id, sizes),
            Outcome::Picture(request, picture) => self.receive_picture(&request, picture),
            Outcome::CodeTokens(tokens) => self.receive_tokens(tokens),
            Outcome::Described(id, summary) => {
                if let Some(article) = self.list.get_mut(id) {
                    article.describe(&summary.metadata, summary.words);
                }
                self.list.refilter();
            }
            Outcome::Unreadable(id, why) => {
                if let Some(article) = self.list.get_mut(id) {
                    article.problem = Some(why);
                }
                if self.awaiting == Some(id) {
                    self.awaiting = None;
                }
            }
            Outcome::FolderUnreadable(path, why) => self.fail(format!("{}: {why}", path.display())),
        }
        self.arrange();
    }

    fn receive_document(
        &mut self,
        id: ArticleId,
        document: Arc<Document>,
        words: usize,
        partial: bool,
    ) {
        if let Some(article) = self.list.get_mut(id) {
            article.describe(&document.metadata, words);
        }
        if self.shown != Some(id) {
            return;
        }
        self.documents.retain(|(other, _)| *other != id);
        self.documents.insert(0, (id, document.clone()));
        self.documents.truncate(DOCUMENTS);
        self.awaiting = None;
        match &mut self.reader {
            Some(reader) => {
                reader.replace(document, words);
                self.make_room();
                self.colour_code();
            }
            None => self.lay_out(id, document),
        }
        if !partial || self.opened {
            self.name_window();
        }
    }

    /// Puts a text into the reader pane, at the place where the story was left.
    fn lay_out(&mut self, id: ArticleId, document: Arc<Document>) {
        // In one column the reader has no place on the screen while the list has it; any width will do until it does.
        let geometry = self.geometry();
        let column = geometry
            .reader
            .map(|pane| geometry.column(pane, self.settings.measure));
        let (width, height) = column.map_or((self.settings.measure, 1), |c| (c.width, c.height));
        let options = Options {
            width: width.max(1),
            ascii: self.settings.ascii,
        };
        let words = self
            .list
            .get(id)
            .and_then(|article| article.words)
            .unwrap_or_else(|| document.words());
        self.reader = Some(Reader::new(id, document, words, options, height));
        self.make_room();
        self.colour_code();
        if let (Some(place), Some(reader)) = (self.places.get(&id), &mut self.reader) {
            reader.go_to_place(Some(place));
        }
    }

    /// Shows the selected story without opening it.
    pub(super) fn preview(&mut self) {
        let Some(id) = self.list.selected().map(|article| article.id) else {
            self.leave();
            self.shown = None;
            return;
        };
        if self.shown != Some(id) {
            self.show(id);
            self.opened = false;
        }
    }

    /// Opens the selected story.
    pub(super) fn open_selected(&mut self) {
        match self.list.selected().map(|article| article.id) {
            Some(id) => self.open(id),
            None => self.say("No story to open".to_owned()),
        }
    }

    /// Opens a story: selects it, shows it, and gives it the keys.
    pub(super) fn open(&mut self, id: ArticleId) {
        self.list.select(id);
        if self.shown != Some(id) {
            self.show(id);
        }
        self.opened = true;
        self.focus = Pane::Reader;
        self.name_window();
    }

    /// Puts a story into the reader pane, or asks for its text.
    fn show(&mut self, id: ArticleId) {
        self.leave();
        self.shown = Some(id);
        self.opened = false;
        self.awaiting = None;
        if let Some(at) = self.documents.iter().position(|(other, _)| *other == id) {
            let entry = self.documents.remove(at);
            self.lay_out(id, entry.1.clone());
            self.documents.insert(0, entry);
            return;
        }
        if let Some(article) = self.list.get(id) {
            // Standard input comes by itself.
            if article.origin != Origin::StandardInput {
                self.effects
                    .push(Effect::Job(Job::LoadDocument(id, article.origin.clone())));
            }
            self.awaiting = article.problem.is_none().then_some(id);
        }
    }

    /// Takes leave of the story that is shown; its place is kept if it was opened.
    fn leave(&mut self) {
        if let Some(reader) = self.reader.take().filter(|_| self.opened) {
            match reader.place() {
                Some(place) => self.places.insert(reader.id(), place),
                None => self.places.remove(&reader.id()),
            };
        }
    }

    /// Gives the keys back to the list.
    pub(super) fn back_to_list(&mut self) {
        self.focus = Pane::List;
        self.zen = false;
        if let Some(reader) = &mut self.reader {
            reader.end_find();
            if self.opened {
                match reader.place() {
                    Some(place) => self.places.insert(reader.id(), place),
                    None => self.places.remove(&reader.id()),
                };
            }
        }
    }

    fn name_window(&mut self) {
        if let Some(article) = self
            .shown
            .and_then(|id| self.list.get(id))
            .filter(|_| self.opened)
        {
            self.effects
                .push(Effect::SetTitle(format!("{} — newsprint", article.title)));
        }
    }

    pub(super) fn toggle_read(&mut self) {
        let id = match self.focus {
            Pane::List => self.list.selected().map(|article| article.id),
            Pane::Reader => self.shown,
        };
        if let Some(article) = id.and_then(|id| self.list.get_mut(id)) {
            article.read = !article.read;
            let said = if article.read {
                "Marked as read"
            } else {
                "Marked as unread"
            };
            self.say(said.to_owned());
        }
    }

    pub(super) fn mark_group_read(&mut self) {
        let count = self.list.mark_group_read();
        self.say(match count {
            0 => "Every story of this group is read already".to_owned(),
            1 => "Marked 1 story as read".to_owned(),
            _ => format!("Marked {count} stories as read"),
        });
    }

    /// The story that `o`, `y` mean: the selected one, or the one that is read.
    fn meant(&self) -> Option<&crate::model::Article> {
        match self.focus {
            Pane::List => self.list.selected(),
            Pane::Reader => self.list.get(self.shown?),
        }
    }

    pub(super) fn open_in_browser(&mut self) {
        match self.meant().map(|article| article.url.clone()) {
            Some(Some(url)) => self.effects.push(Effect::OpenLink(url)),
            Some(None) => self.say("This story has no address to open".to_owned()),
            None => self.say("No story here".to_owned()),
        }
    }

    pub(super) fn copy_link(&mut self) {
        let link = self
            .meant()
            .map(|article| match (&article.url, &article.origin) {
                (Some(url), _) => Some(url.clone()),
                (None, Origin::File(path)) => Some(path.display().to_string()),
                (None, Origin::StandardInput | Origin::Seed(_)) => None,
            });
        match link {
            Some(Some(link)) => {
                let said = format!("Copied {link}");
                self.effects.push(Effect::Copy(link, said));
            }
            Some(None) => self.say("This story has no address to copy".to_owned()),
            None => self.say("No story here".to_owned()),
        }
    }
}
