//! Phrases of the boilerplate around an article in many languages: [`PhraseKind`] and [`has_phrase`].
//!
//! A row holds phrases separated by `|`. All are compared as comparison keys and by whole words. Phrases of languages
//! that put no blanks between words are compared whole.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use rustc_hash::FxHasher;

use crate::extract::collapse::count_bytes;
use crate::extract::comparison::comparison_key;
use crate::model::script::is_han_or_kana;

/// Class of phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PhraseKind {
    /// Headings over links to other articles.
    Related,
    /// Beginnings of headings over links to other articles.
    RelatedLead,
    /// Words of headings over the other parts of a series; one of [`PhraseKind::Other`] must stand beside it.
    Series,
    /// Words for *more* and *other*.
    Other,
    /// Leads of a link to another article.
    ReadAlso,
    /// Headings over a note on the author.
    Author,
    /// Verbs that follow the name in a note on the author.
    AuthorVerb,
    /// Words for a newsletter, and how often it comes.
    Newsletter,
    /// Words that ask the reader to subscribe, and promise how to stop.
    Subscribe,
    /// Calls on a button, or at the beginning of a promotional heading.
    Call,
    /// Headings over comments, and comment counts without their number.
    Comments,
    /// Words of the rules for comments.
    CommentRule,
    /// Labels of buttons that share the article.
    Share,
    /// Headings over addresses.
    Contact,
    /// Headings over a table of contents that mean nothing else.
    Contents,
    /// Headings over a table of contents that may also head a section.
    AmbiguousContents,
    /// Words of bylines, dates and reading times.
    Metadata,
    /// Words before the name of an author.
    ByLead,
    /// Labels of advertisements.
    Advertisement,
}

use PhraseKind::{
    Advertisement, AmbiguousContents, Author, AuthorVerb, ByLead, Call, CommentRule, Comments,
    Contact, Contents, Metadata, Newsletter, Other, ReadAlso, Related, RelatedLead, Series, Share,
    Subscribe,
};

/// Most words of a phrase.
const MAX_WORDS: usize = 6;

