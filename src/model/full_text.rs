//! Texts of an article: that of its feed and that of its page ([`ArticleTexts`]), and why a page is not shown ([`PageProblem`]).

/// Choice when the pages of the articles of a source are fetched unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FullText {
    /// If the entries of the feed do not look whole: see [`EntryTexts`].
    Auto,
    /// Always.
    Always,
    /// Only when the user asks for one.
    Never,
}

/// One of the texts of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// Text of its entry in the feed.
    Feed,
    /// Text of its page on the web.
    Page,
}

/// Declares codes with their names in the database and in scripts.
macro_rules! codes {
    ($(#[$about:meta])* $type:ident { $($(#[$comment:meta])* $kind:ident = $name:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $type {
            $($(#[$comment])* $kind,)*
        }

        impl $type {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// Returns the name in the database and in scripts.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            /// Returns the one with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.name() == name)
            }
        }
    };
}

codes! {
    /// Reason why the text of a page is not shown in place of the text of the feed.
    PageProblem {
        /// The page has fewer words than the text of the feed.
        ShorterThanFeed = "shorter",
        /// The words of the feed's text are not in the page.
        OtherText = "other-text",
        /// The page asks for consent to cookies.
        ConsentWall = "consent",
        /// The page shows its text to subscribers only.
        Paywall = "paywall",
        /// The page asks for a user name and a password.
        SignIn = "sign-in",
        /// The page says that it needs JavaScript.
        NeedsScript = "script",
        /// The page asks for a proof that a person reads it.
        Challenge = "challenge",
        /// A redirect led to the home page of the site.
        HomePage = "home-page",
        /// The page has no text.
        NoText = "no-text",
    }
}

codes! {
    /// Texts that the entries of a feed have, by its newest entries.
    EntryTexts {
        /// Whole articles.
        Whole = "whole",
        /// Beginnings of the articles: they end in `…`, `[...]` or a link to the rest.
        CutOff = "cut-off",
        /// A few sentences each.
        Short = "short",
        /// Titles and links.
        LinkOnly = "link-only",
    }
}

impl FullText {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Always, Self::Never];

    /// Returns the name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }

    /// Returns the one with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Returns true if pages are fetched unasked from a feed with such entries; `None` if nothing is known of them.
    pub fn fetches_pages(self, entries: Option<EntryTexts>) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => entries.is_some_and(|entries| entries != EntryTexts::Whole),
        }
    }
}

impl TextKind {
    /// Returns the name in settings and in scripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Page => "page",
        }
    }

    /// Returns the one with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Feed, Self::Page]
            .into_iter()
            .find(|known| known.name() == name)
    }
}

/// Texts that the library has of an article, and the one that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticleTexts {
    /// Text that is shown.
    pub shown: TextKind,
    /// True if the text of the page is stored.
    pub has_page: bool,
    /// Reason why the text of the page is not shown unless the user asks for it.
    pub problem: Option<PageProblem>,
}

impl ArticleTexts {
    /// Texts of an article without a page.
    pub const FEED_ALONE: Self = Self {
        shown: TextKind::Feed,
        has_page: false,
        problem: None,
    };
}
