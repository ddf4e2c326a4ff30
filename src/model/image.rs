//! Images as plain data: requests for an image at a size in cells, and its content in a form that the terminal can
//! show.

use std::collections::HashMap;

use super::{ArticleId, Origin};

/// Size in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PixelSize {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Sizes of the images of an article, by address; only of those stored on this machine.
pub type ImageSizes = HashMap<String, PixelSize>;

/// Form in which an image is requested, one for each kind of [`ImageData`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageForm {
    /// PNG file.
    Png,
    /// PNG file for each row of cells.
    PngRows,
    /// Sixels for each row of cells.
    SixelRows,
    /// Cells of text whose upper and lower halves have colours.
    Cells {
        /// True if the terminal shows any colour; false if it has the 256 of xterm.
        true_colour: bool,
    },
}

/// Request for an image at a size in cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageRequest {
    /// Article that the image is in.
    pub article: ArticleId,
    /// Origin of the article, which relative addresses start from.
    pub origin: Origin,
    /// Address of the image in the article.
    pub url: String,
    /// Width in cells.
    pub columns: u16,
    /// Height in cells.
    pub rows: u16,
    /// Size of a cell.
    pub cell: PixelSize,
    /// Requested form.
    pub form: ImageForm,
}

/// Image that is encoded for the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedImage {
    /// Width in cells.
    pub columns: u16,
    /// Height in cells.
    pub rows: u16,
    /// Content.
    pub data: ImageData,
}

/// Content of an image in one of the forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageData {
    /// For each cell, row by row, the red, green and blue of its upper and of its lower half.
    Cells(Vec<[[u8; 3]; 2]>),
    /// PNG file with its size.
    Png {
        /// Bytes of the file.
        file: Vec<u8>,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// PNG file for each row of cells.
    PngRows(Vec<Vec<u8>>),
    /// Sixels of each row of cells: the part between `q` and the end of the sequence.
    SixelRows(Vec<String>),
}

impl RenderedImage {
    /// Returns the approximate size in memory, in bytes.
    pub fn bytes(&self) -> usize {
        match &self.data {
            ImageData::Cells(cells) => cells.len() * 6,
            ImageData::Png { file, .. } => file.len(),
            ImageData::PngRows(rows) => rows.iter().map(Vec::len).sum(),
            ImageData::SixelRows(rows) => rows.iter().map(String::len).sum(),
        }
    }
}
