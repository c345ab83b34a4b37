package finetune

// Report is the proof of a training.
type Report struct {
	Before Figures     `json:"before"` // the untouched model
	Cache  Figures     `json:"cache"`  // the training-free baseline; tags only
	After  Figures     `json:"after"`
	Guard  GuardReport `json:"guard"`
	// Seconds is the time of training and measuring.
	Seconds float64 `json:"seconds"`
	// Measured is on what: "test photos", "held-out photos", or "" where there
	// were too few to hold any out; then there are no figures.
	Measured string `json:"measured"`
	// Refused says in words why no head is offered; "" if one is.
	Refused string `json:"refused,omitempty"`
	// Settings that were found, not given.
	CacheSettings Cache `json:"cache_settings"`
	// CaptionsDropped: held-out captions were found no better with what was learned
	// from the others, so only the tags were learned.
	CaptionsDropped bool        `json:"captions_dropped"`
	Steps           int         `json:"steps"`
	Folds           int         `json:"folds"` // trainings that were measured on held-out photos
	Photos          int         `json:"photos"`
	Captions        int         `json:"captions"`
	Tags            []TagReport `json:"tags"`
	// Reliability compares the confidence of suggestions with how many of them were
	// right, on held-out photos whose calibration was fitted without them; without
	// any if there were too few. Photos of the library that were not held out count
	// as many as they stand for.
	Reliability []Bin `json:"reliability"`
	// CalibrationError is the expected calibration error of these bins: how far Confidence
	// is from Right on average over their photos, from 0 to 1.
	CalibrationError float64 `json:"calibration_error"`
}

// Bin is a range of confidence.
type Bin struct {
	Confidence float64 `json:"said"`   // the mean confidence, from 0 to 1
	Right      float64 `json:"right"`  // the share that has the tag, from 0 to 1
	Photos     int     `json:"photos"` // pairs of a photo and a tag
}

// TagReport compares one tag, in percent.
type TagReport struct {
	Tag      string   `json:"tag"`
	Examples int      `json:"examples"` // it was trained with
	Photos   int      `json:"photos"`   // it was measured on; 0: no figures
	Before   TagPoint `json:"before"`
	Cache    TagPoint `json:"cache"`
	After    TagPoint `json:"after"`
	// Uncalibrated says in words why there is no confidence for the tag; "" if there is.
	Uncalibrated string `json:"uncalibrated,omitempty"`
}

// TagPoint is one figure of each kind: see TagScore.
type TagPoint struct {
	AveragePrecision float64 `json:"average_precision"`
	FirstRow         float64 `json:"first_row"`
}

// verdict says why no head is offered, or "".
func (r *Report) verdict(guard error) string {
	tags := len(r.Before.Tags) > 0
	switch {
	case guard != nil:
		return guard.Error()
	case r.CaptionsDropped && len(r.Tags) == 0, r.Measured != "" && r.After.score(tags) <= r.Before.score(tags):
		return "the " + r.Measured + " were found no better than before"
	}
	return ""
}

func (r *Report) compareTags(train Data) {
	point := func(s TagScore) TagPoint { return TagPoint{s.AveragePrecision, s.FirstRow} }
	for _, t := range train.Tags {
		before := r.Before.Tags[t.Name]
		r.Tags = append(r.Tags, TagReport{
			Tag: t.Name, Examples: len(t.Photos), Photos: before.Photos,
			Before: point(before), Cache: point(r.Cache.Tags[t.Name]), After: point(r.After.Tags[t.Name]),
		})
	}
}

// average joins the figures of several folds: a tag counts in each fold by its
// photos, a recall by the fold's tags.
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
