//! The list: groups, preview, filter, read marks, rows that can't be read.

use newsprint::app::{Effect, Pane};

use crate::harness::Harness;

const FOLDER: [(&str, &[u8]); 6] = [
    ("b.md", b"# Bread\n\nBaked at four.\n"),
    ("a.md", b"# Apples\n\nPicked at noon.\n"),
    ("zoo/c.md", b"# Camels\n\nThey spit.\n"),
    ("zoo/empty.txt", b""),
    (".hidden/d.md", b"# Hidden\n\nNo.\n"),
    (
        "image.png",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0",
    ),
];

fn folder() -> Harness {
    Harness::new(120, 20).with_folder(&FOLDER)
}

fn titles(harness: &Harness) -> Vec<String> {
    harness
        .app()
        .list()
        .articles()
        .iter()
        .map(|article| article.title.clone())
        .collect()
}

#[test]
fn a_folder_is_listed_by_name_its_own_files_first_without_hidden_and_binary_ones() {
    assert_eq!(
        titles(&folder()),
        ["Apples", "Bread", "Camels", "empty.txt"]
    );
}

#[test]
fn a_row_shows_why_its_file_is_unreadable() {
    let harness = folder();
    let row = harness
        .rows()
        .into_iter()
        .find(|row| row.contains("empty.txt"))
        .unwrap();
    assert!(row.contains("!   empty.txt"), "{row}");
    let harness = harness.press("G");
    assert!(
        harness.screen().contains("Can't read this article: empty"),
        "{}",
        harness.screen()
    );
}

#[test]
fn the_first_article_is_selected_and_previewed() {
    let harness = folder();
    assert!(
        harness.screen().contains("Picked at noon."),
        "{}",
        harness.screen()
    );
    assert_eq!(harness.app().focus(), Pane::List);
}

#[test]
fn moving_previews_and_never_marks_read() {
    let harness = folder().press("j j");
    assert!(harness.screen().contains("They spit."));
    assert!(
        harness
            .app()
            .list()
            .articles()
            .iter()
            .all(|article| !article.state.is_read)
    );
}

