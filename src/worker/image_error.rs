//! Errors of images: [`ImageLoadError`].

use std::io;

use crate::text::io_message;

/// Why an image can't be shown. The texts stand in its place, in a few words.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(not(feature = "images"), allow(dead_code))]
pub(super) enum ImageLoadError {
    /// The address is on another machine, or names nothing in the tour.
    #[error("not on this machine")]
    NotLocal,
    /// No file is at its address.
    #[error("not found")]
    NotFound,
    /// A folder, a device or a pipe is there.
    #[error("not a file")]
    NotFile,
    /// The file has no bytes, or says so.
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
    /// The address holds something else.
    #[error("not an image")]
    NotImage,
    /// The address holds bytes that can't be decoded.
    #[error("damaged data: URL")]
    DamagedAddress,
    /// The file can't be decoded.
    #[error("damaged")]
    Damaged,
    /// The format is none that is known.
    #[error("unknown image format")]
    Unknown,
    /// The system gives no bytes.
    #[error("{}", io_message(.0))]
    Io(#[from] io::Error),
    /// The program was built without images.
    #[error("built without images")]
    #[cfg(not(feature = "images"))]
    NotBuilt,
}
