"""Trains the encoder and its heads and exports them: `python -m training.train INSTANCES.jsonl TEACHER_FOLDER OUT_FOLDER`.

One MiniLM-L6 encoder serves two passes, learned together from the annotations and from a slower model (`training.teacher`), whose weights it starts with:
- over the sentence: which words are heads of events (`act`), and which mentions are sides of them (`role`);
- over its pairs, which look back at it: type or NONE, mode, status, who vouches.

Written to OUT_FOLDER: `encoder.onnx` and `pairs.onnx` (whole numbers, per channel), `heads.npz` (half-precision matrices, no pickles), and `weights.npz`, which
`training.mean` takes.
Needs `training/requirements.txt`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from riftline.models.encoding import LIMIT, SEP, pieces
from riftline.models.heads import MODES, STATUSES, TYPES, VOUCHERS
from training.corpus import read
from training.finished import finished
from training.model import Encoder, Heads, export, keep, rates, tensor
from training.names import names, renamed
from training.teacher import Teacher, begun, places_of

MASK = 103
"""What stands for a piece that is left out."""
PASSAGES = 14
"""Sentences of a batch; with their pairs some ninety judgements."""
NEGATIVE = 0.4
"""What a pair that is no event counts beside one that is: there are some seven of them to one."""
SENTENCE = 0.4
"""What the first pass' loss counts beside the second's."""
TAUGHT = 0.5
"""Share of what the teacher says in what is to be learnt; the annotation has the rest."""
WORN, LEFT_OUT = 0.4, 0.12
"""Share of sentences from which pieces are left out, which the teacher alone can speak of, and of pieces in them."""
DROP_ACT = 0.25
"""Share of events whose act is left unmarked: `riftline label` asks so too."""
RENAME = 0.35
"""Share of sentences whose actors get other names, anew each epoch."""
AVERAGED = 0.998
"""The exported weights are a running mean over the steps, in which each step counts this much less than the one after it."""


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


def built(chosen: Sequence[dict], rng: random.Random, known: Sequence[str]) -> list[dict]:
    """The passages with their pieces, and where their pairs' words are; some with other of the `known` names, some acts left unmarked, and from some
    sentences pieces left out, anew each time."""
    told = [renamed(p, known, rng) if rng.random() < RENAME else p for p in chosen]
    out = []
    for passage, sentence in zip(told, pieces([p["text"] for p in told]), strict=True):
        pairs = [without_act(p) if p["type"] != "NONE" and rng.random() < DROP_ACT else p for p in passage["pairs"]]
        worn = rng.random() < WORN
        run = [MASK if worn and i > SEP and rng.random() < LEFT_OUT else i for i in sentence.run]
        places, bare = [places_of(sentence, p) for p in pairs], worn or any(p["type"] == "" for p in pairs)
        out.append(passage | {"pieces": sentence, "run": run, "places": places, "pairs": pairs, "bare": bare})
    return out


def without_act(pair: dict) -> dict:
    """The pair as it is asked where nobody knows its act."""
    return pair | {"act": None, "features": [0.0] * len(pair["features"])}


def batches(rows: list[dict], size: int, rng: random.Random) -> list[list[dict]]:
    """Passages of similar length together, batches in random order."""
    rows = sorted(rows, key=lambda r: len(r["run"]) + 6 * rng.random())
    out = [rows[i : i + size] for i in range(0, len(rows), size)]
    rng.shuffle(out)
    return out


def pair_states(encoder: Encoder, read: Sequence[torch.Tensor], batch: Sequence[dict]) -> torch.Tensor:
    """What the pairs' layers see, as `classifier` joins it: what the upper layers made of each pair, and what was told of it."""
    states, keys, values, hides = read
    at = [[b, *(place[0] if place else 0 for place in places)] for b, r in enumerate(batch) for places in r["places"]]
    which, features = torch.tensor(at), torch.tensor([p["features"] for r in batch for p in r["pairs"]])
    words = [states[which[:, 0], which[:, k]] * (which[:, k] > 0).float().unsqueeze(-1) for k in (1, 2, 3)]
    told = torch.cat([*words, features], -1)
    number = torch.tensor([k for r in batch for k in range(len(r["places"]))])
    joined = torch.zeros((len(batch), int(number.max()) + 1, told.shape[1])).index_put((which[:, 0], number), told)
    asked = encoder.ask(joined, keys, values, hides)
    return torch.cat([asked[which[:, 0], number], told], -1)


def numbers(names: Sequence[str], labels: tuple[str, ...]) -> torch.Tensor:
    """Numbers of the labels; -1 for what is none."""
    return torch.tensor([labels.index(name) if name in labels else -1 for name in names])


def pair_loss(
    logits: dict[str, torch.Tensor], taught: dict[str, torch.Tensor], batch: Sequence[dict], smoothing: float, weights: dict[str, float]
) -> torch.Tensor:
    """Type above all; mode, status and voucher beside it, by their weights, by how much of an event a pair is: as annotated, and as the teacher has them."""
    rows, bare = [p for r in batch for p in r["pairs"]], torch.tensor([r["bare"] for r in batch for _ in r["pairs"]])
    types = aims(numbers([r["type"] for r in rows], TYPES), taught["type"], bare, smoothing)
    event = 1 - types[:, TYPES.index("NONE")]
    loss = (cross_entropy(logits["type"], types) * (NEGATIVE + (1 - NEGATIVE) * event)).sum() / (NEGATIVE + (1 - NEGATIVE) * event).sum()
    wanted = {"mode": numbers([f"{r['type']} {r['mode']}".rstrip() for r in rows], MODES)}  # a type alone: none of its modes
    wanted |= {"status": numbers([r["status"] for r in rows], STATUSES), "by": numbers([r["by"] for r in rows], VOUCHERS)}
    for name, weight in weights.items():
        loss = loss + weight * (cross_entropy(logits[name], aims(wanted[name], taught[name], bare)) * event).sum() / event.sum()
    return loss


