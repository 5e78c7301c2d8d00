//! Whether a text is a table: comma- or tab-separated values with a header.

/// Names of columns that hold articles.
const TEXT: [&str; 5] = ["text", "body", "content", "article", "article_text"];

/// Whether the text begins as a table does of which one column is `text`.
pub fn has_articles(start: &str, text: &str) -> bool {
    let header = start.lines().next().unwrap_or_default();
    let named = header.split([',', ';', '\t']).any(|name| name.trim_matches('"') == text);
    named && is_table(start)
}

/// A header of short names and under it rows with as many fields each.
pub fn is_table(text: &str) -> bool {
    [',', ';', '\t'].into_iter().any(|separator| {
        // Prose has a blank behind a comma, tables hardly.
        let blank = format!("{separator} ");
        let count = text.matches(separator).count();
        let apart = count > 0 && text.matches(&blank).count() * 2 <= count;
        let rows = if apart { rows(text, separator) } else { None };
        rows.is_some_and(|rows| {
            let [header, rest @ ..] = &rows[..] else { return false };
            let names = header.iter().all(|name| is_name(name));
            let alike = rest.iter().all(|row| row.len() == header.len());
            let text = header.iter().any(|name| TEXT.contains(&name.to_lowercase().as_str()));
            names
                && alike
                && header.len() > 1
                && (text && !rest.is_empty() || header.len() > 2 && rest.len() > 1)
        })
    })
}

/// A word or three that could name a column.
fn is_name(field: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.');
    let letter = field.starts_with(|c: char| c.is_alphabetic() || c == '_');
    letter && field.chars().all(plain) && field.split(' ').count() <= 3 && !field.ends_with('.')
}

/// The fields of each row, quotation marks and what they hold taken as one (RFC 4180); `None` where a mark is not closed.
fn rows(text: &str, separator: char) -> Option<Vec<Vec<String>>> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' if quoted || field.is_empty() => quoted = !quoted,
            c if c == separator && !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field).trim_end_matches('\r').to_owned());
                rows.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field);
        rows.push(row);
    }
    rows.retain(|row| row.iter().any(|field| !field.is_empty()));
    (!quoted).then_some(rows)
}
