// Package ui is the window: Fyne views and the models behind them. The window shows what a
// Backend returns, and hands every request of the user to the Backend. The package knows the
// domain types of package library, but no encoders, no storage and no running Fyne app.
package ui
