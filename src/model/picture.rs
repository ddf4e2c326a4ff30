//! Pictures as plain data: what the worker is asked for, what it gives, and where on the screen it stands.

use std::collections::HashMap;
use std::sync::Arc;

use super::{ArticleId, Origin};

/// The widths and heights of a story's pictures in pixels, by address. Only of those that are on this machine.
pub type PictureSizes = HashMap<String, (u32, u32)>;

/// How a terminal takes pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureForm {
    /// Sent once, and shown wherever wanted (kitty graphics protocol).
    Kitty,
    /// Sent row by row wherever they are to be seen (iTerm2's inline images).
    Iterm2,
    /// The same as sixels.
    Sixel,
    /// Cells of text whose upper and lower halves have colours.
    Blocks {
        /// Whether any colour can be had, or only the 256 of xterm.
        true_colour: bool,
    },
}

/// A picture that is wanted, at the size in which it will stand on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureRequest {
    /// The story that it stands in.
    pub article: ArticleId,
    /// Where the story is: relative addresses start from there.
    pub origin: Origin,
    /// Its address in the story.
    pub url: String,
    /// The columns it takes.
    pub columns: u16,
    /// The rows it takes.
    pub rows: u16,
    /// The width and height of a cell in pixels.
    pub cell: (u16, u16),
    /// How it is to be made ready.
    pub form: PictureForm,
}

/// A picture made ready for the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The columns it takes.
    pub columns: u16,
    /// The rows it takes.
    pub rows: u16,
    /// What is shown.
    pub data: PictureData,
}

/// The content of a picture, in one of the forms that terminals take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureData {
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

impl Picture {
    /// About how many bytes of memory it takes.
    pub fn bytes(&self) -> usize {
        match &self.data {
            PictureData::Cells(cells) => cells.len() * 6,
            PictureData::Png { file, .. } => file.len(),
            PictureData::PngRows(rows) => rows.iter().map(Vec::len).sum(),
            PictureData::SixelRows(rows) => rows.iter().map(String::len).sum(),
        }
    }
}

/// A picture, or the part of it that is in sight, on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedPicture {
    /// What is shown.
    pub picture: Arc<Picture>,
    /// The screen's column of its left edge.
    pub x: u16,
    /// The screen's row of the first row that is in sight.
    pub y: u16,
    /// The first of its rows that is in sight.
    pub first_row: u16,
    /// How many of its rows are in sight.
    pub rows: u16,
}
