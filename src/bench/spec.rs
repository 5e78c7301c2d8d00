//! What a bench is to run: a TOML file of corpora and methods.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Deserializer, Serialize, de};

use super::set::Convention;
use crate::document::Label;
use crate::hint::Hint;
use crate::method::Layer;
use crate::outside;
use crate::source::sha256;

const PAGE: &str = "benches/README.md says what a spec has";

/// How often every method is run where the spec does not say. In six rounds one that is always faster is so by more than luck (a
/// sign test at 5%), which is luck in 3 of 100 all the same; in seven it is in 2.
const ROUNDS: usize = 7;

/// A spec as it stands in the file, checked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// How often every method is run on every corpus, all of them in turn.
    #[serde(default = "rounds")]
    pub rounds: usize,
    /// Seconds that a method has for a document.
    #[serde(default = "deadline")]
    deadline: f64,
    pub price: Option<Price>,
    #[serde(default, rename = "corpus")]
    pub corpora: Vec<Corpus>,
    #[serde(default, rename = "method")]
    pub methods: Vec<Method>,
    /// SHA-256 of the file.
    #[serde(skip)]
    pub sha256: String,
}

/// What an hour of one processor costs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    pub cpu_hour: f64,
    pub currency: String,
}

/// What methods are scored and timed on. Paths are from where the program runs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {
    pub name: String,
    /// Gold files, or a corpus in JSON Lines.
    pub gold: PathBuf,
    /// Where the articles of gold files are, if not where `score` looks for them.
    pub articles: Option<PathBuf>,
    #[serde(default = "ours", deserialize_with = "label")]
    pub convention: Convention,
    /// Where to get it, and how to import it.
    pub from: Option<String>,
}

/// A method of the program, or a program that is one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    pub name: String,
    #[serde(deserialize_with = "labels")]
    pub layers: Vec<Layer>,
    /// A line for the shell that starts it, or the address of a service; the program's own method of that name if left
    /// out.
    pub command: Option<String>,
    /// What `saidso train` wrote: one of the program's own methods with that model.
    pub model: Option<PathBuf>,
    /// Which of the program's own methods it is, where it has another name here.
    pub method: Option<String>,
    /// Whether one of the program's own is asked in the process that measures, which times the method alone.
    #[serde(default)]
    pub inside: bool,
}

impl Method {
    /// What the program calls it, where it is one of its own.
    pub fn named(&self) -> &str {
        self.method.as_deref().unwrap_or(&self.name)
    }
}

fn rounds() -> usize {
    ROUNDS
}

fn deadline() -> f64 {
    60.0
}

fn ours() -> Convention {
    Convention::Ours
}

fn label<'de, D: Deserializer<'de>, L: Label>(from: D) -> Result<L, D::Error> {
    parsed(&String::deserialize(from)?)
}

fn labels<'de, D: Deserializer<'de>, L: Label>(from: D) -> Result<Vec<L>, D::Error> {
    Vec::<String>::deserialize(from)?.iter().map(|name| parsed(name)).collect()
}

fn parsed<L: Label, E: de::Error>(name: &str) -> Result<L, E> {
    L::parse(name).ok_or_else(|| E::custom(format!("{name:?} is none of {}", L::names().join(", "))))
}

impl Spec {
    /// The spec in the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read, or says what is no spec.
    pub fn read(path: &Path) -> Result<Spec> {
        let shown = || path.display().to_string();
        let text =
            fs::read_to_string(path).with_context(shown).hint("give a spec, such as benches/open.toml")?;
        let mut spec: Spec = toml::from_str(&text).with_context(shown).hint(PAGE)?;
        spec.check().with_context(shown).hint(PAGE)?;
        spec.sha256 = sha256(text.as_bytes());
        Ok(spec)
    }

    /// How long a method has for a document.
    pub fn deadline(&self) -> Duration {
        Duration::from_secs_f64(self.deadline)
    }

