// Package cataloguetest holds stores to the contract of library.Catalogue: what the comments
// of its interfaces promise, method by method, on a store that is opened anew for each case. A
// store that passes Run can take the place of any other.
//
// The folders, files, photos and annotations that the suite makes up are there for a store's
// own tests, too.
package cataloguetest

import (
	"context"
	"testing"
	"time"

	"descry/library"
)

// Open opens the catalogue that a store keeps in a directory, which is empty at first. Open
// ends the test if opening fails, and closes the catalogue when the test ends. Open is called
// again with the same directory to open the same catalogue once more: beside open handles,
// after all are closed, in another process, and after that process was killed. now is the
// store's clock.
type Open func(t testing.TB, dir string, now func() time.Time) library.Catalogue

// empty opens an empty catalogue that must be sound when the test ends.
func (open Open) empty(t testing.TB) (library.Catalogue, *Clock) {
	t.Helper()
	c := NewClock()
	s := open(t, t.TempDir(), c.Now)
	t.Cleanup(func() { CheckClean(t, s) })
	return s, c
}

// CheckClean fails the test if Check finds anything.
func CheckClean(t testing.TB, s library.Catalogue) {
	t.Helper()
	if findings, err := s.Check(context.Background()); err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
}

// Run holds a store to the contract. Each case is a test of its own. Cases of killed processes
// start the test's program again.
func Run(t *testing.T, open Open) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

// testCase is a part of a contract that is tried on stores of its own.
type testCase struct {
	name string
	run  func(t *testing.T, open Open)
}

