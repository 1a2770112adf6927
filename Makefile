# Building, shipping and installing. `make help` lists the targets.

# The image. `make docker-build docker-push IMG=registry.example/webhook-sidecard:v1`
IMG ?= registry.example/webhook-sidecard:latest
CONTAINER_TOOL ?= docker
KUBECTL ?= kubectl
PLATFORMS ?= linux/amd64,linux/arm64
# The overlay that `deploy` and `build-installer` use; see docs/install.md.
OVERLAY ?= config/default
ignore-not-found ?= false

# Where build-installer writes manifests without keys, and those with keys, which git ignores.
INSTALLER = dist/install.yaml
INSTALLER_WITH_KEYS = dist/install-with-keys.yaml

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
	@# All or nothing: without one kind kubectl would apply the rest, such as a webhook whose CA never comes.
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(RENDER) > "$$folder/manifest.yaml"; \
	$(KUBECTL) api-versions > "$$folder/served"; \
	missing=$$(sed -n 's/^apiVersion: //p' "$$folder/manifest.yaml" | sort -u | grep -vxFf "$$folder/served" | paste -sd ' ') || true; \
	if [ -n "$$missing" ]; then \
		echo "deploy: the cluster does not serve $$missing, which $(OVERLAY) needs; nothing was applied" >&2; \
		case $$missing in *cert-manager.io/*) \
			echo "deploy: install cert-manager, or bring a certificate: OVERLAY=config/own-authority or OVERLAY=config/own-secret, see docs/install.md" >&2;; \
		esac; \
		exit 1; \
	fi; \
	$(KUBECTL) apply --filename "$$folder/manifest.yaml"

.PHONY: undeploy
undeploy: ## Remove it again; ignore-not-found=true if parts may be missing.
	$(KUBECTL) kustomize $(OVERLAY) | $(KUBECTL) delete --ignore-not-found=$(ignore-not-found) -f -

.PHONY: build-installer
build-installer: ## Write dist/install.yaml with the image IMG, for one `kubectl apply -f`.
	@mkdir -p dist
	@umask 077; rendered=$$(mktemp dist/install.XXXXXX); trap 'rm -f "$$rendered"' EXIT; \
	$(RENDER) > "$$rendered"; \
	if grep -q '^kind: Secret$$' "$$rendered"; then \
		mv "$$rendered" $(INSTALLER_WITH_KEYS); \
		echo "wrote $(INSTALLER_WITH_KEYS), which holds a private key and is ignored by git"; \
	else \
		chmod 644 "$$rendered"; mv "$$rendered" $(INSTALLER); \
		echo "wrote $(INSTALLER)"; \
	fi

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
