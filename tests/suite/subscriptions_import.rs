//! Imports of subscriptions from other programs (OPML, newsboat), and their export, by the real program.

use newsprint::library::UndoResult;
use newsprint::model::{CategoryId, Source};
use proptest::prelude::*;
use serde_json::Value;

use crate::library_commands::{Desk, Left};

/// The feeds of a library with all that an import sets, one line each.
fn feeds(desk: &Desk) -> Vec<String> {
    let library = desk.library();
    let tree = library.categories().unwrap();
    let path = |mut id: Option<CategoryId>| {
        let mut names = Vec::new();
        while let Some(category) = tree.iter().find(|category| Some(category.id) == id) {
            names.insert(0, category.name.clone());
            id = category.parent;
        }
        names.join("/")
    };
    let line = |source: Source| {
        let state = library.fetch_state(source.id).unwrap().unwrap();
        let categories = library.categories_of(source.id).unwrap();
        let categories: Vec<String> = categories.into_iter().map(|id| path(Some(id))).collect();
        let settings = library.source_settings(source.id).unwrap();
        let hidden = if settings.hidden { " hidden" } else { "" };
        let paused = if source.is_paused { " paused" } else { "" };
        format!(
            "{} <{}> site {} in [{}]{hidden}{paused}",
            source.title,
            source.url.unwrap(),
            state.site.unwrap_or_default(),
            categories.join(", ")
        )
    };
    library.sources().unwrap().into_iter().map(line).collect()
}

fn saved_queries(desk: &Desk) -> Vec<String> {
    let export: Value = serde_json::from_str(&desk.good(&["export", "--format", "json"])).unwrap();
    let searches = export["searches"].as_array().unwrap();
    let query = |search: &Value| search["query"].as_str().unwrap().to_owned();
    searches.iter().map(query).collect()
}

fn import(desk: &Desk, name: &str, text: &str) -> Left {
    desk.write(name, text);
    let left = desk.run(&["import", name]);
    assert_eq!(left.status, 0, "{left:?}");
    left
}

const NESTED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
<head><title>Feeds of Ida</title></head>
<body>
<outline text="Sea">
  <outline text="Harbours" title="Harbours">
    <outline type="rss" text="Bridge Weekly" title="Bridge Weekly" xmlUrl="https://bridge.example/feed.xml" htmlUrl="https://bridge.example/"/>
  </outline>
  <outline type="rss" title="Tides &amp; Winds" xmlUrl="https://tides.example/rss"/>
</outline>
<outline type="rss" text="No folder" xmlUrl="https://plain.example/atom"/>
</body>
</opml>"#;

#[test]
fn outlines_become_feeds_in_a_tree_of_categories_and_nothing_is_fetched() {
    let desk = Desk::new();
    let left = import(&desk, "list.data", NESTED);
    assert!(
        left.output
            .starts_with("3 feeds added, 0 already there, 0 skipped"),
        "{left:?}"
    );
    assert!(left.errors.is_empty(), "{left:?}");
    assert_eq!(
        feeds(&desk),
        [
            "Bridge Weekly <https://bridge.example/feed.xml> site https://bridge.example/ in [Sea/Harbours]",
            "Tides & Winds <https://tides.example/rss> site  in [Sea]",
            "No folder <https://plain.example/atom> site  in []",
        ]
    );
    // All of them are due.
    assert_eq!(desk.library().due_feeds().unwrap().len(), 3);
}

#[test]
fn an_outline_that_is_not_well_formed_is_read_as_far_as_it_goes() {
    let desk = Desk::new();
    // No declaration, no head, a bare ampersand, attributes in other cases and without quotes, an open folder.
    let list = "<opml><body><OUTLINE TEXT='Salt & Pepper'>\n\
        <outline TITLE=\"Ink & Oil\" XMLURL='https://ink.example/feed?a=1&b=2' type=rss>\n\
        <outline text=\"Tea\" xmlurl=https://tea.example/feed></outline>";
    let left = import(&desk, "broken", list);
    assert!(left.output.starts_with("2 feeds added"), "{left:?}");
    assert_eq!(
        feeds(&desk),
        [
            "Ink & Oil <https://ink.example/feed?a=1&b=2> site  in [Salt & Pepper]",
            "Tea <https://tea.example/feed> site  in [Salt & Pepper]",
        ]
    );
}

