//! Commands of a shell on a feed whose entries nothing has extracted or indexed yet: they finish that first.

use super::library_commands::Desk;
use super::web::WebServer;

fn feed(barrels: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Quay</title>\
         <item><title>Nets mended</title><guid>a</guid><description>&lt;p&gt;They were mended by candle light, and \
         {barrels} barrels of herring were brought to the quay before the tide had turned.&lt;/p&gt;</description></item>\
         <item><title>Plums are ripe</title><guid>b</guid><description>&lt;p&gt;Nobody was told.&lt;/p&gt;</description></item>\
         </channel></rss>"
    )
}

/// A shell after `newsprint add`, and nothing else.
fn added() -> (Desk, WebServer) {
    let (desk, web) = (Desk::new(), WebServer::start());
    web.serve("/feed", &[], feed("nine"));
    desk.good(&["add", &web.url("/feed")]);
    (desk, web)
}

#[test]
fn a_search_finds_words_of_texts() {
    let (desk, _web) = added();
    let found = desk.good(&["search", "herring"]);
    assert!(
        found.contains("Nets mended") && found.contains("barrels"),
        "{found}"
    );
}

#[test]
fn a_search_finds_the_title_of_an_article_whose_text_is_not_extracted_yet() {
    let (desk, _web) = added();
    let mut library = desk.library();
    while library.index_some().unwrap().has_more {}
    let found = library.search("mended", 10, &|| false).unwrap();
    assert_eq!(found.hits.len(), 1, "the index of titles needs no text");
}

#[test]
fn an_article_is_printed() {
    let (desk, _web) = added();
    let row = &desk.json(&["list", "--json"])[0];
    let text = desk.good(&["show", &row["id"].to_string()]);
    assert!(
        text.contains("candle light") || text.contains("Nobody was told"),
        "{text}"
    );
}

#[test]
fn a_rule_acts_on_what_is_there() {
    let (desk, _web) = added();
    let tried = desk.good(&["rules", "try", "title:plums", "--action", "mute"]);
    assert!(tried.contains("1 article"), "{tried}");
    let (desk, _web) = added();
    desk.good(&[
        "rules",
        "add",
        "title:plums",
        "--action",
        "mute",
        "--existing",
    ]);
    let titles = desk.good(&["list"]);
    assert!(
        titles.contains("Nets mended") && !titles.contains("Plums"),
        "{titles}"
    );
}

#[test]
fn what_changed_is_printed_after_a_fetch() {
    let (desk, web) = added();
    desk.good(&["search", "herring"]);
    web.serve("/feed", &[], feed("twelve"));
    desk.good(&["fetch"]);
    let rows = desk.json(&["list", "--json"]);
    let mended = rows
        .iter()
        .find(|row| row["title"] == "Nets mended")
        .unwrap();
    let changes = desk.good(&["show", "--format", "changes", &mended["id"].to_string()]);
    assert!(changes.contains("[-nine-]{+twelve+}"), "{changes}");
}

#[test]
fn a_list_after_a_fetch_leaves_out_what_a_rule_mutes() {
    let (desk, web) = (Desk::new(), WebServer::start());
    web.serve("/feed", &[], feed("nine"));
    desk.good(&["rules", "add", "herring barrels", "--action", "mute"]);
    desk.good(&["add", &web.url("/feed")]);
    let titles = desk.good(&["list"]);
    assert!(
        titles.contains("Plums") && !titles.contains("Nets mended"),
        "{titles}"
    );
    assert!(
        desk.good(&["list", "--view", "muted"])
            .contains("Nets mended")
    );
    assert!(!desk.library().has_articles_for_rules().unwrap());
    assert!(desk.good(&["undo"]).contains("mute 1 article by the rule"));
}

#[test]
fn an_article_that_two_feeds_bring_at_once_has_not_changed() {
    let (desk, web) = (Desk::new(), WebServer::start());
    let item = |text: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>Quay</title><item><title>Nets mended</title><link>{}</link>\
             <description>{text}</description></item></channel></rss>",
            web.url("/nets")
        )
    };
    web.serve(
        "/one",
        &[],
        item("They were mended by candle light before the tide had turned."),
    );
    web.serve("/two", &[], item("They were mended […]"));
    desk.good(&["add", &web.url("/one"), &web.url("/two")]);
    desk.good(&["search", "candle"]);
    let rows = desk.json(&["list", "--json"]);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["changed"], serde_json::Value::Null);
    let text = desk.good(&["show", &rows[0]["id"].to_string()]);
    assert!(text.contains("candle light"), "{text}");
}
