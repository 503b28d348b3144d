"""Rules E1-E14: notes to events and back."""

import random
import unittest

import numpy as np

from hitpoint_training import vocabulary as v
from hitpoint_training.events import (ChordSymbol, Note, decode, delta_index, duration_index, encode, pitch_value,
                                      place)


def grid_notes(seed: int, bars: int) -> list[Note]:
    """Random notes whose durations and velocities are their bucket's own value, so that nothing is rounded."""
    rng = random.Random(seed)
    notes = set()
    for _ in range(120):
        family = rng.randrange(12)
        pitch = rng.randrange(27, 89)
        notes.add(Note(rng.randrange(bars * 96), rng.choice(v.DURATIONS), family, pitch, 52))
    unique = {}
    for note in sorted(notes, key=lambda n: (n.onset, n.family, n.pitch, n.duration)):
        unique[(note.onset, note.family, note.pitch, note.duration)] = note
    return sorted(unique.values(), key=lambda n: (n.onset, n.family, n.pitch, n.duration))


class RoundTrip(unittest.TestCase):
    def test_notes_and_chords_come_back(self):
        for seed in range(20):
            notes = grid_notes(seed, 4)
            chords = [ChordSymbol(0, 0, 0, 0), ChordSymbol(100, 7, 5, 11), ChordSymbol(240, 12, 9, 12)]
            rows, bars, reached = encode(place(notes, chords, [96] * 4), [96] * 4)
            again, symbols = decode(rows, [96] * 4)
            if any(96 * b + p not in {n.onset for n in notes} | {c.onset for c in chords} | {0, 96, 192, 288}
                   for b, p in zip(bars, reached)):
                continue  # a delta had to be rounded
            self.assertEqual(sorted(again, key=lambda n: (n.onset, n.family, n.pitch, n.duration)), notes)
            self.assertEqual(symbols, chords)

    def test_rows_stay_in_the_vocabulary(self):
        rows, _, _ = encode(place(grid_notes(3, 4), [], [96] * 4), [96] * 4)
        self.assertTrue((rows >= 0).all() and (rows <= np.array(v.ROW_SIZES)).all())

    def test_more_than_six_keys_split(self):
        notes = [Note(0, 24, 2, 40 + key, 64) for key in range(13)]
        rows, _, _ = encode(place(notes, [], [96]), [96])
        groups = rows[rows[:, v.TYPE] == v.GROUP]
        self.assertEqual([int((g[8:] < v.STOP).sum()) for g in groups], [6, 6, 1])
        self.assertEqual(groups[:, v.DELTA].tolist(), [0, 0, 0])

    def test_order_at_one_position(self):
        notes = [Note(0, 24, 6, 60, 64), Note(0, 48, 6, 72, 64), Note(0, 6, 0, 36, 64), Note(0, 24, 2, 50, 64)]
        rows, _, _ = encode(place(notes, [ChordSymbol(0, 0, 0, 0)], [96]), [96])
        self.assertEqual(rows[:, v.TYPE].tolist(), [v.BAR, v.CHORD, v.GROUP, v.GROUP, v.GROUP, v.GROUP])
        self.assertEqual(rows[2:, v.FAMILY].tolist(), [0, 2, 6, 6])
        self.assertGreater(rows[4, v.DURATION], rows[5, v.DURATION])


class Rounding(unittest.TestCase):
    def test_delta(self):
        for distance, room, value in ((0, 96, 0), (48, 96, 48), (50, 96, 48), (51, 96, 48), (52, 96, 54), (95, 96, 84),
                                      (100, 192, 96), (191, 192, 192 - 24), (-3, 50, 0), (30, 20, 19)):
            self.assertEqual(v.DELTAS[delta_index(distance, room)], value, (distance, room))

    def test_notes_of_one_onset_stay_together(self):
        notes = [Note(52, 24, 2, 60, 64), Note(52, 48, 2, 64, 64), Note(80, 24, 2, 60, 64)]
        _, _, reached = encode(place(notes, [], [96]), [96])
        self.assertEqual(reached.tolist(), [0, 54, 54, 80])

    def test_duration(self):
        for steps, value in ((0, 1), (1, 1), (7, 8), (11, 12), (13, 14), (22, 21), (23, 24), (25, 24), (26, 28), (1000, 288)):
            self.assertEqual(v.DURATIONS[duration_index(steps)], value, steps)

    def test_drum_keys(self):
        self.assertEqual([pitch_value(0, key) for key in (26, 27, 88, 89)], [-1, 129, 190, -1])
        self.assertEqual(pitch_value(3, 89), 89)


if __name__ == "__main__":
    unittest.main()
