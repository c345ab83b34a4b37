package annotation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Kinds of records. The comments name the fields of Record that each kind has, but for More
// and Line, which all may have.
const (
	Photo    = "photo"    // Photo, Paths, Taken, Bytes: a photo and its paths; stands before its annotations
	Tag      = "tag"      // Photo, Name, Value
	Person   = "person"   // Photo, Name, Value
	Caption  = "caption"  // Photo, Text
	Answer   = "answer"   // Photo, Description, Value
	Rejected = "rejected" // Photo, Person, Name, Value: a suggested tag; Yes or TakenBack
	Named    = "named"    // Person, Name, Noun, Value: a tag that searches learn; Yes or TakenBack
	Spelling = "spelling" // Person, Name: how a tag is written
	Search   = "search"   // Name, Query, Strictness, Added, Value: Yes or TakenBack
	Folder   = "folder"   // Path, Paused, Value: Yes or TakenBack
	// Withdrawn takes back a record of an unknown kind, and has that record as Raw.
	// Withdrawn records stand in journals, not in files.
	Withdrawn = "withdrawn"
)

// The values of Record.Value. TakenBack takes an earlier record back.
const (
	TakenBack = ""
	Yes       = "yes"
	No        = "no"
)

// Record is one annotation. The kind tells which fields the record has.
type Record struct {
	Kind        string
	Photo       string // BLAKE3-256 of the photo's bytes, 64 lower-case hex digits
	Person      bool   // the name is a person's, not a tag
	Name        string // of a tag or a person; of a search, in any bytes
	Value       string
	Text        *string // a caption; nil stands for the file's own, "" for no caption
	Description string
	Noun        string // "" for none
	Query       string // any bytes
	Strictness  float64
	Added       int64    // nanoseconds since 1970
	Path        string   // absolute, in any bytes
	Paused      bool     // the folder is not looked at until the user resumes it
	Paths       []string // absolute, in any bytes; MaxPaths at the most
	// Taken is the time by the camera's clock, "2019-07-04T18:30:00", with an offset such as
	// "+02:00" behind where the photo has one. Taken is "" for a photo without a date.
	Taken string
	Bytes int64 // how large the file is
	// Raw is the whole line, without its end, of a Withdrawn record and of a record whose
	// kind or Value this version doesn't know. Of the other fields only Kind and Photo are
	// filled in then, as far as the line has them.
	Raw string
	// More are the fields that this version doesn't know, as they stand in the file:
	// members of a JSON object with commas between them.
	More string
	// Line is the number of the record's line in a file, 0 for none.
	Line int
}

// Known reports that this version understands the record.
func (r Record) Known() bool { return r.Raw == "" || r.Kind == Withdrawn }

// MaxPaths is how many paths of a photo a file names.
const MaxPaths = 100

// spec lists the fields of a kind, in the order in which fields are written, and the
// required ones.
type spec struct {
	fields   []string
	required []string
	values   string // values of Value besides TakenBack: Yes alone, or both; "" for kinds without Value
}

const both = Yes + " " + No

var specs = map[string]spec{
	Photo:     {[]string{"photo", "paths", "taken", "bytes"}, []string{"photo"}, ""},
	Tag:       {[]string{"photo", "name", "say"}, []string{"photo", "name", "say"}, both},
	Person:    {[]string{"photo", "name", "say"}, []string{"photo", "name", "say"}, both},
	Caption:   {[]string{"photo", "text"}, []string{"photo", "text"}, ""},
	Answer:    {[]string{"photo", "description", "say"}, []string{"photo", "description", "say"}, both},
	Rejected:  {[]string{"photo", "person", "name", "say"}, []string{"photo", "name", "say"}, Yes},
	Named:     {[]string{"person", "name", "noun", "say"}, []string{"name", "say"}, Yes},
	Spelling:  {[]string{"person", "name"}, []string{"name"}, ""},
	Search:    {[]string{"name", "query", "strictness", "added", "say"}, []string{"name", "say"}, Yes},
	Folder:    {[]string{"path", "paused", "say"}, []string{"path", "say"}, Yes},
	Withdrawn: {[]string{"record"}, []string{"record"}, ""},
}

// Parse reads a record from a line, with or without the line's end. Line is not filled in.
func Parse(line []byte) (Record, error) {
	members, err := membersOf(line)
	if err != nil {
		return Record{}, err
	}
	return recordOf(line, members)
}

// recordOf makes a record of the members of a line.
func recordOf(line []byte, members []member) (Record, error) {
	r := Record{Raw: strings.TrimSpace(string(line))}
	for _, m := range members {
		switch m.name {
		case "kind":
			if err := m.into(&r.Kind); err != nil {
				return Record{}, err
			}
		case "photo":
			// An unknown kind may mean something else than a photo by the field.
			var hash string
			if json.Unmarshal(m.value, &hash) == nil && isHash(hash) {
				r.Photo = hash
			}
		}
	}
	if r.Kind == "" {
		return Record{}, errors.New("it has no kind")
	}
	known, ok := specs[r.Kind]
	if !ok {
		return r, nil
	}
	full := Record{Kind: r.Kind}
	if err := full.fill(known, members); err != nil {
		return Record{}, fmt.Errorf("%s: %w", r.Kind, err)
	}
	if full.Value != TakenBack && known.values != "" && !strings.Contains(known.values, full.Value) {
		return r, nil
	}
	return full, nil
}

