package query

// Limits on a query. The limits are far above what anybody types, and bound the cost of a
// query that a program made up.
const (
	maxSource     = 64 << 10 // bytes
	maxClauses    = 64       // and as many conditions, and as many examples
	maxStatements = 12       // statements that Split makes of a description
	maxHints      = 16
	maxErrors     = 16
)

// LeastDigits is how many digits of a content hash name a photo.
const LeastDigits = 8

// The bounds of the weight of a phrase or an example.
const (
	leastWeight = 0.1
	mostWeight  = 10
)
