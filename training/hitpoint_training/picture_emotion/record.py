"""python -m hitpoint_training.picture_emotion.record --ffmpeg FFMPEG: int8 file and parity fixture of the shipped network.

Needs no photographs. The PyTorch side is rebuilt from the fp16 file's weights (rebuild.py); the pictures are frames of the
project's own sample film. Writes model.int8.onnx and meta.json of the model, and tests/fixtures/emotion-parity: `pictures.u8`
(uint8 [pictures, height, width, 3]) and `answers.json` (what PyTorch says of each).
"""

from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path

import numpy as np
import onnx

from .export import parity_of, write_meta
from .rebuild import answer, rebuild
from .weight_quantiser import quantise_weights

ROOT = Path(__file__).resolve().parents[3]
# A small input that the network allows; frames three seconds apart.
WIDTH, HEIGHT, SECONDS, FRAMES = 112, 64, 3, 10


def frames_of(ffmpeg: str, film: Path) -> np.ndarray:
    """Frames [FRAMES, HEIGHT, WIDTH, 3] of a film."""
    filters = f"fps=1/{SECONDS},scale={WIDTH}:{HEIGHT}:flags=area,format=rgb24"
    command = [ffmpeg, "-v", "error", "-i", str(film), "-vf", filters, "-frames:v", str(FRAMES), "-f", "rawvideo", "-"]
    pixels = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(pixels, np.uint8).reshape(-1, HEIGHT, WIDTH, 3).copy()


def record(model: Path, pictures: np.ndarray, fixture: Path) -> None:
    """Write the int8 file, what meta.json says of the files, and the fixture."""
    onnx.save(quantise_weights(onnx.load(model / "model.fp16.onnx")), model / "model.int8.onnx")
    network, process = rebuild(model / "model.fp16.onnx")
    meta = json.loads((model / "meta.json").read_text())
    # The export knew the weights before fp16 rounded them; its figure for fp16 stands.
    parity = {**parity_of(network, process, model, list(pictures)), "fp16": meta["parity"]["fp16"]}
    write_meta(model, parity, meta["training"])
    said = answer(network, process, pictures)
    fixture.mkdir(parents=True, exist_ok=True)
    (fixture / "pictures.u8").write_bytes(pictures.tobytes())
    answers = {"count": len(pictures), "height": HEIGHT, "width": WIDTH,
               "affect": said["mean"].round(6).tolist(), "variance": said["variance"].round(6).tolist(),
               "emotions": said["emotions"].round(6).tolist()}
    (fixture / "answers.json").write_text(json.dumps(answers, indent=1) + "\n")


def main() -> None:
    """Read the sample film and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ffmpeg", default="ffmpeg")
    parser.add_argument("--film", type=Path, default=ROOT / "resources/sample/sample.mp4")
    parser.add_argument("--model", type=Path, default=ROOT / "resources/models/emotion/0.1.0")
    parser.add_argument("--fixture", type=Path, default=ROOT / "tests/fixtures/emotion-parity")
    options = parser.parse_args()
    record(options.model, frames_of(options.ffmpeg, options.film), options.fixture)


if __name__ == "__main__":
    main()
