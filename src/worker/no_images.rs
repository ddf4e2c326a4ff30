//! Replacement for images in a program built without them.

use std::sync::Arc;

use super::image_error::ImageLoadError;
use crate::ingest::TourImage;
use crate::model::{Document, ImageRequest, ImageSizes, Origin, RenderedImage};

/// Returns no sizes, so that no image is requested.
pub(super) fn image_sizes(_: &Document, _: &Origin, _: &[TourImage]) -> ImageSizes {
    ImageSizes::new()
}

/// Returns an error: the program is built without images.
pub(super) fn load_image(
    _: &ImageRequest,
    _: &[TourImage],
) -> Result<Arc<RenderedImage>, ImageLoadError> {
    Err(ImageLoadError::NotBuilt)
}
