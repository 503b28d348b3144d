"""Baselines: every attribute counted alone (unigram), or given the previous event (bigram)."""

from __future__ import annotations

import numpy as np

from . import vocabulary as v

SMOOTHING = 0.1  # added to every count
BACKOFF = 8.0  # weight of the unigram inside the bigram (Dirichlet prior)


def attribute_steps(rows: np.ndarray, previous: np.ndarray):
    """Yield (attribute, values, contexts) for target rows [n, 14] and the event before each [n, 14].

    Contexts: type given the previous type; delta given type and previous type; family given the previous family;
    the rest given the same attribute of the previous event; a pitch given the pitch before it in the group.
    """
    kind, before = rows[:, v.TYPE], previous[:, v.TYPE]
    yield "type", kind, before
    placed = (kind == v.CHORD) | (kind == v.GROUP)
    yield "delta", rows[placed, v.DELTA], kind[placed] * 5 + before[placed]
    for wanted, columns in ((v.CHORD, (v.ROOT, v.QUALITY, v.BASS)), (v.GROUP, (v.FAMILY, v.DURATION, v.VELOCITY))):
        chosen = kind == wanted
        for column in columns:
            use = chosen & (rows[:, column] != v.MASKED_VELOCITY) if column == v.VELOCITY else chosen
            context = rows[use, v.ROOT] if column == v.BASS else previous[use, column]
            yield v.ATTRIBUTES[column], rows[use, column], context
    groups, heads = rows[kind == v.GROUP], previous[kind == v.GROUP]
    for slot in range(v.MAX_PITCHES):
        value = groups[:, v.PITCH + slot]
        use = value < 191
        drums = groups[use, v.FAMILY] == v.DRUMS
        last = groups[use, v.PITCH + slot - 1] if slot else np.where(drums, 192, heads[use, v.PITCH])
        yield "pitch", value[use], np.where(slot > 0, last, last + 200)


class NGram:
    """Counts of one training sample; `bigram` false ignores the contexts."""

    CONTEXTS = 400

    def __init__(self, bigram: bool):
        self.bigram = bigram
        self.counts = {name: np.zeros((self.CONTEXTS, size)) for name, size in zip(v.ATTRIBUTES, v.ATTRIBUTE_SIZES)}

    def add(self, rows: np.ndarray, previous: np.ndarray) -> None:
        """Count target rows."""
        for name, values, contexts in attribute_steps(rows, previous):
            np.add.at(self.counts[name], (contexts, values), 1)

    def nats(self, rows: np.ndarray, previous: np.ndarray) -> float:
        """Total nats of target rows. Nothing is masked: ascending order and drum keys are known only from the counts."""
        total = 0.0
        for name, values, contexts in attribute_steps(rows, previous):
            counts = self.counts[name]
            base = counts.sum(0) + SMOOTHING
            base = base / base.sum()
            probability = base[values]
            if self.bigram:
                seen = counts[contexts, values]
                probability = (seen + BACKOFF * probability) / (counts.sum(1)[contexts] + BACKOFF)
            total -= float(np.log(probability).sum())
        return total
