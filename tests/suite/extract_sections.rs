//! Sections of plain texts: headings with links at their ends, headings over groups of lines, headings beside boxes.

use newsprint::extract::Hints;
use newsprint::extract::plain::extract_plain;
use newsprint::model::{Block, Document, plain_text};

fn read(text: &str) -> Document {
    extract_plain(text, &Hints::default())
}

fn headings(document: &Document) -> Vec<String> {
    let of = |block: &Block| match block {
        Block::Heading(heading) => Some(plain_text(&heading.content)),
        _ => None,
    };
    document.blocks.iter().filter_map(of).collect()
}

fn body(document: &Document) -> String {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading(heading) => plain_text(&heading.content) + "\n",
            Block::Paragraph(content) => plain_text(content) + "\n",
            _ => String::new(),
        })
        .collect()
}

#[test]
fn an_entry_of_a_reference_work_has_its_subject_for_the_title_and_sections_without_edit_links() {
    let article = read(
        "Zum Inhalt springen\nHauptmenü\nSuche\nBenutzerkonto erstellen\nAnmelden\n\nTeufelsbrücke (Oberau)\n\nArtikel\nDiskussion\nLesen\nBearbeiten\nVersionsgeschichte\nAus der freien Enzyklopädie\n\nDie Teufelsbrücke ist eine steinerne Brücke über die Au. Sie wurde 1702 gebaut und hat bis heute kein Geländer, weil der Stifter es verboten hat.\n\nGeschichte[Bearbeiten | Quelltext bearbeiten]\n\nVor der Brücke gab es eine Furt, die nur im August trocken war. Der Zoll wurde in Eiern bezahlt.\n\nSiehe auch[Bearbeiten | Quelltext bearbeiten]\n\nDie Engelsbrücke steht zwei Meilen weiter oben und ist aus Holz.\n\nDatenschutz\nImpressum\nMobile Ansicht\n",
    );
    assert_eq!(
        article.metadata.title.as_deref(),
        Some("Teufelsbrücke (Oberau)")
    );
    assert_eq!(headings(&article), ["Geschichte", "Siehe auch"]);
    assert!(body(&article).contains("Die Engelsbrücke steht zwei Meilen weiter oben"));
    assert!(!body(&article).contains("Bearbeiten"));
    assert!(!body(&article).contains("Enzyklopädie"));
}

#[test]
fn links_at_the_end_of_a_line_make_it_a_heading_in_any_script() {
    let article = read(
        "ノート\n閲覧\n\n灯台は岬の先に立つ白い塔であり、百年のあいだ一度も消えたことがないと言われている。\n\n歴史[編集]\n\n最初の灯台は木でできていて、三年目の嵐で海に落ちた。そのあと石で建て直された。\n\n関連項目[編集]\n\n隣の島にも小さな灯台があるが、今は鳥が住んでいる。\n",
    );
    assert_eq!(headings(&article), ["歴史", "関連項目"]);
    let article = read(
        "The pump manual\n\nThe pump lifts forty litres in a minute, if somebody turns the handle.\n\nOiling¶\n\nOil the handle on the first of the month, and wipe off what runs down.\n\nWhen it squeaks ¶\n\nA pump that squeaks wants to be moved out of the sun for an hour or two.\n\nThe paragraph sign ends this sentence. ¶\n",
    );
    assert_eq!(headings(&article), ["Oiling", "When it squeaks"]);
    let article = read(
        "Languages of the workshop\n\nWe speak three of them on a working day, and a fourth to the cat.\n\nWhat we learned#\n\nThe cat answers only to the fourth, and then only in the morning.\n\nWhy we write C#\n\nNobody remembers who began, and nobody dares to be the first to stop.\n\nWhat comes next#\n\nA fifth language is planned for the winter, when there is less to do.\n",
    );
    let found = headings(&article);
    assert!(found.contains(&"What we learned".to_owned()), "{found:?}");
    assert!(found.contains(&"What comes next".to_owned()), "{found:?}");
    assert!(body(&article).contains("Why we write C#\n"));
}

