//! Wording of walls, in the languages of most newspapers. Compared without case and accents.

/// Proof that a person reads the page.
#[rustfmt::skip]
pub(super) const CHALLENGE: &[&str] = &[
    "just a moment...", "checking your browser", "verify you are human", "verify that you are human", "verifying you are human",
    "are you a robot", "not a robot", "are a human", "unusual traffic", "attention required! | cloudflare", "complete the security check",
    "making sure you're not a bot", "enable cookies and reload", "captcha",
    "dass sie kein roboter", "ihr browser wird überprüft", "vous n'êtes pas un robot", "vérification de votre navigateur",
    "no soy un robot", "que no eres un robot", "que eres humano", "não sou um robô", "que você é humano", "non sono un robot",
    "non sei un robot", "geen robot bent", "ik ben geen robot", "nie jestem robotem", "nie jesteś robotem", "я не робот",
    "что вы не робот", "ви не робот", "inte är en robot", "ikke en robot", "et ole robotti", "robot olmadığınızı",
    "nem vagyok robot", "nejsem robot", "δεν είστε ρομπότ", "لست روبوت", "אינך רובוט", "ロボットではありません", "人間であることを確認",
    "我不是机器人", "您不是机器人", "验证您是真人", "確認您是真人", "로봇이 아닙니다", "사람인지 확인",
];

/// Consent to cookies.
#[rustfmt::skip]
pub(super) const CONSENT: &[&str] = &[
    "we value your privacy", "we and our partners", "accept all cookies", "before you continue", "consent to the use of cookies",
    "cookie consent", "manage your privacy", "your privacy choices", "we use cookies and", "store and/or access information on a device",
    "wir und unsere partner", "alle cookies akzeptieren", "mit werbung weiterlesen", "zustimmung verwalten", "ihre privatsphäre",
    "ihre zustimmung", "einwilligung in die", "datenschutzeinstellungen", "nous et nos partenaires", "accepter tous les cookies",
    "continuer sans accepter", "votre vie privée", "accepter et continuer", "nosotros y nuestros socios", "aceptar todas las cookies",
    "aceptar cookies", "tu privacidad", "su privacidad", "nós e os nossos parceiros", "nós e nossos parceiros", "aceitar todos os cookies",
    "a sua privacidade", "noi e i nostri partner", "accetta tutti i cookie", "la tua privacy", "wij en onze partners",
    "alle cookies accepteren", "cookies accepteren", "uw privacy", "my i nasi partnerzy", "akceptuję wszystkie", "twoją prywatność",
    "twoja prywatność", "szanujemy twoją", "my a naši partneři", "přijmout vše", "souhlas se zpracováním", "vi och våra partners",
    "godkänn alla cookies", "vi og våre partnere", "vi og vores partnere", "godkend alle", "accepter alle", "hyväksy kaikki", "yksityisyytesi",
    "me ja kumppanimme", "мы и наши партнеры", "принять все", "файлов cookie", "файли cookie", "ми та наші партнери", "çerezleri kabul",
    "biz ve iş ortaklarımız", "az összes elfogadása", "az ön adatvédelme", "acceptă toate", "αποδοχή όλων", "το απόρρητό σας",
    "ملفات تعريف الارتباط", "קובצי cookie", "すべて受け入れる", "クッキーの使用", "cookieの使用", "接受所有cookie", "接受所有 cookie", "쿠키 사용",
    "모든 쿠키",
];

