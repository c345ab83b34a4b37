// Package search answers queries: it keeps the in-memory vector index equal to
// the catalogue's vectors of one model, and turns a description or a photo into
// ranked photos.
package search
