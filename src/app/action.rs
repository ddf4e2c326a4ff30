//! What a user can mean: [`Action`]. One table holds its name in keymaps, its label in the footer and its sentence in help.

use std::fmt;

macro_rules! actions {
    ($($variant:ident, $name:literal, $label:literal, $sentence:literal;)*) => {
        /// Something the user means. Every key, hint and line of help comes from this table and the keymap.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $sentence] $variant,)*
            /// Start a program of the user's, by its number in the settings. In a keymap it is `command NAME`.
            Command(u8),
        }

        impl Action {
            /// Every action but the user's own programs, in the order of help.
            pub const ALL: &'static [Action] = &[$(Action::$variant),*];

            /// The name in a keymap: `next-section`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* Self::Command(_) => "command" }
            }

            /// A word or two for the footer.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* Self::Command(_) => "command" }
            }

            /// What it does, in one sentence.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* Self::Command(_) => "Start a program of config.toml." }
            }
        }
    };
}

actions! {
    NextStory, "next-story", "next story", "Go to the next story.";
    PreviousStory, "previous-story", "previous story", "Go to the story before.";
    Open, "open", "open", "Open the selected story.";
    Back, "back", "back", "Go back to the list.";
    Close, "close", "close", "Close the story; where it is the only one, quit.";
    Escape, "escape", "back", "Close what is on top, at last the story; it never quits.";
    SwitchPane, "switch-pane", "other pane", "Move between the list and the reader.";
    LineDown, "line-down", "line down", "Scroll down by a line.";
    LineUp, "line-up", "line up", "Scroll up by a line.";
    ReadOn, "read-on", "read on", "Read on: page, section, then the next unread story.";
    ReadBack, "read-back", "read back", "Read back: page, section, then the story before.";
    NextSection, "next-section", "next section", "Go to the next section.";
    PreviousSection, "previous-section", "previous section", "Go to the heading above the top line.";
    Section1, "section-1", "section 1", "Go to the 1st section.";
    Section2, "section-2", "section 2", "Go to the 2nd section.";
    Section3, "section-3", "section 3", "Go to the 3rd section.";
    Section4, "section-4", "section 4", "Go to the 4th section.";
    Section5, "section-5", "section 5", "Go to the 5th section.";
    Section6, "section-6", "section 6", "Go to the 6th section.";
    Section7, "section-7", "section 7", "Go to the 7th section.";
    Section8, "section-8", "section 8", "Go to the 8th section.";
    Section9, "section-9", "section 9", "Go to the 9th section.";
    Outline, "outline", "outline", "Show the sections; type to filter, Enter goes there.";
    NextGroup, "next-group", "next group", "Go to the first story of the next group.";
    PreviousGroup, "previous-group", "previous group", "Go to the first story of this group, or of the one before.";
    NextParagraph, "next-paragraph", "next paragraph", "Go to the next paragraph.";
    PreviousParagraph, "previous-paragraph", "previous paragraph", "Go to the paragraph before.";
    HalfPageDown, "half-page-down", "half page", "Go down by half a page.";
    HalfPageUp, "half-page-up", "half page up", "Go up by half a page.";
    PageDown, "page-down", "page", "Go down by a page.";
    PageUp, "page-up", "page up", "Go up by a page.";
    Start, "start", "start", "Go to the first story, or to the start of the story.";
    End, "end", "end", "Go to the last story, or to the end of the story.";
    NextUnread, "next-unread", "next unread", "Next match while a search is on, else next unread story.";
    PreviousUnread, "previous-unread", "previous unread", "Match before while a search is on, else unread story before.";
    Filter, "filter", "filter", "List only what has the words anywhere in its title, source or summary.";
    Find, "find", "find", "Find words in the story.";
    ToggleRead, "toggle-read", "read/unread", "Mark as read or unread; reaching the end does it by itself.";
    MarkGroupRead, "mark-group-read", "mark group read", "Mark what is listed of the group as read; undo takes it back.";
    Bookmark, "bookmark", "bookmark", "Bookmark the article, or remove its bookmark; bookmarked places stay.";
    Tags, "tags", "tags", "Edit the tags of the article; on a bookmarked place its note.";
    BookmarkPlace, "bookmark-place", "bookmark place", "Bookmark this place, with a note and #tags; on a bookmarked place edit its note.";
    Undo, "undo", "undo", "Take back the newest change, also one of yesterday.";
    Redo, "redo", "redo", "Do again what was taken back.";
    Delete, "delete", "delete", "Delete the article; on a bookmarked place remove the place; u undoes.";
    Views, "views", "views", "Choose what the list shows: unread, bookmarks, history, a source, a tag, a saved search.";
    Search, "search", "search", "Search everything in the library.";
    SaveSearch, "save-search", "save as view", "Make a view of the search.";
    RemoveSearch, "remove-search", "remove search", "Take away the saved search whose view this is.";
    Tour, "tour", "tour", "Show the stories that newsprint brings along.";
    SortByDate, "sort-by-date", "by date", "Sort the list by date, the newest first.";
    SortByTitle, "sort-by-title", "by title", "Sort the list by title.";
    SortByLength, "sort-by-length", "by length", "Sort the list by length, the shortest first.";
    GroupByDay, "group-by-day", "by day", "Group the list by day.";
    GroupBySource, "group-by-source", "by source", "Group the list by source.";
    GroupByNone, "group-by-none", "no groups", "List the stories without groups.";
    LinkHints, "link-hints", "links", "Put letters beside the links in sight; typing them selects a link.";
    FollowLink, "follow-link", "follow link", "Follow the selected link: within the story, to a story or file, else in the browser.";
    OpenInBrowser, "open-in-browser", "browser", "Open the selected link, or the story's address, in the browser.";
    CopyLink, "copy-link", "copy link", "Copy the selected link, or the story's address.";
    CopySection, "copy-section", "copy section", "Copy the section as Markdown.";
    RawText, "raw-text", "raw text", "Show the raw text of the story, or the story again.";
    Zen, "zen", "zen", "Show nothing but the text, or everything again.";
    Wider, "wider", "wider", "Make the column of text wider.";
    Narrower, "narrower", "narrower", "Make the column of text narrower.";
    PreviousPlace, "previous-place", "place before", "Go back through the places read, over stories.";
    NextPlace, "next-place", "next place", "Go forward again through the places read.";
    Palette, "palette", "palette", "Find any action by its name and do it; :q quits.";
    Help, "help", "help", "Show every key; type to search.";
    ToggleMouse, "toggle-mouse", "mouse", "Turn the mouse off or on; while on, Shift-drag selects text.";
    Redraw, "redraw", "redraw", "Draw the screen again from nothing.";
    Suspend, "suspend", "suspend", "Put newsprint to sleep; the shell's fg wakes it.";
    Quit, "quit", "quit", "Quit.";
    Accept, "accept", "go there", "Take the selected row, or what was typed.";
    NextRow, "next-row", "next", "Select the next row.";
    PreviousRow, "previous-row", "previous", "Select the row before.";
    NextPageOfRows, "next-page-of-rows", "page", "Go down by a page of rows.";
    PreviousPageOfRows, "previous-page-of-rows", "page up", "Go up by a page of rows.";
}

