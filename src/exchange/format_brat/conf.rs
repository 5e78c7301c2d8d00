//! What brat asks for beside the documents: which labels there are, and their colours.

use super::lines::NESTED;
use crate::document::{Act, EntityType, Factuality, Label, Quote, Voice};
use crate::exchange::roles::{ATTRIBUTION, ROLES, SENTENCE};

/// `annotation.conf` and `visual.conf`, with which the folder opens in brat as it is.
pub fn files() -> [(String, String); 2] {
    [("annotation.conf".to_owned(), annotation()), ("visual.conf".to_owned(), visual())]
}

fn annotation() -> String {
    let entities: String = EntityType::names().iter().map(|name| format!("{name}\n")).collect();
    let roles: Vec<String> = ROLES.iter().map(|role| format!("{role}*:{role}")).collect();
    let attributes = [
        ("Voice", Voice::names()),
        ("Quote", Quote::names()),
        ("Act", Act::names()),
        ("Factuality", Factuality::names()),
    ];
    let attributes = attributes
        .map(|(name, values)| format!("{name}\tArg:{ATTRIBUTION}, Value:{}\n", values.join("|")))
        .concat();
    format!(
        "[entities]\n{}\n{SENTENCE}\n{entities}\n[relations]\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n\
         [events]\n{ATTRIBUTION}\t{}, {NESTED}?:{ATTRIBUTION}\n\n[attributes]\n{attributes}",
        ROLES.join("\n"),
        roles.join(", ")
    )
}

fn visual() -> String {
    let colours = [
        ("Source", "#a9ccf7"),
        ("Cue", "#f7b3aa"),
        ("Content", "#b4e3bb"),
        (ATTRIBUTION, "#f7b3aa"),
        (SENTENCE, "#f2f2f2"),
        ("SPAN_DEFAULT", "#fbe6a3"),
    ];
    let drawn = colours
        .map(|(name, colour)| format!("{name}\tfgColor:black, bgColor:{colour}, borderColor:darken\n"));
    format!(
        "[labels]\n{ATTRIBUTION} | Attribution | Attr\n\n[drawing]\n{}ARC_DEFAULT\tcolor:black\n",
        drawn.concat()
    )
}
