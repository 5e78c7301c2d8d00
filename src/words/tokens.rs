//! The words of a document, sentence by sentence: cut once, each form looked up once, read by every layer.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::rc::Rc;

use crate::document::Document;
use crate::method::Shared;
use crate::words::gazetteer::{self, COMMON, Classes, FUNCTION};
use crate::words::hash::Quick;
use crate::words::lexicon;
use crate::words::token::{Kind, Token, tokenize};

/// All tokens in text order, which of them each sentence has, and what the lexicons know of them.
pub struct Tokens {
    pub tokens: Vec<Token>,
    /// One for each sentence, half-open.
    pub sentences: Vec<Range<usize>>,
    /// For each token, the place of its form in `forms`.
    form: Vec<u32>,
    /// The first is that of numbers and marks.
    forms: Vec<Known>,
}

/// What the lexicons know of a form.
#[derive(Clone, Copy, Default)]
pub struct Known {
    /// By the cue lexicon and the closed classes.
    pub cue: lexicon::Entry,
    /// By the gazetteer, as the form is written.
    pub own: gazetteer::Entry,
    /// The gazetteer's classes of the form in lower case.
    pub low: Classes,
}

impl Tokens {
    /// Those of `document`, whose sentences are found.
    pub fn of(document: &Document, shared: &mut Shared) -> Rc<Tokens> {
        shared.piece(|_| true, |_| Tokens::read(document))
    }

    /// What is known of the token at `at`.
    pub fn known(&self, at: usize) -> &Known {
        &self.forms[self.form[at] as usize]
    }

    fn read(document: &Document) -> Tokens {
        let text = document.text();
        let mut tokens = Vec::with_capacity(text.len() / 5);
        let mut sentences = Vec::with_capacity(document.sentences.len());
        for sentence in &document.sentences {
            let from = tokens.len();
            tokenize(text, sentence.span, &mut tokens);
            sentences.push(from..tokens.len());
        }
        let mut places: HashMap<&str, u32, BuildHasherDefault<Quick>> =
            HashMap::with_capacity_and_hasher(tokens.len() / 2, BuildHasherDefault::default());
        let (mut forms, mut lower) = (vec![Known::default()], String::new());
        let place = |token: &Token| {
            if token.kind != Kind::Word {
                return 0;
            }
            let form = token.text(text);
            *places.entry(form).or_insert_with(|| {
                forms.push(known(form, token.capital, &mut lower));
                forms.len() as u32 - 1
            })
        };
        let form = tokens.iter().map(place).collect();
        Tokens { tokens, sentences, form, forms }
    }
}

/// No name of the lexicons is longer; a longer word would only cost time.
const LONGEST: usize = 40;

/// Looks up `form`; `lower` is room that is used again.
fn known(form: &str, capital: bool, lower: &mut String) -> Known {
    // The country, not the pronoun.
    let cue = if form == "US" { lexicon::Entry::default() } else { lexicon::LEXICON.entry(form) };
    if form.len() > LONGEST {
        return Known { cue, ..Known::default() };
    }
    let names = &gazetteer::LEXICON;
    let mut own = names.get(form);
    let shouted = capital && form.len() > 3 && form.bytes().all(|byte| byte.is_ascii_uppercase());
    if shouted && own.kind.is_none() {
        // A dateline or a shout: "OSLO" is known as "Oslo".
        lower.clear();
        lower.push_str(&form[..1]);
        lower.extend(form[1..].chars().map(|c| c.to_ascii_lowercase()));
        let usual = names.get(lower);
        if usual.kind.is_some() && usual.classes & COMMON == 0 {
            own = usual;
        }
    }
    if !capital {
        return Known { cue, own, low: own.classes };
    }
    lower.clear();
    lower.extend(form.chars().flat_map(char::to_lowercase));
    let mut low = names.get(lower).classes;
    if low == 0
        && let Some((stem, _)) = lower.split_once(['\'', '’'])
    {
        // "We’re", "Don’t": what the stem is.
        low = names.get(stem).classes & (FUNCTION | COMMON);
    }
    Known { cue, own, low }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{EntityType, Sentence, Span};

    #[test]
    fn every_token_knows_its_own_form() {
        let text = "Oslo said so; OSLO did. “38 said,” we’re told.";
        let mut document = Document::plain("t", text);
        document.sentences = vec![Sentence { span: Span::new(0, text.len()) }];
        let tokens = Tokens::of(&document, &mut Shared::default());
        for (at, token) in tokens.tokens.iter().enumerate() {
            let known = tokens.known(at);
            match token.text(text) {
                "Oslo" | "OSLO" => assert_eq!(known.own.kind, Some(EntityType::Gpe)),
                "said" => assert!(known.cue.cue > 0 && known.own.kind.is_none()),
                "38" | "“" => assert!(known.low == 0 && known.cue == lexicon::Entry::default()),
                _ => {}
            }
        }
    }
}
