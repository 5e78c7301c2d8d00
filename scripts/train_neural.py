#!/usr/bin/env python3
"""Trains, scores and exports the neural tagger of claims and entities.

    saidso extract polnear/train.jsonl --layer entities > silver.jsonl
    train_neural.py train --corpora DIR --base DIR --silver silver.jsonl --out DIR [--resume]
    train_neural.py score --corpora DIR --out DIR
    train_neural.py export --out DIR --depth 4 --model FILE --reference FILE

One small BERT (all-MiniLM-L6-v2, its table of wordpieces pruned) with four linear-chain CRFs on the
output of each of the layers 3, 4 and 6, so that a shallower and faster model can be cut out of it:
source, cue and content (they overlap, so each has its own BIO tags) and entities. Trained on PolNeAR's
claims, on published corpora of names and, as silver, on what the rules find in PolNeAR. A corpus that
does not split a label or does not annotate a type trains the sum over all labels that it allows.
"""
import argparse
import json
import pathlib
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

import neural_data as data
from neural_model import BAR, DEPTHS, EPS, HEADS, Linear, Tagger, to_int8

ENDINGS = ("'s", "’s")


# ---- batches -------------------------------------------------------------------------------------


class Prepared:
    """A record with its words and their labels."""

    def __init__(self, record, made):
        self.record, self.words = record, data.words(made, record.text)
        n = len(self.words)
        roles = [data.bio(self.words, s) for s in record.claims] if record.claims else [[0] * n] * 3
        self.roles = np.array(roles, dtype=np.int64)
        self.sets = np.array(data.entity_sets(self.words, record) if record.entities is not None else [1] * n)
        self.case = 0  # 1 as if in lower case, 2 as if in capitals

    def feature(self, k):
        word = self.words[k]
        return [word.feature, data.lowered(word.feature), data.shouted(word.feature, len(word.text))][self.case]


def batch_of(parts, rng=None):
    """Tensors for (prepared, from, to) windows; with `rng` some wordpieces and the case are hidden."""
    rows = []
    for prepared, begin, end in parts:
        ids, features, firsts = [data.CLS], [0], []
        prepared.case = rng.choices((0, 1, 2), (85, 10, 5))[0] if rng and not prepared.record.claims else 0
        for k in range(begin, end):
            word = prepared.words[k]
            firsts.append(len(ids))
            hide = rng is not None and rng.random() < 0.04
            ids += [data.MASK] * len(word.pieces) if hide else word.pieces
            features += [prepared.feature(k)] * len(word.pieces)
        rows.append((ids + [data.SEP], features + [0], firsts))
    size, length = max(len(r[0]) for r in rows), max(len(r[2]) for r in rows)
    out = {name: torch.zeros(len(rows), size, dtype=torch.long) for name in ("ids", "features")}
    out["firsts"] = torch.zeros(len(rows), length, dtype=torch.long)
    roles, sets = np.zeros((3, len(rows), length), np.int64), np.ones((len(rows), length), np.int64)
    for k, ((ids, features, firsts), (prepared, begin, end)) in enumerate(zip(rows, parts)):
        out["ids"][k, : len(ids)] = torch.tensor(ids)
        out["features"][k, : len(ids)] = torch.tensor(features)
        out["firsts"][k, : len(firsts)] = torch.tensor(firsts)
        roles[:, k, : end - begin] = prepared.roles[:, begin:end]
        sets[k, : end - begin] = prepared.sets[begin:end]
    out["opens_line"] = out["features"].gather(1, out["firsts"]) % len(data.GAPS) == 0  # see Word.feature
    out["lengths"] = torch.tensor([end - begin for _, begin, end in parts])
    out["roles"] = F.one_hot(torch.tensor(roles), 3).bool()
    out["sets"] = (torch.tensor(sets)[..., None] >> torch.arange(len(data.ENTITY_LABELS)) & 1).bool()
    out["claims_weight"] = torch.tensor([float(p.record.claims is not None) for p, _, _ in parts])
    out["entities_weight"] = torch.tensor([p.record.weight * (p.record.entities is not None) for p, _, _ in parts])
    return out


