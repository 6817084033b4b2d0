import Planning
import TestSupport
import Testing

/// The optima of `reference_plans.jsonl`, found by dense scans of all free variables, to 1e-6 nats or better.
@Suite struct `Reference plans` {
    @Test func `no plan is worse than its reference`() throws {
        var compared = 0
        for reference in try ReferencePlan.all() {
            let problem = try reference.planningProblem()
            let plan = try Planner.plan(problem)
            let distillation = try #require(plan.distillation)
            #expect(distillation.studentLossNats <= reference.distillation.loss + 1e-6, "\(reference.problem)")
            // Ours is the closed form, and the reference's own is printed to 1e-15.
            #expect(relativeError(plan.alone.studentLossNats, reference.supervised.loss) < 1e-13)
            #expect(relativeError(plan.alone.studentParameters, reference.supervised.studentParams) < 1e-12)
            #expect(relativeError(plan.alone.studentTokens, reference.supervised.studentTokens) < 1e-12)
            #expect(distillation.teacher.name == reference.distillation.teacher)
            compared += 1
        }
        #expect(compared == 224)
    }

    @Test func `every plan keeps to its budget and its bounds`() throws {
        for reference in try ReferencePlan.all() {
            let problem = try reference.planningProblem()
            let plan = try #require(try Planner.plan(problem).distillation)
            #expect(plan.compute.total <= problem.budgetFLOPs * (1 + 1e-9))
            var bounded = [
                (plan.studentParameters, problem.student.parameters), (plan.studentTokens, problem.student.tokens),
            ]
            if case .trained(let parameters, let tokens) = problem.teacher {
                bounded += [(plan.teacherParameters, parameters), (plan.teacherTokens, tokens)]
            }
            for (value, bounds) in bounded { #expect((bounds.lower...bounds.upper).contains(value)) }
        }
    }

    /// The loss is flat around an optimum, to 1e-6 nats over about a percent of each variable, as the scans know it.
    ///
    /// Where budget is left over the loss does not determine the teacher: ours is the cheapest.
    @Test func `allocations agree where the reference determines them`() throws {
        for reference in try ReferencePlan.all() {
            let problem = try reference.planningProblem()
            let plan = try #require(try Planner.plan(problem).distillation)
            let optimum = reference.distillation
            if plan.certificate.budgetResidual < -1e-9 {
                let cost = try #require(optimum.flops).values.reduce(0, +)
                #expect(plan.compute.total <= cost, "\(reference.problem)")
                continue
            }
            #expect(relativeError(plan.studentTokens, optimum.studentTokens) < 0.01, "\(reference.problem)")
            #expect(relativeError(plan.studentParameters, optimum.studentParams) < 0.01, "\(reference.problem)")
            for (found, expected) in [
                (plan.teacherParameters, optimum.teacherParams), (plan.teacherTokens, optimum.teacherTokens),
                (plan.teacherLossNats, optimum.teacherLoss),
            ] {
                guard let expected else { continue }
                #expect(relativeError(found, expected) < 0.01, "\(reference.problem)")
            }
        }
    }

    /// Slopes are computed to about 1e-13 of a nat; 1e-9 would move no loss by more than 1e-15.
    @Test func `every plan satisfies the conditions of an optimum`() throws {
        for reference in try ReferencePlan.all() {
            let problem = try reference.planningProblem()
            let certificate = try #require(try Planner.plan(problem).distillation).certificate
            #expect(certificate.stationarityResidual < 1e-9, "\(reference.problem)")
            #expect(certificate.evaluations > 0 && certificate.basins >= 1)
        }
    }
}
