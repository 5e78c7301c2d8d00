use std::io::Write;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::Result;

use super::table::table;
use crate::blocks;
use crate::document::Label;
use crate::methods::Methods;

/// List the methods of every step
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_: &Args) -> Result<ExitCode> {
    let mut rows = table(&["layer", "method", "", "what it does"], 4);
    for (at, row) in blocks::METHODS.iter().enumerate() {
        rows.add_row(["blocks", row.name, if at == 0 { "default" } else { "" }, row.about]);
    }
    let methods = Methods::builtin();
    for row in methods.rows() {
        let mark = if methods.default(row.layer).name == row.name { "default" } else { "" };
        rows.add_row([row.layer.name(), &row.name, mark, &row.about]);
    }
    writeln!(stdout(), "{}", rows.trim_fmt())?;
    Ok(ExitCode::SUCCESS)
}
