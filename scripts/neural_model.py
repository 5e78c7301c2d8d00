"""The encoder and the CRFs of train_neural.py.

One small BERT with four linear-chain CRFs on the output of each layer in DEPTHS, so that a shallower
and faster model can be cut out of it. Source, cue and content overlap, so each has its own BIO tags.
"""
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

import neural_data as data

DEPTHS = {3: 0.2, 4: 0.3, 6: 0.5}  # layer and its share of the loss
WIDTH, HEADS, INNER, EPS = 384, 12, 1536, 1e-12
BAR = -100.0  # score of a transition that no tagging has
HEAD_SIZES = [3, 3, 3, len(data.ENTITY_LABELS)]
POOL = {}  # of noise, see `dropped`


def to_int8(x):
    """`x` rounded to 255 steps a row, as the runtime does; the gradient passes as if it were not."""
    scale = x.detach().abs().amax(-1, keepdim=True).clamp_min(1e-8) / 127
    return x + ((x / scale).round() * scale - x).detach()


def dropped(x, share):
    """Dropout with noise out of a pool: fresh noise takes a CPU a third of a step."""
    if not share:
        return x
    if share not in POOL:
        POOL[share] = F.dropout(torch.ones(1 << 23, dtype=torch.bfloat16), share)
    at = int(torch.randint((1 << 23) - x.numel(), ()))
    return x * POOL[share][at : at + x.numel()].view(x.shape).to(x.dtype)


class Linear(nn.Linear):
    """A linear layer that can act as if weights, and then activations too, were int8, a scale a row."""

    quantise = 0  # 0 float, 1 weights, 2 weights and activations

    def forward(self, x):
        weight = to_int8(self.weight.float()).to(x.dtype) if Linear.quantise else self.weight
        return F.linear(to_int8(x.float()).to(x.dtype) if Linear.quantise > 1 else x, weight, self.bias)


class Layer(nn.Module):
    """A layer of BERT."""

    def __init__(self):
        super().__init__()
        self.qkv = Linear(WIDTH, 3 * WIDTH)
        self.out = Linear(WIDTH, WIDTH)
        self.up = Linear(WIDTH, INNER)
        self.down = Linear(INNER, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, EPS)
        self.norm2 = nn.LayerNorm(WIDTH, EPS)

    def forward(self, x, mask, drop):
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(*qkv, attn_mask=mask)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm1(x + dropped(mixed, drop))
        inner = self.down(F.gelu(self.up(x), approximate="tanh"))
        return self.norm2(x + dropped(inner, drop))


class Crf(nn.Module):
    """Linear-chain CRFs with the same labels, one for each depth (and role)."""

    def __init__(self, count, labels):
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(count, len(labels), len(labels)))  # [from, to]
        self.start = nn.Parameter(torch.zeros(count, len(labels)))
        inside = [x[0] == "I" for x in labels]
        goes = [[not i or f[1:] == t[1:] and f[0] != "O" for t, i in zip(labels, inside)] for f in labels]
        self.register_buffer("bar", torch.where(torch.tensor(goes), 0.0, BAR), persistent=False)
        self.register_buffer("bar_start", torch.where(torch.tensor(inside), BAR, 0.0), persistent=False)

    def scores(self):
        return self.transitions + self.bar, self.start + self.bar_start

    def total(self, emissions, lengths):
        """Log of the sum over all taggings; emissions [crf, window, word, label] -> [crf, window]."""
        transitions, start = self.scores()
        matrix = transitions.exp()
        alpha = emissions[:, :, 0] + start[:, None]
        for t in range(1, emissions.shape[2]):
            top = alpha.detach().amax(-1, keepdim=True)
            step = torch.bmm((alpha - top).exp(), matrix).clamp_min(1e-30).log() + top + emissions[:, :, t]
            alpha = torch.where((t < lengths)[None, :, None], step, alpha)
        return alpha.logsumexp(-1)

    def loss(self, emissions, permitted, lengths):
        """Negative log-likelihood that each word has one of its permitted labels; -> [crf, window]."""
        held = emissions.masked_fill(~permitted, -1e4)
        both = self.total(torch.cat([emissions, held], 1), torch.cat([lengths, lengths]))
        return both[:, : len(lengths)] - both[:, len(lengths) :]

    @torch.no_grad()
    def best(self, emissions, lengths):
        """Viterbi; -> [crf, window, word]."""
        transitions, start = (x.numpy() for x in self.scores())
        emissions, steps = emissions.numpy(), emissions.shape[2]
        value, back = emissions[:, :, 0] + start[:, None], []
        for t in range(1, steps):
            ways = value[..., None] + transitions[:, None]
            alive = (t < lengths.numpy())[None, :, None]
            back.append(np.where(alive, ways.argmax(-2), np.arange(ways.shape[-1])))
            value = np.where(alive, ways.max(-2) + emissions[:, :, t], value)
        tags = [value.argmax(-1)]
        for pointers in reversed(back):
            tags.append(np.take_along_axis(pointers, tags[-1][..., None], -1)[..., 0])
        return np.stack(tags[::-1], -1)


