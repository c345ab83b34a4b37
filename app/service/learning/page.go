package learning

import (
	"descry/library"
	"time"
)

// Verdict is what the user says of suggestions.
type Verdict int

// The verdicts.
const (
	Accept  Verdict = iota
	NotNow          // rejected until something is learned anew
	NotEver         // never suggested again, and an example of what the tag is not
)

// Page is what the page shows.
type Page struct {
	Model string // the name of the model in use
	// Renewed is a sentence about what was learned with a built-in model of before,
	// or "".
	Renewed string
	// Tags are those with own examples, most first. Advice is a sentence where a
	// tag has too few examples, or "".
	Tags     []TagExamples
	Captions int // photos with a caption of the user's
	Feedback int // descriptions with good answers to learn from
	// Most is how many examples of a tag help at all; further ones change little.
	Enough      int
	Heads       []Head // newest first
	Used        string // ID of the head in use, "" none
	Before      string // what RollBack would use; meaningful if CanRollBack
	CanRollBack bool
	Suggested   []library.TagCount // tags with suggestions, how many in Photos
	Named       []library.NamedConcept
}

// TagExamples is a tag that could be learned.
type TagExamples struct {
	Tag      library.Tag
	Examples int
	Not      int            // photos that were said not to have it
	Ready    bool           // enough examples for a proof
	Shown    []library.Tile // a few of the examples, to be recognised by; the latest first
	Advice   string
}

// TrainRequest is what to learn from.
type TrainRequest struct {
	Tags     []library.Tag
	Captions bool
	Feedback bool
}

// TrainProgress is how far learning is.
type TrainProgress struct {
	Stage       string  // in words: "Reading 240 photos", "Learning", "Checking"
	Step, Total int     // of learning
	HeldOut     float64 // score of held-out photos in percent, −1 unknown
	Loss        float64
	SecondsTo   float64 // 0 = not known
}

// Trained is what came of learning. Head is "" when nothing is offered; Refused
// says why in one sentence.
type Trained struct {
	Head    string
	Refused string
	Proof   Proof
}

// Head is a version of what was learned.
type Head struct {
	ID      string
	Made    time.Time
	Note    string // what it learned from: "12 tags, 240 photos, 30 captions"
	Model   string // name of the model it belongs to
	Fits    bool   // that model is the one in use
	Problem string // why it can't be used, a sentence, or ""
	Bytes   int64
	Proof   Proof
}

// Proof compares before and after, in percent. Measured is on what
// ("held-out photos"), "" when there was too little to measure.
type Proof struct {
	Measured             string
	Before, Cache, After ProofFigures
	General              GeneralProof
	Tags                 []TagProof
	Reliability          []ReliabilityBin // empty when there was too little to calibrate
	Seconds              float64
}

// ProofFigures are mean average precision and recalls of the tags as queries, and
// of the captions when there are any.
type ProofFigures struct {
	MAP, R1, R5, R10                 float64
	CaptionR1, CaptionR5, CaptionR10 float64
	Captions                         bool
}

// GeneralProof is the guard: recall within ten of general descriptions before and
// after, in percent, how many points it may fall, and how much of the head it left
// (1 = all).
type GeneralProof struct {
	Before, After float64
	MaxFall       float64
	Strength      float64
	Known         bool
}

// TagProof compares one tag. The first row is the first ten photos.
type TagProof struct {
	Tag                        string
	Examples, Tested           int
	APBefore, APCache, APAfter float64
	// RowBefore and RowAfter say how many of RowPhotos were found in the first row;
	// they are means over the checks, so not whole numbers.
	RowBefore, RowAfter float64
	RowPhotos           float64
}

// ReliabilityBin says how many of the suggestions with a confidence near Said were
// right, both from 0 to 1.
type ReliabilityBin struct {
	Said, Right float64
	Photos      int
}

// Suggested is a photo that may have a tag.
type Suggested struct {
	Tile       library.Tile
	Confidence float32
}
