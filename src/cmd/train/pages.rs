//! Pages whose lines are labeled, for the methods that tell what a line is.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::document::{BlockKind, Document};
use crate::hint::Hint;
use crate::learner::{Example, Labeled};

/// A page of a corpus: the lines of a scraper, each with whether it belongs to the article.
#[derive(Deserialize)]
struct Page {
    lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    keep: bool,
}

/// The pages of the corpus at `path`, one a line; lines without a word are left out.
///
/// # Errors
/// When a line is no page.
pub fn read(path: &Path) -> Result<Vec<Example>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let pages = lines.map(|(at, line)| {
        let page: Page = serde_json::from_str(line)
            .with_context(|| format!("{}:{}", path.display(), at + 1))
            .hint("each line is one JSON object with lines, a list of objects with text and keep")?;
        Ok(example(&page))
    });
    pages.collect()
}

fn example(page: &Page) -> Example {
    let lines: Vec<(&str, bool)> = page
        .lines
        .iter()
        .map(|line| (line.text.trim(), line.keep))
        .filter(|line| !line.0.is_empty())
        .collect();
    // A scraper's line is one line, whatever it holds.
    let text: Vec<String> =
        lines.iter().map(|line| line.0.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let bare = Document::plain("page", &text.join("\n")).unread();
    let kind = |keep| if keep { BlockKind::Body } else { BlockKind::Metadata };
    let mut gold = bare.clone();
    gold.keep(&lines.iter().map(|line| kind(line.1)).collect::<Vec<_>>());
    Example { bare, gold, labeled: Labeled::Whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_with_a_word_has_its_label() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pages.jsonl");
        let page = r#"{"lines":[{"text":" It rained.\u2028All day. ","keep":true},{"text":" ","keep":true},{"text":"Share","keep":false}]}"#;
        fs::write(&path, format!("{page}\n\n")).expect("written");
        let pages = read(&path).expect("pages");
        assert_eq!(pages.len(), 1);
        assert_eq!(pages[0].bare.lines(), ["It rained. All day.", "Share"]);
        let kept: Vec<bool> = pages[0].gold.blocks().iter().map(|block| block.kind.kept()).collect();
        assert_eq!(kept, [true, false]);
        assert!(!pages[0].bare.is_frozen());
    }
}
