# One image for all processes; the command picks which one:
#
#   docker build -t registry.example/webhook-sidecard:latest .
#   docker run registry.example/webhook-sidecard:latest service --help
#
# Nothing here knows an architecture: the only native part is Node itself, which the last stage has from its base. What
# runs while building runs on the machine that builds, whatever the image is for: nothing has to be emulated.

FROM --platform=$BUILDPLATFORM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without scripts: `prepare` would build before the sources are here.
RUN npm ci --ignore-scripts
COPY . .
# The same build as in a checkout. Sources are not in the image, so maps would lead nowhere.
RUN npm run build \
  && find build -name '*.map' -delete \
  && find build -name '*.js' -exec sed -i '/^\/\/# sourceMappingURL=/d' {} +

# The dependencies that run. Most are in the bundle already; here they are for scanners, which know packages by their
# folders, and for their licences. Of their files, what only a compiler, a browser, a reader or another runtime than Node wants
# stays behind; `*.bare` are the only compiled ones.
FROM --platform=$BUILDPLATFORM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts \
  && find node_modules \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' -o -name '*.bare' \) -type f -delete

FROM node:24-bookworm-slim
ARG VERSION=0.0.0-dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="podmutator" \
  org.opencontainers.image.description="Pod mutations for Kubernetes, decided and explained by one gRPC service." \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
# One arena: what the compilers of V8 leave behind in malloc is 5 MB less, and nobody waits for it.
ENV NODE_ENV=production MALLOC_ARENA_MAX=1
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules node_modules
COPY proto proto
# Where processes begin, where threads begin, what they share, and the page.
COPY --from=build /app/build/cli/podmutator.js /app/build/cli/webhook-sidecard.js build/cli/
COPY --from=build /app/build/services/preview-thread.js build/services/
COPY --from=build /app/build/adapter/playground/json-thread.js build/adapter/playground/
COPY --from=build /app/build/chunks build/chunks
COPY --from=build /app/build/web build/web
# By number, so that Kubernetes can see that it is not root. Files belong to root: the process cannot change itself.
USER 65532:65532
EXPOSE 8443 50051 8082 9090
# For the default command; other processes bring their own flags. Kubernetes has probes instead and ignores this.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "/app/build/cli/podmutator.js", "health"]
# Without a shell, so that signals arrive. The flags hold memory down and still, and cost little time: a quarter of
# the room that V8 would take for new objects, old ones collected before there are four times as many, and one compiler
# less, whose work leaves 15 MB behind. docs/decisions.md has the measurements.
ENTRYPOINT ["node", "--max-semi-space-size=4", "--heap-growing-percent=40", "--no-maglev", "/app/build/cli/podmutator.js"]
CMD ["serve"]
