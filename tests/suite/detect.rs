//! Tests of what bytes are taken for, and of how they become text.

use newsprint::extract::charset::decode_text;
use newsprint::extract::detect::detect;
use newsprint::extract::{Format, Hints, Unreadable};

fn format(bytes: &[u8], name: Option<&str>) -> Result<Format, Unreadable> {
    let hints = Hints {
        name,
        ..Hints::default()
    };
    detect(bytes, &hints)
}

fn is(text: &str, name: Option<&str>, expected: Format) {
    assert_eq!(format(text.as_bytes(), name), Ok(expected), "{text:?}");
}

#[test]
fn pages_are_html_whatever_their_name() {
    let page = "<title>Ferry</title><p>The ferry is back.</p>";
    for prolog in [
        "<!DOCTYPE html>",
        "<!doctypehtml>",
        "\u{feff}\n <!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>\n",
        "<!-- saved -->\n<!-- twice -->\n<html lang=en>",
        "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'><html xmlns='http://www.w3.org/1999/xhtml'>",
        "<HTML>",
        "<head>",
    ] {
        for name in [
            None,
            Some("ferry.html"),
            Some("ferry.txt"),
            Some("ferry.md"),
        ] {
            is(&format!("{prolog}{page}"), name, Format::Html);
        }
    }
    let response = format!("HTTP/1.1 200 OK\nContent-Type: text/html\n\n<!doctype html>{page}");
    is(&response, None, Format::Html);
}

#[test]
fn fragments_of_pages_are_html() {
    is("<p>The ferry is back.</p>", None, Format::Html);
    is(
        "<h1>Ferry</h1>\n<p>It is back.</p>",
        Some("a.txt"),
        Format::Html,
    );
    is(
        "<div class='story'><p>It is back.</p></div>",
        None,
        Format::Html,
    );
    is(
        "<p>One.</p>\n\n<p>Two <b>three</b>.</p>\n",
        None,
        Format::Html,
    );
    is("<p>One\n<p>Two\n<p>Three\n", None, Format::Html);
    is("<meta charset=utf-8><p>One", None, Format::Html);
    is("It is <em>back</em>", Some("a.html"), Format::Html);
    is("Fish &amp; chips", Some("a.html"), Format::Html);
}

#[test]
fn text_that_mentions_tags_is_not_html() {
    is(
        "Use <p> for a paragraph and <br> for a break, she said.",
        None,
        Format::PlainText,
    );
    is(
        "<b>Note</b> The ferry is late.\n\nIt will come.",
        None,
        Format::PlainText,
    );
    is("<Ana> is it late?\n<Bo> it is", None, Format::PlainText);
    is(
        "The harbour opened.\n\nNo tags here.",
        Some("a.html"),
        Format::PlainText,
    );
    is(
        "<title> is the element this story is about.",
        None,
        Format::PlainText,
    );
    is("a < b and b > c", None, Format::PlainText);
}

#[test]
fn markdown_by_its_marks() {
    is("# Ferry\n\nIt is back.\n", None, Format::Markdown);
    is(
        "Intro.\n\n## Why\n\nBecause.\n\n## How\n\nSo.\n",
        None,
        Format::Markdown,
    );
    is(
        "---\ntitle: Ferry\ndate: 2026-02-02\n---\n\nIt is back.\n",
        None,
        Format::Markdown,
    );
    is(
        "Ferry\n=====\n\nIt is back.\n\nWhy\n---\n\nBecause.\n",
        None,
        Format::Markdown,
    );
    is(
        "Do this:\n\n```sh\nrow ashore\n```\n",
        None,
        Format::Markdown,
    );
    is(
        "See [the pier](https://pier.example/) and [the map](map.md).\n",
        None,
        Format::Markdown,
    );
    is(
        "| Pier | Boats |\n| --- | --- |\n| North | 4 |\n",
        None,
        Format::Markdown,
    );
    is(
        "# Ferry\n\n## Why\n\nBecause.\n",
        Some("ferry.txt"),
        Format::Markdown,
    );
    is(
        "<p align=\"center\">\n<img src=\"a.png\">\n</p>\n\n# Boat\n\nSee [it](https://boat.example/).\n\n## Use\n\nRow.\n",
        None,
        Format::Markdown,
    );
    is(
        "<p align=\"center\"><img src=\"a.png\"></p>\n\n# Boat\n\nRow.\n",
        None,
        Format::Markdown,
    );
    is("Nothing but words.\n", Some("ferry.md"), Format::Markdown);
    is(
        "Nothing but words.\n",
        Some("FERRY.MARKDOWN"),
        Format::Markdown,
    );
}

