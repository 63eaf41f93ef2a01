# docker build -t chatroom .
# docker run -d --init --name chat -p 8888:8888 -v chat:/var/lib/chatroom chatroom
# docker exec -it chat chatroom register YOURNAME     # before anybody else: the first account administers
FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libreadline-dev libsqlite3-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# Package.resolved is used if it is there. Package.swift names the tests' directories, so they must be, too.
COPY . .
RUN --mount=type=cache,target=/src/.build,sharing=locked \
    swift build -c release --static-swift-stdlib --disable-local-rpath --product chatroom \
    && strip -o /usr/local/bin/chatroom .build/release/chatroom

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="chatroom" org.opencontainers.image.licenses="GPL-3.0-or-later"
# libstdc++6, libgcc-s1 and libtinfo6 are in the base image.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        ca-certificates libreadline8 libsqlite3-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 888 --user-group --home-dir /var/lib/chatroom --shell /usr/sbin/nologin chatroom \
    && install -d -m 0700 -o chatroom -g chatroom /var/lib/chatroom
COPY --from=build /usr/local/bin/chatroom /usr/local/bin/
COPY .ci/packaging/copyright /usr/share/doc/chatroom/
# A server keeps its data in STATE_DIRECTORY, a client its login below HOME: one volume serves both.
ENV LANG=C.UTF-8 HOME=/var/lib/chatroom STATE_DIRECTORY=/var/lib/chatroom
USER 888:888
WORKDIR /var/lib/chatroom
VOLUME /var/lib/chatroom
EXPOSE 8888
# Healthy is what can store messages. A container that is only a client turns it off.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s --retries=3 \
    CMD ["chatroom", "ping", "--server", "127.0.0.1:8888", "--ready", "--quiet"]
ENTRYPOINT ["chatroom"]
CMD ["serve", "--listen", "0.0.0.0:8888"]
