//! One entity for its many names: surname and full name, acronym and long name, place and slug.

use std::collections::HashMap;

use crate::document::{Entity, EntityType};
use crate::entities::kinds::best;
use crate::entities::mention::Mention;
use crate::entities::rank::Rank;
use crate::entities::slug::identify;
use crate::entities::weights::{PERSON, PLACE, Scores, add};
use crate::entities::word::Word;
use crate::words::gazetteer::*;
use crate::words::misspelt::Misspellings;
use crate::words::token::Kind;

/// Names typed with less confidence are more often wrong than right (measured on news).
const WEAKEST: f32 = 0.55;

/// In a title all words have capitals: what a word must score there to be a person or a place.
const PERSON_IN_TITLE: f32 = 2.0;
const PLACE_IN_TITLE: f32 = 1.5;

/// What the article's other mentions tell of a name.
#[derive(Default)]
struct Article<'t> {
    /// Sums over all mentions of the same words outside titles.
    scores: HashMap<&'t str, Scores>,
    /// A part of a person's full name, and the full name.
    people: HashMap<&'t str, &'t str>,
    /// The long ones of these parts, with one letter wrong.
    spellings: Misspellings<'t>,
    /// Short names introduced after long ones: "European Union (EU)".
    short: HashMap<&'t str, (EntityType, String)>,
    /// Organisations named after a state, by what follows its name.
    states: HashMap<&'t str, &'t str>,
    /// Types fixed by heads or the gazetteers outside titles.
    fixed: HashMap<&'t str, EntityType>,
}

impl<'t> Article<'t> {
    /// The full name of the person whose long surname `word` is with one letter wrong. A surname that
    /// the lexicon knows is spelt right: Andersen and Anderson are two.
    fn misspelt(&self, word: &Word) -> Option<&'t str> {
        let known = word.own.kind.is_some() || word.own.classes & (GIVEN | SURNAME | COMMON) != 0;
        let surname = if known { None } else { self.spellings.find(word.text) };
        self.people.get(surname?).copied()
    }

    /// The earlier full name of which `name`, ending with `last`, is another spelling: all but a letter
    /// of the last word is the same.
    fn spelt_before(&self, last: &Word, name: &str) -> Option<&'t str> {
        let earlier = self.misspelt(last)?;
        let head = name.strip_suffix(last.text)?;
        let same = earlier.strip_prefix(head).is_some_and(|rest| !rest.contains(' '));
        same.then_some(earlier)
    }
}

/// Settles type and id of every mention, the article read as a whole.
pub fn resolve(words: &[Word], text: &str, found: Vec<Mention>) -> Vec<Entity> {
    let article = gather(words, text, &found);
    let mut entities = Vec::with_capacity(found.len());
    for mention in found {
        if let Some(entity) = settle(&article, words, text, &mention) {
            entities.push(entity);
        }
    }
    entities
}

/// Gives ids to the names of a finished list, in text order, whose types stand. A name that has an id
/// keeps it, unless it is a person's who has a longer name in the article and none in the lexicon.
pub fn name(words: &[Word], text: &str, entities: &mut [Entity]) {
    let names = entities.iter().filter(|entity| !entity.kind.is_value());
    let found: Vec<Mention> = names.map(|entity| mention(words, text, entity)).collect();
    let article = gather(words, text, &found);
    let names = entities.iter_mut().filter(|entity| !entity.kind.is_value());
    for (entity, mention) in names.zip(&found) {
        let name = entity.span.text(text);
        // What the base method tied it to may have been a longer name than is left of it: "Mayor Karen Weaver".
        let own = entity.id.as_ref().is_none_or(|id| *id != LEXICON.get(name).id);
        let full = article.people.get(name).filter(|_| own && entity.kind == EntityType::Person);
        if let Some(full) = full {
            entity.id = Some(identify(EntityType::Person, full, LEXICON.get(full).id));
        } else if entity.id.is_none() {
            let short = article.short.get(name).filter(|(kind, _)| *kind == entity.kind);
            let twin = || twin(&article, words, mention, text);
            entity.id = Some(match short {
                Some((_, id)) => id.clone(),
                None => twin().map_or_else(
                    || identify(entity.kind, name, mention.id),
                    |twin| identify(entity.kind, twin, LEXICON.get(twin).id),
                ),
            });
        }
    }
}

