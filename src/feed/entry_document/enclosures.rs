//! List of the files of an entry: [`enclosure_list`].

use std::collections::HashSet;

use crate::model::{
    Block, Enclosure, Inline, List, ListItem, Part, for_each_part, percent_decoded,
};

/// Returns a list of links to the files that `blocks` do not link to or show; `None` if there is no such file.
pub(super) fn enclosure_list(files: &[Enclosure], blocks: &[Block]) -> Option<Block> {
    let known = addresses(blocks);
    let items: Vec<ListItem> = files
        .iter()
        .filter(|file| !known.contains(file.url.as_str()))
        .map(|file| ListItem {
            checked: None,
            number: None,
            blocks: vec![Block::Paragraph(enclosure_inlines(file))],
        })
        .collect();
    (!items.is_empty()).then_some(Block::List(List {
        items,
        ..List::default()
    }))
}

/// Returns the link to a file, and its type, size and duration as far as they are known.
fn enclosure_inlines(file: &Enclosure) -> Vec<Inline> {
    let name = file.title.clone().unwrap_or_else(|| file_name(&file.url));
    let link = Inline::Link {
        url: file.url.clone(),
        content: vec![Inline::Text(name)],
    };
    let size = file.length.filter(|bytes| *bytes > 1).map(size_text);
    let facts: Vec<String> = [
        file.media_type.clone(),
        size,
        file.duration.map(duration_text),
    ]
    .into_iter()
    .flatten()
    .collect();
    match facts.is_empty() {
        true => vec![link],
        false => vec![link, Inline::Text(format!(" ({})", facts.join(", ")))],
    }
}

/// Returns the last part of the path of an address, or the address.
fn file_name(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.is_empty() {
        true => url.to_owned(),
        false => percent_decoded(name).into_owned(),
    }
}

/// Returns a size with its unit: `12.3 MB`.
fn size_text(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} bytes");
    }
    // Tenths of a unit.
    let (mut tenths, mut unit) = (bytes / 100, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    let unit = UNITS.get(unit).copied().unwrap_or_default();
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

/// Returns a duration as `1:02:03` or `2:03`.
fn duration_text(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// Returns the addresses of all links and images.
fn addresses(blocks: &[Block]) -> HashSet<&str> {
    let mut found = HashSet::new();
    for_each_part(blocks, |part| match part {
        Part::Block(Block::Image(image)) => found.extend(image.url.as_deref()),
        Part::Inline(Inline::Link { url, .. }) => {
            found.insert(url.as_str());
        }
        Part::Block(_) | Part::Inline(_) => {}
    });
    found
}