#[test]
fn what_an_outline_has_besides_feeds_is_listed_with_its_line() {
    let desk = Desk::new();
    let list = "<opml version=\"2.0\"><body>\n\
        <outline text=\"Good\" xmlUrl=\"https://good.example/feed\" category=\"/News/Local,ink\"/>\n\
        <outline text=\"Page\" type=\"link\" url=\"https://page.example/\"/>\n\
        <outline text=\"More\" type=\"include\" url=\"https://more.example/list.opml\"/>\n\
        <outline text=\"Off\" isComment=\"true\"><outline text=\"Inside\" xmlUrl=\"https://off.example/feed\"/></outline>\n\
        <outline text=\"Local\" xmlUrl=\"file:///etc/passwd\"/>\n\
        <outline text=\"Nothing\" type=\"rss\" xmlUrl=\"\"/>\n\
        <outline text=\"Just a line\"/>\n\
        <outline text=\"Again\" xmlUrl=\"https://good.example/feed\"/>\n\
        </body></opml>";
    let left = import(&desk, "a.xml", list);
    assert_eq!(
        left.output.lines().next().unwrap(),
        "1 feed added, 0 already there, 7 skipped; newsprint fetch gets the articles"
    );
    assert_eq!(
        left.errors,
        [
            "newsprint: not imported: line 3: https://page.example/: a link to a page, not a feed: use newsprint add",
            "newsprint: not imported: line 4: https://more.example/list.opml: another file is not fetched: import that one",
            "newsprint: not imported: line 5: Off: it is commented out",
            "newsprint: not imported: line 5: https://off.example/feed: it is commented out",
            "newsprint: not imported: line 6: file:///etc/passwd: not a web address (http, https)",
            "newsprint: not imported: line 7: Nothing: no address",
            "newsprint: not imported: line 8: Just a line: no address",
        ]
    );
    assert_eq!(
        feeds(&desk),
        ["Good <https://good.example/feed> site  in [News/Local, ink]"]
    );
}

#[test]
fn a_feed_in_two_folders_is_one_feed_in_two_categories() {
    let desk = Desk::new();
    let feed = "<outline text=\"Tides\" xmlUrl=\"https://tides.example/rss\"/>";
    let list = format!(
        "<opml><body><outline text=\"A\">{feed}</outline><outline text=\"B\">{feed}</outline></body></opml>"
    );
    import(&desk, "a", &list);
    assert_eq!(
        feeds(&desk),
        ["Tides <https://tides.example/rss> site  in [A, B]"]
    );
}

#[test]
fn an_import_is_one_change_and_a_second_one_changes_nothing() {
    let desk = Desk::new();
    import(&desk, "a", NESTED);
    let before = feeds(&desk);
    let again = import(&desk, "a", NESTED);
    assert_eq!(
        again.output.trim_end(),
        "0 feeds added, 3 already there, 0 skipped"
    );
    assert_eq!(feeds(&desk), before);
    let mut library = desk.library();
    let newest = match library.undo(None).unwrap() {
        UndoResult::NeedsConfirmation(change, ..) => Some(change),
        other => panic!("{other:?}"),
    };
    assert!(matches!(
        library.undo(newest).unwrap(),
        UndoResult::Done(..)
    ));
    assert!(library.sources().unwrap().is_empty());
    library.redo().unwrap();
    drop(library);
    assert_eq!(feeds(&desk), before);
}

#[test]
fn a_feed_that_is_there_keeps_its_title_and_its_categories() {
    let desk = Desk::new();
    import(&desk, "a", NESTED);
    let mut library = desk.library();
    let id = library.sources().unwrap()[1].id;
    library.rename_source(id, Some("My tides")).unwrap();
    drop(library);
    let list = "<opml><body><outline text=\"Elsewhere\"><outline text=\"x\" xmlUrl=\"https://tides.example/rss\"/>\
        <outline text=\"y\" xmlUrl=\"https://plain.example/atom\"/></outline></body></opml>";
    import(&desk, "b", list);
    assert_eq!(
        feeds(&desk)[1..],
        [
            "My tides <https://tides.example/rss> site  in [Sea]",
            // It had no category.
            "No folder <https://plain.example/atom> site  in [Elsewhere]",
        ]
    );
}

#[test]
fn the_urls_file_of_newsboat_brings_titles_tags_and_hidden_feeds() {
    let desk = Desk::new();
    let urls = "# my feeds\n\
        https://tides.example/rss sea \"open water\" \"~Tides \\\"and\\\" Winds\"\n\
        \n\
        https://ink.example/feed \"!quiet\"\n\
        \"https://tea.example/feed\" # a comment\n\
        https://tides.example/rss harbour\n\
        feed://old.example/rss\n";
    let left = import(&desk, "urls", urls);
    assert!(left.errors.is_empty(), "{left:?}");
    assert_eq!(
        feeds(&desk),
        [
            "Tides \"and\" Winds <https://tides.example/rss> site  in [sea, open water, harbour]",
            "https://ink.example/feed <https://ink.example/feed> site  in [quiet] hidden",
            "https://tea.example/feed <https://tea.example/feed> site  in []",
            "http://old.example/rss <http://old.example/rss> site  in []",
        ]
    );
}

