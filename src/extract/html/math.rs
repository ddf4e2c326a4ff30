//! Conversion of MathML to a line of text: [`math_text`].

use crate::extract::dom::{DomId, DomTree};

/// Deepest nesting that is converted; deeper parts are plain text.
const MAX_DEPTH: usize = 32;

/// Returns a formula as text: its alternative text, its TeX annotation, or its parts with the usual signs of a line of
/// text (`1/2`, `x²`, `√(a + b)`), in this order.
pub(super) fn math_text(tree: &DomTree, id: DomId) -> String {
    let annotation = tree.elements(id).find(|i| {
        tree.name(*i) == "annotation"
            && tree.attr(*i, "encoding").is_some_and(|e| e.contains("tex"))
    });
    let alt = tree.attr(id, "alttext").map(str::to_owned);
    alt.or_else(|| Some(tree.collapsed_text(annotation?)))
        .filter(|text| !text.trim().is_empty())
        .unwrap_or_else(|| row_text(tree, id, 0))
}

/// Returns the parts of a row, with blanks around relations and sums.
fn row_text(tree: &DomTree, id: DomId, depth: usize) -> String {
    let mut out = String::new();
    let mut after_operand = false;
    for child in tree.children(id) {
        let name = tree.name(child);
        let part = part_text(tree, child, depth);
        if part.trim().is_empty() {
            if name == "mspace" || part.contains(' ') && after_operand {
                push_blank(&mut out);
            }
            continue;
        }
        if name == "mo" && is_infix(&part) && after_operand {
            push_blank(&mut out);
            out.push_str(&part);
            out.push(' ');
            after_operand = false;
            continue;
        }
        let is_function = name == "mi" && part.chars().nth(1).is_some();
        let joins = out.chars().next_back().is_some_and(char::is_alphanumeric)
            && part.chars().next().is_some_and(char::is_alphanumeric);
        // Two names in a row would read as one word, two numbers as one number.
        let numbers = out.ends_with(|c: char| c.is_ascii_digit())
            && part.starts_with(|c: char| c.is_ascii_digit());
        if joins && (is_function || numbers || name == "mtext") || name == "mtext" && after_operand
        {
            push_blank(&mut out);
        }
        out.push_str(&part);
        if is_function || name == "mtext" || part.ends_with(',') {
            out.push(' ');
        }
        after_operand = name != "mo" || matches!(part.as_str(), ")" | "]" | "}" | "|" | "!" | "′");
    }
    out.trim().to_owned()
}

fn push_blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Returns the text of one element, or of a text between elements.
fn part_text(tree: &DomTree, id: DomId, depth: usize) -> String {
    if depth >= MAX_DEPTH {
        return tree.collapsed_text(id);
    }
    let depth = depth + 1;
    let child = |index: usize| {
        let found = tree.children(id).filter(|c| tree.is_element(*c)).nth(index);
        found.map(|c| part_text(tree, c, depth)).unwrap_or_default()
    };
    match tree.name(id) {
        "" => tree
            .text(id)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        "mi" | "mn" | "mtext" | "ms" => tree.collapsed_text(id),
        "mo" => operator_text(&tree.collapsed_text(id)),
        "mspace" => " ".to_owned(),
        "mphantom" | "annotation" | "annotation-xml" | "maligngroup" | "malignmark" | "none"
        | "mprescripts" => String::new(),
        "semantics" | "maction" => child(0),
        "mfrac" => format!("{}/{}", grouped(&child(0)), grouped(&child(1))),
        "msup" => with_script(&child(0), &child(1), Script::Above),
        "msub" => with_script(&child(0), &child(1), Script::Below),
        "msubsup" | "munderover" => {
            let base = with_script(&child(0), &child(1), Script::Below);
            with_script(&base, &child(2), Script::Above)
        }
        "mover" => match accent(&child(1)) {
            Some(mark) => format!("{}{mark}", child(0)),
            None => with_script(&child(0), &child(1), Script::Above),
        },
        "munder" => with_script(&child(0), &child(1), Script::Below),
        "msqrt" => format!("√{}", grouped(&row_text(tree, id, depth))),
        "mroot" => match raised(&child(1)) {
            Some(index) => format!("{index}√{}", grouped(&child(0))),
            None => format!("{}^(1/{})", grouped(&child(0)), grouped(&child(1))),
        },
        "mfenced" => {
            let open = tree.attr(id, "open").unwrap_or("(");
            let close = tree.attr(id, "close").unwrap_or(")");
            let parts = tree.children(id).filter(|c| tree.is_element(*c));
            let parts: Vec<String> = parts.map(|c| part_text(tree, c, depth)).collect();
            format!("{open}{}{close}", parts.join(", "))
        }
        "mtable" => {
            let rows = tree.children(id).filter(|c| tree.is_element(*c));
            let rows: Vec<String> = rows.map(|row| part_text(tree, row, depth)).collect();
            rows.join("; ")
        }
        "mtr" | "mlabeledtr" => {
            let cells = tree.children(id).filter(|c| tree.is_element(*c));
            let cells: Vec<String> = cells.map(|cell| row_text(tree, cell, depth)).collect();
            cells.join(", ")
        }
        _ => row_text(tree, id, depth),
    }
}

