package index

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"descry/library"
	"descry/library/metadata/text"
)

// valueMetadataChanges names the value in which the catalogue keeps, as JSON, the
// MetadataChanges of the last update that reads files otherwise.
const valueMetadataChanges = "metadata.changes"

// MetadataChanges tells what an update changed in what is known of photos by reading their
// files anew. What the user said is never changed by that.
type MetadataChanges struct {
	Photos int           `json:"photos"` // of which anything changed
	Fields []FieldChange `json:"fields"` // those that changed, in a fixed order
}

// FieldChange tells of one field: captured, caption, keywords, people, rating, position or
// camera.
type FieldChange struct {
	Name     string          `json:"name"`
	Photos   int             `json:"photos"`
	Examples []ChangeExample `json:"examples"` // at most mostExamples
}

// ChangeExample is what a field of a photo was and is, "" for nothing.
type ChangeExample struct {
	Path   string `json:"path"`
	Before string `json:"before"`
	After  string `json:"after"`
}

const (
	mostExamples = 3
	maxExample   = 200 // bytes of a value that is told
)

// reportedFields are the fields that are told, as texts.
var reportedFields = []struct {
	name string
	of   func(p library.Photo) string
}{
	{"captured", func(p library.Photo) string { return capturedText(p.Captured) }},
	{"caption", func(p library.Photo) string { return strings.TrimSpace(p.Title + "\n" + p.Caption) }},
	{"keywords", func(p library.Photo) string { return strings.Join(p.Keywords, ", ") }},
	{"people", func(p library.Photo) string { return strings.Join(p.People, ", ") }},
	{"rating", func(p library.Photo) string { return strings.TrimPrefix(strconv.Itoa(p.Rating), "0") }},
	{"position", func(p library.Photo) string {
		if p.GPS == nil {
			return ""
		}
		return strconv.FormatFloat(p.GPS.Latitude, 'f', 5, 64) + ", " + strconv.FormatFloat(p.GPS.Longitude, 'f', 5, 64)
	}},
	{"camera", func(p library.Photo) string {
		c := p.Camera
		iso := ""
		if c.ISO != 0 {
			iso = "ISO " + strconv.Itoa(c.ISO)
		}
		list := slices.DeleteFunc([]string{c.Name(), c.Lens, iso}, func(s string) bool { return s == "" })
		return strings.Join(list, ", ")
	}},
}

// capturedText writes a date as far as it goes. Fractions of seconds, which older versions
// left out of all dates, are no change to tell of.
func capturedText(c library.CaptureTime) string {
	if c.IsZero() {
		return ""
	}
	return strings.Replace(c.Local.Format(c.Precision.Layout()), "T", " ", 1)
}

// metadataChanges gathers the changes of a pass.
type metadataChanges struct {
	mu   sync.Mutex
	list MetadataChanges
}

// add compares what files said of a photo with what they say.
func (c *metadataChanges) add(before, after library.Photo) {
	path := ""
	if len(before.Files) > 0 {
		path = before.Files[0].Path
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	changed := false
	for _, f := range reportedFields {
		was, is := f.of(before), f.of(after)
		if was == is {
			continue
		}
		changed = true
		example := ChangeExample{path, text.Cut(was, maxExample), text.Cut(is, maxExample)}
		c.list.add(FieldChange{Name: f.name, Photos: 1, Examples: []ChangeExample{example}})
	}
	if changed {
		c.list.Photos++
	}
}

func (l *MetadataChanges) add(change FieldChange) {
	i := slices.IndexFunc(l.Fields, func(f FieldChange) bool { return f.Name == change.Name })
	if i < 0 {
		l.Fields = append(l.Fields, change)
		slices.SortFunc(l.Fields, func(a, b FieldChange) int { return cmp.Compare(fieldIndex(a.Name), fieldIndex(b.Name)) })
		return
	}
	f := &l.Fields[i]
	f.Photos += change.Photos
	f.Examples = append(f.Examples, change.Examples...)
	f.Examples = f.Examples[:min(len(f.Examples), mostExamples)]
}

func fieldIndex(name string) int {
	for i, f := range reportedFields {
		if f.name == name {
			return i
		}
	}
	return len(reportedFields)
}

// keep adds the changes of a pass to those that the catalogue keeps.
func (c *metadataChanges) keep(ctx context.Context, store Store) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.list.Photos == 0 {
		return nil
	}
	kept, err := ReadMetadataChanges(ctx, store)
	if err != nil {
		return err
	}
	kept.Photos += c.list.Photos
	for _, f := range c.list.Fields {
		kept.add(f)
	}
	data, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	c.list = MetadataChanges{}
	return store.SetValue(ctx, valueMetadataChanges, string(data))
}

// ReadMetadataChanges returns what the last update changed. A value that can't be read is one
// of a later version, and counts as none.
func ReadMetadataChanges(ctx context.Context, store values) (MetadataChanges, error) {
	data, err := store.Value(ctx, valueMetadataChanges)
	if err != nil || data == "" {
		return MetadataChanges{}, err
	}
	var c MetadataChanges
	if json.Unmarshal([]byte(data), &c) != nil {
		return MetadataChanges{}, nil
	}
	return c, nil
}
