//! One rule a test, on made-up sentences.

use crate::document::EntityType::*;
use crate::document::{Document, EntityType, Label, Sentence, Span};
use crate::entities::rules::Rules;
use crate::method::Method;
use crate::words::terms;

/// The mentions of an article of one sentence a line: words, type and id ("" where it has none).
fn found(text: &str) -> Vec<(String, EntityType, String)> {
    let mut document = Document::plain("a", text);
    document.sentences = document.kept().map(|(_, span)| Sentence { span }).collect();
    Rules.annotate(&mut document);
    let row = |entity: &crate::document::Entity| {
        let id = entity.id.clone().unwrap_or_default();
        (entity.span.text(text).to_owned(), entity.kind, id)
    };
    document.entities.iter().map(row).collect()
}

fn has(text: &str, name: &str, kind: EntityType, id: &str) {
    let found = found(text);
    let wanted = (name.to_owned(), kind, id.to_owned());
    assert!(found.contains(&wanted), "{name:?} {kind:?} {id:?} not in {found:?}");
}

fn only(text: &str, names: &[&str]) {
    let found: Vec<String> = found(text).into_iter().map(|row| row.0).collect();
    assert_eq!(found, names);
}

#[test]
fn leaves_titles_out_and_marks_the_nationality() {
    let text = "Norwegian Prime Minister Anna Berg spoke.";
    only(text, &["Norwegian", "Anna Berg"]);
    has(text, "Norwegian", Norp, "norwegians");
    has(text, "Anna Berg", Person, "anna-berg");
}

#[test]
fn a_surname_is_the_person_of_the_full_name() {
    has("The boat of Anna Berg sank.\nBerg said so.", "Berg", Person, "anna-berg");
}

#[test]
fn a_common_word_at_the_start_is_no_name() {
    only("Experts met.\nReports differ.", &[]);
}

#[test]
fn spellings_of_a_public_name_share_the_id() {
    has("They met Oleksandr Syrsky.", "Oleksandr Syrsky", Person, "oleksandr-syrskyi");
    has("They met Syrskyj.", "Syrskyj", Person, "oleksandr-syrskyi");
}

#[test]
fn a_head_word_makes_an_organisation_of_the_whole_name() {
    has(
        "The Maltese Police Directorate closed.",
        "Maltese Police Directorate",
        Org,
        "maltese-police-directorate",
    );
    has(
        "The Ministry of Finance and Economy paid.",
        "Ministry of Finance and Economy",
        Org,
        "ministry-of-finance-and-economy",
    );
    has(
        "The Maltese Auditor General’s Office paid.",
        "Maltese Auditor General’s Office",
        Org,
        "maltese-auditor-generals-office",
    );
}

#[test]
fn a_preposition_after_a_person_ends_the_name() {
    only("Fines hit Hansen for Malta Airways losses.", &["Hansen", "Malta Airways"]);
}

#[test]
fn an_acronym_in_brackets_is_the_long_name() {
    let text = "The Nordic Whale Agency (NWA) met.\nThen NWA paid.";
    assert_eq!(found(text).iter().filter(|row| row.2 == "nordic-whale-agency").count(), 3);
}

#[test]
fn an_organisation_is_one_under_state_and_nationality() {
    has("Malta Airways lost.\nThe Maltese Airways plane fell.", "Maltese Airways", Org, "malta-airways");
}

#[test]
fn a_lower_case_noun_beside_a_name_is_outside() {
    only("They left Oslo airport in western Norway with Norway-backed crews.", &["Oslo", "Norway", "Norway"]);
}

#[test]
fn facilities_and_waters_have_their_own_types() {
    has("It hit the Torvald Bridge.", "Torvald Bridge", Fac, "torvald-bridge");
    has("It fell into Lake Como.", "Lake Como", Loc, "lake-como");
}

#[test]
fn the_name_of_a_state_has_one_id() {
    has("The U.S. agreed.", "U.S.", Gpe, "united-states");
    has("The US agreed.", "US", Gpe, "united-states");
}

#[test]
fn a_letter_wrong_in_a_long_name_of_a_state_is_forgiven() {
    for name in ["Kyrgystan", "Kyrgyzzstan", "Kyrgizstan", "Kyrgyztsan"] {
        has(&format!("A fire in {name} killed one man."), name, Gpe, "kyrgyzstan");
    }
}

#[test]
fn a_letter_wrong_in_a_long_surname_is_forgiven_and_a_short_one_is_another_name() {
    for name in ["Vindfjordsen", "Vindfjorddsen", "Vindfordsen", "Vindfjrodsen"] {
        let text = format!("The mayor, Anna Vindfjordsen, left.\nThen {name} said so.");
        has(&text, name, Person, "anna-vindfjordsen");
        let text = format!("The mayor, Anna Vindfjordsen, left.\nThen Anna {name} said so.");
        has(&text, &format!("Anna {name}"), Person, "anna-vindfjordsen");
    }
    has("The mayor, Anna Berg, left.\nThen Tove Borg said so.", "Tove Borg", Person, "tove-borg");
    let two = "The mayor, Anna Andersen, left.\nThen Anna Anderson said so.";
    has(two, "Anna Anderson", Person, "anna-anderson");
}

#[test]
fn a_platform_of_one_letter_needs_its_context() {
    for name in ["X", "Y"] {
        has(&format!("She wrote on {name} that she left."), name, Org, &name.to_lowercase());
        only(&format!("She wrote on Platform {name} that she left."), &[name]);
        only(&format!("Take point {name} here."), &[]);
    }
}

