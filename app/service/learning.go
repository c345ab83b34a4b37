package service

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"descry/app/message"
	"descry/app/service/problem"
	"descry/finetune"
	"descry/library"
	"descry/library/spelling"
)

const (
	// fewestExamples of a tag let some be held out and measured: one in each of
	// three rounds.
	fewestExamples = 3
	// goodExamples is what to aim for: on 36 kinds of groceries 8 examples gained 45
	// points of average precision, 1 gained 22, and 16 few more than 8.
	goodExamples = 8
	// enoughExamples is from where further ones change little.
	enoughExamples = 16
)

// Taught is a head that was kept, or why none was, with the proof.
type Taught struct {
	Id     string // "" if none is offered
	Report finetune.Report
}

// Teach learns from the library and keeps the head, unused. Nothing is kept if ctx
// ends before.
func (t Teacher) Teach(ctx context.Context, w Wish, o finetune.Options, progress func(finetune.Progress)) (Taught, error) {
	l, err := t.ownerLesson(ctx, w, o.Seed)
	if err != nil {
		return Taught{}, err
	}
	if w.again {
		l.note += "; learned anew for a better built-in model"
	}
	result, err := Learn(t.M, ctx, l, o, progress)
	if errors.Is(err, finetune.ErrNothingToLearn) {
		return Taught{}, &problem.UsageError{Err: t.nothingToLearn(ctx)}
	}
	if err != nil || result.Head == nil {
		return Taught{Report: result.Report}, err
	}
	if err := ctx.Err(); err != nil {
		return Taught{}, err
	}
	id, err := t.E.Heads.Save(result.Head)
	return Taught{id, result.Report}, err
}

// nothingToLearn says what is missing.
func (t Teacher) nothingToLearn(ctx context.Context) error {
	s, err := t.E.said(ctx)
	if err != nil {
		return err
	}
	var few []string
	for _, one := range s.tags() {
		if n := len(one.photos); n < fewestExamples {
			few = append(few, fmt.Sprintf("%s has %d", one.tag.Name, n))
		}
	}
	if len(few) == 0 {
		return errors.New("there is nothing to learn from yet: tag some photos, at least 3 with the same tag")
	}
	return fmt.Errorf("no tag has enough examples: 3 are the fewest, %d are good (%s)", goodExamples, strings.Join(few[:min(len(few), 8)], ", "))
}

// tagAdvice says how many more examples of a tag would help, "" if it has enough.
func tagAdvice(examples int) string {
	switch {
	case examples < fewestExamples:
		return fmt.Sprintf("%s · %d more needed, %d recommended", message.Plural(examples, "photo", "photos"), fewestExamples-examples, goodExamples-examples)
	case examples < goodExamples:
		return fmt.Sprintf("%s · %d more recommended", message.Plural(examples, "photo", "photos"), goodExamples-examples)
	}
	return ""
}

// TagsNamed finds tags and people by what a person typed.
func (e *Library) TagsNamed(ctx context.Context, names []string) (map[library.Tag]bool, error) {
	if len(names) == 0 {
		return nil, nil
	}
	all, err := e.Store.Tags(ctx)
	if err != nil {
		return nil, err
	}
	found := map[library.Tag]bool{}
	for _, name := range names {
		n := len(found)
		for _, t := range all {
			if spelling.Fold(t.Tag.Name) == spelling.Fold(strings.TrimSpace(name)) && t.Own > 0 {
				found[t.Tag] = true
			}
		}
		if len(found) == n {
			return nil, &problem.UsageError{Err: fmt.Errorf("you have given no photo the tag %.80q", name)}
		}
	}
	return found, nil
}
