use std::io::Write;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::Result;
use clap::builder::{PossibleValue, PossibleValuesParser};
use serde_json::json;

use super::exit::Exit;
use super::table::table;
use crate::document::{Label, Reason};

/// Tell what a reject's reason or an exit code means, and what to do
#[derive(clap::Args)]
pub struct Args {
    /// A reason, as `build` prints it and `rejects` holds it, or an exit code; lists all of them if left out
    #[arg(value_name = "CODE", value_parser = codes())]
    code: Option<String>,
    /// Print JSON: the codes, each with what it means and what to do
    #[arg(long)]
    json: bool,
}

/// The name, the meaning, and what to do about it.
struct Code {
    name: &'static str,
    meaning: &'static str,
    remedy: &'static str,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    if args.json {
        let asked = all().filter(|row| args.code.as_ref().is_none_or(|code| row.name == code));
        let told = |row: Code| json!({"code": row.name, "meaning": row.meaning, "remedy": row.remedy});
        let whole = json!({"version": 1, "codes": asked.map(told).collect::<Vec<_>>()});
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&whole)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let Some(code) = &args.code else {
        let mut rows = table(&["code", "meaning"], 2);
        for code in all() {
            rows.add_row([code.name, code.meaning]);
        }
        writeln!(stdout(), "{}", rows.trim_fmt())?;
        return Ok(ExitCode::SUCCESS);
    };
    for Code { name, meaning, remedy } in all().filter(|row| row.name == *code) {
        writeln!(stdout(), "{name}: {meaning}\n\n{remedy}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn codes() -> PossibleValuesParser {
    PossibleValuesParser::new(all().map(|code| PossibleValue::new(code.name).help(code.meaning)))
}

fn all() -> impl Iterator<Item = Code> {
    let reasons = Reason::ALL.iter().map(|&(reason, name, meaning)| (name, meaning, of_reason(reason)));
    let exits = Exit::ALL.iter().map(|&(exit, name, meaning)| (name, meaning, of_exit(exit)));
    reasons.chain(exits).map(|(name, meaning, remedy)| Code { name, meaning, remedy })
}

fn of_reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Unreadable => {
            "Look at its permissions and, where it is packed, whether it is whole. Pipes and devices are not read: save what \
             they give to a file first.\n\n  gzip -t news.jsonl.gz"
        }
        Reason::Empty => {
            "Nothing is lost. Remove the file, or look why the download gave none.\n\n  find articles -size 0"
        }
        Reason::NotUtf8 => {
            "Write the file anew as UTF-8; the message says at which byte it is none.\n\n  \
             iconv -f windows-1252 -t utf-8 old.txt > new.txt"
        }
        Reason::Binary => {
            "Save its text with the program that made it, or unpack it (gzip, zstd and xz are unpacked here).\n\n  \
             pdftotext story.pdf story.txt"
        }
        Reason::Markup => {
            "A saved page is read as it is; this is other markup. Save its text without the tags.\n\n  \
             pandoc -f jats -t plain story.xml -o story.txt"
        }
        Reason::Data => {
            "Say which column of a table is the text (--column text=body); of JSON, write one object a line, each with its \
             article in `text`.\n\n  jq -c '.[] | {id, text: .body}' news.json > news.jsonl"
        }
        Reason::TooLarge => {
            "No article is so long: it holds many. Cut it into one article a file, or one a line of JSON Lines.\n\n  \
             csplit -z all.txt '/^=====/' '{*}'"
        }
        Reason::BadRecord => {
            "The message names file and line. A record is one JSON object on one line, with a string called `text`, \
             or a row of a table with as many fields as the first.\n\n  \
             {\"id\": \"a1\", \"text\": \"The harbour is closed, the mayor said.\"}"
        }
        Reason::SameId => {
            "The first input with this id was kept. Name a folder above both files, so that the ids say where they stand, \
             or change `id` in the record.\n\n  saidso build news/ -o dataset    # ids: monday/001, tuesday/001"
        }
        Reason::NoText => {
            "Every line looks like navigation, credits or dates. Where that is wrong, try the method that learned lines of \
             pages.\n\n  saidso build pages/ -o dataset --blocks learned"
        }
        Reason::Failed => {
            "That is a fault of this program. The message names its place in the source; report it with the input, or with \
             as little of it as still fails.\n\n  saidso extract story.txt"
        }
    }
}

fn of_exit(exit: Exit) -> &'static str {
    match exit {
        Exit::Done => "Nothing is to be done.",
        Exit::Partly => {
            "`build` wrote a dataset, and the inputs that it set aside are listed on standard error and in \
             rejects.parquet. From `verify`, the message names the file, the row and the article that are wrong.\n\n  \
             saidso build articles/ -o dataset || test $? -eq 1"
        }
        Exit::Stopped => {
            "What stood before stands as it was, unless the message says otherwise. The line that begins with `error:` names the path or the option, the one that begins \
             with `hint:` the next step."
        }
        Exit::Interrupted | Exit::Terminated => {
            "Run the same command again; nothing of the ended run is left over.\n\n  saidso build articles/ -o dataset"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_is_told_once_and_with_something_to_do() {
        let names: HashSet<&str> = all().map(|code| code.name).collect();
        assert_eq!(names.len(), Reason::ALL.len() + Exit::ALL.len());
        assert!(all().all(|code| code.remedy.ends_with(|end: char| !end.is_whitespace())));
    }
}
