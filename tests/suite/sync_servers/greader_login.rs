//! Google Reader API: sign-in and tokens.

use super::greader;
use super::message::{ServerAnswer, ServerRequest};
use super::quirks::GreaderQuirks;
use super::state::ServerState;

/// Refuses a request without a valid token.
pub fn unauthorized() -> ServerAnswer {
    ServerAnswer::text(401, "Unauthorized!").with("Google-Bad-Token", "true")
}

/// Returns the login token that is valid.
pub fn login_token(state: &ServerState) -> String {
    format!("{}/login-{:04}", state.user, state.login_number)
}

/// Returns the token for writes that is valid.
pub fn write_token(state: &ServerState, quirks: &GreaderQuirks) -> String {
    match quirks.token_is_login {
        true => login_token(state),
        false => {
            let token = format!("write{}of{}", state.write_number, state.login_number);
            format!("{token:Z<57}")
        }
    }
}

/// Answers a sign-in.
pub fn log_in(
    state: &ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let (user, password) = (request.param("Email"), request.param("Passwd"));
    let is_name = |name: &String| {
        let mut letters = name.chars();
        letters.all(|letter| letter.is_ascii_alphanumeric() || "_.@-".contains(letter))
    };
    if quirks.checks_user_names && !user.as_ref().is_some_and(is_name) {
        return ServerAnswer::text(400, "Bad Request!");
    }
    if user.as_ref() != Some(&state.user) || password.as_ref() != Some(&state.password) {
        return greader::error(quirks, 401, "Access Unauthorized");
    }
    let token = login_token(state);
    ServerAnswer::text(200, &format!("SID={token}\nLSID=null\nAuth={token}\n"))
}

/// Returns true if a request has the login token.
pub fn is_authorized(state: &ServerState, quirks: &GreaderQuirks, request: &ServerRequest) -> bool {
    let token = login_token(state);
    if quirks.token_is_login && request.method == "POST" {
        return request.param("T") == Some(token);
    }
    !quirks.loses_authorization
        && request.header("authorization") == Some(&format!("GoogleLogin auth={token}"))
}

/// Returns true if a write has its token.
pub fn has_write_token(
    state: &ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
    path: &str,
) -> bool {
    let token = request.form_values("T").into_iter().next();
    let token = token.unwrap_or_default();
    let token = token.trim();
    // FreshRSS does not look at it for subscriptions.
    let optional =
        quirks.token_optional && (matches!(token, "" | "x") || path.starts_with("subscription/"));
    optional || token == write_token(state, quirks)
}
