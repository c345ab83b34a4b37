package history

import (
	"bytes"
	"compress/flate"
	"encoding/gob"
	"fmt"

	"descry/library"
)

// packed is an edit in little memory, so that all steps of a session can be kept. One tag for
// ten thousand photos takes some kilobytes in place of half a megabyte.
type packed []byte

// columns are an edit's statements in the form that packs best. Each text is kept once and
// referred to by number. A photo's id is kept as the difference from the id before.
type columns struct {
	Texts    []string
	Runs     []run
	Captions []caption
	Named    []named
	Spelled  []library.SpellEdit
}

// run are statements that follow each other and differ in the photo alone.
type run struct {
	Tag      library.Tag
	Say, Now library.Label
	Guarded  bool
	Photos   []library.PhotoID
}

// caption is an edit of a caption. Text 0 is none, text 1 the first of the texts.
type caption struct {
	Photo     library.PhotoID
	Text, Now int
	Guarded   bool
}

// named is an edit of a named thing. Its texts are numbered like those of captions.
type named struct {
	Tag       library.Tag
	Noun, Now int
	Guarded   bool
}

func pack(e library.Edit) packed {
	c := columns{Spelled: e.Spelled}
	var last library.PhotoID
	for i, t := range e.Tags {
		before := len(c.Runs) - 1
		if i == 0 || !c.Runs[before].takes(t) {
			c.Runs = append(c.Runs, run{Tag: t.Tag, Say: t.Label, Now: t.Now, Guarded: t.Guarded})
			before++
		}
		c.Runs[before].Photos = append(c.Runs[before].Photos, t.Photo-last)
		last = t.Photo
	}
	numbers := make(map[string]int)
	number := func(text *string) int {
		if text == nil {
			return 0
		}
		if numbers[*text] == 0 {
			c.Texts = append(c.Texts, *text)
			numbers[*text] = len(c.Texts)
		}
		return numbers[*text]
	}
	last = 0
	for _, one := range e.Captions {
		c.Captions = append(c.Captions, caption{one.Photo - last, number(one.Text), number(one.Now), one.Guarded})
		last = one.Photo
	}
	for _, one := range e.Named {
		c.Named = append(c.Named, named{one.Tag, number(one.Noun), number(one.Now), one.Guarded})
	}
	return deflate(c)
}

func (r run) takes(t library.TagEdit) bool {
	return r.Tag == t.Tag && r.Say == t.Label && r.Now == t.Now && r.Guarded == t.Guarded
}

// deflate can't fail, since gob knows the type and the bytes go to memory.
func deflate(v any) packed {
	var buffer bytes.Buffer
	w, err := flate.NewWriter(&buffer, flate.BestSpeed)
	if err == nil {
		err = gob.NewEncoder(w).Encode(v)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(fmt.Sprintf("pack an edit: %v", err))
	}
	return bytes.Clone(buffer.Bytes())
}

// inflate reads what was packed into v.
func (p packed) inflate(v any) error {
	r := flate.NewReader(bytes.NewReader(p))
	defer r.Close()
	if err := gob.NewDecoder(r).Decode(v); err != nil {
		return fmt.Errorf("unpack an edit: %w", err)
	}
	return nil
}

// edit is what was packed.
func (p packed) edit() (e library.Edit, err error) {
	var c columns
	if err := p.inflate(&c); err != nil {
		return e, err
	}
	e.Spelled = c.Spelled
	var id library.PhotoID
	for _, one := range c.Runs {
		for _, step := range one.Photos {
			id += step
			e.Tags = append(e.Tags, library.TagEdit{Photo: id, Tag: one.Tag, Label: one.Say, Guarded: one.Guarded, Now: one.Now})
		}
	}
	text := func(number int) *string {
		if number == 0 {
			return nil
		}
		return &c.Texts[number-1]
	}
	id = 0
	for _, one := range c.Captions {
		id += one.Photo
		e.Captions = append(e.Captions, library.CaptionEdit{Photo: id, Text: text(one.Text), Guarded: one.Guarded, Now: text(one.Now)})
	}
	for _, one := range c.Named {
		e.Named = append(e.Named, library.NamedEdit{Tag: one.Tag, Noun: text(one.Noun), Guarded: one.Guarded, Now: text(one.Now)})
	}
	return e, nil
}
