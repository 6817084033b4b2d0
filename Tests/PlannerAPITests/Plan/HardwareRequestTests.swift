import Planning
import ScalingLaws
import TestSupport
import Testing

@testable import PlannerAPI

@Suite struct `Hardware of a request` {
    /// The hardware of `{"hardware": ...}`, and the faults of reading it.
    private func read(_ hardware: String) throws -> (hardware: Hardware?, faults: [Fault]) {
        try read(body: #"{"hardware": \#(hardware)}"#)
    }

    private func read(body: String) throws -> (hardware: Hardware?, faults: [Fault]) {
        var found: Hardware?
        do throws(Faults) {
            // A value in any case: nil without a fault is an absent field, which a request may leave out.
            _ = try ObjectReader.read(try tree(body)) { reader in
                found = HardwareRequest.hardware(&reader, .builtIn)
                return true
            }
        } catch {
            return (found, error.list)
        }
        return (found, [])
    }

    private func tree(_ text: String) throws(Faults) -> JSONValue {
        do {
            return try JSONParser.parse(Array(text.utf8))
        } catch {
            throw Faults([])
        }
    }

    @Test func `may be absent`() throws {
        let found = try read(body: "{}")
        #expect(found.hardware == nil && found.faults == [])
    }

    @Test func `is one device where no more is said`() throws {
        let device = try AcceleratorTable.builtIn.accelerator("H100-SXM").unwrapped()
        let found = try read(#"{"device": "h100-sxm"}"#)
        #expect(found.faults == [])
        #expect(found.hardware == (try Hardware(device: device)))
        #expect(found.hardware?.utilizationIsDefault == true)
    }

    @Test func `in full means what it says`() throws {
        let device = try AcceleratorTable.builtIn.accelerator("TPU-v5p").unwrapped()
        let named = try read(#"{"device": "TPU-v5p", "count": "1K", "utilization": 0.5, "price_per_hour": "4.2"}"#)
        #expect(named.faults == [])
        #expect(
            named.hardware
                == (try Hardware(device: device, count: 1000, utilization: 0.5, pricePerDeviceHour: 4.2)))
        let bare = try read(#"{"peak_flops": "989T", "count": 8.0, "utilization": 1, "price_per_hour": 0}"#)
        #expect(bare.faults == [])
        #expect(
            bare.hardware
                == (try Hardware(peakFLOPsPerSecond: 989e12, count: 8, utilization: 1, pricePerDeviceHour: 0)))
    }

    @Test func `needs a device or its peak`() throws {
        let expected = "the name of a device, such as \"H100-SXM\", or in its place peak_flops, in FLOP/s"
        #expect(try read("{}").faults == [Fault("/hardware/device", .missing(expected: expected))])
    }

    @Test func `takes one of device and peak, and says what else is wrong with them`() throws {
        let both = Fault("/hardware/device", .excludes("/hardware/peak_flops"))
        #expect(try read(#"{"device": "A100", "peak_flops": 1e15}"#).faults == [both])
        #expect(
            try read(#"{"device": "A1000", "peak_flops": 989}"#).faults == [
                both,
                Fault("/hardware/device", .unknownName(text: "A1000", known: AcceleratorTable.builtIn.names)),
                Fault("/hardware/peak_flops", .outsideDomain(text: "989", Domain(1e9, 1e21))),
            ])
    }

    @Test(arguments: ["", "H100", "tpu"]) func `lists the devices that are known`(name: String) throws {
        let found = try read(#"{"device": "\#(name)"}"#)
        #expect(found.hardware == nil)
        #expect(
            found.faults == [
                Fault("/hardware/device", .unknownName(text: name, known: AcceleratorTable.builtIn.names))
            ])
        #expect(found.faults.first?.detail.contains("H100-SXM, H100-PCIe, H100-NVL") == true)
    }

    @Test(arguments: [
        ("count", "0", Domain(1, 1e7)), ("count", "-8", Domain(1, 1e7)), ("count", "0.5", Domain(1, 1e7)),
        ("count", "10000001", Domain(1, 1e7)), ("count", "1e400", Domain(1, 1e7)),
        ("utilization", "0", Domain(1e-6, 1)), ("utilization", "1.5", Domain(1e-6, 1)),
        ("utilization", "-0.1", Domain(1e-6, 1)), ("utilization", "5e-324", Domain(1e-6, 1)),
        ("price_per_hour", "-0.01", Domain(0, 1e12)), ("price_per_hour", "1e308", Domain(0, 1e12)),
    ])
    func `refuses numbers outside their domains`(field: String, value: String, domain: Domain) throws {
        let found = try read(#"{"device": "A100", "\#(field)": \#(value)}"#).faults
        #expect(found == [Fault("/hardware/\(field)", .outsideDomain(text: value, domain))])
    }

    @Test(arguments: ["0", "1e8", "1e22", "1e999", "-1e15"]) func `refuses peaks that no device has`(peak: String)
        throws
    {
        #expect(
            try read(#"{"peak_flops": \#(peak)}"#).faults == [
                Fault("/hardware/peak_flops", .outsideDomain(text: peak, Domain(1e9, 1e21)))
            ])
    }

    @Test(arguments: ["1.5", "7.000001"]) func `refuses a part of a device`(count: String) throws {
        let fault = Fault("/hardware/count", .notWhole(text: count))
        #expect(try read(#"{"device": "A100", "count": \#(count)}"#).faults == [fault])
        #expect(fault.detail == "\(count) is not a whole number")
    }

    @Test func `names the fields that exist, and every wrong type`() throws {
        let found = try read(
            """
            {"device": 1, "count": "many", "utilization": null, "price_per_hour": true, "currency": "EUR"}
            """)
        let known = ["device", "peak_flops", "count", "utilization", "price_per_hour"]
        #expect(
            found.faults == [
                Fault("/hardware/device", .wrongType(expected: "a string", found: "a number")),
                Fault("/hardware/count", .notANumber(text: "many")),
                Fault("/hardware/utilization", .wrongType(expected: "a number", found: "null")),
                Fault("/hardware/price_per_hour", .wrongType(expected: "a number", found: "a boolean")),
                Fault("/hardware/currency", .unknownField(known: known)),
            ])
        #expect(
            try read("\"A100\"").faults == [
                Fault("/hardware", .wrongType(expected: "an object", found: "a string"))
            ])
    }

    @Test func `reads the devices of the table that it is given`() throws {
        let own = try Accelerator(name: "Own", peakFLOPsPerSecond: 1e15, source: "a test")
        let found = try ObjectReader.read(["hardware": ["device": "own"]]) { reader in
            HardwareRequest.hardware(&reader, AcceleratorTable([own]))
        }
        #expect(found.device == own)
    }
}
