//! What follows from the mentions and claims of an article: which mentions stand in which part of a claim, and who speaks.
//! The same is derived when a dataset is written and when it is proved.

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
    let mut found: Vec<Speaker> = Vec::new();
    for said in claims.iter().filter(|said| said.attributed) {
        for id in &said.source_ids {
            match found.iter_mut().find(|speaker| speaker.id == *id) {
                Some(speaker) => speaker.claims += 1,
                None => found.push(speaker(id, mentions, claims)),
            }
        }
    }
    found
}

/// Whoever has this id, with the first claim.
fn speaker(id: &str, mentions: &[Mention], claims: &[Said]) -> Speaker {
    let own: Vec<&Mention> = mentions.iter().filter(|mention| mention.id == Some(id)).collect();
    let count = |kind: EntityType| own.iter().filter(|mention| mention.kind == kind).count();
    // Of equal counts `max_by_key` takes the last.
    let kind = own.iter().rev().map(|mention| mention.kind).max_by_key(|&kind| count(kind));
    let sources = claims.iter().filter(|said| said.attributed && said.source_ids.contains(&id));
    let words: Vec<&str> = match kind {
        Some(_) => own.iter().map(|mention| mention.text).collect(),
        None => sources.map(|said| said.by.as_str()).filter(|by| !by.is_empty()).collect(),
    };
    let mut variants: Vec<String> = Vec::new();
    for word in words {
        if !variants.iter().any(|variant| variant == word) {
            variants.push(word.to_owned());
        }
    }
    let longest = variants.iter().rev().max_by_key(|variant| variant.chars().count());
    let name = longest.cloned().unwrap_or_default();
    Speaker { id: id.to_owned(), name, kind, variants, claims: 1 }
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
