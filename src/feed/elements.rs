//! Open elements of a feed with their namespaces, bases and languages: [`ElementStack`].

use super::links::resolve_link;
use super::namespaces::Namespace;
use super::tokenizer::{StartTag, Tokenizer};

/// Most elements that are open at once; deeper ones are only counted.
pub(super) const MAX_DEPTH: usize = 256;
/// Most namespace declarations in force at once.
const MAX_BINDINGS: usize = 512;
/// Longest language, in bytes: each entry has a copy of it (RFC 5646, section 4.4.1, asks for 35).
const MAX_LANGUAGE_BYTES: usize = 64;
/// Longest base, in bytes.
const MAX_BASE_BYTES: usize = 4096;

/// Qualified name of an element.
#[derive(Debug, Clone, Copy)]
pub(super) struct ElementName<'a> {
    /// Name as written, with its prefix.
    pub(super) qualified: &'a str,
    /// Namespace of the prefix.
    pub(super) namespace: Namespace,
    /// Name without its prefix.
    pub(super) local: &'a str,
}

/// Open elements, outermost first. `R` is what the caller does with an element.
pub(super) struct ElementStack<'a, R> {
    open: Vec<OpenElement<'a, R>>,
    bindings: Vec<(&'a str, Namespace)>,
    bases: Vec<String>,
    languages: Vec<String>,
    /// Address of the feed.
    url: Option<String>,
}

struct OpenElement<'a, R> {
    name: &'a str,
    role: R,
    outer: ScopeMarks,
}

/// Numbers of declarations in force outside an element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ScopeMarks {
    bindings: usize,
    bases: usize,
    languages: usize,
}

impl<'a, R: Copy> ElementStack<'a, R> {
    /// Returns a stack without elements, for the feed at `url`.
    pub(super) fn new(url: Option<&str>) -> Self {
        Self {
            open: Vec::new(),
            bindings: Vec::new(),
            bases: Vec::new(),
            languages: Vec::new(),
            url: url.map(str::to_owned),
        }
    }

    /// Reads the declarations of `tag` (`xmlns`, `xml:base`, `xml:lang`), which are in force from now on. Returns its
    /// name, and what [`Self::leave`] needs.
    pub(super) fn enter(
        &mut self,
        tag: &StartTag<'a>,
        tokenizer: &mut Tokenizer<'a>,
    ) -> (ElementName<'a>, ScopeMarks) {
        let marks = ScopeMarks {
            bindings: self.bindings.len(),
            bases: self.bases.len(),
            languages: self.languages.len(),
        };
        if tag.has_attributes() {
            for attribute in tag.attributes() {
                self.read_declaration(attribute.name, attribute.raw_value, tokenizer);
            }
        }
        (self.resolve(tag.name), marks)
    }

    fn read_declaration(&mut self, name: &'a str, raw: &'a str, tokenizer: &mut Tokenizer<'a>) {
        let Some(rest) = name.strip_prefix("xml") else {
            return;
        };
        match rest {
            ":base" => {
                let value = tokenizer.decode(raw);
                let base = resolve_link(self.base(), value.trim());
                if base.len() <= MAX_BASE_BYTES && !base.is_empty() {
                    self.bases.push(base);
                }
            }
            ":lang" => {
                let language = tokenizer.decode(raw);
                if language.len() <= MAX_LANGUAGE_BYTES {
                    self.languages.push(language.trim().to_owned());
                }
            }
            _ => {
                let prefix = match rest.strip_prefix("ns") {
                    Some("") => "",
                    Some(rest) if rest.starts_with(':') => rest.get(1..).unwrap_or_default(),
                    _ => return,
                };
                let uri = tokenizer.decode(raw);
                let namespace = Namespace::of_uri(&uri).unwrap_or(match prefix {
                    "" => Namespace::Plain,
                    _ => Namespace::Unknown,
                });
                if self.bindings.len() < MAX_BINDINGS {
                    self.bindings.push((prefix, namespace));
                }
            }
        }
    }

    /// Ends the declarations of an element.
    pub(super) fn leave(&mut self, marks: ScopeMarks) {
        self.bindings.truncate(marks.bindings);
        self.bases.truncate(marks.bases);
        self.languages.truncate(marks.languages);
    }

    /// Treats the namespace that `prefix` has now as that of the format.
    pub(super) fn adopt_root_prefix(&mut self, prefix: &str) {
        for (bound, namespace) in &mut self.bindings {
            if *bound == prefix && *namespace == Namespace::Unknown {
                *namespace = Namespace::Plain;
            }
        }
    }

    /// Returns the name of an element by the namespaces in force.
    pub(super) fn resolve(&self, qualified: &'a str) -> ElementName<'a> {
        let (prefix, local) = qualified.split_once(':').unwrap_or(("", qualified));
        let bound = self.bindings.iter().rev().find(|(p, _)| *p == prefix);
        let namespace = match bound {
            Some((_, namespace)) => *namespace,
            None => Namespace::of_undeclared_prefix(prefix),
        };
        ElementName {
            qualified,
            namespace,
            local,
        }
    }

    /// Opens an element. Returns false if there are too many.
    pub(super) fn push(&mut self, name: &'a str, role: R, outer: ScopeMarks) -> bool {
        if self.open.len() >= MAX_DEPTH {
            return false;
        }
        self.open.push(OpenElement { name, role, outer });
        true
    }

    /// Closes the innermost element and returns its name and role.
    pub(super) fn pop_resolved(&mut self) -> Option<(ElementName<'a>, R)> {
        let element = self.open.pop()?;
        let name = self.resolve(element.name);
        self.leave(element.outer);
        Some((name, element.role))
    }

    /// Returns the index of the innermost open element of a name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let is_named = |e: &OpenElement<'a, R>| e.name.eq_ignore_ascii_case(name);
        self.open.iter().rposition(is_named)
    }

    /// Returns the role of the innermost element.
    pub(super) fn role(&self) -> Option<R> {
        self.open.last().map(|e| e.role)
    }

    /// Returns the number of open elements.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Returns the base in force: `xml:base`, else the address of the feed.
    pub(super) fn base(&self) -> Option<&str> {
        self.xml_base().or(self.url.as_deref())
    }

    /// Returns the `xml:base` in force.
    pub(super) fn xml_base(&self) -> Option<&str> {
        self.bases.last().map(String::as_str)
    }

    /// Returns the language in force.
    pub(super) fn language(&self) -> Option<&str> {
        self.languages
            .last()
            .map(String::as_str)
            .filter(|l| !l.is_empty())
    }
}
