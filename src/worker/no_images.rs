//! Replacement for images in a program built without them.

use std::sync::Arc;

use super::image_error::ImageLoadError;
use crate::ingest::TourImage;
use crate::model::{Document, ImageRequest, ImageSizes, Origin, RenderedImage};

/// No image has a place, so none is asked for.
pub(super) fn sizes(_: &Document, _: &Origin, _: &[TourImage]) -> ImageSizes {
    ImageSizes::new()
}

/// Returns an error: the program is built without images.
pub(super) fn load(
    _: &ImageRequest,
    _: &[TourImage],
) -> Result<Arc<RenderedImage>, ImageLoadError> {
    Err(ImageLoadError::NotBuilt)
}
