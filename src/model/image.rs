//! Images as plain data: the size and the form in which one is wanted, and its content in that form.

use std::collections::HashMap;

use super::{ArticleId, Origin};

/// The widths and heights of an article's images in pixels, by address. Only of those that are on this machine.
pub type ImageSizes = HashMap<String, (u32, u32)>;

/// The form in which an image is wanted: one for each kind of [`ImageData`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageForm {
    /// A PNG file.
    Png,
    /// A PNG file for each row of cells.
    PngRows,
    /// Sixels for each row of cells.
    SixelRows,
    /// Cells of text whose upper and lower halves have colours.
    Cells {
        /// Whether any colour can be had, or only the 256 of xterm.
        true_colour: bool,
    },
}

/// An image that is wanted, at a size in cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageRequest {
    /// The article that it stands in.
    pub article: ArticleId,
    /// Where the article is: relative addresses start from there.
    pub origin: Origin,
    /// Its address in the article.
    pub url: String,
    /// Cells of its width.
    pub columns: u16,
    /// Cells of its height.
    pub rows: u16,
    /// The width and height of a cell in pixels.
    pub cell: (u16, u16),
    /// How it is to be made ready.
    pub form: ImageForm,
}

/// An image that was made ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedImage {
    /// Cells of its width.
    pub columns: u16,
    /// Cells of its height.
    pub rows: u16,
    /// Its content.
    pub data: ImageData,
}

/// The content of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageData {
    /// For each cell, row by row, the red, green and blue of its upper and of its lower half.
    Cells(Vec<[[u8; 3]; 2]>),
    /// A PNG file, and its height in pixels.
    Png {
        /// The file.
        file: Vec<u8>,
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// A PNG file for each row.
    PngRows(Vec<Vec<u8>>),
    /// The sixels of each row: what stands between `q` and the end of the sequence.
    SixelRows(Vec<String>),
}

impl RenderedImage {
    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        match &self.data {
            ImageData::Cells(cells) => cells.len() * 6,
            ImageData::Png { file, .. } => file.len(),
            ImageData::PngRows(rows) => rows.iter().map(Vec::len).sum(),
            ImageData::SixelRows(rows) => rows.iter().map(String::len).sum(),
        }
    }
}
