"""Recorded answers for the TypeScript side, made from project-made notes only (no corpus data)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from . import vocabulary as v
from .conditioning import Conditions, TempoMap, condition_rows
from .events import ChordSymbol, Note, encode, end_row, place, start_row
from .export import head_logits, load_checkpoint
from .step_session import StepSession

DRUMS, BASS, PIANO, STRINGS, BRASS, LEAD = 0, 1, 2, 6, 8, 10


def _four_four() -> dict:
    notes, chords = [], []
    for bar, (root, quality, shape) in enumerate(((0, 0, (48, 64, 67, 72)), (9, 1, (45, 60, 64, 69)),
                                                   (5, 6, (41, 57, 60, 64)), (7, 5, (43, 59, 62, 65)))):
        start = bar * 96
        chords.append(ChordSymbol(start, root, quality, root))
        notes += [Note(start, 92, STRINGS, key, 70) for key in shape[1:]]
        notes += [Note(start + beat * 24, 22, BASS, shape[0] - 12, 90) for beat in range(4)]
        notes += [Note(start + step * 12, 11, PIANO, shape[step % 4] + 12, 50 + 5 * step) for step in range(8)]
        notes += [Note(start + beat * 24, 6, DRUMS, 36 if beat % 2 == 0 else 38, 100) for beat in range(4)]
    bars = [{"length": 96, "key": 0, "mode": 0, "section": int(bar == 0), "density": 4.5 + 0.1 * bar,
             "valence": 0.5, "arousal": -0.25 + 0.25 * bar, "mask": [0, 1, 2, 6]} for bar in range(4)]
    return {"name": "four-four", "notes": notes, "chords": chords, "bars": bars, "ensemble": 4,
            "tempo": [[0, 120.0], [192, 96.0]], "boundarySeconds": [0.0, 2.0, 4.02, 5.8]}


def _three_four() -> dict:
    notes = [Note(step * 24, 20, DRUMS, 36 if step % 3 == 0 else 42, 64 + 8 * (step % 3)) for step in range(12)]
    notes += [Note(bar * 72, 72, BASS, 40 + bar, 127) for bar in range(4)]
    notes += [Note(96, 8, DRUMS, 20, 64), Note(96, 8, DRUMS, 89, 64), Note(104, 8, DRUMS, 88, 1)]
    notes += [Note(bar * 72 + step * 8, 8, LEAD, 70 + step, 33) for bar in (1, 3) for step in range(3)]
    chords = [ChordSymbol(0, 4, 1, 4), ChordSymbol(72, 12, 9, 12), ChordSymbol(168, 11, 8, 2)]
    bars = [{"length": 72, "key": 4, "mode": 1, "section": int(bar == 2), "density": None, "valence": None,
             "arousal": 0.75, "mask": None} for bar in range(4)]
    return {"name": "three-four-drums", "notes": notes, "chords": chords, "bars": bars, "ensemble": 0,
            "tempo": [[0, 180.0]], "boundarySeconds": [1.0, 3.5]}


def _big_chords() -> dict:
    notes = [Note(0, 96, PIANO, key, 40 + key // 2) for key in range(36, 88, 4)]
    notes += [Note(0, 48, PIANO, 90, 88), Note(0, 96, PIANO, 36, 90), Note(0, 96, BRASS, 60, 64)]
    notes += [Note(120, 24, STRINGS, key, 77) for key in (50, 53, 57, 62, 65, 69, 74)]
    bars = [{"length": 96, "key": 12, "mode": 2, "section": 0, "density": 0.5, "valence": -1, "arousal": 1,
             "mask": [2, 6, 8]} for _ in range(2)]
    return {"name": "big-chords", "notes": notes, "chords": [], "bars": bars, "ensemble": 3, "tempo": [[0, 60.0]],
            "boundarySeconds": []}


def _long_deltas() -> dict:
    onsets = (50, 51, 51, 109, 190, 192 + 47, 192 + 101, 192 + 191, 384 + 170)
    notes = [Note(onset, duration, PIANO, 60 + index, 8 * index + 7) for index, (onset, duration) in
             enumerate(zip(onsets, (7, 11, 13, 17, 26, 45, 51, 400, 1)))]
    notes.append(Note(51, 33, STRINGS, 40, 127))
    bars = [{"length": 192, "key": 7, "mode": 0, "section": 1, "density": 6.5, "valence": 0.125, "arousal": None,
             "mask": []} for _ in range(3)]
    return {"name": "long-deltas", "notes": notes, "chords": [ChordSymbol(53, 2, 4, 9)], "bars": bars, "ensemble": 1,
            "tempo": [[0, 90.0], [100, 45.0], [300, 200.0]], "boundarySeconds": [9.9, 17.0]}


def _odd_bars() -> dict:
    lengths = (96, 60, 84, 30)
    notes, start = [], 0
    for length in lengths:
        notes += [Note(start + step, 5, PIANO, 48 + step, 96) for step in range(0, length, 15)]
        start += length
    bars = [{"length": length, "key": 2, "mode": 1, "section": 0, "density": 1.0, "valence": 0.0, "arousal": 0.0,
             "mask": [2]} for length in lengths]
    return {"name": "odd-bars", "notes": notes, "chords": [ChordSymbol(96, 2, 1, 5)], "bars": bars, "ensemble": 1,
            "tempo": [[0, 140.0]], "boundarySeconds": [0.2, 0.9, 1.7, 4.9], "endKnown": False}


EXAMPLES = (_four_four, _three_four, _big_chords, _long_deltas, _odd_bars)


def example_conditions(example: dict) -> Conditions:
    """The conditioning of an example; None means unknown."""
    bars = example["bars"]

    def level(name):
        return np.array([np.nan if bar[name] is None else bar[name] for bar in bars])

    tempo = TempoMap(*zip(*example["tempo"]))
    masks = [bar["mask"] for bar in bars]
    mask = None if masks[0] is None else np.array([[f in m for f in range(12)] for m in masks])
    return Conditions(np.array([bar["length"] for bar in bars]), tempo,
                      boundaries=tempo.step_at(np.array(example["boundarySeconds"])),
                      key=np.array([bar["key"] for bar in bars]), mode=np.array([bar["mode"] for bar in bars]),
                      ensemble=example["ensemble"], section=np.array([bar["section"] for bar in bars]),
                      density=level("density"), valence=level("valence"), arousal=level("arousal"), mask=mask,
                      end_known=example.get("endKnown", True))


def sequence(example: dict) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows START .. END [n, 14] and the conditions of all but END [n-1, 9], [n-1, 20]."""
    conditions = example_conditions(example)
    rows, bars, reached = encode(place(example["notes"], example["chords"], conditions.bar_lengths),
                                 conditions.bar_lengths)
    ids, values = condition_rows(conditions, np.concatenate(([0], bars)), np.concatenate(([0], reached)))
    return np.concatenate((start_row()[None], rows, end_row()[None])), ids, values


