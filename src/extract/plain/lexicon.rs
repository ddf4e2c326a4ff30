//! Word classes for boilerplate, bylines and prose in many languages: one row a class.
//!
//! To add a language, add its words to the rows. A word may stand in several rows. The only names of sites are the
//! networks that share buttons link to.

pub(super) mod class;
mod phrases;

pub(super) use phrases::PhraseKind;
pub(super) use phrases::phrase_kind;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use rustc_hash::FxHasher;

/// Number of classes.
pub(super) const CLASSES: usize = 11;

/// Words of each class. Phrases of CJK languages stand whole, as they are looked up by the line.
const WORDS: [&str; CLASSES] = [
    // Sharing.
    "share shares tweet facebook twitter whatsapp pinterest linkedin email e-mail reddit telegram instagram youtube tiktok flipboard print copy link \
     copied follow bluesky threads mastodon messenger teilen drucken merken partager imprimer suivre envoyer compartir imprimir seguir síguenos compartilhar \
     condividi stampa segui delen afdrukken volg dela skriv del tulosta jaa udostępnij drukuj sdílet поделиться печать поділитися paylaş yazdır \
     κοινοποίηση شارك مشاركة شیر שתף साझा bagikan cetak 分享 转发 シェア ツイート 印刷 공유 인쇄",
    // Accounts, subscriptions, newsletters.
    "login log sign signin signup register account subscribe subscribed subscription subscriptions subscriber subscribers newsletter newsletters member \
     members membership password username inbox unsubscribe donate notifications anmelden registrieren abonnieren abo konto passwort spenden connexion inscription abonnez \
     abonner compte connecter suscríbete suscribirse suscripción registrarse iniciar sesión boletín assine assinar entrar cadastre accedi abbonati iscriviti registrati inloggen aanmelden \
     abonneer nieuwsbrief logga prenumerera nyhetsbrev abonner tilaa kirjaudu uutiskirje zaloguj subskrybuj přihlásit odebírat войти подписаться подписка регистрация рассылка \
     увійти підписатися giriş üye abone σύνδεση εγγραφή تسجيل الدخول اشترك ورود عضویت כניסה הרשמה सदस्यता masuk daftar langganan 登录 注册 登入 订阅 ログイン 会員登録 購読 로그인 회원가입 구독",
    // Finding one's way.
    "home menu search skip navigation navigate close toggle open previous next prev page back top view all see show load categories category topics tags \
     tag sections archives archive contents jump main content sidebar breadcrumb breadcrumbs sitemap expand collapse submit clear scroll startseite suche menü schließen weiter zurück übersicht \
     accueil recherche rechercher fermer suivant précédent rubriques inicio buscar cerrar menú siguiente anterior início fechar próximo cerca chiudi successivo precedente zoeken sluiten volgende \
     vorige hem sök stäng nästa föregående hjem søg lukk søk etusivu haku valikko sulje strona szukaj zamknij domů hledat menu главная поиск меню закрыть далее назад головна пошук \
     anasayfa ara kapat αρχική αναζήτηση μενού الرئيسية بحث القائمة إغلاق خانه جستجو منو ראשי חיפוש תפריט סגור होम खोज beranda cari tutup 首页 搜索 菜单 关闭 上一篇 下一篇 返回 ホーム 検索 メニュー 閉じる 次へ 前へ 홈 검색 메뉴 닫기",
    // Law and cookies.
    "copyright rights reserved privacy policy policies terms cookies cookie accept consent disclaimer imprint conditions legal gdpr preferences accessibility \
     trademark trademarks licensed license impressum datenschutz agb nutzungsbedingungen zustimmen akzeptieren einstellungen mentions légales confidentialité accepter aviso privacidad \
     aceptar derechos reservados términos direitos termos aceitar privacidade diritti riservati privacy accetta informativa rechten voorwaarden voorbehouden accepteren integritetspolicy villkor godkänn \
     personvern tietosuoja evästeet prawa zastrzeżone polityka prywatności práva vyhrazena соглашение конфиденциальности права защищены gizlilik çerez δικαιώματα απορρήτου الخصوصية الحقوق محفوظة \
     حریم חוקי פרטיות गोपनीयता kebijakan privasi 版权所有 隐私政策 利用規約 プライバシーポリシー 개인정보처리방침",
    // Comments.
    "comment comments commenting reply replies responses discussion moderated upvote likes kommentar kommentare antworten commentaire commentaires répondre comentario comentarios responder \
     comentários commenti rispondi reacties reageer kommentarer svara kommentit komentarze komentarz komentáře комментарии комментарий ответить коментарі yorum yorumlar σχόλια تعليق تعليقات نظر تגובות टिप्पणी komentar 评论 回复 コメント 댓글",
    // Other articles.
    "related recommended popular trending latest read more also you may might like recent stories articles posts editors picks watch explore discover learn click here mehr \
     lesen auch weiterlesen verwandte beliebt empfohlen lire aussi plus lus articles similaires leer más relacionados también popular leia mais lidas veja leggi anche altri correlati lees ook meer \
     läs mer också les også lue myös czytaj więcej zobacz čtěte také číst více читайте также еще подробнее читайте також devamı ilgili okuyun διαβάστε επίσης περισσότερα اقرأ أيضا المزيد ذات صلة بیشتر קראו עוד और पढ़ें baca juga selengkapnya terkait xem thêm 相关阅读 更多 热门 関連記事 もっと見る 관련기사 더보기",
    // Shops and calls to act.
    "cart shop buy price prices pricing shipping checkout add demo trial free started get now quote contact us support help sale offer deals store download app careers advertise \
     solutions products services resources customers partners company about team press jobs faq faqs blog warenkorb kaufen kostenlos preis kontakt über uns panier acheter gratuit contactez carrito comprar gratis contacto \
     comprar carrinho contato grátis acquista carrello contatti kopen winkelwagen gratis contact köp kundvagn kontakta ostoskori kup koszyk купить корзина контакты о нас satın sepet iletişim hakkımızda καλάθι επικοινωνία اتصل بنا من نحن سبد תماس צור קשר संपर्क beli keranjang hubungi 联系我们 关于我们 购物车 お問い合わせ 문의",
    // Who and when.
    "by written author authors published posted updated modified edited reviewed contributor correspondent reporter editor staff writer min read minutes minute ago von autor veröffentlicht aktualisiert stand redaktion par publié mis à jour \
     lecture auteur por publicado actualizado autor lectura atualizado redação di pubblicato aggiornato redazione door gepubliceerd bijgewerkt av publicerad uppdaterad af publiceret opdateret publisert oppdatert julkaistu päivitetty opublikowano aktualizacja autor publikováno aktualizováno \
     опубликовано обновлено автор опубліковано оновлено yayınlanma güncelleme tarihi δημοσίευση ενημέρωση نشر تحديث بقلم منتشر פורסם עודכן प्रकाशित diterbitkan diperbarui oleh 发布 更新 作者 来源 公開 投稿 입력 수정 기자",
    // Images and their credits.
    "photo photos photograph photographer image images picture credit credits getty courtesy source caption video gallery illustration via screenshot reuters shutterstock unsplash pexels avatar logo icon figure foto fotos bild bilder quelle \
     crédit photo image crédits fuente imagen crédito fonte immagine foto bron afbeelding beeld kuva zdjęcie obrázek фото изображение источник світлина fotoğraf görsel kaynak φωτογραφία εικόνα صورة الصورة عکس תמונה צילום फोटो gambar sumber 图片 图源 摄影 写真 画像 사진 제공",
    // Advertising.
    "advertisement advertisements advertising ad ads sponsored sponsor promoted promotion promo banner affiliate anzeige werbung gesponsert publicité sponsorisé publicidad anuncio patrocinado publicidade anúncio pubblicità sponsorizzato \
     advertentie gesponsord annons sponsrad annonce annonse mainos reklama sponzorováno реклама спонсировано реклама reklam sponsorlu διαφήμιση إعلان إعلانات تبلیغات آگهی פרסומת ממומן विज्ञापन iklan advertorial 广告 廣告 推广 広告 광고",
    // Function words: many of them mean prose.
    "the of and to in a is that for it as was with be on not he his but are this they at from had have which you or an were her she we there been has their will would \
     der die das und zu den von mit nicht ist des sich dem ein eine auf als auch es an werden aus er hat dass nach wird bei einer um am sind noch wie einem über so zum \
     le la les et des en un une du est que dans qui pour pas au sur ne se ce il sont avec plus par ont été cette mais ou \
     el los las y del se con no una su al lo como más pero sus o ha sobre también muy o os da em um uma não na dos mais mas foi ao ele das tem seu sua \
     di che è il per non sono si gli ma alla della del nel dei anche come \
     de het een van en dat op te zijn met voor niet er maar om ook aan worden bij nog \
     och att det som en på är av för med till den har inte om ett men var jag hade er og ikke til at af et jeg vi kan ja on ei se että oli mutta ovat \
     w i na z się nie do to że jest o jak po ale od za przez dla a v se je na že si s z ve by byl pro jako \
     и в не на я что он с как а то это по но они к у из за от его так же все и в на не що з як до та за це він від \
     ve bir bu da de için ile çok olarak gibi daha ne και το να του η της με που για την από δεν στο \
     في من على أن إلى عن مع هذا التي الذي كان و به در که از این را با است של את על לא הוא זה עם כי גם के में की है और से को का ने पर dan yang di untuk dengan ini itu dari và của là có được trong cho không",
];

