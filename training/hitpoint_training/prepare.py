"""Corpus to one packed file: training/work/corpus.npz, with labels, boundaries, split and a report."""

from __future__ import annotations

import csv
import json
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from . import vocabulary as v
from .boundaries import long_chords, section_starts
from .chords import find_chords
from .emotion_labels import quantile_labels, train_regressor
from .events import merge_placed, place_bars, place_chords, place_notes
from .features import WINDOW_BARS, window_features
from .grid import GridPiece, to_grid
from .keys import find_keys
from .read_midi import BROKEN, read_midi
from .split import assign_parts, group_works, skyline_shingles, write_split

PERFORMED = ("classicalpianomidi", "pop909", "giantmidi_sample")
SPLIT_FILE = Path(__file__).resolve().parent.parent / "split.csv"
MIN_BARS, MIN_NOTES = 4, 40


def ensemble_of(counts: np.ndarray, set_name: str) -> int:
    """Ensemble class (E15.6) of note counts per family [12]."""
    share = counts / max(counts.sum(), 1)
    present = share > 0.01
    melodic = present[1:].sum()
    keyboard, strings, voice = share[[2, 4]].sum(), share[6], share[7]
    if share[v.DRUMS] > 0.03:
        return 4
    if set_name == "openscore_orchestra" or (melodic >= 4 and strings > 0.2):
        return 3
    if keyboard > 0.97:
        return 1
    if strings > 0.97:
        return 2
    if keyboard > 0.25 and (voice > 0.01 or melodic == 2):
        return 5
    return 6


def bar_counts(piece: GridPiece) -> tuple[np.ndarray, np.ndarray]:
    """Notes per family [bars, 12] and pitch-class counts [bars, 12]."""
    bars = np.searchsorted(piece.bar_starts, piece.onset, side="right") - 1
    counts = np.zeros((len(piece.bar_lengths), 12), np.int32)
    np.add.at(counts, (bars, piece.family), 1)
    chroma = np.zeros((len(piece.bar_lengths), 12))
    melodic = piece.family != v.DRUMS
    np.add.at(chroma, (bars[melodic], piece.pitch[melodic] % 12), 1)
    return counts, chroma


def prepare_file(task: tuple[str, str, str]) -> dict | None:
    """Everything about one file, or None when it cannot be used. task: path, set, content key."""
    path, set_name, key = task
    try:
        midi = read_midi(Path(path))
        if set_name == "pop909":
            midi.family[midi.channel == 0] = v.FAMILIES.index("lead")  # the sung melody, kept apart from the piano
        piece = to_grid(midi, set_name)
    except BROKEN:
        return None
    if len(piece.bar_lengths) < MIN_BARS or len(piece.onset) < MIN_NOTES or len(piece.bar_lengths) > 4000:
        return None
    performed = set_name in PERFORMED
    notes = (piece.onset, piece.duration, piece.family, piece.pitch, piece.velocity)
    chords = find_chords(piece.onset, piece.duration, piece.pitch, piece.family, piece.bar_lengths,
                         piece.beat_lengths)
    placed = merge_placed(place_bars(len(piece.bar_lengths)), place_chords(chords, piece.bar_starts),
                          place_notes(*notes, piece.bar_starts))
    counts, chroma = bar_counts(piece)
    tonic, mode = find_keys(piece.onset, piece.duration, piece.pitch, piece.family, piece.bar_starts)
    melodic = piece.family != v.DRUMS
    constant = len(np.unique(piece.velocity)) <= 4
    shingles = skyline_shingles(piece.onset[melodic], piece.pitch[melodic])
    return {"key": key, "set": set_name, "placed": placed, "bar_lengths": piece.bar_lengths,
            "beat_lengths": piece.beat_lengths, "counts": counts, "tonic": tonic, "mode": mode,
            "section": section_starts(counts, chroma), "boundaries": long_chords(piece, performed),
            "tempo_steps": piece.tempo.steps, "tempo_bpm": piece.tempo.bpm, "tempo_known": piece.tempo_known,
            "velocity_masked": constant, "ensemble": ensemble_of(counts.sum(0), set_name), "notes": len(piece.onset),
            "features": window_features(piece), "shingles": shingles}


