//! Images and highlighting in the text of an article: the visible images, and the space and tokens that the layout
//! needs.

use std::sync::Arc;

use super::ReaderText;
use crate::layout::{ImageLayoutOptions, LinePosition};
use crate::model::{CodeKey, Tokens};

/// An image of which at least a part is visible, or that is just below the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageInView<'a> {
    /// Address in the article.
    pub url: &'a str,
    /// First column in the text.
    pub column: u16,
    /// Columns.
    pub columns: u16,
    /// Rows of the whole image.
    pub rows: u16,
    /// Row of the screen at which the visible part begins, counted from the top of the text.
    pub top_row: u16,
    /// First visible row of the image.
    pub first_row: u16,
    /// Number of visible rows of the image.
    pub visible_rows: u16,
}

impl ReaderText {
    /// Returns the visible images, and those in the `ahead` units below.
    pub fn images(&self, ahead: usize) -> Vec<ImageInView<'_>> {
        let (Some(first), Some(last)) = (self.visible_lines.first(), self.visible_lines.last())
        else {
            return Vec::new();
        };
        let mut images = Vec::new();
        for unit in first.unit..=last.unit + ahead {
            let Some(image) = self.layout.image_placement(unit) else {
                continue;
            };
            let lines = image.line..image.line + usize::from(image.rows);
            let shown = |at: &LinePosition| at.unit == unit && lines.contains(&at.line);
            let at = self.visible_lines.iter().position(shown);
            let in_sight = self.visible_lines.iter().filter(|at| shown(at)).count();
            if at.is_none() && unit <= last.unit {
                continue;
            }
            let top = at.and_then(|at| self.visible_lines.get(at));
            images.push(ImageInView {
                url: image.url,
                column: image.column,
                columns: image.columns,
                rows: image.rows,
                top_row: at.unwrap_or(self.height) as u16,
                first_row: top.map_or(0, |top| top.line - image.line) as u16,
                visible_rows: in_sight as u16,
            });
        }
        images
    }

    /// Returns true if the layout has reserved space for images.
    pub fn has_image_sizes(&self) -> bool {
        self.layout.image_sizing().is_some()
    }

    /// Sets the sizes of images; the words at the top stay there.
    pub fn set_images(&mut self, images: Option<ImageLayoutOptions>) {
        if self.layout.image_sizing() != images.as_ref() {
            self.layout.set_image_sizing(images);
            self.restore_top();
            self.update_view();
        }
    }

    /// Sets the highlighting tokens of code. Only colours change.
    pub fn set_tokens(&mut self, tokens: Vec<(CodeKey, Arc<Tokens>)>) {
        if !tokens.is_empty() {
            self.layout.set_tokens(tokens);
            self.update_view();
        }
    }
}
