package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"descry/library"
)

// descriptionKey makes descriptions the same that differ in case, accents or blanks
// alone.
func descriptionKey(description string) string {
	return fold(oneSpaced(strings.ToValidUTF8(description, "")))
}

// SetFeedback remembers what the owner says of answers. Photos that are gone are
// left out.
func (s *Store) SetFeedback(ctx context.Context, description string, photos []library.PhotoID, say library.Say) error {
	key := descriptionKey(description)
	if key == "" {
		return errors.New("remember feedback: there is no description that it could belong to")
	}
	return s.write(ctx, "remember feedback", func(tx *sql.Tx) error {
		list := idList(photos)
		const forget = "DELETE FROM feedback WHERE key = ? AND photo IN (SELECT value FROM json_each(?))"
		if _, err := tx.ExecContext(ctx, forget, key, list); err != nil || say == library.Unsaid {
			return err
		}
		const insert = `INSERT INTO feedback (key, photo, good, description)
SELECT ?, p.id, ?, ? FROM json_each(?) j CROSS JOIN photos p ON p.id = j.value WHERE true ORDER BY j.key ON CONFLICT DO NOTHING`
		_, err := tx.ExecContext(ctx, insert, key, say == library.Yes, oneSpaced(strings.ToValidUTF8(description, "")), list)
		return err
	})
}

// FeedbackOn lists what was said of answers to a description.
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
