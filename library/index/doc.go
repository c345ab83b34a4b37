// Package index fills the catalogue. An Indexer walks folders and compares the files with what
// is known. New and changed photos go through one bounded pipeline: read and hash, decode once
// for metadata, thumbnail and encoder input, encode, commit. A kill at any moment can only set
// the pipeline back by the batch in flight.
package index
