//! Images and highlighting tokens in memory: [`Media`]. Images that are still being loaded have their space in the
//! text.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::list::List;
use crate::app::reader::{ImageInView, ReaderText};
use crate::layout::ImageLayoutOptions;
use crate::model::{
    ArticleId, CodeKey, ImageForm, ImageRequest, ImageSizes, PixelSize, RenderedImage, Tokens,
};

/// Maximum images in memory.
const MAX_IMAGES: usize = 48;
/// Maximum bytes of images in memory, beside the visible ones.
const MAX_IMAGE_BYTES: usize = 64 * 1024 * 1024;
/// Maximum rows of an image on the screen.
const MAX_IMAGE_ROWS: usize = 20;
/// Size of a character cell in pixels where the terminal does not report it: that of a font of ordinary size.
const DEFAULT_CELL: PixelSize = PixelSize {
    width: 8,
    height: 16,
};
/// Size of a character cell in pixels where images are drawn with half blocks: a cell shows only two pixels, so that
/// images get more cells.
const BLOCK_CELL: PixelSize = PixelSize {
    width: 4,
    height: 8,
};

/// Images and tokens in memory, and those being loaded.
#[derive(Debug, Default)]
pub(in crate::app) struct Media {
    /// Form in which the terminal takes images; `None` if it takes none.
    form: Option<ImageForm>,
    /// Size of a character cell in pixels, if the terminal reports it.
    cell: Option<PixelSize>,
    /// Sizes of the images of articles.
    pub(in crate::app::reader) sizes: HashMap<ArticleId, Arc<ImageSizes>>,
    /// Requested images, newest last.
    pub(super) images: Vec<(ImageRequest, ImageState)>,
    /// Tokens of code; `None` while they are being computed.
    pub(super) tokens: HashMap<CodeKey, Option<Arc<Tokens>>>,
}

/// State of a requested image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageState {
    /// Being loaded.
    Awaited,
    /// Loaded.
    Ready(Arc<RenderedImage>),
    /// Not available, for this reason.
    Failed(String),
}

impl Media {
    /// Returns the form in which the terminal takes images. Sixel needs the size of a cell; without it, images are
    /// drawn with half blocks.
    pub(in crate::app) fn form(&self) -> Option<ImageForm> {
        match self.form {
            Some(ImageForm::SixelRows) if self.cell.is_none() => {
                Some(ImageForm::Cells { true_colour: true })
            }
            form => form,
        }
    }

    /// Returns the space for the images of an article on a page of `height` rows.
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

    /// Returns the state of a requested image.
    pub(super) fn image_state(&self, request: &ImageRequest) -> Option<&ImageState> {
        let mut known = self.images.iter();
        let found = known.find(|(known, _)| known == request);
        found.map(|(_, state)| state)
    }

    /// Drops images that have not been requested lately, and pending ones that are no longer awaited, so that the
    /// worker can drop their jobs.
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

    /// Sets the form in which the terminal takes images; `None` shows a box with the alternative text for each.
    pub(in crate::app) fn set_form(&mut self, form: Option<ImageForm>) {
        self.form = form;
    }

    /// Sets the size of a character cell. False if it has not changed.
    pub(in crate::app) fn set_cell_size(&mut self, cell: Option<PixelSize>) -> bool {
        let changed = self.cell != cell;
        self.cell = cell;
        changed
    }

    /// Returns the request for an image of the text.
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

    /// Receives a requested image.
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
