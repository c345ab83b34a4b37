package sqlite

import (
	"context"
	"testing"

	"descry/library"
)

// All that a catalogue of the release before holds was read before versions were noted.
func TestMigrationHasAllLookedAtAgain(t *testing.T) {
	ctx := context.Background()
	const broken = `
UPDATE files SET state = 2, was = photo_id, photo_id = NULL, error = 'raw photo files are not supported', error_at = 1 WHERE id = 4`
	s := migrated(t, 6, 5, broken)
	if n, err := s.CountOutdated(ctx, 1); n != 3 || err != nil {
		t.Errorf("%d photos are outdated, %v", n, err)
	}
	list, err := s.Outdated(ctx, 1, library.PendingFile{}, 9)
	if err != nil || len(list) != 3 || list[0].Photo != 1 || list[0].Path != "/home/Bilder/0/Reise 0/IMG_000000.JPG" {
		t.Errorf("outdated %+v, %v", list, err)
	}
	if n, err := s.RetryRefused(ctx, 1, 1); n != 1 || err != nil {
		t.Errorf("%d files are tried again, %v", n, err)
	}
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
}
