//! What adorns the text of a story: its pictures and the colours of its code. What is not there yet is asked for, and has its
//! place on the page already.

use std::collections::HashMap;
use std::sync::Arc;

use super::reader::PictureInView;
use super::{App, Effect, Reader};
use crate::layout::PictureRoom;
use crate::model::{
    ArticleId, CodeKey, CodeRequest, Job, Picture, PictureForm, PictureRequest, PictureSizes,
    Tokens,
};

/// The most pictures that are kept in memory.
const MOST_PICTURES: usize = 48;
/// The most bytes that they may take, the ones in sight apart.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// A picture is asked for when it is so many units below the screen.
const AHEAD: usize = 3;
/// The most words of code whose kinds are kept in memory.
const MOST_TOKENS: usize = 500_000;
/// The most rows of the screen that a picture takes.
const MOST_ROWS: usize = 20;
/// The cell that a picture's pixels are counted in where the terminal does not say: as fonts of an ordinary size have it.
const USUAL_CELL: (u16, u16) = (8, 16);
/// A cell of half blocks shows only two pixels: a picture gets more room for them.
const BLOCK_CELL: (u16, u16) = (4, 8);

/// The pictures and colours that are there, and what is on its way.
#[derive(Debug, Default)]
pub(super) struct Adornments {
    form: Option<PictureForm>,
    /// The width and height of a cell of the screen in pixels, if the terminal says it.
    cell: Option<(u16, u16)>,
    sizes: HashMap<ArticleId, Arc<PictureSizes>>,
    /// The pictures asked for, the latest last.
    pictures: Vec<(PictureRequest, PictureState)>,
    /// What the words of code are; `None` while that is on its way.
    tokens: HashMap<CodeKey, Option<Arc<Tokens>>>,
}

/// Whether a picture is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureState {
    /// It is on its way.
    Awaited,
    /// It is there.
    Ready(Arc<Picture>),
    /// It can't be shown; the text says why.
    Failed(String),
}

impl Adornments {
    /// How the terminal takes pictures. Sixels need to know how large a cell is.
    fn form(&self) -> Option<PictureForm> {
        match self.form {
            Some(PictureForm::Sixel) if self.cell.is_none() => {
                Some(PictureForm::Blocks { true_colour: true })
            }
            form => form,
        }
    }

    /// What a story's layout must know of its pictures, on a page of so many rows.
    fn room(&self, id: ArticleId, height: usize) -> Option<PictureRoom> {
        let cell = match self.form()? {
            PictureForm::Blocks { .. } => BLOCK_CELL,
            _ => {
                // On a screen of many small pixels a picture's pixel is larger than the screen's.
                let (wide, high) = self.cell.unwrap_or(USUAL_CELL);
                let shown = wide.clamp(1, 10);
                let high = u32::from(high) * u32::from(shown) / u32::from(wide.max(1));
                (shown, u16::try_from(high).unwrap_or(u16::MAX).max(1))
            }
        };
        Some(PictureRoom {
            sizes: self.sizes.get(&id)?.clone(),
            cell,
            most_rows: (height * 3 / 5).clamp(1, MOST_ROWS) as u16,
        })
    }

    fn state(&self, request: &PictureRequest) -> Option<&PictureState> {
        let mut known = self.pictures.iter();
        let found = known.find(|(known, _)| known == request);
        found.map(|(_, state)| state)
    }

    /// Forgets pictures that have not been asked for lately, and those on their way that nobody waits for any more: the
    /// worker may drop them.
    fn tidy(&mut self, in_sight: &[PictureRequest]) {
        self.pictures.retain(|(request, state)| {
            *state != PictureState::Awaited || in_sight.contains(request)
        });
        let bytes = |state: &PictureState| match state {
            PictureState::Ready(picture) => picture.bytes(),
            _ => 0,
        };
        let mut all: usize = self.pictures.iter().map(|(_, state)| bytes(state)).sum();
        let mut count = self.pictures.len();
        self.pictures.retain(|(request, state)| {
            let keep = count <= MOST_PICTURES && all <= MOST_BYTES || in_sight.contains(request);
            if !keep {
                count -= 1;
                all -= bytes(state);
            }
            keep
        });
    }
}

impl App {
    /// Says how the terminal takes pictures; `None` shows boxes with their words.
    pub fn set_pictures(&mut self, form: Option<PictureForm>) {
        self.reader.media.form = form;
        self.arrange();
    }

    /// Says how large a cell of the screen is in pixels, if the terminal says it.
    pub fn set_cell(&mut self, cell: Option<(u16, u16)>) {
        if self.reader.media.cell != cell {
            self.reader.media.cell = cell;
            self.arrange();
        }
    }

