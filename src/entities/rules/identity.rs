//! One entity for its many names: surname and full name, acronym and long name, place and slug.

use std::collections::HashMap;

use crate::document::{Entity, EntityType};
use crate::entities::rules::names::Found;
use crate::entities::rules::typing;
use crate::entities::rules::typing::{KINDS, Scores};
use crate::entities::rules::words::Word;
use crate::words::gazetteer::{COUNTRY, GIVEN, KNOWN_SURNAME, LEXICON};
use crate::words::token::Kind;

/// Names typed with less confidence are more often wrong than right (measured on news).
const WEAKEST: f32 = 0.55;

/// What the article's other mentions tell of a name.
#[derive(Default)]
struct Article<'t> {
    /// Sums over all mentions of the same words outside titles.
    scores: HashMap<&'t str, Scores>,
    /// A part of a person's full name, and the full name.
    people: HashMap<&'t str, &'t str>,
    /// Short names introduced after long ones: "European Union (EU)".
    short: HashMap<&'t str, (EntityType, String)>,
    /// Organisations named after a state, by what follows its name.
    states: HashMap<&'t str, &'t str>,
    /// Types fixed by heads or the gazetteers outside titles.
    fixed: HashMap<&'t str, EntityType>,
}

/// Settles type and id of every mention, the article read as a whole.
pub fn resolve(words: &[Word], text: &str, found: Vec<Found>) -> Vec<Entity> {
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
/// keeps it, unless it is a person's who has a longer name in the article.
pub fn name(words: &[Word], text: &str, entities: &mut [Entity]) {
    let names = entities.iter().filter(|entity| !entity.kind.is_value());
    let found: Vec<Found> = names.map(|entity| found(words, text, entity)).collect();
    let article = gather(words, text, &found);
    let names = entities.iter_mut().filter(|entity| !entity.kind.is_value());
    for (entity, mention) in names.zip(&found) {
        let name = entity.span.text(text);
        let own = entity.id.as_ref().is_none_or(|id| *id == slug(name));
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
fn found(words: &[Word], text: &str, entity: &Entity) -> Found {
    let start = words.partition_point(|word| word.token.end <= entity.span.start());
    let end = words.partition_point(|word| word.token.start < entity.span.end());
    let known = LEXICON.get(entity.span.text(text));
    Found {
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

fn gather<'t>(words: &[Word<'t>], text: &'t str, found: &[Found]) -> Article<'t> {
    let mut article = Article::default();
    for mention in found {
        let name = mention.span.text(text);
        match mention.scores {
            Some(scores) if !mention.titled && !mention.tentative => {
                let sum = article.scores.entry(name).or_default();
                for (sum, score) in sum.iter_mut().zip(scores) {
                    *sum += score;
                }
            }
            None if !mention.kind.is_value() && !mention.titled => {
                article.fixed.entry(name).or_insert(mention.kind);
                if mention.kind == EntityType::Org
                    && let Some(first) = words.get(mention.start)
                    && first.own.classes & COUNTRY != 0
                    && let Some(rest) = name.strip_prefix(first.text).filter(|rest| !rest.is_empty())
                {
                    article.states.entry(rest).or_insert(name);
                }
            }
            _ => {}
        }
    }
    for mention in found {
        let name = mention.span.text(text);
        let kind = match mention.scores {
            Some(scores) => typing::best(article.scores.get(name).unwrap_or(&scores)).0,
            None => mention.kind,
        };
        if mention.tentative {
            continue;
        }
        if kind == EntityType::Person && mention.end > mention.start + 1 {
            register(&mut article, words, mention, name);
        }
        introduce(&mut article, words, mention, kind, name);
    }
    article
}

/// Ties the parts of a full name to it; the longest full name of a surname wins.
fn register<'t>(article: &mut Article<'t>, words: &[Word<'t>], mention: &Found, name: &'t str) {
    let parts = &words[mention.start..mention.end];
    let word = |word: &&Word| word.token.kind == Kind::Word && word.text.chars().count() > 1;
    let (first, last) = (parts.iter().find(word), parts.iter().rev().find(word));
    let last = last.filter(|last| last.is_capital());
    for part in [first, last].into_iter().flatten() {
        let full = article.people.entry(part.text).or_insert(name);
        if full.len() < name.len() && mention.titled <= full.is_empty() {
            *full = name;
        }
    }
    // "van der Berg", "al-Assad", "Kassym-Jomart Tokayev": the name without its first word.
    if let Some(second) = parts.get(1).filter(|_| parts.len() > 2 && parts[1].text != "-") {
        // Other methods' names may begin or end within a word.
        let from = second.token.start.saturating_sub(mention.span.start());
        if let Some(rest) = name.get(from..).filter(|rest| !rest.is_empty()) {
            article.people.entry(rest).or_insert(name);
        }
    }
}

/// Learns "Long Name (LN)".
fn introduce<'t>(
    article: &mut Article<'t>,
    words: &[Word<'t>],
    mention: &Found,
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

fn settle(article: &Article, words: &[Word], text: &str, mention: &Found) -> Option<Entity> {
    let span = mention.span;
    let entity = |kind, id, confidence| Some(Entity { span, kind, id, confidence });
    if mention.kind.is_value() {
        return entity(mention.kind, None, mention.confidence);
    }
    let name = span.text(text);
    if let Some((kind, id)) = article.short.get(name) {
        return entity(*kind, Some(id.clone()), 0.9);
    }
    let single = mention.end == mention.start + 1;
    let Some(own) = mention.scores else {
        if let Some(twin) = twin(article, words, mention, text) {
            return entity(
                mention.kind,
                Some(identify(mention.kind, twin, LEXICON.get(twin).id)),
                mention.confidence,
            );
        }
        return entity(mention.kind, Some(identify(mention.kind, name, mention.id)), mention.confidence);
    };
    let acronym = words[mention.end - 1].token.end - span.start() == name.len()
        && words.get(mention.end).is_some_and(|word| word.text == "(")
        && words.get(mention.end + 1).is_some_and(|word| article.short.contains_key(word.text));
    if acronym {
        return entity(EntityType::Org, Some(identify(EntityType::Org, name, mention.id)), 0.85);
    }
    if let Some(full) = article.people.get(name) {
        let id = LEXICON.get(full).id;
        return entity(EntityType::Person, Some(identify(EntityType::Person, full, id)), 0.9);
    }
    if let Some(&kind) = article.fixed.get(name) {
        return entity(kind, Some(identify(kind, name, mention.id)), 0.85);
    }
    let sum = article.scores.get(name);
    if mention.tentative && sum.is_none() {
        return None;
    }
    let word = &words[mention.start];
    if mention.titled && sum.is_none() {
        // In a title only a first name, an acronym or a compound of rare words tells a name.
        let names =
            word.own.classes & (GIVEN | KNOWN_SURNAME) != 0 || word.is_acronym() || word.own.kind.is_some();
        if !names && own[0] < 2.0 && own[2] < 1.5 {
            return None;
        }
    }
    let scores = sum.unwrap_or(&own);
    let (kind, confidence) = typing::best(scores);
    if confidence < WEAKEST {
        return None;
    }
    let known = if single && kind == EntityType::Person { word.own.id } else { mention.id };
    let known = if mention.kind == kind || single { known } else { "" };
    debug_assert!(KINDS.contains(&kind));
    entity(kind, Some(identify(kind, name, known)), confidence)
}

/// The article's name for the same organisation with the state in place of the nationality:
/// "Maltese Airways" and "Malta Airways".
fn twin<'t>(article: &Article<'t>, words: &[Word], mention: &Found, text: &str) -> Option<&'t str> {
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

/// The id of a name: the lexicon's, or its slug.
fn identify(kind: EntityType, name: &str, known: &str) -> String {
    if !known.is_empty() {
        return slug(known);
    }
    let slug = slug(name);
    let plural = kind == EntityType::Norp && !slug.ends_with(['s', 'e', 'h']);
    if plural { slug + "s" } else { slug }
}

/// `name` as lower-case ASCII words with hyphens between.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c == '.' || c == '\'' || c == '’' || ('\u{300}'..='\u{36f}').contains(&c) {
        } else if let Some(plain) = ascii(c) {
            slug.push_str(plain);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}

/// The letters that stand for a Latin letter with a mark.
fn ascii(c: char) -> Option<&'static str> {
    const ROWS: &[(&str, &str)] = &[
        ("áàâäãåāăąǎÁÀÂÄÃÅĀĂĄ", "a"),
        ("çćčĉċÇĆČ", "c"),
        ("ďđðĎĐÐ", "d"),
        ("éèêëēĕėęěəÉÈÊËĒĖĘĚƏ", "e"),
        ("ğĝġģĞĠĢ", "g"),
        ("ħĥĦ", "h"),
        ("íìîïīĭįıÍÌÎÏĪĮİ", "i"),
        ("ĵ", "j"),
        ("ķĶ", "k"),
        ("łĺļľŁĻĽ", "l"),
        ("ñńņňÑŃŅŇ", "n"),
        ("óòôöõøōŏőÓÒÔÖÕØŌŐ", "o"),
        ("ŕŗřŘ", "r"),
        ("śşšșŝŚŞŠȘ", "s"),
        ("ťţțŤŢȚ", "t"),
        ("úùûüūŭůűųÚÙÛÜŪŮŰŲ", "u"),
        ("ŵ", "w"),
        ("ýÿŷÝ", "y"),
        ("źżžŹŻŽ", "z"),
        ("ß", "ss"),
        ("æÆ", "ae"),
        ("œŒ", "oe"),
        ("þÞ", "th"),
    ];
    ROWS.iter().find(|row| row.0.contains(c)).map(|row| row.1)
}
