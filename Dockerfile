# The server has no authentication: publish its port to this machine only, and put a proxy that knows its users
# before it where others must reach it.
#
#     docker build -t distill-planner .
#     docker run --rm -p 127.0.0.1:8080:8080 -v planner:/data distill-planner

FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libsqlite3-dev libcurl4-openssl-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# Dependencies change less often than sources: their download is kept until they do.
COPY Package.swift Package.resolved* ./
RUN swift package resolve
COPY . .
RUN swift build -c release --product distill-planner --static-swift-stdlib \
    && strip -o /usr/local/bin/distill-planner .build/release/distill-planner

# The same Debian as the builder's: what stays dynamic must be of its versions.
FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl libjs-chart.js libsqlite3-0 libstdc++6 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin planner \
    && install --directory --owner=planner --group=planner --mode=0750 /data
COPY --from=build /usr/local/bin/distill-planner /usr/local/bin/distill-planner
# A number, so that a cluster can see that it is not root.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD curl --silent --show-error --fail --noproxy '*' --max-time 2 http://127.0.0.1:8080/healthz || exit 1
ENTRYPOINT ["distill-planner"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080", "--database", "/data/planner.sqlite"]