def epoch_batches(prepared, seed, epoch, pieces=2048):
    """The windows of an epoch in batches of like length: of each text one annotator, cut anew each time."""
    rng = random.Random(seed * 1000 + epoch)
    texts = {}
    for one in prepared:
        texts.setdefault(one.record.text, []).append(one)
    parts = []
    for ones in texts.values():
        one = rng.choice(ones)
        parts += [(one, b, e) for b, e in data.windows(one.words, rng.randint(160, data.WINDOW))]
    rng.shuffle(parts)

    def size(part):
        return 2 + sum(len(w.pieces) for w in part[0].words[part[1] : part[2]])

    out = []
    for k in range(0, len(parts), 256):
        batch = []
        for part in sorted(parts[k : k + 256], key=size):
            if batch and size(part) * (len(batch) + 1) > pieces:
                out.append(batch)
                batch = []
            batch.append(part)
        out.append(batch)
    rng.shuffle(out)
    return out


# ---- scoring -------------------------------------------------------------------------------------


def f1(counts):
    gold, found, both = counts
    return 200 * both / max(1, gold + found)


def trimmed(text, start, end):
    """Without leading article and trailing possessive, as names are compared."""
    for article in ("the ", "a ", "an "):
        if text[start:end].lower().startswith(article):
            start += len(article)
            break
    return start, end - 2 if text[start:end].endswith(ENDINGS) else end


def merged(kind):
    return "LOC" if kind in data.PLACES else kind


@torch.no_grad()
def decoded(model, batch):
    """The best tags of a batch: roles [3 * depth, window, word] and entities [depth, window, word]."""
    roles, entities = model(batch)
    # A name does not go on in the next line.
    inside = torch.tensor([label[0] == "I" for label in data.ENTITY_LABELS])
    entities = entities.masked_fill(batch["opens_line"][..., None] & inside, BAR)
    return model.roles.best(roles, batch["lengths"]), model.entities.best(entities, batch["lengths"])


@torch.no_grad()
def tagged(model, prepared):
    """For each record its tags: roles [3 * depth, word] and entities [depth, word]."""
    model.eval()
    parts = [(p, b, e) for p in prepared for b, e in data.windows(p.words)]
    order = sorted(range(len(parts)), key=lambda k: parts[k][2] - parts[k][1])
    done = [None] * len(parts)
    for k in range(0, len(order), 12):
        batch = batch_of([parts[i] for i in order[k : k + 12]])
        roles, entities = decoded(model, batch)
        for at, i in enumerate(order[k : k + 12]):
            length = parts[i][2] - parts[i][1]
            done[i] = roles[:, at, :length], entities[:, at, :length]
    out, k = [], 0
    for p in prepared:
        count = len(data.windows(p.words))
        mine = done[k : k + count]
        k += count
        out.append(tuple(np.concatenate([m[x] for m in mine], -1) for x in (0, 1)))
    return out


def score(model, dev):
    """F1 for each depth: exact parts of source, cue and content; strict names on each corpus."""
    table = {depth: {} for depth in model.depths}
    for name, prepared in dev.items():
        tags = tagged(model, prepared)
        for d, depth in enumerate(model.depths):
            counts = np.zeros((3, 3), int)
            for p, (roles, entities) in zip(prepared, tags):
                if name == "polnear":
                    for r in range(3):
                        found = set(data.spans(p.words, roles[3 * d + r]))
                        counts[r] += len(p.record.claims[r]), len(found), len(found & p.record.claims[r])
                    continue
                text = p.record.text
                ignored = [(e["start"], e["end"]) for e in p.record.gold if e["type"] == "MISC"]
                keep = ("PERSON", "ORG", "LOC")
                gold = {(*trimmed(text, e["start"], e["end"]), merged(e["type"])) for e in p.record.gold}
                found = {
                    (*trimmed(text, s, e), merged(kind))
                    for s, e, kind in data.entities(p.words, entities[d])
                    if not any(s < b and a < e for a, b in ignored)
                }
                gold, found = ({x for x in xs if x[2] in keep} for xs in (gold, found))
                counts[0] += len(gold), len(found), len(gold & found)
            if name == "polnear":
                table[depth].update(zip(data.ROLES, (round(f1(c), 1) for c in counts)))
            else:
                table[depth][name] = round(f1(counts[0]), 1)
            table[depth].setdefault("precision/recall", {})[name] = [
                f"{100 * c[2] / max(1, c[1]):.1f}/{100 * c[2] / max(1, c[0]):.1f}" for c in counts if c.any()
            ]
    return table


