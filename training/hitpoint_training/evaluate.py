"""Held-out measurements and parity checks of the exported model: evaluation.json and card.md."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import torch
from . import vocabulary as v
from .boundaries import CHORD_THERE, LONG_GROUP
from .boundary_hits import GUIDANCES, boundary_hits
from .card import write_card
from .corpus import Corpus
from .dataset import Sequence, held_out
from .emotion_response import emotion_response
from .export import load_checkpoint
from .fixtures import EXAMPLES, sequence
from .head import attribute_losses, event_nats, pre_of
from .model import Composer
from .ngram import NGram
from .step_session import StepSession
from .loss import collate, count_notes, held_out_nats
from .prefix_effect import prefix_effect
from .run import keep_memory, open_corpus
from .start_from import load_shipped

BATCH = 8
INT8_SEQUENCES, INT8_EVENTS = 12, 256


def without(items: list[Sequence], what: str) -> list[Sequence]:
    """The same sequences with one kind of conditioning nulled: 'emotion', 'boundaries' or 'everything'."""
    changed = []
    for item in items:
        ids, values = item.ids.copy(), item.values.copy()
        if what in ("emotion", "everything"):
            values[:, :4] = 0
        if what in ("boundaries", "everything"):
            ids[:, 0], values[:, 4] = v.NO_BOUNDARY, 0
        if what == "everything":
            ids[:, 3], ids[:, 4], ids[:, 5], ids[:, 6], ids[:, 7], ids[:, 8] = 12, 2, 0, 0, 0, 9
            values[:, 5:] = 0
        changed.append(item._replace(ids=ids, values=values))
    return changed


def targets_of(items: list[Sequence]) -> tuple[np.ndarray, np.ndarray]:
    """Used target rows and the event before each, over sequences."""
    used = [item.weights > 0 for item in items]
    return (np.concatenate([item.targets[u].astype(np.int64) for item, u in zip(items, used)]),
            np.concatenate([item.events[u].astype(np.int64) for item, u in zip(items, used)]))


def earlier_model(folder: Path, items: list[Sequence]) -> dict:
    """The shipped model that the run started from, on the same sequences and plans."""
    model = load_shipped(folder)
    return {"version": folder.name, **held_out_nats(model, items, BATCH, "cpu"),
            "hitRate": boundary_hits(model)["hitRate"]}


def baselines(corpus: Corpus, config, items: list[tuple]) -> dict:
    """n-gram models counted on as many training sequences as are needed to settle, and an untrained network."""
    rows, previous = targets_of(items)
    notes = count_notes(torch.as_tensor(rows))
    sample = held_out(corpus, "train", config.context, 1500, seed=11)
    results = {}
    for name, bigram in (("unigram", False), ("bigram", True)):
        model = NGram(bigram)
        model.add(*targets_of(sample))
        nats = model.nats(rows, previous)
        results[name] = {"natsPerNote": nats / notes, "natsPerEvent": nats / len(rows)}
    torch.manual_seed(0)
    results["randomWeights"] = held_out_nats(Composer(config), items, BATCH, "cpu")
    return results


@torch.no_grad()
def by_attribute(model: Composer, items: list[Sequence]) -> dict:
    """Mean nats per attribute over the events that have it, and of what makes a hit at announced boundaries: the CHORD
    there, and the duration of the groups that are held long there."""
    sums: dict[str, list[float]] = {}

    def add(name: str, nats: torch.Tensor) -> None:
        entry = sums.setdefault(name, [0.0, 0])
        entry[0] += float(nats.sum())
        entry[1] += len(nats)

    for start in range(0, len(items), BATCH):
        batch = collate(items[start:start + BATCH])
        used = batch.weights.flatten() > 0
        pre = model(batch.events, batch.ids, batch.values, batch.positions).flatten(0, 1)[used]
        rows, marks = batch.targets.flatten(0, 1)[used], batch.marks.flatten()[used]
        for name, (index, nats) in attribute_losses(model, pre_of(pre), rows).items():
            add(name, nats)
            if name == "duration":
                add("longDurationAtBoundary", nats[(marks[index] & LONG_GROUP) > 0])
        at = (marks & CHORD_THERE) > 0
        add("chordAtBoundary", event_nats(model, pre[at], rows[at]))
    return {name: total / max(count, 1) for name, (total, count) in sums.items()} | {
        "chordsAtBoundaries": sums["chordAtBoundary"][1]}


def by_set(model: Composer, corpus: Corpus, items: list[tuple]) -> dict:
    """Nats per note of each data set in the sample."""
    result = {}
    for number, name in enumerate(corpus.sets):
        mine = [item for item in items if item.sets[0] == number]
        if mine:
            measured = held_out_nats(model, mine, BATCH, "cpu")
            result[name] = {"natsPerNote": measured["natsPerNote"], "sequences": len(mine)}
    return result


@torch.no_grad()
def step_nats(model: Composer, session: StepSession, items: list[tuple]) -> float:
    """Nats per note with `pre` from an exported file, step by step with the cache."""
    nats, notes = 0.0, 0
    for item in items:
        session.reset()
        length = min(INT8_EVENTS, int(np.flatnonzero(item.weights).max()) + 1)
        pre = np.stack([session.step(item.events[i], item.ids[i], item.values[i]) for i in range(length)])
        used = item.weights[:length] > 0
        rows = torch.as_tensor(item.targets[:length][used].astype(np.int64))
        nats += float(event_nats(model, torch.as_tensor(pre[used]), rows).sum())
        notes += count_notes(rows)
    return nats / notes


@torch.no_grad()
def parity(model: Composer, folder: Path, items: list[tuple]) -> dict:
    """PyTorch full sequence against the exported files run step by step, and int8 against fp32."""
    length = INT8_EVENTS
    events, ids, values = (array[:length] for array in (items[0].events.astype(np.int32), items[0].ids, items[0].values))
    ids = ids.astype(np.int32)
    full = model(*(torch.as_tensor(a)[None] for a in (events, ids, values)))[0].numpy()
    c = model.config
    past = [torch.zeros(1, c.layers, c.kv_heads, 0, c.head_dim) for _ in range(2)]
    cached = []
    for position in range(length):
        inputs = (torch.as_tensor(a[position])[None] for a in (events, ids, values))
        pre, *new = model.step(*inputs, position, *past)
        past = [torch.cat((p, n[:, :, :, None]), 3) for p, n in zip(past, new)]
        cached.append(pre[0].numpy())
    session = StepSession(folder / "model.fp16.onnx", c, threads=2)
    exported = np.stack([session.step(events[i], ids[i], values[i]) for i in range(length)])
    few = items[:INT8_SEQUENCES]
    half = step_nats(model, session, few)
    small = step_nats(model, StepSession(folder / "model.int8.onnx", c, threads=2), few)
    return {"cachedAgainstUncached": float(np.abs(np.stack(cached) - full.reshape(length, -1)).max()),
            "fp16FileAgainstPyTorch": float(np.abs(exported - full).max()), "preScale": float(np.abs(full).max()),
            "natsPerNote": {"fp16File": half, "int8File": small}, "int8Loss": small / half - 1}


def speed(folder: Path, model: Composer) -> dict:
    """Milliseconds per step of each file with 400 to 500 cached events, one thread (other work on the machine)."""
    rows, ids, values = sequence(EXAMPLES[0]())
    result = {}
    for name in ("int8", "fp16"):
        session = StepSession(folder / f"model.{name}.onnx", model.config)
        times = []
        for i in range(500):
            begin = time.perf_counter()
            session.step(rows[i % len(ids)], ids[i % len(ids)], values[i % len(ids)])
            times.append(time.perf_counter() - begin)
        result[name] = {"medianMilliseconds": 1000 * float(np.median(times[400:])),
                        "bestMilliseconds": 1000 * float(np.min(times[400:]))}
    return result


def rounded(value, digits: int = 4):
    """Nested numbers with few digits."""
    if isinstance(value, dict):
        return {key: rounded(item, digits) for key, item in value.items()}
    return float(f"{value:.{digits + 1}g}") if isinstance(value, float) else value


def evaluate(options, folder: Path, checkpoint: Path) -> None:
    """Measure on the test part; write evaluation.json, put the main figures into meta.json and write card.md."""
    keep_memory()
    torch.set_num_threads(options.threads)
    model, record = load_checkpoint(checkpoint)
    started = record.get("startedFrom") or {}
    corpus = open_corpus(options, started.get("version"))
    items = held_out(corpus, "test", model.config.context, options.sequences)
    result = {"command": f"python -m hitpoint_training evaluate --run {options.run or model.config.name} "
                         f"--checkpoint {options.checkpoint} --sequences {options.sequences}", "part": "test", "sequences": options.sequences,
              "trained": held_out_nats(model, items, BATCH, "cpu")}
    if started and (options.out / started["version"]).exists():
        result["earlier"] = earlier_model(options.out / started["version"], items)
    result["withoutConditioning"] = {what: held_out_nats(model, without(items, what), BATCH, "cpu")["natsPerNote"]
                                     for what in ("emotion", "boundaries", "everything")}
    result["byAttribute"] = by_attribute(model, items)
    result["byAttributeWithoutBoundaries"] = by_attribute(model, without(items, "boundaries"))
    if record.get("prefixes"):
        result["prefixes"] = prefix_effect(model, corpus)
    result["bySet"] = by_set(model, corpus, items)
    if (options.work / "ablations.json").exists():
        result["ablations"] = json.loads((options.work / "ablations.json").read_text())
    result["baselines"] = baselines(corpus, model.config, items)
    result["parity"] = parity(model, folder, items)
    result["speed"] = speed(folder, model)
    result["learnedBoundaryHits"] = boundary_hits(model)
    result["guidedBoundaryHits"] = [boundary_hits(model, guidance) for guidance in GUIDANCES[:1]]  # see `hits`
    result["emotionResponse"] = emotion_response(model)
    result = rounded(result)
    (folder / "evaluation.json").write_text(json.dumps(result, indent=1) + "\n")
    meta = json.loads((folder / "meta.json").read_text())
    meta["training"] |= {"test": {"natsPerNote": result["trained"]["natsPerNote"],
                                          "natsPerEvent": result["trained"]["natsPerEvent"]}}
    meta["evaluation"] = "evaluation.json"
    (folder / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n")
    write_card(folder, meta, result)
    print(json.dumps(result, indent=1))
