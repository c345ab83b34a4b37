package cli

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/library/index"
)

func foldersCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "folders",
		Short: message.Text("command-folders-short", nil),
		Long:  message.Text("command-folders-long", nil),
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withReading(cmd, func(e *service.Library) error {
				return runFolders(cmd.Context(), e, asJSON, cmd.OutOrStdout())
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.AddCommand(
		folderCommand("remove DIR", message.Text("command-folders-remove-short", nil), func(ctx context.Context, e *service.Library, id library.FolderID) error {
			return e.Store.RemoveFolder(ctx, id)
		}),
		folderCommand("pause DIR", message.Text("command-folders-pause-short", nil), func(ctx context.Context, e *service.Library, id library.FolderID) error {
			return e.Store.SetFolderPaused(ctx, id, true)
		}),
		folderCommand("resume DIR", message.Text("command-folders-resume-short", nil), func(ctx context.Context, e *service.Library, id library.FolderID) error {
			return e.Store.SetFolderPaused(ctx, id, false)
		}),
		confirmGoneCommand(), excludeCommand(), includeCommand())
	return cmd
}

func folderCommand(use, short string, change func(context.Context, *service.Library, library.FolderID) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: exactly(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				id, err := e.FolderNamed(cmd.Context(), a[0])
				if err != nil {
					return err
				}
				return change(cmd.Context(), e, id)
			})
		},
	}
}

// runFolders lists the folders, and the places in them that are away.
func runFolders(ctx context.Context, e *service.Library, asJSON bool, stdout io.Writer) error {
	s, err := e.Status(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(stdout, struct {
			Folders []service.FolderStatus `json:"folders"`
			Places  []placeJSON            `json:"places"`
			Exclude []string               `json:"exclude"`
			Linked  []index.LinkedFolder   `json:"linked,omitempty"`
		}{s.Folders, placesJSON(s.Places), s.Exclude, s.Linked})
	}
	printFolders(stdout, s)
	printPassedOver(stdout, s)
	printAway(stdout, s.Places, time.Now())
	return nil
}
