import Planning

extension LogitsStorage {
    /// Writes what keeping the teacher's logits takes, and what it saves.
    func write(_ text: inout JSONText) {
        text.object { text in
            text.member("vocabulary", vocabularyEntries)
            text.member("tokens", distinctTokens)
            text.member("reads", reads)
            text.object("full") { write(&$0, full) }
            text.member("top_k") { text in
                text.array(top) { text, kept in text.object { write(&$0, kept) } }
            }
            text.member("compute_flops", computeFLOPs)
            text.member("flops_saved_by_keeping", flopsSavedByKeeping)
        }
    }

    /// Writes the members of an object; k and what it costs the student only where not all logits are kept.
    private func write(_ text: inout JSONText, _ kept: KeptLogits) {
        if let top = kept.top { text.member("k", top) }
        text.member("bytes_per_token", kept.bytesPerToken)
        text.member("bytes", bytes(kept))
        text.member("flops_per_byte", recomputeFLOPsPerByte(kept))
        guard kept.top != nil else { return }
        text.member("penalties") { text in
            text.array(kept.penalties) { text, penalty in
                text.object { text in
                    text.member("lambda", penalty.distillationWeight)
                    text.member("loss", penalty.lossNats)
                }
            }
        }
    }
}
