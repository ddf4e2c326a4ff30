//! Images at their position on the screen: [`PlacedImage`].

use std::sync::Arc;

use crate::model::RenderedImage;

/// Visible part of an image, with its position on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedImage {
    /// The image.
    pub image: Arc<RenderedImage>,
    /// Column of the left edge on the screen.
    pub x: u16,
    /// Row on the screen of the first visible row of the image.
    pub y: u16,
    /// First visible row of the image.
    pub first_row: u16,
    /// Number of visible rows.
    pub rows: u16,
}
