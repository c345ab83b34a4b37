// Package app puts the program together: the commands of package cli, the window of package
// ui, and the service that both ask. It is the only package that knows them all. With the
// build tag headless it has no window.
package app
