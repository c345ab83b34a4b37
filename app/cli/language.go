package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/assets/languages"
)

// languageName is the flag of all commands that names the language to speak.
const languageName = "lang"

// languageFlag adds --lang to all commands. askedLanguage has read its value before.
func languageFlag(root *cobra.Command) *string {
	var names []string
	for _, tag := range languages.Spoken() {
		names = append(names, tag.String())
	}
	return root.PersistentFlags().String(languageName, "",
		message.Text("cli-language-flag", message.Params{"Languages": strings.Join(names, ", ")}))
}

// askedLanguage is the value of --lang among the arguments, "" for none. Commands take their
// texts when they are made, before their flags are read.
func askedLanguage(args []string) string {
	for i, arg := range args {
		switch name, value, has := strings.Cut(arg, "="); {
		case arg == "--":
			return ""
		case name != "--"+languageName:
			continue
		case has:
			return value
		case i+1 < len(args):
			return args[i+1]
		}
	}
	return ""
}
