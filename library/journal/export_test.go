package journal

// SetLimit sets the size from which a segment is followed by another.
func SetLimit(j *Journal, bytes int64) { j.limit = bytes }
