package models

import "descry/app/notice"

// Page is what the Models page shows.
type Page struct {
	Models []Model
	Offers []Offer // what can be downloaded and is not there yet
	Folder string  // where packs are kept, for the user to know before a download

	Device       string          // the setting, one of Devices
	Devices      []string        // what may be chosen, Automatic first: "AMD Radeon 780M · Vulkan", "CPU"
	RunsOn       notice.Notice   // what the active model runs on now: "CPU", "AMD Radeon 780M, text on CPU"
	DeviceWhy    []notice.Notice // why it does, and what was passed over, in clauses
	DeviceNotice notice.Notice   // why that isn't what was chosen, the zero Notice usually
	Card         *CardUse        // nil where there is no graphics card, or the user wants none used
}

// CardUse is how much of a graphics card indexing takes.
type CardUse struct {
	Share      int // of its time, in percent, from 1 to 100
	OnBattery  OnBattery
	HasBattery bool // the computer has a battery, or that isn't known; not changed
}

// OnBattery is what becomes of indexing on a graphics card while the computer runs on its
// battery.
type OnBattery string

// The kinds of OnBattery.
const (
	BatteryFull  OnBattery = "full"  // indexing goes on as otherwise
	BatterySlow  OnBattery = "slow"  // indexing goes on slower
	BatteryPause OnBattery = "pause" // indexing waits for the mains
)

// Model is a model pack on this machine.
type Model struct {
	ID, Name, Description, Licence string

	Languages []string // ISO 639-1, those that the model was measured on
	Bytes     int64    // of the pack's files on disk
	BuiltIn   bool     // part of the program: no files to delete
	Active    bool     // the model searches
	Next      bool     // the model is being filled to become the active one

	Vectors     int   // photos that have a vector of the model
	Photos      int   // photos in the library that the model can encode
	VectorBytes int64 // size of the model's vectors on disk

	ImagesPerSecond float64 // on this machine, 0 = not measured
	TextMillis      float64 // for one query on this machine, 0 = not measured
	Measured        []Measure

	Problem error  // why it can't be used, or nil
	Path    string // the pack's folder, "" for the built-in pack

	Dim       int // elements of a vector
	ImageSize int // pixels of a side of the model's input
	MaxTokens int // tokens of a description that the model reads
}

// Measure is how often the right photo was among the first 1, 5 and 10 results for a
// description of a public set, in percent.
type Measure struct {
	Set    string
	Images int

	R1, R5, R10 float64
}

// Offer is a model that can be downloaded.
type Offer struct {
	ID, Name string
	Headline string // what the model is good for, in plain words; may be ""
	Note     string // whom the model is for, and what it needs

	Bytes   int64    // to download
	Pages   []string // web addresses of the repositories
	Partial int64    // bytes that were fetched before
}

// ImportRequest names downloaded checkpoints, each a file or a folder, and how to store them.
// Name is the pack's name, "" for a name made of the models' names.
type ImportRequest struct {
	Vision, Text string
	Quantize     string // one of the Quantize constants
	Name         string
}

// ImportField is one of the two parts that an import asks for.
type ImportField int

// The parts of a model.
const (
	ImportVision ImportField = iota
	ImportText
)

// FieldError is a fault in one part of an import.
type FieldError struct {
	Field ImportField
	Path  string // path that was chosen for the part
	Err   error
}

// Error is what is wrong.
func (e *FieldError) Error() string { return e.Err.Error() }

// Unwrap is what went wrong.
func (e *FieldError) Unwrap() error { return e.Err }

// How the numbers of a model are stored.
const (
	QuantizeInt8 = "int8"
	QuantizeInt4 = "int4"
	QuantizeNone = "none"
)
