# Everything starts here: make demo | build | test | lint | bench | figures | gpu-check | torture | clean.
# One set of tags everywhere: a change of build flags is a new five-minute build.
TAGS    := sqlite_fts5,nodynamic,no_animations
# HEADLESS=1 builds a program without the window, for a server or a NAS.
PACKAGES := build
ifeq ($(HEADLESS),1)
TAGS     := $(TAGS),headless
PACKAGES := headless
endif
GO      := go
GOFLAGS := -tags=$(TAGS)
export GOFLAGS
VERSION := $(shell sed -n 's/^ *Version *= *"\(.*\)"/\1/p' FyneApp.toml)
LIBDIR  := build/onnxruntime
GOVERSION := $(shell sed -n 's/^go \([0-9]*\.[0-9]*\).*/\1/p' go.mod)
# A module of its own, with other programs to compare with.
PEERS   := library/search/peers

.PHONY: all build demo test lint bench figures gpu-check torture setup clean
all: build

# setup installs what is missing: system packages and the ONNX Runtime library.
setup:
	@setup/packages.sh $(PACKAGES)
	@setup/onnxruntime.sh $(LIBDIR)

build: setup
	@mkdir -p bin
	$(GO) build -ldflags "-X descry/app/config.Version=$(VERSION)" -o bin/descry .
	@cp -uf $(LIBDIR)/* bin/

demo: build
	@setup/demo.sh

# test passes on a fresh machine; it needs no display (the end-to-end test brings
# its own with Xvfb), no graphics card (Vulkan in software stands for one, on Debian and its
# relatives) and no photos of anybody. Each test runs once in full, and under the race detector
# where goroutines are started; internal/racetest says how.
test: build
	@setup/packages.sh test
	@setup/vulkan.sh build/vulkan
	$(GO) build -o build/racetest ./internal/racetest
	build/racetest -timeout 20m ./...
	DESCRY_E2E=1 $(GO) test -count=1 -run 'EndToEnd' -v ./app/e2e

# lint runs the linters of .golangci.yml, which find bugs, on each module. Their version is
# pinned by a module of its own, from which they are built: in under two minutes the first time.
LINTER  := build/golangci-lint
lint: setup $(LINTER)
	@setup/packages.sh lint
	@grep -q 'Go $(GOVERSION) ' README.md || { echo "README.md names another version of Go than go.mod: $(GOVERSION)"; exit 1; }
	$(LINTER) run
	cd $(PEERS) && $(CURDIR)/$(LINTER) run

$(LINTER): setup/golangci-lint/go.mod setup/golangci-lint/go.sum
	$(GO) -C setup/golangci-lint build -o $(CURDIR)/$@ -ldflags '-s -w' github.com/golangci/golangci-lint/v2/cmd/golangci-lint

# torture treats a library as badly as the world does and compares, and ends the program
# in every state, half as often; bits of a catalogue flip in 200 rounds of their own.
# docs/trust.md has more. SEED repeats a run. All run whatever comes of the first.
ROUNDS := 1000
torture: build
	@failed=0; \
	DESCRY_TORTURE=$(ROUNDS) DESCRY_TORTURE_SEED=$(SEED) $(GO) test -count=1 -timeout 60m -run Torture -v ./library/torture || failed=1; \
	DESCRY_TORTURE=$(ROUNDS) $(GO) test -count=1 -timeout 60m -run BitFlips -v ./app/... || failed=1; \
	DESCRY_TORTURE_QUIT=$$((($(ROUNDS) + 1) / 2)) DESCRY_TORTURE_SEED=$(SEED) $(GO) test -count=1 -timeout 60m -run EndToEndQuit -v ./app/e2e || failed=1; \
	exit $$failed

# gpu-check measures a graphics card in four minutes at most, beside the processor and what
# else computes on the card, and writes a table for docs/benchmarks.md. Once it has run
# somewhere, setup/gpu-check.sh and build are enough for a machine without Go or a network.
gpu-check:
	@setup/onnxruntime.sh $(LIBDIR)
	@setup/vulkan.sh build/vulkan
	@mkdir -p build/gpu-check
	$(GO) test -c -ldflags '-s -w' -o build/gpu-check/check ./ml/llm2clip
	@setup/gpu-check.sh

# bench prints the figures of docs/benchmarks.md, each next to its peer or limit
# from the same run. With ../shared beside the checkout the real photos are used.
PHOTOS  := $(wildcard $(CURDIR)/../shared/photos/flickr8k-test)
BENCH   := $(GO) test -run '^$$$$'
bench: build
	@setup/packages.sh bench
	DESCRY_BENCH_PHOTOS=$(PHOTOS) $(BENCH) -bench Index -benchtime 3x ./app
	$(BENCH) -bench 'Overlap|Rescan|Mixed' -benchtime 3x ./library/index
	$(BENCH) -bench Unchanged -benchtime 5x ./library/scan
	$(BENCH) -bench . -benchtime 10x ./library/media ./library/thumbnail
	$(BENCH) -bench . -benchtime 6x ./library/media/heif ./library/media/worker
	$(BENCH) -bench . -benchtime 200x ./library/metadata
	$(BENCH) -bench Catalogue -benchtime 5x ./library/sqlite
	$(BENCH) -bench Commit -benchtime 2000x ./library/sqlite
	$(BENCH) -bench 'Bandwidth/1000000' -benchtime 40x ./library/vector
	$(BENCH) -bench Sidecar -benchtime 5x ./library/vector
	$(GO) test -count=1 -run Recall -v ./library/search
	$(BENCH) -bench Prepare -benchtime 2x ./library/search
	cd $(PEERS) && $(BENCH) -bench . -benchtime 20x .
	$(BENCH) -bench Images -benchtime 100x ./ml/ort
	$(BENCH) -bench Child -benchtime 40x ./ml/ort
	$(BENCH) -bench Tensor -benchtime 500x ./ml
	$(BENCH) -bench 'Text1B|PeerTorch' -benchtime 3x -timeout 30m ./ml/llm2clip
	$(BENCH) -bench 'ImageTower|Import8B' -benchtime 1x -timeout 30m ./ml/llm2clip
	$(BENCH) -bench DeleteModel -benchtime 3x ./library/sqlite
	CGO_ENABLED=0 $(BENCH) -bench . -benchtime 20x ./ui/grid ./ui/viewer ./ui/pyramid
	$(BENCH) -bench 'Filters|Mentions' -benchtime 5x ./library/sqlite
	$(BENCH) -bench Search100k -benchtime 20x -timeout 30m ./app/service
	$(BENCH) -bench Train1000x50 -benchtime 2x ./finetune
	$(BENCH) -bench Annotations -benchtime 2x ./library/sqlite
	DESCRY_E2E=1 $(BENCH) -bench Window100k -benchtime 1x ./app/e2e

# figures prints those figures of docs/benchmarks.md that tests measure, over all photos that
# there are for them; ONLY=Hybrid narrows it to tests with that in their names. The library
# that some of them share stays in build/figures.
ONLY    :=
FIGURES := $(sort $(dir $(shell grep -rlE "^func Test[A-Za-z0-9]*Figures.t " --include="*_test.go" .)))
figures: build
	DESCRY_FIGURES=$(CURDIR)/build/figures $(GO) test -p 1 -count=1 -timeout 60m -run '$(ONLY).*Figures$$' -v $(FIGURES)

clean:
	rm -rf bin build
