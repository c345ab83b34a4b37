package learning

import (
	"descry/app/notice"
	"descry/finetune"
)

// Refusal is the reason why a training offers no head, the zero Notice where it offers one.
func Refusal(r finetune.Report) notice.Notice {
	switch r.Refused {
	case finetune.SpoilsSearch:
		return notice.New("training-spoils-search", nil)
	case finetune.NoBetter(finetune.TestPhotos):
		return notice.New("training-no-better-test", nil)
	case finetune.NoBetter(finetune.HeldOutPhotos):
		return notice.New("training-no-better-held-out", nil)
	}
	return notice.AsItIs(r.Refused)
}

// Measured names the photos of a training's figures, the zero Notice where nothing was
// measured.
func Measured(r finetune.Report) notice.Notice {
	switch r.Measured {
	case finetune.TestPhotos:
		return notice.New("training-test-photos", nil)
	case finetune.HeldOutPhotos:
		return notice.New("training-held-out-photos", nil)
	}
	return notice.AsItIs(r.Measured)
}
