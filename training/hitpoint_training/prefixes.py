"""Passages that a training sequence may begin with (E22): a theme that returns in it, or what follows its gap."""

from __future__ import annotations

import numpy as np

from . import vocabulary as v
from .events import P_BAR, P_FAMILY, P_PITCH, P_POSITION, P_TYPE

THEME, FUTURE = 0, 1  # the `root` column of the prefix's START row
MAX_ROWS = 128  # of a prefix, its START row counted
MAX_DISTANCE = 1024  # extra positions between the prefix and the music
THEME_BARS = 4  # compared bars
THEME_LENGTHS = (2, 8)  # bars of the passage itself
ALIKE = 0.86  # mean cosine over the compared bars; 0.6-0.7 is usual between any two passages of a piece
ONSET_BINS = 16
FUTURE_BARS = 2


def bar_features(piece) -> np.ndarray:
    """What every bar of a corpus.Piece sounds like [bars, 12 + 16]: unit-length counts of pitch classes and of onset places in the bar."""
    groups = piece.placed[(piece.placed[:, P_TYPE] == v.GROUP) & (piece.placed[:, P_FAMILY] != v.DRUMS)]
    bars = len(piece.bar_lengths)
    pitches = groups[:, P_PITCH:]
    row, slot = np.nonzero(pitches < v.STOP)
    chroma = np.bincount(groups[row, P_BAR] * 12 + pitches[row, slot] % 12, minlength=bars * 12).reshape(bars, 12)
    place = groups[:, P_POSITION].astype(int) * ONSET_BINS // np.maximum(piece.bar_lengths[groups[:, P_BAR]], 1)
    index = groups[:, P_BAR].astype(int) * ONSET_BINS + np.minimum(place, ONSET_BINS - 1)
    onsets = np.bincount(index, minlength=bars * ONSET_BINS).reshape(bars, ONSET_BINS)
    unit = [part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9) for part in (chroma, onsets > 0)]
    return (np.concatenate(unit, axis=1) * np.sqrt(0.5)).astype(np.float32)


def similar_starts(features: np.ndarray, first: int, last: int) -> np.ndarray:
    """Similarity 0..1 of the passage that starts at each bar [bars] to the most alike four bars of first..last.

    The window's own bars and starts too near the end have -1. Bars compare in order, by cosine.
    """
    bars, size = len(features), THEME_BARS
    result = np.full(bars, -1.0)
    window = last + 1 - first
    if window < size or bars < window + size:
        return result
    cosines = features @ features[first:last + 1].T
    runs = sum(cosines[i:bars - size + 1 + i, i:window - size + 1 + i] for i in range(size)) / size
    result[:len(runs)] = runs.max(1)
    result[max(0, first - size + 1):last + 1] = -1
    return result


def choose_theme(features: np.ndarray, first: int, last: int, rng: np.random.Generator) -> int | None:
    """First bar of a passage outside first..last that returns inside, or None when none is alike enough."""
    similarity = similar_starts(features, first, last)
    best = similarity.max(initial=-1.0)
    if best < ALIKE:
        return None
    return int(rng.choice(np.flatnonzero(similarity >= max(ALIKE, best - 0.03))))


def passage_end(placed: np.ndarray, begin: int, bars: int, rows: int = MAX_ROWS - 1) -> int:
    """End (exclusive) of the passage of at most `bars` whole bars and `rows` events from event `begin`, a BAR.

    When not even one bar fits the passage is cut inside it.
    """
    bar = int(placed[begin, P_BAR])
    edges = np.searchsorted(placed[:, P_BAR], np.arange(bar + 1, bar + bars + 1))
    fitting = edges[edges - begin <= rows]
    return int(fitting[-1]) if len(fitting) else min(begin + rows, len(placed))
