"""State of one training run: network, optimiser, budget and checkpoints in work/<run>."""

from __future__ import annotations

import csv
import json
import math
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import torch

from .config import Config, load_config
from .corpus import Corpus
from .dataset import Sequence
from .loss import held_out_nats
from .model import Composer
from .start_from import start_from

LICENCE = "CC BY-SA 4.0"  # of the weights; see card.md
DEFAULT_MINUTES = 60.0
WARM_UP = 0.03  # of the budget
TRAINING = Path(__file__).resolve().parent.parent
# glibc returns large blocks to the system after every step by default; keeping them made a step five times faster here.
# Threads that spin while they wait cost a busy machine another factor of three to nine.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "4000000000", "MALLOC_TRIM_THRESHOLD_": "8000000000",
             "MALLOC_TOP_PAD_": "500000000", "OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0"}


def keep_memory() -> None:
    """Restart this process once with glibc told to keep freed memory (Linux, CPU)."""
    if sys.platform == "linux" and not torch.cuda.is_available() and "OMP_WAIT_POLICY" not in os.environ:
        os.environ.update(ALLOCATOR)
        os.execv(sys.executable, [sys.executable, "-m", "hitpoint_training", *sys.argv[1:]])


def earlier_held_out(version: str) -> frozenset[str]:
    """Content keys that the shipped network `version` did not train on (training/split-<version>-held-out.csv)."""
    with (TRAINING / f"split-{version}-held-out.csv").open(newline="") as file:
        return frozenset(row["sha1_16"] for row in csv.DictReader(file))


def open_corpus(options, earlier: str | None) -> Corpus:
    """The corpus of the work folder or of --data-shards. earlier: version of the network that a run starts from; the
    held-out parts then hold only what that one has not seen either."""
    clean = None if earlier is None else earlier_held_out(earlier)
    return Corpus(options.work, options.data_shards, clean)


class Run:
    """State of one training run, with its checkpoints in work/<run>."""

    def __init__(self, options):
        self.options = options
        self.config: Config = load_config(options.config)
        if options.learning_rate is not None:
            self.config = replace(self.config, learning_rate=options.learning_rate)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.set_num_threads(options.threads)
        torch.set_float32_matmul_precision("high")
        torch.manual_seed(options.seed)
        self.folder: Path = options.work / (options.run or options.config)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.corpus = open_corpus(options, options.start_from.name if options.start_from else None)
        started = options.start_from and not (options.resume and (self.folder / "last.pt").exists())
        self.model = (start_from(options.start_from, self.config) if started else Composer(self.config)).to(self.device)
        matrices = [p for p in self.model.parameters() if p.dim() >= 2]
        vectors = [p for p in self.model.parameters() if p.dim() < 2]
        self.optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.05},
                                            {"params": vectors, "weight_decay": 0.0}],
                                           lr=self.config.learning_rate, betas=(0.9, 0.95))
        self.state = {"elapsed": 0.0, "steps": 0, "events": 0, "best": math.inf, "bestAt": 0.0,
                      "eventsPerSet": [0] * len(self.corpus.sets), "history": [], "startedAt": time.time()}
        if options.resume and (self.folder / "last.pt").exists():
            saved = torch.load(self.folder / "last.pt", map_location=self.device, weights_only=True)
            self.model.load_state_dict(saved["model"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.state = saved["state"]
        self.train_events = int(self.corpus.lengths()[self.corpus.members("train")].sum())

    def progress(self) -> float:
        """Share 0..1 of the budget that is spent: the largest of the budgets given by --until, --events and --minutes."""
        options, state = self.options, self.state
        shares = [state["events"] / options.events] if options.events else []
        if options.until:
            begin = state["startedAt"]
            shares.append((time.time() - begin) / max(options.until - begin, 1.0))
        if options.minutes or not shares:
            shares.append(state["elapsed"] / (60 * (options.minutes or DEFAULT_MINUTES)))
        return min(1.0, max(shares))

    def rate(self) -> float:
        """Learning rate now: linear warm-up, then a cosine to 3 % over the budget."""
        progress = self.progress()
        if progress < WARM_UP:
            return self.config.learning_rate * max(progress / WARM_UP, 0.02)
        cosine = 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))
        return self.config.learning_rate * (0.03 + 0.97 * cosine)

    def record(self) -> dict:
        """What meta.json and the card say about the run."""
        s, report, options = self.state, self.corpus.report, self.options
        seen = max(sum(s["eventsPerSet"]), 1)
        sets = {name: {"files": report["table"][name]["files"], "notes": report["table"][name]["notes"],
                       "shareOfTrainingEvents": round(s["eventsPerSet"][index] / seen, 4)}
                for index, name in enumerate(self.corpus.sets)}
        return {"trained": True, "trainedOn": self.device, "startedFrom": _start_record(options.start_from),
                "prefixes": ["theme", "future"], "withoutEmotion": options.no_emotion, "withoutBoundaries": options.no_boundaries, "noteWise": options.note_wise,
                "wallMinutes": round(s["elapsed"] / 60, 1),
                "eventsSeen": s["events"], "trainEvents": self.train_events,
                "passes": round(s["events"] / self.train_events, 2), "steps": s["steps"],
                "valid": {"natsPerNote": round(s["best"], 4), "atMinute": round(s["bestAt"] / 60, 1)},
                "history": s["history"],
                "dataSets": sets, "parts": report["parts"], "licence": LICENCE, "excluded": report["exclude"],
                "emotionRegressor": report["emotion"],
                "seed": options.seed}

    def save(self, name: str) -> None:
        """Write a checkpoint; last.pt also holds the optimizer so that a run can be resumed."""
        content = {"config": self.config.to_dict(), "model": self.model.state_dict(), "record": self.record()}
        if name == "last.pt":
            content |= {"optimizer": self.optimizer.state_dict(), "state": self.state}
        torch.save(content, self.folder / f"{name}.new")
        (self.folder / f"{name}.new").replace(self.folder / name)

    def validate(self, items: list[Sequence]) -> None:
        """Measure held-out nats and keep the best weights."""
        result = held_out_nats(self.model, items, self.config.batch, self.device)
        self.model.train()
        self.state["history"].append([round(self.state["elapsed"] / 60, 1), round(result["natsPerNote"], 4)])
        if result["natsPerNote"] < self.state["best"]:
            self.state["best"], self.state["bestAt"] = result["natsPerNote"], self.state["elapsed"]
            self.save("best.pt")
        print(json.dumps({"minute": round(self.state["elapsed"] / 60, 1), "valid": result,
                          "passes": round(self.state["events"] / self.train_events, 3)}), flush=True)


def _start_record(folder: Path | None) -> dict | None:
    """What the record keeps of the network that the run started from: its version, how much it had seen, and of what."""
    if folder is None:
        return None
    training = json.loads((folder / "meta.json").read_text())["training"]
    kept = ("eventsSeen", "wallMinutes", "trainedOn", "note", "excluded", "startedFrom")
    shares = {name: row["shareOfTrainingEvents"] for name, row in training["dataSets"].items()}
    return {"version": folder.name, **{name: training[name] for name in kept if training.get(name)},
            "sharesOfTrainingEvents": shares}