def dev_records(corpora):
    ner = corpora / "ner"
    return {
        "polnear": data.polnear(corpora / "polnear/dev.jsonl"),
        "newswire": data.names(ner / "ww_newswire/dev.jsonl", loose=True),
        "ewt": data.names(ner / "uner_ewt/dev.jsonl", loose=True),
    }


# ---- verbs ---------------------------------------------------------------------------------------


def losses(model, batch, drop):
    """Loss per word, of claims and of entities, summed over the depths by their weights."""
    roles, entities = model(batch, drop)
    depth = torch.tensor(list(model.depths.values()))
    depth /= depth.sum()
    gold = batch["roles"].repeat(len(model.depths), 1, 1, 1)
    claims = (model.roles.loss(roles, gold, batch["lengths"]) * batch["claims_weight"]).view(len(model.depths), 3, -1).sum(1)
    names = model.entities.loss(entities, batch["sets"][None], batch["lengths"]) * batch["entities_weight"]
    words = batch["lengths"].sum()
    return (claims.sum(-1) @ depth) / words, (names.sum(-1) @ depth) / words


def train(options):
    out = options.out
    out.mkdir(parents=True, exist_ok=True)
    log_file = open(out / "log.txt", "a", encoding="utf-8")

    def log(text):
        print(time.strftime("%H:%M:%S"), text, file=log_file, flush=True)

    torch.manual_seed(options.seed)
    records, sums = data.training(options.corpora, options.silver)
    if options.resume:
        vocabulary = (out / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
        state = torch.load(out / "last.pt")
        model = Tagger.of_state(state["model"], options.deepest)
    else:
        texts = list(dict.fromkeys(r.text for r in records))
        vocabulary, kept = data.prune(next(options.base.rglob("tokenizer.json")), texts, options.vocabulary)
        (out / "vocabulary.txt").write_text("\n".join(vocabulary), encoding="utf-8")
        (out / "corpora.json").write_text(json.dumps(sums, sort_keys=True))
        state = {"epoch": 0, "step": 0}
        model = Tagger.of_base(options.base, kept, options.deepest)
    told = ("seed", "epochs", "int8_epochs", "rate", "dropout", "vocabulary", "share", "deepest")
    history = json.loads((out / "options.json").read_text()) if options.resume else []
    history.append({name: vars(options)[name] for name in told} | {"from": [state["epoch"], state["step"]]})
    (out / "options.json").write_text(json.dumps(history))
    made = data.tokenizer(vocabulary)
    records = random.Random(options.seed).sample(records, int(len(records) * options.share))
    prepared = [Prepared(r, made) for r in records]
    dev = {name: [Prepared(r, made) for r in rs] for name, rs in dev_records(options.corpora).items()}
    for r, role in enumerate(data.ROLES):
        total = [(len(p.record.claims[r]), len(p.record.claims[r] & set(data.spans(p.words, p.roles[r])))) for p in dev["polnear"]]
        log(f"{role}: {sum(b for _, b in total)} of {sum(a for a, _ in total)} dev spans begin and end with a word")

    new = [p for name, p in model.named_parameters() if name.startswith(("heads", "features"))]
    crf = [p for name, p in model.named_parameters() if name.startswith(("roles", "entities"))]
    old = [p for name, p in model.named_parameters() if not name.startswith(("heads", "features", "roles", "entities"))]
    groups = [{"params": old, "lr": options.rate, "weight_decay": 0.01}, {"params": new, "lr": 1e-3, "weight_decay": 0.0},
              {"params": crf, "lr": 5e-3, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, fused=True)
    rates = [g["lr"] for g in groups]
    per_epoch = len(epoch_batches(prepared, options.seed, 0))
    total = per_epoch * options.epochs
    log(f"{len(vocabulary)} pieces, {len(prepared)} records, {per_epoch} steps an epoch; {vars(options)}")
    first_epoch, first_step, fresh = state["epoch"], state["step"], 0
    if options.resume:
        if len(model.state_dict()) == len(state["model"]):
            optimiser.load_state_dict(state["optimiser"])
        else:
            fresh = first_epoch * per_epoch + first_step  # cut: the optimiser starts anew

    def save(epoch, step):
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch, "step": step}
        torch.save(state, out / "next.pt")
        (out / "next.pt").rename(out / "last.pt")

    saved = began = time.time()
    for epoch in range(first_epoch, options.epochs):
        # The last epochs learn to live with int8, where asked to.
        Linear.quantise = 2 if epoch >= options.epochs - options.int8_epochs else 0
        batches = epoch_batches(prepared, options.seed, epoch)
        sums_ = np.zeros(3)
        for step in range(first_step, len(batches)):
            at = epoch * per_epoch + step
            torch.manual_seed(options.seed * 1_000_003 + at)
            model.train()
            batch = batch_of(batches[step], random.Random(options.seed * 1_000_003 + at))
            claims, names = losses(model, batch, options.dropout)
            (claims + names).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            factor = min(1.0, (at + 1) / (0.08 * total), (at + 1 - fresh) / 40, max(0.0, (total - at) / (0.92 * total)))
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * factor
            optimiser.step()
            optimiser.zero_grad()
            sums_ += claims.item(), names.item(), 1
            if (step + 1) % 20 == 0:
                c, n, k = sums_
                log(f"epoch {epoch} step {step + 1}/{len(batches)} claims {c / k:.4f} names {n / k:.4f} {time.time() - began:.0f}s")
                sums_[:] = 0
            if time.time() - saved > 300:
                saved = time.time()
                save(epoch, step + 1)
        first_step = 0
        save(epoch + 1, 0)
        table = score(model, dev)
        for depth, row in table.items():
            log(f"epoch {epoch} depth {depth} {json.dumps(row)}")
        torch.save(model.state_dict(), out / f"epoch{epoch}.pt")


def loaded(options):
    """The mean of the checkpoints that the options name (as good as a slower decay), and its vocabulary."""
    vocabulary = (options.out / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    states = [torch.load(path) for path in options.checkpoint or [options.out / "last.pt"]]
    states = [state.get("model", state) for state in states]
    mean = {name: sum(state[name] for state in states) / len(states) for name in states[-1]}
    return Tagger.of_state(mean).eval(), vocabulary


def score_verb(options):
    """Prints dev F1 in float32, with int8 weights, and with int8 activations too."""
    model, vocabulary = loaded(options)
    made = data.tokenizer(vocabulary)
    dev = {name: [Prepared(r, made) for r in rs] for name, rs in dev_records(options.corpora).items()}
    Tagger.bf16 = False
    for Linear.quantise, name in enumerate(("float", "int8 weights", "int8 weights and activations")):
        if Linear.quantise == 1:
            model.pieces.weight.data = to_int8(model.pieces.weight.data)
        for depth, row in score(model, dev).items():
            print(name, depth, json.dumps(row), flush=True)


def int8_rows(weight):
    """(int8, scale): symmetric, a scale for each row."""
    scale = weight.abs().amax(1).clamp_min(1e-8) / 127
    return (weight / scale[:, None]).round().to(torch.int8), scale


def export(options):
    """Cuts the model at a depth and writes it with int8 weights, and what it must say to three sentences."""
    model, vocabulary = loaded(options)
    at, tensors = list(model.depths).index(options.depth), {}
    tensors["vocabulary"] = torch.tensor(list("\n".join(vocabulary).encode()), dtype=torch.uint8)
    for name, value in model.state_dict().items():
        part, _, rest = name.partition(".")
        if part == "layers" and int(rest.split(".")[0]) < options.depth or part == "norm":
            tensors[name] = value
        elif part in ("pieces", "positions", "features"):
            tensors[f"embeddings.{name}"] = value
        elif name.startswith(f"heads.{options.depth}."):
            tensors[f"heads.{name.split('.')[2]}"] = value.clone()
    for name in ("entities", "roles"):
        transitions, start = (x.detach() for x in getattr(model, name).scores())
        several = slice(3 * at, 3 * at + 3) if name == "roles" else at
        tensors[f"{name}.transitions"], tensors[f"{name}.start"] = transitions[several], start[several]
    for name in [n for n in tensors if n.endswith("weight") and tensors[n].dim() == 2]:
        if name.startswith(("layers", "embeddings.pieces")):
            tensors[name], tensors[f"{name}.scale"] = int8_rows(tensors[name])
    described = {
        "layer": "claims+entities", "method": "neural", "depth": options.depth, "window": data.WINDOW,
        "heads": [*data.ROLES, "entities"], "labels": [["O", "B", "I"]] * 3 + [data.ENTITY_LABELS],
        "features": {"shapes": data.SHAPES, "gaps": data.GAPS}, "attention_heads": HEADS, "epsilon": EPS,
        "activation": "gelu_tanh", "corpora": json.loads((options.out / "corpora.json").read_text()),
        "options": json.loads((options.out / "options.json").read_text()),
    }
    described["seed"] = described["options"][0]["seed"]
    options.model.parent.mkdir(parents=True, exist_ok=True)
    metadata = {"saidso": json.dumps(described, sort_keys=True, separators=(",", ":"))}
    save_file({k: v.contiguous() for k, v in sorted(tensors.items())}, options.model, metadata)
    options.reference.write_text(json.dumps(reference(model, vocabulary, at), ensure_ascii=False))


SAMPLES = [
    "“We knew nothing,” Transport Minister Jane Doe said on Monday, denying that the bridge was unsafe.",
    "OSLO, Norway\n\nAccording to the mayor's office, 1,250 people can't cross until June.",
    'The Zürich-based bank "will not pay," it told Reuters. Analysts at Brødrene AS think it must; so does she.',
]


@torch.no_grad()
def reference(model, vocabulary, at):
    """Input and output on SAMPLES, with int8 weights and all else float."""
    Tagger.bf16, made, out = False, data.tokenizer(vocabulary), []
    whole = model.pieces.weight.data
    model.pieces.weight.data, Linear.quantise = to_int8(whole), 1
    for text in SAMPLES:
        prepared = Prepared(data.Record(text), made)
        batch = batch_of([(prepared, 0, len(prepared.words))])
        row = {"text": text, "words": [[w.start, w.end] for w in prepared.words]}
        roles, entities = model(batch)
        logits = torch.cat([*roles[3 * at : 3 * at + 3, 0], entities[at, 0]], -1)
        row["logits"] = [[round(x, 2) for x in word] for word in logits.tolist()]
        roles, entities = decoded(model, batch)
        row["tags"] = {name: roles[3 * at + r, 0].tolist() for r, name in enumerate(data.ROLES)}
        row["tags"]["entities"] = [data.ENTITY_LABELS[k] for k in entities[at, 0]]
        out.append(row)
    model.pieces.weight.data, Linear.quantise = whole, 0
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True)
    for verb, run in (("train", train), ("score", score_verb), ("export", export)):
        sub = verbs.add_parser(verb)
        sub.set_defaults(run=run)
        sub.add_argument("--out", type=pathlib.Path, required=True, help="folder of checkpoints and log")
        if verb != "export":
            sub.add_argument("--corpora", type=pathlib.Path, required=True, help="folder with polnear/ and ner/")
        if verb != "train":
            sub.add_argument("--checkpoint", type=pathlib.Path, nargs="+", help="the mean of these; default: the last")
    sub.add_argument("--depth", type=int, choices=DEPTHS, default=max(DEPTHS))
    sub.add_argument("--model", type=pathlib.Path, required=True, help="safetensors file to write")
    sub.add_argument("--reference", type=pathlib.Path, required=True, help="JSON file of inputs and outputs to write")
    sub = verbs.choices["train"]
    sub.add_argument("--base", type=pathlib.Path, help="folder of the unpacked base model")
    sub.add_argument("--silver", type=pathlib.Path, help="entities of the rules on polnear/train.jsonl")
    sub.add_argument("--epochs", type=int, default=7)
    sub.add_argument("--deepest", type=int, choices=DEPTHS, default=max(DEPTHS), help="with --resume cuts the model")
    sub.add_argument("--int8-epochs", type=int, default=0, help="so many of them with int8 simulated")
    sub.add_argument("--seed", type=int, default=1)
    sub.add_argument("--rate", type=float, default=1.5e-4)
    sub.add_argument("--dropout", type=float, default=0.1)
    sub.add_argument("--vocabulary", type=int, default=16000)
    sub.add_argument("--share", type=float, default=1.0, help="of the records, for a quick trial")
    sub.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
