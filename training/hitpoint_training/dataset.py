"""Training sequences: crops of pieces with augmentation, announced boundaries and, for some, a prefix (E22)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from torch.utils.data import IterableDataset

from . import vocabulary as v
from .augment import (HELD_OUT, Augment, home_shift, insert_chords, keep_families, make_conditions, may_shift,
                      transpose)
from .boundaries import Announcement, announce, hit_marks, long_chords, struck_chords
from .conditioning import Conditions, TempoMap, condition_rows
from .corpus import Corpus, Piece
from .events import P_BAR, P_FAMILY, P_TYPE, P_VELOCITY, encode, end_row, notes_apart, start_row
from .held_chords import hold_chords
from .prefixes import FUTURE, FUTURE_BARS, MAX_DISTANCE, MAX_ROWS, THEME, THEME_LENGTHS, choose_theme, passage_end
from .window_grid import WindowGrid

HELD_BEATS = (1.85, 4.5)
ROOM = 8  # rows kept free for START rows and CHORDs written at boundaries
SMALLEST_CROP = 160  # events; less room at the end of a row stays padding (a prefix alone has 128)
SHORT_GAPS = 0.3  # share of gaps that end early, so that the future also comes soon after the start


class Sequence(NamedTuple):
    """One training sequence, padded to the context of L events.

    events, targets uint8 [L, 14]; ids uint8 [L, 9]; values float32 [L, 20]; weights uint8 [L], 1 where the target
    counts (not in a prefix, not in the padding); marks uint8 [L], `boundaries.hit_marks` of the targets; positions
    int32 [L], the rotary position of every input; sets, segments uint8 [L]: the data set's number, and which of the crops
    packed into the row it is.
    """

    events: np.ndarray
    ids: np.ndarray
    values: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    marks: np.ndarray
    positions: np.ndarray
    sets: np.ndarray
    segments: np.ndarray


class Crop(NamedTuple):
    """The choices of one pass: the piece without the removed families, its key shift, boundaries and conditions.

    held: the announced true boundaries whose chord is held although the piece does not hold it; beats: for how long.
    """

    piece: Piece
    placed: np.ndarray
    starts: np.ndarray
    shift: int
    masked: bool
    announced: Announcement
    held: np.ndarray
    beats: np.ndarray
    conditions: Conditions
    note_wise: bool


class Stretch(NamedTuple):
    """Rows of a slice with the bar, position and mark of each."""

    rows: np.ndarray
    bars: np.ndarray
    reached: np.ndarray
    marks: np.ndarray


def encode_slice(crop: Crop, begin: int, end: int) -> Stretch:
    """Placed events begin..end in the crop's key, with a CHORD at every true boundary."""
    part = transpose(crop.placed[begin:end], crop.shift)
    if crop.masked:
        part[part[:, P_TYPE] == v.GROUP, P_VELOCITY] = v.MASKED_VELOCITY
    if crop.conditions.boundaries is not None:
        part = hold_chords(part, crop.held, crop.beats, crop.starts, crop.piece.beat_lengths)
    symbols = crop.placed[crop.placed[:, P_TYPE] == v.CHORD]
    true = crop.announced.true if crop.conditions.boundaries is not None else np.zeros(0, np.int64)
    part = insert_chords(part, transpose(symbols, crop.shift), true, crop.starts)
    if crop.note_wise:
        part = notes_apart(part)
    rows, bars, reached = encode(part, crop.piece.bar_lengths)
    return Stretch(rows, bars, reached, hit_marks(part, reached, true, crop.starts, crop.piece.beat_lengths))


def _with_start(stretch: Stretch, root: int | None = None) -> Stretch:
    """A START row before a stretch, told the first bar's start; `root` marks a prefix (E22)."""
    row = start_row()
    if root is not None:
        row[v.ROOT] = root
    return Stretch(np.concatenate((row[None], stretch.rows)), np.append(stretch.bars[:1], stretch.bars),
                   np.append(0, stretch.reached), np.append(np.uint8(0), stretch.marks))


def _future(placed: np.ndarray, begin: int, first: int, last: int, context: int, rng: np.random.Generator
            ) -> tuple[int, int, int] | None:
    """The two bars from the end of a gap on. The gap begins with the window and ends with it, or earlier at random, so
    that gap and future fit into the context."""
    gap_end = int(rng.integers(first + 1, last + 1)) if last > first and rng.random() < SHORT_GAPS else last
    for bar in range(gap_end, first, -1):
        start = int(np.searchsorted(placed[:, P_BAR], bar))
        stop = passage_end(placed, start, FUTURE_BARS)
        if start - begin + stop - start + ROOM <= context:
            return FUTURE, start, stop
    return None


