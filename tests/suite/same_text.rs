//! Articles that report the same with the same text: the decision with its guards, and the figures of the generated pairs.

use chrono::NaiveDate;
use newsprint::model::{ArticleId, SourceId};
use newsprint::text::shingles::{Boilerplate, Shingles};
use newsprint::text::story::{ComparedArticle, comparable_title, decide_story, is_same_text};

use crate::story_pairs::{corpus, measure};

/// A text of some words, the same for the same seed and without common phrases for different ones.
pub(crate) fn text(seed: usize, words: std::ops::Range<usize>) -> String {
    let word = |at: usize| {
        let syllables = [
            "bri", "dge", "mar", "ket", "fer", "ry", "sto", "ne", "ha", "ven", "lo", "cal",
        ];
        let mut number = (seed + 1) * 7_919 + at * 104_729;
        let mut word = String::new();
        for _ in 0..3 {
            number = number
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            word.push_str(syllables[(number >> 33) % syllables.len()]);
        }
        word
    };
    words.map(word).collect::<Vec<_>>().join(" ")
}

fn article(id: i64, text: &str) -> ComparedArticle {
    ComparedArticle {
        id: ArticleId(id),
        shingles: Shingles::of_text(text),
        source: Some(SourceId(id)),
        title: None,
        link: None,
        day: NaiveDate::from_ymd_opt(2026, 2, 2).unwrap(),
        story: None,
        is_round_up: false,
    }
}

fn in_story(mut article: ComparedArticle, story: i64) -> ComparedArticle {
    article.story = Some(ArticleId(story));
    article
}

fn ids(ids: &[i64]) -> Vec<ArticleId> {
    ids.iter().copied().map(ArticleId).collect()
}

#[test]
fn a_part_is_contained_in_the_whole_whatever_its_case_and_signs() {
    let whole =
        Shingles::of_text("The Bridge reopens – on Monday, after eleven months of repairs.");
    assert_eq!(
        whole.containment(&Shingles::of_text("the bridge REOPENS on monday")),
        1.0
    );
    assert_eq!(whole.containment(&Shingles::of_text("on the bridge")), 0.0);
    assert_eq!(whole.containment(&Shingles::of_text("bridge")), 0.0);
    // Scripts without spaces.
    let whole = Shingles::of_text("東京都の港で橋が再び開通した");
    assert_eq!(
        whole.containment(&Shingles::of_text("東京都の港で橋が")),
        5.0 / 6.0
    );
}

#[test]
fn a_sample_is_about_an_eighth_and_preserves_containment() {
    let whole = Shingles::of_text(&text(1, 0..4_000));
    let part = Shingles::of_text(&text(1, 1_000..2_000));
    let (whole, part) = (whole.sample(), part.sample());
    assert!((400..600).contains(&whole.len()), "{}", whole.len());
    assert!(part.iter().all(|hash| whole.binary_search(hash).is_ok()));
}

#[test]
fn a_cut_joins_its_source_and_the_longest_text_represents_the_story() {
    let whole = article(1, &text(1, 0..400));
    let cut = article(2, &text(1, 0..150));
    assert_eq!(
        decide_story(&cut, std::slice::from_ref(&whole)).members,
        ids(&[1, 2])
    );
    assert_eq!(
        decide_story(&whole, std::slice::from_ref(&cut)).members,
        ids(&[1, 2])
    );
    let other = article(3, &text(2, 0..150));
    assert_eq!(decide_story(&other, &[whole, cut]), Default::default());
}

#[test]
fn of_equal_texts_the_first_one_represents_the_story() {
    let (one, other) = (article(4, &text(1, 0..80)), article(9, &text(1, 0..80)));
    assert_eq!(
        decide_story(&one, std::slice::from_ref(&other)).members,
        ids(&[4, 9])
    );
    assert_eq!(decide_story(&other, &[one]).members, ids(&[4, 9]));
}

#[test]
fn articles_of_one_source_need_more_in_common() {
    let whole = text(1, 0..100);
    let changed = format!("{} {}", text(1, 0..72), text(2, 0..28));
    let (one, mut other) = (article(1, &whole), article(2, &changed));
    assert!(is_same_text(&one, &other));
    other.source = one.source;
    assert!(!is_same_text(&one, &other));
    // Single articles have no source in common.
    let single = |article: ComparedArticle| ComparedArticle {
        source: None,
        ..article
    };
    assert!(is_same_text(&single(one), &single(other)));
}

