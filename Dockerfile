# The dashboard's files are built with Node, then served together with the API by one Python image.
FROM node:22-trixie-slim AS frontend
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM python:3.13-slim-trixie
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/app \
    DATA_DIR=/data \
    HOST=0.0.0.0
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt
RUN useradd --system --uid 10001 --no-create-home shop \
    && install --directory --owner shop --mode 0700 /data
COPY db/ db/
COPY etl/ etl/
COPY ml/ ml/
COPY backend/ backend/
# Compiled once here, not at each start of a container, which may write nothing: half the processor time of a start.
RUN python -m compileall -q --invalidation-mode unchecked-hash db etl ml backend
COPY --from=frontend /app/frontend/dist/ frontend/dist/

USER 10001
EXPOSE 5000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\", 5000)}/healthz', timeout=2)"]
# The pid file lies outside /data: that is a volume, where one of an earlier container would be in the way.
CMD ["gunicorn", "--config", "backend/gunicorn_config.py", "--pid", "/tmp/gunicorn.pid", "backend.app:create_app()"]
