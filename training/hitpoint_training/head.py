"""The head: one event's attributes in the order of E14, each given those before it (E19), and its loss."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from . import vocabulary as v
from .model import Composer

T, D, R, Q, B, FAM, DUR, VEL, PIT = range(9)  # attribute numbers, in the order of vocabulary.ATTRIBUTES


Pre = Callable[[int, Tensor], Tensor]  # (attribute, row numbers) -> pre-activations [n, M]


def pre_of(pre: Tensor) -> Pre:
    """Access to computed pre-activations [n, 9, M]."""
    return lambda attribute, rows: pre[:, attribute].index_select(0, rows)


def pre_from_hidden(model: Composer, hidden: Tensor) -> Pre:
    """Pre-activations computed only where an attribute needs them: hidden [n, hidden]."""
    weights = model.pre.weight.chunk(len(v.ATTRIBUTES))
    biases = model.pre.bias.chunk(len(v.ATTRIBUTES))
    return lambda attribute, rows: F.linear(hidden.index_select(0, rows), weights[attribute], biases[attribute])


def logits(model: Composer, attribute: int, pre: Tensor, context: Tensor | float) -> Tensor:
    """Logits [n, size] of one attribute from its pre-activations [n, M] and c [n, M] (E19)."""
    return model.head_out[attribute](F.relu(pre + context))


def pitch_allowed(previous: Tensor, drums: Tensor, slot: Tensor) -> Tensor:
    """Which pitch values [n, 191] may follow: ascending, drum keys for drums only, STOP not first (E11)."""
    value = torch.arange(v.ATTRIBUTE_SIZES[PIT], device=previous.device)[None]
    key = (value > previous[:, None]) & (value != v.STOP) & (drums[:, None] == (value >= v.DRUM_BASE))
    return key | ((value == v.STOP) & (slot[:, None] > 0))


def _entropy(scores: Tensor, target: Tensor) -> Tensor:
    return F.cross_entropy(scores.float(), target, reduction="none")


def _pitch_loss(model: Composer, pre: Tensor, context: Tensor, targets: Tensor) -> Tensor:
    """Nats of the pitch list of each group [n]: pre [n, M], context [n, M], targets [n, 14]."""
    pitches = targets[:, v.PITCH:]
    count = (pitches < v.ATTRIBUTE_SIZES[PIT]).sum(1)  # STOP included
    vectors = F.embedding(pitches.clamp(max=v.ATTRIBUTE_SIZES[PIT] - 1), model.head_embed[PIT].weight)
    earlier = torch.cumsum(vectors, 1) - vectors
    slots = torch.arange(v.MAX_PITCHES, device=pre.device)[None].expand_as(pitches)
    row, slot = (slots < count[:, None]).nonzero(as_tuple=True)
    base = (pre + context).index_select(0, row)
    hidden = F.relu(base + earlier.flatten(0, 1).index_select(0, row * v.MAX_PITCHES + slot))
    drums = targets[row, v.FAMILY] == v.DRUMS
    previous = torch.where(slot > 0, pitches[row, (slot - 1).clamp(min=0)], torch.where(drums, v.STOP, -1))
    scores = model.head_out[PIT](hidden).float()
    scores = scores.masked_fill(~pitch_allowed(previous, drums, slot), -1e9)
    loss = _entropy(scores, pitches[row, slot])
    return torch.zeros(len(targets), device=pre.device).index_add_(0, row, loss)


def attribute_losses(model: Composer, pre: Pre, targets: Tensor) -> dict[str, tuple[Tensor, Tensor]]:
    """Nats per attribute: name -> (row numbers, nats); targets [n, 14]. Masked velocities are left out."""
    everything = torch.arange(len(targets), device=targets.device)
    losses = {"type": (everything, _entropy(logits(model, T, pre(T, everything), 0.0), targets[:, v.TYPE]))}
    placed = ((targets[:, v.TYPE] == v.CHORD) | (targets[:, v.TYPE] == v.GROUP)).nonzero()[:, 0]
    t = targets[placed]
    context = F.embedding(t[:, v.TYPE], model.head_embed[T].weight)
    losses["delta"] = (placed, _entropy(logits(model, D, pre(D, placed), context), t[:, v.DELTA]))
    context = context + F.embedding(t[:, v.DELTA], model.head_embed[D].weight)
    for kind, names in ((v.CHORD, (R, Q, B)), (v.GROUP, (FAM, DUR, VEL))):
        chosen = (t[:, v.TYPE] == kind).nonzero()[:, 0]
        rows, tc, cc = placed[chosen], t[chosen], context.index_select(0, chosen)
        for attribute in names:
            target = tc[:, attribute]
            known = (target != v.MASKED_VELOCITY) if attribute == VEL else torch.ones_like(target, dtype=torch.bool)
            use = known.nonzero()[:, 0]
            scores = logits(model, attribute, pre(attribute, rows[use]), cc.index_select(0, use))
            losses[v.ATTRIBUTES[attribute]] = (rows[use], _entropy(scores, target[use]))
            cc = cc + F.embedding(target, model.head_embed[attribute].weight)
        if kind == v.GROUP:
            losses["pitch"] = (rows, _pitch_loss(model, pre(PIT, rows), cc, tc))
    return losses


def event_nats(model: Composer, pre: Tensor, targets: Tensor) -> Tensor:
    """Total nats of each target event [n] from computed pre-activations [n, 9, M]."""
    total = torch.zeros(len(targets), device=pre.device)
    for rows, nats in attribute_losses(model, pre_of(pre), targets).values():
        total = total.index_add(0, rows, nats)
    return total
