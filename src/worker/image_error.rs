//! Errors of images: [`ImageLoadError`].

use std::io;

use crate::fetch::FetchError;
use crate::text::io_message;

/// Error of an image. The texts are shown in its place, in a few words.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(not(feature = "images"), allow(dead_code))]
pub(super) enum ImageLoadError {
    /// The address is on another machine, or names nothing in the tour.
    #[error("not on this machine")]
    NotLocal,
    /// No file is at its address.
    #[error("not found")]
    NotFound,
    /// The path is a folder, a device or a pipe.
    #[error("not a file")]
    NotFile,
    /// The file is empty.
    #[error("empty")]
    Empty,
    /// The image has more bytes than are read.
    #[error("larger than {0} MiB")]
    TooManyBytes(u64),
    /// The image has more pixels than are decoded.
    #[error("more than {0} million pixels")]
    TooManyPixels(u64),
    /// Decoding it takes too much memory.
    #[error("too large")]
    TooLarge,
    /// The file is not an image.
    #[error("not an image")]
    NotImage,
    /// The `data:` URL can't be decoded.
    #[error("damaged data: URL")]
    DamagedAddress,
    /// The file can't be decoded.
    #[error("damaged")]
    Damaged,
    /// The image format is unknown.
    #[error("unknown image format")]
    Unknown,
    /// There is no folder for fetched images.
    #[error("no cache folder")]
    NoCache,
    /// Not fetched.
    #[error("{0}")]
    Fetch(#[from] FetchError),
    /// Error of the system.
    #[error("{}", io_message(.0))]
    Io(#[from] io::Error),
    /// The program was built without images.
    #[error("built without images")]
    #[cfg(not(feature = "images"))]
    NotBuilt,
}
