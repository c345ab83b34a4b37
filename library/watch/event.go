package watch

import "fmt"

// Event is a batch of paths to look at again. An Event says nothing about what happened there:
// comparing the disk with the catalogue tells new, changed, moved and deleted files.
type Event struct {
	// Root is the root's name as it was given to Add.
	Root string
	// Paths are files and folders below the root, slash-separated and sorted. A folder stands
	// for its whole subtree. Paths are made for scan.Options.Only, and empty if Rescan is set.
	Paths []string
	// Rescan tells to look at the whole root.
	Rescan bool
}

// NoticeKind says what a Notice is about.
type NoticeKind int

const (
	// WatchLimit: the system grants no more watches, and the root is polled instead.
	WatchLimit NoticeKind = iota + 1
	// Overflow: changes came faster than they could be read. A rescan follows.
	Overflow
	// Network: the root is on a network or FUSE file system, where changes made elsewhere send
	// no event. The root is polled in addition.
	Network
	// Offline: the root is missing, unmounted or does not answer. Nothing in it counts as deleted.
	Offline
	// Online: the root is back. A rescan follows.
	Online
	// Trouble: the source of events reported another error. A rescan follows.
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

// Notice is news about a root that the user should know.
type Notice struct {
	// Root is the root's name as it was given to Add.
	Root string
	// Kind says what the notice is about. Window and commands word the notice by its kind.
	Kind NoticeKind
	// Message is one English sentence, for logs.
	Message string
	// Err is the cause, nil if there is none.
	Err error
}
