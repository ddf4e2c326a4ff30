//! Judgement of pages beside the texts of feeds, and of the texts of feeds themselves, in many languages.

use newsprint::extract::{Hints, PageFacts, extract, page_problem};
use newsprint::feed::{EntryText, FeedEntry, entry_document, entry_texts};
use newsprint::model::{Document, EntryTexts, PageProblem};

const LINK: &str = "https://quay.example/2026/11/ferry";
const TEASER: &str = "The ferry across the estuary was cancelled again on Monday morning after engineers found water in \
    the starboard engine room, the harbour authority said.";

fn text(html: &str) -> EntryText {
    EntryText {
        value: html.to_owned(),
        is_html: true,
    }
}

fn entry(html: &str) -> FeedEntry {
    FeedEntry {
        title: Some("Ferry cancelled again".to_owned()),
        content: Some(text(html)),
        link: Some(LINK.to_owned()),
        ..FeedEntry::default()
    }
}

fn page(title: &str, paragraphs: &[&str]) -> String {
    let body: String = paragraphs
        .iter()
        .map(|text| format!("<p>{text}</p>\n"))
        .collect();
    format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )
}

fn judge_at(html: &str, teaser: &str, url: &str) -> Option<PageProblem> {
    let hints = Hints {
        url: Some(url),
        ..Hints::default()
    };
    let document = extract(html.as_bytes(), &hints)
        .map_or_else(|_| Document::default(), |extraction| extraction.document);
    let feed = entry_document(&entry(teaser), None);
    let facts = PageFacts {
        link: LINK,
        url,
        body: html.as_bytes(),
    };
    page_problem(&document, &feed, &facts)
}

fn judge(html: &str, teaser: &str) -> Option<PageProblem> {
    judge_at(html, teaser, LINK)
}

/// Paragraphs after the teaser.
const REST: [&str; 4] = [
    "The operator said that a seal had failed for the third time this year, and that the older vessel would be used until a new part had \
     arrived from the yard in the north.",
    "Passengers who hold a season ticket can take the bus over the upper bridge; the tickets are valid there until the end of the month. \
     The bus leaves every twenty minutes.",
    "The council will discuss the contract in its meeting on Thursday. Two members have asked for a list of all cancellations since spring.",
    "A spokeswoman for the operator did not want to say how long the repair would take. The last one took nine days.",
];

#[test]
fn a_page_that_continues_the_teaser_has_no_problem() {
    let whole: Vec<&str> = [TEASER].into_iter().chain(REST).collect();
    assert_eq!(judge(&page("Ferry cancelled again", &whole), TEASER), None);
    // Of a feed without texts, too.
    assert_eq!(judge(&page("Ferry cancelled again", &whole), ""), None);
    // A form to sign in and a note about cookies stand on most pages.
    let furnished = page("Ferry cancelled again", &whole).replace(
        "</article>",
        "</article><form><input type=\"password\"></form><div>We use cookies and accept all cookies. Forgot password?</div>\
         <noscript>Please enable JavaScript</noscript>",
    );
    assert_eq!(judge(&furnished, TEASER), None);
    // A short one that has the words of the feed and more.
    let two = page("Ferry cancelled again", &[TEASER, REST[0]]);
    assert_eq!(judge(&two, TEASER), None);
}

#[test]
fn articles_about_walls_have_no_problem() {
    let teaser = "Captchas ask you to prove that you are human. We counted how often, and how much time people lose with them each year.";
    let text = [
        teaser,
        "Are you a robot? The question comes up a dozen times a day. A reader in Hull wrote that the puzzles have become harder, and that \
         the lighthouse pictures are the worst of them.",
        "The company that makes them says that half of all sign-ins are attempts by programs. It says that nobody needs to enable \
         JavaScript twice.",
    ];
    assert_eq!(judge(&page("Counting captchas", &text), teaser), None);
}

