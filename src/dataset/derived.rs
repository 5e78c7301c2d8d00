//! What follows from the mentions and claims of an article: which mentions stand in which part of a claim, and who speaks.
//! The same is derived when a dataset is written and when it is proved.

use std::collections::{HashMap, HashSet};

use crate::document::{EntityType, Label};

/// Between the parts of an interrupted span in the columns for reading.
pub const GAP: &str = " … ";

/// A place in the text, in whatever unit all places of one article are.
pub type Place = (usize, usize);

/// A mention, as far as it matters here.
pub struct Mention<'d> {
    pub place: Place,
    pub kind: EntityType,
    pub id: Option<&'d str>,
    pub text: &'d str,
}

/// A claim, likewise.
pub struct Said<'d> {
    pub attributed: bool,
    pub source: Vec<Place>,
    pub content: Vec<Place>,
    pub addressee: Vec<Place>,
    pub source_ids: Vec<&'d str>,
    /// The words of the source.
    pub by: String,
}

/// The part of a claim in which a mention stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Source,
    Content,
    Addressee,
}

impl Label for Role {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Source, "source", "among the words for who speaks"),
        (Self::Content, "content", "in what is said"),
        (Self::Addressee, "addressee", "among the words for who is addressed"),
    ];
}

/// A mention in a claim, each by its number in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub claim: usize,
    pub role: Role,
    pub mention: usize,
}

/// Somebody who speaks in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    pub id: String,
    /// The longest of the variants; of two the first.
    pub name: String,
    /// What most mentions are; of two kinds the first. None where no mention has the id.
    pub kind: Option<EntityType>,
    /// The words that name it in the article, each once; where no mention has the id, the words of the sources.
    pub variants: Vec<String>,
    /// Attributed claims of which it is a source.
    pub claims: usize,
}

/// The mentions in the parts of `claims`, in the order of claims, roles and `mentions`, which are in text order.
pub fn parts(mentions: &[Mention], claims: &[Said]) -> Vec<Part> {
    let mut found = Vec::new();
    for (claim, said) in claims.iter().enumerate() {
        let roles = [
            (Role::Source, &said.source),
            (Role::Content, &said.content),
            (Role::Addressee, &said.addressee),
        ];
        for (role, places) in roles {
            for &(start, end) in places {
                let first = mentions.partition_point(|mention| mention.place.0 < start);
                let inside = mentions[first..].iter().take_while(|mention| mention.place.0 < end);
                let whole = inside.enumerate().filter(|(_, mention)| mention.place.1 <= end);
                found.extend(whole.map(|(at, _)| Part { claim, role, mention: first + at }));
            }
        }
    }
    found
}

/// Who speaks, in the order in which they first do.
pub fn speakers(mentions: &[Mention], claims: &[Said]) -> Vec<Speaker> {
    let mut order: Vec<&str> = Vec::new();
    let mut claimed: HashMap<&str, Vec<&Said>> = HashMap::new();
    for said in claims.iter().filter(|said| said.attributed) {
        for id in &said.source_ids {
            let own = claimed.entry(id).or_default();
            if own.is_empty() {
                order.push(id);
            }
            own.push(said);
        }
    }
    let mut named: HashMap<&str, Vec<&Mention>> = HashMap::new();
    for mention in mentions {
        if let Some(id) = mention.id.filter(|id| claimed.contains_key(id)) {
            named.entry(id).or_default().push(mention);
        }
    }
    let of = |id: &str| speaker(id, named.get(id).map_or(&[], Vec::as_slice), &claimed[id]);
    order.into_iter().map(of).collect()
}

/// Whoever has this id, of its mentions and claims.
fn speaker(id: &str, mentions: &[&Mention], claims: &[&Said]) -> Speaker {
    let mut counts: Vec<(EntityType, usize)> = Vec::new();
    for mention in mentions {
        match counts.iter_mut().find(|(kind, _)| *kind == mention.kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((mention.kind, 1)),
        }
    }
    // Of equal ones `max_by_key` takes the last.
    let kind = counts.iter().rev().max_by_key(|(_, count)| *count).map(|(kind, _)| *kind);
    let words: Vec<&str> = match kind {
        Some(_) => mentions.iter().map(|mention| mention.text).collect(),
        None => claims.iter().map(|said| said.by.as_str()).filter(|by| !by.is_empty()).collect(),
    };
    let mut seen = HashSet::new();
    let variants: Vec<String> =
        words.into_iter().filter(|word| seen.insert(*word)).map(str::to_owned).collect();
    let longest = variants.iter().rev().max_by_key(|variant| variant.chars().count());
    let name = longest.cloned().unwrap_or_default();
    Speaker { id: id.to_owned(), name, kind, variants, claims: claims.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(place: Place, kind: EntityType, id: &'static str, text: &'static str) -> Mention<'static> {
        Mention { place, kind, id: Some(id), text }
    }

    #[test]
    fn a_speaker_has_every_name_and_each_claim_its_mentions() {
        // "Ann Berg said Oslo paid Berg. Berg left, the mayor said."
        let mentions = [
            mention((0, 8), EntityType::Person, "ann-berg", "Ann Berg"),
            mention((14, 18), EntityType::Gpe, "oslo", "Oslo"),
            mention((24, 28), EntityType::Person, "ann-berg", "Berg"),
            mention((30, 34), EntityType::Org, "ann-berg", "Berg"),
        ];
        let said = |source: Place, content: Place, id: &'static str, by: &str| Said {
            attributed: true,
            source: vec![source],
            content: vec![content],
            addressee: Vec::new(),
            source_ids: vec![id],
            by: by.to_owned(),
        };
        let claims = [
            said((0, 8), (14, 28), "ann-berg", "Ann Berg"),
            said((41, 50), (30, 39), "mayor", "the mayor"),
            said((0, 8), (30, 39), "ann-berg", "Ann Berg"),
        ];
        let part = |claim, role, mention| Part { claim, role, mention };
        let expected = [
            part(0, Role::Source, 0),
            part(0, Role::Content, 1),
            part(0, Role::Content, 2),
            part(1, Role::Content, 3),
            part(2, Role::Source, 0),
            part(2, Role::Content, 3),
        ];
        assert_eq!(parts(&mentions, &claims), expected);
        let found = speakers(&mentions, &claims);
        let berg = Speaker {
            id: "ann-berg".into(),
            name: "Ann Berg".into(),
            kind: Some(EntityType::Person),
            variants: vec!["Ann Berg".into(), "Berg".into()],
            claims: 2,
        };
        let mayor = Speaker {
            id: "mayor".into(),
            name: "the mayor".into(),
            kind: None,
            variants: vec!["the mayor".into()],
            claims: 1,
        };
        assert_eq!(found, [berg, mayor]);
    }
}
