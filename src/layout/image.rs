//! Pictures: a box with what they show, and the caption below.

use super::blocks::{line_columns, ornament, ornaments};
use super::flow::Flow;
use super::prose::{Setting, paragraph};
use super::{Role, TextLine};
use crate::model::Image;

/// A picture: a box with what it shows, and the caption below.
pub(super) fn lines(image: &Image, width: usize, set: &Setting<'_>) -> Vec<TextLine> {
    let set = &set.ragged();
    let ascii = set.options.ascii;
    /// Below this width there is no box.
    const BOXED: usize = 16;
    let boxed = width >= BOXED;
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
        let flow = Flow::plain(image.alt.as_str(), 0);
        paragraph(&flow, inner, Role::ImageText, set)
    };
    let mut lines = Vec::new();
    if boxed {
        let glyphs = if ascii {
            ["+", "-", "+", "|", "+", "+"]
        } else {
            ["┌", "─", "┐", "│", "└", "┘"]
        };
        let [left, across, right, side, below_left, below_right] = glyphs;
        let widest = inside.iter().map(line_columns).max().unwrap_or(0).max(9);
        let frame = |text: String| TextLine {
            spans: vec![ornament(text, Role::ImageFrame)],
            ..TextLine::default()
        };
        let head = " picture ";
        let dashes = across.repeat(widest + 2 - head.len());
        lines.push(frame(format!("{left}{head}{dashes}{right}")));
        for line in &mut inside {
            let pad = widest - line_columns(line).min(widest);
            let start = ornament(format!("{side} "), Role::ImageFrame);
            let end = ornament(format!("{} {side}", " ".repeat(pad)), Role::ImageFrame);
            line.spans.insert(0, start);
            line.spans.push(end);
        }
        lines.append(&mut inside);
        let dashes = across.repeat(widest + 2);
        lines.push(frame(format!("{below_left}{dashes}{below_right}")));
    } else {
        lines.append(&mut inside);
    }
    if !image.caption.is_empty() {
        let base = image.alt.len() + usize::from(!image.alt.is_empty());
        let flow = Flow::whole(&image.caption, base);
        lines.extend(paragraph(&flow, width, Role::Caption, set));
    }
    lines
}

/// The last part of the path of a picture's address.
fn file_name(image: &Image) -> Option<String> {
    let url = image.url.as_deref()?;
    let path = url.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, path)| path);
    let name: String = path.rsplit('/').next()?.chars().take(80).collect();
    let kept = name.replace(char::is_control, "");
    (path.contains('/') && !kept.is_empty() && !url.starts_with("data:")).then_some(kept)
}
