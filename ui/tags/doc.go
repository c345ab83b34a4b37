// Package tags is where tags, people and captions of photos are shown and written: the part of
// the details that is about them, the sheet that tags the chosen photos, the sheets that rename
// and merge tags, and the one that imports what files and folder names say. The package doesn't
// choose the photos: the shell tells which are chosen and hands over what is said about them.
package tags
