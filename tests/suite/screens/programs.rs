//! Pipes to programs, notes in the editor and beside the text, completion of tags.

use newsprint::app::{CommandLine, Effect};
use newsprint::config::Settings;

use crate::harness::Harness;

const INK: &str = "# Ink\n\nFirst words.\n\n## Oak\n\nGalls and _iron_ make it black.\n\n## Tea\n\nTea stains too.\n";

fn ink() -> Harness {
    Harness::new(100, 24).with(&[("ink.md", INK), ("b.md", "# B\n\nx\n")])
}

/// Returns the programs that the app has asked to run, the last one last.
fn lines(harness: &Harness) -> Vec<&CommandLine> {
    let effects = harness.effects.iter();
    let lines = effects.filter_map(|effect| match effect {
        Effect::RunCommand(line) => Some(line),
        _ => None,
    });
    lines.collect()
}

#[test]
fn an_article_is_piped_to_a_typed_program_without_a_shell() {
    let harness = ink().press("|");
    assert!(
        harness.footer().contains("pipe to: "),
        "{}",
        harness.footer()
    );
    let harness = harness.type_text("wc -w 'a b' $HOME").press("enter");
    let line = lines(&harness)[0];
    assert_eq!(line.argv, ["wc", "-w", "a b", "$HOME"]);
    let input = line.input.as_deref().unwrap();
    assert!(
        input.starts_with("Ink\n") && input.contains("Galls and iron make"),
        "{input}"
    );
    assert!(line.pause, "the output is to be read");
    // The last one is recalled, also in the reader.
    let harness = harness.press("enter | up enter");
    assert_eq!(lines(&harness)[1].argv[..2], ["wc", "-w"]);
    // Nothing runs without a program, or if it is unclear.
    let harness = harness
        .press("| enter |")
        .type_text("mail 'Ida")
        .press("enter");
    assert!(
        harness
            .footer()
            .contains("Not piped: a quote is not closed"),
        "{}",
        harness.footer()
    );
    assert_eq!(lines(&harness).len(), 2);
}

#[test]
fn an_article_is_piped_to_a_program_of_the_settings() {
    let mut settings = Settings::default();
    let merged = settings.merge(
        "[pipes]\nprint = [\"lpr\", \"-T\", \"{title}\"]\nless = { argv = [\"less\", \"-R\"], format = \"markdown\", pause = false }\n",
    );
    assert_eq!(merged.mistakes, []);
    let harness = Harness::start(100, 24, false, settings).with(&[("ink.md", INK)]);
    let harness = harness.press("|").type_text("le").press("tab");
    assert!(
        harness.footer().contains("pipe to: less"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("enter |").type_text("print").press("enter");
    let [less, print] = lines(&harness)[..] else {
        panic!("{:?}", harness.effects);
    };
    assert_eq!(less.argv, ["less", "-R"]);
    assert!(!less.pause);
    assert!(
        less.input
            .as_deref()
            .unwrap()
            .contains("## Oak\n\nGalls and _iron_"),
        "{less:?}"
    );
    assert_eq!(print.argv, ["lpr", "-T", "{title}"]);
    assert_eq!(print.title.as_deref(), Some("Ink"));
    assert!(!print.input.as_deref().unwrap().contains('_'));
}

#[test]
fn wrong_pipes_are_reported_with_their_line() {
    for (text, what) in [
        ("pipes = 3\n", "pipes must be a table of programs"),
        ("[pipes]\nprint = \"lpr\"\n", "must be an array of strings"),
        ("[pipes]\nprint = { format = \"text\" }\n", "is empty"),
        (
            "[pipes]\nprint = { argv = [\"lpr\"], format = \"html\" }\n",
            "\"text\"",
        ),
        (
            "[pipes]\nprint = { argv = [\"lpr\"], forma = \"text\" }\n",
            "nearest is \"format\"",
        ),
    ] {
        let mut settings = Settings::default();
        let merged = settings.merge(text);
        assert_eq!(merged.mistakes.len(), 1, "{text}: {merged:?}");
        assert!(
            merged.mistakes[0].message.contains(what),
            "{text}: {merged:?}"
        );
        assert_eq!(settings.pipes, []);
    }
}

#[test]
fn a_note_is_edited_in_the_editor_with_its_tags_on_the_last_line() {
    let harness = ink().press("enter ] S").type_text("for Ida #craft #oak");
    let mut harness = harness.press("ctrl-x e");
    let text = "for Ida\n#craft #oak\n".to_owned();
    assert!(
        harness.effects.contains(&Effect::EditText(text)),
        "{:?}",
        harness.effects
    );
    // Until the editor has succeeded, the prompt stays.
    assert!(
        harness.footer().contains("for Ida #craft #oak"),
        "{}",
        harness.footer()
    );
    harness.save_edited_note("for Ida\n\nand for Tom\n#craft #old\n");
    let harness = harness.press("j k");
    let footer = harness.footer();
    assert!(
        footer.contains("for Ida and for Tom #craft #old"),
        "{footer}"
    );
    // In the prompt a note of several lines is one line.
    let harness = harness.press("S");
    assert!(
        harness
            .footer()
            .contains("for Ida↵↵and for Tom #craft #old"),
        "{}",
        harness.footer()
    );
    let harness = harness.press("enter");
    let notes = harness
        .library()
        .bookmarks(newsprint::model::ArticleId(1))
        .unwrap();
    assert_eq!(notes[0].note.as_deref(), Some("for Ida\n\nand for Tom"));
    let list = Harness::again(120, 24, &harness).home();
    let list = list.press("v /").type_text("bookmarks").press("enter");
    let screen = list.screen();
    assert!(screen.contains("for Ida and for Tom #craft"), "{screen}");
    assert_eq!(notes[0].tags, ["craft", "old"]);
}

#[test]
fn the_editor_is_for_notes_alone() {
    let harness = ink().press("/").type_text("x").press("ctrl-x e");
    assert!(harness.footer().contains("x"), "{}", harness.footer());
    assert!(
        !harness
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::EditText(_)))
    );
}

