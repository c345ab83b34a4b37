package finetune

import "time"

// Job is one fine-tuning.
type Job struct {
	Pack  string // model pack of the vectors
	Train Dataset
	// Test are other photos with the same tags, or captions, to measure on. A nil Test
	// measures on photos held out of Train.
	Test    *Dataset
	Guard   Guard
	Options Options
	// Library is how many photos the library has, tagged or not. Confidences rest on how rare
	// a tag is, which is the share of its examples in Library. 0 stands for the photos given
	// here. Guard.Untagged stands for the photos without a tag.
	Library int
	Note    string // kept in the head
	Now     time.Time
	// Progress is called after each step from the goroutine that called Tune. Progress may be
	// nil.
	Progress func(Progress)
}

// Progress is how far a training is.
type Progress struct {
	Step, Total int     // over all trainings of the job
	Loss        float64 // of the training photos
	HeldOut     float64 // the latest score of the held-out photos in percent, −1 when there are none
}

// Result is a head with its report. Head is nil if none is offered, for the reason in the
// report.
type Result struct {
	Head   *Head
	Report Report
}
