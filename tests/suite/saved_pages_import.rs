//! Imports of saved pages from Pocket, wallabag and Omnivore, by the real program.

use serde_json::Value;

use crate::library_commands::{Desk, Left};

fn import(desk: &Desk, name: &str, text: &str) -> Left {
    desk.write(name, text);
    let left = desk.run(&["import", name]);
    assert_eq!(left.status, 0, "{left:?}");
    left
}

/// The articles of the library by their titles.
fn article(desk: &Desk, title: &str) -> Value {
    let export: Value = serde_json::from_str(&desk.good(&["export", "--format", "json"])).unwrap();
    let articles = export["articles"].as_array().unwrap();
    let found = articles.iter().find(|article| article["title"] == title);
    found
        .unwrap_or_else(|| panic!("{title}: {articles:#?}"))
        .clone()
}

const POCKET: &str = "\u{feff}title,url,time_added,tags,status\r\n\
    \"Ink, and \"\"oil\"\"\",https://ink.example/a?x=1,1700000000,craft|old paper,archive\r\n\
    \"Two\nlines\",https://two.example/,1700000100,,unread\r\n\
    ,https://untitled.example/page,1700000200,,unread\r\n\
    No address,,1700000300,,unread\r\n\
    Script,javascript:alert(1),1700000400,,unread\r\n\
    cut\r\n";

#[test]
fn a_csv_of_pocket_becomes_links_with_tags_and_read_marks() {
    let desk = Desk::new();
    let left = import(&desk, "part_000000.csv", POCKET);
    assert_eq!(
        left.output.lines().next().unwrap(),
        "3 added, 0 already there, 3 skipped; 1 bookmarked; can't be undone"
    );
    assert_eq!(
        left.errors,
        [
            "newsprint: not imported: line 6: No address: no address",
            "newsprint: not imported: line 7: javascript:alert(1): not a web address (http, https)",
            "newsprint: not imported: line 8: cut: it is damaged or too complicated",
        ]
    );
    let ink = article(&desk, "Ink, and \"oil\"");
    assert_eq!(ink["url"], "https://ink.example/a?x=1");
    assert_eq!(ink["read"], 1);
    assert_eq!(
        ink["bookmarks"][0]["tags"],
        serde_json::json!(["craft", "old paper"])
    );
    assert!(
        ink["added"].as_str().unwrap().starts_with("2023-11-14"),
        "{ink}"
    );
    let two = article(&desk, "Two lines");
    assert_eq!(
        (
            &two["read"],
            two["bookmarks"].as_array().map_or(0, Vec::len)
        ),
        (&Value::from(0), 0)
    );
    article(&desk, "https://untitled.example/page");

    let again = import(&desk, "part_000000.csv", POCKET);
    assert!(
        again
            .output
            .starts_with("0 added, 3 already there, 3 skipped"),
        "{again:?}"
    );
}

const WALLABAG: &str = r#"[
 {"id": 1, "title": "Harbour bridge", "url": "https://bridge.example/1", "is_archived": 0, "is_starred": 1,
  "tags": ["sea", {"label": "steel"}], "created_at": "2024-01-02T03:04:05+0000", "published_at": "2023-12-31T10:00:00+01:00",
  "published_by": ["Ida Quill", null], "language": "en", "reading_time": 3, "domain_name": "bridge.example",
  "content": "<p>The <a href=\"/old\">old bridge</a> opened again.</p><h2>Why it closed</h2><p>A bearing had cracked.</p><script>bad()</script>",
  "annotations": [{"quote": "A bearing had cracked", "text": "ask Jo", "created_at": "2024-01-05T00:00:00+0000"}]},
 {"id": 2, "title": "No text", "url": "https://empty.example/", "is_archived": true, "is_starred": false, "tags": [],
  "created_at": "2024-02-02T03:04:05+00:00", "content": null},
 {"id": 3, "title": "Broken", "url": 7, "is_archived": 0},
 {"id": 4, "title": "Mail", "url": "mailto:a@b.example", "is_archived": 0}
]"#;