def prefix_passage(placed: np.ndarray, features, begin: int, end: int, context: int, a: Augment,
                   rng: np.random.Generator) -> tuple[int, int, int] | None:
    """(kind, begin, end) of a prefix for the window begin..end of `placed`, or None where none was drawn or found."""
    draw = rng.random()
    first, last = int(placed[begin, P_BAR]), int(placed[end - 1, P_BAR])
    if draw < a.future:
        return _future(placed, begin, first, last, context, rng)
    if draw < a.future + a.theme:
        bar = choose_theme(features(), first, last, rng)
        if bar is not None:
            start = int(np.searchsorted(placed[:, P_BAR], bar))
            return THEME, start, passage_end(placed, start, int(rng.integers(THEME_LENGTHS[0], THEME_LENGTHS[1] + 1)))
    return None


def announce_crop(piece: Piece, placed: np.ndarray, starts: np.ndarray, a: Augment, rng: np.random.Generator
                  ) -> tuple[Announcement, np.ndarray]:
    """The boundaries of one pass and those of them whose struck chord is to be held.

    Pieces hold few chords of their own (one or two in a sequence), so in most passes the chords struck on beats may
    become boundaries too: what the network is to learn is to hold a chord where it is told, in any texture.
    """
    long = candidates = long_chords(placed, starts, piece.beat_lengths)
    if rng.random() < a.hold:
        candidates = np.union1d(long, struck_chords(placed, starts, piece.beat_lengths))
    seconds = TempoMap(piece.tempo_steps, piece.tempo_bpm).seconds(candidates)
    announced = announce(candidates, seconds, int(piece.beat_lengths[0]), int(starts[-1]), rng)
    return announced, np.setdiff1d(announced.true, long)


def make_sequence(piece: Piece, first_event: int, context: int, a: Augment, rng: np.random.Generator,
                  features=None) -> Sequence:
    """A crop that begins at the bar line before `first_event`. features: returns `prefixes.bar_features` of the piece
    (needed where `a` asks for themes)."""
    kept = keep_families(piece, a, rng)
    bar = int(piece.placed[first_event, P_BAR])
    placed = piece.placed
    if not kept.all():
        placed = placed[(placed[:, P_TYPE] != v.GROUP) | kept[np.minimum(placed[:, P_FAMILY], 11)]]
    begin = int(np.searchsorted(placed[:, P_BAR], bar))
    end = min(begin + context + 1, len(placed))
    prefix = prefix_passage(placed, features, begin, end, context, a, rng)
    passages = [(begin, end)] + ([prefix[1:]] if prefix else [])
    home = home_shift(piece.tonic[bar:int(placed[end - 1, P_BAR]) + 1])
    shift = home if home is not None and rng.random() < a.home_key else int(rng.integers(-5, 7)) * (a.home_key < 1)
    shift = shift if all(may_shift(placed[x:y], shift) for x, y in passages) else 0
    starts = np.concatenate(([0], np.cumsum(piece.bar_lengths.astype(np.int64))))
    announced, held = announce_crop(piece, placed, starts, a, rng)
    if prefix and prefix[0] == FUTURE:  # the seam is announced
        seam = starts[placed[prefix[1], P_BAR]]
        announced = Announcement(np.union1d(announced.told, [seam]), announced.true)
        end = prefix[1] + 1  # the BAR at the seam is still learned
    crop = Crop(piece, placed, starts, shift, piece.velocity_masked or rng.random() < a.mask_velocity, announced,
                held, rng.uniform(*HELD_BEATS, len(held)), make_conditions(piece, kept, announced, shift, a, rng),
                a.note_wise)
    music = encode_slice(crop, begin, end)
    if prefix is not None or bar == 0 or rng.random() < a.start_anywhere:
        music = _with_start(music)
    if end == len(placed) and not (prefix and prefix[0] == FUTURE):
        music = Stretch(np.concatenate((music.rows, end_row()[None])), *(np.append(x, x[-1]) for x in music[1:3]),
                        np.append(music.marks, np.uint8(0)))
    before = _with_start(encode_slice(crop, *prefix[1:]), prefix[0]) if prefix else None
    return _pad(crop, before, music, context, rng)


