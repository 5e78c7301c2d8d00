//! What a run of training keeps, so that it can go on where it was interrupted.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use crate::dataset::write_whole;
use crate::learn::crf::train::{Options, State, Watch};
use crate::learn::model::{self, Header, Model, Tensor};

/// Shows progress, and keeps each stage's last state in a file beside the output.
pub struct Keeper {
    output: PathBuf,
    header: Header,
    bar: ProgressBar,
}

impl Keeper {
    /// One for the model of `header` at `output`.
    pub fn new(output: &Path, header: &Header) -> Keeper {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:30} epoch {pos}/{len} {msg} {eta}") {
            bar.set_style(style);
        }
        Keeper { output: output.to_owned(), header: header.clone(), bar }
    }

    fn path(&self, stage: &str) -> PathBuf {
        self.output.with_extension(format!("{stage}.partial"))
    }

    /// Takes the states away once the model is there.
    ///
    /// # Errors
    /// When the folder cannot be read or a state not be removed.
    pub fn done(&self) -> Result<()> {
        self.bar.finish_and_clear();
        let folder = self.output.parent().filter(|folder| !folder.as_os_str().is_empty());
        let stem = self.output.file_stem().unwrap_or_default().to_string_lossy().into_owned() + ".";
        for entry in fs::read_dir(folder.unwrap_or(Path::new(".")))? {
            let path = entry?.path();
            let own = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&stem));
            if own && path.extension().is_some_and(|ending| ending == "partial") {
                fs::remove_file(&path).with_context(|| path.display().to_string())?;
            }
        }
        Ok(())
    }
}

impl Watch for Keeper {
    fn resume(&mut self, stage: &str) -> Option<State> {
        let bytes = fs::read(self.path(stage)).ok()?;
        // A state of other corpora or options is of no use; it is written over.
        let model = Model::read(&bytes, &self.header.layer, &self.header.method).ok()?;
        if model.header != self.header {
            return None;
        }
        let numbers = model.tensors.f32s("numbers").ok()?;
        let (epoch, averaged) = (*numbers.first()?, *numbers.get(1)?);
        Some(State {
            epoch: epoch as usize,
            averaged,
            features: model.tensors.u32s("features").ok()?,
            weights: model.tensors.f32s("weights").ok()?,
            squares: model.tensors.f32s("squares").ok()?,
            average: model.tensors.f32s("average").ok()?,
        })
    }

    fn epoch(&mut self, stage: &str, loss: f64, options: &Options, state: &State) -> Result<()> {
        self.bar.set_length(options.epochs as u64);
        self.bar.set_prefix(stage.to_owned());
        self.bar.set_message(format!("loss {loss:.5}"));
        self.bar.set_position(state.epoch as u64);
        let flat = |values: &[f32]| Tensor::f32s(vec![values.len()], values);
        let tensors = BTreeMap::from([
            ("numbers".to_owned(), flat(&[state.epoch as f32, state.averaged])),
            ("features".to_owned(), Tensor::u32s(vec![state.features.len()], &state.features)),
            ("weights".to_owned(), flat(&state.weights)),
            ("squares".to_owned(), flat(&state.squares)),
            ("average".to_owned(), flat(&state.average)),
        ]);
        write_whole(&self.path(stage), &model::write(&self.header, &tensors)?)
    }
}
