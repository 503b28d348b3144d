"""How many notes a quarter real music has, by ensemble class: the numbers of the planner's density targets."""

from __future__ import annotations

import numpy as np

from . import vocabulary as v
from .corpus import Corpus

BARS = 4
PERCENTILES = (5, 50, 90)


def note_densities(corpus: Corpus, part: str = "train") -> dict[int, np.ndarray]:
    """Notes per quarter over every four bars of the pieces of a part, by ensemble class (E15.6)."""
    found: dict[int, list[np.ndarray]] = {}
    for index in corpus.members(part):
        piece = corpus.piece(int(index))
        whole = len(piece.counts) // BARS * BARS
        if whole == 0:
            continue
        notes = piece.counts[:whole].sum(1).reshape(-1, BARS).sum(1)
        quarters = piece.bar_lengths[:whole].reshape(-1, BARS).sum(1) / v.STEPS_PER_QUARTER
        found.setdefault(int(piece.ensemble), []).append(notes / quarters)
    return {ensemble: np.concatenate(parts) for ensemble, parts in sorted(found.items())}


def print_densities(corpus: Corpus) -> None:
    """One line per ensemble class: windows and percentiles."""
    for ensemble, densities in note_densities(corpus).items():
        values = ", ".join(f"p{p} {x:.2f}" for p, x in zip(PERCENTILES, np.percentile(densities, PERCENTILES)))
        print(f"ensemble {ensemble}: {len(densities)} windows, {values}")
