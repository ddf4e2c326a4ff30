//! Routes of the two versions of the API of Nextcloud News: paths, methods and the names of parameters.

use serde::{Deserialize, Serialize};

use crate::fetch::ApiMethod;

/// Version of the API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum ApiVersion {
    /// Since News 15. Its documentation names PUT and `starred/multiple`, the server has POST and `star/multiple`.
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