#[test]
fn an_edit_link_on_a_line_of_its_own_belongs_to_the_heading_above() {
    let article = read(
        "Le moulin est un bâtiment de bois sur la rive gauche, qui sert aujourd'hui de bureau de poste.\n\nHistoire\n[modifier | modifier le code]\n\nIl fut construit en 1640 par un meunier qui n'aimait pas le bruit, et vendu l'année suivante.\n\nVoir aussi\n[modifier | modifier le code]\n\nLe pont du moulin est plus vieux que le moulin.\n",
    );
    assert_eq!(headings(&article), ["Histoire", "Voir aussi"]);
    assert!(!body(&article).contains("modifier"));
}

#[test]
fn lines_between_blank_lines_head_the_groups_of_lines_below_them() {
    let article = read(
        "Aller au contenu\nVoyages\nConseils\n\nQue prendre pour huit jours sur une péniche\n\nPaul Marin\n3 mai 2026\n\nUne péniche n'a pas d'armoire. Ce qui est mouillé le reste jusqu'au dimanche.\n\nJ'ai passé une semaine sur la plus lente du canal, invité par la cuisinière, et tout ce que je sais d'elle, je l'ai appris en ne l'ayant pas emporté.\n\nPour le pont\n\nPrenez ce qui peut tomber à l'eau :\n\ndeux pulls\nun chapeau à ficelle\nun vieux seau\n\nPour la cabine\n\nune lampe\nune lampe de secours\nun gros roman\n\nCe qui reste à quai\n\nLaissez la montre, la cloche vous dira l'heure.\n\nElle sonne pour les repas, pour les écluses et pour tout ce qui remonte dans le seau et que quelqu'un devrait regarder avant de le rendre au canal.\n\nPartager sur Facebook\nArticles similaires\nDormir à côté d'un moteur\n",
    );
    assert_eq!(
        headings(&article),
        ["Pour le pont", "Pour la cabine", "Ce qui reste à quai"]
    );
    assert!(body(&article).contains("une lampe de secours\n"));
}

#[test]
fn a_sentence_in_the_box_of_a_newsletter_goes_with_it_and_the_section_after_it_has_its_heading() {
    let article = read(
        "Przejdź do treści\nZaloguj się\nKraj\nSport\nPogoda\n\nPociąg do Gdowa znów jeździ, ale tylko nocą\n\nAnna Marr\n4 marca 2026\n\nPrzez jedenaście tygodni pociąg stał na bocznicy, bo pękła oś, a w tym czasie burmistrz sam woził ludzi wozem drabiniastym.\n\nTeraz znowu jeździ.\n\nWarsztat przysłał część w piątek i wmontował ją w niedzielę, w deszczu i z pomocą dwóch uczniów, którzy chcieli łowić ryby.\n\nCo mówią pasażerowie\n\nWiększość się nie skarży.\n\nKobieta z dwoma koszami uznała, że w nocy przynajmniej nie widać, jak wolno się jedzie, i że to też jest coś warte.\n\nNewsletter\nCo rano najważsze wieści znad rzeki.\nZapisz się\n\nJeden pan zaspał.\n\nCo będzie dalej\n\nW kwietniu przyjedzie biegły.\n\nDo tego czasu bilety są za pół ceny.\n\nStrona główna\nCzytaj także\nŁódka, której nikt nie chciał\nKomentarze (12)\nPolityka prywatności\n",
    );
    assert_eq!(
        headings(&article),
        ["Co mówią pasażerowie", "Co będzie dalej"]
    );
    assert!(!body(&article).contains("Co rano"));
    assert!(body(&article).contains("Jeden pan zaspał.\n"));
    assert!(body(&article).contains("Do tego czasu bilety są za pół ceny.\n"));
}

