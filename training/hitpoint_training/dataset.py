"""Training sequences: crops of pieces with augmentation, announced boundaries and conditioning dropped at random."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from torch.utils.data import IterableDataset

from . import vocabulary as v
from .boundaries import Announcement, announce
from .conditioning import Conditions, TempoMap, condition_rows
from .corpus import Corpus, Piece
from .events import (ABSENT_PLACED, P_BAR, P_BASS, P_FAMILY, P_PITCH, P_POSITION, P_QUALITY, P_ROOT, P_TYPE,
                     P_VELOCITY, encode, end_row, merge_placed, start_row)

BOUNDARY_CHORD_WEIGHT = 5.0  # loss weight of a CHORD at an announced boundary (EMSYNC: 10)
DENSITY_BARS = 4
MASK_BARS = 8


@dataclass(frozen=True)
class Augment:
    """Probabilities of one pass; `HELD_OUT` switches everything off.

    `home_key` is the share of crops moved so that their commonest tonic is C (E21); the others are moved by -5..6
    semitones at random.
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


HELD_OUT = Augment(1.0, *([0.0] * 12), start_anywhere=0.0)


def home_shift(tonic: np.ndarray) -> int | None:
    """Semitones (-6..5) that move the commonest known tonic of `tonic` (pitch classes per bar, 12 unknown) to C."""
    known = tonic[tonic < 12]
    if len(known) == 0:
        return None
    home = int(np.bincount(known, minlength=12).argmax())
    return -home if home <= 6 else 12 - home


def transpose(placed: np.ndarray, shift: int) -> np.ndarray:
    """Placed events with pitches and chords moved by `shift` semitones (drums stay); out-of-range shifts do nothing."""
    rows = placed.copy()
    pitches = rows[:, P_PITCH:]
    melodic = (pitches < v.STOP) & (rows[:, P_FAMILY] != v.DRUMS)[:, None]
    if shift == 0 or not melodic.any():
        return rows
    moved = pitches[melodic] + shift
    if moved.min() < 0 or moved.max() > 127:
        return rows
    pitches[melodic] = moved
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