#[test]
fn a_note_is_shown_below_the_text_while_its_place_is_on_the_screen() {
    let harness = ink()
        .press("enter ] S")
        .type_text("try this #craft")
        .press("enter j k");
    assert!(
        harness.footer().contains("★ try this #craft"),
        "{}",
        harness.footer()
    );
    assert!(harness.footer().contains("S edit"), "{}", harness.footer());
    // Key hints are back where there is no note.
    let long = "Words. ".repeat(900);
    let text = format!("# Long\n\n## One\n\n{long}\n\n## Two\n\n{long}\n");
    let harness = Harness::new(80, 24).with(&[("long.md", &text)]);
    let harness = harness
        .press("enter ] S")
        .type_text("a long note ".repeat(20).trim())
        .press("enter j k");
    assert!(
        harness.footer().contains("★ a long note") && harness.footer().contains('…'),
        "{}",
        harness.footer()
    );
    let harness = harness.press("]");
    assert!(
        harness.footer().contains("next section"),
        "{}",
        harness.footer()
    );
    assert!(harness.press("[").footer().contains("★ a long note"));
}

#[test]
fn words_typed_after_the_tags_of_a_note_do_not_make_them_a_part_of_it() {
    let harness = ink()
        .press("enter ] S")
        .type_text("alpha #one")
        .press("enter");
    // The cursor is at the end of the note.
    let harness = harness.press("S").type_text(" beta").press("enter");
    let harness = harness.press("S end").type_text(" gamma").press("enter S");
    assert!(
        harness.footer().contains("alpha beta gamma #one"),
        "{}",
        harness.footer()
    );
    let notes = harness
        .library()
        .bookmarks(newsprint::model::ArticleId(1))
        .unwrap();
    assert_eq!(notes[0].note.as_deref(), Some("alpha beta gamma"));
    assert_eq!(notes[0].tags, ["one"]);
}

#[test]
fn tab_completes_a_tag_and_then_goes_through_the_tags() {
    let harness = ink()
        .press("S")
        .type_text("craft crypt cream old")
        .press("enter j S");
    let harness = harness.type_text("c").press("tab");
    assert!(
        harness.footer().contains("tags: cr"),
        "{}",
        harness.footer()
    );
    let tags = |harness: &Harness| {
        let footer = harness.footer();
        footer.trim().trim_start_matches("tags: ").to_owned()
    };
    let harness = harness.press("tab");
    assert_eq!(tags(&harness), "craft");
    let harness = harness.press("tab tab");
    assert_eq!(tags(&harness), "crypt");
    let harness = harness.press("tab");
    assert_eq!(tags(&harness), "craft");
    // Another letter ends it: the next press completes anew.
    let harness = harness.press("ctrl-u").type_text("old o").press("tab");
    assert_eq!(tags(&harness), "old old");
}