#[test]
fn walls_are_recognised_in_many_languages() {
    let cases: [(PageProblem, &[&str]); 5] = [
        (
            PageProblem::ConsentWall,
            &[
                "We value your privacy. We and our partners store and access information on a device.",
                "Mit Werbung weiterlesen. Wir und unsere Partner verarbeiten Daten zu diesen Zwecken.",
                "Nous et nos partenaires déposons des cookies. Continuer sans accepter.",
                "Nosotros y nuestros socios almacenamos información en tu dispositivo.",
                "Noi e i nostri partner archiviamo informazioni su un dispositivo.",
                "Nós e os nossos parceiros armazenamos informações num dispositivo.",
                "Wij en onze partners slaan informatie op een apparaat op.",
                "My i nasi partnerzy przechowujemy informacje na urządzeniu.",
                "Мы и наши партнеры используем файлы на вашем устройстве.",
                "Vi och våra partners lagrar information på en enhet.",
            ],
        ),
        (
            PageProblem::SignIn,
            &[
                "Please sign in to continue. Forgot your password?",
                "Bitte melden Sie sich an. Passwort vergessen?",
                "Veuillez vous connecter. Mot de passe oublié ?",
                "Inicia sesión con tu cuenta. ¿Olvidaste tu contraseña?",
                "Zaloguj się. Nie pamiętasz hasła?",
                "Войдите в свою учётную запись. Забыли пароль?",
                "ログインしてください。パスワードを忘れた方はこちら。",
                "请登录后继续。忘记密码？",
                "로그인이 필요합니다. 비밀번호를 잊으셨나요?",
            ],
        ),
        (
            PageProblem::NeedsScript,
            &[
                "You need to enable JavaScript to run this app.",
                "Bitte aktivieren Sie JavaScript in Ihrem Browser.",
                "Veuillez activer JavaScript pour afficher cette page.",
                "Por favor, activa JavaScript en tu navegador.",
                "Per favore abilita JavaScript nel browser.",
                "Włącz JavaScript, aby zobaczyć stronę.",
                "Включите JavaScript в вашем браузере.",
                "JavaScriptを有効にしてください。",
                "请启用JavaScript后访问本站。",
            ],
        ),
        (
            PageProblem::Challenge,
            &[
                "Verify you are human by completing the action below.",
                "Bestätigen Sie, dass Sie kein Roboter sind.",
                "Vérification de votre navigateur avant d'accéder au site.",
                "Confirma que no eres un robot.",
                "Подтвердите, что вы не робот.",
                "ロボットではありませんか。",
                "请完成验证，确认我不是机器人。",
            ],
        ),
        (
            PageProblem::Paywall,
            &[
                "Subscribe now to continue reading. Already a subscriber?",
                "Dieser Artikel ist nur für Abonnenten. Sie sind bereits Abonnent?",
                "La suite est réservée : article réservé aux abonnés. Pour lire la suite, abonnez-vous.",
                "Contenido exclusivo para suscriptores.",
                "Contenuto riservato agli abbonati.",
                "Conteúdo exclusivo para assinantes.",
                "Dit artikel is alleen voor abonnees.",
                "Artykuł tylko dla subskrybentów.",
                "Материал доступен только для подписчиков.",
                "Artikeln är endast för prenumeranter.",
                "この記事は有料会員限定です。",
            ],
        ),
    ];
    for (problem, texts) in cases {
        for text in texts {
            assert_eq!(
                judge(&page("Tide and Quay", &[text]), TEASER),
                Some(problem),
                "{text}"
            );
        }
    }
}

#[test]
fn a_text_that_ends_at_a_paywall_is_not_shown() {
    let cut = page(
        "Ferry cancelled again",
        &[
            TEASER,
            REST[0],
            "Subscribe to keep reading",
            "Already a subscriber? Sign in.",
        ],
    );
    assert_eq!(judge(&cut, TEASER), Some(PageProblem::Paywall));
    let closed = page("Ferry cancelled again", &[TEASER]).replace(
        "</head>",
        "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"isAccessibleForFree\": false}</script></head>",
    );
    assert_eq!(judge(&closed, TEASER), Some(PageProblem::Paywall));
}

#[test]
fn addresses_after_redirects_say_what_they_are() {
    let whole: Vec<&str> = [TEASER].into_iter().chain(REST).collect();
    let other = page("Welcome", &REST);
    assert_eq!(
        judge_at(&other, TEASER, "https://quay.example/"),
        Some(PageProblem::HomePage)
    );
    assert_eq!(
        judge_at(&other, TEASER, "https://quay.example/en/"),
        Some(PageProblem::HomePage)
    );
    assert_eq!(
        judge_at(
            &other,
            TEASER,
            "https://quay.example/account/login?next=/ferry"
        ),
        Some(PageProblem::SignIn)
    );
    let short = page("Quay", &["One moment."]);
    assert_eq!(
        judge_at(
            &short,
            TEASER,
            "https://consent.quay.example/m?continue=ferry"
        ),
        Some(PageProblem::ConsentWall)
    );
    // Moved, and the same.
    let moved = "https://www.quay.example/archive/ferry-cancelled";
    assert_eq!(
        judge_at(&page("Ferry cancelled again", &whole), TEASER, moved),
        None
    );
}