#[test]
fn entries_of_wallabag_bring_their_texts_stars_tags_and_annotations() {
    let desk = Desk::new();
    let left = import(&desk, "all.json", WALLABAG);
    assert_eq!(
        left.output.lines().next().unwrap(),
        "2 added, 0 already there, 2 skipped; 1 bookmarked; can't be undone"
    );
    assert_eq!(left.errors.len(), 2, "{left:?}");
    assert!(
        left.errors[0].starts_with("newsprint: not imported: item 3: "),
        "{left:?}"
    );
    assert_eq!(
        left.errors[1],
        "newsprint: not imported: item 4: mailto:a@b.example: not a web address (http, https)"
    );
    let bridge = article(&desk, "Harbour bridge");
    assert_eq!(bridge["byline"], "Ida Quill");
    assert!(
        bridge["published"]
            .as_str()
            .unwrap()
            .starts_with("2023-12-31"),
        "{bridge}"
    );
    let text = bridge["document"]["text"].to_string();
    assert!(
        text.contains("A bearing had cracked") && text.contains("Why it closed"),
        "{text}"
    );
    assert!(
        text.contains("https://bridge.example/old") && !text.contains("bad()"),
        "{text}"
    );
    let bookmarks = bridge["bookmarks"].as_array().unwrap();
    assert_eq!(bookmarks.len(), 2, "{bookmarks:?}");
    assert_eq!(bookmarks[0]["tags"], serde_json::json!(["sea", "steel"]));
    assert_eq!(
        (&bookmarks[1]["quote"], &bookmarks[1]["note"]),
        (&"A bearing had cracked".into(), &"ask Jo".into())
    );
    assert_eq!(article(&desk, "No text")["read"], 1);
    assert!(desk.good(&["search", "bearing"]).contains("Harbour bridge"));

    let before = desk.good(&["export", "--format", "json"]);
    let again = import(&desk, "all.json", WALLABAG);
    assert!(
        again
            .output
            .starts_with("0 added, 2 already there, 2 skipped"),
        "{again:?}"
    );
    assert_eq!(desk.good(&["export", "--format", "json"]), before);
}

const OMNIVORE: &str = r#"[
 {"id": "a-1", "slug": "ink-1", "title": "A history of ink", "description": "Oak galls.", "author": "Ida", "url": "https://ink.example/h",
  "state": "Archived", "readingProgress": 100, "thumbnail": "", "labels": ["craft"], "savedAt": "2024-10-30T12:39:28.023Z",
  "updatedAt": "2024-10-30T12:39:28.000Z", "publishedAt": "2024-10-01T00:00:00.000Z"},
 {"id": "a-2", "slug": "../../secret", "title": "Out", "url": "https://out.example/", "state": "Active", "labels": [],
  "savedAt": "2024-10-30T12:39:28.023Z"}
]"#;

#[test]
fn items_of_omnivore_bring_the_texts_beside_their_list() {
    let desk = Desk::new();
    desk.write(
        "export/content/ink-1.html",
        "<html><body><p>Galls and iron made it black.</p></body></html>",
    );
    desk.write("secret.html", "<p>Not this one.</p>");
    let left = import(&desk, "export/metadata_0_to_20.json", OMNIVORE);
    assert!(
        left.output
            .starts_with("2 added, 0 already there, 0 skipped; 1 bookmarked; can't be undone"),
        "{left:?}"
    );
    let ink = article(&desk, "A history of ink");
    assert_eq!(
        (&ink["read"], &ink["standfirst"]),
        (&Value::from(1), &"Oak galls.".into())
    );
    assert!(
        ink["document"]["text"]
            .to_string()
            .contains("Galls and iron"),
        "{ink}"
    );
    let out = article(&desk, "Out");
    assert!(!out.to_string().contains("Not this one"), "{out}");
    assert_eq!(out["read"], 0);
    let again = import(&desk, "export/metadata_0_to_20.json", OMNIVORE);
    assert!(
        again.output.starts_with("0 added, 2 already there"),
        "{again:?}"
    );
}

#[test]
fn a_list_that_is_cut_off_is_refused_and_nothing_is_imported() {
    let desk = Desk::new();
    desk.write("cut.json", &WALLABAG[..900]);
    let left = desk.run(&["import", "cut.json"]);
    assert_eq!(left.status, 1, "{left:?}");
    assert!(left.only_error().contains("damaged or cut off"), "{left:?}");
    assert_eq!(desk.good(&["list"]), "");
}

#[test]
fn hostile_values_are_clean_and_bounded() {
    let desk = Desk::new();
    let nested = "<div>".repeat(50_000);
    let list = format!(
        r#"[{{"title": "a\u001b[31mred\u202e", "url": "https://a.example/", "is_archived": 0, "is_starred": 1, "tags": ["\u001b]0;x\u0007t"],
            "created_at": "in 2024", "content": "{nested}<p>deep</p>"}},
            {{"title": "\u001b[2J", "url": "x\u001b[2J", "is_archived": 0}}]"#
    );
    let left = import(&desk, "a.json", &list);
    let all = format!(
        "{}{}{}",
        left.output,
        left.errors.join(" "),
        desk.good(&["list", "--json"])
    );
    assert!(!all.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{all}");
    assert!(
        left.output
            .starts_with("1 added, 0 already there, 1 skipped"),
        "{left:?}"
    );
}
