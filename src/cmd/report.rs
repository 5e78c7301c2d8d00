//! How a verb tells what it did.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use anstream::stdout;
use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

use super::visible::visible;

/// Where standard error is no terminal, a line so often.
const PAUSE: Duration = Duration::from_secs(10);

#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct Report {
    /// Print one JSON object instead of words
    #[arg(long)]
    json: bool,
    /// Print errors and rejects alone
    #[arg(short, long, conflicts_with = "json")]
    quiet: bool,
}

impl Report {
    /// Tells `words`, or `value`, an object to which the version of its form is added.
    ///
    /// # Errors
    /// When standard output cannot be written to.
    pub fn tell(self, words: impl FnOnce() -> String, value: impl FnOnce() -> Value) -> Result<()> {
        if self.json {
            let mut value = value();
            value["version"] = 1.into();
            writeln!(stdout(), "{}", serde_json::to_string_pretty(&value)?)?;
        } else if !self.quiet {
            write!(stdout(), "{}", words())?;
        }
        Ok(())
    }

    /// Whether anybody wants to know how far a run is.
    pub fn shows_progress(self) -> bool {
        !self.quiet
    }

    /// What is told while `bytes` are read: a bar on a terminal, lines elsewhere.
    pub fn progress(self, bytes: u64) -> Progress {
        let bar = ProgressBar::new(bytes);
        let terminal = std::io::stderr().is_terminal();
        if self.quiet || !terminal {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let template = "{bar:32} {bytes}/{total_bytes}  {bytes_per_sec}  {prefix}  {msg}  ETA {eta}";
        bar.set_style(ProgressStyle::with_template(template).expect("a fixed template, made in every build"));
        let started = Instant::now();
        Progress { bar, lines: !self.quiet && !terminal, started, told: started }
    }
}

pub struct Progress {
    bar: ProgressBar,
    lines: bool,
    started: Instant,
    told: Instant,
}

impl Progress {
    /// So many bytes, articles and rejects were read.
    pub fn at(&mut self, bytes: u64, articles: usize, rejects: usize) {
        self.bar.set_position(bytes);
        self.bar.set_prefix(format!("{articles} articles"));
        self.bar.set_message(format!("{rejects} rejects"));
        if self.lines && self.told.elapsed() >= PAUSE {
            self.told = Instant::now();
            let megabytes = bytes as f64 / 1e6;
            let seconds = self.started.elapsed().as_secs();
            let told = format!("{seconds} s: {articles} articles, {rejects} rejects, {megabytes:.1} MB");
            // Where standard error is closed, nobody waits for it.
            let _ = writeln!(anstream::stderr(), "{told}");
        }
    }

    /// A line about one article, above the bar.
    pub fn say(&self, line: &str) {
        self.bar.suspend(|| {
            let _ = writeln!(anstream::stderr(), "{}", visible(line));
        });
    }

    /// Seconds since it began; the bar goes.
    pub fn end(&self) -> f64 {
        self.bar.finish_and_clear();
        self.started.elapsed().as_secs_f64()
    }
}
