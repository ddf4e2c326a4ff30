//! Actions of the user, the units that keys are bound to: [`Action`]. One table defines each action: name in keymaps,
//! label in the footer, description in help, scopes, preconditions, kind of motion.

mod not_applicable;
mod scope;

use std::fmt;

pub use scope::Scope;
use scope::Scope::{List, Picker, Prompt, Reader};

use Motion::{Jump, LongJump, Scroll, Unmoved};
use Need::{Article, Changes, Text};

/// An entry of the table of actions.
#[derive(Debug)]
struct ActionDefinition {
    /// Name in a keymap: `next-section`.
    name: &'static str,
    /// Label in the footer, one or two words.
    label: &'static str,
    /// Scopes in which the action works.
    scopes: &'static [Scope],
    /// Preconditions. The action waits while one of them is pending.
    needs: &'static [Need],
    /// Kind of motion in the text.
    motion: Motion,
    /// Meaning of the action, in one sentence.
    sentence: &'static str,
}

/// A precondition of an action. While it is pending, the action waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The selected or open article.
    Article,
    /// The text of that article.
    Text,
    /// The results of the changes before the action.
    Changes,
}

/// Kind of motion of an action in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Motion {
    /// No motion in the text.
    Unmoved,
    /// A motion that adds no position to the history.
    Scroll,
    /// A jump within the article: the position before it joins the history.
    Jump,
    /// A jump that may lead to another article: the position before it joins the history.
    LongJump,
}

/// Pattern that matches any argument of an action.
macro_rules! any {
    ($argument:ty) => {
        _
    };
}

/// Defines [`Action`] and its table from one line for each action.
macro_rules! actions {
    ($($variant:ident $(($number:ty))?, $name:literal, $label:literal, $scopes:expr, $needs:expr, $motion:expr, $sentence:literal;)*) => {
        /// An action that the user can ask for by a key or by its name. Where an action takes a number, 0 stands for a
        /// missing one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $sentence] $variant $(($number))?,)*
            /// Run a command of the settings, by its index. In a keymap it is `command NAME`.
            Command(u8),
        }

        impl Action {
            /// Every action except the user's commands, in the order of help. Actions that take a number have 0 as
            /// their number.
            pub const ALL: &'static [Action] = &[$(Action::$variant $((<$number>::MIN))?),*];

            /// Returns the entry of the action in the table.
            fn definition(self) -> &'static ActionDefinition {
                match self {
                    $(Self::$variant $((any!($number)))? => &ActionDefinition {
                        name: $name,
                        label: $label,
                        scopes: &$scopes,
                        needs: &$needs,
                        motion: $motion,
                        sentence: $sentence,
                    },)*
                    Self::Command(_) => &ActionDefinition {
                        name: "command",
                        label: "command",
                        scopes: &[List, Reader],
                        needs: &[Article],
                        motion: Unmoved,
                        sentence: "Run a command of config.toml.",
                    },
                }
            }
        }
    };
}