def aims(wanted: torch.Tensor, taught: torch.Tensor, bare: torch.Tensor, smoothing: float = 0.0) -> torch.Tensor:
    """The shares to be learnt: what is annotated and what the teacher says, the latter alone for bare sentences and where nothing is annotated."""
    annotated = F.one_hot(wanted.clamp(min=0), taught.shape[1]) * (1 - smoothing) + smoothing / taught.shape[1]
    share = torch.where(bare | (wanted < 0), 1.0, TAUGHT).unsqueeze(-1)
    return share * taught + (1 - share) * annotated


def cross_entropy(logits: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
    """Of each row."""
    return -(shares * logits.log_softmax(-1)).sum(-1)


def words_of(batch: Sequence[dict]) -> tuple[tuple[torch.Tensor, ...], tuple[torch.Tensor, ...]]:
    """The words that may be acts (row, place, is one, bare) and the sides of annotated acts (row, places of act and side, features, is source and target)."""

    def at(r: dict, chars: list[int]) -> int:
        return min(r["pieces"].at((chars[0], chars[1]))[0], LIMIT, len(r["pieces"].ids)) + 1

    acts = [(b, at(r, a), float(y or 0), r["bare"]) for b, r in enumerate(batch) for a, y in r["acts"]]
    roles = [(b, at(r, a), at(r, m), f, [float(s or 0), float(t or 0)], r["bare"]) for b, r in enumerate(batch) for a, m, f, s, t in r["roles"]]
    return tuple(map(torch.tensor, zip(*acts, strict=True))), tuple(map(torch.tensor, zip(*roles, strict=True)))


def sentence_loss(heads: Heads, hidden: torch.Tensor, teacher: Teacher, taught: torch.Tensor, batch: Sequence[dict]) -> torch.Tensor:
    """Act heads among all words that could be, and sides of the annotated acts: as annotated, and as the teacher has them."""
    loss, (acts, roles) = torch.zeros(()), words_of(batch)
    if acts:
        row, at, wanted, bare = acts
        loss = loss + blended(heads.act(hidden[row, at]).squeeze(-1), wanted, teacher.acts(taught[row, at]), bare)
    if roles:
        row, at, side, features, sides, bare = roles
        scores = heads.roles(hidden[row, at], hidden[row, side], features)
        loss = loss + blended(scores, sides, teacher.roles(taught[row, at], taught[row, side], features), bare)
    return loss


def blended(scores: torch.Tensor, wanted: torch.Tensor, taught: torch.Tensor, bare: torch.Tensor) -> torch.Tensor:
    """The loss against what is wanted and what the teacher says, the latter alone for bare sentences."""
    share = torch.where(bare, 1.0, TAUGHT)
    share = share if scores.dim() == 1 else share.unsqueeze(-1)
    return F.binary_cross_entropy_with_logits(scores, share * taught + (1 - share) * wanted)


def has_halves() -> bool:
    """Whether the processor multiplies bfloat16 by units of its own: twice as fast there, slower elsewhere."""
    about = Path("/proc/cpuinfo")
    return about.exists() and "amx_bf16" in about.read_text(encoding="utf-8")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instances", type=Path), parser.add_argument("teacher", type=Path), parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--start", type=Path, metavar="FOLDER", help="a finished model to go on from (default: the teacher's weights, as far as they fit)")
    parser.add_argument("--status", type=float, default=1.0, help="what the status of an event counts in the loss")
    parser.add_argument("--by", type=float, default=0.3, help="what its voucher counts")
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=7)
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
    kept = [p for p in passages(options.instances) if p["pairs"] or p["acts"]]
    print(f"{len(kept)} sentences, {sum(len(p['pairs']) for p in kept)} pairs", flush=True)
    teacher, (encoder, heads) = Teacher(options.teacher), finished(options.start) if options.start else begun(options.teacher)
    weights = {"mode": 0.3, "status": options.status, "by": options.by}
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
            ids = tensor([r["run"] for r in batch])
            taught, of_pairs = teacher.states([r["run"] for r in batch], [r["places"] for r in batch])
            with torch.autocast("cpu", torch.bfloat16, enabled=options.half):
                reading = [part.float() for part in encoder.read(ids)]
            loss = SENTENCE * sentence_loss(heads, reading[0], teacher, taught, batch)
            if len(of_pairs):
                features = torch.tensor([p["features"] for r in batch for p in r["pairs"]])
                logits = heads.pairs(pair_states(encoder, reading, batch))
                loss = loss + pair_loss(logits, teacher.pairs(of_pairs, features), batch, options.smoothing, weights)
            loss.backward()
            nn.utils.clip_grad_norm_([*encoder.parameters(), *heads.parameters()], 1.0)
            optimizer.step(), schedule.step(), optimizer.zero_grad()
            means[0].update_parameters(encoder), means[1].update_parameters(heads)
            total, step = total + float(loss.detach()), step + 1
            if step % 50 == 0:
                print(f"\repoch {epoch + 1}, step {step}/{steps}, loss {total / done:.3f}, {time.time() - started:.0f} s", end="", file=sys.stderr, flush=True)
        print(f"\nepoch {epoch + 1}: loss {total / done:.3f}, {time.time() - started:.0f} s", flush=True)
    export(means[0].module, means[1].module, options.out)
    keep(means[0].module, means[1].module, options.out)


if __name__ == "__main__":
    main()
