package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"descry/library"
	"descry/library/annotation"
)

// keptKey is the key under which a whole record, or the unknown fields of a known record, are
// kept.
func keptKey(identity string) string {
	sum := sha256.Sum256([]byte(identity))
	return hex.EncodeToString(sum[:])
}

// keptRecord is a record that was kept whole. A later version may know its kind.
func keptRecord(line []byte) annotation.Record {
	r, err := annotation.Parse(line)
	if err != nil { // the line was parsed before it was kept
		return annotation.Record{Kind: "unknown", Raw: string(line)}
	}
	return r
}

// keptWith are the fields that were kept with a record, as long as the record's statement is
// still the same.
func keptWith(ctx context.Context, tx *sql.Tx, r annotation.Record) (more string, err error) {
	normal, err := normalRecord(r)
	if err != nil {
		return "", nil // an annotation that no record can have
	}
	var line []byte
	err = tx.QueryRowContext(ctx, "SELECT record FROM kept_records WHERE key = ?", keptKey(identity(normal))).Scan(&line)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	then, err := annotation.Parse(line)
	if err == nil {
		then, err = normalRecord(then)
	}
	if err != nil || statementOf(then) != statementOf(normal) {
		return "", nil
	}
	return then.More, nil
}

// keep keeps a whole record of an unknown kind, or a record with unknown fields. A nil photo
// stands for no photo.
func (a *recordWriter) keep(r annotation.Record, photo *library.PhotoID) error {
	const query = `INSERT INTO kept_records (photo, key, whole, record) VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET record = excluded.record`
	return a.e.exec(query, photo, keptKey(identity(r)), !r.Known(), string(r.Append(nil)))
}

// drop forgets what was kept under the identity of a record.
func (a *recordWriter) drop(r annotation.Record) error {
	return a.e.exec("DELETE FROM kept_records WHERE key = ?", keptKey(identity(r)))
}

// withdrawal is the record that takes another back.
func withdrawal(r annotation.Record) annotation.Record {
	if !r.Known() {
		return annotation.Record{Kind: annotation.Withdrawn, Photo: r.Photo, Raw: r.Raw}
	}
	r.Value, r.Text, r.More, r.Line = annotation.TakenBack, nil, "", 0
	return r
}

// withdrawn is the record that a record of the kind withdrawn takes back.
func withdrawn(r annotation.Record) (annotation.Record, error) {
	was, err := annotation.Parse([]byte(r.Raw))
	if err != nil {
		return was, fmt.Errorf("what it takes back is no record: %w", err)
	}
	if was.Kind == annotation.Withdrawn {
		return was, errors.New("it takes back a record that takes one back")
	}
	return normalRecord(was)
}