class Tagger(nn.Module):
    """The encoder with heads at each of DEPTHS, down to `deepest`."""

    def __init__(self, vocabulary, deepest=max(DEPTHS)):
        super().__init__()
        self.depths = {d: share for d, share in DEPTHS.items() if d <= deepest}
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(data.WINDOW, WIDTH)
        self.features = nn.Embedding(data.FEATURES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPS)
        self.layers = nn.ModuleList(Layer() for _ in range(deepest))
        self.heads = nn.ModuleDict({str(d): nn.Linear(WIDTH, sum(HEAD_SIZES)) for d in self.depths})
        self.roles = Crf(3 * len(self.depths), ["O", "B", "I"])
        self.entities = Crf(len(self.depths), data.ENTITY_LABELS)

    def forward(self, batch, drop=0.0):
        """-> emissions of the roles [3 * depth, window, word, 3] and of the entities [depth, window, word, label]."""
        embedded = self.pieces(batch["ids"]) + self.positions.weight[: batch["ids"].shape[1]] + self.features(batch["features"])
        x = dropped(self.norm(embedded), drop)
        mask = torch.zeros(batch["ids"].shape).masked_fill(batch["ids"] == data.PAD, -1e4)[:, None, None, :]
        at = batch["firsts"][..., None].expand(-1, -1, WIDTH)
        found = []
        with torch.autocast("cpu", torch.bfloat16, enabled=Tagger.bf16):
            if Tagger.bf16:
                x, mask = x.bfloat16(), mask.bfloat16()
            for depth, layer in enumerate(self.layers, 1):
                x = layer(x, mask, drop)
                if depth in self.depths:
                    found.append(self.heads[str(depth)](x.gather(1, at)).float())
        stacked = torch.stack(found)
        depths, windows, length, _ = stacked.shape
        roles = stacked[..., :9].view(depths, windows, length, 3, 3).permute(0, 3, 1, 2, 4)
        return roles.reshape(-1, windows, length, 3), stacked[..., 9:]

    bf16 = True

    @classmethod
    def of_state(cls, state, deepest=max(DEPTHS)):
        """The model of a checkpoint, cut where it is deeper than `deepest`."""
        trained = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers"))
        model = cls(len(state["pieces.weight"]), min(deepest, trained))
        own = model.state_dict()
        cut = {name: state[name][: len(value)] if name.startswith(("roles", "entities")) else state[name] for name, value in own.items()}
        model.load_state_dict(cut)
        return model

    @classmethod
    def of_base(cls, folder, kept, deepest):
        """The pre-trained encoder with the wordpieces `kept`; features and heads start from nothing."""
        base = load_file(next(pathlib.Path(folder).rglob("model.safetensors")))
        model = cls(len(kept), deepest)
        name = "embeddings.{}.weight".format
        state = {
            "pieces.weight": base[name("word_embeddings")][kept],
            "positions.weight": base[name("position_embeddings")][: data.WINDOW] + base[name("token_type_embeddings")][0],
            "features.weight": torch.zeros(data.FEATURES, WIDTH),
        }
        parts = {"out": "attention.output.dense", "up": "intermediate.dense", "down": "output.dense",
                 "norm1": "attention.output.LayerNorm", "norm2": "output.LayerNorm"}
        for kind in ("weight", "bias"):
            state[f"norm.{kind}"] = base[f"embeddings.LayerNorm.{kind}"]
            for k in range(deepest):
                of = f"encoder.layer.{k}."
                state[f"layers.{k}.qkv.{kind}"] = torch.cat([base[f"{of}attention.self.{x}.{kind}"] for x in ("query", "key", "value")])
                for ours, theirs in parts.items():
                    state[f"layers.{k}.{ours}.{kind}"] = base[f"{of}{theirs}.{kind}"]
        missing, unexpected = model.load_state_dict(state, strict=False)
        assert not unexpected and all(x.startswith(("heads", "roles", "entities")) for x in missing), missing
        return model