/// Returns an operator as it is written in a line; invisible ones are blanks or nothing.
fn operator_text(text: &str) -> String {
    match text {
        "\u{2062}" | "\u{2064}" => String::new(),
        "\u{2061}" | "\u{2063}" => " ".to_owned(),
        other => other.to_owned(),
    }
}

/// Returns true for an operator with a blank on either side.
fn is_infix(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => {
            matches!(
                c,
                '=' | '<' | '>' | '+' | '-' | '−' | '±' | '×' | '÷' | '·' | '⋅' | '*' | '~'
            ) || ('\u{2190}'..='\u{21ff}').contains(&c)
                || ('\u{2208}'..='\u{220d}').contains(&c)
                || ('\u{2223}'..='\u{22ff}').contains(&c)
        }
        (Some(_), Some(_)) => matches!(text, ":=" | "==" | "!=" | "<=" | ">=" | "->"),
        _ => false,
    }
}

/// Returns an operand in parentheses, if it has several parts.
fn grouped(text: &str) -> String {
    let is_simple = text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '′' | '√'));
    if is_simple || text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == 1 {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

/// Position of a script beside its base.
#[derive(Clone, Copy)]
enum Script {
    Above,
    Below,
}

/// Returns a base with a script: in small digits, or after `^` or `_`.
fn with_script(base: &str, script: &str, position: Script) -> String {
    if script.trim().is_empty() {
        return base.to_owned();
    }
    let base = match base.contains(' ') {
        true => grouped(base),
        false => base.to_owned(),
    };
    let (small, sign) = match position {
        Script::Above => (raised(script), '^'),
        Script::Below => (lowered(script), '_'),
    };
    match small {
        Some(small) => format!("{base}{small}"),
        None if matches!(script, "′" | "″" | "‴" | "*" | "†") => format!("{base}{script}"),
        None => format!("{base}{sign}{}", grouped(script)),
    }
}

/// Returns a number in superscript digits.
fn raised(text: &str) -> Option<String> {
    small_digits(
        text,
        &['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'],
        '⁻',
    )
}

/// Returns a number in subscript digits.
fn lowered(text: &str) -> Option<String> {
    small_digits(
        text,
        &['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'],
        '₋',
    )
}

fn small_digits(text: &str, digits: &[char; 10], minus: char) -> Option<String> {
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let small = text.chars().map(|c| match c {
        '-' | '−' => Some(minus),
        c => digits.get(c.to_digit(10)? as usize).copied(),
    });
    small.collect::<Option<String>>().filter(|_| has_digit)
}

/// Returns the combining character of an accent over a letter.
fn accent(text: &str) -> Option<char> {
    match text {
        "¯" | "‾" | "―" => Some('\u{304}'),
        "^" | "ˆ" => Some('\u{302}'),
        "~" | "˜" => Some('\u{303}'),
        "˙" | "." => Some('\u{307}'),
        "¨" => Some('\u{308}'),
        "→" | "⃗" => Some('\u{20d7}'),
        _ => None,
    }
}
