//! Arguments of `newsprint rules`.

use clap::{Args, Subcommand};

use crate::model::RuleAction;

/// Arguments of `newsprint rules`.
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "newsprint rules try 'title:sponsored'                     what it finds now
newsprint rules add 'title:sponsored' --action mute
newsprint rules add 'source:quillon ink OR oil' --action tag:craft --existing
newsprint rules set Ink --action none                     leaves a saved search

A rule is a saved search with an action on each new article that it finds:
  mute       leave it out of all views but Muted, bookmarks and search; nothing
             is deleted
  read       mark it as read
  bookmark   bookmark it
  tag:NAME   bookmark it with a tag
RULE is the id or the name of a rule or of a saved search. Each run of a rule is one change: newsprint undo, or u in \
newsprint, undoes it."
)]
pub struct RulesArguments {
    /// Print one JSON object a line
    #[arg(long, global = true)]
    pub json: bool,

    /// Command to run instead of listing the rules
    #[command(subcommand)]
    pub command: Option<RulesCommand>,
}

/// Command for rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List the rules
    List,
    /// Add a rule
    Add {
        /// Words to find, as newsprint search takes them
        #[arg(value_name = "QUERY", required = true, allow_hyphen_values = true)]
        query: String,

        /// Action: mute, read, bookmark or tag:NAME
        #[arg(long, value_name = "ACTION", value_parser = RuleAction::parse)]
        action: RuleAction,

        /// Name of the rule (default: the query)
        #[arg(long, value_name = "NAME")]
        name: Option<String>,

        /// Act on the articles that are in the library already, too
        #[arg(long)]
        existing: bool,
    },
    /// Change the action, the query or the name of a rule, or give a saved search an action
    Set {
        /// Rule or saved search
        #[arg(value_name = "RULE")]
        rule: String,

        /// Action: mute, read, bookmark or tag:NAME; none leaves a saved search
        #[arg(long, value_name = "ACTION", value_parser = parse_action_or_none)]
        action: Option<ActionOrNone>,

        /// New query
        #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
        query: Option<String>,

        /// New name
        #[arg(long, value_name = "NAME")]
        name: Option<String>,

        /// Act on the articles that are in the library already, too
        #[arg(long)]
        existing: bool,
    },
    /// Remove rules; what they have done stays
    Rm {
        /// Rules
        #[arg(value_name = "RULE", required = true)]
        rules: Vec<String>,
    },
    /// Print what a query or a rule finds now, and change nothing
    Try {
        /// Query, or a rule
        #[arg(value_name = "QUERY|RULE", allow_hyphen_values = true)]
        query: String,

        /// Action to try (default: that of the rule)
        #[arg(long, value_name = "ACTION", value_parser = RuleAction::parse)]
        action: Option<RuleAction>,

        /// Maximum number of articles to print
        #[arg(long, value_name = "N", default_value_t = 20)]
        limit: usize,
    },
}

/// Action to set, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionOrNone(pub Option<RuleAction>);

fn parse_action_or_none(text: &str) -> Result<ActionOrNone, String> {
    match text {
        "none" => Ok(ActionOrNone(None)),
        text => match RuleAction::parse(text) {
            Ok(action) => Ok(ActionOrNone(Some(action))),
            Err(error) => Err(format!("{error}, or none")),
        },
    }
}
