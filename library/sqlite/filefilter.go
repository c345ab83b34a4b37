package sqlite

import (
	"path"
	"path/filepath"
	"strings"

	"descry/library"
)

// scopeDirs is the condition on dirs that a scope makes. The scope of all photos makes none.
func scopeDirs(scope library.Scope) clause {
	switch {
	case scope.Folder == 0:
		return clause{}
	case scope.Rel == "":
		return sqlf("folder_id = ?", scope.Folder)
	}
	from, to := relRange(scope.Rel)
	return sqlf("folder_id = ? AND (rel = ? OR rel > ? AND rel < ?)", scope.Folder, scope.Rel, from, to)
}

// filesWith lists the photos that have a file in one of the directories.
func filesWith(dirs clause) clause {
	return sqlf("SELECT group_concat(photo_id) FROM files INDEXED BY files_places WHERE photo_id IS NOT NULL AND dir IN ("+
		"SELECT id FROM dirs WHERE "+dirs.sql+")", dirs.args...)
}

func dirTest(which, in clause) clause {
	if in.sql != "" {
		which = which.join(" AND ", in)
	}
	return filesWith(which)
}

// belowPath is the condition that a directory's path is dir or ends in dir, or that the
// directory lies below such a one.
func belowPath(dir string) clause {
	absolute := filepath.IsAbs(dir)
	dir = strings.Trim(path.Clean("/"+filepath.ToSlash(dir)), "/")
	if dir == "" {
		return sqlf("1")
	}
	if !absolute {
		return sqlf("instr('/' || above || folded || '/', ?) > 0", "/"+fold(dir)+"/")
	}
	return sqlf("instr('/' || ltrim(above || folded, '/') || '/', ?) = 1", "/"+fold(dir)+"/")
}

// nameTest looks through the names of all files, which lie in one index.
func nameTest(t library.NameTest, in clause) clause {
	const from = "SELECT group_concat(photo_id) FROM files INDEXED BY files_names WHERE photo_id IS NOT NULL AND "
	name := sqlf("instr(name, ?) > 0", fold(t.Text))
	if in.sql == "" {
		return sqlf(from+name.sql, name.args...)
	}
	// The name comes first, since it excludes more files than the directory.
	place := sqlf("dir IN (SELECT id FROM dirs WHERE "+in.sql+")", in.args...)
	both := name.join(" THEN ", place)
	return sqlf(from+"CASE WHEN "+both.sql+" END", both.args...)
}
