# One image for every part of Nurture: docker-compose.yml says which command each container runs.

FROM python:3.11.15-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/nurture
COPY requirements.lock ./
RUN /opt/nurture/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md worker.py ./
COPY activities activities
COPY nurture nurture
COPY workflows workflows
RUN /opt/nurture/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11.15-slim-bookworm
ENV PATH=/opt/nurture/bin:$PATH PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home nurture
COPY --from=build /opt/nurture /opt/nurture
WORKDIR /srv/nurture
COPY worker.py ./
COPY sequences sequences
USER nurture
EXPOSE 8000
CMD ["nurture", "--help"]
