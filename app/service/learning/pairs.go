package learning

import (
	"context"
	"fmt"

	"descry/app/message"
	"descry/finetune"
)

// PairDataset encodes photos with their captions: the second stage of the method, on
// towers that stay as they are. The proof is of photos held out. A vector takes 2 to
// 5 KB, so a hundred thousand of them take less than the towers of a large model.
func (t Trainer) PairDataset(ctx context.Context, dir string, set CaptionSet) (Dataset, error) {
	if err := checkPhotos(dir, set.Images, set.lines); err != nil {
		return Dataset{}, err
	}
	photos, err := t.photos(ctx, dir, set.Images)
	if err != nil {
		return Dataset{}, err
	}
	if err := t.Model.ReleaseImages(ctx); err != nil { // its memory is for the texts now
		return Dataset{}, err
	}
	texts, err := t.texts(ctx, set.Captions)
	if err != nil {
		return Dataset{}, err
	}
	l := Dataset{train: finetune.Data{Photos: photos}}
	for i, v := range texts {
		l.train.Captions = append(l.train.Captions, finetune.Caption{Photo: set.Owner[i], Vector: v})
	}
	l.note = fmt.Sprintf("%s, %s", message.Plural(len(photos), "photo", "photos"), message.Plural(len(texts), "caption", "captions"))
	l.guard, err = t.guard()
	return l, err
}