actions! {
    NextArticle, "next-article", "next article", [List, Reader], [Article], Unmoved, "Go to the next article.";
    PreviousArticle, "previous-article", "previous article", [List, Reader], [Article], Unmoved, "Go to the previous article.";
    Open, "open", "open", [List], [Article], Unmoved, "Open the selected article.";
    Back, "back", "back", [Reader], [Article], Unmoved, "Go back to the list.";
    Close, "close", "close", [Reader], [Article], Unmoved, "Close the article; quit if it is the only one.";
    Escape, "escape", "back", [List, Reader, Picker, Prompt], [], Unmoved, "Close the popup, search or article. Never quits.";
    SwitchPane, "switch-pane", "other pane", [List, Reader], [Article], Unmoved, "Move between the list and the reader.";
    LineDown, "line-down", "line down", [Reader], [Text], Scroll, "Scroll down by a line.";
    LineUp, "line-up", "line up", [Reader], [Text], Scroll, "Scroll up by a line.";
    ReadOn, "read-on", "read on", [Reader], [Text], Scroll, "Read on: page, section, then the next unread article.";
    ReadBack, "read-back", "read back", [Reader], [Text], Scroll, "Read back: page, section, then the previous article.";
    NextSection, "next-section", "next section", [Reader], [Text], Jump, "Go to the next section.";
    PreviousSection, "previous-section", "previous section", [Reader], [Text], Jump, "Go to the previous section.";
    Section(u16), "section", "section", [Reader], [Text], Jump, "Go to the nth section; :12 goes to the 12th.";
    Row(usize), "row", "row", [List], [Article], Unmoved, "Go to the nth row; :12 goes to the 12th.";
    Count(u8), "count", "count", [List, Reader, Picker], [], Unmoved, "Add a digit to the count of the next motion: 5j, 12G.";
    Outline, "outline", "outline", [Reader], [Text], Unmoved, "Show the sections; Enter goes to the selected one.";
    NextGroup, "next-group", "next group", [List], [Article], Unmoved, "Go to the first article of the next group.";
    PreviousGroup, "previous-group", "previous group", [List], [Article], Unmoved, "Go to the first article of this group, or of the previous one.";
    NextParagraph, "next-paragraph", "next paragraph", [Reader], [Text], Scroll, "Go to the next paragraph.";
    PreviousParagraph, "previous-paragraph", "previous paragraph", [Reader], [Text], Scroll, "Go to the previous paragraph.";
    HalfPageDown, "half-page-down", "half page", [List, Reader, Picker], [Text], Scroll, "Go down by half a page.";
    HalfPageUp, "half-page-up", "half page up", [List, Reader, Picker], [Text], Scroll, "Go up by half a page.";
    PageDown, "page-down", "page", [List, Reader, Picker], [Text], Scroll, "Go down by a page.";
    PageUp, "page-up", "page up", [List, Reader, Picker], [Text], Scroll, "Go up by a page.";
    ScrollRight, "scroll-right", "scroll right", [Reader], [Text], Unmoved, "Scroll wide code, verse and tables to the right.";
    ScrollLeft, "scroll-left", "scroll left", [Reader], [Text], Unmoved, "Scroll wide code, verse and tables back to the left.";
    Start, "start", "start", [List, Reader, Picker], [Text], Jump, "Go to the first row, or to the start of the article.";
    End, "end", "end", [List, Reader, Picker], [Text], Jump, "Go to the last row, or to the end of the article.";
    NextUnread, "next-unread", "next unread", [List, Reader], [Article, Changes], LongJump, "Next match or change while these are shown, else next unread article.";
    PreviousUnread, "previous-unread", "previous unread", [List, Reader], [Article, Changes], LongJump, "Previous match or change while these are shown, else previous unread article.";
    Filter, "filter", "filter", [List, Picker], [Article], Unmoved, "Filter the list by words in title, source or summary.";
    Find, "find", "find", [Reader], [Text], Unmoved, "Find words in the article.";
    ToggleRead, "toggle-read", "read/unread", [List, Reader], [Article], Unmoved, "Mark the article as read or unread.";
    Mute, "mute", "mute", [List, Reader], [Article, Changes], Unmoved, "Mute the article and its story; in Muted, list them again.";
    MarkGroupRead, "mark-group-read", "mark group read", [List], [Article, Changes], Unmoved, "Mark all listed articles of the group as read; can be undone.";
    MarkViewRead, "mark-view-read", "mark all read", [List], [Article, Changes], Unmoved, "Mark all listed articles as read; can be undone.";
    MarkOlderRead(u16), "mark-older-read", "mark old read", [List], [Article, Changes], Unmoved, "Mark listed articles older than n days as read; can be undone.";
    Bookmark, "bookmark", "bookmark", [List, Reader], [Article], Unmoved, "Bookmark the article, or remove its bookmark, not its places.";
    Tags, "tags", "tags", [List], [Article, Changes], Unmoved, "Edit the tags of the article; on a bookmarked place its note.";
    BookmarkPlace, "bookmark-place", "bookmark place", [Reader], [Text, Changes], Unmoved, "Bookmark this place, with a note and #tags at its end, or edit its note.";
    Undo, "undo", "undo", [List, Reader, Picker], [Article, Changes], Unmoved, "Undo the last change, of any window or earlier session.";
    Redo, "redo", "redo", [List, Reader, Picker], [Article, Changes], Unmoved, "Redo the last undone change.";
    Delete, "delete", "delete", [List, Reader, Picker], [Article, Changes], Unmoved, "Delete the article, place, source or saved search; can be undone. Remove the account for good.";
    Views, "views", "views", [List, Reader], [Changes], Unmoved, "Choose a view: unread, bookmarks, a source, a tag, a search.";
    Story, "story", "same story", [List, Reader], [Article, Changes], Unmoved, "Show the other articles with this text; Enter opens one.";
    Sources, "sources", "sources", [List, Reader], [Changes], Unmoved, "Show the sources and their health; Enter shows the last requests.";
    NextFailing, "next-failing", "next failing", [List, Reader, Picker], [Changes], Unmoved, "Go to the next failing source.";
    Refresh, "refresh", "fetch", [List, Reader, Picker], [], Unmoved, "Fetch this view; in the reader and among the sources, this source; on an account, sync it.";
    Subscribe, "subscribe", "add", [List, Reader, Picker], [], Unmoved, "Subscribe to a feed, by its address or that of its page; on an account, on its server.";
    AddAccount, "add-account", "add account", [List, Reader, Picker], [], Unmoved, "Add an account on a server: FreshRSS, Miniflux, Nextcloud News, Fever.";
    Search, "search", "search", [List, Reader], [], Unmoved, "Search everything in the library.";
    SaveSearch, "save-search", "save as view", [Prompt], [Article], Unmoved, "Save the search as a view.";
    Pipe, "pipe", "pipe", [List, Reader], [Article], Unmoved, "Pipe the text of the article to a program.";
    EditNote, "edit-note", "editor", [Prompt], [], Unmoved, "Edit the note in $VISUAL or $EDITOR, its #tags on the last line.";
    SearchOrder, "search-order", "by relevance", [Prompt], [], Unmoved, "Show the newest hits first, or the most relevant ones.";
    RemoveSearch, "remove-search", "remove search", [List, Reader], [Article], Unmoved, "Remove the saved search that is shown.";
    Tour, "tour", "tour", [List, Reader], [], Unmoved, "Show the tour.";
    SortByDate, "sort-by-date", "by date", [List, Reader], [Article], Unmoved, "Sort the list by date, newest first.";
    SortOrder, "sort-order", "oldest first", [List, Reader], [Article], Unmoved, "List the oldest articles first, or the newest.";
    SortByTitle, "sort-by-title", "by title", [List, Reader], [Article], Unmoved, "Sort the list by title.";
    SortByLength, "sort-by-length", "by length", [List, Reader], [Article], Unmoved, "Sort the list by length, shortest first.";
    GroupByDay, "group-by-day", "by day", [List, Reader], [Article], Unmoved, "Group the list by day.";
    GroupBySource, "group-by-source", "by source", [List, Reader], [Article], Unmoved, "Group the list by source.";
    GroupByNone, "group-by-none", "no groups", [List, Reader], [Article], Unmoved, "List the articles without groups.";
    LinkHints, "link-hints", "links", [Reader], [Text], Unmoved, "Label the visible links with letters; type them to select a link.";
    FollowLink, "follow-link", "follow link", [Reader], [Text], Unmoved, "Follow the selected link; in the source, take the line out of the article or into it.";
    OpenInBrowser, "open-in-browser", "browser", [List, Reader], [Article], Unmoved, "Open the selected link, or the article's address, in the browser.";
    CopyLink, "copy-link", "copy link", [List, Reader], [Article], Unmoved, "Copy the selected link, or the article's address.";
    CopySection, "copy-section", "copy section", [Reader], [Text], Unmoved, "Copy the section as Markdown.";
    ToggleSource, "toggle-source", "source", [Reader], [Text], Unmoved, "Show the source with what was left out; lines can be taken out of the article or into it.";
    SwitchText, "switch-text", "full text", [List, Reader], [Article], Unmoved, "Fetch the page of the article; then switch between page and feed text.";
    ToggleChanges, "toggle-changes", "what changed", [List, Reader], [Article], Unmoved, "Show what changed in the text, or the text again; n and N go from change to change.";
    LoadImages, "load-images", "images", [Reader], [Text], Unmoved, "Fetch the images of the article from the web, and show them.";
    Zen, "zen", "zen", [Reader], [Article], Unmoved, "Show only the text, or the whole screen again.";
    Wider, "wider", "wider", [Reader], [Text], Unmoved, "Make the text wider.";
    Narrower, "narrower", "narrower", [Reader], [Text], Unmoved, "Make the text narrower.";
    Width(u16), "width", "width", [List, Reader], [], Unmoved, "Set the width of the text in columns.";
    ListWider, "list-wider", "wider list", [List, Reader], [], Unmoved, "Make the list beside the text wider; the width is remembered.";
    ListNarrower, "list-narrower", "narrower list", [List, Reader], [], Unmoved, "Make the list beside the text narrower; the width is remembered.";
    HistoryBack, "history-back", "back in history", [List, Reader], [Article], Unmoved, "Go back to the previous position, also in another article.";
    HistoryForward, "history-forward", "forward in history", [List, Reader], [Article], Unmoved, "Go forward to the next position.";
    Theme, "theme", "theme", [List, Reader], [], Unmoved, "Try a theme, for this session; :theme NAME sets one.";
    Messages, "messages", "messages", [List, Reader], [], Unmoved, "Show the messages of this session, newest first.";
    Palette, "palette", "palette", [List, Reader], [], Unmoved, "Run an action by its name; :q quits.";
    Help, "help", "help", [List, Reader, Picker], [], Unmoved, "Show every key, those of an open popup first.";
    ToggleMouse, "toggle-mouse", "mouse", [List, Reader], [], Unmoved, "Turn the mouse off or on; while on, Shift-drag selects text.";
    Redraw, "redraw", "redraw", [List, Reader, Picker, Prompt], [], Unmoved, "Redraw the screen.";
    Suspend, "suspend", "suspend", [List, Reader, Picker, Prompt], [], Unmoved, "Suspend; fg in the shell resumes.";
    Quit, "quit", "quit", [List, Reader, Picker, Prompt], [], Unmoved, "Quit.";
    Accept, "accept", "select", [Picker, Prompt], [Article], Unmoved, "Accept the selected row, or the typed line.";
    NextRow, "next-row", "next", [Picker, Prompt], [Article], Unmoved, "Select the next row; without rows, recall a later line.";
    PreviousRow, "previous-row", "previous", [Picker, Prompt], [Article], Unmoved, "Select the previous row; without rows, recall an earlier line.";
    NextPageOfRows, "next-page-of-rows", "page", [Picker, Prompt], [Article], Unmoved, "Go down by a page of rows.";
    PreviousPageOfRows, "previous-page-of-rows", "page up", [Picker, Prompt], [Article], Unmoved, "Go up by a page of rows.";
    PauseSource, "pause-source", "pause", [Picker], [Changes], Unmoved, "Pause the fetching of the source or the syncs of the account, or resume them.";
    Edit, "edit", "edit search", [Picker], [Changes], Unmoved, "Edit the query of a saved search; go to the next failing source.";
    RenameSource, "rename-source", "rename", [Picker], [Changes], Unmoved, "Rename the source or saved search.";
    SourceCategories, "source-categories", "categories", [Picker], [Changes], Unmoved, "Put the source into categories, such as News/Local.";
    SourceSetting, "source-setting", "set", [Picker], [Changes], Unmoved, "Change a setting of the source, such as interval=2h.";
    Rule, "rule", "rule", [Picker], [Changes], Unmoved, "Mute, mark as read, bookmark or tag new articles of the saved search.";
    Fold, "fold", "fold", [Picker], [], Unmoved, "Fold a category of the views, or unfold it.";
    RecallPrevious, "recall-previous", "earlier line", [Prompt], [], Unmoved, "Recall an earlier line.";
    RecallNext, "recall-next", "later line", [Prompt], [], Unmoved, "Recall a later line.";
    Complete, "complete", "complete", [Prompt], [], Unmoved, "Complete the tag, or the name of the selected action.";
}