    fn check(&self) -> Result<()> {
        let wrong = |what: String| Err(anyhow!(what));
        if self.rounds == 0 {
            return wrong("rounds: 0, so that nothing would be run".to_owned());
        }
        if !(self.deadline > 0.0 && self.deadline <= 86_400.0) {
            return wrong(format!(
                "deadline: {} is not more than 0 seconds and at most a day",
                self.deadline
            ));
        }
        if let Some(price) =
            self.price.as_ref().filter(|price| !(price.cpu_hour >= 0.0 && price.cpu_hour.is_finite()))
        {
            return wrong(format!("price: cpu_hour {} is no price", price.cpu_hour));
        }
        if self.corpora.is_empty() || self.methods.is_empty() {
            return wrong("it needs a [[corpus]] and a [[method]] at least".to_owned());
        }
        let mut names = BTreeSet::new();
        if let Some(twice) = self.corpora.iter().find(|corpus| !names.insert(&corpus.name)) {
            return wrong(format!("two corpora are called {:?}", twice.name));
        }
        let mut names = BTreeSet::new();
        for method in &self.methods {
            if method.layers.is_empty() {
                return wrong(format!("{}: layers: none, so that there is nothing to score", method.name));
            }
            if let Some(layer) =
                method.layers.iter().find(|layer| !names.insert((&method.name, layer.name())))
            {
                return wrong(format!("two methods of {} are called {:?}", layer.name(), method.name));
            }
            if method.command.is_some() && method.model.is_some() {
                return wrong(format!("{}: a command and a model; it is one or the other", method.name));
            }
            if method.command.is_some() && (method.inside || method.method.is_some()) {
                return wrong(format!("{}: a command is none of the program's own methods", method.name));
            }
            if let Some(command) = &method.command {
                outside::check(command).with_context(|| method.name.clone())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: &str = "rounds = 2\nprice = { cpu_hour = 0.05, currency = \"EUR\" }\n\
        [[corpus]]\nname = \"five\"\ngold = \"datasets/gold\"\n\
        [[method]]\nname = \"rules\"\nlayers = [\"sentences\", \"claims\"]\n";

    fn read(text: &str) -> Result<Spec> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.toml");
        fs::write(&path, text).expect("written");
        Spec::read(&path)
    }

    #[test]
    fn a_spec_is_read() {
        let spec = read(SPEC).expect("a spec");
        assert_eq!((spec.rounds, spec.deadline()), (2, Duration::from_secs(60)));
        assert_eq!(spec.methods[0].layers, [Layer::Sentences, Layer::Claims]);
        assert_eq!(spec.corpora[0].convention, Convention::Ours);
    }

    #[test]
    fn what_is_wrong_in_a_spec_is_named() {
        for (from, to, what) in [
            ("rounds = 2", "round = 2", "round"),
            ("rounds = 2", "rounds = 0", "rounds: 0"),
            ("rounds = 2", "deadline = -1", "deadline: -1"),
            ("0.05", "-0.05", "cpu_hour -0.05"),
            ("\"claims\"", "\"quotes\"", "\"quotes\" is none of blocks, sentences"),
            ("\"claims\"", "\"sentences\"", "two methods of sentences are called \"rules\""),
            ("[\"sentences\", \"claims\"]", "[]", "rules: layers"),
            ("gold = \"datasets/gold\"", "gold = \"g\"\nconvention = \"mine\"", "\"mine\" is none of ours"),
            ("[[method]]", "[[corpus]]\nname = \"five\"\ngold = \"g\"\n[[method]]", "two corpora are called"),
            (
                "[\"sentences\", \"claims\"]",
                "[\"claims\"]\ncommand = \"a\"\nmodel = \"b\"",
                "one or the other",
            ),
            (
                "[\"sentences\", \"claims\"]",
                "[\"claims\"]\ncommand = \"a\"\ninside = true",
                "none of the program's own",
            ),
            ("[\"sentences\", \"claims\"]", "[\"claims\"]\ncommand = \"https://a.b\"", "http:// alone"),
        ] {
            let error = read(&SPEC.replace(from, to)).expect_err(what);
            let told = format!("{error:#}");
            assert!(told.contains(what) && told.contains("a.toml"), "{told}");
        }
        assert!(format!("{:#}", read("rounds = 1").expect_err("empty")).contains("[[corpus]]"));
    }
}
