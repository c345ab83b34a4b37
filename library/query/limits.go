package query

// Limits on a query. They are far above what anybody types, and keep the cost of a
// query that a program made up bounded.
const (
	maxSource     = 64 << 10 // bytes
	maxClauses    = 64       // and as many conditions, and as many examples
	maxStatements = 12       // that Split makes of a description
	maxHints      = 16
	maxErrors     = 16
)

// LeastDigits is how many digits of a content hash name a photo.
const LeastDigits = 8

// Weights that a phrase or an example can have.
const (
	leastWeight = 0.1
	mostWeight  = 10
)
