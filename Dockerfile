# 明账 in a container: no root, no language model, no network needed at run time. State is the volume /data.
#   docker build -t mingzhang .
#   docker run -p 8000:8000 -v mingzhang:/data mingzhang
# Extras: docker build --build-arg EXTRAS=mcp,scan,postgres,otel -t mingzhang .

FROM python:3.12-slim AS build
ARG EXTRAS=mcp,scan,postgres
WORKDIR /source
RUN python -m venv /opt/mingzhang
COPY constraints.txt pyproject.toml README.md LICENSE MANIFEST.in mingzhang.py upkeep.py ./
COPY corpus corpus
COPY ingest ingest
COPY qa qa
COPY eval eval
RUN /opt/mingzhang/bin/pip install --no-cache-dir --constraint constraints.txt ".[${EXTRAS}]"

FROM python:3.12-slim
LABEL org.opencontainers.image.title="mingzhang" \
      org.opencontainers.image.description="Ask public budgets in plain language: the figure, how it was computed, and where it is printed." \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin mingzhang \
    && install --directory --owner mingzhang --group mingzhang --mode 0700 /data
COPY --from=build /opt/mingzhang /opt/mingzhang
ENV PATH=/opt/mingzhang/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MINGZHANG_HOME=/data \
    MINGZHANG_HOST=0.0.0.0 \
    MINGZHANG_PORT=8000 \
    MINGZHANG_LOG_FORMAT=json
USER 10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["mingzhang"]
CMD ["serve"]
