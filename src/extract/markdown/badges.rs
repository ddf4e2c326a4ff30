//! Recognizes badges: images that show the state of a project ([`is_badge`]).

/// Returns true for the address of a badge: a vector graphic that is linked, or one whose address says so.
pub(super) fn is_badge(url: Option<&str>, is_linked: bool) -> bool {
    let names = ["badge", "badges", "shield", "shields"];
    let mut words = url
        .unwrap_or_default()
        .split(|c: char| !c.is_ascii_alphanumeric());
    let is_named = words.any(|word| names.iter().any(|name| word.eq_ignore_ascii_case(name)));
    is_named || is_linked && is_vector_graphic(url)
}

/// Returns true if the address names an SVG file.
pub(super) fn is_vector_graphic(url: Option<&str>) -> bool {
    let path = url.unwrap_or_default().split(['?', '#']).next();
    path.is_some_and(|path| path.to_ascii_lowercase().ends_with(".svg"))
}
