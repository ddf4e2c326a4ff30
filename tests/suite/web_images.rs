//! Images of the web: fetched only by a key or a setting of the source, kept in a bounded cache, and guarded.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use newsprint::library::{Durability, NewArticle};
use newsprint::model::{ImageForm, SettingChange};

use crate::harness::Harness;
use crate::library::{article, kept};
use crate::web::WebServer;

const BLOCKS: Option<ImageForm> = Some(ImageForm::Cells { true_colour: true });

fn png(size: u32, shade: u8) -> Vec<u8> {
    let pixels = RgbImage::from_fn(size, size, |x, y| Rgb([shade, x as u8, y as u8]));
    let mut file = Cursor::new(Vec::new());
    pixels.write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

/// A program that shows an article of the feed at `feed`, with a picture at each of these addresses.
fn reading(feed: &str, urls: &[String], settings: &[SettingChange]) -> Harness {
    let harness = Harness::new(80, 40).images(BLOCKS);
    let mut library = harness.library();
    let (source, _) = library.add_feed(feed, "Tide").unwrap();
    library.set_source(source.id, settings).unwrap();
    let images: String = urls
        .iter()
        .map(|url| format!("Before it.\n\n![Two boats]({url})\n\n"))
        .collect();
    let document = article(&format!(
        "---\ntitle: Harbour\ndate: 2026-03-02\n---\n\n{images}After the image.\n"
    ));
    let incoming = NewArticle {
        source: Some(source.id),
        ..kept(&document)
    };
    library
        .upsert_articles(&[incoming], Durability::Normal)
        .unwrap();
    harness.home().press("enter")
}

fn blocks(harness: &Harness) -> usize {
    harness.screen().matches('▀').count()
}

#[test]
fn a_key_fetches_the_images_of_an_article_and_they_stay_on_this_machine() {
    let server = WebServer::start();
    server.serve("/boats.png", &[], png(64, 200));
    let urls = [server.url("/boats.png")];
    let harness = reading(&server.url("/feed"), &urls, &[]);
    assert!(
        harness.screen().contains("Two boats"),
        "{}",
        harness.screen()
    );
    assert_eq!(blocks(&harness), 0);
    assert!(server.requests().is_empty(), "nothing is fetched unasked");
    let top = harness.top_line();
    let harness = harness.press("i");
    assert_eq!(blocks(&harness), 16 * 8, "{}", harness.screen());
    assert!(
        harness.footer().contains("Fetched 1 image"),
        "{}",
        harness.footer()
    );
    assert_eq!(harness.top_line(), top);
    let [request] = server.requests().try_into().unwrap();
    assert!(request.header("accept").unwrap().contains("image/"));
    assert_eq!(
        (request.header("cookie"), request.header("referer")),
        (None, None)
    );
    let harness = harness.press("i");
    assert!(
        harness
            .footer()
            .contains("No images of the web to fetch here"),
        "{}",
        harness.footer()
    );
    // Another session shows it without a request.
    let later = Harness::new(80, 40).library_of(&harness).images(BLOCKS);
    let later = later.home().press("enter");
    assert_eq!(blocks(&later), 16 * 8, "{}", later.screen());
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn images_that_cannot_be_fetched_stay_boxes_and_the_reason_is_said() {
    let server = WebServer::start();
    server.serve("/a.png", &[], png(32, 1));
    server.serve(
        "/page.png",
        &[("Content-Type", "text/html")],
        "<p>Sign in</p>",
    );
    let urls = ["/missing.png", "/a.png", "/page.png"].map(|path| server.url(path));
    let harness = reading(&server.url("/feed"), &urls, &[]).press("i");
    assert!(
        harness
            .footer()
            .contains("Fetched 1 image · 2 failed: status 404"),
        "{}",
        harness.footer()
    );
    assert_eq!(
        harness.screen().matches("Two boats").count(),
        3,
        "{}",
        harness.screen()
    );
    let harness = reading(&server.url("/feed"), &urls[2..], &[]).press("i");
    assert!(
        harness
            .footer()
            .contains("1 image not fetched: not an image"),
        "{}",
        harness.footer()
    );
}

#[test]
fn a_setting_of_the_source_fetches_the_images_of_what_is_shown() {
    let server = WebServer::start();
    server.serve("/boats.png", &[], png(64, 200));
    let urls = [server.url("/boats.png")];
    let settings = [SettingChange::parse("images", "true").unwrap()];
    let harness = reading(&server.url("/feed"), &urls, &settings);
    assert_eq!(blocks(&harness), 16 * 8, "{}", harness.screen());
    assert!(
        !harness.footer().contains("Fetched"),
        "{}",
        harness.footer()
    );
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn the_images_of_a_public_source_are_not_fetched_from_private_addresses() {
    let server = WebServer::start();
    server.serve("/boats.png", &[], png(64, 200));
    let urls = [server.url("/boats.png")];
    let harness = reading("https://tide.example/feed", &urls, &[]);
    let harness = harness.press("i");
    assert!(
        harness
            .footer()
            .contains("1 image not fetched: 127.0.0.1 is a private address"),
        "{}",
        harness.footer()
    );
    assert!(server.requests().is_empty());
}

#[test]
fn fetched_images_take_a_bounded_room_on_the_disk() {
    let server = WebServer::start();
    let paths: Vec<String> = (1..=30).map(|n| format!("/{n}.png")).collect();
    for (path, shade) in paths.iter().zip(1..) {
        server.serve(path, &[], png(16, shade));
    }
    let urls: Vec<String> = paths.iter().map(|path| server.url(path)).collect();
    let harness = reading(&server.url("/feed"), &urls, &[]).press("i");
    assert!(
        harness.footer().contains("Fetched 30 images"),
        "{}",
        harness.footer()
    );
    let files = std::fs::read_dir(harness.cache_folder()).unwrap();
    let sizes: Vec<u64> = files
        .map(|file| file.unwrap().metadata().unwrap().len())
        .collect();
    let all: u64 = sizes.iter().sum();
    assert!(
        sizes.len() > 2 && all <= crate::harness::MAX_CACHE_BYTES,
        "{sizes:?}"
    );
}

#[test]
fn a_terminal_without_images_fetches_none() {
    let server = WebServer::start();
    let urls = [server.url("/boats.png")];
    let harness = reading(&server.url("/feed"), &urls, &[]);
    let harness = harness.images(None).press("i");
    assert!(
        harness
            .footer()
            .contains("This terminal shows no images, or they are turned off"),
        "{}",
        harness.footer()
    );
    assert!(server.requests().is_empty());
}
