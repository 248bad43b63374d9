"""The first of two steps: a model that gives every entity a score as the object of (subject, relation), and so proposes candidates.

The score of o for (s, r) on a day is

    q · (e_o + P' a_o) + b_o + fact · u_r + pair · v + role · w_r

q is a small network of the vectors of s and r, of what s has been active in of late (a_s), of the mean vectors of its partners and
of the objects that (s, r) has had. e is what has been learned of an entity, a its activity by relation. fact, pair and role are how
often and how lately (s, r, o), (s, o) and (r, o) have been (`context.terms`). All is learned at once, by the softmax's cross-entropy
over true objects and a sample of others; the gradients are written out below. Vectors inside means count as constants there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.context import TERMS, Activity, earlier, partners, summed, terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from riftline.forecast.memory import Fading, Memory

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

WIDTH = 100
HIDDEN = 200
DROPPED = 0.4
"""Share of the network's inputs that is left out at each step."""
_FIRST_GUESS = (0.2, 0.1, 0.1)
"""What a fact, a pair and a role of the past count for before anything is learned."""


@dataclass(frozen=True, slots=True)
class Sparse:
    """Terms at some cells of a table of scores."""

    row: Ints
    column: Ints
    terms: Floats


@dataclass(frozen=True, slots=True)
class Pass:
    """A table of scores and what the gradients need of the way to it."""

    scores: Floats
    subjects: Ints
    subject: Ints
    relations: Ints
    relation: Ints
    active: Floats
    inputs: Floats
    kept: Floats | None
    hidden: Floats
    query: Floats
    object_active: Floats
    objects: Floats
    fact: Sparse
    pair: Sparse
    role: Sparse


