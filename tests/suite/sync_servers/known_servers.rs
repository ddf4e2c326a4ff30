//! Servers that were measured or described, as sets of peculiarities.

use super::quirks::{
    Continuation, EntryIdsRoute, FeedIdForm, FeverPages, FeverQuirks, GreaderQuirks, ItemIdForm,
    MaxIdZero, MinifluxQuirks, NextcloudQuirks, RateLimit, ServerQuirks, TextMember,
};
use super::state::ItemIds;

impl ServerQuirks {
    /// Returns a server without peculiarities, with ETags.
    pub fn plain() -> Self {
        Self {
            item_ids: ItemIds::Sequential,
            rate_limit: None,
            entity_tags: true,
            status_elsewhere: 404,
            greader: GreaderQuirks::plain(),
            miniflux: MinifluxQuirks::newest(),
            nextcloud: NextcloudQuirks::newest(),
            fever: FeverQuirks::plain(),
        }
    }

    /// Returns FreshRSS 1.25.
    pub fn freshrss() -> Self {
        Self {
            item_ids: ItemIds::Microseconds,
            entity_tags: false,
            greader: GreaderQuirks {
                base: "/api/greader.php".to_owned(),
                base_answers_ok: true,
                checks_user_names: true,
                last_tag_wins: true,
                max_variables: Some(1_000),
                token_optional: true,
                read_stream_has_all: true,
                continuation: Continuation::LastIdDropsFirst,
                fullwidth_titles: true,
                max_text: Some(500_000),
                link_as_title: true,
                folders_required: true,
                empty_folders_vanish: false,
                rename_conflict_is_ok: true,
                ..GreaderQuirks::plain()
            },
            fever: FeverQuirks {
                path: "/api/fever.php".to_owned(),
                ids_are_strings: true,
                max_id_zero: MaxIdZero::NoItems,
                before_is_published: false,
                marks_answer_ids: true,
                fullwidth_titles: true,
                lists_main_stream: true,
                ..FeverQuirks::plain()
            },
            ..Self::plain()
        }
    }

    /// Returns Miniflux 2.3.
    pub fn miniflux() -> Self {
        Self {
            entity_tags: false,
            greader: GreaderQuirks {
                token_is_login: true,
                item_ids: ItemIdForm::HexFirst,
                continuation: Continuation::Offset,
                default_page: None,
                max_page: Some(10_000),
                no_label_streams: true,
                times_are_published: true,
                order_is_published: true,
                text: TextMember::Both,
                file_address: "url",
                keeps_in_folder: true,
                folders_required: true,
                empty_folders_vanish: false,
                starred_ignores_xt: true,
                unknown_path_is_empty: true,
                no_items_is_error: true,
                user_in_streams: "1",
                errors_are_json: true,
                ..GreaderQuirks::plain()
            },
            fever: FeverQuirks {
                one_section: true,
                stars_toggle: true,
                ..FeverQuirks::plain()
            },
            ..Self::plain()
        }
    }

    /// Returns Miniflux of the spring of 2026: pages of 1,000, marks that toggle, no lists of ids.
    pub fn older_miniflux() -> Self {
        let mut quirks = Self::miniflux();
        quirks.greader.max_page = Some(1_000);
        quirks.greader.tags_toggle = true;
        quirks.miniflux = MinifluxQuirks {
            version: "2.2.8",
            max_limit: None,
            entry_ids: EntryIdsRoute::BadRequest,
            sets_starred: false,
            unknown_only_is_error: true,
            lists_removed: true,
            ..MinifluxQuirks::newest()
        };
        quirks
    }

    /// Returns Miniflux of 2023, as Debian 12 has it: no list of changed entries.
    pub fn oldest_miniflux() -> Self {
        let mut quirks = Self::older_miniflux();
        quirks.miniflux.version = "2.0.43";
        quirks.miniflux.filters_changes = false;
        quirks.miniflux.has_version = false;
        quirks.miniflux.category_required = true;
        quirks.miniflux.rename_unhides = true;
        quirks
    }

    /// Returns BazQux: feeds by address, pages of 1,000, negative ids.
    pub fn bazqux() -> Self {
        Self {
            item_ids: ItemIds::Negative,
            greader: GreaderQuirks {
                item_ids: ItemIdForm::LongOnly,
                feed_ids: FeedIdForm::Address,
                max_page: Some(1_000),
                ..GreaderQuirks::plain()
            },
            ..Self::plain()
        }
    }

    /// Returns TheOldReader: ids that are strings.
    pub fn theoldreader() -> Self {
        Self {
            greader: GreaderQuirks {
                item_ids: ItemIdForm::HexStrings,
                feed_ids: FeedIdForm::Hex,
                max_page: Some(1_000),
                ..GreaderQuirks::plain()
            },
            ..Self::plain()
        }
    }

    /// Returns Inoreader: a limit of requests a day.
    pub fn inoreader() -> Self {
        let mut quirks = Self::bazqux();
        quirks.item_ids = ItemIds::Sequential;
        quirks.greader.text = TextMember::Summary;
        quirks.rate_limit = Some(RateLimit {
            requests: 100,
            reset_after: 3_600,
        });
        quirks
    }

    /// Returns Nextcloud with News 25.
    pub fn nextcloud() -> Self {
        Self {
            entity_tags: false,
            ..Self::plain()
        }
    }

    /// Returns Nextcloud with News 14: version 1-2 of the API alone.
    pub fn older_nextcloud() -> Self {
        let mut quirks = Self::nextcloud();
        quirks.nextcloud.version = "14.2.2";
        quirks.nextcloud.has_v1_3 = false;
        quirks.nextcloud.folder_names_repeat = false;
        quirks.nextcloud.mark_all_keeps_times = true;
        quirks
    }

    /// Returns coldsweat 0.10.
    pub fn coldsweat() -> Self {
        Self {
            entity_tags: false,
            fever: FeverQuirks {
                api_required: true,
                max_id_zero: MaxIdZero::NoMember,
                pages: FeverPages::ByFeed,
                unknown_is_404: true,
                before_required: true,
                marks_in_form_only: true,
                ..FeverQuirks::plain()
            },
            ..Self::plain()
        }
    }
}
