//! Paragraphs and headings of the Markdown builder, and the images and formulas inside them.

use super::MarkdownBuilder;
use super::frame::{Frame, FrameKind, InlineWrap, ParagraphImage};
use crate::extract::markdown::title;
use crate::extract::targets;
use crate::model::{Block, Heading, Image, Inline, plain_text};

impl MarkdownBuilder<'_> {
    /// Adds a heading. Its images follow it; the alternative texts are the heading if it has no words.
    pub(super) fn push_heading(
        &mut self,
        level: u8,
        id: Option<String>,
        mut content: Vec<Inline>,
        images: Vec<ParagraphImage>,
    ) {
        let has_words = !plain_text(&content).trim().is_empty();
        if !has_words {
            let alts: Vec<&str> = images
                .iter()
                .map(|image| image.image.alt.as_str())
                .collect();
            content = vec![Inline::Text(alts.join(" "))];
        }
        let id = id.unwrap_or_else(|| self.unique_slug(&plain_text(&content)));
        content.insert(0, targets::target_mark(&id));
        self.push_block(Block::Heading(Heading { level, content }));
        for image in images.into_iter().filter(|_| has_words) {
            match image.is_badge() || image.is_vector_graphic() {
                true => self.left_out_badges.push(image.image.alt),
                false => self.push_block(Block::Image(image.image)),
            }
        }
    }

    /// Adds a paragraph. A paragraph of nothing but images becomes their blocks; badges above the text are left out.
    pub(super) fn push_paragraph(&mut self, inlines: Vec<Inline>, images: Vec<ParagraphImage>) {
        let dense = |text: &str| text.split_whitespace().collect::<String>();
        let alone = || {
            let alts: String = images.iter().map(|image| dense(&image.image.alt)).collect();
            dense(&plain_text(&inlines)) == alts
        };
        if !images.is_empty() && alone() {
            let is_linked_row = images.len() > 1 && images.iter().all(|image| image.is_linked);
            let is_row = is_linked_row
                || images.iter().any(ParagraphImage::is_badge)
                    && images
                        .iter()
                        .all(|image| image.is_badge() || image.is_vector_graphic());
            for image in images {
                match self.is_in_head && is_row {
                    true => self.left_out_badges.push(image.image.alt),
                    false => self.push_block(Block::Image(image.image)),
                }
            }
        } else if !inlines.is_empty() {
            self.is_in_head &= title::is_navigation(&inlines);
            self.push_block(Block::Paragraph(inlines));
        }
    }

    /// Adds the alternative text where the image stands, and the image for a paragraph that has nothing else.
    pub(super) fn push_image(&mut self, url: Option<String>, alt: String, title: String) {
        let inside =
            |frame: &&mut Frame| !matches!(frame.kind, FrameKind::Wrap(_) | FrameKind::Element(..));
        let caption = match title.is_empty() {
            true => Vec::new(),
            false => vec![Inline::Text(title)],
        };
        let is_linked = self
            .stack
            .iter()
            .rev()
            .map_while(|frame| match &frame.kind {
                FrameKind::Wrap(wrap) | FrameKind::Element(_, wrap) => Some(wrap),
                _ => None,
            });
        let is_linked = is_linked
            .into_iter()
            .any(|wrap| matches!(wrap, InlineWrap::Link(_)));
        let mut is_in_heading = false;
        if let Some(frame) = self.stack.iter_mut().rev().find(inside) {
            let alt = alt.clone();
            frame.images.push(ParagraphImage {
                image: Image { url, alt, caption },
                is_linked,
            });
            is_in_heading = matches!(frame.kind, FrameKind::Heading(..));
        }
        if !is_in_heading {
            self.push_inline(Inline::Text(alt));
        }
    }

    /// Adds a formula: as a code block if it has several lines and stands in a paragraph, else as code.
    pub(super) fn push_display_math(&mut self, text: &str) {
        let frame = self.stack.last_mut();
        match frame {
            Some(frame) if text.contains('\n') && matches!(frame.kind, FrameKind::Paragraph) => {
                let (inlines, images) = (
                    std::mem::take(&mut frame.inlines),
                    std::mem::take(&mut frame.images),
                );
                self.stack.pop();
                self.push_paragraph(inlines, images);
                self.push_block(Block::CodeBlock {
                    language: Some("tex".to_owned()),
                    text: text.to_owned(),
                });
                self.stack.push(Frame::new(FrameKind::Paragraph));
            }
            _ => self.push_inline(Inline::Code(text.replace('\n', " "))),
        }
    }
}
