"""PlantCV on one chart photograph, in an environment of its own; prints the chips' mean colours as JSON.

Run by benchmarks/peers.py; imports nothing of ours.
"""

import json
import sys
import time

import cv2
from plantcv import plantcv as pcv


def main() -> None:
    """Detect the card and print seconds and the chips' mean 8-bit RGB, in the order that PlantCV gives."""
    image = cv2.imread(sys.argv[1])
    start = time.perf_counter()
    try:
        mask = pcv.transform.detect_color_card(rgb_img=image)
        _, matrix = pcv.transform.get_color_matrix(rgb_img=image, mask=mask)
    except Exception as error:  # PlantCV raises RuntimeError and IndexError where it finds no card
        print(json.dumps({"error": f"{type(error).__name__}: {error}", "seconds": time.perf_counter() - start}))
        return
    chips = (matrix[:, 1:] * 255).tolist()
    print(json.dumps({"chips": chips, "seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main()