    /// How the terminal takes pictures.
    pub fn picture_form(&self) -> Option<PictureForm> {
        self.reader.media.form()
    }

    /// The pictures in sight, and whether they are there.
    pub fn pictures(&self) -> Vec<(PictureInView<'_>, &PictureState)> {
        let Some(reader) = &self.reader.text else {
            return Vec::new();
        };
        let views = reader.pictures(0).into_iter();
        let known = views.filter_map(|view| {
            let request = self.picture_request(reader, &view)?;
            Some((view, self.reader.media.state(&request)?))
        });
        known.collect()
    }

    fn picture_request(&self, reader: &Reader, view: &PictureInView<'_>) -> Option<PictureRequest> {
        let article = self.list.rows.get(reader.id())?;
        Some(PictureRequest {
            article: reader.id(),
            origin: article.origin.clone(),
            url: view.url.to_owned(),
            columns: view.columns,
            rows: view.rows,
            cell: self.reader.media.cell.unwrap_or(USUAL_CELL),
            form: self.reader.media.form()?,
        })
    }

    /// Asks for the pictures that are in sight or will be soon; after every change.
    pub(super) fn ask_for_pictures(&mut self) {
        let reader = self.reader.text.as_ref();
        let Some(reader) = reader.filter(|reader| reader.pictures_known()) else {
            return;
        };
        // The one on top is to come first, and the worker begins with the latest.
        let views = reader.pictures(AHEAD).into_iter().rev();
        let wanted: Vec<PictureRequest> = views
            .filter_map(|view| self.picture_request(reader, &view))
            .collect();
        for request in &wanted {
            if self.reader.media.state(request).is_none() {
                let job = Job::LoadPicture(request.clone());
                self.effects.push(Effect::Job(job));
                let entry = (request.clone(), PictureState::Awaited);
                self.reader.media.pictures.push(entry);
            }
        }
        self.reader.media.tidy(&wanted);
    }

    pub(super) fn receive_picture(
        &mut self,
        request: &PictureRequest,
        picture: Result<Arc<Picture>, String>,
    ) {
        let mut known = self.reader.media.pictures.iter_mut();
        let awaited = |(known, state): &&mut (PictureRequest, PictureState)| {
            *state == PictureState::Awaited && known == request
        };
        if let Some((_, state)) = known.find(awaited) {
            *state = match picture {
                Ok(picture) => PictureState::Ready(picture),
                Err(why) => PictureState::Failed(why),
            };
        }
    }

    pub(super) fn receive_picture_sizes(&mut self, id: ArticleId, sizes: Arc<PictureSizes>) {
        let documents = &self.reader.documents;
        let shown = self.reader.shown;
        self.reader.media.sizes.retain(|known, _| {
            Some(*known) == shown || documents.iter().any(|(id, _)| id == known)
        });
        if shown == Some(id) {
            self.reader.media.sizes.insert(id, sizes);
        }
    }

    /// Leaves room for the pictures of the story.
    pub(super) fn make_room(&mut self) {
        if let Some(reader) = self.reader.article.as_mut().or(self.reader.text.as_mut()) {
            let room = self.reader.media.room(reader.id(), reader.height());
            reader.set_pictures(room);
        }
    }

    /// Colours the code of the story as far as it is known, and asks for the rest.
    pub(super) fn colour_code(&mut self) {
        if !self.settings.code_colours {
            return;
        }
        let Some(reader) = self.reader.article.as_mut().or(self.reader.text.as_mut()) else {
            return;
        };
        let known = &mut self.reader.media.tokens;
        if known.values().flatten().map(|t| t.len()).sum::<usize>() > MOST_TOKENS {
            known.clear();
        }
        let mut ready = Vec::new();
        let mut wanted = CodeRequest::all(reader.document(), |_| false);
        wanted.retain(|request| match known.get(&request.key) {
            Some(Some(tokens)) => {
                ready.push((request.key, tokens.clone()));
                false
            }
            Some(None) => false,
            None => {
                known.insert(request.key, None);
                true
            }
        });
        reader.set_tokens(ready);
        if !wanted.is_empty() {
            self.effects.push(Effect::Job(Job::ColourCode(wanted)));
        }
    }

    pub(super) fn receive_tokens(&mut self, tokens: Vec<(CodeKey, Tokens)>) {
        let mut ready = Vec::new();
        for (key, tokens) in tokens {
            let tokens = Arc::new(tokens);
            ready.push((key, tokens.clone()));
            self.reader.media.tokens.insert(key, Some(tokens));
        }
        if let Some(reader) = self.reader.article.as_mut().or(self.reader.text.as_mut()) {
            reader.set_tokens(ready);
        }
    }
}
