// Package library holds the domain of the catalogue: folders the user added, the files found
// in them, the photos those files contain, and what the window and the commands ask about the
// photos.
//
// A file is a path. A photo is a content, identified by the BLAKE3 hash of its bytes. Several
// files may hold the same photo. Moves, renames and copies made outside keep everything known
// about a photo. The package imports the standard library only: storage, decoding, watching
// and encoding live in subpackages and adapters.
package library
