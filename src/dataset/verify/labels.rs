//! Labels against the closed set of their column.

use anyhow::Result;
use arrow::array::{Array, AsArray};

use crate::dataset::column::VALUES;
use crate::dataset::read::Rows;
use crate::dataset::schema::Table;
use crate::dataset::schema_of;

/// The columns of a table that hold labels: the number, the name and the values of each.
pub struct Labels(Vec<(usize, String, Vec<String>)>);

impl Labels {
    pub fn of(table: Table) -> Labels {
        let schema = schema_of(table);
        let columns = schema.fields().iter().enumerate().filter_map(|(at, field)| {
            let values = field.metadata().get(VALUES)?;
            Some((at, field.name().clone(), values.split(' ').map(str::to_owned).collect()))
        });
        Labels(columns.collect())
    }

    /// # Errors
    /// The first cell that holds another word.
    pub fn check(&self, rows: &Rows) -> Result<()> {
        for (at, name, values) in &self.0 {
            let labels = rows.batch.column(*at).as_string::<i32>();
            let wrong = (0..labels.len())
                .find(|&row| labels.is_valid(row) && !values.iter().any(|value| value == labels.value(row)));
            if let Some(row) = wrong {
                let what = format!("{name} is {:?}, not one of {}", labels.value(row), values.join(", "));
                return Err(rows.offence(row, &what));
            }
        }
        Ok(())
    }
}
