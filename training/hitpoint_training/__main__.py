"""python -m hitpoint_training prepare|pack|train|export|evaluate|fixtures|all ... (see training/README.md)."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta, timezone
from pathlib import Path

TRAINING = Path(__file__).resolve().parent.parent
REPOSITORY = TRAINING.parent
DEFAULT_EXCLUDE = ("giantmidi_sample", "openmsx", "nottingham")


def clock_time(text: str) -> float:
    """Seconds since the epoch of the next HH:MM in UTC. Raises ValueError when the text is no time of day."""
    now = datetime.now(timezone.utc)
    time = datetime.strptime(text, "%H:%M").replace(year=now.year, month=now.month, day=now.day, tzinfo=timezone.utc)
    return (time if time > now else time + timedelta(days=1)).timestamp()


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="hitpoint_training", description=__doc__)
    parser.add_argument("command", choices=("prepare", "pack", "train", "export", "evaluate", "fixtures", "all",
                                             "initialise", "densities", "hits", "report", "send", "receive", "blend",
                                             "ablate"))
    parser.add_argument("--data", type=Path, help="folder that holds midi/ and vgmidi/")
    parser.add_argument("--work", type=Path, default=TRAINING / "work", help="packed corpus, checkpoints, logs")
    parser.add_argument("--data-shards", type=Path, help="folder of shards (pack), read instead of the work folder")
    parser.add_argument("--shards", type=Path, help="folder of a checkpoint's shards (send, receive)")
    parser.add_argument("--run", default="", help="name of the run's folder in the work folder; default: the config")
    parser.add_argument("--checkpoint", default="best.pt", help="which file of the run: best.pt, last.pt or blend.pt")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "resources/models/composer")
    parser.add_argument("--version", default="0.4.0")
    parser.add_argument("--config", default="cpu", help="a name in training/configs")
    parser.add_argument("--exclude", action="append", help=f"data set to leave out; default {DEFAULT_EXCLUDE}")
    parser.add_argument("--minutes", type=float, default=None, help="wall-clock budget of train; default 60 "
                        "where no other is given. Of several budgets the first one spent ends the run")
    parser.add_argument("--events", type=int, default=0, help="budget of train in events")
    parser.add_argument("--until", type=clock_time, default=None, help="train until this time of day (HH:MM, UTC); "
                        "unlike the other budgets it goes on during a pause")
    parser.add_argument("--learning-rate", type=float, default=None, help="peak, instead of the config's")
    parser.add_argument("--start-from", type=Path, help="folder of a shipped model whose weights training starts with")
    parser.add_argument("--share", type=float, default=None, help="blend: how far from the shipped model to last.pt; "
                        "without it the line is measured")
    parser.add_argument("--no-emotion", action="store_true", help="ablation: valence and arousal never told")
    parser.add_argument("--no-boundaries", action="store_true", help="ablation: boundaries never told")
    parser.add_argument("--note-wise", action="store_true", help="ablation: one event for every note")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="continue from work/<run>/last.pt")
    parser.add_argument("--note", default="", help="a sentence about the run, for meta.json and card.md (export)")
    parser.add_argument("--sequences", type=int, default=160, help="held-out sequences used by evaluate")
    return parser.parse_args(arguments)


def initialise(options: argparse.Namespace) -> None:
    """Write an untrained checkpoint, for rehearsals of export and integration."""
    import torch

    from .config import load_config
    from .model import Composer

    torch.manual_seed(options.seed)
    model = Composer(load_config(options.config))
    folder = options.work / options.config
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"config": model.config.to_dict(), "model": model.state_dict(), "record": {"trained": False}},
               folder / "best.pt")


def main() -> None:
    """Run one command, or prepare, train, export, evaluate and fixtures in turn."""
    options = parse_arguments()
    options.exclude = tuple(options.exclude) if options.exclude is not None else DEFAULT_EXCLUDE
    everything = ("prepare", "train", "export", "evaluate", "fixtures")
    commands = everything if options.command == "all" else (options.command,)
    for command in commands:
        if command in ("prepare",) and options.data is None:
            raise SystemExit("prepare needs --data PATH (the folder with midi/ and vgmidi/)")
        run(command, options)


def run(command: str, options: argparse.Namespace) -> None:
    """One command."""
    folder = options.out / options.version
    checkpoint = options.work / (options.run or options.config) / options.checkpoint
    if command == "initialise":
        initialise(options)
    elif command == "prepare":
        from .prepare import prepare
        prepare(options.data, options.work, options.exclude)
    elif command == "pack":
        from .corpus import read_packed
        from .shards import write_shards
        index = write_shards(*read_packed(options.work), options.data_shards or options.work / "shards")
        print(f"{index['bytes']:,} bytes in {len(index['files'])} files")
    elif command == "report":
        from .corpus import Corpus
        from .corpus_report import write_report
        write_report(Corpus(options.work, options.data_shards), REPOSITORY / "docs/corpus-report.md")
    elif command == "send":
        from .checkpoint_shards import send
        print(f"{send(checkpoint, options.shards or options.work / 'checkpoint'):,} bytes")
    elif command == "receive":
        from .checkpoint_shards import receive
        receive(options.shards or options.work / "checkpoint", checkpoint)
    elif command == "blend":
        from .blend import blend, print_blends
        from .run import open_corpus
        last = checkpoint.with_name("last.pt")
        corpus = open_corpus(options, options.start_from.name)
        if options.share is None:
            print_blends(corpus, last, options.start_from)
        else:
            blend(corpus, last, options.start_from, options.share, checkpoint.with_name("blend.pt"))
    elif command == "ablate":
        from .ablations import ablate
        ablate(options)
    elif command == "hits":
        from .boundary_hits import print_hits
        print_hits(options, folder, checkpoint)
    elif command == "densities":
        from .corpus import Corpus
        from .densities import print_densities
        print_densities(Corpus(options.work))
    elif command == "train":
        from .train import train
        train(options)
    elif command == "export":
        from .export import export, load_checkpoint
        model, record = load_checkpoint(checkpoint)
        export(model, folder, options.version, record | {"note": options.note})
    elif command == "evaluate":
        from .evaluate import evaluate
        evaluate(options, folder, checkpoint)
    elif command == "fixtures":
        from .fixtures import write_event_fixtures, write_logit_fixture
        write_event_fixtures(REPOSITORY / "tests/fixtures/composer-events")
        write_logit_fixture(REPOSITORY / "tests/fixtures/composer-logits", folder, checkpoint)


if __name__ == "__main__":
    main()
