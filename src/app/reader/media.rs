//! Pictures and the colours of code in the text of an article. Those that are not there yet are asked for, and have their room on
//! the page already.

use std::collections::HashMap;
use std::sync::Arc;

use super::{PageLayout, PictureInView, Reader, ReaderPane};
use crate::app::effect::Effects;
use crate::app::list::List;
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
pub(in crate::app) struct Media {
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

impl Media {
    /// How the terminal takes pictures. Sixels need to know how large a cell is.
    pub(in crate::app) fn form(&self) -> Option<PictureForm> {
        match self.form {
            Some(PictureForm::SixelRows) if self.cell.is_none() => {
                Some(PictureForm::Cells { true_colour: true })
            }
            form => form,
        }
    }

    /// What a story's layout must know of its pictures, on a page of so many rows.
    fn room(&self, id: ArticleId, height: usize) -> Option<PictureRoom> {
        let cell = match self.form()? {
            PictureForm::Cells { .. } => BLOCK_CELL,
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

    /// Sets how the terminal takes pictures; `None` shows boxes with their words.
    pub(in crate::app) fn set_form(&mut self, form: Option<PictureForm>) {
        self.form = form;
    }

    /// Sets how large a cell of the screen is in pixels. False if that is known already.
    pub(in crate::app) fn set_cell(&mut self, cell: Option<(u16, u16)>) -> bool {
        let changed = self.cell != cell;
        self.cell = cell;
        changed
    }

    fn request(
        &self,
        reader: &Reader,
        view: &PictureInView<'_>,
        list: &List,
    ) -> Option<PictureRequest> {
        let article = list.get(reader.id())?;
        Some(PictureRequest {
            article: reader.id(),
            origin: article.origin.clone(),
            url: view.url.to_owned(),
            columns: view.columns,
            rows: view.rows,
            cell: self.cell.unwrap_or(USUAL_CELL),
            form: self.form()?,
        })
    }

    /// Takes in a picture that was asked for.
    pub(in crate::app) fn receive_picture(
        &mut self,
        request: &PictureRequest,
        picture: Result<Arc<Picture>, String>,
    ) {
        let mut known = self.pictures.iter_mut();
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
}

impl ReaderPane {
    /// The pictures in sight, and whether they are there.
    pub(in crate::app) fn pictures(&self, list: &List) -> Vec<(PictureInView<'_>, &PictureState)> {
        let Some(text) = &self.text else {
            return Vec::new();
        };
        let views = text.pictures(0).into_iter();
        let known = views.filter_map(|view| {
            let request = self.media.request(text, &view, list)?;
            Some((view, self.media.state(&request)?))
        });
        known.collect()
    }

    /// Asks for the pictures that are in sight or will be soon; after every change.
    pub(in crate::app) fn ask_for_pictures(&mut self, list: &List, effects: &mut Effects) {
        let text = self.text.as_ref();
        let Some(text) = text.filter(|text| text.pictures_known()) else {
            return;
        };
        // The one on top is to come first, and the worker begins with the latest.
        let views = text.pictures(AHEAD).into_iter().rev();
        let wanted: Vec<PictureRequest> = views
            .filter_map(|view| self.media.request(text, &view, list))
            .collect();
        for request in &wanted {
            if self.media.state(request).is_none() {
                effects.submit(Job::LoadPicture(request.clone()));
                let entry = (request.clone(), PictureState::Awaited);
                self.media.pictures.push(entry);
            }
        }
        self.media.tidy(&wanted);
    }

    /// Takes in how large the pictures of an article are.
    pub(in crate::app) fn receive_picture_sizes(
        &mut self,
        id: ArticleId,
        sizes: Arc<PictureSizes>,
    ) {
        let (documents, shown) = (&self.documents, self.shown);
        self.media.sizes.retain(|known, _| {
            Some(*known) == shown || documents.iter().any(|(id, _)| id == known)
        });
        if shown == Some(id) {
            self.media.sizes.insert(id, sizes);
        }
    }

    /// Leaves room for the pictures of the article.
    pub(super) fn make_room(&mut self) {
        if let Some(text) = self.under_source.as_mut().or(self.text.as_mut()) {
            let room = self.media.room(text.id(), text.height());
            text.set_pictures(room);
        }
    }

    /// Colours the code of the article as far as it is known, and asks for the rest.
    pub(super) fn colour_code(&mut self, page: &PageLayout, effects: &mut Effects) {
        if !page.code_colours {
            return;
        }
        let Some(text) = self.under_source.as_mut().or(self.text.as_mut()) else {
            return;
        };
        let known = &mut self.media.tokens;
        if known.values().flatten().map(|t| t.len()).sum::<usize>() > MOST_TOKENS {
            known.clear();
        }
        let mut ready = Vec::new();
        let mut wanted = CodeRequest::all(text.document(), |_| false);
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
        text.set_tokens(ready);
        if !wanted.is_empty() {
            effects.submit(Job::ColourCode(wanted));
        }
    }

    /// Takes in the kinds of the words of code.
    pub(in crate::app) fn receive_tokens(&mut self, tokens: Vec<(CodeKey, Tokens)>) {
        let mut ready = Vec::new();
        for (key, tokens) in tokens {
            let tokens = Arc::new(tokens);
            ready.push((key, tokens.clone()));
            self.media.tokens.insert(key, Some(tokens));
        }
        if let Some(text) = self.own_text_mut() {
            text.set_tokens(ready);
        }
    }
}
