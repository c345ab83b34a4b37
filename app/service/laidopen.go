package service

import "descry/library/metadata"

// LaidOpen is how a photo's file is read; what is not known is empty.
type LaidOpen struct {
	Decoder string
	Profile string // the colours it is in
	Warning string // what part of the picture is damaged, or that a raw file's preview is small
	Sidecar string // the name of the file beside it
	Fields  []LaidField
	Models  []LaidModel // that have looked at it
}

// LaidField is a field of the metadata, by its name there, with the sources that say so.
type LaidField struct {
	Name string
	From []metadata.Source
}

// LaidModel is a model that has tried a photo.
type LaidModel struct {
	Name    string
	Refused bool // it could not take it
}