/// Lines that only mark the place of an advertisement or an image.
const PLACEHOLDERS: &[&str] = &[
    "advertisement",
    "advertisement banner",
    "advertisements",
    "advertising",
    "advertisement advertisement",
    "ad",
    "ads",
    "ad banner",
    "banner ad",
    "banner advertisement",
    "sponsored",
    "sponsored content",
    "article continues below advertisement",
    "continue reading below",
    "story continues below advertisement",
    "story continues after advertisement",
    "skip advertisement",
    "skip ad",
    "scroll to continue",
    "advertisement scroll to continue",
    "advertisement continue reading below",
    "ad feedback",
    "report this ad",
    "remove ads",
    "anzeige",
    "werbung",
    "publicité",
    "publicidad",
    "anuncio",
    "publicidade",
    "pubblicità",
    "advertentie",
    "annons",
    "annonce",
    "annonse",
    "mainos",
    "reklama",
    "реклама",
    "reklam",
    "διαφήμιση",
    "إعلان",
    "تبلیغات",
    "פרסומת",
    "विज्ञापन",
    "iklan",
    "quảng cáo",
    "广告",
    "廣告",
    "広告",
    "광고",
    "cover image",
    "featured image",
    "cover photo",
    "featured photo",
    "hero image",
    "header image",
    "lead image",
    "main image",
    "article image",
    "post image",
    "image",
    "photo",
    "picture",
    "thumbnail",
    "image credit",
    "photo credit",
    "placeholder image",
    "image placeholder",
    "titelbild",
    "beitragsbild",
    "image à la une",
    "image de couverture",
    "imagen de portada",
    "imagen destacada",
    "imagem de capa",
    "imagem destacada",
    "immagine di copertina",
    "immagine in evidenza",
    "omslagbild",
    "封面图",
    "封面圖片",
    "アイキャッチ画像",
    "대표 이미지",
];

