//! What a manifest lists, against what is there.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::dataset::Manifest;
use crate::dataset::schema::Table;
use crate::document::Label;
use crate::source::sha256_of;

/// The manifest lists every table once, and nothing else: a path of its own could lead anywhere.
pub fn check(path: &Path, manifest: &Manifest) -> Result<()> {
    let shown = path.display();
    let mut seen = HashSet::new();
    for file in &manifest.files {
        let below = file.path.strip_prefix("gold/").unwrap_or(&file.path);
        let table = below.strip_suffix(".parquet").and_then(Table::parse);
        ensure!(table.is_some(), "{shown}: it lists {:?}, which is no table", file.path);
        ensure!(seen.insert(&file.path), "{shown}: it lists {} twice", file.path);
    }
    let parts = if manifest.files.iter().any(|file| file.path.starts_with("gold/")) {
        &["", "gold/"][..]
    } else {
        &[""]
    };
    for part in parts {
        for &(_, name, _) in Table::ALL {
            let due = format!("{part}{name}.parquet");
            ensure!(manifest.files.iter().any(|file| file.path == due), "{shown}: no row for {due}");
        }
    }
    Ok(())
}

/// The first file whose bytes are not those of the manifest, with its row there.
pub fn changed(directory: &Path, manifest: &Manifest) -> Result<Option<(usize, String)>> {
    for (row, file) in manifest.files.iter().enumerate() {
        let path = directory.join(&file.path);
        let shown = || path.display().to_string();
        ensure!(fs::metadata(&path).with_context(shown)?.is_file(), "{}: is no regular file", path.display());
        if sha256_of(&path).with_context(shown)? != (file.bytes, file.sha256.clone()) {
            return Ok(Some((row, file.path.clone())));
        }
    }
    Ok(None)
}
