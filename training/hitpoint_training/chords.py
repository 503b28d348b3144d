"""Chord symbols by template matching on beats, smoothed over time.

Chroma templates and Viterbi smoothing as in Fujishima (1999) and Sheh & Ellis (2003); weights are judgement.
"""

from __future__ import annotations

import numpy as np

from . import vocabulary as v
from .events import ChordSymbol

# Pitch classes above the root per quality index (E6); the diminished seventh entry is the half-diminished chord, which
# the fully diminished one scores nearly as high on.
TEMPLATES = ((0, 4, 7), (0, 3, 7), (0, 3, 6), (0, 4, 8), (0, 5, 7), (0, 4, 7, 10), (0, 4, 7, 11), (0, 3, 7, 10),
             (0, 3, 6, 10))
SEVENTH_PENALTY = 0.03  # plain triads win ties
RARE_PENALTY = 0.05  # diminished, augmented, suspended
CHANGE_PENALTY = 0.25  # per change between beats, in units of correlation
NONE_SCORE = 0.35


def _templates() -> tuple[np.ndarray, np.ndarray]:
    rows, penalties = [], []
    for root in range(12):
        for quality, classes in enumerate(TEMPLATES):
            row = np.full(12, -0.25)
            row[[(root + c) % 12 for c in classes]] = 1.0
            row[root] = 1.2
            rows.append(row / np.linalg.norm(row))
            penalties.append(RARE_PENALTY if quality in (2, 3, 4) else SEVENTH_PENALTY if quality >= 5 else 0.0)
    return np.array(rows), np.array(penalties)


TEMPLATE_ROWS, TEMPLATE_PENALTIES = _templates()


def beat_starts(bar_lengths: np.ndarray, beat_lengths: np.ndarray) -> np.ndarray:
    """Grid steps of all beats (from every bar line in steps of the bar's beat)."""
    beats, start = [], 0
    for length, beat in zip(bar_lengths.tolist(), beat_lengths.tolist()):
        beats.extend(range(start, start + length, beat))
        start += length
    return np.array(beats)


def beat_chroma(onset, duration, pitch, weight, beats: np.ndarray, end: int) -> np.ndarray:
    """Sounding time per pitch class and beat [beats, 12], in beats; the onset's beat counts half as much again."""
    chroma = np.zeros((len(beats), 12))
    edges = np.append(beats, end)
    first = np.searchsorted(beats, onset, side="right") - 1
    stop = np.minimum(onset + duration, onset + 192)
    for ahead in range(8):
        index = first + ahead
        inside = index < len(beats)
        safe = np.minimum(index, len(beats) - 1)
        overlap = np.minimum(stop, edges[safe + 1]) - np.maximum(onset, edges[safe])
        use = inside & (overlap > 0)
        if not use.any():
            break
        amount = overlap / np.maximum(edges[safe + 1] - edges[safe], 1) * weight * (1.5 if ahead == 0 else 1.0)
        np.add.at(chroma, (safe[use], pitch[use] % 12), amount[use])
    return chroma


def viterbi(scores: np.ndarray, penalty: float) -> np.ndarray:
    """Best state path [n] for scores [n, states] when every change costs `penalty`."""
    best = scores[0].copy()
    back = np.zeros(scores.shape, dtype=np.int32)
    for index in range(1, len(scores)):
        top = int(best.argmax())
        stay = best >= best[top] - penalty
        back[index] = np.where(stay, np.arange(len(best)), top)
        best = np.where(stay, best, best[top] - penalty) + scores[index]
    path = np.zeros(len(scores), dtype=np.int32)
    path[-1] = best.argmax()
    for index in range(len(scores) - 1, 0, -1):
        path[index - 1] = back[index, path[index]]
    return path


def find_chords(onset, duration, pitch, family, bar_lengths, beat_lengths) -> list[ChordSymbol]:
    """Chord symbols where the harmony changes; note arrays in grid steps sorted by onset."""
    melodic = family != v.DRUMS
    onset, duration, pitch = onset[melodic], duration[melodic], pitch[melodic]
    beats = beat_starts(bar_lengths, beat_lengths)
    if len(onset) == 0:
        return [ChordSymbol(0, v.NO_ROOT, v.NO_QUALITY, v.NO_ROOT)]
    end = int(np.sum(bar_lengths))
    weight = np.where(pitch < 52, 1.3, 1.0)
    chroma = beat_chroma(onset, duration, pitch, weight, beats, end)
    smooth = chroma.copy()
    smooth[1:] += 0.15 * chroma[:-1]
    smooth[:-1] += 0.15 * chroma[1:]
    norm = np.linalg.norm(smooth, axis=1, keepdims=True)
    scores = smooth / np.maximum(norm, 1e-9) @ TEMPLATE_ROWS.T - TEMPLATE_PENALTIES
    none = np.where(norm[:, 0] < 0.05, 1.0, NONE_SCORE)
    path = viterbi(np.column_stack((scores, none)), CHANGE_PENALTY)
    changes = np.flatnonzero(np.concatenate(([True], path[1:] != path[:-1])))
    return _symbols(changes, path, beats, end, onset, duration, pitch)


def _symbols(changes, path, beats, end, onset, duration, pitch) -> list[ChordSymbol]:
    """Symbols of the segments; bass = the lowest note sounding in a segment's first beat."""
    symbols = []
    finish = onset + duration
    for change in changes.tolist():
        start = int(beats[change])
        if path[change] == len(TEMPLATE_ROWS):
            symbols.append(ChordSymbol(start, v.NO_ROOT, v.NO_QUALITY, v.NO_ROOT))
            continue
        root, quality = divmod(int(path[change]), len(TEMPLATES))
        stop = int(beats[change + 1]) if change + 1 < len(beats) else end
        low, high = np.searchsorted(onset, (start - 192, stop))
        sounding = pitch[low:high][finish[low:high] > start]
        symbols.append(ChordSymbol(start, root, quality, int(sounding.min()) % 12 if len(sounding) else root))
    return symbols
