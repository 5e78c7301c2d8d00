//! The bench of methods says what it measured itself.

#[path = "../benches/estimates.rs"]
mod estimates;

use std::fs;
use std::time::{Duration, SystemTime};

use estimates::Estimates;

const FILE: &str =
    r#"{"mean": {"confidence_interval": {"lower_bound": 1.5, "upper_bound": 2.5}, "point_estimate": 2.0}}"#;

#[test]
fn old_timings_do_not_come_under_a_new_revision() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("claims/rules/new");
    fs::create_dir_all(&place).expect("a folder");
    let path = place.join("estimates.json");
    fs::write(&path, FILE).expect("written");
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    fs::File::options().write(true).open(&path).expect("a file").set_modified(hour_ago).expect("a time");
    let run = Estimates::begin(folder.path().to_owned());
    assert_eq!(run.of("claims", "rules"), None, "an earlier run's");
    assert_eq!(run.of("claims", "crf"), None, "not measured at all");
    let soon = SystemTime::now() + Duration::from_secs(1);
    fs::File::options().write(true).open(&path).expect("a file").set_modified(soon).expect("a time");
    assert_eq!(run.of("claims", "rules"), Some([2.0, 1.5, 2.5]));
}
