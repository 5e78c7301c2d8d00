//! What criterion measured in this run, and in no other.

use std::path::PathBuf;
use std::time::SystemTime;

/// Criterion's folder, and when the run began.
pub struct Estimates {
    folder: PathBuf,
    begun: SystemTime,
}

impl Estimates {
    pub fn begin(folder: PathBuf) -> Estimates {
        Estimates { folder, begun: SystemTime::now() }
    }

    /// Mean of one benchmark in nanoseconds and the ends of its interval; nothing where it was not measured
    /// since the run began, as under `--test`, `--list` or a filter: an earlier run's file lies there still.
    pub fn of(&self, group: &str, id: &str) -> Option<[f64; 3]> {
        let path = self.folder.join(group).join(id).join("new/estimates.json");
        let written = path.metadata().and_then(|file| file.modified()).ok()?;
        if written < self.begun {
            return None;
        }
        let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
        let mean = &json["mean"];
        let bound = |name: &str| mean["confidence_interval"][name].as_f64();
        Some([mean["point_estimate"].as_f64()?, bound("lower_bound")?, bound("upper_bound")?])
    }
}
