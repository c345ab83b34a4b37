package sqlite

import (
	"math"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"

	"descry/library"
	"descry/library/annotation"
)

// functions are called by triggers and views of the schema. Each function gives the same
// result for the same arguments for ever: indexes and tables hold earlier results, so a change
// of a function takes a migration.
var functions = map[string]any{
	"fold":        fold,
	"words":       indexWords,
	"base_name":   baseName,
	"dir_name":    dirName,
	"path_base":   pathBase,
	"path_above":  pathAbove,
	"name_of":     nameOf,
	"name_order":  nameOrder,
	"names_of":    namesOf,
	"leaf_of":     leafOf,
	"earth":       earth,
	"camera_name": cameraName,
	"json_text":   annotation.JSON,
}

func registerFunctions(conn *sqlite3.SQLiteConn) error {
	for name, fn := range functions {
		if err := conn.RegisterFunc(name, fn, true); err != nil {
			return err
		}
	}
	return nil
}

func cameraName(maker, model string) string {
	return library.Camera{Make: maker, Model: model}.Name()
}

// baseName is the text after the last slash.
func baseName(rel string) string { return rel[strings.LastIndexByte(rel, '/')+1:] }

// dirName is the text before the last slash, "" without one.
func dirName(rel string) string { return rel[:max(0, strings.LastIndexByte(rel, '/'))] }

// pathBase is the name of a folder, "" for the root of a file system.
func pathBase(path string) string {
	return baseName(strings.TrimSuffix(filepath.ToSlash(path), "/"))
}

// pathAbove is the path before the name, with slashes, one of them at the end.
func pathAbove(path string) string {
	path = strings.TrimSuffix(filepath.ToSlash(path), "/")
	return path[:strings.LastIndexByte(path, '/')+1]
}

// earthRadius is the mean radius (IUGG, R1) in centimetres.
const earthRadius = 637_100_880

// earth is a coordinate (axis 0 to 2) of a place on the globe in centimetres from the centre.
// The straight line between two places tells how far apart they are, at the poles and across
// the date line like anywhere, without a sine per photo.
func earth(axis int64, latitude, longitude float64) int64 {
	sinLat, cosLat := math.Sincos(latitude * math.Pi / 180)
	sinLon, cosLon := math.Sincos(longitude * math.Pi / 180)
	at := [3]float64{cosLat * cosLon, cosLat * sinLon, sinLat}
	return int64(math.Round(earthRadius * at[axis]))
}

// earthOf is a place on the globe in the three coordinates of earth.
func earthOf(p library.Position) (at [3]int64) {
	for axis := range at {
		at[axis] = earth(int64(axis), p.Latitude, p.Longitude)
	}
	return at
}

// chord is the straight line, in centimetres, that a way over the globe spans.
func chord(kilometres float64) float64 {
	angle := min(kilometres*100_000/earthRadius, math.Pi)
	return 2 * earthRadius * math.Sin(angle/2)
}
