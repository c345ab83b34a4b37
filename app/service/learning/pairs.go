package learning

import (
	"context"

	"descry/finetune"
)

// PairJob encodes photos with their captions for the second stage of the method, on towers
// that stay as they are. Some photos are held out to measure the head. A vector takes 2 to 5
// KB, so a hundred thousand of them take less memory than the towers of a large model.
func (t Trainer) PairJob(ctx context.Context, dir string, set CaptionSet) (finetune.Job, error) {
	if err := checkPhotos(dir, set.Images, set.lines); err != nil {
		return finetune.Job{}, err
	}
	photos, err := t.photos(ctx, dir, set.Images)
	if err != nil {
		return finetune.Job{}, err
	}
	if err := t.Model.ReleaseImages(ctx); err != nil { // the texts need the memory of the image tower
		return finetune.Job{}, err
	}
	texts, err := t.texts(ctx, set.Captions)
	if err != nil {
		return finetune.Job{}, err
	}
	job := finetune.Job{Pack: t.Model.Pack.ID, Train: finetune.Dataset{Photos: photos}}
	for i, v := range texts {
		job.Train.Captions = append(job.Train.Captions, finetune.Caption{Photo: set.Owner[i], Vector: v})
	}
	job.Note = headNote(counted{len(photos), photosNoun}, counted{len(texts), captionsNoun})
	job.Guard, err = t.guard()
	return job, err
}
