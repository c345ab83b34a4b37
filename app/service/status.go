package service

import "descry/app/notice"

// Status is what the status bar shows.
type Status struct {
	Phase     Phase
	Done      int     // files indexed since this run began
	Total     int     // Done plus what is pending
	Unstable  int     // only these files are left, which are still being written
	PerSecond float64 // photos per second, smoothed; 0 = not known yet
	SecondsTo float64 // seconds left; 0 = not known
	Photos    int     // photos in the library
	Problems  int
	Model     string        // "Starter model"
	Device    notice.Notice // "CPU"; the zero Notice while that isn't known
	News      notice.Notice // sentence about a change that nobody asked for, to be shown once
	Renewing  bool          // Done and Total are photos that are looked at again, by a better built-in model or a better decoding
	Notice    notice.Notice // a lasting condition, e.g. "Watching by polling: too many folders"
	Elsewhere Indexer       // who indexes this library in place of this process

	// Filling is the name of the model that is being filled, "" when none is. While Filling is
	// set, Done, Total, PerSecond and SecondsTo are of that model.
	Filling     string
	ModelNotice notice.Notice // what the user should know of the model, e.g. why it runs on the CPU
}

// Indexer is another Descry process that indexes this library.
type Indexer struct {
	By         notice.Kind // says which process does: "by the Descry service"; "" when there is none
	Unpausable bool        // indexing can't be paused from this process
}

// Phase is what the indexer is doing.
type Phase int

// The phases of the indexer.
const (
	Idle Phase = iota
	Starting
	Scanning
	Indexing
	Paused
	Waiting // indexing can't go on (disk full, say); Status.Notice tells why
)

// EventKind says what changed.
type EventKind int

// The kinds of change the window listens to.
const (
	StatusChanged   EventKind = iota // ask Status
	FoldersChanged                   // folders, counts or states
	PhotosChanged                    // photos came, went or moved
	SearchesChanged                  // saved searches came, went or changed
	ModelsChanged                    // packs, offers, which one is in use, or the device
	TagsChanged                      // tags, people, captions
	LearnChanged                     // heads, suggestions, named concepts
	AnswersChanged                   // feedback on answers was undone or redone
	ProblemsChanged                  // which of the files that could not be read are ignored
)

// Event is a change in the library.
type Event struct{ Kind EventKind }
