//! What is asked of articles that come without files: the options of `build` that have nothing to do with them.

use anyhow::Result;

use super::build::MOST_THREADS;
use super::chosen::Chosen;
use super::sources::Named;
use crate::extractor::Extractor;
use crate::pipeline::cores;

/// Options of an [`Extractor`].
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    chosen: Chosen,
    /// Threads; the rows do not depend on it
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Leave out entities and claims that are less sure
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = super::share::share)]
    min_confidence: f32,
}

impl Args {
    /// # Errors
    /// When a file is no model.
    pub fn extractor(&self) -> Result<Extractor> {
        let threads = self.threads.unwrap_or_else(cores).min(MOST_THREADS);
        let pipeline = self.chosen.pipeline()?;
        Ok(Extractor::new(pipeline, self.named.columns(), threads, self.min_confidence))
    }
}
