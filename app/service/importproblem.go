package service

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"descry/app/problem"
	"descry/app/service/models"
	"descry/ml/checkpoint"
	"descry/ml/llm2clip"
)

// importProblem words an import's error for the form: about the field whose files are wrong,
// in one sentence that says what to choose instead.
func importProblem(err error) error {
	var at *models.FieldError
	if !errors.As(err, &at) {
		return err
	}
	return &models.FieldError{Field: at.Field, Path: at.Path, Err: filesProblem(at)}
}

func filesProblem(e *models.FieldError) error {
	_, statErr := os.Stat(e.Path)
	switch {
	case errors.Is(statErr, fs.ErrNotExist):
		return problem.Wrap("import-missing", nil, e.Err)
	case errors.Is(e.Err, fs.ErrPermission):
		return problem.Wrap("import-not-allowed", nil, e.Err)
	case errors.Is(e.Err, checkpoint.ErrNoWeights):
		return problem.Wrap("import-no-weights", nil, e.Err)
	case errors.Is(e.Err, llm2clip.ErrNoVision):
		return problem.Wrap("import-no-vision", nil, e.Err)
	}
	return plainly(e.Err)
}

// programWords are the operations that the layers below put before a reason.
var programWords = []string{"open checkpoint: ", "read checkpoint ", "folder ", "image tower ", "text encoder: ", "/"}

// plainly is the reason of an error without programWords.
func plainly(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil || !beginsWithAny(err.Error(), programWords) {
			return err
		}
		err = inner
	}
}

func beginsWithAny(text string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(text, p) {
			return true
		}
	}
	return false
}
