"""Training sequences from a made-up piece."""

import unittest

import numpy as np

from hitpoint_training import vocabulary as v
from hitpoint_training.boundaries import Announcement
from hitpoint_training.corpus import Piece
from hitpoint_training.dataset import HELD_OUT, Augment, insert_chords, make_sequence, transpose
from hitpoint_training.events import ChordSymbol, Note, place

BARS = 16


def make_piece() -> Piece:
    notes = [Note(step, 48, 2 + 4 * (step // 48 % 2), key, 64) for step in range(0, BARS * 96, 48)
             for key in (48, 55, 60 + step // 48 % 5)]
    notes += [Note(step, 6, 0, 36, 64) for step in range(0, BARS * 96, 24)]
    placed = place(notes, [ChordSymbol(bar * 192, bar % 12, bar % 2, bar % 12) for bar in range(BARS // 2)],
                   [96] * BARS)
    counts = np.zeros((BARS, 12), np.int16)
    counts[:, [0, 2, 6]] = (4, 3, 3)
    level = np.full(BARS, 0.5, np.float32)
    return Piece(placed=placed, bar_lengths=np.full(BARS, 96, np.int16), beat_lengths=np.full(BARS, 24, np.int16),
                 counts=counts, tonic=np.full(BARS, 11, np.int8), mode=np.zeros(BARS, np.int8),
                 section=np.zeros(BARS, np.int8), valence=level, arousal=level,
                 boundaries=np.arange(0, BARS * 96, 96, dtype=np.int32), tempo_steps=np.array([0]),
                 tempo_bpm=np.array([100.0]), set=0, ensemble=4, velocity_masked=False, tempo_known=True)


class Sequences(unittest.TestCase):
    def test_targets_follow_inputs(self):
        sequence = make_sequence(make_piece(), 0, 200, HELD_OUT, np.random.default_rng(1))
        used = int((sequence.weights > 0).sum())
        np.testing.assert_array_equal(sequence.events[1:used], sequence.targets[:used - 1])
        self.assertEqual(sequence.events[0, v.TYPE], v.START)
        self.assertEqual(sequence.targets[used - 1, v.TYPE], v.END)
        self.assertTrue((sequence.weights[used:] == 0).all())

    def test_inputs_stay_in_range_under_augmentation(self):
        piece = make_piece()
        for seed in range(60):
            rng = np.random.default_rng(seed)
            s = make_sequence(piece, int(rng.integers(len(piece.placed))), 64, Augment(), rng)
            self.assertTrue((s.events >= 0).all() and (s.events <= np.array(v.ROW_SIZES)).all())
            self.assertTrue((s.ids >= 0).all() and (s.ids < np.array(v.CONDITION_ID_SIZES)).all())
            self.assertTrue(np.isfinite(s.values).all() and (np.abs(s.values) <= 4).all())

    def test_chord_is_written_at_every_true_boundary(self):
        piece = make_piece()
        starts = np.arange(BARS + 1) * 96
        true = Announcement(np.array([96]), np.array([96, 192])).true
        rows = insert_chords(piece.placed, piece, true, starts)
        chords = rows[rows[:, 0] == v.CHORD]
        self.assertEqual(len(rows) - len(piece.placed), 1)  # 192 had one already
        self.assertEqual(chords[chords[:, 1] == 1][0, 3:6].tolist(), [0, 0, 0])

    def test_transposition_leaves_drums(self):
        piece = make_piece()
        moved = transpose(piece.placed, 3)
        drums = piece.placed[:, 6] == v.DRUMS
        np.testing.assert_array_equal(moved[drums], piece.placed[drums])
        groups = (piece.placed[:, 0] == v.GROUP) & ~drums
        np.testing.assert_array_equal(moved[groups, 9], piece.placed[groups, 9] + 3)


if __name__ == "__main__":
    unittest.main()
