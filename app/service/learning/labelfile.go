package learning

import (
	"context"

	"descry/finetune"
	"descry/library"
)

// LabelJob encodes a file of labels. With shots above 0 only shots photos of each tag are
// trained on, drawn by the seed.
func (t Trainer) LabelJob(ctx context.Context, dir string, set labelSet, templates []string, shots int, seed uint64) (finetune.Job, error) {
	if err := checkPhotos(dir, set.images, set.lines); err != nil {
		return finetune.Job{}, err
	}
	names := make([]library.Tag, len(set.tags))
	for i, name := range set.tags {
		names[i] = library.Tag{Name: name}
	}
	tags, err := t.tags(ctx, names, templates)
	if err != nil {
		return finetune.Job{}, err
	}
	vectors, err := t.photos(ctx, dir, set.images)
	if err != nil {
		return finetune.Job{}, err
	}
	job := finetune.Job{Pack: t.Model.Pack.ID, Train: labelled(tags, vectors, set.train)}
	if shots > 0 {
		job.Train = finetune.Shots(job.Train, shots, seed)
	}
	if len(set.test) > 0 {
		test := labelled(tags, vectors, set.test)
		job.Test = &test
	}
	job.Note = headNote(counted{len(tags), tagsNoun}, counted{len(job.Train.Photos), photosNoun})
	job.Guard, err = t.guard()
	return job, err
}

// labelled gathers the photos of some labels.
func labelled(tags []finetune.Tag, vectors [][]float32, labels []label) finetune.Dataset {
	d := finetune.Dataset{Tags: make([]finetune.Tag, len(tags))}
	copy(d.Tags, tags)
	places := map[int]int{}
	for _, l := range labels {
		p, ok := places[l.image]
		if !ok {
			p = len(d.Photos)
			places[l.image] = p
			d.Photos = append(d.Photos, vectors[l.image])
		}
		d.Tags[l.tag].Photos = append(d.Tags[l.tag].Photos, p)
	}
	return d
}