def insert_chords(placed: np.ndarray, piece: Piece, true: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Adds the sounding chord again at true boundaries inside the slice that have no CHORD (E6)."""
    if len(true) == 0:
        return placed
    chords = piece.placed[piece.placed[:, P_TYPE] == v.CHORD]
    chord_steps = starts[chords[:, P_BAR]] + chords[:, P_POSITION]
    low = starts[placed[0, P_BAR]]
    high = starts[placed[-1, P_BAR]] + placed[-1, P_POSITION]
    extra = []
    for step in true[(true >= low) & (true <= high)].tolist():
        index = int(np.searchsorted(chord_steps, step, side="right")) - 1
        if index < 0 or chord_steps[index] == step:
            continue
        bar = int(np.searchsorted(starts, step, side="right")) - 1
        row = ABSENT_PLACED.copy()
        row[[P_TYPE, P_BAR, P_POSITION]] = v.CHORD, bar, step - starts[bar]
        row[[P_ROOT, P_QUALITY, P_BASS]] = chords[index, [P_ROOT, P_QUALITY, P_BASS]]
        extra.append(row)
    return merge_placed(placed, np.array(extra, np.int16)) if extra else placed


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


def _kept_families(piece: Piece, a: Augment, rng: np.random.Generator) -> np.ndarray:
    present = np.flatnonzero(piece.counts.sum(0))
    kept = np.ones(12, dtype=bool)
    if len(present) > 1 and rng.random() < a.drop_family:
        kept[rng.choice(present, size=rng.integers(1, len(present)), replace=False)] = False
    return kept


@dataclass
class Sequence:
    """One training sequence, padded to the context: rows, conditions, targets, loss weights (0 = padding)."""

    events: np.ndarray
    ids: np.ndarray
    values: np.ndarray
    targets: np.ndarray
    weights: np.ndarray

    def arrays(self) -> tuple[np.ndarray, ...]:
        """In the order of the fields."""
        return self.events, self.ids, self.values, self.targets, self.weights


def make_sequence(piece: Piece, first_event: int, context: int, a: Augment, rng: np.random.Generator) -> Sequence:
    """A crop that begins at the bar line before `first_event`, augmented and conditioned."""
    placed = piece.placed
    bar = int(placed[first_event, P_BAR])
    begin = int(np.searchsorted(placed[:, P_BAR], bar))
    kept = _kept_families(piece, a, rng)
    part = placed[begin:begin + (context + 64) * (1 if kept.all() else 3)]
    part = part[(part[:, P_TYPE] != v.GROUP) | kept[np.minimum(part[:, P_FAMILY], 11)]]
    home = home_shift(piece.tonic[bar:int(part[-1, P_BAR]) + 1])
    random_shift = int(rng.integers(-5, 7)) if a.home_key < 1 else 0
    shift = home if home is not None and rng.random() < a.home_key else random_shift
    moved = transpose(part, shift)
    shift = shift if not np.array_equal(moved, part) else 0
    if piece.velocity_masked or rng.random() < a.mask_velocity:
        moved[moved[:, P_TYPE] == v.GROUP, P_VELOCITY] = v.MASKED_VELOCITY
    starts = np.concatenate(([0], np.cumsum(piece.bar_lengths.astype(np.int64))))
    tempo = TempoMap(piece.tempo_steps, piece.tempo_bpm)
    announced = announce(piece.boundaries, tempo.seconds(piece.boundaries), int(piece.beat_lengths[0]),
                         int(starts[-1]), rng)
    conditions = make_conditions(piece, kept, announced, shift, a, rng)
    true = announced.true if conditions.boundaries is not None else np.zeros(0, np.int64)
    moved = insert_chords(moved, piece, true, starts)
    rows, bars, reached = encode(moved, piece.bar_lengths)
    finished = part[-1, P_BAR] == len(piece.bar_lengths) - 1 and begin + len(part) >= len(placed)
    weight = np.ones(len(rows), np.float32)
    chord = rows[:, v.TYPE] == v.CHORD
    weight[chord] += (BOUNDARY_CHORD_WEIGHT - 1) * np.isin((starts[bars] + reached)[chord], true)
    if bar == 0 or rng.random() < a.start_anywhere:
        rows = np.concatenate((start_row()[None], rows))
        bars, reached = np.concatenate(([bar], bars)), np.concatenate(([0], reached))
        weight = np.concatenate(([0], weight))
    if finished:
        rows, weight = np.concatenate((rows, end_row()[None])), np.append(weight, 1.0)
    return _pad(rows, bars, reached, weight, conditions, context)


def _pad(rows, bars, reached, weight, conditions: Conditions, context: int) -> Sequence:
    length = min(context, len(rows) - 1)
    ids, values = condition_rows(conditions, bars[:length], reached[:length])
    events = np.tile(np.array(v.ROW_SIZES, np.int64), (context, 1))
    events[:, v.TYPE] = v.START
    targets, weights = events.copy(), np.zeros(context, np.float32)
    all_ids, all_values = np.zeros((context, 9), np.int64), np.zeros((context, 20), np.float32)
    events[:length], targets[:length], weights[:length] = rows[:length], rows[1:length + 1], weight[1:length + 1]
    all_ids[:length], all_values[:length] = ids, values
    return Sequence(events, all_ids, all_values, targets, weights)


class Crops(IterableDataset):
    """Endless training sequences, drawn by set weight; each item is (arrays..., set number)."""

    def __init__(self, corpus: Corpus, part: str, context: int, seed: int, augment: Augment = Augment()):
        self.corpus, self.context, self.seed, self.augment = corpus, context, seed, augment
        self.members = corpus.members(part)
        self.probabilities = corpus.weights(self.members)

    def __iter__(self):
        from torch.utils.data import get_worker_info

        worker = get_worker_info()
        rng = np.random.default_rng((self.seed, worker.id if worker else 0))
        while True:
            index = int(self.members[rng.choice(len(self.members), p=self.probabilities)])
            yield self.draw(index, rng)

    def draw(self, index: int, rng: np.random.Generator) -> tuple:
        """One crop of one piece."""
        piece = self.corpus.piece(index)
        latest = max(1, len(piece.placed) - self.context // 2)
        first = int(rng.integers(-self.context // 4, latest))
        return (*make_sequence(piece, max(0, first), self.context, self.augment, rng).arrays(), piece.set)


def held_out(corpus: Corpus, part: str, context: int, count: int, seed: int = 7) -> list[tuple]:
    """`count` fixed sequences of a held-out part, without augmentation."""
    crops = Crops(corpus, part, context, seed, HELD_OUT)
    rng = np.random.default_rng(seed)
    return [crops.draw(int(rng.choice(crops.members, p=crops.probabilities)), rng) for _ in range(count)]
