//! Tests of scripts that have no spaces between words, and of clusters that stay whole.

use unicode_segmentation::UnicodeSegmentation;

use super::{article, columns, paragraph, seen, wide};

/// No line begins with one of these.
const CLOSING: &str = "」』）】》〉、。，．：；！？…‥ーゃゅょっァィゥェォッャュョ々ゝ・";

/// No line ends with one of these.
const OPENING: &str = "「『（【《〈";

fn check_edges(words: &str) {
    for width in 6..=60 {
        let seen = seen(article(vec![paragraph(words)]), wide(width));
        assert_eq!(seen.concat().replace(' ', ""), words.replace(' ', ""));
        for line in &seen {
            assert!(columns(line) <= width.into());
            assert!(
                !line.starts_with(|c| CLOSING.contains(c)),
                "{line} at {width}"
            );
            assert!(
                !line.ends_with(|c| OPENING.contains(c)),
                "{line} at {width}"
            );
        }
    }
}

#[test]
fn no_japanese_line_begins_with_closing_marks_or_ends_with_opening_ones() {
    check_edges(
        "橋は十一か月ぶりに開通した。「待っていました」と、バスの運転手は言った（初日の朝）。\
         フェリーはもう走らない…でも、港のコーヒーショップはきょうも『いつもの』人々でいっぱいだった！\
         ちょっとした祭りになって、キャッチボールをする子もいた。",
    );
}

#[test]
fn nor_a_chinese_one() {
    check_edges(
        "大桥关闭十一个月后，终于重新开放。船长说：“我们等了很久。”市民（包括孩子）都来了；\
         有人问：《港口报》今天出版吗？当然！桥上写着「平安」二字……大家都笑了。",
    );
}

#[test]
fn korean_lines_end_between_words() {
    let words = "다리가 열한 달 만에 다시 열렸다. 버스 기사는 \"오래 기다렸다\"고 말했다 (첫날 아침). 항구는 北쪽까지 조용했다!";
    for width in 14..60 {
        let seen = seen(article(vec![paragraph(words)]), wide(width));
        assert_eq!(seen.join(" "), words, "at {width}");
    }
    check_edges(words);
}

/// Checks that lines end only where one of these words does.
fn check_words(words: &[&str]) {
    let sentence = words.concat();
    let mut ends = vec![0];
    for word in words {
        ends.push(ends.last().unwrap() + word.len());
    }
    let widest = words.iter().map(|word| columns(word)).max().unwrap();
    let mut broken = 0;
    for width in widest..40 {
        let seen = seen(article(vec![paragraph(&sentence)]), wide(width as u16));
        let mut at = 0;
        for line in &seen {
            at += line.len();
            assert!(ends.contains(&at), "{line} ends within a word at {width}");
        }
        assert_eq!(at, sentence.len());
        broken += seen.len() - 1;
    }
    assert!(broken > 5, "nothing was broken");
}

#[test]
fn thai_lines_end_between_words() {
    check_words(&[
        "สะพาน",
        "เปิด",
        "ใหม่",
        "วัน",
        "นี้",
        "เด็ก",
        "และ",
        "ผู้",
        "ใหญ่",
        "เดิน",
        "ข้าม",
        "แม่",
        "น้ำ",
        "ด้วย",
        "ความ",
        "สุข",
    ]);
}

#[test]
fn lao_khmer_and_burmese_lines_end_between_words() {
    check_words(&["ຂ້ອຍ", "ຮັກ", "ປະເທດ", "ລາວ", "ແລະ", "ພາສາ", "ລາວ", "ຫຼາຍ"]);
    check_words(&["ខ្ញុំ", "ស្រឡាញ់", "ប្រទេស", "កម្ពុជា", "និង", "ភាសាខ្មែរ"]);
    check_words(&["မြန်မာနိုင်ငံ", "သည်", "လှပ", "သော", "နိုင်ငံ", "ဖြစ်", "သည်"]);
}

#[test]
fn clusters_stay_whole() {
    let words = [
        "क्षत्रियों",
        "हिन्दी",
        "น้ำผึ้ง",
        "👨‍👩‍👧‍👦👩🏽‍🚀",
        "🇩🇪🇯🇵🇧🇷",
        "1️⃣#️⃣",
        "👍🏿👍",
        "❤️‍🔥",
        "e\u{301}\u{323}x",
    ];
    let sentence = words.join(" ");
    let whole: Vec<&str> = sentence.graphemes(true).filter(|g| *g != " ").collect();
    for width in 1..=30 {
        let lines = seen(article(vec![paragraph(&sentence)]), wide(width));
        let shown = lines.iter().flat_map(|line| line.graphemes(true));
        let shown: Vec<&str> = shown.filter(|g| *g != " ").collect();
        assert_eq!(shown, whole, "at {width}");
    }
}