#[test]
fn lines_in_stars_underscores_or_equal_signs_are_headings() {
    let article = read(
        "How we painted the ferry\n\nThe ferry had been brown for as long as anyone could remember, and nobody had asked why.\n\n**Why blue**\n\nThe shop had eleven tins of it left over from a swimming bath that was never built.\n\n__What it cost__\n\nNothing but the brushes, which we gave back.\n\n**This is a whole sentence that somebody stressed.**\n\nIt stays where it is.\n",
    );
    assert_eq!(headings(&article), ["Why blue", "What it cost"]);
    assert!(body(&article).contains("somebody stressed."));
    let article = read(
        "Notizen zur Fähre\n\n*Farbe*\n\nSie war braun, solange man denken kann, und niemand hat je gefragt, warum das so ist.\n\n*Kosten*\n\nNur die Pinsel, und die haben wir am Abend wieder zurückgegeben.\n",
    );
    assert_eq!(headings(&article), ["Farbe", "Kosten"]);
    let article = read(
        "La barca era marrone da sempre, e nessuno aveva mai chiesto il perché al vecchio traghettatore.\n\n== Il colore ==\n\nIl negozio ne aveva undici barattoli.\n\n=== La seconda mano ===\n\nLa seconda mano fu data di notte, perché di giorno passavano le anatre.\n",
    );
    assert_eq!(headings(&article), ["Il colore", "La seconda mano"]);
    let levels: Vec<u8> = article
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) => Some(heading.level),
            _ => None,
        })
        .collect();
    assert_eq!(levels, [2, 3]);
}

#[test]
fn words_in_capitals_with_a_colon_head_what_follows() {
    let article = read(
        "Mending a net\n\nA net is mended from the middle, and by the one who tore it.\n\nTOOLS:\n\nYou need a needle of horn, a knife and somebody who holds the other end without talking.\n\nTHE KNOT:\n\nGo round twice and through once, then pull until it squeaks.\n",
    );
    assert_eq!(headings(&article), ["TOOLS:", "THE KNOT:"]);
}

#[test]
fn of_two_equal_lines_beside_each_other_one_is_a_heading_and_both_stay() {
    let article = read(
        "Skip to content\n\nMenu\n\nSubscribe\n\nThree ferries for a rainy day\n\nAna Holm\n\n4 March 2026\n\nWe rode on all the ferries of the bay for a week, and these are the ones that we would ride on again.\n\nWhy we rode in the rain\n\nNobody else was there to tell us where to sit, and the windows were clean for once, which they are not in summer.\n\nThe Green Ferry\n\nThe Green Ferry\n\nThe green ferry has a stove in the middle, and whoever comes first may sit on it until the next stop is called.\n\nIt leaves at six and at nine, and at noon if somebody has a good reason for it.\n\nThe Old Ferry\n\nThe Old Ferry\n\nThe old ferry leaves when the captain has finished his newspaper, which is long on Sundays and short on all other days.\n\nIt has no stove, but it has a cat.\n\nRelated articles\n\nPrivacy policy\n\nTerms of use\n",
    );
    let found = headings(&article);
    let of_green = found.iter().filter(|h| h.as_str() == "The Green Ferry");
    assert_eq!(of_green.count(), 1, "{found:?}");
    assert_eq!(body(&article).matches("The Green Ferry\n").count(), 2);
}

#[test]
fn the_title_is_the_form_without_sections_before_it_or_an_image_behind_it() {
    let page = |above: &str, title: &str| {
        let article = read(&format!(
            "Skip to content\nMenu\nSubscribe\n{above}\n{title}\nAna Holm\n4 March 2026\nThe bridge was counted from both ends, and the two numbers did not agree, so the council sent for a third man with a longer stick.\nHe found eleven arches, and a twelfth that nobody had ever seen, because it stands under the house of the mayor.\nRelated articles\nPrivacy policy\nTerms of use\n"
        ));
        article.metadata.title.unwrap_or_default()
    };
    let title = "A bridge with eleven arches and a secret";
    assert_eq!(
        page(
            "Bay.example Towns BlogA bridge with eleven arches and a secret",
            title
        ),
        title
    );
    assert_eq!(
        page(title, "A bridge with eleven arches and a secret photo"),
        title
    );
    assert_eq!(page("14 March 2026 - Towns", title), title);
}
