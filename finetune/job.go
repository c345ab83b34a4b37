package finetune

import "time"

// Job is one fine-tuning.
type Job struct {
	Pack  string // whose vectors these are
	Train Data
	// Test are other photos with the same tags, or captions, to measure on. nil
	// measures on photos held out of Train.
	Test    *Data
	Guard   Guard
	Options Options
	// Library is how many photos the library has, tagged or not: a tag is as rare
	// among them as its examples are, and confidences follow from that. 0 is as many
	// as were given. Guard.Untagged stands for those without a tag.
	Library int
	Note    string // kept in the head
	Now     time.Time
	// Progress is called after each step from the goroutine that called Tune; nil
	// is allowed.
	Progress func(Progress)
}

// Progress is how far a training is.
type Progress struct {
	Step, Total int     // over all trainings of the job
	Loss        float64 // of the training photos
	HeldOut     float64 // the latest score of the held-out photos in percent, −1 when there are none
}

// Result is a head with its proof. Head is nil if none is offered; the report says
// why.
type Result struct {
	Head   *Head
	Report Report
}
