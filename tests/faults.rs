//! Faults that destroyed, hung or lied once.

mod program;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use program::{saidso, shown};

const ARTICLE: &str = "Storm over Oslo\n\nThe harbour is closed, Jane Doe said on Monday.\n";

/// A folder with one article in it, a dataset of it, and where both stand.
fn built() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = folder.path().join("articles");
    fs::create_dir(&articles).expect("a folder");
    fs::write(articles.join("a.txt"), ARTICLE).expect("an article");
    let output = folder.path().join("out/dataset");
    let (code, err) = build(&articles, &output, &[]);
    assert_eq!(code, 0, "{err}");
    (folder, articles, output)
}

fn build(articles: &Path, output: &Path, more: &[&str]) -> (i32, String) {
    let (code, _, err) = saidso(&[&["build", shown(articles), "-o", shown(output)], more].concat());
    (code, err)
}

fn manifest(output: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(output.join("manifest.json")).expect("a manifest")).expect("JSON")
}

fn refused(output: &Path, manifest: &serde_json::Value, why: &str) {
    fs::write(output.join("manifest.json"), manifest.to_string()).expect("written");
    let (code, _, err) = saidso(&["verify", shown(output)]);
    assert!(code != 0 && err.contains(why), "{code} {err}");
}

#[test]
fn verify_said_yes_to_an_empty_manifest() {
    let (_folder, _, output) = built();
    let mut changed = manifest(&output);
    changed["files"] = serde_json::json!([]);
    refused(&output, &changed, "no row for articles.parquet");
}

#[test]
fn verify_read_whatever_path_a_manifest_named() {
    let (_folder, _, output) = built();
    for path in ["/dev/zero", "../../secret", "gold/../claims.parquet"] {
        let mut changed = manifest(&output);
        let files = changed["files"].as_array_mut().expect("files");
        files.push(serde_json::json!({"path": path, "rows": 0, "bytes": 1, "sha256": "0"}));
        refused(&output, &changed, "which is no table");
    }
}

#[test]
fn verify_took_a_table_that_is_listed_twice() {
    let (_folder, _, output) = built();
    let mut changed = manifest(&output);
    let twin = changed["files"][0].clone();
    changed["files"].as_array_mut().expect("files").push(twin);
    refused(&output, &changed, "twice");
}

#[test]
fn a_thread_count_beyond_all_bounds_panicked() {
    let (_folder, articles, output) = built();
    let threads = "1000000000000000000";
    let (code, err) = build(&articles, &output, &["--threads", threads]);
    assert_eq!(code, 0, "{err}");
}

#[test]
fn an_article_of_more_than_32_mib_is_set_aside() {
    let (_folder, articles, output) = built();
    fs::write(articles.join("long.txt"), "Oslo said so on Monday. ".repeat((33 << 20) / 24))
        .expect("written");
    let (code, err) = build(&articles, &output, &[]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("long.txt") && err.contains("33554432"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_named_pipe_hung_a_build() {
    let (_folder, articles, output) = built();
    let pipe = articles.join("pipe.txt");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    let (code, err) = build(&articles, &output, &[]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("pipe.txt") && err.contains("no regular file"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_build_at_once_and_leaves_the_old_dataset() {
    let (_folder, articles, output) = built();
    let before = fs::read(output.join("manifest.json")).expect("a manifest");
    for at in 0..3000 {
        fs::write(articles.join(format!("{at}.txt")), ARTICLE.repeat(40)).expect("written");
    }
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("saidso"))
            .args(["build", shown(&articles), "-o", shown(&output)])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        let next = output.with_file_name(".dataset.saidso-next");
        let started = Instant::now();
        while !next.join("claims.parquet").exists() && started.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(5));
        }
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "kill");
        assert_eq!(child.wait().expect("it ends").code(), Some(code));
        assert_eq!(fs::read(output.join("manifest.json")).expect("a manifest"), before);
        assert!(!next.exists(), "a stray");
    }
}
