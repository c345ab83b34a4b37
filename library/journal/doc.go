// Package journal keeps the user's annotations and actions, change by change, in files
// beside the catalogue, so that the changes outlive the catalogue's file.
//
// The files are segments of one JSON object a line, with a checksum each. Segments are only
// ever appended to; a segment that is large enough is followed by another. Changes are
// numbered, and each change is written once, whichever process hands the change over.
package journal
