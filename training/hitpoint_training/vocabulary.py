"""The composer's vocabularies: docs/spec/composer-events.md, rules E1-E16."""

from __future__ import annotations

import numpy as np

STEPS_PER_QUARTER = 24  # E1
TICKS_PER_STEP = 40  # E1: 960 ticks to the quarter

BAR, CHORD, GROUP, END, START = range(5)  # E2

DELTAS = (*range(49), 54, 60, 66, 72, 84, 96, 108, 120, 132, 144, 168, 192)  # E5
DURATIONS = (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 15, 16, 18, 20, 21, 24, 28, 30, 32, 36, 40, 42, 48, 54, 60, 66, 72,
             84, 96, 108, 120, 144, 168, 192, 240, 288)  # E9
QUALITIES = ("major", "minor", "diminished", "augmented", "suspended", "dominant7", "major7", "minor7",
             "diminished7", "none")  # E6
NO_ROOT = 12
NO_QUALITY = 9
FAMILIES = ("drums", "bass", "piano", "mallets", "organ", "plucked", "strings", "voice", "brass", "woodwind", "lead",
            "pad")  # E8
DRUMS = 0
DRUM_CHANNEL = 9  # 0-based: MIDI channel 10
MASKED_VELOCITY = 16  # E10
STOP = 128  # E11
DRUM_LOW, DRUM_HIGH = 27, 88
DRUM_BASE = 129
MAX_PITCHES = 6  # E7

ATTRIBUTES = ("type", "delta", "root", "quality", "bass", "family", "duration", "velocity", "pitch")  # E19 order
ATTRIBUTE_SIZES = (5, 61, 13, 10, 13, 12, 37, 17, 191)  # E13
ROW_SIZES = (*ATTRIBUTE_SIZES[:8], *([191] * MAX_PITCHES))  # E13: absent = size
ROW_WIDTH = 14
TYPE, DELTA, ROOT, QUALITY, BASS, FAMILY, DURATION, VELOCITY, PITCH = range(9)  # columns of a row; pitches 8..13

CONDITION_IDS = ("boundary", "position", "barLength", "key", "mode", "ensemble", "section", "density", "barsToEnd")
CONDITION_ID_SIZES = (111, 192, 193, 13, 3, 7, 2, 9, 10)  # E15
CONDITION_VALUES = ("valence", "arousal", "valenceKnown", "arousalKnown", "boundarySeconds", "logTempo", "tempoKnown",
                    "maskKnown", *(f"may:{name}" for name in FAMILIES))  # E16
NO_BOUNDARY = 110
MAX_BOUNDARY_STEPS = 384
MAX_BOUNDARY_SECONDS = 8.0
UNKNOWN_KEY = 12
UNKNOWN_MODE = 2
DENSITY_LIMITS = (0.5, 1, 1.5, 2.2, 3.2, 4.6, 6.5)  # notes per quarter
ENSEMBLES = ("unknown", "keyboard", "strings", "orchestra", "band", "voiceOrMelodyWithKeyboard", "mixedChamber")


def family_of_program(program: int, channel: int) -> int:
    """Family index (E8) of a 0-based General MIDI program on a 0-based channel (9 = drums)."""
    if channel == DRUM_CHANNEL:
        return DRUMS
    return int(FAMILY_OF_PROGRAM[program])


def _family_table() -> np.ndarray:
    table = np.full(128, FAMILIES.index("pad"), dtype=np.int16)
    spans = {"bass": [(32, 39)], "piano": [(0, 7)], "mallets": [(8, 15), (47, 47), (112, 119)], "organ": [(16, 23)],
             "plucked": [(24, 31), (45, 46), (104, 108)], "strings": [(40, 44), (48, 51), (55, 55), (110, 110)],
             "voice": [(52, 54)], "brass": [(56, 63)], "woodwind": [(64, 79), (109, 109), (111, 111)],
             "lead": [(80, 87)], "pad": [(88, 103), (120, 127)]}
    for name, ranges in spans.items():
        for low, high in ranges:
            table[low:high + 1] = FAMILIES.index(name)
    return table


FAMILY_OF_PROGRAM = _family_table()
