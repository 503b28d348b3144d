"""Does a prefix help? Held-out nats of the same music with its prefix (E22) and without."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from . import vocabulary as v
from .augment import HELD_OUT
from .corpus import Corpus
from .dataset import Crops, Sequence
from .loss import held_out_nats
from .model import Composer
from .prefixes import FUTURE, THEME

SEQUENCES, TRIES = 48, 400
LAST = 64  # events before the seam that are counted where the future is told


def prefix_rows(sequence: Sequence) -> int:
    """Rows before the plain START row; 0 where the sequence has no prefix."""
    if sequence.events[0, v.TYPE] != v.START or sequence.events[0, v.ROOT] > FUTURE:
        return 0
    return int(np.flatnonzero(sequence.events[:, v.TYPE] == v.START)[1])


def without_prefix(sequence: Sequence) -> Sequence:
    """The same music alone; positions count from its START row. The prefix's rows become padding behind it."""
    head = prefix_rows(sequence)
    turned = Sequence(*(np.roll(field, -head, axis=0) for field in sequence))
    return turned._replace(positions=np.arange(len(sequence.positions), dtype=np.int32))


def _late_only(sequence: Sequence) -> Sequence:
    used = np.flatnonzero(sequence.weights)
    weights = sequence.weights.copy()
    weights[used[:-LAST]] = 0
    return sequence._replace(weights=weights)


def prefix_effect(model: Composer, corpus: Corpus, part: str = "test") -> dict:
    """Nats per note with and without each kind of prefix: theme over the whole window, future over its last 64 events."""
    result = {}
    for kind, name in ((THEME, "theme"), (FUTURE, "future")):
        crops = Crops(corpus, part, model.config.context, 3, replace(HELD_OUT, **{name: 1.0}))
        rng = np.random.default_rng(5)
        drawn = (crops.draw(int(rng.choice(crops.members, p=crops.probabilities)), rng) for _ in range(TRIES))
        items = [item for item in drawn if prefix_rows(item) > 0][:SEQUENCES]
        if not items:
            continue
        pairs = (items, [without_prefix(item) for item in items])
        if kind == FUTURE:
            pairs = tuple([_late_only(item) for item in side] for side in pairs)
        told, alone = (held_out_nats(model, side, 8, "cpu")["natsPerNote"] for side in pairs)
        result[name] = {"sequences": len(items), "natsPerNote": told, "withoutPrefix": alone}
    return result
