// Package index fills the catalogue: it walks folders, compares what it finds
// with what is known, and sends new and changed photos through one bounded
// pipeline — read and hash, decode once for metadata, thumbnail and encoder
// input, encode, commit — that a kill at any moment can only set back by the
// batch in flight.
package index
