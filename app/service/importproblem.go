package service

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"descry/app/message"
	"descry/app/service/models"
	"descry/ml/checkpoint"
	"descry/ml/llm2clip"
)

// importProblem makes an import's error one for the form: about the field whose files are
// wrong, in one sentence that says what to choose instead.
func importProblem(err error) error {
	var at *models.FileError
	if !errors.As(err, &at) {
		return owned(err)
	}
	return &models.FieldError{Field: at.Field, Reason: fileSentence(at), Err: err}
}

func fileSentence(e *models.FileError) string {
	_, statErr := os.Stat(e.Path)
	switch {
	case errors.Is(statErr, fs.ErrNotExist):
		return "This does not exist: choose the folder as it was downloaded."
	case errors.Is(e.Err, fs.ErrPermission):
		return "You are not allowed to read this; check the permissions."
	case errors.Is(e.Err, checkpoint.ErrNoWeights):
		return "This folder has no weights: choose the folder that holds *.safetensors or *.pt."
	case errors.Is(e.Err, llm2clip.ErrNoVision):
		return "These weights are no image model of LLM2CLIP: choose the folder of the image model."
	}
	return message.AsSentence(plainly(e.Err))
}

// programWords are what the layers below put before a reason to say what they were doing.
var programWords = []string{"open checkpoint: ", "read checkpoint ", "folder ", "image tower ", "text encoder: ", "/"}

// plainly is the reason of an error without them.
func plainly(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil || !beginsWithAny(err.Error(), programWords) {
			return err.Error()
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
