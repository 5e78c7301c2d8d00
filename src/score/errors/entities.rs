//! What is wrong with mentions.

use std::collections::BTreeMap;

use super::kind::{Error, ErrorKind, Match};
use super::pairs::{alike, chains, ends, paired, taken};
use crate::document::{Document, Entity};
use crate::score::entities::Mention;
use crate::score::trim::trimmed;

/// What the same type adds to how alike two spans are: it chooses between pairs that are equally so.
const SAME_TYPE: f64 = 1e-6;

/// Mentions with span and type right first (`strict`), names among them by their ids, too (`id`). Those left are
/// paired where they overlap, so that they share as much as they can.
pub fn matches(gold: &Document, predicted: &Document) -> Vec<Match> {
    let (mut ours, mut theirs) = (mentions(gold), mentions(predicted));
    let same = taken(&mut ours, &mut theirs).into_iter().map(|(a, b)| {
        let linked = is_same_thing(&gold.entities[a], &predicted.entities[b]);
        Match::pair(a, b, if linked { Vec::new() } else { vec![ErrorKind::LinkedToAnother.into()] })
    });
    let left = chains(ours, theirs, |mention| mention.0).into_iter();
    same.chain(left.flat_map(|chain| paired(&chain.ours, &chain.theirs, weight, errors))).collect()
}

/// Each distinct mention with its index; of one stated twice the last counts.
fn mentions(document: &Document) -> BTreeMap<Mention, usize> {
    let all = document.entities.iter().enumerate();
    all.filter_map(|(at, e)| Some(((trimmed(document.text(), e.span)?, e.kind), at))).collect()
}

/// Values name no thing.
fn is_same_thing(a: &Entity, b: &Entity) -> bool {
    a.kind.is_value() || a.id == b.id
}

fn weight(a: &Mention, b: &Mention) -> f64 {
    let shared = alike(a.0, b.0);
    if shared > 0.0 && a.1 == b.1 { shared + SAME_TYPE } else { shared }
}

fn errors(a: &Mention, b: &Mention) -> Vec<Error> {
    let mut all = ends(a.0, b.0, None);
    all.extend((a.1 != b.1).then_some(Error::from(ErrorKind::WrongType)));
    all
}
