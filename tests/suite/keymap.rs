//! The keymap: the default bindings, those of the user, and mistakes in a keymap file.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use newsprint::app::{Action, Scope};
use newsprint::keymap::{Key, Keymap, KeymapResult};

use super::harness::Harness;

fn press(keymap: &Keymap, scope: Scope, key: &str) -> KeymapResult {
    let keys: Vec<Key> = key.split(' ').map(|key| key.parse().unwrap()).collect();
    keymap.lookup(scope, &keys)
}

#[test]
fn the_default_map_has_no_mistakes() {
    let (_, mistakes) = Keymap::default().merge(newsprint::keymap::DEFAULT_KEYMAP);
    assert_eq!(mistakes, []);
}

#[test]
fn every_action_can_be_reached_by_a_key() {
    let keymap = Keymap::built_in();
    let bound = |action: &Action| {
        let mut bindings = keymap.bindings().iter();
        bindings.any(|b| b.action.name() == action.name())
    };
    // Orders and groupings are in the picker of views, and every action is in the palette; both have a key.
    let named = |action: &Action| {
        [
            "sort-by",
            "group-by",
            "tour",
            "remove-search",
            "row",
            "width",
            "messages",
            "mark-older-read",
            "theme",
        ]
        .iter()
        .any(|name| action.name().starts_with(name))
    };
    let unbound: Vec<_> = Action::ALL
        .iter()
        .filter(|action| !bound(action) && !named(action))
        .collect();
    assert!(unbound.is_empty(), "{unbound:?}");
}