// cases are all of Run, in the order of the interfaces.
var cases = []testCase{
	{"AddFolder", testAddFolder},
	{"AddFolderAbsorbs", testAddFolderAbsorbs},
	{"RemoveFolder", testRemoveFolder},
	{"FolderStates", testFolderStates},
	{"Subfolders", testSubfolders},
	{"Counts", testCounts},
	{"AbsorbingAnOfflineFolderThatWasNeverScanned", testAbsorbingAnOfflineFolderThatWasNeverScanned},
	{"FolderSetAsideComesBackAsItWas", testFolderSetAsideComesBackAsItWas},
	{"FolderThatWasAddedSinceIsNotRestored", testFolderThatWasAddedSinceIsNotRestored},
	{"RestoredFilesWithoutTheirPhotoAreRead", testRestoredFilesWithoutTheirPhotoAreRead},
	{"UnreadableFolders", testUnreadableFolders},
	{"PlacesOfFiles", testPlacesOfFiles},
	{"AwayFilesAreOffline", testAwayFilesAreOffline},
	{"ConfirmGone", testConfirmGone},
	{"ConfirmGoneOfAnOfflineFolder", testConfirmGoneOfAnOfflineFolder},
	{"PhotosFoundElsewhereHaveMoved", testPhotosFoundElsewhereHaveMoved},
	{"AbsorbedFoldersKeepTheirPlaces", testAbsorbedFoldersKeepTheirPlaces},
	{"PlacesOfAFolderSetAsideComeBack", testPlacesOfAFolderSetAsideComeBack},
	{"AwayKeepsItsTime", testAwayKeepsItsTime},
	{"OddNames", testOddNames},
	{"KnownFilesBelow", testKnownFilesBelow},
	{"ApplyScan", testApplyScan},
	{"ChangedFileKeepsPhoto", testChangedFileKeepsPhoto},
	{"MoveBetweenFolders", testMoveBetweenFolders},
	{"Pending", testPending},
	{"Problems", testProblems},
	{"IgnoredProblemsLeaveTheCount", testIgnoredProblemsLeaveTheCount},
	{"IgnoreUnchanged", testIgnoreUnchanged},
	{"CommitDropsStaleResults", testCommitDropsStaleResults},
	{"CommitRetryKeepsPending", testCommitRetryKeepsPending},
	{"CommitLinksKnownPhoto", testCommitLinksKnownPhoto},
	{"CommitRenewsPhoto", testCommitRenewsPhoto},
	{"CommitFailureLetsPhotoGo", testCommitFailureLetsPhotoGo},
	{"CommitIsAllOrNothing", testCommitIsAllOrNothing},
	{"CommitTakesOddNumbers", testCommitTakesOddNumbers},
	{"OutdatedPhotosAreListedOnce", testOutdatedPhotosAreListedOnce},
	{"RenewedPhotoLosesOtherVectors", testRenewedPhotoLosesOtherVectors},
	{"RefusedFilesAreTriedByABetterVersionOnce", testRefusedFilesAreTriedByABetterVersionOnce},
	{"RetriesComeAtGrowingIntervals", testRetriesComeAtGrowingIntervals},
	{"WhatForgetsTries", testWhatForgetsTries},
	{"WhatIsNotRetried", testWhatIsNotRetried},
	{"RefusedForReasonsOfTheSystem", testRefusedForReasonsOfTheSystem},
	{"RestampKeepsWhatChangedMeanwhile", testRestampKeepsWhatChangedMeanwhile},
	{"PhotoRoundTrip", testPhotoRoundTrip},
	{"UnknownPhotos", testUnknownPhotos},
	{"Places", testPlaces},
	{"Tiles", testTiles},
	{"PhotoComesBack", testPhotoComesBack},
	{"PhotosAway", testPhotosAway},
	{"PhotoByHashPrefix", testPhotoByHashPrefix},
	{"PhotosByName", testPhotosByName},
	{"FiltersAgainstOracle", testFiltersAgainstOracle},
	{"FilterOfCopies", testFilterOfCopies},
	{"StrangeFilters", testStrangeFilters},
	{"Vectors", testVectors},
	{"VectorChanges", testVectorChanges},
	{"RefusedPhotos", testRefusedPhotos},
	{"RefusalsYield", testRefusalsYield},
	{"RetryRefused", testRetryRefused},
	{"OutdatedMetadata", testOutdatedMetadata},
	{"OrderOfDates", testOrderOfDates},
	{"OrderOfNames", testOrderOfNames},
	{"BetterFileDate", testBetterFileDate},
	{"CoarseDates", testCoarseDates},
	{"DeleteModelVectors", testDeleteModelVectors},
	{"DeleteUnknownModel", testDeleteUnknownModel},
	{"DeleteModelVectorsBesideReader", testDeleteModelVectorsBesideReader},
	{"Values", testValues},
	{"Mentions", testMentions},
	{"MentionsRank", testMentionsRank},
	{"MentionsFollowChanges", testMentionsFollowChanges},
	{"FacetValues", testFacetValues},
	{"SavedSearches", testSavedSearches},
	{"SwapSearch", testSwapSearch},
	{"StatementsCount", testStatementsCount},
	{"UndoRestores", testUndoRestores},
	{"UndoLeavesAloneWhatWasSaidSince", testUndoLeavesLaterLabels},
	{"OwnCaptions", testOwnCaptions},
	{"StoppedEdits", testStoppedEdits},
	{"CaptionsOf", testCaptionsOf},
	{"TagPhotos", testTagPhotos},
	{"NamesWithoutWords", testNamesWithoutWords},
	{"Feedback", testFeedback},
	{"LongNamesAndCaptions", testLongNamesAndCaptions},
	{"UndoOfRandomChanges", testUndoOfRandomChanges},
	{"RenameTag", testRenameTag},
	{"RenamedStaysAfterReading", testRenamedStaysAfterReading},
	{"RemoveTag", testRemoveTag},
	{"UnknownTags", testUnknownTags},
	{"SlashesInLevels", testSlashesInLevels},
	{"NoToSlashes", testNoToSlashes},
	{"ImportOffers", testImportOffers},
	{"ChangedInPlace", testChangedInPlace},
	{"SavedByReplacing", testSavedByReplacing},
	{"StatementsWait", testStatementsWait},
	{"Suggestions", testSuggestions},
	{"WithdrawRejections", testWithdrawRejections},
	{"SuggestionsOfRenamed", testSuggestionsOfRenamed},
	{"SuggestionsKeepTheSurestOfTheRest", testSuggestionsKeepTheSurestOfTheRest},
	{"PurgeKeepsWhatWasSaid", testPurgeKeepsAnnotations},
	{"PurgeAfterAllIsTakenBack", testPurgeAfterAllIsTakenBack},
	{"PurgeOfWhatNobodySaid", testPurgeWithoutAnnotations},
	{"ResultOfAPurgedPhoto", testResultOfAPurgedPhoto},
	{"RestoredFolderOfPurgedPhotos", testRestoredFolderOfPurgedPhotos},
	{"PurgeInSteps", testPurgeInSteps},
	{"LostPhotosAreToldWithTheirPlaceAndWords", testLostPhotosAreToldWithTheirPlaceAndWords},
	{"Forget", testForget},
	{"ForgetInSteps", testForgetInSteps},
	{"EndedContext", testEndedContext},
	{"ClosedStore", testClosedStore},
	{"CallsWithinRows", testCallsWithinRows},
	{"RowsOfOneMoment", testRowsOfOneMoment},
	{"ErrorsOfRows", testErrorsOfRows},
	{"Orders", testOrders},
	{"WrittenForAll", testWrittenForAll},
	{"ReadsChangeNothing", testReadsChangeNothing},
	{"ReadersWhileWriting", testReadersWhileWriting},
	{"ReadCancelled", testReadCancelled},
	{"RandomHistory", testRandomHistory},
	{"KilledWhileCommitting", testKilledWhileCommitting},
	{"KilledWhileEditing", testKilledWhileEditing},
}
