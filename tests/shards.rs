//! Parts of a build, and one dataset of them.

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::{saidso, shown};
use saidso::dataset::merge::merge;
use saidso::dataset::verify::verify;

/// Articles in lines, more than a batch; files in folders; one id twice; what is no article.
fn articles(folder: &Path) -> PathBuf {
    let articles = folder.join("articles");
    fs::create_dir_all(articles.join("a")).expect("a folder");
    let line = |at: usize| {
        let text = format!("Storm over Oslo\n\n“We wait until day {at},” Jane Doe said. Ships were late.");
        serde_json::json!({"id": format!("n{}", at % 390), "text": text}).to_string() + "\n"
    };
    fs::write(articles.join("news.jsonl"), (0..400).map(line).collect::<String>() + "{\"id\":1}\n")
        .expect("written");
    for at in 0..9 {
        let text = format!("The mayor denied that the bridge was unsafe on day {at}.\n");
        fs::write(articles.join(format!("a/{at}.txt")), &text).expect("written");
        fs::write(articles.join(format!("a-{at}.txt")), text + "It may rain, Ann Holm warned.\n")
            .expect("written");
    }
    fs::write(articles.join("empty.txt"), "").expect("written");
    fs::write(articles.join("one.txt"), "“We wait,” Jane Doe said.\n").expect("written");
    articles
}

fn built(articles: &Path, output: &Path, shard: Option<&str>) -> PathBuf {
    let shard = shard.map_or(vec![], |shard| vec!["--shard", shard]);
    let (code, _, err) =
        saidso(&[&["build", "--fast", shown(articles), "-o", shown(output)], &shard[..]].concat());
    assert!(code <= 1, "{err}");
    output.to_owned()
}

fn files(dataset: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(dataset).expect("a dataset").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = entries
        .flat_map(|path| {
            if path.is_dir() { files(&path) } else { vec![(path.clone(), fs::read(&path).expect("a file"))] }
        })
        .map(|(path, bytes)| (path.strip_prefix(dataset).map(Path::to_owned).unwrap_or(path), bytes))
        .collect();
    files.sort();
    files
}

#[test]
fn all_shards_merged_are_the_whole_build_byte_for_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let (articles, out) = (articles(folder.path()), |name: &str| folder.path().join(name));
    let whole = built(&articles, &out("whole"), None);
    let shards: Vec<PathBuf> = (1..=3)
        .map(|part| built(&articles, &out(&format!("part{part}")), Some(&format!("{part}/3"))))
        .collect();
    let merge = |order: [usize; 3], name: &str| {
        let merged = out(name);
        let parts = order.map(|at| shown(&shards[at]));
        let (code, told, err) = saidso(&[&["merge", "-o", shown(&merged)], &parts[..]].concat());
        assert_eq!(code, 0, "{err}");
        assert!(told.contains("409 articles"), "{told}");
        merged
    };
    let one = merge([0, 1, 2], "one");
    assert_eq!(saidso(&["verify", shown(&one)]).0, 0);
    assert!(files(&one) == files(&whole), "the merged shards differ from the whole build");
    assert!(files(&one) == files(&merge([2, 0, 1], "two")), "the order of arguments changed the dataset");
}

#[test]
fn a_merge_or_proof_that_is_ended_leaves_no_stray() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = built(&articles(folder.path()), &folder.path().join("whole"), None);
    let output = folder.path().join("out");
    for most in [0, 1, 300] {
        let mut seen = 0;
        let mut go_on = || {
            seen += 1;
            anyhow::ensure!(seen <= most, "enough");
            Ok(())
        };
        let merged = merge(std::slice::from_ref(&whole), &output, &mut go_on);
        assert_eq!(merged.expect_err("it was ended").to_string(), "enough");
        assert!(!output.exists() && !folder.path().join(".out.saidso-next").exists());
        let proved = verify(&whole, None, || anyhow::bail!("enough"));
        assert_eq!(proved.expect_err("it was ended").to_string(), "enough");
    }
}

#[test]
fn gold_goes_with_its_article() {
    let folder = tempfile::tempdir().expect("a folder");
    let (articles, out) = (Path::new("datasets/articles"), |name: &str| folder.path().join(name));
    let whole = built(articles, &out("whole"), None);
    let parts = ["1/2", "2/2"].map(|shard| built(articles, &out(&shard.replace('/', "of")), Some(shard)));
    let merged = out("merged");
    let (code, _, err) = saidso(&["merge", shown(&parts[1]), shown(&parts[0]), "-o", shown(&merged)]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(saidso(&["verify", shown(&merged)]).0, 0);
    assert!(merged.join("gold/claims.parquet").exists());
    assert!(files(&merged) == files(&whole), "the merged shards differ from the whole build");
}

#[test]
fn an_article_in_two_datasets_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let (articles, out) = (articles(folder.path()), |name: &str| folder.path().join(name));
    let one = built(&articles.join("one.txt"), &out("one"), None);
    let more = built(&articles, &out("more"), None);
    let (code, _, err) = saidso(&["merge", shown(&one), shown(&more), "-o", shown(&out("merged"))]);
    assert_eq!(code, 2);
    assert!(err.contains("the article \"one\" stands in") && err.contains("\nhint: "), "{err}");
    assert!(!out("merged").exists());
}

#[test]
fn datasets_of_other_methods_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let (articles, out) = (articles(folder.path()), |name: &str| folder.path().join(name));
    let one = built(&articles.join("one.txt"), &out("one"), None);
    let other = out("other");
    let file = articles.join("a/1.txt");
    assert_eq!(saidso(&["build", "--claims", "quotes", shown(&file), "-o", shown(&other)]).0, 0);
    let (code, _, err) = saidso(&["merge", shown(&one), shown(&other), "-o", shown(&out("merged"))]);
    assert_eq!(code, 2);
    assert!(err.contains("claims quotes") && err.contains("same methods"), "{err}");
    let (code, _, err) = saidso(&["merge", shown(&articles), "-o", shown(&out("merged"))]);
    assert!(code == 2 && err.contains("no finished dataset"), "{err}");
}

#[test]
fn a_shard_without_articles_is_a_dataset() {
    let folder = tempfile::tempdir().expect("a folder");
    let (articles, out) = (articles(folder.path()), |name: &str| folder.path().join(name));
    let one = articles.join("one.txt");
    let parts = ["1/2", "2/2"].map(|shard| built(&one, &out(&shard.replace('/', "of")), Some(shard)));
    let merged = out("merged");
    assert_eq!(saidso(&["merge", shown(&parts[0]), shown(&parts[1]), "-o", shown(&merged)]).0, 0);
    assert!(files(&merged) == files(&built(&one, &out("whole"), None)));
    let (code, _, err) = saidso(&["build", "--shard", "3/2", shown(&one), "-o", shown(&merged)]);
    assert!(code == 2 && err.contains("parts are numbered from 1 to 2"), "{err}");
}
