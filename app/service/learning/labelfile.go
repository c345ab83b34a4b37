package learning

import (
	"context"
	"fmt"

	"descry/app/message"
	"descry/finetune"
	"descry/library"
)

// LabelDataset encodes a file of labels. shots above 0 leaves so many photos of each
// tag to learn from, drawn by the seed.
func (t Trainer) LabelDataset(ctx context.Context, dir string, set labelSet, templates []string, shots int, seed uint64) (Dataset, error) {
	if err := checkPhotos(dir, set.images, set.lines); err != nil {
		return Dataset{}, err
	}
	names := make([]library.Tag, len(set.tags))
	for i, name := range set.tags {
		names[i] = library.Tag{Name: name}
	}
	tags, err := t.tags(ctx, names, templates)
	if err != nil {
		return Dataset{}, err
	}
	vectors, err := t.photos(ctx, dir, set.images)
	if err != nil {
		return Dataset{}, err
	}
	l := Dataset{train: labelled(tags, vectors, set.train)}
	if shots > 0 {
		l.train = finetune.Shots(l.train, shots, seed)
	}
	if len(set.test) > 0 {
		test := labelled(tags, vectors, set.test)
		l.test = &test
	}
	l.note = fmt.Sprintf("%s, %s", message.Plural(len(tags), "tag", "tags"), message.Plural(len(l.train.Photos), "photo", "photos"))
	l.guard, err = t.guard()
	return l, err
}

// labelled gathers the photos that some labels are about.
func labelled(tags []finetune.Tag, vectors [][]float32, labels []label) finetune.Data {
	d := finetune.Data{Tags: make([]finetune.Tag, len(tags))}
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