#[test]
fn group_motions_select_the_first_article_of_a_group() {
    let harness = folder().press("]");
    assert!(
        harness.screen().contains("They spit."),
        "{}",
        harness.screen()
    );
    let harness = harness.press("]");
    assert!(
        harness.footer().contains("Last group"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("j [");
    assert_eq!(
        harness.app().list().selected().unwrap().title,
        "Camels",
        "the first of this group first"
    );
    let harness = harness.press("[");
    assert_eq!(harness.app().list().selected().unwrap().title, "Apples");
}

#[test]
fn the_cursor_is_at_the_first_letter_of_the_selected_title() {
    let harness = folder().press("j");
    let (x, y) = harness.cursor();
    let row: Vec<char> = harness.rows()[usize::from(y)].chars().collect();
    assert_eq!(row[usize::from(x)], 'B', "{row:?}");
}

#[test]
fn a_short_article_is_marked_read_at_the_first_motion_and_not_by_opening() {
    let harness = folder().press("enter");
    assert!(!harness.app().list().articles()[0].state.is_read);
    let harness = harness.press("j");
    assert!(harness.app().list().articles()[0].state.is_read);
    assert!(
        !harness.screen().contains("●   Apples"),
        "{}",
        harness.screen()
    );
    assert!(harness.screen().contains("●   Bread"));
}

#[test]
fn a_long_article_is_marked_read_at_its_end() {
    let long = "A paragraph of some words.\n\n".repeat(60);
    let harness = Harness::new(80, 16)
        .with(&[("long.md", &long)])
        .press("enter j j");
    assert!(!harness.app().list().articles()[0].state.is_read);
    assert!(harness.press("G").app().list().articles()[0].state.is_read);
}

#[test]
fn read_can_be_toggled_and_a_group_marked() {
    let harness = folder().press("r");
    assert!(harness.app().list().articles()[0].state.is_read);
    assert!(!harness.press("r").app().list().articles()[0].state.is_read);
    let harness = folder().press("M");
    let read: Vec<bool> = harness
        .app()
        .list()
        .articles()
        .iter()
        .map(|article| article.state.is_read)
        .collect();
    assert_eq!(read, [true, true, false, false]);
}

#[test]
fn marking_a_group_marks_its_listed_articles_and_can_be_undone() {
    let articles = [
        ("a.md", "# Tea\n\nx\n"),
        ("b.md", "# Coffee\n\ny\n"),
        ("c.md", "# Tea again\n\nz\n"),
    ];
    let harness = Harness::new(120, 20)
        .with(&articles)
        .press("/")
        .type_text("tea")
        .press("enter M");
    let read = |harness: &Harness| -> Vec<bool> {
        harness
            .app()
            .list()
            .articles()
            .iter()
            .map(|article| article.state.is_read)
            .collect()
    };
    assert_eq!(read(&harness), [true, false, true]);
    assert!(
        harness
            .footer()
            .contains("2 articles marked read (u undoes)"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("u");
    assert_eq!(read(&harness), [false, false, false]);
}

#[test]
fn n_goes_to_the_next_unread_article() {
    let harness = folder().press("r j r g n");
    assert_eq!(harness.app().list().selected().unwrap().title, "Camels");
    let harness = harness.press("n");
    assert!(
        harness.footer().contains("No unread article below"),
        "{}",
        harness.footer()
    );
}

#[test]
fn a_filter_ignores_case_and_diacritics_and_escape_shows_all() {
    let articles = [
        ("a.md", "# Café society\n\nx\n"),
        ("b.md", "# Tea houses\n\ny\n"),
        ("c.md", "# CAFE CRIMES\n\nz\n"),
    ];
    let harness = Harness::new(120, 20)
        .with(&articles)
        .press("/")
        .type_text("cafe");
    assert!(harness.footer().contains("2 of 3"), "{}", harness.footer());
    assert!(!harness.screen().contains("Tea houses"));
    let harness = harness.press("enter j");
    assert_eq!(
        harness.app().list().selected().unwrap().title,
        "CAFE CRIMES"
    );
    let harness = harness.press("esc");
    assert!(harness.screen().contains("Tea houses"));
    assert_eq!(
        harness.app().list().selected().unwrap().title,
        "CAFE CRIMES",
        "the selection stays"
    );
}

#[test]
fn a_filter_without_a_match_is_reported() {
    let harness = folder().press("/").type_text("qqq");
    assert!(
        harness.screen().contains("No matches"),
        "{}",
        harness.screen()
    );
    let harness = harness.press("esc");
    assert!(harness.screen().contains("Apples"));
}

#[test]
fn the_next_article_opens_without_leaving_the_reader() {
    let harness = folder().press("enter J");
    assert_eq!(harness.app().focus(), Pane::Reader);
    assert!(harness.top_line().contains("Bread"));
    let harness = harness.press("K K");
    assert!(harness.top_line().contains("Apples"));
    assert!(harness.footer().contains("First article"));
}

#[test]
fn an_article_opens_at_its_reading_position() {
    let long: String = (1..80)
        .map(|n| format!("Paragraph {n} of it.\n\n"))
        .collect();
    let articles = [("long.md", long.as_str()), ("b.md", "# B\n\nx\n")];
    let harness = Harness::new(80, 16)
        .with(&articles)
        .press("enter ctrl-f ctrl-f j");
    let top = harness.top_line();
    let harness = harness.press("h j k enter");
    assert_eq!(harness.top_line(), top);
    // A preview shows the reading position and does not change it.
    let harness = harness.press("J K");
    assert_eq!(harness.top_line(), top);
}

#[test]
fn escape_closes_one_thing_after_another_and_never_quits() {
    let harness = folder().press("enter z esc");
    assert_eq!(harness.app().focus(), Pane::Reader, "first out of zen");
    assert!(harness.screen().contains("Opened files"));
    let harness = harness.press("esc");
    assert_eq!(harness.app().focus(), Pane::List);
    let harness = harness.press("esc esc");
    assert!(!harness.effects.contains(&Effect::Quit));
    assert!(
        harness.footer().contains("Nothing to close"),
        "{}",
        harness.footer()
    );
}

#[test]
fn q_closes_the_article_and_then_quits_and_a_single_article_at_once() {
    let harness = folder().press("enter q");
    assert!(!harness.effects.contains(&Effect::Quit));
    assert!(harness.press("q").effects.contains(&Effect::Quit));
    let harness = Harness::single(80, 20).with(&[("one.md", "# One\n\nx\n")]);
    assert!(harness.top_line().contains("One"), "it opens by itself");
    assert!(harness.press("q").effects.contains(&Effect::Quit));
}

#[test]
fn tab_goes_to_the_other_pane_and_back() {
    let harness = folder().press("tab");
    assert_eq!(harness.app().focus(), Pane::Reader);
    assert_eq!(harness.press("tab").app().focus(), Pane::List);
}

#[test]
fn addresses_are_copied_and_opened_and_a_missing_one_is_reported() {
    let article = "---\nurl: https://example.org/article\n---\n# T\n\nx\n";
    let harness = Harness::new(80, 20).with(&[("a.md", article)]).press("y o");
    let copied = harness
        .effects
        .iter()
        .any(|e| matches!(e, Effect::Copy { text, .. } if text == "https://example.org/article"));
    assert!(copied, "{:?}", harness.effects);
    assert!(
        harness
            .effects
            .contains(&Effect::OpenLink("https://example.org/article".into()))
    );
    let harness = folder().press("o");
    assert!(
        harness.footer().contains("no address to"),
        "{}",
        harness.footer()
    );
}

#[test]
fn help_lists_the_keys_of_the_current_pane_first_and_can_be_filtered() {
    let harness = Harness::new(100, 40)
        .with(&[("a.md", "# A\n\nx\n")])
        .press("enter ?");
    let screen = harness.screen();
    assert!(screen.contains("In the reader"), "{screen}");
    assert!(screen.contains("Go to the next section."), "{screen}");
    let harness = harness.press("/").type_text("copy the section");
    assert!(
        harness.screen().contains("Copy the section as Markdown."),
        "{}",
        harness.screen()
    );
    assert!(!harness.screen().contains("Go to the next section."));
}

#[test]
fn help_runs_the_selected_action_and_shows_its_whole_description() {
    let harness = Harness::new(44, 24)
        .with(&[("a.md", "# A\n\nx\n\n## B\n\ny\n")])
        .press("enter ?");
    let harness = harness.press("/").type_text("previous unread");
    let screen = harness.screen();
    for words in ["Previous match or", "previous unread  ", "article.  "] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    let harness = harness.press("ctrl-u").type_text("next section");
    let harness = harness.press("enter");
    assert!(
        harness.facts().starts_with("§ 1/1 B"),
        "{}",
        harness.facts()
    );
}

#[test]
fn printable_keys_are_text_in_prompts_and_line_editing_works() {
    let harness = folder().press("/").type_text("q?x");
    assert!(harness.footer().contains("q?x"), "{}", harness.footer());
    let harness = harness
        .press("backspace backspace backspace")
        .type_text("two words")
        .press("ctrl-w")
        .type_text("camels")
        .press("ctrl-a");
    assert!(
        harness.footer().contains("two camels"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("ctrl-e ctrl-u").type_text("bread");
    assert!(
        harness.footer().contains("filter: bread"),
        "{}",
        harness.footer()
    );
}

#[test]
fn pasted_text_is_typed_in_a_prompt_and_ignored_elsewhere() {
    let harness = folder().press("/").paste("brea\nd\x1b[31m");
    assert!(harness.footer().contains("brea d"), "{}", harness.footer());
    let harness = folder().paste("jjjq");
    assert_eq!(harness.app().list().selected_index(), 0);
    assert!(!harness.effects.contains(&Effect::Quit));
}

#[test]
fn a_key_waits_for_the_text_that_it_moves_in() {
    let articles = [
        ("a.md", "# A\n\nx\n"),
        ("b.md", "# B\n\nx\n\n## One\n\ny\n\n## Two\n\nz\n"),
    ];
    let harness = Harness::new(80, 14)
        .with(&articles)
        .hold()
        .press("j enter ] ]");
    assert!(harness.screen().contains("loading"), "{}", harness.screen());
    let harness = harness.release();
    assert!(
        harness.facts().starts_with("§ 2/2 Two"),
        "{}",
        harness.facts()
    );
}

#[test]
fn escape_drops_the_keys_that_wait() {
    let articles = [
        ("a.md", "# A\n\nx\n"),
        ("b.md", "# B\n\nx\n\n## One\n\ny\n\n## Two\n\nz\n"),
    ];
    let harness = Harness::new(80, 14)
        .with(&articles)
        .hold()
        .press("j enter ] ] esc");
    assert_eq!(harness.app().focus(), Pane::List);
    let harness = harness.release();
    assert_eq!(harness.app().focus(), Pane::List);
}