#[test]
fn action_names_are_kebab_case_and_differ() {
    let mut names: Vec<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    assert!(names.iter().all(|n| {
        n.chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    }));
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn a_key_has_a_binding_of_its_own_in_each_scope() {
    let keymap = Keymap::built_in();
    assert_eq!(
        press(&keymap, Scope::List, "]"),
        KeymapResult::Matched(Action::NextGroup)
    );
    assert_eq!(
        press(&keymap, Scope::Reader, "]"),
        KeymapResult::Matched(Action::NextSection)
    );
}

#[test]
fn a_binding_of_the_user_replaces_the_default_and_none_removes_it() {
    let (keymap, mistakes) =
        Keymap::built_in().merge("[reader]\n\"]\" = \"outline\"\n\"t\" = \"none\"\n");
    assert_eq!(mistakes, []);
    assert_eq!(
        press(&keymap, Scope::Reader, "]"),
        KeymapResult::Matched(Action::Outline)
    );
    assert_eq!(press(&keymap, Scope::Reader, "t"), KeymapResult::NotFound);
    assert_eq!(
        press(&keymap, Scope::List, "]"),
        KeymapResult::Matched(Action::NextGroup),
        "the list keeps its own"
    );
}

#[test]
fn a_mistake_names_its_line_and_the_nearest_action_and_the_other_lines_apply() {
    let text = "# mine\n[reader]\n\"x\" = \"outlin\"\n\"w\" = \"zen\"\n\"ctrl-\" = \"zen\"\n[raeder]\n\"a\" = \"zen\"\n";
    let (keymap, mistakes) = Keymap::built_in().merge(text);
    let lines: Vec<usize> = mistakes.iter().map(|m| m.line).collect();
    assert_eq!(lines, [3, 5, 6], "{mistakes:?}");
    assert!(
        mistakes[0].message.contains("the nearest is \"outline\""),
        "{}",
        mistakes[0]
    );
    assert_eq!(
        press(&keymap, Scope::Reader, "w"),
        KeymapResult::Matched(Action::Zen)
    );
    assert_eq!(
        press(&keymap, Scope::Reader, "t"),
        KeymapResult::Matched(Action::Outline)
    );
}

#[test]
fn a_file_that_is_not_toml_leaves_the_defaults() {
    let (keymap, mistakes) = Keymap::built_in().merge("[reader]\n\"t\" = \n");
    assert_eq!(mistakes.len(), 1);
    assert_eq!(mistakes[0].line, 2);
    assert_eq!(
        press(&keymap, Scope::Reader, "t"),
        KeymapResult::Matched(Action::Outline)
    );
}

#[test]
fn no_binding_may_be_the_prefix_of_another() {
    let (keymap, mistakes) = Keymap::built_in().merge("[reader]\n\"t t\" = \"zen\"\n");
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert_eq!(
        press(&keymap, Scope::Reader, "t"),
        KeymapResult::Matched(Action::Outline)
    );
}

#[test]
fn the_order_of_lines_does_not_matter_and_a_scope_wins_over_global() {
    // The line that unbinds a key is below the binding that the key is a prefix of.
    let (keymap, mistakes) =
        Keymap::built_in().merge("[global]\n\"g g\" = \"start\"\n\"g\" = \"none\"\n");
    assert_eq!(mistakes, []);
    assert_eq!(press(&keymap, Scope::List, "g"), KeymapResult::Pending);
    assert_eq!(
        press(&keymap, Scope::Reader, "g g"),
        KeymapResult::Matched(Action::Start)
    );
    // A binding of [list] wins there, though [global] is below it.
    let text = "[list]\n\"x\" = \"none\"\n\"w\" = \"open\"\n[global]\n\"x\" = \"help\"\n\"w\" = \"help\"\n";
    let (keymap, mistakes) = Keymap::built_in().merge(text);
    assert_eq!(mistakes, []);
    assert_eq!(press(&keymap, Scope::List, "x"), KeymapResult::NotFound);
    assert_eq!(
        press(&keymap, Scope::List, "w"),
        KeymapResult::Matched(Action::Open)
    );
    assert_eq!(
        press(&keymap, Scope::Reader, "x"),
        KeymapResult::Matched(Action::Help)
    );
}

#[test]
fn every_default_binding_can_be_removed_or_replaced() {
    for binding in Keymap::built_in().bindings() {
        let scope = binding.scope;
        let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
        let key = keys.join(" ");
        let key = key.replace('\\', "\\\\").replace('"', "\\\"");
        let name = scope.name();
        let (keymap, mistakes) =
            Keymap::built_in().merge(&format!("[{name}]\n\"{key}\" = \"none\"\n"));
        assert_eq!(mistakes, [], "{name} {key}");
        assert_eq!(keymap.lookup(scope, &binding.keys), KeymapResult::NotFound);
        let (keymap, mistakes) =
            Keymap::built_in().merge(&format!("[{name}]\n\"{key}\" = \"redraw\"\n"));
        assert_eq!(mistakes, [], "{name} {key}");
        let matched = KeymapResult::Matched(Action::Redraw);
        assert_eq!(keymap.lookup(scope, &binding.keys), matched);
    }
}

#[test]
fn a_line_that_is_not_toml_is_ignored_alone() {
    let (keymap, mistakes) = Keymap::built_in()
        .merge("[reader]\n\"w\" = zen\n\"x\" = \"outline\"\n[list]\n\"x\" = \"help\"\n");
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert_eq!(mistakes[0].line, 2);
    assert_eq!(
        press(&keymap, Scope::Reader, "x"),
        KeymapResult::Matched(Action::Outline)
    );
    assert_eq!(
        press(&keymap, Scope::List, "x"),
        KeymapResult::Matched(Action::Help)
    );
}

#[test]
fn a_sequence_of_keys_waits_without_a_timer() {
    let article = [("a.md", "# A\n\ntext\n\n## B\n\nmore\n\n## C\n\nmore\n")];
    let harness = Harness::new(80, 12)
        .keymap("[reader]\n\"t\" = \"none\"\n\"t n\" = \"next-section\"\n")
        .with(&article);
    assert!(
        harness
            .press("enter t n t n")
            .facts()
            .starts_with("§ 2/2 C")
    );
}

#[test]
fn messages_name_an_action_without_a_key_by_its_command() {
    let keys = "[global]\n\"v\" = \"none\"\n[picker]\n\"p\" = \"none\"\n";
    let harness = Harness::new(80, 12).keymap(keys);
    let app = harness.app();
    assert_eq!(app.key_name(Scope::List, Action::Views), ":views");
    assert_eq!(app.key_name(Scope::List, Action::Sources), "E");
    // The palette is not open there.
    assert_eq!(
        app.key_name(Scope::Picker, Action::PauseSource),
        "pause-source"
    );
}

#[test]
fn a_capital_letter_is_the_same_key_with_and_without_shift() {
    let with = Key::from(KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT));
    let without = Key::from(KeyEvent::new(KeyCode::Char('G'), KeyModifiers::NONE));
    assert_eq!(with, without);
    assert_eq!(with, "G".parse().unwrap());
    assert_eq!(
        Key::from(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
        "shift-tab".parse().unwrap()
    );
}

#[test]
fn a_key_is_written_as_it_is_parsed() {
    for spelt in [
        "ctrl-n",
        "space",
        "pagedown",
        "G",
        "]",
        "alt-enter",
        "f1",
        "-",
        "ctrl--",
        "é",
    ] {
        let key: Key = spelt.parse().unwrap();
        assert_eq!(key.to_string(), spelt);
    }
    assert_eq!("ctrl-d".parse::<Key>().unwrap().display(), "Ctrl-d");
    assert_eq!("pagedown".parse::<Key>().unwrap().display(), "PageDown");
}

#[test]
fn an_unbound_key_is_reported() {
    let harness = Harness::new(80, 12)
        .with(&[("a.md", "# A\n\ntext\n")])
        .press("b");
    assert!(
        harness.footer().contains("b does nothing here"),
        "{}",
        harness.footer()
    );
    assert!(harness.footer().contains('?'), "{}", harness.footer());
}

#[test]
fn an_action_may_take_a_number_after_its_name() {
    let text = "[reader]\n\"w\" = \"section 12\"\n\"e\" = \"section-3\"\n\"a\" = \"width 60\"\n";
    let (keymap, mistakes) = Keymap::built_in().merge(text);
    assert_eq!(mistakes, []);
    let matched = |key| press(&keymap, Scope::Reader, key);
    assert_eq!(matched("w"), KeymapResult::Matched(Action::Section(12)));
    assert_eq!(matched("e"), KeymapResult::Matched(Action::Section(3)));
    assert_eq!(matched("a"), KeymapResult::Matched(Action::Width(60)));
    assert_eq!(matched("9"), KeymapResult::Matched(Action::Section(9)));
    for wrong in ["section", "section x", "section 0", "outline 3"] {
        let (_, mistakes) = Keymap::built_in().merge(&format!("[reader]\n\"w\" = \"{wrong}\"\n"));
        assert_eq!(mistakes.len(), 1, "{wrong}");
    }
}

#[test]
fn a_former_name_of_an_action_still_works_and_is_reported_with_its_present_name() {
    for (former, present) in [
        ("next-story", Action::NextArticle),
        ("previous-story", Action::PreviousArticle),
        ("raw-text", Action::ToggleSource),
        ("previous-place", Action::HistoryBack),
        ("next-place", Action::HistoryForward),
        ("previous-entry", Action::RecallPrevious),
        ("next-entry", Action::RecallNext),
    ] {
        let text = format!("[reader]\n\"w\" = \"{former}\"\n");
        let (keymap, mistakes) = Keymap::built_in().merge(&text);
        let matched = press(&keymap, Scope::Reader, "w");
        assert_eq!(matched, KeymapResult::Matched(present), "{former}");
        let hints: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        let hint = format!("line 2: \"{former}\" is now called \"{present}\"; it still works");
        assert_eq!(hints, [hint]);
    }
}

#[test]
fn the_table_of_actions_is_consistent() {
    for action in Action::ALL {
        assert!(
            Scope::ALL.iter().any(|scope| action.works_in(*scope)),
            "{action}"
        );
        assert!(!action.moves_in_text() || action.needs_text(), "{action}");
        assert!(
            !action.needs_text() || action.works_in(Scope::Reader),
            "{action}"
        );
        assert!(action.description().ends_with('.'), "{action}");
    }
    // The action of every default binding works in its scope.
    for binding in Keymap::built_in().bindings() {
        let (action, scope) = (binding.action, binding.scope.name());
        assert!(action.works_in(binding.scope), "{action} in {scope}");
    }
}