/// All phrases by kind.
const PHRASES: &[(PhraseKind, &str)] = &[
    (
        Related,
        "related|related articles|related stories|related posts|related content|related links|related news|related topics|\
         related reading|related coverage|read more|read also|also read|read next|read this next|you may also like|\
         you might also like|you may like|you might like|you may also be interested in|you might be interested in|\
         more stories|more articles|more news|more posts|more for you|more on this story|more on this topic|\
         more from this author|more by this author|more like this|recommended|recommended for you|recommended stories|\
         recommended articles|dont miss|most read|most popular|most viewed|popular posts|popular articles|popular stories|\
         popular now|latest posts|latest news|latest articles|latest stories|recent posts|recent articles|recent news|\
         recent stories|trending|trending now|trending stories|keep reading|up next|next up|next article|previous article|\
         similar articles|similar posts|similar stories|explore more|whats next|what to read next|editors picks|top stories|\
         in other news|other stories|other articles|other news|more to explore|discover more|in case you missed it|\
         around the web|from around the web|sponsored stories|topics|tags|filed under|explore more on these topics",
    ),
    (
        Related,
        "mehr zum thema|zum thema|auch lesen|lesen sie auch|lies auch|das könnte sie auch interessieren|\
         das könnte dich auch interessieren|das könnte ihnen auch gefallen|ähnliche artikel|ähnliche beiträge|verwandte artikel|\
         verwandte beiträge|verwandte themen|weitere artikel|weitere beiträge|weitere meldungen|weitere themen|weitere nachrichten|\
         mehr artikel|mehr nachrichten|meistgelesen|meistgelesene artikel|beliebte beiträge|neueste beiträge|neueste artikel|\
         aktuelle beiträge|nächster artikel|vorheriger artikel|empfohlen|empfohlene artikel|auch interessant|schlagwörter|themen|\
         à lire aussi|lire aussi|à lire également|lire également|sur le même sujet|sur le même thème|articles liés|articles similaires|\
         articles connexes|articles associés|autres articles|dans la même rubrique|vous aimerez aussi|vous aimerez peut être aussi|\
         les plus lus|les plus populaires|à découvrir|pour aller plus loin|nos derniers articles|derniers articles|voir aussi|\
         leer también|lea también|lee también|también te puede interesar|te puede interesar|quizás te interese|artículos relacionados|\
         noticias relacionadas|contenido relacionado|entradas relacionadas|más noticias|otras noticias|lo más leído|lo más visto|\
         últimas noticias|más sobre este tema|relacionados|relacionado|etiquetas",
    ),
    (
        Related,
        "leia também|leia mais|veja também|artigos relacionados|notícias relacionadas|conteúdo relacionado|mais notícias|\
         outras notícias|mais lidas|as mais lidas|últimas notícias|você também pode gostar|pode interessar|\
         leggi anche|articoli correlati|articoli simili|notizie correlate|potrebbe interessarti|potrebbe interessarti anche|\
         ti potrebbe interessare|altri articoli|altre notizie|i più letti|le più lette|ultime notizie|correlati|\
         lees ook|lees verder|meer over dit onderwerp|gerelateerde artikelen|gerelateerd|meer artikelen|andere artikelen|\
         meest gelezen|populaire artikelen|dit vind je misschien ook leuk|ook interessant|\
         läs också|läs även|läs mer|relaterade artiklar|relaterat|fler artiklar|fler nyheter|mest läst|mer i ämnet|andra läste|\
         læs også|læs mere|relaterede artikler|flere artikler|flere nyheder|mest læste|mere om emnet|\
         les også|les mer|relaterte artikler|relaterte saker|flere saker|flere nyheter|mest lest|mer om saken|\
         lue myös|lue lisää|aiheeseen liittyvää|aiheesta lisää|luetuimmat|lisää aiheesta|samasta aiheesta|muita artikkeleita|\
         czytaj także|czytaj też|czytaj również|przeczytaj także|przeczytaj również|zobacz też|zobacz także|powiązane artykuły|\
         podobne artykuły|najczęściej czytane|najpopularniejsze|więcej na ten temat|polecane|inne artykuły|\
         čtěte také|přečtěte si také|mohlo by vás zajímat|související články|související|podobné články|další články|\
         nejčtenější|více k tématu|k tématu",
    ),
    (
        Related,
        "читайте также|читать также|смотрите также|по теме|материалы по теме|похожие статьи|похожие материалы|похожие записи|\
         связанные статьи|другие новости|другие статьи|другие материалы|самое читаемое|популярное|рекомендуем|вам может понравиться|\
         читайте також|дивіться також|за темою|матеріали за темою|схожі статті|схожі матеріали|інші новини|інші статті|популярне|\
         ilgili haberler|ilgili yazılar|ilgili makaleler|benzer yazılar|benzer haberler|diğer haberler|diğer yazılar|çok okunanlar|\
         en çok okunanlar|bunlar da ilginizi çekebilir|ayrıca okuyun|bunu da okuyun|\
         διαβάστε επίσης|διαβάστε ακόμη|διαβάστε ακόμα|σχετικά άρθρα|σχετικές ειδήσεις|δείτε επίσης|περισσότερα άρθρα|δημοφιλή|\
         اقرأ أيضا|اقرأ أيضًا|اقرأ المزيد|مقالات ذات صلة|مواضيع ذات صلة|أخبار ذات صلة|الأكثر قراءة|قد يعجبك أيضا|\
         بیشتر بخوانید|مطالب مرتبط|اخبار مرتبط|پربازدیدترین|پیشنهاد ما|همچنین بخوانید|\
         קראו גם|קראו עוד|כתבות נוספות|כתבות קשורות|מאמרים קשורים|אולי יעניין אותך|עוד בנושא|הנקראות ביותר|\
         यह भी पढ़ें|ये भी पढ़ें|और पढ़ें|संबंधित खबरें|संबंधित लेख|अन्य खबरें|\
         相关阅读|相关文章|相关新闻|延伸阅读|推荐阅读|热门文章|猜你喜欢|更多文章|更多新闻|上一篇|下一篇|相關閱讀|相關文章|相關新聞|延伸閱讀|推薦閱讀|你可能也喜歡|\
         関連記事|関連リンク|あわせて読みたい|おすすめ記事|人気記事|最新記事|新着記事|こちらもおすすめ|次の記事|前の記事|\
         관련 기사|관련기사|관련 글|많이 본 뉴스|인기 기사|추천 기사|함께 읽으면 좋은 글|다른 기사|\
         xem thêm|đọc thêm|bài viết liên quan|tin liên quan|bài liên quan|có thể bạn quan tâm|tin khác|bài khác|đọc nhiều|\
         baca juga|artikel terkait|berita terkait|artikel lainnya|berita lainnya|terpopuler|terkait|simak juga|lihat juga",
    ),
    (
        RelatedLead,
        "more from|more on|more in|more by|more stories|more articles|also in|also on|other parts of|other articles|latest from|\
         latest in|popular in|trending in|read more about|related articles|related stories|other posts|recent posts|mehr aus|mehr zu|\
         mehr von|mehr zum|mehr über|weitere artikel|weitere teile|plus d|plus de|autres articles|à lire|dans la même|más en|\
         más de|más sobre|otros artículos|mais de|mais sobre|outros artigos|altri articoli|altro su|meer over|meer van|mer om|\
         mer från|mer fra|mere om|mere fra|lisää aiheesta|więcej o|więcej z|více z|více o|ещё по|еще по|більше про|\
         daha fazla|περισσότερα για|المزيد من|بیشتر از|עוד ב|xem thêm|baca juga",
    ),
    (
        Series,
        "series|serie|reihe|artikelreihe|série|seriale|cykl|cyklu|serien|sarja|sarjan|sarjassa|seriál|seriálu|цикл|цикла|серии|\
         серія|серії|циклу|dizi|dizinin|dizisi|σειρά|σειράς|سلسلة|السلسلة|مجموعه|סדרה|בסדרה|श्रृंखला|系列|シリーズ|連載|시리즈|loạt bài|seri",
    ),
    (
        Other,
        "more|other|rest|all|previous|next|also|mehr|weitere|andere|alle|autres|autre|plus|suite|tous|toutes|más|otros|otras|todos|\
         mais|outros|outras|altri|altre|tutti|tutte|meer|fler|andra|övriga|flere|andre|øvrige|lisää|muut|muita|muut osat|więcej|\
         inne|pozostałe|další|ostatní|другие|ещё|все|інші|усі|diğer|tüm|άλλα|άλλες|υπόλοιπα|أخرى|المزيد|دیگر|נוספים|נוספות|עוד|\
         अन्य|और|其他|更多|他の|その他|다른|khác|lainnya|lain",
    ),
    (
        ReadAlso,
        "related article|related story|see also|more|watch|must read|click here|read|next|previous|read our|read the story|\
         read full story|watch also|also see|also watch|listen|continue reading|more on this|siehe auch|mehr|lesetipp|mehr dazu|\
         lesen sie mehr|lesen sie dazu auch|lesen sie hier|weiterlesen|plus|lire|lire la suite|lire plus|à voir aussi|voir|ver también|\
         vea también|lea más|leer más|ver más|saiba mais|confira|confira também|veja mais|leggi|leggi di più|vedi anche|\
         approfondisci|zie ook|bekijk ook|se också|se även|se også|katso myös|zobacz|czytaj|czytaj więcej|více|čtěte|viz také|\
         подробнее|читайте|смотрите|детальніше|читайте більше|ayrıca bakınız|okuyun|devamı|διαβάστε|δείτε|شاهد أيضا|شاهد أيضًا|\
         إقرأ أيضا|مطالعه کنید|בנוסף|ראו גם|צפו|देखें|阅读|阅读更多|另见|参见|阅读全文|続きを読む|合わせて読みたい|参照|더 보기|더보기|\
         함께 보기|đọc tiếp|baca|baca selengkapnya|lihat",
    ),
    (
        Author,
        "about the author|about the authors|about the writer|about author|author bio|meet the author|über den autor|über die autorin|\
         über die autoren|über den verfasser|zum autor|zur autorin|zur person|à propos de l auteur|à propos de lauteur|à propos de lautrice|\
         à propos des auteurs|lauteur|lautrice|sobre el autor|sobre la autora|acerca del autor|acerca de la autora|sobre los autores|\
         sobre o autor|sobre a autora|sobre os autores|lautore|sullautore|sullautrice|informazioni sullautore|over de auteur|\
         over de auteurs|over de schrijver|om författaren|om skribenten|om forfatteren|om skribenten|kirjoittajasta|tietoa kirjoittajasta|\
         o autorze|o autorce|o autorach|o autorovi|o autorce|об авторе|об авторах|про автора|про авторку|yazar hakkında|\
         σχετικά με τον συγγραφέα|ο συγγραφέας|عن الكاتب|عن الكاتبة|نبذة عن الكاتب|درباره نویسنده|על המחבר|על הכותב|על הכותבת|על המחברת|\
         लेखक के बारे में|लेखक परिचय|关于作者|作者简介|關於作者|作者簡介|著者について|この記事を書いた人|著者プロフィール|執筆者プロフィール|글쓴이|저자 소개|\
         작성자 소개|về tác giả|tentang penulis|tentang penulisnya",
    ),
    (
        AuthorVerb,
        "is|has|was|covers|writes|joined|works|lives|reports|teaches|are|ist|schreibt|lebt|arbeitet|berichtet|war|leitet|est|écrit|vit|\
         travaille|couvre|enseigne|es|escribe|vive|trabaja|cubre|é|escreve|trabalha|cobre|è|scrive|lavora|insegna|schrijft|woont|werkt|\
         is een|är|skriver|bor|arbetar|er|arbejder|arbeider|on|kirjoittaa|asuu|työskentelee|jest|pisze|mieszka|pracuje|je|píše|žije|\
         пишет|живет|живёт|работает|пише|живе|працює|yazıyor|yaşıyor|γράφει|ζει|εργάζεται|هو|هي|تكتب|يكتب|می نویسد|כותב|כותבת|גר|גרה|\
         adalah|menulis|là|viết",
    ),
    (
        Newsletter,
        "newsletter|newsletters|our letter|mailing list|once a week|once a month|every week|each week|every month|weekly|every day|\
         every morning|every friday|every sunday|every monday|every saturday|rundbrief|unser brief|einmal die woche|einmal in der woche|\
         einmal pro woche|einmal im monat|jede woche|jeden monat|jeden morgen|jeden freitag|jeden sonntag|wöchentlich|infolettre|\
         notre lettre|lettre dinformation|une fois par semaine|une fois par mois|chaque semaine|chaque mois|chaque matin|\
         chaque vendredi|chaque dimanche|toutes les semaines|boletín|nuestra carta|una vez a la semana|una vez por semana|\
         una vez al mes|cada semana|cada mes|cada mañana|todas las semanas|boletim|nossa carta|uma vez por semana|uma vez por mês|\
         toda semana|todas as semanas|a nossa carta|la nostra lettera|una volta alla settimana|una volta al mese|ogni settimana|\
         ogni mese|nieuwsbrief|onze brief|een keer per week|één keer per week|elke week|iedere week|nyhetsbrev|nyhetsbrevet|vårt brev|\
         en gång i veckan|varje vecka|nyhedsbrev|nyhedsbrevet|vores brev|en gang om ugen|hver uge|nyhetsbrevet|vårt brev|\
         en gang i uka|hver uke|uutiskirje|uutiskirjeen|kerran viikossa|joka viikko|newslettera|raz w tygodniu|co tydzień|\
         newsletteru|zpravodaj|jednou týdně|každý týden|рассылка|рассылку|раз в неделю|каждую неделю|розсилка|розсилку|раз на тиждень|\
         щотижня|bülten|bülteni|bültenimize|haftada bir|her hafta|ενημερωτικό δελτίο|μία φορά την εβδομάδα|κάθε εβδομάδα|\
         النشرة البريدية|نشرتنا البريدية|مرة في الأسبوع|كل أسبوع|خبرنامه|هر هفته|هفته ای یک بار|ניוזלטר|פעם בשבוע|כל שבוע|\
         न्यूज़लेटर|हर हफ्ते|सप्ताह में एक बार|电子报|電子報|每周|每週|メルマガ|ニュースレター|毎週|週に一度|뉴스레터|매주|일주일에 한 번|\
         bản tin|mỗi tuần|hàng tuần|buletin|setiap minggu|seminggu sekali",
    ),
    (
        Subscribe,
        "subscribe|sign up|your inbox|your email|your email address|unsubscribe|at any time|any time|anytime|no spam|opt out|\
         we write to|we send|well send|get our|join our|enter your email|abonnieren|abonnieren sie|abonniere|jetzt anmelden|\
         melden sie sich an|melde dich an|abbestellen|abmelden|jederzeit|ihr postfach|dein postfach|wir schreiben|wir schicken|\
         wir senden|tragen sie sich ein|trag dich ein|abonnez vous|sabonner|inscrivez vous|désinscrire|désabonner|à tout moment|\
         votre boîte|votre adresse|votre courriel|nous écrivons|nous envoyons|suscríbete|suscríbase|suscribirse|apúntate|\
         en cualquier momento|tu correo|su correo|darse de baja|darte de baja|escribimos|enviamos|inscreva se|assine|cadastre se|\
         a qualquer momento|seu e mail|escrevemos|iscriviti|iscrivetevi|abbonati|in qualsiasi momento|in qualunque momento|\
         tua casella|tua email|scriviamo|inviamo|abonneer|schrijf je in|meld je aan|op elk moment|op ieder moment|je inbox|\
         afmelden|uitschrijven|wij schrijven|we schrijven|prenumerera|anmäl dig|när som helst|din inkorg|avsluta|vi skriver till|\
         vi skickar|tilmeld dig|tilmeld|når som helst|din indbakke|afmelde|meld deg på|abonner på|innboks|melde deg av|\
         tilaa|tilaat|milloin tahansa|sähköpostiisi|peruuttaa|zapisz się|subskrybuj|w każdej chwili|twoją skrzynkę|wypisać|\
         přihlaste se|odebírejte|kdykoli|kdykoliv|odhlásit|vaší schránky|подпишитесь|подписаться|отписаться|в любой момент|\
         в любое время|ваш почтовый ящик|підпишіться|підписатися|відписатися|у будь який момент|будь коли|abone ol|abone olun|\
         kaydolun|istediğiniz zaman|εγγραφείτε|ανά πάσα στιγμή|اشترك|اشتركوا|في أي وقت|بريدك الإلكتروني|مشترک شوید|هر زمان|\
         ایمیل شما|הירשמו|הרשמו|בכל עת|בכל זמן|सदस्यता लें|कभी भी|订阅|訂閱|随时|隨時|購読|登録する|いつでも|구독하|구독하세요|언제든지|\
         đăng ký|bất cứ lúc nào|berlangganan|kapan saja",
    ),
    (
        Call,
        "sign up|sign up now|sign up today|subscribe|subscribe now|subscribe today|join|join now|join us|join the|join our|register|\
         register now|donate|donate now|become a member|get started|get the newsletter|get our|start your free trial|try it free|\
         anmelden|jetzt anmelden|abonnieren|jetzt abonnieren|mitmachen|jetzt mitmachen|registrieren|jetzt registrieren|jetzt spenden|\
         mitglied werden|werden sie|werde|sabonner|abonnez vous|je mabonne|inscrivez vous|sinscrire|je minscris|rejoignez|rejoindre|\
         faire un don|suscríbete|suscribirse|suscríbete ahora|regístrate|únete|apúntate|únase|hazte socio|dona|inscreva se|assine|\
         assine já|cadastre se|junte se|participe|iscriviti|iscriviti ora|abbonati|registrati|unisciti|dona ora|meld je aan|\
         schrijf je in|abonneer|word lid|doe mee|sluit je aan|anmäl dig|prenumerera|gå med|bli medlem|tilmeld|tilmeld dig|bliv medlem|\
         meld deg på|abonner|bli med|tilaa|tilaa nyt|liity|rekisteröidy|zapisz się|dołącz|dołącz do|subskrybuj|přihlásit se|přihlaste se|\
         přidejte se|odebírat|подписаться|подпишитесь|зарегистрироваться|присоединяйтесь|присоединиться|підписатися|підпишіться|\
         приєднуйтесь|долучайтеся|abone ol|abone olun|kaydol|katıl|katılın|εγγραφή|εγγραφείτε|γίνετε μέλος|اشترك|اشترك الآن|سجل الآن|\
         انضم|انضم إلى|عضو شوید|عضویت|ثبت نام|הירשמו|הצטרפו|להרשמה|सदस्यता लें|जुड़ें|立即订阅|订阅|立即注册|加入我们|立即訂閱|訂閱|登録する|\
         今すぐ登録|購読する|申し込む|구독하기|가입하기|지금 구독하기|đăng ký|đăng ký ngay|tham gia|daftar|daftar sekarang|berlangganan|gabung",
    ),
    (
        Comments,
        "comments|comment|leave a comment|leave a reply|post a comment|add a comment|join the conversation|join the discussion|\
         comment rules|comment policy|commenting rules|commenting guidelines|comments policy|view comments|show comments|no comments|\
         no comments yet|responses|replies|kommentare|kommentar|kommentar schreiben|kommentar hinterlassen|schreibe einen kommentar|\
         schreiben sie einen kommentar|keine kommentare|kommentarregeln|diskutieren sie mit|commentaires|commentaire|\
         laisser un commentaire|ajouter un commentaire|aucun commentaire|réagir|règles des commentaires|comentarios|comentario|\
         deja un comentario|dejar un comentario|deja una respuesta|comentar|normas de los comentarios|comentários|comentário|\
         deixe um comentário|deixe um comentario|deixar comentário|commenti|commento|lascia un commento|reacties|reactie|\
         laat een reactie achter|plaats een reactie|geef een reactie|kommentarer|lämna en kommentar|lämna en kommentar|skriv en kommentar|\
         legg igjen en kommentar|kommentit|kommenttia|jätä kommentti|komentarze|komentarz|komentarzy|dodaj komentarz|komentáře|komentář|\
         komentářů|přidat komentář|комментарии|комментариев|комментария|комментарий|оставить комментарий|добавить комментарий|коментарі|\
         коментарів|залишити коментар|yorumlar|yorum|yorum yap|yorum yapın|σχόλια|σχόλιο|αφήστε ένα σχόλιο|تعليقات|التعليقات|تعليق|\
         اترك تعليقا|أضف تعليقا|نظرات|نظر|دیدگاه|دیدگاهها|ارسال نظر|תגובות|תגובה|הוספת תגובה|टिप्पणियां|टिप्पणी|टिप्पणी करें|\
         评论|条评论|发表评论|留言|評論|發表評論|コメント|コメントする|コメントを残す|件のコメント|댓글|댓글 쓰기|댓글 달기|bình luận|để lại bình luận|komentar|\
         tinggalkan komentar",
    ),
    (
        CommentRule,
        "comment|comments|commenting|commenter|commenters|reply|replies|log in|logged in|your name|your real name|be polite|\
         be respectful|moderated|moderators|moderation|kommentar|kommentare|kommentieren|kommentiert|angemeldet|netiquette|moderiert|\
         commentaire|commentaires|commenter|modération|modérés|modérateurs|connecté|comentario|comentarios|comentar|moderados|\
         comentário|comentários|commento|commenti|commentare|moderati|reactie|reacties|reageren|kommentar|kommentarer|kommentera|\
         kommentere|kommentit|kommentti|kommentoida|komentarz|komentarze|komentarzy|komentować|komentář|komentáře|komentovat|\
         комментарий|комментарии|комментарии|комментировать|модерация|коментар|коментарі|коментувати|yorum|yorumlar|yorumlarınız|\
         σχόλιο|σχόλια|تعليق|تعليقات|التعليقات|تعليقك|نظر|نظرات|دیدگاه|תגובה|תגובות|להגיב|टिप्पणी|टिप्पणियां|评论|留言|評論|コメント|댓글|\
         bình luận|komentar",
    ),
    (
        Share,
        "share|share this|share this article|share this post|share this story|share this page|share on|share article|follow us|\
         follow us on|follow|stay connected|tweet|print|email|copy link|facebook|twitter|linkedin|whatsapp|pinterest|back to top|\
         teilen|artikel teilen|beitrag teilen|diesen artikel teilen|folgen sie uns|folge uns|drucken|nach oben|partager|\
         partager cet article|partagez|partagez cet article|suivez nous|imprimer|haut de page|compartir|comparte|compartir este artículo|\
         comparte este artículo|síguenos|compartilhe|compartilhar|compartilhe este artigo|siga nos|condividi|condividi questo articolo|\
         seguici|stampa|delen|deel dit artikel|deel dit|volg ons|dela|dela artikeln|följ oss|del artiklen|del artikkelen|følg os|følg oss|\
         jaa|jaa artikkeli|seuraa meitä|udostępnij|udostępnij artykuł|obserwuj nas|sdílet|sdílet článek|sledujte nás|поделиться|\
         поделиться статьей|подписывайтесь на нас|поділитися|поділитись|paylaş|bizi takip edin|κοινοποίηση|μοιραστείτε το|\
         ακολουθήστε μας|شارك|مشاركة|شارك المقال|تابعنا|تابعونا|اشتراک گذاری|به اشتراک بگذارید|שתפו|שיתוף|שתפו את הכתבה|עקבו אחרינו|\
         शेयर करें|साझा करें|分享|分享到|分享本文|关注我们|シェア|シェアする|この記事をシェア|この記事をシェアする|フォローする|공유|공유하기|기사 공유|\
         chia sẻ|chia sẻ bài viết|theo dõi chúng tôi|bagikan|bagikan artikel|ikuti kami",
    ),
    (
        Contact,
        "contact|contacts|contact us|media contact|media contacts|press contact|press contacts|contact information|contact details|\
         media inquiries|media enquiries|for more information|for further information|get in touch|kontakt|pressekontakt|\
         kontakt für medien|medienkontakt|ansprechpartner|ansprechpartnerin|rückfragen|contact presse|contacts presse|nous contacter|\
         contactez nous|contacto|contacto de prensa|contacto para medios|contato|contato para imprensa|assessoria de imprensa|contatti|\
         contatto|contatti stampa|ufficio stampa|perscontact|contactgegevens|voor meer informatie|presskontakt|kontaktuppgifter|\
         kontaktinformation|kontaktinformasjon|yhteystiedot|lisätietoja|kontakt dla mediów|kontakt prasowy|kontakt pro média|kontakty|\
         контакты|контакт|контакты для прессы|контактная информация|контакти|контакти для преси|iletişim|basın iletişim|επικοινωνία|\
         στοιχεία επικοινωνίας|للتواصل|اتصل بنا|جهة الاتصال|تماس|تماس با ما|اطلاعات تماس|יצירת קשר|צור קשר|פרטי התקשרות|संपर्क|संपर्क करें|\
         联系方式|联系我们|媒体联系|媒体联系人|聯絡方式|媒體聯絡|お問い合わせ|お問い合わせ先|連絡先|問い合わせ先|문의|연락처|문의처|liên hệ|thông tin liên hệ|kontak|\
         hubungi kami",
    ),
    (
        Contents,
        "on this page|in this article|in this story|in this post|in this guide|in this section|table of contents|jump to|\
         jump to section|auf dieser seite|in diesem artikel|in diesem beitrag|inhaltsverzeichnis|sommaire|dans cet article|sur cette page|\
         table des matières|en esta página|en este artículo|tabla de contenidos|tabla de contenido|nesta página|neste artigo|\
         tabela de conteúdo|in questa pagina|in questo articolo|sommario|op deze pagina|in dit artikel|inhoudsopgave|på den här sidan|\
         på denna sida|i den här artikeln|innehållsförteckning|på denne side|på denne siden|i denne artikel|i denne artikkelen|\
         indholdsfortegnelse|innholdsfortegnelse|tällä sivulla|tässä artikkelissa|sisällysluettelo|na tej stronie|w tym artykule|\
         spis treści|na této stránce|v tomto článku|на этой странице|в этой статье|оглавление|на цій сторінці|у цій статті|bu sayfada|\
         bu yazıda|içindekiler|σε αυτή τη σελίδα|σε αυτό το άρθρο|πίνακας περιεχομένων|في هذه الصفحة|في هذا المقال|جدول المحتويات|\
         در این صفحه|در این مقاله|فهرست مطالب|בעמוד זה|בדף זה|במאמר זה|תוכן עניינים|תוכן העניינים|इस पृष्ठ पर|इस लेख में|विषय सूची|\
         本页内容|本文目录|目录|本頁內容|目錄|目次|この記事の目次|この記事の内容|이 페이지에서|이 페이지의 내용|목차|trên trang này|trong bài viết này|mục lục|\
         di halaman ini|dalam artikel ini|daftar isi",
    ),
    (
        AmbiguousContents,
        "contents|inhalt|contenu|contenido|contenidos|índice|conteúdo|contenuto|contenuti|indice|inhoud|innehåll|indhold|innhold|\
         sisältö|spis|obsah|содержание|зміст|içerik|περιεχόμενα|المحتويات|محتوا|תוכן|सामग्री|内容|콘텐츠|nội dung|isi",
    ),
    (
        Metadata,
        "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|\
         sept|oct|nov|dec|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|hst|akst|mst|mdt|ist|jst|\
         januar|februar|märz|mai|juni|juli|oktober|dezember|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|janvier|février|\
         mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|enero|febrero|\
         marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|lunes|martes|miércoles|jueves|viernes|sábado|domingo|\
         by|on|at|and|the|in|of|published|publish|posted|updated|update|last|modified|reviewed|written|edited|date|created|author|\
         authors|writer|reporter|editor|staff|words|text|story|photo|photos|photography|photographs|min|mins|minute|minutes|read|reading|time|am|pm|est|edt|et|gmt|utc|\
         pst|pdt|cst|cdt|bst|ist|cet|cest|ago|hours|hour|days|day|weeks|week|months|month|first|original|originally|comments|comment|\
         share|shares|views|view|von|und|am|um|uhr|stand|veröffentlicht|aktualisiert|zuletzt|geändert|erschienen|autor|autorin|text|\
         foto|fotos|lesezeit|minuten|lesedauer|vor|stunden|tagen|ca|datum|par|et|le|à|publié|publiée|mis|mise|jour|modifié|temps|de|\
         lecture|auteur|rédigé|il|y|a|heures|heure|por|el|las|hora|horas|publicado|publicada|actualizado|actualizada|actualización|\
         última|tiempo|lectura|minutos|minuto|hace|fecha|texto|em|às|e|atualizado|atualizada|atualização|tempo|leitura|há|data|di|il|\
         alle|ore|pubblicato|aggiornato|aggiornamento|lettura|minuti|fa|testo|door|om|uur|gepubliceerd|geplaatst|bijgewerkt|leestijd|\
         laatst|gewijzigd|geleden|tekst|av|och|den|kl|klockan|publicerad|publicerat|uppdaterad|uppdaterat|lästid|senast|ändrad|sedan|\
         af|og|d|offentliggjort|publiceret|opdateret|læsetid|sidst|siden|publisert|oppdatert|lesetid|sist|endret|minutter|timer|ja|klo|\
         julkaistu|päivitetty|muokattu|viimeksi|lukuaika|sitten|kirjoittaja|teksti|i|opublikowano|opublikowany|aktualizacja|\
         zaktualizowano|data|publikacji|godz|czas|czytania|temu|tekst|autorka|a|v|publikováno|aktualizováno|aktualizace|vydáno|čtení|\
         doba|minut|před|в|и|автор|опубликовано|обновлено|дата|публикации|время|чтения|минут|минуты|мин|назад|текст|о|й|та|опубліковано|\
         оновлено|час|читання|хвилин|хв|тому|ve|saat|yayınlanma|yayın|tarihi|yayınlandı|güncelleme|güncellendi|güncellenme|son|okuma|\
         süresi|dakika|dk|önce|yazan|yazar|από|του|της|και|στις|δημοσίευση|δημοσιεύθηκε|ενημέρωση|ενημερώθηκε|τελευταία|χρόνος|\
         ανάγνωσης|λεπτά|ώρα|πριν|συντάκτης|بقلم|كتب|كتبت|نشر|نشر في|تاريخ|النشر|تحديث|آخر|الساعة|دقائق|دقيقة|قراءة|منذ|نوشته|نویسنده|\
         انتشار|منتشر|شده|به|روزرسانی|ساعت|دقیقه|زمان|مطالعه|پیش|מאת|פורסם|עודכן|בתאריך|בשעה|דקות|קריאה|זמן|לפני|כתב|כתבה|द्वारा|प्रकाशित|\
         अपडेट|अपडेटेड|लेखक|मिनट|पहले|बजे|发布|发表|发布时间|发布于|更新|更新时间|更新于|作者|来源|记者|编辑|文|图|阅读|分钟|發布|發表|更新時間|記者|編輯|\
         公開|公開日|更新日|投稿|投稿日|配信|最終更新|最終更新日|著者|執筆|取材|分で読めます|分|기자|입력|수정|등록|승인|최종수정|작성|작성일|작성자|글|분|읽기|오전|오후|\
         bởi|đăng|ngày|lúc|cập nhật|cập|nhật|tác|giả|phút|đọc|trước|oleh|diterbitkan|diperbarui|dipublikasikan|pukul|wib|menit|baca|\
         yang|lalu|penulis|terakhir",
    ),
    (
        ByLead,
        "by|written by|words by|text by|story by|author|von|text von|ein bericht von|autor|autorin|par|texte de|propos recueillis par|\
         auteur|por|texto de|texto por|di|testo di|door|av|text av|af|tekst|kirjoittanut|kirjoittaja|teksti|autorka|tekst|napisał|napsal|\
         автор|текст|yazan|yazar|του|της|γράφει|γράφει ο|γράφει η|بقلم|كتب|كتبت|نوشته|نویسنده|به قلم|מאת|लेखक|作者|文|记者|記者|著者|執筆|글|\
         bởi|tác giả|oleh|penulis",
    ),
    (
        Advertisement,
        "advertisement|advert|advertising|ad|ads|sponsored|promoted|article continues below|article continues below advertisement|\
         story continues below|story continues below advertisement|continue reading below|scroll to continue|skip advertisement|anzeige|\
         werbung|publicité|publicidad|anuncio|publicidade|pubblicità|advertentie|annons|annonce|annonse|mainos|reklama|реклама|reklam|\
         διαφήμιση|إعلان|تبلیغات|פרסומת|विज्ञापन|广告|廣告|広告|광고|quảng cáo|iklan",
    ),
];

