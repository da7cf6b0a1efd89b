# Cairn's image: built with pinned, hashed wheels; run by a user who owns nothing in it.
FROM python:3.11-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore

WORKDIR /src

# The requirements first: they change seldom, so these layers are kept.
COPY requirements/build.txt requirements/run.txt requirements/
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes --only-binary :all: -r requirements/build.txt
RUN python -m venv /opt/cairn \
    && /opt/cairn/bin/pip install --require-hashes --only-binary :all: -r requirements/run.txt

COPY LICENSE README.md pyproject.toml ./
COPY api/ api/
COPY domain/ domain/
COPY engine/ engine/
COPY graph/ graph/
COPY migrations/ migrations/
COPY store/ store/
COPY templates/ templates/
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && /opt/cairn/bin/pip install --no-deps --no-index dist/*.whl


FROM python:3.11-slim-bookworm AS cairn

RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/cairn cairn
COPY --from=build /opt/cairn /opt/cairn

ENV PATH=/opt/cairn/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CAIRN_HOST=0.0.0.0 \
    CAIRN_PORT=8000

# Without CAIRN_DATABASE_URL the data is the SQLite file .cairn/cairn.db in here.
USER cairn
WORKDIR /var/lib/cairn
VOLUME /var/lib/cairn
EXPOSE 8000

HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['CAIRN_PORT'] + '/readyz', timeout=4)"]

ENTRYPOINT ["cairn"]
CMD ["serve"]