impl Action {
    /// The action with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.name() == name)
    }

    /// Which section `section-1` to `section-9` mean, counted from 1.
    pub fn section_number(self) -> Option<usize> {
        self.name().strip_prefix("section-")?.parse().ok()
    }

    /// Whether it moves within the text: such a key reaches the end of a story, and so reads it.
    pub fn moves_in_story(self) -> bool {
        use Action::*;
        matches!(
            self,
            LineDown
                | LineUp
                | ReadOn
                | ReadBack
                | NextSection
                | PreviousSection
                | NextParagraph
                | PreviousParagraph
                | HalfPageDown
                | HalfPageUp
                | PageDown
                | PageUp
                | Start
                | End
        ) || self.section_number().is_some()
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Action {
    /// Whether it can only be carried out on the text of the story, which may still be on its way.
    pub fn needs_text(self) -> bool {
        use Action::*;
        self.moves_in_story()
            || matches!(
                self,
                Outline
                    | Find
                    | CopySection
                    | Wider
                    | Narrower
                    | LinkHints
                    | FollowLink
                    | RawText
                    | BookmarkPlace
            )
    }

    /// Whether it concerns the program and no story at all.
    pub fn needs_no_story(self) -> bool {
        use Action::*;
        matches!(
            self,
            Quit | Suspend | Redraw | Help | Palette | Escape | ToggleMouse | Views | Search | Tour
        )
    }

    /// Whether it leaves the place one reads for another one, so that one may want to come back.
    pub fn jumps(self) -> bool {
        use Action::*;
        matches!(
            self,
            NextSection | PreviousSection | Start | End | NextUnread | PreviousUnread
        ) || self.section_number().is_some()
    }

    /// Whether it means anything in a scope.
    pub fn works_in(self, scope: Scope) -> bool {
        use Action::*;
        let anywhere = matches!(self, Quit | Suspend | Redraw | Escape);
        let in_overlays = matches!(
            self,
            Accept | NextRow | PreviousRow | NextPageOfRows | PreviousPageOfRows | SaveSearch
        );
        let in_list = matches!(
            self,
            Open | NextGroup | PreviousGroup | Filter | MarkGroupRead | Tags
        );
        let in_both = matches!(
            self,
            Start | End | HalfPageDown | HalfPageUp | PageDown | PageUp
        );
        let in_reader = self.moves_in_story() && !in_both
            || matches!(
                self,
                Back | Close
                    | Outline
                    | Find
                    | CopySection
                    | Zen
                    | Wider
                    | Narrower
                    | LinkHints
                    | FollowLink
                    | RawText
                    | BookmarkPlace
            );
        match scope {
            Scope::Picker | Scope::Prompt => anywhere || in_overlays,
            Scope::List => !in_overlays && !in_reader,
            Scope::Reader => !in_overlays && !in_list,
        }
    }
}

/// What a key means depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The list of stories.
    List,
    /// The text of a story.
    Reader,
    /// An overlay with rows and a filter.
    Picker,
    /// A line of text that is being typed.
    Prompt,
}

impl Scope {
    /// Every scope, in the order of help.
    pub const ALL: [Scope; 4] = [Scope::List, Scope::Reader, Scope::Picker, Scope::Prompt];

    /// The name of its table in a keymap.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Reader => "reader",
            Self::Picker => "picker",
            Self::Prompt => "prompt",
        }
    }

    /// Whether printable keys are text here.
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Picker | Self::Prompt)
    }
}
