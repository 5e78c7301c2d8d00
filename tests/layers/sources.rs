//! The files of `src`, and which of them each uses: whole files are read, but for comments and for modules of tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module, its path without `crate::`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Module(pub String);

impl Module {
    /// The part of `src` in which it stands.
    pub fn room(&self) -> &str {
        self.0.split("::").next().unwrap_or_default()
    }
}

pub struct File {
    /// Below `src`.
    pub path: String,
    pub module: String,
    pub lines: usize,
    pub uses: BTreeSet<Module>,
}

impl File {
    pub fn room(&self) -> &str {
        self.module.split("::").next().unwrap_or_default()
    }
}

/// All files, each with the files that it uses.
pub fn read() -> Vec<File> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let paths = below(&source);
    let modules: BTreeSet<String> = paths.iter().map(|path| module(&source, path)).collect();
    let files = paths.iter().map(|path| {
        let text = fs::read_to_string(path).expect("a source file");
        let module = module(&source, path);
        let code = without_tests_and_comments(&text);
        let uses = named(&code, &module, &modules).into_iter().filter(|used| *used != module);
        let shown = path.strip_prefix(&source).expect("below src").display().to_string();
        File { path: shown, uses: uses.map(Module).collect(), module, lines: text.lines().count() }
    });
    files.filter(|file| !file.module.ends_with("tests")).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(below(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn module(source: &Path, path: &Path) -> String {
    let below = path.strip_prefix(source).expect("below src").with_extension("");
    let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.join("::").trim_end_matches("::mod").to_owned()
}

/// What is left of a file without comments and without each `mod tests { … }`, wherever it stands.
fn without_tests_and_comments(text: &str) -> String {
    let mut code = String::new();
    let mut inside = false;
    for line in text.lines() {
        inside |= line.starts_with("mod tests {");
        let comment = line.trim_start().starts_with("//");
        if !inside && !comment {
            code.push_str(line);
            code.push('\n');
        }
        inside &= line != "}";
    }
    code
}

/// The modules that the paths in `code` lead to: from the crate, from the parent, or to a child.
fn named(code: &str, module: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let parts: Vec<&str> = module.split("::").collect();
    let mut found = BTreeSet::new();
    let mut add = |path: String| {
        for path in expanded(&path) {
            if let Some(module) = longest(&path, modules) {
                found.insert(module);
            }
        }
    };
    for (at, _) in code.match_indices("crate::") {
        add(path(&code[at + "crate::".len()..]));
    }
    for (at, _) in code.match_indices("super::").filter(|(at, _)| !code[..*at].ends_with("super::")) {
        let ups = code[at..].split("super::").take_while(|between| between.is_empty()).count();
        let home = &parts[..parts.len().saturating_sub(ups)];
        let rest = path(&code[at + ups * "super::".len()..]);
        add([home.join("::"), rest]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("::"));
    }
    let children = modules.iter().filter_map(|other| {
        let child = other.strip_prefix(module)?.strip_prefix("::")?;
        (!child.contains("::")).then_some(child)
    });
    for child in children {
        for (at, _) in code.match_indices(&format!("{child}::")) {
            let before = code[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                add(format!("{module}::{}", path(&code[at..])));
            }
        }
    }
    found
}

/// The path at the start of `code`, a group in braces with it.
fn path(code: &str) -> String {
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(code.len());
    let head = &code[..end];
    if head.ends_with("::") && code[end..].starts_with('{') {
        let mut depth = 0;
        let close = code[end..].find(|c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0
        });
        return code[..close.map_or(end, |close| end + close + 1)].to_owned();
    }
    head.to_owned()
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn expanded(path: &str) -> Vec<String> {
    let Some((head, group)) = path.split_once('{') else { return vec![path.to_owned()] };
    let group = group.strip_suffix('}').unwrap_or(group);
    let (mut depth, mut items, mut item) = (0, Vec::new(), String::new());
    for c in group.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == ',' && depth == 0 {
            items.push(std::mem::take(&mut item));
        } else if !c.is_whitespace() {
            item.push(c);
        }
    }
    items.push(item);
    items.iter().filter(|item| !item.is_empty()).flat_map(|item| expanded(&format!("{head}{item}"))).collect()
}

/// The file that a path leads into: the longest of its beginnings that is one.
fn longest(path: &str, modules: &BTreeSet<String>) -> Option<String> {
    let parts: Vec<&str> = path.split("::").collect();
    (1..=parts.len()).rev().map(|count| parts[..count].join("::")).find(|module| modules.contains(module))
}