#[test]
fn news_with_stray_marks_is_plain() {
    for text in [
        "Ferry is back\n\n#harbour was trending on Monday.\n\n#ferry too.\n",
        "Ten boats\n\n# 1 The North Pier\n\nLong.\n\n# 2 The South Pier\n\nShort.\n",
        "Today\n\n- first boat\n- second boat\n- third boat\n\n* late one\n",
        "They said *never* and _always_.\n\n> On Monday she wrote:\n> yes\n",
        "Prices rose 5 %*\n\n* seasonally adjusted\n",
        "Part one\n\n---\n\nPart two\n\n***\n\nPart three\n",
        "Footnote [1] and [2](sic) follow.\n",
        "1. One\n2. Two\n\nName | Age\nAna | 9\n",
    ] {
        is(text, None, Format::PlainText);
        is(text, Some("story.txt"), Format::PlainText);
    }
}

#[test]
fn blank_files_are_empty() {
    for bytes in [
        &b""[..],
        b" \n\t\r\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xff\xfe \0\n\0",
        b"\0\0\0",
    ] {
        assert_eq!(format(bytes, None), Err(Unreadable::Empty), "{bytes:?}");
    }
    assert_eq!(
        format(" ".repeat(100_000).as_bytes(), None),
        Err(Unreadable::Empty)
    );
    assert!(format((" ".repeat(100_000) + "x").as_bytes(), None).is_ok());
}

