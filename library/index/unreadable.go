package index

import (
	"context"
	"path/filepath"
	"slices"

	"descry/library"
)

// keepUnreadable records which subfolders a scan could not look into. A scan of a part of the
// folder tells nothing of the rest.
func (s *syncer) keepUnreadable(ctx context.Context) error {
	list := s.hidden
	if len(s.only) > 0 {
		old, err := s.x.o.Store.UnreadableFolders(ctx, s.folder.ID)
		if err != nil {
			return err
		}
		for _, u := range old {
			if !slices.ContainsFunc(s.only, func(part string) bool { _, in := below(part, u.Rel); return in || part == u.Rel || part == "" }) {
				list = append(list, u)
			}
		}
	}
	changed, err := s.x.o.Store.SetUnreadableFolders(ctx, s.folder.ID, list)
	if changed {
		s.x.o.OnChange(FoldersChanged)
	}
	return err
}

// noticeUnreadable is called for each subfolder that can't be listed.
func (s *syncer) noticeUnreadable(rel string, err error) {
	path := filepath.Join(s.folder.Path, filepath.FromSlash(rel))
	s.x.o.Log.Warn("folder unreadable", "path", path, "err", err)
	s.hidden = append(s.hidden, library.UnreadableFolder{Rel: rel, Reason: plainError(err).Error()})
}

// own reports that a path is one of the program's own files.
func (s *syncer) own(rel string) bool {
	path := filepath.Join(s.folder.Path, filepath.FromSlash(rel))
	for _, dir := range s.x.o.Own {
		if _, inside := below(dir, path); inside {
			return true
		}
	}
	return false
}
