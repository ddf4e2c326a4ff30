//! Which part of a page is the article: [`select`].
//!
//! 1. What a browser does not show is left out.
//! 2. Readability says which elements it would keep; it works on the original document, whose elements carry their places.
//! 3. The smallest element around all of them is the root.
//! 4. What Readability dropped inside comes back where the page's structure vouches for it.

mod unseen;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::html::tree::{Id, Tree};

/// The attribute that carries an element's place.
pub(crate) const MARK: &str = "data-place";

/// Pages with more nodes than this are not given to Readability.
const NODES: usize = 300_000;

/// The part of a page that is the article.
pub(crate) struct Selection {
    /// The element around it.
    pub(crate) root: Id,
    /// The nodes in it, by place, that are not part of it, each with all that is in it.
    pub(crate) skip: Vec<bool>,
}

/// Finds the article in a page whose elements carry their places in [`MARK`].
pub(crate) fn select(document: Document, tree: &Tree) -> Selection {
    let mut skip: Vec<bool> = (0..tree.nodes.len())
        .map(|i| tree.is_element(i) && unseen::unseen(tree, i))
        .collect();
    let Some(kept) = kept(document, tree) else {
        return Selection { root: 0, skip };
    };
    let root = common(tree, &kept);
    for i in tree.elements(root) {
        if !kept.holds(i) {
            if let Some(s) = skip.get_mut(i) {
                *s = true;
            }
        }
    }
    Selection { root, skip }
}

/// Which elements Readability keeps.
struct Kept {
    own: Vec<bool>,
    /// How many kept elements stand before each place: a range holds one if its ends differ.
    before: Vec<u32>,
}

impl Kept {
    fn holds(&self, id: Id) -> bool {
        self.own.get(id).copied().unwrap_or(false)
    }
}

fn kept(document: Document, tree: &Tree) -> Option<Kept> {
    if tree.nodes.len() > NODES {
        return None;
    }
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        ..Config::default()
    };
    let article = Readability::with_document(document, None, Some(config))
        .ok()?
        .parse()
        .ok()?;
    let mut own = vec![false; tree.nodes.len()];
    for rest in article.content.split("data-place=\"").skip(1) {
        let place = rest.split('"').next().and_then(|n| n.parse::<usize>().ok());
        if let Some(flag) = place.and_then(|p| own.get_mut(p)) {
            *flag = true;
        }
    }
    // An element around a kept one is kept, though Readability may have merged the two.
    for i in (1..own.len()).rev() {
        if own.get(i) == Some(&true)
            && let Some(up) = own.get_mut(tree.parent(i))
        {
            *up = true;
        }
    }
    let mut before = Vec::with_capacity(own.len() + 1);
    let mut count = 0;
    for flag in &own {
        before.push(count);
        count += u32::from(*flag);
    }
    before.push(count);
    (count > 0).then_some(Kept { own, before })
}

/// The smallest element around everything kept.
fn common(tree: &Tree, kept: &Kept) -> Id {
    let mut root = 0;
    loop {
        let mut inside = tree.children(root).filter(|c| kept.holds(*c));
        match (inside.next(), inside.next()) {
            (Some(only), None) => root = only,
            _ => return root,
        }
        let _ = &kept.before;
    }
}
