//! Words for what an extraction made of a line of its source, and why.

use crate::extract::{Evidence, LineRole, SourceLine};
use crate::model::LeftOut;

/// Returns the role of a line, at most 11 columns wide.
pub fn role_text(role: LineRole) -> String {
    match role {
        LineRole::Title => "title".to_owned(),
        LineRole::Metadata => "metadata".to_owned(),
        LineRole::Heading(level) => format!("heading {level}"),
        LineRole::Content => "text".to_owned(),
        LineRole::Caption => "caption".to_owned(),
        LineRole::Hidden => "hidden".to_owned(),
        LineRole::LeftOut => "left out".to_owned(),
    }
}

/// Words one piece of evidence: `article 0.93`, `link share 0.80`, `class related`.
pub fn evidence_text(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Content(probability) => format!("article {probability:.2}"),
        Evidence::Heading(probability) => format!("heading {probability:.2}"),
        Evidence::Feature(name, weight) => format!("{name} {weight:+.2}"),
        Evidence::Markup(name) => format!("element {name}"),
        Evidence::ClassWord(word) => format!("class {word}"),
        Evidence::LinkShare(share) => format!("link share {share:.2}"),
        Evidence::Phrase => "own words".to_owned(),
        Evidence::Repeated => "repeated".to_owned(),
        Evidence::Position => "position".to_owned(),
    }
}

/// Returns a line with its role before it, and its evidence in brackets behind it.
pub fn line_text(line: &SourceLine) -> String {
    let role = role_text(line.role);
    let text = line.text.replace('\n', "\n             ");
    let evidence: Vec<String> = line.evidence.iter().map(evidence_text).collect();
    match evidence.is_empty() {
        true => format!("{role:<11}  {text}"),
        false => format!("{role:<11}  {text}  [{}]", evidence.join(", ")),
    }
}

/// Words the sum of what was left out: `12 lines left out, 63 words`.
pub fn left_out_text(left_out: LeftOut) -> String {
    let count = |count: usize, word: &str| match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    };
    match left_out.lines {
        0 => "nothing left out".to_owned(),
        lines => format!(
            "{} left out, {}",
            count(lines, "line"),
            count(left_out.words, "word")
        ),
    }
}
