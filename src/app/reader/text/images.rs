//! The images in the text of an article, and the colours of its code: where they are in sight, and what makes room for them.

use std::sync::Arc;

use super::ReaderText;
use crate::layout::{ImageLayoutOptions, LinePosition};
use crate::model::{CodeKey, Tokens};

/// An image, or the part of it that is in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageInView<'a> {
    /// Address of the image in the article.
    pub url: &'a str,
    /// The column of the text at which it begins.
    pub column: u16,
    /// The columns it takes.
    pub columns: u16,
    /// The rows it takes.
    pub rows: u16,
    /// The row of the text on the screen at which the part in sight begins.
    pub top_row: u16,
    /// The first of its rows that is in sight.
    pub first_row: u16,
    /// Number of its rows on the screen.
    pub visible_rows: u16,
}

impl ReaderText {
    /// Returns the images in sight, and those in so many units below.
    pub fn images(&self, ahead: usize) -> Vec<ImageInView<'_>> {
        let (Some(first), Some(last)) = (self.visible_lines.first(), self.visible_lines.last())
        else {
            return Vec::new();
        };
        let mut images = Vec::new();
        for unit in first.unit..=last.unit + ahead {
            let Some(place) = self.layout.image(unit) else {
                continue;
            };
            let lines = place.line..place.line + usize::from(place.rows);
            let shown = |at: &LinePosition| at.unit == unit && lines.contains(&at.line);
            let at = self.visible_lines.iter().position(shown);
            let in_sight = self.visible_lines.iter().filter(|at| shown(at)).count();
            if at.is_none() && unit <= last.unit {
                continue;
            }
            let top = at.and_then(|at| self.visible_lines.get(at));
            images.push(ImageInView {
                url: place.url,
                column: place.column,
                columns: place.columns,
                rows: place.rows,
                top_row: at.unwrap_or(self.height) as u16,
                first_row: top.map_or(0, |top| top.line - place.line) as u16,
                visible_rows: in_sight as u16,
            });
        }
        images
    }

    /// True if the article has images that can be shown.
    pub fn has_image_sizes(&self) -> bool {
        self.layout.images().is_some()
    }

    /// Says how large the images are; the words at the top stay there.
    pub fn set_images(&mut self, images: Option<ImageLayoutOptions>) {
        if self.layout.images() != images.as_ref() {
            self.layout.set_images(images);
            self.relayout();
            self.update_view();
        }
    }

    /// Says what the words of code are. Only colours change.
    pub fn set_tokens(&mut self, tokens: Vec<(CodeKey, Arc<Tokens>)>) {
        if !tokens.is_empty() {
            self.layout.set_tokens(tokens);
            self.update_view();
        }
    }
}
