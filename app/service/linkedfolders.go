package service

import (
	"context"
	"slices"
	"strings"

	"descry/app/notice"
	"descry/app/problem"
	"descry/library/index"
)

// valueLinkedTold keeps the links to folders of which the user was last told.
const valueLinkedTold = "linked.told"

// fewLinked is how many links a notice names.
const fewLinked = 3

// linkedFolders lists the links to folders that scans pass over.
func (e *Library) linkedFolders(ctx context.Context) ([]index.LinkedFolder, error) {
	folders, err := e.Store.Folders(ctx, "")
	if err != nil {
		return nil, err
	}
	return index.LinkedFolders(ctx, e.Store, folders)
}

// Linked tells of the links to folders that were passed over, and of a command that adds the
// first. Without links it is the zero Notice.
func Linked(list []index.LinkedFolder) notice.Notice {
	if len(list) == 0 {
		return notice.Notice{}
	}
	return linkedNotice("library-linked", list)
}

func linkedNotice(kind notice.Kind, list []index.LinkedFolder) notice.Notice {
	names := notice.Names{}
	for _, l := range list[:min(len(list), fewLinked)] {
		names = append(names, problem.Printable(l.Path))
	}
	if len(list) > fewLinked {
		names = append(names, "…")
	}
	return notice.Counted(kind, len(list), notice.Params{
		"Names": names, "Command": "descry index " + ShellWord(problem.Printable(list[0].Path)),
	})
}

// newlyLinked are the links if the user has not been told of all of them, else none.
func (e *Library) newlyLinked(ctx context.Context) ([]index.LinkedFolder, error) {
	list, err := e.linkedFolders(ctx)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	told, err := e.Store.Value(ctx, valueLinkedTold)
	if err != nil {
		return nil, err
	}
	known := strings.Split(told, "\x00")
	for _, l := range list {
		if !slices.Contains(known, l.Path) {
			return list, nil
		}
	}
	return nil, nil
}

// linkedTold has the user told of links.
func (e *Library) linkedTold(ctx context.Context, list []index.LinkedFolder) error {
	paths := make([]string, len(list))
	for i, l := range list {
		paths[i] = l.Path
	}
	return e.Store.SetValue(ctx, valueLinkedTold, strings.Join(paths, "\x00"))
}

// tellLinked tells once of links that were passed over.
func (e *Library) tellLinked(ctx context.Context, p progress) error {
	list, err := e.newlyLinked(ctx)
	if err != nil || len(list) == 0 {
		return err
	}
	p.Note(Linked(list))
	return e.linkedTold(ctx, list)
}

// sampleLinked has the window tell once of links that were passed over, when it has nothing
// else to tell.
func (b *Session) sampleLinked(ctx context.Context) error {
	if b.hasNews() {
		return nil
	}
	list, err := b.e.newlyLinked(ctx)
	if err != nil || len(list) == 0 {
		return err
	}
	b.tell(linkedNotice("library-linked-in-window", list))
	return b.e.linkedTold(ctx, list)
}

// hasNews reports that the window has something to tell once.
func (b *Session) hasNews() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !b.renewing.news.IsZero() || !b.news.IsZero()
}

// tell has the window tell something once.
func (b *Session) tell(news notice.Notice) {
	b.mu.Lock()
	b.news = news
	b.mu.Unlock()
	b.Events.Send(StatusChanged)
}
