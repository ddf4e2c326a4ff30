//! Which story is shown: previewing, opening, loading, and what the worker sends back.

use std::sync::Arc;

use super::links::Target;
use super::{App, CommandLine, Effect, Pane, Reader};
use crate::config::MarkRead;
use crate::model::{ArticleId, Counts, Document, Job, Listing, Origin, Outcome, View};

/// How many texts are kept in memory beside the one that is shown.
const DOCUMENTS: usize = 8;

impl App {
    /// Takes in what a job came to. What is no longer waited for is dropped.
    pub fn receive(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Rows(articles) => {
                let first = self.list.rows.is_empty();
                self.list.rows.extend(articles);
                if first && !self.list.rows.is_empty() {
                    if self.start.single {
                        self.open_selected()
                    } else {
                        self.preview()
                    }
                }
            }
            Outcome::Scanned => self.list.scanning = false,
            Outcome::Document {
                id,
                document,
                words,
                partial,
            } => self.receive_document(id, document, words, partial),
            Outcome::PictureSizes(id, sizes) => self.receive_picture_sizes(id, sizes),
            Outcome::Picture(request, picture) => self.receive_picture(&request, picture),
            Outcome::CodeTokens(tokens) => self.receive_tokens(tokens),
            Outcome::Described(rows) => {
                for (id, found) in rows {
                    match found {
                        Ok(summary) => {
                            if let Some(article) = self.list.rows.get_mut(id) {
                                article.describe(&summary.metadata, summary.words);
                            }
                        }
                        Err(why) => self.receive_problem(id, why),
                    }
                }
                self.list.rows.refilter();
            }
            Outcome::Unreadable(id, why) => self.receive_problem(id, why),
            Outcome::Added(article) => self.added(*article),
            Outcome::NotAdded(id, path, why) => self.not_added(id, &path, &why),
            Outcome::Raw(id, text) => self.receive_raw(id, text),
            Outcome::Trouble(what) => self.fail(what),
            Outcome::Home(counts, listing) => self.receive_home(counts, listing),
            Outcome::Page(page) => self.receive_page(page),
            Outcome::NoPage(number) => self.receive_no_page(number),
            Outcome::Position(number, before) => self.receive_position(number, before),
            Outcome::Counts(counts) => self.library.counts = Some(counts),
            Outcome::Views(views) => self.receive_views(views),
            Outcome::States(states) => self.receive_states(states),
            Outcome::Place(id, place) => self.receive_place(id, place),
            Outcome::Bookmarks(id, bookmarks) => {
                if self.reader.shown == Some(id) {
                    self.reader.bookmarks = Some((id, bookmarks));
                    self.mark_places();
                }
            }
            Outcome::Changed(said) => self.changed(said),
            Outcome::NotSaved(why) => self.not_saved(&why),
            Outcome::NamedUndo(number, label) => self.named_undo(number, &label),
            Outcome::Trail(before, after) => self.receive_trail(before, after),
            Outcome::LibraryChanged => self.read_again(),
            Outcome::Found(number, hits, more, problem) => {
                self.receive_hits(number, hits, more, problem);
            }
        }
        self.arrange();
    }

    /// What the program begins with: the library, or the stories that it brings along.
    fn receive_home(&mut self, counts: Option<Counts>, listing: Listing) {
        self.library.counts = counts;
        match counts {
            Some(_) => self.turn_to_library(listing),
            None => {
                let view = View::Tour;
                self.list.rows.turn_to(Listing { view, ..listing });
            }
        }
    }

    fn receive_problem(&mut self, id: ArticleId, why: String) {
        if let Some(article) = self.list.rows.get_mut(id) {
            article.problem = Some(why);
        }
        if self.reader.awaiting == Some(id) {
            self.reader.awaiting = None;
        }
    }

    fn receive_document(
        &mut self,
        id: ArticleId,
        document: Arc<Document>,
        words: usize,
        partial: bool,
    ) {
        if let Some(article) = self.list.rows.get_mut(id) {
            article.describe(&document.metadata, words);
        }
        if self.reader.shown != Some(id) {
            return;
        }
        self.reader.documents.retain(|(other, _)| *other != id);
        self.reader.documents.insert(0, (id, document.clone()));
        self.reader.documents.truncate(DOCUMENTS);
        self.reader.awaiting = None;
        self.reader.growing = partial;
        self.close_hints();
        match self.reader.article.as_mut().or(self.reader.text.as_mut()) {
            Some(reader) => {
                reader.replace(document, words);
                self.make_room();
                self.colour_code();
                self.mark_places();
            }
            None => self.lay_out(id, document),
        }
        if !partial || self.reader.opened {
            self.name_window();
        }
    }

    /// Puts a text into the reader pane, at the place where the story was left.
    fn lay_out(&mut self, id: ArticleId, document: Arc<Document>) {
        // In one column the reader has no place on the screen while the list has it; any width will do until it does.
        let geometry = self.geometry();
        let column = geometry
            .reader
            .map(|pane| geometry.column(pane, &self.settings));
        let (width, height) = column.map_or((self.settings.measure, 1), |c| (c.width, c.height));
        let options = self.layout_options(width);
        let words = self
            .list
            .rows
            .get(id)
            .and_then(|article| article.words)
            .unwrap_or_else(|| document.words());
        self.reader.text = Some(Reader::new(id, document, words, options, height));
        self.make_room();
        self.colour_code();
        if let (Some(place), Some(reader)) = (self.reader.left_at.get(&id), &mut self.reader.text) {
            reader.go_to_place(Some(place));
        }
        self.mark_places();
        if self.reader.opened {
            self.arrive();
        } else {
            self.preview_target();
        }
    }

    /// Shows the selected story without opening it.
    pub(super) fn preview(&mut self) {
        let Some(id) = self.list.rows.selected().map(|article| article.id) else {
            self.leave();
            self.reader.shown = None;
            return;
        };
        let bookmark = self.list.rows.selected_place().map(|bookmark| bookmark.id);
        let place = self
            .list
            .rows
            .selected_place()
            .and_then(|p| p.anchor.clone());
        let same = self.reader.previewed == bookmark;
        self.reader.previewed = bookmark;
        if self.reader.shown != Some(id) {
            self.show(id);
            self.reader.opened = false;
            if let Some(anchor) = place {
                self.reader.target = Some((id, Target::Place(anchor, None)));
                self.preview_target();
            }
        } else if !same {
            self.keep_place();
            self.tell_place();
            self.reader.opened = false;
            match (place, &mut self.reader.text) {
                (Some(anchor), Some(reader)) => reader.go_to_mark(&anchor),
                (None, Some(reader)) => reader.go_to_place(self.reader.left_at.get(&id)),
                (Some(anchor), None) => {
                    self.reader.target = Some((id, Target::Place(anchor, None)))
                }
                (None, None) => self.reader.target = None,
            }
        }
    }

    /// Shows the place of a story that is previewed, if its text is there; nothing is left behind for it.
    fn preview_target(&mut self) {
        let shown = self.reader.text.as_ref().map(|reader| reader.id());
        let is_it = |(id, _): &(ArticleId, Target)| Some(*id) == shown;
        if self.reader.opened
            || self
                .reader
                .target
                .as_ref()
                .is_none_or(|target| !is_it(target))
        {
            return;
        }
        if let (Some((_, Target::Place(anchor, _))), Some(reader)) =
            (self.reader.target.take(), &mut self.reader.text)
        {
            reader.go_to_mark(&anchor);
        }
    }

    /// Opens the selected story.
    pub(super) fn open_selected(&mut self) {
        let place = self
            .list
            .rows
            .selected_place()
            .and_then(|p| p.anchor.clone());
        match (self.list.rows.selected().map(|article| article.id), place) {
            (Some(id), Some(anchor)) => self.open_place(id, anchor, None),
            (Some(id), None) => self.open(id),
            (None, _) => self.say("No story to open".to_owned()),
        }
    }

    /// Opens a story: selects it, shows it, and gives it the keys.
    pub(super) fn open(&mut self, id: ArticleId) {
        self.leave_for(id);
        if self.reader.shown != Some(id) {
            self.show(id);
        }
        self.select_story(id);
        self.reader.opened = true;
        self.reader.previewed = self.list.rows.selected_place().map(|bookmark| bookmark.id);
        self.screen.focus = Pane::Reader;
        if self.settings.mark_read == MarkRead::OnOpen {
            self.finish_story(id);
        }
        self.name_window();
    }

    /// Puts a story into the reader pane, or asks for its text.
    fn show(&mut self, id: ArticleId) {
        self.leave();
        self.reader.shown = Some(id);
        self.reader.opened = false;
        self.reader.growing = false;
        self.reader.awaiting = None;
        if let Some(at) = self
            .reader
            .documents
            .iter()
            .position(|(other, _)| *other == id)
        {
            let entry = self.reader.documents.remove(at);
            self.lay_out(id, entry.1.clone());
            self.reader.documents.insert(0, entry);
            // The bookmarks in it may be others by now.
            return self.effects.push(Effect::Job(Job::States(vec![id])));
        }
        if let Some(article) = self.list.rows.get(id) {
            // Standard input comes by itself.
            if article.origin != Origin::StandardInput {
                self.effects
                    .push(Effect::Job(Job::LoadDocument(id, article.origin.clone())));
            }
            self.reader.awaiting = article.problem.is_none().then_some(id);
        }
    }

    /// Takes leave of the story that is shown; its place is kept if it was opened.
    fn leave(&mut self) {
        self.keep_place();
        self.tell_place();
        self.tell_trail();
        self.reader.bookmarks = None;
        (self.reader.text, self.reader.article) = (None, None);
        (
            self.reader.awaiting_raw,
            self.reader.adding,
            self.reader.target,
        ) = (None, None, None);
    }

    /// Keeps the place of the story that is shown, if it was opened.
    pub(super) fn keep_place(&mut self) {
        let reader = self.story_reader().filter(|_| self.reader.opened);
        if let Some((id, place)) = reader.map(|reader| (reader.id(), reader.place())) {
            match place {
                Some(place) => self.reader.left_at.insert(id, place),
                None => self.reader.left_at.remove(&id),
            };
            self.has_left(id);
        }
    }

    /// Gives the keys back to the list.
    pub(super) fn back_to_list(&mut self) {
        self.screen.focus = Pane::List;
        self.screen.zen = false;
        self.leave_raw();
        self.reader.awaiting_raw = None;
        if let Some(reader) = &mut self.reader.text {
            reader.end_find();
            reader.select_link(None);
        }
        self.keep_place();
        self.tell_place();
    }

    /// Asks for the text of the story that is shown once more: it is another one now.
    pub(super) fn load_again(&mut self, id: ArticleId) {
        self.reader.documents.retain(|(other, _)| *other != id);
        if let Some(article) = self.list.rows.get(id) {
            let origin = article.origin.clone();
            self.effects
                .push(Effect::Job(Job::LoadDocument(id, origin)));
        }
    }

    fn name_window(&mut self) {
        if let Some(article) = self
            .reader
            .shown
            .and_then(|id| self.list.rows.get(id))
            .filter(|_| self.reader.opened)
        {
            self.effects
                .push(Effect::SetTitle(format!("{} — newsprint", article.title)));
        }
    }

    pub(super) fn open_in_browser(&mut self) {
        if let Some(url) = self.selected_address() {
            return self.effects.push(Effect::OpenLink(url));
        }
        match self.meant().map(|article| article.url.clone()) {
            Some(Some(url)) => self.effects.push(Effect::OpenLink(url)),
            Some(None) => self.say("This story has no address to open".to_owned()),
            None => self.say("No story here".to_owned()),
        }
    }

    /// A path that also means something in another folder.
    fn absolute(&self, path: &std::path::Path) -> String {
        self.start
            .folder
            .join(path.strip_prefix("./").unwrap_or(path))
            .display()
            .to_string()
    }

    pub(super) fn copy_link(&mut self) {
        if let Some(url) = self.selected_address() {
            let said = format!("Copied {url}");
            return self.effects.push(Effect::Copy(url, said));
        }
        let link = self
            .meant()
            .map(|article| match (&article.url, &article.origin) {
                (Some(url), _) => Some(url.clone()),
                (None, Origin::File(path)) => Some(self.absolute(path)),
                (None, Origin::Stored(_)) => {
                    article.path.as_ref().map(|path| path.display().to_string())
                }
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

    /// Asks for a program of the user's to be run on the story that is meant.
    pub(super) fn run_command(&mut self, number: u8) {
        let Some(command) = self.settings.commands.get(usize::from(number)).cloned() else {
            return self.say("There is no such command".to_owned());
        };
        let story = self.meant();
        let path = story.and_then(|story| story.path.clone());
        let line = CommandLine {
            name: command.name,
            argv: command.argv,
            url: story.and_then(|story| story.url.clone()),
            path,
            title: story.map(|story| story.title.clone()),
        };
        self.effects.push(Effect::RunCommand(line));
    }
}