#[test]
fn a_line_of_newsboat_that_runs_a_program_is_listed_and_not_imported() {
    let desk = Desk::new();
    let urls = "https://a.example/feed\n\
        \"exec:~/bin/make-feed --all\" tag\n\
        filter:~/bin/clean:https://b.example/feed\n\
        file:///home/ida/feed.xml\n\
        https://c.example/feed\n";
    let left = import(&desk, "urls", urls);
    assert_eq!(
        left.errors,
        [
            "newsprint: not imported: line 2: exec:~/bin/make-feed --all: it runs a program: set it with newsprint sources set ID exec=PROGRAM",
            "newsprint: not imported: line 3: filter:~/bin/clean:https://b.example/feed: it runs a program: set it with newsprint sources set ID exec=PROGRAM",
            "newsprint: not imported: line 4: file:///home/ida/feed.xml: not a web address (http, https)",
        ]
    );
    assert_eq!(feeds(&desk).len(), 2);
}

#[test]
fn a_query_of_newsboat_becomes_a_search_if_a_search_can_say_it() {
    let desk = Desk::new();
    let translated = [
        (r#"unread = \"yes\""#, "is:unread"),
        (r#"unread != \"yes\" and age < 8"#, "is:read after:7d"),
        (r#"age between 0:6"#, "after:6d"),
        (r#"age between 2:6"#, "after:6d before:1d"),
        (
            r#"title =~ \"ink|iron gall\""#,
            r#"title:"ink" OR title:"iron gall""#,
        ),
        (r#"title !~ \"ink|oil\""#, r#"-title:"ink" -title:"oil""#),
        (
            r#"(title =~ \"ink\" and unread = \"yes\") or feedtitle = \"Tidewater\""#,
            r#"title:"ink" OR source:"Tidewater" is:unread OR source:"Tidewater""#,
        ),
        (
            r#"content =~ \"ink\" or unread = \"no\" and age <= 1"#,
            r#""ink" OR is:read "ink" OR after:1d"#,
        ),
    ];
    let mut urls = "https://a.example/feed\n".to_owned();
    for (number, (filter, _)) in translated.iter().enumerate() {
        urls.push_str(&format!("\"query:Search {number}:{filter}\"\n"));
    }
    let left = import(&desk, "urls", &urls);
    assert_eq!(left.errors, [""; 0], "{left:?}");
    let queries = saved_queries(&desk);
    let expected: Vec<&str> = translated.iter().map(|(_, query)| *query).collect();
    assert_eq!(queries, expected);

    let urls = "https://a.example/feed\n\
        \"query:Tagged:tags # \\\"news\\\"\"\n\
        \"query:Pattern:title =~ \\\"^a.*b$\\\"\"\n\
        \"query:Cut:unread = \\\"yes\\\" and\"\n\
        \"query:Search 0:unread = \\\"no\\\"\"\n";
    let left = import(&desk, "urls", urls);
    assert_eq!(
        left.errors,
        [
            "newsprint: not imported: line 2: query:Tagged:tags # \"news\": a search can't say “tags #”",
            "newsprint: not imported: line 3: query:Pattern:title =~ \"^a.*b$\": a search can't say “title =~”",
            "newsprint: not imported: line 4: query:Cut:unread = \"yes\" and: it is damaged or too complicated",
            "newsprint: not imported: line 5: Search 0: another saved search has this name",
        ]
    );
}

#[test]
fn a_search_that_was_imported_finds_what_its_filter_matched() {
    let desk = Desk::new();
    let mut library = desk.library();
    crate::library_commands::add(&mut library, "# Iron and ink\n\nGalls made it black.\n");
    crate::library_commands::add(&mut library, "# Tea\n\nServed in the last car.\n");
    drop(library);
    let urls =
        "https://a.example/feed\n\"query:Ink:unread = \\\"yes\\\" and title =~ \\\"ink\\\"\"\n";
    import(&desk, "urls", urls);
    let saved = saved_queries(&desk);
    assert_eq!(saved.len(), 1);
    let found = desk.good(&["search", &saved[0]]);
    assert!(
        found.contains("Iron and ink") && !found.contains("Tea"),
        "{found}"
    );
}

#[test]
fn credentials_in_an_address_are_taken_apart_and_the_password_is_not_stored() {
    let desk = Desk::new();
    let left = import(&desk, "urls", "https://ida:secret@private.example/feed\n");
    assert_eq!(
        left.only_error(),
        "newsprint: imported without its password: line 1: https://private.example/feed: set it with newsprint sources set ID password-command=…"
    );
    assert!(
        left.output
            .starts_with("1 feed added, 0 already there, 0 skipped"),
        "{left:?}"
    );
    let library = desk.library();
    let source = &library.sources().unwrap()[0];
    assert_eq!(source.url.as_deref(), Some("https://private.example/feed"));
    let settings = library.source_settings(source.id).unwrap();
    assert_eq!(settings.user.as_deref(), Some("ida"));
    drop(library);
    for file in std::fs::read_dir(desk.data()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let is_there = bytes.windows(6).any(|part| part == b"secret");
            assert!(!is_there, "{path:?}");
        }
    }
}

#[test]
fn foreign_names_are_clean_on_the_terminal_and_in_the_library() {
    let desk = Desk::new();
    let list = "<opml><body><outline text=\"Se\u{1b}]0;x\u{7}a\"><outline text=\"a\u{202e}b\" xmlUrl=\"https://a.example/\u{1b}[31m\"/>\
        <outline text=\"\u{1b}[2Jc\" type=\"rss\"/></outline></body></opml>";
    let left = import(&desk, "a", list);
    let all = format!(
        "{}{}{}",
        left.output,
        left.errors.join("\n"),
        feeds(&desk).join("\n")
    );
    assert!(!all.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{all:?}");
}

#[test]
fn a_hostile_list_is_bounded_and_said() {
    let desk = Desk::new();
    // Entities that expand, and an external one.
    let bomb = "<!DOCTYPE opml [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">\
        <!ENTITY e SYSTEM \"file:///etc/passwd\">]>\
        <opml><body><outline text=\"&d;&d;&e;\" xmlUrl=\"https://a.example/feed\"/></body></opml>";
    import(&desk, "bomb", bomb);
    let title = &desk.library().sources().unwrap()[0].title;
    assert!(
        title.chars().count() <= 200 && !title.contains("root:"),
        "{title}"
    );
    // Many feeds, and folders in folders without an end.
    let mut list = "<opml><body>".to_owned();
    for number in 0..11_000 {
        list.push_str(&format!(
            "<outline text=\"f{number}\"><outline text=\"x\" xmlUrl=\"https://n{number}.example/\"/>"
        ));
    }
    let left = import(&desk, "deep", &list);
    assert!(left.output.contains("skipped"), "{}", left.output);
    assert!(
        left.errors.last().unwrap().ends_with("more items"),
        "{:?}",
        left.errors.last()
    );
    let library = desk.library();
    let categories = library.categories().unwrap().len();
    assert!(library.sources().unwrap().len() + categories <= 10_001);
}

#[test]
fn a_list_of_notes_makes_no_categories() {
    let desk = Desk::new();
    let notes =
        "<opml><body><outline text=\"To do\"><outline text=\"Buy ink\"/></outline></body></opml>";
    let left = import(&desk, "notes", notes);
    assert!(left.output.starts_with("0 feeds added"), "{left:?}");
    assert_eq!(left.errors.len(), 2, "{left:?}");
    assert!(desk.library().categories().unwrap().is_empty());
}

#[test]
fn an_export_as_opml_comes_back_the_same() {
    let desk = Desk::new();
    import(&desk, "a", NESTED);
    import(
        &desk,
        "urls",
        "https://q.example/?a=1&b=%22 \"!more <tags> & \\\"quotes\\\"\" \"~Own & title\"\nhttps://user@b.example/x\n",
    );
    let mut library = desk.library();
    let sources = library.sources().unwrap();
    library.pause_source(sources[0].id, true).unwrap();
    // The feed has told its title meanwhile.
    library
        .set_feed_title(sources[1].id, "Tides of the East")
        .unwrap();
    library
        .rename_source(sources[1].id, Some("Tides <mine>"))
        .unwrap();
    library.rename_source(sources[2].id, None).unwrap();
    drop(library);
    let left = desk.run(&["export", "--format", "opml", "--out", "out.opml"]);
    assert_eq!(
        (left.status, left.output.trim_end()),
        (0, "5 feeds written to out.opml"),
        "{left:?}"
    );
    assert_eq!(
        left.errors,
        [
            "newsprint: not exported: the settings of 1 feed",
            "newsprint: not exported: the articles and their state"
        ]
    );
    let there = Desk::new();
    let text = std::fs::read_to_string(desk.path("out.opml")).unwrap();
    assert!(!text.contains("user@"), "{text}");
    import(&there, "in.opml", &text);
    let mut ours = feeds(&desk);
    let mut theirs = feeds(&there);
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
    assert!(
        ours.iter().any(|feed| feed.starts_with("Tides <mine>")),
        "{ours:?}"
    );
    there.run(&["export", "--format", "opml", "--out", "out.opml"]);
    let again = Desk::new();
    let second = std::fs::read_to_string(there.path("out.opml")).unwrap();
    import(&again, "in.opml", &second);
    let mut last = feeds(&again);
    last.sort();
    assert_eq!(ours, last);
}

#[test]
fn an_exported_address_has_no_credentials() {
    let desk = Desk::new();
    let library = desk.library();
    drop(library);
    let database = rusqlite::Connection::open(desk.data().join("library.db")).unwrap();
    database
        .execute(
            "INSERT INTO source (kind, title, url, added) VALUES ('feed', 'Private', 'https://ida:secret@a.example/feed', 1)",
            [],
        )
        .unwrap();
    drop(database);
    let left = desk.run(&["export", "--format", "opml"]);
    assert!(left.output.contains("https://a.example/feed"), "{left:?}");
    assert!(
        !left.output.contains("secret") && !left.output.contains("ida"),
        "{left:?}"
    );
    assert_eq!(
        left.errors[0],
        "newsprint: not exported: 1 address without its user name and password"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_and_any_lines_are_read_without_a_panic(
        parts in prop::collection::vec(prop_oneof![
            Just("<outline ".to_owned()), Just("<opml>".to_owned()), Just("</outline>".to_owned()), Just(">".to_owned()),
            Just("/>".to_owned()), Just("text=\"".to_owned()), Just("xmlUrl='http://a.example/".to_owned()), Just("\"".to_owned()),
            Just("query:a:".to_owned()), Just("unread = \\\"yes\\\" and (".to_owned()), Just("age between 1:".to_owned()),
            Just("\n".to_owned()), Just("é\u{2028}\\".to_owned()), "\\PC{0,8}",
        ], 0..40),
    ) {
        let text = parts.concat();
        let _ = newsprint::feed::opml::parse_opml(text.as_bytes());
        let list = newsprint::library::parse_newsboat(&text);
        prop_assert!(list.subscriptions.iter().all(|feed| feed.url.starts_with("http")));
    }
}

#[test]
fn ignored_articles_of_newsboat_become_rules_that_mute() {
    let desk = Desk::new();
    let config = "auto-reload yes\n\
        # what nobody wants to read\n\
        ignore-article \"*\" \"title =~ \\\"Sponsored\\\"\"\n\
        ignore-article \"https://tides.example/rss\" \"title =~ \\\"surf|sail\\\" and unread = \\\"yes\\\"\"\n\
        ignore-article \"regex:.*\" \"title =~ \\\"ink\\\"\"\n\
        ignore-article \"*\" \"author = \\\"Ida\\\"\"\n\
        ignore-mode \"display\"\n";
    let left = import(&desk, "config", config);
    assert_eq!(
        left.output,
        "0 feeds added, 0 already there, 2 skipped; 2 searches saved; 2 rules that mute new articles: newsprint rules lists them\n"
    );
    assert_eq!(left.errors.len(), 2, "{left:?}");
    assert!(left.errors[0].contains("line 5"), "{left:?}");
    assert!(left.errors[1].contains("line 6"), "{left:?}");
    let rules: Vec<Value> = desk
        .good(&["rules", "--json"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let queries: Vec<&str> = rules
        .iter()
        .map(|rule| rule["query"].as_str().unwrap())
        .collect();
    assert_eq!(
        queries,
        [
            "source:\"tides.example/rss\" title:\"surf\" OR title:\"sail\" is:unread",
            "title:\"Sponsored\"",
        ]
    );
    assert!(rules.iter().all(|rule| rule["action"] == "mute"));
    desk.write("kettle.md", "# Sponsored: a kettle\n\nIt boils.\n");
    desk.good(&["add", "kettle.md"]);
    desk.good(&["search", "kettle"]);
    assert_eq!(desk.good(&["list", "--view", "muted"]).lines().count(), 1);
    let undone = desk.good(&["undo"]);
    assert!(
        undone.starts_with("Undone: mute 1 article by the rule"),
        "{undone}"
    );
    assert_eq!(desk.good(&["list"]).lines().count(), 1);
    // The same file again changes nothing.
    let again = import(&desk, "config", config);
    assert!(again.output.starts_with("0 feeds added"), "{again:?}");
}
