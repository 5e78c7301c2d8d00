//! Writing, document by document: what is in memory is one of them.

use anyhow::Result;

use super::record::Record;

/// Where what is written goes, piece by piece.
pub trait Out {
    /// Appends `text` to the file called `name`. A format of one file leaves the name empty; what it puts beside that has an
    /// ending for a name.
    ///
    /// # Errors
    /// When it cannot be written.
    fn put(&mut self, name: &str, text: &str) -> Result<()>;
}

/// The files in memory, name and contents.
impl Out for Vec<(String, String)> {
    fn put(&mut self, name: &str, text: &str) -> Result<()> {
        match self.iter_mut().find(|file| file.0 == name) {
            Some(file) => file.1 += text,
            None => self.push((name.to_owned(), text.to_owned())),
        }
        Ok(())
    }
}

/// Writes records, one after the other, and knows of those before it what it must.
pub trait Writer {
    /// # Errors
    /// When the record cannot be put into words, or `out` not be written.
    fn record(&mut self, record: &Record, out: &mut dyn Out) -> Result<()>;

    /// What stands after the last record, or beside them.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn end(&mut self, _out: &mut dyn Out) -> Result<()> {
        Ok(())
    }
}

/// Of a format in which one record follows the other, and nothing else stands.
pub struct Each(pub fn(&Record) -> Result<String>);

impl Writer for Each {
    fn record(&mut self, record: &Record, out: &mut dyn Out) -> Result<()> {
        out.put("", &(self.0)(record)?)
    }
}

/// The items of a JSON array as they are written, indented by `depth` steps.
pub struct Items {
    depth: usize,
    count: usize,
}

impl Items {
    pub fn new(depth: usize) -> Items {
        Items { depth, count: 0 }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// What opens the array or parts the item from the one before, and the item.
    ///
    /// # Errors
    /// When the item is no JSON.
    pub fn item(&mut self, item: &serde_json::Value) -> Result<String> {
        let before = if self.count == 0 { "[" } else { "," };
        self.count += 1;
        let indent = "\n".to_owned() + &"  ".repeat(self.depth + 1);
        Ok(format!("{before}{indent}{}", serde_json::to_string_pretty(item)?.replace('\n', &indent)))
    }

    /// What closes the array.
    pub fn end(&self) -> String {
        if self.count == 0 { "[]".to_owned() } else { format!("\n{}]", "  ".repeat(self.depth)) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn items_are_written_as_the_whole_array_is() {
        let all = [json!({"a": [1, {"b": "x\ny"}], "c": []}), json!("z"), json!({})];
        for count in 0..=all.len() {
            let mut items = Items::new(1);
            let mut written = "{\n  \"all\": ".to_owned();
            for item in &all[..count] {
                written += &items.item(item).expect("JSON");
            }
            written += &(items.end() + "\n}");
            let whole = serde_json::to_string_pretty(&json!({"all": all[..count]})).expect("JSON");
            assert_eq!(written, whole);
        }
    }
}
