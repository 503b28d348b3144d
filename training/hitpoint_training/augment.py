"""What one pass over a piece changes: key, families, velocities, and which conditions the network is not told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import vocabulary as v
from .boundaries import Announcement
from .conditioning import Conditions, TempoMap
from .corpus import Piece
from .events import (ABSENT_PLACED, P_BAR, P_BASS, P_FAMILY, P_PITCH, P_POSITION, P_QUALITY, P_ROOT, P_TYPE,
                     merge_placed)

DENSITY_BARS = 4
MASK_BARS = 8


@dataclass(frozen=True)
class Augment:
    """Probabilities of one pass; `HELD_OUT` switches everything off.

    `home_key` is the share of crops moved so that their commonest tonic is C (E21); the others are moved by -5..6
    semitones at random. `future` and `theme` are the shares of crops that begin with such a prefix (E22), `hold` the
    share in which chords struck at announced boundaries are held (held_chords). `note_wise` writes one event for every
    note (an ablation; not a probability).
    """

    home_key: float = 0.9
    drop_family: float = 0.25
    null_emotion: float = 0.15
    null_valence: float = 0.10
    null_arousal: float = 0.10
    null_density: float = 0.25
    null_key: float = 0.25
    null_mask: float = 0.25
    null_tempo: float = 0.10
    null_ensemble: float = 0.10
    null_boundaries: float = 0.10
    null_end: float = 0.30
    mask_velocity: float = 0.05
    start_anywhere: float = 0.3
    future: float = 0.15
    theme: float = 0.25
    hold: float = 0.7
    note_wise: bool = False


HELD_OUT = Augment(1.0, *([0.0] * 16))


def home_shift(tonic: np.ndarray) -> int | None:
    """Semitones (-6..5) that move the commonest known tonic of `tonic` (pitch classes per bar, 12 unknown) to C."""
    known = tonic[tonic < 12]
    if len(known) == 0:
        return None
    home = int(np.bincount(known, minlength=12).argmax())
    return -home if home <= 6 else 12 - home


def may_shift(placed: np.ndarray, shift: int) -> bool:
    """Whether all melodic pitches of placed events stay inside 0..127 when moved by `shift` semitones."""
    pitches = placed[placed[:, P_FAMILY] != v.DRUMS, P_PITCH:]
    keys = pitches[pitches < v.STOP]
    return len(keys) == 0 or (keys.min() + shift >= 0 and keys.max() + shift <= 127)


def transpose(placed: np.ndarray, shift: int) -> np.ndarray:
    """A copy of placed events with pitches and chords moved by `shift` semitones; drums stay. See `may_shift`."""
    rows = placed.copy()
    if shift == 0:
        return rows
    pitches = rows[:, P_PITCH:]
    melodic = (pitches < v.STOP) & (rows[:, P_FAMILY] != v.DRUMS)[:, None]
    pitches[melodic] += shift
    for column in (P_ROOT, P_BASS):
        known = rows[:, column] < 12
        rows[known, column] = (rows[known, column] + shift) % 12
    return rows


def smooth_blocks(values: np.ndarray, size: int) -> np.ndarray:
    """Mean over consecutive blocks of `size` bars, repeated per bar; values [bars, ...]."""
    edges = np.arange(0, len(values), size)
    sums = np.add.reduceat(values, edges, axis=0)
    counts = np.diff(np.append(edges, len(values)))
    return np.repeat(sums / counts.reshape(-1, *([1] * (values.ndim - 1))), counts, axis=0)


def insert_chords(placed: np.ndarray, symbols: np.ndarray, true: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Adds the sounding chord again at true boundaries inside the slice that have no CHORD (E6).

    symbols: all CHORD placed events of the piece, in the slice's key. starts: first step of every bar.
    """
    if len(true) == 0 or len(placed) == 0:
        return placed
    steps = starts[symbols[:, P_BAR]] + symbols[:, P_POSITION]
    low = starts[placed[0, P_BAR]]
    high = starts[placed[-1, P_BAR]] + placed[-1, P_POSITION]
    extra = []
    for step in true[(true >= low) & (true <= high)].tolist():
        index = int(np.searchsorted(steps, step, side="right")) - 1
        if index < 0 or steps[index] == step:
            continue
        bar = int(np.searchsorted(starts, step, side="right")) - 1
        row = ABSENT_PLACED.copy()
        row[[P_TYPE, P_BAR, P_POSITION]] = v.CHORD, bar, step - starts[bar]
        row[[P_ROOT, P_QUALITY, P_BASS]] = symbols[index, [P_ROOT, P_QUALITY, P_BASS]]
        extra.append(row)
    return merge_placed(placed, np.array(extra, np.int16)) if extra else placed


def keep_families(piece: Piece, a: Augment, rng: np.random.Generator) -> np.ndarray:
    """bool [12]: the families of this pass; one in four passes loses some that the piece has, never all."""
    present = np.flatnonzero(piece.counts.sum(0))
    kept = np.ones(12, dtype=bool)
    if len(present) > 1 and rng.random() < a.drop_family:
        kept[rng.choice(present, size=rng.integers(1, len(present)), replace=False)] = False
    return kept


def make_conditions(piece: Piece, kept: np.ndarray, announced: Announcement, shift: int, a: Augment,
                    rng: np.random.Generator) -> Conditions:
    """What the network is told about the piece. kept: bool [12], the families that were not removed."""
    counts = piece.counts * kept
    density = smooth_blocks(counts.sum(1).astype(float), DENSITY_BARS) / smooth_blocks(
        piece.bar_lengths / v.STEPS_PER_QUARTER, DENSITY_BARS)
    local = rng.random() < 0.5
    mask = smooth_blocks(counts.astype(float), MASK_BARS) > 0 if local else np.tile(counts.sum(0) > 0,
                                                                                  (len(counts), 1))
    both = rng.random() < a.null_emotion
    unknown_key = rng.random() < a.null_key
    tonic = np.where(piece.tonic < 12, (piece.tonic + shift) % 12, 12)
    return Conditions(
        piece.bar_lengths, TempoMap(piece.tempo_steps, piece.tempo_bpm),
        tempo_known=piece.tempo_known and rng.random() >= a.null_tempo,
        boundaries=None if rng.random() < a.null_boundaries else announced.told,
        key=None if unknown_key else tonic, mode=None if unknown_key else piece.mode,
        ensemble=0 if rng.random() < a.null_ensemble else piece.ensemble, section=piece.section,
        density=None if rng.random() < a.null_density else density, end_known=rng.random() >= a.null_end,
        valence=None if both or rng.random() < a.null_valence else piece.valence,
        arousal=None if both or rng.random() < a.null_arousal else piece.arousal,
        mask=None if rng.random() < a.null_mask else mask)
