package service

import (
	"context"
	"strings"

	"descry/app/problem"
	"descry/library/media"
)

// checkDecoders tells which libraries of the system decode photos, and what keeps them in
// bounds. That one is missing is no problem.
func checkDecoders(ctx context.Context) []problem.Finding {
	var findings []problem.Finding
	for _, d := range media.NativeDecoders(ctx) {
		f := problem.Finding{Check: "decoder", OK: d.Err == nil}
		switch {
		case d.Err != nil:
			f.Detail = d.Reads + ": " + d.Err.Error()
		case d.Name == "":
			f.Detail = d.Reads + ": no library of the system; " + d.Without
		default:
			f.Detail = d.Reads + ": " + d.Name + ", kept in bounds by " + strings.Join(d.Guards, ", ")
		}
		findings = append(findings, f)
	}
	return findings
}
