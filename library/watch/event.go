package watch

import "fmt"

// Event is a batch of places to look at again. It says nothing about what happened there: new, changed, moved and
// deleted are all told by comparing the disk with the catalogue.
type Event struct {
	// Root is the root's name as it was given to Add.
	Root string
	// Paths are files and folders below the root, slash-separated, sorted; for a folder the whole subtree is meant.
	// They are made for scan.Options.Only. Empty if Rescan is set.
	Paths []string
	// Rescan asks for the whole root.
	Rescan bool
}

// NoticeKind says what a Notice is about.
type NoticeKind int

const (
	// WatchLimit: the system grants no more watches; the root is polled instead.
	WatchLimit NoticeKind = iota + 1
	// Overflow: changes came faster than they could be read; a rescan follows.
	Overflow
	// Network: the root is on a network or FUSE file system, where changes made elsewhere send no event; it is
	// polled in addition.
	Network
	// Offline: the root is missing, unmounted or does not answer. Nothing in it counts as deleted.
	Offline
	// Online: the root is back; a rescan follows.
	Online
	// Trouble: the source of events reported another error; a rescan follows.
	Trouble
)

// String is the kind's name, for logs.
func (k NoticeKind) String() string {
	names := [...]string{"", "watch limit", "overflow", "network", "offline", "online", "trouble"}
	if k < 1 || int(k) >= len(names) {
		return fmt.Sprintf("notice %d", int(k))
	}
	return names[k]
}

// Notice is something about a root that the user should know.
type Notice struct {
	// Root is the root's name as it was given to Add.
	Root string
	// Kind says what it is about; window and command line word it by this.
	Kind NoticeKind
	// Message is one English sentence, for logs.
	Message string
	// Err is the cause, nil if there is none.
	Err error
}