impl Action {
    /// Parses an action of a keymap: `next-section`, or one with a number: `section 3` or `section-3`.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        if let Some(action) = all.find(|action| action.name() == name) {
            return Some(action);
        }
        let (name, number) = name.rsplit_once([' ', '-'])?;
        Self::with_argument(name.trim(), number)?
    }

    /// Returns the action `name` with a number. `None` if there is no such action or it takes no number; `Some(None)`
    /// if `argument` is not a number above 0.
    pub fn with_argument(name: &str, argument: &str) -> Option<Option<Self>> {
        let action = Self::ALL.iter().find(|action| action.name() == name)?;
        action.takes_number().then(|| action.with_number(argument))
    }

    /// Returns true if the action takes a number.
    pub fn takes_number(self) -> bool {
        matches!(
            self,
            Self::Section(_)
                | Self::Row(_)
                | Self::Width(_)
                | Self::Count(_)
                | Self::MarkOlderRead(_)
        )
    }

    /// Returns true if the action takes a number and has none.
    pub fn lacks_number(self) -> bool {
        matches!(
            self,
            Self::Section(0) | Self::Row(0) | Self::Width(0) | Self::MarkOlderRead(0)
        )
    }

    /// Returns this action with a number. `None` if it takes none, or if `number` is not a number above 0.
    fn with_number(self, number: &str) -> Option<Self> {
        let action = match self {
            Self::Section(_) => Self::Section(number.parse().ok()?),
            Self::Row(_) => Self::Row(number.parse().ok()?),
            Self::Width(_) => Self::Width(number.parse().ok()?),
            Self::MarkOlderRead(_) => Self::MarkOlderRead(number.parse().ok()?),
            Self::Count(_) => Self::Count(number.parse().ok().filter(|digit| *digit < 10)?),
            _ => return None,
        };
        (!action.lacks_number()).then_some(action)
    }

    /// Returns the name in a keymap: `next-section`.
    pub fn name(self) -> &'static str {
        self.definition().name
    }

    /// Returns the label in the footer, one or two words.
    pub fn label(self) -> &'static str {
        self.definition().label
    }

    /// Returns the description in help, one sentence.
    pub fn description(self) -> &'static str {
        self.definition().sentence
    }

    /// Returns true if the action works in a scope.
    pub fn works_in(self, scope: Scope) -> bool {
        self.definition().scopes.contains(&scope)
    }

    /// Returns true if the action moves within the text. Such an action can reach the end of an article, which marks it as
    /// read.
    pub fn moves_in_text(self) -> bool {
        matches!(self.definition().motion, Scroll | Jump)
    }

    /// Returns true if the position before the action joins the history.
    pub fn records_history(self) -> bool {
        matches!(self.definition().motion, Jump | LongJump)
    }

    /// Returns true if the action needs the text of the article, which may still be loading.
    pub fn needs_text(self) -> bool {
        self.definition().needs.contains(&Text)
    }

    /// Returns true if the action needs an article. Other actions concern the program alone.
    pub fn needs_article(self) -> bool {
        self.definition().needs.contains(&Article) || self.needs_text()
    }

    /// Returns true if the action depends on the results of the changes before it.
    pub fn needs_changes(self) -> bool {
        self.definition().needs.contains(&Changes)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::Section(number) | Self::Width(number) | Self::MarkOlderRead(number)
                if *number > 0 =>
            {
                write!(f, " {number}")
            }
            Self::Row(number) if *number > 0 => write!(f, " {number}"),
            Self::Count(digit) => write!(f, " {digit}"),
            _ => Ok(()),
        }
    }
}