#[test]
fn another_text_and_a_shorter_one_are_not_shown() {
    let other = page(
        "Recipes of the week",
        &[
            "Peel the onions and leave them in cold butter until they smell sweet; add a spoon of flour, and stir slowly.",
            "Bake the bread for forty minutes. Leave the door of the oven open for a moment before you take it out, and wait.",
        ],
    );
    assert_eq!(judge(&other, TEASER), Some(PageProblem::OtherText));
    let half = TEASER.split_at(TEASER.len() / 2).0;
    assert_eq!(
        judge(&page("Ferry cancelled again", &[half]), TEASER),
        Some(PageProblem::ShorterThanFeed)
    );
    assert_eq!(
        judge("<html><body><script>app()</script></body></html>", TEASER),
        Some(PageProblem::NoText)
    );
    let app = "<html><body><noscript>Please enable JavaScript.</noscript><div id=root></div></body></html>";
    assert_eq!(judge(app, TEASER), Some(PageProblem::NeedsScript));
}

#[test]
fn texts_without_spaces_are_compared() {
    let teaser = "港湾局によると、月曜日の朝、右舷の機関室に水が入っているのが見つかり、河口を渡るフェリーは再び欠航となった。";
    let rest = "運航会社は今年三度目の故障だと説明し、新しい部品が届くまで古い船を使うと述べた。定期券を持つ乗客は月末まで橋を渡るバスを利用できる。";
    assert_eq!(
        judge(&page("フェリーまた欠航", &[teaser, rest]), teaser),
        None
    );
    let other = "玉ねぎの皮をむき、冷たいバターの中で甘い香りがするまで炒める。小麦粉を一さじ加えてゆっくりかき混ぜ、四十分間焼いてから少し待つ。\
        オーブンの扉を開けたままにしておく。塩と胡椒で味を整える。";
    assert_eq!(
        judge(&page("今週の料理", &[other]), teaser),
        Some(PageProblem::OtherText)
    );
}

fn texts(all: &[&str]) -> Option<EntryTexts> {
    let entries: Vec<FeedEntry> = all.iter().map(|html| entry(html)).collect();
    entry_texts(&entries)
}

#[test]
fn entries_that_were_cut_off_are_recognised_in_many_languages() {
    for ending in [
        "and the tide […]",
        "and the tide [...]",
        "and the tide…",
        "and the tide [&#8230;]</p><p>The post Ferry cancelled appeared first on Tide &amp; Quay.",
        "and the tide. <a href='/x'>Read more</a>",
        "and the tide.</p><p><a href='/x'>Continue reading →</a>",
        "und die Flut. <a href='/x'>Weiterlesen</a>",
        "et la marée. <a href='/x'>Lire la suite</a>",
        "y la marea. <a href='/x'>Leer más »</a>",
        "e la marea. <a href='/x'>Leggi tutto</a>",
        "en het tij. <a href='/x'>Lees meer</a>",
        "i fala. <a href='/x'>Czytaj dalej</a>",
        "и прилив. <a href='/x'>Читать далее</a>",
        "och floden. <a href='/x'>Läs mer</a>",
        "潮。<a href='/x'>続きを読む</a>",
        "潮水。<a href='/x'>阅读全文</a>",
    ] {
        let html = format!("<p>{TEASER} {ending}</p>");
        assert_eq!(texts(&[&html]), Some(EntryTexts::CutOff), "{ending}");
    }
}

#[test]
fn most_entries_of_a_feed_decide() {
    let whole = format!("<p>{TEASER}</p><p>{}</p>", REST.join("</p><p>"));
    let thoughtful = format!("<p>He said… nothing.</p>{whole}<p>The bus runs, for now.</p>");
    assert_eq!(texts(&[]), None);
    assert_eq!(
        texts(&[&whole, &thoughtful, TEASER]),
        Some(EntryTexts::Whole)
    );
    assert_eq!(texts(&[TEASER, TEASER, &whole]), Some(EntryTexts::Short));
    assert_eq!(
        texts(&["", "<a href='/c'>Comments</a>", &whole]),
        Some(EntryTexts::LinkOnly)
    );
    assert_eq!(
        texts(&["Ferry cancelled again", ""]),
        Some(EntryTexts::LinkOnly)
    );
}