def _rounded(array: np.ndarray, digits: int = 6) -> list:
    return [round(float(x), digits) if np.ndim(x) == 0 else _rounded(x, digits) for x in array]


def write_event_fixtures(folder: Path) -> None:
    """tests/fixtures/composer-events/<name>.json for every example."""
    folder.mkdir(parents=True, exist_ok=True)
    for make in EXAMPLES:
        example = make()
        rows, ids, values = sequence(example)
        conditions = example_conditions(example)
        content = {
            "name": example["name"],
            "notes": [[n.onset, n.duration, n.family, n.pitch, n.velocity] for n in example["notes"]],
            "noteColumns": ["onset", "duration", "family", "pitch", "velocity"],
            "chords": [[c.onset, c.root, c.quality, c.bass] for c in example["chords"]],
            "chordColumns": ["onset", "root", "quality", "bass"],
            "bars": example["bars"], "tempo": example["tempo"], "ensemble": example["ensemble"],
            "endKnown": conditions.end_known, "boundarySeconds": example["boundarySeconds"],
            "boundarySteps": conditions.boundaries.tolist(),
            "rows": rows.tolist(), "conditionIds": ids.tolist(), "conditionValues": _rounded(values)}
        text = json.dumps(content, separators=(",", ":")).replace('],[', '],\n[').replace(',"', ',\n"')
        (folder / f"{example['name']}.json").write_text(text + "\n")


def write_logit_fixture(folder: Path, model_folder: Path, checkpoint: Path, steps: int = 24) -> None:
    """tests/fixtures/composer-logits/: `pre` of the shipped model over `steps` events, and two steps' logits.

    pre.fp32.bin is the fp16-stored network computed in fp32, pre.int8.bin the int8 one; both float32 [steps, 9, M].
    The logits are those of the teacher-forced next event's attributes, from the fp32 `pre`, before any mask.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model, _ = load_checkpoint(checkpoint)
    rows, ids, values = sequence(_four_four())
    recorded = {}
    for name in ("fp16", "int8"):
        session = StepSession(model_folder / f"model.{name}.onnx", model.config)
        pre = np.stack([session.step(rows[i], ids[i], values[i]) for i in range(steps)]).astype("<f4")
        recorded[name] = pre
        (folder / f"pre.{'fp32' if name == 'fp16' else 'int8'}.bin").write_bytes(pre.tobytes())
    kinds = rows[1:steps + 1, v.TYPE]
    chosen = [int(np.flatnonzero(kinds == kind)[0]) for kind in (v.CHORD, v.GROUP, v.BAR)]
    answers = [_answer(model, recorded["fp16"][step], rows[step + 1], step) for step in chosen]
    content = {"model": json.loads((model_folder / "meta.json").read_text())["version"], "steps": steps, "M": model.config.head_width, "rows": rows[:steps + 1].tolist(),
               "conditionIds": ids[:steps].tolist(), "conditionValues": _rounded(values[:steps]), "answers": answers}
    (folder / "run.json").write_text(json.dumps(content, separators=(",", ":")).replace('],[', '],\n[') + "\n")


def _answer(model, pre: np.ndarray, target: np.ndarray, step: int) -> dict:
    """Unmasked logits of every attribute of the event after `step`, each given the target's earlier attributes."""
    kind = int(target[v.TYPE])
    order = [v.TYPE] + ([v.DELTA] if kind in (v.CHORD, v.GROUP) else [])
    order += [v.ROOT, v.QUALITY, v.BASS] if kind == v.CHORD else []
    order += [v.FAMILY, v.DURATION, v.VELOCITY] + [v.PITCH] * 6 if kind == v.GROUP else []
    context = np.zeros(model.config.head_width, np.float32)
    logits, column = [], 0
    for attribute in order:
        column = max(v.PITCH, column + 1) if attribute == v.PITCH else attribute
        value = int(target[column])
        if value == v.ROW_SIZES[column]:
            break
        scores = head_logits(model, attribute, pre, context)
        logits.append({"attribute": v.ATTRIBUTES[attribute], "value": value, "logits": _rounded(scores, 5)})
        context = context + model.head_embed[attribute].weight.detach().numpy()[value]
    return {"step": step, "target": target.tolist(), "attributes": logits}
