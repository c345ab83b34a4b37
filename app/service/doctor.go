package service

import (
	"context"
	"errors"

	"descry/app/config"
	"descry/app/notice"
	"descry/app/problem"
)

// Finding is the result of one check. OK means nothing to do. Repaired means that damage was
// found and repaired.
type Finding struct {
	Check    notice.Kind // what was looked at
	OK       bool
	Repaired bool
	Details  []notice.Notice // a clause each
}

// failed is the finding of a check that could not be made.
func failed(check notice.Kind, err error) Finding {
	return Finding{Check: check, Details: []notice.Notice{failure(err)}}
}

// failure tells why a check could not be made.
func failure(err error) notice.Notice {
	if errors.Is(err, context.Canceled) {
		return notice.New("doctor-interrupted", nil)
	}
	return problem.Of(err)
}

// sound is the finding of a check that found nothing to do.
func sound(check notice.Kind, details ...notice.Notice) Finding {
	return Finding{Check: check, OK: true, Details: details}
}

// wrong is the finding of a check that found something to do.
func wrong(check notice.Kind, details ...notice.Notice) Finding {
	return Finding{Check: check, Details: details}
}

// tell adds a clause.
func (f *Finding) tell(n notice.Notice) { f.Details = append(f.Details, n) }

// Doctor runs checks on a library that may be half open.
type Doctor struct {
	e      *Library
	dryRun bool
}

// Examine runs all checks that can run. A catalogue that doesn't open still leaves the other
// checks.
func Examine(ctx context.Context, dryRun bool) []Finding {
	paths, err := config.DefaultPaths()
	if err != nil {
		return []Finding{failed("doctor-check-folders", err)}
	}
	findings := append([]Finding{checkSettings(paths), checkRuntime(), checkAdapters(ctx)}, checkDecoders(ctx)...)
	findings = append(findings, checkModelPacks(ctx, paths)...)
	catalogue, opens := checkCatalogue(ctx, paths, dryRun)
	if findings = append(findings, catalogue); !opens {
		return findings
	}
	e, err := Open(ctx, paths)
	if err != nil {
		return append(findings, failed("doctor-check-library", err))
	}
	d := Doctor{e: e, dryRun: dryRun}
	findings = append(findings, d.model(ctx), d.device(ctx))
	findings = append(findings, d.catalogue(ctx)...)
	if err := e.Close(); err != nil {
		findings = append(findings, failed("doctor-check-closing", err))
	}
	return findings
}

// catalogue runs the checks that need the catalogue. Repairs wait until no other process
// indexes, since such a process might be in the middle of what looks broken.
func (d *Doctor) catalogue(ctx context.Context) []Finding {
	findings := []Finding{d.files(ctx), d.journal(ctx), d.copies(ctx), d.annotations(ctx)}
	lock, err := TryLock(d.e.Paths.Lock, commandRole)
	if err != nil {
		return append(findings, failed("doctor-check-lock", err))
	}
	if lock == nil {
		d.dryRun = true
		findings = append(findings, sound("doctor-check-lock",
			notice.New("doctor-indexes-elsewhere", notice.Params{"Process": LockHolder(d.e.Paths.Lock).Pid})))
	} else {
		defer lock.Release()
	}
	return append(findings, d.vectors(ctx), d.vectorFile(ctx), d.thumbnails(ctx))
}
