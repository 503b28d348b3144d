"""Does the output move with the requested emotion? Features of music sampled at opposite requests, all else equal."""

from __future__ import annotations

import warnings

import numpy as np

from . import vocabulary as v
from .conditioning import Conditions, TempoMap
from .events import decode
from .features import NAMES, window_features
from .grid import GridPiece
from .model import Composer
from .sample import sample_plans

BARS, STEPS, SEEDS, LEVEL = 8, 360, 12, 0.8
SHOWN = ("onsetRate", "velocity", "pitch", "duration", "polyphony", "majorness", "dissonance")


def make_plan(valence: float, arousal: float, ensemble: int) -> Conditions:
    """Eight bars of 4/4 at 100 bpm; mode, density and mask unknown, so that only valence and arousal differ."""
    return Conditions(np.full(BARS, 96), TempoMap([0], [100.0]), key=np.full(BARS, v.UNKNOWN_KEY),
                      mode=np.full(BARS, v.UNKNOWN_MODE), ensemble=ensemble, end_known=False,
                      valence=np.full(BARS, valence), arousal=np.full(BARS, arousal))


def mean_features(rows: np.ndarray, plan: Conditions) -> np.ndarray:
    """Mean window features [19] of sampled rows; NaN when there are too few notes."""
    bars = int((rows[:, v.TYPE] == v.BAR).sum())
    notes, _ = decode(rows, plan.bar_lengths)
    if len(notes) < 8:
        return np.full(len(NAMES), np.nan)
    table = np.array(sorted((n.onset, n.duration, n.family, n.pitch, n.velocity) for n in notes))
    onset, duration, family, pitch, velocity = table.T
    piece = GridPiece(onset, duration, onset + duration, pitch, velocity, family, np.full(bars, 96), np.full(bars, 24),
                      plan.tempo, True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a feature that no window has stays NaN
        return np.nanmean(window_features(piece), axis=0)


def emotion_response(model: Composer) -> dict:
    """Mean features at low and high requests, as differences in standard deviations over all samples."""
    result = {}
    for name in ("arousal", "valence"):
        plans = [make_plan(level if name == "valence" else 0.0, level if name == "arousal" else 0.0, 1 + seed % 6)
                 for level in (-LEVEL, LEVEL) for seed in range(SEEDS)]
        music = sample_plans(model, plans, STEPS, seed=3)
        table = np.array([mean_features(rows, plan) for rows, plan in zip(music, plans)])
        low, high = table[:SEEDS], table[SEEDS:]
        spread = np.nanstd(table, axis=0) + 1e-9
        effect = (np.nanmean(high, 0) - np.nanmean(low, 0)) / spread
        result[name] = {feature: float(effect[NAMES.index(feature)]) for feature in SHOWN}
    return {"seeds": SEEDS, "requests": [-LEVEL, LEVEL], "differenceInStandardDeviations": result}
