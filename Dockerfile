# One image for all processes; the command picks which one:
#
#   docker build -t registry.example/webhook-sidecard:latest .
#   docker run registry.example/webhook-sidecard:latest service --help
#
# Nothing here knows an architecture: the only native parts are Node and the libraries that it is linked with, which the
# last stage has from a base for its own. What runs while building runs on the machine that builds, whatever the image is
# for: nothing has to be emulated.

# What builds and what runs. A release names it by its digest, see .github/node-image.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS base

FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without scripts: `prepare` would build before the sources are here.
RUN npm ci --ignore-scripts
COPY . .
# The same build as in a checkout. Sources are not in the image, so maps would lead nowhere.
RUN npm run build \
  && find build -name '*.map' -delete \
  && find build -name '*.js' -exec sed -i '/^\/\/# sourceMappingURL=/d' {} + \
  && find proto -name '*.ts' -delete
# The packages that are no part of a bundle. Of their files, what only a compiler, a browser or a reader wants stays behind.
RUN mkdir /outside && tar -cf - -T build/materials/outside.txt | tar -xf - -C /outside \
  && find /outside \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) -type f -delete
RUN --mount=type=bind,from=base,target=/base node build/dist/bundle/take-base.js /base /root-files \
  && for name in podmutator webhook-sidecard; do \
    printf '#!/usr/local/bin/node --max-semi-space-size=4\nimport("/app/build/cli/%s.js");\n' "$name" > "/root-files/usr/local/bin/$name" \
    && chmod 755 "/root-files/usr/local/bin/$name"; \
  done

FROM scratch
ARG NODE_IMAGE
ARG VERSION=0.0.0-dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="podmutator" \
  org.opencontainers.image.description="Pod mutations for Kubernetes, decided and explained by one gRPC service." \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.base.name="${NODE_IMAGE}"
# One arena: what the compilers of V8 leave behind in malloc is 5 MB less, and nobody waits for it.
ENV PATH=/usr/local/bin NODE_ENV=production MALLOC_ARENA_MAX=1
COPY --from=build /root-files /
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=build /outside/node_modules node_modules
# What the bundles were made of, and the licences of that.
COPY --from=build /app/build/sbom.cdx.json /app/build/licences.txt ./
COPY --from=build /app/proto proto
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
# Signals arrive. The flags hold memory down and still, and cost little time: a quarter of the room that V8 would take for
# new objects, old ones collected before there are four times as many, and one compiler less, whose work leaves 15 MB
# behind. docs/decisions.md has the measurements.
ENTRYPOINT ["node", "--max-semi-space-size=4", "--heap-growing-percent=40", "--no-maglev", "/app/build/cli/podmutator.js"]
CMD ["serve"]
