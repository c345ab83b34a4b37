// Package service is what the window and the commands call: a library that is opened and
// closed, searched, edited, followed and examined. Its results are plain values. How results
// are worded and shown is up to package ui and package cli.
package service
