//! Titles in short form, which a full stop may follow before a name: the one list of them, for names
//! and for sentence ends.

/// In lower case, without the full stop. "St." is left out: more places than people have it.
pub const SHORT: [&str; 38] = [
    "adm", "ald", "amb", "assemb", "atty", "brig", "capt", "cllr", "cmdr", "col", "comdr", "cpl", "det",
    "dr", "fr", "gen", "gov", "hon", "insp", "lt", "maj", "messrs", "mlle", "mme", "mr", "mrs", "ms", "mx",
    "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "supt",
];