#[test]
fn a_platform_that_no_list_knows_is_told_by_what_stands_around() {
    only("She wrote on Platform Mastodon that she left.", &["Mastodon"]);
    has("She wrote on Quarvik that she left.", "Quarvik", Org, "quarvik");
    has("She left, Berg said in a post on Quarvik.", "Quarvik", Org, "quarvik");
}

#[test]
fn a_name_beside_a_noun_for_an_organisation_is_one() {
    has("The city’s ferry operator, Quarvia, said so.", "Quarvia", Org, "quarvia");
}

#[test]
fn a_name_beside_a_noun_for_a_place_is_one() {
    has("They reached the nearest town, Quarvik, at last.", "Quarvik", Gpe, "quarvik");
    has("They reached Quarvik, the capital of the island.", "Quarvik", Gpe, "quarvik");
    has("They met Quarvik, a city bank.", "Quarvik", Org, "quarvik");
}

#[test]
fn flights_and_aircraft_are_products() {
    has("Then flight KQ204 left.", "KQ204", Product, "kq204");
    has("The flight 7C2216 left.", "7C2216", Product, "7c2216");
    has("An Airbus A320 left.", "Airbus A320", Product, "airbus-a320");
    has("A Cessna 172 left.", "Cessna 172", Product, "cessna-172");
}

#[test]
fn capitals_tell_nothing_in_a_title() {
    only("Minister Calls for Inquiry Into Deadly Ferry Fire in Norway", &["Norway"]);
}

#[test]
fn a_language_is_no_group_when_it_is_spoken() {
    has("She spoke Danish.", "Danish", Language, "danish");
    has("A Danish boat sank.", "Danish", Norp, "danes");
}

#[test]
fn short_forms_of_common_nouns_are_no_names() {
    only("The GPS and the TV failed.", &[]);
}

#[test]
fn dates_take_their_words_but_no_preposition() {
    for (text, date) in [
        ("It sank on May 3, 2021.", "May 3, 2021"),
        ("It sank on 3 May 2021.", "3 May 2021"),
        ("It sank earlier this week.", "earlier this week"),
        ("It sank last Friday.", "last Friday"),
        ("It sank on Christmas Day.", "Christmas Day"),
        ("It sank in the 1990s.", "1990s"),
        ("It sank in early 2014.", "early 2014"),
        ("It sank three years ago.", "three years ago"),
        ("It sank in 2014 off a reef.", "2014"),
    ] {
        has(text, date, Date, "");
    }
}

#[test]
fn may_is_a_month_only_beside_a_date() {
    only("May it rain.", &[]);
}

#[test]
fn times_are_shorter_than_a_day() {
    for (text, time) in [
        ("It sank at 2:40 p.m. there.", "2:40 p.m."),
        ("It sank at noon.", "noon"),
        ("It sank for two hours.", "two hours"),
        ("It sank on Friday morning.", "Friday morning"),
    ] {
        has(text, time, Time, "");
    }
}

#[test]
fn numbers_go_with_their_unit() {
    has("It rose 5 percent.", "5 percent", Percent, "");
    has("It rose 2.5%.", "2.5%", Percent, "");
    has("It cost $3 million.", "$3 million", Money, "");
    has("It cost 40 euros.", "40 euros", Money, "");
    has("It lay at 1,600 feet.", "1,600 feet", Quantity, "");
    has("It was the 19th boat.", "19th", Ordinal, "");
    has("It first sank.", "first", Ordinal, "");
    has("The two met twenty-one men.", "twenty-one", Cardinal, "");
    has("The two met.", "two", Cardinal, "");
}

#[test]
fn vague_counts_and_pronouns_are_no_numbers() {
    only("Several met; one of them left, and no one stayed.", &[]);
}

/// A sentence whose mentions stand in brackets after their type, as text and as mentions.
fn marked(example: &str) -> (String, Vec<(EntityType, String)>) {
    let (mut text, mut mentions) = (String::new(), Vec::new());
    for (at, part) in example.split(['[', ']']).enumerate() {
        let inside = (at % 2 == 1).then(|| part.split_once(' ').expect("a type and a name"));
        if let Some((kind, name)) = inside {
            mentions.push((EntityType::parse(kind).expect(kind), name.to_owned()));
        }
        text.push_str(inside.map_or(part, |inside| inside.1));
    }
    (text, mentions)
}

#[test]
fn every_row_of_the_terms_does_as_its_example_says() {
    let wrong = terms::rows().filter_map(|row| {
        let (text, mentions) = marked(row.example);
        let found: Vec<_> = found(&text).into_iter().map(|(name, kind, _)| (kind, name)).collect();
        (found != mentions).then(|| format!("{text}\n  wanted {mentions:?}\n  found {found:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn mentions_in_noise_stand_in_order_and_apart() {
    for unit in ["A", "1", ".", "Ab ", "A-", "Aa of ", "1-", "A.", "Bank of ", "hundred and ", "early "] {
        let text = unit.repeat(2_000 / unit.len());
        let mut document = Document::plain("a", &text);
        document.sentences = vec![Sentence { span: Span::new(0, text.trim_end().len()) }];
        Rules.annotate(&mut document);
        assert!(document.entities.windows(2).all(|two| two[0].span.end() <= two[1].span.start()), "{unit:?}");
    }
}