def _pad(crop: Crop, before: Stretch | None, music: Stretch, context: int, rng: np.random.Generator) -> Sequence:
    """Prefix and music as inputs and targets of `context` events."""
    head = 0 if before is None else min(len(before.rows), MAX_ROWS)
    joined = music if before is None else Stretch(*(np.concatenate((x[:head], y)) for x, y in zip(before, music)))
    length = min(context, len(joined.rows) - 1)
    told, values = condition_rows(crop.conditions, joined.bars[:length], joined.reached[:length])
    events = np.tile(np.array(v.ROW_SIZES, np.uint8), (context, 1))
    events[:, v.TYPE] = v.START
    targets = events.copy()
    events[:length], targets[:length] = joined.rows[:length], joined.rows[1:length + 1]
    ids, all_values = np.zeros((context, 9), np.uint8), np.zeros((context, 20), np.float32)
    ids[:length], all_values[:length] = told, values
    weights, marks = np.zeros(context, np.uint8), np.zeros(context, np.uint8)
    weights[head:length] = 1
    marks[:length] = joined.marks[1:length + 1]
    positions = np.arange(context, dtype=np.int32)
    if before is not None:
        positions[head:] += rng.integers(0, MAX_DISTANCE + 1)
    return Sequence(events, ids, all_values, targets, weights, marks * weights, positions,
                    np.full(context, crop.piece.set, np.uint8), np.zeros(context, np.uint8))


def filled(sequence: Sequence) -> int:
    """Rows of a sequence before its padding."""
    return int(np.flatnonzero(sequence.weights).max(initial=-1)) + 1


def packed(parts: list[Sequence], context: int) -> Sequence:
    """Crops one after the other in one row, each a segment of its own; the last one's padding fills the row."""
    ends = [filled(part) for part in parts[:-1]] + [context - sum(filled(part) for part in parts[:-1])]
    joined = [np.concatenate([field[:end] for field, end in zip(fields, ends)]) for fields in zip(*parts)]
    return Sequence(*joined[:-1], np.repeat(np.arange(len(parts), dtype=np.uint8), ends))


class Crops(IterableDataset):
    """Endless training sequences, drawn evenly over emotions and ensembles (`WindowGrid`).

    pack: fill what a short crop leaves free with further crops.
    """

    def __init__(self, corpus: Corpus, part: str, context: int, seed: int, augment: Augment = Augment(),
                 pack: bool = False):
        self.corpus, self.context, self.seed, self.augment, self.pack = corpus, context, seed, augment, pack
        self.members = corpus.members(part)
        self.probabilities = corpus.weights(self.members)

    def __iter__(self):
        from torch.utils.data import get_worker_info

        worker = get_worker_info()
        rng = np.random.default_rng((self.seed, worker.id if worker else 0))
        windows = WindowGrid(self.corpus, self.members)
        while True:
            parts, room = [], self.context
            while not parts or (self.pack and room >= SMALLEST_CROP):
                parts.append(self.crop(*windows.draw(rng), room, rng))
                room -= filled(parts[-1])
            yield packed(parts, self.context) if len(parts) > 1 else parts[0]

    def crop(self, index: int, first: int, context: int, rng: np.random.Generator) -> Sequence:
        """The crop of piece `index` that begins at the bar of event `first`, padded to `context` events."""
        return make_sequence(self.corpus.piece(index), first, context, self.augment, rng,
                             lambda: self.corpus.features(index))

    def draw(self, index: int, rng: np.random.Generator) -> Sequence:
        """A crop from anywhere in a piece."""
        latest = max(1, int(self.corpus.lengths()[index]) - self.context // 2)
        return self.crop(index, max(0, int(rng.integers(-self.context // 4, latest))), self.context, rng)


def held_out(corpus: Corpus, part: str, context: int, count: int, seed: int = 7, augment: Augment = HELD_OUT
             ) -> list[Sequence]:
    """`count` fixed sequences of a held-out part, drawn by set weight, without augmentation or prefixes."""
    crops = Crops(corpus, part, context, seed, augment)
    rng = np.random.default_rng(seed)
    return [crops.draw(int(rng.choice(crops.members, p=crops.probabilities)), rng) for _ in range(count)]
