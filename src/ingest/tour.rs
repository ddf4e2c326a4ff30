//! The tour: the articles of `seeds/`, built into the program.

/// An article of the tour: its file name and its text.
pub type TourArticle = (&'static str, &'static str);

/// Image of an article of the tour: its address there, and its file.
pub type TourImage = (&'static str, &'static [u8]);

/// The articles of the tour, in their order.
pub const TOUR_ARTICLES: &[TourArticle] = &[
    (
        "01-five-keys.md",
        include_str!("../../seeds/01-five-keys.md"),
    ),
    (
        "02-harbour-bridge.txt",
        include_str!("../../seeds/02-harbour-bridge.txt"),
    ),
    (
        "03-short-history-of-ink.html",
        include_str!("../../seeds/03-short-history-of-ink.html"),
    ),
    (
        "04-lighthouse-letter.txt",
        include_str!("../../seeds/04-lighthouse-letter.txt"),
    ),
    (
        "05-timetable.md",
        include_str!("../../seeds/05-timetable.md"),
    ),
    (
        "06-the-long-valley.md",
        include_str!("../../seeds/06-the-long-valley.md"),
    ),
    (
        "07-weather-desk.html",
        include_str!("../../seeds/07-weather-desk.html"),
    ),
    (
        "08-two-scripts.md",
        include_str!("../../seeds/08-two-scripts.md"),
    ),
    (
        "09-rail-strike.txt",
        include_str!("../../seeds/09-rail-strike.txt"),
    ),
    (
        "10-with-images.html",
        include_str!("../../seeds/10-with-images.html"),
    ),
    (
        "11-right-to-left.md",
        include_str!("../../seeds/11-right-to-left.md"),
    ),
    (
        "12-cjk-typesetter.md",
        include_str!("../../seeds/12-cjk-typesetter.md"),
    ),
    (
        "13-footnotes-and-links.md",
        include_str!("../../seeds/13-footnotes-and-links.md"),
    ),
    ("14-colophon.md", include_str!("../../seeds/14-colophon.md")),
    (
        "15-the-morning-round.md",
        include_str!("../../seeds/15-the-morning-round.md"),
    ),
];

/// Images of the articles of the tour, by their addresses.
pub const TOUR_IMAGES: &[TourImage] = &[
    (
        "images/kettle.png",
        include_bytes!("../../seeds/images/kettle.png"),
    ),
    (
        "images/map.png",
        include_bytes!("../../seeds/images/map.png"),
    ),
    (
        "images/pier.png",
        include_bytes!("../../seeds/images/pier.png"),
    ),
];
