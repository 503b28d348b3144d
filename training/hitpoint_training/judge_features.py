"""What the second judge hears: notes alone, in beats and relative pitch.

Neither tempo, velocity, register, density nor key profile is among the features: those made the training labels
(features.py) or are set by the planner. Everything is unchanged by transposition, by tempo and by dynamics.
"""

from __future__ import annotations

import numpy as np

from . import vocabulary as v
from .features import WINDOW_BARS
from .grid import GridPiece

BEAT = v.STEPS_PER_QUARTER
TRIADS = {"major": (0, 4, 7), "minor": (0, 3, 7), "diminished": (0, 3, 6), "augmented": (0, 4, 8),
          "dominant": (0, 4, 10), "fifth": (0, 7)}
MELODY = ("repeated", "semitone", "tone", "third", "fourthFifth", "rising", "turning", "range", "chromatic")
BASS = ("bassStatic", "bassStep", "bassFourthFifth", "bassSemitone")
HARMONY = (*(f"chord:{name}" for name in TRIADS), "classesPerBeat", "harmonicChange", "outside",
           *(f"struck:{i}" for i in range(12)), "thirdMajor", "thirdMinor", *(f"fourier:{i}" for i in range(1, 7)))
RHYTHM = ("onBeat", "onHalf", "onQuarter", "triplet", "held", "unevenness", "sameRhythm", "sameNotes")
TEXTURE = ("chordSize", "single", "full", "chordSpan", "voiceGap", "contrary", "parallel", "pitchReuse")
NAMES = (*MELODY, *BASS, *HARMONY, *RHYTHM, *TEXTURE)
DIATONIC = np.array([[(c - root) % 12 in (0, 2, 4, 5, 7, 9, 11) for c in range(12)] for root in range(12)], float)
LEAST_NOTES = 4


def note_features(piece: GridPiece) -> np.ndarray:
    """Features [windows, len(NAMES)] of consecutive four-bar windows; NaN rows with fewer than four notes."""
    starts = piece.bar_starts
    edges = np.append(starts[::WINDOW_BARS], starts[-1] + piece.bar_lengths[-1])
    melodic = piece.family != v.DRUMS
    onset, duration, pitch = piece.onset[melodic], piece.duration[melodic], piece.pitch[melodic]
    cuts = np.searchsorted(onset, edges)
    rows = []
    for index in range(len(edges) - 1):
        part = slice(cuts[index], cuts[index + 1])
        bars = starts[index * WINDOW_BARS:(index + 1) * WINDOW_BARS]
        rows.append(_features(onset[part], duration[part], pitch[part], bars, int(edges[index]), int(edges[index + 1])))
    return np.array(rows).reshape(-1, len(NAMES))


