//! Documents as an export contains them: [`ExportedDocument`].

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::extract::{Hints, finish};
use crate::library::transfer::import::malformed::MalformedFile;
use crate::model::Document;
use crate::text::clean;

/// A document as the file contains it.
#[derive(Debug, Deserialize)]
pub(in crate::library) struct ExportedDocument {
    extractor: i64,
    text: Box<RawValue>,
}

impl ExportedDocument {
    /// Parses the document. Text that is not clean is cleaned.
    pub(in crate::library) fn read(&self) -> Result<(i64, Document), MalformedFile> {
        let mut document: Document =
            serde_json::from_str(self.text.get()).map_err(MalformedFile::Document)?;
        let shown: ShownParts =
            serde_json::from_str(self.text.get()).map_err(MalformedFile::Document)?;
        if !(shown.metadata.0 && shown.blocks.0) {
            document = finish::finish(document, &Hints::default());
        }
        document
            .targets
            .retain(|target| !target.id.contains(char::is_control));
        Ok((self.extractor, document))
    }
}

/// The parts of a document that are shown. The ids of its targets are only compared, and may begin with a character that
/// acts on the one before it, such as a variation selector.
#[derive(Deserialize)]
struct ShownParts {
    metadata: StringsAreClean,
    blocks: StringsAreClean,
}

/// True if every string in a JSON value is clean.
struct StringsAreClean(bool);

impl<'de> Deserialize<'de> for StringsAreClean {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StringsVisitor)
    }
}

struct StringsVisitor;

impl<'de> Visitor<'de> for StringsVisitor {
    type Value = StringsAreClean;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_str<E>(self, text: &str) -> Result<StringsAreClean, E> {
        Ok(StringsAreClean(clean::clean_code(text) == text))
    }

    fn visit_bool<E>(self, _: bool) -> Result<StringsAreClean, E> {
        Ok(StringsAreClean(true))
    }

    fn visit_i64<E>(self, _: i64) -> Result<StringsAreClean, E> {
        Ok(StringsAreClean(true))
    }

    fn visit_u64<E>(self, _: u64) -> Result<StringsAreClean, E> {
        Ok(StringsAreClean(true))
    }

    fn visit_f64<E>(self, _: f64) -> Result<StringsAreClean, E> {
        Ok(StringsAreClean(true))
    }

    fn visit_unit<E>(self) -> Result<StringsAreClean, E> {
        Ok(StringsAreClean(true))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<StringsAreClean, A::Error> {
        let mut good = true;
        while let Some(StringsAreClean(item)) = items.next_element()? {
            good &= item;
        }
        Ok(StringsAreClean(good))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<StringsAreClean, A::Error> {
        let mut good = true;
        while let Some((serde::de::IgnoredAny, StringsAreClean(item))) = items.next_entry()? {
            good &= item;
        }
        Ok(StringsAreClean(good))
    }
}
