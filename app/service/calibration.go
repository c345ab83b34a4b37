package service

import (
	"context"
	"fmt"
	"hash/fnv"

	"descry/app/internal/npy"
	"descry/assets"
	"descry/finetune"
	"descry/library/search"
)

// calibrationDescriptions are sentences as one would write them under photos of all kinds. The
// cosines of a model lie around another value and spread differently with each model
// (search.CalibrationTexts). The cosines of the sentences with a library's photos tell what
// other cosines mean. No sentence is from a set that anything is measured on.
var calibrationDescriptions = []string{
	"Two women are talking at a table in a café.",
	"A man in a dark suit is giving a speech.",
	"A little girl is blowing out the candles on a cake.",
	"An old man is sitting on a park bench with a newspaper.",
	"A family is posing for a picture in front of a house.",
	"Three friends are laughing on a sofa.",
	"A young woman with long hair is looking at the camera.",
	"A boy is riding a bicycle down a country lane.",
	"A mother is holding a baby in her arms.",
	"A group of hikers with rucksacks is resting on a mountain path.",
	"Children are building a sandcastle by the sea.",
	"A bride and groom are walking out of a church.",
	"People are waiting at a bus stop in the rain.",
	"A crowd is watching a band on a stage at night.",
	"A man is repairing a car in a garage.",
	"A woman is cooking in a kitchen.",
	"Two boys are kicking a ball in a yard.",
	"A skier is going down a steep slope.",
	"A football player is running with the ball in a stadium.",
	"A swimmer is diving into a pool.",
	"A runner is crossing the finish line.",
	"A fisherman is standing in a small boat.",
	"A teacher is standing at a blackboard.",
	"A toddler in pyjamas is playing with wooden blocks.",
	"A man with a beard is playing the guitar.",
	"A waiter is carrying a tray of drinks.",
	"A couple is dancing at a party.",
	"A dog is lying on a rug by the fire.",
	"A brown dog is catching a stick in a meadow.",
	"A cat is looking out of a window.",
	"Two horses are grazing behind a wooden fence.",
	"A bird is sitting on a branch.",
	"A flock of sheep is crossing a road.",
	"Ducks are swimming on a pond.",
	"A bee is on a yellow flower.",
	"An elephant is drinking at a water hole.",
	"Snowy mountains are reflected in a lake.",
	"The sun is setting over the ocean.",
	"A narrow path is leading through a forest in autumn.",
	"A waterfall is falling over mossy rocks.",
	"Green hills and fields lie under a cloudy sky.",
	"A sandy beach with palm trees and blue water.",
	"A river is winding through a valley.",
	"A desert with dunes and a clear sky.",
	"Fog hangs over a field at dawn.",
	"A garden with roses and a lawn.",
	"A bunch of tulips in a glass vase.",
	"A red leaf lies on wet stones.",
	"A busy street with cars and tall buildings.",
	"A city skyline at night with many lights.",
	"A narrow alley with old houses and washing lines.",
	"A cathedral with two towers stands on a square.",
	"A stone bridge crosses a river.",
	"A lighthouse stands on a cliff.",
	"A market stall with fruit and vegetables.",
	"A shop window with clothes.",
	"A train is standing at a platform.",
	"A sailing boat is leaving the harbour.",
	"An aeroplane is landing on a runway.",
	"A red sports car is parked at the kerb.",
	"A motorcyclist is leaning into a bend.",
	"A lorry is driving on a motorway.",
	"A tractor is ploughing a field.",
	"A living room with a sofa, a lamp and bookshelves.",
	"A bedroom with an unmade bed.",
	"A bathroom with a white sink and a mirror.",
	"An office desk with a computer and papers.",
	"An empty corridor with many doors.",
	"A plate of pasta with tomato sauce.",
	"A cup of coffee and a piece of cake on a table.",
	"A pizza on a wooden board.",
	"Fresh bread on a shelf in a bakery.",
	"A glass of red wine beside a bottle.",
	"Grilled meat and salad on a plate.",
	"A bowl of strawberries.",
	"A pair of leather shoes.",
	"A pocket watch on a cloth.",
	"A set of tools on a workbench.",
	"A stack of old books.",
	"A teddy bear is sitting on a chair.",
	"A mobile phone lies on a table.",
	"A guitar is leaning against a wall.",
	"A page of printed text with a table.",
	"A screenshot of a computer program.",
	"A hand-drawn map of a town.",
	"A sign with letters above a door.",
	"A painting in a golden frame hangs in a museum.",
	"A marble statue of a man stands in a park.",
	"A wall is covered with graffiti.",
	"Fireworks are exploding in the night sky.",
	"A Christmas tree with lights and presents.",
	"Tents are standing in a meadow at a festival.",
	"Dancers in bright costumes are walking in a parade.",
	"Soldiers are marching along a street.",
	"A doctor is talking to a patient.",
	"A worker with a helmet is standing on a building site.",
	"A black and white portrait of a woman.",
	"A close-up of an eye.",
	"A shadow falls on a white wall.",
	"A blurred picture of lights in the dark.",
}

