//! Ids of items: decimal numbers in lists, and a long form with 16 hexadecimal digits elsewhere.
//!
//! Servers read bare forms differently: FreshRSS takes digits for a decimal number, Miniflux sixteen of them for a hexadecimal
//! one. Requests therefore have the long form, and the library stores the decimal one. TheOldReader has ids of its own of 24
//! digits, which stay as they are.

/// Start of the long form.
const PREFIX: &str = "tag:google.com,2005:reader/item/";

/// Returns the long form of a stored id.
pub(super) fn long_form(id: &str) -> String {
    match id.parse::<i64>() {
        // Negative numbers by their two's complement.
        Ok(number) => format!("{PREFIX}{number:016x}"),
        Err(_) => format!("{PREFIX}{id}"),
    }
}

/// Returns the form to store of an id as a server writes it.
pub(super) fn stored_form(id: String) -> String {
    let Some(short) = id.strip_prefix(PREFIX) else {
        return id;
    };
    let is_hexadecimal = short.len() == 16 && short.bytes().all(|byte| byte.is_ascii_hexdigit());
    match u64::from_str_radix(short, 16) {
        Ok(number) if is_hexadecimal => number.cast_signed().to_string(),
        _ => short.to_owned(),
    }
}
