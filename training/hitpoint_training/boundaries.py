"""Boundaries in training: the long chords of a piece, sections, and how one pass over the data announces them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import vocabulary as v
from .events import P_BAR, P_DURATION, P_FAMILY, P_PITCH, P_POSITION, P_TYPE

LONG_BEATS = 1.8
MIN_PITCHES = 3
SPACING = (2.0, 8.0)  # seconds between announced boundaries
UNANNOUNCED, JITTERED, FALSE = 0.2, 0.05, 0.03  # shares
LANDING, CHORD_THERE, LONG_GROUP = 1, 2, 4  # marks of the events that make a hit; see `hit_marks`


def long_groups(placed: np.ndarray, beat_lengths: np.ndarray) -> np.ndarray:
    """Which placed events [n, 15] are melodic groups held 1.8 beats or more (of the bar's own beat); bool [n]."""
    melodic = (placed[:, P_TYPE] == v.GROUP) & (placed[:, P_FAMILY] != v.DRUMS)
    held = np.append(v.DURATIONS, 0)[np.minimum(placed[:, P_DURATION], len(v.DURATIONS))]
    return melodic & (held >= LONG_BEATS * beat_lengths[placed[:, P_BAR]])


def _chord_steps(groups: np.ndarray, bar_starts: np.ndarray) -> np.ndarray:
    """Grid steps, ascending, at which three or more distinct pitches of melodic GROUP events begin."""
    steps = bar_starts[groups[:, P_BAR]] + groups[:, P_POSITION]
    pitches = groups[:, P_PITCH:].astype(np.int64)
    row, slot = np.nonzero(pitches < v.STOP)
    notes = np.unique(steps[row] * 128 + pitches[row, slot])
    onsets, counts = np.unique(notes // 128, return_counts=True)
    return onsets[counts >= MIN_PITCHES]


def long_chords(placed: np.ndarray, bar_starts: np.ndarray, beat_lengths: np.ndarray) -> np.ndarray:
    """Grid steps, ascending, where groups held long begin with three or more distinct pitches together.

    Read from the events as the network writes them, after any family was removed, so that a boundary is never announced
    whose chord is not there.
    """
    return _chord_steps(placed[long_groups(placed, beat_lengths)], bar_starts)


def struck_chords(placed: np.ndarray, bar_starts: np.ndarray, beat_lengths: np.ndarray) -> np.ndarray:
    """Grid steps, ascending, on a beat where three or more distinct melodic pitches begin, however long they last."""
    melodic = (placed[:, P_TYPE] == v.GROUP) & (placed[:, P_FAMILY] != v.DRUMS)
    on_beat = placed[:, P_POSITION] % beat_lengths[placed[:, P_BAR]] == 0
    return _chord_steps(placed[melodic & on_beat], bar_starts)


def hit_marks(placed: np.ndarray, reached: np.ndarray, true: np.ndarray, bar_starts: np.ndarray,
              beat_lengths: np.ndarray) -> np.ndarray:
    """Marks [n] (sums of LANDING, CHORD_THERE, LONG_GROUP) of the events that make the hits at `true` (steps).

    LANDING: the first event that reaches the boundary's position, or the BAR that does. reached: positions in the bar.
    """
    absolute = bar_starts[placed[:, P_BAR]] + reached
    there = np.isin(absolute, true)
    first = np.append(True, absolute[1:] != absolute[:-1])
    chord = placed[:, P_TYPE] == v.CHORD
    return (LANDING * (there & first) + CHORD_THERE * (there & chord)
            + LONG_GROUP * (there & long_groups(placed, beat_lengths))).astype(np.uint8)


def section_starts(counts: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """bool [bars]: a bar where texture and harmony change. counts [bars, 12] notes per family, chroma [bars, 12].

    Novelty: cosine distance between the four bars before and after (Foote 2000), peaks at least four bars apart.
    """
    bars = len(counts)
    flags = np.zeros(bars, dtype=bool)
    flags[:1] = True
    if bars < 8:
        return flags
    features = np.column_stack((np.sqrt(counts), np.sqrt(chroma) * 0.5))
    total = np.concatenate((np.zeros((1, 24)), np.cumsum(features, 0)))
    index = np.arange(4, bars - 3)
    before, after = total[index] - total[index - 4], total[index + 4] - total[index]
    norm = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    novelty = 1 - (before * after).sum(1) / np.maximum(norm, 1e-9)
    novelty += np.abs(np.log((1 + after.sum(1)) / (1 + before.sum(1))))
    for peak in np.argsort(-novelty):
        if novelty[peak] < 0.35:
            break
        bar = index[peak]
        if not flags[max(0, bar - 3):bar + 4].any():
            flags[bar] = True
    return flags


@dataclass
class Announcement:
    """Boundaries of one pass. told: steps for the conditioning; true: those of them where a long chord begins, where a
    CHORD must be written and the events that make the hit weigh more in the loss."""

    told: np.ndarray
    true: np.ndarray


def announce(candidates: np.ndarray, seconds: np.ndarray, beat: int, end: int, rng: np.random.Generator
             ) -> Announcement:
    """Thin candidates (steps, with their times) to 2-8 s spacing, leave some out, move some, add false ones."""
    told, true = [], []
    last = -np.inf
    spacing = rng.uniform(*SPACING)
    for step, time in zip(candidates.tolist(), seconds.tolist()):
        if time - last < spacing:
            continue
        last, spacing = time, rng.uniform(*SPACING)
        if rng.random() < UNANNOUNCED:
            continue
        if rng.random() < JITTERED:
            told.append(max(0, step + int(rng.integers(-beat // 2, beat // 2 + 1))))
        else:
            told.append(step)
            true.append(step)
    extra = rng.binomial(len(told), FALSE) if told else int(rng.random() < FALSE)
    told += [int(rng.integers(0, max(end, 1))) for _ in range(extra)]
    return Announcement(np.unique(np.array(told, np.int64)), np.array(true, np.int64))
