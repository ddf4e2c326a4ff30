//! Arguments of `newsprint account` and `newsprint sync`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::model::{AccountId, AccountKind};

/// Arguments of `newsprint account`.
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "newsprint account add greader rss.example.org --user ada       # FreshRSS
newsprint account add miniflux flux.example.org --password-command 'pass show x'
newsprint account add nextcloud cloud.example.org --user ada --password-file ~/.nc
newsprint account set 1 password                    # asks for another password
newsprint add --account 1 tide.example              # subscribes on its server

A password is never an argument. It is the first line of what a program prints or of a file that only you may read; else \
newsprint asks for it, or takes one line from standard input if that is not a terminal. What was asked for, and the tokens of \
servers, are in tokens.json in the data folder, which only you may read; no export and no backup contains them.

The server fetches the feeds. newsprint syncs them, read marks, stars (bookmarks) and folders (categories); places, notes and \
tags stay here."
)]
pub struct AccountArguments {
    /// Print one JSON object a line
    #[arg(long, global = true)]
    pub json: bool,

    /// Command to run instead of listing the accounts
    #[command(subcommand)]
    pub command: Option<AccountCommand>,
}

/// Command for accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Add an account on a server, after checking it
    Add(AddAccountArguments),
    /// List the accounts
    List,
    /// Change settings of an account, or print them
    #[command(
        after_help = "password                  ask for the password; it replaces a program and a file
password-command=WORDS    program whose first line is the password: words, or
                          [\"pass\", \"show\", \"x\"]; no shell reads it
password-file=PATH        file whose first line is the password (chmod 600)
url=URL                   another address; add the word password if the password
                          was asked for, since it goes to its own server alone"
    )]
    Set {
        /// Account
        #[arg(value_name = "ACCOUNT")]
        account: AccountId,

        /// Settings to change; without any, they are printed
        #[arg(value_name = "KEY=VALUE")]
        settings: Vec<String>,
    },
    /// Pause the syncs of accounts
    Pause {
        /// Accounts
        #[arg(value_name = "ACCOUNT", required = true)]
        accounts: Vec<AccountId>,
    },
    /// Sync paused accounts again
    Resume {
        /// Accounts
        #[arg(value_name = "ACCOUNT", required = true)]
        accounts: Vec<AccountId>,
    },
    /// Remove accounts with their sources; the articles stay, and nothing is removed from the server
    Rm {
        /// Accounts
        #[arg(value_name = "ACCOUNT", required = true)]
        accounts: Vec<AccountId>,

        /// Remove an account although marks of it were not sent yet; the server never gets them
        #[arg(long)]
        force: bool,
    },
}

/// Arguments of `newsprint account add`.
#[derive(Debug, Args)]
pub struct AddAccountArguments {
    /// API of the server: greader (FreshRSS, BazQux, Inoreader, TheOldReader), miniflux, nextcloud or fever
    #[arg(value_name = "KIND", value_parser = parse_kind)]
    pub kind: AccountKind,

    /// Address of the server, with or without the path of its API; https:// is assumed
    #[arg(value_name = "URL")]
    pub url: String,

    /// User name; without it, the password of Miniflux is an API key
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,

    /// Program whose first line of output is the password: words, or a JSON array of strings; no shell reads it
    #[arg(long, value_name = "WORDS", conflicts_with = "password_file")]
    pub password_command: Option<String>,

    /// File whose first line is the password; only you may read it (chmod 600)
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

/// Arguments of `newsprint sync`.
#[derive(Debug, Args)]
pub struct SyncArguments {
    /// Accounts to sync, by their ids (default: all that are not paused)
    #[arg(value_name = "ACCOUNT")]
    pub accounts: Vec<AccountId>,

    /// Sync only accounts that are due: for cron
    #[arg(long, conflicts_with = "accounts")]
    pub due: bool,

    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,

    /// Exit with status 1 if any account fails; without it, only if one that was named fails
    #[arg(long)]
    pub strict: bool,
}

fn parse_kind(text: &str) -> Result<AccountKind, String> {
    let names = || AccountKind::ALL.map(AccountKind::name).join(", ");
    AccountKind::from_name(text).ok_or_else(|| format!("use one of {}", names()))
}
