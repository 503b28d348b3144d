"""Conditioning of every event: docs/spec/composer-events.md, rules E15-E17."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from . import vocabulary as v


class TempoMap:
    """Piecewise constant tempo: `steps` (grid steps, ascending, first 0) and `bpm` (quarters per minute) from there."""

    def __init__(self, steps, bpm):
        self.steps = np.asarray(steps, dtype=np.float64)
        self.bpm = np.asarray(bpm, dtype=np.float64)
        if len(self.steps) == 0 or self.steps[0] != 0 or len(self.steps) != len(self.bpm):
            raise ValueError("a tempo map starts at step 0 and has one bpm per step")
        lengths = np.diff(self.steps) * self._seconds_per_step()[:-1]
        self.starts = np.concatenate(([0.0], np.cumsum(lengths)))

    def _seconds_per_step(self) -> np.ndarray:
        return 60.0 / self.bpm / v.STEPS_PER_QUARTER

    def _index(self, step) -> np.ndarray:
        return np.maximum(np.searchsorted(self.steps, step, side="right") - 1, 0)

    def seconds(self, step):
        """Seconds since the start of the piece at a grid step (array or number)."""
        index = self._index(step)
        return self.starts[index] + (np.asarray(step) - self.steps[index]) * self._seconds_per_step()[index]

    def step_at(self, seconds):
        """Whole grid step nearest to a time in seconds, half up (E17)."""
        index = np.maximum(np.searchsorted(self.starts, seconds, side="right") - 1, 0)
        exact = self.steps[index] + (np.asarray(seconds) - self.starts[index]) / self._seconds_per_step()[index]
        return np.floor(exact + 0.5).astype(np.int64)

    def bpm_at(self, step):
        """Tempo at a grid step."""
        return self.bpm[self._index(step)]


@dataclass
class Conditions:
    """Everything known beforehand about a piece. Arrays have one entry per bar; NaN, -1 or None stand for unknown.

    boundaries: ascending whole grid steps since the start, or None (unknown). density in notes per quarter.
    valence and arousal -1..1. mask: bool [bars, 12], the families that may play.
    """

    bar_lengths: np.ndarray
    tempo: TempoMap
    tempo_known: bool = True
    boundaries: np.ndarray | None = None
    key: np.ndarray | None = None
    mode: np.ndarray | None = None
    ensemble: int = 0
    section: np.ndarray | None = None
    density: np.ndarray | None = None
    end_known: bool = True
    valence: np.ndarray | None = None
    arousal: np.ndarray | None = None
    mask: np.ndarray | None = None
    bar_starts: np.ndarray = field(init=False)

    def __post_init__(self):
        self.bar_lengths = np.asarray(self.bar_lengths, dtype=np.int64)
        self.bar_starts = np.concatenate(([0], np.cumsum(self.bar_lengths)[:-1])).astype(np.int64)


def boundary_id(distance: int) -> int:
    """E15.1 of a distance in grid steps (negative: none)."""
    if distance < 0 or distance > v.MAX_BOUNDARY_STEPS:
        return v.NO_BOUNDARY
    return distance if distance <= 96 else 97 + (distance - 97) // 24


def density_id(notes_per_quarter: float) -> int:
    """E15.8: 0 for NaN, else 1 + the number of limits reached."""
    if np.isnan(notes_per_quarter):
        return 0
    return 1 + sum(notes_per_quarter >= limit for limit in v.DENSITY_LIMITS)


_BOUNDARY_IDS = np.array([boundary_id(d) for d in range(v.MAX_BOUNDARY_STEPS + 1)], dtype=np.int32)


def _boundary_features(conditions: Conditions, absolute: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Boundary ids [n] and the closeness (8 - t) / 8 [n] at absolute grid steps."""
    ids = np.full(len(absolute), v.NO_BOUNDARY, dtype=np.int32)
    closeness = np.zeros(len(absolute), dtype=np.float32)
    if conditions.boundaries is None or len(conditions.boundaries) == 0:
        return ids, closeness
    boundaries = np.asarray(conditions.boundaries, dtype=np.int64)
    index = np.searchsorted(boundaries, absolute, side="left")
    ahead = index < len(boundaries)
    target = boundaries[np.minimum(index, len(boundaries) - 1)]
    distance = target - absolute
    seconds = conditions.tempo.seconds(target) - conditions.tempo.seconds(absolute)
    near = ahead & (seconds <= v.MAX_BOUNDARY_SECONDS)
    closeness[near] = ((v.MAX_BOUNDARY_SECONDS - seconds[near]) / v.MAX_BOUNDARY_SECONDS).clip(0, 1)
    near &= distance <= v.MAX_BOUNDARY_STEPS
    ids[near] = _BOUNDARY_IDS[distance[near]]
    return ids, closeness


def condition_rows(conditions: Conditions, bars, positions) -> tuple[np.ndarray, np.ndarray]:
    """condition_ids [n, 9] int32 and condition_values [n, 20] float32 at reached (bar, position in steps) pairs."""
    bars, positions = np.asarray(bars, dtype=np.int64), np.asarray(positions, dtype=np.int64)
    c, count = conditions, len(bars)
    absolute = c.bar_starts[bars] + positions
    ids = np.zeros((count, 9), dtype=np.int32)
    values = np.zeros((count, 20), dtype=np.float32)
    ids[:, 0], values[:, 4] = _boundary_features(c, absolute)
    ids[:, 1] = np.minimum(positions, 191)
    ids[:, 2] = np.minimum(c.bar_lengths[bars], 192)
    ids[:, 3] = v.UNKNOWN_KEY if c.key is None else np.asarray(c.key)[bars]
    ids[:, 4] = v.UNKNOWN_MODE if c.mode is None else np.asarray(c.mode)[bars]
    ids[:, 5] = c.ensemble
    if c.section is not None:
        ids[:, 6] = np.asarray(c.section)[bars]
    if c.density is not None:
        density = np.asarray(c.density, dtype=np.float64)
        reached = (density[:, None] >= np.array(v.DENSITY_LIMITS)).sum(1) + 1
        ids[:, 7] = np.where(np.isnan(density), 0, reached)[bars]
    ids[:, 8] = np.minimum(len(c.bar_lengths) - 1 - bars, 9) if c.end_known else 9
    for column, curve in ((0, c.valence), (1, c.arousal)):
        if curve is not None:
            level = np.asarray(curve, dtype=np.float64)[bars]
            known = ~np.isnan(level)
            values[:, column] = np.where(known, np.clip(level, -1, 1), 0)
            values[:, column + 2] = known
    if c.tempo_known:
        values[:, 5] = np.log2(c.tempo.bpm_at(absolute) / 120.0)
        values[:, 6] = 1
    if c.mask is not None:
        values[:, 7] = 1
        values[:, 8:] = np.asarray(c.mask)[bars]
    return ids, values
