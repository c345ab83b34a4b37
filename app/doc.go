// Package app puts the program together: it reads settings, opens the catalogue,
// the models and the caches, adapts them to each other, and offers them as the
// window and as commands. It is the only package that knows all others.
package app
