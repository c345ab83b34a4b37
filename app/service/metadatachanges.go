package service

import (
	"context"
	"strconv"

	"descry/app/notice"
	"descry/library/index"
)

// valueMetadataTold keeps of how many photos the user was last told that an update changed
// them.
const valueMetadataTold = "metadata.told"

// MetadataChanged tells what an update changed in what is known of photos by reading their
// files anew. Where nothing was changed it is the zero Notice.
func MetadataChanged(c index.MetadataChanges) notice.Notice {
	if c.Photos == 0 {
		return notice.Notice{}
	}
	var fields []notice.Notice
	for _, f := range c.Fields {
		fields = append(fields, notice.Counted(changedFields[f.Name], f.Photos, nil))
	}
	return notice.Counted("metadata-changed", c.Photos, notice.Params{"Fields": fields})
}

// changedFields are the notices that count changes, by the names of fields.
var changedFields = map[string]notice.Kind{
	"captured": "metadata-changed-captured", "caption": "metadata-changed-caption", "keywords": "metadata-changed-keywords",
	"people": "metadata-changed-people", "rating": "metadata-changed-rating", "position": "metadata-changed-position",
	"camera": "metadata-changed-camera",
}

// newChanges are the changes if the user has not been told of all of them and no more photos
// are to be read anew, else none.
func (e *Library) newChanges(ctx context.Context) (c index.MetadataChanges, err error) {
	if c, err = index.ReadMetadataChanges(ctx, e.Store); err != nil || c.Photos == 0 {
		return index.MetadataChanges{}, err
	}
	left, err := index.Undescribed(ctx, e.Store)
	if err != nil || left > 0 {
		return index.MetadataChanges{}, err
	}
	told, err := e.Store.Value(ctx, valueMetadataTold)
	if err != nil || told == strconv.Itoa(c.Photos) {
		return index.MetadataChanges{}, err
	}
	return c, nil
}

// changesTold has the user told of changes.
func (e *Library) changesTold(ctx context.Context, c index.MetadataChanges) error {
	return e.Store.SetValue(ctx, valueMetadataTold, strconv.Itoa(c.Photos))
}

// tellChanges tells once what an update changed.
func (e *Library) tellChanges(ctx context.Context, p progress) error {
	c, err := e.newChanges(ctx)
	if err != nil || c.Photos == 0 {
		return err
	}
	p.Note(MetadataChanged(c))
	return e.changesTold(ctx, c)
}

// sampleChanges has the window tell once what an update changed, when it has nothing else to
// tell.
func (b *Session) sampleChanges(ctx context.Context) error {
	if b.hasNews() {
		return nil
	}
	c, err := b.e.newChanges(ctx)
	if err != nil || c.Photos == 0 {
		return err
	}
	b.tell(MetadataChanged(c))
	return b.e.changesTold(ctx, c)
}
