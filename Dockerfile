# One image for every role: Media__Modules says which modules a container runs, all of them where it is not set.
#
#   docker build -t media-monolith .
#   docker run --rm -p 8080:8080 -v media:/data media-monolith

# What a restore reads and nothing else, so that a change in a source file leaves the layer of the restore as it was.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS projects
WORKDIR /source
COPY src src
RUN find src -type f ! -name '*.csproj' ! -name packages.lock.json -delete

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# amd64 or arm64, whichever the image is for: the SDK itself runs on the machine that builds.
ARG TARGETARCH
WORKDIR /source
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY --from=projects /source/src src
RUN dotnet restore src/Host/Media.Host/Media.Host.csproj --locked-mode -a $TARGETARCH
COPY docs/openapi.json docs/
COPY models models
COPY src src
# Analyzers are for ./test. The models go beside the program, which is where it looks for them.
RUN dotnet publish src/Host/Media.Host/Media.Host.csproj --no-restore -c Release -a $TARGETARCH -p:RunAnalyzers=false -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# libvips, ImageMagick, ONNX Runtime, SQLite and librdkafka come with the program and ask for no more than the C and C++ runtimes, which the
# base image has, as it has util-linux, which limits the children that decode. They run under bubblewrap where the container may make
# namespaces, and else without it. tini is the first process: it reaps what such a child leaves behind.
RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap tini \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 1654 -g 1654 /data
COPY --from=build /app /app
# libvips works on many threads: with an arena for each, glibc keeps twice the memory.
ENV MALLOC_ARENA_MAX=2 \
    ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://0.0.0.0:8080 \
    Media__Data=/data
# The base image's user without rights, by number, so that Kubernetes can tell that it is not root.
USER 1654:1654
VOLUME /data
# REST; 8081 is kept for gRPC.
EXPOSE 8080 8081
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s CMD ["/app/media", "health"]
ENTRYPOINT ["/usr/bin/tini", "--", "/app/media"]
