import PlannerAPI
import ScalingLaws
import TestSupport
import Testing

/// The law that the program makes again of the runs that it comes with.
@Suite struct `The refit made again` {
    /// Predictions to 1e-6 on any processor: a resample may tell combinations of its coefficients by less than all runs do.
    @Test func `is the shipped one, draw by draw, and writes the same source`() throws {
        let shipped = try LawCatalog.published.set(PublishedRefit.reference).unwrapped()
        let made = try PublishedRefit.law(workers: 2) { _, _, _, _ in }
        #expect(try PublishedRefit.greatestDifference(made, shipped).unwrapped() < 1e-6)
        let (provenance, known) = try (made.provenance.unwrapped(), shipped.provenance.unwrapped())
        #expect(provenance.dataDigest == known.dataDigest && provenance.options == known.options)
        #expect(made.support.hull == shipped.support.hull)
        let text = try String(decoding: PublishedRefit.source(shipped).unwrapped(), as: UTF8.self)
        for part in ["static let busbridgeRefit = ShippedFit(", known.dataDigest, "resamples: 512,"] {
            #expect(text.contains(part))
        }
    }

    @Test func `tells a law apart that predicts otherwise, or has fewer draws`() throws {
        let shipped = try LawCatalog.published.set(PublishedRefit.reference).unwrapped()
        let first = try LawCatalog.published.set("busbridge-2025-refit@1").unwrapped()
        #expect(PublishedRefit.greatestDifference(first, shipped) == nil)
        #expect(PublishedRefit.greatestDifference(shipped, shipped) == 0)
        #expect(PublishedRefit.source(first) == nil)
    }
}
