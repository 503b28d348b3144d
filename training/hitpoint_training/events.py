"""Notes and chord symbols to event rows and back: docs/spec/composer-events.md, rules E1-E14.

A *placed event* is an event with its wanted position instead of a delta: an int16 row
(type, bar, position, root, quality, bass, family, duration, velocity, six pitches), absent ones written as in E13.
Placed events survive editing (removing a family, transposing); `encode` turns them into the network's rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import vocabulary as v

PLACED_WIDTH = 15
P_TYPE, P_BAR, P_POSITION, P_ROOT, P_QUALITY, P_BASS, P_FAMILY, P_DURATION, P_VELOCITY, P_PITCH = range(10)
ABSENT_PLACED = np.array([5, 0, 0, 13, 10, 13, 12, 37, 17, *([191] * 6)], dtype=np.int16)
DELTA_INDEX = {value: index for index, value in enumerate(v.DELTAS)}
EXACT_DELTA = np.full(v.DELTAS[-1] + 3, -1, dtype=np.int64)  # by distance; -1 where a distance is not in the list
EXACT_DELTA[list(v.DELTAS)] = np.arange(len(v.DELTAS))


@dataclass(frozen=True)
class Note:
    """A note on the grid. onset and duration in grid steps since the start of the piece, velocity 1..127."""

    onset: int
    duration: int
    family: int
    pitch: int
    velocity: int


@dataclass(frozen=True)
class ChordSymbol:
    """A harmony that starts at `onset` grid steps; root and bass 0..11 or 12 (none), quality 0..9 (E6)."""

    onset: int
    root: int
    quality: int
    bass: int


def duration_index(steps: int) -> int:
    """E9: index of the duration nearest in log distance; a tie takes the shorter."""
    if steps <= 1:
        return 0
    for index in range(1, len(v.DURATIONS)):
        low, high = v.DURATIONS[index - 1], v.DURATIONS[index]
        if steps < high:
            return index - 1 if steps * steps <= low * high else index
    return len(v.DURATIONS) - 1


_LONGEST = 2 * v.DURATIONS[-1]
_DURATION_TABLE = np.array([duration_index(steps) for steps in range(_LONGEST)], dtype=np.int16)


def duration_indices(steps: np.ndarray) -> np.ndarray:
    """E9 for an array of durations in grid steps."""
    return _DURATION_TABLE[np.clip(steps, 0, _LONGEST - 1)]


def delta_index(distance: int, room: int) -> int:
    """E5: index of the nearest delta that is smaller than `room` (steps left in the bar); a tie takes the shorter."""
    if distance <= 0 or room <= 1:
        return 0
    if distance < room and distance in DELTA_INDEX:
        return DELTA_INDEX[distance]
    best = 0
    for index, value in enumerate(v.DELTAS):
        if value < room and abs(value - distance) < abs(v.DELTAS[best] - distance):
            best = index
    return best


def pitch_value(family: int, key: int) -> int:
    """E11: pitch index of a MIDI key, or -1 for a drum key outside 27..88."""
    if family != v.DRUMS:
        return key
    return v.DRUM_BASE + key - v.DRUM_LOW if v.DRUM_LOW <= key <= v.DRUM_HIGH else -1


def place_notes(onset, duration, family, pitch, velocity, bar_starts) -> np.ndarray:
    """GROUP placed events [n, 15] of notes (int arrays, grid steps) in the bars that start at `bar_starts`."""
    onset, duration, family, pitch, velocity = (np.asarray(a, dtype=np.int64) for a in
                                                (onset, duration, family, pitch, velocity))
    drum = family == v.DRUMS
    keep = ~drum | ((pitch >= v.DRUM_LOW) & (pitch <= v.DRUM_HIGH))
    onset, duration, family, pitch, velocity, drum = (a[keep] for a in (onset, duration, family, pitch, velocity, drum))
    value = np.where(drum, pitch + v.DRUM_BASE - v.DRUM_LOW, pitch)
    bucket = duration_indices(duration).astype(np.int64)
    order = np.lexsort((value, -bucket, family, onset))
    onset, family, bucket, value, velocity = (a[order] for a in (onset, family, bucket, value, velocity))
    key = (onset * 16 + family) * 64 + bucket
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.zeros(0, np.int64)
    ends = np.append(starts[1:], len(key))
    bars = np.searchsorted(bar_starts, onset[starts], side="right") - 1
    rows = []
    values, velocities = value.tolist(), velocity.tolist()
    for begin, end, bar in zip(starts.tolist(), ends.tolist(), bars.tolist()):
        pitches = sorted(set(values[begin:end]))
        mean = sum(velocities[begin:end]) // (end - begin)
        position = int(onset[begin] - bar_starts[bar])
        for first in range(0, len(pitches), v.MAX_PITCHES):
            part = pitches[first:first + v.MAX_PITCHES]
            row = [v.GROUP, bar, position, 13, 10, 13, int(family[begin]), int(bucket[begin]), mean // 8, *part]
            rows.append(row + [v.STOP if len(part) < 6 else 191] * (len(part) < 6)
                        + [191] * (5 - len(part)))
    return np.array(rows, dtype=np.int16).reshape(-1, PLACED_WIDTH)


def notes_apart(placed: np.ndarray) -> np.ndarray:
    """Placed events in which every GROUP holds one note: the note-wise events of the ablation, in the order of E12."""
    groups = placed[:, P_TYPE] == v.GROUP
    pitches = placed[:, P_PITCH:]
    notes = np.where(groups, (groups[:, None] & (pitches != v.STOP) & (pitches < v.ATTRIBUTE_SIZES[v.PITCH])).sum(1), 1)
    rows = np.repeat(placed, notes, axis=0)
    group = np.repeat(groups, notes)
    number = np.arange(len(rows)) - np.repeat(np.cumsum(notes) - notes, notes)
    pitch = rows[np.arange(len(rows)), P_PITCH + number][group]
    rows[group, P_PITCH:] = ABSENT_PLACED[P_PITCH:]
    rows[group, P_PITCH], rows[group, P_PITCH + 1] = pitch, v.STOP
    return rows


def place_chords(chords: list[ChordSymbol], bar_starts) -> np.ndarray:
    """CHORD placed events [n, 15] of chord symbols."""
    rows = np.tile(ABSENT_PLACED, (len(chords), 1))
    for row, chord in zip(rows, chords):
        bar = int(np.searchsorted(bar_starts, chord.onset, side="right") - 1)
        row[:P_FAMILY] = (v.CHORD, bar, chord.onset - bar_starts[bar], chord.root, chord.quality, chord.bass)
    return rows


def place_bars(count: int) -> np.ndarray:
    """BAR placed events [count, 15]."""
    rows = np.tile(ABSENT_PLACED, (count, 1))
    rows[:, P_TYPE] = v.BAR
    rows[:, P_BAR] = np.arange(count)
    return rows


def merge_placed(*parts: np.ndarray) -> np.ndarray:
    """Placed events in the order of E3 and E12 (BAR first, CHORD before the groups of its position)."""
    rows = np.concatenate(parts)
    order = np.lexsort((rows[:, P_PITCH], -rows[:, P_DURATION], rows[:, P_FAMILY] * (rows[:, P_TYPE] == v.GROUP),
                        rows[:, P_TYPE], rows[:, P_POSITION], rows[:, P_TYPE] != v.BAR, rows[:, P_BAR]))
    return rows[order]


def place(notes: list[Note], chords: list[ChordSymbol], bar_lengths: list[int]) -> np.ndarray:
    """All placed events (without START and END) of notes and chord symbols in bars of the given lengths (steps)."""
    bar_starts = np.concatenate(([0], np.cumsum(bar_lengths)[:-1]))
    columns = [[getattr(note, name) for note in notes] for name in ("onset", "duration", "family", "pitch", "velocity")]
    return merge_placed(place_bars(len(bar_lengths)), place_chords(chords, bar_starts),
                        place_notes(*columns, bar_starts))


def encode(placed: np.ndarray, bar_lengths) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows [n, 14] int32 of placed events, and the bar and the reached position (steps) of each one (E4, E5)."""
    rows = np.empty((len(placed), v.ROW_WIDTH), dtype=np.int32)
    rows[:, v.TYPE] = placed[:, P_TYPE]
    rows[:, 2:] = placed[:, P_ROOT:]
    bars, bar_line = placed[:, P_BAR].astype(np.int64), placed[:, P_TYPE] == v.BAR
    reached = np.where(bar_line, 0, placed[:, P_POSITION]).astype(np.int64)
    distance = np.diff(reached, prepend=0)
    distance[bar_line] = 0
    first = np.append(True, bars[1:] != bars[:-1])  # of a slice that begins inside a bar: counted from the bar line
    distance = np.where(first, reached, distance)
    deltas = EXACT_DELTA[np.clip(distance, -1, len(EXACT_DELTA) - 2)]
    _approximate(np.unique(bars[deltas < 0]), placed, bar_lengths, bars, deltas, reached)
    rows[:, v.DELTA] = np.where(bar_line, len(v.DELTAS), deltas)
    return rows, bars, reached


