"""Trains the encoder and its heads and exports them: `python -m training.train INSTANCES.jsonl OUT_FOLDER`.

One MiniLM-L6 encoder serves two passes (`riftline.models.encoding`), learned together:
- over the plain sentence: which words are heads of events (`act`), and which mentions are sides of them (`role`);
- over the markers of its pairs behind it: type or NONE, mode, status, who vouches.

Written to OUT_FOLDER: `encoder.onnx` (int8, per channel) and `heads.npz` (half-precision matrices, no pickles).
Needs `training/requirements.txt`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
from riftline.models.encoding import LIMIT, Pieces, Run, marker_run, pieces, text_run
from riftline.models.heads import MODES, STATUSES, TYPES, VOUCHERS
from training.corpus import read
from training.model import Encoder, Heads, export, minilm, rates, tensors
from training.names import names, renamed

PASSAGES = 14
"""Sentences of a batch; with their pairs some ninety judgements."""
NEGATIVE = 0.4
"""What a pair that is no event counts beside one that is: there are some seven of them to one."""
SENTENCE = 0.4
"""What the first pass' loss counts beside the second's."""
DROP_ACT = 0.25
"""Share of events whose act is left unmarked: `riftline label` asks so too."""
RENAME = 0.35
"""Share of sentences whose actors get other names, anew each epoch."""
AVERAGED = 0.998
"""The exported weights are a running mean over the steps, in which each step counts this much less than the one after it."""


def held_out(origin: str) -> bool:
    """A fixed twelfth of the sentences, by their name, that is only measured on."""
    return zlib.crc32(origin.encode()) % 12 == 0


def passages(path: Path) -> list[dict]:
    """The instances by sentence: its text, acts and roles of the first pass, and the pairs of the second."""
    found: dict[str, dict] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        passage = found.setdefault(row["text"], {"text": row["text"], "origin": row["origin"], "acts": [], "roles": [], "pairs": []})
        if row["kind"] == "sentence":
            passage.update(acts=row["acts"], roles=row["roles"])
        else:
            passage["pairs"].append(row)
    return list(found.values())


def built(chosen: Sequence[dict], rng: random.Random, known: Sequence[str] = ()) -> list[dict]:
    """The passages with their pieces, run and marks; for training (`known` names given) some renamed, and some acts left unmarked, anew each time."""
    told = [renamed(p, known, rng) if known and rng.random() < RENAME else p for p in chosen]
    out = []
    for passage, sentence in zip(told, pieces([p["text"] for p in told]), strict=True):
        pairs = [without_act(p) if known and p["type"] != "NONE" and rng.random() < DROP_ACT else p for p in passage["pairs"]]
        run, marks = joined(sentence, [(p["source"], p["target"], p["act"]) for p in pairs])
        out.append(passage | {"pieces": sentence, "run": run, "marks": marks, "pairs": pairs})
    return out


def without_act(pair: dict) -> dict:
    """The pair as it is asked where nobody knows its act."""
    return pair | {"act": None, "features": [0.0] * len(pair["features"])}


def joined(sentence: Pieces, spans: Sequence[tuple]) -> tuple[Run, list[list[int]]]:
    """The sentence with its pairs' markers behind it; and where each pair has its markers and then the words that they stand for, 0 for one that it has not."""
    text, (markers, marks) = text_run(sentence), marker_run(sentence, spans)
    whole = Run(*(getattr(text, name) + getattr(markers, name) for name in ("ids", "first", "last", "groups")))
    return whole, [[0 if at is None else len(text.ids) + at for at in places] + [0 if at is None else markers.first[at] for at in places] for places in marks]


def batches(rows: list[dict], size: int, rng: random.Random) -> list[list[dict]]:
    """Passages of similar length together, batches in random order."""
    rows = sorted(rows, key=lambda r: len(r["run"].ids) + 6 * rng.random())
    out = [rows[i : i + size] for i in range(0, len(rows), size)]
    rng.shuffle(out)
    return out


