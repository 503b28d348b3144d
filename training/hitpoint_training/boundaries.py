"""Boundaries in training: the long chords of a piece, sections, and how one pass over the data announces them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import vocabulary as v
from .grid import GridPiece

LONG_BEATS = 1.8
LONG_SECONDS = 1.0  # performed piano only, the pedal counted
MIN_PITCHES = 3
SPACING = (2.0, 8.0)  # seconds between announced boundaries
UNANNOUNCED, JITTERED, FALSE = 0.2, 0.2, 0.1  # shares


def long_chords(piece: GridPiece, performed: bool) -> np.ndarray:
    """Grid steps with at least three distinct pitches starting within one step (under 30 ms) and held long."""
    melodic = piece.family != v.DRUMS
    onset, pitch = piece.onset[melodic], piece.pitch[melodic]
    end = piece.held[melodic] if performed else (piece.onset + piece.duration)[melodic]
    bar = np.searchsorted(piece.bar_starts, onset, side="right") - 1
    length = end - onset
    long = length >= LONG_BEATS * piece.beat_lengths[bar]
    if performed:
        long |= piece.tempo.seconds(end) - piece.tempo.seconds(onset) >= LONG_SECONDS
    onset, pitch = onset[long], pitch[long]
    if len(onset) == 0:
        return np.zeros(0, np.int64)
    reach = 1 if performed else 0
    starts = np.flatnonzero(np.concatenate(([True], np.diff(onset) > reach)))
    ends = np.append(starts[1:], len(onset))
    return np.array([onset[a] for a, b in zip(starts, ends) if len(set(pitch[a:b].tolist())) >= MIN_PITCHES], np.int64)


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
    """Boundaries of one pass. told: steps for the conditioning; true: real boundaries announced at their own place
    or near it, where a CHORD must be written and weighs more in the loss."""

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
        moved = int(rng.integers(-beat // 2, beat // 2 + 1)) if rng.random() < JITTERED else 0
        told.append(max(0, step + moved))
        true.append(step)
    extra = rng.binomial(len(told), FALSE) if told else int(rng.random() < FALSE)
    told += [int(rng.integers(0, max(end, 1))) for _ in range(extra)]
    return Announcement(np.unique(np.array(told, np.int64)), np.array(true, np.int64))
