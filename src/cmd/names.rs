//! What files are called beside each other.

use std::path::PathBuf;

/// A name for each path that no other has: its stem, behind as many folders as it takes.
pub fn names(paths: &[PathBuf]) -> Vec<String> {
    let parts = |path: &PathBuf| -> Vec<String> {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone()).with_extension("");
        path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let all: Vec<Vec<String>> = paths.iter().map(parts).collect();
    let name = |(at, own): (usize, &Vec<String>)| {
        let unlike = |end: &[String]| {
            all.iter().enumerate().all(|(other, parts)| other == at || !parts.ends_with(end))
        };
        let shortest = (0..own.len()).rev().map(|from| &own[from..]).find(|end| unlike(end));
        shortest.map_or_else(|| paths[at].display().to_string(), |end| end.join("/"))
    };
    all.iter().enumerate().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_as_long_as_tells_it_apart() {
        let of = |paths: &[&str]| names(&paths.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(
            of(&["/x/a/out.jsonl", "/x/b/out.jsonl", "/x/b/other.jsonl"]),
            ["a/out", "b/out", "other"]
        );
        assert_eq!(of(&["/x/out.jsonl", "/x/out.json"]), ["/x/out.jsonl", "/x/out.json"]);
    }
}
