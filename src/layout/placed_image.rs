//! Images where they stand on the screen: [`PlacedImage`].

use std::sync::Arc;

use crate::model::RenderedImage;

/// An image, or the part of it that is in sight, on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedImage {
    /// What is shown.
    pub image: Arc<RenderedImage>,
    /// The screen's column of its left edge.
    pub x: u16,
    /// The screen's row of the first row that is in sight.
    pub y: u16,
    /// The first of its rows that is in sight.
    pub first_row: u16,
    /// How many of its rows are in sight.
    pub rows: u16,
}
