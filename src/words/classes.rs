//! Closed classes of words: what stands in for a tagger and a parser.

/// A set of classes, one bit each.
pub type Class = u32;

pub const DETERMINER: Class = 1;
pub const PRONOUN: Class = 1 << 1;
pub const PREPOSITION: Class = 1 << 2;
pub const HAVE_DO: Class = 1 << 3;
pub const BE: Class = 1 << 4;
pub const MODAL: Class = 1 << 5;
pub const NEGATION: Class = 1 << 6;
/// Adverbs that stand between subject, auxiliary and verb.
pub const ADVERB: Class = 1 << 7;
/// Opens a subordinate clause.
pub const SUBORDINATOR: Class = 1 << 8;
pub const COORDINATOR: Class = 1 << 9;
pub const RELATIVE: Class = 1 << 10;
/// Weekdays, months and the like: adverbials of time.
pub const TIME: Class = 1 << 11;
/// Titles that a full stop may follow.
pub const TITLE: Class = 1 << 12;
pub const TO: Class = 1 << 13;
/// Question words that open a content.
pub const QUESTION: Class = 1 << 14;
/// Those whom one speaks to without naming them.
pub const AUDIENCE: Class = 1 << 15;
pub const PROBABLE: Class = 1 << 16;
pub const POSSIBLE: Class = 1 << 17;
pub const DEMAND: Class = 1 << 18;
/// Verbs of speech that may follow a quotation: "said", "wrote", "added".
pub const SPEECH: Class = 1 << 19;
/// Verbs of speech with an addressee before the content: "told", "reminded".
pub const TELL: Class = 1 << 20;
/// Nouns for the medium or occasion of speech: "statement", "interview".
pub const MEDIUM: Class = 1 << 21;
/// Object pronouns and others that never are a subject.
pub const OBJECT: Class = 1 << 22;
/// Verbs that are no cue and frequent enough to end a noun phrase.
pub const VERB: Class = 1 << 23;
/// Offices and groups that stand for the state they name.
pub const OFFICE: Class = 1 << 24;
/// Subjects that are evidence but no words: "photos", "damage".
pub const THING: Class = 1 << 25;
/// Verbs that perform an act of speech with a noun: "extended an apology".
pub const PERFORM: Class = 1 << 27;
/// Nouns for such acts.
pub const ACT_NOUN: Class = 1 << 28;
/// Possessive pronouns.
pub const POSSESSIVE: Class = 1 << 26;

pub const AUXILIARY: Class = HAVE_DO | BE | MODAL;

/// The words of each class.
pub const CLASSES: &[(Class, &str)] = &[
    (
        DETERMINER,
        "the a an this these those his her their its my our your no any some every each another such both all many most several few two three four five",
    ),
    (POSSESSIVE, "his her their its my our your"),
    (
        PRONOUN,
        "i you he she it we they who which everyone nobody somebody someone anyone others i've you've we've they've i'd you'd he'd she'd we'd they'd i'm we're they're you're i'll we'll they'll he'll she'll everybody",
    ),
    (OBJECT, "me him us them whom himself herself itself themselves myself ourselves"),
    (
        PREPOSITION,
        "of for about on with against in as from into over at after by toward towards upon between among under without within during before through across near despite along around behind amid regarding like including",
    ),
    (HAVE_DO, "have has had do does did haven't hasn't hadn't don't doesn't didn't having"),
    (BE, "is are was were be been being am isn't aren't wasn't weren't"),
    (
        MODAL,
        "will would can could may might must shall should cannot won't wouldn't can't couldn't shouldn't mustn't",
    ),
    (
        NEGATION,
        "not never haven't hasn't hadn't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't shouldn't cannot without neither",
    ),
    (
        ADVERB,
        "also not never ever just still now then again already even later earlier often always soon once both only recently repeatedly first too instead however meanwhile though nevertheless otherwise perhaps",
    ),
    (
        SUBORDINATOR,
        "that because if whether when while as although though since until unless than where how why what whereas before after once except",
    ),
    (COORDINATOR, "and but or nor yet"),
    (RELATIVE, "who which whom whose where"),
    (QUESTION, "if whether how what why when where who which"),
    (
        TIME,
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight week month year night morning afternoon evening january february march april june july august september october november december earlier last ago weekend",
    ),
    (TITLE, "mr mrs ms dr sen rep gov gen lt col sgt capt prof rev st jr sr sens reps messrs atty"),
    (TO, "to"),
    (
        AUDIENCE,
        "reporters supporters voters viewers lawmakers followers journalists audiences donors fans listeners readers congress people officials investigators police parliament crowds",
    ),
    (PROBABLE, "probably likely apparently presumably seemingly"),
    (POSSIBLE, "may might could possibly perhaps maybe possible"),
    (DEMAND, "must should"),
    (
        SPEECH,
        "said says say saying wrote writes write added adds tweeted told tells noted notes explained explains argued argues continued recalled replied responded asked asks announced declared stated concluded insisted insists acknowledged suggested warned warns reported reports joked quipped claimed claims observed remarked recounted reads read lamented complained predicted admitted conceded concedes emphasized stressed posted shouted testified believes thinks believe think thought mused reasoned vowed promised pleaded asserted maintained contended alleged commented answered reiterated repeated boasted cautioned clarified confirmed indicated revealed estimated estimates cried yelled chanted declares concludes warns tells suggests continues",
    ),
    (
        TELL,
        "told tell tells telling asked asks asking reminded reminds reminding informed informing assured assures assuring briefed emailed texted notified convinced persuaded warned warning",
    ),
    (
        MEDIUM,
        "statement interview speech tweet email e-mail report letter message post column blog memo article conference call filing appearance release briefing remarks text ad video essay op-ed poll survey study tuesday testimony readout readouts documents document book note",
    ),
    (
        VERB,
        "spoke saw visited chose drove flew hit beat fought shot sold bought built drew fled paid put quit sat struck threw won withdrew went came got took gave made seems became began ran won lost met left kept held brought sent spent stood crashed happened died killed helped turned moved led included faced received started stopped tried failed used worked played grew rose fell goes comes gets takes gives makes keeps helps includes remains remained followed appeared",
    ),
    (
        PERFORM,
        "express expresses expressed expressing extend extends extended extending offer offers offered offering send sends sent sending convey conveys conveyed conveying voice voices voiced voicing issue issues issued issuing deliver delivers delivered delivering reiterate reiterated repeated",
    ),
    (
        ACT_NOUN,
        "apology apologies condolence condolences congratulations thanks gratitude regret regrets sympathy sympathies invitation concern concerns doubt doubts outrage praise hope warning warnings threat threats denial solidarity appreciation dismay alarm remorse sorrow",
    ),
    (
        OFFICE,
        "government presidency ministry officials authorities official government's office administration embassy army military parliament regulators investigators",
    ),
    (
        THING,
        "view photos photo images image footage damage wreckage fragments data traces holes video videos pictures indications evidence",
    ),
];
