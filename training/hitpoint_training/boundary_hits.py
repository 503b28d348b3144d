"""What the network learned about boundaries: long chords at announced boundaries when nothing is forced."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

from . import vocabulary as v
from .boundaries import LONG_BEATS, MIN_PITCHES
from .conditioning import Conditions, TempoMap
from .events import decode
from .model import Composer
from .sample import sample_plans

TOLERANCE = 0.1  # seconds
GUIDANCES = (1.5, 3.0)
PLANS, BARS, STEPS, SHUFFLES = 24, 24, 700, 40


def make_plans(seed: int) -> list[Conditions]:
    """Fixed plans in 4/4 and C (E21) that are no piece of the corpus: boundaries on beats, 2-8 s apart."""
    rng = np.random.default_rng(seed)
    plans = []
    for number in range(PLANS):
        tempo = TempoMap([0], [float(rng.uniform(76, 132))])
        boundaries, time = [], float(rng.uniform(2, 8))
        while time < tempo.seconds(BARS * 96):
            boundaries.append(round(int(tempo.step_at(time)) / 24) * 24)
            time += rng.uniform(2, 8)
        valence, arousal = rng.uniform(-0.8, 0.8, 2)
        ensemble = (1, 2, 3, 4, 5, 6)[number % 6]
        plans.append(Conditions(np.full(BARS, 96), tempo, boundaries=np.unique(boundaries),
                                key=np.zeros(BARS, int), mode=np.full(BARS, int(valence < 0)),
                                ensemble=ensemble, section=np.arange(BARS) % 8 == 0, density=np.full(BARS, 3.0),
                                end_known=False, valence=np.full(BARS, valence), arousal=np.full(BARS, arousal)))
    return plans


def long_chord_times(rows: np.ndarray, plan: Conditions) -> np.ndarray:
    """Onset times (s) of three or more distinct melodic pitches held 1.8 beats or more."""
    notes, _ = decode(rows, plan.bar_lengths)
    pitches: dict[int, set[int]] = {}
    for note in notes:
        if note.family != v.DRUMS and note.duration >= LONG_BEATS * 24:
            pitches.setdefault(note.onset, set()).add(note.pitch)
    return plan.tempo.seconds(np.array(sorted(s for s, p in pitches.items() if len(p) >= MIN_PITCHES), dtype=float))


def _hits(times: np.ndarray, targets: np.ndarray) -> int:
    return int((np.abs(times[None] - targets[:, None]).min(1) <= TOLERANCE).sum()) if len(times) else 0


def chord_symbol_times(rows: np.ndarray, plan: Conditions) -> np.ndarray:
    """Times (s) of the written CHORD events."""
    return plan.tempo.seconds(np.array([chord.onset for chord in decode(rows, plan.bar_lengths)[1]], dtype=float))


def boundary_hits(model: Composer, guidance: float = 1.0) -> dict:
    """Hit rate within 0.1 s, and its chance level with the boundaries rotated in time on the same output.

    guidance: how many times what telling the boundaries adds to the logits counts (the application guides as well).
    """
    plans = make_plans(5)
    rng = np.random.default_rng(6)
    total = 0
    hits, chance = np.zeros(2), np.zeros(2)
    chords = seconds = 0.0
    for plan, rows in zip(plans, sample_plans(model, plans, STEPS, 1, guidance)):
        end = plan.tempo.seconds(float(sum(r[v.TYPE] == v.BAR for r in rows) * 96))
        targets = plan.tempo.seconds(plan.boundaries)
        targets = targets[targets < end - 1]
        if len(targets) == 0:
            continue
        both = (long_chord_times(rows, plan), chord_symbol_times(rows, plan))
        hits += [_hits(times, targets) for times in both]
        total += len(targets)
        beat = plan.tempo.seconds(24)
        turns = np.round(rng.uniform(0, end, SHUFFLES) / beat) * beat  # rotated by whole beats: the metre alone
        chance += np.mean([[_hits(times, (targets + turn) % end) for times in both] for turn in turns], axis=0)
        chords, seconds = chords + len(both[0]), seconds + float(end)
    (hit, symbol), (by_chance, symbol_chance) = (values / max(total, 1) for values in (hits, chance))
    return {"boundaries": total, "hitRate": float(hit), "chance": float(by_chance),
            "chordSymbolRate": float(symbol), "chordSymbolChance": float(symbol_chance),
            "longChordsPerMinute": 60 * chords / max(seconds, 1), "toleranceSeconds": TOLERANCE, "guidance": guidance,
            "forced": False}


def print_hits(options, folder: Path, checkpoint: Path) -> None:
    """Hits of a checkpoint, or where there is none of the shipped model, unguided and at each of GUIDANCES."""
    from .export import load_checkpoint
    from .start_from import load_shipped

    torch.set_num_threads(options.threads)
    model = load_checkpoint(checkpoint)[0] if checkpoint.exists() else load_shipped(folder)
    for guidance in (1.0, *GUIDANCES):
        print(json.dumps(boundary_hits(model, guidance)), flush=True)
