//! The picker of what is done with new articles of a saved search: [`rule_picker`].

use super::{Picker, PickerKind, PickerRow, PickerValue, RuleChoice, RuleRow};
use crate::model::{RuleAction, SavedSearchId, View, ViewRow};

/// Returns the picker of what is done with new articles of a saved search.
pub(in crate::app) fn rule_picker(search: SavedSearchId, views: &[ViewRow]) -> Picker {
    let row = views
        .iter()
        .find(|row| row.view == View::SavedSearch(search));
    let (name, count) = row.map_or(("", 0), |row| (row.name.as_str(), row.article_count));
    let current = row.and_then(|row| row.action.as_ref());
    let tag = match current {
        Some(RuleAction::Tag(tag)) => format!("Tag … ({tag})"),
        _ => "Tag …".to_owned(),
    };
    let choices = [
        ("Mute", RuleChoice::Action(Some(RuleAction::Mute))),
        ("Mark as read", RuleChoice::Action(Some(RuleAction::Read))),
        ("Bookmark", RuleChoice::Action(Some(RuleAction::Bookmark))),
        (tag.as_str(), RuleChoice::Tag),
    ];
    let value = |choice: &RuleChoice, with_present: bool| PickerRow {
        is_current: !with_present
            && match choice {
                RuleChoice::Action(action) => action.as_ref() == current,
                RuleChoice::Tag => matches!(current, Some(RuleAction::Tag(_))),
            },
        value: Some(PickerValue::Rule(RuleRow {
            search,
            choice: choice.clone(),
            with_present,
        })),
        ..PickerRow::default()
    };
    let head = |text: String| PickerRow {
        text,
        is_head: true,
        ..PickerRow::default()
    };
    let mut rows = vec![
        head("New articles".to_owned()),
        PickerRow {
            text: "Nothing: it is a view only".to_owned(),
            ..value(&RuleChoice::Action(None), false)
        },
    ];
    for with_present in [false, true] {
        if with_present {
            match count {
                0 => break,
                1 => rows.push(head("New articles and the one that matches now".to_owned())),
                count => rows.push(head(format!("New articles and the {count} that match now"))),
            }
        }
        rows.extend(choices.iter().map(|(text, choice)| PickerRow {
            text: (*text).to_owned(),
            ..value(choice, with_present)
        }));
    }
    Picker::new(PickerKind::Rule, rows).with_heading(format!("Rule “{name}”"))
}
