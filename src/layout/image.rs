//! Layout of images: a box with the alternative text and the caption below; or, for an image that will be shown, an
//! empty box of its size.

use std::sync::Arc;

use super::inline_text::InlineText;
use super::ornament::{ornament_span, ornaments};
use super::prose::{ProseSettings, paragraph_lines};
use super::{Role, TextLine};
use crate::model::{Image, ImageSizes, PixelSize, plain_text};

/// Sizes and limits for images that will be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageLayoutOptions {
    /// Sizes of the images, in pixels, by URL. An image without a size is laid out as a box with its alternative text.
    pub sizes: Arc<ImageSizes>,
    /// Width and height of a screen cell, in image pixels.
    pub cell_pixels: PixelSize,
    /// Most rows of an image.
    pub max_rows: u16,
}

/// Position and size of an image in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImagePlacement<'a> {
    /// URL of the image in the document.
    pub url: &'a str,
    /// Line of the unit at which the image begins.
    pub line: usize,
    /// Column at which the image begins.
    pub column: u16,
    /// Width in columns.
    pub columns: u16,
    /// Height in rows.
    pub rows: u16,
}

/// Size of an image on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellSize {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// Returns the size of an image on the screen; `None` if it is not shown.
pub(super) fn size_in_cells(
    image: &Image,
    images: Option<&ImageLayoutOptions>,
    width: usize,
) -> Option<CellSize> {
    /// Fewest columns in which an image is shown.
    const MIN_COLUMNS: usize = 8;
    /// Largest width and height, in pixels, of spacers and tracking images, which are not shown.
    const MAX_SPACER_PIXELS: u64 = 4;
    let options = images?;
    let size = options.sizes.get(image.url.as_deref()?)?;
    let (across, down) = (u64::from(size.width), u64::from(size.height));
    if width < MIN_COLUMNS
        || across <= MAX_SPACER_PIXELS && down <= MAX_SPACER_PIXELS
        || across == 0
        || down == 0
    {
        return None;
    }
    let (wide, high) = (
        u64::from(options.cell_pixels.width.max(1)),
        u64::from(options.cell_pixels.height.max(1)),
    );
    let most = u64::from(options.max_rows.max(1));
    let nearest = |share: u64, whole: u64| (share + whole / 2) / whole;
    let mut columns = across.div_ceil(wide).min(width as u64);
    let mut rows = nearest(columns * wide * down, across * high);
    if rows > most {
        rows = most;
        columns = nearest(rows * high * across, down * wide).min(columns);
    }
    Some(CellSize {
        columns: columns.max(1) as usize,
        rows: rows.max(1) as usize,
    })
}

/// Returns the empty box in which an image will be shown.
fn placeholder_lines(size: CellSize, ascii: bool) -> Vec<TextLine> {
    let CellSize { columns, rows } = size;
    let line = |text: String| TextLine {
        spans: vec![ornament_span(text, Role::ImageFrame)],
        ..TextLine::default()
    };
    let [left, across, right, side, below_left, below_right] = box_symbols(ascii);
    if columns < BOX_TITLE.len() + 2 || rows < 3 {
        let word: String = BOX_TITLE.trim().chars().take(columns).collect();
        return (0..rows)
            .map(|row| {
                line(if row == 0 {
                    word.clone()
                } else {
                    String::new()
                })
            })
            .collect();
    }
    let dashes = across.repeat(columns - 2 - BOX_TITLE.len());
    let mut lines = vec![line(format!("{left}{BOX_TITLE}{dashes}{right}"))];
    let inside = " ".repeat(columns - 2);
    lines.extend((2..rows).map(|_| line(format!("{side}{inside}{side}"))));
    let dashes = across.repeat(columns - 2);
    lines.push(line(format!("{below_left}{dashes}{below_right}")));
    lines
}

/// Label in the upper edge of a box.
const BOX_TITLE: &str = " image ";

fn box_symbols(ascii: bool) -> [&'static str; 6] {
    if ascii {
        ["+", "-", "+", "|", "+", "+"]
    } else {
        ["┌", "─", "┐", "│", "└", "┘"]
    }
}

/// Returns the lines of an image: a box with its alternative text and the caption below; or an empty box for the image,
/// with both below.
pub(super) fn image_lines(
    image: &Image,
    images: Option<&ImageLayoutOptions>,
    width: usize,
    settings: &ProseSettings<'_>,
) -> Vec<TextLine> {
    let settings = &settings.without_justification();
    let ascii = settings.options.ascii;
    if let Some(size) = size_in_cells(image, images, width) {
        let mut lines = placeholder_lines(size, ascii);
        if plain_text(&image.caption) != image.alt {
            let alt = InlineText::unformatted(image.alt.as_str(), 0);
            lines.extend(paragraph_lines(&alt, width, Role::ImageText, settings));
        }
        lines.append(&mut caption_lines(image, width, settings));
        return lines;
    }
    /// Narrowest width, in columns, with a box.
    const MIN_BOX_COLUMNS: usize = 16;
    let boxed = width >= MIN_BOX_COLUMNS;
    let inner = if boxed { width - 4 } else { width };
    let mut inside = if image.alt.is_empty() {
        let name = file_name(image).unwrap_or_else(|| "no description".to_owned());
        let spans = ornaments(&name, inner, Role::ImageText);
        spans
            .into_iter()
            .map(|span| TextLine {
                spans: vec![span],
                ..TextLine::default()
            })
            .collect()
    } else {
        let inline_text = InlineText::unformatted(image.alt.as_str(), 0);
        paragraph_lines(&inline_text, inner, Role::ImageText, settings)
    };
    let mut lines = Vec::new();
    if boxed {
        let [left, across, right, side, below_left, below_right] = box_symbols(ascii);
        let widest = inside
            .iter()
            .map(TextLine::columns)
            .max()
            .unwrap_or(0)
            .max(9);
        let frame = |text: String| TextLine {
            spans: vec![ornament_span(text, Role::ImageFrame)],
            ..TextLine::default()
        };
        let dashes = across.repeat(widest + 2 - BOX_TITLE.len());
        lines.push(frame(format!("{left}{BOX_TITLE}{dashes}{right}")));
        for line in &mut inside {
            let pad = widest - line.columns().min(widest);
            let start = ornament_span(format!("{side} "), Role::ImageFrame);
            let end = ornament_span(format!("{} {side}", " ".repeat(pad)), Role::ImageFrame);
            line.spans.insert(0, start);
            line.spans.push(end);
        }
        lines.append(&mut inside);
        let dashes = across.repeat(widest + 2);
        lines.push(frame(format!("{below_left}{dashes}{below_right}")));
    } else {
        lines.append(&mut inside);
    }
    lines.append(&mut caption_lines(image, width, settings));
    lines
}

fn caption_lines(image: &Image, width: usize, settings: &ProseSettings<'_>) -> Vec<TextLine> {
    if image.caption.is_empty() {
        return Vec::new();
    }
    let base = image.alt.len() + usize::from(!image.alt.is_empty());
    let inline_text = InlineText::from_inlines(&image.caption, base);
    paragraph_lines(&inline_text, width, Role::Caption, settings)
}

/// Returns the last segment of the path of an image's URL.
fn file_name(image: &Image) -> Option<String> {
    let url = image.url.as_deref()?;
    let path = url.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, path)| path);
    let name: String = path.rsplit('/').next()?.chars().take(80).collect();
    let name = name.replace(char::is_control, "");
    (path.contains('/') && !name.is_empty() && !url.starts_with("data:")).then_some(name)
}
