"""python -m hitpoint_training.transitions train|export (see training/README.md)."""

from __future__ import annotations

import argparse
from pathlib import Path

TRAINING = Path(__file__).resolve().parents[2]


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="hitpoint_training.transitions", description=__doc__)
    parser.add_argument("command", choices=("train", "export"))
    parser.add_argument("--data", type=Path, default=TRAINING / "work/transitions/data",
                        help="what bench/cuts/trainingData.ts wrote")
    parser.add_argument("--work", type=Path, default=TRAINING / "work/transitions")
    parser.add_argument("--out", type=Path, default=TRAINING.parent / "resources/models/transitions")
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--channels", type=int, default=48)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--note", default="")
    options = parser.parse_args()
    if options.command == "train":
        import torch

        from .train import train

        torch.set_num_threads(options.threads)
        train(options.data, options.work, steps=options.steps, channels=options.channels, seed=options.seed)
    else:
        from .export import export

        export(options.work, options.out, options.version, options.note)


if __name__ == "__main__":
    main()
