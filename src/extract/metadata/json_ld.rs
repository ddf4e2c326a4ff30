//! Reads the metadata of an article from JSON-LD with the vocabulary of schema.org: [`read_json_ld`].

use serde_json::Value;

use super::normalize::normalize_value;
use crate::extract::comparison::comparison_key;

/// Largest number of objects of a page that are read.
const MAX_OBJECTS: usize = 5_000;

/// Metadata of an article in JSON-LD.
#[derive(Default)]
pub(super) struct JsonLd {
    /// `headline`, else `name`.
    pub(super) headline: Option<String>,
    /// `description` of the article, else of the page.
    pub(super) description: Option<String>,
    /// Names of `author`, else of `creator`.
    pub(super) authors: Vec<String>,
    /// Name of `publisher`, else of the web site.
    pub(super) publisher: Option<String>,
    /// `datePublished`, else `dateCreated`, as it is written.
    pub(super) published: Option<String>,
    /// `url`, else `mainEntityOfPage`.
    pub(super) url: Option<String>,
    /// `articleBody`.
    pub(super) body: Option<String>,
    /// True if the author is an organisation.
    pub(super) is_author_organisation: bool,
}

/// Reads the JSON-LD scripts of a page. Of several articles, the one whose headline agrees with `title` is taken, else
/// the first.
pub(super) fn read_json_ld(scripts: &[&str], title: &str) -> JsonLd {
    let values: Vec<Value> = scripts.iter().filter_map(|s| parse_script(s)).collect();
    let objects = collect_objects(&values);
    let title = comparison_key(title);
    let of_kind = |wanted: fn(&str) -> bool| {
        let mut found: Vec<&Value> = objects
            .iter()
            .copied()
            .filter(|o| types_of(o).any(wanted))
            .collect();
        let own = |o: &&Value| {
            let headline = text_property(o, "headline")
                .or_else(|| text_property(o, "name"))
                .map(|h| comparison_key(&h))
                .unwrap_or_default();
            !headline.is_empty()
                && !title.is_empty()
                && (title.contains(&headline) || headline.contains(&title))
        };
        let at = found.iter().position(own).unwrap_or(0);
        (!found.is_empty()).then(|| found.swap_remove(at))
    };
    let article = of_kind(is_article_type);
    let page = of_kind(|t| t == "WebPage" || t.ends_with("Page"));
    let site = of_kind(|t| t == "WebSite");
    let mut out = JsonLd::default();
    if let Some(article) = article {
        out.headline =
            text_property(article, "headline").or_else(|| text_property(article, "name"));
        out.description = text_property(article, "description");
        out.authors = entity_names(
            article.get("author").or_else(|| article.get("creator")),
            &objects,
        );
        out.is_author_organisation = has_organisation_author(article);
        out.publisher = entity_names(article.get("publisher"), &objects)
            .into_iter()
            .next();
        out.url =
            text_property(article, "url").or_else(|| text_property(article, "mainEntityOfPage"));
        out.body = text_property(article, "articleBody");
    }
    let dated = article.into_iter().chain(page);
    out.published = dated
        .clone()
        .find_map(|o| text_property(o, "datePublished"))
        .or_else(|| article.and_then(|o| text_property(o, "dateCreated")));
    if out.authors.is_empty() {
        out.authors = entity_names(page.and_then(|p| p.get("author")), &objects);
    }
    out.description = out
        .description
        .or_else(|| text_property(page?, "description"));
    out.publisher = out.publisher.or_else(|| text_property(site?, "name"));
    out
}

/// Returns true if the first author is an organisation.
fn has_organisation_author(article: &Value) -> bool {
    let author = article
        .get("author")
        .map(|a| a.as_array().and_then(|a| a.first()).unwrap_or(a));
    author.is_some_and(|a| types_of(a).any(|t| t.ends_with("Organization")))
}

/// Returns true for the types of schema.org that describe an article.
fn is_article_type(kind: &str) -> bool {
    matches!(
        kind,
        "Report"
            | "Recipe"
            | "HowTo"
            | "Review"
            | "APIReference"
            | "LearningResource"
            | "Chapter"
            | "Book"
            | "CreativeWork"
            | "VideoObject"
            | "PodcastEpisode"
    ) && kind != "VideoObject"
        || kind.ends_with("Article")
        || kind.ends_with("Posting")
}

/// Parses a script, also inside an HTML comment or CDATA section.
fn parse_script(script: &str) -> Option<Value> {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim();
    let script = script
        .trim_start_matches("//")
        .trim_start_matches("<![CDATA[");
    let script = script
        .trim()
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim_end_matches(';');
    // Line breaks inside strings are a common fault.
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    serde_json::from_str(script)
        .ok()
        .or_else(|| serde_json::from_str(&script.chars().map(plain).collect::<String>()).ok())
}

/// Returns all objects, outer objects before inner ones.
fn collect_objects(values: &[Value]) -> Vec<&Value> {
    let mut out = Vec::new();
    let mut queue: std::collections::VecDeque<&Value> = values.iter().collect();
    while let Some(value) = queue.pop_front() {
        if out.len() >= MAX_OBJECTS {
            break;
        }
        match value {
            Value::Array(items) => queue.extend(items),
            Value::Object(map) => {
                out.push(value);
                queue.extend(map.values().filter(|v| v.is_object() || v.is_array()));
            }
            _ => {}
        }
    }
    out
}

/// Iterates over the types of an object, without the address of the vocabulary.
fn types_of(object: &Value) -> impl Iterator<Item = &str> {
    let kind = object.get("@type");
    let many = kind.and_then(Value::as_array).into_iter().flatten();
    kind.into_iter()
        .chain(many)
        .filter_map(Value::as_str)
        .map(|t| t.rsplit(['/', ':']).next().unwrap_or(t))
}

/// Returns the first text value of a property.
fn text_property(object: &Value, name: &str) -> Option<String> {
    let value = object.get(name)?;
    let value = value.as_array().and_then(|a| a.first()).unwrap_or(value);
    let value = value
        .get("@value")
        .or_else(|| value.get("@id"))
        .unwrap_or(value);
    Some(normalize_value(value.as_str()?)).filter(|t| !t.is_empty())
}

/// Returns the names of persons or organisations, also where only their `@id` is given.
fn entity_names(value: Option<&Value>, objects: &[&Value]) -> Vec<String> {
    let Some(value) = value else {
        return Vec::new();
    };
    let many: Vec<&Value> = value
        .as_array()
        .map_or_else(|| vec![value], |a| a.iter().take(40).collect());
    let mut out: Vec<String> = Vec::new();
    for one in many {
        let direct = one
            .as_str()
            .map(normalize_value)
            .or_else(|| text_property(one, "name"));
        let referred = || {
            let id = one.get("@id")?.as_str()?;
            objects.iter().find_map(|o| {
                (o.get("@id")?.as_str()? == id)
                    .then(|| text_property(o, "name"))
                    .flatten()
            })
        };
        if let Some(name) = direct.or_else(referred)
            && !name.is_empty()
            && !name.starts_with("http")
            && !out.contains(&name)
        {
            out.push(name);
        }
    }
    out
}
