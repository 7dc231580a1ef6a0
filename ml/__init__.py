import os

# Where it can't tell physical cores, as in many containers, joblib warns with a traceback unless told how many to use.
os.environ.setdefault("LOKY_MAX_CPU_COUNT", str(os.cpu_count() or 1))