def pair_states(hidden: torch.Tensor, batch: Sequence[dict]) -> torch.Tensor:
    """What the pairs' layers see, as `classifier` joins it: [CLS], the three markers and their words (zeros for what is not there), and features."""
    rows = torch.tensor([b for b, r in enumerate(batch) for _ in r["marks"]])
    at = torch.tensor([places for r in batch for places in r["marks"]])
    features = torch.tensor([p["features"] for r in batch for p in r["pairs"]])
    return torch.cat([hidden[rows, 0]] + [hidden[rows, at[:, k]] * (at[:, k] > 0).float().unsqueeze(-1) for k in range(6)] + [features], -1)


def numbers(rows: Sequence[dict], key: str, labels: tuple[str, ...]) -> torch.Tensor:
    """Numbers of the labels; -100 (ignored) where a row has none."""
    return torch.tensor([labels.index(r[key]) if r[key] in labels else -100 for r in rows])


def pair_loss(logits: dict[str, torch.Tensor], rows: Sequence[dict], smoothing: float) -> torch.Tensor:
    """Type above all; mode, status and voucher beside it."""
    types = numbers(rows, "type", TYPES)
    weights = torch.where(types == TYPES.index("NONE"), NEGATIVE, 1.0)
    loss = (F.cross_entropy(logits["type"], types, label_smoothing=smoothing, reduction="none") * weights).sum() / weights.sum()
    wanted = [f"{r['type']} {r['mode']}".rstrip() for r in rows]  # a type alone: none of its modes
    modes = torch.tensor([MODES.index(w) if w in MODES else -100 for w in wanted])
    for name, target, weight in (("mode", modes, 0.3), ("status", numbers(rows, "status", STATUSES), 0.4), ("by", numbers(rows, "by", VOUCHERS), 0.3)):
        if (target >= 0).any():
            loss = loss + weight * F.cross_entropy(logits[name], target, ignore_index=-100)
    return loss


def sentence_loss(heads: Heads, hidden: torch.Tensor, batch: Sequence[dict]) -> torch.Tensor:
    """Act heads among all words that could be, and sides of the annotated acts."""

    def at(r: dict, chars: list[int]) -> int:
        return min(r["pieces"].at((chars[0], chars[1]))[0], LIMIT, len(r["pieces"].ids)) + 1

    loss = torch.zeros(())
    where = [(b, at(r, a), y) for b, r in enumerate(batch) for a, y in r["acts"]]
    if where:
        b, i, y = zip(*where, strict=True)
        loss = F.binary_cross_entropy_with_logits(heads.act(hidden[list(b), list(i)]).squeeze(-1), torch.tensor(y, dtype=torch.float32))
    roles = [(b, at(r, a), at(r, m), f, [float(s), float(t)]) for b, r in enumerate(batch) for a, m, f, s, t in r["roles"]]
    if roles:
        b, i, j, f, sides = zip(*roles, strict=True)
        scores = heads.roles(hidden[list(b), list(i)], hidden[list(b), list(j)], torch.tensor(f, dtype=torch.float32))
        loss = loss + F.binary_cross_entropy_with_logits(scores, torch.tensor(sides))
    return loss


