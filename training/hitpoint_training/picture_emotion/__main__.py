"""python -m hitpoint_training.picture_emotion features|evaluate|export|all (see training/README.md)."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from . import gaussian_process
from .data import read_pictures, read_ratings
from .evaluate import TRAINING_VIEWS, evaluate
from .export import export
from .features import Features, cache_features, read_features

TRAINING = Path(__file__).resolve().parents[2]
VIEWS = 16


def main() -> None:
    """Run one command, or all of them in order."""
    parser = argparse.ArgumentParser(prog="hitpoint_training.picture_emotion", description=__doc__)
    parser.add_argument("command", choices=("features", "evaluate", "export", "all"))
    parser.add_argument("--data", type=Path, required=True, help="a folder with oasis/ and backbone_mobilenetv2/")
    parser.add_argument("--work", type=Path, default=TRAINING / "work/picture_emotion")
    parser.add_argument("--out", type=Path, default=TRAINING.parent / "resources/models/emotion")
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    ratings = read_ratings(options.data / "oasis")
    backbone = options.data / "backbone_mobilenetv2"
    pictures = read_pictures(options.data / "oasis", ratings, options.work)
    folder = options.out / options.version
    if options.command in ("features", "all"):
        cache_features(pictures, backbone, options.work, VIEWS)
    if options.command in ("evaluate", "all"):
        folder.mkdir(parents=True, exist_ok=True)
        found = evaluate(options.work, ratings)
        (folder / "evaluation.json").write_text(json.dumps(found, indent=1) + "\n")
        print(json.dumps(found["mean"], indent=1), flush=True)
    if options.command in ("export", "all"):
        found = json.loads((folder / "evaluation.json").read_text())
        process = gaussian_process.fit([read_features(options.work, view) for view in TRAINING_VIEWS],
                                       [True] * len(TRAINING_VIEWS), ratings.targets)
        # What the folds' errors were, in the process's own variances.
        process.signal, process.noise = (value * found["varianceFactor"] for value in (process.signal, process.noise))
        facts = {"trainedOn": "cpu", "data": "OASIS, 838 pictures (Kurdi, Lozano and Banaji 2017), all of them in the shipped fit",
                 "backbone": "MobileNetV2 1.0 224, google-coral/test_data (Apache-2.0)", "folds": found["mean"]["oneView"]}
        export(Features(backbone), process, pictures, folder, facts)


if __name__ == "__main__":
    main()
