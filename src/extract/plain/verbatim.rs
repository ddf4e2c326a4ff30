//! Texts that are not prose: source code, logs, rows of data. Their lines are kept verbatim.
//!
//! 1. The ending of the file name shows code or data, and the language.
//! 2. Otherwise the lines show it: they begin with a time, have the same number of cells, or are indented like a
//!    program.
//! 3. Data is believed only where no line looks like a sentence.

use super::line_dump;
use crate::model::Block;

/// Number of non-blank lines that are inspected.
const SAMPLE: usize = 2_000;
/// The fewest lines of data without a telling name.
const FEWEST: usize = 4;

/// Returns the blocks of `text`, if it is code, a log or data.
pub(super) fn verbatim_blocks(text: &str, name: Option<&str>) -> Option<Vec<Block>> {
    let kind = name.and_then(by_name);
    let lines = LineCounts::of(text);
    let verbatim = match kind {
        Some(VerbatimKind::Code(_)) => true,
        Some(VerbatimKind::Data(_)) => !lines.are_prose() || lines.are_log(),
        None => lines.are_log() || lines.are_json() || lines.are_rows() || lines.are_code(),
    };
    let language = kind.map(|kind| match kind {
        VerbatimKind::Code(language) | VerbatimKind::Data(language) => language,
    });
    verbatim.then(|| line_dump::listings(text, language))
}

/// Returns true if the file name is that of a program.
pub(in crate::extract) fn is_code_name(name: &str) -> bool {
    matches!(by_name(name), Some(VerbatimKind::Code(_)))
}

/// Kind of verbatim text by the ending of a file name, with the language as fences name it.
#[derive(Debug, Clone, Copy)]
enum VerbatimKind {
    Code(&'static str),
    Data(&'static str),
}

fn by_name(name: &str) -> Option<VerbatimKind> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (stem, ending) = file.rsplit_once('.')?;
    if stem.is_empty() {
        return None;
    }
    let ending = ending.to_ascii_lowercase();
    let code = CODE.iter().find(|(known, _)| *known == ending);
    let data = DATA.iter().find(|known| **known == ending);
    code.map(|(_, language)| VerbatimKind::Code(language))
        .or(data.map(|ending| VerbatimKind::Data(ending)))
}

/// File name endings of programs and their data.
const CODE: &[(&str, &str)] = &[
    ("awk", "awk"),
    ("bash", "bash"),
    ("c", "c"),
    ("cc", "cpp"),
    ("cfg", "ini"),
    ("clj", "clojure"),
    ("conf", "conf"),
    ("cpp", "cpp"),
    ("cs", "csharp"),
    ("css", "css"),
    ("cxx", "cpp"),
    ("diff", "diff"),
    ("el", "lisp"),
    ("erl", "erlang"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("go", "go"),
    ("h", "c"),
    ("hpp", "cpp"),
    ("hs", "haskell"),
    ("ini", "ini"),
    ("java", "java"),
    ("jl", "julia"),
    ("js", "javascript"),
    ("json", "json"),
    ("jsonl", "json"),
    ("kt", "kotlin"),
    ("lisp", "lisp"),
    ("lua", "lua"),
    ("mjs", "javascript"),
    ("ml", "ocaml"),
    ("nix", "nix"),
    ("patch", "diff"),
    ("pl", "perl"),
    ("pm", "perl"),
    ("ps1", "powershell"),
    ("py", "python"),
    ("rb", "ruby"),
    ("rs", "rust"),
    ("scala", "scala"),
    ("sh", "sh"),
    ("sql", "sql"),
    ("swift", "swift"),
    ("tcl", "tcl"),
    ("toml", "toml"),
    ("ts", "typescript"),
    ("tsx", "tsx"),
    ("vim", "vim"),
    ("yaml", "yaml"),
    ("yml", "yaml"),
    ("zig", "zig"),
    ("zsh", "zsh"),
];

/// Endings of data that are now and then given to prose as well.
const DATA: &[&str] = &["csv", "log", "tsv"];

/// The first lines that are not blank.
struct LineCounts<'a> {
    filled: Vec<&'a str>,
    /// Number of them directly below another.
    beside: usize,
}

impl<'a> LineCounts<'a> {
    fn of(text: &'a str) -> Self {
        let (mut filled, mut beside, mut blank) = (Vec::new(), 0, true);
        for line in text.split('\n').map(str::trim_end) {
            if line.is_empty() {
                blank = true;
                continue;
            }
            beside += usize::from(!blank);
            blank = false;
            filled.push(line);
            if filled.len() >= SAMPLE {
                break;
            }
        }
        Self { filled, beside }
    }

    fn count(&self, is: impl Fn(&str) -> bool) -> usize {
        self.filled.iter().filter(|line| is(line)).count()
    }

    fn are_prose(&self) -> bool {
        self.count(is_sentence) * 5 > self.filled.len()
    }

    /// Most lines begin with a time, directly below each other.
    fn are_log(&self) -> bool {
        let all = self.filled.len();
        all >= FEWEST && self.beside * 2 > all && self.count(is_logged) * 10 >= all * 6
    }

