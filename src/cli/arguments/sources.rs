//! Arguments of `newsprint sources`.

use clap::{Args, Subcommand};

/// Arguments of `newsprint sources`.
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "SOURCE is the id of a source, its address or path, or its exact title.
A tag of a source is a category at the top level; sources category puts it into nested ones.
u in newsprint undoes each of these changes."
)]
pub struct SourcesArguments {
    /// Print one JSON object a line
    #[arg(long, global = true)]
    pub json: bool,

    /// Command to run instead of listing the sources
    #[command(subcommand)]
    pub command: Option<SourcesCommand>,
}

/// Command for sources.
#[derive(Debug, Subcommand)]
pub enum SourcesCommand {
    /// Print the state of sources, their settings and their last 20 requests
    Show {
        /// Sources
        #[arg(value_name = "SOURCE", required = true)]
        sources: Vec<String>,
    },
    /// Give a source another title
    Rename {
        /// Source
        #[arg(value_name = "SOURCE")]
        source: String,

        /// New title; an empty one restores that of the source itself
        #[arg(value_name = "TITLE")]
        title: String,
    },
    /// Add tags to a source and remove others; a tag is a category at the top level
    Tag {
        /// Source
        #[arg(value_name = "SOURCE")]
        source: String,

        /// Tag to add, or tag to remove
        #[arg(value_name = "+TAG|-TAG", required = true, allow_hyphen_values = true, num_args = 1..)]
        changes: Vec<String>,
    },
    /// Put a source into exactly these categories, such as News/Local; without any, into none
    Category {
        /// Source
        #[arg(value_name = "SOURCE")]
        source: String,

        /// Categories, each as its names from the top
        #[arg(value_name = "CATEGORY")]
        categories: Vec<String>,
    },
    /// Rename or move a category
    RenameCategory {
        /// Category, as its names from the top: News/Local
        #[arg(value_name = "CATEGORY")]
        from: String,

        /// New path
        #[arg(value_name = "NEW")]
        to: String,
    },
    /// Remove a category; its sources and the categories below it move up
    RmCategory {
        /// Category, as its names from the top: News/Local
        #[arg(value_name = "CATEGORY")]
        category: String,
    },
    /// Pause the fetching of sources
    Pause {
        /// Sources
        #[arg(value_name = "SOURCE", required = true)]
        sources: Vec<String>,
    },
    /// Fetch paused sources again
    Resume {
        /// Sources
        #[arg(value_name = "SOURCE", required = true)]
        sources: Vec<String>,
    },
    /// Remove sources; their articles stay, unless --articles is given
    Rm {
        /// Sources
        #[arg(value_name = "SOURCE", required = true)]
        sources: Vec<String>,

        /// Delete their articles too, except bookmarked ones and those that another source has
        #[arg(long)]
        articles: bool,
    },
    /// Change settings of a source, or print them
    #[command(
        after_help = "interval=2h               least time between two requests, from 15m to 30d
headers=\"Name: value\"     add a header, or replace it; headers=Name: removes it
user=NAME                 user name, with one of these two:
password-command=WORDS    program whose first line is the password: words, or
                          [\"pass\", \"show\", \"x\"]; no shell reads it
password-file=PATH        file whose first line is the password (chmod 600)
max-size=20MB             most bytes of an answer, from 1kB to 1GB
keep=30d                  delete read articles after so many days; or forever
images=true               fetch the images of its articles unasked
full-text=auto            fetch the pages of its articles if its entries are not
                          whole; or always, or never
show-text=feed            show the text of the feed where that of the page is
                          there, too; or page
exec=WORDS                program that prints the feed, in place of a request
hidden=true               leave its articles out of All and Unread
url=URL                   another address; the source and its articles stay
An empty value (KEY=) removes a setting. Values of headers that may be credentials are not printed. The server of an account \
fetches its feeds: interval, headers, user, password, exec and url mean nothing for them."
    )]
    Set {
        /// Source
        #[arg(value_name = "SOURCE")]
        source: String,

        /// Settings to change; without any, they are printed
        #[arg(value_name = "KEY=VALUE")]
        settings: Vec<String>,
    },
}