#[test]
fn binary_files_are_named() {
    let cases: [(&[u8], &str); 9] = [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (
            b"PK\x03\x04\x14\0\0\0mimetypeapplication/epub+zip",
            "an EPUB book",
        ),
        (b"PK\x03\x04\x14\0[Content_Types].xml", "an Office document"),
        (b"\x1f\x8b\x08\0\0", "a gzip file"),
        (b"\x7fELF\x02\x01\x01", "a program"),
        (b"SQLite format 3\0\x10\0", "a SQLite database"),
        (b"\0\0\0\x18ftypmp42", "an MP4 video"),
    ];
    for (bytes, kind) in cases {
        assert_eq!(
            format(bytes, Some("a.txt")),
            Err(Unreadable::Binary(Some(kind)))
        );
    }
    let noise: Vec<u8> = (0..4000u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    assert_eq!(format(&noise, None), Err(Unreadable::Binary(None)));
    assert_eq!(
        Unreadable::Binary(Some("a PNG image")).to_string(),
        "not text: a PNG image"
    );
}

#[test]
fn damaged_text_is_still_text() {
    is(
        "The fer\0ry is back, and the whole \u{7}town came to see it.\0",
        None,
        Format::PlainText,
    );
    is(
        "\u{1b}[1mFerry\u{1b}[0m\n\nIt is back.",
        None,
        Format::PlainText,
    );
    is(
        "BM is the sign of the pier. ID3 is a boat.",
        None,
        Format::PlainText,
    );
}

fn text(bytes: &[u8], format: Format, charset: Option<&str>) -> String {
    let hints = Hints {
        charset,
        ..Hints::default()
    };
    decode_text(bytes, format, &hints)
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn wide_encodings_with_and_without_a_mark() {
    let article = "Ferry\n\nThe café on the pier opened.";
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        for article in [article.to_owned(), format!("\u{feff}{article}")] {
            let bytes = utf16(&article, bytes);
            assert_eq!(format(&bytes, None), Ok(Format::PlainText));
            assert_eq!(
                text(&bytes, Format::PlainText, None),
                article.trim_start_matches('\u{feff}')
            );
        }
    }
    for bytes in [u32::to_le_bytes, u32::to_be_bytes] {
        for article in [article.to_owned(), format!("\u{feff}{article}")] {
            let bytes: Vec<u8> = article.chars().flat_map(|c| bytes(c.into())).collect();
            assert_eq!(format(&bytes, None), Ok(Format::PlainText));
            assert_eq!(
                text(&bytes, Format::PlainText, None),
                article.trim_start_matches('\u{feff}')
            );
        }
    }
    let page = utf16("<!doctype html><p>Ferry</p>", u16::to_le_bytes);
    assert_eq!(format(&page, None), Ok(Format::Html));
}

#[test]
fn declared_encodings() {
    let cyrillic = encoding_rs::WINDOWS_1251
        .encode("<meta charset=windows-1251><p>Паром вернулся</p>")
        .0;
    assert!(text(&cyrillic, Format::Html, None).contains("Паром вернулся"));
    let old = encoding_rs::ISO_8859_2
        .encode("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-2\"><p>Łódź</p>")
        .0;
    assert!(text(&old, Format::Html, None).contains("Łódź"));
    let xml = encoding_rs::SHIFT_JIS
        .encode("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><html>港</html>")
        .0;
    assert!(text(&xml, Format::Html, None).contains("港"));
    let outside = encoding_rs::GBK.encode("渡轮").0;
    assert_eq!(text(&outside, Format::PlainText, Some("gbk")), "渡轮");
    let chinese = utf16("渡轮回到港口，全城欢庆。", u16::to_le_bytes);
    let read = text(&chinese, Format::PlainText, Some("utf-16le"));
    assert_eq!(read, "渡轮回到港口，全城欢庆。");
    // A declaration in a comment is none, and one that lies is not believed.
    assert!(
        text(
            "<!-- <meta charset=koi8-r> --><p>café".as_bytes(),
            Format::Html,
            None
        )
        .contains("café")
    );
    assert!(
        text(
            "<meta charset=windows-1252><p>café".as_bytes(),
            Format::Html,
            Some("latin1")
        )
        .contains("café")
    );
    assert!(
        text(
            b"<meta charset=utf-8><p>caf\xe9 au lait",
            Format::Html,
            None
        )
        .contains("café")
    );
}

#[test]
fn undeclared_encodings_are_guessed() {
    let latin = encoding_rs::WINDOWS_1252
        .encode("“Le café”, dit-elle, “est fermé depuis l’été.”")
        .0;
    assert_eq!(
        text(&latin, Format::PlainText, None),
        "“Le café”, dit-elle, “est fermé depuis l’été.”"
    );
    let russian =
        "Паром вернулся в гавань после долгого ремонта, и весь город пришёл его встречать.";
    let bytes = encoding_rs::KOI8_R.encode(russian).0;
    assert_eq!(text(&bytes, Format::PlainText, None), russian);
    let japanese = "フェリーが港に戻ってきた。";
    let bytes = encoding_rs::ISO_2022_JP.encode(japanese).0;
    assert_eq!(text(&bytes, Format::PlainText, None), japanese);
}

#[test]
fn a_few_bad_bytes_do_not_spoil_utf8() {
    let mut bytes = "Žluťoučký kůň přešel přes most. ".repeat(5).into_bytes();
    bytes.extend(b"The caf\xe9 was open.");
    let text_of = text(&bytes, Format::PlainText, None);
    assert!(text_of.contains("Žluťoučký") && text_of.ends_with("The café was open."));
    let cut = &"Ferry — back".as_bytes()[..8];
    assert_eq!(text(cut, Format::PlainText, None), "Ferry ");
}

#[test]
fn line_endings_become_one_kind_and_form_feeds_stay() {
    let dump = b"\xef\xbb\xbfa\r\nb\rc\n\x0cd";
    assert_eq!(text(dump, Format::PlainText, None), "a\nb\nc\n\u{c}d");
}

#[test]
fn numbered_headings_over_dashes_are_not_markdown() {
    let report = "Drains\n======\n\n1. Introduction\n---------------\n\nIt rained.\n\n2. Method\n---------\n\nWe waited.\n\n3. Results\n----------\n\nIt was **wet** and *cold*.\n";
    is(report, Some("drains.txt"), Format::PlainText);
    is(report, None, Format::PlainText);
}

#[test]
fn a_program_with_comments_is_not_markdown() {
    let program = "# Count\n\n## the moles\n\n```\nx = 1\n```\n";
    is(program, Some("count.py"), Format::PlainText);
}
