import Planning
import ScalingLaws

/// The field `hardware` of a request, read into what a plan runs on.
enum HardwareRequest {
    /// The hardware of the field `hardware`, by the names of `table`; nil where it is absent or cannot be made.
    ///
    /// What is wrong with it is a fault of the reader in any case, so that no plan is made of what is left.
    static func hardware(_ reader: inout ObjectReader, _ table: AcceleratorTable) -> Hardware? {
        reader.object("hardware") { fields in
            let processor = processor(&fields, table)
            let count = count(&fields)
            let utilization = fields.number("utilization", in: Hardware.utilizationDomain)
            let price = fields.number("price_per_hour", in: Hardware.priceDomain)
            guard let count else { return nil }
            return switch processor {
            case .device(let device):
                try? Hardware(device: device, count: count, utilization: utilization, pricePerDeviceHour: price)
            case .peak(let peak):
                try? Hardware(
                    peakFLOPsPerSecond: peak, count: count, utilization: utilization, pricePerDeviceHour: price)
            case nil: nil
            }
        }
    }

    private enum Processor {
        case device(Accelerator)
        case peak(Double)
    }

    /// What `device` or `peak_flops` says; nil where a fault is reported.
    private static func processor(_ fields: inout ObjectReader, _ table: AcceleratorTable) -> Processor? {
        switch (fields.has("device"), fields.has("peak_flops")) {
        case (true, false):
            return device(&fields, table).map(Processor.device)
        case (false, true):
            return peak(&fields).map(Processor.peak)
        case (false, false):
            let expected = "the name of a device, such as \"H100-SXM\", or in its place peak_flops, in FLOP/s"
            fields.report("device", .missing(expected: expected))
            return nil
        case (true, true):
            fields.report("device", .excludes(fields.pointer(to: "peak_flops")))
            // Both are read all the same, for what else is wrong with them.
            _ = (device(&fields, table), peak(&fields))
            return nil
        }
    }

    private static func device(_ fields: inout ObjectReader, _ table: AcceleratorTable) -> Accelerator? {
        guard let name = fields.string("device") else { return nil }
        guard let device = table.accelerator(name) else {
            fields.report("device", .unknownName(text: name, known: table.names))
            return nil
        }
        return device
    }

    private static func peak(_ fields: inout ObjectReader) -> Double? {
        fields.number("peak_flops", in: Accelerator.peakDomain)
    }

    /// One where nothing is said; nil where a fault is reported.
    private static func count(_ fields: inout ObjectReader) -> Int? {
        let counts = Domain(Double(Hardware.countRange.lowerBound), Double(Hardware.countRange.upperBound))
        return fields.has("count") ? fields.integer("count", in: counts) : 1
    }
}
