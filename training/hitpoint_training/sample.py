"""Sampling from the network in PyTorch, a batch of plans at once, for measurements (the application samples itself)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from . import vocabulary as v
from .conditioning import Conditions, condition_rows
from .events import start_row
from .head import PIT, logits, pitch_allowed
from .model import Composer

TEMPERATURE, TOP_P = 0.95, 0.95


class Scores:
    """Logits of one step. With guidance they are those without the boundaries plus `guidance` times what telling the
    boundaries adds (classifier-free guidance, Ho & Salimans 2022)."""

    def __init__(self, model: Composer, pre: torch.Tensor, without: torch.Tensor | None, guidance: float):
        self.model, self.pre, self.without, self.guidance = model, pre, without, guidance

    def __call__(self, attribute: int, rows: torch.Tensor, context: torch.Tensor | float) -> torch.Tensor:
        """Logits [n, size] of sequences `rows` given c [n, M] (E19)."""
        told = logits(self.model, attribute, self.pre[rows, attribute], context)
        if self.without is None:
            return told
        base = logits(self.model, attribute, self.without[rows, attribute], context)
        return base + self.guidance * (told - base)


def _pick(scores: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Nucleus sampling [n] from scores [n, size] (Holtzman et al. 2020)."""
    share = torch.softmax(scores / TEMPERATURE, -1)
    ordered, order = share.sort(-1, descending=True)
    ordered = ordered.masked_fill(ordered.cumsum(-1) - ordered > TOP_P, 0)
    return order.gather(1, torch.multinomial(ordered, 1, generator=generator))[:, 0]


def _pitches(scores_of: Scores, index, context, family, generator) -> torch.Tensor:
    """Pitch columns [n, 6] of groups."""
    count = len(index)
    out = torch.full((count, v.MAX_PITCHES), 191)
    drums = family == v.DRUMS
    last = torch.where(drums, v.STOP, -1)
    going = torch.ones(count, dtype=torch.bool)
    for slot in range(v.MAX_PITCHES):
        scores = scores_of(PIT, index, context)
        scores = scores.masked_fill(~pitch_allowed(last, drums, torch.full((count,), slot)), -1e9)
        value = _pick(scores, generator)
        out[going, slot] = value[going]
        going &= value != v.STOP
        context = context + scores_of.model.head_embed[PIT](value)
        last = value
    return out


def sample_rows(scores_of: Scores, room: torch.Tensor, generator: torch.Generator) -> np.ndarray:
    """One event row per sequence; room [n]: steps left in the bar. END is not sampled."""
    count, model = len(room), scores_of.model
    rows = torch.tensor(v.ROW_SIZES).repeat(count, 1)
    scores = scores_of(v.TYPE, torch.arange(count), 0.0)
    scores[:, [v.END, v.START]] = -1e9
    rows[:, v.TYPE] = _pick(scores, generator)
    placed = ((rows[:, v.TYPE] == v.CHORD) | (rows[:, v.TYPE] == v.GROUP)).nonzero()[:, 0]
    if len(placed) == 0:
        return rows.numpy()
    context = model.head_embed[v.TYPE](rows[placed, v.TYPE])
    scores = scores_of(v.DELTA, placed, context)
    scores = scores.masked_fill(torch.tensor(v.DELTAS)[None] >= room[placed, None], -1e9)
    rows[placed, v.DELTA] = _pick(scores, generator)
    context = context + model.head_embed[v.DELTA](rows[placed, v.DELTA])
    for kind, columns in ((v.CHORD, (v.ROOT, v.QUALITY, v.BASS)), (v.GROUP, (v.FAMILY, v.DURATION, v.VELOCITY))):
        chosen = (rows[placed, v.TYPE] == kind).nonzero()[:, 0]
        if len(chosen) == 0:
            continue
        index, c = placed[chosen], context[chosen]
        for column in columns:
            scores = scores_of(column, index, c)
            if column == v.VELOCITY:
                scores[:, v.MASKED_VELOCITY] = -1e9
            rows[index, column] = _pick(scores, generator)
            c = c + model.head_embed[column](rows[index, column])
        if kind == v.GROUP:
            rows[index, v.PITCH:] = _pitches(scores_of, index, c, rows[index, v.FAMILY], generator)
    return rows.numpy()


class _Batch:
    """Cached steps of a batch of plans; with guidance a second half of the batch is not told the boundaries."""

    def __init__(self, model: Composer, plans: list[Conditions], guidance: float):
        self.model, self.guidance, self.count = model, guidance, len(plans)
        blind = [replace(plan, boundaries=None) for plan in plans] if guidance != 1 else []
        self.plans = plans + blind
        c = model.config
        self.past = [torch.zeros(len(self.plans), c.layers, c.kv_heads, 0, c.head_dim) for _ in range(2)]

    def step(self, number: int, rows: np.ndarray, bars, positions) -> Scores:
        """Scores of the event after `rows` [n, 14] at the reached bars and positions."""
        twice = len(self.plans) // self.count
        told = [condition_rows(plan, [bar], [position]) for plan, bar, position in
                zip(self.plans, np.tile(bars, twice), np.tile(positions, twice))]
        ids, values = (torch.as_tensor(np.concatenate([t[i] for t in told])) for i in range(2))
        pre, *new = self.model.step(torch.as_tensor(np.tile(rows, (twice, 1))), ids, values, number, *self.past)
        window = self.model.config.context
        self.past = [torch.cat((p, n[:, :, :, None]), 3)[:, :, :, -window:] for p, n in zip(self.past, new)]
        pre = pre.unflatten(1, (9, -1))
        return Scores(self.model, pre[:self.count], pre[self.count:] if twice > 1 else None, self.guidance)


@torch.no_grad()
def sample_plans(model: Composer, plans: list[Conditions], steps: int, seed: int, guidance: float = 1.0
                 ) -> list[np.ndarray]:
    """Rows of each plan (START left out), cut where the plan's bars are used up; nothing is forced.

    guidance: of the boundaries; 1 samples as trained.
    """
    count = len(plans)
    batch = _Batch(model, plans, guidance)
    generator = torch.Generator().manual_seed(seed)
    bars, positions = np.zeros(count, int), np.zeros(count, int)
    finished = np.zeros(count, dtype=bool)
    rows = np.tile(start_row(), (count, 1)).astype(np.int64)
    started = np.zeros(count, dtype=bool)
    out: list[list[np.ndarray]] = [[] for _ in plans]
    for step in range(steps):
        scores = batch.step(step, rows, bars, positions)
        room = torch.tensor([plan.bar_lengths[bar] for plan, bar in zip(plans, bars)]) - torch.as_tensor(positions)
        rows = sample_rows(scores, room, generator)
        rows[~started] = np.array([v.BAR, *v.ROW_SIZES[1:]])
        for i, row in enumerate(rows):
            if finished[i]:
                continue
            if row[v.TYPE] == v.BAR:
                bars[i] += int(started[i])
                positions[i], started[i] = 0, True
                if bars[i] >= len(plans[i].bar_lengths):
                    bars[i] -= 1
                    finished[i] = True
                    continue
            else:
                positions[i] += v.DELTAS[row[v.DELTA]]
            out[i].append(row)
        if finished.all():
            break
    return [np.array(part) for part in out]