/// Kinds of each phrase as a set of bits, by comparison key.
static KINDS: LazyLock<HashMap<String, u32, BuildHasherDefault<FxHasher>>> = LazyLock::new(|| {
    let mut kinds = HashMap::default();
    for (kind, row) in PHRASES {
        for phrase in row.split('|') {
            *kinds.entry(phrase_key(phrase)).or_insert(0) |= bit(*kind);
        }
    }
    kinds
});

/// Phrases without blanks of Han and Kana, with their kinds.
static UNSPACED: LazyLock<Vec<(String, u32)>> = LazyLock::new(|| {
    let phrases = KINDS
        .iter()
        .filter(|(key, _)| key.chars().count() > 1 && key.chars().all(is_unspaced));
    phrases.map(|(key, kinds)| (key.clone(), *kinds)).collect()
});

/// Length of the longest phrase in bytes.
static LONGEST: LazyLock<usize> =
    LazyLock::new(|| KINDS.keys().map(String::len).max().unwrap_or(0));

/// Returns false for a text with more letters than any phrase has.
pub(super) fn may_be_phrase(text: &str) -> bool {
    count_bytes(text.as_bytes(), |byte| byte.is_ascii_alphanumeric()) <= *LONGEST
}

/// Returns the comparison key of a text. A Turkish capital I with a dot is the plain letter in it.
pub(super) fn phrase_key(text: &str) -> String {
    let mut key = comparison_key(text);
    if key.contains('\u{307}') {
        key.retain(|c| c != '\u{307}');
    }
    key
}