/// Names of divisions that head a section whatever surrounds them.
const SECTION_NAMES: &[&str] = &[
    "introduction",
    "conclusion",
    "conclusions",
    "summary",
    "background",
    "overview",
    "methods",
    "results",
    "discussion",
    "references",
    "abstract",
    "acknowledgements",
    "acknowledgments",
    "faq",
    "faqs",
    "frequently asked questions",
    "final thoughts",
    "key takeaways",
    "the bottom line",
    "bottom line",
    "ingredients",
    "instructions",
    "directions",
    "notes",
    "pros",
    "cons",
    "preface",
    "foreword",
    "prologue",
    "epilogue",
    "appendix",
    "installation",
    "usage",
    "license",
    "contributing",
    "getting started",
    "einleitung",
    "fazit",
    "zusammenfassung",
    "hintergrund",
    "conclusion",
    "contexte",
    "introducción",
    "conclusión",
    "conclusiones",
    "resumen",
    "introdução",
    "conclusão",
    "resumo",
    "introduzione",
    "conclusione",
    "conclusioni",
    "inleiding",
    "conclusie",
    "inledning",
    "slutsats",
    "sammanfattning",
    "введение",
    "заключение",
    "выводы",
    "итог",
    "giriş",
    "sonuç",
    "wstęp",
    "podsumowanie",
    "úvod",
    "závěr",
    "まとめ",
    "はじめに",
    "结论",
    "结语",
    "引言",
    "摘要",
    "결론",
    "مقدمة",
    "خاتمة",
    "الخلاصة",
];

/// Returns the classes of `word`, in lower case, as bits.
pub(super) fn classes(word: &str) -> u16 {
    CLASS_OF.get(word).copied().unwrap_or(0)
}

/// Returns true if the line, in lower case and without marks at its ends, only marks a place.
pub(super) fn is_placeholder(line: &str) -> bool {
    line.len() <= 60 && PLACEHOLDERS.contains(&line)
}

/// Returns true if the line, in lower case, is the usual name of a section.
pub(super) fn is_section_name(line: &str) -> bool {
    line.len() <= 40 && SECTION_NAMES.contains(&line)
}

type ClassMap = HashMap<&'static str, u16, BuildHasherDefault<FxHasher>>;

static CLASS_OF: LazyLock<ClassMap> = LazyLock::new(|| {
    let mut out = ClassMap::default();
    for (class, words) in WORDS.iter().enumerate() {
        for word in words.split_whitespace() {
            *out.entry(word).or_default() |= 1 << class;
        }
    }
    out
});
