"""Publish the scored run without training, as a shop with too little data for a model does."""

from db.engine import make_engine
from db.pipeline_lock import pipeline_lock
from db.runs import clean_up, publish, run_to_predict
from db.settings import load_settings, stop
from ml import records


def main() -> None:
    settings = load_settings()
    engine = make_engine(settings)
    with pipeline_lock(engine):
        run = run_to_predict(engine)
        if run is None:
            stop("no scored run waits for publishing.")
        clean_up(engine, settings.keep_runs)
        with engine.begin() as connection:
            records.write_no_predictions(connection, run.run_id)
            records.note_no_model(connection, run.run_id, "not trained")
        publish(engine, run.run_id)


if __name__ == "__main__":
    main()
