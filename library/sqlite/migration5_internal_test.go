package sqlite

import (
	"context"
	"slices"
	"testing"

	"descry/library"
)

// A catalogue of before has its cameras by their names, and a search that was saved
// with the old spelling finds the same photos.
func TestMigrationNamesCameras(t *testing.T) {
	ctx := context.Background()
	// As the version before wrote them, one in two ways and one that no photo has any more.
	const written = `
UPDATE photos SET make = 'NIKON CORPORATION', model = 'NIKON D1X' WHERE id = 1;
UPDATE photos SET make = 'Nikon', model = 'D1X' WHERE id = 2;
INSERT INTO cameras (name, folded) VALUES ('NIKON CORPORATION NIKON D1X', 'nikon corporation nikon d1x'),
  ('Nikon D1X', 'nikon d1x'), ('SONY OLD', 'sony old');
UPDATE photos SET camera = (SELECT id FROM cameras WHERE name = trim(make || ' ' || model)) WHERE id IN (1, 2);`
	s := migrated(t, 4, 20, written)
	values, err := s.FacetValues(ctx, library.FacetCamera, "nik", 0)
	if err != nil || len(values) != 1 || values[0] != (library.FacetValue{Value: "Nikon D1X", Photos: 2}) {
		t.Errorf("cameras %+v, %v", values, err)
	}
	for text, want := range map[string]int{
		"Nikon D1X": 2, "NIKON CORPORATION NIKON D1X": 1, "nikon": 2, "Acme Shooter 7": 1, "sony": 0,
	} {
		found := 0
		filter := library.Filter{Conditions: []library.Condition{{Any: []library.Test{library.CameraTest{Text: text}}}}}
		if err := s.PhotosIn(ctx, library.Scope{}, filter, func(library.PhotoID) { found++ }); err != nil || found != want {
			t.Errorf("camera:%q finds %d photos, want %d, %v", text, found, want, err)
		}
	}
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
}

// A catalogue of the schema before states keeps its saved searches, which are as
// strict as they were.
func TestMigrationKeepsSavedSearches(t *testing.T) {
	ctx := context.Background()
	const old = "INSERT INTO saved_searches (name, caseless, query, added) VALUES ('Boats', 'boats', 'red boat', 1)"
	s := migrated(t, 4, 3, old)
	if _, err := s.SaveSearch(ctx, library.SavedSearch{Name: "cars", Query: "red car", Strictness: -1.5}); err != nil {
		t.Fatal(err)
	}
	got, err := s.SavedSearches(ctx)
	want := []library.SavedSearch{{ID: 1, Name: "Boats", Query: "red boat"}, {ID: 2, Name: "cars", Query: "red car", Strictness: -1.5}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("saved searches %+v, want %+v, %v", got, want, err)
	}
	if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
}

// What failed before is not ignored, and can be.
func TestMigrationLetsFailedFilesBeIgnored(t *testing.T) {
	ctx := context.Background()
	s := migrated(t, 4, 20, "UPDATE files SET state = 2, photo_id = NULL, error = 'not a photo', error_at = 1 WHERE id IN (1, 2)")
	for ignored, ids := range [][]library.FileID{nil, {1}} {
		if _, err := s.IgnoreFailed(ctx, true, ids...); err != nil {
			t.Fatal(err)
		}
		if c, err := s.Totals(ctx, ""); err != nil || c.Ignored != ignored || c.Failed != 2-ignored {
			t.Errorf("%+v, %v; want %d ignored", c, err, ignored)
		}
	}
}
