"""Make docs/film/demo.mp4: `make film DATA=online_retail.csv.gz`.

A shop of its own gets the file's lines up to the last two months, and the rest in front of the camera.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from imageio_ffmpeg import get_ffmpeg_exe

from db.settings import ROOT, stop
from tests.benchmarks.measuring import run
from tests.benchmarks.shop import Shop, new_shop
from tests.e2e.chromium import chromium
from tests.e2e.film.camera import CAPTION_HEIGHT, HEIGHT, WIDTH, WINDOW, Camera, Frame
from tests.e2e.film.story import tell
from tests.e2e.server import Server, serving

FILM = ROOT / "docs" / "film" / "demo.mp4"
UNTIL = "2011-11-01"  # what is later is loaded in the film


def cut(path: Path, folder: Path) -> tuple[Path, Path]:
    """The lines of a file before UNTIL, and those from then on."""
    lines = pd.read_csv(path, dtype=str, keep_default_na=False)
    later = lines["InvoiceDate"] >= UNTIL
    before, after = folder / "orders.csv", folder / "november-december.csv"
    lines[~later].to_csv(before, index=False)
    lines[later].to_csv(after, index=False)
    return before, after


@contextmanager
def shop_until(path: Path) -> Iterator[Shop]:
    """A shop with what is in the file, scored and with a model."""
    with new_shop() as shop:
        for command in (["etl/load_data.py", str(path)], ["etl/etl_pipeline.py"], ["ml/ml_model.py"]):
            run(command, shop.environment)
        yield shop


@contextmanager
def worker(shop: Shop) -> Iterator[None]:
    """Jobs asked for in the dashboard are done."""
    process = subprocess.Popen([sys.executable, "-m", "db.worker"], cwd=ROOT, env={**os.environ, **shop.environment})
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def shoot(server: Server, later: Path, folder: Path) -> list[Frame]:
    with chromium() as browser:
        scene = browser.new_context(base_url=server.url, locale="en-GB", viewport=WINDOW, color_scheme="light")
        page = scene.new_page()
        strip = browser.new_page(viewport={"width": WIDTH, "height": CAPTION_HEIGHT})
        camera = Camera(page, strip, folder)
        tell(camera, server, later)
        return camera.frames


def write(frames: Sequence[Frame], film: Path) -> None:
    """The frames as H.264, which every browser and every mail program plays."""
    film.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        inputs: list[str] = []
        for name, pictures in (
            ("page", [(frame.picture, frame.seconds) for frame in frames]),
            ("caption", [(frame.caption, frame.seconds) for frame in frames]),
        ):
            listed = Path(folder) / f"{name}.txt"
            lines = [f"file '{picture}'\nduration {seconds:.3f}" for picture, seconds in pictures]
            listed.write_text("\n".join([*lines, f"file '{pictures[-1][0]}'"]))
            inputs += ["-f", "concat", "-safe", "0", "-i", str(listed)]
        subprocess.run(
            [
                get_ffmpeg_exe(), "-y", "-loglevel", "error", *inputs,
                "-filter_complex", f"[0][1]vstack,scale={WIDTH}:{HEIGHT},fps=25,format=yuv420p",
                "-c:v", "libx264", "-preset", "slow", "-crf", "24", "-movflags", "+faststart", str(film),
            ],
            check=True,
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the demonstration film from the Online Retail file.")
    parser.add_argument("file", type=Path, help="online_retail.csv.gz, or the same lines as CSV")
    file = parser.parse_args().file
    if not file.is_file():
        stop("name the Online Retail file: make film DATA=online_retail.csv.gz")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before, later = cut(file, folder)
        with shop_until(before) as shop, worker(shop), serving(folder, **shop.environment) as server:
            frames = shoot(server, later, folder)
        write(frames, FILM)
    seconds = sum(frame.seconds for frame in frames)
    print(f"{FILM.relative_to(ROOT)}  {seconds:.0f} s, {FILM.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
