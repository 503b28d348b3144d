"""Key and mode of every bar: Krumhansl & Kessler (1982) profiles on eight bars, smoothed."""

from __future__ import annotations

import numpy as np

from . import vocabulary as v
from .chords import viterbi

MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
WINDOW = 8  # bars
CHANGE_PENALTY = 0.5  # correlation


def _standard(profile: np.ndarray) -> np.ndarray:
    centred = profile - profile.mean()
    return centred / np.linalg.norm(centred)


PROFILES = np.array([np.roll(_standard(p), tonic) for p in (MAJOR, MINOR) for tonic in range(12)])


def key_correlations(histogram: np.ndarray) -> np.ndarray:
    """Correlation [..., 24] (12 major, 12 minor) of pitch-class histograms [..., 12]; 0 for an empty one."""
    centred = histogram - histogram.mean(-1, keepdims=True)
    return centred / np.maximum(np.linalg.norm(centred, axis=-1, keepdims=True), 1e-9) @ PROFILES.T


def find_keys(onset, duration, pitch, family, bar_starts) -> tuple[np.ndarray, np.ndarray]:
    """Tonic (0..11, 12 unknown) and mode (0, 1, 2 unknown) per bar; note arrays in grid steps."""
    histogram = np.zeros((len(bar_starts), 12))
    melodic = family != v.DRUMS
    bars = np.searchsorted(bar_starts, onset[melodic], side="right") - 1
    np.add.at(histogram, (bars, pitch[melodic] % 12), np.minimum(duration[melodic], 96))
    total = np.concatenate((np.zeros((1, 12)), np.cumsum(histogram, 0)))
    index = np.arange(len(bar_starts))
    low, high = np.maximum(index - WINDOW // 2, 0), np.minimum(index + WINDOW // 2, len(bar_starts))
    window = total[high] - total[low]
    path = viterbi(key_correlations(window), CHANGE_PENALTY)
    unknown = window.sum(1) < 48
    return np.where(unknown, v.UNKNOWN_KEY, path % 12), np.where(unknown, v.UNKNOWN_MODE, path // 12)
