// Package faultyfs shows a directory through a file system that fails as disks, cards, cables
// and servers do. The package is for tests, on Linux, and no part of the program. The photos
// themselves are only ever read.
package faultyfs
