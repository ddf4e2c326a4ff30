//! Changes of the corrections of an article.

use crate::library::articles::corrections;
use crate::library::journal::changes::PlannedChange;
use crate::library::journal::correction_items::CorrectionValue;
use crate::library::journal::item_kind::ItemKind;
use crate::library::journal::plan::ChangePlan;
use crate::library::state::json;
use crate::model::{ArticleId, ChangeKind, Correction};
use crate::text::clean::clean_line;
use crate::text::shorten;

/// Length of the text that names a correction in messages, in characters.
const MAX_LINE_CHARS: usize = 60;

/// Plans to add a correction to those of an article, or to remove the equal one.
pub(super) fn plan_correct(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    correction: &Correction,
    is_set: bool,
) -> PlannedChange {
    let title = plan.load_title(article)?;
    let correction = corrections::clean_correction(correction.clone());
    let kind = ChangeKind::Correct {
        title,
        line: shorten(&clean_line(&correction.text()), MAX_LINE_CHARS).into_owned(),
        is_included: correction.inserts() == is_set,
    };
    let value = json(&CorrectionValue {
        correction,
        in_force: is_set,
    })?;
    plan.add_item(ItemKind::Correction, article.0, Some(value));
    Ok(Some(kind))
}
