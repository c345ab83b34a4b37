package app

import (
	"context"

	"descry/finetune"
	"descry/library"
)

// ownersGuard is made of the captions that the owner has written about photos that
// nothing is learned from.
func (t teacher) ownersGuard(ctx context.Context, learned map[library.PhotoID]bool) (finetune.Guard, error) {
	return finetune.Guard{}, ctx.Err()
}