/// `entity` as a mention whose type stands.
fn mention(words: &[Word], text: &str, entity: &Entity) -> Mention {
    let start = words.partition_point(|word| word.token.end <= entity.span.start());
    let end = words.partition_point(|word| word.token.start < entity.span.end());
    let known = LEXICON.get(entity.span.text(text));
    Mention {
        span: entity.span,
        start,
        end: end.max(start + 1),
        kind: entity.kind,
        confidence: entity.confidence,
        id: if known.kind == Some(entity.kind) { known.id } else { "" },
        scores: None,
        titled: false,
        tentative: false,
    }
}

fn gather<'t>(words: &[Word<'t>], text: &'t str, found: &[Mention]) -> Article<'t> {
    let mut article = Article::default();
    for mention in found.iter().filter(|mention| !mention.titled && !mention.tentative) {
        let name = mention.span.text(text);
        if let Some(scores) = &mention.scores {
            add(article.scores.entry(name).or_default(), scores);
        } else if !mention.kind.is_value() {
            article.fixed.entry(name).or_insert(mention.kind);
            state(&mut article, words, mention, name);
        }
    }
    for mention in found.iter().filter(|mention| !mention.tentative) {
        let name = mention.span.text(text);
        let kind = match &mention.scores {
            Some(scores) => best(article.scores.get(name).unwrap_or(scores)).0,
            None => mention.kind,
        };
        if kind == EntityType::Person && mention.end > mention.start + 1 {
            register(&mut article, words, mention, name);
        }
        introduce(&mut article, words, mention, kind, name);
    }
    article
}

/// Learns of an organisation that is named after a state: "Malta Airways".
fn state<'t>(article: &mut Article<'t>, words: &[Word<'t>], mention: &Mention, name: &'t str) {
    let first = words.get(mention.start).filter(|first| first.own.classes & COUNTRY != 0);
    let rest = first.and_then(|first| name.strip_prefix(first.text)).filter(|rest| !rest.is_empty());
    if let Some(rest) = rest.filter(|_| mention.kind == EntityType::Org) {
        article.states.entry(rest).or_insert(name);
    }
}

/// Ties the parts of a full name to it: of two people with one surname the first has it, of two names of one person the
/// longer wins, and of two spellings the first.
fn register<'t>(article: &mut Article<'t>, words: &[Word<'t>], mention: &Mention, name: &'t str) {
    let parts = &words[mention.start..mention.end];
    let word = |word: &&Word| word.token.kind == Kind::Word && word.text.chars().count() > 1;
    let (first, last) = (parts.iter().find(word), parts.iter().rev().find(word));
    let last = last.filter(|last| last.is_capital());
    let earlier = last.and_then(|last| article.spelt_before(last, name));
    if let Some(earlier) = earlier {
        article.people.entry(name).or_insert(earlier);
    }
    let name = earlier.unwrap_or(name);
    for part in [first, last].into_iter().flatten() {
        let full = article.people.entry(part.text).or_insert(name);
        if !mention.titled && is_longer(name, full) {
            *full = name;
        }
    }
    if let Some(last) = last.filter(|_| earlier.is_none()) {
        article.spellings.add(last.text);
    }
    // "van der Berg", "al-Assad", "Jean-Claude Varlund": the name without its first word.
    if let Some(second) = parts.get(1).filter(|_| parts.len() > 2 && parts[1].text != "-") {
        // Other methods' names may begin or end within a word.
        let from = second.token.start.saturating_sub(mention.span.start());
        if let Some(rest) = name.get(from..).filter(|rest| !rest.is_empty()) {
            article.people.entry(rest).or_insert(name);
        }
    }
}

/// Whether `name` is a longer form of `short`: "Ann Maria Holm" of "Ann Holm", which Per Holm is not.
fn is_longer(name: &str, short: &str) -> bool {
    let mut words = name.split(' ');
    let opens = name.split(' ').next() == short.split(' ').next();
    name.len() > short.len() && opens && short.split(' ').all(|own| words.any(|word| word == own))
}

