// Package message words what a user reads, for the window and the commands alike: numbers,
// times, errors, and how folders, places, files and the library are doing. The package knows
// neither a toolkit nor a terminal.
package message
