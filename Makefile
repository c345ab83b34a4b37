# Everything starts here: make demo | build | test | bench | clean.
# One set of tags everywhere: a change of build flags is a new five-minute build.
TAGS    := sqlite_fts5,nodynamic,no_animations
GO      := go
GOFLAGS := -tags=$(TAGS)
export GOFLAGS
VERSION := $(shell sed -n 's/^ *Version *= *"\(.*\)"/\1/p' FyneApp.toml)
LIBDIR  := build/onnxruntime

.PHONY: all build demo test test-race e2e bench fmt setup install clean
all: build

# setup installs what is missing: system packages and the ONNX Runtime library.
setup:
	@setup/packages.sh build
	@setup/onnxruntime.sh $(LIBDIR)

build: setup
	@mkdir -p bin
	$(GO) build -ldflags "-X descry/app.version=$(VERSION)" -o bin/descry .
	@cp -uf $(LIBDIR)/* bin/

demo: build
	@setup/demo.sh

# test passes on a fresh machine; it needs no display (the end-to-end test brings
# its own with Xvfb) and no photos of anybody.
test: build
	@setup/packages.sh test
	$(GO) vet ./...
	$(GO) test ./...
	$(GO) test -race ./library/... ./ui/... ./app/... ./ml/...
	DESCRY_E2E=1 $(GO) test -count=1 -run 'EndToEnd' -v ./app/e2e

bench: build
	$(GO) test -run '^$$' -bench . -benchtime 1x ./...

clean:
	rm -rf bin build
