package service

import (
	"context"
	"errors"

	"descry/app/config"
)

// finding is the result of one check. OK means nothing to do; Repaired that there
// was something and it is done.
type finding struct {
	Check    string `json:"check"`
	OK       bool   `json:"ok"`
	Repaired bool   `json:"repaired"`
	Detail   string `json:"detail"`
}

// Doctor runs checks on an engine that may be half open.
type Doctor struct {
	e      *Library
	dryRun bool
}

// Examine runs all checks it can: a catalogue that doesn't open still leaves the
// others.
func Examine(ctx context.Context, dryRun bool) []finding {
	paths, err := config.DefaultPaths()
	if err != nil {
		return []finding{{Check: "folders", Detail: Explain(err)}}
	}
	findings := append([]finding{checkSettings(paths), checkRuntime(), checkAdapters(ctx)}, checkDecoders(ctx)...)
	findings = append(findings, checkModelPacks(ctx, paths)...)
	catalogue, sound := checkCatalogue(ctx, paths, dryRun)
	if findings = append(findings, catalogue); !sound {
		return findings
	}
	e, err := Open(ctx, paths)
	if err != nil {
		return append(findings, unopened(err))
	}
	d := Doctor{e: e, dryRun: dryRun}
	findings = append(findings, d.model(ctx), d.device(ctx))
	findings = append(findings, d.catalogue(ctx)...)
	if err := e.Close(); err != nil {
		findings = append(findings, finding{Check: "closing", Detail: Explain(err)})
	}
	return findings
}

// unopened tells why the library can't be opened.
func unopened(err error) finding { return finding{Check: "library", Detail: Explain(err)} }

// catalogue runs the checks that need the catalogue. Repairs wait until no other
// process indexes: it might be in the middle of what looks broken.
func (d *Doctor) catalogue(ctx context.Context) []finding {
	findings := []finding{d.files(ctx), d.journal(ctx), d.copies(ctx), d.said(ctx)}
	lock, err := TryLock(d.e.Paths.Lock, commandRole)
	if err != nil {
		return append(findings, finding{Check: "indexer lock", Detail: Explain(err)})
	}
	if lock == nil {
		d.dryRun = true
		findings = append(findings, finding{Check: "indexer lock", OK: true,
			Detail: "another Descry is indexing (process " + LockHolder(d.e.Paths.Lock).Pid + "): nothing is repaired now"})
	} else {
		defer lock.Release()
	}
	return append(findings, d.vectors(ctx), d.vectorFile(ctx), d.thumbnails(ctx))
}

func failed(check string, err error) finding {
	if errors.Is(err, context.Canceled) {
		return finding{Check: check, Detail: "interrupted"}
	}
	return finding{Check: check, Detail: Explain(err)}
}
