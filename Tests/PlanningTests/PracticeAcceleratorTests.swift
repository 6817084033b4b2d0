import ScalingLaws
import TestSupport
import Testing

@testable import Planning

@Suite struct `Accelerators` {
    /// Written down a second time, from the vendors' figures: a slip in the table must not go unseen.
    @Test(arguments: [
        ("V100", 125.0), ("A10", 125), ("A100", 312), ("L4", 121), ("L40S", 362.05), ("H100-SXM", 989.5),
        ("H100-PCIe", 756.5), ("H100-NVL", 835.5), ("H200", 989.5), ("B200", 2250), ("GB200", 2500),
        ("TPU-v4", 275), ("TPU-v5e", 197), ("TPU-v5p", 459), ("TPU-v6e", 918), ("MI250X", 383), ("MI300X", 1307.4),
        ("MI325X", 1307.4), ("Gaudi-2", 432), ("Gaudi-3", 1835), ("Trainium1", 190), ("Trainium2", 667),
    ])
    func `have the dense bf16 peaks of their vendors`(name: String, teraFLOPsPerSecond: Double) throws {
        let found = try AcceleratorTable.builtIn.accelerator(name).unwrapped()
        #expect(relativeError(found.peakFLOPsPerSecond, teraFLOPsPerSecond * 1e12) < 1e-15)
    }

    @Test func `are believable, each with the document that says so`() {
        let table = AcceleratorTable.builtIn
        #expect(table.accelerators.count == 22)
        for accelerator in table.accelerators {
            #expect(Accelerator.peakDomain.contains(accelerator.peakFLOPsPerSecond))
            #expect(
                ["NVIDIA, ", "Google, ", "AMD, ", "Intel, ", "AWS, "].contains { accelerator.source.hasPrefix($0) })
        }
    }

    @Test func `say where a peak is not bf16`() throws {
        #expect(try AcceleratorTable.builtIn.accelerator("V100").unwrapped().source.contains("fp16"))
    }

    @Test func `are found in any case, and by their whole name`() {
        let table = AcceleratorTable.builtIn
        #expect(table.accelerator("h100-sxm")?.name == "H100-SXM")
        #expect(table.accelerator("TPU-V5P")?.name == "TPU-v5p")
        for name in ["", "H100", "H100-SXM ", "RTX-4090"] { #expect(table.accelerator(name) == nil) }
    }

    @Test func `of a table are replaced in place and added at the end`() throws {
        func made(_ name: String, _ peak: Double) throws -> Accelerator {
            try Accelerator(name: name, peakFLOPsPerSecond: peak, source: "a test")
        }
        let table = try AcceleratorTable([made("A", 1e12), made("B", 2e12)])
        let updated = try table.updated(with: [made("C", 3e12), made("a", 4e12)])
        #expect(updated.names == ["a", "B", "C"])
        #expect(updated.accelerators.map(\.peakFLOPsPerSecond) == [4e12, 2e12, 3e12])
        #expect(updated.accelerator("A")?.peakFLOPsPerSecond == 4e12)
        #expect(table.updated(with: []) == table)
    }
}
