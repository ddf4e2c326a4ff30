//! Replacement for images in a program built without them.

use std::sync::Arc;

use super::image_cache::StoredImages;
use super::image_error::ImageLoadError;
use crate::model::{Document, ImageRequest, ImageSizes, Origin, PixelSize, RenderedImage};

/// Returns no size: nothing can be shown.
pub(super) fn size_of_bytes(_: Vec<u8>) -> Option<PixelSize> {
    None
}

/// Returns no sizes, so that no image is requested.
pub(super) fn image_sizes(_: &Document, _: &Origin, _: StoredImages<'_>) -> ImageSizes {
    ImageSizes::new()
}

/// Returns an error: the program is built without images.
pub(super) fn load_image(
    _: &ImageRequest,
    _: StoredImages<'_>,
) -> Result<Arc<RenderedImage>, ImageLoadError> {
    Err(ImageLoadError::NotBuilt)
}