class Embedding:
    """The model's numbers, its scores and its gradients."""

    def __init__(self, memory: Memory, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        self.memory, self._activity = memory, Activity(memory)
        entities, relations = memory.entities, memory.relations
        inputs = 6 * WIDTH
        guess = np.zeros((3, TERMS), dtype=np.float32)
        guess[:, : TERMS - 2] = np.array(_FIRST_GUESS)[:, None]
        self.parameters: dict[str, Floats] = {
            "entity": self._drawn(0.1, entities, WIDTH),
            "relation": self._drawn(0.1, relations, WIDTH),
            "active": self._drawn(0.05, 2 * relations, WIDTH),
            "object_active": self._drawn(0.05, 2 * relations, WIDTH),
            "in": self._drawn(inputs**-0.5, inputs, HIDDEN),
            "in_bias": np.zeros(HIDDEN, dtype=np.float32),
            "out": self._drawn(HIDDEN**-0.5, HIDDEN, WIDTH),
            "through": self._drawn(0.3 * inputs**-0.5, inputs, WIDTH),
            "bias": np.zeros(entities, dtype=np.float32),
            "past": guess,
            "fact": np.zeros((relations, TERMS), dtype=np.float32),
            "role": np.zeros((relations, TERMS), dtype=np.float32),
        }

    def _drawn(self, spread: float, *shape: int) -> Floats:
        return (self.chance.standard_normal(shape) * spread).astype(np.float32)

    def move_to(self, day: int) -> None:
        """Takes in all days before `day`."""
        self.memory.move_to(day)
        self._activity.move_to(day)

    def scores(self, subject: Ints, relation: Ints) -> Floats:
        """The scores of all entities on the day that the model has moved to: [questions, entities]."""
        return self.forward(subject, relation, np.arange(self.memory.entities), dropping=False).scores

    def forward(self, subject: Ints, relation: Ints, columns: Ints, *, dropping: bool) -> Pass:
        """The scores of the entities in `columns`: [questions, columns]."""
        known, memory, day = self.parameters, self.memory, self.memory.today
        subjects, of_subject = np.unique(subject, return_inverse=True)
        relations, of_relation = np.unique(relation, return_inverse=True)
        active = self._activity.of(subjects)
        own = np.concatenate([known["entity"][subjects], active @ known["active"], *partners(memory, day, subjects, known["entity"])], axis=1)
        inputs = np.concatenate([own[of_subject], known["relation"][relation], earlier(memory, day, subject, relation, known["entity"])], axis=1)
        kept = None
        if dropping:
            kept = (self.chance.random(inputs.shape, dtype=np.float32) >= DROPPED) * np.float32(1 / (1 - DROPPED))
            inputs *= kept
        hidden = np.maximum(inputs @ known["in"] + known["in_bias"], 0)
        query = hidden @ known["out"] + inputs @ known["through"]
        object_active = self._activity.of(columns)
        objects = known["entity"][columns] + object_active @ known["object_active"]
        scores = query @ objects.T
        scores += known["bias"][columns]

        place = np.full(memory.entities, -1)
        place[columns] = np.arange(len(columns))
        fact = _sparse(memory.objects(subject, relation), memory.facts, place, day)
        scores[fact.row, fact.column] += np.einsum("ij,ij->i", fact.terms, known["fact"][relation[fact.row]] + known["past"][0])
        pair = _sparse(memory.pairs.under(subjects), memory.pairs, place, day)
        scores += _spread(pair, pair.terms @ known["past"][1], len(subjects), len(columns))[of_subject]
        role = _sparse(memory.roles.under(relations), memory.roles, place, day)
        weights = known["role"][relations[role.row]] + known["past"][2]
        scores += _spread(role, np.einsum("ij,ij->i", role.terms, weights), len(relations), len(columns))[of_relation]
        return Pass(
            scores, subjects, of_subject, relations, of_relation, active, inputs, kept, hidden, query, object_active, objects, fact, pair, role
        )  # fmt: skip

    def gradients(self, done: Pass, slope: Floats, columns: Ints) -> dict[str, Floats]:
        """The slope of a loss in each parameter from its slope in the scores, [questions, columns]."""
        known = self.parameters
        out = {name: np.zeros_like(known[name]) for name in ("entity", "relation", "bias", "past", "fact", "role")}
        relation = done.relations[done.relation]

        at = done.fact.terms * slope[done.fact.row, done.fact.column][:, None]
        out["past"][0] = at.sum(axis=0)
        np.add.at(out["fact"], relation[done.fact.row], at)
        out["past"][1] = summed(slope, done.subject, len(done.subjects))[done.pair.row, done.pair.column] @ done.pair.terms
        at = done.role.terms * summed(slope, done.relation, len(done.relations))[done.role.row, done.role.column][:, None]
        out["past"][2] = at.sum(axis=0)
        np.add.at(out["role"], done.relations[done.role.row], at)

        out["bias"][columns] = slope.sum(axis=0)
        objects: Floats = slope.T @ done.query
        query: Floats = slope @ done.objects
        out["object_active"] = done.object_active.T @ objects
        out["entity"][columns] = objects
        out["out"], out["through"] = done.hidden.T @ query, done.inputs.T @ query
        hidden: Floats = (query @ known["out"].T) * (done.hidden > 0)
        out["in"], out["in_bias"] = done.inputs.T @ hidden, hidden.sum(axis=0)
        inputs: Floats = hidden @ known["in"].T + query @ known["through"].T
        if done.kept is not None:
            inputs *= done.kept
        own = summed(inputs[:, : 2 * WIDTH], done.subject, len(done.subjects))
        out["entity"][done.subjects] += own[:, :WIDTH]
        out["active"] = done.active.T @ own[:, WIDTH:]
        out["relation"][done.relations] = summed(inputs[:, 4 * WIDTH : 5 * WIDTH], done.relation, len(done.relations))
        return out


def _sparse(found: tuple[Ints, Ints], table: Fading, place: Ints, day: int) -> Sparse:
    row, keys = found
    column = place[table.second[keys]]
    wanted = column >= 0
    return Sparse(row[wanted], column[wanted], terms(table, keys[wanted], day))


def _spread(cells: Sparse, values: Floats, rows: int, columns: int) -> Floats:
    out = np.zeros((rows, columns), dtype=np.float32)
    out[cells.row, cells.column] = values
    return out
