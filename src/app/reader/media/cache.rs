//! Images and the colours of code in the text of an article. Those that are not there yet are asked for, and have their room on
//! the page already.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::list::List;
use crate::app::reader::{ImageInView, ReaderText};
use crate::layout::ImageLayoutOptions;
use crate::model::{
    ArticleId, CodeKey, ImageForm, ImageRequest, ImageSizes, PixelSize, RenderedImage, Tokens,
};

/// The most images that are kept in memory.
const MAX_IMAGES: usize = 48;
/// The most bytes that they may take, the ones in sight apart.
const MAX_IMAGE_BYTES: usize = 64 * 1024 * 1024;
/// The most rows of the screen that an image takes.
const MAX_IMAGE_ROWS: usize = 20;
/// The cell that an image's pixels are counted in where the terminal does not say: as fonts of an ordinary size have it.
const DEFAULT_CELL: PixelSize = PixelSize {
    width: 8,
    height: 16,
};
/// A cell of half blocks shows only two pixels: an image gets more room for them.
const BLOCK_CELL: PixelSize = PixelSize {
    width: 4,
    height: 8,
};

/// The images and colours that are there, and what is on its way.
#[derive(Debug, Default)]
pub(in crate::app) struct Media {
    form: Option<ImageForm>,
    /// The width and height of a cell of the screen in pixels, if the terminal says it.
    cell: Option<PixelSize>,
    pub(super) sizes: HashMap<ArticleId, Arc<ImageSizes>>,
    /// The images asked for, the latest last.
    pub(super) images: Vec<(ImageRequest, ImageState)>,
    /// Kinds of the words of code; `None` while they are on their way.
    pub(super) tokens: HashMap<CodeKey, Option<Arc<Tokens>>>,
}

/// True if an image is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageState {
    /// On its way.
    Awaited,
    /// The image is loaded.
    Ready(Arc<RenderedImage>),
    /// Not to be shown; the text says why.
    Failed(String),
}

impl Media {
    /// Returns the form in which the terminal shows images. Sixels need the size of a cell.
    pub(in crate::app) fn form(&self) -> Option<ImageForm> {
        match self.form {
            Some(ImageForm::SixelRows) if self.cell.is_none() => {
                Some(ImageForm::Cells { true_colour: true })
            }
            form => form,
        }
    }

    /// Room for the images of an article on a page of so many rows.
    pub(super) fn image_space(&self, id: ArticleId, height: usize) -> Option<ImageLayoutOptions> {
        let cell = match self.form()? {
            ImageForm::Cells { .. } => BLOCK_CELL,
            _ => {
                // On a screen of many small pixels an image's pixel is larger than the screen's.
                let cell = self.cell.unwrap_or(DEFAULT_CELL);
                let width = cell.width.clamp(1, 10);
                PixelSize {
                    width,
                    height: (cell.height * width / cell.width.max(1)).max(1),
                }
            }
        };
        Some(ImageLayoutOptions {
            sizes: self.sizes.get(&id)?.clone(),
            cell_pixels: cell,
            max_rows: (height * 3 / 5).clamp(1, MAX_IMAGE_ROWS) as u16,
        })
    }

    pub(super) fn image_state(&self, request: &ImageRequest) -> Option<&ImageState> {
        let mut known = self.images.iter();
        let found = known.find(|(known, _)| known == request);
        found.map(|(_, state)| state)
    }

    /// Forgets images that have not been asked for lately, and those on their way that nobody waits for any more: the
    /// worker may drop them.
    pub(super) fn evict(&mut self, in_sight: &[ImageRequest]) {
        self.images
            .retain(|(request, state)| *state != ImageState::Awaited || in_sight.contains(request));
        let bytes = |state: &ImageState| match state {
            ImageState::Ready(image) => image.bytes(),
            _ => 0,
        };
        let mut all: usize = self.images.iter().map(|(_, state)| bytes(state)).sum();
        let mut count = self.images.len();
        self.images.retain(|(request, state)| {
            let keep = count <= MAX_IMAGES && all <= MAX_IMAGE_BYTES || in_sight.contains(request);
            if !keep {
                count -= 1;
                all -= bytes(state);
            }
            keep
        });
    }

    /// Sets how the terminal takes images; `None` shows boxes with their words.
    pub(in crate::app) fn set_form(&mut self, form: Option<ImageForm>) {
        self.form = form;
    }

    /// Sets how large a cell of the screen is in pixels. False if that is known already.
    pub(in crate::app) fn set_cell_size(&mut self, cell: Option<PixelSize>) -> bool {
        let changed = self.cell != cell;
        self.cell = cell;
        changed
    }

    pub(super) fn image_request(
        &self,
        reader: &ReaderText,
        view: &ImageInView<'_>,
        list: &List,
    ) -> Option<ImageRequest> {
        let article = list.get(reader.id())?;
        Some(ImageRequest {
            article: reader.id(),
            origin: article.origin.clone(),
            url: view.url.to_owned(),
            columns: view.columns,
            rows: view.rows,
            cell: self.cell.unwrap_or(DEFAULT_CELL),
            form: self.form()?,
        })
    }

    /// Takes in an image that was asked for.
    pub(in crate::app) fn receive_image(
        &mut self,
        request: &ImageRequest,
        image: Result<Arc<RenderedImage>, String>,
    ) {
        let mut known = self.images.iter_mut();
        let awaited = |(known, state): &&mut (ImageRequest, ImageState)| {
            *state == ImageState::Awaited && known == request
        };
        if let Some((_, state)) = known.find(awaited) {
            *state = match image {
                Ok(image) => ImageState::Ready(image),
                Err(reason) => ImageState::Failed(reason),
            };
        }
    }
}
