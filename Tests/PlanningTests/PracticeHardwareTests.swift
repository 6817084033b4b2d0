import ScalingLaws
import TestSupport
import Testing

@testable import Planning

@Suite struct `Hardware in use` {
    /// 1e24 / (989e12 · 0.4) is 2.5278e9 seconds, of which an hour has 3600.
    @Test func `turns FLOPs into hours, days and money`() throws {
        let hardware = try Hardware(
            peakFLOPsPerSecond: 989e12, count: 1000, utilization: 0.4, pricePerDeviceHour: 2)
        let use = hardware.use(flops: 1e24)
        #expect(relativeError(use.deviceHours, 702_168.29569711268) < 1e-15)
        #expect(relativeError(use.days, 29.257012320713028) < 1e-15)
        #expect(relativeError(try use.cost.unwrapped(), 1_404_336.5913942254) < 1e-15)
    }

    /// 1.8e21 / (1e15 · 0.5) is 3.6e6 seconds: a thousand hours, a hundred on each of ten devices.
    @Test func `of round numbers has round answers`() throws {
        let hardware = try Hardware(
            peakFLOPsPerSecond: 1e15, count: 10, utilization: 0.5, pricePerDeviceHour: 2.5)
        #expect(hardware.use(flops: 1.8e21) == HardwareUse(deviceHours: 1000, days: 100.0 / 24, cost: 2500))
        #expect(hardware.use(flops: 0) == HardwareUse(deviceHours: 0, days: 0, cost: 0))
    }

    @Test func `without a price has no cost, and for nothing costs nothing`() throws {
        #expect(try Hardware(peakFLOPsPerSecond: 1e15).use(flops: 1e20).cost == nil)
        #expect(try Hardware(peakFLOPsPerSecond: 1e15, pricePerDeviceHour: 0).use(flops: 1e20).cost == 0)
    }

    @Test func `says whether its utilisation is the default`() throws {
        let standard = try Hardware(peakFLOPsPerSecond: 1e15)
        #expect(standard.utilization == 0.4 && standard.utilizationIsDefault && standard.count == 1)
        let stated = try Hardware(peakFLOPsPerSecond: 1e15, utilization: 0.4)
        #expect(stated.utilization == 0.4 && !stated.utilizationIsDefault)
    }

    @Test func `takes its peak from its device`() throws {
        let device = try AcceleratorTable.builtIn.accelerator("A100").unwrapped()
        let hardware = try Hardware(device: device, count: 8)
        #expect(hardware.peakFLOPsPerSecond == 312e12 && hardware.device == device && hardware.count == 8)
    }

    @Test func `holds a number for the largest plan on the least hardware`() throws {
        let hardware = try Hardware(peakFLOPsPerSecond: 1e9, utilization: 1e-6, pricePerDeviceHour: 1e12)
        let use = hardware.use(flops: 1e40)
        #expect(use.deviceHours.isFinite && use.days.isFinite)
        #expect(use.cost?.isFinite == true)
    }

    @Test(arguments: [0.999e9, 1.001e21, -1, .infinity, .nan])
    func `refuses peaks outside their domain`(peak: Double) {
        let expected = #expect(throws: DomainError.self) { try Hardware(peakFLOPsPerSecond: peak) }
        #expect(expected?.quantity == "peakFLOPsPerSecond" && expected?.domain == Domain(1e9, 1e21))
        let device = #expect(throws: DomainError.self) {
            try Accelerator(name: "x", peakFLOPsPerSecond: peak, source: "y")
        }
        #expect(device?.quantity == "peakFLOPsPerSecond" && device?.domain == Domain(1e9, 1e21))
    }

    @Test(arguments: [0, -1, 10_000_001, Int.min, Int.max])
    func `refuses counts outside their range`(count: Int) {
        #expect(throws: DomainError(quantity: "count", value: Double(count), domain: Domain(1, 1e7))) {
            try Hardware(peakFLOPsPerSecond: 1e15, count: count)
        }
    }

    @Test(arguments: [0, 1.5, -0.4, 9e-7, .infinity, .nan])
    func `refuses utilisations outside their domain`(utilization: Double) {
        let error = #expect(throws: DomainError.self) {
            try Hardware(peakFLOPsPerSecond: 1e15, utilization: utilization)
        }
        #expect(error?.quantity == "utilization" && error?.domain == Domain(1e-6, 1))
    }

    @Test(arguments: [-0.01, 1.001e12, .infinity, .nan])
    func `refuses prices outside their domain`(price: Double) {
        let error = #expect(throws: DomainError.self) {
            try Hardware(peakFLOPsPerSecond: 1e15, pricePerDeviceHour: price)
        }
        #expect(error?.quantity == "pricePerDeviceHour" && error?.domain == Domain(0, 1e12))
    }
}
