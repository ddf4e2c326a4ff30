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
    /// Authors in `author`, else in `creator`.
    pub(super) authors: Vec<DeclaredAuthor>,
    /// Name of `publisher`, else of the web site.
    pub(super) publisher: Option<String>,
    /// Name of the web site.
    pub(super) site: Option<String>,
    /// `datePublished`, else `dateCreated`, as it is written.
    pub(super) published: Option<String>,
    /// `url`, else `mainEntityOfPage`.
    pub(super) url: Option<String>,
    /// `dateModified`, as it is written.
    pub(super) modified: Option<String>,
}

/// An author in JSON-LD.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct DeclaredAuthor {
    /// Name as it is written, on one line.
    pub(super) name: String,
    /// True if the type is that of an organisation.
    pub(super) is_organisation: bool,
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
        out.authors = read_entities(
            article.get("author").or_else(|| article.get("creator")),
            &objects,
        );
        out.publisher = read_entities(article.get("publisher"), &objects)
            .into_iter()
            .next()
            .map(|entity| entity.name);
        out.modified = text_property(article, "dateModified");
        out.url =
            text_property(article, "url").or_else(|| text_property(article, "mainEntityOfPage"));
    }
    let dated = article.into_iter().chain(page);
    out.published = dated
        .clone()
        .find_map(|o| text_property(o, "datePublished"))
        .or_else(|| article.and_then(|o| text_property(o, "dateCreated")));
    if out.authors.is_empty() {
        out.authors = read_entities(page.and_then(|p| p.get("author")), &objects);
    }
    out.description = out
        .description
        .or_else(|| text_property(page?, "description"));
    out.site = site.and_then(|site| text_property(site, "name"));
    out.publisher = out.publisher.or_else(|| out.site.clone());
    out
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
    serde_json::from_str(script).ok().or_else(|| {
        let repaired = remove_last_commas(&script.chars().map(plain).collect::<String>());
        serde_json::from_str(&repaired).ok()
    })
}

/// Removes commas before closing brackets, which JSON does not allow.
fn remove_last_commas(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in json.chars() {
        if !quoted && matches!(c, '}' | ']') {
            let end = out.trim_end();
            if end.ends_with(',') {
                out.truncate(end.len() - 1);
            }
        }
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        out.push(c);
    }
    out
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

/// Returns persons or organisations, also where only their `@id` is given.
fn read_entities(value: Option<&Value>, objects: &[&Value]) -> Vec<DeclaredAuthor> {
    let Some(value) = value else {
        return Vec::new();
    };
    let many: Vec<&Value> = value
        .as_array()
        .map_or_else(|| vec![value], |a| a.iter().take(40).collect());
    let mut out: Vec<DeclaredAuthor> = Vec::new();
    let organisation = |o: &Value| types_of(o).any(|t| t.ends_with("Organization"));
    for one in many {
        let direct = one
            .as_str()
            .map(normalize_value)
            .or_else(|| text_property(one, "name"))
            .map(|name| (name, organisation(one)));
        let referred = || {
            let id = one.get("@id")?.as_str()?;
            objects.iter().find_map(|o| {
                (o.get("@id")?.as_str()? == id)
                    .then(|| text_property(o, "name"))
                    .flatten()
                    .map(|name| (name, organisation(o)))
            })
        };
        if let Some((name, is_organisation)) = direct.or_else(referred)
            && !name.is_empty()
            && !name.starts_with("http")
            && out.iter().all(|known| known.name != name)
        {
            out.push(DeclaredAuthor {
                name,
                is_organisation,
            });
        }
    }
    out
}
