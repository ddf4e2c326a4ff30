//! Pages of articles by the real program: `fetch --wait`, `show`, the settings of a source.

use crate::library_commands::Desk;
use crate::web::WebServer;

const TEASER: &str = "The ferry across the estuary was cancelled again on Monday after engineers found water in the starboard engine room.";

/// Serves a feed of two teasers with their pages. Returns its path.
pub(super) fn serve_teasers(server: &WebServer) -> &'static str {
    serve_versions(server, [("", "", ""); 2])
}

/// Serves the feed with something more in each teaser, in each page, and in each entry.
fn serve_versions(server: &WebServer, more: [(&str, &str, &str); 2]) -> &'static str {
    let mut feed = "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Quay</title>".to_owned();
    for (number, (in_teaser, in_page, in_entry)) in more.into_iter().enumerate() {
        let path = format!("/page{number}");
        let rest: String = (1..9)
            .map(|n| format!("<p>Paragraph {n} says that the operator will use the older vessel until a part has arrived from the yard in the north.</p>"))
            .collect();
        let page = format!(
            "<html><body><h1>Ferry {number}</h1><p>{TEASER}</p>{rest}{in_page}</body></html>"
        );
        server.serve(&path, &[("Content-Type", "text/html")], page);
        feed.push_str(&format!(
            "<item><guid>g{number}</guid><title>Ferry {number}</title><link>{}</link><pubDate>Sun, 01 Mar 2026 1{number}:00:00 GMT</pubDate>\
             <description>{TEASER}{in_teaser} […]</description>{in_entry}</item>",
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

/// Lets the pages be older by two hours.
fn pass_two_hours(desk: &Desk) {
    let database = rusqlite::Connection::open(desk.library().file()).unwrap();
    let sql = "UPDATE page_document SET fetched = fetched - 7200; UPDATE page_queue SET not_before = not_before - 7200;";
    database.execute_batch(sql).unwrap();
}

#[test]
fn the_page_of_a_changed_entry_is_fetched_again_once() {
    let (desk, server) = subscribed();
    desk.good(&["sources", "set", "1", "full-text=always"]);
    desk.good(&["fetch", "--wait"]);
    let requests = || ["/page0", "/page1"].map(|page| server.requests_for(page).len());
    assert_eq!(requests(), [1, 1]);
    let id = desk.json(&["list", "--json"])[1]["id"].to_string();
    desk.good(&["mark", "read", &id]);
    let more = "<p>The part has arrived, and the vessel sails again from tonight on.</p>";
    serve_versions(
        &server,
        [(" It sails again tonight.", more, ""), ("", "", "")],
    );
    desk.good(&["fetch", "--wait"]);
    assert_eq!(requests(), [1, 1], "not within an hour");
    pass_two_hours(&desk);
    let printed = desk.good(&["fetch", "--wait"]);
    assert!(printed.contains("1 page fetched"), "{printed}");
    assert_eq!(requests(), [2, 1]);
    assert!(desk.good(&["show", &id]).contains("part has arrived, and"));
    let changes = desk.good(&["show", "--format", "changes", &id]);
    assert!(changes.contains("{+The part has arrived, and"), "{changes}");
    pass_two_hours(&desk);
    desk.good(&["fetch", "--wait"]);
    assert_eq!(requests(), [2, 1], "once a change");
}

#[test]
fn a_new_time_in_an_entry_is_a_change_of_its_page_unless_many_have_one() {
    let (desk, server) = subscribed();
    desk.good(&["sources", "set", "1", "full-text=always"]);
    desk.good(&["fetch", "--wait"]);
    pass_two_hours(&desk);
    let time = "<atom:updated>2026-03-02T08:00:00Z</atom:updated>";
    serve_versions(&server, [("", "", ""), ("", "", time)]);
    desk.good(&["fetch", "--wait"]);
    assert_eq!(server.requests_for("/page0").len(), 1);
    assert_eq!(server.requests_for("/page1").len(), 2);
    // The pages of a source without the setting, fetched by a key, stay as they are.
    pass_two_hours(&desk);
    desk.good(&["sources", "set", "1", "full-text=never"]);
    let time = "<atom:updated>2026-03-02T09:00:00Z</atom:updated>";
    serve_versions(&server, [("", "", ""), ("", "", time)]);
    desk.good(&["fetch", "--wait"]);
    assert_eq!(server.requests_for("/page1").len(), 2);
}
