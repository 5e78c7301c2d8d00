//! Options that are one of a closed set of labels.

use std::collections::BTreeSet;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::document::Label;
use crate::method::Layer;
use crate::methods::Methods;

/// Reads the name of a label; help and errors name all of them, each with its meaning.
pub fn choice<L: Label + Send + Sync>() -> impl TypedValueParser<Value = L> {
    let values = L::ALL.iter().map(|&(_, name, meaning)| PossibleValue::new(name).help(meaning));
    PossibleValuesParser::new(values).map(|name| L::parse(&name).expect("one of the names that were offered"))
}

/// Reads the name of a method of `layer`; help and errors name all of them, each with what it does.
pub fn method(layer: Layer) -> PossibleValuesParser {
    let methods = Methods::builtin();
    let values = methods.of(layer).map(|row| PossibleValue::new(row.name.clone()).help(row.about.clone()));
    PossibleValuesParser::new(values)
}

/// Reads the name of a method of any layer, for verbs that are told the layer beside it.
pub fn any_method() -> PossibleValuesParser {
    let methods = Methods::builtin();
    let names: BTreeSet<&str> = methods.rows().iter().map(|row| &*row.name).collect();
    PossibleValuesParser::new(names.into_iter().map(|name| PossibleValue::new(name.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_choice_is_told_the_right_ones() {
        let command = || clap::Command::new("c").arg(clap::Arg::new("layer").value_parser(choice::<Layer>()));
        let error = command().try_get_matches_from(["c", "verbs"]).expect_err("no layer");
        assert!(error.to_string().contains("sentences"), "{error}");
        let right = command().try_get_matches_from(["c", "claims"]).expect("a layer");
        assert_eq!(right.get_one("layer"), Some(&Layer::Claims));
    }
}