#[test]
fn a_short_text_needs_the_same_title_and_day_or_the_same_link() {
    let titled = |id: i64, text: &str| ComparedArticle {
        title: comparable_title("Harbour Bridge: open again!"),
        ..article(id, text)
    };
    let (whole, short) = (text(1, 0..200), text(1, 0..20));
    assert!(!is_same_text(&article(1, &whole), &article(2, &short)));
    assert!(is_same_text(&titled(1, &whole), &titled(2, &short)));
    let later = ComparedArticle {
        day: NaiveDate::from_ymd_opt(2026, 2, 3).unwrap(),
        ..titled(2, &short)
    };
    assert!(!is_same_text(&titled(1, &whole), &later));
    let linked = |id: i64, text: &str| ComparedArticle {
        link: Some("example.org/bridge".to_owned()),
        ..article(id, text)
    };
    assert!(is_same_text(&linked(1, &whole), &linked(2, &short)));
    // Another text, or a title that says nothing.
    assert!(!is_same_text(
        &titled(1, &whole),
        &titled(2, &text(7, 0..20))
    ));
    assert_eq!(comparable_title("The weather"), None);
    // One source repeats titles.
    let mut again = titled(2, &short);
    again.source = Some(SourceId(1));
    assert!(!is_same_text(&titled(1, &whole), &again));
}

/// A copy with a teaser of the same link, and a longer copy with another link.
fn linked_copies() -> [ComparedArticle; 3] {
    let linked = |article: ComparedArticle| ComparedArticle {
        link: Some("example.org/bridge".to_owned()),
        ..article
    };
    [
        linked(article(1, &text(1, 0..100))),
        linked(article(2, &text(1, 0..15))),
        article(3, &text(1, 0..200)),
    ]
}

#[test]
fn a_teaser_stays_when_a_longer_copy_takes_the_story_over() {
    let [copy, teaser, longer] = linked_copies();
    let others = [in_story(copy.clone(), 1), in_story(teaser.clone(), 1)];
    let decision = decide_story(&longer, &others);
    assert_eq!(
        (decision.members, decision.released),
        (ids(&[3, 1, 2]), ids(&[]))
    );
    // A teaser of another link does not.
    let stranger = ComparedArticle {
        link: Some("example.org/ferry".to_owned()),
        ..teaser
    };
    let decision = decide_story(&longer, &[in_story(copy, 1), in_story(stranger, 1)]);
    assert_eq!(
        (decision.members, decision.released),
        (ids(&[3, 1]), ids(&[2]))
    );
}

#[test]
fn a_teaser_finds_the_story_by_a_member_and_a_member_brings_its_teaser() {
    let [copy, teaser, longer] = linked_copies();
    let story = [in_story(copy.clone(), 3), in_story(longer.clone(), 3)];
    assert_eq!(decide_story(&teaser, &story).members, ids(&[3, 1, 2]));
    let others = [longer, teaser.clone()];
    assert_eq!(decide_story(&copy, &others).members, ids(&[3, 1, 2]));
    // Other words under the same link.
    let other_words = ComparedArticle {
        shingles: Shingles::of_text(&text(7, 0..15)),
        ..teaser
    };
    assert_eq!(decide_story(&other_words, &story), Default::default());
}

#[test]
fn a_teaser_does_not_stay_by_another_teaser_nor_without_its_member() {
    let [copy, teaser, longer] = linked_copies();
    let title = comparable_title("Harbour bridge opens again");
    let first = ComparedArticle {
        title: title.clone(),
        ..in_story(teaser, 3)
    };
    let second = ComparedArticle {
        title,
        ..in_story(article(4, &text(1, 0..12)), 3)
    };
    let longer = in_story(longer, 3);
    let others = [longer.clone(), in_story(copy.clone(), 3), first.clone()];
    assert_eq!(decide_story(&second, &others).members, ids(&[]));
    // The member changes.
    let changed = ComparedArticle {
        shingles: Shingles::of_text(&text(9, 0..100)),
        ..in_story(copy, 3)
    };
    let decision = decide_story(&changed, &[longer, first]);
    assert_eq!((decision.members, decision.released), (ids(&[]), ids(&[2])));
}

