// Package tags is where tags, people and captions of photos are shown and written: that part
// of the details, the sheet that tags the chosen photos, the sheets that rename and merge
// tags, and the sheet that imports the tags of files and folder names. The package doesn't
// choose the photos. The shell tells which photos are chosen and hands over their tags and
// captions.
package tags
