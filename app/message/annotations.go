package message

import (
	"path/filepath"
	"strings"

	"descry/app/problem"
	"descry/library/annotation"
)

// recordKinds are what a difference calls the kinds of records.
var recordKinds = map[string]string{
	annotation.Answer:   "records-answers",
	annotation.Caption:  "records-captions",
	annotation.Folder:   "records-folders",
	annotation.Named:    "records-names",
	annotation.Person:   "records-people",
	annotation.Photo:    "records-photo-fields",
	annotation.Rejected: "records-rejected",
	annotation.Search:   "records-searches",
	annotation.Spelling: "records-spellings",
	annotation.Tag:      "records-tags",
}

// RecordKind is what a difference calls a kind of records: "tags".
func RecordKind(kind string) string {
	if id, ok := recordKinds[kind]; ok {
		return Text(id, nil)
	}
	return Text("records-unknown", Params{"Kind": problem.Printable(kind)})
}

// RecordChanges says how many of a kind change: "12 added, 3 changed, 1 taken back".
func RecordChanges(k annotation.KindDifference) string {
	var parts []string
	if k.Added > 0 {
		parts = append(parts, Count("records-added", k.Added, nil))
	}
	if k.Changed > 0 {
		parts = append(parts, Count("records-changed", k.Changed, nil))
	}
	if k.TakenBack > 0 {
		parts = append(parts, Count("records-taken-back", k.TakenBack, nil))
	}
	return joined("enumeration", parts)
}

// RecordDifference is a kind of records with its changes: "tags: 12 added".
func RecordDifference(k annotation.KindDifference) string {
	return Text("records-difference", Params{"Kind": RecordKind(k.Kind), "Changes": RecordChanges(k)})
}

// RecordExample is a record on one line, shortened: "“beach” on a.jpg". The text is "" for a
// record without words whose photo has no name.
func RecordExample(x annotation.Example) string {
	r := x.Record
	said := r.Name
	switch r.Kind {
	case annotation.Person:
		said = Text("person-named", Params{"Name": r.Name})
	case annotation.Answer:
		said = r.Description
	case annotation.Folder:
		said = r.Path
	case annotation.Caption:
		said = Text("caption-of-the-file", nil)
		if r.Text != nil {
			said = *r.Text
		}
	case annotation.Photo, annotation.Withdrawn:
		said = ""
	}
	said = Excerpt(said)
	var photo string
	if r.Photo != "" {
		photo = r.Photo[:8]
		if x.Path != "" {
			photo = filepath.Base(x.Path)
		}
	}
	var text string
	switch {
	case said != "" && photo != "":
		text = Text("record-on-photo", Params{"Text": said, "Photo": photo})
	case said != "":
		text = Text("quoted", Params{"Name": said})
	case photo != "":
		text = Text("on-photo", Params{"Photo": photo})
	}
	return problem.Printable(text)
}

// WaitingRecords tells what becomes of annotations whose photo isn't in the library. The text
// is "" where there are none.
func WaitingRecords(d annotation.Difference) string {
	if d.Waiting == 0 {
		return ""
	}
	return Count("records-waiting", d.Waiting, nil)
}

// mostExcerpt is how much of a text is told as an example, in signs.
const mostExcerpt = 40

// Excerpt is a text on one line, shortened.
func Excerpt(text string) string {
	signs := []rune(strings.Join(strings.Fields(text), " "))
	if len(signs) > mostExcerpt {
		signs = append(signs[:mostExcerpt-1], '…')
	}
	return string(signs)
}