fn bit(kind: PhraseKind) -> u32 {
    1 << kind as u32
}

fn is_unspaced(c: char) -> bool {
    is_han_or_kana(c) || c == 'ー'
}

fn kinds_of(key: &str) -> u32 {
    KINDS.get(key).copied().unwrap_or(0)
}

/// Returns true if the whole of `key` is a phrase of the kind.
pub(super) fn is_phrase(key: &str, kind: PhraseKind) -> bool {
    kinds_of(key) & bit(kind) != 0
}

/// Returns the number of bytes of the longest phrase of the kind that `key` begins with, as whole words.
pub(super) fn leading_phrase(key: &str, kind: PhraseKind) -> Option<usize> {
    word_ends(key)
        .take(MAX_WORDS)
        .filter(|end| key.get(..*end).is_some_and(|start| is_phrase(start, kind)))
        .last()
}

/// Returns true if a phrase of the kind stands in `key`, as whole words.
pub(super) fn has_phrase(key: &str, kind: PhraseKind) -> bool {
    let mut at = 0;
    while let Some(rest) = key.get(at..).filter(|rest| !rest.is_empty()) {
        if leading_phrase(rest, kind).is_some() {
            return true;
        }
        match rest.find(' ') {
            Some(space) => at += space + 1,
            None => break,
        }
    }
    key.chars().any(is_han_or_kana)
        && UNSPACED
            .iter()
            .any(|(phrase, kinds)| kinds & bit(kind) != 0 && key.contains(phrase.as_str()))
}

/// Returns the byte after each word of a key.
fn word_ends(key: &str) -> impl Iterator<Item = usize> + '_ {
    key.match_indices(' ')
        .map(|(at, _)| at)
        .chain(std::iter::once(key.len()))
}
