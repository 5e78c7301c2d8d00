//! The first line of a program: who it is and what it wants.

use anyhow::{Context, Result, anyhow, ensure};
use serde::{Deserialize, Serialize};

use crate::document::{Label, is_invisible};
use crate::exchange::{Stated, Unit, typed};
use crate::method::Layer;

/// The version of the protocol that is spoken here.
const PROTOCOL: u32 = 1;

/// Name and version are at most so many characters, so that they fit into tables.
const NAME: usize = 60;

/// Who a program says it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Hello {
    pub name: String,
    pub version: String,
    /// The layers that each answer has; blocks by themselves, since without them there is no text for the others.
    pub layers: Vec<Layer>,
    /// The layers below that it wants to be given: sentences, entities.
    pub needs: Vec<Layer>,
    /// Labels that it decides also where none of its answers has the key: an absent `nested_in` is then its answer.
    pub states: Stated,
    pub offsets: Unit,
    /// SHA-256 of its model, where it has one.
    pub model: Option<String>,
}

/// The same as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    protocol: u32,
    name: String,
    version: String,
    layers: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    states: Vec<String>,
    offsets: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    model: Option<String>,
}

impl Hello {
    /// What `line` says.
    ///
    /// # Errors
    /// When it is no greeting; the message names the field.
    pub fn parse(line: &str) -> Result<Hello> {
        let line: Line = typed(line)?;
        ensure!(line.protocol == PROTOCOL, "protocol: {} is not spoken here, {PROTOCOL} is", line.protocol);
        let odd = |c: char| c.is_control() || is_invisible(c);
        for (field, text) in [("name", &line.name), ("version", &line.version)] {
            let right = !text.trim().is_empty() && !text.contains(odd) && text.chars().count() <= NAME;
            ensure!(right, "{field}: not 1 to {NAME} visible characters");
        }
        let layers = layers(&line.layers, &Layer::ALL.iter().map(|row| row.0).collect::<Vec<_>>());
        let layers = layers.context("layers")?;
        ensure!(!layers.is_empty(), "layers: none, so that there is nothing to ask for");
        let alone = layers.len() == 1 || !layers.contains(&Layer::Blocks);
        ensure!(alone, "layers: blocks stand alone, since without them there is no text for the others");
        let needs = layers_below(&line.needs, &layers).context("needs")?;
        let states = Stated::of(&line.states).context("states")?;
        let offsets = Unit::parse(&line.offsets)
            .ok_or_else(|| anyhow!("offsets: {:?} is none of {}", line.offsets, Unit::names().join(", ")))?;
        let hash = |text: &String| text.len() == 64 && text.chars().all(|c| c.is_ascii_hexdigit());
        ensure!(line.model.as_ref().is_none_or(hash), "model: not the 64 hex digits of a SHA-256");
        let Line { name, version, model, .. } = line;
        Ok(Hello { name, version, layers, needs, states, offsets, model })
    }

    /// The line that says it.
    ///
    /// # Errors
    /// None that is known; what serde_json says.
    pub fn line(&self) -> Result<String> {
        let names = |layers: &[Layer]| layers.iter().map(|layer| layer.name().to_owned()).collect();
        let line = Line {
            protocol: PROTOCOL,
            name: self.name.clone(),
            version: self.version.clone(),
            layers: names(&self.layers),
            needs: names(&self.needs),
            states: self.states.keys().into_iter().map(str::to_owned).collect(),
            offsets: self.offsets.name().to_owned(),
            model: self.model.clone(),
        };
        Ok(serde_json::to_string(&line)?)
    }
}

/// The layers of these names, all of them among `allowed`.
fn layers(names: &[String], allowed: &[Layer]) -> Result<Vec<Layer>> {
    let shown: Vec<&str> = allowed.iter().map(|layer| layer.name()).collect();
    let layer = |(at, name): (usize, &String)| {
        ensure!(!names[..at].contains(name), "{name:?} stands there twice");
        let found = Layer::parse(name).filter(|layer| allowed.contains(layer));
        found.ok_or_else(|| anyhow!("{name:?} is none of {}", shown.join(", ")))
    };
    names.iter().enumerate().map(layer).collect()
}

/// What may be given to a program that answers `own`: what is below all of it.
fn layers_below(names: &[String], own: &[Layer]) -> Result<Vec<Layer>> {
    let below = |layer: &Layer| own.iter().all(|own| layer < own);
    let given = [Layer::Sentences, Layer::Entities].into_iter().filter(below);
    layers(names, &given.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"protocol":1,"name":"n","version":"2","layers":["claims"],"needs":["sentences"],"states":["nested_in"],"offsets":"utf-16"}"#;

    #[test]
    fn a_greeting_comes_back_the_same() {
        let hello = Hello::parse(LINE).expect("right");
        assert_eq!((hello.offsets, &hello.needs[..]), (Unit::Utf16, &[Layer::Sentences][..]));
        assert_eq!(hello.states, Stated { nested: true, ..Stated::default() });
        assert_eq!(Hello::parse(&hello.line().expect("JSON")).expect("its own"), hello);
        let all = Hello { states: Stated::all(), ..hello };
        assert_eq!(Hello::parse(&all.line().expect("JSON")).expect("its own"), all);
    }

    #[test]
    fn what_is_wrong_in_a_greeting_is_named() {
        let wrong = [
            ("\"protocol\":1", "\"protocol\":2", "protocol"),
            ("\"protocol\":1", "\"protocol\":\"1\"", "protocol"),
            ("\"n\"", "\"\"", "name"),
            ("\"2\"", "\"a\\nb\"", "version"),
            ("claims", "quotes", "layers"),
            ("[\"claims\"]", "[\"blocks\",\"claims\"]", "layers"),
            ("[\"claims\"]", "[\"claims\",\"claims\"]", "layers"),
            ("sentences", "claims", "needs"),
            ("nested_in", "mood", "states"),
            ("utf-16", "lines", "offsets"),
            ("\"offsets\"", "\"model\":\"x\",\"offsets\"", "model"),
            ("needs", "need", "need"),
        ];
        for (from, to, field) in wrong {
            let error = Hello::parse(&LINE.replace(from, to)).expect_err(field);
            assert!(format!("{error:#}").starts_with(field), "{error:#}");
        }
    }
}
