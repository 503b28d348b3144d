"""Chords that a piece strikes but does not hold, held at announced boundaries: more examples of a hit than music has."""

from __future__ import annotations

import numpy as np

from . import vocabulary as v
from .events import (P_BAR, P_DURATION, P_FAMILY, P_PITCH, P_POSITION, P_TYPE, P_VELOCITY, PLACED_WIDTH,
                     duration_index, merge_placed)


def hold_chords(placed: np.ndarray, steps: np.ndarray, beats: np.ndarray, bar_starts: np.ndarray,
                beat_lengths: np.ndarray) -> np.ndarray:
    """Placed events in which the melodic groups at `steps` (grid steps, ascending) last `beats` beats or longer.

    Groups of a family that come to the same duration become one (E7). Later notes of the family stay, as with a pedal.
    """
    if len(steps) == 0 or len(placed) == 0:
        return placed
    absolute = bar_starts[placed[:, P_BAR]] + placed[:, P_POSITION]
    melodic = (placed[:, P_TYPE] == v.GROUP) & (placed[:, P_FAMILY] != v.DRUMS)
    chosen = melodic & np.isin(absolute, steps)
    if not chosen.any():
        return placed
    longer: dict[tuple[int, int, int], list[np.ndarray]] = {}
    for row, step in zip(placed[chosen], absolute[chosen]):
        wanted = beats[np.searchsorted(steps, step)] * beat_lengths[row[P_BAR]]
        duration = max(int(row[P_DURATION]), _at_least(wanted))
        longer.setdefault((int(step), int(row[P_FAMILY]), duration), []).append(row)
    rows = [new for (_, _, duration), group in longer.items() for new in _joined(group, duration)]
    return merge_placed(placed[~chosen], np.array(rows, np.int16))


def _at_least(steps: float) -> int:
    """Index of the duration nearest to `steps` that is not shorter than 1.8 / 1.85 of it, so that a hit stays long."""
    index = duration_index(int(round(steps)))
    return index if v.DURATIONS[index] * 1.02 >= steps else min(index + 1, len(v.DURATIONS) - 1)


def _joined(group: list[np.ndarray], duration: int) -> list[np.ndarray]:
    """Groups of at most six pitches (E7) from groups of one family and onset."""
    pitches = sorted({int(pitch) for row in group for pitch in row[P_PITCH:] if pitch < v.STOP})
    rows = []
    for first in range(0, len(pitches), v.MAX_PITCHES):
        part = pitches[first:first + v.MAX_PITCHES]
        row = np.empty(PLACED_WIDTH, np.int16)
        row[:] = group[0]
        row[P_DURATION] = duration
        row[P_VELOCITY] = sum(int(r[P_VELOCITY]) for r in group) // len(group)
        row[P_PITCH:] = (part + [v.STOP] + [191] * v.MAX_PITCHES)[:v.MAX_PITCHES]
        rows.append(row)
    return rows
