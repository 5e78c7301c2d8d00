use std::io::Write;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::Result;
use serde_json::{Value, json};

use super::table::table;
use crate::document::Label;
use crate::methods::{Methods, Row};

/// List the methods of every step
#[derive(clap::Args)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let methods = Methods::builtin();
    let is_default = |row: &Row| methods.default(row.layer).name == row.name;
    if args.json {
        let told = |row: &Row| json!({"layer": row.layer.name(), "method": row.name, "default": is_default(row), "about": row.about, "model": row.model});
        let all: Vec<Value> = methods.rows().iter().map(told).collect();
        let whole = json!({"version": 1, "methods": all});
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&whole)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut rows = table(&["layer", "method", "", "what it does"], 4);
    for row in methods.rows() {
        let mark = if is_default(row) { "default" } else { "" };
        rows.add_row([row.layer.name(), &row.name, mark, &row.about]);
    }
    writeln!(stdout(), "{}", rows.trim_fmt())?;
    Ok(ExitCode::SUCCESS)
}
