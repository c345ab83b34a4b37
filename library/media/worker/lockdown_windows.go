package worker

import (
	"errors"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// cpuLimit is how long a child may compute in all. cpuLimit ends a child that the program
// can't end any more.
const cpuLimit = time.Hour

// lockDown puts this process into a job, and names the guards that hold. The job has a limit
// of memory and time, starts no other process, and reaches neither the clipboard nor windows
// of others.
func lockDown() (holding []string) {
	if job() != nil {
		return nil
	}
	return []string{"job object"}
}

func job() error {
	j, err := windows.CreateJobObject(nil, nil) // open as long as the process
	if err != nil {
		return err
	}
	const hundredNanoseconds = 100
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{
			PerProcessUserTimeLimit: int64(cpuLimit / hundredNanoseconds),
			LimitFlags: windows.JOB_OBJECT_LIMIT_PROCESS_TIME | windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY |
				windows.JOB_OBJECT_LIMIT_ACTIVE_PROCESS | windows.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION |
				windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
			ActiveProcessLimit: 1,
		},
		ProcessMemoryLimit: MaxMemory,
	}
	screen := windows.JOBOBJECT_BASIC_UI_RESTRICTIONS{
		UIRestrictionsClass: windows.JOB_OBJECT_UILIMIT_HANDLES | windows.JOB_OBJECT_UILIMIT_READCLIPBOARD |
			windows.JOB_OBJECT_UILIMIT_WRITECLIPBOARD | windows.JOB_OBJECT_UILIMIT_DESKTOP |
			windows.JOB_OBJECT_UILIMIT_SYSTEMPARAMETERS | windows.JOB_OBJECT_UILIMIT_EXITWINDOWS,
	}
	_, limited := windows.SetInformationJobObject(j, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)))
	_, screened := windows.SetInformationJobObject(j, windows.JobObjectBasicUIRestrictions,
		uintptr(unsafe.Pointer(&screen)), uint32(unsafe.Sizeof(screen)))
	return errors.Join(limited, screened, windows.AssignProcessToJobObject(j, windows.CurrentProcess()))
}

// tired: time is counted by the job alone.
func tired() bool { return false }

// dataSize is unknown on this system.
func dataSize(int) (int64, error) { return 0, errors.ErrUnsupported }

func limitMemory(int, int64) {}