#[test]
fn what_three_articles_of_a_source_have_is_not_compared() {
    let standing = text(50, 0..80);
    let framed = |seed: usize| Shingles::of_text(&format!("{} {standing}", text(seed, 0..40)));
    let all: Vec<Shingles> = (1..4).map(framed).collect();
    let own = |seed: usize, boilerplate: &Boilerplate| ComparedArticle {
        shingles: framed(seed).without(boilerplate),
        ..article(seed as i64, "")
    };
    let two = Boilerplate::of_texts(&all[..2]);
    assert!(is_same_text(&own(1, &two), &own(2, &two)));
    let three = Boilerplate::of_texts(&all);
    assert!(!is_same_text(&own(1, &three), &own(2, &three)));
}

#[test]
fn a_round_up_is_in_no_story_whether_it_comes_first_or_last() {
    let (one, other) = (article(1, &text(1, 0..60)), article(2, &text(2, 0..60)));
    let both = format!("{} {} {}", text(9, 0..20), text(1, 0..60), text(2, 0..60));
    let round_up = article(3, &both);
    let decision = decide_story(&round_up, &[one.clone(), other.clone()]);
    assert_eq!(
        (decision.members, decision.round_ups),
        (ids(&[]), ids(&[3]))
    );
    // Grouped with one of its articles before the other one came.
    let others = [in_story(round_up.clone(), 3), in_story(one, 3)];
    let decision = decide_story(&other, &others);
    assert_eq!(
        (decision.members, decision.round_ups),
        (ids(&[]), ids(&[3]))
    );
    assert_eq!(decision.released, ids(&[1]));
    // A known round-up matches nothing.
    let known = ComparedArticle {
        is_round_up: true,
        ..round_up
    };
    assert_eq!(decide_story(&other, &[known]), Default::default());
}

#[test]
fn stories_do_not_grow_from_one_similar_text_to_the_next() {
    // The second is like the first, the third like the second, and not like the first.
    let first = article(1, &text(1, 0..200));
    let second = article(2, &format!("{} {}", text(1, 60..200), text(2, 0..50)));
    let third = article(3, &format!("{} {}", text(1, 110..200), text(2, 0..50)));
    assert!(is_same_text(&first, &second) && is_same_text(&second, &third));
    assert!(!is_same_text(&first, &third));
    let decision = decide_story(&third, &[in_story(first, 1), in_story(second, 1)]);
    assert_eq!(decision, Default::default());
}

#[test]
fn a_longer_text_takes_the_story_over_and_releases_what_does_not_match_it() {
    let (one, two) = (text(1, 0..200), text(2, 0..80));
    let representative = in_story(article(1, &one), 1);
    let member = in_story(article(2, &text(1, 0..90)), 1);
    let stranger = in_story(article(4, &two), 1);
    let longest = article(3, &format!("{one} {}", text(3, 0..60)));
    let decision = decide_story(&longest, &[member, representative, stranger]);
    assert_eq!(decision.members.first(), Some(&ArticleId(3)));
    assert_eq!(decision.members.len(), 3);
    assert_eq!(decision.released, ids(&[4]));
}

#[test]
fn a_text_that_changed_leaves_its_story() {
    let changed = in_story(article(1, &text(5, 0..200)), 1);
    let rest = [
        in_story(article(2, &text(1, 0..90)), 1),
        in_story(article(3, &text(1, 0..90)), 1),
    ];
    let decision = decide_story(&changed, &rest);
    assert_eq!(
        (decision.members, decision.released),
        (ids(&[]), ids(&[2, 3]))
    );
}

#[test]
fn generated_pairs_are_grouped_and_no_round_up_is() {
    let texts = corpus::read(&[corpus::fixtures()]);
    let figures = measure::measure(&texts, 15);
    assert!(figures.pairs() >= 160, "{figures}");
    assert!(figures.f1() >= 0.99, "{figures}");
    assert_eq!(figures.grouped_round_ups, 0, "{figures}");
}
