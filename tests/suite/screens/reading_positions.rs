//! Reading positions, progress and history that are saved in the library and restored at the next start.

use crate::harness::Harness;

/// An article of numbered sentences in three sections.
fn long() -> String {
    let mut text = "# The long one\n\n".to_owned();
    for section in ["Spring", "Summer", "Autumn"] {
        text.push_str(&format!("## {section}\n\n"));
        for n in 1..=20 {
            text.push_str(&format!(
                "{section} sentence {n} stands in a paragraph of its own.\n\n"
            ));
        }
    }
    text
}

fn opened(text: &str) -> Harness {
    Harness::new(100, 16).with(&[("long.md", text), ("b.md", "# B\n\nShort.\n")])
}

/// Both rows of an article in the list.
fn row(harness: &Harness, title: &str) -> String {
    let rows = harness.rows().into_iter().skip(2);
    let list: Vec<String> = rows
        .filter_map(|row| Some(row.split_once('│')?.0.to_owned()))
        .collect();
    let first = list.iter().position(|row| row.contains(title)).unwrap();
    list[first..first + 2].concat()
}

/// The same files for a program that starts later.
fn later(before: &Harness, width: u16, height: u16) -> Harness {
    later_in(&before.folder(), before, width, height)
}

fn later_in(folder: &std::path::Path, before: &Harness, width: u16, height: u16) -> Harness {
    Harness::again(width, height, before).with_paths(&[folder.join("long.md"), folder.join("b.md")])
}

#[test]
fn an_article_opens_at_its_reading_position_after_a_restart_and_in_another_size() {
    let harness = opened(&long()).press("enter ] ] j j j j j j j");
    let top = harness.top_line();
    assert!(top.starts_with("Summer sentence"), "{top}");
    let harness = harness.quit();
    let later = later(&harness, 70, 30).press("enter");
    assert_eq!(later.top_line(), top);
}

#[test]
fn the_reading_position_stays_on_its_sentence_when_text_is_inserted_before_it() {
    let harness = opened(&long()).press("enter ] ] j j j j j j j");
    let top = harness.top_line();
    let harness = harness.quit();
    let grown = long().replacen(
        "## Spring",
        "## Preface\n\nA paragraph that was not there before.\n\n## Spring",
        1,
    );
    harness.write(
        "long.md",
        &grown.replacen("## Summer", "## Summer\n\nAnd here another one.", 1),
    );
    let later = later(&harness, 100, 16).press("enter");
    assert_eq!(later.top_line(), top);
    assert!(
        later.facts().starts_with("§ 3/4 Summer"),
        "{}",
        later.facts()
    );
}

#[test]
fn a_reading_position_is_saved_shortly_after_the_last_movement() {
    let harness = opened(&long()).press("enter ] ] j j j");
    let top = harness.top_line();
    // The program ends without saving anything.
    let harness = harness.wait(2_000);
    let later = later(&harness, 100, 16).press("enter");
    assert_eq!(later.top_line(), top);
}

#[test]
fn a_preview_changes_no_reading_position_and_no_history() {
    let harness = opened(&long()).press("enter ] ] j j j");
    let top = harness.top_line();
    let harness = harness.quit();
    let between = later(&harness, 100, 16).press("j k").wait(3_000).quit();
    let after = later_in(&harness.folder(), &between, 100, 16).press("enter");
    assert_eq!(after.top_line(), top);
}

#[test]
fn the_list_shows_how_far_an_article_was_read() {
    let harness = opened(&long()).press("enter ] ] h");
    let percent = harness.facts();
    let percent = percent.rsplit(' ').next().unwrap().to_owned();
    assert!(
        row(&harness, "The long one").contains(&percent),
        "{}",
        harness.screen()
    );
    let harness = harness.quit();
    let later = later(&harness, 100, 16);
    assert!(
        row(&later, "●   The long one").contains(&percent),
        "{}",
        later.screen()
    );
}

#[test]
fn the_history_of_positions_is_there_after_a_restart() {
    let harness = opened(&long()).press("enter 2 3 h j enter");
    assert_eq!(harness.top_line(), "B");
    let harness = harness.quit();
    let later = Harness::again(100, 16, &harness).home().press("H");
    assert_eq!(later.top_line(), "B", "{}", later.screen());
    let later = later.press("H");
    assert_eq!(later.top_line(), "▌ Autumn");
    let later = later.press("H");
    assert_eq!(later.top_line(), "▌ Summer");
    let later = later.press("L L");
    assert_eq!(later.top_line(), "B");
}

#[test]
fn a_read_mark_follows_the_words_and_not_the_name_of_the_file() {
    let harness = opened(&long()).press("enter G h");
    let harness = harness.quit();
    let folder = harness.folder();
    std::fs::rename(folder.join("long.md"), folder.join("renamed.md")).unwrap();
    let later = Harness::again(100, 16, &harness)
        .with_paths(&[folder.join("b.md"), folder.join("renamed.md")])
        .press("j enter");
    assert!(
        !row(&later, "The long one").contains('●'),
        "{}",
        later.screen()
    );
    // Another article under the old name is another article.
    let other = "# Something else\n\nOther words altogether, and enough of them to tell this article from all the others that may come along here one day.\n";
    harness.write("long.md", other);
    let other = Harness::again(100, 16, &harness)
        .with_paths(&[folder.join("long.md"), folder.join("b.md")]);
    assert!(
        row(&other, "Something else").contains('●'),
        "{}",
        other.screen()
    );
}

#[test]
fn an_article_of_the_tour_keeps_its_reading_position_and_its_read_mark() {
    let harness = Harness::new(100, 16).home().press("j enter ] ] h");
    let harness = harness.quit();
    let later = Harness::again(100, 16, &harness).home();
    assert!(later.screen().contains("Tour"), "{}", later.screen());
    let top = harness.top_line();
    let later = later.press("j enter");
    assert_eq!(later.top_line(), top);
    // It is in the history, too, though its text is not in the library.
    let later = later.press("h v /").type_text("history").press("enter");
    assert!(
        later.screen().contains("Harbour bridge"),
        "{}",
        later.screen()
    );
    assert_eq!(later.press("enter").top_line(), top);
}

#[test]
fn an_open_article_is_read_at_its_end_or_as_the_settings_say() {
    use newsprint::config::{MarkRead, Settings};
    let text = long();
    let settings = |mark_read| Settings {
        mark_read,
        ..Settings::default()
    };
    let read = |harness: &Harness| harness.app().list().articles()[0].state.is_read;
    let start = |mark_read| {
        Harness::start(100, 16, false, settings(mark_read))
            .with(&[("long.md", &text), ("b.md", "# B\n\nx\n")])
    };
    let harness = start(MarkRead::AtEnd).press("enter j");
    assert!(!read(&harness));
    assert!(read(&harness.press("G")));
    assert!(read(&start(MarkRead::OnOpen).press("enter")));
    let never = start(MarkRead::Never).press("enter G");
    assert!(!read(&never));
    assert!(read(&never.press("r")));
}
