# Building, shipping and installing. `make help` lists the targets.

# The image. `make docker-build docker-push IMG=registry.example/webhook-sidecard:v1`
IMG ?= registry.example/webhook-sidecard:latest
CONTAINER_TOOL ?= docker
KUBECTL ?= kubectl
PLATFORMS ?= linux/amd64,linux/arm64
# The overlay that `deploy` and `build-installer` use; see docs/install.md.
OVERLAY ?= config/default
ignore-not-found ?= false

RENDER = $(KUBECTL) kustomize $(OVERLAY) | sed 's|image: IMG$$|image: $(IMG)|'

# A pipe fails where any part of it fails.
SHELL = /usr/bin/env bash
.SHELLFLAGS = -o pipefail -ec
.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this text.
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-18s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: docker-build
docker-build: ## Build the image IMG.
	$(CONTAINER_TOOL) build -t $(IMG) .

.PHONY: docker-push
docker-push: ## Push the image IMG.
	$(CONTAINER_TOOL) push $(IMG)

.PHONY: docker-buildx
docker-buildx: ## Build IMG for all PLATFORMS and push it.
	$(CONTAINER_TOOL) buildx build --platform=$(PLATFORMS) --tag $(IMG) --push .

.PHONY: install
install: ## Install custom resource definitions: there are none.
	@echo "podmutator has no custom resource definitions: nothing to install. Go on with: make deploy IMG=$(IMG)"

.PHONY: uninstall
uninstall: ## Remove custom resource definitions: there are none.
	@echo "podmutator has no custom resource definitions: nothing to remove. To remove the program: make undeploy"

.PHONY: deploy
deploy: ## Install OVERLAY with the image IMG into the cluster of KUBECTL.
	$(RENDER) | $(KUBECTL) apply -f -

.PHONY: undeploy
undeploy: ## Remove it again; ignore-not-found=true if parts may be missing.
	$(KUBECTL) kustomize $(OVERLAY) | $(KUBECTL) delete --ignore-not-found=$(ignore-not-found) -f -

.PHONY: build-installer
build-installer: ## Write dist/install.yaml with the image IMG, for one `kubectl apply -f`.
	@mkdir -p dist
	$(RENDER) > dist/install.yaml

.PHONY: test
test: ## Run the tests that need nothing but Node.
	npm test

.PHONY: test-cluster
test-cluster: ## Run the tests that need a real API server (KUBEBUILDER_ASSETS).
	npm run test:cluster
	npm run test:manifests

.PHONY: test-container
test-container: ## Run the tests that need a container engine.
	npm run test:container
