import Foundation

extension SupportHull {
    /// The part of the region where D_S / N_S is in `tokensPerParameter`, whose ends may be 0 and infinity.
    ///
    /// - Returns: nil where nothing is left that has a volume.
    public func limited(tokensPerParameter: ClosedRange<Double>) -> SupportHull? {
        let ratio = SIMD3(-1.0, 1, 0)
        return cut(HalfSpace(normal: ratio, bound: log(tokensPerParameter.upperBound)))?
            .cut(HalfSpace(normal: -ratio, bound: -log(tokensPerParameter.lowerBound)))
    }

    /// The part inside `halfSpace`; nil where it has no volume.
    private func cut(_ halfSpace: HalfSpace) -> SupportHull? {
        // Corners on the plane are known up to the rounding of logarithms of up to 40.
        let rounding = 1e-12
        let heights = corners.map { halfSpace.height($0.position) }
        guard heights.contains(where: { $0 > rounding }) else { return self }
        guard heights.contains(where: { $0 < -rounding }) else { return nil }
        let face = halfSpaces.count
        let kept = zip(corners, heights).filter { $0.1 <= rounding }.map { corner, height in
            height < -rounding ? corner : corner.with(corner.faces.union([face]))
        }
        let crossings = edges.compactMap { edge -> Corner? in
            let (from, to) = (heights[edge.from], heights[edge.to])
            guard min(from, to) < -rounding, max(from, to) > rounding else { return nil }
            let (one, other) = (corners[edge.from], corners[edge.to])
            return Corner(
                one.position + (other.position - one.position) * (from / (from - to)),
                faces: one.faces.intersection(other.faces).union([face]))
        }
        return SupportHull(halfSpaces + [halfSpace], leftWith: kept + crossings)
    }

    /// Makes a hull of `corners` and of those of `halfSpaces` that still have a face.
    private init(_ halfSpaces: [HalfSpace], leftWith corners: [Corner]) {
        let counts = corners.reduce(into: [:]) { counts, corner in
            corner.faces.forEach { counts[$0, default: 0] += 1 }
        }
        let faces = halfSpaces.indices.filter { counts[$0, default: 0] >= 3 }
        let places = Dictionary(uniqueKeysWithValues: faces.enumerated().map { ($1, $0) })
        self.init(
            halfSpaces: faces.map { halfSpaces[$0] },
            corners: corners.map { $0.with(Set($0.faces.compactMap { places[$0] })) }
                .sorted { $0.precedes($1) })
    }
}

extension SupportHull.Corner {
    /// A corner that is no run.
    fileprivate init(_ position: SIMD3<Double>, faces: Set<Int>) {
        self.init(
            run: .init(
                studentParameters: exp(position.x), studentTokens: exp(position.y), teacherLossNats: position.z),
            position: position, faces: faces)
    }

    fileprivate func with(_ faces: Set<Int>) -> Self { Self(run: run, position: position, faces: faces) }

    fileprivate func precedes(_ other: Self) -> Bool {
        (position.x, position.y, position.z) < (other.position.x, other.position.y, other.position.z)
    }
}
