package sqlite

import (
	"database/sql"
	"errors"
	"strings"
	"unicode/utf8"

	"descry/library"
)

// mostCaptionSigns is far more than anyone writes and can still be indexed at once.
const mostCaptionSigns = 100_000

// writeCaptions writes the user's captions.
func (e *editor) writeCaptions(edit library.Edit) error {
	for _, c := range edit.Captions {
		if !e.isThere(c.Photo) {
			continue
		}
		if c.Text != nil {
			text := strings.TrimSpace(strings.ToValidUTF8(*c.Text, ""))
			if utf8.RuneCountInString(text) > mostCaptionSigns {
				return library.ErrLongCaption
			}
			c.Text = &text
		}
		var before *string
		err := e.tx.QueryRowContext(e.ctx, "SELECT own_caption FROM photos WHERE id = ?", c.Photo).Scan(&before)
		if err != nil {
			return err
		}
		if sameText(before, c.Text) || c.Guarded && !sameText(before, c.Now) {
			continue
		}
		if err := e.exec("UPDATE photos SET own_caption = ? WHERE id = ?", c.Text, c.Photo); err != nil {
			return err
		}
		e.undo.Captions = append(e.undo.Captions, library.CaptionEdit{Photo: c.Photo, Text: before, Guarded: true, Now: c.Text})
	}
	return nil
}

func sameText(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// writeNamed makes tags named concepts, or ends that.
func (e *editor) writeNamed(edit library.Edit) error {
	for _, n := range edit.Named {
		row, ok, err := e.find(n.Tag)
		if err == nil && !ok && n.Noun != nil && !(n.Guarded && n.Now != nil) {
			row, err = e.add(n.Tag)
		}
		if err != nil {
			return err
		}
		if row.id == 0 {
			continue // a tag that isn't there is no named concept
		}
		if err := e.writeNoun(row, n); err != nil {
			return err
		}
	}
	return nil
}

// writeNoun records the noun of a named concept. A nil noun makes the tag no named concept.
func (e *editor) writeNoun(row tagRow, n library.NamedEdit) error {
	noun := n.Noun
	if noun != nil {
		text := oneSpaced(strings.ToValidUTF8(*noun, ""))
		noun = &text
	}
	before, err := e.nounOf(row)
	if err != nil || sameText(before, noun) || n.Guarded && !sameText(before, n.Now) {
		return err
	}
	e.undo.Named = append(e.undo.Named, library.NamedEdit{Tag: row.tag, Noun: before, Guarded: true, Now: noun})
	if noun == nil {
		e.left[row.id] = row
		return e.exec("DELETE FROM named_things WHERE tag = ?", row.id)
	}
	return e.exec("INSERT INTO named_things (tag, noun) VALUES (?, ?) ON CONFLICT DO UPDATE SET noun = excluded.noun", row.id, *noun)
}

// nounOf is the noun of a named concept, nil for any other tag.
func (e *editor) nounOf(row tagRow) (noun *string, err error) {
	err = e.tx.QueryRowContext(e.ctx, "SELECT noun FROM named_things WHERE tag = ?", row.id).Scan(&noun)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return noun, err
}

// writeSpelled changes the spelling of tags.
func (e *editor) writeSpelled(edit library.Edit) error {
	for _, one := range edit.Spelled {
		t := ownTag(one.Tag)
		// The tag is looked up without the editor's memory, since several spellings may follow
		// each other.
		row, err := findTag(e.ctx, e.tx, t)
		if errors.Is(err, sql.ErrNoRows) || err == nil && (row.tag == t || one.Now != "" && row.tag.Name != one.Now) {
			continue
		}
		if err != nil {
			return err
		}
		if err := e.exec("UPDATE tags SET name = ? WHERE id = ?", t.Name, row.id); err != nil {
			return err
		}
		// Writing the same words would index all photos of the tag again.
		words := indexWords(t.Name)
		if err := e.exec("UPDATE tags SET words = ? WHERE id = ? AND words <> ?", words, row.id, words); err != nil {
			return err
		}
		e.undo.Spelled = append(e.undo.Spelled, library.SpellEdit{Tag: row.tag, Now: t.Name})
	}
	return nil
}
