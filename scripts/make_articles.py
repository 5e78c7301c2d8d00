#!/usr/bin/env python3
"""Writes N made-up news articles as JSON Lines to standard output, an article at a time, for runs of any size.

usage: make_articles.py N [--seed S] [--first I] > articles.jsonl
       make_articles.py 1000000 | gzip > articles.jsonl.gz

Article I depends on S and I alone: the same arguments give the same bytes, and parts of one set can be made apart.
Lengths are those of news: log-normal, 3.6 KB in the mean and 3.0 KB in the middle, from a few lines to tens of
kilobytes. Each has a title, paragraphs with quotations before, around and after who says them, names, roles, places,
days and amounts, and now and then a subheading or a line that is no prose. All words are our own; nobody is meant.
"""
import argparse
import json
import math
import random
import sys

MEAN, SPREAD = 3400, 0.65  # bytes of text; the deviation of the length's logarithm
SHORTEST, LONGEST = 300, 60_000

FIRST = "Ann Omar Ruth Paul Ines Tariq Jane Erik Mona Luis Grace Piotr Nadia Karl Elsa Hugo Aisha Tom Vera Ivan".split()
LAST = ("Holm Doe Keller Osei Brandt Marsh Okoro Lind Varga Moreno Sandvik Petrov Haddad Quinn Abara Falk Rossi "
        "Tanaka Weaver Dunne").split()
PLACES = ("Oslo Bergen Lisbon Nairobi Porto Geneva Leeds Tampere Ghent Accra Bilbao Denver Quebec Split Cork Dresden "
          "Malmö Zürich").split()
BODIES = ("the Harbour Board", "the Ministry of Transport", "Northline Ferries", "the city council", "the Water Authority",
          "the teachers’ union", "the Coast Guard", "Alder Bank", "the Institute for Rivers", "the Court of Audit",
          "Kestrel Air", "the fire service")
ROLES = ("Mayor", "Transport Minister", "Professor", "Judge", "Captain", "Senator", "Police Chief", "Inspector")
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = ("January February March April May June July August September October November December").split()
THINGS = ("the bridge", "the tunnel", "the new line", "the old depot", "the ferry", "the budget", "the report", "the strike",
          "the dam", "the school on the hill", "the northern terminal", "the water plant", "the contract", "the tender")
STATES = ("would stay closed until {month}", "was safe", "had cost {money} so far", "needed at least {count} more workers",
          "could open again on {day}", "was {percent} over what had been planned", "had never been inspected",
          "might be sold to {body}", "had been delayed by the storm in {place}", "would not be paid for by the town alone")
HOPES = ("We are ready for that", "Nobody asked us", "It is not a matter of money", "I would not call it a failure",
         "We have {count} people working on it, and it is still not enough", "There is no other way",
         "The people of {place} deserve an answer", "What we saw in {month} must not happen again",
         "It costs {money} a week, and somebody has to pay", "I have read {thing_of} twice, and I still do not understand it")
SPOKE = "said added insisted warned argued noted explained admitted claimed".split()
WROTE = "announced confirmed denied reported promised predicted suggested".split()
SENTENCES = (
    "“{hope},” {speaker} {spoke} on {day}.",
    "“{hope},” {spoke} {speaker}, who has led {body} since {year}. “{hope}.”",
    "{speaker} {spoke} that {thing} {state}.",
    "According to {body}, {thing} {state}.",
    "{Body} {wrote} on {day} that {thing} {state}, after talks in {place} that lasted {count} hours.",
    "{speaker} called {thing} “a burden on {place}” and asked for {money}.",
    "{Thing} has been at the centre of a dispute between {body} and {body} for {count} months.",
    "In {month} {year}, {count} households in {place} were without water for {count} days.",
    "Asked whether {thing} {state}, {speaker} replied: “{hope}.”",
    "{Body} did not answer questions about {thing}.",
    "The price rose by {percent} to {money}, the most since {month} {year}.",
    "{speaker}, a spokeswoman for {body}, {spoke} it was too early to say if {thing} {state}.",
    "Critics in {place} doubt that {thing} {state}; {speaker} {spoke} they were wrong.",
    "Work on {thing} began in {year} and was to take {count} months.",
    "“{hope}”, {body} {wrote} in a letter to {speaker}.",
    "Residents gathered outside the town hall in {place}, where {speaker} spoke for {count} minutes.",
)
TITLES = ("{Thing} in {place} {state_short}", "{Body}: no money for {thing}", "{place} waits for {thing}",
          "{count} hurt near {place}", "{surname} and {surname} at odds over {thing}")
