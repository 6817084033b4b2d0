public import ScalingLaws

/// The devices that a plan runs on, and what they cost.
public struct Hardware: Hashable, Sendable {
    /// The device by name; absent where only its peak is known.
    public let device: Accelerator?
    /// The greatest rate of arithmetic of one device, in FLOP/s; in ``Accelerator/peakDomain``.
    public let peakFLOPsPerSecond: Double
    /// How many devices work at the same time; in ``countRange``.
    public let count: Int
    /// The share of the peak that the model's own FLOPs reach (model FLOPs utilisation); in ``utilizationDomain``.
    public let utilization: Double
    /// Whether nobody said what ``utilization`` is, so that it is ``defaultUtilization``.
    public let utilizationIsDefault: Bool
    /// The price of one device for an hour, in a unit of the caller's choice; in ``priceDomain``, absent where unknown.
    public let pricePerDeviceHour: Double?

    /// The utilisation where nothing is said of it.
    ///
    /// Large runs report from 0.38 (Llama 3, Dubey et al. 2024) to 0.46 (PaLM, Chowdhery et al. 2022).
    public static let defaultUtilization = 0.4

    /// How many devices there may be.
    public static let countRange = 1...10_000_000

    /// Where the utilisation lies: [1e-6, 1].
    ///
    /// Not (0, 1]: the least numbers above zero would make hours that no number can hold.
    public static let utilizationDomain = Domain(1e-6, 1)

    /// Where a price lies: [0, 1e12].
    public static let priceDomain = Domain(0, 1e12)

    /// Makes `count` devices of a known kind; the utilisation is the default where none is given.
    ///
    /// - Throws: `DomainError` named `count`, `utilization` or `pricePerDeviceHour` where one is outside its range.
    public init(
        device: Accelerator, count: Int = 1, utilization: Double? = nil, pricePerDeviceHour: Double? = nil
    ) throws(DomainError) {
        try self.init(device, device.peakFLOPsPerSecond, count, utilization, pricePerDeviceHour)
    }

    /// Makes `count` devices of which only the peak is known; the utilisation is the default where none is given.
    ///
    /// - Throws: `DomainError` named `peakFLOPsPerSecond`, `count`, `utilization` or `pricePerDeviceHour` where one is
    ///   outside its range.
    public init(
        peakFLOPsPerSecond: Double, count: Int = 1, utilization: Double? = nil, pricePerDeviceHour: Double? = nil
    ) throws(DomainError) {
        try self.init(nil, peakFLOPsPerSecond, count, utilization, pricePerDeviceHour)
    }

    private init(
        _ device: Accelerator?, _ peak: Double, _ count: Int, _ utilization: Double?, _ price: Double?
    ) throws(DomainError) {
        let counts = Domain(Double(Self.countRange.lowerBound), Double(Self.countRange.upperBound))
        let values = [
            ("peakFLOPsPerSecond", peak, Accelerator.peakDomain), ("count", Double(count), counts),
            ("utilization", utilization ?? Self.defaultUtilization, Self.utilizationDomain),
            ("pricePerDeviceHour", price ?? 0, Self.priceDomain),
        ]
        for (name, value, domain) in values where !domain.contains(value) {
            throw DomainError(quantity: name, value: value, domain: domain)
        }
        self.device = device
        peakFLOPsPerSecond = peak
        self.count = count
        self.utilization = utilization ?? Self.defaultUtilization
        utilizationIsDefault = utilization == nil
        pricePerDeviceHour = price
    }

    /// What `flops` take of these devices; `flops` must be in [0, 1e40], as those of every plan are.
    ///
    /// One utilisation serves for training and for a teacher's logits: both read whole sequences at once, unlike the
    /// writing of text token by token, which is slower by far.
    public func use(flops: Double) -> HardwareUse {
        precondition((0...1e40).contains(flops), "a plan's FLOPs are in [0, 1e40]")
        let deviceHours = flops / (peakFLOPsPerSecond * utilization) / 3600
        return HardwareUse(
            deviceHours: deviceHours, days: deviceHours / Double(count) / 24,
            cost: pricePerDeviceHour.map { $0 * deviceHours })
    }
}

/// What a computation takes of its hardware.
public struct HardwareUse: Hashable, Sendable {
    /// Hours of one device, summed over all devices.
    public let deviceHours: Double
    /// Days by the clock, with all devices at work.
    public let days: Double
    /// The price of the hours, in the unit of ``Hardware/pricePerDeviceHour``; absent where that is.
    public let cost: Double?
}
