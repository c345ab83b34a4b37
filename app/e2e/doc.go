// Package e2e holds the end-to-end test: it drives the built program in a real
// window under Xvfb, as a person would with mouse and keyboard.
package e2e
