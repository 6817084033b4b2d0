import ScalingLaws

/// Which runs are in each resample of a bootstrap, and how often.
public struct Resampling: Sendable {
    private let units: [[Int]]
    private let runCount: Int
    private let seed: UInt64

    /// Resamples of supervised runs.
    public init(_ runs: [SupervisedRun], unit: ResamplingUnit, seed: UInt64) {
        self.init(runs.map { $0.configuration }, unit: unit, seed: seed)
    }

    /// Resamples of distillation runs.
    public init(_ runs: [DistillationRun], unit: ResamplingUnit, seed: UInt64) {
        self.init(runs.map { $0.configuration }, unit: unit, seed: seed)
    }

    init(_ configurations: [Configuration], unit: ResamplingUnit, seed: UInt64) {
        units = unit == .run ? configurations.indices.map { [$0] } : configurations.groups
        runCount = configurations.count
        self.seed = seed
    }

    /// How often each run is in the `index`-th resample, from 0.
    public func weights(_ index: Int) -> [Double] {
        // Each resample has its own sequence, so that more resamples change none of the others.
        var generator = SeededGenerator(seed: seed, stream: UInt64(index) | 2 << 40)
        var weights = [Double](repeating: 0, count: runCount)
        for _ in units.indices {
            for run in units[Int.random(in: units.indices, using: &generator)] { weights[run] += 1 }
        }
        return weights
    }
}
