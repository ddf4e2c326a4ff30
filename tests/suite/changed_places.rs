//! Places and reading positions in a text that changes: they stay at their words.

use newsprint::model::{Anchor, Document};

use crate::library::article;

const BEFORE: &str = "# Bridge\n\nThe crossing carried its first buses on Monday. People waved from the quay all morning long.\n\n\
## Costs\n\nThe repair took eleven months and nine million crowns. Nobody had planned for that.\n\n\
## Cracks\n\nInspectors found cracks in two of the bearings last spring. They closed the crossing at once, and buses went round by the mill.\n\n\
Divers looked at every pier. The reports fill two shelves.\n";

/// Returns the anchor of words in the text.
fn anchor(document: &Document, words: &str) -> Anchor {
    let mut blocks = document.blocks.iter().enumerate();
    let found = blocks.find_map(|(index, block)| Some((index, block.text().find(words)?)));
    let (block, offset) = found.unwrap();
    Anchor::at(document, block, offset)
}

/// Returns the words that an anchor of `words` leads to in an edited text: as many characters.
fn words_after(words: &str, edit: impl Fn(&str) -> String) -> String {
    let anchor = anchor(&article(BEFORE), words);
    // As it is stored.
    let stored = serde_json::to_string(&anchor).unwrap();
    let anchor: Anchor = serde_json::from_str(&stored).unwrap();
    let after = article(&edit(BEFORE));
    let at = anchor.resolve(&after).unwrap();
    let text = after.blocks[at.block].text();
    text[at.byte..]
        .chars()
        .take(words.chars().count())
        .collect()
}

fn assert_stays(words: &str, edit: impl Fn(&str) -> String) {
    assert_eq!(words_after(words, edit), words);
}

const PLACE: &str = "They closed the crossing at once";
const START: &str = "Inspectors found cracks";

#[test]
fn paragraphs_around_a_place_are_inserted_removed_and_moved() {
    for words in [PLACE, START] {
        assert_stays(words, |text| {
            text.replace("## Costs", "A new paragraph.\n\nAnd one more.\n\n## Costs")
        });
        assert_stays(words, |text| {
            text.replace(
                "## Cracks\n\n",
                "## Cracks\n\nThey closed it, said the mayor.\n\n",
            )
        });
        assert_stays(words, |text| {
            text.replace("The repair took eleven months and nine million crowns. Nobody had planned for that.\n\n", "")
        });
        assert_stays(words, |text| {
            text.replace(
                "Divers looked at every pier. The reports fill two shelves.\n",
                "",
            )
        });
        // The section comes first now, under another heading.
        assert_stays(words, |text| {
            let (start, cracks) = text.split_once("## Cracks").unwrap();
            let (head, costs) = start.split_once("## Costs").unwrap();
            format!("{head}## What inspectors saw{cracks}\n\n## Costs{costs}")
        });
    }
}

#[test]
fn the_paragraph_of_a_place_is_edited() {
    // Before the place.
    assert_stays(PLACE, |text| {
        text.replace(
            "two of the bearings last spring",
            "five of the nine old bearings in the last wet spring",
        )
    });
    assert_stays(PLACE, |text| {
        text.replace(
            "Inspectors found cracks in two of the bearings last spring. They",
            "They",
        )
    });
    assert_stays(PLACE, |text| {
        text.replace(
            "Inspectors found",
            "On Friday the inspectors of the harbour found",
        )
    });
    // After it.
    assert_stays(PLACE, |text| {
        text.replace(", and buses went round by the mill", "")
    });
    assert_stays(START, |text| text.replace("last spring", "in May"));
    // The paragraph is divided there, or joined with the one before.
    assert_stays(PLACE, |text| {
        text.replace(" They closed", "\n\nThey closed")
    });
    assert_stays("Divers looked at every pier", |text| {
        text.replace("by the mill.\n\n", "by the mill. ")
    });
    // The words themselves change: the place stays at their start, or in their paragraph.
    assert_eq!(
        words_after(PLACE, |text| text.replace("at once, and", "on Friday, and")),
        "They closed the crossing on Frid"
    );
    let gone = words_after(PLACE, |text| {
        text.replace("They closed the crossing at once, and buses", "Buses")
    });
    assert!(
        BEFORE
            .replace("They closed the crossing at once, and buses", "Buses")
            .contains(&gone),
        "{gone}"
    );
}

#[test]
fn equal_paragraphs_are_told_apart_by_their_place() {
    let text = "# Log\n\nNothing to report today at all.\n\nA ship came in from the north.\n\nNothing to report today at all.\n\nA gull.\n";
    let document = article(text);
    let anchor = Anchor::at(&document, 2, 0);
    let edited = article(&text.replace("A gull.", "A gull and a heron."));
    assert_eq!(anchor.resolve(&edited).unwrap().block, 2);
    let longer = article(&text.replace("# Log\n\n", "# Log\n\nIt was a quiet week.\n\n"));
    assert_eq!(anchor.resolve(&longer).unwrap().block, 3);
}

#[test]
fn anchors_of_earlier_versions_are_read() {
    let stored = r#"{"heading":"Cracks","occurrence":0,"prefix":"Inspectors found cracks in two of the be","offset":60,"share":0.7}"#;
    let anchor: Anchor = serde_json::from_str(stored).unwrap();
    let document = article(BEFORE);
    let at = anchor.resolve(&document).unwrap();
    assert!(document.blocks[at.block].text()[at.byte..].starts_with("They closed"));
    assert_eq!(serde_json::to_string(&anchor).unwrap(), stored);
}
