use std::io::Write;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::Result;
use serde_json::json;

use super::table::table;
use crate::dataset::column::{MEANING, VALUES, kind_name};
use crate::dataset::schema::{HISTORY, Table, VERSION};
use crate::dataset::schema_of;
use crate::document::Label;

/// Say what every table and column holds
#[derive(clap::Args)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    if args.json {
        let tables: Vec<_> = Table::ALL.iter().map(|&(table, name, about)| {
            let columns: Vec<_> = schema_of(table).fields().iter().map(|field| {
                json!({
                    "name": field.name(),
                    "type": field.data_type().to_string(),
                    "nullable": field.is_nullable(),
                    "description": field.metadata().get(MEANING),
                    "values": field.metadata().get(VALUES).map(|values| values.split(' ').collect::<Vec<_>>()),
                })
            }).collect();
            json!({"table": name, "description": about, "columns": columns})
        }).collect();
        writeln!(
            stdout(),
            "{}",
            serde_json::to_string_pretty(
                &json!({"schema_version": VERSION, "history": HISTORY, "tables": tables})
            )?
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(
        stdout(),
        "schema version {VERSION}; char_start and char_end are Unicode code points into articles.text,"
    )?;
    writeln!(stdout(), "raw_start and raw_end are bytes of the raw article; both are half-open\n")?;
    for (version, what) in HISTORY {
        writeln!(stdout(), "version {version}: {what}")?;
    }
    for &(of, name, about) in Table::ALL {
        writeln!(stdout(), "\n{name}: {about}")?;
        let mut rows = table(&["  column", "type", "meaning"], 3);
        for field in schema_of(of).fields() {
            let null = if field.is_nullable() { "?" } else { "" };
            let meaning = field.metadata().get(MEANING).map_or("", String::as_str);
            rows.add_row([
                format!("  {}", field.name()),
                format!("{}{null}", kind_name(field.data_type())),
                meaning.to_owned(),
            ]);
        }
        writeln!(stdout(), "{}", rows.trim_fmt())?;
    }
    Ok(ExitCode::SUCCESS)
}
