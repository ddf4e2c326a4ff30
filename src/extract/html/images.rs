//! Reads image elements: address (also of lazily loaded images), alternative text, and whether the image is an icon.

use super::view::PageView;
use crate::extract::dom::{DomId, DomTree};
use crate::model::Image;

/// Result of reading an image element.
pub(super) enum ImageElement {
    /// An emoji, formula or icon within a line, as its alternative text.
    Icon(String),
    /// An image that is a block.
    Image(Image),
    /// A spacer, a tracking pixel, or an icon without alternative text.
    Ignored,
}

/// Reads `img`, `amp-img`, or the first of them in a `picture` or `noscript`.
pub(super) fn read_image(view: PageView<'_>, id: DomId) -> ImageElement {
    let tree = view.tree;
    let img = if matches!(tree.name(id), "img" | "amp-img") {
        Some(id)
    } else {
        tree.elements(id)
            .find(|i| matches!(tree.name(*i), "img" | "amp-img"))
    };
    let Some(img) = img else {
        return ImageElement::Ignored;
    };
    let alt = collapse_white_space(tree.attr(img, "alt").unwrap_or_default());
    let names = tree.class_and_id(img);
    let size = |name| {
        tree.attr(img, name)
            .and_then(|v| v.trim().trim_end_matches("px").parse::<f32>().ok())
    };
    let sizes = [size("width"), size("height")];
    let sign = [
        "emoji",
        "smiley",
        "wp-smiley",
        "latex",
        "tex",
        "math",
        "mwe-math-fallback-image-inline",
    ];
    if names.split_whitespace().any(|n| sign.contains(&n)) {
        return if alt.is_empty() {
            ImageElement::Ignored
        } else {
            ImageElement::Icon(alt)
        };
    }
    if sizes.iter().flatten().any(|s| *s <= 2.0) {
        return ImageElement::Ignored;
    }
    let small = sizes.iter().flatten().any(|s| *s <= 32.0);
    let url = image_url(tree, img).or_else(|| {
        let mut sources = tree.elements(id).filter(|i| tree.name(*i) == "source");
        sources.find_map(|i| image_url(tree, i))
    });
    let url = url.and_then(|url| view.absolute_url(&url));
    if alt.is_empty() && (small || url.is_none()) {
        return ImageElement::Ignored;
    }
    ImageElement::Image(Image {
        url,
        alt,
        caption: Vec::new(),
    })
}

/// Appends an image, unless it repeats the last one.
pub(super) fn add_image(image: Image, to: &mut Vec<Image>) {
    if !to.last().is_some_and(|last| is_same_image(last, &image)) {
        to.push(image);
    }
}

/// Returns true if two images show the same: pages repeat a lazily loaded image in `noscript`.
pub(super) fn is_same_image(one: &Image, other: &Image) -> bool {
    one.url == other.url || (one.alt == other.alt && !one.alt.is_empty())
}

/// Returns the address of an image: the attributes of lazy loading first, then `src`, then the largest candidate of
/// `srcset`. `data:` URLs are ignored.
fn image_url(tree: &DomTree, id: DomId) -> Option<String> {
    /// Attributes in which pages give the address of an image that a script loads.
    const LAZY: &[&str] = &[
        "data-src",
        "data-original",
        "data-lazy-src",
        "data-hi-res-src",
        "data-full-src",
        "data-url",
    ];
    let usable = |url: &&str| !url.trim().is_empty() && !url.trim_start().starts_with("data:");
    let lazy = LAZY.iter().find_map(|a| tree.attr(id, a)).filter(usable);
    let set = ["srcset", "data-srcset", "data-lazy-srcset"]
        .iter()
        .find_map(|a| largest_candidate(tree.attr(id, a)?));
    let plain = tree.attr(id, "src").filter(usable);
    lazy.or(plain).map(str::to_owned).or(set)
}

/// Returns the URL with the largest descriptor in a `srcset` attribute (HTML standard, 4.8.4.2.1).
fn largest_candidate(set: &str) -> Option<String> {
    let candidates = set.split(", ").filter_map(|candidate| {
        let mut parts = candidate.split_whitespace();
        let url = parts.next()?.trim_end_matches(',');
        let size = parts.next().map_or(1.0, |s| {
            s.trim_end_matches([',', 'w', 'x'])
                .parse()
                .unwrap_or(1.0_f32)
        });
        (!url.is_empty() && !url.starts_with("data:")).then_some((url, size))
    });
    candidates
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(url, _)| url.to_owned())
}

fn collapse_white_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