def read_manifest(data: Path, exclude: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """(path, set, content key) of every file that may be used."""
    folder = data / "midi"
    with (folder / "MANIFEST.csv").open(newline="") as file:
        return [(str(folder / row["path"]), row["set"], row["sha1_16"]) for row in csv.DictReader(file)
                if row["set"] not in exclude]


def emotion_columns(pieces: list[dict], data: Path) -> dict:
    """Adds valence and arousal per bar to every piece; returns the regressor's report."""
    regressor, report = train_regressor(data / "vgmidi")
    raw = np.concatenate([regressor.predict(piece["features"]) for piece in pieces])
    classes = np.concatenate([np.full(len(piece["features"]), piece["ensemble"]) for piece in pieces])
    labels = quantile_labels(raw, classes)
    start = 0
    for piece in pieces:
        count = len(piece["features"])
        per_bar = np.repeat(labels[start:start + count], WINDOW_BARS, axis=0)[:len(piece["bar_lengths"])]
        piece["valence"], piece["arousal"] = per_bar[:, 0], per_bar[:, 1]
        start += count
    return report


def pack(pieces: list[dict], sets: list[str], path: Path) -> None:
    """Concatenate all pieces' arrays and their offsets into one uncompressed npz."""
    arrays: dict[str, np.ndarray] = {}
    for name, dtype in (("placed", np.int16), ("bar_lengths", np.int16), ("beat_lengths", np.int16),
                        ("counts", np.int16), ("tonic", np.int8), ("mode", np.int8), ("section", np.int8),
                        ("boundaries", np.int32), ("tempo_steps", np.int32), ("tempo_bpm", np.float32),
                        ("valence", np.float32), ("arousal", np.float32)):
        arrays[name] = np.concatenate([np.asarray(piece[name]).astype(dtype) for piece in pieces])
    for name, source in (("event", "placed"), ("bar", "bar_lengths"), ("boundary", "boundaries"),
                         ("tempo", "tempo_steps")):
        arrays[f"{name}_offset"] = np.concatenate(([0], np.cumsum([len(piece[source]) for piece in pieces])))
    arrays["set"] = np.array([sets.index(piece["set"]) for piece in pieces], np.int16)
    arrays["part"] = np.array([("train", "valid", "test").index(piece["part"]) for piece in pieces], np.int8)
    for name in ("ensemble", "notes", "velocity_masked", "tempo_known"):
        arrays[name] = np.array([piece[name] for piece in pieces], np.int32)
    np.savez(path, **arrays)


def prepare(data: Path, work: Path, exclude: tuple[str, ...]) -> None:
    """Read the corpus under `data`, label it and write corpus.npz, corpus.json and training/split.csv."""
    work.mkdir(parents=True, exist_ok=True)
    tasks = read_manifest(data, exclude)
    with Pool(2) as pool:
        results = pool.map(prepare_file, tasks, chunksize=16)
    pieces = [piece for piece in results if piece is not None]
    sets = sorted({piece["set"] for piece in pieces})
    keys = [piece["key"] for piece in pieces]
    groups = group_works(keys, [piece["shingles"] for piece in pieces])
    parts = assign_parts(keys, groups)
    for piece, part in zip(pieces, parts):
        piece["part"] = part
    write_split(SPLIT_FILE, keys, groups, parts)
    emotion = emotion_columns(pieces, data)
    pack(pieces, sets, work / "corpus.npz")
    table = {name: {"files": sum(p["set"] == name for p in pieces),
                    "notes": sum(p["notes"] for p in pieces if p["set"] == name),
                    "events": sum(len(p["placed"]) for p in pieces if p["set"] == name),
                    "boundaries": sum(len(p["boundaries"]) for p in pieces if p["set"] == name)} for name in sets}
    report = {"sets": sets, "exclude": list(exclude), "unusedFiles": len(tasks) - len(pieces), "table": table,
              "works": len(set(groups)), "parts": {part: parts.count(part) for part in ("train", "valid", "test")},
              "emotion": emotion}
    (work / "corpus.json").write_text(json.dumps(report, indent=1) + "\n")
    print(json.dumps(report, indent=1))