@torch.no_grad()
def measure(encoder: Encoder, heads: Heads, rows: Sequence[dict]) -> dict[str, float]:
    """On held-out pairs: accuracy with NONE, precision and recall of events, macro-F1 of the sixteen types, accuracy of status and voucher."""
    encoder.eval(), heads.eval()
    got: dict[str, list[int]] = {"type": [], "status": [], "by": []}
    want: dict[str, list[int]] = {"type": [], "status": [], "by": []}
    for i in range(0, len(rows), PASSAGES):
        batch = rows[i : i + PASSAGES]
        pairs = [p for r in batch for p in r["pairs"]]
        logits = heads.pairs(pair_states(encoder(*tensors([r["run"] for r in batch]))[0], batch))
        for key, labels in (("type", TYPES), ("status", STATUSES), ("by", VOUCHERS)):
            got[key] += logits[key].argmax(-1).tolist()
            want[key] += numbers(pairs, key, labels).tolist()
    encoder.train(), heads.train()
    none = TYPES.index("NONE")
    types = list(zip(got["type"], want["type"], strict=True))
    hits = sum(g == w != none for g, w in types)
    f1s = [2 * sum(g == w == k for g, w in types) / max(1, got["type"].count(k) + want["type"].count(k)) for k in sorted(set(want["type"]) - {none})]
    out = {"accuracy": sum(g == w for g, w in types) / len(types), "precision": hits / max(1, sum(g != none for g, _ in types)),
           "recall": hits / max(1, sum(w != none for _, w in types)), "macro_f1": sum(f1s) / len(f1s)}  # fmt: skip
    for key in ("status", "by"):
        known = [(g, w) for g, w in zip(got[key], want[key], strict=True) if w >= 0]
        out[key] = sum(g == w for g, w in known) / max(1, len(known))
    return {k: round(v, 3) for k, v in out.items()}


def has_halves() -> bool:
    """Whether the processor multiplies bfloat16 by units of its own: twice as fast there, slower elsewhere."""
    about = Path("/proc/cpuinfo")
    return about.exists() and "amx_bf16" in about.read_text(encoding="utf-8")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instances", type=Path), parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--all", action="store_true", help="train on the held-out twelfth too (for the model that is shipped)")
    parser.add_argument(
        "--half", action=argparse.BooleanOptionalAction, default=has_halves(), help="multiply in bfloat16; by default where the processor can (AMX)"
    )
    return parser.parse_args()


def main() -> None:
    """Trains and exports."""
    options = arguments()
    rng = random.Random(options.seed)
    torch.manual_seed(options.seed)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    rows = [p for p in passages(options.instances) if p["pairs"] or p["acts"]]
    kept = [p for p in rows if options.all or not held_out(p["origin"])]
    test = [] if options.all else built([p for p in rows if p["pairs"] and held_out(p["origin"])], rng)
    print(f"{len(kept)} sentences, {sum(len(p['pairs']) for p in kept)} pairs; {len(test)} sentences held out", flush=True)
    encoder, heads = Encoder(minilm()), Heads()
    known = names(read())
    optimizer = torch.optim.AdamW(rates(encoder, heads, options.rate), weight_decay=0.01, fused=True)
    steps = options.epochs * (len(kept) // PASSAGES + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1.0, (s + 1) / (0.08 * steps)) * max(0.02, 1 - s / steps))
    means = [AveragedModel(m, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED)) for m in (encoder, heads)]
    encoder.train(), heads.train()
    started, step = time.time(), 0
    for epoch in range(options.epochs):
        total = 0.0
        for done, batch in enumerate(batches(built(kept, rng, known), PASSAGES, rng), 1):
            pairs = [p for r in batch for p in r["pairs"]]
            with torch.autocast("cpu", torch.bfloat16, enabled=options.half):
                hidden = encoder(*tensors([r["run"] for r in batch]))[0].float()
            loss = SENTENCE * sentence_loss(heads, hidden, batch)
            if pairs:
                loss = loss + pair_loss(heads.pairs(pair_states(hidden, batch)), pairs, options.smoothing)
            loss.backward()
            nn.utils.clip_grad_norm_([*encoder.parameters(), *heads.parameters()], 1.0)
            optimizer.step(), schedule.step(), optimizer.zero_grad()
            means[0].update_parameters(encoder), means[1].update_parameters(heads)
            total, step = total + float(loss.detach()), step + 1
            if step % 50 == 0:
                print(f"\repoch {epoch + 1}, step {step}/{steps}, loss {total / done:.3f}, {time.time() - started:.0f} s", end="", file=sys.stderr, flush=True)
        measured = measure(means[0].module, means[1].module, test) if test else ""
        print(f"\nepoch {epoch + 1}: loss {total / done:.3f}, {time.time() - started:.0f} s", measured, flush=True)
    export(means[0].module, means[1].module, options.out)


if __name__ == "__main__":
    main()
