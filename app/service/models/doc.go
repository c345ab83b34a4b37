// Package models keeps the models that embed photos and descriptions: the packs on disk, the
// models at work, import, download, and what each model computes on.
package models
