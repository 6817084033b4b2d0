import Planning
import ScalingLaws
import TestSupport
import Testing

@testable import PlannerAPI

@Suite struct `A file of accelerators` {
    private func table(_ text: String) throws(AcceleratorFileError) -> AcceleratorTable {
        try AcceleratorFile.table(reading: Array(text.utf8))
    }

    private func error(_ text: String) throws -> AcceleratorFileError {
        try #expect(throws: AcceleratorFileError.self) { try table(text) }.unwrapped()
    }

    @Test func `replaces and adds`() throws {
        let found = try table(
            """
            [{"name": "B300", "peak_flops": "2500T", "source": "a data sheet"},
             {"name": "a100", "peak_flops": 2.5e14, "source": "measured"}]
            """)
        #expect(found.accelerators.count == AcceleratorTable.builtIn.accelerators.count + 1)
        #expect(
            found.accelerator("B300")
                == (try Accelerator(name: "B300", peakFLOPsPerSecond: 2.5e15, source: "a data sheet")))
        #expect(found.accelerator("A100")?.peakFLOPsPerSecond == 2.5e14)
        #expect(found.accelerator("A100")?.source == "measured")
        #expect(found.names.last == "B300")
    }

    @Test func `may be empty`() throws {
        #expect(try table("[]") == .builtIn)
    }

    @Test func `must be JSON, and an array`() throws {
        #expect(
            try error("[").lines == ["The file is not JSON: it ends at line 1, column 2 before its value is complete."])
        #expect(try error("{}").lines == ["The file must hold an array of accelerators, not an object."])
        #expect(try error("{}").cause == .noArray("an object"))
    }

    @Test func `refuses names that stand twice, in any case`() throws {
        let entry = #"{"name": "NAME", "peak_flops": 1e15, "source": "s"}"#
        let text = "[\(entry.replacing("NAME", with: "X")), \(entry.replacing("NAME", with: "x"))]"
        let found = try error(text)
        #expect(found.cause == .entries([EntryFault(index: 1, name: "x", fault: Fault("/name", .repeated))]))
        #expect(found.lines == ["entry 2 (x): name stands more than once; give it once"])
    }

    @Test func `names every missing field`() throws {
        #expect(
            try error("[{}]").lines == [
                "entry 1: name is required: the name by which requests ask for the device, such as \"H100-SXM\"",
                "entry 1: peak_flops is required: the dense bf16 peak of one device in FLOP/s, such as 9.89e14",
                "entry 1: source is required: the document that the peak is taken from",
            ])
    }

    @Test func `names the entry, the value and what would be right`() throws {
        let found = try error(
            """
            [{"name": "B300", "peak_flops": 2500, "source": "s"}, 7,
             {"name": true, "peak_flops": null, "source": [], "price": 2}]
            """)
        #expect(
            found.lines == [
                "entry 1 (B300): peak_flops 2500 is out of range; it must be at least 1e+09 and at most 1e+21",
                "entry 2 must be an object, not a number",
                "entry 3: name must be a string, not a boolean",
                "entry 3: peak_flops must be a number, not null",
                "entry 3: source must be a string, not an array",
                "entry 3: price is not a field here; the fields are name, peak_flops, source",
            ])
    }

    @Test(arguments: ["0", "-1e15", "1e400", "1e22", "999999999"]) func `refuses peaks that no device has`(
        peak: String
    ) throws {
        let found = try error(#"[{"name": "X", "peak_flops": \#(peak), "source": "s"}]"#)
        let fault = Fault("/peak_flops", .outsideDomain(text: peak, Domain(1e9, 1e21)))
        #expect(found.cause == .entries([EntryFault(index: 0, name: "X", fault: fault)]))
    }

    @Test func `refuses names that are empty, long or of several lines`() throws {
        func entry(_ name: String) -> String { #"[{"name": "\#(name)", "peak_flops": 1e15, "source": "s"}]"# }
        func kind(_ name: String) throws -> Fault.Kind? {
            guard case .entries(let faults) = try error(entry(name)).cause else { return nil }
            return faults.first?.fault.kind
        }
        #expect(try kind("") == .length(most: 200))
        #expect(try kind(String(repeating: "x", count: 201)) == .length(most: 200))
        #expect(try kind("a\\nb") == .controlCharacter)
        let longest = String(repeating: "x", count: 200)
        #expect(try table(entry(longest)).accelerator(longest) != nil)
    }
}
