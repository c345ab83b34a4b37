package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"descry/library"
)

// descriptionKey makes descriptions the same that differ in case, accents or blanks
// alone.
func descriptionKey(description string) string {
	return fold(oneSpaced(strings.ToValidUTF8(description, "")))
}

// SetFeedback remembers the user's judgement of answers. Photos that are gone are left out.
func (s *Store) SetFeedback(ctx context.Context, description string, photos []library.PhotoID, label library.Label) error {
	edits := make([]library.FeedbackEdit, len(photos))
	for i, id := range photos {
		edits[i] = library.FeedbackEdit{Photo: id, Label: label}
	}
	_, err := s.EditFeedback(ctx, description, edits)
	return err
}

// EditFeedback is SetFeedback photo by photo. The last judgement of a photo counts. The undo
// is in the order of the edits.
func (s *Store) EditFeedback(ctx context.Context, description string, edits []library.FeedbackEdit) (undo []library.FeedbackEdit, err error) {
	if descriptionKey(description) == "" {
		return nil, fmt.Errorf("remember feedback: %w", errNoDescription)
	}
	err = s.writeDurably(ctx, "remember feedback", func(tx *sql.Tx) error {
		undo, err = editFeedback(ctx, tx, description, edits)
		return err
	})
	if err != nil {
		return nil, err
	}
	return undo, nil
}

func editFeedback(ctx context.Context, tx *sql.Tx, description string, edits []library.FeedbackEdit) (undo []library.FeedbackEdit, err error) {
	key := descriptionKey(description)
	before, err := feedbackBefore(ctx, tx, key, edits)
	if err != nil {
		return nil, err
	}
	last := make(map[library.PhotoID]int, len(edits))
	for i, one := range edits {
		last[one.Photo] = i
	}
	var gone, good, bad []library.PhotoID
	for i, one := range edits {
		was, there := before[one.Photo]
		if !there || last[one.Photo] != i || one.Guarded && was != one.Now {
			continue
		}
		gone = append(gone, one.Photo) // the judgement is made anew, so it is the newest
		switch one.Label {
		case library.Yes:
			good = append(good, one.Photo)
		case library.No:
			bad = append(bad, one.Photo)
		case library.Unlabelled: // the row is gone
		}
		if was != one.Label {
			undo = append(undo, library.FeedbackEdit{Photo: one.Photo, Label: was, Guarded: true, Now: one.Label})
		}
	}
	const forget = "DELETE FROM feedback WHERE key = ? AND photo IN (SELECT value FROM json_each(?))"
	if _, err := tx.ExecContext(ctx, forget, key, idList(gone)); err != nil {
		return nil, err
	}
	const insert = `INSERT INTO feedback (key, photo, good, description)
SELECT ?, value, ?, ? FROM json_each(?) WHERE true ORDER BY key`
	text := oneSpaced(strings.ToValidUTF8(description, ""))
	if _, err := tx.ExecContext(ctx, insert, key, true, text, idList(good)); err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, insert, key, false, text, idList(bad))
	return undo, err
}

// feedbackBefore are the present judgements of the photos that are there.
func feedbackBefore(ctx context.Context, tx *sql.Tx, key string, edits []library.FeedbackEdit) (map[library.PhotoID]library.Label, error) {
	ids := make([]library.PhotoID, len(edits))
	for i, one := range edits {
		ids[i] = one.Photo
	}
	before := make(map[library.PhotoID]library.Label, len(ids))
	const query = `SELECT p.id, f.good FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value
LEFT JOIN feedback f ON f.key = ? AND f.photo = p.id`
	err := each(ctx, tx, query, []any{idList(ids), key}, func(rows *sql.Rows) error {
		var id library.PhotoID
		var good sql.NullBool
		err := rows.Scan(&id, &good)
		switch {
		case !good.Valid:
			before[id] = library.Unlabelled
		case good.Bool:
			before[id] = library.Yes
		default:
			before[id] = library.No
		}
		return err
	})
	return before, err
}

// FeedbackOn lists the judged answers to a description.
func (s *Store) FeedbackOn(ctx context.Context, description string) ([]library.Feedback, error) {
	var list []library.Feedback
	err := s.feedback(ctx, "WHERE key = ? ORDER BY id", []any{descriptionKey(description)}, func(f library.Feedback) {
		list = append(list, f)
	})
	return list, err
}

// AllFeedback calls fn for all feedback on photos with a file, by description.
func (s *Store) AllFeedback(ctx context.Context, fn func(library.Feedback)) error {
	return s.feedback(ctx, "WHERE photo NOT IN ("+withoutFile+") ORDER BY key, id", nil, fn)
}

func (s *Store) feedback(ctx context.Context, which string, args []any, fn func(library.Feedback)) error {
	err := each(ctx, s.reader, "SELECT description, photo, good FROM feedback "+which, args, func(rows *sql.Rows) error {
		var f library.Feedback
		err := rows.Scan(&f.Description, &f.Photo, &f.Good)
		if err == nil {
			fn(f)
		}
		return err
	})
	return wrap("read feedback", err)
}
