// Package learning trains heads on what the user has said of photos, keeps them, says which of them
// searches use, and suggests tags with it. The head and the named concepts reach a search through
// [TextEncoder], which applies them to what the model's text tower makes of a text.
package learning
