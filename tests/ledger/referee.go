// The referee: what Go's own module proxy uses for its transparency log (golang.org/x/mod/sumdb) answers questions about
// ours. One JSON object a line in, one out: {"ok": true, …}, or {"ok": false, "why": …} where it refuses.
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Ask     string
	Text    string
	Keys    []string
	Name    string
	Leaves  [][]byte
	Proof   [][]byte
	Size    int64
	Old     int64
	Index   int64
	Root    []byte
	OldRoot []byte
	Leaf    []byte
}

type answer struct {
	Ok         bool       `json:"ok"`
	Why        string     `json:"why,omitempty"`
	Text       string     `json:"text,omitempty"`
	Key        string     `json:"key,omitempty"`
	Verified   []string   `json:"verified,omitempty"`
	Unverified []string   `json:"unverified,omitempty"`
	Roots      [][]byte   `json:"roots,omitempty"`
	Proofs     [][][]byte `json:"proofs,omitempty"`
	Tile       []byte     `json:"tile,omitempty"`
}

func main() {
	questions := json.NewDecoder(bufio.NewReader(os.Stdin))
	answers := json.NewEncoder(os.Stdout)
	for questions.More() {
		var asked question
		if err := questions.Decode(&asked); err != nil {
			panic(err)
		}
		told, err := reply(asked)
		if err != nil {
			told = answer{Why: err.Error()}
		}
		told.Ok = err == nil
		if err := answers.Encode(told); err != nil {
			panic(err)
		}
	}
}

func reply(asked question) (answer, error) {
	switch asked.Ask {
	case "open":
		return open(asked)
	case "sign":
		return sign(asked)
	case "inclusion":
		proof := tlog.RecordProof(hashes(asked.Proof))
		return answer{}, tlog.CheckRecord(proof, asked.Size, hash(asked.Root), asked.Index, hash(asked.Leaf))
	case "consistency":
		proof := tlog.TreeProof(hashes(asked.Proof))
		return answer{}, tlog.CheckTree(proof, asked.Size, hash(asked.Root), asked.Old, hash(asked.OldRoot))
	case "tree":
		return tree(asked)
	}
	return answer{}, fmt.Errorf("no such question: %s", asked.Ask)
}

func open(asked question) (answer, error) {
	var known []note.Verifier
	for _, key := range asked.Keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return answer{}, err
		}
		known = append(known, verifier)
	}
	opened, err := note.Open([]byte(asked.Text), note.VerifierList(known...))
	if err != nil {
		return answer{}, err
	}
	told := answer{Text: opened.Text}
	for _, signature := range opened.Sigs {
		told.Verified = append(told.Verified, signature.Name)
	}
	for _, signature := range opened.UnverifiedSigs {
		told.Unverified = append(told.Unverified, signature.Name)
	}
	return told, nil
}

func sign(asked question) (answer, error) {
	private, public, err := note.GenerateKey(rand.Reader, asked.Name)
	if err != nil {
		return answer{}, err
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		return answer{}, err
	}
	signed, err := note.Sign(&note.Note{Text: asked.Text}, signer)
	return answer{Text: string(signed), Key: public}, err
}

// tree answers, for a log of these entries: the root of every size from 1 on, the proof of every entry in the whole, the
// proof that the whole contains the log of every size, and the first tile of hashes, in this order.
func tree(asked question) (answer, error) {
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	var told answer
	size := int64(len(asked.Leaves))
	for n, data := range asked.Leaves {
		made, err := tlog.StoredHashes(int64(n), data, read)
		if err != nil {
			return told, err
		}
		stored = append(stored, made...)
		root, err := tlog.TreeHash(int64(n+1), read)
		if err != nil {
			return told, err
		}
		told.Roots = append(told.Roots, root[:])
	}
	for n := int64(0); n < size; n++ {
		proof, err := tlog.ProveRecord(size, n, read)
		if err != nil {
			return told, err
		}
		told.Proofs = append(told.Proofs, bytesOf(proof))
	}
	for n := int64(1); n <= size; n++ {
		proof, err := tlog.ProveTree(size, n, read)
		if err != nil {
			return told, err
		}
		told.Proofs = append(told.Proofs, bytesOf(proof))
	}
	tile, err := tlog.ReadTileData(tlog.Tile{H: 8, L: 0, N: 0, W: int(min(size, 256))}, read)
	told.Tile = tile
	return told, err
}

func hash(bytes []byte) tlog.Hash {
	var made tlog.Hash
	if copy(made[:], bytes) != len(bytes) || len(bytes) != tlog.HashSize {
		panic("a hash has 32 bytes")
	}
	return made
}

func hashes(all [][]byte) []tlog.Hash {
	var made []tlog.Hash
	for _, bytes := range all {
		made = append(made, hash(bytes))
	}
	return made
}

func bytesOf(proof []tlog.Hash) [][]byte {
	made := [][]byte{}
	for _, one := range proof {
		made = append(made, append([]byte{}, one[:]...))
	}
	return made
}
