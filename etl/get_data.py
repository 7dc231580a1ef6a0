"""See to it that there is data: `python -m etl.get_data [FILE]`, with any flags of `etl/load_data.py` behind it.

Without a file, data loaded earlier stays; where there is none, the UCI set is downloaded and loaded, or a made-up
sample where that can't be reached.
"""

import argparse
from pathlib import Path

from sqlalchemy import text

from db.engine import make_engine
from db.migrate import upgrade
from db.settings import Settings, load_settings, run_script
from etl import load_data


def loaded_earlier(settings: Settings) -> str | None:
    """The name of the file that the tables hold, None when there is none."""
    engine = make_engine(settings)
    try:
        upgrade(engine)
        with engine.connect() as connection:
            name: str | None = connection.execute(
                text("select source from loads order by load_id desc limit 1")
            ).scalar_one_or_none()
    finally:
        engine.dispose()
    return name


def demo_data(data_dir: Path, url: str | None) -> list[str]:
    """Arguments for `load_data`: the UCI set, or a sample, marked as one, where it can't be had."""
    from etl import uci  # noqa: PLC0415  # slow to load, and of no use to a shop with a file of its own
    from etl.sample import make_sample  # noqa: PLC0415  # as above

    print("No DATA was given: getting the UCI Online Retail set (about 23 MB) ...", flush=True)
    try:
        return [str(uci.download(data_dir, url or uci.URL)), "--demo"]
    except uci.DownloadError as problem:
        print(
            f"The UCI set could not be reached ({problem}). Making a sample set instead; every page will say so.",
            flush=True,
        )
    return [str(make_sample(data_dir / "downloads" / "sample.csv.gz")), "--sample"]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description="See to it that there is data.", epilog="Further flags go to etl/load_data.py.", allow_abbrev=False
    )
    parser.add_argument("file", nargs="?", help="order lines of your own; none: what is loaded, else a demo set")
    parser.add_argument("--uci-url", help="another address of the UCI set's archive")
    options, flags = parser.parse_known_args(arguments)
    if options.file:
        load_data.main([options.file, *flags])
        return
    settings = load_settings()
    name = loaded_earlier(settings)
    if name is not None:
        print(f"Using the data loaded earlier: {name}.")
        return
    load_data.main([*demo_data(settings.data_dir, options.uci_url), *flags])


if __name__ == "__main__":
    run_script(main)