def _approximate(inexact: np.ndarray, placed: np.ndarray, bar_lengths, bars, deltas, reached) -> None:
    """Fill `deltas` and `reached` of the bars in which a distance has no delta of its own (E5)."""
    for bar in inexact.tolist():
        position = previous = 0
        for index in range(*np.searchsorted(bars, (bar, bar + 1))):
            if placed[index, P_TYPE] == v.BAR:
                deltas[index] = reached[index] = 0
                continue
            want = int(placed[index, P_POSITION])
            distance = 0 if want == previous else want - position
            deltas[index] = delta_index(distance, int(bar_lengths[bar]) - position) if distance else 0
            position += v.DELTAS[deltas[index]]
            previous, reached[index] = want, position


def start_row() -> np.ndarray:
    """The START row (E2, E13)."""
    return np.array([v.START, *v.ROW_SIZES[1:]], dtype=np.int32)


def end_row() -> np.ndarray:
    """The END row (E2, E13)."""
    return np.array([v.END, *v.ROW_SIZES[1:]], dtype=np.int32)


def decode(rows: np.ndarray, bar_lengths) -> tuple[list[Note], list[ChordSymbol]]:
    """Notes and chord symbols of event rows; durations and velocities come back as their bucket's value.

    A velocity bucket decodes to its middle (8 b + 4), a masked one to 80. Raises ValueError on an event outside a bar.
    """
    notes: list[Note] = []
    chords: list[ChordSymbol] = []
    bar, bar_start, position = -1, 0, 0
    for row in np.asarray(rows).tolist():
        kind = row[v.TYPE]
        if kind == v.BAR:
            bar_start += bar_lengths[bar] if bar >= 0 else 0
            bar, position = bar + 1, 0
        elif kind in (v.CHORD, v.GROUP):
            position += v.DELTAS[row[v.DELTA]]
            if bar < 0 or position >= bar_lengths[bar]:
                raise ValueError(f"event outside its bar: bar {bar}, position {position}")
            onset = bar_start + position
            if kind == v.CHORD:
                chords.append(ChordSymbol(onset, row[v.ROOT], row[v.QUALITY], row[v.BASS]))
                continue
            velocity = 80 if row[v.VELOCITY] == v.MASKED_VELOCITY else row[v.VELOCITY] * 8 + 4
            for value in row[v.PITCH:]:
                if value >= v.DRUM_BASE + 62 or value == v.STOP:
                    break
                key = value if value < v.STOP else value - v.DRUM_BASE + v.DRUM_LOW
                notes.append(Note(onset, v.DURATIONS[row[v.DURATION]], row[v.FAMILY], key, velocity))
    return notes, chords
