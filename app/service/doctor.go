package service

import (
	"context"

	"descry/app/config"
	"descry/app/problem"
	"descry/app/service/models"
)

// Doctor runs checks on a library that may be half open.
type Doctor struct {
	e      *Library
	dryRun bool
}

// Examine runs all checks it can: a catalogue that doesn't open still leaves the
// others.
func Examine(ctx context.Context, dryRun bool) []problem.Finding {
	paths, err := config.DefaultPaths()
	if err != nil {
		return []problem.Finding{{Check: "folders", Detail: problem.Explain(err)}}
	}
	findings := append([]problem.Finding{checkSettings(paths), checkRuntime(), models.CheckAdapters(ctx)}, checkDecoders(ctx)...)
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
		findings = append(findings, problem.Finding{Check: "closing", Detail: problem.Explain(err)})
	}
	return findings
}

// unopened tells why the library can't be opened.
func unopened(err error) problem.Finding {
	return problem.Finding{Check: "library", Detail: problem.Explain(err)}
}

// catalogue runs the checks that need the catalogue. Repairs wait until no other
// process indexes: it might be in the middle of what looks broken.
func (d *Doctor) catalogue(ctx context.Context) []problem.Finding {
	findings := []problem.Finding{d.files(ctx), d.journal(ctx), d.copies(ctx), d.said(ctx)}
	lock, err := TryLock(d.e.Paths.Lock, commandRole)
	if err != nil {
		return append(findings, problem.Finding{Check: "indexer lock", Detail: problem.Explain(err)})
	}
	if lock == nil {
		d.dryRun = true
		findings = append(findings, problem.Finding{Check: "indexer lock", OK: true,
			Detail: "another Descry is indexing (process " + LockHolder(d.e.Paths.Lock).Pid + "): nothing is repaired now"})
	} else {
		defer lock.Release()
	}
	return append(findings, d.vectors(ctx), d.vectorFile(ctx), d.thumbnails(ctx))
}
