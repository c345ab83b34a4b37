package service

import (
	"context"

	"descry/app/notice"
	"descry/library/media"
)

// decoderMissing says what decodes a format while the library for the format is missing.
var decoderMissing = map[string]notice.Kind{
	"JPEG":      "doctor-decoder-missing-jpeg",
	"HEIC":      "doctor-decoder-missing-heic",
	"JPEG XL":   "doctor-decoder-missing-jpeg-xl",
	"JPEG 2000": "doctor-decoder-missing-jpeg-2000",
}

// checkDecoders tells which libraries of the system decode photos, and what confines them. A
// missing library is no problem.
func checkDecoders(ctx context.Context) []Finding {
	const check notice.Kind = "doctor-check-decoder"
	var findings []Finding
	for _, d := range media.NativeDecoders(ctx) {
		switch {
		case d.Err != nil:
			findings = append(findings, wrong(check, notice.New("doctor-decoder-failure", notice.Params{"Formats": d.Formats, "Reason": d.Err})))
		case d.Name == "":
			findings = append(findings, sound(check, notice.New(decoderMissing[d.Formats[0]], notice.Params{"Formats": d.Formats})))
		default:
			findings = append(findings, sound(check, notice.New("doctor-decoder",
				notice.Params{"Formats": d.Formats, "Decoder": d.Name, "Guards": notice.Names(d.Guards)})))
		}
	}
	return findings
}
