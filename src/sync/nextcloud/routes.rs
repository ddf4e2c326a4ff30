//! Routes of the two versions of the API of Nextcloud News: paths, methods and the names of parameters.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::fetch::ApiMethod;
use crate::sync::error::SyncError;

/// Version of the API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum ApiVersion {
    /// Since News 18.1. Its documentation names PUT and `starred/multiple`, the server has POST and `star/multiple`.
    #[default]
    #[serde(rename = "v1-3")]
    V1_3,
    /// Older. Stars need the feed and the hash of the item.
    #[serde(rename = "v1-2")]
    V1_2,
}

impl ApiVersion {
    /// Returns the path of a route below the address of the server.
    pub(super) fn path(self, route: &str) -> String {
        let version = match self {
            Self::V1_3 => "v1-3",
            Self::V1_2 => "v1-2",
        };
        format!("/index.php/apps/news/api/{version}/{route}")
    }

    /// Returns the method of the routes that mark, move and rename.
    pub(super) fn method(self) -> ApiMethod {
        match self {
            Self::V1_3 => ApiMethod::Post,
            Self::V1_2 => ApiMethod::Put,
        }
    }

    /// Returns the name of the parameter with the items of a mark.
    pub(super) fn items(self) -> &'static str {
        match self {
            Self::V1_3 => "itemIds",
            Self::V1_2 => "items",
        }
    }
}

/// Returns true if an error says that the server at `base` does not have a route: 404 or 405, or a redirect to one of its pages, which some
/// versions answer to a user who is signed in.
pub(super) fn is_missing_route(error: &SyncError, base: &str) -> bool {
    match error {
        SyncError::Rejected { status: 404 | 405 } => true,
        SyncError::Moved { to } => is_page(base, to),
        _ => false,
    }
}

/// Returns true if `to` is a page of the Nextcloud at `base`, not another address of it.
fn is_page(base: &str, to: &str) -> bool {
    let (Ok(base), Ok(to)) = (Url::parse(base), Url::parse(to)) else {
        return false;
    };
    let path = to.path();
    let ends = ["/login", "/index.php"];
    base.origin() == to.origin()
        && (base.path() == path
            || path.contains("/apps/")
            || ends.iter().any(|end| path.ends_with(end)))
}
