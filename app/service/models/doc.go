// Package models keeps the models that embed photos and descriptions: the packs on disk,
// the one that searches, import, download, and what each of them computes on.
package models