SHORT_STATES = ("stays closed", "reopens", "to be sold", "under review", "costs more than planned")
SUBHEADINGS = ("Who pays", "A long dispute", "What comes next", "Doubts in {place}")
ASIDES = ("ALSO READ: {Thing} in {place} {state_short}", "Photo: {name} / {place} Post", "Share this article",
          "Updated {count} {month} {year}")


class Words(dict):
    """The words of one article by the names that the templates use, drawn anew for each place."""

    def __init__(self, chance):
        self.pick = lambda words: words[int(chance.random() * len(words))]
        self.number = lambda low, high: low + int(chance.random() * (high - low))
        # Who speaks in an article does so more than once.
        self.people = [(self.pick(FIRST), self.pick(LAST), self.pick(ROLES)) for _ in range(self.number(2, 6))]

    def fill(self, templates):
        return self.pick(templates).format_map(self)

    def __missing__(self, name):
        return getattr(self, f"_{name}")()

    def _speaker(self):
        first, last, role = self.pick(self.people)
        return self.pick((f"{first} {last}", f"{role} {first} {last}", f"{role} {last}", last))

    def _name(self):
        first, last, _ = self.pick(self.people)
        return f"{first} {last}"

    def _surname(self):
        return self.pick(self.people)[1]

    def _place(self):
        return self.pick(PLACES)

    def _body(self):
        return self.pick(BODIES)

    def _Body(self):
        body = self._body()
        return body[0].upper() + body[1:]

    def _thing(self):
        return self.pick(THINGS)

    _thing_of = _thing

    def _Thing(self):
        thing = self._thing()
        return thing[0].upper() + thing[1:]

    def _day(self):
        return self.pick(DAYS)

    def _month(self):
        return self.pick(MONTHS)

    def _year(self):
        return str(self.number(1987, 2026))

    def _count(self):
        return str(self.number(2, 90))

    def _percent(self):
        return f"{self.number(1, 60)}.{self.number(0, 10)} percent"

    def _money(self):
        return f"{self.pick('$€£')}{self.number(1, 900)}.{self.number(1, 10)} {self.pick(('million', 'billion'))}"

    def _spoke(self):
        return self.pick(SPOKE)

    def _wrote(self):
        return self.pick(WROTE)

    def _state(self):
        return self.fill(STATES)

    def _state_short(self):
        return self.pick(SHORT_STATES)

    def _hope(self):
        return self.fill(HOPES)


def article(seed, number):
    """Article `number` of those of `seed`, as the object of its line."""
    chance = random.Random(f"{seed}/{number}")
    words = Words(chance)
    length = chance.lognormvariate(math.log(MEAN) - SPREAD**2 / 2, SPREAD)
    length = min(max(length, SHORTEST), LONGEST)
    title = words.fill(TITLES)
    parts, size = [title], len(title)
    while size < length:
        kind = chance.random()
        if kind < 0.04:
            part = words.fill(SUBHEADINGS)
        elif kind < 0.07:
            part = words.fill(ASIDES)
        else:
            part = " ".join(words.fill(SENTENCES) for _ in range(words.number(1, 5)))
        parts.append(part)
        size += len(part) + 2
    published = f"{words.number(2015, 2026)}-{words.number(1, 13):02}-{words.number(1, 29):02}"
    return {"id": f"{seed}-{number:07}", "published": published, "outlet": f"{words.pick(PLACES)} Post",
            "text": "\n\n".join(parts)}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("number", type=int, metavar="N", help="articles to write")
    arguments.add_argument("--seed", default="made", help="another seed gives other articles, with other ids")
    arguments.add_argument("--first", type=int, default=0, metavar="I", help="the number of the first")
    options = arguments.parse_args()
    for number in range(options.first, options.first + options.number):
        line = json.dumps(article(options.seed, number), ensure_ascii=False)
        sys.stdout.buffer.write(line.encode() + b"\n")


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:  # the reader has seen enough
        sys.stderr.close()
