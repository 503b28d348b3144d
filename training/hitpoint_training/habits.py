"""What instrument families do in real music, by ensemble class: the numbers of src/core/music/ensembleHabits.ts.

    python -m hitpoint_training.habits --shards FOLDER [--part train]

A family counts in blocks of eight bars that have a note of it, as the mask of E16 does.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from . import vocabulary as v
from .augment import MASK_BARS, smooth_blocks
from .corpus import Corpus, Piece
from .events import P_BAR, P_DURATION, P_FAMILY, P_PITCH, P_POSITION, P_TYPE, P_VELOCITY

FAMILIES = len(v.FAMILIES)
LEAST_BARS = 8
PACE_PERCENTILES = (10, 25, 50)


@dataclass
class Habits:
    """Sums over the pieces of a class; arrays have one entry per family."""

    bars: np.ndarray = field(default_factory=lambda: np.zeros(FAMILIES))  # bars in a block with the family
    sounding: np.ndarray = field(default_factory=lambda: np.zeros(FAMILIES))  # of these, bars with a note of it
    notes: np.ndarray = field(default_factory=lambda: np.zeros(FAMILIES))
    loudness: list[list[np.ndarray]] = field(default_factory=lambda: [[] for _ in range(FAMILIES)])
    polyphony: list[float] = field(default_factory=list)
    distances: list[np.ndarray] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Counts a piece."""
        counts = piece.counts
        self.bars += (smooth_blocks(counts.astype(float), MASK_BARS) > 0).sum(0)
        self.sounding += (counts > 0).sum(0)
        self.notes += counts.sum(0)
        groups = piece.placed[piece.placed[:, P_TYPE] == v.GROUP]
        starts = np.append(0, np.cumsum(piece.bar_lengths))
        onsets = starts[groups[:, P_BAR]] + groups[:, P_POSITION]
        if not piece.velocity_masked:
            self._add_loudness(piece, groups)
        self._add_polyphony(groups, onsets, int(starts[-1]))
        if piece.tempo_known:
            distinct = np.unique(onsets)
            at = np.clip(np.searchsorted(piece.tempo_steps, distinct[:-1], side="right") - 1, 0, None)
            self.distances.append(np.diff(distinct) / v.STEPS_PER_QUARTER * 60 / piece.tempo_bpm[at])

    def _add_loudness(self, piece: Piece, groups: np.ndarray) -> None:
        arousal = piece.arousal[groups[:, P_BAR]].astype(float)
        known = (groups[:, P_VELOCITY] < v.MASKED_VELOCITY) & np.isfinite(arousal)
        for family in range(FAMILIES):
            own = known & (groups[:, P_FAMILY] == family)
            if own.any():
                self.loudness[family].append(np.stack([arousal[own], groups[own, P_VELOCITY].astype(float)]))

    def _add_polyphony(self, groups: np.ndarray, onsets: np.ndarray, length: int) -> None:
        pitched = groups[:, P_FAMILY] != v.DRUMS
        keys = (groups[pitched, P_PITCH:] < v.STOP).sum(1)
        lengths = np.array(v.DURATIONS)[groups[pitched, P_DURATION]]
        changes = np.zeros(length + max(v.DURATIONS) + 1)
        np.add.at(changes, onsets[pitched], keys)
        np.add.at(changes, onsets[pitched] + lengths, -keys)
        sounding = np.cumsum(changes)
        if (sounding > 0).any():
            self.polyphony.append(float(sounding[sounding > 0].mean()))

    def lines(self) -> list[str]:
        """What is known of every family of the class, then of the class."""
        found = []
        for family in np.flatnonzero(self.notes):
            rows = np.concatenate(self.loudness[family], axis=1) if self.loudness[family] else np.zeros((2, 0))
            slope, middle = np.polyfit(rows[0], rows[1], 1) if rows.shape[1] > 100 else (np.nan, np.nan)
            found.append(f"  {v.FAMILIES[family]}: presence {self.sounding[family] / self.bars[family]:.2f}, notes "
                         f"{self.notes[family] / self.sounding[family]:.1f}, loudness {middle:.1f} + {slope:.1f} arousal")
        pace = ", ".join(f"p{p} {x:.3f} s" for p, x in zip(
            PACE_PERCENTILES, np.percentile(np.concatenate(self.distances), PACE_PERCENTILES))) if self.distances else ""
        return [*found, f"  voices {np.mean(self.polyphony):.1f}; onset distances {pace}"]


def habits_of(corpus: Corpus, part: str) -> dict[int, Habits]:
    """Habits by ensemble class (E15.6) of the pieces of a part."""
    found: dict[int, Habits] = {}
    for index in corpus.members(part):
        piece = corpus.piece(int(index))
        if len(piece.bar_lengths) >= LEAST_BARS:
            found.setdefault(int(piece.ensemble), Habits()).add(piece)
    return dict(sorted(found.items()))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shards", type=Path, required=True)
    parser.add_argument("--part", default="train")
    options = parser.parse_args()
    for ensemble, habits in habits_of(Corpus(options.shards, options.shards), options.part).items():
        print(v.ENSEMBLES[ensemble])
        print("\n".join(habits.lines()))


if __name__ == "__main__":
    main()
