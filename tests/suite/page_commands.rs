//! Pages of articles by the real program: `fetch --wait`, `show`, the settings of a source.

use crate::library_commands::Desk;
use crate::web::WebServer;

const TEASER: &str = "The ferry across the estuary was cancelled again on Monday after engineers found water in the starboard engine room.";

/// Serves a feed of two teasers with their pages. Returns its path.
pub(super) fn serve_teasers(server: &WebServer) -> &'static str {
    let mut feed = "<rss version=\"2.0\"><channel><title>Quay</title>".to_owned();
    for number in 0..2 {
        let path = format!("/page{number}");
        let rest: String = (1..9)
            .map(|n| format!("<p>Paragraph {n} says that the operator will use the older vessel until a part has arrived from the yard in the north.</p>"))
            .collect();
        let page =
            format!("<html><body><h1>Ferry {number}</h1><p>{TEASER}</p>{rest}</body></html>");
        server.serve(&path, &[("Content-Type", "text/html")], page);
        feed.push_str(&format!(
            "<item><guid>g{number}</guid><title>Ferry {number}</title><link>{}</link><pubDate>Sun, 01 Mar 2026 1{number}:00:00 GMT</pubDate>\
             <description>{TEASER} […]</description></item>",
            server.url(&path)
        ));
    }
    server.serve("/feed", &[], format!("{feed}</channel></rss>"));
    "/feed"
}

fn subscribed() -> (Desk, WebServer) {
    let (desk, server) = (Desk::new(), WebServer::start());
    let url = server.url(serve_teasers(&server));
    desk.library().add_feed(&url, "Quay").unwrap();
    (desk, server)
}

#[test]
fn fetch_with_wait_brings_the_pages_and_show_prints_them() {
    let (desk, server) = subscribed();
    // Without a setting nothing is fetched but the feed.
    desk.good(&["fetch", "--wait"]);
    assert!(server.requests_for("/page0").is_empty());
    desk.good(&["sources", "set", "1", "full-text=auto"]);
    let printed = desk.good(&["fetch", "--wait"]);
    assert!(printed.contains("2 pages fetched"), "{printed}");
    let shown = desk.good(&["sources", "show", "1"]);
    assert!(
        shown.contains("full text: auto (entries are cut off)"),
        "{shown}"
    );
    assert!(shown.contains("full-text = auto"), "{shown}");
    assert!(desk.good(&["show", "1"]).contains("Paragraph 8 says"));
    assert!(
        desk.good(&["search", "paragraph vessel"])
            .contains("Ferry 0")
    );
    desk.good(&["sources", "set", "1", "show-text=feed"]);
    assert!(!desk.good(&["show", "1"]).contains("Paragraph"));
    desk.good(&["undo"]);
    assert!(desk.good(&["show", "1"]).contains("Paragraph 8 says"));
    let wrong = desk.run(&["sources", "set", "1", "full-text=yes"]);
    assert_eq!(wrong.status, 2);
    assert!(
        wrong.only_error().contains("auto, always or never"),
        "{}",
        wrong.only_error()
    );
}
