//! Stand-in for pictures in a program that was built without them.

use std::sync::Arc;

use super::picture_error::PictureError;
use crate::ingest::SeedPicture;
use crate::model::{Document, Origin, Picture, PictureRequest, PictureSizes};

/// No picture has a place, so none is asked for.
pub(super) fn sizes(_: &Document, _: &Origin, _: &[SeedPicture]) -> PictureSizes {
    PictureSizes::new()
}

/// There is none.
pub(super) fn load(_: &PictureRequest, _: &[SeedPicture]) -> Result<Arc<Picture>, PictureError> {
    Err(PictureError::NotBuilt)
}