/// Text for subscribers only.
#[rustfmt::skip]
pub(super) const PAYWALL: &[&str] = &[
    "to continue reading", "to keep reading", "subscribe to read", "subscribers only", "for subscribers", "already a subscriber",
    "subscribe now to", "subscribe for full access", "unlock this article", "this article is reserved", "to read the full", "become a member to read",
    "you have reached your limit", "free articles left", "start your free trial", "this content is for members", "sign up to read",
    "jetzt weiterlesen", "nur für abonnenten", "für abonnenten", "mit einem abo", "weiterlesen mit", "artikel freischalten",
    "sie sind bereits abonnent", "testen sie jetzt", "réservé aux abonnés", "réservé à nos abonnés", "pour lire la suite", "déjà abonné",
    "abonnez-vous pour", "il vous reste", "exclusivo para suscriptores", "solo para suscriptores", "para seguir leyendo", "suscríbete para",
    "ya eres suscriptor", "¿ya eres suscriptor", "exclusivo para assinantes", "para assinantes", "assine para", "para continuar lendo",
    "conteúdo exclusivo", "riservato agli abbonati", "per continuare a leggere", "sei già abbonato", "abbonati per", "contenuto riservato",
    "alleen voor abonnees", "voor abonnees", "om verder te lezen", "al abonnee", "tylko dla subskrybentów", "dla prenumeratorów",
    "aby czytać dalej", "dostęp do pełnej", "pouze pro předplatitele", "pro předplatitele", "endast för prenumeranter", "för prenumeranter",
    "för att läsa vidare", "kun for abonnenter", "for abonnenter", "for at læse videre", "for å lese videre", "tilaajille", "vain tilaajille",
    "jatka lukemista", "только для подписчиков", "для подписчиков", "чтобы читать дальше", "оформите подписку", "тільки для передплатників",
    "для передплатників", "abonelere özel", "devamını okumak için abone", "csak előfizetőknek", "előfizetőink", "doar pentru abonați",
    "μόνο για συνδρομητές", "للمشتركين فقط", "למנויים בלבד", "有料会員限定", "会員限定", "この記事は有料", "续读", "订阅后继续", "仅限订阅", "訂閱後繼續",
    "付费阅读", "구독자 전용", "유료 회원",
];

/// A form for the user name and the password.
#[rustfmt::skip]
pub(super) const SIGN_IN: &[&str] = &[
    "please log in", "please sign in", "sign in to continue", "log in to continue", "you must be logged in", "forgot your password",
    "forgot password", "create an account", "log in or sign up", "bitte melden sie sich an", "bitte anmelden", "passwort vergessen",
    "veuillez vous connecter", "connectez-vous", "mot de passe oublié", "inicia sesión", "iniciar sesión", "olvidaste tu contraseña",
    "ha olvidado su contraseña", "faça login", "esqueceu a senha", "esqueci a minha senha", "iniciar sessão", "accedi per", "password dimenticata",
    "log in om", "wachtwoord vergeten", "zaloguj się", "nie pamiętasz hasła", "přihlaste se", "zapomenuté heslo", "logga in för", "glömt lösenord",
    "logg inn for", "glemt passord", "log ind for", "glemt adgangskode", "kirjaudu sisään", "unohditko salasanan", "войдите", "забыли пароль",
    "увійдіть", "забули пароль", "giriş yapın", "şifremi unuttum", "jelentkezzen be", "elfelejtett jelszó", "autentificați-vă", "ați uitat parola",
    "συνδεθείτε", "ξεχάσατε τον κωδικό", "تسجيل الدخول", "نسيت كلمة المرور", "התחברות", "שכחת סיסמה", "ログインしてください", "パスワードを忘れた",
    "请登录", "請登入", "忘记密码", "忘記密碼", "로그인이 필요", "비밀번호를 잊",
];

/// A page that needs a browser with JavaScript.
#[rustfmt::skip]
pub(super) const NEEDS_SCRIPT: &[&str] = &[
    "enable javascript", "turn on javascript", "javascript is disabled", "javascript is required", "requires javascript", "javascript to run this app",
    "without javascript", "javascript aktivieren", "aktivieren sie javascript", "javascript ist deaktiviert", "activer javascript",
    "activez javascript", "javascript est désactivé", "activar javascript", "active javascript", "activa javascript", "habilite javascript",
    "habilita javascript", "ative o javascript", "habilite o javascript", "abilita javascript", "attivare javascript", "schakel javascript in",
    "javascript in te schakelen", "włącz javascript", "włączyć javascript", "zapněte javascript", "povolte javascript", "aktivera javascript",
    "aktiver javascript", "ota javascript käyttöön", "включите javascript", "включить javascript", "увімкніть javascript", "javascript'i etkinleştirin",
    "engedélyezze a javascript", "activați javascript", "ενεργοποιήστε τη javascript", "تفعيل جافا سكريبت", "تمكين javascript", "הפעל javascript",
    "javascriptを有効", "启用javascript", "启用 javascript", "啟用 javascript", "啟用javascript", "자바스크립트를 활성화", "javascript를 활성화",
];