    /// The text is in brackets, and nearly every line ends with a sign of JSON.
    fn are_json(&self) -> bool {
        let ends = |line: &str| {
            let ends = line.ends_with(['{', '}', '[', ']', ',', '"']) || line.ends_with("\":");
            ends || line.trim_end().ends_with(|c: char| c.is_ascii_digit())
        };
        let all = self.filled.len();
        let first = self.filled.first().map(|line| line.trim_start());
        let opens = first.is_some_and(|line| {
            ["{", "["].contains(&line) || line.starts_with("{\"") || line.starts_with("[{")
        });
        opens
            && self.count(ends) * 10 >= all * 9
            && self.count(|line| line.contains('"')) * 2 >= all.saturating_sub(2)
    }

    /// Nearly every line has the same number of cells, at least two separators, and no sentence.
    fn are_rows(&self) -> bool {
        let all = self.filled.len();
        let Some(first) = self.filled.first() else {
            return false;
        };
        all >= FEWEST
            && self.beside + 1 >= all
            && self.count(is_sentence) * 20 <= all
            && ['\t', ';', ',', '|'].into_iter().any(|sign| {
                let cells = first.matches(sign).count();
                let spaced = self.count(|line| line.contains(", ")) * 2 > all;
                // A table of Markdown begins its lines with the sign.
                cells >= 2
                    && !(sign == ',' && spaced)
                    && !first.starts_with('|')
                    && self.count(|line| line.matches(sign).count() == cells) * 10 >= all * 9
            })
    }

    /// Half of the lines look like a program's, many are set in, and hardly any is a sentence.
    fn are_code(&self) -> bool {
        let all = self.filled.len();
        let set_in = self.count(|line| line.starts_with([' ', '\t']));
        all >= FEWEST
            && set_in * 5 >= all
            && self.beside * 2 > all
            && self.count(is_sentence) * 8 <= all
            && self.count(is_statement_line) * 2 >= all
    }
}

/// Returns true if the line begins with a moment, perhaps in brackets, or with a level as logs have it.
fn is_logged(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '(', '<']);
    let mut words = line.split([' ', '\t', ',', ']']).take(3);
    let first = words.next().unwrap_or_default();
    let clock = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let signs = |b: u8| {
            b.is_ascii_digit() || matches!(b, b':' | b'.' | b'T' | b'Z' | b'+' | b'-' | b'/')
        };
        digits >= 4 && word.matches(':').count() >= 1 && word.bytes().all(signs)
    };
    let stamp = first.len() >= 10 && first.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let after = || {
        line.split_whitespace()
            .skip(1)
            .take(2)
            .any(|word| clock(word.trim_end_matches([']', ','])))
    };
    let day = first.bytes().filter(u8::is_ascii_digit).count() >= 6;
    let month = first.len() == 3 && first.starts_with(|c: char| c.is_ascii_uppercase());
    let level = [
        "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "TRACE", "FATAL",
    ];
    clock(first)
        || stamp
        || ((day || month) && after())
        || level.contains(&first.trim_end_matches(':'))
}

/// Returns true if the line looks like a line of prose that ends a sentence.
fn is_sentence(line: &str) -> bool {
    let words = line.split_whitespace();
    let plain = |word: &&str| {
        word.trim_end_matches(['.', ',', ';', ':', '!', '?', '"', ')'])
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    };
    let (mut all, mut plains) = (0, 0);
    for word in words {
        all += 1;
        plains += usize::from(plain(&word));
    }
    all >= 6 && plains * 10 >= all * 9 && !line.trim_start().starts_with(['#', '/', '*', '"'])
}

/// Returns true if the line looks like a line of a program.
fn is_statement_line(line: &str) -> bool {
    let text = line.trim();
    let first = text
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '#')
        .next()
        .unwrap_or_default();
    let signs = [
        "()", "](", "==", "!=", " = ", "+=", "->", "=>", "::", "&&", "||", "/*", "*/",
    ];
    let ends = text.ends_with(['{', '}', ';', ')', ']', '('])
        || (text.ends_with(':') && WORDS.contains(&first));
    ends || WORDS.contains(&first)
        || text.starts_with(['#', '@', '$'])
        || text.starts_with("//")
        || signs.iter().any(|sign| text.contains(sign))
}

/// Words that lines of programs begin with.
const WORDS: &[&str] = &[
    "#define",
    "#include",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "def",
    "do",
    "done",
    "echo",
    "elif",
    "else",
    "end",
    "enum",
    "esac",
    "except",
    "export",
    "fi",
    "fn",
    "for",
    "foreach",
    "func",
    "function",
    "if",
    "impl",
    "import",
    "let",
    "local",
    "match",
    "namespace",
    "package",
    "pass",
    "print",
    "private",
    "public",
    "raise",
    "return",
    "static",
    "struct",
    "switch",
    "try",
    "typedef",
    "use",
    "using",
    "var",
    "void",
    "while",
    "with",
    "yield",
];
