//! The head of the dump of a page: title below menus, author, publisher and date without labels.

use newsprint::extract::Hints;
use newsprint::extract::plain::extract_plain;
use newsprint::model::{Block, Document, plain_text};

fn read(text: &str) -> Document {
    extract_plain(text, &Hints::default())
}

fn body(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        if let Block::Heading(heading) = block {
            out.push_str(&format!("# {}\n", plain_text(&heading.content)));
        } else if let Block::Paragraph(content) = block {
            out.push_str(&format!("{}\n", plain_text(content)));
        }
    }
    out
}

fn published(document: &Document) -> Option<String> {
    document.metadata.published.map(|day| day.to_string())
}

#[test]
fn a_year_glued_to_the_minutes_of_reading_is_a_date() {
    let article = read(
        "Sign in\nGet started\n\nThe goose that learned to queue\n\nTilda Brook\nFollow\nOct 14, 20247 min read\n\nThe goose stood behind the postman for the first time in spring, and since then it has not missed a single morning at the counter.\n\nNobody has asked it for a number.\n\nHelp\nPrivacy\nTerms\n",
    );
    let m = &article.metadata;
    assert_eq!(m.title.as_deref(), Some("The goose that learned to queue"));
    assert_eq!(m.byline.as_deref(), Some("Tilda Brook"));
    assert_eq!(published(&article).as_deref(), Some("2024-10-14"));
    assert!(body(&article).ends_with("Nobody has asked it for a number.\n"));
    assert!(!body(&article).contains("Terms"));
}

#[test]
fn an_author_stands_before_a_place_and_a_newspaper_after_a_comma() {
    let page = |byline: &str| {
        read(&format!(
            "Skip to content\nLog in\n\nSand castle gets planning permission\n\n{byline}\nSat 4 Jul 2026 07.30 BST\nShare\n\nThe castle on the north beach may stay until the next spring tide, the council decided after a debate of four hours.\n\nThe crab may stay, too.\n\nMost viewed\nPrivacy policy\n"
        ))
    };
    let article = page("Tilda Brook in Upper Bay");
    assert_eq!(article.metadata.byline.as_deref(), Some("Tilda Brook"));
    assert!(published(&article).is_some_and(|day| day.starts_with("2026-07-04")));
    let article = page("By Tilda Brook, Upper Bay Herald");
    assert_eq!(article.metadata.byline.as_deref(), Some("Tilda Brook"));
    assert_eq!(
        article.metadata.publisher.as_deref(),
        Some("Upper Bay Herald")
    );
    assert!(body(&article).contains("The crab may stay, too."));
}

#[test]
fn source_and_author_are_read_from_their_labels() {
    let article = read(
        "首页\n新闻\n登录\n\n山羊在屋顶住了三个星期\n\n2026-05-09 10:20 来源：北岸日报 作者：方梅\n\n山羊三个星期以前爬上学校的屋顶，从那以后就不肯下来，老师们每天用篮子给它送草。\n\n它看起来很高兴。\n\n相关阅读\n版权所有\n",
    );
    let m = &article.metadata;
    assert_eq!(m.title.as_deref(), Some("山羊在屋顶住了三个星期"));
    assert_eq!(m.byline.as_deref(), Some("方梅"));
    assert_eq!(m.publisher.as_deref(), Some("北岸日报"));
    assert_eq!(published(&article).as_deref(), Some("2026-05-09"));
    assert!(body(&article).contains("它看起来很高兴。"));
}

#[test]
fn the_date_of_a_press_release_is_that_of_its_dateline() {
    let article = read(
        "FOR IMMEDIATE RELEASE\n\nBay Glue Works presents a glue for wet stamps\n\nUPPER BAY, May 5, 2026 – Bay Glue Works today presented a glue that holds stamps on letters which have been out in the rain.\n\nIt tastes of pears.\n\nMedia contact:\nglue@works.example\n",
    );
    assert_eq!(
        article.metadata.title.as_deref(),
        Some("Bay Glue Works presents a glue for wet stamps")
    );
    assert_eq!(published(&article).as_deref(), Some("2026-05-05"));
    assert!(body(&article).contains("UPPER BAY, May 5, 2026 – Bay Glue Works today"));
    assert!(body(&article).contains("It tastes of pears."));
}

#[test]
fn buttons_between_sections_are_no_headings_and_take_nothing_with_them() {
    let article = read(
        "Zum Inhalt springen\nStartseite\n\nDie drei besten Leitern für ein Baumhaus\n\nVon Klara Fink\n9. März 2026\n\nEine Leiter im Baum hat zwei Aufgaben, und die zweite besteht darin, am Morgen noch da zu sein, wenn alle hinunter wollen.\n\nDie aus Esche\n\nSie ist schwer und knarrt, doch wer sie einmal hinaufgetragen hat, der trägt sie bestimmt nie wieder hinunter.\n\nMehr lesen\n\nDer Griff wird kalt.\n\nDie aus Seil\n\nSie wurde für Leute gemacht, die selten herunterkommen, und sie dreht sich so, dass man dabei die Aussicht sieht.\n\nJetzt abonnieren\n\nSie pendelt.\n\nMehr zum Thema\nDatenschutz\n",
    );
    let text = body(&article);
    assert!(
        text.contains("# Die aus Esche") && text.contains("# Die aus Seil"),
        "{text}"
    );
    assert!(
        text.contains("Der Griff wird kalt.") && text.contains("Sie pendelt."),
        "{text}"
    );
    assert!(
        !text.contains("Mehr lesen") && !text.contains("abonnieren"),
        "{text}"
    );
}