/// Learns "Long Name (LN)".
fn introduce<'t>(
    article: &mut Article<'t>,
    words: &[Word<'t>],
    mention: &Mention,
    kind: EntityType,
    name: &str,
) {
    let [open, short, close] = words.get(mention.end..mention.end + 3).unwrap_or(&[]) else { return };
    if open.text == "("
        && close.text == ")"
        && short.is_acronym()
        && mention.end > mention.start + 1
        && short.own.kind.is_none()
    {
        let kind = if kind == EntityType::Person { EntityType::Org } else { kind };
        article.short.entry(short.text).or_insert_with(|| (kind, identify(kind, name, mention.id)));
    }
}

fn settle(article: &Article, words: &[Word], text: &str, mention: &Mention) -> Option<Entity> {
    let span = mention.span;
    if mention.kind.is_value() {
        return Some(Entity { span, kind: mention.kind, id: None, confidence: mention.confidence });
    }
    let name = span.text(text);
    let entity = |kind, id: String, confidence| Some(Entity { span, kind, id: Some(id), confidence });
    if let Some((kind, id)) = article.short.get(name) {
        return entity(*kind, id.clone(), Rank::Firm.confidence());
    }
    let Some(own) = &mention.scores else {
        let (full, known) = match twin(article, words, mention, text) {
            Some(twin) => (twin, LEXICON.get(twin).id),
            None => (name, mention.id),
        };
        return entity(mention.kind, identify(mention.kind, full, known), mention.confidence);
    };
    if is_long_form(article, words, mention) {
        let id = identify(EntityType::Org, name, mention.id);
        return entity(EntityType::Org, id, Rank::Likely.confidence());
    }
    let single = mention.end == mention.start + 1;
    let word = &words[mention.start];
    let misspelt = || article.misspelt(word).filter(|_| single);
    // "Paris Hilton flew to Paris": by a first name that is a place the place is meant, unless it is in a list of first names alone.
    let place = single && word.own.kind == Some(EntityType::Gpe) && best(own).0 != EntityType::Person;
    let first = |full: &str| place && full.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '));
    let person = article.people.get(name).copied().filter(|full| !first(full));
    if let Some(full) = person.or_else(misspelt) {
        let id = identify(EntityType::Person, full, LEXICON.get(full).id);
        return entity(EntityType::Person, id, Rank::Firm.confidence());
    }
    if let Some(&kind) = article.fixed.get(name) {
        return entity(kind, identify(kind, name, mention.id), Rank::Likely.confidence());
    }
    let sum = article.scores.get(name);
    if sum.is_none() && (mention.tentative || mention.titled && !is_name_in_title(word, own)) {
        return None;
    }
    let (kind, confidence) = best(sum.unwrap_or(own));
    let known = match kind {
        EntityType::Person if single => word.own.id,
        kind if single || mention.kind == kind => mention.id,
        _ => "",
    };
    entity(kind, identify(kind, name, known), confidence).filter(|_| confidence >= WEAKEST)
}

/// Whether a short form follows in brackets that the article knows: "Nordic Whale Agency (NWA)".
fn is_long_form(article: &Article, words: &[Word], mention: &Mention) -> bool {
    let whole = words[mention.end - 1].token.end == mention.span.end();
    let [open, short, ..] = words.get(mention.end..).unwrap_or(&[]) else { return false };
    whole && open.text == "(" && article.short.contains_key(short.text)
}

/// In a title only a first name, an acronym or a compound of rare words tells a name.
fn is_name_in_title(word: &Word, scores: &Scores) -> bool {
    word.own.classes & (GIVEN | KNOWN_SURNAME) != 0
        || word.is_acronym()
        || word.own.kind.is_some()
        || scores[PERSON] >= PERSON_IN_TITLE
        || scores[PLACE] >= PLACE_IN_TITLE
}

/// The article's name for the same organisation with the state in place of the nationality:
/// "Maltese Airways" and "Malta Airways".
fn twin<'t>(article: &Article<'t>, words: &[Word], mention: &Mention, text: &str) -> Option<&'t str> {
    let first = &words[mention.start];
    if mention.kind != EntityType::Org
        || first.own.kind != Some(EntityType::Norp)
        || mention.end == mention.start + 1
    {
        return None;
    }
    let rest = mention.span.text(text).strip_prefix(first.text)?;
    let stem = first.text.get(..4)?;
    article.states.get(rest).copied().filter(|name| name.starts_with(stem))
}
