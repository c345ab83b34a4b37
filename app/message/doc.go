// Package message words what an user reads, for the window and the commands alike: numbers,
// times, errors, and how folders, places, files and the library are doing. It knows the
// results of package service and neither a toolkit nor a terminal.
package message
