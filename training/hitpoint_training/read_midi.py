"""A MIDI file as arrays of notes in ticks, with tempo, metre and sustain pedal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import mido
import numpy as np
from mido.midifiles.meta import KeySignatureError

from . import vocabulary as v

# What mido raises on a broken file
BROKEN = (OSError, ValueError, EOFError, IndexError, KeyError, KeySignatureError)
DEFAULT_TEMPO = 500_000  # microseconds per quarter (Standard MIDI Files 1.0)


@dataclass
class MidiNotes:
    """Notes sorted by onset. Times in ticks. `held` is the end with the sustain pedal applied."""

    ticks_per_quarter: int
    onset: np.ndarray
    end: np.ndarray
    held: np.ndarray
    pitch: np.ndarray
    velocity: np.ndarray
    family: np.ndarray
    channel: np.ndarray
    tempos: list[tuple[int, int]]  # tick, microseconds per quarter
    metres: list[tuple[int, int, int]]  # tick, numerator, denominator
    tempo_written: bool


def _track_notes(track, rows: list, pedals: dict) -> None:
    tick = 0
    program = [0] * 16
    open_notes: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for message in track:
        tick += message.time
        kind = message.type
        if kind == "note_on" and message.velocity > 0:
            key = (message.channel, message.note)
            open_notes.setdefault(key, []).append((tick, message.velocity, program[message.channel]))
        elif kind in ("note_off", "note_on"):
            waiting = open_notes.get((message.channel, message.note))
            if waiting:
                onset, velocity, number = waiting.pop(0)
                rows.append((onset, max(tick, onset + 1), message.note, velocity, message.channel, number))
        elif kind == "program_change":
            program[message.channel] = message.program
        elif kind == "control_change" and message.control == 64:
            pedals.setdefault(message.channel, []).append((tick, message.value >= 64))


def _apply_pedal(ends: np.ndarray, channels: np.ndarray, pedals: dict) -> np.ndarray:
    held = ends.copy()
    for channel, moves in pedals.items():
        moves.sort()
        ticks = np.array([m[0] for m in moves])
        down = np.array([m[1] for m in moves])
        release = np.full(len(moves) + 1, -1)
        following = ticks[-1]
        for index in range(len(moves) - 1, -1, -1):
            following = following if down[index] else ticks[index]
            release[index] = following
        mine = np.flatnonzero(channels == channel)
        state = np.searchsorted(ticks, ends[mine], side="right") - 1
        pressed = (state >= 0) & down[np.maximum(state, 0)]
        held[mine[pressed]] = np.maximum(ends[mine[pressed]], release[state[pressed]])
    return held


def read_midi(path: Path) -> MidiNotes:
    """Read a file. Raises ValueError when it has no notes; what mido raises on a broken file (BROKEN) passes."""
    midi = mido.MidiFile(path, clip=True)
    rows: list[tuple] = []
    pedals: dict[int, list] = {}
    tempos: dict[int, int] = {}
    metres: dict[int, tuple[int, int]] = {}
    for track in midi.tracks:
        _track_notes(track, rows, pedals)
        tick = 0
        for message in track:
            tick += message.time
            if message.type == "set_tempo":
                tempos[tick] = message.tempo
            elif message.type == "time_signature":
                metres[tick] = (message.numerator, message.denominator)
    if not rows:
        raise ValueError(f"no notes in {path}")
    table = np.array(sorted(rows), dtype=np.int64)
    onset, end, pitch, velocity, channel, program = table.T
    family = np.where(channel == v.DRUM_CHANNEL, v.DRUMS, v.FAMILY_OF_PROGRAM[program])
    written = bool(tempos)
    if not tempos or min(tempos) > 0:
        tempos[0] = DEFAULT_TEMPO
    if not metres or min(metres) > 0:
        metres[0] = metres[min(metres)] if metres else (4, 4)
    return MidiNotes(midi.ticks_per_beat, onset, end, _apply_pedal(end, channel, pedals), pitch, velocity, family,
                     channel, sorted(tempos.items()), [(t, *m) for t, m in sorted(metres.items())], written)
