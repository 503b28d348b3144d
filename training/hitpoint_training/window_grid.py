"""Where training sequences begin: drawn so that moods and ensembles come up more evenly than the sets hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import vocabulary as v
from .events import P_TYPE

if TYPE_CHECKING:
    from .corpus import Corpus

BLOCK = 4  # bars between possible starts
REACH = 4  # blocks whose emotion labels a start stands for
CELLS = 5  # per side of the valence-arousal grid
TEMPER = 0.4  # 0: as the sets hold them, 1: all cells alike
MOST = 12.0  # draws of a window relative to one drawn by its length alone; the table of set weights goes up to 6
FROM_THE_TOP = 0.1  # share of sequences that start with a piece


class WindowGrid:
    """Starts of the pieces `members`: every fourth bar, weighted by set, then evened over cells of valence x arousal x
    ensemble class."""

    def __init__(self, corpus: Corpus, members: np.ndarray):
        a = corpus.arrays
        self.first_event = np.flatnonzero(a["placed"][:, P_TYPE] == v.BAR)  # of every bar of the corpus
        self.bar_offset, self.event_offset = a["bar_offset"], a["event_offset"]
        levels = _block_levels(a["valence"], a["arousal"], self.bar_offset)
        pieces, bars, base = [], [], []
        for index in members.tolist():
            low, high = int(self.bar_offset[index]), int(self.bar_offset[index + 1])
            starts = np.arange(low, high, BLOCK)
            edges = np.append(self.first_event[starts], self.event_offset[index + 1])
            pieces.append(np.full(len(starts), index))
            bars.append(starts)
            base.append(np.diff(edges) * corpus.set_weight(index))
        self.pieces, self.bars, self.base = (np.concatenate(part) for part in (pieces, bars, base))
        self.size = self.base / np.array([corpus.set_weight(i) for i in self.pieces])
        self.cells = self._cells(levels[self.bars], a["ensemble"][self.pieces])
        self.weights = self._temper()
        self.total = np.cumsum(self.weights / self.weights.sum())

    @staticmethod
    def _cells(levels: np.ndarray, ensembles: np.ndarray) -> np.ndarray:
        """Cell number of each window; levels [n, 2] in -1..1, NaN (too few notes to judge) in a cell of its own."""
        known = ~np.isnan(levels).any(1)
        bins = np.clip(((np.nan_to_num(levels) + 1) / 2 * CELLS).astype(int), 0, CELLS - 1)
        return np.where(known, 1 + bins[:, 0] * CELLS + bins[:, 1], 0) * len(v.ENSEMBLES) + ensembles

    def _temper(self) -> np.ndarray:
        mass = np.bincount(self.cells, weights=self.base)
        used = mass > 0
        factor = np.ones(len(mass))
        factor[used] = (mass[used].sum() / used.sum() / mass[used]) ** TEMPER
        return np.minimum(self.base * factor[self.cells], MOST * self.size)

    def draw(self, rng: np.random.Generator) -> tuple[int, int]:
        """Piece number and the event of it (counted from its first) at whose bar a sequence begins."""
        window = int(np.searchsorted(self.total, rng.random()))
        index = int(self.pieces[window])
        if rng.random() < FROM_THE_TOP:
            return index, 0
        bar = min(int(self.bars[window] + rng.integers(BLOCK)), int(self.bar_offset[index + 1]) - 1)
        return index, int(self.first_event[bar] - self.event_offset[index])


def _block_levels(valence: np.ndarray, arousal: np.ndarray, bar_offset: np.ndarray) -> np.ndarray:
    """Mean valence and arousal [bars, 2] of the 16 bars from each bar on, inside its piece (NaN bars left out)."""
    levels = np.column_stack((valence, arousal)).astype(np.float64)
    known = ~np.isnan(levels)
    sums = np.cumsum(np.concatenate((np.zeros((1, 2)), np.nan_to_num(levels))), 0)
    counts = np.cumsum(np.concatenate((np.zeros((1, 2)), known)), 0)
    stop = np.minimum(np.arange(len(levels)) + BLOCK * REACH, np.repeat(bar_offset[1:], np.diff(bar_offset)))
    number = counts[stop] - counts[:-1]
    return np.where(number > 0, (sums[stop] - sums[:-1]) / np.maximum(number, 1), np.nan)