def _share(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else 0.0


def _melody(top: np.ndarray) -> list[float]:
    moves = np.diff(top)
    size = np.abs(moves)
    directions = np.sign(moves[moves != 0])
    steps = size[(size > 0) & (size <= 2)]
    return [_share(size == 0), _share(size == 1), _share(size == 2), _share((size == 3) | (size == 4)),
            _share((size >= 5) & (size <= 7)), _share(directions > 0),
            _share(directions[1:] != directions[:-1]), float(np.ptp(top)) / 12, _share(steps == 1)]


def _bass(lowest: np.ndarray) -> list[float]:
    size = np.abs(np.diff(lowest))
    return [_share(size == 0), _share((size > 0) & (size <= 2)), _share((size == 5) | (size == 7)), _share(size == 1)]


def _beats(onset, duration, pitch, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Pitch classes sounding in each beat [beats, 12] as 0 or 1, and the lowest key of each beat that has one."""
    count = max(1, (last - first + BEAT - 1) // BEAT)
    classes, lowest = np.zeros((count, 12)), np.full(count, 128)
    begin = (onset - first) // BEAT
    end = np.minimum((onset + duration - 1 - first) // BEAT, count - 1)
    for b, e, p in zip(begin.tolist(), end.tolist(), pitch.tolist()):
        classes[b:e + 1, p % 12] = 1
        lowest[b:e + 1] = np.minimum(lowest[b:e + 1], p)
    return classes, lowest[lowest < 128]


def _chord_share(classes: np.ndarray, shape: tuple[int, ...]) -> float:
    """Share of beats in which some root's chord of this shape sounds."""
    found = np.zeros(len(classes), bool)
    for root in range(12):
        found |= classes[:, [(root + interval) % 12 for interval in shape]].all(1)
    return _share(found)


def _struck(groups: list[np.ndarray]) -> tuple[np.ndarray, float, float]:
    """Interval classes above the lowest note of what is struck together [12], and how often a third is major, minor."""
    counts, major, minor, chords = np.zeros(12), 0, 0, 0
    for keys in groups:
        if len(keys) < 2:
            continue
        above = np.unique((keys - keys.min())[1:] % 12)
        counts[above] += 1
        chords += 1
        major, minor = major + (4 in above), minor + (3 in above)
    return counts / max(chords, 1), major / max(chords, 1), minor / max(chords, 1)


def _harmony(classes: np.ndarray, pitch: np.ndarray, groups: list[np.ndarray]) -> list[float]:
    histogram = np.bincount(pitch % 12, minlength=12).astype(float)
    spectrum = np.abs(np.fft.fft(histogram))[1:7] / histogram.sum()
    union = np.maximum(classes[1:], classes[:-1]).sum(1)
    common = np.minimum(classes[1:], classes[:-1]).sum(1)
    struck, major, minor = _struck(groups)
    inside = (DIATONIC @ histogram).max() / histogram.sum()
    return [*(_chord_share(classes, shape) for shape in TRIADS.values()), float(classes.sum(1).mean()),
            1 - float((common / np.maximum(union, 1)).mean()) if len(union) else 0.0, 1 - inside,
            *struck, major, minor, *spectrum]


def _bar_sets(position: np.ndarray, bar: np.ndarray, extra: np.ndarray) -> list[set]:
    return [set(zip(position[bar == index].tolist(), extra[bar == index].tolist())) for index in range(bar.max() + 1)]


def _likeness(sets: list[set]) -> float:
    pairs = [len(a & b) / len(a | b) for a, b in zip(sets, sets[1:]) if a | b]
    return float(np.mean(pairs)) if pairs else 0.0


def _rhythm(onset, duration, pitch, bars: np.ndarray, steps: np.ndarray) -> list[float]:
    bar = np.searchsorted(bars, onset, side="right") - 1
    position = onset - bars[bar]
    phase = steps % BEAT
    held = ((onset % BEAT) != 0) & ((onset + duration) // BEAT > onset // BEAT)
    gaps = np.diff(steps).astype(float)
    uneven = np.abs(np.diff(gaps)) / ((gaps[1:] + gaps[:-1]) / 2) if len(gaps) > 1 else np.zeros(0)
    return [_share(phase == 0), _share(phase == 12), _share((phase == 6) | (phase == 18)),
            _share((phase == 8) | (phase == 16)), _share(held), float(uneven.mean()) if len(uneven) else 0.0,
            _likeness(_bar_sets(position, bar, np.zeros_like(pitch))), _likeness(_bar_sets(position, bar, pitch % 12))]


def _texture(groups: list[np.ndarray], pitch: np.ndarray) -> list[float]:
    sizes = np.array([len(keys) for keys in groups])
    chords = [keys for keys in groups if len(keys) > 1]
    outer = np.array([(keys[0], keys[-1]) for keys in chords])
    moves = np.sign(np.diff(outer, axis=0)) if len(outer) > 1 else np.zeros((0, 2))
    spans = np.array([np.ptp(keys) for keys in chords])
    gaps = np.array([np.ptp(keys) / (len(keys) - 1) for keys in chords])
    return [float(sizes.mean()), _share(sizes == 1), _share(sizes >= 4), float(spans.mean()) / 12 if len(spans) else 0.0,
            float(gaps.mean()) / 12 if len(gaps) else 0.0, _share(moves[:, 0] * moves[:, 1] < 0),
            _share(moves[:, 0] * moves[:, 1] > 0), float(np.log(len(pitch) / len(np.unique(pitch))))]


def _features(onset, duration, pitch, bars, first: int, last: int) -> list[float]:
    if len(onset) < LEAST_NOTES:
        return [np.nan] * len(NAMES)
    order = np.lexsort((pitch, onset))
    onset, duration, pitch = onset[order], duration[order], pitch[order]
    steps, begin = np.unique(onset, return_index=True)
    groups = np.split(pitch, begin[1:])
    top = np.array([keys[-1] for keys in groups])
    classes, lowest = _beats(onset, duration, pitch, first, last)
    return [*_melody(top), *_bass(lowest), *_harmony(classes, pitch, groups),
            *_rhythm(onset, duration, pitch, bars, steps), *_texture(groups, pitch)]