// fill reads the fields of the record's kind and keeps the others in More.
func (r *Record) fill(known spec, members []member) error {
	missing := make(map[string]bool, len(known.required))
	for _, name := range known.required {
		missing[name] = true
	}
	var more []string
	for _, m := range members {
		if m.name == "kind" {
			continue
		}
		if !slices.Contains(known.fields, m.name) {
			more = append(more, m.text)
			continue
		}
		delete(missing, m.name)
		if err := r.set(m); err != nil {
			return err
		}
	}
	for _, name := range known.required {
		if missing[name] {
			return fmt.Errorf("it has no %q", name)
		}
	}
	r.More = strings.Join(more, ",")
	return nil
}

// set reads the value of one field.
func (r *Record) set(m member) error {
	switch m.name {
	case "photo":
		if err := m.into(&r.Photo); err != nil {
			return err
		}
		if !isHash(r.Photo) {
			return errors.New("its photo is not 64 hex digits")
		}
		return nil
	case "name":
		return m.intoBytes(&r.Name)
	case "query":
		return m.intoBytes(&r.Query)
	case "path":
		return m.intoBytes(&r.Path)
	case "paths":
		return m.intoPaths(&r.Paths)
	case "text":
		return m.into(&r.Text)
	}
	into := map[string]any{"say": &r.Value, "person": &r.Person, "description": &r.Description, "noun": &r.Noun,
		"strictness": &r.Strictness, "added": &r.Added, "paused": &r.Paused, "taken": &r.Taken, "bytes": &r.Bytes, "record": &r.Raw}
	return m.into(into[m.name])
}

// Append appends the record to a line in the form that Parse reads, without the line's end.
func (r Record) Append(line []byte) []byte {
	if !r.Known() {
		return append(line, r.Raw...)
	}
	line = appendString(append(line, `{"kind":`...), r.Kind)
	for _, name := range specs[r.Kind].fields {
		if !r.has(name) {
			continue
		}
		line = appendString(append(line, ','), name)
		line = r.appendField(append(line, ':'), name)
	}
	if r.More != "" {
		line = append(append(line, ','), r.More...)
	}
	return append(line, '}')
}

// has reports that a field is written. Empty fields of a photo, and fields of a search that is
// taken back, need not be.
func (r Record) has(name string) bool {
	switch name {
	case "paths":
		return len(r.Paths) > 0
	case "taken":
		return r.Taken != ""
	case "bytes":
		return r.Bytes != 0
	case "noun":
		return r.Value != TakenBack || r.Noun != ""
	case "query":
		return r.Value != TakenBack || r.Query != ""
	case "strictness":
		return r.Value != TakenBack || r.Strictness != 0
	case "added":
		return r.Value != TakenBack || r.Added != 0
	case "paused":
		return r.Value != TakenBack || r.Paused
	}
	return true
}

func (r Record) appendField(line []byte, name string) []byte {
	switch name {
	case "photo":
		return appendString(line, r.Photo)
	case "name":
		return appendBytes(line, r.Name)
	case "query":
		return appendBytes(line, r.Query)
	case "path":
		return appendBytes(line, r.Path)
	case "paths":
		line = append(line, '[')
		for i, path := range r.Paths[:min(len(r.Paths), MaxPaths)] {
			if i > 0 {
				line = append(line, ',')
			}
			line = appendBytes(line, path)
		}
		return append(line, ']')
	case "text":
		if r.Text == nil {
			return append(line, "null"...)
		}
		return appendString(line, *r.Text)
	}
	values := map[string]any{"say": r.Value, "person": r.Person, "description": r.Description, "noun": r.Noun,
		"strictness": r.Strictness, "added": r.Added, "paused": r.Paused, "taken": r.Taken, "bytes": r.Bytes, "record": r.Raw}
	return appendJSON(line, values[name])
}

// isHash reports a content hash in the form of records.
func isHash(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// member is one member of a JSON object. text is the member as written.
type member struct {
	name  string
	value json.RawMessage
	text  string
}

// membersOf takes a JSON object apart.
func membersOf(line []byte) ([]member, error) {
	if !utf8.Valid(line) {
		return nil, errors.New("it is not UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("it is no JSON object")
	}
	var list []member
	for dec.More() {
		from := dec.InputOffset()
		name, err := dec.Token()
		if err != nil {
			return nil, jsonError(err)
		}
		m := member{name: name.(string)} // a key of an object is a string
		if err := dec.Decode(&m.value); err != nil {
			return nil, jsonError(err)
		}
		if slices.ContainsFunc(list, func(other member) bool { return other.name == m.name }) {
			return nil, fmt.Errorf("it has %q twice", m.name)
		}
		m.text = strings.Trim(string(line[from:dec.InputOffset()]), ", \t\r\n")
		list = append(list, m)
	}
	if _, err := dec.Token(); err != nil {
		return nil, jsonError(err)
	}
	if rest := bytes.TrimSpace(line[dec.InputOffset():]); len(rest) > 0 {
		return nil, errors.New("something follows the JSON object")
	}
	return list, nil
}

func jsonError(err error) error { return fmt.Errorf("it is no JSON: %w", err) }

// into reads the value of a member.
func (m member) into(v any) error {
	if text, ok := v.(**string); ok && string(m.value) == "null" {
		*text = nil
		return nil
	}
	if string(m.value) == "null" {
		return fmt.Errorf("its %q is null", m.name)
	}
	if err := json.Unmarshal(m.value, v); err != nil {
		return fmt.Errorf("its %q is not as it should be: %s", m.name, short(m.value))
	}
	return nil
}

// short is the beginning of what stands somewhere.
func short(b []byte) string {
	const most = 40
	if len(b) <= most {
		return string(b)
	}
	return strings.ToValidUTF8(string(b[:most]), "") + "…"
}
