"""PySceneDetect's detectors with their defaults, for bench/cuts.ts.

Reads requests from standard input, one JSON object a line: {"film": PATH, "detector": NAME}. Answers each with a line:
{"cuts": [first pictures of new shots, from 0]} or {"error": TEXT}.
The first line written is {"version": TEXT}.
"""

import json
import sys

import cv2
import scenedetect
from scenedetect import detectors


def detect(film: str, detector: str) -> dict:
    manager = scenedetect.SceneManager()
    manager.add_detector(getattr(detectors, detector)())
    manager.detect_scenes(scenedetect.open_video(film))
    scenes = manager.get_scene_list()
    cuts = [start.frame_num for start, _ in scenes[1:]]
    return {"cuts": cuts}


def answer(line: str) -> dict:
    try:
        return detect(**json.loads(line))
    except Exception as error:  # one film that fails is reported and does not end the others
        return {"error": f"{type(error).__name__}: {error}"}


def main() -> None:
    print(json.dumps({"version": f"PySceneDetect {scenedetect.__version__}, OpenCV {cv2.__version__}"}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)


if __name__ == "__main__":
    main()
