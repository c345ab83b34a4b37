package service

import "descry/library/metadata"

// LaidOpen is how a photo's file is read. Values that are not known are empty.
type LaidOpen struct {
	Decoder string
	Profile string // colour profile of the picture
	Warning string // says what part of the picture is damaged, or that a raw file's preview is small
	// Sidecars are the names of the files beside the photo that say something of the photo.
	Sidecars []string
	Fields   []LaidField
	Models   []LaidModel // models that have tried the photo
}

// LaidField is a field of the metadata by its name, with the sources of its value.
type LaidField struct {
	Name string
	From []metadata.Source
}

// LaidModel is a model that has tried a photo.
type LaidModel struct {
	Name    string
	Refused bool // the model could not take the photo
}
