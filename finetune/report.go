package finetune

// Report is the proof of a training.
type Report struct {
	Before Figures     `json:"before"` // the untouched model
	Cache  Figures     `json:"cache"`  // training-free baseline; tags only
	After  Figures     `json:"after"`
	Guard  GuardReport `json:"guard"`
	// Seconds is the time of training and measuring.
	Seconds float64 `json:"seconds"`
	// Measured names the photos of the figures: TestPhotos, HeldOutPhotos, or "" where
	// too few could be held out. Without a name there are no figures.
	Measured string `json:"measured"`
	// Refused is the reason in words why no head is offered, "" if one is.
	Refused string `json:"refused,omitempty"`
	// CacheSettings were found in the training, not given.
	CacheSettings Cache `json:"cache_settings"`
	// CaptionsDropped reports that only the tags were learned, since what was learned from
	// captions found held-out captions no better.
	CaptionsDropped bool        `json:"captions_dropped"`
	Steps           int         `json:"steps"`
	Folds           int         `json:"folds"` // number of trainings that were measured on held-out photos
	Photos          int         `json:"photos"`
	Captions        int         `json:"captions"`
	Tags            []TagReport `json:"tags"`
	// Reliability compares the confidence of suggestions with the share that was right, on
	// held-out photos with calibrations fitted without those photos. Reliability is empty if
	// there were too few. Untagged photos count as many photos as they stand for.
	Reliability []Bin `json:"reliability"`
	// CalibrationError is the expected calibration error of Reliability: the mean distance of
	// Confidence and Right over the photos, from 0 to 1.
	CalibrationError float64 `json:"calibration_error"`
}

// Bin is a range of confidence.
type Bin struct {
	Confidence float64 `json:"said"`   // the mean confidence, from 0 to 1
	Right      float64 `json:"right"`  // share of photos that have the tag, from 0 to 1
	Photos     int     `json:"photos"` // pairs of a photo and a tag
}

// TagReport compares one tag before and after, in percent.
type TagReport struct {
	Tag      string   `json:"tag"`
	Examples int      `json:"examples"` // number in the training
	Photos   int      `json:"photos"`   // number in the measurement; 0: no figures
	Before   TagPoint `json:"before"`
	Cache    TagPoint `json:"cache"`
	After    TagPoint `json:"after"`
	// Uncalibrated is the reason in words why there is no confidence for the tag, "" if there
	// is one.
	Uncalibrated string `json:"uncalibrated,omitempty"`
}

// TagPoint is one figure of each kind. See TagScore.
type TagPoint struct {
	AveragePrecision float64 `json:"average_precision"`
	FirstRow         float64 `json:"first_row"`
}

// What Measured may name. Scripts read it, and heads keep it.
const (
	TestPhotos    = "test photos"
	HeldOutPhotos = "held-out photos"
)

// SpoilsSearch is Refused where the guard lets no head pass.
const SpoilsSearch = "general search would get worse at any strength"

// NoBetter is Refused where the photos that are measured are found no better than before.
func NoBetter(measured string) string { return "the " + measured + " were found no better than before" }

// verdict is the reason why no head is offered, or "".
func (r *Report) verdict(guard error) string {
	tags := len(r.Before.Tags) > 0
	switch {
	case guard != nil:
		return guard.Error()
	case r.CaptionsDropped && len(r.Tags) == 0, r.Measured != "" && r.After.score(tags) <= r.Before.score(tags):
		return NoBetter(r.Measured)
	}
	return ""
}

func (r *Report) compareTags(train Dataset) {
	point := func(s TagScore) TagPoint { return TagPoint{s.AveragePrecision, s.FirstRow} }
	for _, t := range train.Tags {
		before := r.Before.Tags[t.Name]
		r.Tags = append(r.Tags, TagReport{
			Tag: t.Name, Examples: len(t.Photos), Photos: before.Photos,
			Before: point(before), Cache: point(r.Cache.Tags[t.Name]), After: point(r.After.Tags[t.Name]),
		})
	}
}

// average joins the figures of several folds. A tag counts in each fold by its photos, a
// recall of tags by the fold's tags. The recall of captions counts alike in each fold.
func average(folds []Figures) (out Figures) {
	if len(folds) == 1 {
		return folds[0]
	}
	out.Tags = map[string]TagScore{}
	queries, captions := 0.0, 0.0
	for _, f := range folds {
		n := float64(len(f.Tags))
		queries += n
		out.Recalls.addScaled(f.Recalls, n)
		for name, s := range f.Tags {
			sum := out.Tags[name]
			out.Tags[name] = TagScore{sum.AveragePrecision + s.AveragePrecision*float64(s.Photos),
				sum.FirstRow + s.FirstRow*float64(s.Photos), sum.Photos + s.Photos}
		}
		if f.Captions != nil {
			if out.Captions == nil {
				out.Captions = &Recalls{}
			}
			out.Captions.addScaled(*f.Captions, 1)
			captions++
		}
	}
	if captions > 0 {
		out.Captions.divide(captions)
	}
	if queries > 0 {
		out.Recalls.divide(queries)
	}
	out.meanTags()
	return out
}

func (f *Figures) meanTags() {
	for _, name := range sortedNames(f.Tags) { // in order, so that the sum has the same bits each time
		s := f.Tags[name]
		n := float64(s.Photos)
		f.Tags[name] = TagScore{s.AveragePrecision / n, s.FirstRow / n, s.Photos}
		f.Map += f.Tags[name].AveragePrecision / float64(len(f.Tags))
	}
}

func (r *Recalls) addScaled(s Recalls, n float64) {
	r.R1, r.R5, r.R10 = r.R1+n*s.R1, r.R5+n*s.R5, r.R10+n*s.R10
}
