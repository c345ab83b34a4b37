// Package journal keeps what the user said and did, change by change, in files beside
// the catalogue, so that it outlives the catalogue's file.
//
// The files are segments of one JSON object a line, with a checksum each. They are only
// ever appended to: a segment that is large enough is followed by another. Changes are
// numbered; each is written once, whichever process hands it over.
package journal
