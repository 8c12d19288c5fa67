// What Go's own sumdb packages, which none of us wrote, make and think of a transparency log.
//
// They come with every Go (1.18 and later), so that nothing is downloaded. To repeat, from this folder:
//
//	mkdir -p /tmp/strangers && cp strangers.go /tmp/strangers/main.go && cd /tmp/strangers
//	printf 'module strangers\n\ngo 1.18\n' > go.mod
//	cp -r "$(go env GOROOT)"/src/cmd/vendor/golang.org/x/mod/sumdb/{note,tlog} .
//	sed -i s,golang.org/x/crypto/,crypto/, note/note.go    (the same functions, in the standard library)
//	go run . make > go.json                      the file beside this one, byte for byte
//	go run . check …/site/live/log               opens the checkpoint, hashes every entry, reads every tile
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"strangers/note"
	"strangers/tlog"
)

const privateKey = "PRIVATE+KEY+strangers.example/log+6f5f11ad+ATEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEy"

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A tree kept as the hashes that Go stores.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, at := range indexes {
		found = append(found, s[at])
	}
	return found, nil
}

func (s *stored) add(n int64, entry []byte) {
	hashes, err := tlog.StoredHashes(n, entry, *s)
	must(err)
	*s = append(*s, hashes...)
}

func spelled(hashes []tlog.Hash) []string {
	found := []string{}
	for _, each := range hashes {
		found = append(found, hex.EncodeToString(each[:]))
	}
	return found
}

func makeGolden() {
	const entries = 700
	var kept stored
	roots := map[string]string{}
	for n := int64(0); n < entries; n++ {
		kept.add(n, []byte("entry "+strconv.FormatInt(n, 10)))
	}
	for _, size := range []int64{1, 2, 3, 7, 8, 255, 256, 257, 512, 700} {
		root, err := tlog.TreeHash(size, kept)
		must(err)
		roots[strconv.FormatInt(size, 10)] = hex.EncodeToString(root[:])
	}
	type proof struct {
		Size, At int64
		Proof    []string
	}
	var inclusion, consistency []proof
	for _, each := range [][2]int64{{1, 0}, {8, 5}, {257, 256}, {700, 0}, {700, 299}, {700, 699}} {
		found, err := tlog.ProveRecord(each[0], each[1], kept)
		must(err)
		inclusion = append(inclusion, proof{each[0], each[1], spelled(found)})
	}
	for _, each := range [][2]int64{{8, 7}, {257, 256}, {700, 1}, {700, 255}, {700, 512}} {
		found, err := tlog.ProveTree(each[0], each[1], kept)
		must(err)
		consistency = append(consistency, proof{each[0], each[1], spelled(found)})
	}
	signer, err := note.NewSigner(privateKey)
	must(err)
	text := "strangers.example/log\n700\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	must(err)
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	must(out.Encode(map[string]interface{}{
		"roots": roots, "inclusion": inclusion, "consistency": consistency, "key": privateKey, "text": text, "note": string(signed),
	}))
}

// Tiles of a folder, in the paths of C2SP tlog-tiles.
type tiles string

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, each := range wanted {
		data, err := t.read(strconv.Itoa(each.L), each.N, each.W)
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (t tiles) read(level string, n int64, width int) ([]byte, error) {
	index := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		index = fmt.Sprintf("x%03d/%s", n%1000, index)
	}
	path := filepath.Join(string(t), "tile", level, index)
	if width < 256 {
		path += ".p/" + strconv.Itoa(width)
	}
	return os.ReadFile(path)
}

func check(folder string) {
	key, err := os.ReadFile(filepath.Join(folder, "key.txt"))
	must(err)
	verifier, err := note.NewVerifier(strings.TrimSpace(strings.SplitN(string(key), "\n", 2)[0]))
	must(err)
	checkpoint, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	must(err)
	opened, err := note.Open(checkpoint, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles(folder))
	var kept stored
	for n := int64(0); n < size; {
		width := size - n
		if width > 256 {
			width = 256
		}
		bundle, err := tiles(folder).read("entries", n/256, int(width))
		must(err)
		for rest := bytes.NewReader(bundle); rest.Len() > 0; n++ {
			var length uint16
			must(binary.Read(rest, binary.BigEndian, &length))
			entry := make([]byte, length)
			_, err := rest.Read(entry)
			must(err)
			kept.add(n, entry)
			proof, err := tlog.ProveRecord(size, n, reader)
			must(err)
			must(tlog.CheckRecord(proof, size, root, n, tlog.RecordHash(entry)))
		}
	}
	again, err := tlog.TreeHash(size, kept)
	must(err)
	if again != root {
		must(fmt.Errorf("the entries make %v, the checkpoint says %v", again, root))
	}
	fmt.Printf("%s: %d entries, signed by %s, each included under %s\n", lines[0], size, opened.Sigs[0].Name, lines[2])
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "check" {
		check(os.Args[2])
		return
	}
	makeGolden()
}
