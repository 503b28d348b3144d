"""Symbolic features of a few bars, for the emotion labels (correlates after Gabrielsson & Lindstrom 2010)."""

from __future__ import annotations

import numpy as np

from . import vocabulary as v
from .grid import GridPiece
from .keys import key_correlations

NAMES = ("onsetRate", "noteRate", "velocity", "velocitySpread", "pitch", "pitchSpread", "lowShare", "highShare",
         "duration", "articulation", "polyphony", "majorness", "keyStrength", "entropy", "dissonance", "leap",
         "rhythmSpread", "drumRate", "bpm")
DISSONANCE = np.array([0, 1.0, 0.5, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.5, 1.0])  # by interval class; judgement
DISSONANCE_MATRIX = DISSONANCE[(np.arange(12)[:, None] - np.arange(12)[None]) % 12]
WINDOW_BARS = 4


def window_features(piece: GridPiece) -> np.ndarray:
    """Features [windows, 19] of consecutive four-bar windows; NaN rows where a window has fewer than four notes."""
    starts = piece.bar_starts
    edges = np.append(starts[::WINDOW_BARS], starts[-1] + piece.bar_lengths[-1])
    times = piece.tempo.seconds(edges)
    cuts = np.searchsorted(piece.onset, edges)
    onset_seconds = piece.tempo.seconds(piece.onset)
    end_seconds = piece.tempo.seconds(piece.onset + piece.duration)
    constant = len(np.unique(piece.velocity)) <= 4
    rows = []
    for index in range(len(edges) - 1):
        part = slice(cuts[index], cuts[index + 1])
        length = max(times[index + 1] - times[index], 0.1)
        rows.append(_features(onset_seconds[part], end_seconds[part], piece.onset[part], piece.pitch[part],
                              piece.velocity[part], piece.family[part], length,
                              float(piece.tempo.bpm_at(edges[index])), constant))
    return np.array(rows).reshape(-1, len(NAMES))


def _features(onset, end, step, pitch, velocity, family, length, bpm, constant) -> list[float]:
    melodic = family != v.DRUMS
    drums = int((~melodic).sum())
    onset, end, step, pitch, velocity = (a[melodic] for a in (onset, end, step, pitch, velocity))
    if len(onset) < 4:
        return [np.nan] * len(NAMES)
    duration = end - onset
    steps, first = np.unique(step, return_index=True)
    gaps = np.diff(onset[first])
    top = np.maximum.reduceat(pitch, first)
    histogram = np.bincount(pitch % 12, weights=np.minimum(duration, 4), minlength=12)
    share = histogram / histogram.sum()
    correlation = key_correlations(histogram)
    major, minor = correlation[:12].max(), correlation[12:].max()
    entropy = -(share[share > 0] * np.log2(share[share > 0])).sum()
    loud = np.nan if constant else velocity.mean() / 127
    spread = np.nan if constant else velocity.std() / 127
    return [np.log(len(steps) / length), np.log(len(onset) / length), loud, spread, pitch.mean() / 12,
            pitch.std() / 12, float((pitch < 48).mean()), float((pitch > 76).mean()), np.log(duration.mean()),
            float(np.log(duration.mean() / max(gaps.mean() if len(gaps) else length, 0.01))),
            np.log(duration.sum() / length + 0.1), major - minor, max(major, minor), entropy,
            share @ DISSONANCE_MATRIX @ share, float(np.abs(np.diff(top)).mean()) if len(top) > 1 else 0.0,
            float(np.log(gaps + 0.02).std()) if len(gaps) > 1 else 0.0, np.log1p(drums / length), np.log2(bpm / 120)]
