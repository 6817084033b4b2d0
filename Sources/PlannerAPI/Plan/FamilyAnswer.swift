import Planning
import ScalingLaws

extension FamilyReport {
    /// Writes the answer to a question of several students as one value.
    func write(_ text: inout JSONText) {
        let template = plan.problem.template
        text.object { text in
            text.member("id", identity)
            text.member("recommendation", plan.recommendation?.rawValue)
            text.member("loss_advantage", plan.lossAdvantageNats)
            text.member("copies_for_teacher_to_pay") { text in
                plan.copiesForTeacherToPay.map { text.value($0) } ?? text.null()
            }
            text.member("distillation") { text in
                plan.distillation.map { part in text.object { part.write(&$0, template) } } ?? text.null()
            }
            text.object("supervised") { plan.supervised.write(&$0, template, hasTeacher: false) }
            if plan.menu.first?.teacher.name != nil {
                text.member("menu") { $0.array(plan.menu) { $1.write(&$0, template) } }
            }
            if let hardware {
                text.member("hardware") { text in
                    hardware.write(
                        &text, distillationFLOPs: plan.distillation?.students.compute.total,
                        supervisedFLOPs: plan.supervised.compute.total)
                }
            }
            if plan.recommendation == .distill { text.member("recipe") { $0.value(Recipe.publishedFragment) } }
            text.member("warnings") { $0.array(plan.warnings) { $1.write(&$0) } }
            text.member("active_bounds") { text in
                text.array(plan.distillation?.activeBounds ?? []) { $0.value($1.name) }
            }
            NamedLaw.write(&text, template.law, alias: alias)
            text.member("solver") { text in plan.distillation.map { $0.certificate.write(&text) } ?? text.null() }
        }
    }
}

extension FamilyDistillation {
    fileprivate func write(_ text: inout JSONText, _ problem: PlanningProblem) {
        text.member("scenario", problem.sharedWeights.scenario?.rawValue)
        text.object("costs") { problem.weights.write(&$0) }
        if problem.studentsSharingTeacher > 1 {
            text.member("students_sharing_teacher", problem.studentsSharingTeacher)
        }
        text.object("teacher") { teacher.write(&$0) }
        students.write(&text, problem, hasTeacher: true)
    }
}

extension FamilyTraining {
    fileprivate func write(_ text: inout JSONText, _ problem: PlanningProblem, hasTeacher: Bool) {
        text.member("loss", lossNats)
        text.member("students") { text in
            text.array(members) { text, plan in
                text.object { text in
                    text.member("count", plan.member.count)
                    text.member("weight", plan.member.weight)
                    text.student(plan.member.parameters, plan.tokens, plan.lossNats, problem)
                    text.member("bound", plan.bound?.rawValue)
                }
            }
        }
        text.object("flops") { text in
            if hasTeacher {
                text.split(compute, problem) { $0 }
            } else {
                text.member("student_training", compute.studentTraining)
                if problem.student.servingTokens > 0 { text.member("serving", compute.serving) }
            }
            text.member("total", compute.total)
        }
        if hasTeacher { text.object("shares") { text in text.split(compute, problem) { $0 / compute.total } } }
    }
}

extension FamilyMenuEntry {
    fileprivate func write(_ text: inout JSONText, _ problem: PlanningProblem) {
        text.object { text in
            text.member("name", teacher.name)
            text.member("affordable") { $0.value(plan != nil) }
            if let plan {
                text.object("teacher") { plan.teacher.write(&$0) }
                plan.students.write(&text, problem, hasTeacher: true)
            }
        }
    }
}