// calibrationNouns are what is in photos, in a word or two.
var calibrationNouns = []string{
	"person", "man", "woman", "child", "baby", "boy", "girl", "old man", "crowd", "family", "face", "hand",
	"hair", "dog", "cat", "horse", "cow", "sheep", "bird", "duck", "fish", "insect", "elephant", "monkey", "tree",
	"flower", "leaf", "grass", "forest", "mountain", "rock", "hill", "river", "lake", "sea", "beach", "wave",
	"snow", "ice", "desert", "sky", "cloud", "sunset", "rain", "fog", "fire", "field", "farm", "garden", "park",
	"path", "road", "street", "bridge", "city", "building", "house", "church", "tower", "castle", "statue",
	"ruin", "wall", "door", "window", "stairs", "shop", "market", "restaurant", "kitchen", "bedroom", "bathroom",
	"living room", "office", "school", "hospital", "stage", "museum", "stadium", "playground", "swimming pool",
	"car", "bus", "truck", "motorcycle", "bicycle", "train", "boat", "ship", "aeroplane", "bread", "cake",
	"fruit", "apple", "vegetable", "meat", "pizza", "soup", "drink", "coffee", "bottle", "glass", "cup", "plate",
	"table", "chair", "sofa", "bed", "lamp", "clock", "book", "newspaper", "letter", "map", "sign", "screen",
	"computer", "phone", "camera", "toy", "ball", "doll", "guitar", "piano", "tool", "machine", "box", "bag",
	"shoe", "hat", "shirt", "dress", "suit", "jacket", "jewellery", "glasses", "painting", "drawing", "poster",
	"pattern", "text", "chart", "football", "tennis", "basketball", "skiing", "surfing", "climbing", "running",
	"dancing", "swimming", "fishing", "wedding", "party", "concert", "parade", "fireworks", "Christmas tree",
	"night", "shadow", "light",
}

// calibrationTexts are all calibration descriptions.
func calibrationTexts() []string {
	return append(append([]string{}, calibrationDescriptions...), calibrationNouns...)
}

// calibrationValue is the key under which the catalogue keeps a model's vectors of the
// calibration texts. The vectors are the tower's own. A head is applied to them afterwards, so
// that a head needs no vectors of its own.
func calibrationValue(model string) string {
	h := fnv.New64a()
	for _, text := range calibrationTexts() {
		fmt.Fprintln(h, text)
	}
	return fmt.Sprintf("search.yardstick.%x.%s", h.Sum64(), model)
}

// calibration is the calibration of searches. That of the built-in model comes with the
// program. That of another model is encoded once for a library.
func (s *Searcher) calibration(ctx context.Context) (search.CalibrationTexts, error) {
	var all [][]float32
	var err error
	if s.Pack.ID == s.e.Models.Packs.BuiltIn.ID {
		all, err = builtInCalibration()
	} else {
		all, err = s.e.Models.FixedTexts(ctx, s.Encoder, calibrationValue(s.Pack.ID), calibrationTexts())
	}
	if err != nil {
		return search.CalibrationTexts{}, err
	}
	return calibrationWith(s.Learned.InUse().Head, all)
}

// builtInCalibration are the built-in pack's own vectors of all texts
// (TestBuiltInCalibration).
func builtInCalibration() ([][]float32, error) {
	rows, err := npy.Float16(assets.CalibrationTexts())
	if err == nil && len(rows) != len(calibrationTexts()) {
		err = fmt.Errorf("%d vectors of %d texts", len(rows), len(calibrationTexts()))
	}
	if err != nil {
		return nil, fmt.Errorf("read the built-in calibration texts: %w", err)
	}
	return rows, nil
}

// calibrationWith applies a head to the tower's vectors of all texts. A nil head changes
// nothing.
func calibrationWith(h *finetune.Head, all [][]float32) (search.CalibrationTexts, error) {
	vectors := make([][]float32, len(all))
	for i, v := range all {
		if h != nil {
			var err error
			if v, err = h.Apply(v); err != nil {
				return search.CalibrationTexts{}, err
			}
		}
		vectors[i] = v
	}
	n := len(calibrationDescriptions)
	return search.CalibrationTexts{Descriptions: vectors[:n], Nouns: vectors[n:]}, nil
}
