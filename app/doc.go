// Package app puts the program together: the commands of package cli, the window of package
// ui, and the service that both call. Package app is the only one that knows them all. With
// the build tag headless the program has no window.
package app
